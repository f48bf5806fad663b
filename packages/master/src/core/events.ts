import type { PersistedEvent, PersistFailedEvent, TimerFiredEvent } from '@stoa/common';
import type { LinkCall, MasterInfo, SchedulerCall } from '@stoa/proto';

/** One stored value of the registry. */
export interface RegistryEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** What was read from the store under `REGISTRY_PREFIX`, the answer to `loadRegistry`. */
export interface RegistryLoadedEvent {
  readonly kind: 'registryLoaded';
  readonly entries: readonly RegistryEntry[];
}

/**
 * A framework posted a SUBSCRIBE that is well formed (rows 1 to 12 of mesos-http.md §1.2 passed), and
 * the head of its answer is written: whatever follows goes out on the stream.
 */
export interface FrameworkSubscribedEvent {
  readonly kind: 'frameworkSubscribed';
  /** A fresh random UUID, the value of `Mesos-Stream-Id`. */
  readonly streamId: string;
  readonly call: SchedulerCall;
  /** Who asks, when frameworks are authenticated. */
  readonly principal: string | undefined;
}

/** Any other call of a framework, past rows 1 to 10; answered by one `reply` in the same step. */
export interface SchedulerCallEvent {
  readonly kind: 'schedulerCall';
  readonly requestId: number;
  readonly call: SchedulerCall;
  /** The header `Mesos-Stream-Id`, if there was one. */
  readonly streamId: string | undefined;
  readonly principal: string | undefined;
}

/** An agent posted SUBSCRIBE on the link, and the head of its answer is written. */
export interface AgentSubscribedEvent {
  readonly kind: 'agentSubscribed';
  /** Fresh, the value of `Stoa-Stream-Id`. */
  readonly linkId: string;
  readonly call: LinkCall;
  /** The address the connection came from, without a port; an IPv4 one in dotted form. */
  readonly ip: string;
}

/**
 * A fact this daemon can hear. Frameworks and agents are heard only after `registryLoaded` (the
 * view's `isRecovered`); before that the edge answers for itself (mesos-http.md §1.2 rows 3 and 4).
 */
export type MasterEvent =
  /** The election is won. Comes at most once: a master that loses leadership ends its process. */
  | { readonly kind: 'becameLeader' }
  /** Another master leads, or none does. */
  | { readonly kind: 'leaderDetected'; readonly leader: MasterInfo | undefined }
  | RegistryLoadedEvent
  | PersistedEvent
  | PersistFailedEvent
  | TimerFiredEvent
  | FrameworkSubscribedEvent
  /** The stream broke, was cut, or the framework closed it. Not told for what `closeStream` closed. */
  | { readonly kind: 'frameworkStreamClosed'; readonly streamId: string }
  | SchedulerCallEvent
  /** An operator ends a framework; answered by one `reply` in the same step. */
  | {
      readonly kind: 'teardownRequested';
      readonly requestId: number;
      readonly frameworkId: string;
    }
  | AgentSubscribedEvent
  | { readonly kind: 'agentLinkClosed'; readonly linkId: string }
  /** Any other call of an agent, with the id of its link. One of an unknown link is dropped. */
  | { readonly kind: 'agentCall'; readonly linkId: string; readonly call: LinkCall };
