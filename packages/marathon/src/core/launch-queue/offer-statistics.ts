import type { Timestamp } from '@stoa/common';
import { AGENTS_REMEMBERED_MAX } from '../limits.ts';
import type { NoMatchReason } from '../matching/no-match.ts';
import type { OfferFunnel } from '../read-view.ts';

/** What became of the offers that were tried for an app since it waits (marathon-api.md §7). */
export class OfferStatistics {
  #processed = 0;
  #unused = 0;
  #lastUnusedAt: Timestamp | undefined;
  #lastUsedAt: Timestamp | undefined;
  readonly #declined = new Map<NoMatchReason, number>();
  /** The outcome of each agent's latest offer; the agent heard of longest ago goes first. */
  readonly #lastByAgent = new Map<string, NoMatchReason | undefined>();

  get processed(): number {
    return this.#processed;
  }

  get unused(): number {
    return this.#unused;
  }

  get lastUnusedAt(): Timestamp | undefined {
    return this.#lastUnusedAt;
  }

  get lastUsedAt(): Timestamp | undefined {
    return this.#lastUsedAt;
  }

  /** Every offer since the launch began. */
  get launchAttempt(): OfferFunnel {
    return { processed: this.#processed, declined: this.#declined };
  }

  /** The latest offer of each agent. */
  get lastOffers(): OfferFunnel {
    const declined = new Map<NoMatchReason, number>();
    for (const reason of this.#lastByAgent.values()) countReason(declined, reason);
    return { processed: this.#lastByAgent.size, declined };
  }

  /** Takes note of one more offer; without a reason it was used. */
  add(agentId: string, reason: NoMatchReason | undefined, at: Timestamp): void {
    this.#processed += 1;
    if (reason === undefined) this.#lastUsedAt = at;
    else {
      this.#unused += 1;
      this.#lastUnusedAt = at;
    }
    countReason(this.#declined, reason);
    this.#lastByAgent.delete(agentId);
    this.#lastByAgent.set(agentId, reason);
    if (this.#lastByAgent.size <= AGENTS_REMEMBERED_MAX) return;
    for (const oldest of this.#lastByAgent.keys()) {
      this.#lastByAgent.delete(oldest);
      return;
    }
  }
}

function countReason(counts: Map<NoMatchReason, number>, reason: NoMatchReason | undefined): void {
  if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
