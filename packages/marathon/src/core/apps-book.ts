import { must, timestamp, type Timestamp } from '@stoa/common';
import type { AppId } from './apps/app-id.ts';
import type { App } from './apps/app.ts';
import { AppStanding } from './deployments/app-standing.ts';
import { enterGroups, leaveGroups } from './groups/group-index.ts';
import { keepForHistory } from './groups/history-book.ts';
import { OfferStatistics } from './launch-queue/offer-statistics.ts';
import { refreshDemand } from './launch-queue/launch-queue.ts';
import { trace, write, type AppRecord, type Step } from './state.ts';
import { appRemoval, appWrite, failureRemoval } from './storage/entities.ts';

/**
 * The moment that a change in this step has, if it comes about: whole milliseconds, later than every
 * one before.
 */
export function upcomingVersion({ state, at }: Step): Timestamp {
  return timestamp(Math.max(state.lastVersion + 1, Math.floor(at)));
}

/** The record of an app, made when it is missing. */
export function recordOf(step: Step, id: AppId): AppRecord {
  const known = step.state.apps.get(id);
  if (known !== undefined) return known;
  const record: AppRecord = {
    id,
    current: undefined,
    versions: new Map(),
    instanceIds: new Set(),
    waiting: new Set(),
    deploymentId: undefined,
    delay: undefined,
    lastFailure: undefined,
    statistics: new OfferStatistics(),
    standing: new AppStanding(),
  };
  step.state.apps.set(id, record);
  return record;
}

/** Makes a version of an app the current one, durably. */
export function putApp(step: Step, app: App): void {
  const { state } = step;
  const record = recordOf(step, app.id);
  if (record.current === app) return;
  if (record.current !== undefined) state.servicePorts.release(record.current);
  state.servicePorts.take(app);
  enterGroups(state.appsByGroup, app.id);
  record.current = app;
  record.versions.set(app.version, app);
  write(step, appWrite(app));
  dropOldVersions(step, record);
  state.dirty.add(app.id);
  refreshDemand(step, record);
  trace(step, 'info', 'app.changed', { appId: app.id, version: app.version });
}

/**
 * The app is no more: its instances are ended by a deployment. Its versions are forgotten at once,
 * but for those that versions of groups still need.
 */
export function retireApp(step: Step, record: AppRecord): void {
  const { current } = record;
  if (current === undefined) return;
  step.state.servicePorts.release(current);
  leaveGroups(step.state.appsByGroup, record.id);
  record.current = undefined;
  for (const app of record.versions.values()) {
    keepForHistory(step, app);
    write(step, appRemoval(record.id, app.version));
  }
  record.versions.clear();
  if (record.lastFailure !== undefined) write(step, failureRemoval(record.id));
  record.lastFailure = undefined;
  refreshDemand(step, record);
  step.state.dirty.add(record.id);
}

/** Forgets an app without instances, unless it came back meanwhile. */
export function removeApp(step: Step, record: AppRecord): void {
  if (record.current !== undefined || record.instanceIds.size > 0) return;
  step.state.apps.delete(record.id);
  trace(step, 'info', 'app.removed', { appId: record.id });
}

/** Takes up an app that was stored. */
export function restoreApp(step: Step, versions: readonly App[]): void {
  const { state } = step;
  const sorted = [...versions].sort((left, right) => left.version - right.version);
  const current = must(sorted.at(-1), 'a version');
  const record = recordOf(step, current.id);
  for (const app of sorted) record.versions.set(app.version, app);
  record.current = current;
  state.lastVersion = Math.max(state.lastVersion, current.version);
  state.servicePorts.take(current);
  enterGroups(state.appsByGroup, current.id);
}

/** What is older than the newest ones, and run by no instance, is forgotten. */
function dropOldVersions(step: Step, record: AppRecord): void {
  const { state } = step;
  let over = record.versions.size - state.config.maxVersions;
  if (over <= 0) return;
  const inUse = new Set<number>();
  for (const id of record.instanceIds) inUse.add(state.instances.get(id)?.version ?? 0);
  for (const version of record.versions.keys()) {
    if (over <= 0) return;
    if (inUse.has(version)) continue;
    record.versions.delete(version);
    write(step, appRemoval(record.id, version));
    over--;
  }
}
