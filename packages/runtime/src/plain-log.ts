import { writeSync } from 'node:fs';
import type { TraceEffect, TraceLevel, TraceValue } from '@stoa/common';
import { errorCause, errorCode, errorMessage } from './errors.ts';
import { LOG_BATCH_BYTES } from './limits.ts';

/** Fields of one line: ids and amounts, never whole records or secrets. */
export type LogFields = Readonly<Record<string, TraceValue>>;

/** Where lines go: a file descriptor (2 is stderr), or a function that takes whole lines. */
export type LogSink = number | ((text: string) => void);

/** One daemon's log: JSON lines with time, level, daemon, event and fields. */
export interface Log {
  /** Whether lines of that level are written at all. */
  isOn(level: TraceLevel): boolean;
  /** Writes what a kernel traced. */
  trace(effect: TraceEffect): void;
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  /** Writes an error with its stack and causes at once, past every buffer. */
  fatal(event: string, error: unknown): void;
  /** Another level from here on (`/logging/toggle`). */
  setLevel(level: TraceLevel): void;
  /** Writes what is held. */
  flush(): void;
}

/** The levels in their order, the most urgent first. */
export const LEVELS: Readonly<Record<TraceLevel, number>> = {
  error: 0,
  warn: 1,
  info: 2,
  debug: 3,
};

/** The level behind a flag's word: `INFO`, `WARNING`, `ERROR`, `DEBUG`, in any case. */
export function parseLogLevel(text: string): TraceLevel | undefined {
  switch (text.toUpperCase()) {
    case 'ERROR':
    case 'FATAL':
      return 'error';
    case 'WARN':
    case 'WARNING':
      return 'warn';
    case 'INFO':
      return 'info';
    case 'DEBUG':
      return 'debug';
    default:
      return undefined;
  }
}

/** How a log is opened. */
export interface LogOptions {
  readonly daemon: string;
  /** `info` unless told. */
  readonly level?: TraceLevel;
  /** stderr unless told. */
  readonly sink?: LogSink;
}

/**
 * A log that writes its lines itself, the same ones as `createLog`: for a daemon that wants to stay
 * small, to which the library would be a tenth of its memory.
 */
export function createPlainLog({ daemon, level = 'info', sink = 2 }: LogOptions): Log {
  const batch = openBatch(sink);
  let least = level;
  return createLogWith({
    daemon,
    batch,
    level: () => least,
    setLevel: (wanted) => {
      least = wanted;
    },
    write: (_level, line) => batch.add(`${line}\n`),
  });
}

/** The log over whatever takes its lines. */
export function createLogWith(parts: {
  readonly daemon: string;
  readonly batch: LineBatch;
  readonly level: () => TraceLevel;
  readonly setLevel: (level: TraceLevel) => void;
  readonly write: (level: TraceLevel, line: string) => void;
}): Log {
  const { daemon, batch } = parts;
  const isOn = (level: TraceLevel): boolean => LEVELS[level] <= LEVELS[parts.level()];
  const write = (level: TraceLevel, event: string, fields: LogFields = {}): void => {
    // Checked before the line is made, so that a silent level costs nothing.
    if (isOn(level)) parts.write(level, renderLine({ level, daemon, event, fields }));
  };
  return {
    isOn,
    trace: ({ level, event, fields }) => write(level, event, fields),
    error: (event, fields) => write('error', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    info: (event, fields) => write('info', event, fields),
    debug: (event, fields) => write('debug', event, fields),
    fatal: (event, error) => {
      batch.add(`${renderLine({ level: 'error', daemon, event, fields: describeError(error) })}\n`);
      batch.flush();
    },
    setLevel: parts.setLevel,
    flush: () => batch.flush(),
  };
}

/** An error as fields: message, stack, and the messages of its causes. */
export function describeError(error: unknown): LogFields {
  const causes: string[] = [];
  let cause = errorCause(error);
  while (cause !== undefined && causes.length < 8) {
    causes.push(errorMessage(cause));
    cause = errorCause(cause);
  }
  const isObject = typeof error === 'object' && error !== null;
  const stack = isObject && 'stack' in error ? String(error.stack) : undefined;
  const chain = causes.length === 0 ? undefined : causes.join(' ← ');
  return { message: errorMessage(error), stack, cause: chain };
}

/** One line of a log, without its end. */
export function renderLine(line: {
  readonly level: TraceLevel;
  readonly daemon: string;
  readonly event: string;
  readonly fields: LogFields;
}): string {
  const { level, daemon, event, fields } = line;
  return JSON.stringify({ time: new Date().toISOString(), level, daemon, event, ...fields });
}

/**
 * Lines gathered and written in one call: at 64 kB, at the end of the tick, and on demand before the
 * process ends. Winston's own file transport loses lines on exit.
 */
export class LineBatch {
  readonly #write: (text: string) => void;
  #held: string[] = [];
  #heldBytes = 0;
  #isPlanned = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add(text: string): void {
    this.#held.push(text);
    this.#heldBytes += text.length;
    if (this.#heldBytes >= LOG_BATCH_BYTES) {
      this.flush();
    } else if (!this.#isPlanned) {
      this.#isPlanned = true;
      setImmediate(() => this.flush());
    }
  }

  flush(): void {
    this.#isPlanned = false;
    if (this.#held.length === 0) return;
    const text = this.#held.join('');
    this.#held = [];
    this.#heldBytes = 0;
    this.#write(text);
  }
}

/** Opens the place that a log's lines go to. */
export function openBatch(sink: LogSink): LineBatch {
  return new LineBatch(typeof sink === 'number' ? descriptorSink(sink) : sink);
}

// A pipe may be full for a moment; a log that waited for ever would stop the daemon, so after a
// second the lines are dropped.
function descriptorSink(descriptor: number): (text: string) => void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  return (text) => {
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0, tries = 0; at < bytes.length && tries < 200;) {
      try {
        at += writeSync(descriptor, bytes, at);
      } catch (error) {
        // A closed or full sink cannot be told of by logging.
        if (errorCode(error) !== 'EAGAIN') return;
        tries++;
        Atomics.wait(pause, 0, 0, 5);
      }
    }
  };
}
