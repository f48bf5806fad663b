import { milliseconds } from '@stoa/common';
import type { App } from '../apps/app.ts';
import type { Step } from '../state.ts';
import { expungeInstance, putInstance } from './instance-book.ts';
import type { Instance } from './instance.ts';
import { isEndWanted, remaining } from './killing.ts';

const TIMER_PREFIX = 'unreachable/';

/**
 * An instance whose agent went silent (marathon-behaviour.md §5): after `inactiveAfterSeconds` it
 * counts no more and is replaced, after `expungeAfterSeconds` it is forgotten; with `disabled`
 * neither ever happens. Should its task come back after that, it is unknown and killed.
 */
export function watchUnreachable(step: Step, instance: Instance, app: App | undefined): void {
  const { unreachableSince } = instance;
  if (unreachableSince === undefined) return;
  // No kill would reach it (§6): it is forgotten, and its kill leaves its place to others.
  if (isEndWanted(instance) || app === undefined) {
    expungeInstance(step, instance);
    return;
  }
  if (app.unreachableStrategy === 'disabled') return;
  const { inactiveAfterSeconds, expungeAfterSeconds } = app.unreachableStrategy;
  const untilExpunged = remaining(step.at, unreachableSince, expungeAfterSeconds * 1000);
  if (untilExpunged === 0) {
    expungeInstance(step, instance);
    return;
  }
  const untilInactive = remaining(step.at, unreachableSince, inactiveAfterSeconds * 1000);
  if (untilInactive === 0 && instance.condition === 'Unreachable') {
    putInstance(step, { ...instance, condition: 'UnreachableInactive', since: step.at });
  }
  const delay = milliseconds(untilInactive > 0 ? untilInactive : untilExpunged);
  step.effects.push({ kind: 'startTimer', timer: TIMER_PREFIX + instance.id, delay });
}

/** The timer of an unreachable instance fired; false when the timer is another's. */
export function unreachableTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const { state } = step;
  const instance = state.instances.get(timer.slice(TIMER_PREFIX.length));
  if (instance === undefined) return true;
  watchUnreachable(step, instance, state.apps.get(instance.appId)?.current);
  return true;
}
