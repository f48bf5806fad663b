import { open, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../containerizer.ts';

/** How far a container's output is copied: up to that moment of Docker's, and the sizes then. */
interface CopyPosition {
  /** As Docker writes it, with nanoseconds; sorts as text. */
  readonly at: string;
  readonly stdout: number;
  readonly stderr: number;
}

const START: CopyPosition = { at: '', stdout: 0, stderr: 0 };
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) /;

/** One message of Docker's log stream. */
export interface LogFrame {
  readonly stream: 'stdout' | 'stderr';
  readonly content: Uint8Array;
}

/**
 * Copies a container's output into the files of its sandbox, once and in order, over restarts of the
 * agent: the position is written after the bytes, and what was written beyond it is cut off at the
 * next start.
 */
export class LogCopier {
  readonly #sandbox: string;
  readonly #positionPath: string;
  #position: CopyPosition = START;
  #stdout: FileHandle | undefined;
  #stderr: FileHandle | undefined;

  constructor(sandbox: string, control: string) {
    this.#sandbox = sandbox;
    this.#positionPath = join(control, 'log-position');
  }

  /** Opens the files at the position last written; gives the moment to continue from, in seconds. */
  async open(): Promise<string> {
    const known = await readPosition(this.#positionPath);
    if (known === undefined) {
      // What is in the files came before the container: the fetcher's lines.
      this.#position = { ...START, ...(await this.#sizes()) };
    } else {
      this.#position = known;
      await cutBack(join(this.#sandbox, 'stdout'), known.stdout);
      await cutBack(join(this.#sandbox, 'stderr'), known.stderr);
    }
    this.#stdout ??= await open(join(this.#sandbox, 'stdout'), 'a', 0o644);
    this.#stderr ??= await open(join(this.#sandbox, 'stderr'), 'a', 0o644);
    return sinceOf(this.#position.at);
  }

  /** Writes frames and then how far they reach. Frames seen before are left out. */
  async write(frames: readonly LogFrame[]): Promise<void> {
    const parts: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
    let at = this.#position.at;
    for (const { stream, content } of frames) {
      const { stamp, rest } = splitStamp(content);
      if (stamp !== undefined && compareStamps(stamp, this.#position.at) <= 0) continue;
      if (stamp !== undefined && compareStamps(stamp, at) > 0) at = stamp;
      parts[stream].push(rest);
    }
    const stdout = Buffer.concat(parts.stdout);
    const stderr = Buffer.concat(parts.stderr);
    if (stdout.length > 0) await this.#stdout?.write(stdout);
    if (stderr.length > 0) await this.#stderr?.write(stderr);
    if (stdout.length + stderr.length === 0) return;
    this.#position = {
      at,
      stdout: this.#position.stdout + stdout.length,
      stderr: this.#position.stderr + stderr.length,
    };
    await writeFile(`${this.#positionPath}.tmp`, JSON.stringify(this.#position));
    await rename(`${this.#positionPath}.tmp`, this.#positionPath);
  }

  async close(): Promise<void> {
    await this.#stdout?.close();
    await this.#stderr?.close();
    this.#stdout = undefined;
    this.#stderr = undefined;
  }

  async #sizes(): Promise<{ readonly stdout: number; readonly stderr: number }> {
    const size = async (name: string): Promise<number> =>
      (await stat(join(this.#sandbox, name)).catch(() => undefined))?.size ?? 0;
    return { stdout: await size('stdout'), stderr: await size('stderr') };
  }
}

/** Cuts Docker's multiplexed stream into frames: kind, three zeros, length, content. */
export class FrameReader {
  #held: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): readonly LogFrame[] {
    this.#held = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk]);
    const frames: LogFrame[] = [];
    let at = 0;
    while (this.#held.length - at >= 8) {
      const length = this.#held.readUInt32BE(at + 4);
      if (this.#held.length - at < 8 + length) break;
      const stream = this.#held[at] === 2 ? 'stderr' : 'stdout';
      frames.push({ stream, content: this.#held.subarray(at + 8, at + 8 + length) });
      at += 8 + length;
    }
    this.#held = this.#held.subarray(at);
    return frames;
  }
}

/** Cuts the stream of a container with a terminal, which has no frames, into lines. */
export class LineReader {
  #held: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): readonly LogFrame[] {
    this.#held = Buffer.concat([this.#held, chunk]);
    const frames: LogFrame[] = [];
    for (let end = this.#held.indexOf(10); end >= 0; end = this.#held.indexOf(10)) {
      frames.push({ stream: 'stdout', content: this.#held.subarray(0, end + 1) });
      this.#held = this.#held.subarray(end + 1);
    }
    return frames;
  }
}

function splitStamp(content: Uint8Array): { stamp: string | undefined; rest: Uint8Array } {
  const stamp = STAMP.exec(Buffer.from(content.subarray(0, 40)).toString('latin1'))?.[1];
  if (stamp === undefined) return { stamp, rest: content };
  return { stamp, rest: content.subarray(stamp.length + 1) };
}

/** Docker drops trailing zeros of the fraction, so moments are compared padded. */
export function compareStamps(left: string, right: string): number {
  const [a, b] = [padded(left), padded(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function padded(stamp: string): string {
  const [whole = '', fraction = ''] = stamp.replace('Z', '').split('.');
  return `${whole}.${fraction.padEnd(9, '0')}`;
}

function sinceOf(stamp: string): string {
  if (stamp === '') return '0';
  const fraction = padded(stamp).split('.')[1] ?? '000000000';
  return `${Math.floor(Date.parse(stamp.replace(/\.\d+Z$/, 'Z')) / 1000)}.${fraction}`;
}

async function cutBack(path: string, size: number): Promise<void> {
  const now = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (now > size) await truncate(path, size);
}

async function readPosition(path: string): Promise<CopyPosition | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof read !== 'object' || read === null) return undefined;
    const at = 'at' in read && typeof read.at === 'string' ? read.at : '';
    const stdout = 'stdout' in read && typeof read.stdout === 'number' ? read.stdout : 0;
    const stderr = 'stderr' in read && typeof read.stderr === 'number' ? read.stderr : 0;
    return { at, stdout, stderr };
  } catch (error) {
    // A torn note is as good as none: the output is copied from its beginning.
    if (codeOf(error) === 'ENOENT' || messageOf(error).includes('JSON')) return undefined;
    throw error;
  }
}
