import { must, type Random } from '@stoa/common';
import { selectCandidates } from '@stoa/coordination';
import { MASTER_FORM } from '../../../packages/coordination/src/zookeeper/election-form.ts';
import { MARATHONS, MASTERS, type ElectionCluster } from './election-cluster.ts';

/** Which troubles a run has, drawn from its seed; printed with a failure. */
export interface ElectionFaultMix {
  readonly crashes: boolean;
  readonly crashesAtWrites: boolean;
  /** Leaders stopped for longer than their session, at any of their effects. */
  readonly stops: boolean;
  /** Hosts without a way to the ensemble. */
  readonly cuts: boolean;
  /** The ensemble without a majority. */
  readonly splits: boolean;
  /** Lost and late words of the ensemble, and its slow disk. */
  readonly ensemble: boolean;
  /** Nodes of leaders that somebody removes. */
  readonly removals: boolean;
  readonly network: boolean;
}

export function drawElectionFaults(random: Random): ElectionFaultMix {
  const draw = (): boolean => random.chance(0.6);
  return {
    crashes: draw(),
    crashesAtWrites: draw(),
    stops: draw(),
    cuts: draw(),
    splits: draw(),
    ensemble: draw(),
    removals: draw(),
    network: draw(),
  };
}

/** Makes trouble for leaders until `untilMs`, then lets everything work again. */
export class ElectionFaults {
  readonly #cluster: ElectionCluster;
  readonly #random: Random;
  readonly #mix: ElectionFaultMix;
  readonly #untilMs: number;

  constructor(options: {
    readonly cluster: ElectionCluster;
    readonly random: Random;
    readonly mix: ElectionFaultMix;
    readonly untilMs: number;
  }) {
    this.#cluster = options.cluster;
    this.#random = options.random;
    this.#mix = options.mix;
    this.#untilMs = options.untilMs;
  }

  start(): void {
    const { crashes, stops, cuts, splits, removals, ensemble } = this.#mix;
    this.#setTempers();
    if (crashes) this.#every(20_000, () => this.#crashSomebody());
    if (stops) this.#every(30_000, () => this.#stopLeader());
    if (cuts) this.#every(30_000, () => this.#cutSomebodyOff());
    if (splits) this.#every(60_000, () => this.#split());
    if (removals) this.#every(25_000, () => this.#removeLeader());
    if (ensemble) this.#every(5_000, () => this.#breakConnection());
    this.#supervise();
    const { simulator } = this.#cluster;
    simulator.after(this.#untilMs - simulator.elapsedMs, () => {
      this.#cluster.calm();
      this.#restartDead();
    });
  }

  #setTempers(): void {
    const { network, ensemble, stops, crashesAtWrites } = this.#mix;
    const cluster = this.#cluster;
    if (stops) cluster.pauseAtEffectChance = 0.0005;
    if (crashesAtWrites) cluster.crashAtWriteChance = 0.002;
    if (ensemble) {
      cluster.ensemble.temper = {
        latencyMsMax: 10,
        delayMsMax: 3_000,
        delayChance: 0.01,
        commitMsMax: 20,
        stallMsMax: 3_000,
        stallChance: 0.005,
        callLossChance: 0.002,
        answerLossChance: 0.005,
      };
    }
    if (!network) return;
    cluster.network.temper = {
      latencyMsMax: 20,
      delayMsMax: 3_000,
      delayChance: 0.01,
      callLossChance: 0.002,
      answerLossChance: 0.002,
      duplicateChance: 0.02,
      cutChance: 0.0005,
    };
  }

  #every(meanMs: number, act: () => void): void {
    const { simulator } = this.#cluster;
    simulator.after(meanMs * 2 * this.#random.fraction(), () => {
      if (simulator.elapsedMs >= this.#untilMs) return;
      act();
      this.#every(meanMs, act);
    });
  }

  #supervise(): void {
    this.#cluster.simulator.after(6_000 * this.#random.fraction(), () => {
      this.#restartDead();
      this.#supervise();
    });
  }

  #crashSomebody(): void {
    const { masters, marathons, agents, downUntil, simulator } = this.#cluster;
    const kinds = [masters, marathons, agents] as const;
    const victim = this.#random.pick<ElectionCluster['processes'][number]>(
      this.#random.pick<ElectionCluster['processes']>(kinds),
    );
    if (!victim.process.isUp) return;
    victim.process.crash();
    downUntil.set(victim.name, simulator.elapsedMs + 15_000 * this.#random.fraction());
  }

  #stopLeader(): void {
    const { masters, marathons, pauseMsMax } = this.#cluster;
    const victim = this.#random.pick([...masters, ...marathons]);
    victim.process.pause(pauseMsMax * this.#random.fraction());
  }

  #cutSomebodyOff(): void {
    const { ensemble, simulator, processes } = this.#cluster;
    const { name } = this.#random.pick(processes);
    ensemble.cutOff(name);
    for (const seat of this.#cluster.seats.get(name) ?? []) seat.cut();
    simulator.after(25_000 * this.#random.fraction(), () => ensemble.rejoin(name));
  }

  #split(): void {
    const { ensemble, simulator } = this.#cluster;
    ensemble.setAway(true);
    const lengthMs = this.#random.chance(0.2) ? 60_000 : 5_000;
    simulator.after(lengthMs * this.#random.fraction(), () => ensemble.setAway(false));
  }

  /** An operator mistakes a leader's node for one that was left behind. */
  #removeLeader(): void {
    const { ensemble } = this.#cluster;
    const isMaster = this.#random.chance(0.5);
    const path = isMaster ? MASTERS : MARATHONS;
    const form = isMaster ? MASTER_FORM : { prefix: '', labels: [/-latch-$/] };
    const names = [...(ensemble.tree.get(path)?.children ?? [])];
    const [leader] = selectCandidates(names, form);
    if (leader !== undefined) ensemble.removeByHand(`${path}/${leader.name}`);
  }

  #breakConnection(): void {
    const hosts = [...this.#cluster.seats.keys()];
    const seats = must(this.#cluster.seats.get(this.#random.pick(hosts)), 'the seats of a host');
    this.#random.pick(seats).cut();
  }

  #restartDead(): void {
    const { simulator, downUntil, processes } = this.#cluster;
    const isOver = simulator.elapsedMs >= this.#untilMs;
    for (const { name, process } of processes) {
      if (process.isUp) continue;
      if (!isOver && (downUntil.get(name) ?? 0) > simulator.elapsedMs) continue;
      process.start();
    }
  }
}
