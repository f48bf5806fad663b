import type { Timestamp } from '@stoa/common';
import { safeIdOf, type AppId } from '../apps/app-id.ts';
import type { Condition } from '../read-view.ts';

/**
 * What is intended for an instance. It never goes back from `Decommissioned`.
 * `Stopped`: no task shall run, what it reserved is kept.
 */
export type Goal = 'Running' | 'Stopped' | 'Decommissioned';

/** Where a task was launched and what it got there. */
export interface Placement {
  readonly agentId: string;
  readonly host: string;
  readonly region: string | undefined;
  readonly zone: string | undefined;
  /** The agent's attributes as text, for constraints. */
  readonly attributes: Readonly<Record<string, string>>;
  /** In the order of the app's ports; undefined: reached inside the container's network only. */
  readonly hostPorts: readonly (number | undefined)[];
}

/** One wanted copy of an app, with at most one task at a time. Replaced whole when it changes. */
export interface Instance {
  /** `shop_web.instance-<uuid>`. */
  readonly id: string;
  readonly appId: AppId;
  readonly role: string;
  readonly goal: Goal;
  readonly condition: Condition;
  /** When the condition last changed. */
  readonly since: Timestamp;
  /** When its task first ran. */
  readonly activeSince: Timestamp | undefined;
  /** The version of the app that it runs, or will. */
  readonly version: Timestamp;
  /** That version's `lastConfigChangeAt`: what makes it old or new. */
  readonly configVersion: Timestamp;
  /** 0 before the first launch; with the id it makes the id of the task. */
  readonly incarnation: number;
  readonly placement: Placement | undefined;
  readonly ipAddresses: readonly {
    readonly ipAddress: string;
    readonly protocol: 'IPv4' | 'IPv6';
  }[];
  readonly stagedAt: Timestamp | undefined;
  readonly startedAt: Timestamp | undefined;
  /** Undefined: nothing is known. */
  readonly healthy: boolean | undefined;
  readonly unreachableSince: Timestamp | undefined;
  /** Since when its task is to be killed, whatever follows it; undefined: it may live. */
  readonly endWantedAt: Timestamp | undefined;
}

/** The id of the task of this incarnation. */
export function taskIdOf({ id, incarnation }: Pick<Instance, 'id' | 'incarnation'>): string {
  return `${id}._app.${incarnation}`;
}

/**
 * The id of the instance behind a task id, which is `<app>.instance-<id>`, in tasks of old `marathon-`, and
 * perhaps `.<container>.<incarnation>`; undefined when it is no task of ours. Asked for every status and
 * every probe, so it looks for the dots from the end and tries no pattern.
 */
export function instanceIdOf(taskId: string): string | undefined {
  const last = taskId.lastIndexOf('.');
  if (isInstancePart(taskId, last, taskId.length)) return taskId;
  if (!/^\d+$/.test(taskId.slice(last + 1))) return undefined;
  const end = taskId.lastIndexOf('.', last - 1);
  if (end < 1 || end + 1 === last) return undefined;
  return isInstancePart(taskId, taskId.lastIndexOf('.', end - 1), end)
    ? taskId.slice(0, end)
    : undefined;
}

/** Whether what stands between two dots tells one instance from others of its app. */
function isInstancePart(taskId: string, dot: number, end: number): boolean {
  if (dot < 1 || end - dot <= 'instance-'.length + 1) return false;
  return taskId.startsWith('instance-', dot + 1) || taskId.startsWith('marathon-', dot + 1);
}

/** The app that a task id names, as far as it can be told: underscores stood for slashes. */
export function appIdTextOf(taskId: string): string {
  const safe = /^(.+)\.(?:instance-|marathon-)/.exec(taskId)?.[1] ?? taskId;
  return `/${safe.replaceAll('_', '/')}`;
}

/** A fresh instance id. */
export function newInstanceId(appId: AppId, uuid: string): string {
  return `${safeIdOf(appId)}.instance-${uuid}`;
}

const TERMINAL: ReadonlySet<Condition> = new Set<Condition>([
  'Error',
  'Failed',
  'Finished',
  'Killed',
  'Gone',
  'Dropped',
  'Unknown',
]);
const ACTIVE: ReadonlySet<Condition> = new Set<Condition>([
  'Provisioned',
  'Staging',
  'Starting',
  'Running',
  'Killing',
  'Unreachable',
]);

/** Its task is over (marathon-behaviour.md §1.1). */
export function isTerminalCondition(condition: Condition): boolean {
  return TERMINAL.has(condition);
}

/** Its task takes a place on an agent, as far as is known. */
export function isActive({ condition }: Instance): boolean {
  return ACTIVE.has(condition);
}

/** One that counts towards the wanted number. */
export function isCounted({ goal, condition }: Instance): boolean {
  return goal === 'Running' && condition !== 'UnreachableInactive' && !TERMINAL.has(condition);
}

/** It was launched at least once, so that people are shown a task. */
export function hasTask({ placement }: Instance): boolean {
  return placement !== undefined;
}
