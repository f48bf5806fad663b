// Input side of the JSON mapping, with the original's error texts (mesos-http.md §3.2).
import { decodeBase64 } from '@stoa/common';

/** A JSON object as read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Bad input: thrown by the readers below, turned into a Result by the codec, never seen outside. */
export class JsonFault extends Error {}

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function unexpected(value: unknown, field: string): JsonFault {
  return new JsonFault(`Not expecting a JSON ${kindOf(value)} for field '${field}'`);
}

/** An object for a message field. */
export function readObject(value: unknown, field: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unexpected(value, field);
  return value as JsonObject;
}

/** A list; a single value counts as a list of one, and nulls are dropped. */
export function readList<T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] {
  const list: T[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === null) continue;
    const one = read(item);
    if (one !== undefined) list.push(one);
  }
  return list;
}

/** A map with text keys. */
export function readMap<T>(
  value: unknown,
  field: string,
  read: (item: unknown) => T,
): Readonly<Record<string, T>> {
  const map: Record<string, T> = {};
  for (const [key, item] of Object.entries(readObject(value, field))) {
    // A key such as __proto__ must become a key like any other.
    Object.defineProperty(map, key, {
      value: read(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return map;
}

/** A text. */
export function readString(value: unknown, field: string): string {
  if (typeof value !== 'string') throw unexpected(value, field);
  return value;
}

/** A truth value, also as text. */
export function readBool(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  if (typeof value !== 'string') throw unexpected(value, field);
  throw new JsonFault(
    `Failed to parse '${value}' as a JSON boolean for field '${field}': syntax error at line 1 near: ${value}`,
  );
}

/** A floating number, also as text; text may be infinite too. */
export function readDouble(value: unknown, field: string): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw unexpected(value, field);
  if (value === 'Infinity' || value === '-Infinity' || value === 'NaN') return Number(value);
  if (NUMBER.test(value)) return Number(value);
  throw new JsonFault(
    `Failed to parse '${value}' as a JSON number for field '${field}': syntax error at line 1 near: ${value}`,
  );
}

/** A whole number; a fraction is cut off. Beyond 2^53 the nearest double. */
export function readLong(value: unknown, field: string): number {
  const number = readDouble(value, field);
  if (!Number.isFinite(number)) {
    throw new JsonFault(
      `Failed to parse '${String(value)}' as a JSON number for field '${field}': not finite`,
    );
  }
  return Math.trunc(number);
}

/** A 64-bit number kept exact. */
export function readBigint(value: unknown, field: string): bigint {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt.asIntN(64, BigInt(value));
  return BigInt.asIntN(64, BigInt(readLong(value, field)));
}

/** A signed 32-bit number. */
export function readInt32(value: unknown, field: string): number {
  return readLong(value, field) | 0;
}

/** An unsigned 32-bit number: a negative one wraps, as in the original. */
export function readUint32(value: unknown, field: string): number {
  return readLong(value, field) >>> 0;
}

/** An unsigned 64-bit number: a negative one wraps. */
export function readUint64(value: unknown, field: string): number {
  const number = readLong(value, field);
  return number < 0 ? Number(BigInt.asUintN(64, BigInt(number))) : number;
}

/** Bytes from base64. */
export function readBytes(value: unknown, field: string): Uint8Array {
  const bytes = decodeBase64(readString(value, field));
  if (bytes.ok) return bytes.value;
  throw new JsonFault(
    `Failed to base64 decode bytes field '${field}': Invalid character '${bytes.error}'`,
  );
}

/** The name of an enum's member; undefined for a name we do not know (a newer peer's). */
export function readEnum<T extends string>(
  value: unknown,
  field: string,
  names: ReadonlySet<string>,
): T | undefined {
  const name = readString(value, field);
  return names.has(name) ? (name as T) : undefined;
}

/** As `readEnum`, for a required field. */
export function readRequiredEnum<T extends string>(
  value: unknown,
  field: string,
  names: ReadonlySet<string>,
): T {
  const name = readEnum<T>(value, field, names);
  if (name === undefined) throw new JsonFault(`Failed to find enum for '${String(value)}'`);
  return name;
}
