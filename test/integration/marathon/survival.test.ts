import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createLog } from '@stoa/runtime';
import { startAgent, type RunningAgent } from '../../../packages/agent/src/index.ts';
import { startMaster, type RunningMaster } from '../../../packages/master/src/index.ts';
import { endTasksBelow, isAlive, processesNaming } from '../../support/proc.ts';
import { callJson, scratchDirectory, type Answer } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';

// Marathon as a process that is killed, on a master and an agent that live on: what it answered for
// is there again, what ran is found again and was never stopped.

const silent = createLog({ daemon: 'test', sink: () => undefined });
const here = import.meta.dirname;
const OPTIONS = ['--conditions=stoa-source', '--import', join(here, '../agent/source-loader.mjs')];
const SMALL = { cpus: 0.05, mem: 16 };

const scratch = scratchDirectory();
let master: RunningMaster;
let agent: RunningAgent;
let masterPort: number;
let child: ChildProcess | undefined;
let address = '';

async function startMarathonProcess(): Promise<void> {
  const flags = {
    master: `127.0.0.1:${masterPort}`,
    http_port: 0,
    work_dir: join(scratch.path, 'marathon'),
    logging_level: 'ERROR',
  };
  const words = [...OPTIONS, join(here, 'fixtures/marathon-process.ts'), JSON.stringify(flags)];
  child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  address = line.toString().trim();
}

async function kill(): Promise<void> {
  const ended = once(child!, 'close');
  child!.kill('SIGKILL');
  await ended;
}

function startMasterAt(port: number): Promise<RunningMaster> {
  return startMaster({ port, work_dir: join(scratch.path, 'master') }, { log: silent });
}

beforeAll(async () => {
  master = await startMasterAt(0);
  masterPort = Number(master.address.split(':').at(-1));
  agent = await startAgent(
    {
      master: [master.address],
      port: 0,
      work_dir: join(scratch.path, 'agent'),
      resources: 'cpus:4;mem:2048;disk:1024;ports:[31000-31200]',
      docker_socket: '/nonexistent/docker.sock',
    },
    { log: silent },
  );
  await startMarathonProcess();
});

afterAll(async () => {
  if (child?.exitCode === null) await kill();
  await agent.close({ stopTasks: true });
  await master.close();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  callJson(method, `http://${address}${path}`, body);

const frameworkId = (): Promise<string> =>
  until('Marathon is subscribed', async () => (await call('GET', '/v2/info')).json.frameworkId);

interface Task {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly version: string;
}

function running(app: string, count: number): Promise<readonly Task[]> {
  return until(`${count} tasks of ${app} run`, async () => {
    const { json } = await call('GET', `/v2/apps${app}/tasks`);
    const tasks: readonly Task[] = json?.tasks ?? [];
    const live = tasks.filter(({ state }) => state === 'TASK_RUNNING');
    return live.length === count && tasks.length === count ? live : undefined;
  });
}

function settled(): Promise<true> {
  return until('no deployment runs', async () => {
    const { json } = await call('GET', '/v2/deployments');
    return json.length === 0 ? true : undefined;
  });
}

const ids = (tasks: readonly Task[]): readonly string[] => tasks.map(({ id }) => id).sort();

test('what was answered for is there after kill -9, and what ran was never stopped', async () => {
  const id = await frameworkId();
  await call('POST', '/v2/apps', { id: '/keep', cmd: 'exec sleep 4001', instances: 3, ...SMALL });
  const before = await running('/keep', 3);
  await settled();
  const pids = processesNaming('sleep\u00004001');
  expect(pids).toHaveLength(3);

  const answer = await call('POST', '/v2/apps', { id: '/late', cmd: 'exec sleep 4002', ...SMALL });
  await kill();
  expect(answer.status).toBe(201);
  expect(pids.filter(isAlive)).toEqual(pids);

  await startMarathonProcess();
  expect((await call('GET', '/v2/apps/late')).json.app.cmd).toBe('exec sleep 4002');
  expect(await frameworkId()).toBe(id);
  await running('/late', 1);
  expect(ids(await running('/keep', 3))).toEqual(ids(before));
  await settled();
  expect(pids.filter(isAlive)).toEqual(pids);
});

test('an upgrade that is cut anywhere is finished, and only its own tasks are replaced', async () => {
  const kept = await running('/keep', 3);
  const upgrade = { minimumHealthCapacity: 0.5, maximumOverCapacity: 0.5 };
  const app = { id: '/roll', cmd: 'exec sleep 4003', instances: 4, upgradeStrategy: upgrade };
  await call('POST', '/v2/apps', { ...app, ...SMALL });
  const old = await running('/roll', 4);
  await settled();
  for (const [at, pauseMs] of [0, 40].entries()) {
    const cmd = `exec sleep 41${at}3`;
    expect((await call('PUT', '/v2/apps/roll', { cmd })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await kill();
    await startMarathonProcess();
    await settled();
    await running('/roll', 4);
    expect(processesNaming(`sleep\u000041${at}3`)).toHaveLength(4);
  }
  const left = ids(await running('/roll', 4));
  expect(left.filter((taskId) => ids(old).includes(taskId))).toEqual([]);
  expect(ids(await running('/keep', 3))).toEqual(ids(kept));
  expect(processesNaming('sleep\u00004003')).toEqual([]);
});

test('a task that ended while Marathon was away is reported with its exit code and replaced', async () => {
  await call('POST', '/v2/apps', { id: '/ends', cmd: 'sleep 4004; exit 7', ...SMALL });
  const [task] = await running('/ends', 1);
  await settled();
  await kill();
  for (const pid of processesNaming('sleep\u00004004')) process.kill(pid, 'SIGTERM');
  await startMarathonProcess();
  const failure = await until('the failure is known with its reason', async () => {
    const { json } = await call('GET', '/v2/apps/ends?embed=app.lastTaskFailure');
    const last = json.app.lastTaskFailure;
    return last?.message.includes('exited with status 7') ? last : undefined;
  });
  expect(failure).toMatchObject({ taskId: task?.id, state: 'TASK_FAILED' });
  const [again] = await running('/ends', 1);
  expect(again?.id).toBe(task?.id.replace(/\.1$/, '.2'));
});

test('a restart of the master costs no task, and apps can be submitted again', async () => {
  const id = await frameworkId();
  const kept = await running('/keep', 3);
  await master.close();
  master = await startMasterAt(masterPort);
  await call('POST', '/v2/apps', { id: '/after', cmd: 'exec sleep 4005', ...SMALL });
  await running('/after', 1);
  expect(await frameworkId()).toBe(id);
  expect(ids(await running('/keep', 3))).toEqual(ids(kept));
});

test('a framework that was torn down begins anew and brings its apps up again', async () => {
  const id = await frameworkId();
  const old = await running('/keep', 3);
  const body = new URLSearchParams({ frameworkId: id });
  const answer = await fetch(`http://127.0.0.1:${masterPort}/teardown`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  await until('it has another id', async () =>
    (await call('GET', '/v2/info')).json.frameworkId === id ? undefined : true,
  );
  const fresh = await running('/keep', 3);
  expect(ids(fresh).filter((taskId) => ids(old).includes(taskId))).toEqual([]);
  await until('the old processes are gone', () =>
    processesNaming('sleep\u00004001').length === 3 ? true : undefined,
  );
});
