import { milliseconds, must, seconds, type Duration } from '@stoa/common';
import type { App, HealthCheck } from '../apps/app.ts';
import { announce, setHealth, versionOf } from '../instances/instance-book.ts';
import { taskIdOf, type Instance } from '../instances/instance.ts';
import { FIRST_PROBE_MAX, PROBE_PAUSE_MIN } from '../limits.ts';
import type { Condition } from '../read-view.ts';
import { trace, type Step } from '../state.ts';
import {
  nextAttempt,
  pauseUntil,
  watchOf,
  type HealthBook,
  type HealthWatch,
  type PendingProbe,
} from './health-book.ts';
import {
  applyHealthResult,
  healthResultOf,
  isRunByLeader,
  overallHealth,
  type HealthResult,
  type HealthVerdict,
} from './health-state.ts';
import { healthTarget } from './probe-target.ts';
import type { ProbeOutcome, ProbeSubject } from './probe.ts';
import { killUnhealthy } from './unhealthy.ts';

const TIMER_PREFIX = 'health/';

/** Conditions of a task that ran: what its checks found is still about it. */
const LIVED: ReadonlySet<Condition> = new Set<Condition>([
  'Running',
  'Killing',
  'Unreachable',
  'UnreachableInactive',
]);

/** One check of one instance that is probed now. */
interface Checked {
  readonly instance: Instance;
  readonly watch: HealthWatch;
  readonly check: HealthCheck;
  readonly index: number;
}

/**
 * Looks at the instances that changed in this step, and at no other: the leader's checks of one that
 * came to run begin, those of one that runs no more end, and what they found is forgotten with the
 * task. There is one timer for each check of each instance, so that a check costs when it is due.
 */
export function settleHealth(step: Step): void {
  const { health, instances } = step.state;
  for (const id of health.stirred) settleWatch(step, id, instances.get(id));
  health.stirred.clear();
}

function settleWatch(step: Step, id: string, instance: Instance | undefined): void {
  const { health } = step.state;
  const known = health.watches.get(id);
  const isOver =
    instance === undefined ||
    !LIVED.has(instance.condition) ||
    (known !== undefined && known.incarnation !== instance.incarnation);
  if (known !== undefined && isOver) {
    stopProbing(step, known);
    forgetWatch(health, id);
  }
  if (instance?.condition === 'Running' && instance.goal === 'Running') {
    startProbing(step, instance);
  } else if (known !== undefined && !isOver) {
    stopProbing(step, known);
  }
}

function startProbing(step: Step, instance: Instance): void {
  const record = step.state.apps.get(instance.appId);
  const app = record && versionOf(record, instance);
  if (app?.healthChecks.some(isRunByLeader) !== true) return;
  const watch = ensureWatch(step, instance, app);
  if (watch.phase !== 'idle') return;
  watch.phase = 'probing';
  watch.app.healthChecks.forEach((check, index) => {
    if (!isRunByLeader(check)) return;
    startTimer(step, watch, index, firstDelay(step, check));
  });
}

/** Many instances that come to run at once are not probed at once. */
function firstDelay({ state }: Step, { intervalSeconds }: HealthCheck): Duration {
  const half = milliseconds(Math.min(seconds(intervalSeconds), FIRST_PROBE_MAX) / 2);
  return milliseconds(Math.max(PROBE_PAUSE_MIN, half + state.random.jitter(half)));
}

/** No more tries. What is under way comes to nothing. */
function stopProbing(step: Step, watch: HealthWatch): void {
  if (watch.phase !== 'probing') return;
  watch.phase = 'idle';
  watch.pending.clear();
  cancelTimers(step, watch);
}

function startTimer(step: Step, { timers }: HealthWatch, index: number, delay: Duration): void {
  step.effects.push({
    kind: 'startTimer',
    timer: must(timers[index], 'the timer of a check'),
    delay,
  });
}

function cancelTimers(step: Step, { app, timers }: HealthWatch): void {
  timers.forEach((timer, index) => {
    const check = app.healthChecks[index];
    if (check === undefined || !isRunByLeader(check)) return;
    step.effects.push({ kind: 'cancelTimer', timer });
  });
}

/** The watch of an instance's task, made when it is missing. */
export function ensureWatch(step: Step, instance: Instance, app: App): HealthWatch {
  const { health } = step.state;
  const known = watchOf(health, instance);
  if (known !== undefined) return known;
  forgetWatch(health, instance.id);
  const timers = app.healthChecks.map((_, index) => `${TIMER_PREFIX}${index}/${instance.id}`);
  for (const [index, timer] of timers.entries()) {
    health.timers.set(timer, { instanceId: instance.id, index });
  }
  const watch: HealthWatch = {
    taskId: taskIdOf(instance),
    incarnation: instance.incarnation,
    app,
    timers,
    evidence: app.healthChecks.map(() => undefined),
    pending: new Map(),
    phase: 'idle',
    checkResult: undefined,
  };
  health.watches.set(instance.id, watch);
  return watch;
}

function forgetWatch(health: HealthBook, instanceId: string): void {
  for (const timer of health.watches.get(instanceId)?.timers ?? []) health.timers.delete(timer);
  health.watches.delete(instanceId);
}

/** A check is due; false when the timer is another's. */
export function healthTimerFired(step: Step, timer: string): boolean {
  const place = step.state.health.timers.get(timer);
  if (place === undefined) return timer.startsWith(TIMER_PREFIX);
  const checked = findChecked(step, place.instanceId, place.index);
  if (checked !== undefined && !checked.watch.pending.has(checked.index)) probe(step, checked);
  return true;
}

function findChecked(step: Step, instanceId: string, index: number): Checked | undefined {
  const { health, instances } = step.state;
  const instance = instances.get(instanceId);
  const watch = instance && watchOf(health, instance);
  const check = watch?.app.healthChecks[index];
  if (instance === undefined || check === undefined) return undefined;
  return watch?.phase === 'probing' ? { instance, watch, check, index } : undefined;
}

function probe(step: Step, checked: Checked): void {
  const { instance, watch, check, index } = checked;
  const target = healthTarget(watch.app, instance, check);
  if (typeof target === 'string') {
    conclude(step, checked, { kind: 'failed', cause: target, isHeard: true });
    goOn(step, checked, step.at);
    return;
  }
  const attempt = nextAttempt(step.state.health, instance.id);
  watch.pending.set(index, { attempt, askedAt: step.at, target });
  const order = {
    purpose: 'health',
    taskId: watch.taskId,
    check: index,
    attempt,
    target,
    timeout: milliseconds(Math.max(1, seconds(check.timeoutSeconds))),
    bodyMax: 0,
  } as const;
  step.effects.push({ kind: 'probe', order });
}

/** A probe of health ended. One of a task that is not watched any more is forgotten. */
export function healthProbeEnded(
  step: Step,
  instanceId: string,
  { taskId, check: index, attempt }: ProbeSubject,
  outcome: ProbeOutcome,
): void {
  const checked = findChecked(step, instanceId, index);
  const pending = checked?.watch.pending.get(index);
  if (checked?.watch.taskId !== taskId || pending?.attempt !== attempt) return;
  checked.watch.pending.delete(index);
  const result = healthResultOf(outcome, checked.check);
  if (result !== undefined) conclude(step, checked, result, pending);
  goOn(step, checked, pending.askedAt);
}

/** The next try, unless the last one was the end of it. */
function goOn(step: Step, { watch, check, index }: Checked, askedAt: Step['at']): void {
  if (watch.phase !== 'probing') return;
  const interval = seconds(check.intervalSeconds);
  startTimer(step, watch, index, pauseUntil({ askedAt, interval }, step.at, PROBE_PAUSE_MIN));
}

function conclude(
  step: Step,
  checked: Checked,
  result: HealthResult,
  pending?: PendingProbe,
): void {
  const { instance, watch, check, index } = checked;
  const { sight } = step.state.health;
  const { pardonedAt } = sight;
  const moments = { at: step.at, since: instance.since, pardonedAt };
  const verdict = applyHealthResult(check, watch.evidence[index], result, moments);
  const isHeard = result.kind === 'passed' || result.isHeard;
  // Silence while a task may still be starting tells nothing of the way to it.
  if (pending !== undefined && (isHeard || verdict !== undefined)) {
    const sees = sight.note(pending.target.host, isHeard, step.at);
    if (sees) trace(step, 'info', 'health.sighted', { host: pending.target.host });
  }
  if (verdict === undefined) return;
  noteVerdict(step, { instance, watch, index }, verdict);
  setHealth(step, instance, overallHealth(watch.evidence));
  if (!verdict.isOverdue || !killUnhealthy(step, instance, verdict.evidence, isHeard)) return;
  cancelTimers(step, watch);
  watch.phase = 'doomed';
  watch.pending.clear();
}

/** Keeps what a check found and tells of it, but for what it makes of the instance as a whole. */
export function noteVerdict(
  step: Step,
  { instance, watch, index }: Omit<Checked, 'check'>,
  { evidence, hasTurned }: HealthVerdict,
): void {
  const { id: instanceId, appId, version } = instance;
  const { alive } = evidence;
  watch.evidence[index] = evidence;
  if (!alive) {
    const check = must(watch.app.healthChecks[index], 'the check of a verdict');
    announce(step, { kind: 'healthCheckFailed', appId, instanceId, check });
  }
  if (hasTurned) announce(step, { kind: 'healthStatusChanged', appId, instanceId, version, alive });
}
