import { ExecutorInfoCodec, Resources } from '@stoa/proto';
import type { ExecutorInfo, Offer_Operation, TaskInfo } from '@stoa/proto';
import { sendToAgent } from '../state.ts';
import type { Step } from '../state.ts';
import { addExecutor, findExecutor } from '../tasks/executor-book.ts';
import { validateGroupExecutor, validateSameExecutor } from '../validation/executor.ts';
import { validateGroupTask } from '../validation/task.ts';
import { takeForm, type Basket } from './basket.ts';
import { enterTask, refuseTask, surroundingsOf, withTypedCheck } from './tasks.ts';

const NO_ID = 'The `id` field cannot be set on LAUNCH_GROUP operations';

/** Starts tasks that live and die together under one executor: all of them, or none. */
export function launchGroup(step: Step, basket: Basket, operation: Offer_Operation): void {
  const group = operation.launch_group;
  if (group === undefined) return;
  const tasks = group.task_group.tasks ?? [];
  const fault = operation.id === undefined ? launchAll(step, basket, group.executor, tasks) : NO_ID;
  if (fault === undefined) return;
  for (const task of tasks) {
    refuseTask(step, basket, task, { reason: 'REASON_TASK_GROUP_INVALID', fault });
  }
}

function launchAll(
  step: Step,
  basket: Basket,
  asked: ExecutorInfo,
  given: readonly TaskInfo[],
): string | undefined {
  const { framework, agent, role } = basket;
  const fault = groupFault(basket, asked, given);
  if (fault !== undefined) return fault;
  const executor = { ...asked, resources: takeForm(asked.resources, role) };
  const running = findExecutor(agent, framework.id, executor.executor_id.value);
  const other = running && validateSameExecutor(running.info, executor);
  if (other !== undefined) return other;
  const tasks = given.map((task) => completeTask(task, executor, role));
  const needed = [...(running === undefined ? [executor] : []), ...tasks]
    .map(({ resources = [] }) => Resources.of(resources))
    .reduce((sum, one) => sum.add(one), Resources.empty);
  if (!basket.remaining.contains(needed)) {
    return `Total resources ${needed.toString()} required by task group and its executor are more than available ${basket.remaining.toString()}`;
  }
  basket.remaining = basket.remaining.subtract(needed);
  if (running === undefined) addExecutor(framework, agent, executor);
  for (const task of tasks) enterTask(step, basket, task);
  // Each task names its executor in the books; on the way the group does it for all.
  const bare = tasks.map(({ executor: _, ...task }) => task);
  const run_task_group = { framework_info: framework.info, executor, task_group: { tasks: bare } };
  sendToAgent(step, agent, { type: 'RUN_TASK_GROUP', run_task_group });
  return undefined;
}

function groupFault(
  basket: Basket,
  executor: ExecutorInfo,
  tasks: readonly TaskInfo[],
): string | undefined {
  const executorFault = validateGroupExecutor(executor, basket.framework.id);
  if (executorFault !== undefined) return executorFault;
  const around = surroundingsOf(basket);
  const seen = new Set<string>();
  for (const task of tasks) {
    const id = task.task_id.value;
    const isActive = (taskId: string): boolean => seen.has(taskId) || around.isActive(taskId);
    const fault =
      validateGroupTask(withTypedCheck(task), { ...around, isActive }) ??
      otherExecutor(task, executor);
    if (fault !== undefined) return `Task '${id}' is invalid: ${fault}`;
    seen.add(id);
  }
  return undefined;
}

function otherExecutor(task: TaskInfo, executor: ExecutorInfo): string | undefined {
  if (task.executor === undefined) return undefined;
  if (ExecutorInfoCodec.toJson(task.executor) === ExecutorInfoCodec.toJson(executor)) {
    return undefined;
  }
  return `The \`ExecutorInfo\` of task '${task.task_id.value}' is different from executor '${executor.executor_id.value}'`;
}

function completeTask(task: TaskInfo, executor: ExecutorInfo, role: string): TaskInfo {
  return { ...withTypedCheck(task), resources: takeForm(task.resources, role), executor };
}
