import type {
  AppInfoJson,
  DeploymentJson,
  EventJson,
  HealthCheckResultJson,
  QueueItemJson,
  TaskFailureJson,
  TaskStatsJson,
} from '@stoa/proto/marathon';
import type { AppStatus, Counts, Family } from './status.ts';
import type { Wish } from './wishes.ts';

export type { DeploymentJson, EventJson, QueueItemJson, TaskFailureJson, TaskStatsJson };

/** An app's definition as the server answers it; its tasks and counts are held beside it. */
export type Definition = AppInfoJson;

/** One instance as the page knows it. Times are milliseconds since 1970. */
export interface Instance {
  readonly id: string;
  readonly appId: string;
  readonly taskId: string | undefined;
  /** As in events: `Running`, `Staging` (marathon-api.md §9). */
  readonly condition: string;
  readonly isHealthy: boolean | undefined;
  readonly host: string | undefined;
  readonly agentId: string | undefined;
  readonly ports: readonly number[];
  readonly addresses: readonly string[];
  readonly version: string | undefined;
  readonly stagedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The last word of the task's status. */
  readonly message: string;
  readonly checks: readonly HealthCheckResultJson[];
}

/** What only an app's own page asks for. */
export interface AppDetail {
  readonly lastFailure: TaskFailureJson | undefined;
  readonly stats: TaskStatsJson | undefined;
}

/** What is known of one app for lists. */
export interface AppFacts {
  readonly id: string;
  readonly definition: Definition;
  readonly counts: Counts;
  readonly deployments: readonly string[];
  /** Where its first deployment is; undefined while none runs. */
  readonly step: { readonly at: number; readonly of: number } | undefined;
  readonly queue: Queued | undefined;
  /** Something was told of it since the queue was looked at: what is missing may stand there by now. */
  readonly isMoving: boolean;
  /** What somebody at this page asked for and nothing has been heard of. */
  readonly wish: Wish | undefined;
  /** What its checks say; undefined while none fails. */
  readonly failing: Failing | undefined;
  /** Instances that failed one after the other; undefined while none or too few did. */
  readonly crashes: Crashes | undefined;
}

/** Failures of an app's instances that belong together, as far as this page saw them. */
export interface Crashes {
  readonly count: number;
  /** Milliseconds from the first to the last. */
  readonly overMs: number;
  readonly lastAt: number;
  /** What was told of the last. */
  readonly message: string;
}

/** Checks that fail, over all instances of an app. */
export interface Failing {
  /** What is asked: `GET /health`. */
  readonly check: string;
  /** Since when in words, `14:01`; undefined when it is not known. */
  readonly since: string | undefined;
  readonly cause: string | undefined;
}

/** How an app stands, in words. */
export interface AppStanding {
  readonly status: AppStatus;
  readonly family: Family;
  /** The chip's words: `Unhealthy`, `2 unhealthy`. */
  readonly label: string;
  /** The page's sentence. */
  readonly sentence: string;
  /** Whether a person is needed (console.md §2.3 a). */
  readonly needsAttention: boolean;
  /** Whether its instances fail again and again: the last failure tells why. */
  readonly isCrashing: boolean;
}

/** One app with everything that lists need. */
export interface App extends AppFacts {
  /** How it stands, told once because many parts of a page ask; undefined while time tells: it is in the queue, or fails. */
  readonly settled: AppStanding | undefined;
}

/** An app's place in the launch queue. Times are milliseconds since 1970. */
export interface Queued {
  readonly count: number;
  readonly since: number;
  /** Undefined when no back-off holds it. */
  readonly delayedUntil: number | undefined;
}

/** Amounts in Mesos' units: cpus, MiB, MiB, gpus. */
export interface Amounts {
  readonly cpus: number;
  readonly mem: number;
  readonly disk: number;
  readonly gpus: number;
}

/** One agent. */
export interface Agent {
  readonly id: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly state: 'active' | 'draining' | 'deactivated' | 'unreachable';
  /** The master knows it from before it began, and has not heard of it since. */
  readonly isAwaited: boolean;
  readonly version: string | undefined;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly total: Amounts;
  readonly allocated: Amounts;
  readonly reserved: Amounts;
  readonly offered: Amounts;
  readonly tasks: number;
  readonly registeredAt: number | undefined;
}

/** One line of what happened. */
export interface Happening {
  readonly at: number;
  readonly id: number;
  readonly text: string;
  readonly family: 'good' | 'info' | 'wait' | 'bad' | 'lost' | 'off';
  readonly appId: string | undefined;
  readonly instanceId: string | undefined;
  readonly deploymentId: string | undefined;
}
