import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runElectionSeed } from './elections/run-election-seed.ts';
import { LARGE_RUN, runSeed } from './run-seed.ts';

const HOME = join(import.meta.dirname, '../..');
const SEEDS = Array.from({ length: 30 }, (_, at) => at + 1);
const ELECTION_SEEDS = SEEDS.slice(0, 8);
/** A planted defect has to be found in seeds 1 to so many. */
const SEEDS_MAX = 200;

interface Defect {
  readonly name: string;
  readonly law: string;
  /** Whether it is looked for where leaders come and go. */
  readonly scenario?: 'elections';
  /** The first seed that found it when it was looked for last: where the search begins. */
  readonly seed: number;
}

const DEFECTS = JSON.parse(
  readFileSync(join(import.meta.dirname, 'defects.json'), 'utf8'),
) as readonly Defect[];

describe('a cluster under virtual time', () => {
  test.each(SEEDS)('keeps every law with seed %i and settles in two minutes', (seed) => {
    const { failure, traces } = runSeed(seed);
    if (failure !== undefined) throw new Error(`${failure}\n${traces.join('\n')}`);
  });

  test('takes the same course when a seed is run again', () => {
    const [first, again, other] = [runSeed(5), runSeed(5), runSeed(6)];
    expect(again.digest).toBe(first.digest);
    expect(again.deeds).toBe(first.deeds);
    expect(other.digest).not.toBe(first.digest);
  });
});

describe('leaders that come and go', () => {
  test.each(ELECTION_SEEDS)(
    'keep every law with seed %i, and nothing is lost',
    async (seed) => {
      const { failure, traces } = await runElectionSeed(seed);
      if (failure !== undefined) throw new Error(`${failure}\n${traces.join('\n')}`);
    },
    120_000,
  );

  test('take the same course when a seed is run again', async () => {
    const [first, again] = [await runElectionSeed(3), await runElectionSeed(3)];
    expect(again.digest).toBe(first.digest);
    expect(again.deeds).toBe(first.deeds);
  }, 120_000);
});

describe('a large cluster', () => {
  // The whole course of it is run by `npm run simulate -- --large`; here its first minute of trouble.
  const beginning = { ...LARGE_RUN, troubleMs: 60_000 };

  test('of a thousand agents keeps every law, and settles', () => {
    const { failure, started, traces } = runSeed(1, beginning);
    if (failure !== undefined) throw new Error(`${failure}\n${traces.join('\n')}`);
    expect(started).toBeGreaterThan(1_000);
  }, 240_000);
});

describe('a planted defect is found', () => {
  test.each(DEFECTS)(
    '$name: $law',
    ({ name, seed, scenario }) => {
      const args = [
        'tools/simulate.mjs',
        '--seeds',
        `${seed}-${SEEDS_MAX}`,
        '--quiet',
        '--defect',
        name,
        ...(scenario === 'elections' ? ['--elections'] : []),
      ];
      const { status, stdout } = spawnSync(process.execPath, args, {
        cwd: HOME,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      expect(stdout).toMatch(/seeds, 1 break a law/);
      expect(status).toBe(1);
    },
    240_000,
  );
});

test('npm run simulate prints a failing seed with its troubles, and exits with 1', () => {
  const args = ['tools/simulate.mjs', '--seeds', '1-2', '--defect', 'capacity-bound-ignored'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: HOME, encoding: 'utf8' });
  expect(stdout).toMatch(/^seed \d .*: after [\d.]+ s: the upgrade of/m);
  expect(stdout).toMatch(/^troubles \{/m);
  expect(status).toBe(1);
}, 60_000);
