import { isResident, type App } from '../apps/app.ts';
import type { Transition } from '../deployments/deployment.ts';
import { nextUpgradeStep } from '../deployments/upgrade-strategy.ts';
import type { StepView } from '../read-view.ts';

/** A change before it is made: where each app goes, in which steps, and what stands in the way. */
export interface ChangePlan {
  readonly transitions: readonly Transition[];
  readonly steps: readonly StepView[];
  /** Running deployments that touch the same apps. */
  readonly conflicts: readonly string[];
}

/** What becomes of the instances of one app. */
export interface PlannedApp {
  readonly id: string;
  readonly kind: 'start' | 'stop' | 'scale' | 'replace' | 'none';
  readonly before: number;
  readonly after: number;
  readonly started: number;
  readonly stopped: number;
  /** Stopped, each with a new one in its place. */
  readonly replaced: number;
  readonly kept: number;
  /** The bounds that a replacement keeps to. */
  readonly bounds: { readonly healthyMin: number; readonly totalMax: number } | undefined;
}

/** What a transition does to instances (marathon-behaviour.md §3), as they are wanted now and then. */
export function planInstances({ id, before, after }: Transition): PlannedApp {
  const now = before?.instances ?? 0;
  const then = after?.instances ?? 0;
  const common = Math.min(now, then);
  const isReplaced = before !== undefined && after !== undefined && hasNewConfig(before, after);
  const app = { id, before: now, after: then, replaced: 0, kept: common };
  const moved = { ...app, started: then - common, stopped: now - common, bounds: undefined };
  if (before === undefined) return { ...moved, kind: 'start' };
  if (after === undefined) return { ...moved, kind: 'stop' };
  if (!isReplaced) return { ...moved, kind: now === then ? 'none' : 'scale' };
  if (then === 0) return { ...moved, kind: 'scale' };
  const bounds = upgradeBounds(after, now);
  return { ...moved, kind: 'replace', replaced: common, kept: 0, bounds };
}

function hasNewConfig(before: App, after: App): boolean {
  return before.versionInfo.lastConfigChangeAt !== after.versionInfo.lastConfigChangeAt;
}

/** The bounds at the beginning of an upgrade, when every old instance serves. */
function upgradeBounds(
  app: App,
  old: number,
): { readonly healthyMin: number; readonly totalMax: number } {
  const isTied = isResident(app);
  const { minHealthy, maxCapacity } = nextUpgradeStep(app.upgradeStrategy, {
    target: app.instances,
    healthy: old,
    oldKept: old,
    oldKeptUnhealthy: 0,
    othersAlive: old,
    started: 0,
    ready: 0,
    isResident: isTied,
  });
  // What is tied to its disk cannot be there twice: one has to go before the next comes.
  const isTight = isTied && minHealthy === maxCapacity && maxCapacity <= old;
  return { healthyMin: isTight ? minHealthy - 1 : minHealthy, totalMax: maxCapacity };
}
