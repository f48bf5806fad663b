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
  #isLeftOver = false;
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

  /** How many agents the next run looks at, of so many that there are. */
  count(all: number): number {
    return this.#isAll ? all : this.#dirty.size + this.#always.size;
  }

  /** When the next refusal ends. */
  get nextExpiry(): Timestamp | undefined {
    return this.#expiries.nextEnd;
  }

  /** True when the last `take` left marks behind for the next. */
  get isLeftOver(): boolean {
    return this.#isLeftOver;
  }

  /** Takes up to `max` marks, the longest marked first; `all` are the ids of all agents. */
  take(max: number, all: () => Iterable<string>): readonly string[] {
    if (this.#isAll) for (const id of all()) this.#dirty.add(id);
    this.#isAll = false;
    for (const id of this.#always) this.#dirty.add(id);
    const taken: string[] = [];
    for (const id of this.#dirty) {
      if (taken.length >= max) break;
      taken.push(id);
      this.#dirty.delete(id);
    }
    this.#isLeftOver = this.#dirty.size > 0;
    return taken;
  }
}
