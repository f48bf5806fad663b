// What the operator API of a master tells, in the form that the console reads.
import { renderIsoTime, timestamp } from '@stoa/common';
import type {
  Attribute,
  FrameworkInfo,
  MasterResponse_GetAgents_Agent,
  MasterResponse_GetFrameworks_Framework,
  Resource,
  Task,
  TimeInfo,
} from '@stoa/proto';
import type {
  AgentSummaryJson,
  AmountsJson,
  ClusterAgentJson,
  ClusterFrameworkJson,
  ClusterTaskJson,
} from '@stoa/proto/stoa';

const DEFAULT_AGENT_PORT = 5051;
const NAMES = ['cpus', 'mem', 'disk', 'gpus'] as const;

/** The sums of the scalars that every agent has; thousandths are exact. */
export function amountsOf(resources: readonly Resource[] = []): AmountsJson {
  const sums = { cpus: 0, mem: 0, disk: 0, gpus: 0 };
  for (const { name, scalar } of resources) {
    const known = NAMES.find((one) => one === name);
    if (known !== undefined) sums[known] += Math.round((scalar?.value ?? 0) * 1000);
  }
  return mapAmounts(sums, (value) => value / 1000);
}

/** One bag with another added, or with `-1` taken away; never below nothing. */
export function addAmounts(sum: AmountsJson, other: AmountsJson, sign: 1 | -1 = 1): AmountsJson {
  const exact = (value: number): number => Math.round(value * 1000);
  return {
    cpus: Math.max(0, exact(sum.cpus) + sign * exact(other.cpus)) / 1000,
    mem: Math.max(0, exact(sum.mem) + sign * exact(other.mem)) / 1000,
    disk: Math.max(0, exact(sum.disk) + sign * exact(other.disk)) / 1000,
    gpus: Math.max(0, exact(sum.gpus) + sign * exact(other.gpus)) / 1000,
  };
}

function mapAmounts(amounts: AmountsJson, change: (value: number) => number): AmountsJson {
  const { cpus, mem, disk, gpus } = amounts;
  return { cpus: change(cpus), mem: change(mem), disk: change(disk), gpus: change(gpus) };
}

/** An agent as the console shows it. */
export function agentRecord(agent: MasterResponse_GetAgents_Agent): ClusterAgentJson {
  const { agent_info: info, total_resources: total = info.resources ?? [] } = agent;
  const ports = portsOf(total);
  return {
    id: info.id?.value ?? '',
    hostname: info.hostname,
    port: info.port ?? DEFAULT_AGENT_PORT,
    attributes: Object.fromEntries((info.attributes ?? []).map((one) => [one.name, valueOf(one)])),
    total: amountsOf(total),
    allocated: amountsOf(agent.allocated_resources),
    ...(ports === '' ? {} : { ports }),
    active: agent.active,
    deactivated: agent.deactivated ?? false,
    version: agent.version,
    ...optionalTime('registeredAt', agent.registered_time),
    ...optionalTime('reregisteredAt', agent.reregistered_time),
  };
}

/** What a summary adds: reservations, offers, draining; tasks are counted elsewhere. */
export function agentRoom(
  agent: MasterResponse_GetAgents_Agent,
): Pick<AgentSummaryJson, 'offered' | 'reserved' | 'drain'> {
  const reserved = new Map<string, Resource[]>();
  for (const resource of agent.total_resources ?? []) {
    const role = resource.reservations?.at(-1)?.role;
    if (role !== undefined) reserved.set(role, [...(reserved.get(role) ?? []), resource]);
  }
  const drain = agent.drain_info?.state;
  return {
    offered: amountsOf(agent.offered_resources),
    reserved: Object.fromEntries(Array.from(reserved, ([role, own]) => [role, amountsOf(own)])),
    ...(drain === undefined ? {} : { drain }),
  };
}

/** A task as the console shows it. */
export function taskRecord(task: Task): ClusterTaskJson {
  const status = task.statuses?.at(-1);
  const role = task.resources?.[0]?.allocation_info?.role;
  return {
    id: task.task_id.value,
    name: task.name,
    frameworkId: task.framework_id.value,
    agentId: task.agent_id.value,
    ...(task.executor_id === undefined ? {} : { executorId: task.executor_id.value }),
    state: task.state,
    ...(status?.healthy === undefined ? {} : { healthy: status.healthy }),
    ...(role === undefined ? {} : { role }),
    resources: amountsOf(task.resources),
    ...(status?.timestamp === undefined ? {} : { updatedAt: isoSeconds(status.timestamp) }),
  };
}

/** Seconds of the wire as ISO 8601. */
export function isoSeconds(seconds: number): string {
  return renderIsoTime(timestamp(seconds * 1000));
}

/** A framework as the console shows it. */
export function frameworkRecord(
  framework: MasterResponse_GetFrameworks_Framework,
): ClusterFrameworkJson {
  const { framework_info: info, active, connected } = framework;
  return {
    id: info.id?.value ?? '',
    name: info.name,
    user: info.user,
    roles: rolesOf(info),
    ...(info.principal === undefined ? {} : { principal: info.principal }),
    ...(info.hostname === undefined ? {} : { hostname: info.hostname }),
    ...(info.webui_url === undefined ? {} : { webuiUrl: info.webui_url }),
    active,
    connected,
    ...optionalTime('registeredAt', framework.registered_time),
  };
}

function rolesOf({ roles, role, capabilities }: FrameworkInfo): readonly string[] {
  const isMultiRole = capabilities?.some(({ type }) => type === 'MULTI_ROLE') === true;
  return isMultiRole ? (roles ?? []) : [role ?? '*'];
}

function optionalTime<K extends string>(
  name: K,
  time: TimeInfo | undefined,
): { [P in K]?: string } {
  if (time === undefined) return {};
  const at = renderIsoTime(timestamp(Number(time.nanoseconds / 1_000_000n)));
  const named: { [P in K]?: string } = {};
  named[name] = at;
  return named;
}

function portsOf(resources: readonly Resource[]): string {
  const ranges = resources
    .filter(({ name }) => name === 'ports')
    .flatMap((resource) => resource.ranges?.range ?? []);
  return ranges.map(({ begin, end }) => `[${begin}-${end}]`).join(', ');
}

function valueOf({ scalar, ranges, set, text }: Attribute): string | number {
  if (scalar !== undefined) return scalar.value;
  if (ranges !== undefined) {
    return `[${(ranges.range ?? []).map(({ begin, end }) => `${begin}-${end}`).join(', ')}]`;
  }
  return set === undefined ? (text?.value ?? '') : `{${(set.item ?? []).join(', ')}}`;
}
