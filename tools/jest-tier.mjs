// Runs one tier of the tests with Jest and tells its counts.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file));
}

export const hasTests = (tier) => tier.folders.some((folder) => testFiles(folder).length > 0);

/** Runs a command to its end; false when it failed or outlived its minutes. */
export function runCommand(command, args, { env = {}, minutes = 10, signal } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    const interrupt = () => child.kill('SIGTERM');
    const timer = setTimeout(() => {
      console.log(`== ended after ${minutes} minutes: ${args.at(-1)}`);
      child.kill('SIGKILL');
    }, minutes * 60_000);
    signal?.addEventListener('abort', interrupt, { once: true });
    const settle = (isGreen) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      resolve(isGreen);
    };
    child.once('error', (error) => {
      console.log(error.message);
      settle(false);
    });
    child.once('exit', (code) => settle(code === 0));
  });
}

/** The counts of a run as Jest tells them; a run that ends without telling is one failure. */
export async function runTier(tier, { env, signal }) {
  const scratch = mkdtempSync(join(tmpdir(), 'stoa-counts-'));
  const file = join(scratch, 'counts.json');
  const folders = tier.folders.filter((folder) => testFiles(folder).length > 0);
  const isGreen = await runCommand(
    process.execPath,
    ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...tier.options, ...folders],
    {
      env: { ...env, STOA_TEST_COUNTS: file, NODE_NO_WARNINGS: '1' },
      minutes: tier.minutes,
      signal,
    },
  );
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  rmSync(scratch, { recursive: true, force: true });
  if (!isGreen && counts.failed === 0) counts.failed = 1;
  return counts;
}
