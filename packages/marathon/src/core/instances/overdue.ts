import { milliseconds, type Timestamp } from '@stoa/common';
import { trace, type MarathonState, type Step } from '../state.ts';
import type { Instance } from './instance.ts';
import { killInstance, remaining } from './killing.ts';

const TIMER_PREFIX = 'overdue/';

/** An instance that was launched must show life, and come to run, in time (marathon-behaviour.md §4.5). */
export function watchLaunch(step: Step, instance: Instance): void {
  const limit = limitOf(step.state, instance);
  const timer = TIMER_PREFIX + instance.id;
  if (limit === undefined) {
    step.effects.push({ kind: 'cancelTimer', timer });
    return;
  }
  const delay = milliseconds(remaining(step.at, countedFrom(instance), limit));
  step.effects.push({ kind: 'startTimer', timer, delay });
}

/** Whether an instance shows no life for too long: its end is asked for, and was not told yet. */
export function isOverdue(state: MarathonState, instance: Instance, at: Timestamp): boolean {
  const limit = limitOf(state, instance);
  return limit !== undefined && remaining(at, countedFrom(instance), limit) === 0;
}

/** The launch timer of an instance fired; false when the timer is another's. */
export function overdueTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const instance = step.state.instances.get(timer.slice(TIMER_PREFIX.length));
  if (instance === undefined || limitOf(step.state, instance) === undefined) return true;
  trace(step, 'warn', 'instance.overdue', {
    instanceId: instance.id,
    condition: instance.condition,
  });
  killInstance(step, instance, 'Overdue');
  return true;
}

function limitOf({ config }: MarathonState, { condition }: Instance): number | undefined {
  if (condition === 'Provisioned') return config.launchConfirmTimeout;
  if (condition === 'Staging' || condition === 'Starting') return config.launchTimeout;
  return undefined;
}

function countedFrom({ condition, since, stagedAt }: Instance): Timestamp {
  return condition === 'Provisioned' ? since : (stagedAt ?? since);
}
