import {
  isZooKeeperUrl,
  readAddress,
  readZooKeeperUrl,
  renderMasterPlace,
  watchMasters,
} from '@stoa/coordination';
import { StartupError, type Log } from '@stoa/runtime';
import type { AgentEvent } from '../core/index.ts';

/** How this agent finds its master. */
export interface MasterDetection {
  /** `host:port`, tried in turn; empty when the leader is looked up. */
  readonly masters: readonly string[];
  /** Begins to look the leader up and tells the kernel; gives the way to stop. */
  watch(deliver: (event: AgentEvent) => void): () => Promise<void>;
}

/**
 * Reads `--master`: addresses with commas between, `zk://…`, or `file://…` that holds one of both
 * (mesos-endpoints.md §6). Rejects with what the operator has to mend.
 */
export async function readMasterDetection(options: {
  readonly given: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly log: Log;
}): Promise<MasterDetection> {
  // The flag is a list, and so is what stands between zk:// and the path.
  const address = await readAddress(options.given.join(','));
  if (!isZooKeeperUrl(address)) return listed(readMasters(address.split(',')));
  const { log, sessionTimeoutMs } = options;
  const url = await readZooKeeperUrl(address);
  return {
    masters: [],
    watch: (deliver) => {
      const watch = watchMasters({
        url,
        sessionTimeoutMs,
        log,
        listener: ([leader]) => {
          const place = leader && renderMasterPlace(leader);
          log.info('agent.master_detected', { leader: place });
          deliver({ kind: 'masterDetected', address: place });
        },
      });
      return () => watch.close();
    },
  };
}

function listed(masters: readonly string[]): MasterDetection {
  return { masters, watch: () => async () => undefined };
}

function readMasters(given: readonly string[]): readonly string[] {
  for (const master of given) {
    if (!/^(\[[\da-fA-F:]+\]|[^:/\s]+):\d{1,5}$/.test(master)) {
      throw new StartupError(`--master: '${master}' is not host:port`);
    }
  }
  if (given.length === 0) throw new StartupError('--master: name at least one master, host:port');
  return given;
}
