// Checks who imports whom. A checker that read nothing would report success, so the number of files that it
// read is part of the verdict.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const MODULES_MIN = 20;
const folders = readdirSync('.').filter((name) => ['packages', 'examples', 'ui'].includes(name));
const done = spawnSync(
  process.execPath,
  [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...folders,
  ],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (done.stdout === '') {
  console.error(done.stderr || done.error?.message);
  process.exit(1);
}
const { summary, modules } = JSON.parse(done.stdout);
const read = modules.filter(({ source }) => source.startsWith('packages/')).length;
for (const { rule, from, to, cycle } of summary.violations) {
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(' → ');
  console.error(`${rule.name}: ${from} → ${way}`);
}
console.log(`${read} files read, ${summary.violations.length} imports against the rules`);
if (read < MODULES_MIN)
  console.error(`only ${read} files were read: the checker does not see the sources`);
process.exitCode = summary.violations.length > 0 || read < MODULES_MIN ? 1 : 0;
