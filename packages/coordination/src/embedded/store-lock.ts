import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { StoreUnusableError } from '../durable-store.ts';
import { errorChain } from './error-chain.ts';
import { listJournals } from './journal-names.ts';
import type { Values } from './journal.ts';

// LevelDB's key for "the values have moved to a journal"; none of ours begins so.
const MOVED = '\u0000journal';

/**
 * The lock of a directory: that of a LevelDB database in it, which the kernel gives and takes back
 * with the process, and which holds across containers. Earlier versions kept the values there too;
 * now it only says whether there has to be a journal.
 */
export class StoreLock {
  readonly #level: ClassicLevel<string, Uint8Array>;

  private constructor(level: ClassicLevel<string, Uint8Array>) {
    this.#level = level;
  }

  /** Takes the lock; undefined when another process has it. */
  static async take(directory: string): Promise<StoreLock | undefined> {
    const location = join(directory, 'db');
    const level = new ClassicLevel<string, Uint8Array>(location, { valueEncoding: 'view' });
    try {
      await level.open();
      return new StoreLock(level);
    } catch (error) {
      if (hasCode(error, 'LEVEL_LOCKED')) return undefined;
      const reason = String(errorChain(error).at(-1)?.message ?? error);
      // With a journal there is nothing in it but the lock.
      const isSpare = (await listJournals(directory)).numbers.length > 0;
      const remedy = isSpare
        ? `when no process uses the store, remove ${location}`
        : 'put back a copy';
      throw new StoreUnusableError(`cannot lock the store by ${location} (${reason}): ${remedy}`, {
        cause: error,
      });
    }
  }

  /** Whether the values were moved to a journal. */
  async isMoved(): Promise<boolean> {
    return (await this.#level.get(MOVED)) !== undefined;
  }

  /** Values that an earlier version left. */
  async oldValues(): Promise<Values> {
    const values: Values = new Map();
    for await (const [key, value] of this.#level.iterator())
      if (key !== MOVED) values.set(key, value);
    return values;
  }

  /** Notes that there is a journal, and lets go of what it has taken over. Durable. */
  async noteMoved(): Promise<void> {
    const old = [...(await this.oldValues()).keys()];
    const removals = old.map((key) => ({ type: 'del', key }) as const);
    await this.#level.batch([...removals, { type: 'put', key: MOVED, value: new Uint8Array() }], {
      sync: true,
    });
  }

  async release(): Promise<void> {
    await this.#level.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return errorChain(error).some((link) => link.code === code);
}
