import { between, later, milliseconds, type Timestamp } from '@stoa/common';
import { trace, type Step } from '../state.ts';
import { expungeInstance, putInstance } from './instance-book.ts';
import { isTerminalCondition, taskIdOf, type Goal, type Instance } from './instance.ts';
import type { WantedKill } from './kill-book.ts';
import { repeatKills, wantKill } from './kill-service.ts';

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

/**
 * Ends the task of an instance; with the goal `Running` another one follows. That it is to end is durable
 * before anybody hears: the wish outlives a restart, however many kills wait before it.
 */
export function killInstance(step: Step, instance: Instance, reason: KillReason): void {
  const fields = { instanceId: instance.id, reason, goal: instance.goal satisfies Goal };
  trace(step, 'info', 'instance.killing', fields);
  putInstance(step, { ...instance, endWantedAt: instance.endWantedAt ?? step.at });
  wantKill(step, killOf(instance));
}

/** A subscription begins: kills in flight are asked for again; after a restart all others wait anew. */
export function resumeKills(step: Step): void {
  repeatKills(step);
  for (const instance of step.state.instances.values()) {
    if (isEndWanted(instance) && hasLiveTask(instance)) step.state.kills.add(killOf(instance));
  }
}

/** Somebody wants its task to end. */
export function isEndWanted({ goal, endWantedAt }: Instance): boolean {
  return goal === 'Decommissioned' || endWantedAt !== undefined;
}

function hasLiveTask({ condition }: Instance): boolean {
  return condition !== 'Scheduled' && !isTerminalCondition(condition);
}

function killOf(instance: Instance): WantedKill {
  const taskId = taskIdOf(instance);
  return { taskId, agentId: instance.placement?.agentId, isStray: false };
}

/** How long from now until `span` after `from`; none when that is past. */
export function remaining(at: Timestamp, from: Timestamp, spanMs: number): number {
  return Math.max(0, between(at, later(from, milliseconds(spanMs))));
}
