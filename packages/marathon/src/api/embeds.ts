import type { HttpQuery } from '@stoa/common';

/** What is shown with an app beside its definition (marathon-api.md §2.1). */
export type Embed =
  'tasks' | 'counts' | 'deployments' | 'readiness' | 'lastTaskFailure' | 'taskStats';

const IMPLIED: ReadonlyMap<string, readonly Embed[]> = new Map<string, readonly Embed[]>([
  ['tasks', ['tasks', 'deployments']],
  ['counts', ['counts']],
  ['deployments', ['deployments']],
  ['readiness', ['readiness']],
  ['lastTaskFailure', ['lastTaskFailure']],
  // Deprecated, still asked for.
  ['failures', ['lastTaskFailure', 'tasks', 'deployments']],
  ['taskStats', ['taskStats']],
]);

/** What of a group is shown beside itself (marathon-api.md §4). */
export type GroupPart = 'apps' | 'groups' | 'pods';

const GROUP_PARTS: ReadonlyMap<string, GroupPart> = new Map<string, GroupPart>([
  ['group.apps', 'apps'],
  ['group.groups', 'groups'],
  ['group.pods', 'pods'],
]);

/** The parts of groups that a query asks for: all of them when it names none. */
export function parseGroupParts(query: HttpQuery): ReadonlySet<GroupPart> {
  const asked = (query['embed'] ?? []).flatMap((value) => GROUP_PARTS.get(value) ?? []);
  return new Set(asked.length === 0 ? GROUP_PARTS.values() : asked);
}

const PREFIX = /^(?:group\.apps|apps|app)\./;

/** What a query asks for, beside what is always shown. Names that nobody knows are ignored. */
export function parseEmbeds(query: HttpQuery, always: readonly Embed[]): ReadonlySet<Embed> {
  const asked = (query['embed'] ?? []).flatMap(
    (value) => IMPLIED.get(value.replace(PREFIX, '')) ?? [],
  );
  return new Set([...always, ...asked]);
}
