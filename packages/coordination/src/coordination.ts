import type { DurableStore } from './durable-store.ts';

/** Who leads: what the leader said of itself when it stood for election. */
export interface Leader {
  /** Distinct for each candidacy; sorts in the order of the candidacies. */
  readonly id: string;
  /** Opaque to coordination; masters put their `MasterInfo` here. */
  readonly info: Uint8Array;
}

/**
 * What happens to a candidate. `suspended`: contact is lost, leadership may be gone, act as if it
 * were until `resumed`. `lost` is final for this candidacy; a daemon then exits and starts anew.
 */
export type LeadershipEvent =
  | { readonly kind: 'elected'; readonly leader: Leader }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'lost'; readonly reason: string };

/** A standing candidacy. */
export interface Candidacy {
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
  /** Withdraws candidacies, ends watches and closes the store. Idempotent. */
  close(): Promise<void>;
}
