import { emptyReply, textReply, type HttpReply, type HttpRequest } from '@stoa/common';
import type { Route } from '../context.ts';

/** A file of the built console. */
export interface ConsoleAsset {
  readonly bytes: Uint8Array;
  /** How the bytes are compressed already; undefined: as they are. */
  readonly encoding: 'br' | 'gzip' | undefined;
}

/** What the routes of the console's files stand on. */
export interface ConsoleFilesContext {
  /** The page as it was built; undefined when it was not. */
  readonly page: () => Promise<string | undefined>;
  /** A file by its path below `assets/`, in the best of the given encodings. */
  readonly asset: (
    path: string,
    encodings: readonly ('br' | 'gzip')[],
  ) => Promise<ConsoleAsset | undefined>;
  /** Unguessable and new at each call. */
  readonly nonce: () => string;
}

const BASE = '/ui/';
const ASSETS = 'assets/';
/** Where the page as it was built wants its nonce. */
const NONCE_MARK = '__NONCE__';

const NOT_BUILT =
  'The console is not built. Run "npm run build" at the top of the repository, or name the directory ' +
  'of a built console with --console_dir. The API works without it: see /v2/apps.\n';

/**
 * The console below `/ui/` (console.md §2.2, §6): every address answers the same page, so that any view
 * can be opened by its address; files below `/ui/assets/` never change under their name.
 */
export function consoleFileRoutes(context: ConsoleFilesContext): readonly Route[] {
  return [
    { methods: ['GET'], path: '/ui', jsonp: false, handle: (request) => base(context, request) },
    {
      methods: ['GET'],
      path: `${BASE}*path`,
      jsonp: false,
      handle: (request) => showPage(context, request),
    },
    {
      methods: ['GET'],
      path: `${BASE}${ASSETS}*path`,
      jsonp: false,
      handle: (request, { path = '' }) => showAsset(context, request, path),
    },
  ];
}

// The table matches this path with its slash and without. Relative, because a proxy may have put all
// of this under a prefix that is not known here.
function base(context: ConsoleFilesContext, request: HttpRequest): HttpReply | Promise<HttpReply> {
  return request.path === BASE
    ? showPage(context, request)
    : emptyReply(302, { Location: 'ui/', 'Cache-Control': 'no-store' });
}

async function showPage(context: ConsoleFilesContext, request: HttpRequest): Promise<HttpReply> {
  const page = await context.page();
  if (page === undefined)
    return textReply(503, NOT_BUILT, { ...SAFE, 'Cache-Control': 'no-store' });
  const nonce = context.nonce();
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': contentPolicy(nonce),
      'Cross-Origin-Opener-Policy': 'same-origin',
      ...SAFE,
    },
    body: placePage(page, { nonce, depth: depthOf(request) }),
  };
}

/**
 * The page for one address: the nonce put in, and the files that it names relative to itself found
 * from as deep as the address is.
 */
export function placePage(
  page: string,
  { nonce, depth }: { readonly nonce: string; readonly depth: number },
): string {
  const up = depth === 0 ? './' : '../'.repeat(depth);
  return page
    .replaceAll(NONCE_MARK, nonce)
    .replace(/(\s(?:src|href)=")\.\/(?=assets\/)/g, (_whole, head: string) => `${head}${up}`);
}

/** Directories below `/ui/` as the browser counts them: an escaped slash is none. */
function depthOf({ path, rawPath = path }: HttpRequest): number {
  return Math.max(0, rawPath.split('/').length - BASE.split('/').length);
}

/** Scripts and styles of this origin alone; no frame around it, no text becomes markup (console.md §6). */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const SAFE = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

async function showAsset(
  { asset }: ConsoleFilesContext,
  request: HttpRequest,
  path: string,
): Promise<HttpReply> {
  const type = isPlainPath(path) ? TYPES[path.slice(path.lastIndexOf('.') + 1)] : undefined;
  const found = type && (await asset(path, acceptedEncodings(request.headers['accept-encoding'])));
  if (type === undefined || !found) {
    return textReply(404, 'The console has no such file.\n', {
      ...SAFE,
      'Cache-Control': 'no-store',
    });
  }
  return {
    status: 200,
    headers: {
      'Content-Type': type,
      // Names carry a digest of the content.
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...SAFE,
      ...(found.encoding === undefined ? {} : { 'Content-Encoding': found.encoding }),
    },
    body: found.bytes,
  };
}

/** Names of letters and digits, none of which begins with a dot: no way out, nothing hidden. */
function isPlainPath(path: string): boolean {
  return /^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(path);
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

function acceptedEncodings(header = ''): readonly ('br' | 'gzip')[] {
  const names = header
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim());
  const known = ['br', 'gzip'] as const;
  return known.filter((name) => names.includes(name));
}
