import type { App, AppId, TaskView } from '@stoa/marathon/core';
import type { MarathonNode } from '../marathon-node.ts';
import type { Simulator } from '../simulator.ts';

/** A task that takes a place, as far as is known. */
const ALIVE: ReadonlySet<TaskView['condition']> = new Set<TaskView['condition']>([
  'Provisioned',
  'Staging',
  'Starting',
  'Running',
  'Killing',
]);

/** The bounds that an upgrade has to keep (marathon-behaviour.md §3.4). */
export function upgradeBounds({ instances, upgradeStrategy }: App): {
  readonly minHealthy: number;
  readonly maxCapacity: number;
} {
  const { minimumHealthCapacity, maximumOverCapacity } = upgradeStrategy;
  const minHealthy = Math.ceil(Math.round(instances * minimumHealthCapacity * 1e6) / 1e6);
  const most = Math.floor(Math.round(instances * (1 + maximumOverCapacity) * 1e6) / 1e6);
  // Where both meet there has to be room for one more, or nothing could move.
  return { minHealthy, maxCapacity: most === minHealthy ? most + 1 : most };
}

/**
 * Watches rolling upgrades kill by kill and launch by launch. Laws: an upgrade gives up an instance
 * that serves only while enough others serve; it launches only while there is room.
 */
export class CapacityBounds {
  readonly #simulator: Simulator;
  readonly #marathon: () => MarathonNode;
  /** Instances that were given up, until their tasks end. */
  readonly #leaving = new Set<string>();
  /** Versions of which a task was held for gone for a while: when it is back there is one too many. */
  readonly #unsure = new Set<App>();
  /** Apps by what the ids of their instances begin with. */
  readonly #idOf = new Map<string, AppId>();
  /** What was counted since the kernel's last step: it launches and kills many in one. */
  readonly #alive = new Map<App, number>();
  /** Those that serve; who is given up is taken out. */
  readonly #serving = new Map<App, Set<string>>();
  #upgraded: ReadonlySet<AppId> | undefined;
  #countedAt = -1;

  constructor(simulator: Simulator, marathon: () => MarathonNode) {
    this.#simulator = simulator;
    this.#marathon = marathon;
  }

  /** Marathon told something of itself. */
  traced(event: string, fields: Readonly<Record<string, unknown>>): void {
    const instanceId = String(fields['instanceId']);
    if (event === 'process.crashed') {
      this.#leaving.clear();
      this.#countedAt = -1;
    } else if (event === 'instance.provisioned') this.#checkLaunch(instanceId);
    else if (event === 'instance.changed') this.#noteSilence(instanceId, fields['condition']);
    else if (event === 'instance.expunged') {
      this.#leaving.delete(instanceId);
      this.#countedAt = -1;
    } else if (event === 'instance.killing' && fields['goal'] === 'Decommissioned') {
      if (fields['reason'] === 'Upgrading') this.#checkKill(instanceId);
      this.#leaving.add(instanceId);
      for (const serving of this.#serving.values()) serving.delete(instanceId);
    }
  }

  #checkKill(instanceId: string): void {
    const app = this.#appOf(instanceId);
    if (app === undefined) return;
    const serving = this.#servingOf(app);
    if (!serving.has(instanceId)) return;
    const { minHealthy } = upgradeBounds(app);
    if (serving.size - 1 >= minHealthy) return;
    this.#simulator.fail(
      `the upgrade of ${app.id} gave up ${instanceId} while ${serving.size} serve and ${minHealthy} must`,
    );
  }

  #checkLaunch(instanceId: string): void {
    const app = this.#appOf(instanceId);
    if (app === undefined || !this.#isUpgraded(app) || this.#unsure.has(app)) return;
    const alive = this.#aliveOf(app);
    const { maxCapacity } = upgradeBounds(app);
    if (alive <= maxCapacity) return;
    this.#simulator.fail(
      `the upgrade of ${app.id} launched ${instanceId}: ${alive} live and ${maxCapacity} may`,
    );
  }

  /** Instances of an app that serve and were not given up. */
  #servingOf(app: App): Set<string> {
    this.#forgetCounts();
    let serving = this.#serving.get(app);
    if (serving === undefined) {
      serving = new Set();
      const ready = this.#readyOf(app);
      for (const task of this.#tasksOf(app)) {
        if (this.#leaving.has(task.instanceId) || !serves(app, task, ready)) continue;
        serving.add(task.instanceId);
      }
      this.#serving.set(app, serving);
    }
    return serving;
  }

  /** How many tasks of an app take a place. */
  #aliveOf(app: App): number {
    this.#forgetCounts();
    let alive = this.#alive.get(app);
    if (alive === undefined) {
      alive = 0;
      for (const { condition } of this.#tasksOf(app)) if (ALIVE.has(condition)) alive += 1;
      this.#alive.set(app, alive);
    }
    return alive;
  }

  /** What was counted holds until the kernel makes a step. */
  #forgetCounts(): void {
    const { steps } = this.#marathon().process;
    if (steps === this.#countedAt) return;
    this.#countedAt = steps;
    this.#alive.clear();
    this.#serving.clear();
    this.#upgraded = undefined;
  }

  #noteSilence(instanceId: string, condition: unknown): void {
    if (condition !== 'Unreachable' && condition !== 'UnreachableInactive') return;
    const app = this.#appOf(instanceId);
    if (app !== undefined) this.#unsure.add(app);
  }

  /** Whether the step under way of a deployment replaces the instances of the app. */
  #isUpgraded({ id }: App): boolean {
    this.#forgetCounts();
    this.#upgraded ??= this.#appsUpgraded();
    return this.#upgraded.has(id);
  }

  #appsUpgraded(): ReadonlySet<AppId> {
    const upgraded = new Set<AppId>();
    for (const { steps, currentStep } of this.#marathon().kernel?.view.deployments() ?? []) {
      for (const { action, app } of steps[currentStep - 1]?.actions ?? []) {
        if (action === 'RestartApplication') upgraded.add(app);
      }
    }
    return upgraded;
  }

  #readyOf({ id, readinessChecks }: App): ReadonlySet<string> {
    if (readinessChecks.length === 0) return new Set();
    const views = this.#marathon().kernel?.view.readinessOf(id) ?? [];
    return new Set(views.filter(({ isReady }) => isReady).map(({ taskId }) => taskId));
  }

  #appOf(instanceId: string): App | undefined {
    const view = this.#marathon().kernel?.view;
    const prefix = instanceId.slice(0, instanceId.indexOf('.'));
    const known = this.#idOf.get(prefix);
    if (known !== undefined) return view?.app(known);
    for (const app of view?.apps() ?? []) this.#idOf.set(safeIdOf(app.id), app.id);
    const id = this.#idOf.get(prefix);
    return id === undefined ? undefined : view?.app(id);
  }

  #tasksOf({ id }: App): Iterable<TaskView> {
    return this.#marathon().kernel?.view.tasksOf(id) ?? [];
  }
}

/** Runs, and no check speaks against it; of the new configuration each has to speak for it. */
function serves(
  app: App,
  { condition, version, health, id }: TaskView,
  ready: ReadonlySet<string>,
): boolean {
  if (condition !== 'Running' || health.some(({ alive }) => !alive)) return false;
  if (version < app.versionInfo.lastConfigChangeAt) return true;
  const isReady = app.readinessChecks.length === 0 || ready.has(id);
  return health.length === app.healthChecks.length && isReady;
}

function safeIdOf(id: AppId): string {
  return id.slice(1).replaceAll('/', '_');
}
