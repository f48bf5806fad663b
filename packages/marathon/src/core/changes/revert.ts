import type { Timestamp } from '@stoa/common';
import { specOf } from '../apps/plan-app-change.ts';
import { nextVersion } from '../apps/versions.ts';
import type { Deployment, Transition } from '../deployments/deployment.ts';
import type { GroupTransition } from '../groups/group.ts';
import { isSameGroup } from '../groups/plan-group-records.ts';
import { TargetRoot, type RootChange } from '../groups/target-root.ts';
import type { Step } from '../state.ts';

/** What undoes a deployment; what others changed since stays (marathon-behaviour.md §3.2). */
export function planRevert(step: Step, deployment: Deployment, version: Timestamp): RootChange {
  const { state } = step;
  const transitions = deployment.transitions.map(({ id, before }): Transition => {
    const current = state.apps.get(id)?.current;
    const after = before === undefined ? undefined : nextVersion(current, specOf(before), version);
    return { id, before: current, after };
  });
  const groups: GroupTransition[] = [];
  const target = new TargetRoot(state, { transitions, groups });
  // Those further down first: a group is empty once the groups in it are gone.
  for (const changed of deepestFirst(deployment.groups ?? [])) {
    const before = state.groups.get(changed.id);
    const after = revertedGroup(changed, before, target.isEmpty(changed.id));
    if (after === before) continue;
    const reverted = { id: changed.id, before, after: after && { ...after, version } };
    groups.push(reverted);
    target.changeGroup(reverted);
  }
  return { transitions, groups };
}

function revertedGroup(
  { before, after }: GroupTransition,
  current: GroupTransition['before'],
  isEmpty: boolean,
): GroupTransition['after'] {
  if (after === undefined) return current ?? before;
  if (current === undefined || !isSameGroup(current, after)) return current;
  if (before !== undefined) return before;
  return isEmpty ? undefined : current;
}

function deepestFirst(groups: readonly GroupTransition[]): readonly GroupTransition[] {
  return [...groups].sort((left, right) => right.id.length - left.id.length);
}
