import { resetDelay } from '../../api/marathon.ts';
import { Empty, Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { Icon } from '../../components/icon.tsx';
import { When } from '../../components/text.tsx';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { formatCountdown, plural } from '../../model/format.ts';
import type { App } from '../../model/records.ts';
import { describeWaiting, type FunnelRow, type WaitingStory } from '../../model/waiting.ts';

/** Why is it not running? */
export function WhyTab({ app }: { app: App }) {
  const model = useModel();
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
  const story = describeWaiting(app, model.queueItem(app.id), model.agents);
  return (
    <div className="stack">
      <Panel
        title={
          <span className="line">
            <Icon name={left > 0 ? 'delayed' : 'waiting'} />
            {left > 0 ? 'The last start failed' : story.sentence}
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
      {left > 0 ? null : <Evidence story={story} />}
    </div>
  );
}

function Evidence({ story }: { story: WaitingStory }) {
  return (
    <>
      {story.help.length === 0 ? null : (
        <Panel title="What would help">
          <ul className="stack tight">
            {story.help.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Panel>
      )}
      {story.funnel.length === 0 ? null : <Funnel rows={story.funnel} />}
    </>
  );
}

function Funnel({ rows }: { rows: readonly FunnelRow[] }) {
  return (
    <Panel title="The last offers">
      <div className="scroll-x" tabIndex={0} role="group" aria-label="Table">
        <table className="plain number funnel">
          <thead>
            <tr>
              <th>Rule</th>
              <th>Asked for</th>
              <th aria-hidden="true" />
              <th>Offers</th>
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
