import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoreWrite } from '@stoa/common';
import { JournalReader } from './journal-reader.ts';
import { encodeRecord, HEAD_BYTES, sizeOfWrite, TITLE } from './journal-record.ts';
import { JOURNAL_STEP_BYTES, REWRITTEN_RECORD_BYTES } from './limits.ts';

/** Opens a file as `node:fs/promises` does; tests give one that fails. */
export type OpenFile = (path: string, flags: number, mode?: number) => Promise<FileHandle>;

// Each write is on the disk when it returns: one call instead of two for every commit.
const DURABLE = constants.O_RDWR | constants.O_DSYNC;
const MODE = 0o600;
const ZEROS = Buffer.alloc(JOURNAL_STEP_BYTES);

/** A journal that is written to. One call at a time. */
export class JournalFile {
  readonly path: string;
  readonly #file: FileHandle;
  #size: number;
  #end: number;
  #sequence: number;

  private constructor(options: {
    readonly path: string;
    readonly file: FileHandle;
    readonly size: number;
    readonly end: number;
    readonly sequence: number;
  }) {
    this.path = options.path;
    this.#file = options.file;
    this.#size = options.size;
    this.#end = options.end;
    this.#sequence = options.sequence;
  }

  /** Opens one to be read; `resumeAt` before it is written to. */
  static async open(path: string, openFile: OpenFile = open): Promise<JournalFile> {
    const file = await openFile(path, DURABLE);
    const { size } = await file.stat();
    return new JournalFile({ path, file, size, end: size, sequence: 0 });
  }

  /** Makes an empty one, which does not count before `publish`. */
  static async create(path: string, openFile: OpenFile = open): Promise<JournalFile> {
    const draft = `${path}.new`;
    await rm(draft, { force: true });
    const file = await openFile(draft, DURABLE | constants.O_CREAT | constants.O_EXCL, MODE);
    const journal = new JournalFile({ path, file, size: 0, end: 0, sequence: 0 });
    await journal.#write(TITLE, 0);
    journal.#size = TITLE.length;
    journal.#end = TITLE.length;
    await journal.#makeRoom(0);
    return journal;
  }

  /** Bytes up to the last commit. */
  get end(): number {
    return this.#end;
  }

  /** Reads all of it, or the commits up to the end of one, whatever is written meanwhile. */
  reader(until?: number): JournalReader {
    return new JournalReader(this.#file, until ?? this.#size, until !== undefined);
  }

  /** Goes on behind the last commit, and wipes out what a broken-off write left there. */
  async resumeAt(extent: {
    readonly end: number;
    readonly contentEnd: number;
    readonly sequence: number;
  }): Promise<void> {
    const { end, contentEnd, sequence } = extent;
    for (let at = end; at < contentEnd; at += ZEROS.length) {
      await this.#write(ZEROS.subarray(0, Math.min(ZEROS.length, contentEnd - at)), at);
    }
    this.#end = end;
    this.#sequence = sequence;
  }

  /** Writes one commit; on the disk when it resolves. */
  async append(writes: readonly StoreWrite[]): Promise<void> {
    const record = encodeRecord(this.#sequence + 1, writes);
    if (this.#end + record.length + HEAD_BYTES > this.#size) await this.#makeRoom(record.length);
    await this.#write(record, this.#end);
    this.#end += record.length;
    this.#sequence++;
  }

  /** Writes many in records of their own, none large, so that damage to one costs little. */
  async appendAll(writes: Iterable<StoreWrite>): Promise<void> {
    let group: StoreWrite[] = [];
    let bytes = 0;
    for (const write of writes) {
      const size = sizeOfWrite(write);
      if (group.length > 0 && bytes + size > REWRITTEN_RECORD_BYTES) {
        await this.append(group);
        group = [];
        bytes = 0;
      }
      group.push(write);
      bytes += size;
    }
    if (group.length > 0) await this.append(group);
  }

  /** From here on it counts, also after a crash. */
  async publish(): Promise<void> {
    await rename(`${this.path}.new`, this.path);
    await syncDirectory(dirname(this.path));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  // Zeros first, and on the disk, so that the end of a journal can be told from one cut short.
  async #makeRoom(bytes: number): Promise<void> {
    const needed = this.#end + bytes + HEAD_BYTES;
    const size = (Math.floor(needed / ZEROS.length) + 1) * ZEROS.length;
    while (this.#size < size) {
      const step = ZEROS.subarray(0, Math.min(ZEROS.length, size - this.#size));
      await this.#write(step, this.#size);
      this.#size += step.length;
    }
  }

  async #write(bytes: Buffer, at: number): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#file.write(
        bytes,
        written,
        bytes.length - written,
        at + written,
      );
      written += bytesWritten;
    }
  }
}

/** Makes what was renamed in a directory stay so. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
