import { emptyReply, textReply, type HttpReply, type HttpRequest } from '@stoa/common';

/** A file of the built console. */
export interface ConsoleAsset {
  readonly bytes: Uint8Array;
  /** How the bytes are compressed already; undefined: as they are. */
  readonly encoding: 'br' | 'gzip' | undefined;
}

const BASE = '/ui/';
/** Where the page as it was built wants its nonce. */
const NONCE_MARK = '__NONCE__';

const NOT_BUILT =
  'The console is not built. Run "npm run build" at the top of the repository, or name the directory ' +
  'of a built console with --console_dir. The API works without it: see /v2/apps.\n';

/** The bare path leads to the one with a slash: relative, for a proxy may have put a prefix before it. */
export function redirectToConsole(): HttpReply {
  return emptyReply(302, { Location: 'ui/', 'Cache-Control': 'no-store' });
}

/** The page as the answer to any address below `/ui/`; undefined as page: it was not built. */
export function renderPage(
  page: string | undefined,
  request: HttpRequest,
  nonce: string,
): HttpReply {
  if (page === undefined) {
    return textReply(503, NOT_BUILT, { ...SAFE, 'Cache-Control': 'no-store' });
  }
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
    "worker-src 'self'",
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

/** A file below `/ui/assets/`; undefined: there is none of that name. */
export function renderAsset(path: string, found: ConsoleAsset | undefined): HttpReply {
  const type = assetType(path);
  if (type === undefined || found === undefined) {
    const headers = { ...SAFE, 'Cache-Control': 'no-store' };
    return textReply(404, 'The console has no such file.\n', headers);
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

/**
 * The media type of a file; undefined for what is never served. Names are of letters and digits and
 * none begins with a dot: no way out, nothing hidden.
 */
export function assetType(path: string): string | undefined {
  if (!/^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(path)) return undefined;
  return TYPES[path.slice(path.lastIndexOf('.') + 1)];
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

/** Which compressed forms an asker takes, the best first. */
export function acceptedEncodings(header = ''): readonly ('br' | 'gzip')[] {
  const names = header
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim());
  const known = ['br', 'gzip'] as const;
  return known.filter((name) => names.includes(name));
}
