import { between, milliseconds } from '@stoa/common';
import type { MarathonEffect } from '../effects.ts';
import { frameworkInfo } from '../framework.ts';
import { REVIVE_REPEAT } from '../limits.ts';
import { count, trace, type MarathonState, type Step } from '../state.ts';

const TIMER_REVIVE = 'offers/revive';
const TIMER_REPEAT = 'offers/repeat';

/**
 * Tells the master what offers are wanted, once at the end of each step: REVIVE for roles with new
 * demand, SUPPRESS for those that want nothing any more (marathon-behaviour.md §4.2). New demand is
 * called for at once, at most every `--min_revive_offers_interval`; demand that stays unmet is
 * called for again now and then, because a decline and a revive may have crossed.
 */
export function tellDemand(step: Step): void {
  const { state, at } = step;
  if (!state.isSubscribed || state.phase !== 'ready') return;
  suppressUnwanted(step);
  // Offers that no launch may use would all be declined; the tokens' return calls for them.
  if (state.launchTokens <= 0) return;
  for (const role of state.reviveQueue) if (!state.wanted.has(role)) state.reviveQueue.delete(role);
  if (state.reviveQueue.size === 0) return;
  const since = state.lastReviveAt === undefined ? Infinity : between(state.lastReviveAt, at);
  const gap = state.config.minReviveInterval;
  if (since >= gap) revive(step);
  else if (!state.isReviveTimed) {
    state.isReviveTimed = true;
    const delay = milliseconds(gap - since);
    step.effects.push({ kind: 'startTimer', timer: TIMER_REVIVE, delay });
  }
}

/** One of this module's timers fired; false when the timer is another's. */
export function demandTimerFired(step: Step, timer: string): boolean {
  if (timer === TIMER_REPEAT) {
    for (const role of step.state.wanted.keys()) step.state.reviveQueue.add(role);
    return true;
  }
  if (timer !== TIMER_REVIVE) return false;
  // What is queued is looked at when the step ends.
  step.state.isReviveTimed = false;
  return true;
}

/** A subscription begins: nothing was told on it yet. */
export function forgetDemandTold(step: Step): void {
  const { state } = step;
  state.revivedRoles.clear();
  state.lastReviveAt = undefined;
  for (const role of state.wanted.keys()) state.reviveQueue.add(role);
}

function revive(step: Step): void {
  const { state, at } = step;
  const roles = [...state.reviveQueue].sort();
  joinRoles(step, roles);
  state.reviveQueue.clear();
  state.lastReviveAt = at;
  for (const role of roles) state.revivedRoles.add(role);
  step.effects.push({ kind: 'call', call: { type: 'REVIVE', revive: { roles } } });
  step.effects.push({ kind: 'startTimer', timer: TIMER_REPEAT, delay: REVIVE_REPEAT });
  count(step, 'mesos.calls.revive');
  trace(step, 'debug', 'offers.revived', { roles: roles.join(',') });
}

/** The framework takes part in a role from the first app of it on. */
function joinRoles(step: Step, roles: readonly string[]): void {
  const { state } = step;
  if (roles.every((role) => state.subscribedRoles.has(role))) return;
  for (const role of roles) state.subscribedRoles.add(role);
  const suppressed_roles = [...state.subscribedRoles].filter((role) => !state.wanted.has(role));
  const update_framework = { framework_info: frameworkInfo(state), suppressed_roles };
  step.effects.push({ kind: 'call', call: { type: 'UPDATE_FRAMEWORK', update_framework } });
}

function suppressUnwanted(step: Step): void {
  const { state } = step;
  if (!state.config.isSuppressing || state.revivedRoles.size === 0) return;
  // What is launched goes first: the master would look into this while it could launch.
  if (isLaunching(state)) return;
  const mayLaunch = state.launchTokens > 0;
  const roles: string[] = [];
  for (const role of state.revivedRoles) {
    if (!mayLaunch || !state.wanted.has(role)) roles.push(role);
  }
  if (roles.length === 0) return;
  roles.sort();
  for (const role of roles) state.revivedRoles.delete(role);
  step.effects.push({ kind: 'call', call: { type: 'SUPPRESS', suppress: { roles } } });
  if (state.wanted.size === 0) step.effects.push({ kind: 'cancelTimer', timer: TIMER_REPEAT });
  count(step, 'mesos.calls.suppress');
  trace(step, 'debug', 'offers.suppressed', { roles: roles.join(',') });
}

/** Whether a launch waits for its write; for a store that is broken nothing waits. */
function isLaunching({ isStoreBroken, nextBatch, inFlight }: MarathonState): boolean {
  if (isStoreBroken) return false;
  const isLaunch = (effect: MarathonEffect): boolean =>
    effect.kind === 'call' && effect.call.type === 'ACCEPT';
  return nextBatch.after.some(isLaunch) || inFlight?.batch.after.some(isLaunch) === true;
}
