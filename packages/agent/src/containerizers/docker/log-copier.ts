import { readFile, rename, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../containerizer.ts';
import { openForAppending } from '../sandbox-writing.ts';

/** How far one stream is copied: up to that moment of Docker's, and the size of the file then. */
interface StreamPosition {
  /** As Docker writes it, with nanoseconds; empty: nothing yet. */
  readonly at: string;
  readonly size: number;
}

type Name = 'stdout' | 'stderr';
type Position = Readonly<Record<Name, StreamPosition>>;

/** How often the position is written at most, in milliseconds: for each part it would cost more than the part. */
const NOTE_MS = 200;

const NAMES: readonly Name[] = ['stdout', 'stderr'];
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) /;

/** One message of Docker's log stream. */
export interface LogFrame {
  readonly stream: Name;
  readonly content: Uint8Array;
}

/**
 * Copies a container's output into the files of its sandbox, once and in order, over restarts of the
 * agent: the position is written now and then, always after the bytes, and what was written beyond it
 * is cut off at the next start and copied again. Each stream has a position of its own: Docker stamps them apart, and the lines of one
 * may come with an earlier moment than lines of the other that came before.
 */
export class LogCopier {
  readonly #sandbox: string;
  readonly #positionPath: string;
  #position: Position | undefined;
  /** What was last written down. The first time it is at once: it tells what came before. */
  #noted: Position | undefined;
  #notedAt = -Infinity;
  /** What was copied before this stream was opened; Docker gives some of it again. */
  #resumed: Position | undefined;
  #files: Readonly<Record<Name, FileHandle>> | undefined;

  constructor(sandbox: string, control: string) {
    this.#sandbox = sandbox;
    this.#positionPath = join(control, 'log-position');
  }

  /** Opens the files at the position last written; gives the moment to continue from, in seconds. */
  async open(): Promise<string> {
    await this.close();
    const stdout = await openForAppending(join(this.#sandbox, 'stdout'));
    const stderr = await openForAppending(join(this.#sandbox, 'stderr'));
    this.#files = { stdout, stderr };
    const known = await readPosition(this.#positionPath);
    const position = {
      // What is in the files at first came before the container: the fetcher's lines.
      stdout: known?.stdout ?? { at: '', size: (await stdout.stat()).size },
      stderr: known?.stderr ?? { at: '', size: (await stderr.stat()).size },
    };
    for (const name of NAMES) await cutBack(this.#files[name], position[name].size);
    this.#position = position;
    this.#resumed = position;
    return sinceOf(position);
  }

  /** Writes frames and then how far they reach. Frames copied before `open` are left out. */
  async write(frames: readonly LogFrame[]): Promise<void> {
    if (this.#position === undefined || this.#files === undefined) return;
    let position: Position = this.#position;
    for (const name of NAMES) {
      const own = frames.filter(({ stream }) => stream === name);
      const { bytes, at } = this.#fresh(name, own);
      if (bytes.length === 0) continue;
      await this.#files[name].appendFile(bytes);
      const size = position[name].size + bytes.length;
      position = { ...position, [name]: { at: at ?? position[name].at, size } };
    }
    if (position === this.#position) return;
    this.#position = position;
    if (performance.now() - this.#notedAt >= NOTE_MS) await this.#note(position);
  }

  async close(): Promise<void> {
    const files = this.#files;
    this.#files = undefined;
    if (files !== undefined && this.#position !== undefined && this.#position !== this.#noted) {
      // Without the note the last part is only copied once more; its directory may be gone already.
      await this.#note(this.#position).catch(() => undefined);
    }
    await files?.stdout.close();
    await files?.stderr.close();
  }

  async #note(position: Position): Promise<void> {
    await writeFile(`${this.#positionPath}.tmp`, JSON.stringify(position));
    await rename(`${this.#positionPath}.tmp`, this.#positionPath);
    this.#noted = position;
    this.#notedAt = performance.now();
  }

  /** The bytes that were not copied before, and the moment of the last of them. */
  #fresh(name: Name, frames: readonly LogFrame[]): { bytes: Uint8Array; at: string | undefined } {
    const before = this.#resumed?.[name].at ?? '';
    const parts: Uint8Array[] = [];
    let at: string | undefined;
    for (const { content } of frames) {
      const { stamp, rest } = splitStamp(content);
      if (stamp !== undefined && before !== '' && compareStamps(stamp, before) <= 0) continue;
      at = stamp ?? at;
      parts.push(rest);
    }
    return { bytes: Buffer.concat(parts), at };
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

/** The earlier of the two moments; a stream without one has had no line by then. */
function sinceOf({ stdout, stderr }: Position): string {
  const stamps = [stdout.at, stderr.at].filter((at) => at !== '').sort(compareStamps);
  const [first] = stamps;
  if (first === undefined) return '0';
  const fraction = padded(first).split('.')[1] ?? '000000000';
  return `${Math.floor(Date.parse(first.replace(/\.\d+Z$/, 'Z')) / 1000)}.${fraction}`;
}

async function cutBack(file: FileHandle, size: number): Promise<void> {
  if ((await file.stat()).size > size) await file.truncate(size);
}

async function readPosition(path: string): Promise<Position | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    const stdout = readStream(read, 'stdout');
    const stderr = readStream(read, 'stderr');
    return stdout === undefined || stderr === undefined ? undefined : { stdout, stderr };
  } catch (error) {
    // A torn note is as good as none: the output is copied from its beginning.
    if (codeOf(error) === 'ENOENT' || messageOf(error).includes('JSON')) return undefined;
    throw error;
  }
}

function readStream(read: unknown, name: Name): StreamPosition | undefined {
  const stream = fieldOf(read, name);
  const at = fieldOf(stream, 'at');
  const size = fieldOf(stream, 'size');
  return typeof at === 'string' && typeof size === 'number' ? { at, size } : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
