import type { Random } from '@stoa/common';
import type { MultiStep } from '../../../packages/coordination/src/zookeeper/ensemble.ts';
import type { Simulator } from '../simulator.ts';
import { NodeTree, type TreeChange } from './node-tree.ts';

/** While there is no majority, sessions that would be over are looked at that often. */
const AWAY_LOOK_MS = 250;

/** How the servers and the way to them behave; times in milliseconds, chances per call. */
export interface EnsembleTemper {
  readonly latencyMsMax: number;
  /** A word of the servers (an answer, a watch) takes that much longer now and then. */
  readonly delayMsMax: number;
  readonly delayChance: number;
  /** Their log is written that fast at most. */
  readonly commitMsMax: number;
  readonly stallMsMax: number;
  readonly stallChance: number;
  /** The connection breaks before a call arrives, or when it was done and before its answer arrives. */
  readonly callLossChance: number;
  readonly answerLossChance: number;
}

export const CALM_ENSEMBLE: EnsembleTemper = {
  latencyMsMax: 2,
  delayMsMax: 0,
  delayChance: 0,
  commitMsMax: 2,
  stallMsMax: 0,
  stallChance: 0,
  callLossChance: 0,
  answerLossChance: 0,
};

/** A session as the servers know it. */
export interface ServerSession {
  readonly id: number;
  /** Whose it is. */
  readonly host: string;
  readonly timeoutMs: number;
  heardAtMs: number;
  isOver: boolean;
}

/** Hears every transaction that was taken, and the end of every session. */
export interface EnsembleWitness {
  taken(session: ServerSession, steps: readonly MultiStep[]): void;
}

interface Watch {
  readonly kind: 'node' | 'list';
  readonly path: string;
  readonly fire: () => void;
}

/**
 * Servers that agree: nodes, sessions, watches, as far as elections and the store lean on them. A
 * majority that cannot be formed (`isAway`) takes no call and ends no session; back again, each session
 * has its full time anew, as with a newly elected leader of the servers.
 */
export class Ensemble {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly tree = new NodeTree();
  temper: EnsembleTemper = CALM_ENSEMBLE;
  witness: EnsembleWitness | undefined;
  readonly #sessions = new Map<number, ServerSession>();
  readonly #cutOff = new Set<string>();
  #watches: Watch[] = [];
  #isAway = false;
  #lastSession = 0;
  #lastCommitMs = 0;

  constructor(simulator: Simulator, random: Random) {
    this.simulator = simulator;
    this.random = random;
  }

  /** No majority: nobody is answered. */
  setAway(isAway: boolean): void {
    this.#isAway = isAway;
    if (isAway) return;
    for (const session of this.#sessions.values()) session.heardAtMs = this.simulator.elapsedMs;
  }

  cutOff(host: string): void {
    this.#cutOff.add(host);
  }

  rejoin(host: string): void {
    this.#cutOff.delete(host);
  }

  rejoinAll(): void {
    this.#cutOff.clear();
  }

  isReachable(host: string): boolean {
    return !this.#isAway && !this.#cutOff.has(host);
  }

  latencyMs(): number {
    return this.random.fraction() * this.temper.latencyMsMax;
  }

  /** Of a word of the servers: now and then much longer. */
  answerMs(): number {
    const { delayMsMax, delayChance } = this.temper;
    const base = this.latencyMs();
    return this.random.chance(delayChance) ? base + this.random.fraction() * delayMsMax : base;
  }

  openSession(host: string, timeoutMs: number): ServerSession {
    const id = ++this.#lastSession;
    const { elapsedMs } = this.simulator;
    const session = { id, host, timeoutMs, heardAtMs: elapsedMs, isOver: false };
    this.#sessions.set(id, session);
    this.#lookAfter(session);
    return session;
  }

  /** The owner said farewell, or nothing was heard of it for too long. */
  endSession(session: ServerSession): void {
    if (session.isOver) return;
    session.isOver = true;
    this.#sessions.delete(session.id);
    const fields = { host: session.host, session: session.id };
    this.simulator.trace('ensemble', { level: 'info', event: 'session.ended', fields });
    this.#tell(this.tree.removeOwnedBy(session.id));
  }

  /** Does a change once it is in the log, in the order of arrival; `done` comes at that moment. */
  commit(change: () => TreeChange, done: (error: unknown) => void): void {
    const { elapsedMs } = this.simulator;
    this.#lastCommitMs = Math.max(this.#lastCommitMs, elapsedMs) + this.#commitMs();
    this.simulator.after(this.#lastCommitMs - elapsedMs, () => {
      try {
        this.#tell(change());
      } catch (error) {
        done(error);
        return;
      }
      done(undefined);
    });
  }

  /** Notes a watch; it fires once. Gives the way to forget it. */
  watch(kind: Watch['kind'], path: string, fire: () => void): () => void {
    const watch = { kind, path, fire };
    this.#watches.push(watch);
    return () => {
      this.#watches = this.#watches.filter((other) => other !== watch);
    };
  }

  /** Somebody removes a node by hand. */
  removeByHand(path: string): void {
    this.#tell(this.tree.remove(path));
  }

  #tell({ nodes, lists }: TreeChange): void {
    const isMeant = ({ kind, path }: Watch): boolean => (kind === 'node' ? nodes : lists).has(path);
    const fired = this.#watches.filter(isMeant);
    if (fired.length === 0) return;
    this.#watches = this.#watches.filter((watch) => !isMeant(watch));
    for (const { fire } of fired) fire();
  }

  #lookAfter(session: ServerSession): void {
    const { simulator } = this;
    const leftMs = session.heardAtMs + session.timeoutMs - simulator.elapsedMs;
    simulator.after(leftMs > 0 ? leftMs : AWAY_LOOK_MS, () => {
      if (session.isOver) return;
      const isSilent = simulator.elapsedMs >= session.heardAtMs + session.timeoutMs;
      if (isSilent && !this.#isAway) this.endSession(session);
      else this.#lookAfter(session);
    });
  }

  #commitMs(): number {
    const { commitMsMax, stallMsMax, stallChance } = this.temper;
    const base = this.random.fraction() * commitMsMax;
    return this.random.chance(stallChance) ? base + this.random.fraction() * stallMsMax : base;
  }
}
