import { resolveAppId, ROOT_ID, segmentsOf, type AppId } from '../apps/app-id.ts';
import { trace, write, type MarathonState, type Step } from '../state.ts';
import { groupRemoval, groupWrite } from '../storage/group-entities.ts';
import { enterGroups, leaveGroups } from './group-index.ts';
import type { Group, GroupTransition } from './group.ts';

/** Makes what a request changed of groups so, durably. */
export function applyGroups(step: Step, transitions: readonly GroupTransition[]): void {
  for (const { id, after } of transitions) {
    if (after === undefined) removeGroup(step, id);
    else putGroup(step, after);
  }
}

function putGroup(step: Step, group: Group): void {
  enter(step.state, group);
  write(step, groupWrite(group));
  trace(step, 'info', 'group.changed', { groupId: group.id, version: group.version });
}

function removeGroup(step: Step, id: AppId): void {
  const { state } = step;
  if (!state.groups.delete(id)) return;
  leaveGroups(state.groupsByGroup, id);
  write(step, groupRemoval(id));
  trace(step, 'info', 'group.removed', { groupId: id });
}

/** Takes up groups that were stored. */
export function restoreGroups({ state }: Step, groups: readonly Group[]): void {
  for (const group of groups) {
    enter(state, group);
    state.lastVersion = Math.max(state.lastVersion, group.version);
  }
}

function enter(state: MarathonState, group: Group): void {
  state.groups.set(group.id, group);
  enterGroups(state.groupsByGroup, group.id);
}

/** Whether there is such a group, by a record of its own or by what is in it. */
export function isGroup(
  state: Pick<MarathonState, 'appsByGroup' | 'groups' | 'groupsByGroup'>,
  id: AppId,
): boolean {
  return (
    id === ROOT_ID ||
    state.appsByGroup.has(id) ||
    state.groups.has(id) ||
    state.groupsByGroup.has(id)
  );
}

/** How many groups there are, the root among them. */
export function countGroups({
  appsByGroup,
  groups,
  groupsByGroup,
}: Pick<MarathonState, 'appsByGroup' | 'groups' | 'groupsByGroup'>): number {
  return new Set([ROOT_ID, ...appsByGroup.keys(), ...groups.keys(), ...groupsByGroup.keys()]).size;
}

/** Whether the group around an app hands its name down as role; apps in the root have none. */
export function enforcesRoleOn(
  { groups, config }: Pick<MarathonState, 'groups' | 'config'>,
  id: AppId,
): boolean {
  const [top = '', ...rest] = segmentsOf(id);
  if (rest.length === 0) return false;
  const record = groups.get(resolveAppId(top));
  return record?.enforceRole ?? config.settings.doNewGroupsEnforceRole;
}
