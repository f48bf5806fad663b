import type { Random, Timestamp } from '@stoa/common';
import type {
  AgentId,
  AgentInfo,
  DomainInfo,
  FrameworkId,
  FrameworkInfo,
  Resources,
} from '@stoa/proto';
import type { AgentEntry } from './agent-entry.ts';
import { AllocationBooks } from './allocation-books.ts';
import { type Amounts, ClusterTotals, countsOf } from './amounts.ts';
import { DirtyAgents } from './dirty-agents.ts';
import type { Expiry } from './expiry-queue.ts';
import { type Allocation, type RunSettings, allocateFairly } from './fair-share.ts';
import { type FrameworkEntry, minimaOf, reachOf, rolesOf } from './framework-entry.ts';
import { type RolePart, partsByRole } from './held-book.ts';
import { OfferFilters, effectiveRefusalMs } from './offer-filters.ts';
import type { Sorters } from './sorters.ts';

export type { Allocation } from './fair-share.ts';

/** What the allocator is told once. */
export interface AllocatorOptions {
  /** An offer holds at least one of these; absent is `cpus:0.01|mem:32`, empty asks for nothing. */
  readonly minAllocatable?: readonly Resources[];
  readonly random: Random;
  /** The shortest time for which a refusal holds; absent is one second. */
  readonly allocationIntervalMs?: number;
  /** `--filter_gpu_resources`; absent is true. */
  readonly filterGpuResources?: boolean;
  /** The fault domain of the master. */
  readonly domain?: DomainInfo;
  /** Names that make no share. */
  readonly fairSharingExcludedResourceNames?: readonly string[];
}

/** How long a framework does not want what it gives back. */
export interface Refusal {
  readonly refuseMs: number;
}

const DEFAULT_MINIMA: readonly Amounts[] = [new Map([['cpus', 10]]), new Map([['mem', 32_000]])];
const DEFAULT_INTERVAL_MS = 1_000;

/**
 * Who is offered what, and when (mesos-allocator.md §2 and §3). Holds what each agent has, what each
 * framework holds of it, and what nobody wants for the moment; knows nothing of offers' ids, tasks
 * or connections.
 *
 * An agent is looked at again only if something changed that could lead to an offer: it came,
 * changed or got something back, a refusal about it ended, or a framework began to want more
 * (then all are). What nobody took in one run nobody would take in the next. So a run costs what
 * changed since the last: 50,000 idle agents cost nothing each second.
 */
export class Allocator {
  readonly #random: Random;
  readonly #settings: Omit<RunSettings, 'at'>;
  readonly #intervalMs: number;
  readonly #totals: ClusterTotals;
  readonly #books: AllocationBooks;
  readonly #sorters: Sorters;
  readonly #dirty = new DirtyAgents();
  #runs = 0;

  constructor(options: AllocatorOptions) {
    this.#random = options.random;
    this.#intervalMs = options.allocationIntervalMs ?? DEFAULT_INTERVAL_MS;
    this.#totals = new ClusterTotals(new Set(options.fairSharingExcludedResourceNames));
    this.#books = new AllocationBooks(this.#totals);
    this.#sorters = this.#books.sorters;
    this.#settings = {
      minima: options.minAllocatable?.map(countsOf) ?? DEFAULT_MINIMA,
      filterGpus: options.filterGpuResources ?? true,
      region: options.domain?.fault_domain?.region.name,
    };
  }

  /** A framework subscribed for the first time, or was heard of through an agent (then inactive). */
  addFramework(
    id: FrameworkId,
    info: FrameworkInfo,
    active: boolean,
    suppressedRoles: ReadonlySet<string>,
  ): void {
    if (this.#books.frameworks.has(id)) {
      this.updateFramework(id, info, suppressedRoles);
      if (active) this.activateFramework(id);
      return;
    }
    const framework: FrameworkEntry = {
      id,
      roles: rolesOf(info),
      suppressed: new Set(suppressedRoles),
      active,
      reach: reachOf(info),
      minima: minimaOf(info),
      filters: new OfferFilters(),
      agentsByRole: new Map(),
    };
    this.#books.addFramework(framework);
    if (active) this.#dirty.markAll(this.#random);
  }

  /** New roles are served from the next run; roles that leave keep counting what they still hold. */
  updateFramework(
    id: FrameworkId,
    info: FrameworkInfo,
    suppressedRoles: ReadonlySet<string>,
  ): void {
    const framework = this.#books.frameworks.get(id);
    if (framework === undefined) return;
    const before = framework.roles;
    for (const role of framework.suppressed) {
      if (!suppressedRoles.has(role)) framework.filters.clearRole(role);
    }
    framework.roles = rolesOf(info);
    framework.suppressed = new Set(suppressedRoles);
    framework.reach = reachOf(info);
    framework.minima = minimaOf(info);
    for (const role of framework.roles) this.#sorters.track(framework, role);
    for (const role of before) if (!framework.roles.has(role)) this.#leaveRole(framework, role);
    this.#dirty.markAll(this.#random);
  }

  /** Forgets a framework; what it still holds is free. */
  removeFramework(id: FrameworkId): void {
    const framework = this.#books.frameworks.get(id);
    if (framework === undefined) return;
    for (const agentId of this.#books.removeFramework(framework)) this.#dirty.mark(agentId);
  }

  /** The framework listens (again). */
  activateFramework(id: FrameworkId): void {
    const framework = this.#books.frameworks.get(id);
    if (framework === undefined) return;
    framework.active = true;
    this.#sorters.refresh(framework);
    this.#dirty.markAll(this.#random);
  }

  /** Nobody listens: no offers, and its refusals are void. What it holds goes on to count. */
  deactivateFramework(id: FrameworkId): void {
    const framework = this.#books.frameworks.get(id);
    if (framework === undefined) return;
    framework.active = false;
    framework.filters.clear();
    this.#sorters.refresh(framework);
  }

  /** An agent came with what it has and what frameworks (known or not) already use of it. */
  addAgent(
    id: AgentId,
    info: AgentInfo,
    total: Resources,
    used: ReadonlyMap<string, Resources>,
  ): void {
    if (this.#books.agents.has(id)) this.removeAgent(id);
    const agent = this.#books.addAgent(id, info, total);
    for (const [frameworkId, resources] of used) this.#books.hold(agent, frameworkId, resources);
    this.#noteTotal(agent);
  }

  /** Books what a framework, known or not, was found to use on an agent (marked with its role). */
  hold(frameworkId: FrameworkId, agentId: AgentId, resources: Resources): void {
    const agent = this.#books.agents.get(agentId);
    if (agent !== undefined) this.#books.hold(agent, frameworkId, resources);
  }

  /** The agent now has this much in all. */
  updateAgent(id: AgentId, total: Resources): void {
    const agent = this.#books.agents.get(id);
    if (agent === undefined) return;
    this.#books.setTotal(agent, total);
    this.#noteTotal(agent);
  }

  /** The agent is gone, and with it what was held on it and every refusal about it. */
  removeAgent(id: AgentId): void {
    const agent = this.#books.agents.get(id);
    if (agent === undefined) return;
    this.#books.removeAgent(agent);
    this.#dirty.forget(id);
    for (const framework of this.#books.frameworks.values()) framework.filters.clearAgent(id);
  }

  /** The agent may be offered again, from the next run. */
  activateAgent(id: AgentId): void {
    const agent = this.#books.agents.get(id);
    if (agent === undefined) return;
    agent.active = true;
    this.#dirty.mark(id);
  }

  /** The agent counts but is not offered. */
  deactivateAgent(id: AgentId): void {
    const agent = this.#books.agents.get(id);
    if (agent !== undefined) agent.active = false;
  }

  /** Forgets refusals about an agent whose attributes changed (§3.3). */
  clearAgentFilters(id: AgentId): void {
    for (const framework of this.#books.frameworks.values()) framework.filters.clearAgent(id);
    this.#dirty.mark(id);
  }

  /**
   * Takes back what a framework held (marked with its role). With a refusal, it is not offered the
   * same or less there for that long. What is not held (any more) is not taken back.
   */
  recover(
    frameworkId: FrameworkId,
    agentId: AgentId,
    resources: Resources,
    filter: Refusal | undefined,
    at: Timestamp,
  ): void {
    const agent = this.#books.agents.get(agentId);
    if (agent === undefined) return;
    const framework = this.#books.frameworks.get(frameworkId);
    for (const part of partsByRole(resources)) {
      this.#books.release(agent, frameworkId, part);
      if (framework !== undefined && filter !== undefined) {
        this.#refuse(framework, agent, part, filter.refuseMs, at);
      }
    }
    this.#dirty.mark(agentId);
  }

  /**
   * An operation turned `offered` into `updated` (a reservation, a volume): the agent's total and
   * what the framework holds change alike. Further copies of a shared resource only add to the held.
   */
  updateAllocation(
    frameworkId: FrameworkId,
    agentId: AgentId,
    offered: Resources,
    updated: Resources,
  ): void {
    const agent = this.#books.agents.get(agentId);
    const framework = this.#books.frameworks.get(frameworkId);
    if (agent === undefined || framework === undefined) return;
    const before = offered.unallocated();
    const after = updated.unallocated();
    const total = agent.total.subtract(before).add(after);
    this.#books.exchange(agent, framework, offered, updated);
    this.#books.setTotal(agent, total);
    this.#noteTotal(agent);
  }

  /** Serves the framework in these roles (all of its own if none are named) and forgets refusals. */
  revive(frameworkId: FrameworkId, roles?: readonly string[]): void {
    const framework = this.#books.frameworks.get(frameworkId);
    if (framework === undefined) return;
    for (const role of roles === undefined || roles.length === 0 ? framework.roles : roles) {
      framework.suppressed.delete(role);
      framework.filters.clearRole(role);
    }
    this.#sorters.refresh(framework);
    this.#dirty.markAll(this.#random);
  }

  /** Stops offering to the framework in these roles (all of its own if none are named). */
  suppress(frameworkId: FrameworkId, roles?: readonly string[]): void {
    const framework = this.#books.frameworks.get(frameworkId);
    if (framework === undefined) return;
    for (const role of roles === undefined || roles.length === 0 ? framework.roles : roles) {
      framework.suppressed.add(role);
    }
    this.#sorters.refresh(framework);
  }

  /** The weight of a role against its siblings; above 0. */
  setWeight(role: string, weight: number): void {
    this.#sorters.roles.setWeight(role, weight);
  }

  /**
   * One run: what is to be offered now. It is booked as held until `recover` gives it back. A run
   * looks at no more than `agentsMax` agents; then `isUnfinished` says that another is to follow.
   */
  allocate(at: Timestamp, agentsMax = Infinity): readonly Allocation[] {
    this.#runs++;
    this.#dirty.expire(at, ({ frameworkId, agentId }) => {
      this.#books.frameworks.get(frameworkId)?.filters.expire(agentId, at);
    });
    if (!this.#sorters.isAnyoneServed) {
      // Most of what comes back comes while nobody wants anything; whoever begins to has all looked at.
      this.#dirty.clear();
      return [];
    }
    const agents = this.#takeCandidates(agentsMax);
    if (agents.length === 0) return [];
    return allocateFairly({
      agents: this.#random.shuffle(agents),
      frameworks: this.#books.frameworks,
      sorters: this.#sorters,
      settings: { ...this.#settings, at },
      book: (agent, allocation) => {
        this.#books.hold(agent, allocation.frameworkId, allocation.resources);
      },
    });
  }

  /** How many agents a run would look at now; 0: it would find nothing. */
  get candidateCount(): number {
    return this.#dirty.count;
  }

  /** The last run left agents for the next one. */
  get isUnfinished(): boolean {
    return this.#dirty.isLeftOver;
  }

  /** When the next refusal ends, so that some agent becomes worth a look; undefined: none holds. */
  get nextExpiry(): Timestamp | undefined {
    return this.#dirty.nextExpiry;
  }

  /** How many runs there were. */
  get runs(): number {
    return this.#runs;
  }

  /** All that the agents have, in thousandths by name. */
  get totals(): Amounts {
    return this.#totals.amounts;
  }

  /** All that is offered or used, in thousandths by name. */
  get offeredOrAllocated(): Amounts {
    return this.#books.booked;
  }

  /** Roles with a framework that subscribes to them or holds something of them. */
  knownRoles(): readonly string[] {
    return [...this.#sorters.knownRoles()].sort();
  }

  weight(role: string): number {
    return this.#sorters.roles.weight(role);
  }

  /** The dominant share of a role with those below it, 0 to 1. */
  dominantShare(role: string): number {
    return this.#sorters.roles.share(role);
  }

  /** How many refusals hold in a role. */
  activeFilters(role: string, at: Timestamp): number {
    let count = 0;
    for (const { filters } of this.#books.frameworks.values())
      count += filters.countActive(role, at);
    return count;
  }

  isSuppressed(frameworkId: FrameworkId, role: string): boolean {
    return this.#books.frameworks.get(frameworkId)?.suppressed.has(role) ?? false;
  }

  #takeCandidates(max: number): AgentEntry[] {
    const candidates: AgentEntry[] = [];
    for (const id of this.#dirty.take(max)) {
      const agent = this.#books.agents.get(id);
      if (agent?.active === true) candidates.push(agent);
    }
    return candidates;
  }

  #refuse(
    framework: FrameworkEntry,
    agent: AgentEntry,
    part: RolePart,
    refuseMs: number,
    at: Timestamp,
  ): void {
    const refusalMs = effectiveRefusalMs(refuseMs, this.#intervalMs);
    if (refusalMs === undefined || !framework.active || !framework.roles.has(part.role)) return;
    const resources = part.resources.unallocated();
    const expiresAt = framework.filters.add(part.role, agent.id, resources, at, refusalMs);
    const expiry = { frameworkId: framework.id, agentId: agent.id, expiresAt };
    this.#dirty.markLater(expiry, () => this.#liveExpiries());
  }

  *#liveExpiries(): IterableIterator<Expiry> {
    for (const { id, filters } of this.#books.frameworks.values()) {
      for (const entry of filters.entries()) yield { frameworkId: id, ...entry };
    }
  }

  #leaveRole(framework: FrameworkEntry, role: string): void {
    framework.filters.clearRole(role);
    this.#sorters.frameworksOf(role)?.setActive(framework.id, false);
    this.#sorters.untrackIfIdle(framework, role);
  }

  #noteTotal(agent: AgentEntry): void {
    this.#dirty.setAlways(agent.id, agent.traits.shared);
    this.#dirty.mark(agent.id);
  }
}
