import type { StreamMessage } from './sse.ts';

/** What one page is given in one go. */
export interface Batch {
  readonly messages: readonly StreamMessage[];
  /** Something before these was left out: only a snapshot tells how things stand. */
  readonly isGap: boolean;
}

/** A page takes so many in a few milliseconds; more would be felt by a hand on it. */
const BATCH_MAX = 100;
/** A page behind by so many, or by so long with as many as a busy cluster tells in that time, wants a snapshot. */
const WAITING_MAX = 5_000;
const LATE_MS = 2_000;
const LATE_MIN = 1_000;

/**
 * What waits for one page, which takes a batch at a time and says when it is done. A page that is slow, asleep or
 * gone costs a bounded amount: what it missed becomes one gap. Times are milliseconds since 1970.
 */
export class Outbox {
  #waiting: StreamMessage[] = [];
  #since = 0;
  #isGap = false;
  #isTaking = false;

  /** Adds what came. */
  push(messages: readonly StreamMessage[], now: number): void {
    // What comes before the snapshot that the page will take is in that snapshot.
    if (this.#isGap || messages.length === 0) return;
    if (this.#waiting.length === 0) this.#since = now;
    this.#waiting.push(...messages);
    const isLate = now - this.#since > LATE_MS && this.#waiting.length > LATE_MIN;
    if (this.#waiting.length <= WAITING_MAX && !isLate) return;
    this.#waiting = [];
    this.#isGap = true;
  }

  /** Whether more waits than one batch takes. */
  get isFull(): boolean {
    return this.#waiting.length >= BATCH_MAX;
  }

  /** The next batch; undefined when nothing waits or the page has not done with the last one. */
  take(now: number): Batch | undefined {
    if (this.#isTaking || (this.#waiting.length === 0 && !this.#isGap)) return undefined;
    const batch = { messages: this.#waiting.slice(0, BATCH_MAX), isGap: this.#isGap };
    this.#waiting = this.#waiting.slice(BATCH_MAX);
    this.#since = now;
    this.#isGap = false;
    this.#isTaking = true;
    return batch;
  }

  /** The page has done with its batch. */
  taken(): void {
    this.#isTaking = false;
  }
}
