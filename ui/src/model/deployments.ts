import { plural } from './format.ts';
import type { App, DeploymentJson, Instance } from './records.ts';
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
  const isNew = ({ instance }: Slot) => (instance.version ?? '') >= change;
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
  const verb = nameAction(busy[0]?.action ?? '');
  const hasChecks = busy.some(({ app }) => (app?.definition.healthChecks?.length ?? 0) > 0);
  const how = hasChecks ? 'new and healthy' : 'new and running';
  const count =
    busy[0]?.action === 'StopApplication'
      ? `${plural(old + busy.reduce((sum, app) => sum + app.after.length, 0), 'instance')} left`
      : `${ready} of ${plural(wanted, 'instance')} ${wanted === 1 ? 'is' : 'are'} ${how}`;
  return {
    sentence: `Step ${Math.min(deployment.currentStep, steps)} of ${steps}: ${verb}. ${count}${old > 0 ? `, ${old} old` : ''}.`,
    hold: describeHold(busy),
    share: Math.min(1, Math.max(0, (deployment.currentStep - 1 + inStep) / steps)),
    apps,
  };
}

function describeHold(busy: readonly AppProgress[]): string | undefined {
  const slots = busy.flatMap(({ after }) => after);
  const queued = busy.filter(({ app }) => app?.queue !== undefined && app.queue.count > 0);
  const count = (status: InstanceStatus) => slots.filter((slot) => slot.status === status).length;
  if (count('unhealthy') > 0) {
    return `It waits for ${plural(count('unhealthy'), 'instance')} to become healthy.`;
  }
  const [first] = queued;
  if (first?.app?.queue !== undefined) {
    const { queue } = first.app;
    return queue.delayedUntil === undefined
      ? `It waits for room for ${plural(queue.count, 'instance')} of ${first.id}.`
      : `The last start of ${first.id} failed; it is tried again after a delay.`;
  }
  if (count('starting') + count('staging') > 0) {
    return `It waits for ${plural(count('starting') + count('staging'), 'instance')} to start.`;
  }
  const hasChecks = busy.some(({ app }) => (app?.definition.healthChecks?.length ?? 0) > 0);
  return hasChecks && count('running') > 0
    ? `It waits for ${plural(count('running'), 'instance')} to become healthy.`
    : undefined;
}
