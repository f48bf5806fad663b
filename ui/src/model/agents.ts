import type { AgentSummaryJson, AmountsJson, ClusterSummaryJson } from '@stoa/proto/stoa';
import { parseTime } from './format.ts';
import { addAmounts } from './overview.ts';
import type { Agent } from './records.ts';

const NOTHING: AmountsJson = { cpus: 0, mem: 0, disk: 0, gpus: 0 };

function stateOf({ drain, deactivated, active }: AgentSummaryJson): Agent['state'] {
  if (drain !== undefined) return 'draining';
  if (deactivated) return 'deactivated';
  return active ? 'active' : 'unreachable';
}

function toAgent(agent: AgentSummaryJson): Agent {
  return {
    id: agent.id,
    host: agent.hostname,
    port: agent.port,
    state: stateOf(agent),
    isAwaited: false,
    version: agent.version,
    attributes: Object.entries(agent.attributes).map(([name, value]) => [name, String(value)]),
    total: agent.total,
    allocated: agent.allocated,
    reserved: addAmounts(Object.values(agent.reserved)),
    offered: agent.offered,
    tasks: Object.entries(agent.tasks).reduce(
      (sum, [state, count]) => sum + (LIVING.has(state) ? count : 0),
      0,
    ),
    registeredAt: parseTime(agent.registeredAt),
  };
}

const LIVING: ReadonlySet<string> = new Set([
  'TASK_STAGING',
  'TASK_STARTING',
  'TASK_RUNNING',
  'TASK_KILLING',
  'TASK_UNREACHABLE',
]);

/** The agents of a summary, those that are silent too, by host and then id. */
export function toAgents(summary: ClusterSummaryJson): readonly Agent[] {
  const silent = summary.silent.map(({ id, hostname, tasks, isRecovered }): Agent => ({
    id,
    host: hostname ?? id,
    port: undefined,
    state: 'unreachable',
    isAwaited: isRecovered,
    version: undefined,
    attributes: [],
    total: NOTHING,
    allocated: NOTHING,
    reserved: NOTHING,
    offered: NOTHING,
    tasks,
    registeredAt: undefined,
  }));
  return [...summary.agents.map(toAgent), ...silent].sort(
    (a, b) => a.host.localeCompare(b.host) || a.id.localeCompare(b.id),
  );
}
