import { useEffect, useState } from 'react';
import { readVersion } from '../../api/marathon.ts';
import { StatusIcon } from '../../components/icon.tsx';
import { Empty, PageHead, Panel } from '../../components/page.tsx';
import { AppLink, To } from '../../components/route.tsx';
import { CopyButton, When } from '../../components/text.tsx';
import { useAnswer } from '../../components/use-answer.ts';
import { useVersionNames } from '../../components/version-name.tsx';
import { useVersions } from '../../live/answers.ts';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { shortId } from '../../model/address.ts';
import { describeBounds } from '../../model/consequences.ts';
import {
  describeDeployment,
  describeOutcome,
  nameAction,
  type AppProgress,
  type Slot,
} from '../../model/deployments.ts';
import { formatClock, parseTime, plural } from '../../model/format.ts';
import { describePointer, describeValue, diffDocuments } from '../../model/diff.ts';
import { toDraft } from '../../model/document.ts';
import type { Definition, DeploymentJson } from '../../model/records.ts';
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
  const now = useNow();
  const { id } = deployment;
  const progress = describeDeployment(
    deployment,
    (app) => model.app(app),
    (app) => model.instancesOf(app),
    now,
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
      <ol className="stations steps">
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
              {isPast || isNow ? (
                <StatusIcon status={isPast ? 'finished' : 'deploying'} />
              ) : (
                <span className="slot-empty" aria-hidden="true" />
              )}
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
  const { id, app, before, after, wanted } = progress;
  const versions = useVersions(id);
  const present = versions.indexOf(app?.definition.version ?? '');
  const earlier = useEarlier(id, versions[present + 1], present >= 0);
  const name = (at: number) => (present < 0 ? '' : ` v${versions.length - at}`);
  const stopped = Math.max(0, (earlier?.instances ?? 0) - before.length);
  return (
    <Panel
      title={
        <span className="line">
          <AppLink id={id} />
          {earlier === undefined ? null : (
            <span className="muted number">
              {name(present + 1)} → {name(present)}
            </span>
          )}
        </span>
      }
      actions={
        <>
          {app !== undefined && app.queue !== undefined && app.queue.count > 0 ? (
            <To place={{ kind: 'app', id: app.id, tab: 'why' }} className="button small">
              Why it waits
            </To>
          ) : null}
          <To place={{ kind: 'logs' }} query={{ app: id }} className="button small">
            Log
          </To>
        </>
      }
    >
      <div className="stack tight">
        {before.length + stopped === 0 || earlier === undefined ? null : (
          <Slots
            name={`Old${name(present + 1)}`}
            slots={before}
            empty={stopped}
            emptyWord="stopped"
          />
        )}
        <Slots
          name={`New${earlier === undefined ? '' : name(present)}`}
          slots={after}
          empty={Math.max(0, wanted - after.length)}
          emptyWord="to come"
        />
        {earlier === undefined || app === undefined ? null : (
          <Changed id={id} before={earlier} after={app.definition} />
        )}
        {app === undefined ? null : (
          <p className="muted number">
            {plural(app.counts.wanted, 'instance')} wanted · {describeBounds(app)}
          </p>
        )}
      </div>
    </Panel>
  );
}

/** The configuration that was there before; undefined until it is known, and of a new app. */
function useEarlier(
  id: string,
  version: string | undefined,
  isKnown: boolean,
): Definition | undefined {
  const asked = isKnown ? version : undefined;
  const answer = useAnswer<Definition | undefined>(`${id} ${asked ?? ''}`, async () =>
    asked === undefined ? { ok: true, value: undefined } : await readVersion(id, asked),
  );
  return answer?.ok === true ? answer.value : undefined;
}

const CHANGES_SHOWN = 3;

/** What this deployment changes, in a line; the rest stands on the app's page. */
function Changed(props: {
  readonly id: string;
  readonly before: Definition;
  readonly after: Definition;
}) {
  const changes = diffDocuments(toDraft(props.before), toDraft(props.after));
  if (changes.length === 0) return <p className="muted">The configuration is the same.</p>;
  return (
    <p className="line muted">
      {changes.slice(0, CHANGES_SHOWN).map(({ pointer, before, after }) => (
        <span key={pointer}>
          {describePointer(pointer)}{' '}
          <code>{before === undefined ? 'not set' : describeValue(before)}</code> →{' '}
          <code>{after === undefined ? 'not set' : describeValue(after)}</code>
        </span>
      ))}
      <To place={{ kind: 'app', id: props.id, tab: 'config' }}>
        {changes.length > CHANGES_SHOWN ? `All ${changes.length} changes` : 'Compare'}
      </To>
    </p>
  );
}

interface SlotsProps {
  readonly name: string;
  readonly slots: readonly Slot[];
  /** Places in which nothing runs any more or yet, and what that is called. */
  readonly empty: number;
  readonly emptyWord: string;
}

function Slots({ name, slots, empty, emptyWord }: SlotsProps) {
  const words = describeSlots(slots, empty, emptyWord);
  return (
    <div className="slots">
      <span className="name number">{name}</span>
      {slots.length + empty > SLOTS_MAX ? null : (
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
          {Array.from({ length: empty }, (_, at) => (
            <li key={at} className="slot-empty" aria-hidden="true" />
          ))}
        </ul>
      )}
      <span className="muted number">{words}</span>
    </div>
  );
}

function describeSlots(slots: readonly Slot[], empty: number, emptyWord: string): string {
  const counts = new Map<string, number>();
  for (const { status } of slots) counts.set(status, (counts.get(status) ?? 0) + 1);
  if (empty > 0) counts.set(emptyWord, empty);
  if (counts.size === 0) return 'none yet';
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
  const now = useNow();
  const nameVersion = useVersionNames(last?.affectedApps[0] ?? '');
  const end = happenings.find(
    ({ deploymentId, family }) => deploymentId === id && family !== 'info',
  );
  const outcome =
    end === undefined
      ? 'This deployment does not run any more'
      : last === undefined
        ? end.text
        : describeOutcome(last, end, nameVersion, now);
  if (!hasApps)
    return <PageHead sentence="Looking at the deployment" title="Deployment" place={id} />;
  return (
    <>
      <PageHead
        title="Deployment"
        place={`deployment ${id}`}
        sentence={outcome}
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
