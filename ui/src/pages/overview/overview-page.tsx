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
import { compareAgents } from '../../model/agent-list.ts';
import { familyOf } from '../../model/status.ts';
import { Welcome } from './welcome.tsx';

const DEPLOYMENTS_MAX = 5;
const WAITING_MAX = 5;
const HAPPENINGS_SHOWN = 12;

/** Is everything all right? (console.md §2.3) */
export function OverviewPage() {
  const model = useModel();
  const { live } = useConsole();
  const now = useNow();
  const { apps } = model;
  if (!model.hasApps)
    return (
      <PageHead
        sentence={
          live.connection.phase === 'lost' ? 'The cluster cannot be seen' : 'Looking at the cluster'
        }
        title="Overview"
        place="overview"
        isDisplay
      />
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
              <ul className="rows aligned troubled">
                {state.worst.map((troubled) => (
                  <Troubled key={troubled.app.id} {...troubled} />
                ))}
                {state.troubled > state.worst.length ? (
                  <li>
                    <To
                      className="only"
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
        <div className="stack">
          <JustNow happenings={model.happenings} />
          <Agents />
        </div>
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
      isQuiet={waiting.length === 0}
      title={title}
      actions={
        waiting.length > WAITING_MAX ? (
          <To place={{ kind: 'waiting' }}>All {waiting.length}</To>
        ) : undefined
      }
    >
      {waiting.length === 0 ? null : (
        <ul className="rows aligned waits">
          {waiting.slice(0, WAITING_MAX).map(({ app }) => (
            <WaitingLine key={app.id} app={app} isAsked />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Troubled({ app, standing }: Standing) {
  const isFailed = standing.status === 'delayed' || standing.isCrashing;
  return (
    <li data-row={app.id}>
      <AppLink id={app.id} />
      <StatusChip status={standing.status} label={standing.label} />
      <span className="why muted">{standing.sentence}</span>
      <span className="end line">
        <To
          place={{
            kind: 'app',
            id: app.id,
            tab: isFailed ? 'debug' : 'instances',
          }}
          className="button small"
          label={`${isFailed ? 'Debug' : 'Open'} ${app.id}`}
        >
          {isFailed ? 'Debug' : 'Open'}
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
      isQuiet={deployments.length === 0}
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
    <Panel title={sentence}>
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

/** Of more agents than this only those are drawn that need a look. */
const AGENTS_SHOWN = 60;

/** Each agent as a tile by its state; those that need a look come first. */
function Agents() {
  const { agents, hasAgents } = useModel();
  if (!hasAgents || agents.length === 0) return null;
  const drawn =
    agents.length > AGENTS_SHOWN ? agents.filter(({ state }) => state !== 'active') : agents;
  const sorted = drawn.toSorted(
    (a, b) =>
      Number(a.state === 'active') - Number(b.state === 'active') || compareAgents(a, b, 'host'),
  );
  return (
    <Panel title={<To place={{ kind: 'agents' }}>Agents</To>}>
      <p className="muted">{describeAgents(agents)}.</p>
      <ul className="tiles" aria-label="Agents by state">
        {sorted.slice(0, AGENTS_SHOWN).map(({ id, host, state }) => (
          <li key={id} data-family={familyOf(state)} data-state={state}>
            <To place={{ kind: 'agent', id }} label={`${host}: ${state}`}>
              <span title={`${host}: ${state}`} />
            </To>
          </li>
        ))}
        {sorted.length > AGENTS_SHOWN ? (
          <li className="muted number">and {sorted.length - AGENTS_SHOWN} more</li>
        ) : null}
      </ul>
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
