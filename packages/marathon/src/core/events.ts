import type { PersistedEvent, PersistFailedEvent, TimerFiredEvent } from '@stoa/common';
import type { SchedulerEvent } from '@stoa/proto';
import type { ProbeOutcome, ProbeSubject } from './health/probe.ts';
import type { ApiRequest } from './requests.ts';

/** One stored value. */
export interface StoredEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** A fact this daemon can hear. The first is `loaded`; nothing else is heard before it. */
export type MarathonEvent =
  /** Everything that was stored, in any order. */
  | { readonly kind: 'loaded'; readonly entries: readonly StoredEntry[] }
  /** Answered by one `reply`, when what it tells is durable. */
  | { readonly kind: 'apiRequest'; readonly replyTo: number; readonly request: ApiRequest }
  /** The master took the framework in, for the first time or again. */
  | { readonly kind: 'subscribed'; readonly frameworkId: string; readonly master: string }
  /** The stream of events broke; the link tries again by itself. */
  | { readonly kind: 'disconnected'; readonly reason: string }
  /** The master will not have this framework. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'schedulerEvent'; readonly event: SchedulerEvent }
  /** An ACCEPT failed. `isCertain`: it surely never arrived, so its tasks do not exist. */
  | {
      readonly kind: 'acceptFailed';
      readonly taskIds: readonly string[];
      readonly isCertain: boolean;
    }
  /** A probe ended, one way or the other. */
  | {
      readonly kind: 'probeEnded';
      readonly subject: ProbeSubject;
      readonly outcome: ProbeOutcome;
    }
  | PersistedEvent
  | PersistFailedEvent
  | TimerFiredEvent;
