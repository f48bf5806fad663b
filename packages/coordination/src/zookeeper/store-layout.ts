import { err, ok, type Result, type StoreWrite } from '@stoa/common';
import { MULTI_BYTES_MAX, MULTI_STEPS_MAX, STEP_BYTES, ZNODE_BYTES_MAX } from './limits.ts';
import { joinPath } from './zookeeper-url.ts';

// <store>/epoch                    its version is the epoch; holds who leads
// <store>/head                     the newest transaction: "epoch:number"
// <store>/entries/<bucket>/<key>   0x00 and the value, or 0x01 and where its parts are
// <store>/parts/<epoch>-<number>   a part of a large value

/** How many nodes the keys are spread over: a list of children has to fit into one answer. */
export const BUCKETS: readonly string[] = Array.from({ length: 64 }, (_, at) =>
  at.toString(16).padStart(2, '0'),
);

const WHOLE = 0;
const IN_PARTS = 1;
const PART_BYTES = ZNODE_BYTES_MAX;

/** What a node of an entry holds. */
export type StoredEntry =
  | { readonly kind: 'whole'; readonly value: Buffer }
  | { readonly kind: 'parts'; readonly bytes: number; readonly parts: readonly string[] };

/** Where the keys lie. */
export function entriesPath(storePath: string): string {
  return joinPath(storePath, 'entries');
}

/** Where the newest transaction is noted. */
export function headPath(storePath: string): string {
  return joinPath(storePath, 'head');
}

/** Where the parts of large values lie. */
export function partsPath(storePath: string): string {
  return joinPath(storePath, 'parts');
}

/** Where a key lies. Any text may be a key; what nodes may not be called by is written as %XX. */
export function entryPath(storePath: string, key: string): string {
  return joinPath(entriesPath(storePath), bucketOf(key), nameOf(key));
}

/** The key behind the name of an entry's node; undefined for a node that is none of ours. */
export function keyOf(name: string): string | undefined {
  if (!name.startsWith('k')) return undefined;
  try {
    return decodeURIComponent(name.slice(1));
  } catch {
    return undefined;
  }
}

/** What the node of an entry holds. */
export function encodeEntry(entry: StoredEntry): Buffer {
  if (entry.kind === 'whole') return Buffer.concat([Buffer.of(WHOLE), entry.value]);
  const { bytes, parts } = entry;
  return Buffer.concat([Buffer.of(IN_PARTS), Buffer.from(JSON.stringify({ bytes, parts }))]);
}

/** Reads what `encodeEntry` wrote. */
export function decodeEntry(content: Buffer): Result<StoredEntry, string> {
  const rest = content.subarray(1);
  if (content[0] === WHOLE) return ok({ kind: 'whole', value: rest });
  if (content[0] !== IN_PARTS) return err('it is not an entry of this store');
  try {
    const read: unknown = JSON.parse(rest.toString());
    if (isPartsRecord(read)) return ok({ kind: 'parts', ...read });
  } catch {
    return err('the list of its parts is cut short');
  }
  return err('the list of its parts is malformed');
}

/** A change of one key, ready to be written. */
export interface PlannedWrite {
  readonly key: string;
  readonly entry: StoredEntry | undefined;
}

/** What has to be written before the transaction itself, and the transaction. */
export interface WritePlan {
  readonly parts: readonly { readonly name: string; readonly bytes: Buffer }[];
  readonly writes: readonly PlannedWrite[];
}

/**
 * Fits writes into one transaction: the last write of each key counts, and values that are too large
 * go, the largest first, into parts of their own, which nobody reads before the transaction names
 * them. `nextPart` names a part.
 */
export function planWrites(
  writes: readonly StoreWrite[],
  nextPart: () => string,
): Result<WritePlan, string> {
  const last = new Map(writes.map(({ key, value }) => [key, value]));
  const spilled = selectSpilled(last);
  const parts: { name: string; bytes: Buffer }[] = [];
  const planned: PlannedWrite[] = [];
  let stepBytes = 0;
  let steps = 0;
  for (const [key, value] of last) {
    const entry = value && (spilled.has(key) ? spill(value, parts, nextPart) : whole(value));
    planned.push({ key, entry });
    stepBytes += STEP_BYTES + nameOf(key).length + (entry ? encodeEntry(entry).length : 0);
    steps++;
  }
  if (stepBytes > MULTI_BYTES_MAX || steps > MULTI_STEPS_MAX) {
    return err(`${last.size} changes at once are over the limit of one transaction`);
  }
  return ok({ parts, writes: planned });
}

/** What one write costs in a transaction that it shares with others. */
export function costOf({ key, value }: StoreWrite): number {
  return STEP_BYTES + nameOf(key).length + (value?.length ?? 0);
}

function selectSpilled(writes: ReadonlyMap<string, Uint8Array | undefined>): ReadonlySet<string> {
  const spilled = new Set<string>();
  const values = [...writes].map(([key, value]) => ({ key, bytes: value?.length ?? 0 }));
  let left = [...writes].reduce((sum, [key, value]) => sum + costOf({ key, value }), 0);
  for (const { key, bytes } of values.sort((a, b) => b.bytes - a.bytes)) {
    if (bytes < PART_BYTES && left <= MULTI_BYTES_MAX) break;
    spilled.add(key);
    left -= bytes;
  }
  return spilled;
}

function spill(
  value: Uint8Array,
  parts: { name: string; bytes: Buffer }[],
  nextPart: () => string,
): StoredEntry {
  const names: string[] = [];
  for (let at = 0; at < value.length; at += PART_BYTES) {
    const name = nextPart();
    names.push(name);
    parts.push({ name, bytes: Buffer.from(value.subarray(at, at + PART_BYTES)) });
  }
  return { kind: 'parts', bytes: value.length, parts: names };
}

function whole(value: Uint8Array): StoredEntry {
  return { kind: 'whole', value: Buffer.from(value) };
}

function nameOf(key: string): string {
  return `k${encodeURIComponent(key)}`;
}

/** FNV-1a, folded to six bits. */
function bucketOf(key: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  const folded = (hash ^ (hash >>> 16) ^ (hash >>> 8)) & (BUCKETS.length - 1);
  return folded.toString(16).padStart(2, '0');
}

function isPartsRecord(
  value: unknown,
): value is { readonly bytes: number; readonly parts: readonly string[] } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('bytes' in value) || !('parts' in value)) return false;
  const { bytes, parts } = value;
  const areNames = Array.isArray(parts) && parts.every((part) => /^\d+-\d+$/.test(String(part)));
  return typeof bytes === 'number' && areNames;
}
