import type {
  DeploymentJson,
  DeploymentResultJson,
  QueueJson,
  TasksJson,
} from '@stoa/proto/marathon';
import type { GroupTree } from '../model/cluster-model.ts';
import type { Definition } from '../model/records.ts';
import { call, type Answer } from './call.ts';

const EMBEDS = 'embed=group.groups&embed=group.apps&embed=group.apps.counts';

const appPath = (id: string) => `/v2/apps${id.split('/').map(encodeURIComponent).join('/')}`;
const groupPath = (id: string) =>
  `/v2/groups${id === '/' ? '' : id.split('/').map(encodeURIComponent).join('/')}`;
const forced = (force: boolean) => (force ? '?force=true' : '');

/** A group with everything below it. */
export function readGroups(id: string): Promise<Answer<GroupTree>> {
  return call(`${groupPath(id)}?${EMBEDS}`);
}

/** All tasks. */
export function readTasks(): Promise<Answer<TasksJson>> {
  return call('/v2/tasks');
}

/** One app with its tasks, last failure and statistics. */
export function readApp(id: string): Promise<Answer<{ readonly app: Definition }>> {
  return call(`${appPath(id)}?embed=app.taskStats&embed=app.readiness`);
}

/** All running deployments. */
export function readDeployments(): Promise<Answer<readonly DeploymentJson[]>> {
  return call('/v2/deployments');
}

/** The launch queue. */
export function readQueue(): Promise<Answer<QueueJson>> {
  return call('/v2/queue');
}

/** Versions of an app, newest first. */
export function readVersions(
  id: string,
): Promise<Answer<{ readonly versions: readonly string[] }>> {
  return call(`${appPath(id)}/versions`);
}

/** An app's definition at a version. */
export function readVersion(id: string, version: string): Promise<Answer<Definition>> {
  return call(`${appPath(id)}/versions/${encodeURIComponent(version)}`);
}

/** Creates an app. */
export function createApp(definition: object): Promise<Answer<Definition>> {
  return call('/v2/apps', { method: 'POST', body: definition });
}

/** Changes members of an app; the others stay. */
export function updateApp(
  id: string,
  change: object,
  force: boolean,
): Promise<Answer<DeploymentResultJson>> {
  return call(`${appPath(id)}${forced(force)}`, { method: 'PUT', body: change });
}

/** Replaces an app's definition: members that are not named get their defaults. */
export function replaceApp(
  id: string,
  definition: object,
  force: boolean,
): Promise<Answer<DeploymentResultJson>> {
  const query = `?partialUpdate=false${force ? '&force=true' : ''}`;
  return call(`${appPath(id)}${query}`, { method: 'PUT', body: definition });
}

/** Restarts all instances of an app. */
export function restartApp(id: string, force: boolean): Promise<Answer<DeploymentResultJson>> {
  return call(`${appPath(id)}/restart${forced(force)}`, { method: 'POST', body: {} });
}

/** Stops and removes an app. Never over a running deployment unless forced. */
export function destroyApp(id: string, force: boolean): Promise<Answer<DeploymentResultJson>> {
  return call(`${appPath(id)}?force=${String(force)}`, { method: 'DELETE' });
}

/** How tasks are killed: replaced, not replaced, or with their volumes. */
export type KillKind = 'replace' | 'scale' | 'wipe';

/** Kills tasks. */
export function killTasks(
  ids: readonly string[],
  kind: KillKind,
  force: boolean,
): Promise<Answer<object>> {
  const query = new URLSearchParams();
  if (kind !== 'replace') query.set(kind, 'true');
  if (force) query.set('force', 'true');
  return call(`/v2/tasks/delete?${query.toString()}`, { method: 'POST', body: { ids } });
}

/** Ends the back-off of an app. */
export function resetDelay(id: string): Promise<Answer<object>> {
  const path = id.split('/').map(encodeURIComponent).join('/');
  return call(`/v2/queue${path}/delay`, { method: 'DELETE' });
}

/** Multiplies the instances of all apps in a group. */
export function scaleGroup(
  id: string,
  factor: number,
  force: boolean,
): Promise<Answer<DeploymentResultJson>> {
  return call(`${groupPath(id)}${forced(force)}`, { method: 'PUT', body: { scaleBy: factor } });
}

/** Removes a group with everything in it. */
export function destroyGroup(id: string, force: boolean): Promise<Answer<DeploymentResultJson>> {
  return call(`${groupPath(id)}${forced(force)}`, { method: 'DELETE' });
}

/** Creates an empty group. */
export function createGroup(id: string): Promise<Answer<DeploymentResultJson>> {
  return call('/v2/groups', { method: 'POST', body: { id } });
}

/** Rolls a deployment back by a new one, or, forced, stops it where it stands. */
export function cancelDeployment(id: string, force: boolean): Promise<Answer<object>> {
  return call(`/v2/deployments/${encodeURIComponent(id)}${forced(force)}`, { method: 'DELETE' });
}

/** What Marathon tells of itself. */
export function readMarathonInfo(): Promise<Answer<Readonly<Record<string, unknown>>>> {
  return call('/v2/info');
}
