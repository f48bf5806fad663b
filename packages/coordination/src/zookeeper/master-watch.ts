import type { CoordinationLog } from '../coordination.ts';
import { readMasterPlace, type MasterPlace } from '../master-place.ts';
import { CandidateWatch } from './candidate-watch.ts';
import { MASTER_FORM } from './election-form.ts';
import { SESSION_TIMEOUT_MS } from './limits.ts';
import { ZooKeeperConnection } from './zookeeper-connection.ts';
import { joinPath, renderServers, type ZooKeeperUrl } from './zookeeper-url.ts';

/** A standing watch over a connection of its own. */
export interface MasterWatch {
  /** Whether the ensemble is in reach at this moment, by our own clock. */
  readonly isInReach: boolean;
  /** Ends the watch and its session. Idempotent. */
  close(): Promise<void>;
}

/**
 * Follows the masters of a cluster: for agents, frameworks and whoever else has to find them. The
 * listener hears them as they are and at every change, the leader first; an empty list while nobody
 * stands. When the ensemble is out of reach it hears nothing, and the last word goes on. A record that
 * cannot be read is told to the log, with its node, and passed over; if it is the leader's, nobody
 * leads, because following another master than the leader would only be sent back.
 */
export function watchMasters(options: {
  readonly url: ZooKeeperUrl;
  readonly sessionTimeoutMs?: number;
  readonly log: CoordinationLog;
  readonly listener: (masters: readonly MasterPlace[]) => void;
}): MasterWatch {
  const { url, log, listener, sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
  const connection = new ZooKeeperConnection({ url, sessionTimeoutMs, log });
  const watch = new CandidateWatch({
    connection,
    path: url.path,
    form: MASTER_FORM,
    log,
    listener: (candidates) => {
      const places = candidates.map(readMasterPlace);
      for (const place of places) {
        if (place.ok) continue;
        const at = `${renderServers(url)}${joinPath(url.path, place.error)}`;
        log.error('zookeeper.record_unreadable', { at });
      }
      const isLeaderKnown = places[0]?.ok ?? false;
      listener(isLeaderKnown ? places.filter((place) => place.ok).map((place) => place.value) : []);
    },
  });
  return {
    get isInReach() {
      return connection.client.isSure;
    },
    close: async () => {
      watch.close();
      await connection.close();
    },
  };
}
