import type { Duration, Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { Instance } from '../instances/instance.ts';
import type { CheckResultView, HealthView, ReadinessView } from '../read-view.ts';
import { CheckerSight } from './checker-sight.ts';
import type { CheckEvidence } from './health-state.ts';
import type { ProbeTarget } from './probe.ts';

/** A probe under way. */
export interface PendingProbe {
  readonly attempt: number;
  readonly askedAt: Timestamp;
  readonly target: ProbeTarget;
}

/** What is known of one task by its checks, and how they are run. Nothing of it is stored. */
export interface HealthWatch {
  readonly taskId: string;
  /** Which of the instance's tasks it is. */
  readonly incarnation: number;
  /** The version that the task runs: its checks count. */
  readonly app: App;
  /** Names of its timers, in the order of the app's checks: each is set many times. */
  readonly timers: readonly string[];
  /** In the order of the app's checks; undefined: nothing is known. */
  readonly evidence: (CheckEvidence | undefined)[];
  /** The leader's probes under way, by check. */
  readonly pending: Map<number, PendingProbe>;
  /** `doomed`: its end was asked for, and nothing that a probe could find would change that. */
  phase: 'idle' | 'probing' | 'doomed';
  /** What the generic check told last. */
  checkResult: CheckResultView | undefined;
}

/** The readiness of one task during a deployment. */
export interface ReadinessWatch {
  readonly taskId: string;
  /** Undefined before the first answer. */
  result: ReadinessView | undefined;
  pending: PendingProbe | undefined;
}

/** The readiness of an app's tasks; it lasts as long as its deployment. */
export interface AppReadiness {
  readonly deploymentId: string;
  /** The configuration that is brought up. */
  readonly app: App;
  readonly watches: Map<string, ReadinessWatch>;
  /** Instances that changed since the last look at who is to be asked. */
  readonly stirred: Set<string>;
}

/** One check of one instance. */
export interface CheckPlace {
  readonly instanceId: string;
  readonly index: number;
}

/** All that probes found; after a restart it is empty, and nobody is held for ill (§7). */
export interface HealthBook {
  readonly watches: Map<string, HealthWatch>;
  /** What each timer of a watch is about. */
  readonly timers: Map<string, CheckPlace>;
  /** Instances with a probe under way, by its attempt. */
  readonly asked: Map<number, string>;
  readonly readiness: Map<AppId, AppReadiness>;
  readonly sight: CheckerSight;
  /** Instances that changed in this step, to see whether their checks begin or end. */
  readonly stirred: Set<string>;
  /** The configuration of each app with checks whose checks listeners were told of. */
  readonly told: Map<AppId, Timestamp>;
  lastAttempt: number;
}

export function emptyHealthBook(): HealthBook {
  return {
    watches: new Map(),
    timers: new Map(),
    asked: new Map(),
    readiness: new Map(),
    sight: new CheckerSight(),
    stirred: new Set(),
    told: new Map(),
    lastAttempt: 0,
  };
}

/** What the checks of a task said so far, one entry for each check that said anything. */
export function healthViewsOf(book: HealthBook, instance: Instance): readonly HealthView[] {
  return (watchOf(book, instance)?.evidence ?? []).filter((one) => one !== undefined);
}

/** What the generic check of a task told last. */
export function checkResultOf(book: HealthBook, instance: Instance): CheckResultView | undefined {
  return watchOf(book, instance)?.checkResult;
}

/** The number of a probe about to be made of an instance; `takeAsked` gives the instance to its outcome. */
export function nextAttempt(book: HealthBook, instanceId: string): number {
  const attempt = ++book.lastAttempt;
  book.asked.set(attempt, instanceId);
  return attempt;
}

/** The instance that was asked in an attempt; undefined: nobody was, or the outcome came before. */
export function takeAsked(book: HealthBook, attempt: number): string | undefined {
  const instanceId = book.asked.get(attempt);
  book.asked.delete(attempt);
  return instanceId;
}

/** The watch of the task that an instance has now. */
export function watchOf(book: HealthBook, instance: Instance): HealthWatch | undefined {
  const watch = book.watches.get(instance.id);
  return watch?.incarnation === instance.incarnation ? watch : undefined;
}

/** A probe's wait until it is due again, counted from when it was asked for; never without a pause. */
export function pauseUntil(
  due: { readonly askedAt: Timestamp; readonly interval: Duration },
  at: Timestamp,
  pauseMin: Duration,
): Duration {
  return Math.max(pauseMin, due.askedAt + due.interval - at) as Duration;
}
