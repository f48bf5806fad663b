import type { Random, StoreWrite } from '@stoa/common';
import type {
  Candidacy,
  Coordination,
  CoordinationLog,
  Leader,
  LeadershipEvent,
  StoreEntry,
} from '@stoa/coordination';
import {
  coordinateOver,
  type ZooKeeperPlace,
} from '../../../packages/coordination/src/zookeeper/zookeeper-coordination.ts';
import type { ProcessStore } from '../process.ts';
import { SimulatedConnection } from './connection.ts';
import type { Ensemble } from './ensemble.ts';

/** Hears what the store told a process. */
export interface StoreWitness {
  /** How many changes the servers took so far. */
  readonly order: number;
  /** A process was told that this is durable, which it asked for when `since` changes had been taken. */
  answered(host: string, storePath: string, writes: readonly StoreWrite[], since: number): void;
  /** A process was given what is stored. */
  loaded(host: string, storePath: string, prefix: string, entries: readonly StoreEntry[]): void;
}

/** What a seat is made of. */
export interface SeatPlan {
  readonly ensemble: Ensemble;
  readonly host: string;
  readonly random: Random;
  /** Where this kind of daemon meets; made for each life, as names of candidates are. */
  readonly place: () => ZooKeeperPlace;
  readonly witness: StoreWitness;
}

/**
 * A process's seat at the ensemble: the real coordination over a simulated connection, one for each life. It
 * stands for election, keeps what is to outlive the process, and follows who leads.
 */
export class Seat implements ProcessStore {
  readonly #plan: SeatPlan;
  #connection: SimulatedConnection | undefined;
  #coordination: Coordination | undefined;
  #candidacy: Candidacy | undefined;

  constructor(plan: SeatPlan) {
    this.#plan = plan;
  }

  /** Whether it leads for certain, as it believes itself. */
  get isLeading(): boolean {
    return this.#candidacy?.isLeading === true;
  }

  /** Whether the servers have given its session up. */
  get isExpired(): boolean {
    return this.#connection?.client.server?.isOver === true;
  }

  /** The session, as the servers number it. */
  get session(): number | undefined {
    return this.#connection?.client.server?.id;
  }

  /** Begins a life. */
  open(): void {
    const { ensemble, host, random, place } = this.#plan;
    this.#connection = new SimulatedConnection({ ensemble, host, random: random.split() });
    this.#coordination = coordinateOver(this.#connection, { place: place(), log: this.#log() });
  }

  campaign(info: Uint8Array, listener: (event: LeadershipEvent) => void): void {
    this.#candidacy = this.#coordination?.campaign(info, listener);
  }

  watchLeader(listener: (leader: Leader | undefined) => void): void {
    this.#coordination?.watchLeader(listener);
  }

  load(prefix: string, settle: (entries: readonly StoreEntry[]) => void): void {
    const coordination = this.#coordination;
    const { witness, host, place, ensemble } = this.#plan;
    coordination?.store
      .load(prefix)
      .then(
        (entries) => {
          witness.loaded(host, place().storePath, prefix, entries);
          settle(entries);
        },
        (error: unknown) => {
          const fields = { reason: String(error) };
          ensemble.simulator.trace(host, { level: 'warn', event: 'store.unread', fields });
        },
      )
      .catch((error: unknown) => ensemble.simulator.noteFailure(error));
  }

  commit(writes: readonly StoreWrite[], settle: (fault: string | undefined) => void): void {
    const { witness, host, place, ensemble } = this.#plan;
    const since = witness.order;
    this.#coordination?.store
      .transact(writes)
      .then(
        () => {
          witness.answered(host, place().storePath, writes, since);
          settle(undefined);
        },
        (error: unknown) => settle(String(error)),
      )
      .catch((error: unknown) => ensemble.simulator.noteFailure(error));
  }

  crash(): void {
    this.#connection?.vanish();
    this.#connection = undefined;
    this.#coordination = undefined;
    this.#candidacy = undefined;
  }

  setPaused(isPaused: boolean): void {
    this.#connection?.setPaused(isPaused);
  }

  /** The way to the servers breaks for a moment. */
  cut(): void {
    this.#connection?.cut();
  }

  #log(): CoordinationLog {
    const { ensemble, host } = this.#plan;
    const tell =
      (level: 'error' | 'warn' | 'info'): CoordinationLog['info'] =>
      (event, fields) =>
        ensemble.simulator.trace(host, { level, event, fields });
    return { error: tell('error'), warn: tell('warn'), info: tell('info') };
  }
}
