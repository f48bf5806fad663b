import type { Task, TaskInfo, TaskStatus_Reason } from '@stoa/proto';
import { sendToFramework, trace } from '../state.ts';
import type { Step } from '../state.ts';
import { masterStatus } from '../tasks/statuses.ts';
import { addTask, countEnd } from '../tasks/task-book.ts';
import { withHealthCheckType } from '../validation/checks.ts';
import type { TaskSurroundings } from '../validation/task.ts';
import type { Basket } from './basket.ts';

/** What a task of this ACCEPT is measured against. */
export function surroundingsOf({ framework, agent }: Basket): TaskSurroundings {
  return {
    frameworkId: framework.id,
    agentId: agent.id,
    isActive: (taskId) => framework.tasks.has(taskId),
    isUnreachable: (taskId) => framework.unreachableTasks.has(taskId),
  };
}

/** The task, its health check of a type even where the framework left that out. */
export function withTypedCheck(task: TaskInfo): TaskInfo {
  const { health_check } = task;
  if (health_check === undefined) return task;
  return { ...task, health_check: withHealthCheckType(health_check) };
}

/** The task is on its way: it holds its resources from now on. */
export function enterTask(step: Step, basket: Basket, info: TaskInfo): void {
  const { framework, agent } = basket;
  basket.hasLaunched = true;
  addTask(step, framework, agent, describe(basket, info));
  const fields = { frameworkId: framework.id, taskId: info.task_id.value, agentId: agent.id };
  trace(step, 'info', 'task.launched', fields);
}

/** The task does not start, and its framework hears why; it leaves no other trace. */
export function refuseTask(
  step: Step,
  { framework }: Basket,
  { task_id, agent_id }: TaskInfo,
  { reason, fault }: { readonly reason: TaskStatus_Reason; readonly fault: string },
): void {
  const [taskId, agentId] = [task_id.value, agent_id.value];
  const words = { taskId, agentId, state: 'TASK_ERROR', reason, message: fault } as const;
  const status = masterStatus(step, words);
  countEnd(step, 'TASK_ERROR', status);
  sendToFramework(step, framework, { type: 'UPDATE', update: { status } });
  const fields = { frameworkId: framework.id, taskId, agentId };
  trace(step, 'info', 'task.refused', { ...fields, reason: fault });
}

/** What is kept and shown of a task: no command, no data (mesos-protocol.md §6). */
function describe({ framework, agent }: Basket, info: TaskInfo): Task {
  const { executor, command } = info;
  return {
    name: info.name,
    task_id: info.task_id,
    framework_id: { value: framework.id },
    executor_id: executor?.executor_id,
    agent_id: { value: agent.id },
    state: 'TASK_STAGING',
    resources: info.resources,
    statuses: [],
    labels: info.labels,
    discovery: info.discovery,
    container: info.container,
    // Only a user that the task itself names; the framework's shows in the framework.
    user: command?.user ?? executor?.command?.user,
    health_check: info.health_check,
    kill_policy: info.kill_policy,
    limits: info.limits,
  };
}
