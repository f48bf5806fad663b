import { type HttpQuery, queryValue } from '@stoa/common';
import { reservationRole, type Task, type TaskState } from '@stoa/proto';
import { double, type Json, quantityMap, taskJson } from '@stoa/proto/classic';
import {
  agentFullJson,
  agentIdOf,
  agentJson,
  domainJson,
  recoveredAgentJson,
} from './agent-json.ts';
import { frameworkHeadJson, frameworkIdOf, frameworkJson } from './framework-json.ts';
import { type RoleSummary, summariseRoles } from './roles.ts';
import type { ClusterView, FrameworkView } from './view.ts';
import { wireSeconds } from './times.ts';

/** `/state`, in the order of mesos-endpoints.md §1.1. */
export function stateJson(view: ClusterView): Json {
  return {
    ...versionJson(view),
    start_time: double(wireSeconds(view.startedAt)),
    elected_time: view.electedAt === undefined ? undefined : double(wireSeconds(view.electedAt)),
    ...identityJson(view),
    ...agentCountsJson(view),
    ...leaderJson(view),
    cluster: view.flags.get('cluster'),
    log_dir: view.flags.get('log_dir'),
    external_log_file: view.flags.get('external_log_file'),
    flags: Object.fromEntries(view.flags),
    slaves: Array.from(view.agents, agentJson),
    recovered_slaves: Array.from(view.recoveredAgents, recoveredAgentJson),
    frameworks: Array.from(view.frameworks, frameworkJson),
    completed_frameworks: Array.from(view.completedFrameworks, frameworkJson),
    orphan_tasks: [],
    unregistered_frameworks: [],
  };
}

/** `/version` and the beginning of `/state`. */
export function versionJson({ build }: ClusterView): Record<string, Json | undefined> {
  return {
    build_date: build.build_date ?? '',
    build_time: double(build.build_time ?? 0),
    build_user: build.build_user ?? '',
    git_branch: build.git_branch,
    git_sha: build.git_sha,
    git_tag: build.git_tag,
    version: build.version,
  };
}

function identityJson({ master }: ClusterView): Record<string, Json | undefined> {
  return {
    id: master.id,
    pid: master.pid ?? '',
    hostname: master.hostname ?? '',
    capabilities: (master.capabilities ?? []).map(({ type }) => type ?? 'UNKNOWN'),
    domain: domainJson(master.domain),
  };
}

function leaderJson({ leader }: ClusterView): Record<string, Json | undefined> {
  if (leader === undefined) return {};
  const { id, pid = '', port, hostname = '', domain } = leader;
  return { leader: pid, leader_info: { id, pid, port, hostname, domain: domainJson(domain) } };
}

function agentCountsJson(view: ClusterView): Record<string, Json> {
  let active = 0;
  let inactive = 0;
  for (const agent of view.agents) {
    if (agent.active) active++;
    else inactive++;
  }
  return {
    activated_slaves: double(active),
    deactivated_slaves: double(inactive),
    unreachable_slaves: double(view.unreachableAgentCount),
  };
}

const COUNTED_STATES: readonly TaskState[] = [
  'TASK_STAGING',
  'TASK_STARTING',
  'TASK_RUNNING',
  'TASK_KILLING',
  'TASK_FINISHED',
  'TASK_KILLED',
  'TASK_FAILED',
  'TASK_LOST',
  'TASK_ERROR',
  'TASK_UNREACHABLE',
];

interface Tally {
  readonly states: Map<TaskState, number>;
  /** Agents of a framework, or frameworks of an agent. */
  readonly others: Set<string>;
}

/** `/state-summary` (§1.2): counts in place of tasks; one pass over the tasks of the cluster. */
export function stateSummaryJson(view: ClusterView): Json {
  const byAgent = new Map<string, Tally>();
  const frameworks = Array.from(view.frameworks, (framework) => ({
    ...frameworkHeadJson(framework),
    ...tallyJson(tallyFramework(framework, byAgent), 'slave_ids'),
  }));
  const agents = Array.from(view.agents, (agent) => ({
    ...agentJson(agent),
    ...tallyJson(byAgent.get(agentIdOf(agent)) ?? newTally(), 'framework_ids'),
  }));
  return {
    hostname: view.master.hostname ?? '',
    cluster: view.flags.get('cluster'),
    slaves: agents,
    frameworks,
  };
}

function newTally(): Tally {
  return { states: new Map(), others: new Set() };
}

function tallyFramework(framework: FrameworkView, byAgent: Map<string, Tally>): Tally {
  const own = newTally();
  const frameworkId = frameworkIdOf(framework);
  for (const task of allTasks(framework)) {
    const agentId = task.agent_id.value;
    const tally = byAgent.get(agentId) ?? newTally();
    byAgent.set(agentId, tally);
    tally.states.set(task.state, (tally.states.get(task.state) ?? 0) + 1);
    tally.others.add(frameworkId);
    own.states.set(task.state, (own.states.get(task.state) ?? 0) + 1);
    own.others.add(agentId);
  }
  return own;
}

function tallyJson({ states, others }: Tally, othersName: string): Record<string, Json> {
  const counts = COUNTED_STATES.map((state) => [state, states.get(state) ?? 0] as const);
  return { ...Object.fromEntries(counts), [othersName]: [...others] };
}

function* allTasks(framework: FrameworkView): IterableIterator<Task> {
  yield* framework.tasks;
  yield* framework.unreachableTasks;
  yield* framework.completedTasks;
}

/** `/slaves`; `slave_id` picks one. */
export function slavesJson(view: ClusterView, query: HttpQuery): Json {
  const wanted = queryValue(query, 'slave_id');
  return {
    slaves: Array.from(view.agents)
      .filter((agent) => wanted === undefined || agentIdOf(agent) === wanted)
      .map(agentFullJson),
    recovered_slaves: Array.from(view.recoveredAgents)
      .filter((info) => wanted === undefined || info.id?.value === wanted)
      .map(recoveredAgentJson),
  };
}

/** `/frameworks`; `framework_id` picks one. */
export function frameworksJson(view: ClusterView, query: HttpQuery): Json {
  const wanted = queryValue(query, 'framework_id');
  const pick = (frameworks: Iterable<FrameworkView>): Json =>
    Array.from(frameworks)
      .filter((framework) => wanted === undefined || frameworkIdOf(framework) === wanted)
      .map(frameworkJson);
  return {
    frameworks: pick(view.frameworks),
    completed_frameworks: pick(view.completedFrameworks),
    unregistered_frameworks: [],
  };
}

const DEFAULT_TASK_LIMIT = 100;

/** `/tasks` (§1.5): the newest first unless `order=asc`; sorted before the page is cut. */
export function tasksJson(view: ClusterView, query: HttpQuery): Json {
  const limit = numberIn(query, 'limit', DEFAULT_TASK_LIMIT);
  const offset = numberIn(query, 'offset', 0);
  const isRising = queryValue(query, 'order') === 'asc';
  const sign = isRising ? 1 : -1;
  const tasks = wantedTasks(view, query).sort(
    (a, b) => sign * (firstTimestamp(a, isRising) - firstTimestamp(b, isRising)),
  );
  return { tasks: tasks.slice(offset, offset + limit).map(taskJson) };
}

function wantedTasks(view: ClusterView, query: HttpQuery): Task[] {
  const frameworkId = queryValue(query, 'framework_id');
  const taskId = queryValue(query, 'task_id');
  const tasks: Task[] = [];
  for (const framework of [...view.frameworks, ...view.completedFrameworks]) {
    if (frameworkId !== undefined && frameworkIdOf(framework) !== frameworkId) continue;
    for (const task of allTasks(framework)) {
      if (taskId === undefined || task.task_id.value === taskId) tasks.push(task);
    }
  }
  return tasks;
}

// A task without a status comes first in either order (§1.5), so it stands at whichever end is first.
function firstTimestamp(task: Task, isRising: boolean): number {
  return task.statuses?.[0]?.timestamp ?? (isRising ? -1 : Number.MAX_SAFE_INTEGER);
}

function numberIn(query: HttpQuery, name: string, fallback: number): number {
  const text = queryValue(query, name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : fallback;
}

/** `/roles` (§1.6). */
export function rolesJson(view: ClusterView): Json {
  return { roles: summariseRoles(view).map(roleJson) };
}

function roleJson(role: RoleSummary): Json {
  const unreserved = role.allocated.filter((resource) => reservationRole(resource) === undefined);
  const consumed = quantityMap([...role.reserved, ...unreserved]);
  return {
    name: role.name,
    weight: double(role.weight),
    quota: { role: role.name, guarantee: {}, limit: {}, consumed },
    resources: quantityMap([...role.allocated, ...role.offered]),
    allocated: quantityMap(role.allocated),
    offered: quantityMap(role.offered),
    reserved: quantityMap(role.reserved),
    frameworks: role.frameworks,
  };
}
