import { unreachable } from '@stoa/common';

/** The six families of statuses: colour, tint and words follow from them (console.md §4). */
export type Family = 'good' | 'info' | 'wait' | 'bad' | 'lost' | 'off';

/** How an app is, worst first: the order in which lists sort and groups choose their worst child. */
export const APP_STATUSES = [
  'unhealthy',
  'unreachable',
  'degraded',
  'delayed',
  'waiting',
  'unknown',
  'deploying',
  'starting',
  'running',
  'healthy',
  'suspended',
] as const;
export type AppStatus = (typeof APP_STATUSES)[number];

/** How one instance is, worst first. */
export const INSTANCE_STATUSES = [
  'failed',
  'unhealthy',
  'unreachable',
  'unknown',
  'waiting',
  'staging',
  'starting',
  'killing',
  'running',
  'healthy',
  'finished',
  'killed',
] as const;
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

export type Status = AppStatus | InstanceStatus | 'draining' | 'active' | 'deactivated';

/** The family of a status. */
export function familyOf(status: Status): Family {
  switch (status) {
    case 'healthy':
    case 'finished':
      return 'good';
    case 'running':
    case 'staging':
    case 'starting':
    case 'deploying':
    case 'active':
      return 'info';
    case 'waiting':
    case 'delayed':
    case 'degraded':
      return 'wait';
    case 'unhealthy':
    case 'failed':
      return 'bad';
    case 'unreachable':
    case 'unknown':
      return 'lost';
    case 'suspended':
    case 'killing':
    case 'killed':
    case 'draining':
    case 'deactivated':
      return 'off';
    default:
      return unreachable(status);
  }
}

/** The status as a word at the start of a chip. */
export function nameOfStatus(status: Status): string {
  return status.slice(0, 1).toUpperCase() + status.slice(1);
}

/** Instances of one app, counted by how they are; `wanted` is what its definition asks for. */
export interface Counts {
  readonly wanted: number;
  readonly healthy: number;
  readonly unhealthy: number;
  /** Runs, and no check says anything of it. */
  readonly running: number;
  /** On its way: provisioned, staging or starting. */
  readonly starting: number;
  readonly killing: number;
  readonly lost: number;
  /** Ran when the master ended; their agents have not come back since it began anew. */
  readonly awaited: number;
}

/** How many run, well or not. */
export function countRunning(counts: Counts): number {
  return counts.healthy + counts.unhealthy + counts.running;
}

/** How many of the wanted instances are nowhere yet. */
export function countWaiting(counts: Counts): number {
  return Math.max(0, countMissing(counts) - counts.starting);
}

/** How many of the wanted instances neither run nor are out of sight. */
export function countMissing(counts: Counts): number {
  return Math.max(0, counts.wanted - countRunning(counts) - counts.lost - counts.awaited);
}

/** What decides an app's status beside its counts. */
export interface Circumstances {
  readonly isDeploying: boolean;
  /** Held back after failures. */
  readonly isDelayed: boolean;
  /** Milliseconds in the launch queue; undefined when nothing is queued. */
  readonly queuedMs: number | undefined;
  /** How many of the missing are known to be on their way: started, stopped to be replaced, or in the queue. */
  readonly coming: number;
  readonly hasChecks: boolean;
}

/** Below this a launch is on its way; from here on it waits (console.md §4). */
export const WAITING_AFTER_MS = 10_000;

/** The first that is true, in the order of console.md §4. */
export function deriveAppStatus(counts: Counts, about: Circumstances): AppStatus {
  if (counts.wanted === 0) return 'suspended';
  if (about.isDeploying) return 'deploying';
  if (about.isDelayed) return 'delayed';
  if (about.queuedMs !== undefined && about.queuedMs >= WAITING_AFTER_MS) return 'waiting';
  if (counts.unhealthy > 0) return 'unhealthy';
  if (counts.lost > 0) return 'unreachable';
  if (counts.awaited > 0) return 'unknown';
  const missing = countMissing(counts);
  if (missing > 0) return about.coming >= missing ? 'starting' : 'degraded';
  return about.hasChecks && counts.healthy >= counts.wanted ? 'healthy' : 'running';
}

/** Where a status stands, 0 the worst. */
export function rankOf(status: AppStatus): number {
  return APP_STATUSES.indexOf(status);
}

const ENDED: Readonly<Record<string, InstanceStatus>> = {
  Finished: 'finished',
  Killed: 'killed',
  Failed: 'failed',
  Error: 'failed',
  Dropped: 'failed',
  Gone: 'failed',
};

/** Whether an instance of this condition is over. */
export function isEnded(condition: string): boolean {
  return Object.hasOwn(ENDED, condition);
}

/** The status of an instance by its condition (marathon-api.md §9) and its checks. */
export function deriveInstanceStatus(
  condition: string,
  isHealthy: boolean | undefined,
): InstanceStatus {
  const ended = Object.hasOwn(ENDED, condition) ? ENDED[condition] : undefined;
  if (ended !== undefined) return ended;
  switch (condition) {
    case 'Running':
      return isHealthy === undefined ? 'running' : isHealthy ? 'healthy' : 'unhealthy';
    case 'Staging':
      return 'staging';
    case 'Provisioned':
    case 'Starting':
      return 'starting';
    case 'Killing':
      return 'killing';
    case 'Unreachable':
    case 'UnreachableInactive':
      return 'unreachable';
    case 'Scheduled':
      return 'waiting';
    default:
      return 'unknown';
  }
}

/** `TASK_RUNNING` → `Running`: events and tasks name the same thing in two ways. */
export function conditionOf(taskState: string): string {
  const word = taskState.replace(/^TASK_/, '').toLowerCase();
  const condition = word.slice(0, 1).toUpperCase() + word.slice(1);
  return condition === 'Lost' ? 'Gone' : condition;
}
