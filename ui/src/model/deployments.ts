import { shortId } from './address.ts';
import { formatCountdown, formatDuration, formatSince, parseTime, plural } from './format.ts';
import type { App, DeploymentJson, Happening, Instance } from './records.ts';
import { deriveInstanceStatus, type InstanceStatus } from './status.ts';

/** One instance in a deployment's picture. */
export interface Slot {
  readonly instance: Instance;
  readonly status: InstanceStatus;
}

/** One app of a deployment: its old and new instances. */
export interface AppProgress {
  readonly id: string;
  readonly app: App | undefined;
  readonly before: readonly Slot[];
  readonly after: readonly Slot[];
  /** New ones that count: healthy where checks say so, else running. */
  readonly ready: number;
  readonly wanted: number;
  /** The action of the present step; undefined while it is not this app's turn. */
  readonly action: string | undefined;
}

/** How far a deployment is. */
export interface DeploymentProgress {
  readonly sentence: string;
  /** The same for a list: `6 of 10 new · 2 old`. */
  readonly brief: string;
  /** What it waits for, when something holds it. */
  readonly hold: string | undefined;
  readonly share: number;
  readonly apps: readonly AppProgress[];
}

const VERBS: Readonly<Record<string, string>> = {
  StartApplication: 'starting',
  ScaleApplication: 'scaling',
  RestartApplication: 'replacing instances',
  StopApplication: 'stopping',
};

/** An action in words: `replacing instances`. */
export function nameAction(action: string): string {
  return Object.hasOwn(VERBS, action) ? (VERBS[action] ?? action) : action;
}

type FindApp = (id: string) => App | undefined;
type FindInstances = (id: string) => readonly Instance[];

function progressOf(
  deployment: DeploymentJson,
  id: string,
  findApp: FindApp,
  findInstances: FindInstances,
): AppProgress {
  const app = findApp(id);
  const hasChecks = (app?.definition.healthChecks?.length ?? 0) > 0;
  const change = app?.definition.versionInfo?.lastConfigChangeAt ?? app?.definition.version ?? '';
  const slots = findInstances(id).map((instance) => ({
    instance,
    status: deriveInstanceStatus(instance.condition, instance.isHealthy),
  }));
  // Of one that was just scheduled no version is known: it is none of the old ones.
  const isNew = ({ instance: { version } }: Slot) => version === undefined || version >= change;
  const after = slots.filter(isNew);
  const ready = after.filter(
    ({ status }) => status === 'healthy' || (!hasChecks && status === 'running'),
  );
  return {
    id,
    app,
    before: slots.filter((slot) => !isNew(slot)),
    after,
    ready: ready.length,
    wanted: app?.counts.wanted ?? 0,
    action: deployment.currentActions.find((action) => action.app === id)?.action,
  };
}

/** How far a deployment is, in words and as a share of its steps. */
export function describeDeployment(
  deployment: DeploymentJson,
  findApp: FindApp,
  findInstances: FindInstances,
  now: number,
): DeploymentProgress {
  const apps = deployment.affectedApps.map((id) =>
    progressOf(deployment, id, findApp, findInstances),
  );
  const busy = apps.filter(({ action }) => action !== undefined);
  const ready = busy.reduce((sum, app) => sum + Math.min(app.ready, app.wanted), 0);
  const wanted = busy.reduce((sum, app) => sum + app.wanted, 0);
  const old = busy.reduce((sum, app) => sum + app.before.length, 0);
  const inStep = wanted === 0 ? (old === 0 ? 1 : 0) : ready / wanted;
  const steps = Math.max(1, deployment.totalSteps);
  const at = `Step ${Math.min(deployment.currentStep, steps)} of ${steps}`;
  return {
    sentence: `${at}: ${describeStep(busy, ready, wanted)}.`,
    brief: describeBriefly(busy, ready, wanted),
    hold: describeHold(busy, now),
    share: Math.min(1, Math.max(0, (deployment.currentStep - 1 + inStep) / steps)),
    apps,
  };
}

const slotsOf = (busy: readonly AppProgress[]) =>
  busy.flatMap(({ before, after }) => [...before, ...after]);

const isChecked = (busy: readonly AppProgress[]) =>
  busy.some(({ app }) => (app?.definition.healthChecks?.length ?? 0) > 0);

/** How far the present step is (console.md §7, 12). */
function describeStep(busy: readonly AppProgress[], ready: number, wanted: number): string {
  const action = busy[0]?.action;
  const slots = slotsOf(busy).length;
  if (action === undefined) return 'nothing is left to do';
  if (action === 'StopApplication' || (action === 'ScaleApplication' && slots > wanted)) {
    const left = action === 'StopApplication' ? slots : slots - wanted;
    return `${plural(left, 'instance')} ${left === 1 ? 'is' : 'are'} left to stop`;
  }
  const how = isChecked(busy) ? 'healthy' : 'running';
  const are = `${ready} of ${plural(wanted, 'instance')} ${wanted === 1 ? 'is' : 'are'}`;
  return action === 'RestartApplication' ? `${are} new and ${how}` : `${are} ${how}`;
}

function describeBriefly(busy: readonly AppProgress[], ready: number, wanted: number): string {
  const old = busy.reduce((sum, { before }) => sum + before.length, 0);
  const [first] = busy;
  if (first?.action === 'StopApplication') {
    return `${plural(slotsOf(busy).length, 'instance')} to stop`;
  }
  return `${ready} of ${wanted} new${old === 0 ? '' : ` · ${old} old`}`;
}

function describeHold(busy: readonly AppProgress[], now: number): string | undefined {
  const slots = busy.flatMap(({ after, app }) => after.map((slot) => ({ ...slot, app })));
  const find = (...statuses: readonly InstanceStatus[]) =>
    slots.filter(({ status }) => statuses.includes(status));
  const unwell = find('unhealthy');
  if (unwell.length > 0) return waitFor(unwell, 'become healthy', now);
  const queued = busy.find(({ app }) => app?.queue !== undefined && app.queue.count > 0);
  if (queued?.app?.queue !== undefined) {
    const { queue } = queued.app;
    const whose = busy.length === 1 ? '' : ` of ${queued.id}`;
    return queue.delayedUntil === undefined || queue.delayedUntil <= now
      ? `${plural(queue.count, 'instance')}${whose} ${queue.count === 1 ? 'has' : 'have'} found no place yet.`
      : `The last start${whose} failed. The next try is in ${formatCountdown(queue.delayedUntil - now)}.`;
  }
  const starting = find('starting', 'staging');
  if (starting.length > 0) return waitFor(starting, 'start', now);
  const unseen = find('running');
  return isChecked(busy) && unseen.length > 0 ? waitFor(unseen, 'become healthy', now) : undefined;
}

interface Awaited extends Slot {
  readonly app: App | undefined;
}

/** What is waited for, one by its name with the end of its grace period (console.md §7, 13). */
function waitFor(slots: readonly Awaited[], what: string, now: number): string {
  const [only] = slots;
  if (only === undefined || slots.length > 1) {
    return `It waits for ${plural(slots.length, 'instance')} to ${what}.`;
  }
  const grace = Math.max(
    0,
    ...(only.app?.definition.healthChecks ?? []).map((check) => check.gracePeriodSeconds ?? 300),
  );
  const end = (only.instance.startedAt ?? Number.NaN) + grace * 1_000;
  const left =
    what === 'start' || !(end > now)
      ? ''
      : `; its grace period ends in ${formatCountdown(end - now)}`;
  return `It waits for ${shortId(only.instance.id)} to ${what}${left}.`;
}

/** How a deployment ended (console.md §7, 14): what runs since when, and how long it took. */
export function describeOutcome(
  last: DeploymentJson,
  end: Happening,
  nameVersion: (version: string) => string,
  now: number,
): string {
  const began = parseTime(last.version);
  const took = began === undefined ? '' : ` It took ${formatDuration(end.at - began)}.`;
  if (end.family !== 'good') return `${end.text}.${took}`;
  const [app, ...others] = last.affectedApps;
  const since = formatSince(end.at, now);
  if (app === undefined) return `It ended at ${since}.${took}`;
  return others.length > 0
    ? `${plural(last.affectedApps.length, 'app')} run as asked since ${since}.${took}`
    : `${app} runs ${nameVersion(last.version)} since ${since}.${took}`;
}
