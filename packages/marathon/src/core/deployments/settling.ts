import { endReadiness } from '../health/readiness-checks.ts';
import type { AppRecord, Step } from '../state.ts';
import { performAction, scaleApp, stopApp } from './actions.ts';
import { stepDone } from './deploying.ts';
import type { Deployment } from './deployment.ts';

/**
 * Looks at every app that changed in this step, and at nothing else: the deployment that holds it
 * goes on, and without one the app is kept at its number of instances. What follows may change an app
 * again; then it is looked at once more. Each look changes nothing or brings the app nearer to what
 * it shall be, so this ends.
 */
export function settleApps(step: Step): void {
  const { state } = step;
  for (const id of state.dirty) {
    state.dirty.delete(id);
    const record = state.apps.get(id);
    if (record === undefined) continue;
    const deployment = state.deployments.get(record.deploymentId ?? '');
    if (deployment !== undefined) {
      advance(step, record, deployment);
      continue;
    }
    endReadiness(step, id);
    keepScale(step, record);
  }
}

function keepScale(step: Step, record: AppRecord): void {
  if (record.current === undefined) stopApp(step, record);
  else scaleApp(step, record, record.current);
}

function advance(step: Step, record: AppRecord, deployment: Deployment): void {
  const open = step.state.openActions.get(deployment.id);
  const action = open?.get(record.id);
  if (action === undefined) {
    // Its turn is over: it stays at its number. One whose turn comes later is left as it is.
    if (hadItsTurn(record, deployment)) keepScale(step, record);
    return;
  }
  if (!performAction(step, record, action)) return;
  open?.delete(record.id);
  if (open?.size === 0) stepDone(step, deployment);
}

function hadItsTurn({ id }: AppRecord, { steps, stepIndex }: Deployment): boolean {
  const isIn = (at: number): boolean => steps[at]?.actions.some(({ app }) => app === id) === true;
  for (let at = stepIndex + 1; at < steps.length; at++) if (isIn(at)) return false;
  return true;
}
