import { constants } from 'node:fs';
import { mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { errorCode } from './errors.ts';

/**
 * Replaces a file as a whole: after a crash its readers find the old content or the new one. The
 * file and its directory are on disk when this resolves. Two writers of one path must take turns.
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | string,
  mode = 0o644,
): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** Appends, created when missing; the bytes are on disk when this resolves. */
export async function appendDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'a');
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Removes a file durably; nothing happens when it is not there. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncDirectory(dirname(path));
}

/** Creates a directory and those above it. */
export async function ensureDirectory(path: string, mode = 0o755): Promise<void> {
  await mkdir(path, { recursive: true, mode });
}

/** Makes renames and removals in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** The content of a file of at most `limitBytes`, or undefined when there is none. */
export async function readFileIfPresent(
  path: string,
  limitBytes = 64 * 1024 * 1024,
): Promise<Uint8Array | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  try {
    const { size } = await file.stat();
    if (size > limitBytes) throw new Error(`${path} has ${size} bytes, more than ${limitBytes}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** At most `length` bytes of an open file from `offset`; fewer at its end. */
export async function readRange(
  file: FileHandle,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/**
 * The real place of `relative` under `root`, or undefined when it is not there or lies outside,
 * be it by `..` or by a link.
 */
export async function resolveInside(root: string, relative: string): Promise<string | undefined> {
  if (relative.includes('\0')) return undefined;
  try {
    const realRoot = await realpath(root);
    const wanted = resolve(realRoot, `./${relative}`);
    if (!isInside(realRoot, wanted)) return undefined;
    const real = await realpath(wanted);
    return isInside(realRoot, real) ? real : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Opens a plain file under `root` for reading, or undefined when it is not there, lies outside or is
 * no plain file. What was opened is checked, not what the path said before: a task may swap links
 * at any moment.
 */
export async function openInside(root: string, relative: string): Promise<FileHandle | undefined> {
  const real = await resolveInside(root, relative);
  if (real === undefined) return undefined;
  const realRoot = await realpath(root);
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a pipe that a task put there would hold us until somebody writes.
    file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const isPlain = (await file.stat()).isFile();
    const opened = await realpath(`/proc/self/fd/${file.fd}`).catch(() => real);
    if (isPlain && isInside(realRoot, opened)) return file;
  } catch (error) {
    await file?.close();
    if (isAbsent(error)) return undefined;
    throw error;
  }
  await file.close();
  return undefined;
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

const ABSENT: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENXIO',
]);

function isAbsent(error: unknown): boolean {
  return ABSENT.has(errorCode(error));
}
