import type { StoreWrite } from '@stoa/common';
import { crc32 } from './crc32.ts';

// A journal is 16 bytes of title and records, one for each commit, and at its end zeros:
//
//   4 mark · 4 length of the body · 8 number of the commit · 4 checksum of these 16     the head
//   the body: for each write 1 "+" or "-" · 4 length of the key · 4 of the value · key · value
//   4 checksum of the body · 4 end mark                                                 the tail
//
// Numbers are big-endian. No byte of a mark has fewer than two bits set: one flipped bit makes none
// of them zero, and so a record that came to its end never looks like one that did not.

/** The first bytes of a journal. */
export const TITLE = Buffer.from('stoa journal v1\n');
/** Bytes of a record before its body. */
export const HEAD_BYTES = 20;
/** Bytes of a record after its body. */
export const TAIL_BYTES = 8;

const MARK = Buffer.from([0xa5, 0xc3, 0x5a, 0x3c]);
const END_MARK = 0x3ca5c35a;
const CHECKED_HEAD_BYTES = 16;
const WRITE_BYTES = 9;
const PUT = 0x2b;
const REMOVE = 0x2d;

/** What the head of a record tells. */
export interface RecordHead {
  readonly bodyBytes: number;
  readonly sequence: number;
}

/** The mark that every record begins with. */
export const RECORD_MARK: Buffer = MARK;

/** Bytes of one write in a body. */
export function sizeOfWrite({ key, value }: StoreWrite): number {
  return WRITE_BYTES + Buffer.byteLength(key) + (value?.length ?? 0);
}

/** One commit as it is written. */
export function encodeRecord(sequence: number, writes: readonly StoreWrite[]): Buffer {
  const bodyBytes = writes.reduce((sum, write) => sum + sizeOfWrite(write), 0);
  const record = Buffer.allocUnsafe(HEAD_BYTES + bodyBytes + TAIL_BYTES);
  MARK.copy(record, 0);
  record.writeUInt32BE(bodyBytes, 4);
  record.writeBigUInt64BE(BigInt(sequence), 8);
  record.writeUInt32BE(crc32(record.subarray(0, CHECKED_HEAD_BYTES)), CHECKED_HEAD_BYTES);
  let at = HEAD_BYTES;
  for (const { key, value } of writes) {
    const keyBytes = record.write(key, at + WRITE_BYTES);
    record[at] = value === undefined ? REMOVE : PUT;
    record.writeUInt32BE(keyBytes, at + 1);
    record.writeUInt32BE(value?.length ?? 0, at + 5);
    at += WRITE_BYTES + keyBytes;
    if (value === undefined) continue;
    record.set(value, at);
    at += value.length;
  }
  record.writeUInt32BE(crc32(record.subarray(HEAD_BYTES, at)), at);
  record.writeUInt32BE(END_MARK, at + 4);
  return record;
}

/** Reads a head; undefined when its checksum does not fit. */
export function decodeHead(bytes: Buffer): RecordHead | undefined {
  if (bytes.length < HEAD_BYTES || !bytes.subarray(0, 4).equals(MARK)) return undefined;
  const checked = bytes.subarray(0, CHECKED_HEAD_BYTES);
  if (bytes.readUInt32BE(CHECKED_HEAD_BYTES) !== crc32(checked)) return undefined;
  return { bodyBytes: bytes.readUInt32BE(4), sequence: Number(bytes.readBigUInt64BE(8)) };
}

/** Whether a whole record, head included, is what was written. */
export function isWhole(record: Buffer): boolean {
  const body = record.subarray(HEAD_BYTES, record.length - TAIL_BYTES);
  const tail = record.subarray(record.length - TAIL_BYTES);
  return tail.readUInt32BE(4) === END_MARK && tail.readUInt32BE(0) === crc32(body);
}

/** The writes of a body that is known to be whole. Values are copies: what was read may be let go. */
export function decodeBody(body: Buffer): readonly StoreWrite[] {
  const writes: StoreWrite[] = [];
  let at = 0;
  while (at < body.length) {
    const keyEnd = at + WRITE_BYTES + body.readUInt32BE(at + 1);
    const valueEnd = keyEnd + body.readUInt32BE(at + 5);
    const key = body.toString('utf8', at + WRITE_BYTES, keyEnd);
    const isPut = body[at] === PUT;
    writes.push({
      key,
      value: isPut ? Uint8Array.from(body.subarray(keyEnd, valueEnd)) : undefined,
    });
    at = valueEnd;
  }
  return writes;
}

/** The keys that a damaged body seems to name: for people, nothing may be built on them. */
export function guessKeys(body: Buffer): readonly string[] {
  const keys: string[] = [];
  let at = 0;
  while (at + WRITE_BYTES <= body.length && (body[at] === PUT || body[at] === REMOVE)) {
    const keyEnd = at + WRITE_BYTES + body.readUInt32BE(at + 1);
    const valueEnd = keyEnd + body.readUInt32BE(at + 5);
    if (valueEnd > body.length) break;
    keys.push(body.toString('utf8', at + WRITE_BYTES, keyEnd));
    at = valueEnd;
  }
  return keys;
}
