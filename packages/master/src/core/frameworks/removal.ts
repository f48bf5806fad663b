import { isTerminal } from '@stoa/proto';
import type { Task, TaskStatus } from '@stoa/proto';
import { offersOf, takeOffer } from '../offers/offer-book.ts';
import { pairKey, sendToAgent, trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';
import { masterStatus } from '../tasks/statuses.ts';
import { applyStatus, completeTask, countEnd } from '../tasks/task-book.ts';
import { frameworkView } from './framework-view.ts';

/**
 * Ends a framework for good: its tasks are killed where they run, what it held is free at once, its
 * stream ends without a word, and its id never comes back (mesos-allocator.md §7.6).
 */
export function removeFramework(step: Step, framework: FrameworkRecord, reason: string): void {
  const { state } = step;
  const { id } = framework;
  for (const offer of offersOf(step, [...framework.offers])) takeOffer(step, offer);
  tellAgents(step, framework);
  for (const executor of framework.executors.values()) {
    const key = pairKey(id, executor.info.executor_id.value);
    state.agents.get(executor.agentId)?.executors.delete(key);
  }
  framework.executors.clear();
  state.allocator.removeFramework(id);
  endTasks(step, framework);
  closeStream(step, framework);
  step.effects.push({ kind: 'cancelTimer', timer: `failover/${id}` });
  framework.unregisteredAt = step.at;
  framework.recovered = false;
  state.frameworks.delete(id);
  state.completedIds.add(id);
  const forgotten = state.completedFrameworks.add(framework);
  if (forgotten !== undefined) state.completedIds.delete(forgotten.id);
  state.wantsAllocation = true;
  const change = { kind: 'frameworkRemoved', framework: frameworkView(state, framework) } as const;
  step.effects.push({ kind: 'clusterChanged', change });
  trace(step, 'info', 'framework.removed', { frameworkId: id, reason });
}

function tellAgents(step: Step, framework: FrameworkRecord): void {
  const agentIds = new Set<string>();
  for (const { agentId } of framework.tasks.values()) agentIds.add(agentId);
  for (const { agentId } of framework.executors.values()) agentIds.add(agentId);
  const shutdown_framework = { framework_id: { value: framework.id } };
  for (const agentId of agentIds) {
    const agent = step.state.agents.get(agentId);
    sendToAgent(step, agent, { type: 'SHUTDOWN_FRAMEWORK', shutdown_framework });
  }
}

function endTasks(step: Step, framework: FrameworkRecord): void {
  for (const record of framework.tasks.values()) {
    if (!isTerminal(record.task.state)) {
      applyStatus(step, record, removedStatus(step, framework, record.task));
    }
    completeTask(step, framework, record);
  }
  for (const task of framework.unreachableTasks.values()) {
    const status = removedStatus(step, framework, task);
    countEnd(step, 'TASK_KILLED', status);
    const statuses = [...(task.statuses ?? []), status];
    framework.completedTasks.add({ ...task, state: 'TASK_KILLED', statuses });
  }
  framework.unreachableTasks.clear();
}

function removedStatus(step: Step, { id }: FrameworkRecord, task: Task): TaskStatus {
  return masterStatus(step, {
    taskId: task.task_id.value,
    agentId: task.agent_id.value,
    state: 'TASK_KILLED',
    reason: 'REASON_FRAMEWORK_REMOVED',
    message: `Framework ${id} removed`,
  });
}

function closeStream(step: Step, framework: FrameworkRecord): void {
  const { streamId } = framework;
  step.effects.push({ kind: 'cancelTimer', timer: `heartbeat/${framework.id}` });
  if (streamId === undefined) return;
  framework.streamId = undefined;
  step.state.streams.delete(streamId);
  step.effects.push({ kind: 'closeStream', streamId });
}
