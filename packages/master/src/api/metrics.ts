import { toSeconds } from '@stoa/common';
import type { TaskState } from '@stoa/proto';
import { quantities } from '@stoa/proto/classic';
import { frameworkIdOf } from './framework-json.ts';
import { METRIC_COUNTERS } from './metric-names.ts';
import { subscribedRoles } from './roles.ts';
import { usageOfFramework } from './usage.ts';
import type { ClusterView, FrameworkView, Surroundings } from './view.ts';

const RESOURCE_NAMES = ['cpus', 'gpus', 'mem', 'disk'] as const;
const LIVE_STATES: readonly (readonly [suffix: string, state: TaskState])[] = [
  ['staging', 'TASK_STAGING'],
  ['starting', 'TASK_STARTING'],
  ['running', 'TASK_RUNNING'],
  ['killing', 'TASK_KILLING'],
  ['unreachable', 'TASK_UNREACHABLE'],
];

/** Every metric of the master by name (mesos-endpoints.md §5.1, §5.2), sorted by name. */
export function masterMetrics(
  view: ClusterView,
  { now, host }: Surroundings,
): readonly (readonly [name: string, value: number])[] {
  const metrics = new Map<string, number>(METRIC_COUNTERS.map((name) => [name, 0]));
  for (const [name, value] of view.counters) metrics.set(name, value);
  for (const [name, value] of host()) metrics.set(name, value);
  metrics.set('master/elected', view.isLeading ? 1 : 0);
  metrics.set('master/uptime_secs', toSeconds(now()) - toSeconds(view.startedAt));
  gaugeAgents(view, metrics);
  gaugeFrameworks(view, metrics);
  gaugeAllocator(view, metrics, now);
  return [...metrics].sort(([a], [b]) => (a < b ? -1 : 1));
}

function gaugeAgents(view: ClusterView, metrics: Map<string, number>): void {
  const counts = { active: 0, inactive: 0 };
  const totals = new Map<string, number>();
  for (const agent of view.agents) {
    counts[agent.active ? 'active' : 'inactive']++;
    for (const resource of agent.total.toList()) {
      const name = resource.revocable === undefined ? resource.name : `${resource.name}_revocable`;
      const thousandths = Math.round((resource.scalar?.value ?? 0) * 1000);
      totals.set(name, (totals.get(name) ?? 0) + thousandths);
    }
  }
  metrics.set('master/slaves_active', counts.active);
  metrics.set('master/slaves_inactive', counts.inactive);
  metrics.set('master/slaves_connected', counts.active);
  metrics.set('master/slaves_disconnected', counts.inactive);
  metrics.set('master/slaves_unreachable', view.unreachableAgentCount);
  gaugeResources(totals, usedTotals(view), metrics);
}

function usedTotals(view: ClusterView): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const framework of view.frameworks) {
    for (const resource of usageOfFramework(framework).used) {
      const name = resource.revocable === undefined ? resource.name : `${resource.name}_revocable`;
      for (const thousandths of quantities([resource]).values()) {
        used.set(name, (used.get(name) ?? 0) + thousandths);
      }
    }
  }
  return used;
}

function gaugeResources(
  totals: ReadonlyMap<string, number>,
  used: ReadonlyMap<string, number>,
  metrics: Map<string, number>,
): void {
  for (const plain of RESOURCE_NAMES) {
    for (const name of [plain, `${plain}_revocable`]) {
      const total = (totals.get(name) ?? 0) / 1000;
      const inUse = (used.get(name) ?? 0) / 1000;
      metrics.set(`master/${name}_total`, total);
      metrics.set(`master/${name}_used`, inUse);
      metrics.set(`master/${name}_percent`, total > 0 ? inUse / total : 0);
    }
  }
}

function gaugeFrameworks(view: ClusterView, metrics: Map<string, number>): void {
  const counts = { active: 0, inactive: 0, connected: 0, disconnected: 0, offers: 0 };
  const states = new Map<TaskState, number>();
  for (const framework of view.frameworks) {
    counts[framework.active ? 'active' : 'inactive']++;
    counts[framework.connected ? 'connected' : 'disconnected']++;
    for (const _ of framework.offers) counts.offers++;
    const own = liveStates(framework);
    for (const [state, count] of own) states.set(state, (states.get(state) ?? 0) + count);
    gaugeFramework(view, framework, own, metrics);
  }
  for (const name of ['active', 'inactive', 'connected', 'disconnected'] as const) {
    metrics.set(`master/frameworks_${name}`, counts[name]);
  }
  metrics.set('master/outstanding_offers', counts.offers);
  for (const [suffix, state] of LIVE_STATES) {
    metrics.set(`master/tasks_${suffix}`, states.get(state) ?? 0);
  }
}

function liveStates(framework: FrameworkView): ReadonlyMap<TaskState, number> {
  const states = new Map<TaskState, number>();
  for (const { state } of framework.tasks) states.set(state, (states.get(state) ?? 0) + 1);
  for (const { state } of framework.unreachableTasks) {
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return states;
}

function gaugeFramework(
  view: ClusterView,
  framework: FrameworkView,
  states: ReadonlyMap<TaskState, number>,
  metrics: Map<string, number>,
): void {
  if (view.flags.get('publish_per_framework_metrics') === 'false') return;
  const id = frameworkIdOf(framework);
  const prefix = `master/frameworks/${encodeURIComponent(framework.info.name)}/${id}`;
  metrics.set(`${prefix}/subscribed`, framework.connected ? 1 : 0);
  for (const [suffix, state] of LIVE_STATES) {
    metrics.set(`${prefix}/tasks/active/task_${suffix}`, states.get(state) ?? 0);
  }
  for (const role of subscribedRoles(framework)) {
    const isSuppressed = view.allocator.isSuppressed(id, role);
    metrics.set(`${prefix}/roles/${role}/suppressed`, isSuppressed ? 1 : 0);
  }
}

function gaugeAllocator(
  { allocator }: ClusterView,
  metrics: Map<string, number>,
  now: Surroundings['now'],
): void {
  metrics.set('allocator/mesos/allocation_runs', allocator.runs);
  for (const name of ['cpus', 'mem', 'disk']) {
    const prefix = `allocator/mesos/resources/${name}`;
    metrics.set(`${prefix}/total`, (allocator.totals.get(name) ?? 0) / 1000);
    const booked = (allocator.offeredOrAllocated.get(name) ?? 0) / 1000;
    metrics.set(`${prefix}/offered_or_allocated`, booked);
  }
  const at = now();
  for (const role of allocator.knownRoles()) {
    metrics.set(`allocator/mesos/roles/${role}/shares/dominant`, allocator.dominantShare(role));
    const filters = allocator.activeFilters(role, at);
    metrics.set(`allocator/mesos/offer_filters/roles/${role}/active`, filters);
  }
}
