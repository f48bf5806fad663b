// What the generated code stands on: the codec's shape, and the 64-bit corners of the wire.
import { err, ok, type Result } from '@stoa/common';
import protobuf from 'protobufjs/minimal.js';
import { JsonFault, readObject, type JsonObject } from './json-reader.ts';

/** Reads protobuf bytes. */
export type Reader = protobuf.Reader;
/** Writes protobuf bytes. */
export type Writer = protobuf.Writer;

/** One message on the wire, in both encodings (mesos-http.md §3). */
export interface Codec<T> {
  readonly name: string;
  /** Compact JSON text: declaration order, explicit defaults printed. */
  toJson(value: T): string;
  /** From a value as `parseJsonText` gives it; the error is the original's text. */
  fromJson(json: unknown): Result<T, string>;
  toBinary(value: T): Uint8Array;
  fromBinary(bytes: Uint8Array): Result<T, string>;
  /** As `toJson`, as plain values; 64-bit numbers lose what a double cannot hold. */
  toJsonValue(value: T): unknown;
}

/** A record while it is being read. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Names every required field that is absent, with its path. */
export type FindMissing<T> = (message: T, path: string, missing: string[]) => void;

interface CodecParts<T> {
  readonly name: string;
  readonly print: (message: T) => string;
  readonly read: (json: JsonObject) => T;
  readonly encode: (message: T, writer: Writer) => Writer;
  readonly decode: (reader: Reader, end: number, depth: number) => T;
  readonly missing: FindMissing<T>;
}

const MAX_DEPTH = 100;

/** Refuses messages inside messages without end. */
export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deep');
}

function complete<T>(message: T, findMissing: FindMissing<T>): Result<T, string> {
  const missing: string[] = [];
  findMissing(message, '', missing);
  if (missing.length === 0) return ok(message);
  return err(`Missing required fields: ${missing.join(', ')}`);
}

/** Puts a message's generated functions together. */
export function makeCodec<T>(parts: CodecParts<T>): Codec<T> {
  return {
    name: parts.name,
    toJson: parts.print,
    toJsonValue: (value) => JSON.parse(parts.print(value)) as unknown,
    fromJson(json) {
      try {
        if (typeof json !== 'object' || json === null || Array.isArray(json)) {
          return err('Expecting a JSON object');
        }
        return complete(parts.read(readObject(json, parts.name)), parts.missing);
      } catch (error) {
        if (error instanceof JsonFault) return err(error.message);
        throw error;
      }
    },
    toBinary: (value) => parts.encode(value, protobuf.Writer.create()).finish(),
    fromBinary(bytes) {
      try {
        const reader = protobuf.Reader.create(bytes);
        return complete(parts.decode(reader, reader.len, 0), parts.missing);
      } catch (error) {
        // The reader throws plain errors for bytes that are no message: expected, whatever the class.
        return err(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** Adds to a list that may not be there yet. Only for lists made by this very call. */
export function append<T>(list: readonly T[] | undefined, item: T): readonly T[] {
  if (list === undefined) return [item];
  (list as T[]).push(item);
  return list;
}

/** Puts an entry into a map that may not be there yet. */
export function withEntry<T>(
  map: Readonly<Record<string, T>> | undefined,
  key: string,
  value: T,
): Readonly<Record<string, T>> {
  const record: Record<string, T> = map ?? {};
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return record;
}

interface Halves {
  readonly low: number;
  readonly high: number;
}

function halves(value: unknown): bigint {
  if (typeof value === 'number') return BigInt(value);
  const { low, high } = value as Halves;
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** A signed 64-bit number as the nearest double. */
export function decodeInt64(reader: Reader): number {
  return Number(halves(reader.int64()));
}

/** An unsigned 64-bit number as the nearest double. */
export function decodeUint64(reader: Reader): number {
  return Number(BigInt.asUintN(64, halves(reader.uint64())));
}

/** A signed 64-bit number, exact. */
export function decodeBigint(reader: Reader): bigint {
  return halves(reader.int64());
}

/** Bytes of their own, so that a small field does not keep a large body alive. */
export function decodeBytes(reader: Reader): Uint8Array {
  return new Uint8Array(reader.bytes());
}
