import type { Timestamp } from '@stoa/common';
import type { TimeInfo } from '@stoa/proto';

// A double holds the microseconds of today's dates exactly, the nanoseconds it does not.
function microseconds(at: Timestamp): number {
  return Math.round(at * 1000);
}

/** Seconds since 1970 to the microsecond, as classic JSON and `*_time` doubles have them. */
export function wireSeconds(at: Timestamp): number {
  return microseconds(at) / 1_000_000;
}

/** The same as a v1 time. */
export function timeInfo(at: Timestamp): TimeInfo {
  return { nanoseconds: BigInt(microseconds(at)) * 1000n };
}

/** A v1 time, where there is one. */
export function optionalTime(at: Timestamp | undefined): TimeInfo | undefined {
  return at === undefined ? undefined : timeInfo(at);
}
