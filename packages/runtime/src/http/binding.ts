import { isIP } from 'node:net';

/** Whether an address can be reached from this machine only. */
export function isLoopback(ip: string): boolean {
  const address = ip.toLowerCase().replace(/^\[|\]$/g, '');
  if (address === 'localhost' || address === '::1') return true;
  const mapped = address.replace(/^::ffff:/, '');
  return isIP(mapped) === 4 && mapped.startsWith('127.');
}

/**
 * What speaks against listening there, as one line with what to do: a listener beyond loopback
 * without authentication hands the cluster to the network, so it wants `--insecure` said aloud.
 */
export function validateBinding(
  ip: string,
  insecure: boolean,
  isAuthenticated: boolean,
): string | undefined {
  if (isLoopback(ip) || insecure || isAuthenticated) return undefined;
  return (
    `listening on ${ip} without authentication would let anyone on the network drive this daemon: ` +
    'configure credentials, or give --insecure if the network is trusted'
  );
}
