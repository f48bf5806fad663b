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

const PREFIX = /^(?:group\.apps|apps|app)\./;

/** What a query asks for, beside what is always shown. Names that nobody knows are ignored. */
export function parseEmbeds(query: HttpQuery, always: readonly Embed[]): ReadonlySet<Embed> {
  const asked = (query['embed'] ?? []).flatMap(
    (value) => IMPLIED.get(value.replace(PREFIX, '')) ?? [],
  );
  return new Set([...always, ...asked]);
}
