import { isTerminal } from '@stoa/proto';
import type { ClusterTaskJson } from '@stoa/proto/stoa';
import type { TaskView } from '../../core/read-view.ts';

/** A run of an executor on an agent: where its files are. */
export interface ExecutorRun {
  readonly directory: string;
  readonly containerId: string | undefined;
}

/** The executor that runs a task: its own, or the one that the agent makes under the task's id. */
export function executorIdOf({
  executorId,
  id,
}: Pick<ClusterTaskJson, 'executorId' | 'id'>): string {
  return executorId === undefined || executorId === '' ? id : executorId;
}

/**
 * The latest run of an executor in an agent's `/state` (mesos-endpoints.md §3.1): one that lives
 * before one that ended. Whatever else the answer holds is not looked at.
 */
export function findRun(
  state: unknown,
  frameworkId: string,
  executorId: string,
): ExecutorRun | undefined {
  const frameworks = [...listIn(state, 'frameworks'), ...listIn(state, 'completed_frameworks')];
  const own = frameworks.filter((framework) => textIn(framework, 'id') === frameworkId);
  for (const list of ['executors', 'completed_executors']) {
    for (const executor of own.flatMap((framework) => listIn(framework, list))) {
      const directory = textIn(executor, 'directory');
      if (textIn(executor, 'id') !== executorId || directory === undefined) continue;
      return { directory, containerId: textIn(executor, 'container') };
    }
  }
  return undefined;
}

/** Where an agent has the latest run of an executor whose directory is not told any more. */
export function virtualPath(frameworkId: string, executorId: string): string {
  return `/frameworks/${frameworkId}/executors/${executorId}/runs/latest`;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : [];
}

function textIn(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' && member !== '' ? member : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([key]) => key === name);
  return found?.[1];
}

/** A task whose files are wanted, as far as it is known. */
export interface KnownTask {
  readonly taskId: string;
  readonly executorId: string;
  readonly agentId: string;
  readonly state: string;
  readonly isEnded: boolean;
}

/** What the master knows of a task. */
export function fromMaster(task: ClusterTaskJson): KnownTask {
  const { id, agentId, state } = task;
  const isEnded = isTerminal(state);
  return { taskId: id, executorId: executorIdOf(task), agentId, state, isEnded };
}

/** What Marathon knows of an instance that the master has not told of yet; undefined: it waits. */
export function fromMarathon(instanceId: string, tasks: Iterable<TaskView>): KnownTask | undefined {
  for (const { id, instanceId: own, agentId, condition } of tasks) {
    if ((own !== instanceId && id !== instanceId) || agentId === undefined) continue;
    const state = `TASK_${condition.toUpperCase()}`;
    return { taskId: id, executorId: id, agentId, state, isEnded: false };
  }
  return undefined;
}
