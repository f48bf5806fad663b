import type { FileHandle } from 'node:fs/promises';
import { decodeHead, RECORD_MARK, HEAD_BYTES } from './journal-record.ts';
import { JOURNAL_WINDOW_BYTES } from './limits.ts';

/**
 * Reads a journal from front to back, a window at a time: all of a file of `size` bytes, or its
 * commits up to there when it is known that one ends there.
 */
export class JournalReader {
  readonly size: number;
  readonly isPart: boolean;
  readonly #file: FileHandle;
  #window = Buffer.alloc(0);
  #windowAt = 0;

  constructor(file: FileHandle, size: number, isPart = false) {
    this.#file = file;
    this.size = size;
    this.isPart = isPart;
  }

  /** Those bytes, or as many as there are; good until the next call. */
  async take(at: number, length: number): Promise<Buffer> {
    const end = Math.min(at + length, this.size);
    if (at < this.#windowAt || end > this.#windowAt + this.#window.length) {
      await this.#fill(at, Math.max(end - at, JOURNAL_WINDOW_BYTES));
    }
    return this.#window.subarray(at - this.#windowAt, Math.max(end, at) - this.#windowAt);
  }

  /** Where the next record with a sound head begins; undefined when there is none. */
  async findHead(from: number): Promise<number | undefined> {
    let at = from;
    while (at < this.size) {
      const bytes = await this.take(at, JOURNAL_WINDOW_BYTES);
      const found = bytes.indexOf(RECORD_MARK);
      if (found === -1) {
        // A mark may lie across two windows.
        at += Math.max(1, bytes.length - RECORD_MARK.length + 1);
        continue;
      }
      if (decodeHead(await this.take(at + found, HEAD_BYTES)) !== undefined) return at + found;
      at += found + 1;
    }
    return undefined;
  }

  /** Behind the last byte that is not zero, at least `from`. */
  async findContentEnd(from: number): Promise<number> {
    let end = from;
    for (let at = from; at < this.size; at += JOURNAL_WINDOW_BYTES) {
      const bytes = await this.take(at, JOURNAL_WINDOW_BYTES);
      if (isZero(bytes)) continue;
      end = at + bytes.findLastIndex((byte) => byte !== 0) + 1;
    }
    return end;
  }

  /** Whether there are zeros alone. */
  async isZero(from: number, end: number): Promise<boolean> {
    for (let at = from; at < end; at += JOURNAL_WINDOW_BYTES) {
      const bytes = await this.take(at, Math.min(JOURNAL_WINDOW_BYTES, end - at));
      if (!isZero(bytes)) return false;
    }
    return true;
  }

  async #fill(at: number, length: number): Promise<void> {
    const bytes = Buffer.allocUnsafe(Math.min(length, Math.max(0, this.size - at)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#file.read(
        bytes,
        filled,
        bytes.length - filled,
        at + filled,
      );
      // The file became shorter while it was read.
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.#window = bytes.subarray(0, filled);
    this.#windowAt = at;
  }
}

const ZEROS = Buffer.alloc(JOURNAL_WINDOW_BYTES);

/** At most a window: compared by the machine, not byte by byte. */
function isZero(bytes: Buffer): boolean {
  return bytes.equals(ZEROS.subarray(0, bytes.length));
}
