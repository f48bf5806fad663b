import { resetDelay } from '../../api/marathon.ts';
import { Empty, Panel, Refused } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { Icon } from '../../components/icon.tsx';
import { When } from '../../components/text.tsx';
import { readWaiting } from '../../api/stoa.ts';
import { useAnswer } from '../../components/use-answer.ts';
import { useConsole, useNow } from '../../live/context.tsx';
import { formatCountdown, parseTime, plural } from '../../model/format.ts';
import type { App } from '../../model/records.ts';
import { listFunnel, nameReason, type WaitingJson } from '../../model/waiting.ts';

const EVERY_MS = 5_000;

/** Why is it not running? */
export function WhyTab({ app }: { app: App }) {
  const answer = useAnswer(app.id, (signal) => readWaiting(app.id, signal), EVERY_MS);
  const now = useNow();
  const { acts } = useConsole();
  const { queue } = app;
  const left = queue?.delayedUntil === undefined ? 0 : queue.delayedUntil - now;
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
  const waiting = answer?.ok === true ? answer.value : undefined;
  return (
    <div className="stack">
      <Panel
        title={
          <span className="line">
            <Icon name={left > 0 ? 'delayed' : 'waiting'} />
            {waiting?.sentence ?? 'Looking at the last offers'}
          </span>
        }
        actions={
          left > 0 ? (
            <button
              type="button"
              className="button"
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
          ) : undefined
        }
      >
        <div className="line muted">
          <span>
            {plural(queue.count, 'instance')} {queue.count === 1 ? 'waits' : 'wait'} since{' '}
            <When at={queue.since} />
          </span>
          {left > 0 ? (
            <span className="number">The next try is in {formatCountdown(left)}</span>
          ) : null}
          <To place={{ kind: 'edit', id: app.id }}>Edit what it asks for</To>
          <To place={{ kind: 'agents' }}>Show agents</To>
        </div>
      </Panel>
      {answer?.ok === false ? <Refused refusal={answer.refusal} /> : null}
      {waiting === undefined ? null : <Evidence waiting={waiting} />}
    </div>
  );
}

function Evidence({ waiting }: { waiting: WaitingJson }) {
  const help = waiting.help;
  return (
    <>
      {help.length === 0 ? null : (
        <Panel title="What would help">
          <ul className="stack tight">
            {help.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Panel>
      )}
      <Funnel waiting={waiting} />
      {waiting.notOffered.length === 0 ? null : (
        <Panel title="Not offered">
          <ul className="stack tight">
            {waiting.notOffered.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Panel>
      )}
      {waiting.offers.length === 0 ? null : <Offers waiting={waiting} />}
    </>
  );
}

function Funnel({ waiting }: { waiting: WaitingJson }) {
  const rows = listFunnel(waiting);
  if (rows.length === 0) return null;
  return (
    <Panel title="The last offers">
      <div className="scroll-x">
        <table className="plain number funnel">
          <thead>
            <tr>
              <th>Rule</th>
              <th>Asked for</th>
              <th>Passed</th>
              <th />
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

function Offers({ waiting }: { waiting: WaitingJson }) {
  const reasons = [...new Set(waiting.offers.flatMap(({ checks }) => checks.map((c) => c.reason)))];
  return (
    <Panel title="Agents and what they offered">
      <div className="scroll-x">
        <table className="plain number">
          <thead>
            <tr>
              <th>Agent</th>
              {reasons.map((reason) => (
                <th key={reason}>{nameReason(reason)}</th>
              ))}
              <th>Seen</th>
            </tr>
          </thead>
          <tbody>
            {waiting.offers.map((offer) => (
              <tr key={offer.agent}>
                <td>
                  <To place={{ kind: 'agent', id: offer.agent }}>{offer.host}</To>
                </td>
                {reasons.map((reason) => {
                  const check = offer.checks.find((one) => one.reason === reason);
                  return (
                    <td key={reason}>
                      {check === undefined ? (
                        <span className="faint">not asked</span>
                      ) : (
                        <span className="line tight" data-family={check.ok ? 'good' : 'bad'}>
                          <Icon name={check.ok ? 'finished' : 'close'} className="status-icon" />
                          <span className="hidden-text">{check.ok ? 'fits' : 'does not fit'}</span>
                          {check.value}
                        </span>
                      )}
                    </td>
                  );
                })}
                <td>
                  <When
                    at={typeof offer.seen === 'number' ? offer.seen : parseTime(offer.seen)}
                    suffix=" ago"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
