import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { LaunchError } from './containerizer.ts';

/** A user of this machine. */
export interface UserEntry {
  readonly uid: number;
  readonly gid: number;
}

/** The user of that name or number; throws a `LaunchError` when there is none. */
export function findUser(name: string): UserEntry {
  // A small file that is in memory: read at once, it delays a task's start by nothing.
  const users = readFileSync('/etc/passwd', 'utf8');
  for (const line of users.split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if ((user === name || uid === name) && uid !== undefined && gid !== undefined) {
      return { uid: Number(uid), gid: Number(gid) };
    }
  }
  throw new LaunchError(`Failed to get user information for '${name}': No such user`, {
    isSandboxFault: true,
  });
}

/** Names by number, from `/etc/passwd` or `/etc/group`. */
export async function readNames(path: string): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    const [name, , number] = line.split(':');
    if (name !== undefined && number !== undefined) names.set(Number(number), name);
  }
  return names;
}
