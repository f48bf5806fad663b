import { randomInt } from 'node:crypto';
import { milliseconds, nextJitteredDelay, Random, seconds, type BackoffLimits } from '@stoa/common';
import {
  FIRST_EVENT_DEADLINE_MS,
  MISSED_HEARTBEATS_MAX,
  RETRY_DELAY_MAX_MS,
  RETRY_DELAY_MIN_MS,
} from './limits.ts';
import { createMasterSource, type MasterLocator, type MasterSource } from './masters.ts';
import { pause } from './pause.ts';

const RETRY: BackoffLimits = {
  min: milliseconds(RETRY_DELAY_MIN_MS),
  max: milliseconds(RETRY_DELAY_MAX_MS),
  factor: 2,
};

/** How an attempt to follow a master ended. */
export interface Ending {
  readonly reason: string;
  /** The master that answered, if one did. */
  readonly led?: URL | undefined;
}

/** What a line does with a master. */
export interface Following {
  /** Subscribes to the master and follows it; settles when that has ended. */
  readonly follow: (master: URL) => Promise<Ending>;
  /** Told before each pause; false: it is not tried again. */
  readonly onEnd: (reason: string, retryInMs: number) => boolean;
}

/** Goes to the leading master and back to it after each loss, with growing pauses until it is heard. */
export class LeaderLine {
  readonly #masters: MasterSource;
  readonly #random: Random;
  readonly #closing = new AbortController();
  #attempt = 0;
  #silenceMs = FIRST_EVENT_DEADLINE_MS;

  /** Throws when `master` cannot be read. */
  constructor(master: string | MasterLocator, random: Random | undefined) {
    this.#masters = createMasterSource(master);
    this.#random = random ?? new Random(randomInt(2 ** 32));
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Aborted by `close`. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Aborted by `close` and when another master leads. */
  get leaving(): AbortSignal {
    return AbortSignal.any([this.#closing.signal, this.#masters.moved]);
  }

  /** After how many milliseconds without an event a stream counts as lost. */
  get silenceMs(): number {
    return this.#silenceMs;
  }

  /** The master has taken us; with the pause between its heartbeats, if it told one. */
  subscribed(heartbeatSeconds: number | undefined): void {
    this.#attempt = 0;
    if (heartbeatSeconds !== undefined && heartbeatSeconds > 0) {
      this.#silenceMs = seconds(heartbeatSeconds) * MISSED_HEARTBEATS_MAX;
    }
  }

  /** Follows one master after the other until the line is closed or `onEnd` has enough. */
  async run({ follow, onEnd }: Following): Promise<void> {
    let lost: URL | undefined;
    while (!this.isClosed) {
      const master = lost ?? (await this.#masters.next(this.#closing.signal));
      if (master === undefined) return;
      this.#silenceMs = FIRST_EVENT_DEADLINE_MS;
      const { reason, led } = await follow(master);
      if (this.isClosed) return;
      // The master that led is asked first, once: most breaks are short.
      const isOnce = this.#attempt === 0 && led !== undefined && !this.#masters.moved.aborted;
      lost = isOnce ? new URL('/', led) : undefined;
      const delay = nextJitteredDelay(this.#attempt++, RETRY, this.#random);
      if (!onEnd(reason, Math.round(delay))) return;
      await pause(delay, this.leaving);
      // A new leader has refused nothing yet.
      if (this.#masters.moved.aborted) this.#attempt = 0;
    }
  }

  /** Ends `run` and what `leaving` holds. Idempotent. */
  close(): void {
    this.#closing.abort();
    this.#masters.close();
  }
}
