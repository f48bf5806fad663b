import { frameworkRemoval, taskRemoval } from '../recovery/checkpoint.ts';
import type { Step, TaskRecord } from '../state.ts';
import { taskKey } from '../state.ts';
import { persistWrites, traceTask } from './writing.ts';

/** Nothing is owed for the task any more: it moves to history, and its checkpoint goes. */
export function forgetTask(step: Step, record: TaskRecord): void {
  const { state } = step;
  const { containerId } = record.container;
  state.tasks.delete(containerId);
  const key = taskKey(record.frameworkId, record.taskId);
  if (state.taskKeys.get(key) === containerId) state.taskKeys.delete(key);
  state.completedTasks.add(record);
  persistWrites(step, [...taskRemoval(record), ...frameworkEnd(step, record.frameworkId)]);
  step.effects.push({ kind: 'cancelTimer', timer: `update/${containerId}` });
  traceTask(step, 'task.forgotten', record);
}

function frameworkEnd(step: Step, frameworkId: string): ReturnType<typeof frameworkRemoval>[] {
  const { state } = step;
  for (const other of state.tasks.values()) {
    if (other.frameworkId === frameworkId) return [];
  }
  const framework = state.frameworks.get(frameworkId);
  if (framework === undefined) return [];
  state.frameworks.delete(frameworkId);
  state.completedFrameworks.add(framework.info);
  return [frameworkRemoval(frameworkId)];
}
