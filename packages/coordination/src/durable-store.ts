import type { StoreWrite } from '@stoa/common';

/** One stored value. */
export interface StoreEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/**
 * What outlives a process: values under keys, changed by transactions that are durable as a whole
 * or not at all.
 */
export interface DurableStore {
  /** All entries whose key begins with `prefix`, sorted by key. */
  load(prefix?: string): Promise<readonly StoreEntry[]>;
  /**
   * Resolves when all writes are durable. When it rejects, nothing may be built on them, though
   * after a broken disk or connection a later `load` may still show them. Calls take effect in the
   * order they were made.
   */
  transact(writes: readonly StoreWrite[]): Promise<void>;
  /** Waits for transactions under way, then lets the store go. Idempotent. */
  close(): Promise<void>;
}

/** The store was closed, or an earlier fault keeps it from being used. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** What is stored cannot be used until a person mends it: the message says where and how. */
export class StoreUnusableError extends StoreError {
  override readonly name = 'StoreUnusableError';
  readonly operatorFault = true;
}
