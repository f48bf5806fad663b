import { must, toSeconds } from '@stoa/common';
import type { TaskStatus, TaskState } from '@stoa/proto';
import type { ContainerEnd } from '../containers/container-spec.ts';
import type { Step, TaskRecord } from '../state.ts';
import { hasCapability } from '../state.ts';

/** What a status says besides who and when. */
export interface StatusWords {
  readonly state: TaskState;
  readonly message?: string;
  readonly reason?: TaskStatus['reason'];
  readonly data?: Uint8Array;
  readonly healthy?: boolean;
  readonly check_status?: TaskStatus['check_status'];
  readonly limitation?: TaskStatus['limitation'];
}

/** A status as the built-in executor gives it, with what the agent adds (mesos-http.md §4.6). */
export function executorStatus(step: Step, record: TaskRecord, words: StatusWords): TaskStatus {
  const addresses = isEnded(words.state) ? [] : (record.running?.ipAddresses ?? []);
  const shown = addresses.length > 0 ? addresses : [step.state.config.ip];
  return {
    ...agentStatus(step, record, words),
    source: 'SOURCE_EXECUTOR',
    container_status: {
      container_id: { value: record.container.containerId },
      network_infos: [
        {
          ip_addresses: shown.map((address) => ({
            protocol: address.includes(':') ? 'IPv6' : 'IPv4',
            ip_address: address,
          })),
        },
      ],
      ...(record.running?.pid === undefined ? {} : { executor_pid: record.running.pid }),
    },
  };
}

/** A status of the agent itself: the task never came to run, or its executor is gone. */
export function agentStatus(step: Step, record: TaskRecord, words: StatusWords): TaskStatus {
  return {
    task_id: { value: record.taskId },
    ...words,
    source: 'SOURCE_AGENT',
    agent_id: { value: must(step.state.agentId, 'an agent id') },
    executor_id: { value: record.taskId },
    timestamp: toSeconds(step.at),
    uuid: step.state.random.uuidBytes(),
  };
}

/** DROPPED for frameworks that know partitions, LOST for others. */
export function droppedState(step: Step, frameworkId: string): TaskState {
  const framework = step.state.frameworks.get(frameworkId);
  if (framework === undefined) return 'TASK_DROPPED';
  return hasCapability(framework.info, 'PARTITION_AWARE') ? 'TASK_DROPPED' : 'TASK_LOST';
}

/** The final status of a container that ended, by itself or on an order (mesos-http.md §4.6). */
export function endStatus(step: Step, record: TaskRecord, end: ContainerEnd): TaskStatus {
  if (end.kind === 'vanished' && record.kill === undefined) {
    return agentStatus(step, record, {
      state: 'TASK_FAILED',
      message: 'Executor terminated',
      reason: 'REASON_EXECUTOR_TERMINATED',
    });
  }
  if (end.kind === 'outOfMemory') return outOfMemoryStatus(step, record, end);
  const message = endMessage(record, end);
  if (record.kill?.cause === 'completionTime') {
    const reason = 'REASON_MAX_COMPLETION_TIME_REACHED';
    return executorStatus(step, record, { state: 'TASK_FAILED', message, reason });
  }
  if (record.kill !== undefined) {
    const healthy = record.kill.cause === 'unhealthy' ? { healthy: false } : {};
    return executorStatus(step, record, { state: 'TASK_KILLED', message, ...healthy });
  }
  const hasSucceeded = end.kind === 'exited' && end.code === 0;
  return executorStatus(step, record, {
    state: hasSucceeded ? 'TASK_FINISHED' : 'TASK_FAILED',
    message,
  });
}

function outOfMemoryStatus(
  step: Step,
  record: TaskRecord,
  end: ContainerEnd & { kind: 'outOfMemory' },
): TaskStatus {
  return agentStatus(step, record, {
    state: 'TASK_FAILED',
    message: `Memory limit exceeded: Requested: ${end.limitMb}MB Maximum Used: ${end.usedMb}MB`,
    reason: 'REASON_CONTAINER_LIMITATION_MEMORY',
    limitation: {
      resources: [{ name: 'mem', type: 'SCALAR', scalar: { value: end.usedMb }, role: '*' }],
    },
  });
}

/** What became of the program, in the words tools look for. */
export function endMessage(record: TaskRecord, end: ContainerEnd): string {
  if (record.container.kind === 'docker') {
    return `Container exited with status ${end.kind === 'exited' ? end.code : 137}`;
  }
  if (end.kind === 'exited') return `Command exited with status ${end.code}`;
  const signal = end.kind === 'signalled' ? end.signal : 9;
  return `Command terminated with signal ${SIGNAL_NAMES[signal] ?? `Unknown signal ${signal}`}`;
}

function isEnded(state: TaskState): boolean {
  return state !== 'TASK_STARTING' && state !== 'TASK_RUNNING' && state !== 'TASK_KILLING';
}

const SIGNAL_NAMES: Readonly<Record<number, string>> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  31: 'Bad system call',
};
