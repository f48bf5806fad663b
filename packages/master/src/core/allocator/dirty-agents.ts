import { must, type Random, type Timestamp } from '@stoa/common';
import { type Expiry, ExpiryQueue } from './expiry-queue.ts';

/** Ends of filters that were withdrawn are swept out when they could be most of the queue. */
const EXPIRIES_SWEPT_MIN = 4_096;

/**
 * Which agents are worth a look in the next run: those that were marked one by one, and, when
 * somebody began to want more, all of them once round. A round costs only what is taken of it, and no
 * agent is always the first.
 */
export class DirtyAgents {
  readonly #dirty = new Set<string>();
  /** Shared resources may be offered again in every run. */
  readonly #always = new Set<string>();
  readonly #expiries = new ExpiryQueue();
  /** Every agent, and where in it each stands. */
  readonly #ring: string[] = [];
  readonly #places = new Map<string, number>();
  #cursor = 0;
  #roundLeft = 0;
  #isLeftOver = false;
  #sweepAt = EXPIRIES_SWEPT_MIN;

  mark(agentId: string): void {
    this.#dirty.add(agentId);
    if (this.#places.has(agentId)) return;
    this.#places.set(agentId, this.#ring.push(agentId) - 1);
  }

  /** A round begins at a random place unless one is under way, which then goes once round from there. */
  markAll(random: Random): void {
    const { length } = this.#ring;
    if (this.#roundLeft === 0 && length > 0) this.#cursor = random.below(length);
    this.#roundLeft = length;
  }

  setAlways(agentId: string, isAlways: boolean): void {
    if (isAlways) this.#always.add(agentId);
    else this.#always.delete(agentId);
  }

  forget(agentId: string): void {
    this.#dirty.delete(agentId);
    this.#always.delete(agentId);
    const place = this.#places.get(agentId);
    if (place === undefined) return;
    this.#places.delete(agentId);
    const last = must(this.#ring.pop(), 'the last of the ring');
    if (last !== agentId) {
      // It moves to the gap; had the round passed the gap already, it is looked at all the same.
      this.#ring[place] = last;
      this.#places.set(last, place);
      if (this.#roundLeft > 0) this.#dirty.add(last);
    }
    this.#roundLeft = Math.min(this.#roundLeft, this.#ring.length);
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
      if (this.#places.has(over.agentId)) this.#dirty.add(over.agentId);
    }
  }

  /** How many agents there are to look at. */
  get count(): number {
    return Math.max(this.#roundLeft, this.#dirty.size + this.#always.size);
  }

  /** When the next refusal ends. */
  get nextExpiry(): Timestamp | undefined {
    return this.#expiries.nextEnd;
  }

  /** True when the last `take` left marks behind for the next. */
  get isLeftOver(): boolean {
    return this.#isLeftOver;
  }

  /** No agent is worth a look until it is marked again. */
  clear(): void {
    this.#dirty.clear();
    this.#roundLeft = 0;
    this.#isLeftOver = false;
  }

  /** Takes up to `max` marks: on with the round, then the longest marked. */
  take(max: number): readonly string[] {
    for (const id of this.#always) this.#dirty.add(id);
    const taken = new Set<string>();
    // The round first: what was just given back would else be what everybody is offered.
    while (this.#roundLeft > 0 && taken.size < max) {
      this.#cursor = this.#cursor < this.#ring.length ? this.#cursor : 0;
      const id = must(this.#ring[this.#cursor], 'an agent on the ring');
      this.#cursor++;
      this.#roundLeft--;
      this.#dirty.delete(id);
      taken.add(id);
    }
    for (const id of this.#dirty) {
      if (taken.size >= max) break;
      taken.add(id);
      this.#dirty.delete(id);
    }
    this.#isLeftOver = this.#dirty.size > 0 || this.#roundLeft > 0;
    return [...taken];
  }
}
