import {
  History,
  type Random,
  type Timestamp,
  type TraceEffect,
  assert,
  timestamp,
} from '@stoa/common';
import { DeedQueue } from './deed-queue.ts';

/** How many trace events a failure shows. */
const TRACES_SHOWN = 100;
/** An epoch of its own, so that no time in a test is mistaken for one of the real clock. */
export const EPOCH: Timestamp = timestamp(Date.UTC(2030, 0, 1));

type Fields = TraceEffect['fields'];

/** A trace event as it came: only those that are shown are put into words. */
interface Told {
  readonly at: string;
  readonly level: string;
  readonly who: string;
  readonly event: string;
  readonly fields: Fields;
}

/** A law of the cluster is broken, or a kernel threw: the seed is the reproduction. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
}

/**
 * Virtual time: one queue of deeds by (time, order of scheduling). Nothing happens in between, and
 * nothing depends on the real clock, so that a seed gives the same course on every machine.
 */
export class Simulator {
  readonly random: Random;
  readonly #queue = new DeedQueue();
  readonly #traces = new History<Told>(TRACES_SHOWN);
  /** Hears everything that is traced: who, level, event, and its fields as words. */
  onTrace: ((who: string, level: string, event: string, words: string) => void) | undefined;
  #now: Timestamp = EPOCH;
  #deeds = 0;
  #digest = 0x811c9dc5;
  #writtenAt: Timestamp | undefined;
  #written = '';
  #isStirred = false;
  #failure: SimulationFailure | undefined;

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
    // Millions of times a run: the words are put together only when they are needed.
    if (!(delayMs >= 0)) assert(false, `a delay of ${delayMs} ms would turn time back`);
    this.#queue.add(this.#now + delayMs, act);
  }

  /** Does what is due until `elapsedMs` since the beginning; time stands there afterwards. */
  runUntil(elapsedMs: number): void {
    const end = EPOCH + elapsedMs;
    for (;;) {
      const at = this.#queue.nextAt;
      if (at === undefined || at > end) break;
      const act = this.#queue.takeFirst();
      this.#now = timestamp(at);
      this.#deeds += 1;
      act();
    }
    this.#now = timestamp(end);
  }

  /** A promise was settled: who waits for it goes on before the next deed is done. */
  stir(): void {
    this.#isStirred = true;
  }

  /** As `runUntil`, where some of what is run waits for promises. */
  async runUntilSettled(elapsedMs: number): Promise<void> {
    const end = EPOCH + elapsedMs;
    for (;;) {
      if (this.#isStirred) {
        this.#isStirred = false;
        await allWaiting();
      }
      // One that broke a law on behalf of a promise told only whoever waited for that.
      if (this.#failure !== undefined) throw this.#failure;
      const at = this.#queue.nextAt;
      if (at === undefined || at > end) break;
      const act = this.#queue.takeFirst();
      this.#now = timestamp(at);
      this.#deeds += 1;
      act();
    }
    this.#now = timestamp(end);
  }

  /** Takes note of something told by a process or by the simulation itself. */
  trace(who: string, { level, event, fields }: Omit<TraceEffect, 'kind'>): void {
    this.onTrace?.(who, level, event, wordsOf(fields));
    const at = this.#moment();
    this.#traces.add({ at, level, who, event, fields });
    this.#mix(at, ' ');
    this.#mix(level, ' ');
    this.#mix(who, ' ');
    this.#mix(event);
    let isFirst = true;
    for (const name in fields) {
      const value = fields[name];
      if (value === undefined) continue;
      this.#mix(' ');
      this.#mix(name, '=');
      this.#mix(typeof value === 'string' ? value : String(value));
      isFirst = false;
    }
    if (isFirst) this.#mix(' ');
  }

  /** The last trace events, oldest first. */
  lastTraces(): readonly string[] {
    return this.#traces
      .values()
      .map(
        ({ at, level, who, event, fields }) => `${at} ${level} ${who} ${event} ${wordsOf(fields)}`,
      );
  }

  /** The present as it is written before a trace event; much is told in the same moment. */
  #moment(): string {
    if (this.#writtenAt !== this.#now) {
      this.#writtenAt = this.#now;
      this.#written = this.elapsedMs.toFixed(3);
    }
    return this.#written;
  }

  /** Ends the run: a law is broken. */
  fail(law: string, cause?: unknown): never {
    this.#failure ??= new SimulationFailure(`after ${this.elapsedMs / 1000} s: ${law}`, { cause });
    throw this.#failure;
  }

  /** As `fail`, where nobody would hear what is thrown. */
  noteFailure(error: unknown): void {
    this.#failure ??=
      error instanceof SimulationFailure
        ? error
        : new SimulationFailure(`after ${this.elapsedMs / 1000} s: ${String(error)}`);
  }

  // FNV-1a: cheap enough for a million lines, and one changed letter changes it.
  #mix(text: string, end = ''): void {
    let hash = this.#digest;
    for (let at = 0; at < text.length; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    }
    if (end !== '') hash = Math.imul(hash ^ end.charCodeAt(0), 0x01000193);
    this.#digest = hash;
  }
}

/** Once every promise that can go on has gone on. */
function allWaiting(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function wordsOf(fields: Fields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
