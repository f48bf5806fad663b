import { LAUNCH_TOKENS_FACTOR, LAUNCH_TOKENS_GATHER } from '../limits.ts';
import type { Step } from '../state.ts';

const TIMER = 'launch-tokens';
const TIMER_RESUME = 'launch-tokens/resume';

/**
 * Launches use up tokens, so that a broken app cannot flood a cluster (marathon-behaviour.md §4.2):
 * so many every interval, and one back for each instance that comes to run. What comes back while
 * launches wait for it is gathered shortly: every REVIVE makes the master offer the whole cluster.
 */
export function addLaunchTokens(step: Step, tokens: number): void {
  const { state } = step;
  const wasShort = state.launchTokens <= 0;
  const max = state.config.launchTokens * LAUNCH_TOKENS_FACTOR;
  state.launchTokens = Math.min(state.launchTokens + tokens, max);
  if (!wasShort || state.wanted.size === 0) return;
  step.effects.push({ kind: 'startTimer', timer: TIMER_RESUME, delay: LAUNCH_TOKENS_GATHER });
}

/** Begins to hand out tokens. */
export function startLaunchTokens(step: Step): void {
  step.state.launchTokens = step.state.config.launchTokens;
  restartTimer(step);
}

/** The timer of the tokens fired; false when the timer is another's. */
export function launchTokenTimerFired(step: Step, timer: string): boolean {
  const { state } = step;
  if (timer === TIMER_RESUME) {
    for (const role of state.wanted.keys()) state.reviveQueue.add(role);
    return true;
  }
  if (timer !== TIMER) return false;
  addLaunchTokens(step, Math.max(0, state.config.launchTokens - state.launchTokens));
  restartTimer(step);
  return true;
}

function restartTimer(step: Step): void {
  const delay = step.state.config.launchTokenInterval;
  step.effects.push({ kind: 'startTimer', timer: TIMER, delay });
}
