import { later, milliseconds, seconds, type Duration, type Timestamp } from '@stoa/common';
import type { App } from '../apps/app.ts';

/**
 * How long an app's next launch waits after failures (marathon-behaviour.md §4.1). It belongs to one
 * configuration of the app: a changed one begins without.
 */
export interface LaunchDelay {
  /** The app's `lastConfigChangeAt`. */
  readonly configVersion: Timestamp;
  readonly delay: Duration;
  /** From when the delay counts. */
  readonly reference: Timestamp;
  /** How many made it, one after another. */
  readonly failures: number;
}

/** The delay as far as it concerns this configuration and is not outlived. */
export function liveDelay(
  delay: LaunchDelay | undefined,
  app: App,
  at: Timestamp,
): LaunchDelay | undefined {
  if (delay === undefined || delay.configVersion !== app.versionInfo.lastConfigChangeAt) {
    return undefined;
  }
  const outlived = later(delay.reference, seconds(app.maxLaunchDelaySeconds));
  // A delay of the longest kind must not be forgotten at the moment in which it ends.
  return at > later(outlived, delay.delay) ? undefined : delay;
}

/** The delay after one more failure. */
export function nextLaunchDelay(
  before: LaunchDelay | undefined,
  app: App,
  at: Timestamp,
): LaunchDelay {
  const max = app.maxLaunchDelaySeconds * 1000;
  const known = liveDelay(before, app, at);
  const wanted = known === undefined ? app.backoffSeconds * 1000 : known.delay * app.backoffFactor;
  return {
    configVersion: app.versionInfo.lastConfigChangeAt,
    delay: milliseconds(Math.min(max, wanted)),
    reference: at,
    failures: (known?.failures ?? 0) + 1,
  };
}

/** A sign of life moves the reference; the delay itself stays. */
export function moveDelay(
  before: LaunchDelay | undefined,
  app: App,
  at: Timestamp,
): LaunchDelay | undefined {
  const known = liveDelay(before, app, at);
  return known === undefined ? undefined : { ...known, reference: at };
}

/** No launch before this moment. */
export function delayedUntil(
  delay: LaunchDelay | undefined,
  app: App,
  at: Timestamp,
): Timestamp | undefined {
  const known = liveDelay(delay, app, at);
  return known === undefined ? undefined : later(known.reference, known.delay);
}
