// A thousand simulated agents and five thousand tasks over ten virtual minutes with troubles, against the
// start of the same program on a handful of agents.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SIMULATE = join(import.meta.dirname, '../../tools/simulate.mjs');

function simulate(seed, ...more) {
  const startedAt = performance.now();
  // As `npm run simulate` does.
  const words = ['--max-semi-space-size=64', SIMULATE, '--seeds', `${seed}`, '--quiet', ...more];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`seed ${seed} breaks a law: ${stdout}`);
  return (performance.now() - startedAt) / 1000;
}

/** The row of the simulation. */
export async function measureSimulation({ rounds }) {
  const values = [];
  const control = [];
  for (let round = 0; round < rounds; round += 1) {
    control.push(simulate(1));
    values.push(simulate(1, '--large'));
  }
  const what = 'simulation of 1,000 agents, 5,000 tasks, ten virtual minutes with faults (seed 1)';
  return [{ what, unit: 's', values, control, controlWhat: 'the small run of the same seed' }];
}
