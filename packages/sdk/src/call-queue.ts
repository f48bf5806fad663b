import { CallFailedError } from './errors.ts';
import { CALLS_WAITING_MAX } from './limits.ts';

/** Performs calls one after another in the order they were added; one that fails stops nothing. */
export class CallQueue {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** Resolves or rejects as `perform` does once its turn came. */
  add(perform: () => Promise<void>): Promise<void> {
    if (this.#waiting >= CALLS_WAITING_MAX) {
      return Promise.reject(new CallFailedError(`over ${CALLS_WAITING_MAX} calls wait already`));
    }
    this.#waiting += 1;
    const turn = this.#tail.then(perform);
    const passed = (): void => {
      this.#waiting -= 1;
    };
    this.#tail = turn.then(passed, passed);
    return turn;
  }
}
