import type { App } from '../apps/app.ts';
import type { Instance } from './instance.ts';

/**
 * Whether an instance does its work, as far as health checks tell (marathon-behaviour.md §3.3, §3.4): it
 * runs, and where there are checks each of them calls it alive.
 */
export function isServing({ condition, healthy, configVersion }: Instance, app: App): boolean {
  if (condition !== 'Running' || healthy === false) return false;
  // Of an older configuration nothing bad is enough: after a restart its checks have yet to speak.
  if (configVersion !== app.versionInfo.lastConfigChangeAt) return true;
  return healthy === true || app.healthChecks.length === 0;
}
