import { useEffect, useState } from 'react';
import { StatusIcon } from '../../components/icon.tsx';
import { Empty, PageHead, Panel } from '../../components/page.tsx';
import { AppLink, To } from '../../components/route.tsx';
import { CopyButton, When } from '../../components/text.tsx';
import { useConsole, useModel } from '../../live/context.tsx';
import { shortId } from '../../model/address.ts';
import { describeBounds } from '../../model/consequences.ts';
import {
  describeDeployment,
  nameAction,
  type AppProgress,
  type Slot,
} from '../../model/deployments.ts';
import { formatClock, parseTime, plural } from '../../model/format.ts';
import type { DeploymentJson } from '../../model/records.ts';
import { familyOf, nameOfStatus } from '../../model/status.ts';

/** How far is it, and what holds it? */
export function DeploymentPage({ id }: { id: string }) {
  const model = useModel();
  const [last, setLast] = useState<DeploymentJson | undefined>(undefined);
  const found = model.deployments.find((deployment) => deployment.id === id);
  useEffect(() => {
    if (found !== undefined) setLast(found);
  }, [found]);
  if (found === undefined) return <EndedDeployment id={id} last={last} />;
  return <Running deployment={found} />;
}

function Running({ deployment }: { deployment: DeploymentJson }) {
  const model = useModel();
  const { acts } = useConsole();
  const { id } = deployment;
  const progress = describeDeployment(
    deployment,
    (app) => model.app(app),
    (app) => model.instancesOf(app),
  );
  const open = (isForced: boolean) => acts.open({ kind: 'cancel', deployment: id, isForced });
  return (
    <>
      <PageHead
        title={`Deployment of ${deployment.affectedApps[0] ?? id}`}
        place={`deployment ${id}`}
        sentence={
          <>
            <StatusIcon status="deploying" /> {progress.sentence} {progress.hold}
          </>
        }
        meta={
          <>
            <span>
              Began <When at={parseTime(deployment.version)} suffix=" ago" />
            </span>
            <span className="mono cut">{id}</span>
            <CopyButton text={id} what="id" />
          </>
        }
        actions={
          <>
            <button type="button" className="button" onClick={() => open(false)}>
              Roll back
            </button>
            <button type="button" className="button" onClick={() => open(true)}>
              Stop where it stands…
            </button>
          </>
        }
      />
      <div className="stack">
        <Steps deployment={deployment} />
        {progress.apps.map((app) => (
          <AppPanel key={app.id} progress={app} />
        ))}
        <TimeLine apps={deployment.affectedApps} id={id} />
      </div>
    </>
  );
}

function Steps({ deployment }: { deployment: DeploymentJson }) {
  return (
    <Panel title={plural(deployment.totalSteps, 'step')}>
      <ol className="stations">
        {deployment.steps.map((step, at) => {
          const number = at + 1;
          const isPast = number < deployment.currentStep;
          const isNow = number === deployment.currentStep;
          return (
            <li
              key={`${number} ${step.actions.map(({ app }) => app).join()}`}
              aria-current={isNow ? 'step' : undefined}
              data-past={isPast}
            >
              <StatusIcon status={isPast ? 'finished' : isNow ? 'deploying' : 'waiting'} />
              <span>
                <strong className="name">Step {number}</strong>{' '}
                {step.actions.map(({ action, app }) => (
                  <span key={`${action} ${app ?? ''}`}>
                    {nameAction(action)} <span className="mono">{app}</span>{' '}
                  </span>
                ))}
                <span className="hidden-text">
                  {isPast ? 'done' : isNow ? 'under way' : 'to come'}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

const SLOTS_MAX = 50;

function AppPanel({ progress }: { progress: AppProgress }) {
  const { app, before, after } = progress;
  return (
    <Panel
      title={<AppLink id={progress.id} />}
      actions={
        app !== undefined && app.queue !== undefined && app.queue.count > 0 ? (
          <To place={{ kind: 'app', id: app.id, tab: 'why' }} className="button small">
            Why it waits
          </To>
        ) : undefined
      }
    >
      <div className="stack tight">
        {before.length === 0 ? null : <Slots name="Old" slots={before} />}
        <Slots name="New" slots={after} />
        {app === undefined ? null : (
          <p className="muted number">
            {plural(app.counts.wanted, 'instance')} wanted · {describeBounds(app)}
          </p>
        )}
      </div>
    </Panel>
  );
}

function Slots({ name, slots }: { name: string; slots: readonly Slot[] }) {
  const words = describeSlots(slots);
  return (
    <div className="slots">
      <span className="name">{name}</span>
      {slots.length > SLOTS_MAX ? null : (
        <ul className="line tight">
          {slots.map(({ instance, status }) => (
            <li key={instance.id} data-family={familyOf(status)}>
              <To
                place={{ kind: 'instance', id: instance.id }}
                label={`${shortId(instance.id)}: ${nameOfStatus(status)}`}
              >
                <StatusIcon status={status} />
              </To>
            </li>
          ))}
        </ul>
      )}
      <span className="muted number">{words}</span>
    </div>
  );
}

function describeSlots(slots: readonly Slot[]): string {
  if (slots.length === 0) return 'none yet';
  const counts = new Map<string, number>();
  for (const { status } of slots) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

const SHOWN = 12;

function TimeLine({ apps, id }: { apps: readonly string[]; id: string }) {
  const { happenings } = useModel();
  const own = happenings.filter(
    ({ appId, deploymentId }) =>
      deploymentId === id || (appId !== undefined && apps.includes(appId)),
  );
  if (own.length === 0) return null;
  return (
    <Panel title="Time line" isBare>
      <ol className="happenings">
        {own.slice(0, SHOWN).map((happening) => (
          <li key={happening.id}>
            <time className="number faint">{formatClock(happening.at)}</time>
            <span data-family={happening.family} className={`told ${happening.family}`}>
              {happening.text}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function EndedDeployment({ id, last }: { id: string; last: DeploymentJson | undefined }) {
  const { happenings, hasApps } = useModel();
  const end = happenings.find(
    ({ deploymentId, family }) => deploymentId === id && family !== 'info',
  );
  if (!hasApps)
    return <PageHead sentence="Looking at the deployment" title="Deployment" place={id} />;
  return (
    <>
      <PageHead
        title="Deployment"
        place={`deployment ${id}`}
        sentence={end === undefined ? 'This deployment does not run any more' : end.text}
        meta={<span className="mono cut">{id}</span>}
      />
      <div className="panel">
        <Empty
          text={
            last === undefined
              ? 'It has ended, or it never was. What it left is the configuration of its apps.'
              : `It has ended. Its apps: ${last.affectedApps.join(', ')}.`
          }
        >
          <span className="line">
            {(last?.affectedApps ?? []).slice(0, 4).map((app) => (
              <To key={app} place={{ kind: 'app', id: app, tab: 'config' }} className="button">
                What changed in {app}
              </To>
            ))}
            <To place={{ kind: 'deployments' }} className="button">
              Show running deployments
            </To>
          </span>
        </Empty>
      </div>
    </>
  );
}
