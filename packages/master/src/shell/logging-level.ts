import type { Duration, TraceLevel } from '@stoa/common';
import type { Log, TimerQueue } from '@stoa/runtime';

const FALL_BACK = 'logging.fall-back';

/**
 * The log's level as `/logging/toggle` and SET_LOGGING_LEVEL know it: a number that is 0 as started,
 * above it everything is written, and that falls back by itself.
 */
export class LoggingLevel {
  readonly #log: Log;
  readonly #clock: TimerQueue;
  readonly #startLevel: TraceLevel;
  #level = 0;

  constructor(options: {
    readonly log: Log;
    readonly clock: TimerQueue;
    readonly startLevel: TraceLevel;
  }) {
    this.#log = options.log;
    this.#clock = options.clock;
    this.#startLevel = options.startLevel;
  }

  level(): number {
    return this.#level;
  }

  set(level: number, span: Duration): void {
    this.#level = level;
    this.#log.setLevel(level > 0 ? 'debug' : this.#startLevel);
    this.#clock.start(FALL_BACK, span, () => {
      this.#level = 0;
      this.#log.setLevel(this.#startLevel);
    });
  }
}
