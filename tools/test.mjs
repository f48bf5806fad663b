// Runs every tier that this machine can run, and closes with one line of counts.
import { join } from 'node:path';
import { isInstalled } from './installed.mjs';
import { hasTests, runCommand, runTier } from './jest-tier.mjs';
import { prepareMachine } from './machine/prepare.mjs';
import { demandNode } from './node-version.mjs';

demandNode();
process.chdir(join(import.meta.dirname, '..'));

/** All of it, set-up included. */
const MINUTES_MAX = 24;
// Daemons and containers share two cores: tiers that start them run one file at a time.
const ALONE = ['--runInBand'];
const TIERS = [
  {
    name: 'unit, property, transcripts',
    folders: ['test/unit', 'test/property', 'test/transcripts', 'test/compat'],
    options: ['--maxWorkers=2'],
    minutes: 5,
  },
  { name: 'simulation', folders: ['test/simulation'], options: ALONE, minutes: 8 },
  { name: 'contracts', folders: ['test/contracts'], options: ALONE, minutes: 3 },
  {
    name: 'integration',
    folders: ['test/integration'],
    options: ['--maxWorkers=2', '--testTimeout=60000'],
    minutes: 13,
  },
  {
    name: 'e2e',
    folders: ['test/e2e'],
    options: [...ALONE, '--testTimeout=180000'],
    minutes: 15,
  },
];

const aborted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => aborted.abort());
const limit = setTimeout(() => {
  console.log(`== ended: more than ${MINUTES_MAX} minutes`);
  aborted.abort();
}, MINUTES_MAX * 60_000);

const total = { passed: 0, failed: 0, skipped: 0 };
function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
}

async function runStep(title, command, args) {
  console.log(`== ${title}`);
  const isGreen = await runCommand(command, args, { signal: aborted.signal });
  if (!isGreen) add({ failed: 1 });
  return isGreen;
}

async function runTiers(env) {
  for (const tier of TIERS.filter(hasTests)) {
    if (aborted.signal.aborted) return;
    const startedAt = performance.now();
    console.log(`== ${tier.name}`);
    const counts = await runTier(tier, { env, signal: aborted.signal });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`== ${tier.name}: ${renderCounts(counts)} in ${seconds} s`);
    add(counts);
  }
}

function renderCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main() {
  if (!isInstalled() && !(await runStep('npm ci', 'npm', ['ci', '--ignore-scripts']))) return;
  await runStep('references', process.execPath, ['tools/references.mjs', '--check']);
  await runStep('build', process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'ui', '--logLevel', 'warn'];
  await runStep('build of the console', process.execPath, vite);
  const machine = await prepareMachine();
  try {
    if (machine.failure !== undefined) {
      console.log(`== this machine could not be set up: ${machine.failure}`);
      add({ failed: 1 });
    }
    for (const [part, why] of Object.entries(machine.without)) {
      console.log(`== without ${part}: tests that need it are skipped, because ${why}`);
    }
    await runTiers(machine.env);
  } finally {
    await machine.close();
  }
}

await main();
clearTimeout(limit);
if (aborted.signal.aborted) add({ failed: 1 });
console.log(renderCounts(total));
process.exitCode = total.failed === 0 ? 0 : 1;
