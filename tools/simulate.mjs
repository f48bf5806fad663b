// `npm run simulate -- --seeds 1-100 | --hours 2 [--large] [--elections] | --defects`: runs the real kernels of a whole cluster under
// virtual time with troubles drawn from each seed, and prints every seed that breaks a law with its last
// hundred trace events. The seed is the reproduction.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** Within so many seeds a planted defect has to be found. */
const DEFECT_SEEDS = [1, 200];

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    hours: { type: 'string' },
    large: { type: 'boolean', default: false },
    elections: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    defect: { type: 'string' },
    defects: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function usage(status) {
  console.log(
    [
      'npm run simulate -- --seeds A-B    runs these seeds',
      'npm run simulate -- --hours N      runs fresh seeds for so long',
      'npm run simulate -- --defects      looks for every planted defect in seeds 1 to 200',
      '  --large            1,000 agents and 5,000 tasks instead of a handful',
      '  --elections        three masters and two marathons whose leaders come and go',
      '  --quiet            only the failing seeds and the sum',
      '  --defect NAME      with a defect planted, to see whether it is found; stops at the first finding',
    ].join('\n'),
  );
  process.exit(status);
}

function readSeeds() {
  if (values.seeds === undefined) return undefined;
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(values.seeds) ?? [];
  if (from === undefined) usage(2);
  return { from: Number(from), to: Number(to ?? from) };
}

/** Each defect in a process of its own, as it is planted while the sources are read; true when all are found. */
function findDefects() {
  const home = join(import.meta.dirname, '..');
  const list = JSON.parse(readFileSync(join(home, 'test/simulation/defects.json'), 'utf8'));
  const [from, to] = DEFECT_SEEDS;
  let found = 0;
  for (const { name, law, scenario } of list) {
    const startedAt = performance.now();
    const words = ['--seeds', `${from}-${to}`, '--quiet', '--defect', name];
    if (scenario === 'elections') words.push('--elections');
    const { stdout } = spawnSync(process.execPath, [process.argv[1], ...words], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const [, seed] = /^\d+ seeds, 1 break a law: (\d+)$/m.exec(stdout) ?? [];
    if (seed !== undefined) found += 1;
    const end = seed === undefined ? 'NOT FOUND' : `seed ${seed}`;
    const elapsed = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${name} (${law}): ${end} in ${elapsed} s`);
  }
  console.log(`${found} of ${list.length} planted defects found in seeds ${from} to ${to}`);
  return found === list.length;
}

const seeds = readSeeds();
const hours = values.hours === undefined ? undefined : Number(values.hours);
if (values.help) usage(0);
if (values.defects) process.exit(findDefects() ? 0 : 1);
if (seeds === undefined && !(hours > 0)) usage(2);

register('./typescript-hooks.mjs', import.meta.url, { data: { defect: values.defect } });
const { LARGE_RUN, SMALL_RUN, runSeed } = await import('../test/simulation/run-seed.ts');
const { runElectionSeed } = await import('../test/simulation/elections/run-election-seed.ts');
const size = values.large ? LARGE_RUN : SMALL_RUN;

const toSeconds = (ms) => (ms / 1000).toFixed(1);

function tell(outcome, elapsedMs, troubledMs) {
  const { seed, digest, deeds, started, convergedMs, failure } = outcome;
  const end =
    failure === undefined ? `settled ${convergedMs / 1000} s after the last trouble` : failure;
  const took = `${toSeconds(elapsedMs)} s${troubledMs === undefined ? '' : `, ${toSeconds(troubledMs)} of them with troubles`}`;
  console.log(`seed ${seed} digest ${digest} deeds ${deeds} tasks ${started} in ${took}: ${end}`);
  if (failure === undefined) return;
  console.log(`troubles ${JSON.stringify(outcome.mix)}`);
  if (values.defect === undefined) console.log(outcome.traces.join('\n'));
}

const startedAt = performance.now();
let count = 0;
const failing = [];
function isOver(seed) {
  if (values.defect !== undefined && failing.length > 0) return true;
  if (seeds !== undefined) return seed > seeds.to;
  return performance.now() - startedAt > hours * 3_600_000;
}
const first = seeds?.from ?? Math.floor(Math.random() * 2 ** 31);
for (let seed = first; !isOver(seed); seed++) {
  const before = performance.now();
  let troubledMs;
  const onCalm = () => (troubledMs = performance.now() - before);
  const outcome = values.elections ? await runElectionSeed(seed) : runSeed(seed, size, onCalm);
  count += 1;
  if (outcome.failure !== undefined) failing.push(seed);
  if (!values.quiet || outcome.failure !== undefined) {
    tell(outcome, performance.now() - before, troubledMs);
  }
}
console.log(
  failing.length === 0
    ? `${count} seeds, no law broken`
    : `${count} seeds, ${failing.length} break a law: ${failing.join(', ')}`,
);
process.exitCode = failing.length === 0 ? 0 : 1;
