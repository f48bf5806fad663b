import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect, createServer as createNetServer } from 'node:net';
import type { Server as NetServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAgent } from '../../../packages/agent/src/index.ts';
import type { RunningAgent } from '../../../packages/agent/src/index.ts';
import { createLog } from '@stoa/runtime';
import { FakeMaster, FRAMEWORK_ID } from './fake-master.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const silent = createLog({ daemon: 'agent', sink: () => undefined });

let directory: string;
let master: FakeMaster;
let agent: RunningAgent | undefined;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stoa-agent-'));
  master = new FakeMaster();
  await master.start();
});

afterEach(async () => {
  await agent?.close({ stopTasks: true });
  agent = undefined;
  await master.close();
  rmSync(directory, { recursive: true, force: true });
});

const workDir = (): string => join(directory, 'work');

async function start(more: Parameters<typeof startAgent>[0] = {}): Promise<RunningAgent> {
  agent = await startAgent(
    {
      master: [master.address],
      work_dir: workDir(),
      port: 0,
      resources: 'cpus:2;mem:512;disk:100',
      docker_socket: '/nonexistent/docker.sock',
      registration_backoff_factor: 50 as never,
      ...more,
    },
    { log: silent },
  );
  await master.until('registration', () => master.subscriptions.length > 0);
  return agent;
}

const shell = (value: string) => ({ command: { value } });

function sandboxOf(id: string): string {
  const root = join(workDir(), 'slaves/agent-1/frameworks', FRAMEWORK_ID, 'executors', id);
  return join(root, 'runs/latest');
}

async function get(path: string): Promise<{ status: number; text: string; type: string | null }> {
  const answer = await fetch(`http://${agent?.address ?? ''}${path}`);
  const text = await answer.text();
  return { status: answer.status, text, type: answer.headers.get('content-type') };
}

describe('an agent with plain commands', () => {
  test('registers with its resources and runs a command to its end', async () => {
    await start();
    const [subscription] = master.subscriptions;
    expect(subscription?.agent_info.resources?.map((resource) => resource.name).sort()).toEqual([
      'cpus',
      'disk',
      'mem',
      'ports',
    ]);
    master.run({ id: 'hello', ...shell('echo out; echo err >&2; exit 0') });
    const finished = await master.untilState('hello', 'TASK_FINISHED');
    expect(master.states('hello')).toEqual(['TASK_STARTING', 'TASK_RUNNING', 'TASK_FINISHED']);
    expect(finished.message).toBe('Command exited with status 0');
    expect(finished.source).toBe('SOURCE_EXECUTOR');
    const running = master.status('hello', 'TASK_RUNNING');
    expect(running?.container_status?.network_infos?.[0]?.ip_addresses?.[0]?.ip_address).toBe(
      '127.0.0.1',
    );
    expect(readFileSync(join(sandboxOf('hello'), 'stdout'), 'utf8')).toBe('out\n');
    expect(readFileSync(join(sandboxOf('hello'), 'stderr'), 'utf8')).toBe('err\n');
  });

  test('tells an exit code from a signal', async () => {
    await start();
    master.run({ id: 'code', ...shell('exit 137') });
    master.run({ id: 'signal', ...shell('kill -9 $$') });
    master.run({ id: 'term', ...shell('kill -TERM $$') });
    master.run({ id: 'absent', command: { shell: false, value: '/no/such/program' } });
    expect((await master.untilState('code', 'TASK_FAILED')).message).toBe(
      'Command exited with status 137',
    );
    expect((await master.untilState('signal', 'TASK_FAILED')).message).toBe(
      'Command terminated with signal Killed',
    );
    expect((await master.untilState('term', 'TASK_FAILED')).message).toBe(
      'Command terminated with signal Terminated',
    );
    expect((await master.untilState('absent', 'TASK_FAILED')).message).toBe(
      'Command exited with status 127',
    );
  });

  test('gives the environment of the framework and nothing of its own', async () => {
    process.env['STOA_TEST_SECRET'] = 'must not leak';
    await start();
    master.run({
      id: 'env',
      command: {
        value: 'env; pwd',
        environment: { variables: [{ name: 'GREETING', value: 'hi there' }] },
      },
    });
    await master.untilState('env', 'TASK_FINISHED');
    const text = readFileSync(join(sandboxOf('env'), 'stdout'), 'utf8');
    expect(text).toContain('GREETING=hi there\n');
    expect(text).toContain('MESOS_SLAVE_ID=agent-1\n');
    expect(text).toMatch(/MESOS_SANDBOX=.*\/runs\/[\w-]+\n/);
    expect(text).not.toContain('must not leak');
  });

  test('runs arguments as they are', async () => {
    await start();
    const args = ['printf', '%s|', 'a b', '$HOME', ''];
    master.run({
      id: 'args',
      command: { shell: false, value: '/usr/bin/printf', arguments: args },
    });
    await master.untilState('args', 'TASK_FINISHED');
    expect(readFileSync(join(sandboxOf('args'), 'stdout'), 'utf8')).toBe('a b|$HOME||');
  });

  test('kills softly, then by force, with everything the task began', async () => {
    await start();
    master.run({ id: 'soft', ...shell('sleep 300') });
    master.run({ id: 'hard', ...shell("trap '' TERM; sleep 301 & while true; do sleep 1; done") });
    await master.untilState('soft', 'TASK_RUNNING');
    await master.untilState('hard', 'TASK_RUNNING');
    master.kill('soft');
    const killed = await master.untilState('soft', 'TASK_KILLED');
    expect(killed.message).toBe('Command terminated with signal Terminated');
    expect(master.states('soft')).toEqual([
      'TASK_STARTING',
      'TASK_RUNNING',
      'TASK_KILLING',
      'TASK_KILLED',
    ]);
    const from = Date.now();
    master.kill('hard', 1);
    expect((await master.untilState('hard', 'TASK_KILLED')).message).toBe(
      'Command terminated with signal Killed',
    );
    expect(Date.now() - from).toBeGreaterThan(900);
    await master.until(
      'nothing left',
      () => spawnSync('pgrep', ['-f', '^sleep 30[01]$']).status === 1,
    );
  });

  test('ends what a finished task left behind', async () => {
    await start();
    master.run({ id: 'left', ...shell('sleep 302 & exit 3') });
    expect((await master.untilState('left', 'TASK_FAILED')).message).toBe(
      'Command exited with status 3',
    );
    await master.until(
      'nothing left',
      () => spawnSync('pgrep', ['-f', '^sleep 302$']).status === 1,
    );
  });

  test('refuses what needs Docker when there is none, and runs the rest', async () => {
    await start();
    const docker = { image: 'busybox', network: 'HOST' as const };
    master.run({ id: 'boxed', container: { type: 'DOCKER', docker }, ...shell('true') });
    master.run({ id: 'plain', ...shell('true') });
    const failed = await master.untilState('boxed', 'TASK_FAILED');
    expect(failed.reason).toBe('REASON_CONTAINER_LAUNCH_FAILED');
    expect(failed.message).toMatch(/^Failed to launch container: .*Docker does not answer/);
    await master.untilState('plain', 'TASK_FINISHED');
  });

  test('sends updates again in order until they are acknowledged', async () => {
    master.acknowledges = false;
    await start();
    master.run({ id: 'quiet', ...shell('true') });
    const starting = await master.untilState('quiet', 'TASK_STARTING');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(master.states('quiet')).toEqual(['TASK_STARTING']);
    // A new registration sends the head again, the same record.
    const { port } = master;
    await master.close();
    await master.start(port);
    await master.until('again', () => master.updates.length >= 2);
    expect(master.updates[1]).toEqual(starting);
    const known = master.subscriptions.at(-1)?.tasks?.[0];
    expect(known?.status_update_state).toBe('TASK_STARTING');
    master.acknowledges = true;
    master.acknowledge(starting);
    await master.untilState('quiet', 'TASK_FINISHED');
    expect(master.states('quiet')).toEqual(['TASK_STARTING', 'TASK_RUNNING', 'TASK_FINISHED']);
  });

  test('answers for tasks it does not know', async () => {
    await start();
    master.send({
      type: 'RECONCILE',
      reconcile: {
        framework_id: { value: FRAMEWORK_ID },
        statuses: [{ task_id: { value: 'ghost' }, state: 'TASK_RUNNING' }],
      },
    });
    const status = await master.untilState('ghost', 'TASK_DROPPED');
    expect(status.reason).toBe('REASON_RECONCILIATION');
    expect(status.uuid?.length).toBe(16);
  });

  test('kills a task whose health check fails too often', async () => {
    await start();
    const times = { delay_seconds: 0, interval_seconds: 0.1, grace_period_seconds: 0 };
    master.run({
      id: 'sick',
      ...shell('touch sick; sleep 300'),
      health_check: {
        type: 'COMMAND',
        command: { value: 'test ! -e sick' },
        consecutive_failures: 2,
        ...times,
      },
    });
    const killed = await master.untilState('sick', 'TASK_KILLED');
    expect(killed.healthy).toBe(false);
    const told = master.updates.filter(({ healthy }) => healthy === false);
    expect(told[0]?.reason).toBe('REASON_TASK_HEALTH_CHECK_STATUS_UPDATED');
  });

  test('answers pings', async () => {
    await start();
    master.send({ type: 'PING', ping: { connected: true } });
    await master.until('a pong', () => master.pongs === 1);
  });
});

describe('the fetcher', () => {
  let web: Server;
  let port: number;

  beforeAll(async () => {
    web = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { Location: '/file.txt' }).end();
      else if (request.url === '/file.txt') response.end('content');
      else response.writeHead(404).end('nothing');
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterAll(() => {
    web.close();
  });

  test('fetches over http and from files, unpacks archives, marks programs', async () => {
    const files = join(directory, 'files');
    mkdirSync(files);
    writeFileSync(join(files, 'inside.txt'), 'packed');
    writeFileSync(join(files, 'run.sh'), '#!/bin/sh\ncat file.txt inside.txt\n');
    spawnSync('tar', ['-czf', join(files, 'a.tar.gz'), '-C', files, 'inside.txt']);
    await start();
    master.run({
      id: 'fetch',
      command: {
        value: './run.sh',
        uris: [
          { value: `http://127.0.0.1:${port}/moved`, output_file: 'file.txt' },
          { value: `file://${files}/a.tar.gz` },
          { value: `${files}/run.sh`, executable: true },
        ],
      },
    });
    await master.untilState('fetch', 'TASK_FINISHED');
    expect(readFileSync(join(sandboxOf('fetch'), 'stdout'), 'utf8')).toBe('contentpacked');
    const stderr = readFileSync(join(sandboxOf('fetch'), 'stderr'), 'utf8');
    expect(stderr).toContain('Successfully fetched all URIs into');
  });

  test('fails the task whose URI is not there, and says so', async () => {
    await start();
    const uris = [{ value: `http://127.0.0.1:${port}/nothing` }];
    master.run({ id: 'lost', command: { value: 'true', uris } });
    const failed = await master.untilState('lost', 'TASK_FAILED');
    expect(failed.message).toMatch(
      /^Failed to launch container: Failed to fetch all URIs for container '[\w-]+': exited with status 1$/,
    );
    const stderr = readFileSync(join(sandboxOf('lost'), 'stderr'), 'utf8');
    expect(stderr).toContain('received HTTP return code 404');
  });
});

describe('the endpoints', () => {
  test('show state, health, version, flags and numbers, with and without the prefix', async () => {
    await start({ attributes: 'rack:r1' });
    master.run({ id: 'web', ...shell('sleep 300') });
    await master.untilState('web', 'TASK_RUNNING');
    const state = JSON.parse((await get('/slave(1)/state')).text) as Record<string, never>;
    expect(state).toMatchObject({
      id: 'agent-1',
      attributes: { rack: 'r1' },
      frameworks: [
        { id: FRAMEWORK_ID, executors: [{ id: 'web', tasks: [{ state: 'TASK_RUNNING' }] }] },
      ],
    });
    expect((await get('/health')).status).toBe(200);
    expect((await get('/version?jsonp=f')).text).toMatch(/^f\(\{.*\}\)$/);
    expect((await get('/flags')).text).toContain('"attributes":"rack:r1"');
    expect((await get('/metrics/snapshot')).text).toContain('"slave/tasks_running":1.0');
    expect((await get('/slave%281%29/state')).status).toBe(200);
    expect((await get('/nothing')).status).toBe(404);
    const [container] = JSON.parse((await get('/containers')).text) as { statistics: object }[];
    expect(container?.statistics).toHaveProperty('mem_rss_bytes');
  });

  test('answer operator calls in JSON', async () => {
    await start();
    const call = (body: string, type = 'application/json') =>
      fetch(`http://${agent?.address ?? ''}/api/v1`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
    expect(await (await call('{"type":"GET_HEALTH"}')).json()).toEqual({
      type: 'GET_HEALTH',
      get_health: { healthy: true },
    });
    expect((await call('{"type":"GET_TASKS"}')).status).toBe(200);
    expect((await call('{"type":"NOPE"}')).status).toBe(400);
    expect((await call('{')).status).toBe(400);
    expect((await call('x', 'text/plain')).status).toBe(415);
  });

  test('/files shows a sandbox and nothing beyond it, links or not', async () => {
    await start();
    master.run({ id: 'box', ...shell('printf 0123456789; mkdir d; sleep 300') });
    await master.untilState('box', 'TASK_RUNNING');
    const box = sandboxOf('box');
    await master.until('output', () => readFileSync(join(box, 'stdout'), 'utf8').length === 10);
    symlinkSync('/etc/passwd', join(box, 'passwd'));
    symlinkSync('/etc', join(box, 'etc'));
    const at = (path: string): string => encodeURIComponent(path);
    const short = `/frameworks/${FRAMEWORK_ID}/executors/box/runs/latest`;
    const names = (
      JSON.parse((await get(`/files/browse?path=${at(box)}`)).text) as { path: string }[]
    ).map(({ path }) => path.slice(box.length + 1));
    expect(names).toEqual(['d', 'stderr', 'stdout']);
    const read = await get(`/slave(1)/files/read?path=${at(`${short}/stdout`)}&offset=2&length=3`);
    expect(JSON.parse(read.text)).toEqual({ data: '234', offset: 2 });
    const size = await get(`/files/read?path=${at(`${box}/stdout`)}&offset=-1`);
    expect(JSON.parse(size.text)).toEqual({ data: '', offset: 10 });
    expect((await get(`/files/download?path=${at(`${box}/stdout`)}`)).text).toBe('0123456789');
    for (const path of [
      `${box}/passwd`,
      `${box}/etc/passwd`,
      `${box}/../../../../../../../../../../etc/passwd`,
    ]) {
      for (const endpoint of ['read', 'browse', 'download']) {
        const answer = await get(`/files/${endpoint}?path=${at(path)}&offset=0`);
        expect(answer.status).toBe(400);
        expect(answer.text).toContain('is inaccessible.');
      }
    }
    for (const path of ['/', '/etc/passwd', `${workDir()}/meta`, `${box}/absent`]) {
      expect((await get(`/files/read?path=${at(path)}&offset=0`)).status).toBe(404);
    }
    expect((await get('/files/read')).text).toBe("Expecting 'path=value' in query.\n");
    expect((await get(`/files/read?path=${at(`${box}/stdout`)}&offset=x`)).status).toBe(400);
  });
});

describe('an agent whose process is killed', () => {
  let child: ChildProcess | undefined;

  async function startProcess(more: object = {}): Promise<void> {
    const flags = {
      master: [master.address],
      work_dir: workDir(),
      port: 0,
      docker_socket: '/nonexistent/docker.sock',
      registration_backoff_factor: 50,
      ...more,
    };
    const before = master.subscriptions.length;
    child = spawn(
      process.execPath,
      [
        '--conditions=stoa-source',
        '--import',
        join(here, 'source-loader.mjs'),
        join(here, 'agent-process.ts'),
        JSON.stringify(flags),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await master.until('registration', () => master.subscriptions.length > before, 30_000);
  }

  async function killProcess(): Promise<void> {
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await gone;
  }

  afterEach(async () => {
    if (child !== undefined) await killProcess();
    child = undefined;
  });

  test('finds running tasks again, and the true end of those that ended meanwhile', async () => {
    await startProcess();
    const gate = join(directory, 'gate');
    master.run({
      id: 'lives',
      ...shell(`echo begun; while [ ! -e ${gate} ]; do sleep 0.05; done; exit 5`),
    });
    master.run({ id: 'ends', ...shell('sleep 1; exit 42') });
    master.run({ id: 'dies', ...shell('sleep 1; kill -9 $$') });
    for (const id of ['lives', 'ends', 'dies']) await master.untilState(id, 'TASK_RUNNING');
    await killProcess();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await startProcess();
    expect(master.subscriptions.at(-1)?.agent_info.id?.value).toBe('agent-1');
    expect((await master.untilState('ends', 'TASK_FAILED')).message).toBe(
      'Command exited with status 42',
    );
    expect((await master.untilState('dies', 'TASK_FAILED')).message).toBe(
      'Command terminated with signal Killed',
    );
    expect(master.states('lives')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    writeFileSync(gate, '');
    expect((await master.untilState('lives', 'TASK_FAILED')).message).toBe(
      'Command exited with status 5',
    );
    expect(readFileSync(join(sandboxOf('lives'), 'stdout'), 'utf8')).toBe('begun\n');
  }, 60_000);

  test('kills a task of its earlier life', async () => {
    await startProcess();
    master.run({ id: 'old', ...shell('sleep 303') });
    await master.untilState('old', 'TASK_RUNNING');
    await killProcess();
    await startProcess();
    master.kill('old');
    await master.untilState('old', 'TASK_KILLED');
    expect(spawnSync('pgrep', ['-f', '^sleep 303$']).status).toBe(1);
  }, 60_000);
});

const DOCKER_SOCKET = ['/run/stoa-dev-docker.sock', '/var/run/docker.sock'].find((path) =>
  existsSync(path),
);
const IMAGE = 'stoa-test/busybox:1';
const hasDocker =
  DOCKER_SOCKET !== undefined &&
  spawnSync('docker', ['-H', `unix://${DOCKER_SOCKET}`, 'image', 'inspect', IMAGE]).status === 0;
const describeDocker = hasDocker ? describe : describe.skip;

describeDocker('an agent with Docker', () => {
  const docker = (more: object = {}) => ({
    container: {
      type: 'DOCKER' as const,
      docker: { image: IMAGE, network: 'BRIDGE' as const, ...more },
    },
  });
  const withDocker = { docker_socket: DOCKER_SOCKET ?? '' };

  test('runs images with their true exit codes and output', async () => {
    await start(withDocker);
    master.run({ id: 'd1', ...docker(), ...shell('echo from docker; echo $GREETING >&2; exit 7') });
    const failed = await master.untilState('d1', 'TASK_FAILED');
    expect(failed.message).toBe('Container exited with status 7');
    const running = master.status('d1', 'TASK_RUNNING');
    expect(Buffer.from(running?.data ?? []).toString()).toContain('"HostConfig"');
    expect(readFileSync(join(sandboxOf('d1'), 'stdout'), 'utf8')).toBe('from docker\n');
  }, 60_000);

  test('gives network, environment, volume, labels and limits', async () => {
    await start(withDocker);
    writeFileSync(join(directory, 'shared'), 'shared content');
    master.run({
      id: 'd2',
      labels: { labels: [{ key: 'tier', value: 'one' }] },
      container: {
        type: 'DOCKER',
        docker: {
          image: IMAGE,
          network: 'BRIDGE',
          port_mappings: [{ host_port: 0, container_port: 80 }],
        },
        volumes: [{ container_path: '/shared', host_path: directory, mode: 'RO' }],
      },
      command: {
        value: 'cat /shared/shared; env; sleep 300',
        environment: { variables: [{ name: 'GREETING', value: 'hello' }] },
      },
    });
    const running = await master.untilState('d2', 'TASK_RUNNING');
    const [inspected] = JSON.parse(Buffer.from(running.data ?? []).toString()) as {
      Config: { Labels: Record<string, string> };
      HostConfig: { Memory: number; CpuShares: number };
    }[];
    expect(inspected?.Config.Labels['tier']).toBe('one');
    expect(inspected?.HostConfig).toMatchObject({ Memory: 32 * 2 ** 20, CpuShares: 102 });
    const address = running.container_status?.network_infos?.[0]?.ip_addresses?.[0]?.ip_address;
    expect(address).not.toBe('127.0.0.1');
    const stdout = (): string => readFileSync(join(sandboxOf('d2'), 'stdout'), 'utf8');
    await master.until('output', () => stdout().includes('MESOS_SANDBOX=/mnt/mesos/sandbox'));
    expect(stdout()).toContain('shared content');
    expect(stdout()).toContain('GREETING=hello');
    master.kill('d2', 0);
    expect((await master.untilState('d2', 'TASK_KILLED')).message).toBe(
      'Container exited with status 137',
    );
  }, 60_000);

  test('finds containers and their output again after a restart', async () => {
    const first = await start(withDocker);
    const gate = 'for i in 1 2 3 4 5 6; do echo line $i; sleep 0.5; done; exit 9';
    master.run({ id: 'd3', ...docker(), ...shell(gate) });
    await master.untilState('d3', 'TASK_RUNNING');
    await first.close();
    await start(withDocker);
    const failed = await master.untilState('d3', 'TASK_FAILED');
    expect(failed.message).toBe('Container exited with status 9');
    expect(readFileSync(join(sandboxOf('d3'), 'stdout'), 'utf8')).toBe(
      'line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n',
    );
  }, 60_000);

  test('holds a task for running while Docker does not answer, and then tells its end', async () => {
    const proxy = new SocketProxy(join(directory, 'docker.sock'), DOCKER_SOCKET ?? '');
    await proxy.open();
    await start({ docker_socket: proxy.path });
    master.run({ id: 'd5', ...docker(), ...shell('echo before; sleep 2; echo after; exit 4') });
    await master.untilState('d5', 'TASK_RUNNING');
    await proxy.close();
    master.run({ id: 'd6', ...docker(), ...shell('true') });
    master.run({ id: 'p6', ...shell('true') });
    await master.untilState('p6', 'TASK_FINISHED');
    expect((await master.untilState('d6', 'TASK_FAILED')).message).toContain(
      'Docker does not answer',
    );
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(master.states('d5')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    await proxy.open();
    expect((await master.untilState('d5', 'TASK_FAILED')).message).toBe(
      'Container exited with status 4',
    );
    expect(readFileSync(join(sandboxOf('d5'), 'stdout'), 'utf8')).toBe('before\nafter\n');
    await agent?.close({ stopTasks: true });
    await proxy.close();
  }, 60_000);

  test('says why an image cannot be had', async () => {
    await start(withDocker);
    const image = 'localhost:1/none/such:1';
    master.run({ id: 'd4', container: { type: 'DOCKER', docker: { image } }, ...shell('true') });
    const failed = await master.untilState('d4', 'TASK_FAILED');
    expect(failed.message).toMatch(/^Failed to launch container: could not pull image localhost:1/);
  }, 60_000);
});

/** A Docker socket that can go away without harm to Docker. */
class SocketProxy {
  readonly path: string;
  readonly #target: string;
  readonly #sockets = new Set<Socket>();
  #server: NetServer | undefined;

  constructor(path: string, target: string) {
    this.path = path;
    this.#target = target;
  }

  async open(): Promise<void> {
    rmSync(this.path, { force: true });
    const server = createNetServer((inside) => {
      const outside = connect(this.#target);
      for (const socket of [inside, outside]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          inside.destroy();
          outside.destroy();
        });
      }
      inside.pipe(outside).pipe(inside);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => {
      if (server === undefined) resolve();
      else server.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
