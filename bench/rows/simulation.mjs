// A thousand simulated agents and five thousand tasks over ten virtual minutes with troubles, against the
// start of the same program on a handful of agents.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SIMULATE = join(import.meta.dirname, '../../tools/simulate.mjs');

function simulate(seed, ...more) {
  // As `npm run simulate` does.
  const words = ['--max-semi-space-size=64', SIMULATE, '--seeds', `${seed}`, ...more];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`seed ${seed} breaks a law: ${stdout.slice(0, 400)}`);
  const [, whole, troubled] = /in ([\d.]+) s, ([\d.]+) of them with troubles/.exec(stdout);
  return { whole: Number(whole), troubled: Number(troubled) };
}

/** The row of the simulation. */
export async function measureSimulation({ rounds }) {
  const large = [];
  const small = [];
  for (let round = 0; round < rounds; round += 1) {
    small.push(simulate(1));
    large.push(simulate(1, '--large'));
  }
  const what = 'simulation of 1,000 agents, 5,000 tasks';
  return [
    ['troubled', 'ten virtual minutes with faults (seed 1)'],
    ['whole', 'the same, and until all is as it was asked for'],
  ].map(([part, words]) => ({
    what: `${what}: ${words}`,
    unit: 's',
    values: large.map((one) => one[part]),
    control: small.map((one) => one[part]),
    controlWhat: 'the small run of the same seed',
  }));
}
