import type { Duration } from '@stoa/common';
import { later, milliseconds } from '@stoa/common';
import type { KillPolicy, TaskStatus } from '@stoa/proto';
import { stopProbing } from '../checks/probing.ts';
import type { ContainerEnd } from '../containers/container-spec.ts';
import { AT_ONCE, FORCE_REPEAT, KILL_GRACE_DEFAULT } from '../limits.ts';
import type { KillOrder, Step, TaskRecord } from '../state.ts';
import { hasCapability } from '../state.ts';
import { forwardIfIdle } from '../status-updates/forwarding.ts';
import { forgetTask } from './forgetting.ts';
import { agentStatus, endStatus, executorStatus } from './status.ts';
import { persistTask, queueUpdate, traceTask } from './writing.ts';

/** The timer that ends patience with a task that is being ended. */
export function killTimer(containerId: string): string {
  return `kill/${containerId}`;
}

/** The timer of `max_completion_time`. */
export function completionTimer(containerId: string): string {
  return `completion/${containerId}`;
}

/** How long a task may take to end: the call's word, else the task's, else the custom. */
export function killGrace(step: Step, record: TaskRecord, policy?: KillPolicy): Duration {
  const wanted = policy?.grace_period ?? record.task.kill_policy?.grace_period;
  if (wanted !== undefined) return milliseconds(Math.max(0, Number(wanted.nanoseconds) / 1e6));
  return record.container.kind === 'docker' ? step.state.config.dockerGrace : KILL_GRACE_DEFAULT;
}

/** Ends a task, softly first. A second order may only shorten the wait. */
export function killTask(
  step: Step,
  record: TaskRecord,
  order: { readonly cause: KillOrder['cause']; readonly grace: Duration },
): void {
  if (record.phase === 'ended') return;
  const deadline = later(step.at, order.grace);
  const before = record.kill;
  if (before !== undefined && before.deadline <= deadline) return;
  record.kill = { cause: before?.cause ?? order.cause, deadline };
  traceTask(step, 'task.killing', record, { cause: record.kill.cause });
  stopProbing(step, record);
  if (before === undefined && record.phase === 'running') tellKilling(step, record);
  persistTask(step, record, { after: ['stop'] });
  forwardIfIdle(step, record);
}

function tellKilling(step: Step, record: TaskRecord): void {
  const framework = step.state.frameworks.get(record.frameworkId);
  if (record.kill?.cause === 'completionTime') return;
  if (!hasCapability(framework?.info, 'TASK_KILLING_STATE')) return;
  const healthy = record.kill?.cause === 'unhealthy' ? { healthy: false } : {};
  queueUpdate(record, executorStatus(step, record, { state: 'TASK_KILLING', ...healthy }));
}

/** The order is written down (or cannot be): it is carried out. */
export function stopTask(step: Step, record: TaskRecord): void {
  if (record.kill === undefined || record.phase === 'ended') return;
  if (record.phase === 'accepted') return;
  const isOver = record.kill.deadline <= step.at;
  // Even without patience the soft signal goes first; the force follows in the same moment.
  step.effects.push({ kind: 'stopContainer', container: record.container, force: false });
  const delay = isOver ? AT_ONCE : milliseconds(record.kill.deadline - step.at);
  step.effects.push({ kind: 'startTimer', timer: killTimer(record.container.containerId), delay });
}

/** Patience ended; said again until the container is gone. */
export function forceTask(step: Step, record: TaskRecord): void {
  if (record.phase === 'ended') return;
  step.effects.push({ kind: 'stopContainer', container: record.container, force: true });
  const timer = killTimer(record.container.containerId);
  step.effects.push({ kind: 'startTimer', timer, delay: FORCE_REPEAT });
}

/** A container ended. */
export function containerEnded(step: Step, record: TaskRecord, end: ContainerEnd): void {
  if (record.phase === 'ended') return;
  endTask(step, record, endStatus(step, record, end));
}

/** A launch was given up. */
export function containerFailed(
  step: Step,
  record: TaskRecord,
  fault: {
    readonly message: string;
    readonly isCancelled: boolean;
    readonly state?: TaskStatus['state'];
  },
): void {
  if (record.phase === 'ended') return;
  endTask(step, record, failureStatus(step, record, fault));
}

function failureStatus(
  step: Step,
  record: TaskRecord,
  fault: {
    readonly message: string;
    readonly isCancelled: boolean;
    readonly state?: TaskStatus['state'];
  },
): TaskStatus {
  if (fault.isCancelled) {
    return agentStatus(step, record, {
      state: 'TASK_KILLED',
      message: 'Killed before delivery to the executor',
      reason: 'REASON_TASK_KILLED_DURING_LAUNCH',
    });
  }
  step.state.launchFailures += 1;
  if (fault.state !== undefined) {
    const reason = 'REASON_EXECUTOR_TERMINATED';
    return agentStatus(step, record, { state: fault.state, message: fault.message, reason });
  }
  return agentStatus(step, record, {
    state: 'TASK_FAILED',
    message: `Failed to launch container: ${fault.message}`,
    reason: 'REASON_CONTAINER_LAUNCH_FAILED',
  });
}

/** The task's last status: it is queued, and what was held for the task is let go. */
export function endTask(step: Step, record: TaskRecord, status: TaskStatus): void {
  const { state } = step;
  const { containerId } = record.container;
  stopProbing(step, record);
  queueUpdate(record, status);
  record.phase = 'ended';
  record.running = undefined;
  state.endedCounts.set(status.state, (state.endedCounts.get(status.state) ?? 0) + 1);
  for (const timer of [killTimer(containerId), completionTimer(containerId)]) {
    step.effects.push({ kind: 'cancelTimer', timer });
  }
  traceTask(step, 'task.ended', record, { state: status.state, message: status.message });
  persistTask(step, record, { after: ['remove'] });
  if (state.frameworks.get(record.frameworkId)?.isShutDown === true) farewell(step, record, status);
  else forwardIfIdle(step, record);
}

// The framework is gone and acknowledges nothing; the master alone may still want to hear.
function farewell(step: Step, record: TaskRecord, status: TaskStatus): void {
  step.effects.push({ kind: 'removeContainer', container: record.container });
  if (step.state.registration.phase === 'registered') {
    step.effects.push({
      kind: 'sendCall',
      call: {
        type: 'UPDATE',
        agent_id: status.agent_id,
        update: {
          framework_id: { value: record.frameworkId },
          status,
          latest_state: status.state,
        },
      },
    });
  }
  forgetTask(step, record);
}
