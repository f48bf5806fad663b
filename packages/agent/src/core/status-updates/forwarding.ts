import { must } from '@stoa/common';
import type { TaskStatus } from '@stoa/proto';
import type { Step, TaskRecord } from '../state.ts';
import { findTask, latestState } from '../state.ts';
import { forgetTask } from '../tasks/forgetting.ts';
import { persistTask, traceTask } from '../tasks/writing.ts';
import { acknowledgeStray } from './stray-updates.ts';
import { applyAcknowledgement, applySending, nextRetryDelay, nextUpdate } from './update-stream.ts';

/** The timer that sends the head of a task's stream again. */
export function retryTimer(containerId: string): string {
  return `update/${containerId}`;
}

/** Sends the head of the stream, when it is durable and a master listens. */
export function forwardHead(step: Step, record: TaskRecord): void {
  const update = nextUpdate(record.stream, record.durableVersion);
  if (update === undefined || step.state.registration.phase !== 'registered') return;
  const latest = latestStateBeside(record, update.status.state);
  record.stream = applySending(record.stream);
  step.effects.push({
    kind: 'sendCall',
    call: {
      type: 'UPDATE',
      agent_id: { value: must(step.state.agentId, 'an agent id') },
      update: {
        framework_id: { value: record.frameworkId },
        status: update.status,
        latest_state: latest,
      },
    },
  });
  step.effects.push({
    kind: 'startTimer',
    timer: retryTimer(record.container.containerId),
    delay: nextRetryDelay(record.stream.attempts),
  });
  traceTask(step, 'update.sent', record, { state: update.status.state });
}

/**
 * What the master is told to be the task's newest state beside an update: it may be ahead of it
 * (mesos-allocator.md §8). STARTING and RUNNING come about at once here; from an executor RUNNING
 * comes a moment after STARTING went out, and whoever follows the master's events counts on both.
 */
function latestStateBeside(record: TaskRecord, state: TaskStatus['state']): TaskStatus['state'] {
  const latest = latestState(record);
  const isFirstSending = record.stream.attempts === 0;
  return isFirstSending && state === 'TASK_STARTING' && latest === 'TASK_RUNNING' ? state : latest;
}

/** Sends the head unless it is on its way already. */
export function forwardIfIdle(step: Step, record: TaskRecord): void {
  if (record.stream.attempts === 0) forwardHead(step, record);
}

/**
 * Streams begin anew with their heads: all after a (re-)registration, those of one framework when it
 * came back to the master. Whoever was away shall not wait for the end of a long pause.
 */
export function forwardAll(step: Step, frameworkId?: string): void {
  for (const record of step.state.tasks.values()) {
    if (frameworkId !== undefined && record.frameworkId !== frameworkId) continue;
    record.stream = { ...record.stream, attempts: 0 };
    forwardHead(step, record);
  }
}

/** The framework has an update: the next one follows, after a terminal one the task is forgotten. */
export function acknowledgeUpdate(
  step: Step,
  acknowledged: {
    readonly frameworkId: string;
    readonly taskId: string;
    readonly uuid: Uint8Array;
  },
): void {
  if (acknowledgeStray(step, acknowledged)) return;
  const record = findTask(step.state, acknowledged.frameworkId, acknowledged.taskId);
  const stream =
    record === undefined ? undefined : applyAcknowledgement(record.stream, acknowledged.uuid);
  if (record === undefined || stream === undefined) {
    const { frameworkId, taskId } = acknowledged;
    const fields = { frameworkId, taskId };
    step.effects.push({
      kind: 'trace',
      level: 'debug',
      event: 'update.strayAcknowledgement',
      fields,
    });
    return;
  }
  record.stream = stream;
  step.effects.push({ kind: 'cancelTimer', timer: retryTimer(record.container.containerId) });
  traceTask(step, 'update.acknowledged', record, { state: stateOf(stream.acknowledged) });
  if (stream.isClosed) {
    forgetTask(step, record);
    return;
  }
  forwardHead(step, record);
  persistTask(step, record);
}

function stateOf(status: TaskStatus | undefined): string | undefined {
  return status?.state;
}
