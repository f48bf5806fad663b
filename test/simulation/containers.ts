import type { Random } from '@stoa/common';
import type {
  AgentEvent,
  ContainerEnd,
  ContainerObservation,
  ContainerSpec,
  KnownContainer,
} from '@stoa/agent/core';
import type { Simulator } from './simulator.ts';

/** How containers behave; times in milliseconds, chances per container. */
export interface ContainerTemper {
  readonly startMsMax: number;
  readonly slowStartMsMax: number;
  readonly slowStartChance: number;
  readonly startFailChance: number;
  /** A container that ends by itself does so within this time. */
  readonly lifeMsMax: number;
  readonly endChance: number;
  /** Ignores the soft signal. */
  readonly stubbornChance: number;
}

export const CALM_CONTAINERS: ContainerTemper = {
  startMsMax: 50,
  slowStartMsMax: 0,
  slowStartChance: 0,
  startFailChance: 0,
  lifeMsMax: 0,
  endChance: 0,
  stubbornChance: 0,
};

/** Whose container it is. */
export interface ContainedTask {
  readonly frameworkId: string;
  readonly taskId: string;
  /** `<framework id> <task id>`. */
  readonly key: string;
}

interface Container {
  readonly containerId: string;
  readonly task: ContainedTask;
  phase: 'starting' | 'running' | 'ended';
  readonly isStubborn: boolean;
  end: ContainerEnd | undefined;
}

/** Told of every container that came to run, and of its end: the truth that the daemons only hear of. */
export interface ContainerWitness {
  started(agent: string, containerId: string, task: ContainedTask): void;
  ended(agent: string, containerId: string, task: ContainedTask): void;
}

/** The containers of one machine. They live on when the agent dies. */
export class SimulatedContainers {
  readonly #simulator: Simulator;
  readonly #random: Random;
  readonly #agent: string;
  readonly #witness: ContainerWitness;
  readonly #containers = new Map<string, Container>();
  #deliver: (event: AgentEvent) => void = () => undefined;
  temper: ContainerTemper = CALM_CONTAINERS;

  constructor(options: {
    readonly simulator: Simulator;
    readonly random: Random;
    readonly agent: string;
    readonly witness: ContainerWitness;
  }) {
    this.#simulator = options.simulator;
    this.#random = options.random;
    this.#agent = options.agent;
    this.#witness = options.witness;
  }

  /** A new life of the agent listens from here on. */
  attach(deliver: (event: AgentEvent) => void): void {
    this.#deliver = deliver;
  }

  /** What a new life of the agent finds. A start that was under way is done or undone by then. */
  observe(known: readonly string[]): readonly ContainerObservation[] {
    return known.map((containerId) => {
      const container = this.#containers.get(containerId);
      if (container?.phase === 'starting') {
        if (this.#random.chance(0.5)) this.#run(container);
        else this.#containers.delete(containerId);
      }
      return this.#observation(containerId, this.#containers.get(containerId));
    });
  }

  launch(spec: ContainerSpec): void {
    const { containerId, frameworkId, taskId } = spec;
    const { startFailChance, stubbornChance } = this.temper;
    const container: Container = {
      containerId,
      task: { frameworkId, taskId, key: `${frameworkId} ${taskId}` },
      phase: 'starting',
      isStubborn: this.#random.chance(stubbornChance),
      end: undefined,
    };
    this.#containers.set(containerId, container);
    const hasFailed = this.#random.chance(startFailChance);
    const deliver = this.#deliver;
    const startMs = this.#startMs();
    this.#simulator.after(startMs / 2, () => {
      if (container.phase === 'starting' && this.#containers.has(containerId)) {
        deliver({ kind: 'containerPrepared', containerId });
      }
    });
    this.#simulator.after(startMs, () => {
      if (container.phase !== 'starting' || !this.#containers.has(containerId)) return;
      if (hasFailed) {
        this.#containers.delete(containerId);
        deliver(failed(containerId, 'no such image', false));
      } else {
        this.#run(container);
        const running = { pid: 1, ipAddresses: [], inspection: undefined };
        deliver({ kind: 'containerStarted', containerId, running });
      }
    });
  }

  stop({ containerId }: KnownContainer, force: boolean): void {
    const container = this.#containers.get(containerId);
    if (container === undefined) return;
    if (container.phase === 'starting') {
      this.#containers.delete(containerId);
      this.#deliver(failed(containerId, 'stopped', true));
    } else if (container.phase === 'running' && (force || !container.isStubborn)) {
      const signal = force ? 9 : 15;
      this.#simulator.after(this.#random.fraction() * 20, () =>
        this.#end(container, { kind: 'signalled', signal }),
      );
    }
  }

  remove({ containerId }: KnownContainer): void {
    const container = this.#containers.get(containerId);
    if (container === undefined) return;
    if (container.phase === 'running') this.#end(container, { kind: 'signalled', signal: 9 });
    this.#containers.delete(containerId);
  }

  /** A container ends by itself (or somebody ends it). */
  kill(containerId: string, code: number): void {
    const container = this.#containers.get(containerId);
    if (container?.phase === 'running') this.#end(container, { kind: 'exited', code });
  }

  /** Those that run, by id. */
  running(): readonly string[] {
    return [...this.#containers.values()]
      .filter((container) => container.phase === 'running')
      .map((container) => container.containerId);
  }

  #run(container: Container): void {
    container.phase = 'running';
    this.#witness.started(this.#agent, container.containerId, container.task);
    const { endChance, lifeMsMax } = this.temper;
    if (!this.#random.chance(endChance)) return;
    this.#simulator.after(this.#random.fraction() * lifeMsMax, () =>
      this.#end(container, { kind: 'exited', code: this.#random.below(3) }),
    );
  }

  #end(container: Container, end: ContainerEnd): void {
    if (container.phase !== 'running') return;
    container.phase = 'ended';
    container.end = end;
    this.#witness.ended(this.#agent, container.containerId, container.task);
    this.#deliver({ kind: 'containerEnded', containerId: container.containerId, end });
  }

  #observation(containerId: string, container: Container | undefined): ContainerObservation {
    if (container === undefined) return { kind: 'absent', containerId };
    if (container.phase === 'ended') {
      return { kind: 'ended', containerId, end: container.end ?? { kind: 'vanished' } };
    }
    const running = { pid: 1, ipAddresses: [], inspection: undefined };
    return { kind: 'running', containerId, running };
  }

  #startMs(): number {
    const { startMsMax, slowStartMsMax, slowStartChance } = this.temper;
    const base = this.#random.fraction() * startMsMax;
    return this.#random.chance(slowStartChance)
      ? base + this.#random.fraction() * slowStartMsMax
      : base;
  }
}

function failed(containerId: string, message: string, isCancelled: boolean): AgentEvent {
  return { kind: 'containerFailed', containerId, message, isCancelled, isSandboxFault: false };
}
