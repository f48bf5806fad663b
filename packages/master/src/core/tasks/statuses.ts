import { toSeconds, type Timestamp } from '@stoa/common';
import type { TaskState, TaskStatus, TaskStatus_Reason, TimeInfo } from '@stoa/proto';
import { hasCapability } from '../frameworks/capabilities.ts';
import type { FrameworkRecord, Step } from '../state.ts';

/** What the master says of a task by itself: never with a `uuid`, so nobody acknowledges it. */
export interface MasterWords {
  readonly taskId: string;
  readonly agentId: string | undefined;
  readonly state: TaskState;
  readonly reason: TaskStatus_Reason;
  readonly message: string;
  readonly unreachableSince?: Timestamp;
  /** From what the agent last said of it. */
  readonly known?: Pick<
    TaskStatus,
    'executor_id' | 'healthy' | 'check_status' | 'container_status' | 'labels'
  >;
}

/** A status with the master as its source (mesos-http.md §4.6). */
export function masterStatus(step: Step, words: MasterWords): TaskStatus {
  const { agentId, unreachableSince } = words;
  return {
    task_id: { value: words.taskId },
    state: words.state,
    message: words.message,
    source: 'SOURCE_MASTER',
    reason: words.reason,
    ...(agentId === undefined ? {} : { agent_id: { value: agentId } }),
    timestamp: toSeconds(step.at),
    ...words.known,
    ...(unreachableSince === undefined ? {} : { unreachable_time: timeInfo(unreachableSince) }),
  };
}

/** The state for a framework that knows partitions; TASK_LOST for any other. */
export function stateFor(framework: Pick<FrameworkRecord, 'info'>, aware: TaskState): TaskState {
  return hasCapability(framework.info, 'PARTITION_AWARE') ? aware : 'TASK_LOST';
}

// A double holds no nanoseconds of today; microseconds it does.
function timeInfo(at: Timestamp): TimeInfo {
  return { nanoseconds: BigInt(Math.round(at * 1000)) * 1000n };
}
