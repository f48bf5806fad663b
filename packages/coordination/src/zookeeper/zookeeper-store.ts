import type { StoreWrite } from '@stoa/common';
import {
  StoreError,
  StoreUnusableError,
  type DurableStore,
  type StoreEntry,
} from '../durable-store.ts';
import { epochPath } from './epoch.ts';
import { creatorAccess } from './guarded-library.ts';
import { MULTI_BYTES_MAX, MULTI_STEPS_MAX, STORE_TRANSACTION_BYTES_MAX } from './limits.ts';
import { makePath } from './make-path.ts';
import { loadEntries, type LoadedEntry } from './store-loading.ts';
import {
  BUCKETS,
  costOf,
  encodeEntry,
  entriesPath,
  entryPath,
  headPath,
  partsPath,
  planWrites,
  type PlannedWrite,
} from './store-layout.ts';
import type { Ensemble, MultiStep } from './ensemble.ts';
import { hasFault } from './zookeeper-error.ts';
import { joinPath, renderServers } from './zookeeper-url.ts';

/** Nothing but a person can mend these. */
const REFUSALS = ['noAuth', 'authFailed', 'invalidAcl'] as const;

interface WaitingCall {
  readonly writes: readonly StoreWrite[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The values of a cluster in ZooKeeper. Only the leader writes: each transaction checks the epoch's
 * node, so that the servers refuse whoever was overtaken. Calls that wait share the next transaction;
 * one is under way at a time, and when its answer is lost the head tells whether it was taken.
 */
export class ZooKeeperStore implements DurableStore {
  readonly #connection: Ensemble;
  readonly #path: string;
  readonly #onFenced: () => void;
  #epoch: number | undefined;
  #lastTransaction = 0;
  #lastPart = 0;
  /** The keys that have a node, with the parts of each; undefined until this epoch has read it. */
  #index: Map<string, readonly string[]> | undefined;
  #waiting: WaitingCall[] = [];
  #committing: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: {
    readonly connection: Ensemble;
    readonly path: string;
    /** A later epoch has begun. */
    readonly onFenced: () => void;
  }) {
    this.#connection = options.connection;
    this.#path = options.path;
    this.#onFenced = options.onFenced;
  }

  /** From here on writes are taken, as of that epoch. */
  lead(epoch: number): void {
    this.#epoch = epoch;
    this.#index = undefined;
    this.#lastTransaction = 0;
    this.#lastPart = 0;
  }

  /** From here on writes are refused before they are sent. */
  yieldLead(): void {
    this.#epoch = undefined;
  }

  async load(prefix = ''): Promise<readonly StoreEntry[]> {
    if (this.#isClosed) throw new StoreError('the store is closed');
    await this.#committing;
    const entries = await this.#read((key) => key.startsWith(prefix));
    return entries.map(({ key, value }) => ({ key, value }));
  }

  transact(writes: readonly StoreWrite[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StoreError('the store is closed'));
    const bytes = writes.reduce((sum, write) => sum + costOf(write), 0);
    if (bytes > STORE_TRANSACTION_BYTES_MAX) {
      return Promise.reject(new StoreError(`a transaction of ${bytes} bytes is over the limit`));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ writes, bytes, resolve, reject });
      this.#committing ??= this.#commitWaiting();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#committing;
  }

  async #commitWaiting(): Promise<void> {
    // Calls of the same tick share even the first transaction.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const calls = this.#takeCalls();
      try {
        await this.#commit(calls.flatMap(({ writes }) => writes));
        for (const call of calls) call.resolve();
      } catch (error) {
        const translated = this.#translate(error);
        for (const call of calls) call.reject(translated);
      }
    }
    this.#committing = undefined;
  }

  #takeCalls(): readonly WaitingCall[] {
    let bytes = 0;
    let steps = 0;
    let count = 0;
    for (const call of this.#waiting) {
      bytes += call.bytes;
      steps += call.writes.length;
      if (count > 0 && (bytes > MULTI_BYTES_MAX || steps > MULTI_STEPS_MAX)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(writes: readonly StoreWrite[]): Promise<void> {
    const epoch = this.#epoch;
    if (epoch === undefined) {
      throw new StoreError('cannot write: only the leader may, and this process does not lead');
    }
    if (writes.length === 0) return;
    const index = await this.#indexed();
    const plan = planWrites(writes, () => `${epoch}-${++this.#lastPart}`);
    if (!plan.ok) throw new StoreError(`cannot write to ZooKeeper: ${plan.error}`);
    for (const { name, bytes } of plan.value.parts) await this.#writePart(epoch, name, bytes);
    await this.#writeTransaction(epoch, this.#planSteps(plan.value.writes, index));
    for (const { key, entry } of plan.value.writes) {
      if (entry === undefined) index.delete(key);
      else index.set(key, entry.kind === 'parts' ? entry.parts : []);
    }
  }

  #planSteps(
    writes: readonly PlannedWrite[],
    index: ReadonlyMap<string, readonly string[]>,
  ): readonly MultiStep[] {
    const acls = creatorAccess(this.#connection.url);
    return writes.flatMap(({ key, entry }): readonly MultiStep[] => {
      const path = entryPath(this.#path, key);
      const before = index.get(key);
      const removals = (before ?? []).map((part): MultiStep => ({
        kind: 'remove',
        path: joinPath(partsPath(this.#path), part),
      }));
      if (entry === undefined) {
        return before === undefined ? [] : [{ kind: 'remove', path }, ...removals];
      }
      const bytes = encodeEntry(entry);
      return before === undefined
        ? [{ kind: 'create', path, bytes, acls }]
        : [{ kind: 'set', path, bytes }, ...removals];
    });
  }

  // Told to be done only when the head says so: an answer that was lost is looked up before anything
  // is sent again, and nothing else of ours is under way meanwhile.
  async #writeTransaction(epoch: number, steps: readonly MultiStep[]): Promise<void> {
    const head = `${epoch}:${++this.#lastTransaction}`;
    const path = headPath(this.#path);
    const all: readonly MultiStep[] = [
      { kind: 'check', path: epochPath(this.#path), version: epoch },
      { kind: 'set', path, bytes: Buffer.from(head) },
      ...steps,
    ];
    let isUnknown = false;
    await this.#connection.persevere(async (client) => {
      if (this.#epoch !== epoch) throw new StoreError('cannot write: leadership is lost');
      if (isUnknown && (await client.get(path)).bytes.toString() === head) return;
      isUnknown = true;
      await client.multi(all);
    });
  }

  async #writePart(epoch: number, name: string, bytes: Buffer): Promise<void> {
    const path = joinPath(partsPath(this.#path), name);
    const acls = creatorAccess(this.#connection.url);
    try {
      await this.#connection.persevere((client) =>
        client.multi([
          { kind: 'check', path: epochPath(this.#path), version: epoch },
          { kind: 'create', path, bytes, acls },
        ]),
      );
    } catch (error) {
      // The name is of this epoch and used once: it is there because an answer was lost.
      if (!hasFault(error, 'nodeExists')) throw error;
    }
  }

  async #indexed(): Promise<Map<string, readonly string[]>> {
    if (this.#index !== undefined) return this.#index;
    await this.#makeLayout();
    const entries = await this.#read(() => true);
    const index = new Map(entries.map(({ key, parts }) => [key, parts]));
    await this.#removeOrphans(new Set(entries.flatMap(({ parts }) => parts)));
    this.#index = index;
    return index;
  }

  async #makeLayout(): Promise<void> {
    const access = creatorAccess(this.#connection.url);
    await makePath(this.#connection, headPath(this.#path), access);
    await makePath(this.#connection, partsPath(this.#path), access);
    const entries = entriesPath(this.#path);
    await makePath(this.#connection, entries, access);
    const buckets = BUCKETS.map((bucket) => joinPath(entries, bucket));
    await Promise.all(buckets.map((bucket) => makePath(this.#connection, bucket, access)));
  }

  // A leader that died between the parts of a value and its transaction left parts that nobody names.
  async #removeOrphans(used: ReadonlySet<string>): Promise<void> {
    const parts = partsPath(this.#path);
    const names = await this.#connection.persevere((client) => client.children(parts));
    for (const name of names.filter((part) => !used.has(part))) {
      try {
        await this.#connection.persevere((client) => client.remove(joinPath(parts, name)));
      } catch (error) {
        if (!hasFault(error, 'noNode')) throw error;
      }
    }
  }

  async #read(wants: (key: string) => boolean): Promise<readonly LoadedEntry[]> {
    try {
      return await loadEntries({ connection: this.#connection, storePath: this.#path, wants });
    } catch (error) {
      throw this.#translate(error);
    }
  }

  #translate(error: unknown): StoreError {
    if (hasFault(error, 'badVersion')) {
      this.yieldLead();
      this.#onFenced();
      return new StoreError('cannot write: another one has begun to lead', { cause: error });
    }
    // Somebody else was at our nodes: what is there has to be read anew.
    if (hasFault(error, 'noNode', 'nodeExists', 'notEmpty')) this.#index = undefined;
    if (error instanceof StoreError) return error;
    const place = `${renderServers(this.#connection.url)}${this.#path}`;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the store in ${place} failed: ${reason}`;
    return hasFault(error, ...REFUSALS)
      ? new StoreUnusableError(message, { cause: error })
      : new StoreError(message, { cause: error });
  }
}
