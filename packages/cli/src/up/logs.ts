import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, errorCode, parseLogLevel, type Log } from '@stoa/runtime';

/** A log that has grown beyond this is put aside at the next start. */
const LOG_KEPT_BYTES = 64 * 1024 * 1024;

/** The daemons' logs, a file each under `<work-dir>/logs`, so that the terminal stays readable. */
export class ClusterLogs {
  readonly #directory: string;
  readonly #level: string;
  readonly #opened: { readonly descriptor: number; readonly log: Log }[] = [];

  constructor(workDir: string, level: string) {
    this.#directory = join(workDir, 'logs');
    this.#level = level;
    mkdirSync(this.#directory, { recursive: true });
  }

  /** Opens the log of one daemon. */
  open(daemon: string): Log {
    const path = join(this.#directory, `${daemon}.log`);
    if (sizeOf(path) > LOG_KEPT_BYTES) renameSync(path, `${path}.1`);
    const descriptor = openSync(path, 'a');
    const log = createLog({ daemon, level: parseLogLevel(this.#level), sink: descriptor });
    this.#opened.push({ descriptor, log });
    return log;
  }

  /** Writes what is held and closes the files. */
  close(): void {
    for (const { descriptor, log } of this.#opened.splice(0)) {
      log.flush();
      closeSync(descriptor);
    }
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
