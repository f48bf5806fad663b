import type { Timestamp } from '@stoa/common';
import type { Offer, Resources } from '@stoa/proto';
import { AGENTS_REMEMBERED_MAX } from '../limits.ts';
import type { NoMatchReason } from '../matching/no-match.ts';
import type { OfferFunnel } from '../read-view.ts';

/** An agent's latest offer to an app, as it was when it was looked at. */
export interface TriedOffer {
  readonly offer: Offer;
  /** What others had left of it. */
  readonly left: Resources;
  /** The first reason for which it was refused; undefined: it was used. */
  readonly reason: NoMatchReason | undefined;
  readonly at: Timestamp;
}

/** What became of the offers that were tried for an app since it waits (marathon-api.md §7). */
export class OfferStatistics {
  #processed = 0;
  #unused = 0;
  #lastUnusedAt: Timestamp | undefined;
  #lastUsedAt: Timestamp | undefined;
  readonly #declined = new Map<NoMatchReason, number>();
  /** The outcome of each agent's latest offer; the agent heard of longest ago goes first. */
  readonly #lastByAgent = new Map<string, TriedOffer>();

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
    for (const { reason } of this.#lastByAgent.values()) countReason(declined, reason);
    return { processed: this.#lastByAgent.size, declined };
  }

  /** The latest offer of each agent, the one heard of longest ago first. */
  get tried(): Iterable<TriedOffer> {
    return this.#lastByAgent.values();
  }

  /** Takes note of one more offer. */
  add(tried: TriedOffer): void {
    const { offer, reason, at } = tried;
    const agentId = offer.agent_id.value;
    this.#processed += 1;
    if (reason === undefined) this.#lastUsedAt = at;
    else {
      this.#unused += 1;
      this.#lastUnusedAt = at;
    }
    countReason(this.#declined, reason);
    this.#lastByAgent.delete(agentId);
    this.#lastByAgent.set(agentId, tried);
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
