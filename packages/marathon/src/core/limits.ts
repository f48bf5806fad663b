import { milliseconds, minutes, seconds } from '@stoa/common';

/** Wait before writes that failed are tried again. */
export const WRITE_RETRY = seconds(1);
/** Task ids named in one RECONCILE call. */
export const RECONCILE_CHUNK = 1_000;
/** Characters of a status message that are kept (marathon-behaviour.md §1.2). */
export const MESSAGE_MAX = 10_000;
/** Live tasks of no instance whose kill is asked for again; about 200 bytes each. */
export const STRAY_TASKS_MAX = 10_000;
/** Demand that stays unmet is called for again after that long. */
export const REVIVE_REPEAT = seconds(5);
/** Launch tokens that may gather, in shares of `--launch_tokens`. */
export const LAUNCH_TOKENS_FACTOR = 2;
/** How long tokens that come back are gathered before launches go on. */
export const LAUNCH_TOKENS_GATHER = milliseconds(50);
/** After a call that may or may not have arrived, its tasks are asked about. */
export const RECONCILE_UNSURE = seconds(5);
/** Tasks that were asked about and not told of are asked about again, less and less often. */
export const RECONCILE_RETRY = { min: seconds(10), max: minutes(5), factor: 2 } as const;
/** Apps tried on one offer: the rest get the next one. */
export const APPS_PER_OFFER_MAX = 1_000;
/** The first probe of a task that came to run is no later than that (marathon-behaviour.md §7). */
export const FIRST_PROBE_MAX = seconds(5);
/** However short the interval and long the probe: between two of them there is a pause. */
export const PROBE_PAUSE_MIN = milliseconds(100);
/** Bytes of a readiness check's answer that are kept. */
export const READINESS_BODY_MAX = 16 * 1024;
/** Hosts whose latest probe is remembered, to tell a blind checker from ill tasks. */
export const HOSTS_REMEMBERED_MAX = 100_000;
/** Agents whose latest offer to an app that waits is remembered. */
export const AGENTS_REMEMBERED_MAX = 1_000;
