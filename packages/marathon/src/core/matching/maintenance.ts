import type { Duration, Timestamp } from '@stoa/common';
import type { Offer } from '@stoa/proto';

const NANOSECONDS_PER_MS = 1_000_000n;

/**
 * Whether the agent of an offer is in its scheduled maintenance, or will be within `drainingTime`
 * (marathon-behaviour.md §4.3). A maintenance without a duration has no end. Without a
 * `drainingTime` nothing is held for a maintenance.
 */
export function isInMaintenance(
  { unavailability }: Offer,
  drainingTime: Duration | undefined,
  at: Timestamp,
): boolean {
  if (unavailability === undefined || drainingTime === undefined) return false;
  const { start, duration } = unavailability;
  const from = Number(start.nanoseconds / NANOSECONDS_PER_MS);
  if (at < from - drainingTime) return false;
  return duration === undefined || at < from + Number(duration.nanoseconds / NANOSECONDS_PER_MS);
}
