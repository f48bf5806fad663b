import { between, later, milliseconds, type Timestamp } from '@stoa/common';
import { KILL_RETRY } from '../limits.ts';
import { afterWrites, count, trace, type Step } from '../state.ts';
import { expungeInstance, putInstance } from './instance-book.ts';
import { isTerminalCondition, taskIdOf, type Goal, type Instance } from './instance.ts';

const TIMER_PREFIX = 'kill/';

/** Conditions in which there is nothing that a kill could reach (marathon-behaviour.md §6). */
const BEYOND_REACH = new Set(['Unknown', 'Unreachable', 'UnreachableInactive', 'Dropped', 'Gone']);

/** Whether no kill would reach the task: then the instance is forgotten at once. */
export function isBeyondReach({ condition }: Instance): boolean {
  return BEYOND_REACH.has(condition);
}

/** Why an instance is ended, for logs. */
export type KillReason =
  | 'DeploymentScaling'
  | 'OverCapacity'
  | 'Upgrading'
  | 'DeletingApp'
  | 'UserRequest'
  | 'Overdue'
  | 'FailedHealthChecks'
  | 'Unknown';

/**
 * Gives an instance up for ever: one without a task is gone at once, another when its task's end is
 * known. Asked again it changes nothing.
 */
export function decommission(step: Step, instance: Instance, reason: KillReason): void {
  if (instance.goal === 'Decommissioned') return;
  const { condition } = instance;
  const hasNoTask = condition === 'Scheduled' || isTerminalCondition(condition);
  if (hasNoTask || isBeyondReach(instance)) {
    expungeInstance(step, instance);
    return;
  }
  killInstance(step, { ...instance, goal: 'Decommissioned' }, reason);
}

/** Ends the task of an instance; with the goal `Running` another one follows. */
export function killInstance(step: Step, instance: Instance, reason: KillReason): void {
  const fields = { instanceId: instance.id, reason, goal: instance.goal satisfies Goal };
  trace(step, 'info', 'instance.killing', fields);
  putInstance(step, instance);
  callKill(step, instance);
}

/** Asks the master to end a task that belongs to no instance, or to another incarnation. */
export function killTask(step: Step, taskId: string, agentId: string | undefined): void {
  const agent_id = agentId === undefined ? undefined : { value: agentId };
  const kill = { task_id: { value: taskId }, agent_id };
  afterWrites(step, { kind: 'call', call: { type: 'KILL', kill } });
  count(step, 'instances.inflight-kill-attempts');
}

/** A kill was not confirmed in time: it is asked for again. False when the timer is another's. */
export function killTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const instance = step.state.instances.get(timer.slice(TIMER_PREFIX.length));
  if (instance !== undefined && hasLiveTask(instance)) callKill(step, instance);
  return true;
}

/** After a restart: the kills that were under way are asked for again. */
export function resumeKills(step: Step): void {
  for (const instance of step.state.instances.values()) {
    if (instance.goal === 'Decommissioned' && hasLiveTask(instance)) callKill(step, instance);
  }
}

function hasLiveTask({ condition }: Instance): boolean {
  return condition !== 'Scheduled' && !isTerminalCondition(condition);
}

function callKill(step: Step, instance: Instance): void {
  killTask(step, taskIdOf(instance), instance.placement?.agentId);
  const timer = TIMER_PREFIX + instance.id;
  step.effects.push({ kind: 'startTimer', timer, delay: KILL_RETRY });
}

/** How long from now until `span` after `from`; none when that is past. */
export function remaining(at: Timestamp, from: Timestamp, spanMs: number): number {
  return Math.max(0, between(at, later(from, milliseconds(spanMs))));
}
