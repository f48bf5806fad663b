import { chown, mkdir, open, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContainerSpec } from '../core/index.ts';
import { LaunchError, messageOf } from './containerizer.ts';
import type { UserEntry } from './users.ts';
import { findUser } from './users.ts';

/**
 * Makes the directory of a run with its `stdout` and `stderr`, owned by who runs the task, and lets
 * `latest` lead to it (mesos-endpoints.md §7.1, §7.2). Rejects with a `LaunchError`.
 */
export async function createSandbox(spec: ContainerSpec): Promise<UserEntry | undefined> {
  const { sandbox } = spec;
  try {
    const user = spec.user === undefined ? undefined : await findUser(spec.user);
    await mkdir(dirname(sandbox), { recursive: true, mode: 0o755 });
    await mkdir(sandbox, { mode: 0o750 });
    for (const name of ['stdout', 'stderr']) await createFile(join(sandbox, name), user);
    if (user !== undefined) await chown(sandbox, user.uid, user.gid);
    await pointLatest(sandbox);
    return user;
  } catch (cause) {
    throw new LaunchError(`Failed to create executor directory '${sandbox}': ${messageOf(cause)}`, {
      cause,
      isSandboxFault: true,
    });
  }
}

async function createFile(path: string, user: UserEntry | undefined): Promise<void> {
  const file = await open(path, 'a', 0o644);
  try {
    if (user !== undefined) await file.chown(user.uid, user.gid);
  } finally {
    await file.close();
  }
}

async function pointLatest(sandbox: string): Promise<void> {
  const latest = join(dirname(sandbox), 'latest');
  const temporary = `${latest}.new`;
  await rm(temporary, { force: true });
  await symlink(sandbox, temporary);
  await rename(temporary, latest);
}
