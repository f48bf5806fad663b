// Changes that take a group as a whole: removal, scaling, going back.
import { err, ok, renderIsoTime, type Result, type Timestamp } from '@stoa/common';
import type { ModelFault } from '../apps/app-change.ts';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import { INSTANCES_MAX } from '../apps/limits.ts';
import { specOf } from '../apps/plan-app-change.ts';
import { isSingleInstance } from '../apps/validation/validate-app.ts';
import { nextVersion } from '../apps/versions.ts';
import type { Transition } from '../deployments/deployment.ts';
import type { GroupChange } from '../groups/group-change.ts';
import type { Group, GroupTransition } from '../groups/group.ts';
import { contentAt, contentOf } from '../groups/group-views.ts';
import { FAULTS_MAX } from '../groups/limits.ts';
import { isSameGroup } from '../groups/plan-group-records.ts';
import type { RootChange } from '../groups/target-root.ts';
import type { ApiFault } from '../requests.ts';
import type { MarathonState } from '../state.ts';

type ChangeOf<K extends GroupChange['kind']> = Extract<GroupChange, { readonly kind: K }>;

/** Everything in a group goes, and the group itself. */
export function planGroupRemoval(state: MarathonState, id: AppId): RootChange {
  const { apps, groups } = contentOf(state, id);
  return {
    transitions: apps.map((app) => ({ id: app.id, before: app, after: undefined })),
    groups: groups.map((group) => ({ id: group.id, before: group, after: undefined })),
  };
}

/** Each app in a group gets a multiple of its instances, rounded up. */
export function planGroupScale(
  state: MarathonState,
  { id, factor }: ChangeOf<'scale'>,
  version: Timestamp,
): Result<RootChange, ApiFault> {
  const transitions: Transition[] = [];
  const faults: ModelFault[] = [];
  for (const before of contentOf(state, id).apps) {
    const instances = Math.ceil(before.instances * factor);
    const message = scaleFault(before, instances);
    if (message !== undefined) faults.push({ path: '/scaleBy', message });
    const after = nextVersion(before, { ...specOf(before), instances }, version);
    if (after !== before) transitions.push({ id: before.id, before, after });
  }
  if (faults.length > 0) return err({ kind: 'invalid', faults: faults.slice(0, FAULTS_MAX) });
  return ok({ transitions, groups: [] });
}

function scaleFault(app: App, instances: number): string | undefined {
  if (instances > INSTANCES_MAX) {
    return `${app.id} would have ${instances} instances, it must not have more than ${INSTANCES_MAX}`;
  }
  if (instances <= 1 || !isSingleInstance(app)) return undefined;
  return `Single instance app may only have one instance: ${app.id}`;
}

/** A group, and all in it, back to what it was; what came since goes. */
export function planGroupRollback(
  state: MarathonState,
  { id, version: wanted }: ChangeOf<'rollback'>,
  version: Timestamp,
): Result<RootChange, ApiFault> {
  const then = contentAt(state, id, wanted);
  if (then === undefined) {
    const message = `Group ${id} not available in version ${renderIsoTime(wanted)}`;
    return err({ kind: 'unprocessable', message });
  }
  const now = contentOf(state, id);
  return ok({
    transitions: restoredApps(now.apps, then.apps, version),
    groups: restoredGroups(now.groups, then.groups, version),
  });
}

function restoredApps(
  now: readonly App[],
  then: readonly App[],
  version: Timestamp,
): readonly Transition[] {
  const current = byId(now);
  const earlier = byId(then);
  const restored = then.map((app): Transition => {
    const before = current.get(app.id);
    return { id: app.id, before, after: nextVersion(before, specOf(app), version) };
  });
  return [
    ...restored.filter(({ before, after }) => before !== after),
    ...now
      .filter(({ id }) => !earlier.has(id))
      .map((app) => ({ id: app.id, before: app, after: undefined })),
  ];
}

function restoredGroups(
  now: readonly Group[],
  then: readonly Group[],
  version: Timestamp,
): readonly GroupTransition[] {
  const current = byId(now);
  const earlier = byId(then);
  const restored = then.map((group): GroupTransition => {
    const before = current.get(group.id);
    const isSame = before !== undefined && isSameGroup(before, group);
    return { id: group.id, before, after: isSame ? before : { ...group, version } };
  });
  return [
    ...restored.filter(({ before, after }) => before !== after),
    ...now
      .filter(({ id }) => !earlier.has(id))
      .map((group) => ({ id: group.id, before: group, after: undefined })),
  ];
}

function byId<T extends { readonly id: AppId }>(list: readonly T[]): ReadonlyMap<AppId, T> {
  return new Map(list.map((one) => [one.id, one]));
}
