import type { Answer } from 'dns-packet';
import { EDNS_BYTES_MAX } from '../../core/index.ts';
import { decode, encode } from './dns-packet.ts';

/** Bytes of a message before its first question. */
export const HEADER_BYTES = 12;

/** The answer codes that we give, as they stand in the header (RFC 1035 §4.1.1). */
export const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
} as const;

/** The name of an answer code. */
export type RcodeName = keyof typeof RCODES;

/** The numbers of the four sections, in the header's order. */
export interface SectionCounts {
  readonly questions: number;
  readonly answers: number;
  readonly authorities: number;
  readonly additionals: number;
}

/** The section counts that a message claims. It has at least a header. */
export function readCounts(message: Buffer): SectionCounts {
  return {
    questions: message.readUInt16BE(4),
    answers: message.readUInt16BE(6),
    authorities: message.readUInt16BE(8),
    additionals: message.readUInt16BE(10),
  };
}

/**
 * One record without its owner, from its type on. The library writes every owner out; we put a
 * pointer to an earlier name in its place (RFC 1035 §4.1.4), as the original does.
 */
export function encodeWithoutOwner(record: Answer): Buffer {
  return encode({ answers: [{ ...record, name: '.' }] }).subarray(HEADER_BYTES + 1);
}

const CLASS_IN = 1;
const TYPE_A = 1;

/** An A record without its owner: nine of ten records, and the library takes twenty times as long. */
export function encodeIpv4(ip: string, ttl: number): Buffer {
  const bytes = Buffer.allocUnsafe(14);
  bytes.writeUInt16BE(TYPE_A, 0);
  bytes.writeUInt16BE(CLASS_IN, 2);
  bytes.writeUInt32BE(ttl, 4);
  bytes.writeUInt16BE(4, 8);
  let at = 10;
  for (const part of ip.split('.')) bytes[at++] = Number(part);
  return bytes;
}

/** A name on the wire, written out. */
export function encodeName(name: string): Buffer {
  const question = encode({ questions: [{ type: 'A', name }] });
  return question.subarray(HEADER_BYTES, question.length - 4);
}

// Headers differ in a handful of flags; encoding them anew was a fifth of the cost of an answer.
const headers = new Map<number, Buffer>();

function encodeHeader(flags: number): Buffer {
  const known = headers.get(flags);
  if (known !== undefined) return known;
  const header = encode({ type: 'response', id: 0, flags });
  headers.set(flags, header);
  return header;
}

/** The header of an answer and the bytes of its question, with no record yet. */
export function encodeHead(flags: number, question: Buffer): Buffer {
  const head = Buffer.allocUnsafe(HEADER_BYTES + question.length);
  encodeHeader(flags).copy(head);
  question.copy(head, HEADER_BYTES);
  head.writeUInt16BE(question.length === 0 ? 0 : 1, 4);
  return head;
}

/**
 * Where the one question of a message ends, or undefined when it is not written out plainly: a
 * pointer inside the first name of a message has nothing to point to.
 */
export function findQuestionEnd(message: Buffer): number | undefined {
  let at = HEADER_BYTES;
  for (;;) {
    const length = message[at];
    if (length === undefined || length >= 0x40) return undefined;
    at += length + 1;
    if (length === 0) return at + 4 <= message.length ? at + 4 : undefined;
  }
}

const PLAIN_TYPES: ReadonlyMap<number, string> = new Map([
  [TYPE_A, 'A'],
  [28, 'AAAA'],
  [33, 'SRV'],
]);

/**
 * The question of a message that is nothing but a question written out up to `end`, of the types and
 * letters that nearly all have; undefined leaves it to the library.
 */
export function readPlainQuestion(
  message: Buffer,
  end: number,
): { readonly name: string; readonly type: string } | undefined {
  const type = PLAIN_TYPES.get(message.readUInt16BE(end - 4));
  if (type === undefined || end !== message.length) return undefined;
  const name = readPlainName(message.subarray(HEADER_BYTES, end - 4));
  return name === undefined ? undefined : { name, type };
}

/** A name on the wire as text, if it is all ASCII and not the root. */
export function readPlainName(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1', 1, bytes.length - 1);
  if (text === '' || NOT_ASCII.test(text)) return undefined;
  let name = '';
  for (let at = 0; at < text.length;) {
    const length = bytes[at] ?? 0;
    name += at === 0 ? text.slice(0, length) : `.${text.slice(at, at + length)}`;
    at += length + 1;
  }
  return name;
}

const NOT_ASCII = /[\x80-\xff]/;

/** The size that a message's OPT record allows for answers over UDP; undefined without one. */
export function readEdnsSize(message: Buffer): number | undefined {
  for (const record of decode(message).additionals ?? []) {
    if (record.type === 'OPT') return record.udpPayloadSize;
  }
  return undefined;
}

const EDNS_RECORD = encode({
  additionals: [
    {
      type: 'OPT',
      name: '.',
      udpPayloadSize: EDNS_BYTES_MAX,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ],
}).subarray(HEADER_BYTES);

/** Bytes of the record that `withEdns` adds. */
export const EDNS_RECORD_BYTES = EDNS_RECORD.length;

/** An answer that says how large the messages are that we take (RFC 6891 §6.1.1). */
export function withEdns(message: Buffer): Buffer {
  const extended = Buffer.concat([message, EDNS_RECORD]);
  extended.writeUInt16BE(extended.readUInt16BE(10) + 1, 10);
  return extended;
}
