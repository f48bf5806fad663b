import type { AmountsJson, PlanJson } from '@stoa/proto/stoa';
import { isResident } from '../apps/app.ts';
import type { Transition } from '../deployments/deployment.ts';
import { planInstances, type ChangePlan } from './change-plan.ts';
import { extraInstances, fitsIn, sizeOf } from './plan-room.ts';

type Warning = PlanJson['warnings'][number];

/** The free room of each agent that takes tasks; undefined while nobody knows. */
export type FreeRoom = readonly AmountsJson[] | undefined;

/** What to know before a change is made; the worst comes first. */
export function planWarnings(
  plan: ChangePlan,
  room: PlanJson['room'],
  free: FreeRoom,
): readonly Warning[] {
  const { transitions, conflicts } = plan;
  return [
    ...lockWarnings(conflicts),
    ...transitions.flatMap((one) => sizeWarnings(one, free)),
    ...roomWarnings(room),
    ...transitions.flatMap(serviceWarnings),
  ];
}

function lockWarnings(conflicts: readonly string[]): readonly Warning[] {
  if (conflicts.length === 0) return [];
  const message = `deployments that run touch these apps: ${conflicts.join(', ')}; only force goes on`;
  return [{ kind: 'locked', message }];
}

function roomWarnings({ fits, needed, free }: PlanJson['room']): readonly Warning[] {
  if (fits !== false || free === undefined || fitsIn(needed, free)) return [];
  const message =
    `${render(needed)} more are needed for a while, and all agents together have ` +
    `${render(free)} free`;
  return [{ kind: 'noRoom', message }];
}

function sizeWarnings({ id, before, after }: Transition, free: FreeRoom): readonly Warning[] {
  if (after === undefined || free === undefined) return [];
  if (extraInstances({ id, before, after }) === 0) return [];
  const size = sizeOf(after);
  if (free.some((room) => fitsIn(size, room))) return [];
  const message = `no agent has ${render(size)} free, which one instance of ${id} needs`;
  return [{ kind: 'noAgentFits', message, app: id }];
}

function serviceWarnings(transition: Transition): readonly Warning[] {
  const { id, before, after } = transition;
  const { kind, bounds, before: now, stopped } = planInstances(transition);
  const warnings: Warning[] = [];
  const serving = Math.min(now, after?.instances ?? 0);
  if (bounds !== undefined && bounds.healthyMin < serving) {
    const message = `at times only ${bounds.healthyMin} of ${serving} instances of ${id} serve`;
    warnings.push({ kind: 'goesBelow', message, app: id });
  }
  const isChecked = [...(after?.healthChecks ?? []), ...(after?.readinessChecks ?? [])].length > 0;
  if (kind === 'replace' && !isChecked) {
    const message = `${id} has no health check: a new instance counts as soon as it runs`;
    warnings.push({ kind: 'noHealthCheck', message, app: id });
  }
  if (stopped > 0 && before !== undefined && isResident(before)) {
    const message = `volumes of the ${stopped} instances of ${id} that stop stay where they are`;
    warnings.push({ kind: 'volumesStay', message, app: id });
  }
  return warnings;
}

function render({ cpus, mem, disk, gpus }: AmountsJson): string {
  const parts = [`${cpus} cpus`, `${mem} MiB of memory`];
  if (disk > 0) parts.push(`${disk} MiB of disk`);
  if (gpus > 0) parts.push(`${gpus} gpus`);
  return parts.join(', ');
}
