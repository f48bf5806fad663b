import { STRAY_TASKS_MAX } from '../limits.ts';
import type { Step } from '../state.ts';
import { wantKill } from './kill-service.ts';

/**
 * Ends a live task that belongs to no instance, or to an earlier incarnation of one: nobody else would ever
 * miss it (marathon-behaviour.md §1.2, §6). Its kill takes a place like any other. Of more than
 * `STRAY_TASKS_MAX` at once the rest is asked for when the master tells of them again.
 */
export function killStray(step: Step, taskId: string, agentId: string | undefined): void {
  const { kills } = step.state;
  // Told of again while its kill is under way: the timer asks often enough.
  if (kills.has(taskId) || kills.strayCount >= STRAY_TASKS_MAX) return;
  wantKill(step, { taskId, agentId, isStray: true });
}
