import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from '@stoa/common';
import { StartupError } from '../startup-error.ts';

/** One who may ask, and how that is known. */
export interface Credential {
  readonly principal: string;
  readonly secret: string;
}

/** The head of a request as authentication sees it. */
export interface AuthenticationRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Who asks, or how to ask again. `principal` is undefined where the path needs none. */
export type AuthenticationOutcome =
  | { readonly ok: true; readonly principal: string | undefined }
  | { readonly ok: false; readonly challenge: string };

/** Decides who asks; runs before the body is read. */
export type Authenticate = (
  request: AuthenticationRequest,
) => AuthenticationOutcome | Promise<AuthenticationOutcome>;

/** The realm that guards a path; undefined where none does (mesos-endpoints.md §0.4). */
export type RealmOf = (method: string, path: string) => string | undefined;

/** HTTP basic authentication against a list of credentials. */
export function basicAuthenticator(options: {
  readonly credentials: readonly Credential[];
  readonly realmOf: RealmOf;
}): Authenticate {
  const digests = new Map(
    options.credentials.map(({ principal, secret }) => [principal, digest(secret)]),
  );
  return ({ method, path, headers }) => {
    const realm = options.realmOf(method, path);
    if (realm === undefined) return { ok: true, principal: undefined };
    const given = parseBasic(headers['authorization']);
    if (given !== undefined && isRight(digests, given)) {
      return { ok: true, principal: given.principal };
    }
    return { ok: false, challenge: `Basic realm="${realm}"` };
  };
}

/**
 * Reads a credentials file in any form: JSON `{"credentials":[{"principal","secret"}]}`, one entry
 * of that list alone, or one `principal secret` a line. Gives what is wrong as one line.
 */
export function parseCredentials(content: string): Result<readonly Credential[], string> {
  const trimmed = content.trim();
  return trimmed.startsWith('{') ? parseJsonForm(trimmed) : parseLines(trimmed);
}

/** Reads the file behind `--credentials`; throws `StartupError` when it cannot be used. */
export async function loadCredentials(path: string): Promise<readonly Credential[]> {
  const file = path.replace(/^file:\/\//, '');
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StartupError(`cannot read the credentials file ${file}`, { cause });
  }
  const parsed = parseCredentials(content);
  if (!parsed.ok) throw new StartupError(`credentials file ${file}: ${parsed.error}`);
  return parsed.value;
}

/** Reads `user:password`, the form of Marathon's `--http_credentials`. */
export function parseUserPassword(text: string): Result<Credential, string> {
  const colon = text.indexOf(':');
  if (colon < 1) return err('credentials have the form user:password');
  return ok({ principal: text.slice(0, colon), secret: text.slice(colon + 1) });
}

/** The header value that proves a principal by basic authentication. */
export function renderBasicAuthorization({ principal, secret }: Credential): string {
  return `Basic ${Buffer.from(`${principal}:${secret}`, 'utf8').toString('base64')}`;
}

/** The list of a `--credentials` file; a `--credential` file holds one entry alone. */
function credentialList(parsed: unknown): unknown {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  if ('credentials' in parsed) return parsed.credentials;
  return 'principal' in parsed ? [parsed] : undefined;
}

function parseJsonForm(content: string): Result<readonly Credential[], string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    return err('it begins like JSON and is none');
  }
  const list = credentialList(parsed);
  if (!Array.isArray(list)) return err("it has no list 'credentials'");
  const credentials: Credential[] = [];
  for (const [at, entry] of list.entries()) {
    const credential = decodeCredential(entry);
    if (credential === undefined) return err(`entry ${at + 1} lacks a principal or a secret`);
    credentials.push(credential);
  }
  return ok(credentials);
}

function decodeCredential(entry: unknown): Credential | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  if (!('principal' in entry) || !('secret' in entry)) return undefined;
  const { principal, secret } = entry;
  if (typeof principal !== 'string' || typeof secret !== 'string' || principal === '') {
    return undefined;
  }
  return { principal, secret };
}

function parseLines(content: string): Result<readonly Credential[], string> {
  const credentials: Credential[] = [];
  for (const [at, line] of content.split('\n').entries()) {
    const words = line.trim().split(/\s+/);
    if (words.length === 1 && words[0] === '') continue;
    const [principal, secret] = words;
    if (words.length !== 2 || principal === undefined || secret === undefined) {
      return err(`line ${at + 1} is not 'principal secret'`);
    }
    credentials.push({ principal, secret });
  }
  return ok(credentials);
}

function parseBasic(header: string | undefined): Credential | undefined {
  const match = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header ?? '');
  if (match?.[1] === undefined) return undefined;
  const text = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { principal: text.slice(0, colon), secret: text.slice(colon + 1) };
}

// Digests have one length, so the comparison takes the same time for every wrong secret, and an
// unknown principal costs as much as a known one.
function isRight(digests: ReadonlyMap<string, Buffer>, given: Credential): boolean {
  const known = digests.get(given.principal);
  const isEqual = timingSafeEqual(known ?? digest(''), digest(given.secret));
  return known !== undefined && isEqual;
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
