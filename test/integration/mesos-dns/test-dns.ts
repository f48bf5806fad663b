// A Mesos-DNS in this process, over real sockets.
import { startMesosDns, type DnsFlags, type RunningMesosDns } from '@stoa/mesos-dns';
import { createLog } from '@stoa/runtime';

export const silent = createLog({ daemon: 'test', sink: () => undefined });

export function portOf(address: string | undefined): number {
  return Number(address?.split(':').at(-1));
}

export async function startDns(
  masters: readonly string[],
  flags: Partial<DnsFlags> = {},
): Promise<RunningMesosDns & { readonly port: number; readonly http: string }> {
  const running = await startMesosDns(
    { masters, port: 0, http_port: 0, resolvers: ['127.0.0.1:1'], ...flags },
    { log: silent },
  );
  const { address, httpAddress } = running;
  return { ...running, port: portOf(address), http: `http://${httpAddress}` };
}
