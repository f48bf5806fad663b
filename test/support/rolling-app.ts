// An app that is upgraded all the time, and a watcher of how much of it there is at each moment.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf, supervisorsNaming } from './proc.ts';

const INSTANCES = 10;
const PART_BELOW = 0.2;
const PART_ABOVE = 0.2;
const LOOK_EVERY_MS = 250;

/**
 * What was seen at once: tasks whose process is there, and tasks that were not told to end. The first
 * counts one later than Marathon hears of it, the second counts one longer: neither blames in haste.
 */
export interface Amount {
  readonly there: number;
  readonly serving: number;
}

/** Ten tasks that take a while to end, so that an upgrade does. */
export class RollingApp {
  readonly id = '/rolling';
  readonly instances = INSTANCES;
  /** The fewest that may serve and the most that may be there (marathon-behaviour.md §5). */
  readonly serving = INSTANCES * (1 - PART_BELOW);
  readonly there = INSTANCES * (1 + PART_ABOVE);
  /** Every moment at which a bound was broken. */
  readonly broken: Amount[] = [];
  looks = 0;
  readonly #told: string;
  readonly #mark: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.#told = join(directory, 'told-to-end');
    this.#mark = `rolling-of-${process.pid}`;
    mkdirSync(this.#told);
  }

  /** The app in one of its versions. */
  version(number: number): object {
    const cmd =
      `: ${this.#mark}; trap ': > ${this.#told}/$$; sleep 0.7; exit 0' TERM; ` +
      'while :; do sleep 1000 & wait; done';
    return {
      id: this.id,
      cmd,
      cpus: 0.01,
      mem: 8,
      instances: INSTANCES,
      env: { VERSION: String(number) },
      upgradeStrategy: { minimumHealthCapacity: 1 - PART_BELOW, maximumOverCapacity: PART_ABOVE },
    };
  }

  /** How much there is now. */
  amount(): Amount {
    const told = new Set(readdirSync(this.#told).map(Number));
    // In this order: what ends between two looks is not taken for one that was told and serves no more.
    const tasks = supervisorsNaming(this.#mark).length;
    const there = processesOf(['/bin/sh', '-c', `: ${this.#mark}`]);
    const ending = there.filter((pid) => told.has(pid)).length;
    return { there: there.length, serving: tasks - ending };
  }

  /** Looks often from here on; call when all of it runs. */
  watch(): void {
    this.#timer = setInterval(() => {
      const amount = this.amount();
      this.looks++;
      const isKept = amount.serving >= this.serving && amount.there <= this.there;
      if (!isKept) this.broken.push(amount);
    }, LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
