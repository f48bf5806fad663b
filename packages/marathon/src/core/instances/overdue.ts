import { milliseconds } from '@stoa/common';
import { trace, type Step } from '../state.ts';
import type { Instance } from './instance.ts';
import { killInstance, remaining } from './killing.ts';

const TIMER_PREFIX = 'overdue/';

/** An instance that was launched must show life, and come to run, in time (marathon-behaviour.md §4.5). */
export function watchLaunch(step: Step, instance: Instance): void {
  const limit = limitOf(step, instance);
  const timer = TIMER_PREFIX + instance.id;
  if (limit === undefined) {
    step.effects.push({ kind: 'cancelTimer', timer });
    return;
  }
  const since = instance.condition === 'Provisioned' ? instance.since : instance.stagedAt;
  const delay = milliseconds(remaining(step.at, since ?? instance.since, limit));
  step.effects.push({ kind: 'startTimer', timer, delay });
}

/** The launch timer of an instance fired; false when the timer is another's. */
export function overdueTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const instance = step.state.instances.get(timer.slice(TIMER_PREFIX.length));
  if (instance === undefined || limitOf(step, instance) === undefined) return true;
  trace(step, 'warn', 'instance.overdue', {
    instanceId: instance.id,
    condition: instance.condition,
  });
  killInstance(step, instance, 'Overdue');
  return true;
}

function limitOf({ state }: Step, { condition }: Instance): number | undefined {
  if (condition === 'Provisioned') return state.config.launchConfirmTimeout;
  if (condition === 'Staging' || condition === 'Starting') return state.config.launchTimeout;
  return undefined;
}
