import { type Timestamp, later, milliseconds } from '@stoa/common';
import type { Resources } from '@stoa/proto';

/** What a framework does not want of an agent, and until when. */
export interface OfferFilter {
  /** Without allocation marks. */
  readonly resources: Resources;
  readonly expiresAt: Timestamp;
}

const DEFAULT_REFUSE_MS = 5_000;
const MAX_REFUSE_MS = 365 * 86_400_000;

/** How long a refusal really holds (mesos-allocator.md §3.1); undefined for not at all. */
export function effectiveRefusalMs(refuseMs: number, intervalMs: number): number | undefined {
  if (refuseMs === 0) return undefined;
  const asked = Number.isNaN(refuseMs) || refuseMs < 0 ? DEFAULT_REFUSE_MS : refuseMs;
  return Math.max(intervalMs, Math.min(asked, MAX_REFUSE_MS));
}

/** The filters of one framework, by role and agent, so that a check touches only its own pair. */
export class OfferFilters {
  readonly #byRole = new Map<string, Map<string, OfferFilter[]>>();

  /** Adds a filter; those that it makes needless go. Gives when it ends. */
  add(
    role: string,
    agentId: string,
    resources: Resources,
    at: Timestamp,
    refusalMs: number,
  ): Timestamp {
    const expiresAt = later(at, milliseconds(refusalMs));
    const byAgent = this.#byRole.get(role) ?? new Map<string, OfferFilter[]>();
    const kept = (byAgent.get(agentId) ?? []).filter(
      (filter) =>
        filter.expiresAt >= at &&
        !(filter.expiresAt <= expiresAt && resources.contains(filter.resources)),
    );
    byAgent.set(agentId, [...kept, { resources, expiresAt }]);
    this.#byRole.set(role, byAgent);
    return expiresAt;
  }

  /**
   * True while any filter of the pair contains what would be offered; filters are not summed. One
   * that ends at this very moment still holds (§3.1), so that a refusal outlives the tick it meets.
   */
  isFiltered(role: string, agentId: string, offered: Resources, at: Timestamp): boolean {
    const filters = this.#byRole.get(role)?.get(agentId);
    if (filters === undefined) return false;
    for (const filter of filters) {
      if (filter.expiresAt >= at && filter.resources.contains(offered)) return true;
    }
    return false;
  }

  clearRole(role: string): void {
    this.#byRole.delete(role);
  }

  clearAgent(agentId: string): void {
    for (const byAgent of this.#byRole.values()) byAgent.delete(agentId);
  }

  clear(): void {
    this.#byRole.clear();
  }

  /** Forgets what has ended on one agent. */
  expire(agentId: string, at: Timestamp): void {
    for (const byAgent of this.#byRole.values()) {
      const filters = byAgent.get(agentId);
      if (filters === undefined) continue;
      const kept = filters.filter((filter) => filter.expiresAt >= at);
      if (kept.length === 0) byAgent.delete(agentId);
      else if (kept.length < filters.length) byAgent.set(agentId, kept);
    }
  }

  /** How many filters of a role still hold. */
  countActive(role: string, at: Timestamp): number {
    let count = 0;
    for (const filters of this.#byRole.get(role)?.values() ?? []) {
      for (const filter of filters) if (filter.expiresAt >= at) count++;
    }
    return count;
  }

  /** Every filter with its agent. */
  *entries(): IterableIterator<{ readonly agentId: string; readonly expiresAt: Timestamp }> {
    for (const byAgent of this.#byRole.values()) {
      for (const [agentId, filters] of byAgent) {
        for (const { expiresAt } of filters) yield { agentId, expiresAt };
      }
    }
  }
}
