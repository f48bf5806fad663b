import { type AgentId, type AgentInfo, Resources } from '@stoa/proto';
import { type AgentEntry, regionOf, traitsOf } from './agent-entry.ts';
import { type Amounts, type ClusterTotals, addAmounts, portionOf } from './amounts.ts';
import type { FrameworkEntry } from './framework-entry.ts';
import {
  type RolePart,
  addHeld,
  dropHeld,
  holds,
  linkAgent,
  partsByRole,
  unlinkAgent,
} from './held-book.ts';
import { Sorters } from './sorters.ts';

const NOTHING = { amounts: new Map<string, number>(), shared: [] };

/**
 * Who has what: each agent's total, what frameworks hold of it, and the sums and orders that follow.
 * Every booking is made here and nowhere else, so that agent, framework, sorters and sums agree.
 */
export class AllocationBooks {
  readonly sorters: Sorters;
  readonly #totals: ClusterTotals;
  readonly #booked = new Map<string, number>();
  readonly #agents = new Map<string, AgentEntry>();
  readonly #frameworks = new Map<string, FrameworkEntry>();
  /** Agents on which a framework that is not known yet holds something. */
  readonly #agentsOfAbsent = new Map<string, Set<string>>();

  constructor(totals: ClusterTotals) {
    this.#totals = totals;
    this.sorters = new Sorters(totals);
  }

  get agents(): ReadonlyMap<string, AgentEntry> {
    return this.#agents;
  }

  get frameworks(): ReadonlyMap<string, FrameworkEntry> {
    return this.#frameworks;
  }

  /** All that is held, in thousandths by name. */
  get booked(): Amounts {
    return this.#booked;
  }

  /** Enters a framework, with what agents already said that it uses. */
  addFramework(framework: FrameworkEntry): void {
    this.#frameworks.set(framework.id, framework);
    for (const role of framework.roles) this.sorters.track(framework, role);
    const agentIds = this.#agentsOfAbsent.get(framework.id) ?? [];
    this.#agentsOfAbsent.delete(framework.id);
    for (const agentId of agentIds) {
      const agent = this.#agents.get(agentId);
      for (const [role, resources] of agent?.held.get(framework.id) ?? []) {
        const part = { role, resources, portion: portionOf(resources) };
        if (agent !== undefined) this.#book(framework, agent, part);
      }
    }
  }

  /** Strikes a framework out; gives the agents on which something became free. */
  removeFramework(framework: FrameworkEntry): ReadonlySet<string> {
    const freed = new Set<string>();
    for (const [role, agentIds] of [...framework.agentsByRole]) {
      for (const agentId of [...agentIds]) {
        this.#releaseAll(framework, role, agentId);
        freed.add(agentId);
      }
    }
    const { roles } = framework;
    framework.roles = new Set();
    for (const role of roles) this.sorters.untrackIfIdle(framework, role);
    this.#frameworks.delete(framework.id);
    return freed;
  }

  addAgent(id: AgentId, info: AgentInfo, total: Resources): AgentEntry {
    const agent: AgentEntry = {
      id,
      region: regionOf(info),
      active: true,
      total,
      traits: traitsOf(total),
      held: new Map(),
      heldSum: Resources.of([]),
      available: undefined,
    };
    this.#agents.set(id, agent);
    this.#countTotal(agent, 1);
    return agent;
  }

  /** Strikes an agent out, with all that was held on it. */
  removeAgent(agent: AgentEntry): void {
    for (const [frameworkId, byRole] of [...agent.held]) {
      const framework = this.#frameworks.get(frameworkId);
      if (framework === undefined) this.#agentsOfAbsent.get(frameworkId)?.delete(agent.id);
      else for (const role of [...byRole.keys()]) this.#releaseAll(framework, role, agent.id);
    }
    this.#countTotal(agent, -1);
    this.#agents.delete(agent.id);
  }

  setTotal(agent: AgentEntry, total: Resources): void {
    this.#countTotal(agent, -1);
    agent.total = total;
    agent.traits = traitsOf(total);
    agent.available = undefined;
    this.#countTotal(agent, 1);
  }

  /** Books allocated resources to a framework, known or not. */
  hold(agent: AgentEntry, frameworkId: string, resources: Resources): void {
    const framework = this.#frameworks.get(frameworkId);
    for (const part of partsByRole(resources)) {
      addHeld(agent, frameworkId, part);
      if (framework === undefined) this.#noteAbsent(frameworkId, agent.id);
      else this.#book(framework, agent, part);
    }
  }

  /** Takes one part back; nothing happens when it is not held. */
  release(agent: AgentEntry, frameworkId: string, part: RolePart): void {
    if (!holds(agent, frameworkId, part)) return;
    const framework = this.#frameworks.get(frameworkId);
    if (framework === undefined) dropHeld(agent, frameworkId, part);
    else this.#release(framework, agent, part);
  }

  /** Turns what a framework holds into something else, which is no new service to it. */
  exchange(
    agent: AgentEntry,
    framework: FrameworkEntry,
    before: Resources,
    after: Resources,
  ): void {
    // The new comes first, so that the framework never seems to hold nothing in between.
    for (const part of partsByRole(after)) {
      addHeld(agent, framework.id, part);
      linkAgent(framework, part.role, agent.id);
      this.sorters.track(framework, part.role);
      const change = { before: NOTHING, after: part.portion };
      this.sorters.rebook(framework.id, part.role, agent.id, change);
      addAmounts(this.#booked, part.portion.amounts, 1);
    }
    for (const part of partsByRole(before)) this.release(agent, framework.id, part);
  }

  #book(framework: FrameworkEntry, agent: AgentEntry, part: RolePart): void {
    const { role, portion } = part;
    linkAgent(framework, role, agent.id);
    this.sorters.track(framework, role);
    this.sorters.book(framework.id, role, agent.id, portion);
    addAmounts(this.#booked, portion.amounts, 1);
  }

  #release(framework: FrameworkEntry, agent: AgentEntry, part: RolePart): void {
    this.sorters.unbook(framework.id, part.role, agent.id, part.portion);
    addAmounts(this.#booked, part.portion.amounts, -1);
    if (!dropHeld(agent, framework.id, part)) return;
    if (!unlinkAgent(framework, part.role, agent.id)) return;
    this.sorters.untrackIfIdle(framework, part.role);
  }

  #releaseAll(framework: FrameworkEntry, role: string, agentId: string): void {
    const agent = this.#agents.get(agentId);
    const resources = agent?.held.get(framework.id)?.get(role);
    if (agent === undefined || resources === undefined) return;
    this.#release(framework, agent, { role, resources, portion: portionOf(resources) });
  }

  #noteAbsent(frameworkId: string, agentId: string): void {
    const agentIds = this.#agentsOfAbsent.get(frameworkId);
    if (agentIds === undefined) this.#agentsOfAbsent.set(frameworkId, new Set([agentId]));
    else agentIds.add(agentId);
  }

  #countTotal(agent: AgentEntry, sign: 1 | -1): void {
    const { amounts, shared } = portionOf(agent.total);
    this.#totals.change(amounts, sign);
    for (const part of shared) this.#totals.change(part.amounts, sign);
  }
}
