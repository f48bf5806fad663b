import type { CancelTimerEffect, PersistEffect, StartTimerEffect, TraceEffect } from '@stoa/common';
import type { LinkCall } from '@stoa/proto';
import type { ProbeOrder } from './checks/check-state.ts';
import type { ContainerSpec, KnownContainer } from './containers/container-spec.ts';
import type { AgentTraceName } from './trace-events.ts';

/** A wish this daemon's core can have; each has one performer in the shell. */
export type AgentEffect =
  | PersistEffect
  | StartTimerEffect
  | CancelTimerEffect
  | TraceEffect<AgentTraceName>
  /** Opens the link with a SUBSCRIBE; one that is open is closed before. */
  | { readonly kind: 'openLink'; readonly address: string; readonly call: LinkCall }
  | { readonly kind: 'closeLink' }
  /** Sends a call beside the open link; calls arrive in order. */
  | { readonly kind: 'sendCall'; readonly call: LinkCall }
  /** Fetches, prepares and starts; answered by `containerStarted` or `containerFailed`. */
  | { readonly kind: 'launchContainer'; readonly spec: ContainerSpec }
  /** Takes up the watch over a container that an earlier life of this agent started. */
  | { readonly kind: 'adoptContainer'; readonly container: KnownContainer }
  /** Asks the container to end, or ends it by force. A launch under way is given up. */
  | { readonly kind: 'stopContainer'; readonly container: KnownContainer; readonly force: boolean }
  /** Cleans up after an ended container: what it left running, its control files, its Docker entry. */
  | { readonly kind: 'removeContainer'; readonly container: KnownContainer }
  /** Tries the task's health or check once; answered by `probeEnded`. */
  | { readonly kind: 'probe'; readonly order: ProbeOrder }
  /** The daemon ends; its work is done. */
  | { readonly kind: 'terminate'; readonly reason: string };
