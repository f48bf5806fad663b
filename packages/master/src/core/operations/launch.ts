import { Resources } from '@stoa/proto';
import type { ExecutorInfo, Offer_Operation, TaskInfo } from '@stoa/proto';
import { sendToAgent } from '../state.ts';
import type { Step } from '../state.ts';
import { addExecutor, findExecutor } from '../tasks/executor-book.ts';
import { validateSameExecutor } from '../validation/executor.ts';
import { validateTask } from '../validation/task.ts';
import { takeForm, type Basket } from './basket.ts';
import { enterTask, refuseTask, surroundingsOf, withTypedCheck } from './tasks.ts';

const NO_ID = 'The `id` field cannot be set on LAUNCH operations';

/** Starts tasks, each on its own: one that is refused does no harm to the others. */
export function launchTasks(step: Step, basket: Basket, operation: Offer_Operation): void {
  for (const task of operation.launch?.task_infos ?? []) {
    const fault = operation.id === undefined ? launchTask(step, basket, task) : NO_ID;
    if (fault !== undefined)
      refuseTask(step, basket, task, { reason: 'REASON_TASK_INVALID', fault });
  }
}

/** Starts one task, or says what is wrong with it. */
function launchTask(step: Step, basket: Basket, given: TaskInfo): string | undefined {
  const { framework, agent, role } = basket;
  const fault = validateTask(withTypedCheck(given), surroundingsOf(basket));
  if (fault !== undefined) return fault;
  const task = {
    ...withTypedCheck(given),
    resources: takeForm(given.resources, role),
    executor: given.executor && completeExecutor(basket, given.executor),
  };
  const { executor } = task;
  const running = executor && findExecutor(agent, framework.id, executor.executor_id.value);
  if (executor !== undefined && running !== undefined) {
    const other = validateSameExecutor(running.info, executor);
    if (other !== undefined) return other;
  }
  const own = Resources.of(task.resources);
  const needed = running === undefined ? own.add(Resources.of(executor?.resources ?? [])) : own;
  if (!basket.remaining.contains(needed)) {
    return `Total resources ${needed.toString()} required by task and its executor is more than available ${basket.remaining.toString()}`;
  }
  basket.remaining = basket.remaining.subtract(needed);
  if (executor !== undefined && running === undefined) addExecutor(framework, agent, executor);
  enterTask(step, basket, task);
  const run_task = { framework_info: framework.info, task };
  sendToAgent(step, agent, { type: 'RUN_TASK', run_task });
  return undefined;
}

/** What a framework may leave out of its executor. */
function completeExecutor({ framework, role }: Basket, executor: ExecutorInfo): ExecutorInfo {
  return {
    ...executor,
    type: 'CUSTOM',
    framework_id: { value: framework.id },
    resources: takeForm(executor.resources, role),
  };
}
