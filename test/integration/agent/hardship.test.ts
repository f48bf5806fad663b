// Tasks that are hard on their agent: it goes on answering, and tells the truth about them.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TaskStatus } from '@stoa/proto';
import { createLog } from '@stoa/runtime';
import { until } from '../../support/until.ts';
import { AgentHarness, shell } from './agent-harness.ts';

const MIB = 2 ** 20;
const DOCKER_SOCKET = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '');
const IMAGE = process.env['STOA_TEST_IMAGE'] ?? 'stoa-test/busybox:1';
const testDocker = DOCKER_SOCKET === undefined ? test.skip : test;

let agent: AgentHarness;
let mounted: string | undefined;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  // What is mounted is full, perhaps, and the agent still has to end in good order.
  if (mounted !== undefined) spawnSync('mount', ['-o', 'remount,size=64m', mounted]);
  await agent.stop({ stopTasks: true });
  if (mounted !== undefined) spawnSync('umount', ['--lazy', mounted]);
  mounted = undefined;
  await agent.close();
}, 60_000);

describe('a command that takes more memory than granted', () => {
  const testGroups = hasWritableGroups() ? test : test.skip;

  testGroups('is ended and reported so, where cgroups hold it', async () => {
    await agent.start({ isolation: ['cgroups/mem'], cgroups_root: 'stoa-test' });
    // tail keeps the last line, and this one never ends.
    agent.master.run({ id: 'greedy', ...shell('tail /dev/zero; exit 1') });
    agent.master.run({ id: 'modest', ...shell('exit 9') });
    const { reason, message } = await agent.master.untilState('greedy', 'TASK_FAILED');
    expect({ reason, message }).toEqual({
      reason: 'REASON_CONTAINER_LIMITATION_MEMORY',
      message: 'Memory limit exceeded: Requested: 64MB Maximum Used: 64MB',
    });
    expect((await agent.master.untilState('modest', 'TASK_FAILED')).message).toBe(
      'Command exited with status 9',
    );
    await until('no group left', () => (groupsLeft().length === 0 ? true : undefined));
  });

  test('runs unlimited where there are none, and one warning says so', async () => {
    const lines: string[] = [];
    const log = createLog({ daemon: 'agent', sink: (line) => void lines.push(line) });
    const flags = { isolation: ['cgroups/mem'], cgroups_hierarchy: agent.directory };
    await agent.start(flags, log);
    for (const id of ['one', 'two']) agent.master.run({ id, ...shell('exit 9') });
    for (const id of ['one', 'two']) await agent.master.untilState(id, 'TASK_FAILED');
    expect(lines.filter((line) => line.includes('memory.unlimited'))).toHaveLength(1);
  });
});

test('a command that ignores the soft signal is ended by force when its time is over', async () => {
  await agent.start();
  agent.master.run({
    id: 'deaf',
    ...shell("trap '' TERM; echo deaf; while :; do sleep 0.1; done"),
  });
  await agent.master.untilState('deaf', 'TASK_RUNNING');
  await until('its trap', () => (agent.read('deaf', 'stdout') === 'deaf\n' ? true : undefined));
  const from = performance.now();
  agent.master.kill('deaf', 1);
  const { message } = await agent.master.untilState('deaf', 'TASK_KILLED');
  expect(message).toBe('Command terminated with signal Killed');
  // A timer may be early by less than a hundredth.
  expect(performance.now() - from).toBeGreaterThan(990);
});

describe('a million lines a second', () => {
  const script = 'while :; do yes | head -n 1000000; sleep 0.9; done';

  test('of a command leave the agent answering and small', async () => {
    await agent.startProcess();
    agent.master.run({ id: 'loud', ...shell(script) });
    await agent.master.untilState('loud', 'TASK_RUNNING');
    await expectCalm('loud');
    agent.master.kill('loud', 1);
    await agent.master.untilState('loud', 'TASK_KILLED');
  }, 90_000);

  testDocker(
    'of a container leave the agent answering and small',
    async () => {
      await agent.startProcess({ docker_socket: DOCKER_SOCKET ?? '' });
      const container = { type: 'DOCKER' as const, docker: { image: IMAGE } };
      agent.master.run({ id: 'loud', ...shell(script), container });
      await agent.master.untilState('loud', 'TASK_RUNNING');
      await expectCalm('loud');
      agent.master.kill('loud', 1);
      // Docker itself has to come to an end with all that was written.
      const isKilled = (): boolean => agent.master.status('loud', 'TASK_KILLED') !== undefined;
      await agent.master.until('its end', isKilled, 60_000);
    },
    120_000,
  );
});

describe('a full disk', () => {
  const testMount = canMount() ? test : test.skip;

  testMount(
    'of sandboxes changes nothing about how tasks end',
    async () => {
      mount(join(agent.workDir, 'slaves'));
      await agent.start();
      agent.master.run({ id: 'fills', ...shell('cat /dev/zero >fill; exit 3') });
      expect((await agent.master.untilState('fills', 'TASK_FAILED')).message).toBe(
        'Command exited with status 3',
      );
      await expectAnswers(agent.address);
      agent.master.run({ id: 'mute', ...shell('echo lost; exit 5') });
      const { state, message } = await until('an end', () => endOf('mute'));
      // It depends on the file system whether there is room for an empty directory.
      expect(`${state}: ${message ?? ''}`).toMatch(
        /^TASK_FAILED: Command exited with status 5$|^TASK_DROPPED: Failed to create .*ENOSPC/,
      );
      rmSync(join(agent.sandbox('fills'), 'fill'));
      agent.master.run({ id: 'next', ...shell('echo again; exit 6') });
      await agent.master.untilState('next', 'TASK_FAILED');
      expect(agent.read('next', 'stdout')).toBe('again\n');
    },
    60_000,
  );

  testMount(
    'of everything ends tasks that are to end, and tells so once there is room',
    async () => {
      mount(agent.workDir);
      await agent.start();
      agent.master.run({ id: 'fills', ...shell('cat /dev/zero >fill; sleep 305') });
      await agent.master.untilState('fills', 'TASK_RUNNING');
      const fill = join(agent.sandbox('fills'), 'fill');
      await until('a full disk', () => (isFull() ? true : undefined));
      await expectAnswers(agent.address);
      agent.master.kill('fills', 1);
      await until('no process', () =>
        spawnSync('pgrep', ['-f', '^sleep 305$']).status === 1 ? true : undefined,
      );
      await expectAnswers(agent.address);
      rmSync(fill);
      await agent.master.untilState('fills', 'TASK_KILLED');
    },
    60_000,
  );
});

const endOf = (id: string): TaskStatus | undefined =>
  agent.master.status(id, 'TASK_FAILED') ?? agent.master.status(id, 'TASK_DROPPED');

/** Ten seconds in which the agent is asked again and again: it answers, and does not grow. */
async function expectCalm(id: string): Promise<void> {
  const { pid, address } = agent.process();
  const sizes: number[] = [];
  const end = performance.now() + 10_000;
  await until('ten seconds', async () => {
    await expectAnswers(address);
    sizes.push(residentOf(pid));
    return performance.now() > end ? true : undefined;
  });
  // By far less than what passes through it in that time.
  expect(Math.max(...sizes) - (sizes[0] ?? 0)).toBeLessThan(96 * MIB);
  expect(statSync(join(agent.sandbox(id), 'stdout')).size).toBeGreaterThan(0);
}

/** The middle of several answers comes within a second. */
async function expectAnswers(address: string): Promise<void> {
  const spans: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const from = performance.now();
    expect((await fetch(`http://${address}/state`)).status).toBe(200);
    spans.push(performance.now() - from);
  }
  spans.sort((a, b) => a - b);
  expect(spans[2]).toBeLessThan(1000);
}

function residentOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}

function mount(directory: string): void {
  mkdirSync(directory, { recursive: true });
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', directory]);
  mounted = directory;
}

function isFull(): boolean {
  const { stdout } = spawnSync('df', ['--output=avail', agent.workDir], { encoding: 'utf8' });
  return stdout.trim().split('\n').at(-1)?.trim() === '0';
}

/** Whether this machine lets us mount: root may not everywhere. */
function canMount(): boolean {
  const there = '/tmp/stoa-mount-trial';
  mkdirSync(there, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', there]);
  if (status === 0) spawnSync('umount', [there]);
  rmSync(there, { recursive: true, force: true });
  return status === 0;
}

function hasWritableGroups(): boolean {
  return ['/sys/fs/cgroup/memory', '/sys/fs/cgroup/cgroup.subtree_control'].some((path) => {
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function groupsLeft(): readonly string[] {
  const bases = ['/sys/fs/cgroup/memory/stoa-test', '/sys/fs/cgroup/stoa-test'];
  return bases
    .filter((base) => existsSync(base))
    .flatMap((base) => readdirSync(base, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
