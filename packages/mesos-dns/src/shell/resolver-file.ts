import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { isLoopback } from '@stoa/runtime/lean';
import { parseAddress, type HostPort } from '../core/index.ts';

const RESOLVER_FILE = '/etc/resolv.conf';
const DNS_PORT = 53;

/**
 * The resolvers of this machine that are somewhere else: asking a local one could be asking
 * ourselves. Empty when there is no such file.
 */
export async function readMachineResolvers(path = RESOLVER_FILE): Promise<readonly HostPort[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    // A machine without resolvers has none that we could ask.
    return [];
  }
  const own = new Set(listOwnAddresses());
  return parseResolverFile(text).filter(({ host }) => !isLoopback(host) && !own.has(host));
}

/** The `nameserver` lines of a resolver file. */
export function parseResolverFile(text: string): readonly HostPort[] {
  return text.split('\n').flatMap((line) => {
    const host = /^\s*nameserver\s+(\S+)/.exec(line)?.[1];
    return host !== undefined && parseAddress(host) !== undefined ? [{ host, port: DNS_PORT }] : [];
  });
}

/** Every address of this machine that others can reach. */
function listOwnAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address);
}

/** The addresses under which a listener can be asked: those of its own name's record. */
export function listServerAddresses(listener: string): readonly string[] {
  const isEverywhere = listener === '0.0.0.0' || listener === '::';
  return isEverywhere ? listOwnAddresses() : [listener];
}
