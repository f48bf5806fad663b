import type { Duration } from '@stoa/common';
import { milliseconds } from '@stoa/common';
import type { TaskStatus } from '@stoa/proto';
import { isTerminal } from '@stoa/proto';
import { UPDATE_RETRY_MAX, UPDATE_RETRY_MIN } from '../limits.ts';

/** An update and the write that holds it; it may be sent once that write is durable. */
export interface PendingUpdate {
  readonly status: TaskStatus;
  readonly version: number;
}

/**
 * The updates of one task on their way to the framework, a value:
 *
 * | State | Move |
 * |---|---|
 * | idle | an update is queued → waiting |
 * | waiting | the head is sent, again after 10 s, 20 s … 10 min; its acknowledgement → next, or idle |
 * | closed | the terminal update was acknowledged |
 *
 * Only the head is ever sent: in order, at least once, until acknowledged (mesos-http.md §4.7).
 */
export interface UpdateStream {
  readonly pending: readonly PendingUpdate[];
  /** How often the head was sent. */
  readonly attempts: number;
  /** The newest update that was acknowledged. */
  readonly acknowledged: TaskStatus | undefined;
  readonly isClosed: boolean;
}

export const EMPTY_STREAM: UpdateStream = {
  pending: [],
  attempts: 0,
  acknowledged: undefined,
  isClosed: false,
};

/** The stream with one more update at its end. */
export function applyUpdate(stream: UpdateStream, update: PendingUpdate): UpdateStream {
  return { ...stream, pending: [...stream.pending, update] };
}

/** The stream without its head when `uuid` is the head's; undefined when it is not. */
export function applyAcknowledgement(
  stream: UpdateStream,
  uuid: Uint8Array,
): UpdateStream | undefined {
  const [head, ...rest] = stream.pending;
  if (head?.status.uuid === undefined || !areBytesEqual(head.status.uuid, uuid)) return undefined;
  return {
    pending: rest,
    attempts: 0,
    acknowledged: head.status,
    isClosed: isTerminal(head.status.state),
  };
}

/** The update to send now: the head, when its write is durable. */
export function nextUpdate(
  stream: UpdateStream,
  durableVersion: number,
): PendingUpdate | undefined {
  const head = stream.pending[0];
  return head !== undefined && head.version <= durableVersion ? head : undefined;
}

/** The stream after its head was sent once more. */
export function applySending(stream: UpdateStream): UpdateStream {
  return { ...stream, attempts: stream.attempts + 1 };
}

/** The wait until the head is sent again, after it was sent `attempts` times. */
export function nextRetryDelay(attempts: number): Duration {
  const doublings = Math.min(Math.max(attempts - 1, 0), 10);
  return milliseconds(Math.min(UPDATE_RETRY_MIN * 2 ** doublings, UPDATE_RETRY_MAX));
}

/** The newest update that may have left this agent: what the master last heard of the task. */
export function lastForwarded(stream: UpdateStream): TaskStatus | undefined {
  return stream.attempts > 0 ? stream.pending[0]?.status : stream.acknowledged;
}

/** Whether two byte strings are the same. */
export function areBytesEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
