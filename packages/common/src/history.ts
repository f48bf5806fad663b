/** The newest entries, oldest first, never more than `max`: what is over is forgotten. */
export class History<T> {
  readonly #max: number;
  #entries: T[] = [];
  #start = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#entries.length - this.#start;
  }

  /** Adds an entry; gives back the one that was forgotten for it. */
  add(entry: T): T | undefined {
    this.#entries.push(entry);
    if (this.size <= this.#max) return undefined;
    const forgotten = this.#entries[this.#start];
    this.#start++;
    // Cutting only now and then keeps adding at constant cost.
    if (this.#start > this.#max) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
    return forgotten;
  }

  /** The entries, oldest first. */
  values(): readonly T[] {
    return this.#entries.slice(this.#start);
  }

  /** The newest entry that fits, if any. */
  findLast(fits: (entry: T) => boolean): T | undefined {
    for (let at = this.#entries.length - 1; at >= this.#start; at--) {
      const entry = this.#entries[at];
      if (entry !== undefined && fits(entry)) return entry;
    }
    return undefined;
  }
}
