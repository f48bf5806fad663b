import type { Acl } from 'node-zookeeper-client';
import { CREATE_MODE } from './guarded-library.ts';
import type { Ensemble } from './ensemble.ts';
import { hasFault } from './zookeeper-error.ts';

/** Makes a path and what lies above it, empty, where it is missing. Rejects where that is not permitted. */
export async function makePath(
  connection: Ensemble,
  path: string,
  access: readonly Acl[],
): Promise<void> {
  const names = path.split('/').slice(1);
  for (let depth = 1; depth <= names.length; depth++) {
    const at = `/${names.slice(0, depth).join('/')}`;
    if (at === '/') continue;
    // Looked for first: to see needs no permission, to create does even where it is there already.
    if ((await connection.persevere((client) => client.exists(at))) !== undefined) continue;
    await createOnce(connection, at, access);
  }
}

async function createOnce(
  connection: Ensemble,
  path: string,
  access: readonly Acl[],
): Promise<void> {
  try {
    await connection.persevere((client) =>
      client.create(path, Buffer.alloc(0), access, CREATE_MODE.persistent),
    );
  } catch (error) {
    if (!hasFault(error, 'nodeExists')) throw error;
  }
}
