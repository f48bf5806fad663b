import { LAUNCH_TOKENS_FACTOR } from '../limits.ts';
import type { Step } from '../state.ts';

const TIMER = 'launch-tokens';

/**
 * Launches use up tokens, so that a broken app cannot flood a cluster (marathon-behaviour.md §4.2):
 * so many every interval, and one back for each instance that comes to run.
 */
export function addLaunchTokens(step: Step, tokens: number): void {
  const { state } = step;
  const wasShort = state.launchTokens <= 0;
  const max = state.config.launchTokens * LAUNCH_TOKENS_FACTOR;
  state.launchTokens = Math.min(state.launchTokens + tokens, max);
  if (wasShort) for (const role of state.wanted.keys()) state.reviveQueue.add(role);
}

/** Begins to hand out tokens. */
export function startLaunchTokens(step: Step): void {
  step.state.launchTokens = step.state.config.launchTokens;
  restartTimer(step);
}

/** The timer of the tokens fired; false when the timer is another's. */
export function launchTokenTimerFired(step: Step, timer: string): boolean {
  if (timer !== TIMER) return false;
  const { state } = step;
  addLaunchTokens(step, Math.max(0, state.config.launchTokens - state.launchTokens));
  restartTimer(step);
  return true;
}

function restartTimer(step: Step): void {
  const delay = step.state.config.launchTokenInterval;
  step.effects.push({ kind: 'startTimer', timer: TIMER, delay });
}
