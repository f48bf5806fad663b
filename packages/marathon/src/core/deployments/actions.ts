import { unreachable } from '@stoa/common';
import { isResident, type App } from '../apps/app.ts';
import { endReadiness, isReady, watchReadiness } from '../health/readiness-checks.ts';
import { tellChecks, tellChecksGone } from '../health/telling-checks.ts';
import { announce, instancesOf, scheduleInstances } from '../instances/instance-book.ts';
import { isActive, isCounted, type Instance } from '../instances/instance.ts';
import { selectKills } from '../instances/kill-selection.ts';
import { decommission } from '../instances/killing.ts';
import { isServing } from '../instances/serving.ts';
import { removeApp } from '../apps-book.ts';
import type { AppRecord, Step } from '../state.ts';
import type { Action } from './deployment.ts';
import { nextUpgradeStep } from './upgrade-strategy.ts';

/** Does what an action may do now; true when the action is done (marathon-behaviour.md §3.3). */
export function performAction(step: Step, record: AppRecord, action: Action): boolean {
  const { current } = record;
  switch (action.action) {
    case 'StartApplication':
      return true;
    case 'ScaleApplication':
      return current === undefined || bringUp(step, record, current, scaleApp);
    case 'RestartApplication':
      return current === undefined || bringUp(step, record, current, replaceInstances);
    case 'StopApplication':
      return stopApp(step, record);
    default:
      return unreachable(action.action);
  }
}

/** What is brought up is checked while it comes. */
function bringUp(step: Step, record: AppRecord, app: App, act: typeof scaleApp): boolean {
  tellChecks(step, record, app);
  watchReadiness(step, record, app);
  return act(step, record, app);
}

/** Whether an instance is there, does its work, and is ready for it (marathon-behaviour.md §3.3). */
function serves({ state }: Step, instance: Instance, app: App): boolean {
  return isCounted(instance) && isServing(instance, app) && isReady(state, instance, app);
}

/** Brings an app to its number of instances; true when it is there and what was too much is gone. */
export function scaleApp(step: Step, record: AppRecord, app: App): boolean {
  let tally = tallyOf(step, record, app);
  const surplus = tally.counted - app.instances;
  if (surplus !== 0) {
    if (surplus < 0) scheduleInstances(step, record, app, -surplus);
    const counted = instancesOf(step, record).filter(isCounted);
    for (const victim of selectKills(counted, surplus, app.killSelection)) {
      decommission(step, victim, 'DeploymentScaling');
    }
    tally = tallyOf(step, record, app);
  }
  return tally.serving === app.instances && !tally.isLeaving;
}

interface Tally {
  counted: number;
  serving: number;
  isLeaving: boolean;
}

/** Looked at after every change of an app of any size: one pass, and nothing is built for it. */
function tallyOf(step: Step, record: AppRecord, app: App): Readonly<Tally> {
  const tally: Tally = { counted: 0, serving: 0, isLeaving: false };
  for (const id of record.instanceIds) {
    const instance = step.state.instances.get(id);
    if (instance === undefined) continue;
    if (isCounted(instance)) tally.counted += 1;
    if (serves(step, instance, app)) tally.serving += 1;
    if (instance.goal !== 'Running' && isActive(instance)) tally.isLeaving = true;
  }
  return tally;
}

/** Ends an app that is no more; true when its last instance is gone. */
export function stopApp(step: Step, record: AppRecord): boolean {
  // The app came back before its end was done: it is another deployment's to bring up.
  if (record.current !== undefined) return true;
  for (const instance of instancesOf(step, record)) decommission(step, instance, 'DeletingApp');
  if (record.instanceIds.size > 0) return false;
  removeApp(step, record);
  announce(step, { kind: 'appTerminated', appId: record.id });
  tellChecksGone(step, record.id);
  endReadiness(step, record.id);
  return true;
}

/** A rolling upgrade; true when only new instances are left and all of them serve. */
function replaceInstances(step: Step, record: AppRecord, app: App): boolean {
  const isNew = (instance: Instance): boolean =>
    instance.configVersion === app.versionInfo.lastConfigChangeAt;
  // An old one without a task takes no place and serves nobody.
  for (const instance of instancesOf(step, record)) {
    if (!isNew(instance) && !isActive(instance)) decommission(step, instance, 'Upgrading');
  }
  const all = instancesOf(step, record);
  const old = all.filter((instance) => !isNew(instance));
  const fresh = all.filter((instance) => isNew(instance) && isCounted(instance));
  const oldKept = old.filter(({ goal }) => goal === 'Running');
  const isUseful = (instance: Instance): boolean => serves(step, instance, app);
  const unhealthy = oldKept.filter((instance) => !isUseful(instance));
  const { kill, launch } = nextUpgradeStep(app.upgradeStrategy, {
    target: app.instances,
    healthy: all.filter(isUseful).length,
    oldKept: oldKept.length,
    oldKeptUnhealthy: unhealthy.length,
    // One whose agent is silent is held for gone: it must not hold up what replaces it.
    oldAlive: old.filter(({ condition }) => !isSilent(condition)).length,
    started: fresh.length,
    ready: fresh.filter(isUseful).length,
    isResident: isResident(app),
  });
  for (const victim of selectVictims(oldKept, unhealthy, kill, app)) {
    decommission(step, victim, 'Upgrading');
  }
  scheduleInstances(step, record, app, launch);
  for (const victim of selectKills(fresh, fresh.length - app.instances, app.killSelection)) {
    decommission(step, victim, 'OverCapacity');
  }
  const now = instancesOf(step, record);
  return now.every(isNew) && now.filter(isUseful).length === app.instances && now.every(isCounted);
}

function isSilent(condition: Instance['condition']): boolean {
  return condition === 'Unreachable' || condition === 'UnreachableInactive';
}

/** Those that serve nobody go first. */
function selectVictims(
  oldKept: readonly Instance[],
  unhealthy: readonly Instance[],
  kill: number,
  { killSelection }: App,
): readonly Instance[] {
  const first = selectKills(unhealthy, kill, killSelection);
  const serving = oldKept.filter((instance) => !unhealthy.includes(instance));
  return [...first, ...selectKills(serving, kill - first.length, killSelection)];
}
