import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, expect, test } from '@jest/globals';
import { endPrograms, HOME, run } from '../support/stoa-process.ts';
import { join } from 'node:path';

// The figures themselves want an idle machine; here they only have to come about.

const MAIN = join(HOME, 'bench/main.mjs');
const hasDnsTools = ['dnsperf', 'unbound', 'taskset'].every(
  (name) => spawnSync(name, ['-h'], { stdio: 'ignore' }).error === undefined,
);
const testWithDnsTools = hasDnsTools && availableParallelism() > 1 ? test : test.skip;
const testWithDocker = process.env['STOA_TEST_IMAGE'] === undefined ? test.skip : test;

afterAll(endPrograms);

// The others take minutes; each is made of the same parts.
const NAMES = ['plain-task', 'docker-task', 'scale-plain', 'replace-plain', 'second-start'];

testWithDocker('npm run bench measures each thing beside its control', async () => {
  const { code, stdout, stderr } = await run(process.execPath, [MAIN, '--rounds=1', ...NAMES]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = [...stdout.matchAll(/^\| (.+?) \| .* ([\d.]+) × \| 1 \|$/gm)];
  expect(rows.map(([, what]) => what)).toEqual([
    'plain task: POST to its 201 answer (durable)',
    'plain task: POST to its process existing',
    'plain task: POST to tasksRunning 1',
    'plain task: POST to the event TASK_RUNNING',
    'Docker task, host network: POST to the event TASK_RUNNING',
    'scale from 1 to 20, plain: PUT to all running',
    'kill -9 of a plain task to its replacement’s process',
    'second `npm start` to ready',
    'memory of the idle local cluster (resident)',
  ]);
  for (const [, , ratio] of rows) expect(Number(ratio)).toBeGreaterThan(0);
});

testWithDnsTools(
  'the bench of names asks ours and unbound, and tells load, change and memory',
  async () => {
    const env = { ...process.env, STOA_BENCH_SECONDS: '1' };
    const { code, stdout } = await run(process.execPath, [MAIN, '--rounds=1', 'dns'], { env });
    expect(code).toBe(0);
    const rows = [...stdout.matchAll(/^\| (names: .+?) \| ([\d.,]+)/gm)];
    expect(rows.map(([, what]) => what)).toEqual([
      'names: A questions a second, 10,000 tasks',
      'names: SRV questions a second, 10,000 tasks',
      'names: from start to 10,000 tasks answered',
      'names: one change among 10,000 tasks to its answer',
      'names: memory after the questions (resident)',
    ]);
  },
);

test('npm run bench says what is wrong with its flags', async () => {
  const { code, stderr } = await run(process.execPath, [MAIN, '--rounds=some']);
  expect(code).toBe(2);
  expect(stderr).toContain("--rounds wants a whole number of at least 1, not 'some'");
  const unknown = await run(process.execPath, [MAIN, 'plain-tusk']);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("no row is called 'plain-tusk'; there are plain-task, ");
  const kept = await run(process.execPath, [MAIN, 'plain-task', '--write']);
  expect(kept.code).toBe(2);
  expect(kept.stderr).toContain('--write keeps whole tables');
});
