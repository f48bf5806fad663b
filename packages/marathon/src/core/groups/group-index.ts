import { parentOf, ROOT_ID, type AppId } from '../apps/app-id.ts';

/** Ids by every group above them, so that what is in a group is found without a search. */
export type GroupIndex = Map<AppId, Set<AppId>>;

/** Every group that an id is in, the root last; the root itself is in none. */
export function groupsAbove(id: AppId): readonly AppId[] {
  if (id === ROOT_ID) return [];
  const groups: AppId[] = [];
  for (let group = parentOf(id); group !== ROOT_ID; group = parentOf(group)) groups.push(group);
  return [...groups, ROOT_ID];
}

export function enterGroups(index: GroupIndex, id: AppId): void {
  for (const group of groupsAbove(id)) {
    const members = index.get(group);
    if (members === undefined) index.set(group, new Set([id]));
    else members.add(id);
  }
}

export function leaveGroups(index: GroupIndex, id: AppId): void {
  for (const group of groupsAbove(id)) {
    const members = index.get(group);
    members?.delete(id);
    if (members?.size === 0) index.delete(group);
  }
}
