import { Random } from '@stoa/common';
import { checkConservation } from './checkers/conservation.ts';
import { findDivergence } from './checkers/convergence.ts';
import { SimulatedCluster } from './cluster.ts';
import { drawFaultMix, Faults } from './faults.ts';
import { SimulationFailure } from './simulator.ts';
import { Workload } from './workload.ts';

/** How large a run is. */
export interface RunSize {
  readonly agents: number;
  readonly resources: string;
  readonly apps: number;
  readonly maxInstances: number;
  /**
   * What an upgrade may have over: 0 with a full minimum replaces one instance after the other, which
   * takes hundreds of them, each with its checks, longer than a run lasts.
   */
  readonly overCapacities: readonly number[];
  /** Mean time between two requests. */
  readonly requestMs: number;
  /** How long there is trouble, and how long everything may then take to come right. */
  readonly troubleMs: number;
  readonly calmMs: number;
  /**
   * Chance of a crash before, and again after, each write. A large cluster writes more: with one chance
   * for all sizes its Marathon would not live for five seconds, and nothing but restarts would be tried.
   */
  readonly crashAtWriteChance: number;
  /** Time between two looks at the master's books. */
  readonly checkMs: number;
}

export const SMALL_RUN: RunSize = {
  agents: 5,
  resources: 'cpus:8;mem:8000;disk:10000;ports:[31000-31200]',
  apps: 5,
  maxInstances: 8,
  overCapacities: [0, 0.2, 1],
  requestMs: 1_000,
  troubleMs: 240_000,
  calmMs: 120_000,
  crashAtWriteChance: 0.002,
  checkMs: 500,
};

/** The size that architecture and issues speak of: ten virtual minutes. */
export const LARGE_RUN: RunSize = {
  agents: 1_000,
  resources: 'cpus:8;mem:8000;disk:10000;ports:[31000-31200]',
  apps: 20,
  maxInstances: 400,
  overCapacities: [0.1, 0.2, 1],
  requestMs: 2_000,
  troubleMs: 480_000,
  calmMs: 300_000,
  crashAtWriteChance: 0.0004,
  checkMs: 5_000,
};

/** What came of a run; `failure` holds the broken law and the last trace events. */
export interface RunOutcome {
  readonly seed: number;
  readonly digest: string;
  readonly deeds: number;
  readonly started: number;
  readonly answered: number;
  readonly convergedMs: number | undefined;
  /** Which troubles it had. */
  readonly mix: Readonly<Record<string, boolean>>;
  readonly failure: string | undefined;
  readonly traces: readonly string[];
}

/**
 * One run: trouble and work drawn from the seed, then calm until all is as it was asked for. `onCalm` is
 * called between the two.
 */
export function runSeed(
  seed: number,
  size: RunSize = SMALL_RUN,
  onCalm: () => void = () => undefined,
): RunOutcome {
  const random = new Random(seed);
  const mix = drawFaultMix(random.split());
  const { agents, resources, apps, maxInstances, troubleMs, crashAtWriteChance } = size;
  const cluster = new SimulatedCluster({ seed: random.uint32(), agents, resources });
  const [work, trouble, checks] = [random.split(), random.split(), random.split()];
  const workload = new Workload({
    cluster,
    random: work,
    checked: checks.chance(0.5) ? checks : undefined,
    untilMs: troubleMs,
    apps,
    maxInstances,
    overCapacities: size.overCapacities,
  });
  const untilMs = troubleMs;
  const faults = new Faults({ cluster, random: trouble, mix, untilMs, crashAtWriteChance });
  let failure: string | undefined;
  let convergedMs: number | undefined;
  try {
    cluster.start();
    workload.start(size.requestMs);
    faults.start();
    convergedMs = runToConvergence(cluster, size, onCalm);
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error;
    failure = error.message;
  }
  return { ...outcomeOf(seed, cluster, workload), convergedMs, mix: { ...mix }, failure };
}

/** What a run came to, whoever ran it. */
export function outcomeOf(
  seed: number,
  { simulator, ledger }: Pick<SimulatedCluster, 'simulator' | 'ledger'>,
  { answered }: Workload,
): Omit<RunOutcome, 'convergedMs' | 'mix' | 'failure'> {
  const { digest, deeds } = simulator;
  const traces = simulator.lastTraces();
  return { seed, digest, deeds, started: ledger.startedCount, answered, traces };
}

function runToConvergence(cluster: SimulatedCluster, size: RunSize, onCalm: () => void): number {
  const { simulator, master } = cluster;
  const endMs = size.troubleMs + size.calmMs;
  for (let at = size.checkMs; at <= endMs; at += size.checkMs) {
    simulator.runUntil(at);
    checkConservation(simulator, master);
    if (at === size.troubleMs) onCalm();
    if (at > size.troubleMs && at % 5_000 === 0 && findDivergence(cluster).length === 0) {
      return at - size.troubleMs;
    }
  }
  return simulator.fail(`not as asked for: ${findDivergence(cluster).slice(0, 5).join('; ')}`);
}
