import { errorCode, errorCause, type ClosingStack } from '@stoa/runtime/lean';
import { startTcpServer } from './tcp-server.ts';
import { startUdpServer, type DnsServer, type DnsServerOptions } from './udp-server.ts';

/** How often a free port is looked for that is free for both transports. */
const FREE_PORT_TRIES = 10;

/** Answers over UDP and TCP on the same port, which it gives back. */
export async function startDnsServers(
  options: DnsServerOptions,
  stack: ClosingStack,
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const udp = await startUdpServer(options);
    try {
      const tcp = await startTcpServer({ ...options, port: udp.port });
      return keep(stack, udp, tcp);
    } catch (error) {
      await udp.close();
      const isTaken = errorCode(errorCause(error)) === 'EADDRINUSE';
      // The port was our own pick, so another one does as well.
      if (!isTaken || options.port !== 0 || tries >= FREE_PORT_TRIES) throw error;
    }
  }
}

function keep(stack: ClosingStack, udp: DnsServer, tcp: DnsServer): number {
  stack.add('UDP listener', udp);
  stack.add('TCP listener', tcp);
  return udp.port;
}
