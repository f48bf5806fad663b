import { formatCpus, formatDuration, formatMebibytes, parseTime, plural } from './format.ts';
import { deriveRoom } from './overview.ts';
import type { Agent, App, DeploymentJson } from './records.ts';
import { countRunning } from './status.ts';

// What an act will do, told before it is done (console.md §1 P6).

/** One app by its id, several by their number. */
export function nameApps(ids: readonly string[]): string {
  return ids.length === 1 ? (ids[0] ?? '') : plural(ids.length, 'app');
}

/** What scaling the apps to `instances` starts, stops and takes. */
export function describeScale(
  apps: readonly App[],
  instances: number,
  agents: readonly Agent[],
): string {
  const more = apps.reduce((sum, app) => sum + Math.max(0, instances - app.counts.wanted), 0);
  const fewer = apps.reduce((sum, app) => sum + Math.max(0, app.counts.wanted - instances), 0);
  if (more === 0 && fewer === 0) return 'Nothing changes: so many are wanted already.';
  if (more === 0) {
    return `Stops ${plural(fewer, 'instance')}; the configuration stays.`;
  }
  const cpus = apps.reduce(
    (sum, app) => sum + Math.max(0, instances - app.counts.wanted) * (app.definition.cpus ?? 0),
    0,
  );
  const mem = apps.reduce(
    (sum, app) => sum + Math.max(0, instances - app.counts.wanted) * (app.definition.mem ?? 0),
    0,
  );
  const needs = `Starts ${plural(more, 'instance')}: needs ${formatCpus(cpus)} cpus and ${formatMebibytes(mem)} of memory more.`;
  if (agents.length === 0) return needs;
  const { total, allocated } = deriveRoom(agents);
  const free = { cpus: total.cpus - allocated.cpus, mem: total.mem - allocated.mem };
  const fits = cpus <= free.cpus && mem <= free.mem;
  const room = `${formatCpus(free.cpus)} cpus and ${formatMebibytes(free.mem)} are free`;
  return fits ? `${needs} ${room}.` : `${needs} Only ${room}: some will wait.`;
}

/** What suspending stops. */
export function describeSuspend(apps: readonly App[]): string {
  const running = apps.reduce((sum, { counts }) => sum + countRunning(counts), 0);
  return `Stops ${plural(running, 'instance')}. The configuration stays; scale it up to have it back.`;
}

/** What a restart replaces, and within which bounds. */
export function describeRestart(apps: readonly App[]): string {
  const [only] = apps;
  const wanted = apps.reduce((sum, { counts }) => sum + counts.wanted, 0);
  if (only === undefined || apps.length > 1) {
    return `Replaces ${plural(wanted, 'instance')} of ${plural(apps.length, 'app')}, each app within its own bounds.`;
  }
  return `Replaces ${plural(wanted, 'instance')}: ${describeBounds(only)}.`;
}

/** The bounds of a rolling replacement in words (marathon-behaviour.md, upgrade strategy). */
export function describeBounds({ definition, counts }: App): string {
  const least = Math.ceil(counts.wanted * (definition.upgradeStrategy?.minimumHealthCapacity ?? 1));
  const most =
    counts.wanted +
    Math.floor(counts.wanted * (definition.upgradeStrategy?.maximumOverCapacity ?? 1));
  return `never fewer than ${least} healthy, at most ${Math.max(most, 1)} at once`;
}

/** What destroying removes (console.md §7, 24); `versions` is how many there are of a single app. */
export function describeDestroy(apps: readonly App[], versions?: number): string {
  const running = apps.reduce((sum, { counts }) => sum + countRunning(counts) + counts.starting, 0);
  const what = apps.length === 1 ? 'its configuration' : 'their configurations';
  const history = versions === undefined ? 'all versions' : plural(versions, 'version');
  const names = nameApps(apps.map(({ id }) => id));
  return `Destroys ${names}: stops ${plural(running, 'instance')} and removes ${what} and ${history}.${describeLoss(apps)} This cannot be undone.`;
}

/** Volumes go with their app: their reservations are given up (marathon-behaviour.md, resident tasks). */
function describeLoss(apps: readonly App[]): string {
  const volumes = apps.reduce(
    (sum, { definition, counts }) =>
      sum +
      counts.wanted *
        (definition.container?.volumes ?? []).filter((volume) => 'persistent' in volume).length,
    0,
  );
  if (volumes === 0) return '';
  return ` ${plural(volumes, 'volume')} and what is in ${volumes === 1 ? 'it' : 'them'} ${volumes === 1 ? 'is' : 'are'} given up.`;
}

/** More instances than this are not destroyed without typing the name (console.md §5). */
const TYPED_ABOVE = 10;

/** Whether the name has to be typed before this is destroyed. */
export function mustType(apps: readonly App[]): boolean {
  const running = apps.reduce((sum, { counts }) => sum + counts.wanted, 0);
  const isStateful = apps.some(({ definition }) =>
    definition.container?.volumes?.some((volume) => 'persistent' in volume),
  );
  return running > TYPED_ABOVE || isStateful;
}

/** How far the deployment is that stands in the way, and since when (console.md §7, 18). */
export function describeLock(
  { currentStep, totalSteps, version }: DeploymentJson,
  now: number,
): string {
  const began = parseTime(version);
  const since = began === undefined ? '' : `, started ${formatDuration(now - began)} ago`;
  return `step ${currentStep} of ${totalSteps}${since}`;
}
