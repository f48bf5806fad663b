import { isTerminal } from '@stoa/proto/frames';
import type {
  AgentInfo,
  DiscoveryInfo,
  FrameworkInfo,
  MasterEvent,
  MasterResponse_GetAgents_Agent,
  MasterResponse_GetState,
  Resource,
  Task,
  TaskState,
  TaskStatus,
} from '@stoa/proto';
import {
  NO_ADDRESSES,
  type AgentFacts,
  type ClusterChange,
  type ClusterSnapshot,
  type DiscoveryFacts,
  type FrameworkFacts,
  type StatusAddresses,
  type TaskFacts,
} from '../facts.ts';
import { parsePid } from './pid.ts';
import { listPorts } from './ports.ts';
import { newestRunning, readStatusAddresses } from './statuses.ts';

/** What one record of the leader's event stream means for names (mesos-endpoints.md §2.5). */
export type OperatorNews =
  | {
      readonly kind: 'snapshot';
      readonly snapshot: ClusterSnapshot;
      readonly heartbeatSeconds: number | undefined;
    }
  | { readonly kind: 'change'; readonly change: ClusterChange }
  /** It lives, and nothing that concerns us happened. */
  | { readonly kind: 'heard' };

/** Reads one record. Kinds of events that later masters may add are heard and otherwise passed over. */
export function readOperatorEvent(event: MasterEvent): OperatorNews {
  if (event.subscribed !== undefined) {
    const { get_state: state = {}, heartbeat_interval_seconds: heartbeatSeconds } =
      event.subscribed;
    return { kind: 'snapshot', snapshot: readSnapshot(state), heartbeatSeconds };
  }
  const change = readChange(event);
  return change === undefined ? { kind: 'heard' } : { kind: 'change', change };
}

function readChange(event: MasterEvent): ClusterChange | undefined {
  const { task_added, task_updated, agent_added, agent_removed } = event;
  const framework = event.framework_added?.framework ?? event.framework_updated?.framework;
  if (task_added !== undefined) return { kind: 'taskSet', task: readTask(task_added.task) };
  if (task_updated !== undefined) {
    const { framework_id, status, state } = task_updated;
    return readStatusChange(framework_id.value, status, state);
  }
  if (agent_added !== undefined) return { kind: 'agentSet', agent: readAgent(agent_added.agent) };
  if (agent_removed !== undefined) {
    return { kind: 'agentRemoved', agentId: agent_removed.agent_id.value };
  }
  if (framework !== undefined) {
    return { kind: 'frameworkSet', framework: readFramework(framework.framework_info) };
  }
  const removed = event.framework_removed?.framework_info.id?.value;
  return removed === undefined ? undefined : { kind: 'frameworkRemoved', frameworkId: removed };
}

/** The whole state, as SUBSCRIBED and GET_STATE carry it. */
export function readSnapshot(state: MasterResponse_GetState): ClusterSnapshot {
  const { get_agents, get_frameworks, get_tasks } = state;
  return {
    agents: (get_agents?.agents ?? []).map(readAgent),
    recoveredAgentIds: (get_agents?.recovered_agents ?? []).map(agentIdOf),
    frameworks: (get_frameworks?.frameworks ?? []).map((each) =>
      readFramework(each.framework_info),
    ),
    tasks: (get_tasks?.tasks ?? []).map(readTask),
  };
}

function agentIdOf(info: AgentInfo): string {
  return info.id?.value ?? '';
}

function readAgent({ agent_info, pid }: MasterResponse_GetAgents_Agent): AgentFacts {
  const parsed = parsePid(pid ?? '');
  return {
    id: agentIdOf(agent_info),
    host: parsed.ok ? parsed.value.host : agent_info.hostname,
    addresses: [],
    port: parsed.ok ? parsed.value.port : agent_info.port,
  };
}

// The v1 API knows no pids of frameworks, so there is no port either.
function readFramework({ id, name, hostname }: FrameworkInfo): FrameworkFacts {
  return { id: id?.value ?? '', name, host: hostname ?? '', addresses: [], port: undefined };
}

function readTask(task: Task): TaskFacts {
  const newest = newestRunning(task.statuses ?? [], runningAt);
  return {
    id: task.task_id.value,
    name: task.name,
    frameworkId: task.framework_id.value,
    agentId: task.agent_id.value,
    isRunning: task.state === 'TASK_RUNNING',
    isHealthy: newest?.healthy,
    addresses: newest === undefined ? NO_ADDRESSES : readAddresses(newest),
    addressesAt: newest?.timestamp ?? 0,
    ports: listPorts((task.resources ?? []).flatMap(rangesOf)),
    discovery: readDiscovery(task.discovery),
  };
}

function runningAt({ state, timestamp = 0 }: TaskStatus): number | undefined {
  return state === 'TASK_RUNNING' ? timestamp : undefined;
}

function rangesOf(resource: Resource): readonly { readonly begin: number; readonly end: number }[] {
  return resource.name === 'ports' ? (resource.ranges?.range ?? []) : [];
}

function readDiscovery(info: DiscoveryInfo | undefined): DiscoveryFacts | undefined {
  if (info?.name === undefined || info.name === '') return undefined;
  const ports = (info.ports?.ports ?? []).map(({ number, name = '', protocol = '' }) => ({
    number,
    name,
    protocol,
  }));
  return { name: info.name, ports };
}

function readStatusChange(
  frameworkId: string,
  status: TaskStatus,
  state: TaskState,
): ClusterChange {
  const isStatusRunning = status.state === 'TASK_RUNNING';
  return {
    kind: 'taskStatus',
    status: {
      taskId: status.task_id.value,
      frameworkId,
      isRunning: state === 'TASK_RUNNING',
      isEnded: isGone(state),
      isHealthy: status.healthy,
      addresses: isStatusRunning ? readAddresses(status) : undefined,
      at: status.timestamp ?? 0,
    },
  };
}

// A task that is out of reach is added anew when its agent comes back, so it need not be kept.
function isGone(state: TaskState): boolean {
  return isTerminal(state) || state === 'TASK_UNREACHABLE' || state === 'TASK_UNKNOWN';
}

function readAddresses({ labels, container_status }: TaskStatus): StatusAddresses {
  const several: string[] = [];
  for (const { ip_addresses = [] } of container_status?.network_infos ?? []) {
    for (const { ip_address } of ip_addresses)
      if (ip_address !== undefined) several.push(ip_address);
  }
  return readStatusAddresses({ labels: labels?.labels ?? [], several, single: [] });
}
