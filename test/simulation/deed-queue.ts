import { assert, must } from '@stoa/common';

type Deed = () => void;

/** Children of a place in the heap: with four it is half as deep as with two. */
const FAN = 4;
/** Deeds due within the same span lie together until their time comes near. */
const SPAN_MS = 50;

/** Deeds of one span that is not near yet, in the order of adding. */
interface Span {
  readonly times: number[];
  readonly orders: number[];
  readonly deeds: Deed[];
}

/**
 * Deeds by (time, order of adding). A run adds and takes millions, with tens of thousands waiting, of which
 * most are far away: they lie unsorted by the span of their time, and only those of the span under way in
 * a heap, which stays small enough for the processor's caches. The heap is three arrays of plain values: to
 * compare two deeds no object is looked at.
 */
export class DeedQueue {
  readonly #times: number[] = [];
  readonly #orders: number[] = [];
  readonly #deeds: Deed[] = [];
  readonly #far = new Map<number, Span>();
  /** The span under way: what is due in it, or before its end, is in the heap. */
  #near = -Infinity;
  #added = 0;

  /** When the next deed is due; undefined when none waits. */
  get nextAt(): number | undefined {
    if (this.#times.length === 0 && this.#far.size > 0) this.#draw();
    return this.#times[0];
  }

  add(time: number, deed: Deed): void {
    const order = this.#added++;
    const span = Math.floor(time / SPAN_MS);
    if (span <= this.#near) {
      this.#push(time, order, deed);
      return;
    }
    const known = this.#far.get(span);
    if (known === undefined) {
      this.#far.set(span, { times: [time], orders: [order], deeds: [deed] });
      return;
    }
    known.times.push(time);
    known.orders.push(order);
    known.deeds.push(deed);
  }

  /** Takes the next deed out; there has to be one. */
  takeFirst(): Deed {
    if (this.#times.length === 0) this.#draw();
    const first = must(this.#deeds[0], 'a deed');
    const time = must(this.#times.pop(), 'a time');
    const order = must(this.#orders.pop(), 'an order');
    const deed = must(this.#deeds.pop(), 'a deed');
    if (this.#times.length > 0) this.#sink(time, order, deed);
    return first;
  }

  /** The heap is empty: the next span with deeds comes near. */
  #draw(): void {
    assert(this.#far.size > 0, 'no deed waits');
    let next = this.#near + 1;
    // The first time, and over a long stretch with nothing to do, counting up would take long.
    if (!this.#far.has(next)) {
      next = Infinity;
      for (const span of this.#far.keys()) if (span < next) next = span;
    }
    const { times, orders, deeds } = must(this.#far.get(next), 'a span');
    this.#far.delete(next);
    this.#near = next;
    for (const [at, deed] of deeds.entries()) this.#push(times[at] ?? 0, orders[at] ?? 0, deed);
  }

  #push(time: number, order: number, deed: Deed): void {
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
