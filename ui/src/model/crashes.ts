import type { Crashes, Instance } from './records.ts';

const FAILURES: ReadonlySet<string> = new Set(['Failed', 'Error', 'Dropped']);
/** Failures that are further apart than this have nothing to do with each other. */
const WINDOW_MS = 10 * 60_000;
/** So many within it are no accident (console.md §2.3 a). */
const COUNT_MIN = 3;
/** An app that runs again is trusted after so long without a failure. */
const TRUSTED_AFTER_MS = 60_000;

/** Failures of an app's instances that belong together; of `ended` the last comes first. */
export function findCrashes(ended: readonly Instance[]): Crashes | undefined {
  const failed = ended.filter(({ condition }) => FAILURES.has(condition));
  const [last] = failed;
  if (last?.endedAt === undefined) return undefined;
  const lastAt = last.endedAt;
  const times = failed.flatMap(({ endedAt = 0 }) => (lastAt - endedAt <= WINDOW_MS ? endedAt : []));
  if (times.length < COUNT_MIN) return undefined;
  const overMs = lastAt - Math.min(...times);
  return { count: times.length, overMs, lastAt, message: last.message };
}

/** Whether an app still fails: some of it is missing, or was until a moment ago. */
export function isCrashing(
  { lastAt }: Crashes,
  { missing, now }: { readonly missing: number; readonly now: number },
): boolean {
  return missing > 0 || now - lastAt < TRUSTED_AFTER_MS;
}
