import type { Resource, Task, TaskState } from '@stoa/proto';
import type { ClusterView, FrameworkView } from './view.ts';

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

/** What is used and offered, of an agent or by a framework. */
export interface Usage {
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

/** The same by agent, in one pass over the cluster. */
export function usageByAgent(view: ClusterView): ReadonlyMap<string, Usage> {
  const usages = new Map<string, Usage>();
  const of = (agentId: string): Usage => {
    const usage = usages.get(agentId) ?? { used: [], offered: [] };
    usages.set(agentId, usage);
    return usage;
  };
  for (const { tasks, executors, offers } of view.frameworks) {
    for (const task of tasks) {
      if (holdsResources(task)) of(task.agent_id.value).used.push(...(task.resources ?? []));
    }
    for (const { info, agentId } of executors) of(agentId).used.push(...(info.resources ?? []));
    for (const { agent_id, resources } of offers) {
      of(agent_id.value).offered.push(...(resources ?? []));
    }
  }
  return usages;
}

/** The usage of one agent; nothing when nobody uses it. */
export function usageOf(usages: ReadonlyMap<string, Usage>, agentId: string): Usage {
  return usages.get(agentId) ?? { used: [], offered: [] };
}
