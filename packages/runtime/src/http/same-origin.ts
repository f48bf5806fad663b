import { isIP } from 'node:net';
import { err, ok, type Result } from '@stoa/common';
import { StartupError } from '../startup-error.ts';

/**
 * The wall against the browser: what a web page that a person happens to have open may do to a
 * listener of ours. Nothing, unless the operator lists its origin.
 */
export interface SameOriginPolicy {
  /** Names besides IP literals and `localhost` under which this daemon is asked, without port. */
  readonly hostNames: readonly string[];
  /** Origins of other sites that may read and drive, as `https://console.example:8443`. */
  readonly allowedOrigins: readonly string[];
}

/** What the wall says of one request. */
export type OriginVerdict =
  | {
      readonly kind: 'pass';
      /** A listed origin that gets CORS headers. */
      readonly allowedOrigin: string | undefined;
      /** Another site's page asks; it may not read the answer. */
      readonly isForeign: boolean;
      /** A browser asks, so that the answer carries the headers which forbid embedding. */
      readonly isBrowser: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: string };

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Judges one request by its headers alone. Refused are: a `Host` that is no name of ours (a rebound
 * DNS name), and a request from another site that could change state. Clients that are no browser
 * send none of these headers and pass. `changesState` is for the rare GET that does.
 */
export function judgeOrigin(
  policy: SameOriginPolicy,
  method: string,
  headers: Headers,
  changesState = !READING_METHODS.has(method),
): OriginVerdict {
  const host = text(headers['host']);
  if (host !== undefined && host !== '' && !isOurHost(policy, host)) {
    return {
      kind: 'refused',
      reason: `Host '${clip(host)}' is not a name of this daemon; ask by its address or add the name with --allowed_hosts`,
    };
  }
  const isBrowser = looksLikeBrowser(headers);
  const source = requestSource(headers, host, isBrowser);
  if (source.kind === 'ours') {
    return { kind: 'pass', allowedOrigin: undefined, isForeign: false, isBrowser };
  }
  if (source.origin !== undefined && policy.allowedOrigins.includes(source.origin)) {
    return { kind: 'pass', allowedOrigin: source.origin, isForeign: false, isBrowser };
  }
  if (!changesState) return { kind: 'pass', allowedOrigin: undefined, isForeign: true, isBrowser };
  const from = source.origin === undefined ? 'another site' : `origin '${clip(source.origin)}'`;
  return { kind: 'refused', reason: `Requests from ${from} may not change anything here` };
}

/** Reads `--allowed_origins`: full origins without a path. Gives what is wrong with the first bad one. */
export function parseAllowedOrigins(texts: readonly string[]): Result<readonly string[], string> {
  const origins: string[] = [];
  for (const entry of texts) {
    if (!URL.canParse(entry)) return err(`'${entry}' is not an origin such as http://host:port`);
    const url = new URL(entry);
    const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
    if (!/^https?:$/.test(url.protocol) || !isBare || url.username !== '') {
      return err(`'${entry}' is not an origin such as http://host:port`);
    }
    origins.push(url.origin);
  }
  return ok(origins);
}

/** The policy behind `LISTENER_FLAGS` and the daemon's own name; throws `StartupError` on a bad origin. */
export function createSameOriginPolicy(
  hostname: string | undefined,
  flags: { readonly allowed_hosts: readonly string[]; readonly allowed_origins: readonly string[] },
): SameOriginPolicy {
  const origins = parseAllowedOrigins(flags.allowed_origins);
  if (!origins.ok) throw new StartupError(`--allowed_origins: ${origins.error}`);
  const own = hostname === undefined ? [] : [hostname];
  return { hostNames: [...own, ...flags.allowed_hosts], allowedOrigins: origins.value };
}

/** The headers that keep other sites from embedding an answer, or let a listed one read it. */
export function originHeaders(verdict: OriginVerdict): Readonly<Record<string, string>> {
  if (verdict.kind === 'refused') return {};
  if (verdict.allowedOrigin !== undefined) {
    return {
      'Access-Control-Allow-Origin': verdict.allowedOrigin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'Mesos-Stream-Id, Stoa-Stream-Id, Location',
      Vary: 'Origin',
    };
  }
  if (!verdict.isBrowser && !verdict.isForeign) return {};
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

/** The headers of an answer to a preflight of a listed origin. */
export function preflightHeaders(headers: Headers): Readonly<Record<string, string>> {
  return {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers': text(headers['access-control-request-headers']) ?? '',
    'Access-Control-Max-Age': '600',
  };
}

function isOurHost(policy: SameOriginPolicy, host: string): boolean {
  const name = hostName(host);
  if (name === undefined) return false;
  if (name === 'localhost' || isIP(name) !== 0) return true;
  return policy.hostNames.some((ours) => ours.toLowerCase() === name);
}

/** The name in `name:port` or `[v6]:port`, in lower case and without a final dot. */
function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
}

type Source = { readonly kind: 'ours' } | { readonly kind: 'other'; readonly origin?: string };

function requestSource(headers: Headers, host: string | undefined, isBrowser: boolean): Source {
  const origin = text(headers['origin']);
  if (origin !== undefined) return isSameHost(origin, host) ? { kind: 'ours' } : other(origin);
  const site = text(headers['sec-fetch-site']);
  const referer = text(headers['referer']);
  const refererOrigin =
    referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined;
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return { kind: 'ours' };
    // A listed origin's script or image carries no Origin header, only where it came from.
    return other(refererOrigin);
  }
  // Browsers send no Sec-Fetch-Site over plain HTTP beyond loopback; the referer is what is left.
  if (isBrowser && refererOrigin !== undefined && !isSameHost(refererOrigin, host)) {
    return other(refererOrigin);
  }
  return { kind: 'ours' };
}

function other(origin: string | undefined): Source {
  return { kind: 'other', origin };
}

function isSameHost(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin) || !/^https?:\/\//i.test(origin)) return false;
  const scheme = new URL(origin).protocol;
  return (
    URL.canParse(`${scheme}//${host}`) &&
    new URL(`${scheme}//${host}`).origin === new URL(origin).origin
  );
}

function looksLikeBrowser(headers: Headers): boolean {
  if (headers['sec-fetch-site'] !== undefined || headers['origin'] !== undefined) return true;
  return text(headers['user-agent'])?.startsWith('Mozilla/') ?? false;
}

/** Whether an answer may be wrapped as a script: not for another site, nor for one that cannot tell. */
export function mayUseJsonp(verdict: OriginVerdict, headers: Headers): boolean {
  if (verdict.kind === 'refused' || verdict.isForeign) return false;
  if (verdict.allowedOrigin !== undefined || !verdict.isBrowser) return true;
  // Over plain HTTP a page can hide where it comes from; only a visible sign of ours counts then.
  return headers['sec-fetch-site'] !== undefined || headers['referer'] !== undefined;
}

function text(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}

function clip(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value;
}
