import { Random } from '@stoa/common';
import { checkConservation } from '../checkers/conservation.ts';
import { findDivergence } from '../checkers/convergence.ts';
import { outcomeOf, type RunOutcome } from '../run-seed.ts';
import { SimulationFailure } from '../simulator.ts';
import { Workload } from '../workload.ts';
import { ElectionCluster } from './election-cluster.ts';
import { drawElectionFaults, ElectionFaults } from './election-faults.ts';

const AGENTS = 4;
const RESOURCES = 'cpus:8;mem:8000;disk:10000;ports:[31000-31200]';
const TROUBLE_MS = 180_000;
/** The longest stop, a session, a subscription that waits for its turn, and what remains to be done. */
const CALM_MS = 150_000;
const CHECK_MS = 500;

/** One run of a cluster whose leaders come and go; as `runSeed`. */
export async function runElectionSeed(seed: number): Promise<RunOutcome> {
  const random = new Random(seed);
  const mix = drawElectionFaults(random.split());
  const cluster = new ElectionCluster({
    seed: random.uint32(),
    agents: AGENTS,
    resources: RESOURCES,
  });
  const workload = new Workload({
    cluster,
    random: random.split(),
    checked: undefined,
    untilMs: TROUBLE_MS,
    apps: 4,
    maxInstances: 6,
    overCapacities: [0, 0.2, 1],
  });
  const faults = new ElectionFaults({
    cluster,
    random: random.split(),
    mix,
    untilMs: TROUBLE_MS,
  });
  let failure: string | undefined;
  let convergedMs: number | undefined;
  try {
    cluster.start();
    workload.start(1_000);
    faults.start();
    convergedMs = await runToConvergence(cluster);
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error;
    failure = error.message;
  }
  return { ...outcomeOf(seed, cluster, workload), convergedMs, mix: { ...mix }, failure };
}

async function runToConvergence(cluster: ElectionCluster): Promise<number> {
  const { simulator } = cluster;
  const endMs = TROUBLE_MS + CALM_MS;
  for (let at = CHECK_MS; at <= endMs; at += CHECK_MS) {
    await simulator.runUntilSettled(at);
    for (const master of cluster.masters) checkConservation(simulator, master);
    if (at > TROUBLE_MS && at % 5_000 === 0 && findDivergence(cluster).length === 0) {
      return at - TROUBLE_MS;
    }
  }
  return simulator.fail(`not as asked for: ${findDivergence(cluster).slice(0, 5).join('; ')}`);
}
