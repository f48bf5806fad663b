import { HELD_EVENTS_MAX, HELD_LOOK_MS } from './limits.ts';

/** Calls `happen` after a while; gives the way to forget it. */
export type Later = (afterMs: number, happen: () => void) => () => void;

/**
 * Lets events through to the kernel while this process leads for certain, and holds them while it may
 * not: nothing is then decided, sent or written, and when leadership proves to go on nothing was lost.
 * Asked at every event, because a process that was stopped for a while is told by its own clock alone.
 */
export class LeadershipGate<Event> {
  readonly #isOpen: () => boolean;
  readonly #deliver: (event: Event) => void;
  readonly #overflow: () => void;
  readonly #later: Later;
  #held: Event[] = [];
  #forgetLook: (() => void) | undefined;
  #isClosed = false;

  constructor(options: {
    readonly isOpen: () => boolean;
    readonly deliver: (event: Event) => void;
    /** More is held than can be made up for. */
    readonly overflow: () => void;
    readonly later?: Later;
  }) {
    this.#isOpen = options.isOpen;
    this.#deliver = options.deliver;
    this.#overflow = options.overflow;
    this.#later = options.later ?? byTimer;
  }

  /** Takes one event, in order. */
  pass(event: Event): void {
    // Streams end after the master has: that is news to nobody.
    if (this.#isClosed) return;
    if (this.#held.length === 0 && this.#isOpen()) {
      this.#deliver(event);
      return;
    }
    this.#held.push(event);
    if (this.#held.length > HELD_EVENTS_MAX) this.#overflow();
    else this.release();
  }

  /** Lets go what is held if leadership is certain again, and looks again soon if not. */
  release(): void {
    while (this.#held.length > 0 && this.#isOpen()) {
      const held = this.#held;
      this.#held = [];
      for (const event of held) this.#deliver(event);
    }
    if (this.#held.length === 0) return;
    this.#forgetLook ??= this.#later(HELD_LOOK_MS, () => {
      this.#forgetLook = undefined;
      this.release();
    });
  }

  /** Forgets what is held, and takes nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#forgetLook?.();
    this.#held = [];
  }
}

function byTimer(afterMs: number, happen: () => void): () => void {
  const timer = setTimeout(happen, afterMs);
  return () => clearTimeout(timer);
}
