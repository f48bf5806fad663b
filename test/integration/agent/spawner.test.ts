import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProcessSpec } from '../../../packages/agent/src/core/index.ts';
import type { LaunchOrder } from '../../../packages/agent/src/containerizers/process/launch-script.ts';
import { renderLaunchScript } from '../../../packages/agent/src/containerizers/process/launch-script.ts';
import { readProcess } from '../../../packages/agent/src/containerizers/process/process-table.ts';
import { ProcessContainerizer } from '../../../packages/agent/src/containerizers/process/process-containerizer.ts';
import { Spawner } from '../../../packages/agent/src/containerizers/process/spawner.ts';
import { supervisorWords } from '../../../packages/agent/src/containerizers/process/supervisor.ts';
import { until } from '../../support/until.ts';

let root = '';
let count = 0;
const spawners: Spawner[] = [];

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "stoa-spawner it's ")));
});

afterEach(async () => {
  for (const spawner of spawners.splice(0)) await spawner.close();
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const tools = { env: '/usr/bin/env', setsid: '/usr/bin/setsid', setpriv: undefined };

/** An order for a supervised command; its files lie in a directory of their own. */
function anOrder(words: readonly string[], more: Partial<LaunchOrder> = {}): LaunchOrder {
  const token = `c${(count += 1)}`;
  const control = join(root, token);
  mkdirSync(control);
  return {
    token,
    cwd: control,
    environment: {},
    user: undefined,
    words: supervisorWords({
      containerId: token,
      control,
      sandbox: control,
      bootId: 'boot',
      words,
    }),
    groupPath: undefined,
    scriptPath: join(control, 'launch'),
    ...more,
  };
}

const resultOf = (order: LaunchOrder, file: string): string =>
  readFileSync(join(root, order.token, file), 'utf8');

const isOver = (order: LaunchOrder) => () => yes(/^\d/.test(resultOf(order, 'exit')));

/** What `until` waits for. */
const yes = (is: boolean): true | undefined => is || undefined;

/** A spawner that is closed after the test. */
function aSpawner(isStarted = true): Spawner {
  const spawner = new Spawner();
  spawners.push(spawner);
  if (isStarted) spawner.start();
  return spawner;
}

/** The shell that a spawner keeps: a child of this process. */
function helperPid(): number {
  const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', 'stoa-spawner'], {
    encoding: 'utf8',
  });
  return Number(stdout.trim().split('\n')[0]);
}

describe('the script of a launch', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '\n',
        "'",
        '"',
        '\\',
        '$',
        '`',
        '!',
        ' ',
        '\t',
        '*',
        '~',
        '-',
        'é',
        '🜁',
      ),
    }),
    // What shells of this kind keep for themselves.
    fc.string({ unit: fc.constantFrom('\u0081', '\u0082', '\u0088', '\r', '\u007f', ';', '&') }),
    fc.constantFrom('', '-n', '--', '$(id)', "'; exit 1; '", '\\\n', 'a\n\nb\n', '\uFEFF'),
  );
  const word = hostile.map((text) => Buffer.from(text.replaceAll('\0', '')).toString());
  const name = word.map((text) => text.replaceAll('=', '')).filter((text) => /^[^-]/.test(text));

  test('carries every word, variable and directory as it is, and nothing besides', () => {
    const show = 'pwd -P; cat /proc/$$/cmdline; printf %s END; cat /proc/$$/environ';
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.dictionary(name, word, { maxKeys: 6, noNullPrototype: true }),
        (args, environment) => {
          const words = ['/bin/sh', '-c', show, ...args];
          const order = { ...anOrder([]), words, environment };
          const script = renderLaunchScript(order, tools);
          // What is written on the announcing descriptor is what the caller reads.
          const shown = script?.replace('>/dev/null 2>&1', '>&8 2>&1') ?? 'exit 9';
          const { stdout, status } = spawnSync('/bin/sh', ['-c', shown], { env: { STRAY: '1' } });
          const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}\0`);
          expect(status).toBe(0);
          expect(stdout.toString()).toBe(
            `${order.cwd}\n${words.join('\0')}\0END${variables.join('')}`,
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([
    ['a zero byte', { words: ['/bin/true', 'a\0b'] }],
    ['a word that is too long for the system', { words: ['/bin/true', 'x'.repeat(131_072)] }],
    ['a variable without a name', { environment: { '': 'x' } }],
    ['a variable that looks like an option', { environment: { '-u': 'x' } }],
    ['another user where nothing switches', { user: { uid: 1, gid: 1 } }],
  ])('is not made for %s', (_what, more) => {
    expect(renderLaunchScript(anOrder(['/bin/true'], more), tools)).toBeUndefined();
  });
});

describe('the spawner', () => {
  test('begins a task, tells who it is, and keeps nothing of it', async () => {
    const spawner = aSpawner();
    const order = anOrder(['/bin/sh', '-c', 'echo "$WORD"; ls -l /proc/self/fd >&2; exit 7'], {
      environment: { WORD: 'two\nlines', PATH: '/usr/bin:/bin' },
    });
    const begun = await spawner.launch(order);
    expect(begun).toEqual({
      pid: Number(resultOf(order, 'start').split(' ')[0]),
      startTicks: Number(resultOf(order, 'start').split(' ')[1]),
    });
    expect(existsSync(order.scriptPath)).toBe(false);
    await until('the end', isOver(order));
    expect(resultOf(order, 'exit')).toMatch(/^7\n/);
    expect(resultOf(order, 'stdout')).toBe('two\nlines\n');
    // Neither the helper's pipes nor the announcing descriptor reach a task.
    expect(resultOf(order, 'stderr')).not.toMatch(/ ([3-9]|1\d) -> (pipe|socket):/);
    spawner.collect();
    await until('no zombie', () => yes(readProcess(begun?.pid ?? 0) === undefined));
  });

  test('begins many at once, each in a session of its own', async () => {
    const spawner = aSpawner();
    const orders = Array.from({ length: 40 }, () => anOrder(['/bin/sh', '-c', 'exit 3']));
    const begun = await Promise.all(orders.map((order) => spawner.launch(order)));
    expect(new Set(begun.map((one) => one?.pid)).size).toBe(40);
    for (const order of orders) await until('the end', isOver(order));
    expect(orders.map((order) => resultOf(order, 'exit').split('\n')[0])).toEqual(
      orders.map(() => '3'),
    );
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;

  asRoot('begins as another user, in its groups', async () => {
    const spawner = aSpawner();
    const order = anOrder(['/bin/sh', '-c', '/usr/bin/id -u; /usr/bin/id -g'], {
      user: { uid: 65_534, gid: 65_534 },
      cwd: '/',
    });
    spawnSync('chown', ['-R', '65534:65534', join(root, order.token)]);
    spawnSync('chmod', ['755', root]);
    expect(await spawner.launch(order)).toBeDefined();
    await until('the end', isOver(order));
    expect(resultOf(order, 'stdout')).toBe('65534\n65534\n');
  });

  test('says so when the directory is gone', async () => {
    const spawner = aSpawner();
    const order = anOrder(['/bin/true'], { cwd: '/nonexistent' });
    await expect(spawner.launch(order)).rejects.toThrow('could not start a process');
  });

  test('is not to be had before it is started, nor for what a script cannot carry', async () => {
    const spawner = aSpawner(false);
    expect(await spawner.launch(anOrder(['/bin/true']))).toBeUndefined();
    spawner.start();
    const order = anOrder(['/bin/true'], { environment: { '-u': 'x' } });
    expect(await spawner.launch(order)).toBeUndefined();
  });

  test('begins nothing that its dead helper was asked for, and starts another helper', async () => {
    const spawner = aSpawner();
    const first = helperPid();
    expect(first).toBeGreaterThan(0);
    process.kill(first, 'SIGSTOP');
    const order = anOrder(['/bin/sh', '-c', 'exit 4']);
    const launch = spawner.launch(order);
    process.kill(first, 'SIGKILL');
    expect(await launch).toBeUndefined();
    expect(existsSync(join(root, order.token, 'start'))).toBe(false);
    const next = anOrder(['/bin/sh', '-c', 'exit 5']);
    await until('another helper', () => spawner.launch(next));
    await until('the end', isOver(next));
    expect(helperPid()).not.toBe(first);
  });

  test('leaves what it began alone when it ends', async () => {
    const spawner = aSpawner();
    const gate = join(root, 'gate');
    spawnSync('mkfifo', [gate]);
    const order = anOrder(['/bin/sh', '-c', `read line <"$GATE"; exit 6`], {
      environment: { GATE: gate },
    });
    const begun = await spawner.launch(order);
    const helper = helperPid();
    await spawner.close();
    expect(readProcess(helper)).toBeUndefined();
    expect(readProcess(begun?.pid ?? 0)?.session).toBe(begun?.pid);
    spawnSync('/bin/sh', ['-c', 'echo go >"$1"', 'x', gate]);
    await until('the end', isOver(order));
    expect(resultOf(order, 'exit')).toMatch(/^6\n/);
  });
});

describe('the process containerizer', () => {
  test.each([
    ['through the helper', { WORD: "it's" }],
    ['by itself where the helper cannot', { WORD: "it's", '-u': 'x' }],
  ])('starts a task %s and tells its end once', async (_way, environment) => {
    const containerId = `p${(count += 1)}`;
    const sandbox = join(root, containerId, 'sandbox');
    mkdirSync(sandbox, { recursive: true });
    const ends: unknown[] = [];
    const containerizer = new ProcessContainerizer({
      memoryGroups: undefined,
      controlDirectory: join(root, 'controls'),
      bootId: 'boot',
      onEnd: (id, end) => ends.push({ id, end }),
    });
    const command = 'echo "$WORD"; ps -o ppid= -p $PPID >&2; kill -9 $$';
    const spec: ProcessSpec = {
      kind: 'process',
      containerId,
      agentId: 'S1',
      frameworkId: 'F',
      taskId: 't',
      limits: { cpus: 1, cpusMax: undefined, memMb: undefined },
      sandbox,
      user: undefined,
      environment: { ...environment, PATH: '/usr/bin:/bin' },
      fetch: [],
      links: [],
      program: { kind: 'shell', command },
    };
    const helper = helperPid();
    await containerizer.start(spec, new AbortController().signal);
    await until('the end', () => yes(ends.length > 0));
    expect(ends).toEqual([{ id: containerId, end: { kind: 'signalled', signal: 9 } }]);
    expect(readFileSync(join(sandbox, 'stdout'), 'utf8')).toBe("it's\n");
    const supervisorParent = Number(readFileSync(join(sandbox, 'stderr'), 'utf8'));
    expect(supervisorParent).toBe('-u' in environment ? process.pid : helper);
    await containerizer.close();
  });
});
