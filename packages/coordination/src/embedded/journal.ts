import { open, rm } from 'node:fs/promises';
import type { StoreWrite } from '@stoa/common';
import { JournalFile, type OpenFile } from './journal-file.ts';
import { journalPath, listJournals } from './journal-names.ts';
import { sizeOfWrite } from './journal-record.ts';
import { scanFrom, scanJournal, type JournalDamage, type JournalExtent } from './journal-scan.ts';
import { JOURNAL_SLACK_BYTES } from './limits.ts';

/** Stored bytes contradict their checksums, with where. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
  readonly path: string;
  readonly damage: JournalDamage;

  constructor(path: string, damage: JournalDamage) {
    super(`${path} is damaged at offset ${damage.offset}: ${damage.why}`);
    this.path = path;
    this.damage = damage;
  }
}

/** The values that a journal's commits add up to. */
export type Values = Map<string, Uint8Array>;

/** Takes over what a commit changes. */
export function applyWrites(values: Values, writes: readonly StoreWrite[]): void {
  for (const { key, value } of writes) {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  }
}

/** A journal that was written anew beside the one that counts, up to where that one was then. */
interface Rewritten {
  readonly file: JournalFile;
  readonly upTo: number;
}

/**
 * The newest journal of a directory: commits go behind the last one, and when it is mostly history it
 * is written anew while commits go on. One `append` at a time. Values are not kept: `read` reads.
 */
export class Journal {
  readonly #directory: string;
  readonly #openFile: OpenFile;
  #number: number;
  #file: JournalFile;
  #rewriteAt: number;
  #rewriting: Promise<void> | undefined;
  #rewritten: Rewritten | undefined;
  #fault: JournalDamagedError | undefined;

  private constructor(options: {
    readonly directory: string;
    readonly openFile: OpenFile;
    readonly number: number;
    readonly file: JournalFile;
    readonly liveBytes: number;
  }) {
    this.#directory = options.directory;
    this.#openFile = options.openFile;
    this.#number = options.number;
    this.#file = options.file;
    this.#rewriteAt = limitFor(options.liveBytes);
  }

  /** Opens the journal of a directory and gives its values; undefined when there is none. */
  static async open(
    directory: string,
    openFile: OpenFile = open,
  ): Promise<{ readonly journal: Journal; readonly values: Values } | undefined> {
    const { numbers, unfinished } = await listJournals(directory);
    const number = numbers.at(-1);
    // Nobody was answered for what these hold: a crash came before they counted.
    for (const path of unfinished) await rm(path, { force: true });
    if (number === undefined) return undefined;
    const file = await JournalFile.open(journalPath(directory, number), openFile);
    try {
      const { values, extent } = await readValues(file);
      await file.resumeAt(extent);
      // These were replaced by the one that counts, and a crash kept them from going.
      for (const old of numbers.slice(0, -1)) await rm(journalPath(directory, old));
      const liveBytes = sizeOfValues(values);
      return { journal: new Journal({ directory, openFile, number, file, liveBytes }), values };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Makes the journal that follows on `number`, holding these values; it counts when this resolves. */
  static async create(options: {
    readonly directory: string;
    readonly number: number;
    readonly values: Values;
    readonly openFile?: OpenFile;
  }): Promise<Journal> {
    const { directory, number, values, openFile = open } = options;
    const file = await JournalFile.create(journalPath(directory, number), openFile);
    try {
      await file.appendAll(writesOf(values));
      await file.publish();
      return new Journal({ directory, openFile, number, file, liveBytes: sizeOfValues(values) });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The values as of the last commit. No `append` may be under way. */
  async read(): Promise<Values> {
    return (await readValues(this.#file, this.#file.end)).values;
  }

  /** Writes one commit; on the disk when it resolves. */
  async append(writes: readonly StoreWrite[]): Promise<void> {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#rewritten !== undefined) await this.#switchOver(this.#rewritten);
    await this.#file.append(writes);
    const isDue = this.#file.end > this.#rewriteAt && this.#rewritten === undefined;
    if (isDue) this.#rewriting ??= this.#rewrite();
  }

  async close(): Promise<void> {
    await this.#rewriting;
    if (this.#rewritten !== undefined) await this.#discard(this.#rewritten.file);
    await this.#file.close();
  }

  async #rewrite(): Promise<void> {
    const upTo = this.#file.end;
    try {
      const { values } = await readValues(this.#file, upTo);
      const path = journalPath(this.#directory, this.#number + 1);
      const file = await JournalFile.create(path, this.#openFile);
      // From here on it is closed with the journal, whatever becomes of it.
      this.#rewritten = { file, upTo };
      await file.appendAll(writesOf(values));
      this.#rewriteAt = limitFor(sizeOfValues(values));
    } catch (error) {
      await this.#putOff(error);
    } finally {
      this.#rewriting = undefined;
    }
  }

  // What was committed while the new one was written goes behind it; then it counts.
  async #switchOver({ file, upTo }: Rewritten): Promise<void> {
    if (this.#rewriting !== undefined) return;
    try {
      const since: StoreWrite[] = [];
      await scanFrom(this.#file.reader(this.#file.end), upTo, {
        visit: (writes) => since.push(...writes),
        onDamage: this.#refuse,
      });
      await file.appendAll(since);
    } catch (error) {
      await this.#putOff(error);
      if (this.#fault !== undefined) throw this.#fault;
      return;
    }
    await file.publish();
    const old = this.#file;
    this.#rewritten = undefined;
    this.#file = file;
    this.#number++;
    await old.close();
    await rm(old.path);
  }

  // The old journal is whole and goes on, only longer: no room for two is no reason to stop. What is
  // wrong with the disk is told by the commit that meets it; damage is told by the next one.
  async #putOff(error: unknown): Promise<void> {
    if (error instanceof JournalDamagedError) this.#fault = error;
    this.#rewriteAt = this.#file.end * 2;
    if (this.#rewritten !== undefined) await this.#discard(this.#rewritten.file);
  }

  async #discard(file: JournalFile): Promise<void> {
    this.#rewritten = undefined;
    await file.close();
    await rm(`${file.path}.new`, { force: true });
  }

  readonly #refuse = (damage: JournalDamage): never => {
    throw new JournalDamagedError(this.#file.path, damage);
  };
}

async function readValues(
  file: JournalFile,
  until?: number,
): Promise<{ readonly values: Values; readonly extent: JournalExtent }> {
  const values: Values = new Map();
  const extent = await scanJournal(
    file.reader(until),
    (writes) => applyWrites(values, writes),
    (damage) => {
      throw new JournalDamagedError(file.path, damage);
    },
  );
  return { values, extent };
}

function* writesOf(values: Values): Iterable<StoreWrite> {
  for (const [key, value] of values) yield { key, value };
}

function sizeOfValues(values: Values): number {
  let bytes = 0;
  for (const [key, value] of values) bytes += sizeOfWrite({ key, value });
  return bytes;
}

function limitFor(liveBytes: number): number {
  return 2 * liveBytes + JOURNAL_SLACK_BYTES;
}
