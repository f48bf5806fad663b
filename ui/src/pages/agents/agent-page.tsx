import { InstanceTable } from '../../components/instance-table.tsx';
import { StatusIcon } from '../../components/icon.tsx';
import { Meter } from '../../components/meter.tsx';
import { Empty, PageHead, Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { Id, When } from '../../components/text.tsx';
import { useModel } from '../../live/context.tsx';
import { formatCpus, formatMebibytes, plural } from '../../model/format.ts';
import type { Agent } from '../../model/records.ts';
import { nameOfStatus } from '../../model/status.ts';

/** What runs here? */
export function AgentPage({ id }: { id: string }) {
  const model = useModel();
  const agent = model.agent(id);
  const instances = model.instancesOn(id);
  if (agent === undefined) return <MissingAgent id={id} isKnown={model.hasAgents} />;
  const others = agent.tasks - instances.length;
  return (
    <>
      <PageHead
        title={`${agent.host} · agent`}
        place={`agent ${id}`}
        sentence={
          <>
            <StatusIcon status={agent.state} /> {agent.host} is {agent.state}:{' '}
            {plural(agent.tasks, 'task')} {agent.tasks === 1 ? 'runs' : 'run'} here
          </>
        }
        meta={<Id id={id} max={48} />}
      />
      <div className="stack">
        <div className="columns">
          <Room agent={agent} />
          <Facts agent={agent} />
        </div>
        {instances.length === 0 ? (
          <div className="panel">
            <Empty text="No instance of an app runs here." />
          </div>
        ) : (
          <InstanceTable label={`Instances on ${agent.host}`} rows={instances} withApp />
        )}
        {others > 0 ? (
          <p className="muted">
            {plural(others, 'task')} of other frameworks {others === 1 ? 'runs' : 'run'} here too.
          </p>
        ) : null}
      </div>
    </>
  );
}

function MissingAgent({ id, isKnown }: { id: string; isKnown: boolean }) {
  if (!isKnown) return <PageHead sentence="Looking at the agent" title="Agent" place={id} />;
  return (
    <>
      <PageHead sentence={`There is no agent ${id}`} title="Agent" place={id} />
      <div className="panel">
        <Empty text="It has left the cluster, or its id was typed wrongly.">
          <To place={{ kind: 'agents' }} className="button">
            Show all agents
          </To>
        </Empty>
      </div>
    </>
  );
}

const RESOURCES = [
  ['CPUs', 'cpus', formatCpus],
  ['Memory', 'mem', formatMebibytes],
  ['Disk', 'disk', formatMebibytes],
  ['GPUs', 'gpus', formatCpus],
] as const;

function Room({ agent }: { agent: Agent }) {
  const { allocated, total, reserved, state } = agent;
  if (state === 'unreachable') {
    return (
      <Panel title="Room is not known">
        <p className="muted">
          The master does not hear this agent. Its tasks are kept until it comes back or is given
          up.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Allocated">
      <div className="stack tight">
        {RESOURCES.filter(([, key]) => total[key] > 0).map(([label, key, format]) => (
          <Meter
            key={key}
            label={label}
            used={allocated[key]}
            total={total[key]}
            reserved={reserved[key]}
            text={`${format(allocated[key])} of ${format(total[key])}`}
          />
        ))}
        {reserved.cpus + reserved.mem > 0 ? (
          <p className="muted number">
            Reserved: {formatCpus(reserved.cpus)} cpus, {formatMebibytes(reserved.mem)}
          </p>
        ) : null}
      </div>
    </Panel>
  );
}

function Facts({ agent }: { agent: Agent }) {
  return (
    <Panel title="About">
      <dl className="facts">
        <dt>State</dt>
        <dd>{nameOfStatus(agent.state)}</dd>
        {agent.port === undefined ? null : (
          <>
            <dt>Address</dt>
            <dd className="number">
              {agent.host}:{agent.port}
            </dd>
          </>
        )}
        {agent.registeredAt === undefined ? null : (
          <>
            <dt>Registered</dt>
            <dd>
              <When at={agent.registeredAt} suffix=" ago" />
            </dd>
          </>
        )}
        {agent.version === undefined ? null : (
          <>
            <dt>Version</dt>
            <dd>{agent.version}</dd>
          </>
        )}
        <dt>Attributes</dt>
        <dd className="line tags">
          {agent.attributes.length === 0
            ? 'none'
            : agent.attributes.map(([name, value]) => (
                <span key={name} className="tag">
                  {name}={value}
                </span>
              ))}
        </dd>
      </dl>
    </Panel>
  );
}
