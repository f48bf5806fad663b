/**
 * A Map whose entries can also be found by secondary keys. Indexes are kept by `set` and `delete`
 * alone: an entry is replaced, never changed in a way that moves it between indexes.
 */
export class IndexedMap<K, V, I extends string> {
  readonly #entries = new Map<K, V>();
  readonly #keysOf: Readonly<Record<I, (value: V) => string | undefined>>;
  readonly #indexes: Record<I, Map<string, Set<K>>>;
  readonly #names: readonly I[];

  constructor(keysOf: Readonly<Record<I, (value: V) => string | undefined>>) {
    this.#keysOf = keysOf;
    this.#names = Object.keys(keysOf) as I[];
    this.#indexes = Object.fromEntries(
      this.#names.map((name) => [name, new Map<string, Set<K>>()]),
    ) as Record<I, Map<string, Set<K>>>;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V): void {
    const before = this.#entries.get(key);
    if (before !== undefined) this.#unlink(key, before);
    this.#entries.set(key, value);
    for (const name of this.#names) this.#link(name, key, value);
  }

  delete(key: K): boolean {
    const value = this.#entries.get(key);
    if (value === undefined) return false;
    this.#unlink(key, value);
    return this.#entries.delete(key);
  }

  keys(): IterableIterator<K> {
    return this.#entries.keys();
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }

  entries(): IterableIterator<[K, V]> {
    return this.#entries.entries();
  }

  /** How many entries have this secondary key. */
  countBy(index: I, secondary: string): number {
    return this.#indexes[index].get(secondary)?.size ?? 0;
  }

  /** The entries with this secondary key, in the order in which they came to have it. */
  *by(index: I, secondary: string): IterableIterator<V> {
    for (const key of this.#indexes[index].get(secondary) ?? []) {
      const value = this.#entries.get(key);
      if (value !== undefined) yield value;
    }
  }

  #link(name: I, key: K, value: V): void {
    const secondary = this.#keysOf[name](value);
    if (secondary === undefined) return;
    const keys = this.#indexes[name].get(secondary);
    if (keys === undefined) this.#indexes[name].set(secondary, new Set([key]));
    else keys.add(key);
  }

  #unlink(key: K, value: V): void {
    for (const name of this.#names) {
      const secondary = this.#keysOf[name](value);
      if (secondary === undefined) continue;
      const keys = this.#indexes[name].get(secondary);
      keys?.delete(key);
      if (keys?.size === 0) this.#indexes[name].delete(secondary);
    }
  }
}
