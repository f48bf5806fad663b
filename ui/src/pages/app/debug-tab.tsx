import { LogTail } from '../../components/log-tail.tsx';
import { Empty, Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { Id, When } from '../../components/text.tsx';
import { VersionName } from '../../components/version-name.tsx';
import { useModel } from '../../live/context.tsx';
import { instanceOf, shortId } from '../../model/address.ts';
import { parseTime } from '../../model/format.ts';
import type { App, TaskFailureJson, TaskStatsJson } from '../../model/records.ts';
import { listStatistics } from '../../model/statistics.ts';
import { describeEnd } from '../../model/words.ts';

/** What went wrong last? */
export function DebugTab({ app }: { app: App }) {
  const detail = useModel().detail(app.id);
  const info = app.definition.versionInfo;
  if (detail === undefined) return null;
  return (
    <div className="stack">
      {detail.lastFailure === undefined ? (
        <div className="panel">
          <Empty text={`No instance of ${app.id} has failed.`} />
        </div>
      ) : (
        <LastFailure failure={detail.lastFailure} />
      )}
      <div className="columns">
        <Panel title="Last changes">
          <dl className="facts">
            <dt>Scaled</dt>
            <dd>
              <When at={parseTime(info?.lastScalingAt)} suffix=" ago" />
            </dd>
            <dt>Configured</dt>
            <dd>
              <When at={parseTime(info?.lastConfigChangeAt)} suffix=" ago" />
            </dd>
          </dl>
        </Panel>
        <Panel title="Instances by their age">
          <Statistics
            stats={detail.stats}
            hasChecks={(app.definition.healthChecks?.length ?? 0) > 0}
          />
        </Panel>
      </div>
    </div>
  );
}

function LastFailure({ failure }: { failure: TaskFailureJson }) {
  const id = instanceOf(failure.taskId);
  return (
    <Panel
      title={describeEnd(shortId(id), failure)}
      actions={
        <>
          <To
            place={{ kind: 'logs' }}
            query={{ app: failure.appId, instance: id, file: 'stderr' }}
            className="button small"
          >
            Log
          </To>
          <To place={{ kind: 'files', instance: id, path: '' }} className="button small">
            Files
          </To>
        </>
      }
    >
      <div className="stack">
        <dl className="facts">
          <dt>When</dt>
          <dd>
            <When at={parseTime(failure.timestamp)} suffix=" ago" />
          </dd>
          <dt>State</dt>
          <dd className="mono">{failure.state}</dd>
          <dt>Message</dt>
          <dd>{failure.message === '' ? 'none was told' : failure.message}</dd>
          <dt>Agent</dt>
          <dd>
            {failure.slaveId === undefined ? (
              failure.host
            ) : (
              <To place={{ kind: 'agent', id: failure.slaveId }}>{failure.host}</To>
            )}
          </dd>
          <dt>Instance</dt>
          <dd>
            <Id id={id} max={48} />
          </dd>
          <dt>Version</dt>
          <dd>
            <VersionName app={failure.appId} version={failure.version} />
          </dd>
        </dl>
        <LogTail instance={id} files={['stderr', 'stdout']} lines={20} />
      </div>
    </Panel>
  );
}

function Statistics(props: { stats: TaskStatsJson | undefined; hasChecks: boolean }) {
  const { heads, rows } = listStatistics(props.stats, props.hasChecks);
  if (rows.length === 0) return <p className="muted">No instance has been counted yet.</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label="Table">
      <table className="plain number">
        <thead>
          <tr>
            <th>Instances</th>
            {heads.map((head) => (
              <th key={head} className="cell-end">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name}>
              <td>{name}</td>
              {cells.map((cell, at) => (
                <td key={heads[at]} className="cell-end">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
