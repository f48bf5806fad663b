import type { StoreWrite } from '@stoa/common';
import { StoreError, type DurableStore, type StoreEntry } from './durable-store.ts';

/** What one transaction of a copy holds at most: well within what ZooKeeper takes at once. */
const BATCH_BYTES_MAX = 256 * 1024;
const BATCH_WRITES_MAX = 500;

/** The target has values of its own. */
export class StoreNotEmptyError extends StoreError {
  override readonly name = 'StoreNotEmptyError';
  readonly records: number;

  constructor(records: number) {
    super(`there are ${records} records already`);
    this.records = records;
  }
}

/** How far a copy is: `written` counts the records that are durable, `compared` comes at the end. */
export type CopyProgress =
  | { readonly kind: 'read'; readonly records: number; readonly bytes: number }
  | { readonly kind: 'written'; readonly records: number }
  | { readonly kind: 'compared'; readonly records: number };

/**
 * Makes `to` hold what `from` holds, and reads it again to see that it does. While it is under way,
 * and after it was broken off, `to` has an entry `unfinishedKey`, which no daemon takes for its own:
 * none starts on half a copy. Both stores are the caller's alone. Rejects with `StoreNotEmptyError`
 * unless `isReplacing`.
 */
export async function copyStore(options: {
  readonly from: DurableStore;
  readonly to: DurableStore;
  readonly unfinishedKey: string;
  readonly isReplacing: boolean;
  /** Called once before the first write, and never when it is refused. */
  readonly beginWriting: () => Promise<void>;
  readonly onProgress: (progress: CopyProgress) => void;
}): Promise<{ readonly records: number; readonly bytes: number }> {
  const { from, to, unfinishedKey, isReplacing, beginWriting, onProgress } = options;
  const wanted = await from.load();
  if (wanted.some(({ key }) => key === unfinishedKey)) {
    throw new StoreError('what is to be copied is a copy that was broken off');
  }
  const bytes = wanted.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
  onProgress({ kind: 'read', records: wanted.length, bytes });
  const present = await to.load();
  const own = present.filter(({ key }) => key !== unfinishedKey);
  if (own.length > 0 && !isReplacing) throw new StoreNotEmptyError(own.length);
  await beginWriting();
  await to.transact([{ key: unfinishedKey, value: new Uint8Array() }]);
  await removeOthers(to, own, wanted);
  let written = 0;
  for (const batch of batches(wanted)) {
    await to.transact(batch);
    written += batch.length;
    onProgress({ kind: 'written', records: written });
  }
  assertEqual(
    wanted,
    (await to.load()).filter(({ key }) => key !== unfinishedKey),
  );
  onProgress({ kind: 'compared', records: wanted.length });
  await to.transact([{ key: unfinishedKey, value: undefined }]);
  return { records: wanted.length, bytes };
}

async function removeOthers(
  to: DurableStore,
  present: readonly StoreEntry[],
  wanted: readonly StoreEntry[],
): Promise<void> {
  const kept = new Set(wanted.map(({ key }) => key));
  const others = present.filter(({ key }) => !kept.has(key));
  const removals = others.map(({ key }): StoreWrite => ({ key, value: undefined }));
  for (const batch of batches(removals)) await to.transact(batch);
}

function* batches(writes: readonly StoreWrite[]): Iterable<readonly StoreWrite[]> {
  let batch: StoreWrite[] = [];
  let bytes = 0;
  for (const write of writes) {
    const size = write.key.length + (write.value?.length ?? 0);
    const isFull = batch.length === BATCH_WRITES_MAX || bytes + size > BATCH_BYTES_MAX;
    if (batch.length > 0 && isFull) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(write);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function assertEqual(wanted: readonly StoreEntry[], found: readonly StoreEntry[]): void {
  const values = new Map(found.map(({ key, value }) => [key, value]));
  const different = wanted.find(({ key, value }) => {
    const copy = values.get(key);
    return copy === undefined || Buffer.compare(copy, value) !== 0;
  });
  if (different !== undefined) {
    throw new StoreError(
      `record ${different.key} is not what was written; nothing starts on this copy`,
    );
  }
  if (found.length !== wanted.length) {
    throw new StoreError(`${found.length} records are there instead of ${wanted.length}`);
  }
}
