import { nextJitteredDelay } from '@stoa/common';
import type { SchedulerCall_Reconcile_Task } from '@stoa/proto';
import { isTerminalCondition, taskIdOf, type Instance } from '../instances/instance.ts';
import { RECONCILE_CHUNK, RECONCILE_RETRY, RECONCILE_UNSURE } from '../limits.ts';
import { trace, type Step } from '../state.ts';

const TIMER_PERIODIC = 'reconcile/periodic';
const TIMER_UNSURE = 'reconcile/unsure';
const TIMER_AGAIN = 'reconcile/again';

/** Instances whose task was asked about and not told of since. */
export interface Reconciliation {
  readonly unanswered: Set<string>;
  /** How often they were asked about again. */
  attempt: number;
}

/**
 * Asks the master what became of tasks (marathon-behaviour.md §8): of all that are known as soon as
 * a subscription stands and again after a while, then for whatever else the master knows; and so on
 * at long intervals. A master says nothing of agents that it waits for, and calls are lost: tasks of
 * which nothing is told are asked about again, at growing intervals.
 */
export function startReconciliation(step: Step): void {
  reconcileKnown(step);
  const delay = step.state.config.reconciliationInitialDelay;
  step.effects.push({ kind: 'startTimer', timer: TIMER_PERIODIC, delay });
}

/** No subscription, nobody to ask. */
export function stopReconciliation(step: Step): void {
  step.state.reconciliation.unanswered.clear();
  for (const timer of [TIMER_PERIODIC, TIMER_UNSURE, TIMER_AGAIN]) {
    step.effects.push({ kind: 'cancelTimer', timer });
  }
}

/** The task of an instance was told of, or is no more. */
export function reconciled({ state, effects }: Step, instanceId: string): void {
  const { unanswered } = state.reconciliation;
  if (!unanswered.delete(instanceId) || unanswered.size > 0) return;
  effects.push({ kind: 'cancelTimer', timer: TIMER_AGAIN });
}

/** A launch may or may not have reached the master: its tasks are asked about soon. */
export function reconcileSoon(step: Step): void {
  step.effects.push({ kind: 'startTimer', timer: TIMER_UNSURE, delay: RECONCILE_UNSURE });
}

/** One of this module's timers fired; false when the timer is another's. */
export function reconcileTimerFired(step: Step, timer: string): boolean {
  if (timer === TIMER_UNSURE) {
    reconcileKnown(step);
    return true;
  }
  if (timer === TIMER_AGAIN) {
    askAgain(step);
    return true;
  }
  if (timer !== TIMER_PERIODIC) return false;
  reconcileKnown(step);
  step.effects.push({ kind: 'call', call: { type: 'RECONCILE', reconcile: { tasks: [] } } });
  const delay = step.state.config.reconciliationInterval;
  step.effects.push({ kind: 'startTimer', timer: TIMER_PERIODIC, delay });
  return true;
}

function reconcileKnown(step: Step): void {
  const { instances, reconciliation } = step.state;
  reconciliation.unanswered.clear();
  reconciliation.attempt = 0;
  ask(step, instances.values());
}

function askAgain(step: Step): void {
  const { instances, reconciliation } = step.state;
  const unanswered = [...reconciliation.unanswered].flatMap((id) => instances.get(id) ?? []);
  reconciliation.unanswered.clear();
  reconciliation.attempt += 1;
  ask(step, unanswered);
}

function ask(step: Step, instances: Iterable<Instance>): void {
  const { reconciliation, random } = step.state;
  const tasks: SchedulerCall_Reconcile_Task[] = [];
  for (const instance of instances) {
    if (!isWorthAsking(step, instance)) continue;
    tasks.push(taskOf(instance));
    reconciliation.unanswered.add(instance.id);
  }
  if (tasks.length === 0) return;
  for (let at = 0; at < tasks.length; at += RECONCILE_CHUNK) {
    const chunk = tasks.slice(at, at + RECONCILE_CHUNK);
    step.effects.push({ kind: 'call', call: { type: 'RECONCILE', reconcile: { tasks: chunk } } });
  }
  const delay = nextJitteredDelay(reconciliation.attempt, RECONCILE_RETRY, random);
  step.effects.push({ kind: 'startTimer', timer: TIMER_AGAIN, delay });
  trace(step, 'info', 'tasks.reconciled', { tasks: tasks.length });
}

/**
 * A launch of just now may still be on its way: the master would truly say that it does not know the
 * task, and a second one would be launched beside it.
 */
function isWorthAsking({ state, at }: Step, { condition, since }: Instance): boolean {
  if (condition === 'Scheduled' || isTerminalCondition(condition)) return false;
  if (condition !== 'Provisioned') return true;
  const isOfThisSubscription = state.subscribedAt !== undefined && since >= state.subscribedAt;
  return !isOfThisSubscription || at - since >= RECONCILE_UNSURE;
}

function taskOf(instance: Instance): SchedulerCall_Reconcile_Task {
  const agentId = instance.placement?.agentId;
  return {
    task_id: { value: taskIdOf(instance) },
    agent_id: agentId === undefined ? undefined : { value: agentId },
  };
}
