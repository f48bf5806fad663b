import type { App } from '../apps/app.ts';
import type { Instance } from './instance.ts';

/** Checks that the agent runs and tells with the task's status (marathon-behaviour.md §7). */
const AGENT_CHECKS: ReadonlySet<string> = new Set([
  'COMMAND',
  'MESOS_HTTP',
  'MESOS_HTTPS',
  'MESOS_TCP',
]);

/**
 * Whether an instance does its work, as far as anybody checks: it runs, no check calls it unhealthy,
 * and one that is checked by its agent was called healthy once.
 */
export function isServing({ condition, healthy, configVersion }: Instance, app: App): boolean {
  if (condition !== 'Running' || healthy === false) return false;
  // What the checks of another configuration would say of it is not known.
  if (configVersion !== app.versionInfo.lastConfigChangeAt) return true;
  const isChecked = app.healthChecks.some(({ protocol }) => AGENT_CHECKS.has(protocol));
  return healthy === true || !isChecked;
}
