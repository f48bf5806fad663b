import { randomUUID } from 'node:crypto';
import type {
  Candidacy,
  Coordination,
  CoordinationLog,
  Leader,
  LeadershipEvent,
  LeaderWatch,
} from '../coordination.ts';
import type { DurableStore } from '../durable-store.ts';
import { CandidateWatch } from './candidate-watch.ts';
import { ZooKeeperCandidacy } from './candidacy.ts';
import type { Ensemble } from './ensemble.ts';
import { latchForm, MASTER_FORM, type ElectionForm } from './election-form.ts';
import { FAREWELL_MS, SESSION_TIMEOUT_MS } from './limits.ts';
import { ZooKeeperConnection } from './zookeeper-connection.ts';
import { ZooKeeperStore } from './zookeeper-store.ts';
import { joinPath, parseZooKeeperUrl, type ZooKeeperUrl } from './zookeeper-url.ts';
import { AddressError, readAddress } from './address-file.ts';

/** Where in an ensemble one kind of daemon meets. */
export interface ZooKeeperPlace {
  readonly url: ZooKeeperUrl;
  /** Below it candidates stand. */
  readonly electionPath: string;
  /** Below it the values lie. */
  readonly storePath: string;
  readonly form: ElectionForm;
}

/**
 * Where masters meet. Their registry lies below `log_replicas`, where the registry of others' masters
 * lies and which every detector passes over by name.
 */
export function masterPlace(url: ZooKeeperUrl): ZooKeeperPlace {
  return {
    url,
    electionPath: url.path,
    storePath: joinPath(url.path, 'log_replicas', 'stoa'),
    form: MASTER_FORM,
  };
}

/**
 * Where Marathons meet: Curator's latch beside a store of our own, so that a Marathon of others finds
 * its state as it left it.
 */
export function marathonPlace(url: ZooKeeperUrl): ZooKeeperPlace {
  return {
    url,
    electionPath: joinPath(url.path, 'leader-curator'),
    storePath: joinPath(url.path, 'stoa'),
    form: latchForm(randomUUID()),
  };
}

/** Reads a zk:// address, or a file:// one that holds it. Rejects with `AddressError`. */
export async function readZooKeeperUrl(text: string): Promise<ZooKeeperUrl> {
  const url = parseZooKeeperUrl(await readAddress(text));
  if (!url.ok) throw new AddressError(`cannot read the address of ZooKeeper: ${url.error}`);
  return url.value;
}

/**
 * Coordination over an ensemble. Gives it at once; what needs the ensemble waits until it is in reach.
 * One candidacy at a time may lead and write.
 */
export function openZooKeeperCoordination(options: {
  readonly place: ZooKeeperPlace;
  readonly sessionTimeoutMs?: number;
  readonly log: CoordinationLog;
}): Coordination {
  const { place, log, sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
  return coordinateOver(new ZooKeeperConnection({ url: place.url, sessionTimeoutMs, log }), {
    place,
    log,
  });
}

/** The same over a connection that is there already; it is closed with the coordination. */
export function coordinateOver(
  connection: Ensemble,
  options: { readonly place: ZooKeeperPlace; readonly log: CoordinationLog },
): Coordination {
  return new ZooKeeperCoordination(connection, options);
}

class ZooKeeperCoordination implements Coordination {
  readonly #place: ZooKeeperPlace;
  readonly #log: CoordinationLog;
  readonly #connection: Ensemble;
  readonly #store: ZooKeeperStore;
  readonly #candidacies = new Set<ZooKeeperCandidacy>();
  readonly #watches = new Set<CandidateWatch>();
  #closing: Promise<void> | undefined;

  constructor(
    connection: Ensemble,
    options: { readonly place: ZooKeeperPlace; readonly log: CoordinationLog },
  ) {
    this.#place = options.place;
    this.#log = options.log;
    this.#connection = connection;
    this.#store = new ZooKeeperStore({
      connection: this.#connection,
      path: options.place.storePath,
      onFenced: () => {
        for (const candidacy of this.#candidacies) candidacy.heedFence();
      },
    });
  }

  get store(): DurableStore {
    return this.#store;
  }

  campaign(info: Uint8Array, listener: (event: LeadershipEvent) => void): Candidacy {
    const { electionPath, storePath, form } = this.#place;
    const candidacy = new ZooKeeperCandidacy({
      connection: this.#connection,
      path: electionPath,
      storePath,
      form,
      info,
      log: this.#log,
      onEpoch: (epoch) => this.#store.lead(epoch),
      listener: (event) => {
        if (event.kind === 'lost') this.#store.yieldLead();
        listener(event);
      },
    });
    this.#candidacies.add(candidacy);
    return candidacy;
  }

  watchLeader(listener: (leader: Leader | undefined) => void): LeaderWatch {
    let told: string | undefined;
    return this.watchCandidates(([leader]) => {
      const id = leader === undefined ? '' : `${leader.label}${leader.id}`;
      if (id === told) return;
      told = id;
      listener(leader);
    });
  }

  watchCandidates(listener: (candidates: readonly Leader[]) => void): LeaderWatch {
    const watch = new CandidateWatch({
      connection: this.#connection,
      path: this.#place.electionPath,
      form: this.#place.form,
      log: this.#log,
      listener,
    });
    this.#watches.add(watch);
    return {
      close: () => {
        watch.close();
        this.#watches.delete(watch);
      },
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const watch of this.#watches) watch.close();
    await withinFarewell(this.#takeLeave());
    await this.#connection.close();
  }

  async #takeLeave(): Promise<void> {
    await this.#store.close();
    await Promise.all([...this.#candidacies].map((candidacy) => candidacy.withdraw()));
  }
}

/** An ensemble out of reach would be waited for without end; its servers notice our going by themselves. */
async function withinFarewell(leave: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FAREWELL_MS);
  });
  await Promise.race([leave, limit]);
  clearTimeout(timer);
}
