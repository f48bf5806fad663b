import {
  History,
  type Random,
  type Timestamp,
  type TraceEffect,
  assert,
  timestamp,
} from '@stoa/common';

/** How many trace events a failure shows. */
const TRACES_SHOWN = 100;
/** An epoch of its own, so that no time in a test is mistaken for one of the real clock. */
export const EPOCH: Timestamp = timestamp(Date.UTC(2030, 0, 1));

/** A law of the cluster is broken, or a kernel threw: the seed is the reproduction. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/**
 * Virtual time: one queue of deeds by (time, order of scheduling). Nothing happens in between, and
 * nothing depends on the real clock, so that a seed gives the same course on every machine.
 */
export class Simulator {
  readonly random: Random;
  readonly #queue = new DeedQueue();
  readonly #traces = new History<string>(TRACES_SHOWN);
  /** Hears everything that is traced: who, level, event, and its fields as words. */
  onTrace: ((who: string, level: string, event: string, words: string) => void) | undefined;
  #now: Timestamp = EPOCH;
  #order = 0;
  #deeds = 0;
  #digest = 0x811c9dc5;

  constructor(random: Random) {
    this.random = random;
  }

  get now(): Timestamp {
    return this.#now;
  }

  /** Milliseconds since the beginning. */
  get elapsedMs(): number {
    return this.#now - EPOCH;
  }

  /** How many deeds were done. */
  get deeds(): number {
    return this.#deeds;
  }

  /** A hash over everything that was traced, with its time: two runs of a seed give the same. */
  get digest(): string {
    return (this.#digest >>> 0).toString(16).padStart(8, '0');
  }

  /** Does `act` after `delayMs`. Deeds of the same moment are done in the order of scheduling. */
  after(delayMs: number, act: () => void): void {
    assert(delayMs >= 0, `a delay of ${delayMs} ms would turn time back`);
    this.#queue.add({ at: this.#now + delayMs, order: this.#order++, act });
  }

  /** Does what is due until `elapsedMs` since the beginning; time stands there afterwards. */
  runUntil(elapsedMs: number): void {
    const end = EPOCH + elapsedMs;
    for (;;) {
      const next = this.#queue.first();
      if (next === undefined || next.at > end) break;
      this.#queue.takeFirst();
      this.#now = timestamp(next.at);
      this.#deeds += 1;
      next.act();
    }
    this.#now = timestamp(end);
  }

  /** Takes note of something told by a process or by the simulation itself. */
  trace(who: string, { level, event, fields }: Omit<TraceEffect, 'kind'>): void {
    const words = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${String(value)}`);
    const line = `${this.elapsedMs.toFixed(3)} ${level} ${who} ${event} ${words.join(' ')}`;
    this.onTrace?.(who, level, event, words.join(' '));
    this.#traces.add(line);
    this.#mix(line);
  }

  /** The last trace events, oldest first. */
  lastTraces(): readonly string[] {
    return this.#traces.values();
  }

  /** Ends the run: a law is broken. */
  fail(law: string, cause?: unknown): never {
    throw new SimulationFailure(`after ${this.elapsedMs / 1000} s: ${law}`, { cause });
  }

  // FNV-1a: cheap enough for a million lines, and one changed letter changes it.
  #mix(text: string): void {
    let hash = this.#digest;
    for (let at = 0; at < text.length; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    }
    this.#digest = hash;
  }
}

/** A binary heap by (time, order). */
class DeedQueue {
  readonly #heap: Entry[] = [];

  first(): Entry | undefined {
    return this.#heap[0];
  }

  add(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(left: Entry, right: Entry): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
