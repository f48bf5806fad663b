import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer as createNetServer } from 'node:net';
import type { Server as NetServer, Socket } from 'node:net';
import { join } from 'node:path';
import { callDocker } from '../../../tools/machine/docker.mjs';
import { until } from '../../support/until.ts';
import { AgentHarness, shell } from './agent-harness.ts';

let agent: AgentHarness;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  await agent.close();
}, 30_000);

const DOCKER_SOCKET = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '');
const IMAGE = process.env['STOA_TEST_IMAGE'] ?? 'stoa-test/busybox:1';
const describeDocker = DOCKER_SOCKET === undefined ? describe.skip : describe;

describeDocker('an agent with Docker', () => {
  const docker = (more: object = {}) => ({
    container: {
      type: 'DOCKER' as const,
      docker: { image: IMAGE, network: 'BRIDGE' as const, ...more },
    },
  });
  const withDocker = { docker_socket: DOCKER_SOCKET ?? '' };

  test('runs images with their true exit codes and output', async () => {
    await agent.start(withDocker);
    agent.master.run({
      id: 'd1',
      ...docker(),
      ...shell('echo from docker; echo $GREETING >&2; exit 7'),
    });
    const failed = await agent.master.untilState('d1', 'TASK_FAILED');
    expect(failed.message).toBe('Container exited with status 7');
    const running = agent.master.status('d1', 'TASK_RUNNING');
    expect(Buffer.from(running?.data ?? []).toString()).toContain('"HostConfig"');
    expect(agent.read('d1', 'stdout')).toBe('from docker\n');
  }, 60_000);

  test('gives network, environment, volume, labels and limits', async () => {
    await agent.start(withDocker);
    writeFileSync(join(agent.directory, 'shared'), 'shared content');
    const port = await freePort();
    agent.master.run({
      id: 'd2',
      labels: {
        labels: [
          { key: 'tier', value: 'one' },
          { key: 'stoa.agent', value: 'another' },
        ],
      },
      resources: [...granted({ cpus: 0.1, mem: 32 }), ports(port)],
      limits: { cpus: { value: 0.5 } },
      container: {
        type: 'DOCKER',
        docker: {
          image: IMAGE,
          network: 'BRIDGE',
          port_mappings: [{ host_port: port, container_port: 80, protocol: 'tcp' }],
        },
        volumes: [{ container_path: '/shared', host_path: agent.directory, mode: 'RO' }],
      },
      command: {
        value: 'cat /shared/shared; env; exec httpd -f -p 80 -h /shared',
        environment: { variables: [{ name: 'GREETING', value: 'hello' }] },
      },
    });
    const running = await agent.master.untilState('d2', 'TASK_RUNNING');
    const [inspected] = JSON.parse(Buffer.from(running.data ?? []).toString()) as {
      Config: { Labels: Record<string, string> };
      HostConfig: Record<string, unknown>;
    }[];
    expect(inspected?.Config.Labels['tier']).toBe('one');
    // No framework can make a container pass for another agent's.
    expect(inspected?.Config.Labels['stoa.agent']).toBe(agent.master.agentId);
    expect(inspected?.HostConfig).toMatchObject({
      Memory: 32 * 2 ** 20,
      CpuShares: 102,
      CpuPeriod: 100_000,
      CpuQuota: 50_000,
      NetworkMode: 'bridge',
    });
    const address = running.container_status?.network_infos?.[0]?.ip_addresses?.[0]?.ip_address;
    expect(address).not.toBe('127.0.0.1');
    const stdout = (): string => agent.read('d2', 'stdout');
    await agent.master.until('output', () => stdout().includes('MESOS_SANDBOX=/mnt/mesos/sandbox'));
    expect(stdout()).toContain('shared content');
    expect(stdout()).toContain('GREETING=hello');
    // Docker listens for the container before its server does.
    const text = await until('the server answers', () =>
      tryFetch(`http://127.0.0.1:${port}/shared`),
    );
    expect(text).toBe('shared content');
    agent.master.kill('d2', 0);
    expect((await agent.master.untilState('d2', 'TASK_KILLED')).message).toBe(
      'Container exited with status 137',
    );
  }, 60_000);

  test('finds containers and their output again after a restart', async () => {
    const first = await agent.start(withDocker);
    const gate = 'for i in 1 2 3 4 5 6; do echo line $i; sleep 0.5; done; exit 9';
    agent.master.run({ id: 'd3', ...docker(), ...shell(gate) });
    await agent.master.untilState('d3', 'TASK_RUNNING');
    await first.close();
    await agent.start(withDocker);
    const failed = await agent.master.untilState('d3', 'TASK_FAILED');
    expect(failed.message).toBe('Container exited with status 9');
    expect(agent.read('d3', 'stdout')).toBe('line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n');
  }, 60_000);

  test('holds a task for running while Docker does not answer, and then tells its end', async () => {
    const proxy = new SocketProxy(join(agent.directory, 'docker.sock'), DOCKER_SOCKET ?? '');
    await proxy.open();
    await agent.start({ docker_socket: proxy.path });
    agent.master.run({
      id: 'd5',
      ...docker(),
      ...shell('echo before; sleep 2; echo after; exit 4'),
    });
    await agent.master.untilState('d5', 'TASK_RUNNING');
    await proxy.close();
    agent.master.run({ id: 'd6', ...docker(), ...shell('true') });
    agent.master.run({ id: 'p6', ...shell('true') });
    await agent.master.untilState('p6', 'TASK_FINISHED');
    expect((await agent.master.untilState('d6', 'TASK_FAILED')).message).toContain(
      'Docker does not answer',
    );
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(agent.master.states('d5')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    await proxy.open();
    expect((await agent.master.untilState('d5', 'TASK_FAILED')).message).toBe(
      'Container exited with status 4',
    );
    expect(agent.read('d5', 'stdout')).toBe('before\nafter\n');
    await agent?.close();
    await proxy.close();
  }, 60_000);

  test('puts a task on the network of the host, and opens no port that was not granted', async () => {
    await agent.start(withDocker);
    const port = await freePort();
    const host = { container: { type: 'DOCKER' as const, docker: { image: IMAGE } } };
    agent.master.run({ id: 'host', ...host, ...shell(`exec httpd -f -p 127.0.0.1:${port} -h /`) });
    const running = await agent.master.untilState('host', 'TASK_RUNNING');
    const address = running.container_status?.network_infos?.[0]?.ip_addresses?.[0];
    expect(address?.ip_address).toBe('127.0.0.1');
    await agent.master.until('a connection', () => tryConnect(port));
    agent.master.kill('host', 0);
    await agent.master.untilState('host', 'TASK_KILLED');
    const mapped = docker({ port_mappings: [{ host_port: port, container_port: 80 }] });
    agent.master.run({ id: 'bold', ...mapped, ...shell('true') });
    expect((await agent.master.untilState('bold', 'TASK_FAILED')).message).toBe(
      'Failed to launch container: Port mappings require port resources',
    );
  }, 60_000);

  test('writes no output through a link that the container made of its stdout', async () => {
    await agent.start(withDocker);
    const target = join(agent.directory, 'host-file');
    writeFileSync(target, 'of the host');
    const script = `cd $MESOS_SANDBOX; rm stdout stderr; ln -s ${target} stdout; mkfifo stderr; sleep 1; echo more; echo worse >&2`;
    agent.master.run({ id: 'link', ...docker(), ...shell(script) });
    await agent.master.untilState('link', 'TASK_RUNNING');
    // The second life of the agent opens the files anew, as they are by then.
    await agent.stop();
    await agent.start(withDocker);
    await agent.master.untilState('link', 'TASK_FINISHED');
    expect(readFileSync(target, 'utf8')).toBe('of the host');
    expect(agent.read('link', 'stdout')).toBe('more\n');
    expect(agent.read('link', 'stderr')).toBe('worse\n');
  }, 60_000);

  test('reports a container that took more memory than granted', async () => {
    await agent.start(withDocker);
    // tail keeps the last line, and this one never ends.
    agent.master.run({ id: 'greedy', ...docker(), ...shell('tail /dev/zero') });
    const failed = await agent.master.untilState('greedy', 'TASK_FAILED');
    expect(failed.reason).toBe('REASON_CONTAINER_LIMITATION_MEMORY');
    expect(failed.message).toMatch(/^Memory limit exceeded: Requested: 32MB/);
  }, 60_000);

  test('says why an image cannot be had', async () => {
    await agent.start(withDocker);
    const image = 'localhost:1/none/such:1';
    agent.master.run({
      id: 'd4',
      container: { type: 'DOCKER', docker: { image } },
      ...shell('true'),
    });
    const failed = await agent.master.untilState('d4', 'TASK_FAILED');
    expect(failed.message).toMatch(/^Failed to launch container: could not pull image localhost:1/);
  }, 60_000);

  test('asks for an image anew that was there and is gone', async () => {
    await agent.start(withDocker);
    const repo = 'localhost:1/stoa-test/fleeting';
    const image = `${repo}:1`;
    const engine = async (method: string, path: string): Promise<void> => {
      const { status, text } = await callDocker(DOCKER_SOCKET ?? '', method, `/images/${path}`);
      if (status > 299) throw new Error(`Docker answered ${status}: ${text}`);
    };
    const bringBack = () => engine('POST', `${IMAGE}/tag?repo=${repo}&tag=1`);
    const takeAway = () => engine('DELETE', image);
    const run = (id: string): void => {
      const container = { type: 'DOCKER' as const, docker: { image, network: 'HOST' as const } };
      agent.master.run({ id, container, ...shell('true') });
    };
    for (const id of ['d5', 'd6']) {
      await bringBack();
      run(id);
      await agent.master.untilState(id, 'TASK_FINISHED');
      expect(agent.master.states(id)).toEqual(['TASK_STARTING', 'TASK_RUNNING', 'TASK_FINISHED']);
    }
    await takeAway();
    for (const id of ['d7', 'd8']) {
      run(id);
      const failed = await agent.master.untilState(id, 'TASK_FAILED');
      expect(failed.message).toContain(`could not pull image ${image}`);
    }
    expect(agent.master.states('d8')).toEqual(['TASK_FAILED']);
    await bringBack();
    run('d9');
    await agent.master.untilState('d9', 'TASK_FINISHED');
    await takeAway();
  }, 60_000);
});

const granted = (amounts: Readonly<Record<string, number>>) =>
  Object.entries(amounts).map(([name, value]) => ({
    name,
    type: 'SCALAR' as const,
    scalar: { value },
    allocation_info: { role: '*' },
  }));

const ports = (port: number) => ({
  name: 'ports',
  type: 'RANGES' as const,
  ranges: { range: [{ begin: port, end: port }] },
  allocation_info: { role: '*' },
});

async function freePort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const connected = new Set<number>();

/** Whether a connection came about; asked again and again. */
function tryConnect(port: number): boolean {
  const socket = connect(port, '127.0.0.1', () => {
    connected.add(port);
    socket.end();
  });
  socket.on('error', () => undefined);
  return connected.has(port);
}

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

/** The text at an address, undefined while nobody serves it. */
async function tryFetch(url: string): Promise<string | undefined> {
  try {
    return await (await fetch(url)).text();
  } catch {
    return undefined;
  }
}
