import type { Random } from './random.ts';
import type { Duration } from './time.ts';

/** How a delay grows from one attempt to the next. */
export interface BackoffLimits {
  readonly min: Duration;
  readonly max: Duration;
  /** What each attempt multiplies the delay by; 2 by custom. */
  readonly factor: number;
}

/** The delay before attempt number `attempt` (0 is the first), without chance. */
export function nextDelay(attempt: number, limits: BackoffLimits): Duration {
  return Math.min(limits.max, limits.min * limits.factor ** Math.min(attempt, 64)) as Duration;
}

/** The same, drawn between half of it and all of it, so that a crowd does not knock at once. */
export function nextJitteredDelay(
  attempt: number,
  limits: BackoffLimits,
  random: Random,
): Duration {
  const delay = nextDelay(attempt, limits);
  return (delay / 2 + (delay / 2) * random.fraction()) as Duration;
}
