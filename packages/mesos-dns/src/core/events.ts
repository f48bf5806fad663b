import type { TimerFiredEvent } from '@stoa/common';
import type { ClusterChange, ClusterSnapshot, MasterFacts } from './facts.ts';

/** Why a master could not be followed or loaded, and whether it will not be by this way at all. */
export interface FollowFault {
  readonly reason: string;
  /** It answered, and has no such stream: its state has to be polled. */
  readonly isRefused: boolean;
}

/** Everything that can happen to the daemon, as far as the kernel cares. */
export type DnsEvent =
  /** Where the masters are; also their addresses, which the machine's resolver may have changed. */
  | { readonly kind: 'started'; readonly masters: readonly MasterFacts[] }
  /** Who stands for election in ZooKeeper, the leader first; nobody while there is none. */
  | { readonly kind: 'mastersDetected'; readonly masters: readonly MasterFacts[] }
  /** The leader's stream began with its whole state. */
  | {
      readonly kind: 'followed';
      readonly leader: MasterFacts;
      readonly snapshot: ClusterSnapshot;
    }
  | { readonly kind: 'changed'; readonly change: ClusterChange }
  /** The leader's stream is alive. */
  | { readonly kind: 'heard' }
  | { readonly kind: 'followEnded'; readonly fault: FollowFault }
  /** A master's classic state was read. */
  | { readonly kind: 'loaded'; readonly leader: MasterFacts; readonly snapshot: ClusterSnapshot }
  | { readonly kind: 'loadFailed'; readonly reason: string }
  | TimerFiredEvent;
