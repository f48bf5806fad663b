import { restoreApp, recordOf } from '../apps-book.ts';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import { takeUp } from '../deployments/deploying.ts';
import type { StoredEntry } from '../events.ts';
import { restoreGroups } from '../groups/group-book.ts';
import { restoreHistory } from '../groups/history-book.ts';
import { isRunByLeader } from '../health/health-state.ts';
import { restoreTold } from '../health/telling-checks.ts';
import { versionOf } from '../instances/instance-book.ts';
import type { Instance } from '../instances/instance.ts';
import { watchLaunch } from '../instances/overdue.ts';
import { watchUnreachable } from '../instances/unreachable.ts';
import { refreshDemand } from '../launch-queue/launch-queue.ts';
import { trace, type Step } from '../state.ts';
import { decodeStored, type StoredState } from './entities.ts';

/** Takes up what was stored; gives why it cannot be. */
export function loadState(step: Step, entries: readonly StoredEntry[]): string | undefined {
  const stored = decodeStored(entries);
  if (!stored.ok) return stored.error;
  const { state } = step;
  const { frameworkId, apps, instances, deployments, failures } = stored.value;
  const { groups, rootVersions, aside } = stored.value;
  if (frameworkId === undefined && instances.some(({ placement }) => placement !== undefined)) {
    return 'there are instances, but no framework id to find their tasks by';
  }
  state.frameworkId = frameworkId;
  for (const versions of byApp(apps).values()) restoreApp(step, versions);
  restoreGroups(step, groups);
  restoreHistory(step, rootVersions, aside);
  for (const failure of failures) {
    const record = state.apps.get(failure.appId);
    if (record !== undefined) record.lastFailure = failure;
  }
  for (const instance of oldestFirst(instances)) restoreInstance(step, instance);
  for (const deployment of deployments) takeUp(step, deployment);
  for (const record of state.apps.values()) {
    refreshDemand(step, record);
    restoreTold(state, record);
    state.dirty.add(record.id);
  }
  trace(step, 'info', 'store.loaded', counts(stored.value));
  return undefined;
}

function restoreInstance(step: Step, stored: Instance): void {
  const { state } = step;
  const record = recordOf(step, stored.appId);
  // What the leader's checks found was found by an earlier life.
  const isRechecked = versionOf(record, stored)?.healthChecks.some(isRunByLeader) === true;
  const instance = wholeInstance(stored, isRechecked ? undefined : stored.healthy);
  state.instances.set(instance.id, instance);
  state.health.stirred.add(instance.id);
  record.instanceIds.add(instance.id);
  if (instance.condition === 'Scheduled' && instance.goal === 'Running') {
    record.waiting.add(instance.id);
  }
  if (instance.goal === 'Running') watchLaunch(step, instance);
  if (instance.unreachableSince !== undefined) watchUnreachable(step, instance, record.current);
}

/**
 * With every member there, in one order: what is not known was left out when it was written. Thousands of
 * records of as many forms would make each later look at one of them dearer.
 */
function wholeInstance(stored: Instance, healthy: boolean | undefined): Instance {
  return {
    id: stored.id,
    appId: stored.appId,
    role: stored.role,
    goal: stored.goal,
    condition: stored.condition,
    since: stored.since,
    activeSince: stored.activeSince,
    version: stored.version,
    configVersion: stored.configVersion,
    incarnation: stored.incarnation,
    placement: stored.placement,
    ipAddresses: stored.ipAddresses,
    stagedAt: stored.stagedAt,
    startedAt: stored.startedAt,
    healthy,
    unreachableSince: stored.unreachableSince,
    endWantedAt: stored.endWantedAt,
  };
}

function byApp(apps: readonly App[]): ReadonlyMap<AppId, readonly App[]> {
  const groups = new Map<AppId, App[]>();
  for (const app of apps) {
    const versions = groups.get(app.id);
    if (versions === undefined) groups.set(app.id, [app]);
    else versions.push(app);
  }
  return groups;
}

function oldestFirst(instances: readonly Instance[]): readonly Instance[] {
  return [...instances].sort(
    (left, right) => left.since - right.since || (left.id < right.id ? -1 : 1),
  );
}

function counts({ apps, instances, deployments }: StoredState): Readonly<Record<string, number>> {
  return { versions: apps.length, instances: instances.length, deployments: deployments.length };
}
