import { readFile } from 'node:fs/promises';
import { LaunchError } from './containerizer.ts';

/** A user of this machine. */
export interface UserEntry {
  readonly uid: number;
  readonly gid: number;
}

/** The user of that name or number; rejects with `LaunchError` when there is none. */
export async function findUser(name: string): Promise<UserEntry> {
  const users = await readFile('/etc/passwd', 'utf8');
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
