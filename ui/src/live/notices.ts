/** A short message about something that one did. */
export interface Notice {
  readonly id: number;
  readonly family: 'good' | 'bad' | 'info';
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
}

/** At most so many at once: the oldest goes. */
const NOTICES_MAX = 3;
const SHOWN_MS = 6_000;

/** The messages at the foot of the page. Failed ones stay until they are closed. */
export class Notices {
  readonly #listeners = new Set<() => void>();
  #notices: readonly Notice[] = [];
  #last = 0;

  readonly list = () => this.#notices;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Shows a message. */
  add(family: Notice['family'], text: string, action?: Notice['action']): void {
    this.#last += 1;
    const id = this.#last;
    this.#set([...this.#notices, { id, family, text, action }].slice(-NOTICES_MAX));
    if (family !== 'bad') this.leave(id);
  }

  /** Takes a message away. */
  close(id: number): void {
    this.#set(this.#notices.filter((notice) => notice.id !== id));
  }

  /** Begins the time after which a message goes by itself. */
  leave(id: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.close(id), SHOWN_MS);
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}
