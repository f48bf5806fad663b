import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OWNER_FILE = 'OWNER';

// POSIX file locks belong to the process, and a failed second open drops the lock of the first. So
// a second open in this process must never reach the library: this table refuses it.
const openDirectories = new Set<string>();

/** Creates the directory when it is missing and claims it within this process. */
export async function claimDirectory(
  directory: string,
): Promise<{ readonly path: string; readonly isClaimed: boolean }> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = await realpath(directory);
  if (openDirectories.has(path)) return { path, isClaimed: false };
  openDirectories.add(path);
  return { path, isClaimed: true };
}

/** Lets a claimed directory go. */
export function releaseDirectory(path: string): void {
  openDirectories.delete(path);
}

/** The process that holds the store, as far as its note tells. */
export async function readOwner(path: string): Promise<number | undefined> {
  try {
    const pid = Number((await readFile(join(path, OWNER_FILE), 'utf8')).trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // No note: the owner is just starting, or an older program holds the lock.
    return undefined;
  }
}

/** Notes this process as the owner; only after the lock is held, so the note is never a lie for long. */
export async function writeOwner(path: string): Promise<void> {
  await writeFile(join(path, OWNER_FILE), `${process.pid}\n`);
}

/** Removes the note before the lock is let go. */
export async function removeOwner(path: string): Promise<void> {
  await rm(join(path, OWNER_FILE), { force: true });
}
