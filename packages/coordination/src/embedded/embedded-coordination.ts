import type {
  Candidacy,
  Coordination,
  Leader,
  LeadershipEvent,
  LeaderWatch,
} from '../coordination.ts';
import type { DurableStore } from '../durable-store.ts';
import { openEmbeddedStore } from './embedded-store.ts';

/** Coordination of one machine: whoever holds the store in `directory` leads. */
export async function openEmbeddedCoordination(directory: string): Promise<Coordination> {
  return singleCoordination(await openEmbeddedStore(directory));
}

/** Coordination of one process over any store: its first candidate leads at once. */
export function singleCoordination(store: DurableStore): Coordination {
  return new SingleCoordination(store);
}

interface Candidate {
  readonly leader: Leader;
  readonly listener: (event: LeadershipEvent) => void;
}

class SingleCoordination implements Coordination {
  readonly store: DurableStore;
  readonly #watches = new Set<() => void>();
  #candidates: Candidate[] = [];
  #lastId = 0;
  #epoch = 0;

  constructor(store: DurableStore) {
    this.store = store;
  }

  campaign(info: Uint8Array, listener: (event: LeadershipEvent) => void): Candidacy {
    this.#lastId++;
    const leader: Leader = { id: String(this.#lastId).padStart(10, '0'), label: '', info };
    const candidate: Candidate = { leader, listener };
    this.#candidates.push(candidate);
    if (this.#candidates[0] === candidate) this.#elect(candidate);
    else this.#announce();
    const isLeading = (): boolean => this.#candidates[0] === candidate;
    return {
      get isLeading() {
        return isLeading();
      },
      withdraw: () => this.#withdraw(candidate),
    };
  }

  watchLeader(listener: (leader: Leader | undefined) => void): LeaderWatch {
    let told: Leader | undefined | null = null;
    return this.watchCandidates(([leader]) => {
      if (leader === told) return;
      told = leader;
      listener(leader);
    });
  }

  watchCandidates(listener: (candidates: readonly Leader[]) => void): LeaderWatch {
    // Each watch is an entry of its own even when two share a listener.
    const watch = (): void => listener(this.#candidates.map(({ leader }) => leader));
    this.#watches.add(watch);
    queueMicrotask(() => {
      if (this.#watches.has(watch)) watch();
    });
    return { close: () => void this.#watches.delete(watch) };
  }

  async close(): Promise<void> {
    this.#watches.clear();
    this.#candidates = [];
    await this.store.close();
  }

  async #withdraw(candidate: Candidate): Promise<void> {
    const wasLeading = this.#candidates[0] === candidate;
    this.#candidates = this.#candidates.filter((other) => other !== candidate);
    const [next] = this.#candidates;
    if (wasLeading && next !== undefined) this.#elect(next);
    else this.#announce();
  }

  #elect(candidate: Candidate): void {
    const epoch = ++this.#epoch;
    queueMicrotask(() => {
      if (this.#candidates[0] !== candidate) return;
      candidate.listener({ kind: 'elected', leader: candidate.leader, epoch });
    });
    this.#announce();
  }

  #announce(): void {
    queueMicrotask(() => {
      for (const watch of this.#watches) watch();
    });
  }
}
