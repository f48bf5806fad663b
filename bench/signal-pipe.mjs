// How new processes say that they exist: each writes a line into a named pipe that is watched here. Nothing is
// asked for again and again, so the time is that of the deed.
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/** A named pipe in a directory. A process reports with: echo here > PATH */
export class SignalPipe {
  #socket;
  #waiting;
  #text = '';

  constructor(directory) {
    this.path = join(directory, 'here');
    const made = spawnSync('mkfifo', [this.path]);
    if (made.status !== 0) throw new Error(`mkfifo failed: ${made.stderr}`);
    // Tasks may run as somebody else.
    chmodSync(this.path, 0o666);
    // Opened for both, so that it never ends when a writer leaves.
    const descriptor = openSync(this.path, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      this.#socket = new Socket({ fd: descriptor, readable: true, writable: false });
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    this.#socket.on('data', (chunk) => this.#read(chunk, performance.now()));
  }

  /** When the next report comes, by `performance.now()`. Ask before the deed. */
  async next() {
    return (await this.reports(1)).arrived;
  }

  /** The next so many reports: their words, and when the last of them came. Ask before the deed. */
  reports(count) {
    return new Promise((resolve) => {
      this.#waiting = { count, words: [], resolve };
    });
  }

  close() {
    this.#socket.destroy();
  }

  #read(chunk, arrived) {
    const lines = (this.#text + chunk).split('\n');
    this.#text = lines.pop();
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    waiting.words.push(...lines);
    if (waiting.words.length < waiting.count) return;
    this.#waiting = undefined;
    waiting.resolve({ arrived, words: waiting.words });
  }
}
