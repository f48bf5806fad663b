import type { CancelTimerEffect, PersistEffect, StartTimerEffect, TraceEffect } from '@stoa/common';
import type { LinkEvent, SchedulerEvent, Task, TaskState, TaskStatus } from '@stoa/proto';
import type { MasterTraceName } from './trace-events.ts';
import type { AgentView, FrameworkView } from './view.ts';

/** A change of the cluster, as subscribers of the operator API hear it (mesos-protocol.md §14). */
export type ClusterChange =
  | { readonly kind: 'taskAdded'; readonly task: Task }
  | {
      readonly kind: 'taskUpdated';
      readonly frameworkId: string;
      readonly status: TaskStatus;
      /** The newest that the agent knows; it may run ahead of the status. */
      readonly state: TaskState;
    }
  | { readonly kind: 'agentAdded'; readonly agent: AgentView }
  | { readonly kind: 'agentRemoved'; readonly agentId: string }
  | { readonly kind: 'frameworkAdded'; readonly framework: FrameworkView }
  | { readonly kind: 'frameworkUpdated'; readonly framework: FrameworkView }
  | { readonly kind: 'frameworkRemoved'; readonly framework: FrameworkView };

/** The answer to a call that asked for one. */
export interface ReplyEffect {
  readonly kind: 'reply';
  readonly requestId: number;
  readonly status: number;
  /** Plain text; undefined: no body and no type. */
  readonly text: string | undefined;
}

/** One record on a framework's stream. Records arrive in the order of the wishes. */
export interface SendEventEffect {
  readonly kind: 'sendEvent';
  readonly streamId: string;
  readonly event: SchedulerEvent;
}

/** A wish this daemon's core can have; each has one performer in the shell. */
export type MasterEffect =
  | PersistEffect
  | StartTimerEffect
  | CancelTimerEffect
  | TraceEffect<MasterTraceName>
  /** Reads every entry under `REGISTRY_PREFIX`; answered by `registryLoaded`. */
  | { readonly kind: 'loadRegistry' }
  | ReplyEffect
  | SendEventEffect
  /** Ends a stream with its final chunk, after what was sent before. */
  | { readonly kind: 'closeStream'; readonly streamId: string }
  /** One record on an agent's link. A link that is gone swallows it. */
  | { readonly kind: 'sendAgent'; readonly linkId: string; readonly event: LinkEvent }
  /** Ends an agent's link with its final chunk, after what was sent before. */
  | { readonly kind: 'closeAgentLink'; readonly linkId: string }
  | { readonly kind: 'clusterChanged'; readonly change: ClusterChange }
  /** The daemon cannot go on and ends, with this line for a person. */
  | { readonly kind: 'fail'; readonly reason: string };
