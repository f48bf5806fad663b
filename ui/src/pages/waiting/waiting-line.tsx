import { resetDelay } from '../../api/marathon.ts';
import { AppLink, To } from '../../components/route.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { When } from '../../components/text.tsx';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { describeApp } from '../../model/words.ts';
import type { App } from '../../model/records.ts';
import { countRunning } from '../../model/status.ts';
import { describeWaiting } from '../../model/waiting.ts';

/** One waiting app: why, and since when. */
export function WaitingLine({ app }: { app: App }) {
  const now = useNow();
  const { acts } = useConsole();
  const model = useModel();
  const standing = describeApp(app, now);
  const isDelayed = standing.status === 'delayed';
  const story = describeWaiting(app, model.queueItem(app.id), model.agents);
  const why = isDelayed ? standing.sentence : story.sentence;
  return (
    <li>
      <StatusChip status={standing.status} label={isDelayed ? standing.label : 'Waiting'} />
      <AppLink id={app.id} />
      <span className="muted number">
        {countRunning(app.counts)} of {app.counts.wanted}
      </span>
      <span className="why">{why}</span>
      <span className="end line">
        <When at={app.queue?.since} />
        {isDelayed ? (
          <button
            type="button"
            className="button small"
            aria-label={`Try now: ${app.id}`}
            onClick={() =>
              void acts.perform({
                done: `${app.id} is tried now`,
                what: `try ${app.id} now`,
                call: () => resetDelay(app.id),
              })
            }
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
