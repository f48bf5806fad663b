// How a new process says that it exists: it writes a line into a named pipe that is watched here. Nothing is
// asked for again and again, so the time is that of the deed.
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/** A named pipe in a directory. A process reports with: echo here > PATH */
export class SignalPipe {
  #socket;
  #waiting;

  constructor(directory) {
    this.path = join(directory, 'here');
    const made = spawnSync('mkfifo', [this.path]);
    if (made.status !== 0) throw new Error(`mkfifo failed: ${made.stderr}`);
    // Opened for both, so that it never ends when a writer leaves.
    const descriptor = openSync(this.path, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      this.#socket = new Socket({ fd: descriptor, readable: true, writable: false });
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    this.#socket.on('data', () => {
      const arrived = performance.now();
      this.#waiting?.(arrived);
      this.#waiting = undefined;
    });
  }

  /** When the next report comes, by `performance.now()`. Ask before the deed. */
  next() {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  close() {
    this.#socket.destroy();
  }
}
