import { err, ok, queryValue } from '@stoa/common';
import type { HttpQuery, Result } from '@stoa/common';

/** Bytes of one `/files/read` answer at most (mesos-endpoints.md §3.5). */
export const READ_BYTES_MAX = 65_536;

/** A path of `/files` cut at the directory that may be seen: its real place, and the rest. */
export interface SandboxPath {
  readonly root: string;
  /** The root is a link `latest`, whose target must be a run beside it. */
  readonly isLatest: boolean;
  readonly rest: string;
}

/**
 * Which run a path of `/files` means: by its real path, by `runs/latest`, or by the short form
 * `/frameworks/<F>/executors/<E>/runs/latest` (mesos-endpoints.md §3.4). Undefined: nothing that is
 * attached.
 */
export function parseSandboxPath(
  path: string,
  at: { readonly workDir: string; readonly agentId: string | undefined },
): SandboxPath | undefined {
  if (path.includes('\0')) return undefined;
  const prefix = `${at.workDir}/slaves/`;
  const isShort = path.startsWith('/frameworks/');
  if (isShort && at.agentId === undefined) return undefined;
  const full = isShort ? `${prefix}${at.agentId ?? ''}${path}` : path;
  if (!full.startsWith(prefix)) return undefined;
  const parts = full.slice(prefix.length).split('/');
  const [agent, frameworks, framework, executors, executor, runs, run, ...rest] = parts;
  const isForm = frameworks === 'frameworks' && executors === 'executors' && runs === 'runs';
  const names = [agent, framework, executor, run];
  if (!isForm || !names.every(isName)) return undefined;
  if (isShort && run !== 'latest') return undefined;
  const root = `${prefix}${parts.slice(0, 7).join('/')}`;
  return { root, isLatest: run === 'latest', rest: rest.join('/') };
}

function isName(part: string | undefined): boolean {
  return part !== undefined && part !== '' && part !== '.' && part !== '..';
}

/** What `/files/read` was asked for; undefined as offset: only the size. */
export interface ReadRange {
  readonly offset: number | undefined;
  readonly length: number;
}

/** The range a query asks for, or the text of the 400. */
export function parseReadRange(query: HttpQuery): Result<ReadRange, string> {
  const offset = parseNumber(query, 'offset');
  if (!offset.ok) return offset;
  const length = parseNumber(query, 'length');
  if (!length.ok) return length;
  const wanted = length.value === undefined || length.value === -1 ? READ_BYTES_MAX : length.value;
  return ok({
    offset: offset.value === -1 ? undefined : offset.value,
    length: Math.min(wanted, READ_BYTES_MAX),
  });
}

function parseNumber(query: HttpQuery, name: string): Result<number | undefined, string> {
  const text = queryValue(query, name);
  if (text === undefined || text === '') return ok(undefined);
  const number = Number(text);
  if (!/^[+-]?\d+(\.\d+)?$/.test(text) || !Number.isSafeInteger(Math.trunc(number))) {
    return err(`Failed to parse ${name}: Failed to convert '${text}' to number.\n`);
  }
  const whole = Math.trunc(number);
  if (whole < -1) return err(`Negative ${name} provided: ${whole}.\n`);
  return ok(whole);
}

/**
 * How many bytes of `bytes` are whole characters: a character that is cut at the end is left for the
 * next read, for the reader advances by what it got. Bytes that are no UTF-8 anyway count.
 */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = sequenceLength(byte);
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function sequenceLength(first: number): number {
  if (first >= 0xf0 && first <= 0xf4) return 4;
  if (first >= 0xe0) return first <= 0xef ? 3 : 1;
  return first >= 0xc2 ? 2 : 1;
}

const KINDS: readonly (readonly [mask: number, letter: string])[] = [
  [0o140000, 's'],
  [0o120000, 'l'],
  [0o100000, '-'],
  [0o060000, 'b'],
  [0o040000, 'd'],
  [0o020000, 'c'],
  [0o010000, 'p'],
];

/** `-rw-r--r--` of a mode as `stat` gives it. */
export function renderMode(mode: number): string {
  const kind = KINDS.find(([bits]) => (mode & 0o170000) === bits)?.[1] ?? '-';
  let text = kind;
  for (let at = 8; at >= 0; at--) {
    const letter = 'rwx'.charAt((8 - at) % 3);
    text += (mode >> at) & 1 ? letter : '-';
  }
  return text;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  html: 'text/html',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  log: 'text/plain',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  xml: 'application/xml',
  zip: 'application/zip',
};

/** The media type a download goes by; undefined for names that tell nothing (`stdout`). */
export function mediaTypeOf(name: string): string | undefined {
  const at = name.lastIndexOf('.');
  if (at < 0) return undefined;
  return TYPES[name.slice(at + 1).toLowerCase()] ?? 'application/octet-stream';
}
