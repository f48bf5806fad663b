import { unreachable } from '@stoa/common';
import { isResident, type App } from '../apps/app.ts';
import { endReadiness, watchReadiness } from '../health/readiness-checks.ts';
import { tellChecks, tellChecksGone } from '../health/telling-checks.ts';
import { announce, instancesOf, scheduleInstances } from '../instances/instance-book.ts';
import { isActive, isCounted, type Instance } from '../instances/instance.ts';
import { selectKills, selectSurplus } from '../instances/kill-selection.ts';
import { decommission } from '../instances/killing.ts';
import { removeApp } from '../apps-book.ts';
import type { AppRecord, Step } from '../state.ts';
import { isOfCurrent, isServingReady } from './app-standing.ts';
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

/** Brings an app to its number of instances; true when it is there and what was too much is gone. */
export function scaleApp(step: Step, record: AppRecord, app: App): boolean {
  const { standing } = record;
  const surplus = standing.look(step, record, app).counted - app.instances;
  if (surplus < 0) scheduleInstances(step, record, app, -surplus);
  if (surplus > 0) {
    const counted = instancesOf(step, record).filter(isCounted);
    for (const victim of selectSurplus(counted, surplus, app)) {
      decommission(step, victim, 'DeploymentScaling');
    }
  }
  const { serving, leaving } = standing.look(step, record, app);
  return serving === app.instances && leaving === 0;
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
  const { standing } = record;
  if (standing.look(step, record, app).oldIdle > 0) dismissIdle(step, record, app);
  const { serving, oldKept, oldKeptServing, othersAlive, fresh, freshServing } = standing.look(
    step,
    record,
    app,
  );
  const { kill, launch } = nextUpgradeStep(app.upgradeStrategy, {
    target: app.instances,
    healthy: serving,
    oldKept,
    oldKeptUnhealthy: oldKept - oldKeptServing,
    othersAlive,
    started: fresh,
    ready: freshServing,
    isResident: isResident(app),
  });
  if (kill > 0) retireOld(step, record, { app, kill });
  if (fresh > app.instances) trimFresh(step, record, { app, surplus: fresh - app.instances });
  scheduleInstances(step, record, app, launch);
  const now = standing.look(step, record, app);
  return now.old === 0 && now.serving === app.instances && now.counted === now.total;
}

/** An old one without a task takes no place and serves nobody. */
function dismissIdle(step: Step, record: AppRecord, app: App): void {
  for (const instance of instancesOf(step, record)) {
    if (!isOfCurrent(instance, app) && !isActive(instance)) {
      decommission(step, instance, 'Upgrading');
    }
  }
}

function retireOld(
  step: Step,
  record: AppRecord,
  { app, kill }: { readonly app: App; readonly kill: number },
): void {
  const kept = instancesOf(step, record).filter(
    (instance) => instance.goal === 'Running' && !isOfCurrent(instance, app),
  );
  const useless = kept.filter((instance) => !isServingReady(step.state, instance, app));
  for (const victim of selectVictims(kept, useless, kill, app)) {
    decommission(step, victim, 'Upgrading');
  }
}

/** The number was lowered while the new ones came up. */
function trimFresh(
  step: Step,
  record: AppRecord,
  { app, surplus }: { readonly app: App; readonly surplus: number },
): void {
  const fresh = instancesOf(step, record).filter(
    (instance) => isOfCurrent(instance, app) && isCounted(instance),
  );
  for (const victim of selectKills(fresh, surplus, app.killSelection)) {
    decommission(step, victim, 'OverCapacity');
  }
}

/** Those that serve nobody go first. */
function selectVictims(
  oldKept: readonly Instance[],
  unhealthy: readonly Instance[],
  kill: number,
  { killSelection }: App,
): readonly Instance[] {
  const first = selectKills(unhealthy, kill, killSelection);
  const isUnhealthy = new Set(unhealthy);
  const serving = oldKept.filter((instance) => !isUnhealthy.has(instance));
  return [...first, ...selectKills(serving, kill - first.length, killSelection)];
}
