import type { StoreWrite } from '@stoa/common';
import type { JournalReader } from './journal-reader.ts';
import {
  decodeBody,
  decodeHead,
  guessKeys,
  HEAD_BYTES,
  isWhole,
  TAIL_BYTES,
  TITLE,
  type RecordHead,
} from './journal-record.ts';
import { SECTOR_BYTES } from './limits.ts';

/** A place in a journal where something was written and is no longer to be read. */
export interface JournalDamage {
  readonly offset: number;
  /** Where it can be read again, or its end. */
  readonly until: number;
  readonly why: string;
  /** Keys that the damaged record seems to name. */
  readonly keys: readonly string[];
}

/** How far a journal goes. */
export interface JournalExtent {
  /** Where the next record belongs. */
  readonly end: number;
  /** Behind the last byte that is not zero: beyond `end` where a write was broken off. */
  readonly contentEnd: number;
  /** Of the last commit; 0 when there is none. */
  readonly sequence: number;
  readonly commits: number;
}

/**
 * Reads every commit in order. A record that was broken off, by `kill -9` or because the power went,
 * is the end: nobody was answered for it. Any other that does not fit its checksums was damaged
 * afterwards; `onDamage` may throw, or reading goes on behind it.
 *
 * Told apart so: a record is written over zeros and begun only when the one before it is on the
 * disk. So a later sound record, or no missing sector, means that it was whole once; and because
 * zeros always follow the last one, a file that ends without them was cut short.
 */
export async function scanJournal(
  reader: JournalReader,
  visit: (writes: readonly StoreWrite[]) => void,
  onDamage: (damage: JournalDamage) => void,
): Promise<JournalExtent> {
  const title = await reader.take(0, TITLE.length);
  if (!title.equals(TITLE)) {
    const why = 'it does not begin as a journal of this version';
    onDamage({ offset: 0, until: TITLE.length, why, keys: [] });
  }
  return scanFrom(reader, TITLE.length, { visit, onDamage });
}

/** The same from the record at `from` on. */
export async function scanFrom(
  reader: JournalReader,
  from: number,
  hearer: {
    readonly visit: (writes: readonly StoreWrite[]) => void;
    readonly onDamage: (damage: JournalDamage) => void;
  },
): Promise<JournalExtent> {
  const { visit, onDamage } = hearer;
  let at = from;
  let sequence = 0;
  let commits = 0;
  while (!reader.isPart || at < reader.size) {
    const head = decodeHead(await reader.take(at, HEAD_BYTES));
    const record = await readRecord(reader, at, head);
    if (head === undefined || record === undefined) {
      const damage = await judge(reader, at, head);
      if (damage === undefined) break;
      onDamage(damage);
      if (damage.until >= reader.size) break;
      at = damage.until;
      // What is missing between the two was told.
      sequence = 0;
      continue;
    }
    if (sequence > 0 && head.sequence !== sequence + 1) {
      const why = `commit ${head.sequence} follows on ${sequence}`;
      onDamage({ offset: at, until: at, why, keys: [] });
    }
    visit(decodeBody(record.subarray(HEAD_BYTES, record.length - TAIL_BYTES)));
    sequence = head.sequence;
    commits++;
    at += record.length;
  }
  const contentEnd = await reader.findContentEnd(at);
  return { end: at, contentEnd, sequence, commits };
}

async function readRecord(
  reader: JournalReader,
  at: number,
  head: RecordHead | undefined,
): Promise<Buffer | undefined> {
  if (head === undefined) return undefined;
  const total = sizeOf(head);
  if (at + total > reader.size) return undefined;
  const record = await reader.take(at, total);
  return record.length === total && isWhole(record) ? record : undefined;
}

/** What is wrong with the record at `at`; undefined when it was never finished, or there is none. */
async function judge(
  reader: JournalReader,
  at: number,
  head: RecordHead | undefined,
): Promise<JournalDamage | undefined> {
  const { size } = reader;
  const damage = (why: string, until: number, keys: readonly string[] = []): JournalDamage => ({
    offset: at,
    until,
    why,
    keys,
  });
  const needed = head === undefined ? HEAD_BYTES : sizeOf(head);
  if (at + needed > size) {
    return damage(`the file is cut short at ${size}, there was more behind it`, size);
  }
  const next = await reader.findHead(at + (head === undefined ? 1 : needed));
  const isBrokenOff =
    head === undefined
      ? await isHeadBrokenOff(reader, at)
      : (await reader.findContentEnd(at)) < at + needed ||
        (await lacksSector(reader, at, at + needed));
  if (next === undefined && isBrokenOff) return undefined;
  if (head === undefined)
    return damage('the head of a record does not fit its checksum', next ?? size);
  const body = (await reader.take(at, needed)).subarray(HEAD_BYTES, needed - TAIL_BYTES);
  const why = `commit ${head.sequence} does not fit its checksum`;
  return damage(why, next ?? size, guessKeys(body));
}

// A record has bytes other than zero in each sector that it touches, unless one of its values has a
// sector full of zeros: its marks stand at both ends.
async function lacksSector(reader: JournalReader, from: number, end: number): Promise<boolean> {
  let at = from;
  while (at < end) {
    const sectorEnd = Math.min(end, at - (at % SECTOR_BYTES) + SECTOR_BYTES);
    if (await reader.isZero(at, sectorEnd)) return true;
    at = sectorEnd;
  }
  return false;
}

async function isHeadBrokenOff(reader: JournalReader, at: number): Promise<boolean> {
  const headEnd = at + HEAD_BYTES;
  const sectorEnd = at - (at % SECTOR_BYTES) + SECTOR_BYTES;
  // The mark is missing, or all that would come behind the head: the body at least has a tail.
  if (await reader.isZero(at, Math.min(headEnd, sectorEnd))) return true;
  if ((await reader.findContentEnd(headEnd)) === headEnd) return true;
  return headEnd > sectorEnd && reader.isZero(sectorEnd, sectorEnd + SECTOR_BYTES);
}

function sizeOf({ bodyBytes }: RecordHead): number {
  return HEAD_BYTES + bodyBytes + TAIL_BYTES;
}
