import { creatorAccess } from './guarded-library.ts';
import { makePath } from './make-path.ts';
import type { Ensemble, MultiStep } from './ensemble.ts';
import { joinPath } from './zookeeper-url.ts';

/** The node whose version is the epoch: every leader changes it once, every write checks it. */
export function epochPath(storePath: string): string {
  return joinPath(storePath, 'epoch');
}

/**
 * Begins an epoch: from here on writes of earlier ones are refused by the servers themselves. `owner`
 * is unlike every other's, so that after a lost answer it shows whether the epoch was ours. Rejects
 * with `noNode` when `candidate`, the node it is claimed by, has gone.
 */
export async function beginEpoch(options: {
  readonly connection: Ensemble;
  readonly storePath: string;
  readonly owner: string;
  readonly candidate: string | undefined;
}): Promise<number> {
  const { connection, storePath, owner, candidate } = options;
  const path = epochPath(storePath);
  await makePath(connection, path, creatorAccess(connection.url));
  const steps: readonly MultiStep[] = [
    ...(candidate === undefined ? [] : [{ kind: 'exists', path: candidate } as const]),
    { kind: 'set', path, bytes: Buffer.from(owner) },
  ];
  return connection.persevere(async (client) => {
    const before = await client.get(path);
    if (before.bytes.toString() === owner) return before.stat.version;
    await client.multi(steps);
    const after = await client.get(path);
    // Somebody began the next one already; the first write would tell the same.
    if (after.bytes.toString() !== owner) return Math.max(1, before.stat.version + 1);
    return after.stat.version;
  });
}
