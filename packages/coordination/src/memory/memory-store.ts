import type { StoreWrite } from '@stoa/common';
import { StoreError, type DurableStore, type StoreEntry } from '../durable-store.ts';

/**
 * A store that outlives nothing: for a registry kept in memory on purpose, and for tests. Its
 * transactions take effect in a later microtask, as those of a real store do.
 */
export class MemoryStore implements DurableStore {
  readonly #entries = new Map<string, Uint8Array>();
  readonly #beforeCommit: (writes: readonly StoreWrite[]) => void;
  #tail: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** `beforeCommit` may throw: that transaction is then rejected and leaves no trace. */
  constructor(beforeCommit: (writes: readonly StoreWrite[]) => void = () => undefined) {
    this.#beforeCommit = beforeCommit;
  }

  async load(prefix = ''): Promise<readonly StoreEntry[]> {
    if (this.#isClosed) throw new StoreError('the store is closed');
    await this.#tail;
    return [...this.#entries]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
      .map(([key, value]) => ({ key, value: Uint8Array.from(value) }));
  }

  transact(writes: readonly StoreWrite[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StoreError('the store is closed'));
    const done = this.#tail.then(() => this.#commit(writes));
    // The next transaction runs whatever became of this one.
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#tail;
  }

  #commit(writes: readonly StoreWrite[]): void {
    this.#beforeCommit(writes);
    for (const { key, value } of writes) {
      if (value === undefined) this.#entries.delete(key);
      else this.#entries.set(key, Uint8Array.from(value));
    }
  }
}
