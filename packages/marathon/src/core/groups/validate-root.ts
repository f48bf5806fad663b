import type { ModelFault } from '../apps/app-change.ts';
import type { AppId } from '../apps/app-id.ts';
import { Faults } from '../apps/validation/faults.ts';
import { validatePlace } from '../apps/validation/validate-among-apps.ts';
import { findCycle } from '../deployments/dependency-order.ts';
import { groupsAbove } from './group-index.ts';
import { FAULTS_MAX } from './limits.ts';
import type { RootChange, TargetRoot } from './target-root.ts';

/** Where in the body an app or a group was defined; undefined for those that it does not name. */
export type Places = ReadonlyMap<AppId, string>;

/**
 * Rules between apps and groups as they would be after a change: an id is one thing only, nothing
 * waits for itself (marathon-app.md §2 and §3). Only what changed can break them.
 */
export function validateRoot(
  target: TargetRoot,
  { transitions, groups }: RootChange,
  places: Places,
): readonly ModelFault[] {
  const faults = new Faults();
  const changedApps = transitions.flatMap(({ after }) => after ?? []);
  const changedGroups = groups.flatMap(({ after }) => after ?? []);
  for (const app of changedApps) {
    validatePlace(app, target, faults.at(places.get(app.id) ?? ''));
    if (faults.all.length >= FAULTS_MAX) return faults.all;
  }
  const clashing = changedGroups.filter(({ id }) =>
    [id, ...groupsAbove(id)].some((one) => target.isApp(one)),
  );
  // Groups that are made on the way to the one in the body have its place.
  for (const place of new Set(clashing.map(({ id }) => places.get(id) ?? ''))) {
    faults.require(false, `${place}/id`, CLASH);
  }
  const cycle = findCycle(touchedBy(target, changedApps, changedGroups), target);
  if (cycle !== undefined) faults.require(false, placeOf(cycle, places), CYCLE);
  return faults.all;
}

const CLASH = 'Groups and Applications may not have the same identifier.';
const CYCLE = 'Dependency graph has cyclic dependencies.';

/** Every new way of waiting begins at one of these or leads to one of them. */
function touchedBy(
  target: TargetRoot,
  apps: readonly { readonly id: AppId }[],
  groups: readonly { readonly id: AppId; readonly dependencies: readonly AppId[] }[],
): readonly AppId[] {
  const waiting = groups.filter(({ dependencies }) => dependencies.length > 0);
  const inGroups = waiting.flatMap(({ id }) => target.appsBelow(id));
  return [...apps.map(({ id }) => id), ...inGroups];
}

/** The first on the cycle, or around one of it, that the body defines. */
function placeOf(cycle: readonly AppId[], places: Places): string {
  const named = cycle.find((id) => places.has(id));
  const around = cycle.flatMap(groupsAbove).find((id) => places.has(id));
  const culprit = named ?? around;
  return `${culprit === undefined ? '' : (places.get(culprit) ?? '')}/dependencies`;
}
