import { CallFailedError } from './errors.ts';
import { CALLS_IN_FLIGHT_MAX, CALLS_WAITING_MAX } from './limits.ts';

interface WaitingCall {
  readonly perform: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Begins calls in the order they were added, a few of them before the first is answered; one that
 * fails stops nothing. What `perform` does before it first waits is done in that order.
 */
export class CallQueue {
  #waiting: WaitingCall[] = [];
  #inFlight = 0;

  /** Resolves or rejects as `perform` does once its turn came. */
  add(perform: () => Promise<void>): Promise<void> {
    if (this.#waiting.length >= CALLS_WAITING_MAX) {
      return Promise.reject(new CallFailedError(`over ${CALLS_WAITING_MAX} calls wait already`));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ perform, resolve, reject });
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#inFlight < CALLS_IN_FLIGHT_MAX) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#inFlight += 1;
      next
        .perform()
        .finally(() => {
          this.#inFlight -= 1;
          this.#begin();
        })
        .then(next.resolve, next.reject);
    }
  }
}
