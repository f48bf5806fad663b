import { err, ok, type Result } from '@stoa/common';
import { SERVERS_MAX } from './limits.ts';

/** Who we are to the ensemble: scheme `digest`. */
export interface ZooKeeperCredentials {
  readonly user: string;
  readonly password: string;
}

/** One server of the ensemble. */
export interface ZooKeeperServer {
  /** Name, IPv4, or IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Where an ensemble is, and which part of its tree is meant. */
export interface ZooKeeperUrl {
  readonly servers: readonly ZooKeeperServer[];
  /** Absolute, without a slash at its end; `/` is the root. */
  readonly path: string;
  readonly credentials: ZooKeeperCredentials | undefined;
}

const SCHEME = 'zk://';
const DEFAULT_PORT = 2181;
const SHAPE = 'zk://[user:password@]host:port,host:port/path';

/** Whether the text means an ensemble: it may still be malformed. */
export function isZooKeeperUrl(text: string): boolean {
  return text.startsWith(SCHEME);
}

/**
 * Reads `zk://[user:password@]host1:2181,host2:2181/path` (mesos-http.md §7). The password may hold
 * `@` and `:`; the port defaults to 2181; IPv6 addresses stand in brackets. A fault never repeats
 * the password.
 */
export function parseZooKeeperUrl(text: string): Result<ZooKeeperUrl, string> {
  if (!isZooKeeperUrl(text)) return err(`not of the form ${SHAPE}`);
  const rest = text.slice(SCHEME.length);
  const at = rest.lastIndexOf('@');
  const credentials = parseCredentials(at === -1 ? undefined : rest.slice(0, at));
  if (!credentials.ok) return credentials;
  const place = rest.slice(at + 1);
  const slash = place.indexOf('/');
  const servers = parseServers(slash === -1 ? place : place.slice(0, slash));
  if (!servers.ok) return servers;
  const path = parsePath(slash === -1 ? '/' : place.slice(slash));
  if (!path.ok) return path;
  return ok({ servers: servers.value, path: path.value, credentials: credentials.value });
}

/** The URL for people: credentials are crossed out as Marathon does (marathon-api.md `zookeeper_config`). */
export function renderZooKeeperUrl(url: ZooKeeperUrl): string {
  const credentials = url.credentials === undefined ? '' : 'xxxxxxxx:xxxxxxxx@';
  return `${SCHEME}${credentials}${renderServers(url)}${url.path}`;
}

/** The servers alone, `host:port,host:port`. */
export function renderServers(url: ZooKeeperUrl): string {
  return url.servers
    .map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
    .join(',');
}

/** A node below another. */
export function joinPath(parent: string, ...names: readonly string[]): string {
  return [parent === '/' ? '' : parent, ...names].join('/');
}

function parseCredentials(
  text: string | undefined,
): Result<ZooKeeperCredentials | undefined, string> {
  if (text === undefined) return ok(undefined);
  const colon = text.indexOf(':');
  if (colon < 1) return err('credentials before @ are not user:password');
  return ok({ user: text.slice(0, colon), password: text.slice(colon + 1) });
}

function parseServers(text: string): Result<readonly ZooKeeperServer[], string> {
  const servers: ZooKeeperServer[] = [];
  for (const word of text.split(',')) {
    const server = parseServer(word.trim());
    if (server === undefined) return err(`server "${word}" is not host:port; wanted ${SHAPE}`);
    servers.push(server);
  }
  if (servers.length > SERVERS_MAX) return err(`more than ${SERVERS_MAX} servers`);
  return ok(servers);
}

function parseServer(word: string): ZooKeeperServer | undefined {
  const match =
    /^\[([0-9a-fA-F:.]+)\](?::(\d+))?$/.exec(word) ?? /^([^\s:/[\]@]+)(?::(\d+))?$/.exec(word);
  const [, host, digits] = match ?? [];
  if (host === undefined) return undefined;
  const port = digits === undefined ? DEFAULT_PORT : Number(digits);
  return port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

function parsePath(text: string): Result<string, string> {
  const path = text.replace(/\/+$/, '');
  if (path === '') return ok('/');
  const isSound = path
    .slice(1)
    .split('/')
    .every((name) => name !== '' && name !== '.' && name !== '..' && isPrintable(name));
  if (!isSound) return err(`path ${JSON.stringify(text)} has an empty, dotted or unprintable part`);
  return ok(path);
}

function isPrintable(name: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Co}\uFFF0-\uFFFF]/u.test(name);
}
