import type { Random } from '@stoa/common';
import type { SimulatedCluster } from './cluster.ts';

/** Which troubles a run has, drawn from its seed; printed with a failure. */
export interface FaultMix {
  readonly network: boolean;
  readonly partitions: boolean;
  readonly crashes: boolean;
  readonly crashesAtWrites: boolean;
  readonly disks: boolean;
  readonly containers: boolean;
}

export function drawFaultMix(random: Random): FaultMix {
  const draw = (): boolean => random.chance(0.6);
  return {
    network: draw(),
    partitions: draw(),
    crashes: draw(),
    crashesAtWrites: draw(),
    disks: draw(),
    containers: draw(),
  };
}

/** Makes trouble until `untilMs`, then lets everything work again. */
export class Faults {
  readonly #cluster: SimulatedCluster;
  readonly #random: Random;
  readonly #mix: FaultMix;
  readonly #untilMs: number;
  readonly #crashAtWriteChance: number;

  constructor(options: {
    readonly cluster: SimulatedCluster;
    readonly random: Random;
    readonly mix: FaultMix;
    readonly untilMs: number;
    readonly crashAtWriteChance: number;
  }) {
    this.#cluster = options.cluster;
    this.#random = options.random;
    this.#mix = options.mix;
    this.#untilMs = options.untilMs;
    this.#crashAtWriteChance = options.crashAtWriteChance;
  }

  start(): void {
    this.#setTempers();
    if (this.#mix.crashes) this.#every(20_000, () => this.#crashSomebody());
    if (this.#mix.partitions) this.#every(30_000, () => this.#partitionSomebody());
    if (this.#mix.crashesAtWrites) this.#cluster.crashAtWriteChance = this.#crashAtWriteChance;
    // Whoever died in a write is started again as a supervisor would.
    this.#supervise();
    const { simulator } = this.#cluster;
    simulator.after(this.#untilMs - simulator.elapsedMs, () => this.#stop());
  }

  #setTempers(): void {
    const { network, disks, containers } = this.#mix;
    const cluster = this.#cluster;
    if (network) {
      cluster.network.temper = {
        latencyMsMax: 20,
        delayMsMax: 3_000,
        delayChance: 0.01,
        callLossChance: 0.005,
        answerLossChance: 0.005,
        duplicateChance: 0.02,
        cutChance: 0.001,
      };
    }
    const machines = [cluster.master, cluster.marathon, ...cluster.agents];
    if (disks) {
      for (const { disk } of machines) {
        disk.temper = { commitMsMax: 5, stallMsMax: 2_000, stallChance: 0.01, failChance: 0.005 };
      }
    }
    if (!containers) return;
    cluster.probeFailChance = 0.1;
    for (const agent of cluster.agents) {
      agent.containers.temper = {
        startMsMax: 200,
        slowStartMsMax: 60_000,
        slowStartChance: 0.02,
        startFailChance: 0.05,
        lifeMsMax: 120_000,
        endChance: 0.2,
        stubbornChance: 0.1,
      };
    }
  }

  #stop(): void {
    const cluster = this.#cluster;
    cluster.calm();
    this.#restartDead();
  }

  #every(meanMs: number, act: () => void): void {
    const { simulator } = this.#cluster;
    const delay = meanMs * 2 * this.#random.fraction();
    simulator.after(delay, () => {
      if (simulator.elapsedMs >= this.#untilMs) return;
      act();
      this.#every(meanMs, act);
    });
  }

  /** Goes on after the last trouble: a daemon may still end itself because of an earlier one. */
  #supervise(): void {
    this.#cluster.simulator.after(6_000 * this.#random.fraction(), () => {
      this.#restartDead();
      this.#supervise();
    });
  }

  #crashSomebody(): void {
    const { master, marathon, agents } = this.#cluster;
    const kind = this.#random.below(4);
    const victim = kind === 0 ? master : kind === 1 ? marathon : this.#random.pick(agents);
    if (!victim.process.isUp) return;
    victim.process.crash();
    // Sometimes long enough for the master to give the agent up.
    const downMs = this.#random.chance(0.1) ? 120_000 : 5_000 * this.#random.fraction();
    this.#cluster.downUntil.set(victim.name, this.#cluster.simulator.elapsedMs + downMs);
  }

  #partitionSomebody(): void {
    const { network, simulator, master, marathon, agents } = this.#cluster;
    const other = this.#random.chance(0.3) ? marathon : this.#random.pick(agents);
    network.partition(master.name, other.name);
    const lengthMs = this.#random.chance(0.2) ? 150_000 : 10_000 * this.#random.fraction();
    simulator.after(lengthMs, () => network.heal(master.name, other.name));
  }

  #restartDead(): void {
    const { simulator, downUntil, master, marathon, agents } = this.#cluster;
    const isOver = simulator.elapsedMs >= this.#untilMs;
    for (const { name, process } of [master, marathon, ...agents]) {
      if (process.isUp) continue;
      if (!isOver && (downUntil.get(name) ?? 0) > simulator.elapsedMs) continue;
      process.start();
    }
  }
}
