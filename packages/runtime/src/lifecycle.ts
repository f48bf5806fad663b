import { writeSync } from 'node:fs';
import { FlagsExit } from './flags-exit.ts';
import { CLOSE_DEADLINE_MS } from './limits.ts';
import { describeError, type Log } from './plain-log.ts';
import { exitCodeFor, isOperatorFault } from './startup-error.ts';

/** Something that was opened and has to be closed. */
export interface Closeable {
  close(): Promise<void> | void;
}

/**
 * What a daemon opened, closed in the opposite order. Register each thing where it is created; a
 * start that fails half way closes what it had.
 */
export class ClosingStack {
  #entries: { readonly what: string; readonly close: () => Promise<void> | void }[] = [];

  /** Adds a thing and gives it back. */
  add<T extends Closeable>(what: string, opened: T): T {
    this.defer(what, () => opened.close());
    return opened;
  }

  /** Adds a deed of closing. */
  defer(what: string, close: () => Promise<void> | void): void {
    this.#entries.push({ what, close });
  }

  /** Closes all, last opened first, whatever fails; then throws what failed. Idempotent. */
  async close(): Promise<void> {
    const faults: Error[] = [];
    for (;;) {
      const entry = this.#entries.pop();
      if (entry === undefined) break;
      try {
        await entry.close();
      } catch (cause) {
        faults.push(new Error(`closing ${entry.what} failed`, { cause }));
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, faults.map(String).join('; '));
  }
}

/** What a daemon's start is given. */
export interface DaemonContext {
  /** Aborted when the daemon is asked to end. */
  readonly signal: AbortSignal;
  /** Ends the daemon in order, with this reason and its exit code. */
  readonly fail: (error: unknown) => void;
}

/** How a daemon is run. */
export interface DaemonOptions {
  readonly daemon: string;
  /** Parses flags and opens everything; resolves when the daemon is ready. */
  readonly start: (context: DaemonContext) => Promise<Closeable>;
  /** Called when it is ready. */
  readonly onReady?: () => void;
  readonly log?: Log;
}

/**
 * Runs a daemon as this process: starts it, closes it in order on SIGINT and SIGTERM, exits at once
 * on a second signal. Exit codes: 0 in order, 1 failed unless a `StartupError` says another, 2 wrong
 * flags, 130 forced. The only place that ends the process.
 */
export async function runDaemon(options: DaemonOptions): Promise<void> {
  const ending = new Ending(options);
  process.on('SIGINT', () => ending.signalled());
  process.on('SIGTERM', () => ending.signalled());
  process.on('uncaughtException', (error) => ending.crash(error));
  process.on('unhandledRejection', (error) => ending.crash(error));
  try {
    const running = await options.start({
      signal: ending.signal,
      fail: (error) => ending.fail(error),
    });
    options.onReady?.();
    await ending.started(running);
  } catch (error) {
    ending.refuse(error);
  }
}

class Ending {
  readonly #options: DaemonOptions;
  readonly #abort = new AbortController();
  #running: Closeable | undefined;
  #exitCode = 0;
  #isEnding = false;
  #isClosing = false;

  constructor(options: DaemonOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async started(running: Closeable): Promise<void> {
    this.#running = running;
    if (this.#isEnding) await this.#close();
  }

  signalled(): void {
    if (this.#isEnding) this.#exit(130);
    else this.#end(0);
  }

  fail(error: unknown): void {
    this.#tell('daemon.failed', error);
    if (!this.#isEnding) this.#end(exitCodeFor(error));
  }

  /** Nothing can be trusted any more: no orderly close, recovery is the tested path. */
  crash(error: unknown): void {
    this.#tell('daemon.crashed', error);
    this.#exit(1);
  }

  refuse(error: unknown): void {
    if (error instanceof FlagsExit) {
      print(error.exitCode === 0 ? 1 : 2, error.message);
      this.#exit(error.exitCode);
      return;
    }
    // A start that was told to end may well be torn in the middle.
    if (this.#isEnding) this.#exit(this.#exitCode);
    this.#tell('daemon.start_failed', error);
    this.#exit(exitCodeFor(error));
  }

  #end(exitCode: number): void {
    this.#isEnding = true;
    this.#exitCode = exitCode;
    this.#abort.abort();
    setTimeout(() => {
      print(2, `${this.#options.daemon}: not closed after ${CLOSE_DEADLINE_MS} ms, leaving`);
      this.#exit(1);
    }, CLOSE_DEADLINE_MS).unref();
    if (this.#running !== undefined) void this.#close();
  }

  async #close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    try {
      await this.#running?.close();
    } catch (error) {
      this.#tell('daemon.close_failed', error);
      this.#exitCode = 1;
    }
    this.#exit(this.#exitCode);
  }

  #tell(event: string, error: unknown): void {
    const { daemon, log } = this.#options;
    if (isOperatorFault(error)) print(2, `${daemon}: ${error.message}`);
    else if (log !== undefined) log.fatal(event, error);
    else print(2, JSON.stringify({ daemon, event, ...describeError(error) }));
  }

  #exit(code: number): never {
    this.#options.log?.flush();
    process.exit(code);
  }
}

function print(descriptor: 1 | 2, text: string): void {
  try {
    writeSync(descriptor, `${text}\n`);
  } catch {
    // Whoever read our output is gone; the exit code still tells.
    process.exitCode = 1;
  }
}
