import type { Candidacy, CoordinationLog, Leader, LeadershipEvent } from '../coordination.ts';
import { beginEpoch } from './epoch.ts';
import { selectCandidates, type CandidateNode, type ElectionForm } from './election-form.ts';
import { CREATE_MODE, publicAccess } from './guarded-library.ts';
import { makePath } from './make-path.ts';
import type { Ensemble } from './ensemble.ts';
import { hasFault } from './zookeeper-error.ts';
import { joinPath } from './zookeeper-url.ts';

/** What a candidacy is made of. */
export interface CandidacyOptions {
  readonly connection: Ensemble;
  /** Below it candidates stand. */
  readonly path: string;
  /** Where the epoch lies. */
  readonly storePath: string;
  readonly form: ElectionForm;
  readonly info: Uint8Array;
  readonly log: CoordinationLog;
  readonly listener: (event: LeadershipEvent) => void;
  /** Called before `elected` is told: writes of that epoch may follow. */
  readonly onEpoch: (epoch: number) => void;
}

/**
 * | State | Meaning | Next |
 * |---|---|---|
 * | standing | has a node or is about to; others are before it | leading, over |
 * | leading | its node is the first, the epoch is its own | suspended, over |
 * | suspended | led when contact was lost | leading, over |
 * | over | lost or withdrawn; final | |
 *
 * Somebody who only stands survives the end of a session by standing anew; a leader does not.
 */
type State = 'standing' | 'leading' | 'suspended' | 'over';

/**
 * Stands for election by an ephemeral node with a number: the lowest leads. When the answer to its
 * creation is lost, the node is known again by its session, which is nobody else's, and adopted; a
 * name of our own making in it would hide it from the clients of others.
 */
export class ZooKeeperCandidacy implements Candidacy {
  readonly #options: CandidacyOptions;
  readonly #unsubscribe: () => void;
  #state: State = 'standing';
  #own: string | undefined;
  #attending: Promise<void> | undefined;
  #isStale = false;

  constructor(options: CandidacyOptions) {
    this.#options = options;
    this.#unsubscribe = options.connection.subscribe({
      connected: this.#attend,
      silent: () => this.#suspend(),
      expired: () => this.#heedExpiry(),
      refused: () => this.#lose('the ensemble refuses the user:password', true),
    });
    this.#attend();
  }

  get isLeading(): boolean {
    return this.#state === 'leading' && this.#options.connection.client.isSure;
  }

  /** The store found a later epoch. */
  heedFence(): void {
    this.#lose('another one has begun to lead');
  }

  async withdraw(): Promise<void> {
    if (this.#state === 'over') return;
    this.#end();
    await this.#attending;
    const own = this.#own;
    if (own === undefined) return;
    try {
      // At once, or the others would wait for the end of our session.
      await this.#options.connection.client.remove(own);
    } catch (error) {
      // Out of reach or gone: then the end of the session removes it, or has removed it.
      this.#options.log.info('zookeeper.candidate_left_behind', {
        node: own,
        reason: String(error),
      });
    }
  }

  readonly #attend = (): void => {
    this.#isStale = true;
    this.#attending ??= this.#attendWhileStale().finally(() => {
      this.#attending = undefined;
    });
  };

  async #attendWhileStale(): Promise<void> {
    const { connection, log, path } = this.#options;
    while (this.#isStale && this.#state !== 'over') {
      this.#isStale = false;
      try {
        await this.#look();
      } catch (error) {
        if (connection.closed.aborted) return;
        if (hasFault(error, 'expired', 'unknown', 'noNode')) {
          // A node of ours went between two looks, or the session did: look again.
          await connection.persevere((client) => client.exists('/')).catch(() => undefined);
          this.#isStale = !connection.closed.aborted;
          continue;
        }
        log.error('zookeeper.election_failed', { path, reason: String(error) });
        this.#lose(error instanceof Error ? error.message : String(error), true);
      }
    }
  }

  async #look(): Promise<void> {
    const { connection, path, form } = this.#options;
    await makePath(connection, path, publicAccess(connection.url));
    const own = await this.#ownNode();
    const names = await connection.client.children(path, this.#attend);
    const candidates = selectCandidates(names, form);
    const at = candidates.findIndex(({ name }) => joinPath(path, name) === own);
    if (at === -1) this.#heedRemoval();
    else if (at === 0) await this.#lead(own, candidates[0]);
  }

  /** The node of this session, made when there is none. */
  async #ownNode(): Promise<string> {
    const { connection, path, form, info } = this.#options;
    if (this.#own === undefined) {
      const [first, ...others] = await this.#findOwn();
      // Several when answers were lost twice: the first has the best place.
      for (const name of others) await connection.client.remove(joinPath(path, name));
      this.#own = first === undefined ? undefined : joinPath(path, first);
    }
    this.#own ??= await connection.client.create(
      joinPath(path, form.prefix),
      Buffer.from(info),
      publicAccess(connection.url),
      CREATE_MODE.ephemeralSequential,
    );
    return this.#own;
  }

  async #findOwn(): Promise<readonly string[]> {
    const { connection, path, form } = this.#options;
    const { client } = connection;
    const names = await client.children(path);
    const found: string[] = [];
    for (const { name, label } of selectCandidates(names, form)) {
      if (label !== form.prefix) continue;
      const stat = await client.exists(joinPath(path, name));
      if (stat?.ephemeralOwner.equals(client.session.id)) found.push(name);
    }
    return found;
  }

  #heedRemoval(): void {
    const own = this.#own;
    this.#own = undefined;
    if (this.#state === 'standing') this.#isStale = true;
    else this.#lose(`its node ${own ?? ''} was removed`);
  }

  async #lead(own: string, node: CandidateNode | undefined): Promise<void> {
    if (node === undefined) return;
    const { connection, storePath, info, listener, onEpoch } = this.#options;
    if (this.#state === 'suspended') {
      this.#state = 'leading';
      listener({ kind: 'resumed' });
    }
    if (this.#state !== 'standing') return;
    const owner = `${own} ${connection.client.session.id.toString('hex')}`;
    const epoch = await beginEpoch({ connection, storePath, owner, candidate: own });
    if (this.#isOver || this.#own !== own) return;
    this.#state = 'leading';
    onEpoch(epoch);
    const leader: Leader = { id: node.sequence, label: node.label, info };
    listener({ kind: 'elected', leader, epoch });
  }

  #suspend(): void {
    if (this.#state !== 'leading') return;
    this.#state = 'suspended';
    this.#options.listener({ kind: 'suspended' });
  }

  #heedExpiry(): void {
    this.#own = undefined;
    if (this.#state !== 'standing') this.#lose('its session with ZooKeeper has expired');
  }

  #lose(reason: string, isRefused = false): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.listener({ kind: 'lost', reason, ...(isRefused && { isRefused }) });
  }

  #end(): void {
    this.#state = 'over';
    this.#unsubscribe();
  }

  // Read through a getter, because the state may change while a call is awaited.
  get #isOver(): boolean {
    return this.#state === 'over';
  }
}
