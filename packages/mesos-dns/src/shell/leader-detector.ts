import { errorMessage, StartupError, type Log } from '@stoa/runtime/lean';
import type { HostPort, MasterFacts } from '../core/index.ts';
import type { HostResolver } from './host-resolver.ts';

/** What ZooKeeper is followed with. */
export interface LeaderDetectorOptions {
  /** `zk://[user:password@]host:port,host:port/path` */
  readonly zk: string;
  readonly log: Log;
  readonly hosts: HostResolver;
  /** Hears of the masters at every change, the leader first; of nobody while there is none. */
  readonly onMasters: (masters: readonly MasterFacts[]) => void;
}

/** A standing watch on who leads. */
export interface LeaderDetector {
  close(): Promise<void>;
}

/**
 * Follows who leads, as ZooKeeper tells it (mesos-dns.md §3). While ZooKeeper is out of reach the
 * last word goes on: names do not depend on it, only the next leader does. Throws `StartupError`
 * when the address is malformed.
 */
export async function startLeaderDetector(options: LeaderDetectorOptions): Promise<LeaderDetector> {
  const { zk, log, hosts, onMasters } = options;
  // Loaded here, so that whoever lists the masters does not pay for the client's memory.
  const { parseZooKeeperUrl, watchMasters } = await import('@stoa/coordination');
  const url = parseZooKeeperUrl(zk);
  if (!url.ok) throw new StartupError(`zk: ${url.error}`);
  let isClosed = false;
  // One after the other, because a name may take longer to resolve than the one that follows.
  let telling: Promise<void> = Promise.resolve();
  const tell = async (places: readonly HostPort[]): Promise<void> => {
    const masters: MasterFacts[] = [];
    for (const { host, port } of places) {
      masters.push({ host, port, addresses: await hosts.resolveIfPossible(host) });
    }
    if (!isClosed) onMasters(masters);
  };
  const watch = watchMasters({
    url: url.value,
    log,
    listener: (places) => {
      telling = telling
        .then(() => tell(places))
        .catch((error: unknown) => log.error('zk.failed', { reason: errorMessage(error) }));
    },
  });
  return {
    close: async () => {
      isClosed = true;
      await watch.close();
    },
  };
}
