// Runs every tier that this machine can run, and closes with one line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'stoa-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };

function run(title, command, args, env = {}) {
  console.log(`== ${title}`);
  const done = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return done.status === 0;
}

function runJest(tier, folders) {
  const present = folders.filter((folder) => existsSync(folder));
  if (present.length === 0) return;
  const counts = join(scratch, `${tier}.json`);
  const isGreen = run(
    tier,
    process.execPath,
    [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      ...present,
    ],
    { STOA_TEST_COUNTS: counts, NODE_NO_WARNINGS: '1' },
  );
  if (!existsSync(counts)) {
    total.failed += 1;
    return;
  }
  const seen = JSON.parse(readFileSync(counts, 'utf8'));
  for (const key of Object.keys(total)) total[key] += seen[key];
  if (!isGreen && seen.failed === 0) total.failed += 1;
}

if (!run('build', process.execPath, ['node_modules/typescript/bin/tsc', '-b'])) total.failed += 1;
runJest('unit and property', ['test/unit', 'test/property']);
rmSync(scratch, { recursive: true, force: true });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
