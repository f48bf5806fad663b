import type { LinkCall_Update, TaskStatus } from '@stoa/proto';
import { isTerminal } from '@stoa/proto';
import { count, sendToAgent, sendToFramework, trace } from '../state.ts';
import type { AgentRecord, FrameworkRecord, Step, TaskRecord } from '../state.ts';
import { dropUnbornExecutor, findExecutor } from './executor-book.ts';
import { applyStatus, completeTask } from './task-book.ts';

/**
 * An update on its way from an agent to a framework. The master keeps what it says of the task and
 * passes it on as it is; it does not queue. An update without a listener is dropped: the agent sends
 * it again until the framework acknowledges it (mesos-http.md §4.7).
 */
export function routeStatus(step: Step, agent: AgentRecord, update: LinkCall_Update): void {
  const { state } = step;
  count(step, 'master/messages_status_update');
  const frameworkId = update.framework_id.value;
  const framework = state.frameworks.get(frameworkId);
  const status = withAgent(agent, update.status);
  if (framework === undefined) return drop(step, agent, frameworkId, status);
  if (framework.streamId === undefined) traceDropped(step, frameworkId, status, 'disconnected');
  sendToFramework(step, framework, { type: 'UPDATE', update: { status } });
  const record = framework.tasks.get(status.task_id.value);
  if (record?.agentId !== agent.id) {
    count(step, 'master/invalid_status_updates');
    return;
  }
  count(step, 'master/valid_status_updates');
  noteExecutor(step, agent, record, status);
  applyStatus(step, record, status, update.latest_state);
}

/** The framework has the update: so may the agent; a task that ended is over (§4.7). */
export function acknowledged(
  step: Step,
  framework: FrameworkRecord,
  acknowledge: {
    readonly agent_id: { readonly value: string };
    readonly task_id: { readonly value: string };
    readonly uuid: Uint8Array;
  },
): void {
  const { agent_id, task_id, uuid } = acknowledge;
  const agent = step.state.agents.get(agent_id.value);
  const isValid = agent?.linkId !== undefined;
  count(step, `master/${isValid ? 'valid' : 'invalid'}_status_update_acknowledgements`);
  // Once the agent is back it sends the update again, and the framework acknowledges again.
  if (!isValid) return;
  const framework_id = { value: framework.id };
  sendToAgent(step, agent, { type: 'ACKNOWLEDGE', acknowledge: { framework_id, task_id, uuid } });
  const record = framework.tasks.get(task_id.value);
  if (record?.agentId === agent_id.value && isLastUpdate(record, uuid)) {
    completeTask(step, framework, record);
  }
}

function isLastUpdate({ task }: TaskRecord, uuid: Uint8Array): boolean {
  const { status_update_state: state, status_update_uuid: own } = task;
  if (own?.length !== uuid.length || !isTerminal(state)) return false;
  return own.every((byte, at) => byte === uuid[at]);
}

function withAgent(agent: AgentRecord, status: TaskStatus): TaskStatus {
  return status.agent_id === undefined ? { ...status, agent_id: { value: agent.id } } : status;
}

function noteExecutor(
  step: Step,
  agent: AgentRecord,
  record: TaskRecord,
  status: TaskStatus,
): void {
  if (record.executorId === undefined) return;
  const executor = findExecutor(agent, record.frameworkId, record.executorId);
  if (executor === undefined) return;
  if (status.source === 'SOURCE_EXECUTOR') executor.isHeard = true;
  else if (isTerminal(status.state)) dropUnbornExecutor(step, agent, record);
}

/** Nobody will ever acknowledge it: the master does, so that the agent can let go. */
function drop(step: Step, agent: AgentRecord, frameworkId: string, status: TaskStatus): void {
  count(step, 'master/invalid_status_updates');
  const isOver = step.state.completedIds.has(frameworkId);
  traceDropped(step, frameworkId, status, isOver ? 'framework removed' : 'framework unknown');
  if (!isOver || status.uuid === undefined) return;
  const framework_id = { value: frameworkId };
  const { task_id, uuid } = status;
  sendToAgent(step, agent, { type: 'ACKNOWLEDGE', acknowledge: { framework_id, task_id, uuid } });
}

function traceDropped(step: Step, frameworkId: string, status: TaskStatus, reason: string): void {
  trace(step, 'info', 'update.dropped', { frameworkId, taskId: status.task_id.value, reason });
}
