import type { Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import { write, type Step } from '../state.ts';
import {
  asideRemoval,
  asideWrite,
  rootRemoval,
  rootWrite,
  type StoredRootVersion,
} from '../storage/group-entities.ts';
import type { RootVersion } from './root-history.ts';
import type { RootChange } from './target-root.ts';

/** Notes a change as the newest version of the root, before it is made. */
export function noteVersion(step: Step, version: Timestamp, change: RootChange): void {
  const noted: RootVersion = {
    version,
    apps: change.transitions
      .filter(({ before, after }) => before !== after)
      .map(({ id, before }) => ({ id, before })),
    groups: change.groups.map(({ id, before }) => ({ id, before })),
  };
  addVersion(step, noted);
  write(step, rootWrite(noted));
}

/** Takes a version up, and forgets those that it pushes out. */
export function addVersion(step: Step, version: RootVersion): void {
  const { history } = step.state;
  for (const forgotten of history.add(version)) {
    write(step, rootRemoval(forgotten.version));
    for (const { before } of forgotten.apps) {
      if (before !== undefined && history.dropAside(before)) {
        write(step, asideRemoval(before.id, before.version));
      }
    }
  }
}

/** A version of an app that is about to go is laid aside when versions of groups need it. */
export function keepForHistory(step: Step, app: App): void {
  const { history } = step.state;
  if (!history.remembers(app)) return;
  history.layAside(app);
  write(step, asideWrite(app));
}

/**
 * Takes up the versions that were stored, oldest first. Where a definition on the way back is missing,
 * what lies beyond it cannot be told any more and is forgotten: only the oldest of all may lack any.
 */
export function restoreHistory(
  step: Step,
  stored: readonly StoredRootVersion[],
  aside: readonly App[],
): void {
  const { state } = step;
  const laidAside = new Map(aside.map((app) => [asideName(app.id, app.version), app]));
  const find = (id: AppId, version: Timestamp): App | undefined =>
    state.apps.get(id)?.versions.get(version) ?? laidAside.get(asideName(id, version));
  for (const app of aside) state.history.layAside(app);
  const versions: RootVersion[] = [];
  for (const one of oldestFirst(stored).reverse()) {
    const version = linked(one, find);
    versions.unshift(version ?? { version: one.version, apps: [], groups: [] });
    if (version === undefined) break;
  }
  const beyond = stored.length - versions.length;
  for (const { version } of oldestFirst(stored).slice(0, beyond)) write(step, rootRemoval(version));
  for (const version of versions) addVersion(step, version);
  for (const app of aside) dropUnlessNeeded(step, app);
  state.lastVersion = Math.max(state.lastVersion, versions.at(-1)?.version ?? 0);
}

function oldestFirst(stored: readonly StoredRootVersion[]): StoredRootVersion[] {
  return [...stored].sort((left, right) => left.version - right.version);
}

function dropUnlessNeeded(step: Step, app: App): void {
  const { history } = step.state;
  if (history.remembers(app) || !history.dropAside(app)) return;
  write(step, asideRemoval(app.id, app.version));
}

function linked(
  { version, apps, groups }: StoredRootVersion,
  find: (id: AppId, version: Timestamp) => App | undefined,
): RootVersion | undefined {
  const found = apps.map((one) => ({
    id: one.id,
    before: one.before === undefined ? undefined : find(one.id, one.before),
  }));
  if (apps.some((one, at) => one.before !== undefined && found[at]?.before === undefined)) {
    return undefined;
  }
  return { version, apps: found, groups: groups.map(({ id, before }) => ({ id, before })) };
}

function asideName(id: AppId, version: Timestamp): string {
  return `${id}@${version}`;
}
