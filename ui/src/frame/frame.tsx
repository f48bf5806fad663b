import { useEffect, type ReactNode } from 'react';
import { ActDialogs } from '../components/act-dialogs.tsx';
import { Icon } from '../components/icon.tsx';
import { Refused, Strip } from '../components/page.tsx';
import { To, useRoute } from '../components/route.tsx';
import { Toasts } from '../components/toasts.tsx';
import { useConsole, useModel, useNow, usePaused } from '../live/context.tsx';
import { renderPlace } from '../model/address.ts';
import { describeAge, type AgeChip } from '../model/connection.ts';
import { Crumbs } from './crumbs.tsx';
import { FootBar, Rail } from './rail.tsx';
import { useKeys } from './use-keys.ts';

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const { live, pause } = useConsole();
  const { place } = useRoute();
  const isPaused = usePaused();
  const address = renderPlace(place);
  // Another page begins with what is known now.
  useEffect(() => pause.end, [address, pause]);
  useModel();
  useKeys();
  const now = useNow();
  const age = describeAge(live.connection, live.aliveAt, Math.max(now, live.aliveAt));
  return (
    <div className="frame">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <Rail />
      <header className="bar">
        <Crumbs place={place} />
        {isPaused ? (
          <button type="button" className="button small" onClick={pause.turn}>
            Paused · go on
          </button>
        ) : (
          <Age age={age} />
        )}
        <To place={{ kind: 'edit', id: undefined }} className="button only-wide">
          <Icon name="plus" />
          New app
        </To>
        <To
          place={{ kind: 'edit', id: undefined }}
          className="button square only-narrow"
          label="New app"
        >
          <Icon name="plus" />
        </To>
      </header>
      <main className="page" id="page" tabIndex={-1} data-stale={age.isStale}>
        {age.detail === '' ? null : (
          <Strip family={age.tone === 'lost' ? 'bad' : 'wait'}>
            <span>{age.detail}</span>
            <button
              type="button"
              className="button small"
              onClick={age.act === 'reload' ? live.reload : live.retry}
            >
              {ACTS[age.act]}
            </button>
          </Strip>
        )}
        {age.detail === '' && live.appsRefusal !== undefined ? (
          <Refused refusal={live.appsRefusal} retry={live.reload} />
        ) : null}
        {children}
      </main>
      <FootBar />
      <Toasts />
      <ActDialogs />
    </div>
  );
}

const ACTS = { retry: 'Try now', reload: 'Reload data', 'sign-in': 'Sign in' } as const;

function Age({ age }: { age: AgeChip }) {
  return (
    <span
      className="age number"
      data-tone={age.tone}
      title={age.detail || 'What you see is current'}
    >
      {age.text}
    </span>
  );
}
