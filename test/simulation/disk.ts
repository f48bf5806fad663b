import type { Random, StoreWrite } from '@stoa/common';
import type { Simulator } from './simulator.ts';

/** How a disk behaves; times in milliseconds. */
export interface DiskTemper {
  /** A commit takes this long at most. */
  readonly commitMsMax: number;
  /** Now and then it takes that long. */
  readonly stallMsMax: number;
  readonly stallChance: number;
  /** A commit is refused (a full disk). */
  readonly failChance: number;
}

export const STEADY_DISK: DiskTemper = {
  commitMsMax: 1,
  stallMsMax: 0,
  stallChance: 0,
  failChance: 0,
};

interface Commit {
  readonly writes: readonly StoreWrite[];
  readonly settle: (fault: string | undefined) => void;
}

/**
 * What outlives a process. Commits are done one after the other, in the order asked for; a crash keeps
 * a drawn number of those under way and loses the rest, as a log that was cut does.
 */
export class Disk {
  readonly #simulator: Simulator;
  readonly #random: Random;
  readonly #entries = new Map<string, Uint8Array>();
  #waiting: Commit[] = [];
  #isBusy = false;
  #life = 0;
  temper: DiskTemper = STEADY_DISK;

  constructor(simulator: Simulator, random: Random) {
    this.#simulator = simulator;
    this.#random = random;
  }

  /** Every entry under a prefix, by key. */
  load(prefix = ''): readonly { readonly key: string; readonly value: Uint8Array }[] {
    return [...this.#entries]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => ({ key, value }));
  }

  get(key: string): Uint8Array | undefined {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Makes `writes` durable, all or none; then calls `settle`, with the reason if it could not. */
  commit(writes: readonly StoreWrite[], settle: (fault: string | undefined) => void): void {
    this.#waiting.push({ writes, settle });
    if (!this.#isBusy) this.#commitNext();
  }

  /** The process is gone: what waits is applied up to a drawn point and answered no more. */
  crash(): void {
    const kept = this.#random.below(this.#waiting.length + 1);
    for (const { writes } of this.#waiting.slice(0, kept)) this.#apply(writes);
    this.#waiting = [];
    this.#isBusy = false;
    this.#life += 1;
  }

  #commitNext(): void {
    if (this.#waiting.length === 0) {
      this.#isBusy = false;
      return;
    }
    this.#isBusy = true;
    const life = this.#life;
    this.#simulator.after(this.#commitMs(), () => {
      if (life !== this.#life) return;
      const commit = this.#waiting.shift();
      if (commit === undefined) return;
      const isRefused = this.#random.chance(this.temper.failChance);
      if (!isRefused) this.#apply(commit.writes);
      commit.settle(isRefused ? 'no space left on device' : undefined);
      if (life === this.#life) this.#commitNext();
    });
  }

  #commitMs(): number {
    const { commitMsMax, stallMsMax, stallChance } = this.temper;
    const base = this.#random.fraction() * commitMsMax;
    return this.#random.chance(stallChance) ? base + this.#random.fraction() * stallMsMax : base;
  }

  #apply(writes: readonly StoreWrite[]): void {
    for (const { key, value } of writes) {
      if (value === undefined) this.#entries.delete(key);
      else this.#entries.set(key, value);
    }
  }
}
