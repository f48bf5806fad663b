import type { Timestamp } from '@stoa/common';
import type { App, AppSpec } from './app.ts';
import { isDeepEqual } from './deep-equal.ts';

/**
 * What a change means for running instances: nothing, another number of them, or all of them anew
 * (marathon-app.md §9).
 */
export type ChangeKind = 'none' | 'scale' | 'config';

// Lists that are read as sets: their order says nothing.
const SETS = ['constraints', 'healthChecks', 'acceptedResourceRoles', 'dependencies'] as const;

/** Compares what is stored with what shall be; service ports are chosen already. */
export function changeKind(before: App, after: AppSpec): ChangeKind {
  if (!hasSameConfig(before, after)) return 'config';
  return before.instances === after.instances ? 'none' : 'scale';
}

function hasSameConfig(before: AppSpec, after: AppSpec): boolean {
  if (!SETS.every((name) => isSameSet(before[name] ?? [], after[name] ?? []))) return false;
  if ((before.acceptedResourceRoles === undefined) !== (after.acceptedResourceRoles === undefined))
    return false;
  return isDeepEqual(before, after, APART);
}

// What says nothing of the configuration, and what was compared as a set.
const APART: ReadonlySet<string> = new Set([
  ...SETS,
  'version',
  'versionInfo',
  'instances',
  'executorResources',
]);

function isSameSet(left: readonly unknown[], right: readonly unknown[]): boolean {
  return (
    left.length === right.length &&
    left.every((item) => right.some((other) => isDeepEqual(item, other)))
  );
}

/** The next version of an app: new, scaled or changed; the same one when nothing changed. */
export function nextVersion(before: App | undefined, spec: AppSpec, at: Timestamp): App {
  const kind = before === undefined ? 'config' : changeKind(before, spec);
  if (before === undefined || kind === 'config') {
    return { ...spec, version: at, versionInfo: { lastScalingAt: at, lastConfigChangeAt: at } };
  }
  if (kind === 'none') return before;
  const { lastConfigChangeAt } = before.versionInfo;
  return { ...spec, version: at, versionInfo: { lastScalingAt: at, lastConfigChangeAt } };
}

/** The same definition as a version of its own, so that every instance is replaced. */
export function restartedVersion(before: App, at: Timestamp): App {
  const { lastScalingAt } = before.versionInfo;
  return { ...before, version: at, versionInfo: { lastScalingAt, lastConfigChangeAt: at } };
}
