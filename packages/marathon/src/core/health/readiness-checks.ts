import { seconds, type Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App, ReadinessCheck } from '../apps/app.ts';
import { stirInstance } from '../instances/instance-book.ts';
import { taskIdOf, type Instance } from '../instances/instance.ts';
import { PROBE_PAUSE_MIN, READINESS_BODY_MAX } from '../limits.ts';
import type { ReadinessView } from '../read-view.ts';
import { trace, type AppRecord, type MarathonState, type Step } from '../state.ts';
import { nextAttempt, pauseUntil, type AppReadiness, type ReadinessWatch } from './health-book.ts';
import type { ProbeOutcome, ProbeSubject } from './probe.ts';
import { readinessTarget } from './probe-target.ts';
import { applyReadinessOutcome, unaskableReadiness } from './readiness.ts';

const TIMER_PREFIX = 'readiness/';

/** One instance whose readiness is asked for now. */
interface Asked {
  readonly instance: Instance;
  readonly readiness: AppReadiness;
  readonly watch: ReadinessWatch;
}

/**
 * Asks every instance of the configuration that is brought up, as soon as it runs, and again until it
 * is ready (marathon-behaviour.md §7). Called whenever the app changed under its deployment.
 */
export function watchReadiness(step: Step, record: AppRecord, app: App): void {
  if (app.readinessChecks.length === 0) return;
  const readiness = readinessUnder(step, record, app);
  if (readiness === undefined) return;
  for (const id of readiness.stirred) {
    const instance = step.state.instances.get(id);
    if (instance === undefined || !isAsked(instance, app)) continue;
    const taskId = taskIdOf(instance);
    if (readiness.watches.get(id)?.taskId === taskId) continue;
    const watch: ReadinessWatch = { taskId, result: undefined, pending: undefined };
    readiness.watches.set(id, watch);
    ask(step, { instance, readiness, watch });
  }
  readiness.stirred.clear();
}

function readinessUnder(
  { state }: Step,
  { instanceIds, deploymentId }: AppRecord,
  app: App,
): AppReadiness | undefined {
  if (deploymentId === undefined) return undefined;
  const known = state.health.readiness.get(app.id);
  if (known?.deploymentId === deploymentId) return known;
  const watches = new Map<string, ReadinessWatch>();
  const readiness = { deploymentId, app, watches, stirred: new Set(instanceIds) };
  state.health.readiness.set(app.id, readiness);
  return readiness;
}

function isAsked({ condition, goal, configVersion }: Instance, app: App): boolean {
  const isNew = configVersion === app.versionInfo.lastConfigChangeAt;
  return condition === 'Running' && goal === 'Running' && isNew;
}

/** The app's deployment is over: nobody asks any more, and what was answered is forgotten. */
export function endReadiness({ state }: Step, id: AppId): void {
  state.health.readiness.delete(id);
}

/**
 * Whether an instance may be counted on, as far as readiness goes. Outside a deployment nobody asks;
 * of another configuration's instances nobody ever does.
 */
export function isReady({ health }: MarathonState, instance: Instance, app: App): boolean {
  if (app.readinessChecks.length === 0) return true;
  if (instance.configVersion !== app.versionInfo.lastConfigChangeAt) return true;
  const readiness = health.readiness.get(app.id);
  if (readiness === undefined) return true;
  const watch = readiness.watches.get(instance.id);
  return watch?.taskId === taskIdOf(instance) && watch.result?.isReady === true;
}

/** What the instances of an app answered in its deployment, those that are no more left out. */
export function readinessViewsOf(
  { apps, health, instances }: MarathonState,
  id: AppId,
): readonly ReadinessView[] {
  const readiness = health.readiness.get(id);
  // What was answered in a deployment that another one took over says nothing of this one.
  if (readiness?.deploymentId !== apps.get(id)?.deploymentId) return [];
  const found: ReadinessView[] = [];
  for (const [instanceId, { taskId, result }] of readiness?.watches ?? []) {
    const instance = instances.get(instanceId);
    const isThere = instance?.condition === 'Running' && taskIdOf(instance) === taskId;
    if (result !== undefined && isThere) found.push(result);
  }
  return found;
}

function findAsked({ state }: Step, instanceId: string): Asked | undefined {
  const instance = state.instances.get(instanceId);
  const readiness = instance && state.health.readiness.get(instance.appId);
  const watch = readiness?.watches.get(instanceId);
  if (instance === undefined || readiness === undefined || watch === undefined) return undefined;
  const isCurrent = isAsked(instance, readiness.app) && watch.taskId === taskIdOf(instance);
  return isCurrent ? { instance, readiness, watch } : undefined;
}

function ask(step: Step, { instance, readiness, watch }: Asked): void {
  const { app } = readiness;
  const [check] = app.readinessChecks;
  if (check === undefined) return;
  const target = readinessTarget(app, instance, check);
  if (typeof target === 'string') {
    watch.result = unaskableReadiness(check, watch.taskId, target);
    askLater(step, instance.id, check, step.at);
    return;
  }
  const attempt = nextAttempt(step.state.health, instance.id);
  watch.pending = { attempt, askedAt: step.at, target };
  const order = {
    purpose: 'readiness',
    taskId: watch.taskId,
    check: 0,
    attempt,
    target,
    timeout: seconds(check.timeoutSeconds),
    bodyMax: check.preserveLastResponse ? READINESS_BODY_MAX : 0,
  } as const;
  step.effects.push({ kind: 'probe', order });
}

/** It is time to ask again; false when the timer is another's. */
export function readinessTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const asked = findAsked(step, timer.slice(TIMER_PREFIX.length));
  if (asked === undefined) return true;
  const { pending, result } = asked.watch;
  if (pending === undefined && result?.isReady !== true) ask(step, asked);
  return true;
}

/** A probe of readiness ended; one that nobody waits for is forgotten. */
export function readinessProbeEnded(
  step: Step,
  instanceId: string,
  { taskId, attempt }: ProbeSubject,
  outcome: ProbeOutcome,
): void {
  const asked = findAsked(step, instanceId);
  const pending = asked?.watch.pending;
  const [check] = asked?.readiness.app.readinessChecks ?? [];
  if (asked === undefined || check === undefined || pending?.attempt !== attempt) return;
  const { watch, instance } = asked;
  const { target, askedAt } = pending;
  watch.pending = undefined;
  watch.result = applyReadinessOutcome(check, { taskId, target, outcome });
  if (watch.result.isReady) {
    trace(step, 'info', 'instance.ready', { instanceId });
    stirInstance(step, instance);
    return;
  }
  askLater(step, instanceId, check, askedAt);
}

function askLater(
  step: Step,
  instanceId: string,
  { intervalSeconds }: ReadinessCheck,
  askedAt: Timestamp,
): void {
  const interval = seconds(intervalSeconds);
  const delay = pauseUntil({ askedAt, interval }, step.at, PROBE_PAUSE_MIN);
  step.effects.push({ kind: 'startTimer', timer: TIMER_PREFIX + instanceId, delay });
}
