import type { Timestamp } from '@stoa/common';
import { putApp, recordOf, retireApp } from '../apps-book.ts';
import type { AppId } from '../apps/app-id.ts';
import { applyGroups } from '../groups/group-book.ts';
import { noteVersion } from '../groups/history-book.ts';
import { TargetRoot, type RootChange } from '../groups/target-root.ts';
import { announce } from '../instances/instance-book.ts';
import { resetDelay } from '../launch-queue/launch-queue.ts';
import type { ApiFault } from '../requests.ts';
import { count, trace, write, type Step } from '../state.ts';
import { deploymentRemoval, deploymentWrite } from '../storage/entities.ts';
import { affectedApps, deploymentViewOf, type Deployment } from './deployment.ts';
import { planSteps } from './planner.ts';

const CANCELLED = 'The upgrade has been cancelled';

/** A plan that has not begun, and the running ones that touch the same apps. */
export interface PlannedDeployment {
  readonly deployment: Deployment;
  readonly groupId: AppId;
  readonly conflicts: readonly Deployment[];
}

/** What shall be changed, all at once. */
export interface Change extends RootChange {
  readonly version: Timestamp;
  /** The group that listeners are told has changed. */
  readonly groupId: AppId;
}

/** Plans a change. What it makes of apps and groups counts for dependencies, too. */
export function planDeployment(step: Step, change: Change): PlannedDeployment {
  const { state } = step;
  const { version, transitions, groups, groupId } = change;
  const deployment: Deployment = {
    id: state.random.uuid(),
    version,
    transitions,
    ...(groups.length === 0 ? {} : { groups }),
    steps: planSteps(transitions, new TargetRoot(state, change)),
    stepIndex: 0,
  };
  return { deployment, groupId, conflicts: conflictsOf(step, affectedApps(deployment)) };
}

/** Why a plan cannot begin now; undefined when it can (marathon-behaviour.md §3.1). */
export function validateDeployment(
  { state }: Step,
  { conflicts }: PlannedDeployment,
  force: boolean,
): ApiFault | undefined {
  if (conflicts.length > 0 && !force) {
    return { kind: 'locked', deploymentIds: conflicts.map(({ id }) => id) };
  }
  const max = state.config.maxRunningDeployments;
  if (state.deployments.size - conflicts.length >= max) return { kind: 'tooManyDeployments', max };
  return undefined;
}

/**
 * Begins a plan that was validated: what stands in its way is cancelled, the new definitions are
 * stored together with it.
 */
export function startDeployment(step: Step, planned: PlannedDeployment): void {
  const { deployment, groupId, conflicts } = planned;
  const { id: deploymentId, version, steps, transitions, groups = [] } = deployment;
  for (const conflict of conflicts) cancelDeployment(step, conflict);
  step.state.lastVersion = version;
  noteVersion(step, version, { transitions, groups });
  applyGroups(step, groups);
  for (const { id, after } of transitions) {
    const record = step.state.apps.get(id);
    if (after !== undefined) putApp(step, after);
    else if (record !== undefined) retireApp(step, record);
  }
  announce(step, { kind: 'groupChanged', groupId, version });
  count(step, 'deployments');
  trace(step, 'info', 'deployment.started', { deploymentId, steps: steps.length });
  for (const { action, app } of steps.flatMap(({ actions }) => actions)) {
    if (action !== 'ScaleApplication') resetDelay(step, recordOf(step, app));
  }
  takeUp(step, deployment);
  if (steps.length === 0) finishDeployment(step, deployment);
}

/** Takes up a plan, new or stored: its apps are locked by it from now on. */
export function takeUp(step: Step, deployment: Deployment): void {
  step.state.deployments.set(deployment.id, deployment);
  write(step, deploymentWrite(deployment));
  for (const id of affectedApps(deployment)) {
    recordOf(step, id).deploymentId = deployment.id;
    step.state.dirty.add(id);
  }
  openStep(step, deployment);
}

/** Goes on to the next step; the last one ends the deployment. */
export function stepDone(step: Step, deployment: Deployment): void {
  const { stepIndex, steps } = deployment;
  const plan = deploymentViewOf(deployment);
  announce(step, { kind: 'deploymentStepSuccess', plan, step: stepIndex + 1 });
  const next = { ...deployment, stepIndex: stepIndex + 1 };
  step.state.deployments.set(next.id, next);
  if (next.stepIndex >= steps.length) {
    finishDeployment(step, next);
    return;
  }
  write(step, deploymentWrite(next));
  openStep(step, next);
}

/** Ends a plan where it stands. */
export function cancelDeployment(step: Step, deployment: Deployment): void {
  forget(step, deployment);
  const plan = deploymentViewOf(deployment);
  announce(step, { kind: 'deploymentFailed', plan, reason: CANCELLED });
  trace(step, 'info', 'deployment.cancelled', { deploymentId: deployment.id });
}

function finishDeployment(step: Step, deployment: Deployment): void {
  forget(step, deployment);
  announce(step, { kind: 'deploymentSuccess', plan: deploymentViewOf(deployment) });
  trace(step, 'info', 'deployment.finished', { deploymentId: deployment.id });
}

function openStep(step: Step, deployment: Deployment): void {
  const { id, steps, stepIndex } = deployment;
  const actions = steps[stepIndex]?.actions ?? [];
  step.state.openActions.set(id, new Map(actions.map((action) => [action.app, action])));
  for (const { app } of actions) step.state.dirty.add(app);
  if (actions.length === 0) return;
  const plan = deploymentViewOf(deployment);
  announce(step, { kind: 'deploymentInfo', plan, step: stepIndex + 1 });
  trace(step, 'info', 'deployment.step', { deploymentId: id, step: stepIndex + 1 });
}

function forget(step: Step, deployment: Deployment): void {
  const { state } = step;
  state.deployments.delete(deployment.id);
  state.openActions.delete(deployment.id);
  write(step, deploymentRemoval(deployment.id));
  for (const id of affectedApps(deployment)) {
    const record = state.apps.get(id);
    if (record?.deploymentId !== deployment.id) continue;
    record.deploymentId = undefined;
    state.dirty.add(id);
  }
}

function conflictsOf({ state }: Step, ids: readonly AppId[]): readonly Deployment[] {
  const found = new Set<Deployment>();
  for (const id of ids) {
    const deployment = state.deployments.get(state.apps.get(id)?.deploymentId ?? '');
    if (deployment !== undefined) found.add(deployment);
  }
  return [...found];
}
