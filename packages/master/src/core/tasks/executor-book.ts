import { Resources } from '@stoa/proto';
import type { ExecutorInfo } from '@stoa/proto';
import { pairKey } from '../state.ts';
import type { AgentRecord, ExecutorRecord, FrameworkRecord, Step, TaskRecord } from '../state.ts';

/** The executor of this framework on this agent, if it runs there. */
export function findExecutor(
  agent: AgentRecord,
  frameworkId: string,
  executorId: string,
): ExecutorRecord | undefined {
  return agent.executors.get(pairKey(frameworkId, executorId));
}

/** Enters an executor with its framework and its agent. */
export function addExecutor(
  framework: FrameworkRecord,
  agent: AgentRecord,
  info: ExecutorInfo,
): ExecutorRecord {
  const record = { frameworkId: framework.id, agentId: agent.id, info, isHeard: false };
  const executorId = info.executor_id.value;
  agent.executors.set(pairKey(framework.id, executorId), record);
  framework.executors.set(pairKey(agent.id, executorId), record);
  return record;
}

/** The executor ended: what it held besides its tasks is free. */
export function removeExecutor(step: Step, record: ExecutorRecord): void {
  const { state } = step;
  const { frameworkId, agentId, info } = record;
  const executorId = info.executor_id.value;
  state.agents.get(agentId)?.executors.delete(pairKey(frameworkId, executorId));
  state.frameworks.get(frameworkId)?.executors.delete(pairKey(agentId, executorId));
  const resources = Resources.of(info.resources ?? []);
  if (resources.isEmpty) return;
  state.allocator.recover(frameworkId, agentId, resources, undefined, step.at);
  state.wantsAllocation = true;
}

/**
 * A task ended by its agent's word. An executor that never spoke and has no other task there never
 * came to be, and nobody will tell its end.
 */
export function dropUnbornExecutor(step: Step, agent: AgentRecord, task: TaskRecord): void {
  if (task.executorId === undefined) return;
  const executor = findExecutor(agent, task.frameworkId, task.executorId);
  if (executor === undefined || executor.isHeard) return;
  for (const other of agent.tasks.values()) {
    const isItsOwn = other.frameworkId === task.frameworkId && other.executorId === task.executorId;
    if (isItsOwn && other !== task && other.task.status_update_state === undefined) return;
  }
  removeExecutor(step, executor);
}
