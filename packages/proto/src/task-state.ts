import type { TaskState } from '../generated/mesos-v1.ts';

const TERMINAL: ReadonlySet<string> = new Set<TaskState>([
  'TASK_FINISHED',
  'TASK_FAILED',
  'TASK_KILLED',
  'TASK_ERROR',
  'TASK_LOST',
  'TASK_DROPPED',
  'TASK_GONE',
  'TASK_GONE_BY_OPERATOR',
]);

/** True when a task in this state never runs again. UNREACHABLE and UNKNOWN are not among them. */
export function isTerminal(state: string | undefined): boolean {
  return state !== undefined && TERMINAL.has(state);
}
