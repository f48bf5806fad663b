import { randomUUID } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { DomainInfoCodec, parseJsonText, type DomainInfo, type MasterInfo } from '@stoa/proto';
import { isLoopback, StartupError } from '@stoa/runtime';
import type { MasterFlags } from '../flags.ts';

/** The version that the endpoints, frameworks and agents are told: that of the protocol spoken. */
export const VERSION = '1.12.0';

/** Who this master is for this one life: a fresh id, and where others reach it (clients.md J4). */
export function createMasterInfo(flags: MasterFlags, boundPort: number): MasterInfo {
  const ip = flags.advertise_ip ?? advertisedIp(flags.ip);
  const port = flags.advertise_port ?? boundPort;
  const name = flags.hostname ?? deriveHostname(ip, flags.hostname_lookup);
  return {
    id: randomUUID(),
    ip: numericIp(ip),
    port,
    pid: `master@${ip.includes(':') ? `[${ip}]` : ip}:${port}`,
    hostname: name,
    version: VERSION,
    address: { hostname: name, ip, port },
    domain: readDomain(flags.domain),
    capabilities: [{ type: 'AGENT_UPDATE' }, { type: 'AGENT_DRAINING' }, { type: 'QUOTA_V2' }],
  };
}

/**
 * An IPv4 address as the wire has it: in network order, read as little-endian, so the first octet is
 * the lowest byte (mesos-http.md §7). The field knows no IPv6; `address` does.
 */
export function numericIp(ip: string): number {
  if (!isIPv4(ip)) return 0;
  return ip.split('.').reduce((sum, octet, at) => sum + Number(octet) * 256 ** at, 0);
}

/** Where a listener on every address is reached: the first address that leaves this machine. */
function advertisedIp(ip: string): string {
  if (ip === 'localhost') return '127.0.0.1';
  if (ip !== '0.0.0.0' && ip !== '::') return ip;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outward = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return outward?.address ?? '127.0.0.1';
}

function deriveHostname(ip: string, isLookedUp: boolean): string {
  // The name of the machine need not resolve to loopback, where alone a loopback listener is.
  return isLookedUp && !isLoopback(ip) ? hostname() : ip;
}

function readDomain(text: string | undefined): DomainInfo | undefined {
  if (text === undefined) return undefined;
  const parsed = parseJsonText(text);
  const domain = parsed.ok ? DomainInfoCodec.fromJson(parsed.value) : parsed;
  if (!domain.ok) throw new StartupError(`--domain: ${domain.error}`);
  return domain.value;
}
