import type { Duration } from '@stoa/common';
import type {
  AgentEvent,
  ContainerObservation,
  ContainerSpec,
  KnownContainer,
  ProbeOrder,
  RunningContainer,
} from '../core/index.ts';
import type { ContainerUsage, Containerizer } from '../containerizers/containerizer.ts';
import { LaunchError, messageOf } from '../containerizers/containerizer.ts';
import type { DockerContainerizer } from '../containerizers/docker/docker-containerizer.ts';
import type { ProcessContainerizer } from '../containerizers/process/process-containerizer.ts';
import { createSandbox } from '../containerizers/sandboxes.ts';
import type { FetchLimits } from './fetcher.ts';
import { fetchAll } from './fetcher.ts';

/**
 * How many launches of one kind are under way at a time; others wait. Each kind has its own: a Docker
 * that hangs, or pulls for an hour, holds no plain command up.
 */
const LAUNCHES_MAX = 16;

/** Carries out what the kernel wishes of containers, and tells it what came of it. */
export class Containers {
  readonly #process: ProcessContainerizer;
  readonly #docker: DockerContainerizer;
  readonly #fetchLimits: FetchLimits;
  readonly #deliver: (event: AgentEvent) => void;
  readonly #onFault: (what: string, error: unknown) => void;
  readonly #launches = new Map<string, AbortController>();
  readonly #known = new Map<string, KnownContainer>();
  readonly #turns = { process: new Turns(LAUNCHES_MAX), docker: new Turns(LAUNCHES_MAX) };
  #fetchesSucceeded = 0;
  #fetchesFailed = 0;

  constructor(options: {
    readonly process: ProcessContainerizer;
    readonly docker: DockerContainerizer;
    readonly fetchLimits: FetchLimits;
    readonly deliver: (event: AgentEvent) => void;
    /** Hears of deeds that failed and have no answer of their own. */
    readonly onFault: (what: string, error: unknown) => void;
  }) {
    this.#process = options.process;
    this.#docker = options.docker;
    this.#fetchLimits = options.fetchLimits;
    this.#deliver = options.deliver;
    this.#onFault = options.onFault;
  }

  /** Makes the sandbox, fetches, starts; answered by an event. */
  launch(spec: ContainerSpec): void {
    const { containerId, kind, sandbox } = spec;
    this.#known.set(containerId, { containerId, kind, sandbox });
    const abort = new AbortController();
    this.#launches.set(containerId, abort);
    this.#carryOut(spec, abort.signal).then(
      (running) => {
        this.#launches.delete(containerId);
        this.#deliver({ kind: 'containerStarted', containerId, running });
      },
      (error: unknown) => {
        this.#launches.delete(containerId);
        this.#deliver({
          kind: 'containerFailed',
          containerId,
          message: messageOf(error),
          isCancelled: abort.signal.aborted,
          isSandboxFault: error instanceof LaunchError && error.isSandboxFault,
        });
      },
    );
  }

  /** Takes up the watch over a container of an earlier life. */
  adopt(container: KnownContainer): void {
    this.#known.set(container.containerId, container);
    this.#of(container).adopt(container);
  }

  /** Gives a launch under way up, or ends what runs. */
  stop(container: KnownContainer, force: boolean): void {
    const launch = this.#launches.get(container.containerId);
    if (launch !== undefined) {
      launch.abort();
      return;
    }
    this.#of(container)
      .stop(container, force)
      .catch((error: unknown) => this.#onFault('container.stop', error));
  }

  /** Cleans up after a container. */
  remove(container: KnownContainer): void {
    this.#known.delete(container.containerId);
    this.#of(container)
      .remove(container)
      .catch((error: unknown) => this.#onFault('container.remove', error));
  }

  /** Tries health or check once; answered by `probeEnded`. */
  probe(order: ProbeOrder): void {
    const { containerId, role } = order;
    const container = this.#known.get(containerId);
    if (container === undefined) return;
    const signal = probeSignal(order.timeout);
    this.#of(container)
      .probe(container, order, signal)
      .catch((error: unknown) => ({ kind: 'failed', message: messageOf(error) }) as const)
      .then((outcome) => this.#deliver({ kind: 'probeEnded', containerId, role, outcome }))
      .catch((error: unknown) => this.#onFault('container.probe', error));
  }

  /** What became of containers while nobody looked. */
  async observe(containers: readonly KnownContainer[]): Promise<readonly ContainerObservation[]> {
    const [processes, dockers] = await Promise.all([
      this.#process.observe(containers.filter(({ kind }) => kind === 'process')),
      this.#docker.observe(containers.filter(({ kind }) => kind === 'docker')),
    ]);
    return [...processes, ...dockers];
  }

  /**
   * Removes what an earlier life left of containers that are none of its tasks'; goes on while others
   * begin. Docker's are left alone without an agent id.
   */
  removeOrphans(search: {
    readonly agentId: string | undefined;
    readonly isKnown: (containerId: string) => boolean;
  }): void {
    const { agentId, isKnown } = search;
    const onFault = (error: unknown): void => this.#onFault('container.orphans', error);
    this.#process.removeOrphans(isKnown).catch(onFault);
    if (agentId !== undefined) this.#docker.removeOrphans(agentId, isKnown).catch(onFault);
  }

  /** What a container uses now. */
  async usage(container: KnownContainer): Promise<ContainerUsage | undefined> {
    try {
      return await this.#of(container).usage(container);
    } catch (error) {
      this.#onFault('container.usage', error);
      return undefined;
    }
  }

  /** Tasks whose files were fetched or not, since the start, by the Mesos names. */
  numbers(): Readonly<Record<string, number>> {
    return {
      'containerizer/fetcher/task_fetches_failed': this.#fetchesFailed,
      'containerizer/fetcher/task_fetches_succeeded': this.#fetchesSucceeded,
    };
  }

  /** Stops watching; containers live on. */
  async close(): Promise<void> {
    for (const launch of this.#launches.values()) launch.abort();
    await Promise.all([this.#process.close(), this.#docker.close()]);
  }

  #of({ kind }: KnownContainer): Containerizer<never> {
    return kind === 'docker' ? this.#docker : this.#process;
  }

  async #carryOut(spec: ContainerSpec, signal: AbortSignal): Promise<RunningContainer> {
    return this.#turns[spec.kind].take(async () => {
      signal.throwIfAborted();
      const user = createSandbox(spec);
      if (spec.fetch.length > 0) await this.#fetch({ spec, user, signal });
      if (spec.kind === 'docker') return this.#docker.start(spec, signal);
      return this.#process.start(spec, signal);
    });
  }

  async #fetch(fetching: Omit<Parameters<typeof fetchAll>[0], 'limits'>): Promise<void> {
    try {
      await fetchAll({ ...fetching, limits: this.#fetchLimits });
      this.#fetchesSucceeded += 1;
    } catch (error) {
      this.#fetchesFailed += 1;
      throw error;
    }
  }
}

/** Lets so many in at a time, in the order in which they came. */
class Turns {
  readonly #max: number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(max: number) {
    this.#max = max;
  }

  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.#underWay < this.#max) this.#underWay += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await act();
    } finally {
      // The place goes to the next as it is: nobody slips in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }
}

function probeSignal(timeout: Duration | undefined): AbortSignal {
  return timeout === undefined ? new AbortController().signal : AbortSignal.timeout(timeout);
}
