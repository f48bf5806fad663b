import { emptyReply, parseDuration, queryValue, textReply } from '@stoa/common';
import type { Duration, HttpReply, HttpRequest, TraceLevel } from '@stoa/common';
import type { Log } from '@stoa/runtime';

/**
 * The log's level as `/logging/toggle` and SET_LOGGING_LEVEL know it: a number that is 0 as started,
 * above it everything is written, and that falls back by itself (mesos-endpoints.md §1.9).
 */
export class LoggingLevel {
  readonly #log: Log;
  readonly #startLevel: TraceLevel;
  #level = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(log: Log, startLevel: TraceLevel) {
    this.#log = log;
    this.#startLevel = startLevel;
  }

  get(): number {
    return this.#level;
  }

  set(level: number, span: Duration): void {
    this.close();
    this.#apply(level);
    this.#timer = setTimeout(() => this.#apply(0), span);
    this.#timer.unref();
  }

  /** Answers `/logging/toggle`. */
  toggle({ query }: HttpRequest): HttpReply {
    const level = queryValue(query, 'level');
    const duration = queryValue(query, 'duration');
    if (level === undefined && duration === undefined) return textReply(200, `${this.#level}\n`);
    if (duration === undefined) return textReply(400, "Expecting 'duration=value' in query.\n");
    if (level === undefined) return textReply(400, "Expecting 'level=value' in query.\n");
    if (!/^-?\d{1,9}$/.test(level)) {
      return textReply(400, `Failed to convert '${level}' to number.\n`);
    }
    if (Number(level) < 0) return textReply(400, `'${level}' < original level.\n`);
    const span = parseDuration(duration);
    if (span === undefined || span < 0) {
      return textReply(400, `Invalid duration '${duration}': not a duration such as 5secs.\n`);
    }
    this.set(Number(level), span);
    return emptyReply(200);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #apply(level: number): void {
    this.#level = level;
    this.#log.setLevel(level > 0 ? 'debug' : this.#startLevel);
  }
}
