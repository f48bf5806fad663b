import type { Timestamp } from '@stoa/common';
import { ROOT_ID, type AppId } from '../apps/app-id.ts';
import type { AppSettings } from '../apps/settings.ts';
import { groupsAbove } from './group-index.ts';
import type { Group, GroupTransition } from './group.ts';
import { isTopLevel, type DefinedGroup } from './plan-group-update.ts';

/** What groups there are now. */
export interface GroupsLookup {
  isGroup(id: AppId): boolean;
  /** What a group has of its own. */
  group(id: AppId): Group | undefined;
}

/**
 * What a body makes of the records of groups: those that it defines, and those around the first of
 * them that are missing. A group that stays what it was keeps its version.
 */
export function planGroupRecords(
  defined: readonly DefinedGroup[],
  lookup: GroupsLookup,
  options: { readonly version: Timestamp; readonly settings: AppSettings },
): readonly GroupTransition[] {
  const [first] = defined;
  const missing = first === undefined ? [] : groupsAbove(first.id);
  const around = missing.filter((id) => !lookup.isGroup(id)).map(asPlace);
  return [...around, ...defined].flatMap((group) => {
    const before = lookup.group(group.id);
    const after = nextGroup(before, group, options);
    return after === before ? [] : { id: group.id, before, after };
  });
}

function asPlace(id: AppId): DefinedGroup {
  return { id, path: '', dependencies: undefined, enforceRole: undefined };
}

function nextGroup(
  before: Group | undefined,
  { id, dependencies, enforceRole }: DefinedGroup,
  { version, settings }: { readonly version: Timestamp; readonly settings: AppSettings },
): Group | undefined {
  const next = dependencies ?? before?.dependencies ?? [];
  // The root is there anyhow: without dependencies there is nothing to note of it.
  if (before === undefined && id === ROOT_ID && next.length === 0) return undefined;
  const enforces = enforceRole ?? before?.enforceRole ?? settings.doNewGroupsEnforceRole;
  const role = isTopLevel(id) ? { enforceRole: enforces } : {};
  const after: Group = { id, version, dependencies: next, ...role };
  return before !== undefined && isSameGroup(before, after) ? before : after;
}

/** Whether two records say the same, whenever they were made. */
export function isSameGroup(left: Group, right: Group): boolean {
  return (
    left.enforceRole === right.enforceRole &&
    left.dependencies.length === right.dependencies.length &&
    left.dependencies.every((id) => right.dependencies.includes(id))
  );
}
