import { History, type Kernel, type Timestamp } from '@stoa/common';
import { errorMessage } from './errors.ts';
import { LAST_EFFECTS_MAX, MAILBOX_MAX } from './limits.ts';

/** One performer for each kind of effect: a new effect does not compile until someone performs it. */
export type Performers<Effect extends { readonly kind: string }> = {
  readonly [K in Effect['kind']]: (effect: Extract<Effect, { readonly kind: K }>) => void;
};

/** What a driver needs to run one kernel. */
export interface KernelDriverOptions<Event, Effect extends { readonly kind: string }> {
  readonly kernel: Kernel<Event, Effect, unknown>;
  readonly performers: Performers<Effect>;
  readonly clock: { now(): Timestamp };
  /** Called once, when a step or a performer threw; the driver takes no event after that. */
  readonly onFatal: (error: KernelFatalError) => void;
}

/** A kernel or a performer threw: the state can no longer be trusted and the daemon has to end. */
export class KernelFatalError extends Error {
  override readonly name = 'KernelFatalError';
  /** The last traced events before the fall, oldest first. */
  readonly lastTraces: readonly unknown[];

  constructor(message: string, cause: unknown, lastTraces: readonly unknown[]) {
    super(message, { cause });
    this.lastTraces = lastTraces;
  }
}

/**
 * Runs one kernel: mailbox → `step` → performers, one event at a time and to the end, on the stack
 * of whoever delivers. An event delivered by a performer waits in the mailbox until the effects of
 * the event before it are performed, so a kernel never sees two facts at once.
 */
export class KernelDriver<Event, Effect extends { readonly kind: string }> {
  readonly #options: KernelDriverOptions<Event, Effect>;
  readonly #lastTraces = new History<Effect>(LAST_EFFECTS_MAX);
  #mailbox: Event[] = [];
  #isDraining = false;
  #isStopped = false;

  constructor(options: KernelDriverOptions<Event, Effect>) {
    this.#options = options;
  }

  /** False after `stop` and after a fatal error. */
  get isRunning(): boolean {
    return !this.#isStopped;
  }

  /** Takes one fact. Facts delivered after the driver stopped are forgotten. */
  deliver(event: Event): void {
    if (this.#isStopped) return;
    this.#mailbox.push(event);
    if (this.#mailbox.length > MAILBOX_MAX) {
      this.#fail(new Error(`more than ${MAILBOX_MAX} events wait for the kernel`));
    } else if (!this.#isDraining) {
      this.#drain();
    }
  }

  /** No event is taken from here on; what waits is dropped. */
  stop(): void {
    this.#isStopped = true;
    this.#mailbox = [];
  }

  #drain(): void {
    this.#isDraining = true;
    try {
      // New events are appended while this loop runs; the list is cut once, when all are taken.
      for (let at = 0; at < this.#mailbox.length && !this.#isStopped; at++) {
        const event = this.#mailbox[at];
        if (event !== undefined) this.#take(event);
        if (at >= 4096) {
          this.#mailbox.splice(0, at + 1);
          at = -1;
        }
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#mailbox = [];
      this.#isDraining = false;
    }
  }

  #take(event: Event): void {
    const { kernel, performers, clock } = this.#options;
    for (const effect of kernel.step(event, clock.now())) {
      if (effect.kind === 'trace') this.#lastTraces.add(effect);
      // The compiler cannot relate the two unions; the table's type holds the relation.
      const perform = performers[effect.kind as Effect['kind']] as (effect: Effect) => void;
      perform(effect);
    }
  }

  #fail(cause: unknown): void {
    if (this.#isStopped) return;
    this.stop();
    this.#options.onFatal(
      new KernelFatalError(
        `the kernel stopped: ${errorMessage(cause)}`,
        cause,
        this.#lastTraces.values(),
      ),
    );
  }
}
