import type { ApiOutcome, ApiRequest, MarathonEvent } from '../core/index.ts';

const ENDING: ApiOutcome = {
  kind: 'refused',
  fault: { kind: 'unavailable', message: 'Marathon is ending' },
};

/** Requests that the kernel was asked about, until it answers. */
export class PendingRequests {
  readonly #deliver: (event: MarathonEvent) => void;
  readonly #isRunning: () => boolean;
  readonly #waiting = new Map<number, (outcome: ApiOutcome) => void>();
  #lastId = 0;

  constructor(options: {
    readonly deliver: (event: MarathonEvent) => void;
    /** Whether the kernel still takes events. */
    readonly isRunning: () => boolean;
  }) {
    this.#deliver = options.deliver;
    this.#isRunning = options.isRunning;
  }

  /** Resolves with what became of the request, once that is durable. */
  ask(request: ApiRequest): Promise<ApiOutcome> {
    return new Promise((resolve) => {
      this.#lastId++;
      const replyTo = this.#lastId;
      this.#waiting.set(replyTo, resolve);
      this.#deliver({ kind: 'apiRequest', replyTo, request });
      // A kernel that stopped answers nobody any more.
      if (!this.#isRunning()) this.close();
    });
  }

  /** The performer of `reply`. */
  perform(replyTo: number, outcome: ApiOutcome): void {
    const resolve = this.#waiting.get(replyTo);
    this.#waiting.delete(replyTo);
    resolve?.(outcome);
  }

  /** Tells those who still wait that no answer comes. */
  close(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(ENDING);
  }
}
