import type { Duration, TraceLevel } from '@stoa/common';
import { renderFlags, renderNumbers, type Log, type TimerQueue } from '@stoa/runtime';
import type { Diagnostics } from '../api/diagnostics.ts';
import { marathonFlags, type MarathonFlags } from '../flags.ts';

const FALL_BACK = 'logging.fall-back';

/** What `/config`, `/logging` and `/metrics/prometheus` show of this process. */
export class ProcessDiagnostics implements Diagnostics {
  readonly flags: Readonly<Record<string, string>>;
  readonly renderPrometheus: Diagnostics['renderPrometheus'];
  readonly #log: Log;
  readonly #clock: TimerQueue;
  readonly #startLevel: TraceLevel;
  #level: TraceLevel;

  constructor(options: {
    readonly flags: MarathonFlags;
    readonly log: Log;
    readonly clock: TimerQueue;
    readonly startLevel: TraceLevel;
  }) {
    const { flags, log, clock, startLevel } = options;
    this.flags = renderFlags(marathonFlags, flags);
    this.renderPrometheus = flags.metrics_prometheus ? renderNumbers : undefined;
    this.#log = log;
    this.#clock = clock;
    this.#startLevel = startLevel;
    this.#level = startLevel;
  }

  level(): TraceLevel {
    return this.#level;
  }

  setLevel(level: TraceLevel, span: Duration | undefined): void {
    this.#clock.cancel(FALL_BACK);
    this.#apply(level);
    if (span !== undefined) {
      this.#clock.start(FALL_BACK, span, () => this.#apply(this.#startLevel));
    }
  }

  close(): void {
    this.#clock.cancel(FALL_BACK);
  }

  #apply(level: TraceLevel): void {
    this.#level = level;
    this.#log.setLevel(level);
  }
}
