import type { App } from '../apps/app.ts';
import { announce } from '../instances/instance-book.ts';
import type { AppRecord, MarathonState, Step } from '../state.ts';

/** Tells listeners of the checks of a configuration that is brought up, once. */
export function tellChecks(step: Step, { id }: AppRecord, app: App): void {
  const { told } = step.state.health;
  const { healthChecks, version, versionInfo } = app;
  if (healthChecks.length === 0) {
    tellChecksGone(step, id);
    return;
  }
  if (told.get(id) === versionInfo.lastConfigChangeAt) return;
  told.set(id, versionInfo.lastConfigChangeAt);
  for (const check of healthChecks) {
    announce(step, { kind: 'healthCheckAdded', appId: id, version, check });
  }
}

/** The app, or its checks, are no more. */
export function tellChecksGone(step: Step, appId: AppRecord['id']): void {
  if (!step.state.health.told.delete(appId)) return;
  announce(step, { kind: 'healthChecksRemoved', appId });
}

/** After a restart: what was told by an earlier life is not told again. */
export function restoreTold({ health, deployments }: MarathonState, record: AppRecord): void {
  const { current, id, deploymentId } = record;
  if (current === undefined || current.healthChecks.length === 0) return;
  // The deployment under way tells of it when its turn comes.
  if (deployments.has(deploymentId ?? '')) return;
  health.told.set(id, current.versionInfo.lastConfigChangeAt);
}
