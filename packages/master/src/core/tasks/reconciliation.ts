import { branded, type Timestamp } from '@stoa/common';
import type { AgentId, SchedulerCall_Reconcile_Task, TaskState, TaskStatus } from '@stoa/proto';
import { sendToFramework } from '../state.ts';
import type { FrameworkRecord, MasterState, Step, TaskRecord } from '../state.ts';
import { masterStatus, stateFor } from './statuses.ts';

/**
 * Tells a framework what became of its tasks (mesos-http.md §4.9): of those it names, or of all that
 * are known. What an agent may still tell is not answered; the framework asks again.
 */
export function reconcile(
  step: Step,
  framework: FrameworkRecord,
  asked: readonly SchedulerCall_Reconcile_Task[],
): void {
  if (asked.length === 0) {
    for (const record of framework.tasks.values()) send(step, framework, latest(step, record));
    return;
  }
  for (const task of asked) {
    const status = answer(step, framework, task);
    if (status !== undefined) send(step, framework, status);
  }
}

function answer(
  step: Step,
  framework: FrameworkRecord,
  { task_id, agent_id }: SchedulerCall_Reconcile_Task,
): TaskStatus | undefined {
  const record = framework.tasks.get(task_id.value);
  if (record !== undefined) return latest(step, record);
  const agentId = agent_id?.value;
  const fate = fateOf(step.state, agentId);
  if (fate === undefined) return undefined;
  return masterStatus(step, {
    taskId: task_id.value,
    agentId: agentId === '' ? undefined : agentId,
    state: stateFor(framework, fate.state),
    reason: 'REASON_RECONCILIATION',
    message: `Reconciliation: ${fate.words}`,
    unreachableSince: fate.since,
  });
}

interface Fate {
  readonly state: TaskState;
  readonly words: string;
  readonly since?: Timestamp;
}

/** What the whereabouts of its agent say of a task that nobody knows; undefined: nothing yet. */
function fateOf(state: MasterState, agentId: string | undefined): Fate | undefined {
  if (agentId === undefined || agentId === '') {
    if (state.recoveredAgents.size > 0) return undefined;
    return { state: 'TASK_UNKNOWN', words: 'Task is unknown' };
  }
  const id = branded<AgentId>(agentId);
  if (state.recoveredAgents.has(id)) return undefined;
  if (state.agents.has(agentId)) {
    return { state: 'TASK_GONE', words: 'Task is unknown to the agent' };
  }
  const lost = state.unreachableAgents.get(id);
  if (lost === undefined) return { state: 'TASK_UNKNOWN', words: 'Task is unknown' };
  return { state: 'TASK_UNREACHABLE', words: 'Task is unreachable', since: lost.since };
}

/** The state that the framework was told last, not the newest when an update waits for its turn. */
function latest(step: Step, { taskId, agentId, executorId, task }: TaskRecord): TaskStatus {
  const state = task.status_update_state ?? task.state;
  const told = task.statuses?.findLast((status) => status.state === state);
  return masterStatus(step, {
    taskId,
    agentId,
    state,
    reason: 'REASON_RECONCILIATION',
    message: 'Reconciliation: Latest task state',
    known: {
      ...(executorId === undefined ? {} : { executor_id: { value: executorId } }),
      healthy: told?.healthy,
      check_status: told?.check_status,
      container_status: told?.container_status,
      labels: told?.labels,
    },
  });
}

function send(step: Step, framework: FrameworkRecord, status: TaskStatus): void {
  sendToFramework(step, framework, { type: 'UPDATE', update: { status } });
}
