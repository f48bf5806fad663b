import type { CoordinationLog, Leader } from '../coordination.ts';
import { selectCandidates, type CandidateNode, type ElectionForm } from './election-form.ts';
import { CANDIDATES_MAX } from './limits.ts';
import type { Ensemble } from './ensemble.ts';
import { hasFault } from './zookeeper-error.ts';
import { joinPath, renderServers } from './zookeeper-url.ts';

/**
 * Follows who stands for election below one path, the leader first. While the ensemble is away the
 * last known candidates stay: a master may well lead on, and if not, its silence will show.
 */
export class CandidateWatch {
  readonly #connection: Ensemble;
  readonly #path: string;
  readonly #form: ElectionForm;
  readonly #log: CoordinationLog;
  readonly #listener: (candidates: readonly Leader[]) => void;
  readonly #unsubscribe: () => void;
  #told: string | undefined;
  #looking: Promise<void> | undefined;
  #isStale = false;
  #isClosed = false;
  #hasToldMissing = false;

  constructor(options: {
    readonly connection: Ensemble;
    readonly path: string;
    readonly form: ElectionForm;
    readonly log: CoordinationLog;
    readonly listener: (candidates: readonly Leader[]) => void;
  }) {
    this.#connection = options.connection;
    this.#path = options.path;
    this.#form = options.form;
    this.#log = options.log;
    this.#listener = options.listener;
    this.#unsubscribe = this.#connection.subscribe({ connected: this.#look });
    this.#look();
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
  }

  // One function for every watch: the library keeps a function once however often it is given.
  readonly #look = (): void => {
    this.#isStale = true;
    this.#looking ??= this.#lookWhileStale().finally(() => {
      this.#looking = undefined;
    });
  };

  async #lookWhileStale(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      try {
        this.#tell(await this.#read());
      } catch (error) {
        if (this.#isClosed || this.#connection.closed.aborted) return;
        const place = `${renderServers(this.#connection.url)}${this.#path}`;
        this.#log.error('zookeeper.candidates_unreadable', { place, reason: String(error) });
      }
    }
  }

  async #read(): Promise<readonly Leader[]> {
    const names = await this.#listNames();
    const nodes = selectCandidates(names, this.#form).slice(0, CANDIDATES_MAX);
    const leaders = await Promise.all(nodes.map((node) => this.#readLeader(node)));
    return leaders.filter((leader) => leader !== undefined);
  }

  async #listNames(): Promise<readonly string[]> {
    try {
      return await this.#connection.persevere((client) => client.children(this.#path, this.#look));
    } catch (error) {
      if (!hasFault(error, 'noNode')) throw error;
    }
    // It may have come between the two calls: then there is something to list after all.
    const stat = await this.#connection.persevere((client) =>
      client.exists(this.#path, this.#look),
    );
    if (stat !== undefined) this.#isStale = true;
    else if (!this.#hasToldMissing) {
      this.#hasToldMissing = true;
      const place = `${renderServers(this.#connection.url)}${this.#path}`;
      const remedy = 'waiting for a candidate to make it; if none is to come, correct the path';
      this.#log.warn('zookeeper.path_missing', { place, remedy });
    }
    return [];
  }

  async #readLeader({ name, label, sequence }: CandidateNode): Promise<Leader | undefined> {
    const path = joinPath(this.#path, name);
    try {
      const content = await this.#connection.persevere((client) => client.get(path, this.#look));
      return { id: sequence, label, info: content.bytes };
    } catch (error) {
      // It has gone since it was listed; the watch on the list tells.
      if (hasFault(error, 'noNode')) return undefined;
      throw error;
    }
  }

  #tell(candidates: readonly Leader[]): void {
    const text = candidates
      .map(({ id, label, info }) => `${label}${id} ${Buffer.from(info).toString('base64')}`)
      .join('\n');
    if (this.#isClosed || text === this.#told) return;
    this.#told = text;
    this.#listener(candidates);
  }
}
