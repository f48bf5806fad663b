import { spawn } from 'node:child_process';
import { constants, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from './containerizer.ts';
import type { UserEntry } from './users.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants;

/**
 * Opens a file of a sandbox to append to it, made when missing. A sandbox belongs to its task, which
 * may put anything under that name: a link to a file of the host, a pipe that nobody reads, the node
 * of a disk. The agent is root, so whatever is no plain file is replaced by one.
 */
export async function openForAppending(path: string): Promise<FileHandle> {
  const file = await openPlain(path);
  if (file !== undefined) return file;
  await rm(path, { recursive: true, force: true });
  return open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o644);
}

async function openPlain(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    // A pipe must not hold us until somebody reads it.
    file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
  } catch (error) {
    if (NOT_PLAIN.has(codeOf(error) ?? '')) return undefined;
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

/** What opening a link, a directory, a device without driver or a socket gives. */
const NOT_PLAIN: ReadonlySet<string> = new Set(['ELOOP', 'EISDIR', 'ENXIO', 'ENODEV', 'EPERM']);

/** What a program run beside a task is given. */
export interface ProgramContext {
  readonly cwd: string;
  /** Undefined: the agent's own. */
  readonly user: UserEntry | undefined;
  readonly signal: AbortSignal;
}

/** How much of a program's complaint is kept. */
const WORDS_MAX = 4096;

/** Runs a program to its end; rejects with its own words. `input` is what it reads. */
export async function runProgram(
  words: readonly [program: string, ...args: string[]],
  context: ProgramContext,
  input?: Readable,
): Promise<void> {
  const [program, ...args] = words;
  const { cwd, user, signal } = context;
  const child = spawn(program, args, {
    cwd,
    signal,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Uint8Array) => {
    if (complaint.length < WORDS_MAX) complaint += Buffer.from(chunk).toString();
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      reject(isMissing ? new Error(`${program} is not installed on this agent`) : error);
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} exited with status ${code ?? -1}: ${complaint.trim()}`));
    });
  });
  if (input === undefined || child.stdin === null) return ended;
  // The program's own words say more than the pipe that broke because it ended; a fault of the
  // source is told as it is.
  const [ending, piping] = await Promise.allSettled([ended, pipeline(input, child.stdin)]);
  if (piping.status === 'rejected' && codeOf(piping.reason) !== 'EPIPE') throw piping.reason;
  if (ending.status === 'rejected') throw ending.reason;
}

/**
 * Writes a new file in a sandbox. For another user than the agent's own, that user's process writes:
 * links that a fetched archive put in the way then lead nowhere that user could not go alone.
 */
export async function writeInSandbox(
  path: string,
  content: Readable,
  context: ProgramContext & { readonly mode: number },
): Promise<void> {
  const { user, signal, mode } = context;
  if (!isOther(user)) {
    await rm(path, { force: true });
    await pipeline(content, createWriteStream(path, { flags: 'wx', mode }), { signal });
    return;
  }
  const script = 'umask 022; rm -f "$1" && cat >"$1" && chmod "$2" "$1"';
  await runProgram(['/bin/sh', '-c', script, 'sh', path, mode.toString(8)], context, content);
}

/** Whether that is somebody else than who runs the agent. */
function isOther(user: UserEntry | undefined): user is UserEntry {
  return user !== undefined && user.uid !== process.getuid?.();
}
