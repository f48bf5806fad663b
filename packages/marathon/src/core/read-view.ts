// What GET handlers see of the kernel. Nothing is copied; what it shows changes with the next step.
import type { Timestamp } from '@stoa/common';
import type { RejectReason } from '@stoa/proto/marathon';
import type { AppId } from './apps/app-id.ts';
import type { App } from './apps/app.ts';
import type { WaitingView } from './launch-queue/waiting.ts';
import type { InspectedOffer } from './matching/inspect-offer.ts';

/** What is observed of an instance (marathon-behaviour.md §1.1). */
export type Condition =
  | 'Scheduled'
  | 'Provisioned'
  | 'Staging'
  | 'Starting'
  | 'Running'
  | 'Killing'
  | 'Killed'
  | 'Finished'
  | 'Failed'
  | 'Error'
  | 'Dropped'
  | 'Gone'
  | 'Unknown'
  | 'Unreachable'
  | 'UnreachableInactive';

/** What one health check says of one task. */
export interface HealthView {
  readonly alive: boolean;
  readonly consecutiveFailures: number;
  readonly firstSuccess?: Timestamp;
  readonly lastSuccess?: Timestamp;
  readonly lastFailure?: Timestamp;
  readonly lastFailureCause?: string;
}

/** What the generic check of a task told last; it is acted on by nobody. */
export interface CheckResultView {
  /** Undefined inside: the check was tried and found nothing. */
  readonly http?: { readonly statusCode: number | undefined };
  readonly tcp?: { readonly succeeded: boolean | undefined };
  readonly command?: { readonly exitCode: number | undefined };
}

/** What a readiness check found of one task in the deployment under way. */
export interface ReadinessView {
  readonly name: string;
  readonly taskId: string;
  readonly isReady: boolean;
  /** Where the check keeps it; an answer that never came has the status 504. */
  readonly lastResponse:
    { readonly status: number; readonly contentType: string; readonly body: string } | undefined;
}

/** A task as `/v2/tasks` shows it. Only instances that were launched at least once have one. */
export interface TaskView {
  readonly id: string;
  readonly instanceId: string;
  readonly appId: AppId;
  readonly condition: Condition;
  readonly host: string;
  readonly agentId: string | undefined;
  readonly region: string | undefined;
  readonly zone: string | undefined;
  readonly role: string;
  /** Host ports, in the order of the app's ports. */
  readonly ports: readonly number[];
  readonly ipAddresses: readonly {
    readonly ipAddress: string;
    readonly protocol: 'IPv4' | 'IPv6';
  }[];
  readonly stagedAt: Timestamp | undefined;
  readonly startedAt: Timestamp | undefined;
  /** The app version it runs. */
  readonly version: Timestamp;
  readonly health: readonly HealthView[];
  readonly checkResult: CheckResultView | undefined;
}

/** How many tasks of an app are in which state; kept as they change. */
export interface TaskCounts {
  readonly staged: number;
  readonly running: number;
  readonly healthy: number;
  readonly unhealthy: number;
}

/** The last task of an app that ended badly (marathon-api.md §2.3). */
export interface TaskFailureView {
  readonly appId: AppId;
  readonly taskId: string;
  readonly host: string;
  readonly agentId: string | undefined;
  readonly message: string;
  /** `TASK_FAILED` and kin. */
  readonly state: string;
  readonly timestamp: Timestamp;
  readonly version: Timestamp;
}

export type ActionName =
  'StartApplication' | 'ScaleApplication' | 'RestartApplication' | 'StopApplication';

/** A step of a deployment: its actions run side by side. */
export interface StepView {
  readonly actions: readonly { readonly action: ActionName; readonly app: AppId }[];
}

/** A running deployment. */
export interface DeploymentView {
  readonly id: string;
  readonly version: Timestamp;
  readonly affectedApps: readonly AppId[];
  readonly steps: readonly StepView[];
  /** The step that runs, counted from 1; 0 before the first. */
  readonly currentStep: number;
}

/** What waits to be launched (marathon-api.md §7). */
export interface QueueItemView {
  readonly app: App;
  readonly role: string;
  /** Instances still to start, those under way included. */
  readonly count: number;
  /** When the oldest of them began to wait. */
  readonly since: Timestamp;
  /** No launch before this moment; undefined without a back-off. */
  readonly delayedUntil: Timestamp | undefined;
  readonly processedOffers: number;
  readonly unusedOffers: number;
  readonly lastUnusedOfferAt: Timestamp | undefined;
  readonly lastUsedOfferAt: Timestamp | undefined;
  /** Over the latest offer of each agent. */
  readonly lastOffers: OfferFunnel;
  /** Over every offer since the launch began. */
  readonly launchAttempt: OfferFunnel;
}

/** How many offers were looked at, and how many were refused for which first reason. */
export interface OfferFunnel {
  readonly processed: number;
  readonly declined: ReadonlyMap<RejectReason, number>;
}

/** A group with everything in it, now or at an earlier version. Members by their ids. */
export interface GroupView {
  readonly id: AppId;
  /** The latest change of the group or of anything in it; of the root, its newest version. */
  readonly version: Timestamp;
  readonly dependencies: readonly AppId[];
  /** Top-level groups alone. */
  readonly enforceRole: boolean | undefined;
  /** Those that are directly in it. */
  readonly apps: readonly App[];
  readonly groups: readonly GroupView[];
}

/** The read side of the kernel's view. */
export interface MarathonReadView {
  /** Where the leading instance is reached, `host:port`. */
  readonly leader: string | undefined;
  readonly isLeading: boolean;
  /** When the state was loaded; undefined before. */
  readonly leadingSince: Timestamp | undefined;
  readonly frameworkId: string | undefined;
  /** Kills that were asked for and are not known to have worked. */
  readonly killsInFlight: number;
  /** How often those were asked for, all together. */
  readonly killAttempts: number;
  /** The root among them. */
  readonly groupCount: number;
  /** Launches that show no life for too long. */
  overdueCount(at: Timestamp): number;
  /** Every app, by id. */
  apps(): Iterable<App>;
  app(id: AppId): App | undefined;
  /** Every app below a group, by id; undefined when there is no such group. */
  appsBelow(group: AppId): Iterable<App> | undefined;
  /** The root is always there. */
  group(id: AppId): GroupView | undefined;
  /** A group as it was at a version of the root; undefined when it was not, or is not known any more. */
  groupAt(id: AppId, version: Timestamp): GroupView | undefined;
  /** Versions of the root at which a group was, newest first; undefined when it is no more. */
  versionsOfGroup(id: AppId): readonly Timestamp[] | undefined;
  /** The stored versions of an app, newest first; empty when it does not exist. */
  versionsOf(id: AppId): readonly Timestamp[];
  appAt(id: AppId, version: Timestamp): App | undefined;
  countsOf(id: AppId): TaskCounts;
  tasksOf(id: AppId): Iterable<TaskView>;
  /** Every task of every app. */
  tasks(): Iterable<TaskView>;
  /** Ids of the running deployments that touch an app. */
  deploymentsOf(id: AppId): readonly string[];
  deployments(): Iterable<DeploymentView>;
  lastTaskFailureOf(id: AppId): TaskFailureView | undefined;
  /** What the tasks of an app answered in the deployment under way. */
  readinessOf(id: AppId): readonly ReadinessView[];
  queue(): Iterable<QueueItemView>;
  /** The latest offer of each agent that an app which waits did not use. */
  unusedOffersOf(id: AppId): readonly InspectedOffer[];
  /** Why an app waits; undefined when it does not. */
  waitingOf(id: AppId, at: Timestamp): WaitingView | undefined;
}
