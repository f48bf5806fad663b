import {
  decodeUtf8,
  encodeBase64,
  encodeUtf8,
  err,
  ok,
  queryValue,
  renderIsoTime,
  timestamp,
  type HttpQuery,
  type Result,
} from '@stoa/common';
import type { FileInfo } from '@stoa/proto';
import type { DirectoryJson, FileEntryJson, FilePieceJson } from '@stoa/proto/stoa';

/** Bytes of one piece at most: an agent gives no more at once (mesos-endpoints.md §3.5). */
export const PIECE_BYTES_MAX = 65_536;
/** How long a reader at the end of a file may wait for more. */
export const WAIT_MAX_MS = 30_000;
/** Longer paths name no file. */
const PATH_LENGTH_MAX = 4_096;

/** The call below `/stoa/v1/agents/` that a path names; undefined: none. */
export function parseFilesPath(
  path: string,
): { readonly agentId: string; readonly what: 'browse' | 'read' | 'download' } | undefined {
  const match = /^\/stoa\/v1\/agents\/([^/]+)\/files\/(browse|read|download)\/?$/.exec(path);
  const [, agentId, what] = match ?? [];
  if (agentId === undefined) return undefined;
  if (what === 'browse' || what === 'read' || what === 'download') return { agentId, what };
  return undefined;
}

/** The `path` of a query, or what is wrong with it. */
export function parsePath(query: HttpQuery): Result<string, string> {
  const path = queryValue(query, 'path');
  if (path === undefined || path === '') return err('name a file: ?path=');
  if (path.length > PATH_LENGTH_MAX)
    return err(`path is longer than ${PATH_LENGTH_MAX} characters`);
  return path.includes('\0') ? err('path holds a character that no file name has') : ok(path);
}

/** What a reader asks for; a negative offset counts from the end. */
export interface ReadAsked {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
  readonly waitMs: number;
  readonly encoding: FilePieceJson['encoding'];
}

/** The piece that a query asks for, or what is wrong with it. */
export function parseReadQuery(query: HttpQuery): Result<ReadAsked, string> {
  const path = parsePath(query);
  if (!path.ok) return path;
  const offset = parseWhole(query, 'offset', 0);
  const length = parseWhole(query, 'length', PIECE_BYTES_MAX);
  const wait = parseWhole(query, 'wait', 0);
  for (const one of [offset, length, wait]) if (!one.ok) return one;
  if (!offset.ok || !length.ok || !wait.ok) return err('unreadable');
  if (length.value < 1 || wait.value < 0) return err('length must be above 0, wait at least 0');
  return ok({
    path: path.value,
    offset: offset.value,
    length: Math.min(length.value, PIECE_BYTES_MAX),
    waitMs: Math.min(wait.value, WAIT_MAX_MS),
    encoding: queryValue(query, 'as') === 'base64' ? 'base64' : 'text',
  });
}

function parseWhole(query: HttpQuery, name: string, fallback: number): Result<number, string> {
  const text = queryValue(query, name);
  if (text === undefined || text === '') return ok(fallback);
  return /^-?\d{1,15}$/.test(text) ? ok(Number(text)) : err(`${name} is no whole number: ${text}`);
}

/** The directory of the run that a path lies in, and the rest; undefined: it names no sandbox. */
export function sandboxOf(
  path: string,
): { readonly root: string; readonly rest: string } | undefined {
  const match = /^(.*\/frameworks\/[^/]+\/executors\/[^/]+\/runs\/[^/]+)\/?(.*)$/s.exec(path);
  const [, root, rest = ''] = match ?? [];
  return root === undefined ? undefined : { root, rest };
}

/**
 * Bytes of a file as a piece. Text ends with a whole character: what is cut is left for the next
 * read, unless nothing else is there. `isFromEnd`: it was asked for from the end, so that it may
 * begin inside a character, and begins behind it.
 */
export function renderPiece(
  asked: Pick<ReadAsked, 'path' | 'encoding'>,
  read: {
    readonly offset: number;
    readonly size: number;
    readonly bytes: Uint8Array;
    readonly isFromEnd: boolean;
  },
): FilePieceJson {
  const { path, encoding } = asked;
  const { offset, size, bytes, isFromEnd } = read;
  if (encoding === 'base64') {
    const next = offset + bytes.length;
    return { path, offset, next, size, data: encodeBase64(bytes), encoding, isText: false };
  }
  const skipped = isFromEnd && offset > 0 ? brokenStart(bytes) : 0;
  const end = bytes.length - brokenEnd(bytes);
  const piece = bytes.subarray(skipped, end > skipped ? end : bytes.length);
  const data = decodeUtf8(piece);
  const start = offset + skipped;
  const isText = !data.includes('\0') && encodeUtf8(data).length === piece.length;
  return { path, offset: start, next: start + piece.length, size, data, encoding, isText };
}

function brokenStart(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return at > 0 && at <= 3 ? at : 0;
}

/** Bytes at the end that begin a character and do not finish it. */
function brokenEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return byte >= 0xc2 && byte <= 0xf4 && sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

/** A directory as an agent lists it, directories first. */
export function renderDirectory(path: string, files: readonly FileInfo[]): DirectoryJson {
  const entries = files.map(renderEntry).sort((a, b) => {
    if ((a.kind === 'directory') !== (b.kind === 'directory'))
      return a.kind === 'directory' ? -1 : 1;
    return a.name < b.name ? -1 : 1;
  });
  return { path, entries };
}

function renderEntry(file: FileInfo): FileEntryJson {
  const { path, nlink = 1, size = 0, mode = 0, uid = '', gid = '', mtime } = file;
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    kind: kindOf(mode),
    mode: modeText(mode),
    links: nlink,
    user: uid,
    group: gid,
    size,
    modifiedAt: renderIsoTime(timestamp(Number((mtime?.nanoseconds ?? 0n) / 1_000_000n))),
  };
}

function kindOf(mode: number): FileEntryJson['kind'] {
  const kind = mode & 0o170000;
  if (kind === 0o040000) return 'directory';
  return kind === 0o100000 ? 'file' : 'other';
}

const LETTERS: ReadonlyMap<number, string> = new Map([
  [0o140000, 's'],
  [0o120000, 'l'],
  [0o100000, '-'],
  [0o060000, 'b'],
  [0o040000, 'd'],
  [0o020000, 'c'],
  [0o010000, 'p'],
]);

/** `-rw-r--r--`. */
function modeText(mode: number): string {
  const bits = Array.from('rwxrwxrwx', (letter, at) => ((mode >> (8 - at)) & 1 ? letter : '-'));
  return `${LETTERS.get(mode & 0o170000) ?? '-'}${bits.join('')}`;
}

/**
 * The headers of a download: a browser keeps the bytes and never shows them as a page of ours,
 * whatever they are (console.md §6).
 */
export function downloadHeaders(
  path: string,
  length: string | undefined,
): Readonly<Record<string, string>> {
  const name = path.replace(/\/+$/, '').replace(/^.*\//s, '') || 'file';
  const plain = name.replace(/[^\x20-\x7e]|["\\;%]/g, '_');
  return {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${escapeName(name)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    ...(length === undefined ? {} : { 'Content-Length': length }),
  };
}

// A file's name need be no text at all; half a pair of code units would make the encoder throw.
function escapeName(name: string): string {
  return encodeURIComponent(decodeUtf8(encodeUtf8(name))).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
