import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endTasksBelow } from '../support/proc.ts';
import {
  endPrograms,
  HOME,
  Program,
  run,
  scratchDirectory,
  type Endpoints,
} from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// The README's commands, in its order, in a fresh clone: nothing installed, nothing built.

const scratch = scratchDirectory();
const clone = join(scratch.path, 'stoa');
// The address that README shows, and free ones for this run.
const SHOWN = { marathon: '127.0.0.1:8080' };
const env = Object.fromEntries(
  ['MASTER', 'AGENT', 'MARATHON', 'DNS', 'DNS_HTTP'].map((name) => [`STOA_${name}_PORT`, '0']),
);

/** Downloads all packages and builds all of it; on a small machine that takes its time. */
const FIRST_START_MS = 300_000;

let cluster: Program;

/** The commands of the README's shell blocks, each as its lines. */
function readCommands(): readonly (readonly string[])[] {
  const text = readFileSync(join(clone, 'README.md'), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) =>
    block.trim().split('\n'),
  );
}

function readEndpoints(): Endpoints {
  return JSON.parse(readFileSync(join(clone, '.stoa/endpoints.json'), 'utf8')) as Endpoints;
}

/** A command of the README with the addresses of this run, through a shell, as a person types it. */
async function type(command: string): Promise<string> {
  const { marathon, master } = readEndpoints();
  const words = command
    .replace(SHOWN.marathon, marathon)
    .replace(/ten-tasks\.mjs$/, `ten-tasks.mjs ${master}`);
  const { code, stdout, stderr } = await run('sh', ['-c', words], { cwd: clone });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  mkdirSync(clone);
  // What a commit of this tree would hold, so that a change is tried before it is committed.
  const copy =
    'git ls-files -z --cached --others --exclude-standard | xargs -0 -r ls -d 2>/dev/null | ' +
    'tar -C . -cf - -T - | tar -C "$0" -xf -';
  const { code, stderr } = await run('sh', ['-c', copy, clone], { cwd: HOME });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

afterAll(async () => {
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

describe('the README in a fresh clone', () => {
  test('starts a cluster, runs a first app and a first framework', async () => {
    const [[start = ''] = [], app = [], [framework = ''] = [], ...rest] = readCommands();
    expect(start).toBe('npm start');
    expect(existsSync(join(clone, 'node_modules'))).toBe(false);
    cluster = new Program('sh', ['-c', `exec ${start}`], { cwd: clone, env });
    await cluster.said(/^Stoa is ready/m, FIRST_START_MS);
    expect(cluster.stderr).toBe('');

    const [submit = '', look = '', scale = '', destroy = ''] = app;
    expect(JSON.parse(await type(submit))).toMatchObject({ id: '/hello', instances: 1 });
    await until('hello runs', async () => {
      const { tasks } = JSON.parse(await type(look));
      return tasks[0]?.state === 'TASK_RUNNING' ? true : undefined;
    });
    expect(JSON.parse(await type(scale))).toHaveProperty('deploymentId');
    await until('two run', async () => {
      const { tasks } = JSON.parse(await type(look));
      return tasks.length === 2 ? true : undefined;
    });
    expect(JSON.parse(await type(destroy))).toHaveProperty('deploymentId');

    expect(await type(framework)).toMatch(/10 of 10 tasks finished\n$/);
    expect(rest).toEqual([['npm test']]);

    const { marathon, master } = readEndpoints();
    // Ctrl-C; npm's own exit code differs between its versions.
    await cluster.end('SIGINT');
    expect(cluster.stderr).toBe('');
    for (const address of [marathon, master]) {
      await expect(fetch(`http://${address}/`)).rejects.toThrow('fetch failed');
    }
    const { stdout } = await run('npx', ['--no', '--', 'stoa', '--version'], { cwd: clone });
    expect(stdout).toBe('stoa 0.1.0\n');
  }, 400_000);

  test('builds again what has changed since, and nothing else', async () => {
    const version = join(clone, 'packages/cli/src/version.ts');
    const help = ['start', '--', '--help'];
    expect((await run('npm', help, { cwd: clone })).stdout).not.toContain('Building');
    writeFileSync(version, readFileSync(version, 'utf8').replace('0.1.0', '0.1.1'));
    expect((await run('npm', help, { cwd: clone })).stdout).toContain('Building');
    const { stdout } = await run('npx', ['--no', '--', 'stoa', '--version'], { cwd: clone });
    expect(stdout).toBe('stoa 0.1.1\n');
  });
});
