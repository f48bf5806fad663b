import type { Random } from '@stoa/common';
import { resolveAppId, type ApiRequest, type AppChange, type AppId } from '@stoa/marathon/core';
import type { MarathonNode } from './marathon-node.ts';
import type { Simulator } from './simulator.ts';

/** Whom requests are sent to. */
export interface WorkloadTarget {
  readonly simulator: Simulator;
  /** The one that leads now, when there are several. */
  readonly marathon: MarathonNode;
}

interface Member {
  readonly id: string;
  readonly dependencies?: readonly string[];
}

/** Groups that the workload changes as a whole, beside the apps that it changes one by one. */
const GROUPS: readonly AppId[] = [resolveAppId('/shop'), resolveAppId('/mail')];
type GroupChange = Extract<ApiRequest, { readonly kind: 'changeGroup' }>['change'];

const READINESS = {
  portDefinitions: [{ port: 0, name: 'http-api' }],
  readinessChecks: [{ intervalSeconds: 3, timeoutSeconds: 2 }],
};

/** What a person does with Marathon all day, drawn from the seed. */
export class Workload {
  readonly #cluster: WorkloadTarget;
  readonly #random: Random;
  readonly #checked: Random | undefined;
  readonly #untilMs: number;
  readonly #ids: readonly AppId[];
  readonly #maxInstances: number;
  readonly #overCapacities: readonly number[];
  /** Requests that were answered. */
  answered = 0;
  refused = 0;

  constructor(options: {
    readonly cluster: WorkloadTarget;
    readonly random: Random;
    /** Draws checks for some of the apps; without it none is checked. */
    readonly checked: Random | undefined;
    readonly untilMs: number;
    readonly apps: number;
    readonly maxInstances: number;
    readonly overCapacities: readonly number[];
  }) {
    this.#cluster = options.cluster;
    this.#random = options.random;
    this.#checked = options.checked;
    this.#untilMs = options.untilMs;
    this.#maxInstances = options.maxInstances;
    this.#overCapacities = options.overCapacities;
    this.#ids = Array.from({ length: options.apps }, (_, at) => resolveAppId(`/load/app-${at}`));
  }

  start(meanMs: number): void {
    const { simulator } = this.#cluster;
    simulator.after(meanMs * 2 * this.#random.fraction(), () => {
      if (simulator.elapsedMs >= this.#untilMs) return;
      this.#act();
      this.start(meanMs);
    });
  }

  #act(): void {
    const id = this.#random.pick(this.#ids);
    this.#cluster.marathon.request(this.#draw(id), (outcome) => {
      if (outcome === undefined) return;
      if (outcome.kind === 'refused') this.refused += 1;
      else this.answered += 1;
    });
  }

  #draw(id: AppId): ApiRequest {
    const force = this.#random.chance(0.3);
    if (this.#random.chance(0.1)) return this.#groupRequest(force);
    const kind = this.#random.below(10);
    if (kind < 3) return this.#change({ kind: 'create', id, json: { id, ...this.#definition() } });
    if (kind < 5)
      return this.#change(
        { kind: 'update', id, mayCreate: false, json: { instances: this.#instances() } },
        force,
      );
    if (kind < 7)
      return this.#change(
        { kind: 'update', id, mayCreate: true, json: { id, ...this.#definition() } },
        force,
      );
    if (kind === 7) return { kind: 'restartApp', id, force };
    if (kind === 8) {
      const [deployment] = this.#cluster.marathon.kernel?.view.deployments() ?? [];
      if (deployment !== undefined) {
        return { kind: 'cancelDeployment', deploymentId: deployment.id, force };
      }
      return { kind: 'deleteApp', id, force };
    }
    const tasks = [...(this.#cluster.marathon.kernel?.view.tasksOf(id) ?? [])];
    const taskIds = tasks.length === 0 ? [] : [this.#random.pick(tasks).id];
    const scale = this.#random.chance(0.3);
    const wipe = !scale && this.#random.chance(0.3);
    return { kind: 'killTasks', selection: { kind: 'tasks', taskIds }, scale, wipe, force };
  }

  #change(change: AppChange, force = false): ApiRequest {
    return { kind: 'changeApps', changes: [change], force, source: undefined };
  }

  /** A change of a group with all its apps at once, or a look at what it would do. */
  #groupRequest(force: boolean): ApiRequest {
    const id = this.#random.pick(GROUPS);
    const change = this.#groupChange(id);
    if (this.#random.chance(0.1)) return { kind: 'previewGroup', change };
    return { kind: 'changeGroup', change, force, toldOf: id };
  }

  #groupChange(id: AppId): GroupChange {
    const kind = this.#random.below(10);
    if (kind === 0) return { kind: 'delete', id };
    // Growing again and again would ask for more than the agents have.
    if (kind < 4) return { kind: 'scale', id, factor: this.#hasRoom() ? 1.5 : 0.5 };
    const json = { id, ...this.#chain(), groups: [{ id: 'below', apps: [this.#member('leaf')] }] };
    return { kind: 'update', id, json };
  }

  /** Two apps of which the second waits for the first. */
  #chain(): { readonly apps: readonly Member[] } {
    const first = this.#member('first');
    return { apps: [first, { ...this.#member('second'), dependencies: ['first'] }] };
  }

  #member(id: string): Member {
    return { id, ...this.#definition() };
  }

  #hasRoom(): boolean {
    let instances = 0;
    for (const app of this.#cluster.marathon.kernel?.view.apps() ?? []) instances += app.instances;
    return instances * 2 < this.#maxInstances * this.#ids.length;
  }

  #instances(): number {
    return this.#random.below(this.#maxInstances + 1);
  }

  #definition(): object {
    return {
      cmd: `sleep ${this.#random.below(1000)}`,
      cpus: 0.1,
      mem: 32,
      instances: this.#instances(),
      backoffSeconds: this.#random.below(3),
      maxLaunchDelaySeconds: 20,
      upgradeStrategy: {
        minimumHealthCapacity: this.#random.pick([0, 0.5, 1]),
        maximumOverCapacity: this.#random.pick(this.#overCapacities),
      },
      ...this.#checks(),
    };
  }

  #checks(): object {
    const random = this.#checked;
    if (random === undefined) return {};
    const healthCheck = {
      protocol: random.pick(['HTTP', 'TCP']),
      port: 8080,
      gracePeriodSeconds: random.below(30),
      intervalSeconds: 1 + random.below(10),
      timeoutSeconds: 1 + random.below(5),
      maxConsecutiveFailures: random.below(3),
    };
    return {
      ...(random.chance(0.5) ? { healthChecks: [healthCheck] } : {}),
      ...(random.chance(0.3) ? READINESS : {}),
    };
  }
}
