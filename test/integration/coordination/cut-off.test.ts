import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '@stoa/runtime';
import { join } from 'node:path';
import { startAgent, type RunningAgent } from '../../../packages/agent/src/index.ts';
import { DaemonProcess } from '../../support/daemon-process.ts';
import { endTasksBelow, processesOf } from '../../support/proc.ts';
import { callJson, endPrograms, scratchDirectory } from '../../support/stoa-process.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';

// A leader whose way to ZooKeeper breaks, and is there again before its session ends.

const describeHere = hasZooKeeper ? describe : describe.skip;
const START_DEADLINE_MS = 150_000;
/** A leader is sure of itself for two thirds of it; the rest is there to mend the way. */
const SESSION_MS = 12_000;
const TASK = ['sleep', `6${process.pid}`];
const silent = createLog({ daemon: 'test', sink: () => undefined });

describeHere('a leader that is cut off from ZooKeeper', () => {
  const scratch = scratchDirectory();
  let ensemble: ZooKeeperEnsemble;
  let ways: { readonly master: TcpProxy; readonly marathon: TcpProxy };
  let master: DaemonProcess;
  let marathon: DaemonProcess;
  let agent: RunningAgent;

  beforeAll(async () => {
    ensemble = await startEnsemble(1);
    const port = ensemble.nodes[0]!.clientPort;
    ways = { master: await TcpProxy.open(port), marathon: await TcpProxy.open(port) };
    master = await new DaemonProcess('master', {
      port: '0',
      zk: `zk://127.0.0.1:${ways.master.port}/mesos`,
      zk_session_timeout: `${SESSION_MS}ms`,
    }).listens();
    marathon = await new DaemonProcess('marathon', {
      http_port: '0',
      master: master.address,
      zk: `zk://127.0.0.1:${ways.marathon.port}/marathon`,
      zk_session_timeout: String(SESSION_MS),
    }).listens();
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
    const app = { id: '/kept', cmd: `exec ${TASK.join(' ')}`, cpus: 0.01, mem: 16, instances: 2 };
    await until('Marathon takes the app', async () => {
      const { status } = await callJson('POST', `http://${marathon.address}/v2/apps`, {
        ...app,
        backoffSeconds: 0,
      });
      return status === 201 ? true : undefined;
    });
    await running();
  }, START_DEADLINE_MS);

  afterAll(async () => {
    await agent?.close({ stopTasks: true });
    await endPrograms();
    await ways?.master.close();
    await ways?.marathon.close();
    await ensemble?.stop();
    endTasksBelow(scratch.path);
    scratch.remove();
  });

  /** The status of an answer; 0 when none comes soon. */
  const statusOf = (url: string, init: RequestInit = {}) =>
    fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(500), ...init }).then(
      ({ status }) => status,
      () => 0,
    );
  const state = () => `http://${master.address}/state`;
  const leader = () => `http://${marathon.address}/v2/leader`;
  /** Ids of the two tasks, once both run. */
  const running = () =>
    until('two tasks run', async () => {
      const url = `http://${marathon.address}/v2/apps/kept/tasks`;
      const { json } = await callJson('GET', url);
      const tasks: readonly { readonly id: string; readonly state: string }[] = json?.tasks ?? [];
      const isWhole = tasks.length === 2 && tasks.every((task) => task.state === 'TASK_RUNNING');
      return isWhole ? tasks.map(({ id }) => id).sort() : undefined;
    });
  /** The processes of both, which are there a moment after that. */
  const both = () =>
    until('two processes are there', () => {
      const pids = processesOf(TASK);
      return pids.length === 2 ? pids : undefined;
    });
  const comesTo = (status: number, url: string) =>
    until(`${status} from ${url}`, async () => {
      const found = await statusOf(url);
      return found === status || (status === 0 && found >= 500) ? true : undefined;
    });

  test('a master answers nobody, and goes on as it was when the way is back', async () => {
    const before = { tasks: await running(), pids: await both() };
    ways.master.mode = 'refuse';
    await until('it steps down', () =>
      master.logged('leadership.suspended').length > 0 ? true : undefined,
    );
    expect(await statusOf(state())).toBe(503);
    expect(await statusOf(`http://${master.address}/health`)).toBe(200);
    ways.master.mode = 'pass';
    await comesTo(200, state());
    expect(master.isRunning).toBe(true);
    expect(master.logged('master.elected')).toHaveLength(1);
    expect({ tasks: await running(), pids: processesOf(TASK) }).toEqual(before);
  });

  test('a Marathon decides nothing, and makes up for it when the way is back', async () => {
    const before = await running();
    const [victim] = await both();
    ways.marathon.mode = 'refuse';
    await comesTo(0, leader());
    process.kill(victim!, 'SIGKILL');
    await until('the master knows that the task failed', async () => {
      const { json } = await callJson('GET', state());
      const tasks: readonly { readonly state: string }[] = json.frameworks[0].tasks;
      return tasks.some((task) => task.state === 'TASK_FAILED') ? true : undefined;
    });
    // It is not heard, let alone acknowledged, and nothing is launched in its place.
    expect(processesOf(TASK)).toHaveLength(1);
    expect(await statusOf(leader())).not.toBe(200);
    ways.marathon.mode = 'pass';
    await comesTo(200, leader());
    expect(marathon.isRunning).toBe(true);
    const after = await until('another runs', async () => {
      const now = await running();
      return now.join() === before.join() ? undefined : now;
    });
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
    await both();
  });
});
