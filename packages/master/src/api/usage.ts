import type { Resource, Task, TaskState } from '@stoa/proto';
import type { FrameworkView } from './view.ts';

const NOT_HOLDING: ReadonlySet<TaskState> = new Set<TaskState>([
  'TASK_FINISHED',
  'TASK_FAILED',
  'TASK_KILLED',
  'TASK_ERROR',
  'TASK_LOST',
  'TASK_DROPPED',
  'TASK_GONE',
  'TASK_GONE_BY_OPERATOR',
  'TASK_UNREACHABLE',
]);

/** A task lets go of its resources when it ends or its agent is lost (mesos-allocator.md §8.2). */
export function holdsResources(task: Task): boolean {
  return !NOT_HOLDING.has(task.state);
}

/** What is used by a framework and offered to it. */
interface Usage {
  readonly used: Resource[];
  readonly offered: Resource[];
}

/** What tasks and executors of a framework use, and what it is offered. */
export function usageOfFramework(framework: FrameworkView): Usage {
  const usage: Usage = { used: [], offered: [] };
  for (const task of framework.tasks) {
    if (holdsResources(task)) usage.used.push(...(task.resources ?? []));
  }
  for (const { info } of framework.executors) usage.used.push(...(info.resources ?? []));
  for (const { resources } of framework.offers) usage.offered.push(...(resources ?? []));
  return usage;
}
