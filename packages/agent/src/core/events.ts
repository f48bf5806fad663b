import type { PersistedEvent, PersistFailedEvent, TimerFiredEvent } from '@stoa/common';
import type { LinkEvent } from '@stoa/proto';
import type { ProbeOutcome, ProbeRole } from './checks/check-state.ts';
import type {
  ContainerEnd,
  ContainerObservation,
  RunningContainer,
} from './containers/container-spec.ts';
import type { Checkpoint } from './recovery/checkpoint.ts';

/** The past was read: what was checkpointed, and what of it still runs. Always the first event. */
export interface RecoveredEvent {
  readonly kind: 'recovered';
  readonly checkpoint: Checkpoint;
  readonly observations: readonly ContainerObservation[];
}

/** The link to the master ended, or could not be opened. */
export interface LinkClosedEvent {
  readonly kind: 'linkClosed';
  readonly reason: string;
  /** Where the leader is, when the answer said so: `host:port`. */
  readonly leader: string | undefined;
}

/** The address of the leading master became known or changed; undefined: none leads. */
export interface MasterDetectedEvent {
  readonly kind: 'masterDetected';
  readonly address: string | undefined;
}

/** A launch was given up; the container does not run. */
export interface ContainerFailedEvent {
  readonly kind: 'containerFailed';
  readonly containerId: string;
  /** Without the prefix `Failed to launch container: `. */
  readonly message: string;
  /** It was given up because of a stop. */
  readonly isCancelled: boolean;
  /** The sandbox could not be made. */
  readonly isSandboxFault: boolean;
}

/** A fact this daemon can hear. */
export type AgentEvent =
  | RecoveredEvent
  | MasterDetectedEvent
  | { readonly kind: 'linkEvent'; readonly event: LinkEvent }
  | LinkClosedEvent
  | TimerFiredEvent
  | PersistedEvent
  | PersistFailedEvent
  /** All that its process needs is there, and the process is about to be: not every container tells. */
  | { readonly kind: 'containerPrepared'; readonly containerId: string }
  | {
      readonly kind: 'containerStarted';
      readonly containerId: string;
      readonly running: RunningContainer;
    }
  | ContainerFailedEvent
  | { readonly kind: 'containerEnded'; readonly containerId: string; readonly end: ContainerEnd }
  | {
      readonly kind: 'probeEnded';
      readonly containerId: string;
      readonly role: ProbeRole;
      readonly outcome: ProbeOutcome;
    }
  /** The daemon shall end; with `stopTasks` its tasks shall end before. */
  | { readonly kind: 'stopRequested'; readonly stopTasks: boolean };
