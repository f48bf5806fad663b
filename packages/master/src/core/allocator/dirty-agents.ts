import type { Timestamp } from '@stoa/common';
import { type Expiry, ExpiryQueue } from './expiry-queue.ts';

/** Ends of filters that were withdrawn are swept out when they could be most of the queue. */
const EXPIRIES_SWEPT_MIN = 4_096;

/** Which agents are worth a look in the next run. */
export class DirtyAgents {
  readonly #dirty = new Set<string>();
  /** Shared resources may be offered again in every run. */
  readonly #always = new Set<string>();
  readonly #expiries = new ExpiryQueue();
  #isAll = false;
  #sweepAt = EXPIRIES_SWEPT_MIN;

  mark(agentId: string): void {
    this.#dirty.add(agentId);
  }

  markAll(): void {
    this.#isAll = true;
  }

  setAlways(agentId: string, isAlways: boolean): void {
    if (isAlways) this.#always.add(agentId);
    else this.#always.delete(agentId);
  }

  forget(agentId: string): void {
    this.#dirty.delete(agentId);
    this.#always.delete(agentId);
  }

  /** The agent becomes worth a look when a refusal ends. `live` gives all that still hold. */
  markLater(expiry: Expiry, live: () => Iterable<Expiry>): void {
    this.#expiries.add(expiry);
    if (this.#expiries.size < this.#sweepAt) return;
    this.#expiries.replace(live());
    this.#sweepAt = Math.max(EXPIRIES_SWEPT_MIN, 2 * this.#expiries.size);
  }

  /** Marks the agents whose refusals ended before `at`; `drop` forgets each. */
  expire(at: Timestamp, drop: (expiry: Expiry) => void): void {
    for (let over = this.#expiries.take(at); over; over = this.#expiries.take(at)) {
      drop(over);
      this.#dirty.add(over.agentId);
    }
  }

  /** Takes all marks; `'all'` when every agent is worth a look. */
  take(): 'all' | ReadonlySet<string> {
    const taken = this.#isAll ? 'all' : new Set([...this.#dirty, ...this.#always]);
    this.#dirty.clear();
    this.#isAll = false;
    return taken;
  }
}
