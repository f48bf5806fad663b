import type { App, AppId, TaskView } from '@stoa/marathon/core';
import type { MarathonNode } from '../marathon-node.ts';
import type { Simulator } from '../simulator.ts';

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

  constructor(simulator: Simulator, marathon: () => MarathonNode) {
    this.#simulator = simulator;
    this.#marathon = marathon;
  }

  /** Marathon told something of itself. */
  traced(event: string, fields: Readonly<Record<string, unknown>>): void {
    const instanceId = String(fields['instanceId']);
    if (event === 'process.crashed') this.#leaving.clear();
    else if (event === 'instance.expunged') this.#leaving.delete(instanceId);
    else if (event === 'instance.killing' && fields['goal'] === 'Decommissioned') {
      if (fields['reason'] === 'Upgrading') this.#checkKill(instanceId);
      this.#leaving.add(instanceId);
    }
  }

  #checkKill(instanceId: string): void {
    const found = this.#appOf(instanceId);
    if (found === undefined) return;
    const { app, tasks } = found;
    const ready = this.#readyOf(app);
    const serving = tasks.filter(
      (task) => serves(app, task, ready) && !this.#leaving.has(task.instanceId),
    );
    if (!serving.some((task) => task.instanceId === instanceId)) return;
    const { minHealthy } = upgradeBounds(app);
    if (serving.length - 1 >= minHealthy) return;
    this.#simulator.fail(
      `the upgrade of ${app.id} gave up ${instanceId} while ${serving.length} serve and ${minHealthy} must`,
    );
  }

  #readyOf({ id, readinessChecks }: App): ReadonlySet<string> {
    if (readinessChecks.length === 0) return new Set();
    const views = this.#marathon().kernel?.view.readinessOf(id) ?? [];
    return new Set(views.filter(({ isReady }) => isReady).map(({ taskId }) => taskId));
  }

  #appOf(
    instanceId: string,
  ): { readonly app: App; readonly tasks: readonly TaskView[] } | undefined {
    const view = this.#marathon().kernel?.view;
    for (const app of view?.apps() ?? []) {
      if (!instanceId.startsWith(`${safeIdOf(app.id)}.`)) continue;
      return { app, tasks: [...(view?.tasksOf(app.id) ?? [])] };
    }
    return undefined;
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
