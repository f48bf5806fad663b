import type { TraceValue } from '@stoa/common';
import type { DurableStore } from './durable-store.ts';

/** Where coordination tells what an operator should know; a daemon's log fits. */
export interface CoordinationLog {
  error(event: string, fields: Readonly<Record<string, TraceValue>>): void;
  warn(event: string, fields: Readonly<Record<string, TraceValue>>): void;
  info(event: string, fields: Readonly<Record<string, TraceValue>>): void;
}

/** Who leads: what the leader said of itself when it stood for election. */
export interface Leader {
  /** Distinct for each candidacy; sorts in the order of the candidacies. */
  readonly id: string;
  /**
   * What the record is called, its number taken off: `json.info_` where masters of others look for
   * it (mesos-http.md §7). Tells in which form `info` is.
   */
  readonly label: string;
  /** Opaque to coordination; masters put their `MasterInfo` here. */
  readonly info: Uint8Array;
}

/**
 * What happens to a candidate. `elected` comes with an epoch: it is higher than every leader's before,
 * and the store takes writes of the highest alone. `suspended`: contact is lost by our own clock,
 * before another could be elected; act as if leadership were gone until `resumed`. `lost` is final for
 * this candidacy; a daemon then exits and starts anew.
 */
export type LeadershipEvent =
  | { readonly kind: 'elected'; readonly leader: Leader; readonly epoch: number }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'resumed' }
  | {
      readonly kind: 'lost';
      readonly reason: string;
      /** The ensemble will not have us: credentials or an access list have to be mended. */
      readonly isRefused?: true;
    };

/** A standing candidacy. */
export interface Candidacy {
  /**
   * Whether it leads at this very moment, by our own clock. A process that was stopped for a while
   * finds out here before it hears of it: ask before an answer leaves. Costs a comparison.
   */
  readonly isLeading: boolean;
  /** Gives up the candidacy, and the leadership if it was won. */
  withdraw(): Promise<void>;
}

/** A standing watch. */
export interface LeaderWatch {
  close(): void;
}

/**
 * Who leads, and what outlives a process: one port over an embedded store or a ZooKeeper ensemble.
 * Listeners are called later than the call that set them, never inside it, and one at a time.
 */
export interface Coordination {
  /** The values of this cluster; with several servers only the leader's transactions are taken. */
  readonly store: DurableStore;
  /** Stands for election. */
  campaign(info: Uint8Array, listener: (event: LeadershipEvent) => void): Candidacy;
  /** Tells the leader as it is now, then every change; undefined while nobody leads. */
  watchLeader(listener: (leader: Leader | undefined) => void): LeaderWatch;
  /** The same for all that stand, the leader first, the others in the order in which they may follow. */
  watchCandidates(listener: (candidates: readonly Leader[]) => void): LeaderWatch;
  /** Withdraws candidacies, ends watches and closes the store. Idempotent. */
  close(): Promise<void>;
}
