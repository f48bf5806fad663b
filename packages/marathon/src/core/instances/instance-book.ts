import { must } from '@stoa/common';
import type { Announcement } from '../effects.ts';
import type { App } from '../apps/app.ts';
import { checkResultOf, healthViewsOf, type HealthBook } from '../health/health-book.ts';
import { markWaiting, unmarkWaiting } from '../launch-queue/launch-queue.ts';
import { addLaunchTokens } from '../launch-queue/launch-tokens.ts';
import type { TaskView } from '../read-view.ts';
import { reconciled } from '../reconciliation/reconcile.ts';
import { afterWrites, trace, write, type AppRecord, type Step } from '../state.ts';
import { instanceKey, instanceWrite } from '../storage/entities.ts';
import { newInstanceId, taskIdOf, type Instance } from './instance.ts';
import { killEnded } from './kill-service.ts';

/** Wishes `count` more instances of an app: they wait for an offer from now on. */
export function scheduleInstances(step: Step, record: AppRecord, app: App, count: number): void {
  for (let at = 0; at < count; at++) {
    const id = newInstanceId(app.id, step.state.random.uuid());
    putInstance(step, {
      id,
      appId: app.id,
      role: app.role,
      goal: 'Running',
      condition: 'Scheduled',
      since: step.at,
      activeSince: undefined,
      version: app.version,
      configVersion: app.versionInfo.lastConfigChangeAt,
      incarnation: 0,
      placement: undefined,
      ipAddresses: [],
      stagedAt: undefined,
      startedAt: undefined,
      healthy: undefined,
      unreachableSince: undefined,
      endWantedAt: undefined,
    });
  }
  if (count > 0) trace(step, 'info', 'instance.scheduled', { appId: record.id, count });
}

/** Keeps an instance as it is now, durably, and tells of it. */
export function putInstance(step: Step, instance: Instance): void {
  const { state } = step;
  const before = state.instances.get(instance.id);
  const record = must(state.apps.get(instance.appId), `the app of ${instance.id}`);
  state.instances.set(instance.id, instance);
  record.instanceIds.add(instance.id);
  if (instance.condition === 'Scheduled' && instance.goal === 'Running') {
    markWaiting(step, record, instance.id);
  } else {
    unmarkWaiting(step, record, instance.id);
  }
  write(step, instanceWrite(instance));
  stirInstance(step, instance);
  state.health.stirred.add(instance.id);
  if (before?.condition !== instance.condition) announceChange(step, instance);
  if (before !== undefined && before.healthy !== instance.healthy) announceHealth(step, instance);
}

/**
 * Keeps what checks make of an instance as a whole. It is not written: after a restart nobody is held for
 * ill or well before the checks said so anew (marathon-behaviour.md §7).
 */
export function setHealth(step: Step, { id }: Instance, healthy: boolean | undefined): void {
  const { state } = step;
  const instance = must(state.instances.get(id), 'an instance that is checked');
  if (instance.healthy === healthy) return;
  const after = { ...instance, healthy };
  state.instances.set(id, after);
  stirInstance(step, instance);
  announceHealth(step, after);
}

/** Its app is looked at again before the step ends, with this instance counted anew. */
export function stirInstance({ state }: Step, { id, appId }: Instance): void {
  state.dirty.add(appId);
  state.apps.get(appId)?.standing.stir(id);
  state.health.readiness.get(appId)?.stirred.add(id);
}

/** Forgets an instance. */
export function expungeInstance(step: Step, instance: Instance): void {
  const { state } = step;
  state.instances.delete(instance.id);
  const record = state.apps.get(instance.appId);
  record?.instanceIds.delete(instance.id);
  if (record !== undefined) unmarkWaiting(step, record, instance.id);
  write(step, { key: instanceKey(instance.id), value: undefined });
  stirInstance(step, instance);
  state.health.stirred.add(instance.id);
  reconciled(step, instance.id);
  // What is asked for one that waits is a stray's end: that goes on.
  if (instance.condition !== 'Scheduled') killEnded(step, taskIdOf(instance));
  for (const purpose of ['overdue', 'unreachable']) {
    step.effects.push({ kind: 'cancelTimer', timer: `${purpose}/${instance.id}` });
  }
  trace(step, 'info', 'instance.expunged', { instanceId: instance.id });
}

/** The instances of an app, oldest first. */
export function instancesOf(step: Step, record: AppRecord): readonly Instance[] {
  const found: Instance[] = [];
  for (const id of record.instanceIds) {
    const instance = step.state.instances.get(id);
    if (instance !== undefined) found.push(instance);
  }
  return found;
}

/** The definition that an instance runs; undefined when it is stored no longer. */
export function versionOf(record: AppRecord, { version }: Instance): App | undefined {
  return record.versions.get(version) ?? record.current;
}

/** An instance as the API shows its task. */
export function taskViewOf(instance: Instance, health: HealthBook): TaskView {
  const { placement } = instance;
  return {
    id: taskIdOf(instance),
    instanceId: instance.id,
    appId: instance.appId,
    condition: instance.condition,
    host: placement?.host ?? '',
    agentId: placement?.agentId,
    region: placement?.region,
    zone: placement?.zone,
    role: instance.role,
    ports: (placement?.hostPorts ?? []).filter((port) => port !== undefined),
    ipAddresses: instance.ipAddresses,
    stagedAt: instance.stagedAt,
    startedAt: instance.startedAt,
    version: instance.version,
    health: healthViewsOf(health, instance),
    checkResult: checkResultOf(health, instance),
  };
}

/** Tells listeners, once the change is durable. */
export function announce(step: Step, announcement: Announcement): void {
  afterWrites(step, { kind: 'announce', announcement });
}

function announceChange(step: Step, instance: Instance): void {
  const { id, condition, appId, placement, version } = instance;
  announce(step, {
    kind: 'instanceChanged',
    instanceId: id,
    condition,
    appId,
    agentId: placement?.agentId,
    host: placement?.host,
    version,
  });
  trace(step, 'info', 'instance.changed', {
    instanceId: id,
    condition,
    agentId: placement?.agentId,
  });
}

function announceHealth(step: Step, { id, appId, healthy, version }: Instance): void {
  // One that does its work gives back the token of its launch.
  if (healthy === true) addLaunchTokens(step, 1);
  announce(step, { kind: 'instanceHealthChanged', instanceId: id, appId, healthy, version });
}
