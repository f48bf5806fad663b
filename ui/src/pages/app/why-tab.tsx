import type { WaitingHelpJson, WaitingJson } from '@stoa/proto/stoa';
import { Empty, Panel, Refused } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { Icon } from '../../components/icon.tsx';
import { tryNow } from './app-acts.ts';
import { useWaiting } from '../waiting/use-waiting.ts';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { formatCountdown, parseTime } from '../../model/format.ts';
import type { App } from '../../model/records.ts';
import { listFunnel, sentenceOf } from '../../model/waiting.ts';
import { listWaitingActs, memberOf } from '../../model/waiting-acts.ts';
import { describeApp } from '../../model/words.ts';
import { OfferTable } from './offer-table.tsx';

/** Why is it not running? */
export function WhyTab({ app }: { app: App }) {
  const { queue } = app;
  if (queue === undefined || queue.count === 0) {
    return (
      <div className="panel">
        <Empty text={`Nothing of ${app.id} waits to be started.`}>
          <To place={{ kind: 'app', id: app.id, tab: 'instances' }} className="button">
            Show its instances
          </To>
        </Empty>
      </div>
    );
  }
  return <Story app={app} queue={queue} />;
}

/** What is taken for the reason where none was told. */
const NO_REASON = { kind: 'noOffers', values: {}, help: [] } as const;

function Story({ app, queue }: { app: App; queue: NonNullable<App['queue']> }) {
  const model = useModel();
  const answer = useWaiting(app.id);
  const now = useNow();
  const left = queue.delayedUntil === undefined ? 0 : queue.delayedUntil - now;
  const waiting = answer?.ok === true ? answer.value : undefined;
  const isRefused = answer?.ok === false;
  const known = waiting ?? (isRefused ? NO_REASON : undefined);
  const acts = known === undefined ? [] : listWaitingActs(known, app, model.instances);
  return (
    <div className="stack">
      <Panel
        title={
          <span className="lead">
            <Icon name={left > 0 ? 'delayed' : 'waiting'} />
            {waiting !== undefined
              ? sentenceOf(waiting, left)
              : isRefused
                ? describeApp(app, now).sentence
                : 'Looking at the last offers'}
          </span>
        }
        actions={left > 0 ? <TryNow id={app.id} /> : undefined}
      >
        <div className="line">
          {acts.map(({ label, place, query, hash }) => (
            <To
              key={label}
              place={place}
              {...(query === undefined ? {} : { query })}
              {...(hash === undefined ? {} : { hash })}
              className="button small"
            >
              {label}
            </To>
          ))}
        </div>
      </Panel>
      {answer?.ok === false && answer.refusal.kind !== 'missing' ? (
        <Refused refusal={answer.refusal} />
      ) : null}
      {waiting === undefined ? null : <Evidence app={app} waiting={waiting} />}
    </div>
  );
}

function TryNow({ id }: { id: string }) {
  const console = useConsole();
  return (
    <button type="button" className="button" onClick={() => tryNow(id, console)}>
      Try now
    </button>
  );
}

function Evidence({ app, waiting }: { app: App; waiting: WaitingJson }) {
  const { help, notOffered, offers } = waiting;
  return (
    <>
      {help.length === 0 ? null : (
        <Panel title="What would help">
          <ul className="stack tight">
            {help.map((one) => (
              <Help key={one.text} app={app} help={one} />
            ))}
          </ul>
        </Panel>
      )}
      {waiting.kind === 'delayed' ? null : <Funnel waiting={waiting} />}
      {notOffered.length === 0 ? null : (
        <Panel title="Not offered">
          <ul className="stack tight">
            {notOffered.map(({ agent, host, until }) => (
              <li key={agent} className="line">
                <To place={{ kind: 'agent', id: agent }}>{host}</To>
                <span className="muted">
                  declined by Marathon, offered again in <Left until={parseTime(until)} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {offers.length === 0 ? null : <OfferTable offers={offers} />}
    </>
  );
}

function Left({ until }: { until: number | undefined }) {
  const now = useNow();
  return <span className="number">{formatCountdown(Math.max(0, (until ?? now) - now))}</span>;
}

function Help({ app, help: { text, field, host } }: { app: App; help: WaitingHelpJson }) {
  const agent = useModel().agents.find((one) => one.host === host);
  return (
    <li className="line">
      <span>{text}</span>
      {field === undefined ? null : (
        <To
          place={{ kind: 'edit', id: app.id }}
          hash={`/${memberOf(app, field)}`}
          className="button small"
        >
          Edit {nameField(field)}
        </To>
      )}
      {agent === undefined ? null : (
        <To place={{ kind: 'agent', id: agent.id }} className="button small">
          What runs there
        </To>
      )}
    </li>
  );
}

const FIELDS: Readonly<Record<string, string>> = {
  mem: 'memory',
  constraints: 'placement',
  portDefinitions: 'ports',
  acceptedResourceRoles: 'the accepted roles',
  role: 'the role',
  gpus: 'GPUs',
};

const nameField = (field: string) => FIELDS[field] ?? field;

function Funnel({ waiting }: { waiting: WaitingJson }) {
  const rows = listFunnel(waiting);
  if (!rows.some(({ state }) => state !== 'unreached')) return null;
  return (
    <Panel title="The last offers">
      <div className="scroll-x" tabIndex={0} role="group" aria-label="The last offers">
        <table className="plain number funnel">
          <thead>
            <tr>
              <th>Rule</th>
              <th>Asked for</th>
              <th aria-hidden="true" />
              <th>Passed</th>
              <th>Stopped here</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.reason} data-state={row.state}>
                <td>{row.name}</td>
                <td className="mono">{row.asked}</td>
                <td className="funnel-bar">
                  <span className="funnel-track" aria-hidden="true">
                    <i style={{ width: `${row.share * 100}%` }} />
                  </span>
                </td>
                <td>{row.state === 'unreached' ? 'not reached' : row.passed}</td>
                <td>
                  {row.stopped}
                  {row.state === 'stop' ? (
                    <strong className="stop"> nothing passes here</strong>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
