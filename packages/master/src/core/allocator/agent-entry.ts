import type { AgentId, AgentInfo, Resource, Resources } from '@stoa/proto';

/** Which kinds of resources an agent has at all, so that most checks cost nothing. */
export interface AgentTraits {
  readonly gpus: boolean;
  readonly revocable: boolean;
  readonly shared: boolean;
  readonly reserved: boolean;
  readonly refined: boolean;
}

/** An agent as the allocator knows it. */
export interface AgentEntry {
  readonly id: AgentId;
  region: string | undefined;
  active: boolean;
  total: Resources;
  traits: AgentTraits;
  /** Offered to or used by frameworks, by framework and role, with allocation marks. */
  readonly held: Map<string, Map<string, Resources>>;
  /** The sum of `held` without allocation marks. */
  heldSum: Resources;
  /** `total` less `heldSum`, with shared resources whole; reckoned when next asked for. */
  available: Resources | undefined;
}

/** Looks once at all resources of an agent. */
export function traitsOf(total: Resources): AgentTraits {
  const list = total.toList();
  const depth = (resource: Resource): number => resource.reservations?.length ?? 0;
  return {
    gpus: list.some(({ name, scalar }) => name === 'gpus' && (scalar?.value ?? 0) > 0),
    revocable: list.some(({ revocable }) => revocable !== undefined),
    shared: list.some(({ shared }) => shared !== undefined),
    reserved: list.some((resource) => depth(resource) > 0),
    refined: list.some((resource) => depth(resource) > 1),
  };
}

/** The region of an agent's fault domain, where it has one. */
export function regionOf(info: AgentInfo): string | undefined {
  return info.domain?.fault_domain?.region.name;
}

/** What nobody holds; shared resources are always there in full (mesos-allocator.md §2.1). */
export function availableOf(agent: AgentEntry): Resources {
  agent.available ??= deriveAvailable(agent);
  return agent.available;
}

function deriveAvailable({ total, heldSum, traits }: AgentEntry): Resources {
  if (!traits.shared) return total.subtract(heldSum);
  const isShared = (resource: Resource): boolean => resource.shared !== undefined;
  const isOwn = (resource: Resource): boolean => resource.shared === undefined;
  return total.filter(isOwn).subtract(heldSum.filter(isOwn)).add(total.filter(isShared));
}

/** The part of `resources` that may be offered to a role: unreserved, its own, its ancestors'. */
export function allocatableTo(role: string, agent: AgentEntry, resources: Resources): Resources {
  if (!agent.traits.reserved) return resources;
  return resources.filter(({ reservations }) => {
    const top = reservations?.at(-1)?.role;
    return top === undefined || top === role || role.startsWith(`${top}/`);
  });
}
