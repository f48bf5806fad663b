import type { Timestamp } from '@stoa/common';
import type { AgentId, FrameworkId, Resources } from '@stoa/proto';
import { type AgentEntry, allocatableTo, availableOf } from './agent-entry.ts';
import { type Amounts, countsOf, meetsMinimum } from './amounts.ts';
import { type FrameworkEntry, strippedFor } from './framework-entry.ts';
import type { Sorters } from './sorters.ts';

/** What is to be offered: one agent's resources to one framework in one of its roles. */
export interface Allocation {
  readonly frameworkId: FrameworkId;
  readonly role: string;
  readonly agentId: AgentId;
  /** Marked as allocated to `role`. */
  readonly resources: Resources;
}

/** The settings of a run. */
export interface RunSettings {
  /** An offer holds at least one of these; empty asks for nothing. */
  readonly minima: readonly Amounts[];
  /** Agents with GPUs are kept for frameworks that know of them. */
  readonly filterGpus: boolean;
  /** The region of the master, when it has one. */
  readonly region: string | undefined;
  readonly at: Timestamp;
}

/** What a run works on; `book` writes an allocation down before the next one is sought. */
export interface FairShareInputs {
  readonly agents: readonly AgentEntry[];
  readonly frameworks: ReadonlyMap<string, FrameworkEntry>;
  readonly sorters: Sorters;
  readonly settings: RunSettings;
  readonly book: (agent: AgentEntry, allocation: Allocation) => void;
}

/**
 * The second stage of an allocation (mesos-allocator.md §2.3, steps 8 and 9): for each agent, the
 * neediest role's neediest framework gets everything there that it may take, the next gets the rest.
 *
 * A run costs, per agent, the walk to the first framework that takes everything: one or two steps
 * when frameworks are hungry, all frameworks when all refuse. Agents on which nothing changed are
 * not among `agents`, so the second case is met once per change and not once per second.
 */
export function allocateFairly(inputs: FairShareInputs): readonly Allocation[] {
  const allocations: Allocation[] = [];
  for (const agent of inputs.agents) allocateAgent(agent, inputs, allocations);
  return allocations;
}

function allocateAgent(
  agent: AgentEntry,
  inputs: FairShareInputs,
  allocations: Allocation[],
): void {
  const offers = new AgentOffers(agent, inputs);
  inputs.sorters.roles.walk((role) => {
    if (offers.isExhausted) return 'stop';
    const order = inputs.sorters.frameworksOf(role);
    if (order === undefined || order.activeCount === 0) return 'on';
    order.walk((frameworkId) => {
      const framework = inputs.frameworks.get(frameworkId);
      const offered = framework === undefined ? undefined : offers.tryFor(framework, role);
      if (offered !== undefined) allocations.push(offered);
      return offers.isEmptyFor(role) ? 'stop' : 'on';
    });
    return 'on';
  });
}

/** The state of one agent within a run: what is left, and what of it each role could have. */
class AgentOffers {
  readonly #agent: AgentEntry;
  readonly #inputs: FairShareInputs;
  #left: Resources;
  #role: string | undefined;
  #forRole: Resources;
  #counts: Amounts | undefined;

  constructor(agent: AgentEntry, inputs: FairShareInputs) {
    this.#agent = agent;
    this.#inputs = inputs;
    this.#left = availableOf(agent);
    this.#forRole = this.#left;
  }

  get isExhausted(): boolean {
    return isNothing(this.#left);
  }

  isEmptyFor(role: string): boolean {
    return isNothing(this.#available(role));
  }

  /** Offers the framework what is left for the role, if it can take and use that, and wants it. */
  tryFor(framework: FrameworkEntry, role: string): Allocation | undefined {
    const { settings } = this.#inputs;
    if (!canReach(framework, this.#agent, settings)) return undefined;
    const available = this.#available(role);
    const minima = framework.minima.get(role) ?? settings.minima;
    if (!meetsMinimum(this.#countsFor(available), minima)) return undefined;
    const offered = strippedFor(framework.reach, this.#agent, available);
    if (offered !== available && !meetsMinimum(countsOf(offered), minima)) return undefined;
    if (framework.filters.isFiltered(role, this.#agent.id, offered, settings.at)) return undefined;
    return this.#book(framework, role, offered);
  }

  #book(framework: FrameworkEntry, role: string, offered: Resources): Allocation {
    const allocation: Allocation = {
      frameworkId: framework.id,
      role,
      agentId: this.#agent.id,
      resources: offered.allocateTo(role),
    };
    // A shared resource leaves what is left too: it is offered once in a run, whoever asks.
    this.#left = this.#left.subtract(offered);
    this.#role = undefined;
    this.#inputs.book(this.#agent, allocation);
    return allocation;
  }

  #available(role: string): Resources {
    if (this.#role !== role) {
      this.#role = role;
      this.#forRole = allocatableTo(role, this.#agent, this.#left);
      this.#counts = undefined;
    }
    return this.#forRole;
  }

  #countsFor(available: Resources): Amounts {
    this.#counts ??= countsOf(available);
    return this.#counts;
  }
}

function canReach(
  framework: FrameworkEntry,
  agent: AgentEntry,
  { filterGpus, region }: RunSettings,
): boolean {
  if (filterGpus && agent.traits.gpus && !framework.reach.gpus) return false;
  return agent.region === undefined || agent.region === region || framework.reach.regions;
}

function isNothing(resources: Resources): boolean {
  return resources.toList().length === 0;
}
