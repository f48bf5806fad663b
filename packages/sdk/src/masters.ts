import { parseMasters } from './addresses.ts';

/** Knows who leads among masters that stand for election: `watchMasters` of `@stoa/coordination` does. */
export interface MasterLocator {
  /**
   * Tells the leader's `host:port` as soon as it is known and at every change, undefined while nobody
   * leads. Gives the way to stop.
   */
  watch(listener: (leader: string | undefined) => void): () => void;
}

/** Where the next attempt goes. */
export interface MasterSource {
  /** The master to try; waits while nobody leads. Undefined when the signal aborted. */
  next(signal: AbortSignal): Promise<URL | undefined>;
  /** Aborted when another master leads than the one that `next` gave last. */
  readonly moved: AbortSignal;
  close(): void;
}

/** Masters by a list that is tried in turn, or by who is known to lead. Throws when it cannot be read. */
export function createMasterSource(master: string | MasterLocator): MasterSource {
  if (typeof master !== 'string') return new LocatedMaster(master);
  const masters = parseMasters(master);
  if (!masters.ok) throw new TypeError(masters.error);
  return listedMasters(masters.value);
}

function listedMasters(masters: readonly URL[]): MasterSource {
  let at = 0;
  return {
    next: async () => masters[at++ % masters.length],
    // Whoever is asked redirects to the leader: nothing else tells of one.
    moved: new AbortController().signal,
    close: () => undefined,
  };
}

class LocatedMaster implements MasterSource {
  readonly #stop: () => void;
  readonly #waiting = new Set<() => void>();
  #leader: URL | undefined;
  #given: string | undefined;
  #moved = new AbortController();

  constructor(locator: MasterLocator) {
    this.#stop = locator.watch((leader) => this.#hear(leader));
  }

  get moved(): AbortSignal {
    return this.#moved.signal;
  }

  async next(signal: AbortSignal): Promise<URL | undefined> {
    while (this.#leader === undefined && !signal.aborted) await this.#change(signal);
    if (signal.aborted) return undefined;
    if (this.#moved.signal.aborted) this.#moved = new AbortController();
    this.#given = this.#leader?.href;
    return this.#leader;
  }

  close(): void {
    this.#stop();
  }

  // That nobody leads is no reason to leave: the master may be there still, and its successor is told.
  #hear(leader: string | undefined): void {
    const parsed = leader === undefined ? undefined : parseMasters(leader);
    this.#leader = parsed?.ok ? parsed.value[0] : undefined;
    if (this.#leader !== undefined && this.#leader.href !== this.#given) this.#moved.abort();
    for (const wake of this.#waiting) wake();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
