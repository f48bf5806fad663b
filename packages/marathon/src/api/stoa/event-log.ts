/** An event that was told, as it goes out. */
export interface LoggedEvent {
  readonly seq: number;
  readonly type: string;
  readonly record: Uint8Array;
}

/** How much is kept of what was told. */
export interface EventLogLimits {
  readonly countMax: number;
  readonly bytesMax: number;
}

/** What a reader that was gone has missed, or that nobody knows any more. */
export type Missed =
  { readonly kind: 'events'; readonly events: Iterable<LoggedEvent> } | { readonly kind: 'gap' };

/**
 * The latest events with their numbers, so that a reader who lost its stream goes on where it was
 * (console.md §6). Numbers rise by one and never come again in another life of the daemon: they begin
 * at `base`, which is later than any number given before. What is over a limit goes, the oldest first.
 */
export class EventLog {
  readonly #limits: EventLogLimits;
  #events: LoggedEvent[] = [];
  /** Where the oldest kept one stands in the list; those before it are gone. */
  #head = 0;
  #bytes = 0;
  #newest: number;

  constructor(base: number, limits: EventLogLimits) {
    this.#newest = base;
    this.#limits = limits;
  }

  /** The number of the newest event. */
  get newest(): number {
    return this.#newest;
  }

  /** The number behind which a reader can go on. */
  get oldest(): number {
    return (this.#events[this.#head]?.seq ?? this.#newest + 1) - 1;
  }

  /** How many are kept. */
  get size(): number {
    return this.#events.length - this.#head;
  }

  /** Gives the next event its number; `render` makes of it what goes out. */
  add(type: string, render: (seq: number) => Uint8Array): LoggedEvent {
    const seq = ++this.#newest;
    const event = { seq, type, record: render(seq) };
    this.#events.push(event);
    this.#bytes += event.record.length;
    while (this.size > this.#limits.countMax || this.#bytes > this.#limits.bytesMax) this.#drop();
    return event;
  }

  /** Counts an event that nobody reads and that is not kept: whoever comes back has a gap. */
  skip(): void {
    this.#newest++;
    this.#events = [];
    this.#head = 0;
    this.#bytes = 0;
  }

  /** What came behind a number. */
  behind(seq: number): Missed {
    if (seq < this.oldest || seq > this.#newest || !Number.isSafeInteger(seq)) {
      return { kind: 'gap' };
    }
    const from = this.#head + (seq - this.oldest);
    return { kind: 'events', events: this.#events.slice(from) };
  }

  #drop(): void {
    this.#bytes -= this.#events[this.#head]?.record.length ?? 0;
    this.#head++;
    // Half of the list is gone: moving the rest costs as much as was saved so far.
    if (this.#head * 2 < this.#events.length) return;
    this.#events = this.#events.slice(this.#head);
    this.#head = 0;
  }
}

/** The number that a reader names; undefined: it names none, NaN: it names what is no number. */
export function parseSince(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  return /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
}
