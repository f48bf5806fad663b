import type { FrameworkId, FrameworkInfo, Resource, Resources } from '@stoa/proto';
import { type Amounts } from './amounts.ts';
import type { AgentEntry } from './agent-entry.ts';
import type { OfferFilters } from './offer-filters.ts';

/** What of a cluster a framework can make use of (mesos-allocator.md §2.5). */
export interface FrameworkReach {
  readonly gpus: boolean;
  readonly regions: boolean;
  readonly revocable: boolean;
  readonly shared: boolean;
  readonly refined: boolean;
}

/** A framework as the allocator knows it. */
export interface FrameworkEntry {
  readonly id: FrameworkId;
  roles: ReadonlySet<string>;
  suppressed: Set<string>;
  active: boolean;
  reach: FrameworkReach;
  /** Per role, the least an offer must hold, where the framework said so. */
  minima: ReadonlyMap<string, readonly Amounts[]>;
  readonly filters: OfferFilters;
  /** Agents on which it holds something, by role. */
  readonly agentsByRole: Map<string, Set<string>>;
}

/** The roles a framework subscribes with: the list if it is multi-role, else the one. */
export function rolesOf(info: FrameworkInfo): ReadonlySet<string> {
  if (hasCapability(info, 'MULTI_ROLE')) return new Set(info.roles ?? []);
  return new Set([info.role ?? '*']);
}

/** What the capabilities of a framework let it take. */
export function reachOf(info: FrameworkInfo): FrameworkReach {
  return {
    gpus: hasCapability(info, 'GPU_RESOURCES'),
    regions: hasCapability(info, 'REGION_AWARE'),
    revocable: hasCapability(info, 'REVOCABLE_RESOURCES'),
    shared: hasCapability(info, 'SHARED_RESOURCES'),
    refined: hasCapability(info, 'RESERVATION_REFINEMENT'),
  };
}

type Capability = NonNullable<NonNullable<FrameworkInfo['capabilities']>[number]['type']>;

function hasCapability(info: FrameworkInfo, type: Capability): boolean {
  return info.capabilities?.some((capability) => capability.type === type) ?? false;
}

/** The minima a framework asks for by role; an empty list of quantities asks for nothing. */
export function minimaOf(info: FrameworkInfo): ReadonlyMap<string, readonly Amounts[]> {
  const minima = new Map<string, readonly Amounts[]>();
  for (const [role, filters] of Object.entries(info.offer_filters ?? {})) {
    const minimum = filters.min_allocatable_resources;
    if (minimum === undefined) continue;
    minima.set(
      role,
      (minimum.quantities ?? []).map(({ quantities }) => thousandths(quantities)),
    );
  }
  return minima;
}

function thousandths(
  quantities: Readonly<Record<string, { readonly value: number }>> = {},
): Amounts {
  const amounts = new Map<string, number>();
  for (const [name, { value }] of Object.entries(quantities)) {
    amounts.set(name, Math.round(value * 1000));
  }
  return amounts;
}

/** The part of `resources` that the framework can take; the same object when that is all. */
export function strippedFor(
  reach: FrameworkReach,
  agent: AgentEntry,
  resources: Resources,
): Resources {
  const { traits } = agent;
  const isWhole =
    (reach.revocable || !traits.revocable) &&
    (reach.shared || !traits.shared) &&
    (reach.refined || !traits.refined);
  return isWhole ? resources : resources.filter((resource) => isTakenBy(reach, resource));
}

function isTakenBy(reach: FrameworkReach, resource: Resource): boolean {
  if (resource.revocable !== undefined && !reach.revocable) return false;
  if (resource.shared !== undefined && !reach.shared) return false;
  return (resource.reservations?.length ?? 0) <= 1 || reach.refined;
}
