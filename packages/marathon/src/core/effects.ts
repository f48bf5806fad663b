import type { CancelTimerEffect, PersistEffect, StartTimerEffect, TraceEffect } from '@stoa/common';
import type { FrameworkInfo, SchedulerCall } from '@stoa/proto';
import type { App, HealthCheck } from './apps/app.ts';
import type { ProbeOrder } from './health/probe.ts';
import type { DeploymentView, TaskView } from './read-view.ts';
import type { ApiFault, ApiOutcome } from './requests.ts';
import type { MarathonTraceName } from './trace-events.ts';

/** Something that listeners of `/v2/events` hear; the edge gives it its JSON form (marathon-api.md §9). */
export type Announcement =
  | {
      readonly kind: 'apiPost';
      readonly clientIp: string;
      readonly uri: string;
      readonly app: App;
    }
  | { readonly kind: 'groupChanged'; readonly groupId: string; readonly version: number }
  /** A change was refused: nothing came of it. */
  | {
      readonly kind: 'groupChangeFailed';
      readonly groupId: string;
      readonly version: number;
      readonly fault: ApiFault;
    }
  | { readonly kind: 'deploymentInfo'; readonly plan: DeploymentView; readonly step: number }
  | { readonly kind: 'deploymentStepSuccess'; readonly plan: DeploymentView; readonly step: number }
  | { readonly kind: 'deploymentSuccess'; readonly plan: DeploymentView }
  | {
      readonly kind: 'deploymentFailed';
      readonly plan: DeploymentView;
      readonly reason: string;
    }
  | { readonly kind: 'appTerminated'; readonly appId: string }
  | {
      readonly kind: 'statusUpdate';
      readonly task: TaskView;
      readonly taskStatus: string;
      readonly message: string;
    }
  | {
      readonly kind: 'instanceChanged';
      readonly instanceId: string;
      readonly condition: string;
      readonly appId: string;
      readonly agentId: string | undefined;
      readonly host: string | undefined;
      readonly version: number;
    }
  | {
      readonly kind: 'unknownInstanceTerminated';
      readonly instanceId: string;
      readonly appId: string;
      readonly condition: string;
    }
  | {
      readonly kind: 'instanceHealthChanged';
      readonly instanceId: string;
      readonly appId: string;
      readonly healthy: boolean | undefined;
      readonly version: number;
    }
  | {
      readonly kind: 'healthCheckAdded';
      readonly appId: string;
      readonly version: number;
      readonly check: HealthCheck;
    }
  | { readonly kind: 'healthChecksRemoved'; readonly appId: string }
  | {
      readonly kind: 'healthCheckFailed';
      readonly appId: string;
      readonly instanceId: string;
      readonly check: HealthCheck;
    }
  | {
      readonly kind: 'healthStatusChanged';
      readonly appId: string;
      readonly instanceId: string;
      readonly version: number;
      readonly alive: boolean;
    }
  | {
      readonly kind: 'unhealthyInstanceKill';
      readonly appId: string;
      readonly taskId: string;
      readonly instanceId: string;
      readonly version: number;
      readonly reason: string;
      readonly host: string;
      readonly agentId: string | undefined;
    }
  | { readonly kind: 'registered'; readonly frameworkId: string; readonly master: string }
  | { readonly kind: 'reregistered'; readonly master: string }
  | { readonly kind: 'disconnected' }
  /** An executor sent something to the framework. */
  | {
      readonly kind: 'frameworkMessage';
      readonly executorId: string;
      readonly agentId: string;
      readonly data: Uint8Array;
    };

/** A wish this daemon's core can have; each has one performer in the shell. */
export type MarathonEffect =
  | PersistEffect
  | StartTimerEffect
  | CancelTimerEffect
  | TraceEffect<MarathonTraceName>
  /** Subscribes, and stays so; a link that is open is left before. */
  | {
      readonly kind: 'subscribe';
      readonly framework: FrameworkInfo;
      /** No offers come for these until REVIVE. */
      readonly suppressedRoles: readonly string[];
    }
  /** A call to the master, in the order of the wishes; lost when there is no subscription. */
  | { readonly kind: 'call'; readonly call: SchedulerCall }
  | { readonly kind: 'reply'; readonly replyTo: number; readonly outcome: ApiOutcome }
  /** What it tells is durable. */
  | { readonly kind: 'announce'; readonly announcement: Announcement }
  /** Tries a check of the leader once; answered by `probeEnded`. */
  | { readonly kind: 'probe'; readonly order: ProbeOrder }
  /** The daemon cannot go on: the reason is for the operator. */
  | { readonly kind: 'fail'; readonly reason: string }
  /** The daemon gives up leadership and ends. */
  | { readonly kind: 'abdicate' };
