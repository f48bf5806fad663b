import type { SchedulerCall_Reconcile_Task } from '@stoa/proto';
import { isTerminalCondition, taskIdOf, type Instance } from '../instances/instance.ts';
import { RECONCILE_CHUNK, RECONCILE_UNSURE } from '../limits.ts';
import { trace, type Step } from '../state.ts';

const TIMER_PERIODIC = 'reconcile/periodic';
const TIMER_UNSURE = 'reconcile/unsure';

/**
 * Asks the master what became of tasks (marathon-behaviour.md §8): of all that are known as soon as
 * a subscription stands and again after a while, then for whatever else the master knows; and so on
 * at long intervals.
 */
export function startReconciliation(step: Step): void {
  reconcileKnown(step);
  const delay = step.state.config.reconciliationInitialDelay;
  step.effects.push({ kind: 'startTimer', timer: TIMER_PERIODIC, delay });
}

/** No subscription, nobody to ask. */
export function stopReconciliation(step: Step): void {
  for (const timer of [TIMER_PERIODIC, TIMER_UNSURE]) {
    step.effects.push({ kind: 'cancelTimer', timer });
  }
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
  if (timer !== TIMER_PERIODIC) return false;
  reconcileKnown(step);
  step.effects.push({ kind: 'call', call: { type: 'RECONCILE', reconcile: { tasks: [] } } });
  const delay = step.state.config.reconciliationInterval;
  step.effects.push({ kind: 'startTimer', timer: TIMER_PERIODIC, delay });
  return true;
}

function reconcileKnown(step: Step): void {
  const tasks: SchedulerCall_Reconcile_Task[] = [];
  for (const instance of step.state.instances.values()) {
    if (isWorthAsking(step, instance)) tasks.push(taskOf(instance));
  }
  if (tasks.length === 0) return;
  for (let at = 0; at < tasks.length; at += RECONCILE_CHUNK) {
    const chunk = tasks.slice(at, at + RECONCILE_CHUNK);
    step.effects.push({ kind: 'call', call: { type: 'RECONCILE', reconcile: { tasks: chunk } } });
  }
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
