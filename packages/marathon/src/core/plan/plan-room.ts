import type { AmountsJson } from '@stoa/proto/stoa';
import type { App } from '../apps/app.ts';
import type { AppId } from '../apps/app-id.ts';
import type { Transition } from '../deployments/deployment.ts';
import { planInstances, type ChangePlan } from './change-plan.ts';

type Amounts = AmountsJson;

const NOTHING: Amounts = { cpus: 0, mem: 0, disk: 0, gpus: 0 };
const NAMES = ['cpus', 'mem', 'disk', 'gpus'] as const;

/** What one instance takes of an agent. */
export function sizeOf({ cpus, mem, disk, gpus }: Pick<App, (typeof NAMES)[number]>): Amounts {
  return { cpus, mem, disk, gpus };
}

/** What a transition asks for besides what its app has now: at its peak, and when it is done. */
interface Demand {
  readonly peak: Amounts;
  readonly final: Amounts;
}

/**
 * The most that a change needs at any moment besides what runs now. Apps of one step grow side by
 * side; what an earlier step freed, or took, counts for the later ones.
 */
export function roomNeeded({ transitions, steps }: ChangePlan): Amounts {
  const byId = new Map<AppId, Transition>(transitions.map((one) => [one.id, one]));
  let standing = NOTHING;
  let most = NOTHING;
  for (const { actions } of steps) {
    let peak = standing;
    for (const { action, app } of actions) {
      // It is only announced here; its instances come with a step of their own.
      const transition = action === 'StartApplication' ? undefined : byId.get(app);
      if (transition === undefined) continue;
      const demand = demandOf(transition);
      peak = combine(peak, demand.peak, (a, b) => a + Math.max(0, b));
      standing = combine(standing, demand.final, (a, b) => a + b);
    }
    most = combine(most, peak, Math.max);
  }
  return combine(most, NOTHING, (value) => Math.round(value * 1000) / 1000);
}

function demandOf(transition: Transition): Demand {
  const { before, after } = transition;
  const { bounds, before: now, after: then } = planInstances(transition);
  const oldSize = before === undefined ? NOTHING : sizeOf(before);
  const newSize = after === undefined ? NOTHING : sizeOf(after);
  const net = (fresh: number, gone: number): Amounts =>
    combine(newSize, oldSize, (a, b) => a * fresh - b * gone);
  const final = net(then, now);
  if (bounds === undefined) return { peak: final, final };
  // Between the bounds the need is a straight line, so that one of its two ends is the most.
  const first = net(extraInstances(transition), 0);
  const last = net(then, now - Math.min(now, Math.max(0, bounds.totalMax - then)));
  return { peak: combine(first, last, Math.max), final };
}

/** How many new instances of an app come before any of the old ones goes. */
export function extraInstances(transition: Transition): number {
  const { kind, bounds, before, after, started } = planInstances(transition);
  if (kind !== 'replace' || bounds === undefined) return started;
  return Math.max(0, Math.min(after, bounds.totalMax - before));
}

/** Whether one bag lies in another. */
export function fitsIn(wanted: Amounts, free: Amounts): boolean {
  return NAMES.every((name) => wanted[name] <= free[name] + 1e-9);
}

/** The sum of bags. */
export function sumOf(bags: Iterable<Amounts>): Amounts {
  let sum = NOTHING;
  for (const bag of bags) sum = combine(sum, bag, (a, b) => a + b);
  return combine(sum, NOTHING, (value) => Math.round(value * 1000) / 1000);
}

function combine(
  left: Amounts,
  right: Amounts,
  join: (left: number, right: number) => number,
): Amounts {
  return {
    cpus: join(left.cpus, right.cpus),
    mem: join(left.mem, right.mem),
    disk: join(left.disk, right.disk),
    gpus: join(left.gpus, right.gpus),
  };
}
