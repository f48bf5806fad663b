import { randomUUID } from 'node:crypto';
import type { CoordinationLog } from '../coordination.ts';
import { StoreError, type DurableStore } from '../durable-store.ts';
import { beginEpoch, epochPath } from './epoch.ts';
import { selectCandidates } from './election-form.ts';
import { publicAccess } from './guarded-library.ts';
import { SESSION_TIMEOUT_MS } from './limits.ts';
import { makePath } from './make-path.ts';
import { ZooKeeperConnection } from './zookeeper-connection.ts';
import type { ZooKeeperPlace } from './zookeeper-coordination.ts';
import { hasFault } from './zookeeper-error.ts';
import { ZooKeeperStore } from './zookeeper-store.ts';
import { joinPath, renderServers } from './zookeeper-url.ts';

/** What a cluster keeps in ZooKeeper, for whoever works on it while nobody leads. */
export interface ZooKeeperStorage {
  readonly store: DurableStore;
  /** Whether anything was ever kept there. */
  exists(): Promise<boolean>;
  /** The node of whoever stands for election, the leader first; undefined when nobody does. */
  candidate(): Promise<string | undefined>;
  /** From here on `store` takes writes, until somebody begins to lead. */
  beginWriting(): Promise<void>;
  /** Whether somebody has led since this was opened or writing began. */
  wasLed(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens it without standing for election. Rejects with `StoreError` when no server is in reach within
 * `deadlineMs`.
 */
export async function openZooKeeperStorage(options: {
  readonly place: ZooKeeperPlace;
  readonly deadlineMs: number;
  readonly log: CoordinationLog;
}): Promise<ZooKeeperStorage> {
  const { place, deadlineMs, log } = options;
  const connection = new ZooKeeperConnection({
    url: place.url,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    log,
  });
  const timer = setTimeout(() => void connection.close(), deadlineMs);
  try {
    const epoch = await readEpoch(connection, place);
    return new Storage(place, connection, epoch);
  } catch (cause) {
    const servers = renderServers(place.url);
    const { aborted: isLate } = connection.closed;
    await connection.close();
    if (!isLate) throw cause;
    throw new StoreError(`no server of ZooKeeper at ${servers} answers within ${deadlineMs} ms`, {
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

class Storage implements ZooKeeperStorage {
  readonly store: ZooKeeperStore;
  readonly #place: ZooKeeperPlace;
  readonly #connection: ZooKeeperConnection;
  #epoch: number | undefined;

  constructor(place: ZooKeeperPlace, connection: ZooKeeperConnection, epoch: number | undefined) {
    this.#place = place;
    this.#connection = connection;
    this.#epoch = epoch;
    const path = place.storePath;
    this.store = new ZooKeeperStore({ connection, path, onFenced: () => undefined });
  }

  async exists(): Promise<boolean> {
    return this.#epoch !== undefined;
  }

  async candidate(): Promise<string | undefined> {
    const { electionPath, form } = this.#place;
    const names = await this.#children(electionPath);
    const [first] = selectCandidates(names, form);
    return first === undefined ? undefined : joinPath(electionPath, first.name);
  }

  async beginWriting(): Promise<void> {
    const { electionPath, storePath, url } = this.#place;
    // Before the store's own nodes, which nobody else may read: everybody looks for leaders there.
    await makePath(this.#connection, electionPath, publicAccess(url));
    const owner = `stoa storage ${randomUUID()}`;
    const claim = { connection: this.#connection, storePath, owner, candidate: undefined };
    this.#epoch = await beginEpoch(claim);
    this.store.lead(this.#epoch);
  }

  async wasLed(): Promise<boolean> {
    return (await readEpoch(this.#connection, this.#place)) !== this.#epoch;
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.#connection.close();
  }

  async #children(path: string): Promise<readonly string[]> {
    try {
      return await this.#connection.persevere((client) => client.children(path));
    } catch (error) {
      if (hasFault(error, 'noNode')) return [];
      throw error;
    }
  }
}

async function readEpoch(
  connection: ZooKeeperConnection,
  { storePath }: ZooKeeperPlace,
): Promise<number | undefined> {
  const path = epochPath(storePath);
  return (await connection.persevere((client) => client.exists(path)))?.version;
}
