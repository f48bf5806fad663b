import { upcomingVersion } from '../apps-book.ts';
import { ROOT_ID, type AppId } from '../apps/app-id.ts';
import { nextVersion, specOf } from '../apps/index.ts';
import type { Transition } from '../deployments/deployment.ts';
import { instancesOf, taskViewOf } from '../instances/instance-book.ts';
import {
  hasTask,
  instanceIdOf,
  isTerminalCondition,
  taskIdOf,
  type Instance,
} from '../instances/instance.ts';
import { decommission, isBeyondReach, killInstance } from '../instances/killing.ts';
import type { ApiFault, ApiOutcome, ApiRequest, TaskSelection } from '../requests.ts';
import type { Step } from '../state.ts';
import { deploy, refused } from './deploy.ts';

type KillRequest = Extract<ApiRequest, { readonly kind: 'killTasks' }>;

/** Ends tasks that somebody chose (marathon-api.md §2.2, §3). */
export function killTasks(step: Step, request: KillRequest): ApiOutcome {
  const { selection, scale, wipe, force } = request;
  const found = findInstances(step, selection);
  if ('kind' in found) return refused(found);
  if (scale) return killAndScale(step, found, force);
  const tasks = found.map((instance) => taskViewOf(instance, step.state.health));
  for (const instance of found) {
    if (wipe || isBeyondReach(instance)) decommission(step, instance, 'UserRequest');
    else if (hasLiveTask(instance)) killInstance(step, instance, 'UserRequest');
  }
  const [task] = tasks;
  if (selection.kind === 'task' && task !== undefined) return { kind: 'taskKilled', task };
  return { kind: 'tasksKilled', tasks };
}

function hasLiveTask({ condition }: Instance): boolean {
  return condition !== 'Scheduled' && !isTerminalCondition(condition);
}

function findInstances(step: Step, selection: TaskSelection): readonly Instance[] | ApiFault {
  const { state } = step;
  if (selection.kind === 'tasks') {
    return selection.taskIds.flatMap((taskId) => findTask(step, taskId) ?? []);
  }
  const record = state.apps.get(selection.appId);
  if (record?.current === undefined) return { kind: 'unknownApp', id: selection.appId };
  if (selection.kind === 'task') {
    const { taskId, appId } = selection;
    const instance = findTask(step, taskId);
    return instance?.appId === appId ? [instance] : { kind: 'unknownTask', taskId };
  }
  const { host } = selection;
  return instancesOf(step, record).filter(
    (instance) => hasTask(instance) && (host === undefined || instance.placement?.host === host),
  );
}

function findTask({ state }: Step, taskId: string): Instance | undefined {
  const instance = state.instances.get(instanceIdOf(taskId) ?? '');
  return instance !== undefined && hasTask(instance) && taskIdOf(instance) === taskId
    ? instance
    : undefined;
}

/** The apps shrink by the chosen instances, which are the ones to go. */
function killAndScale(step: Step, instances: readonly Instance[], force: boolean): ApiOutcome {
  const victims = instances.filter(({ goal }) => goal === 'Running');
  const version = upcomingVersion(step);
  const counts = new Map<AppId, number>();
  for (const { appId } of victims) counts.set(appId, (counts.get(appId) ?? 0) + 1);
  const transitions: Transition[] = [];
  for (const [id, count] of counts) {
    const before = step.state.apps.get(id)?.current;
    if (before === undefined) continue;
    const left = Math.max(0, before.instances - count);
    const after = nextVersion(before, { ...specOf(before), instances: left }, version);
    transitions.push({ id, before, after });
  }
  const change = { version, transitions, groups: [], groupId: ROOT_ID };
  const outcome = deploy(step, change, force);
  if (outcome.kind !== 'deployed') return outcome;
  for (const victim of victims) {
    const current = step.state.instances.get(victim.id);
    if (current !== undefined) decommission(step, current, 'UserRequest');
  }
  return outcome;
}
