import { must, toSeconds } from '@stoa/common';
import type { TaskStatus } from '@stoa/proto';
import type { Step } from '../state.ts';
import { taskKey } from '../state.ts';
import { droppedState } from '../tasks/status.ts';
import { areBytesEqual, nextRetryDelay } from './update-stream.ts';

const TIMER_PREFIX = 'stray/';

/**
 * Answers for a task that the master knows here and this agent does not: it never came, or is long
 * forgotten. The answer is sent until it is acknowledged; a restart makes the master ask again.
 */
export function reportUnknownTask(step: Step, frameworkId: string, asked: TaskStatus): void {
  const key = taskKey(frameworkId, asked.task_id.value);
  const status: TaskStatus = {
    task_id: asked.task_id,
    state: droppedState(step, frameworkId),
    message: 'Reconciliation: task unknown to the agent',
    source: 'SOURCE_AGENT',
    reason: 'REASON_RECONCILIATION',
    agent_id: { value: must(step.state.agentId, 'an agent id') },
    timestamp: toSeconds(step.at),
    uuid: step.state.random.uuidBytes(),
  };
  step.state.strays.set(key, { frameworkId, status, attempts: 0 });
  const fields = { frameworkId, taskId: asked.task_id.value };
  step.effects.push({ kind: 'trace', level: 'warn', event: 'task.unknown', fields });
  sendStray(step, key);
}

/** The timer of a stray update fired; false when the timer is another's. */
export function strayTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  sendStray(step, timer.slice(TIMER_PREFIX.length));
  return true;
}

/** Whether the acknowledgement was for a stray update. */
export function acknowledgeStray(
  step: Step,
  given: { readonly frameworkId: string; readonly taskId: string; readonly uuid: Uint8Array },
): boolean {
  const key = taskKey(given.frameworkId, given.taskId);
  const uuid = step.state.strays.get(key)?.status.uuid;
  if (uuid === undefined || !areBytesEqual(uuid, given.uuid)) return false;
  forgetStray(step, key);
  return true;
}

/** Nobody waits for the answers to an earlier master's questions. */
export function forgetStrays(step: Step): void {
  for (const key of [...step.state.strays.keys()]) forgetStray(step, key);
}

function forgetStray(step: Step, key: string): void {
  step.state.strays.delete(key);
  step.effects.push({ kind: 'cancelTimer', timer: `${TIMER_PREFIX}${key}` });
}

function sendStray(step: Step, key: string): void {
  const stray = step.state.strays.get(key);
  if (stray === undefined || step.state.registration.phase !== 'registered') return;
  stray.attempts += 1;
  step.effects.push({
    kind: 'sendCall',
    call: {
      type: 'UPDATE',
      agent_id: stray.status.agent_id,
      update: {
        framework_id: { value: stray.frameworkId },
        status: stray.status,
        latest_state: stray.status.state,
      },
    },
  });
  const timer = `${TIMER_PREFIX}${key}`;
  step.effects.push({ kind: 'startTimer', timer, delay: nextRetryDelay(stray.attempts) });
}
