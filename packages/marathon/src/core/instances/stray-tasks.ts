import { KILL_RETRY, STRAY_TASKS_MAX } from '../limits.ts';
import type { Step } from '../state.ts';
import { killTask } from './killing.ts';

const TIMER_PREFIX = 'stray/';

/**
 * Ends a live task that belongs to no instance, or to an earlier incarnation of one, and asks again
 * until its end is told (marathon-behaviour.md §1.2, §6): nobody else would ever miss it. Of more than
 * `STRAY_TASKS_MAX` at once the rest is asked for whenever the master tells of them again.
 */
export function killStray(step: Step, taskId: string, agentId: string | undefined): void {
  const { strays } = step.state;
  // Told of again while its kill is under way: the timer asks often enough.
  if (strays.has(taskId)) return;
  if (strays.size < STRAY_TASKS_MAX) strays.set(taskId, agentId);
  callKill(step, taskId, agentId);
}

/** The end of a task was told: nobody asks for it any more. */
export function strayEnded({ state, effects }: Step, taskId: string): void {
  if (state.strays.delete(taskId)) effects.push({ kind: 'cancelTimer', timer: timerOf(taskId) });
}

/** A subscription begins: what was asked for on the one before may have been lost with it. */
export function resumeStrayKills(step: Step): void {
  for (const [taskId, agentId] of step.state.strays) callKill(step, taskId, agentId);
}

/** The end of a stray was not told in time; false when the timer is another's. */
export function strayTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const taskId = timer.slice(TIMER_PREFIX.length);
  const { strays } = step.state;
  if (strays.has(taskId)) callKill(step, taskId, strays.get(taskId));
  return true;
}

function callKill(step: Step, taskId: string, agentId: string | undefined): void {
  killTask(step, taskId, agentId);
  if (!step.state.strays.has(taskId)) return;
  step.effects.push({ kind: 'startTimer', timer: timerOf(taskId), delay: KILL_RETRY });
}

function timerOf(taskId: string): string {
  return TIMER_PREFIX + taskId;
}
