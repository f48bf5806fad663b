import { copyFile, rm, stat } from 'node:fs/promises';
import { StoreError } from '../durable-store.ts';
import { holdDirectory, letGo } from './embedded-store.ts';
import { JournalFile, syncDirectory } from './journal-file.ts';
import { journalPath, listJournals } from './journal-names.ts';
import { scanJournal, type JournalDamage, type JournalExtent } from './journal-scan.ts';
import { applyWrites, Journal, type Values } from './journal.ts';

/** What there is to repair in a store, and what would come of it. */
export interface RepairPlan {
  /** The journal that counts. */
  readonly path: string;
  readonly fileBytes: number;
  /** Commits that can be read, and the values that they add up to. */
  readonly commits: number;
  readonly values: number;
  /** What cannot be read; empty: the store is sound. */
  readonly damages: readonly JournalDamage[];
}

/** A store that is held to be repaired. */
export interface StoreRepair {
  readonly plan: RepairPlan;
  /**
   * Writes a journal of what can be read, which then counts. Gives where the damaged one is kept.
   * A crash leaves the old or the new one.
   */
  carryOut(): Promise<string>;
  /** Lets the store go. */
  close(): Promise<void>;
}

/**
 * Reads as much of a store as can be read. Rejects with `StoreLockedError` while a process uses it,
 * with `StoreError` when there is no journal.
 */
export async function openStoreRepair(directory: string): Promise<StoreRepair> {
  if ((await stat(directory).catch(() => undefined))?.isDirectory() !== true) {
    throw new StoreError(`there is no directory ${directory}`);
  }
  // Looked for first: to take the lock of what is no store would make one of it.
  const number = (await listJournals(directory)).numbers.at(-1);
  if (number === undefined) throw new StoreError(`there is no journal in ${directory}`);
  const held = await holdDirectory(directory);
  try {
    const path = journalPath(held.path, number);
    const { values, damages, extent } = await salvage(path);
    const { size } = await stat(path);
    return {
      plan: { path, fileBytes: size, commits: extent.commits, values: values.size, damages },
      carryOut: () => replaceJournal({ directory: held.path, number, values }),
      close: () => letGo(held),
    };
  } catch (error) {
    await letGo(held);
    throw error;
  }
}

async function salvage(path: string): Promise<{
  readonly values: Values;
  readonly damages: readonly JournalDamage[];
  readonly extent: JournalExtent;
}> {
  const file = await JournalFile.open(path);
  const values: Values = new Map();
  const damages: JournalDamage[] = [];
  try {
    const extent = await scanJournal(
      file.reader(),
      (writes) => applyWrites(values, writes),
      (damage) => damages.push(damage),
    );
    return { values, damages, extent };
  } finally {
    await file.close();
  }
}

async function replaceJournal(options: {
  readonly directory: string;
  readonly number: number;
  readonly values: Values;
}): Promise<string> {
  const { directory, number, values } = options;
  const damaged = journalPath(directory, number);
  const kept = `${damaged}.damaged`;
  await copyFile(damaged, kept);
  await syncDirectory(directory);
  await (await Journal.create({ directory, number: number + 1, values })).close();
  await rm(damaged);
  return kept;
}
