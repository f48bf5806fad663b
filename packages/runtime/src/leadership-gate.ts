import { HELD_EVENTS_MAX, HELD_LOOK_MS } from './limits.ts';

/**
 * Lets events through to the kernel while this process leads for certain, and holds them while it may
 * not: nothing is then decided, sent or written, and when leadership proves to go on nothing was lost.
 * Asked at every event, because a process that was stopped for a while is told by its own clock alone.
 */
export class LeadershipGate<Event> {
  readonly #isOpen: () => boolean;
  readonly #deliver: (event: Event) => void;
  readonly #overflow: () => void;
  #held: Event[] = [];
  #look: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: {
    readonly isOpen: () => boolean;
    readonly deliver: (event: Event) => void;
    /** More is held than can be made up for. */
    readonly overflow: () => void;
  }) {
    this.#isOpen = options.isOpen;
    this.#deliver = options.deliver;
    this.#overflow = options.overflow;
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
    this.#look ??= setTimeout(() => {
      this.#look = undefined;
      this.release();
    }, HELD_LOOK_MS);
  }

  /** Forgets what is held, and takes nothing more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#look);
    this.#held = [];
  }
}
