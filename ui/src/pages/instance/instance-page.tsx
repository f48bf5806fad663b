import { useEffect } from 'react';
import { LogTail } from '../../components/log-tail.tsx';
import { StatusIcon } from '../../components/icon.tsx';
import { Empty, PageHead, Panel, Refused } from '../../components/page.tsx';
import { AppLink, To } from '../../components/route.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { CopyButton, Id, When } from '../../components/text.tsx';
import { VersionName } from '../../components/version-name.tsx';
import { readSandbox } from '../../api/stoa.ts';
import { useAnswer } from '../../components/use-answer.ts';
import { useConsole, useModel } from '../../live/context.tsx';
import { appOfInstance, shortId } from '../../model/address.ts';
import { describeChecks, describeStart, listMoments } from '../../model/checks.ts';
import { describeFileRefusal } from '../../model/files.ts';
import {
  formatCpus,
  formatDuration,
  formatMebibytes,
  formatMoment,
  parseTime,
} from '../../model/format.ts';
import type { App, Instance } from '../../model/records.ts';
import { deriveInstanceStatus, isEnded, nameOfStatus } from '../../model/status.ts';

/** What is this one doing? */
export function InstancePage({ id }: { id: string }) {
  const { live } = useConsole();
  const model = useModel();
  const instance = model.instance(id);
  const appId = instance?.appId ?? appOfInstance(id);
  useEffect(() => (appId === undefined ? undefined : live.watchApp(appId)), [live, appId]);
  if (instance === undefined) return <PastInstance id={id} appId={appId} />;
  const status = deriveInstanceStatus(instance.condition, instance.isHealthy);
  const start = describeStart(instance);
  const place = instance.host === undefined ? 'on no agent yet' : `on ${instance.host}`;
  return (
    <>
      <PageHead
        title={`${shortId(id)} · instance`}
        place={`instance ${id}`}
        sentence={
          <>
            <StatusIcon status={status} /> {shortId(id)} is {nameOfStatus(status).toLowerCase()}{' '}
            {place}. {describeChecks(instance)}
          </>
        }
        meta={
          <>
            <span>
              of <AppLink id={instance.appId} />
            </span>
            {start === undefined ? null : <span>started in {start}</span>}
          </>
        }
        actions={<Actions instance={instance} />}
      />
      <div className="stack">
        <div className="columns">
          <TimeLine instance={instance} />
          <Facts instance={instance} app={model.app(instance.appId)} />
        </div>
        <Checks instance={instance} />
        <Panel title="Last lines">
          <LogTail instance={id} files={['stdout', 'stderr']} lines={10} />
        </Panel>
      </div>
    </>
  );
}

function Actions({ instance }: { instance: Instance }) {
  const { acts } = useConsole();
  const { id, appId, taskId, condition } = instance;
  return (
    <>
      <To place={{ kind: 'logs' }} query={{ app: appId, instance: id }} className="button">
        Log
      </To>
      <To place={{ kind: 'files', instance: id, path: '' }} className="button">
        Files
      </To>
      {taskId === undefined || isEnded(condition) ? null : (
        <button
          type="button"
          className="button"
          onClick={() => acts.open({ kind: 'kill', app: appId, tasks: [taskId], way: 'replace' })}
        >
          Kill
        </button>
      )}
    </>
  );
}

function TimeLine({ instance }: { instance: Instance }) {
  const moments = listMoments(instance);
  return (
    <Panel title="Time line">
      {moments.length === 0 ? (
        <p className="muted">Nothing is known of its life yet.</p>
      ) : (
        <ol className="timeline">
          {moments.map(({ at, what, after }) => (
            <li key={`${at} ${what}`}>
              <time className="number" title={formatMoment(at)}>
                <When at={at} suffix=" ago" />
              </time>
              <span>{what}</span>
              {after === undefined ? null : (
                <span className="faint number">after {formatDuration(after)}</span>
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Facts({ instance, app }: { instance: Instance; app: App | undefined }) {
  const definition = app?.definition;
  return (
    <Panel title="About">
      <dl className="facts">
        <dt>Instance</dt>
        <dd>
          <Id id={instance.id} max={32} />
        </dd>
        {instance.taskId === undefined ? null : (
          <>
            <dt>Task</dt>
            <dd>
              <Id id={instance.taskId} max={32} />
            </dd>
          </>
        )}
        <dt>Agent</dt>
        <dd>
          {instance.agentId === undefined ? (
            'none yet'
          ) : (
            <To place={{ kind: 'agent', id: instance.agentId }}>{instance.host}</To>
          )}
        </dd>
        <dt>Addresses</dt>
        <dd>
          {instance.ports.length === 0
            ? 'no port'
            : instance.ports.map((port) => {
                const address = `${instance.host ?? ''}:${port}`;
                return (
                  <span key={port} className="line tight number">
                    {address}
                    <CopyButton text={address} what="address" />
                  </span>
                );
              })}
        </dd>
        {definition === undefined ? null : (
          <>
            <dt>Asks for</dt>
            <dd className="number">
              {formatCpus(definition.cpus ?? 0)} cpus, {formatMebibytes(definition.mem ?? 0)}
            </dd>
          </>
        )}
        <dt>Version</dt>
        <dd>
          <VersionName app={instance.appId} version={instance.version} />
        </dd>
        {instance.message === '' ? null : (
          <>
            <dt>Message</dt>
            <dd>{instance.message}</dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

function Checks({ instance }: { instance: Instance }) {
  if (instance.checks.length === 0) return null;
  return (
    <Panel title="Health checks">
      <div className="scroll-x" tabIndex={0} role="group" aria-label="Table">
        <table className="plain">
          <thead>
            <tr>
              <th>Result</th>
              <th>First healthy</th>
              <th>Last healthy</th>
              <th>Last failure</th>
              <th>Failures in a row</th>
              <th>Cause</th>
            </tr>
          </thead>
          <tbody>
            {instance.checks.map((check, at) => (
              <tr key={at}>
                <td>
                  <StatusChip status={check.alive ? 'healthy' : 'unhealthy'} />
                </td>
                <td>
                  <Seen text={check.firstSuccess} />
                </td>
                <td>
                  <Seen text={check.lastSuccess} />
                </td>
                <td>
                  <Seen text={check.lastFailure} />
                </td>
                <td className="number">
                  {check.consecutiveFailures === 0 ? (
                    <span className="faint">none</span>
                  ) : (
                    check.consecutiveFailures
                  )}
                </td>
                <td>{check.lastFailureCause ?? <span className="faint">none</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Seen({ text }: { text: string | undefined }) {
  const at = parseTime(text);
  return at === undefined ? <span className="faint">never</span> : <When at={at} suffix=" ago" />;
}

/** An instance that Marathon has forgotten: what is left of it is its sandbox. */
function PastInstance({ id, appId }: { id: string; appId: string | undefined }) {
  const { hasApps } = useModel();
  const sandbox = useAnswer(id, (signal) => readSandbox(id, signal));
  if (!hasApps || sandbox === undefined) {
    return <PageHead sentence={shortId(id)} title="Instance" place={id} />;
  }
  return (
    <>
      <PageHead
        title={`${shortId(id)} · instance`}
        place={`instance ${id}`}
        sentence={
          sandbox.ok
            ? `${shortId(id)} has ended on ${sandbox.value.host}`
            : `${shortId(id)} is gone`
        }
        meta={appId === undefined ? undefined : <AppLink id={appId} />}
      />
      {sandbox.ok ? (
        <Panel
          title="Last lines"
          actions={
            <To place={{ kind: 'files', instance: id, path: '' }} className="button small">
              Files
            </To>
          }
        >
          <LogTail instance={id} files={['stdout', 'stderr']} lines={20} />
        </Panel>
      ) : sandbox.refusal.kind === 'missing' ? (
        <div className="panel">
          <Empty text={describeFileRefusal(sandbox.refusal, { instanceId: id, host: undefined })}>
            {appId === undefined ? null : (
              <To place={{ kind: 'app', id: appId, tab: 'debug' }} className="button">
                Show the last failure
              </To>
            )}
          </Empty>
        </div>
      ) : (
        <Refused refusal={sandbox.refusal} />
      )}
    </>
  );
}
