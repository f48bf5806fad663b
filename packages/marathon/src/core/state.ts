import type { Duration, Random, StoreWrite, Timestamp, TraceLevel, TraceValue } from '@stoa/common';
import type { AppId } from './apps/app-id.ts';
import type { App } from './apps/app.ts';
import type { ServicePortBook } from './apps/service-ports.ts';
import type { AppSettings } from './apps/settings.ts';
import type { AppStanding } from './deployments/app-standing.ts';
import type { Action, Deployment } from './deployments/deployment.ts';
import type { MarathonEffect } from './effects.ts';
import type { GroupIndex } from './groups/group-index.ts';
import type { Group } from './groups/group.ts';
import type { RootHistory } from './groups/root-history.ts';
import type { HealthBook } from './health/health-book.ts';
import type { Instance } from './instances/instance.ts';
import type { KillBook } from './instances/kill-book.ts';
import type { LaunchDelay } from './launch-queue/launch-delay.ts';
import type { OfferStatistics } from './launch-queue/offer-statistics.ts';
import type { TaskFailureView } from './read-view.ts';
import type { Reconciliation } from './reconciliation/reconcile.ts';
import type { MarathonTraceName } from './trace-events.ts';

/** What does not change while the daemon lives. */
export interface MarathonConfig {
  readonly settings: AppSettings;
  /** Where this instance is reached: `host:port`. */
  readonly address: string;
  readonly frameworkName: string;
  /** As whom tasks run that name nobody. */
  readonly user: string;
  readonly hostname: string;
  readonly webuiUrl: string | undefined;
  readonly principal: string | undefined;
  readonly checkpoint: boolean;
  readonly failoverTimeoutSeconds: number;
  /** `--env_vars_prefix`. */
  readonly envVarsPrefix: string;
  /** `//cmd`, or a path of a program that runs the command. */
  readonly executor: string;
  readonly localPorts: { readonly min: number; readonly max: number };
  /** What an app without `acceptedResourceRoles` may use. */
  readonly acceptedRolesDefault: 'any' | 'unreserved' | 'reserved';
  readonly declineDuration: Duration;
  readonly minReviveInterval: Duration;
  readonly isSuppressing: boolean;
  readonly maxInstancesPerOffer: number;
  readonly launchTokens: number;
  readonly launchTokenInterval: Duration;
  readonly launchConfirmTimeout: Duration;
  readonly launchTimeout: Duration;
  /** `--kill_chunk_size`. */
  readonly killsInFlightMax: number;
  readonly killRetryTimeout: Duration;
  readonly reconciliationInitialDelay: Duration;
  readonly reconciliationInterval: Duration;
  readonly maxRunningDeployments: number;
  /** Stored versions that are kept, of each app and of the root. */
  readonly maxVersions: number;
  /** Agents get nothing in a maintenance, and for so long before it; undefined: maintenance is ignored. */
  readonly drainingTime: Duration | undefined;
  /** Agents with GPUs are kept for those who want GPUs. */
  readonly isGpuRestricted: boolean;
}

/** One app with all that hangs on it. An app that is being stopped has no current version. */
export interface AppRecord {
  readonly id: AppId;
  current: App | undefined;
  /** Stored versions by their moment, oldest first. */
  readonly versions: Map<number, App>;
  readonly instanceIds: Set<string>;
  /** Ids of instances that wait for an offer, oldest first. */
  readonly waiting: Set<string>;
  /** The running deployment that touches it. */
  deploymentId: string | undefined;
  delay: LaunchDelay | undefined;
  lastFailure: TaskFailureView | undefined;
  statistics: OfferStatistics;
  /** Sums over its instances, for the deployments. */
  readonly standing: AppStanding;
}

/** What waits for a write, in the order of the wishes. */
export interface WriteBatch {
  readonly writes: Map<string, Uint8Array | undefined>;
  readonly after: MarathonEffect[];
}

/** Everything Marathon knows. Changed only inside `step`. */
export interface MarathonState {
  readonly config: MarathonConfig;
  readonly random: Random;
  phase: 'loading' | 'ready' | 'failed';
  /** When it became ready: from then on it leads. */
  readyAt: Timestamp | undefined;
  frameworkId: string | undefined;
  isSubscribed: boolean;
  subscribedAt: Timestamp | undefined;
  /** The region of the master; undefined when it told none. */
  homeRegion: string | undefined;

  readonly apps: Map<AppId, AppRecord>;
  /** Ids of existing apps by each group above them. */
  readonly appsByGroup: GroupIndex;
  /** What groups have of their own; others are there as long as apps are in them. */
  readonly groups: Map<AppId, Group>;
  /** Ids of groups with a record by each group above them. */
  readonly groupsByGroup: GroupIndex;
  /** Earlier versions of all apps and groups. */
  readonly history: RootHistory;
  readonly servicePorts: ServicePortBook;
  readonly instances: Map<string, Instance>;
  /** Tasks whose end is wanted, those of no instance among them. */
  readonly kills: KillBook;
  readonly reconciliation: Reconciliation;
  readonly deployments: Map<string, Deployment>;
  /** What is to be done yet in each deployment's step under way, by app. */
  readonly openActions: Map<string, Map<AppId, Action>>;
  /** What health and readiness checks found. */
  readonly health: HealthBook;
  /** The newest version given out: they only grow. */
  lastVersion: number;

  /** Apps with instances that wait and may be launched now, by role. */
  readonly wanted: Map<string, Set<AppId>>;
  /** Roles in which the framework takes part. */
  readonly subscribedRoles: Set<string>;
  /** Roles for which offers are wanted, as the master was told last. */
  readonly revivedRoles: Set<string>;
  /** Roles that want offers and were not called for yet. */
  readonly reviveQueue: Set<string>;
  lastReviveAt: Timestamp | undefined;
  /** A timer runs for those that may not be called for yet. */
  isReviveTimed: boolean;
  launchTokens: number;

  /** What the step under way, and those before it, wish to be durable next. */
  nextBatch: WriteBatch;
  inFlight: { readonly token: number; readonly batch: WriteBatch } | undefined;
  /** The store refuses to write: nothing new is begun. */
  isStoreBroken: boolean;
  nextToken: number;

  /** Apps to look at before the step ends. */
  readonly dirty: Set<AppId>;
  readonly counters: Map<string, number>;
}

/** One step under way: the state, the moment, and the wishes gathered so far. */
export interface Step {
  readonly state: MarathonState;
  readonly at: Timestamp;
  readonly effects: MarathonEffect[];
}

/** Wishes a write; the last one of a key counts. */
export function write(step: Step, { key, value }: StoreWrite): void {
  step.state.nextBatch.writes.set(key, value);
}

/** Wishes something once all that is written up to the end of this step is durable. */
export function afterWrites(step: Step, effect: MarathonEffect): void {
  step.state.nextBatch.after.push(effect);
}

export function trace(
  step: Step,
  level: TraceLevel,
  event: MarathonTraceName,
  fields: Readonly<Record<string, TraceValue>>,
): void {
  step.effects.push({ kind: 'trace', level, event, fields });
}

/** Counts under a metric's name. */
export function count(step: Step, name: string, by = 1): void {
  const { counters } = step.state;
  counters.set(name, (counters.get(name) ?? 0) + by);
}
