import type { Timestamp } from '@stoa/common';

/** A moment at which an agent becomes worth a look again, since some framework's refusal is over. */
export interface Expiry {
  readonly frameworkId: string;
  readonly agentId: string;
  readonly expiresAt: Timestamp;
}

/** The ends of filters, earliest first: a binary heap, since most are added in no order. */
export class ExpiryQueue {
  #heap: Expiry[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The end of the next one. */
  get nextEnd(): Timestamp | undefined {
    return this.#heap[0]?.expiresAt;
  }

  add(expiry: Expiry): void {
    const heap = this.#heap;
    heap.push(expiry);
    let at = heap.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.expiresAt <= expiry.expiresAt) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = expiry;
  }

  /** Takes the next one that ended before `at`; one that ends at that very moment waits. */
  take(at: Timestamp): Expiry | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.expiresAt >= at) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  /** Replaces everything: the way to forget what was withdrawn. */
  replace(expiries: Iterable<Expiry>): void {
    this.#heap = [...expiries].sort((a, b) => a.expiresAt - b.expiresAt);
  }

  #sink(expiry: Expiry): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = heap[below];
      if (left === undefined) break;
      const right = heap[below + 1];
      const isRight = right !== undefined && right.expiresAt < left.expiresAt;
      if (isRight) below++;
      const child = isRight ? right : left;
      if (child.expiresAt >= expiry.expiresAt) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = expiry;
  }
}
