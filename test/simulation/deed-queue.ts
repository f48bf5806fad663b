import { must } from '@stoa/common';

type Deed = () => void;

/** Children of a place in the heap: with four it is half as deep as with two. */
const FAN = 4;

/**
 * Deeds by (time, order of adding). A run adds and takes millions, with tens of thousands waiting, so
 * the heap lies in three arrays of plain values: to compare two deeds no object is looked at.
 */
export class DeedQueue {
  readonly #times: number[] = [];
  readonly #orders: number[] = [];
  readonly #deeds: Deed[] = [];
  #added = 0;

  /** When the next deed is due; undefined when none waits. */
  get nextAt(): number | undefined {
    return this.#times[0];
  }

  add(time: number, deed: Deed): void {
    const order = this.#added++;
    let at = this.#times.length;
    this.#put(at, time, order, deed);
    while (at > 0) {
      const parent = Math.floor((at - 1) / FAN);
      if (!this.#isBefore(time, order, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, time, order, deed);
  }

  /** Takes the next deed out; there has to be one. */
  takeFirst(): Deed {
    const first = must(this.#deeds[0], 'a deed');
    const time = must(this.#times.pop(), 'a time');
    const order = must(this.#orders.pop(), 'an order');
    const deed = must(this.#deeds.pop(), 'a deed');
    if (this.#times.length > 0) this.#sink(time, order, deed);
    return first;
  }

  /** Puts what was last where it belongs, seen from the root. */
  #sink(time: number, order: number, deed: Deed): void {
    let at = 0;
    for (;;) {
      const child = this.#firstChild(at);
      if (child === undefined || this.#isBefore(time, order, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, time, order, deed);
  }

  #firstChild(at: number): number | undefined {
    const from = at * FAN + 1;
    const to = Math.min(from + FAN, this.#times.length);
    if (from >= to) return undefined;
    let best = from;
    for (let child = from + 1; child < to; child++) {
      if (this.#isBefore(this.#times[child] ?? 0, this.#orders[child] ?? 0, best)) best = child;
    }
    return best;
  }

  #isBefore(time: number, order: number, other: number): boolean {
    const otherTime = this.#times[other] ?? 0;
    return time < otherTime || (time === otherTime && order < (this.#orders[other] ?? 0));
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from] ?? 0, this.#orders[from] ?? 0, this.#deeds[from] ?? nothing);
  }

  #put(at: number, time: number, order: number, deed: Deed): void {
    this.#times[at] = time;
    this.#orders[at] = order;
    this.#deeds[at] = deed;
  }
}

function nothing(): void {
  throw new Error('an empty place of the heap was taken for a deed');
}
