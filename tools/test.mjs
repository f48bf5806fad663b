// Runs every tier that this machine can run, and closes with one line of counts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTests, hasTests, runCommand, runTier } from './jest-tier.mjs';
import { prepareMachine } from './machine/prepare.mjs';

process.chdir(join(import.meta.dirname, '..'));

// Daemons and containers share two cores: tiers that start them run one file at a time.
const ALONE = ['--runInBand'];
const TIERS = [
  {
    name: 'unit, property, transcripts',
    folders: ['test/unit', 'test/property', 'test/transcripts', 'test/compat'],
    needs: [],
    options: ['--maxWorkers=2'],
    minutes: 5,
  },
  { name: 'contracts', folders: ['test/contracts'], needs: ['docker'], options: ALONE, minutes: 3 },
  {
    name: 'integration',
    folders: ['test/integration'],
    needs: ['docker'],
    options: [...ALONE, '--testTimeout=60000'],
    minutes: 8,
  },
  {
    name: 'e2e',
    folders: ['test/e2e'],
    needs: ['docker', 'chromium'],
    options: [...ALONE, '--testTimeout=120000'],
    minutes: 8,
  },
];

/**
 * True when what is installed is what the lock file names. Times would not tell: a checkout gives every file
 * its own.
 */
function isInstalled() {
  const mark = 'node_modules/.package-lock.json';
  if (!existsSync(mark)) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = read(mark);
  return Object.entries(read('package-lock.json'))
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.link)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}

const aborted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => aborted.abort());

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

async function runTiers(machine) {
  for (const tier of TIERS.filter(hasTests)) {
    if (aborted.signal.aborted) return;
    const lack = tier.needs.find((need) => machine.without[need] !== undefined);
    if (lack === undefined) {
      console.log(`== ${tier.name}`);
      add(await runTier(tier, { env: machine.env, signal: aborted.signal }));
    } else {
      console.log(`== ${tier.name}: left out, ${machine.without[lack]}`);
      add({ skipped: countTests(tier) });
    }
  }
}

async function main() {
  if (!isInstalled() && !(await runStep('npm ci', 'npm', ['ci', '--ignore-scripts']))) return;
  await runStep('references', process.execPath, ['tools/references.mjs', '--check']);
  await runStep('build', process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
  const machine = await prepareMachine();
  try {
    if (machine.failure !== undefined) {
      console.log(`== this machine could not be set up: ${machine.failure}`);
      add({ failed: 1 });
    }
    await runTiers(machine);
  } finally {
    await machine.close();
  }
}

await main();
if (aborted.signal.aborted) add({ failed: 1 });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
