// RecordIO: `length "\n" payload`, the frame of every event stream (mesos-http.md §2).
import { err, ok, type Result } from '@stoa/common';

const NEWLINE = 10;
const ZERO = 48;
const NINE = 57;
/** Digits of the longest length that is believed: below 10 GB. */
const MAX_DIGITS = 10;

/** The record of one payload, length and payload in one buffer: one write, one chunk. */
export function encodeRecord(payload: Uint8Array): Uint8Array {
  const digits = String(payload.length);
  const record = new Uint8Array(digits.length + 1 + payload.length);
  for (let at = 0; at < digits.length; at++) record[at] = digits.charCodeAt(at);
  record[digits.length] = NEWLINE;
  record.set(payload, digits.length + 1);
  return record;
}

/** Takes a stream's bytes in pieces of any size and gives back whole records. */
export class RecordReader {
  readonly #maxBytes: number;
  #header = '';
  #payload: Uint8Array | undefined;
  #filled = 0;
  #failure: string | undefined;

  /** `maxBytes` bounds one record: a longer one fails the stream. */
  constructor(maxBytes = 256 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  /** True between records: a stream that ends elsewhere was cut. */
  get isAtBoundary(): boolean {
    return this.#header === '' && this.#payload === undefined;
  }

  /** The records that `chunk` completes. After an error every further push gives the same error. */
  push(chunk: Uint8Array): Result<Uint8Array[], string> {
    const records: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length && this.#failure === undefined) {
      at =
        this.#payload === undefined
          ? this.#readHeader(chunk, at)
          : this.#readBody(chunk, at, records);
    }
    return this.#failure === undefined ? ok(records) : err(this.#failure);
  }

  #readHeader(chunk: Uint8Array, from: number): number {
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) {
        this.#begin();
        return at + 1;
      }
      this.#header += String.fromCharCode(byte);
      if (byte < ZERO || byte > NINE || this.#header.length > MAX_DIGITS) return this.#fail(at);
    }
    return at;
  }

  #begin(): void {
    const length = this.#header === '' ? NaN : Number(this.#header);
    if (Number.isNaN(length) || length > this.#maxBytes) {
      this.#fail(0);
      return;
    }
    this.#header = '';
    // An empty record says nothing and is skipped.
    this.#payload = length === 0 ? undefined : new Uint8Array(length);
    this.#filled = 0;
  }

  #readBody(chunk: Uint8Array, at: number, records: Uint8Array[]): number {
    const payload = this.#payload ?? new Uint8Array();
    const taken = Math.min(payload.length - this.#filled, chunk.length - at);
    payload.set(chunk.subarray(at, at + taken), this.#filled);
    this.#filled += taken;
    if (this.#filled === payload.length) {
      records.push(payload);
      this.#payload = undefined;
    }
    return at + taken;
  }

  #fail(at: number): number {
    this.#failure = `Failed to decode length '${this.#header}'`;
    return at;
  }
}
