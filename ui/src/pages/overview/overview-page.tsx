import { AppLink, To } from '../../components/route.tsx';
import { StatusIcon } from '../../components/icon.tsx';
import { Meter } from '../../components/meter.tsx';
import { PageHead, Panel, Refused } from '../../components/page.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { DeploymentLine } from '../deployments/deployment-line.tsx';
import { WaitingLine } from '../waiting/waiting-line.tsx';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { formatClock, formatCpus, formatMebibytes, plural } from '../../model/format.ts';
import {
  deriveRoom,
  describeAgents,
  describeState,
  listWaiting,
  type Standing,
} from '../../model/overview.ts';
import type { Happening } from '../../model/records.ts';
import { Welcome } from './welcome.tsx';

const DEPLOYMENTS_MAX = 5;
const WAITING_MAX = 5;
const HAPPENINGS_SHOWN = 12;

/** Is everything all right? (console.md §2.3) */
export function OverviewPage() {
  const model = useModel();
  const now = useNow();
  const { apps } = model;
  if (!model.hasApps)
    return (
      <PageHead sentence="Looking at the cluster" title="Overview" place="overview" isDisplay />
    );
  if (apps.length === 0) return <Welcome />;
  const state = describeState(apps, now);
  const held = new Set(model.deployments.flatMap(({ affectedApps }) => affectedApps));
  const waiting = listWaiting(apps, now).filter(({ app }) => !held.has(app.id));
  return (
    <>
      <PageHead
        isDisplay
        title="Overview"
        place="overview"
        sentence={
          <>
            {state.isWell ? null : <StatusIcon status="unhealthy" />} {state.sentence}
          </>
        }
      />
      <div className="overview">
        <div className="stack">
          {state.isWell ? null : (
            <Panel isBare>
              <ul className="rows">
                {state.worst.map((troubled) => (
                  <Troubled key={troubled.app.id} {...troubled} />
                ))}
                {state.troubled > state.worst.length ? (
                  <li>
                    <To
                      place={{ kind: 'apps', group: '/' }}
                      query={{ view: 'flat', sort: 'status' }}
                    >
                      All {state.troubled}
                    </To>
                  </li>
                ) : null}
              </ul>
            </Panel>
          )}
          <Now />
          <WaitingBand waiting={waiting} />
          <RoomPanel />
        </div>
        <JustNow happenings={model.happenings} />
      </div>
    </>
  );
}

function WaitingBand({ waiting }: { waiting: readonly Standing[] }) {
  const title =
    waiting.length === 0
      ? 'Nothing waits'
      : `${plural(waiting.length, 'app')} ${waiting.length === 1 ? 'waits' : 'wait'}`;
  return (
    <Panel
      isBare
      title={title}
      actions={
        waiting.length > WAITING_MAX ? (
          <To place={{ kind: 'waiting' }}>All {waiting.length}</To>
        ) : undefined
      }
    >
      {waiting.length === 0 ? null : (
        <ul className="rows">
          {waiting.slice(0, WAITING_MAX).map(({ app }) => (
            <WaitingLine key={app.id} app={app} isAsked />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Troubled({ app, standing }: Standing) {
  return (
    <li>
      <AppLink id={app.id} />
      <StatusChip status={standing.status} label={standing.label} />
      <span className="muted cut" title={standing.sentence}>
        {standing.sentence}
      </span>
      <span className="end line">
        <To
          place={{
            kind: 'app',
            id: app.id,
            tab: standing.status === 'delayed' ? 'debug' : 'instances',
          }}
          className="button small"
          label={`${standing.status === 'delayed' ? 'Debug' : 'Open'} ${app.id}`}
        >
          {standing.status === 'delayed' ? 'Debug' : 'Open'}
        </To>
        <To
          place={{ kind: 'logs' }}
          query={{ app: app.id }}
          className="button small"
          label={`Logs of ${app.id}`}
        >
          Logs
        </To>
      </span>
    </li>
  );
}

function Now() {
  const { deployments } = useModel();
  const title =
    deployments.length === 0
      ? 'No deployment is running'
      : `${plural(deployments.length, 'deployment')} ${deployments.length === 1 ? 'is' : 'are'} running`;
  return (
    <Panel
      isBare
      title={title}
      actions={
        deployments.length > DEPLOYMENTS_MAX ? (
          <To place={{ kind: 'deployments' }}>All {deployments.length}</To>
        ) : undefined
      }
    >
      {deployments.length === 0 ? null : (
        <ul className="rows">
          {deployments.slice(0, DEPLOYMENTS_MAX).map((deployment) => (
            <DeploymentLine key={deployment.id} deployment={deployment} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RoomPanel() {
  const model = useModel();
  const { live } = useConsole();
  if (live.agentsRefusal !== undefined && !model.hasAgents) {
    return (
      <Panel title="Room is not known">
        <Refused refusal={live.agentsRefusal} retry={live.reload} />
      </Panel>
    );
  }
  if (!model.hasAgents) return null;
  const { total, allocated, largest, sentence } = deriveRoom(model.agents);
  return (
    <Panel
      title={sentence}
      actions={<To place={{ kind: 'agents' }}>{describeAgents(model.agents)}</To>}
    >
      <div className="stack tight">
        <Meter
          label="CPUs"
          used={allocated.cpus}
          total={total.cpus}
          text={`${formatCpus(allocated.cpus)} of ${formatCpus(total.cpus)}`}
        />
        <Meter
          label="Memory"
          used={allocated.mem}
          total={total.mem}
          text={`${formatMebibytes(allocated.mem)} of ${formatMebibytes(total.mem)}`}
        />
        <Meter
          label="Disk"
          used={allocated.disk}
          total={total.disk}
          text={`${formatMebibytes(allocated.disk)} of ${formatMebibytes(total.disk)}`}
        />
        {total.gpus > 0 ? (
          <Meter
            label="GPUs"
            used={allocated.gpus}
            total={total.gpus}
            text={`${allocated.gpus} of ${total.gpus}`}
          />
        ) : null}
        {largest === undefined ? null : (
          <p className="muted number">
            Largest free: {formatCpus(largest.cpus)} cpus, {formatMebibytes(largest.mem)} on{' '}
            {largest.host}
          </p>
        )}
      </div>
    </Panel>
  );
}

function JustNow({ happenings }: { happenings: readonly Happening[] }) {
  return (
    <Panel title="Just now" isBare>
      {happenings.length === 0 ? (
        <p className="inside muted">Nothing has happened since this page was opened.</p>
      ) : (
        <ol className="happenings">
          {happenings.slice(0, HAPPENINGS_SHOWN).map((happening) => (
            <li key={happening.id}>
              <time className="number faint">{formatClock(happening.at)}</time>
              <span data-family={happening.family} className={`told ${happening.family}`}>
                <HappeningText happening={happening} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function HappeningText({ happening }: { happening: Happening }) {
  const { text, appId, instanceId } = happening;
  if (instanceId !== undefined) {
    return (
      <To place={{ kind: 'instance', id: instanceId }} className="quiet">
        {text}
      </To>
    );
  }
  if (appId === undefined) return <>{text}</>;
  return (
    <To place={{ kind: 'app', id: appId, tab: 'instances' }} className="quiet">
      {text}
    </To>
  );
}
