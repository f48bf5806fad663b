import { tryNow } from '../app/app-acts.ts';
import { AppLink, To } from '../../components/route.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { When } from '../../components/text.tsx';
import { WishNote } from '../../components/wish-note.tsx';
import { useWaiting } from './use-waiting.ts';
import { useConsole, useNow } from '../../live/context.tsx';
import { describeApp } from '../../model/words.ts';
import type { App } from '../../model/records.ts';
import { countRunning } from '../../model/status.ts';
import { sentenceOf } from '../../model/waiting.ts';

/** Of so many the server is asked why they wait; of the rest it is told that they do. */
export const ASKED_MAX = 20;

function Why(props: { readonly id: string; readonly leftMs: number; readonly else: string }) {
  const answer = useWaiting(props.id);
  return answer?.ok === true ? sentenceOf(answer.value, props.leftMs) : props.else;
}

/** One waiting app: why, and since when. */
export function WaitingLine({ app, isAsked }: { app: App; isAsked: boolean }) {
  const now = useNow();
  const console = useConsole();
  const standing = describeApp(app, now);
  const isDelayed = standing.status === 'delayed';
  return (
    <li data-row={app.id}>
      <StatusChip status={standing.status} label={isDelayed ? standing.label : 'Waiting'} />
      <AppLink id={app.id} />
      <span className="muted number">
        {countRunning(app.counts)} of {app.counts.wanted}
      </span>
      <WishNote app={app} />
      <span className="why">
        {isAsked ? (
          <Why
            id={app.id}
            leftMs={Math.max(0, (app.queue?.delayedUntil ?? now) - now)}
            else={standing.sentence}
          />
        ) : (
          standing.sentence
        )}
      </span>
      <span className="since">
        <When at={app.queue?.since} />
      </span>
      <span className="end line">
        {isDelayed ? (
          <button
            type="button"
            className="button small"
            aria-label={`Try now: ${app.id}`}
            onClick={() => tryNow(app.id, console)}
          >
            Try now
          </button>
        ) : null}
        <To
          place={{ kind: 'app', id: app.id, tab: isDelayed ? 'debug' : 'why' }}
          className="button small"
          label={`Why ${app.id} waits`}
        >
          Why
        </To>
      </span>
    </li>
  );
}
