import type { App } from '../apps/app.ts';

/** How things stand in the middle of an upgrade. */
export interface UpgradeStanding {
  /** How many instances there shall be. */
  readonly target: number;
  /** Instances that serve now, old and new together, without those on their way out. */
  readonly healthy: number;
  /** Old instances that are wanted no more but not given up, healthy or not. */
  readonly oldKept: number;
  readonly oldKeptUnhealthy: number;
  /** Instances that take a place beside `started`: old ones, and old and new on their way out. */
  readonly othersAlive: number;
  /** New instances, from those that wait for an offer on. */
  readonly started: number;
  /** New instances that serve. */
  readonly ready: number;
  readonly isResident: boolean;
}

/** What may be done now without breaking a bound. */
export interface UpgradeStep {
  readonly kill: number;
  readonly launch: number;
  /** Fewest that must serve, and most that may live, at every instant. */
  readonly minHealthy: number;
  readonly maxCapacity: number;
}

/**
 * The arithmetic of a rolling upgrade (marathon-behaviour.md §3.4), made anew whenever something
 * changed: old instances may be given up while enough serve without them, new ones launched while
 * there is room. Where both bounds meet there is room for one more, or nothing could ever move.
 */
export function nextUpgradeStep(
  { minimumHealthCapacity, maximumOverCapacity }: App['upgradeStrategy'],
  standing: UpgradeStanding,
): UpgradeStep {
  const { target, healthy, oldKept, othersAlive, started, isResident } = standing;
  const minHealthy = Math.ceil(round(target * minimumHealthCapacity));
  let maxCapacity = Math.floor(round(target * (1 + maximumOverCapacity)));
  let spare = healthy - minHealthy;
  if (minHealthy === maxCapacity && maxCapacity <= healthy) {
    if (isResident) spare += 1;
    else maxCapacity += 1;
  }
  const surplus = oldKept - target;
  // Each new one that serves makes an old one needless; one that does not serve may go without loss.
  const useless = Math.min(standing.oldKeptUnhealthy, oldKept + standing.ready - target);
  const kill = Math.min(oldKept, Math.max(0, spare, surplus, useless));
  const launch = Math.max(0, Math.min(target - started, maxCapacity - othersAlive - started));
  if (kill > 0 || launch > 0) return { kill, launch, minHealthy, maxCapacity };
  return { kill: stuckKills(standing), launch: 0, minHealthy, maxCapacity };
}

/**
 * When nothing else can move and no new instance is on its way, an old one that does not serve
 * anyhow makes room: it is what holds everything up.
 */
function stuckKills({
  ready,
  started,
  target,
  oldKeptUnhealthy,
  othersAlive,
  oldKept,
}: UpgradeStanding): number {
  const isWaiting = started > ready || othersAlive > oldKept;
  return !isWaiting && started < target && oldKeptUnhealthy > 0 ? 1 : 0;
}

// 10 × (1 + 0.1) is a little over 11 in binary: no bound may hang on that.
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
