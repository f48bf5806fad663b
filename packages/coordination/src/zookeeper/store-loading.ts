import { StoreUnusableError } from '../durable-store.ts';
import { READS_AT_ONCE } from './limits.ts';
import { BUCKETS, decodeEntry, entriesPath, keyOf, partsPath } from './store-layout.ts';
import type { Ensemble } from './ensemble.ts';
import { hasFault } from './zookeeper-error.ts';
import { joinPath } from './zookeeper-url.ts';

/** One value, and the parts that it lies in when it is large. */
export interface LoadedEntry {
  readonly key: string;
  readonly value: Uint8Array;
  readonly parts: readonly string[];
}

/**
 * Reads the entries whose key is wanted, sorted by the bytes of the key. Rejects with `StoreUnusableError`
 * naming the node when one holds what no store of ours wrote: a value is never passed over silently.
 */
export async function loadEntries(options: {
  readonly connection: Ensemble;
  readonly storePath: string;
  readonly wants: (key: string) => boolean;
}): Promise<readonly LoadedEntry[]> {
  const { connection, storePath, wants } = options;
  const lists = await Promise.all(
    BUCKETS.map((bucket) => listNames(connection, joinPath(entriesPath(storePath), bucket))),
  );
  const nodes = lists
    .flat()
    .map(({ path, name }) => ({ path, key: keyOf(name) }))
    .filter((node): node is { path: string; key: string } =>
      node.key === undefined ? refuseForeign(node.path) : wants(node.key),
    );
  const entries: LoadedEntry[] = [];
  for (let at = 0; at < nodes.length; at += READS_AT_ONCE) {
    const group = nodes.slice(at, at + READS_AT_ONCE);
    entries.push(
      ...(await Promise.all(group.map(({ path, key }) => readEntry({ ...options, path, key })))),
    );
  }
  return entries.sort((left, right) =>
    Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)),
  );
}

async function listNames(
  connection: Ensemble,
  path: string,
): Promise<readonly { readonly path: string; readonly name: string }[]> {
  try {
    const names = await connection.persevere((client) => client.children(path));
    return names.map((name) => ({ path: joinPath(path, name), name }));
  } catch (error) {
    // Nothing was written yet.
    if (hasFault(error, 'noNode')) return [];
    throw error;
  }
}

async function readEntry(options: {
  readonly connection: Ensemble;
  readonly storePath: string;
  readonly path: string;
  readonly key: string;
}): Promise<LoadedEntry> {
  const { connection, storePath, path, key } = options;
  const { bytes } = await connection.persevere((client) => client.get(path));
  const entry = decodeEntry(bytes);
  if (!entry.ok) return refuse(path, entry.error);
  if (entry.value.kind === 'whole') return { key, value: entry.value.value, parts: [] };
  const { parts, bytes: total } = entry.value;
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const at = joinPath(partsPath(storePath), part);
    pieces.push((await connection.persevere((client) => client.get(at))).bytes);
  }
  const value = Buffer.concat(pieces);
  if (value.length !== total)
    return refuse(path, `its parts have ${value.length} of ${total} bytes`);
  return { key, value, parts };
}

function refuseForeign(path: string): never {
  return refuse(path, 'it is no entry of this store');
}

function refuse(path: string, why: string): never {
  throw new StoreUnusableError(
    `cannot read ${path} in ZooKeeper: ${why}; put back what was there, or remove that node and what it held is lost`,
  );
}
