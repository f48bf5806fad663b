import { err, ok, type Result } from '@stoa/common';
import { parseHostPort, type HostPort } from '../config/host-port.ts';

/**
 * The host and port of a process id: `slave(1)@10.0.0.7:5051`. One that is there must be whole: the
 * original refuses a state with a broken one, and so do we (mesos-dns.md §2).
 */
export function parsePid(pid: string): Result<HostPort, string> {
  const parts = pid.split('@');
  const address = parts.length === 2 ? parseHostPort(parts[1] ?? '') : undefined;
  return address === undefined ? err(`'${pid}' is not id@host:port`) : ok(address);
}
