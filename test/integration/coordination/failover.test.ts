import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '@stoa/runtime';
import { join } from 'node:path';
import { startAgent, type RunningAgent } from '../../../packages/agent/src/index.ts';
import { DaemonProcess } from '../../support/daemon-process.ts';
import { endTasksBelow, isAlive, processesNaming } from '../../support/proc.ts';
import { callJson, endPrograms, scratchDirectory } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';

// Three masters, two Marathons, two agents and three servers of ZooKeeper: whoever leads is taken away.

const describeHere = hasZooKeeper ? describe : describe.skip;
const START_DEADLINE_MS = 240_000;
const CASE_DEADLINE_MS = 120_000;
const SESSION_MS = 3_000;
/** The promise for a stop in order; without a farewell it would take a session at least. */
const HAND_OVER_MS = 1_000;
const silent = createLog({ daemon: 'test', sink: () => undefined });

describeHere('a cluster whose leaders go', () => {
  const scratch = scratchDirectory();
  let ensemble: ZooKeeperEnsemble;
  let masters: DaemonProcess[] = [];
  let marathons: DaemonProcess[] = [];
  const agents: RunningAgent[] = [];

  const startMaster = () =>
    new DaemonProcess('master', {
      port: '0',
      zk: ensemble.url('/mesos'),
      quorum: '2',
      zk_session_timeout: `${SESSION_MS}ms`,
    }).listens();
  const startMarathon = () =>
    new DaemonProcess('marathon', {
      http_port: '0',
      master: ensemble.url('/mesos'),
      zk: ensemble.url('/marathon'),
      zk_session_timeout: String(SESSION_MS),
    }).listens();

  beforeAll(async () => {
    ensemble = await startEnsemble(3);
    masters = await Promise.all([startMaster(), startMaster(), startMaster()]);
    for (const name of ['a', 'b']) {
      agents.push(
        await startAgent(
          {
            master: ensemble.url('/mesos').split(','),
            port: 0,
            work_dir: join(scratch.path, name),
            resources: 'cpus:4;mem:2048;disk:1024;ports:[31000-31200]',
            docker_socket: '/nonexistent/docker.sock',
          },
          { log: silent },
        ),
      );
    }
    marathons = await Promise.all([startMarathon(), startMarathon()]);
    const app = { id: '/kept', cmd: 'sleep 3000', cpus: 0.01, mem: 16, instances: 4 };
    await marathon('POST', '/v2/apps', app);
    await tasks(4);
  }, START_DEADLINE_MS);

  afterAll(async () => {
    for (const agent of agents) await agent.close({ stopTasks: true });
    await endPrograms();
    await ensemble?.stop();
    endTasksBelow(scratch.path);
    scratch.remove();
  }, CASE_DEADLINE_MS);

  const running = (daemons: readonly DaemonProcess[]) => daemons.filter((each) => each.isRunning);
  /** Asked until one answers: a moment may pass before somebody leads. */
  const marathon = (method: string, path: string, body?: unknown) =>
    until(
      `${method} ${path}`,
      async () => {
        for (const { address } of running(marathons)) {
          const answer = await callJson(method, `http://${address}${path}`, body).catch(() => null);
          if (answer !== null && answer.status < 500) return answer;
        }
        return undefined;
      },
      90_000,
    );
  interface Seen {
    readonly id: string;
    readonly active: boolean;
  }
  interface State {
    readonly pid: string;
    readonly slaves: readonly Seen[];
    readonly frameworks: readonly Seen[];
  }
  interface Known {
    readonly id: string;
    readonly state: string;
  }
  const tasks = (count: number) =>
    until(
      `${count} tasks run`,
      async () => {
        const { json } = await marathon('GET', '/v2/apps/kept/tasks');
        const list: readonly Known[] = json.tasks.filter(
          ({ state }: Known) => state === 'TASK_RUNNING',
        );
        return list.length === count && json.tasks.length === count
          ? list.map(({ id }) => id).sort()
          : undefined;
      },
      90_000,
    );
  /** The leading master, once agents and frameworks are back. */
  const leader = () =>
    until(
      'a master leads with all agents and Marathon',
      async () => {
        for (const master of running(masters)) {
          const url = `http://${master.address}/state`;
          // One of them may be stopped, and would be waited for without end.
          const signal = AbortSignal.timeout(2_000);
          const answer = await fetch(url, { redirect: 'manual', signal }).catch(() => undefined);
          if (answer?.status !== 200) continue;
          const state = (await answer.json()) as State;
          const isWhole =
            state.slaves.filter(({ active }) => active).length === 2 &&
            state.frameworks.some(({ active }) => active);
          if (isWhole) return { master, state };
        }
        return undefined;
      },
      90_000,
    );
  /** The Marathon that says of itself that it leads; `but` is not asked. */
  const leadingMarathon = (but?: DaemonProcess) =>
    until('a Marathon leads', async () => {
      for (const each of running(marathons).filter((one) => one !== but)) {
        const url = `http://${each.address}/v2/leader`;
        const answer = await callJson('GET', url).catch(() => undefined);
        if (answer?.json?.leader === each.address) return each;
      }
      return undefined;
    });
  const ids = (state: State) => ({
    agents: state.slaves.map(({ id }) => id).sort(),
    frameworks: state.frameworks.map(({ id }) => id).sort(),
  });
  const pids = () => processesNaming('sleep 3000').filter(isAlive).sort();
  const scale = (instances: number) => marathon('PUT', '/v2/apps/kept', { instances });

  test(
    'those that do not lead send on with 307 and without a scheme',
    async () => {
      const { master, state } = await leader();
      for (const other of masters.filter((each) => each !== master)) {
        const answer = await fetch(`http://${other.address}/state?x=1`, { redirect: 'manual' });
        expect(answer.status).toBe(307);
        expect(answer.headers.get('location')).toBe(`//${master.address}/state?x=1`);
        const home = await fetch(`http://${other.address}/redirect`, { redirect: 'manual' });
        expect(home.headers.get('location')).toBe(`//${master.address}`);
        expect((await fetch(`http://${other.address}/health`)).status).toBe(200);
      }
      expect(state.pid).toBe(`master@${master.address}`);
      const { json } = await callJson('GET', `http://${master.address}/flags`);
      expect(json.flags.zk).toBe(ensemble.url('/mesos'));
    },
    CASE_DEADLINE_MS,
  );

  test(
    'the leading master is killed: agents and Marathon are back under the same ids, and no task stops',
    async () => {
      const { master, state } = await leader();
      const before = { ...ids(state), tasks: await tasks(4), pids: pids() };
      await master.program.end('SIGKILL');
      const killedAt = performance.now();
      const next = await leader();
      process.stdout.write(
        `master killed to all back: ${Math.round(performance.now() - killedAt)} ms\n`,
      );
      expect(next.master).not.toBe(master);
      expect({ ...ids(next.state), tasks: await tasks(4), pids: pids() }).toEqual(before);
      await scale(5);
      expect(await tasks(5)).toEqual(expect.arrayContaining([...before.tasks]));
      masters.push(await startMaster());
    },
    CASE_DEADLINE_MS,
  );

  test(
    'the leading Marathon is killed: the other goes on with what was answered for',
    async () => {
      const before = { tasks: await tasks(5), pids: pids() };
      const { json } = await marathon('GET', '/v2/leader');
      const leading = marathons.find(({ address }) => address === json.leader);
      const { json: info } = await marathon('GET', '/v2/info');
      await leading!.program.end('SIGKILL');
      const killedAt = performance.now();
      await scale(6);
      process.stdout.write(
        `marathon killed to first accepted PUT: ${Math.round(performance.now() - killedAt)} ms\n`,
      );
      expect(await tasks(6)).toEqual(expect.arrayContaining([...before.tasks]));
      expect(pids()).toEqual(expect.arrayContaining([...before.pids]));
      const after = await marathon('GET', '/v2/info');
      expect(after.json.frameworkId).toBe(info.frameworkId);
      expect(after.json.zookeeper_config.zk).toBe(ensemble.url('/marathon'));
      marathons.push(await startMarathon());
    },
    CASE_DEADLINE_MS,
  );

  /** How long until another leads, in milliseconds; the one that stopped is started again. */
  const handOverMaster = async () => {
    const { master } = await leader();
    const others = running(masters).filter((each) => each !== master);
    const elections = () =>
      others.reduce((sum, each) => sum + each.logged('master.elected').length, 0);
    const before = elections();
    const startedAt = performance.now();
    const ended = master.program.end('SIGTERM');
    await until('another is elected', () => (elections() > before ? true : undefined));
    const tookMs = performance.now() - startedAt;
    expect(await ended).toBe(0);
    await leader();
    masters.push(await startMaster());
    return tookMs;
  };
  const handOverMarathon = async () => {
    const leading = await leadingMarathon();
    const startedAt = performance.now();
    const ended = leading.program.end('SIGTERM');
    await leadingMarathon(leading);
    const tookMs = performance.now() - startedAt;
    expect(await ended).toBe(0);
    marathons.push(await startMarathon());
    return tookMs;
  };
  /** The best of up to three: one may be slow because the machine is. */
  const quickest = async (what: string, handOver: () => Promise<number>) => {
    let bestMs = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 3 && bestMs >= HAND_OVER_MS; tries++) {
      bestMs = Math.min(bestMs, await handOver());
    }
    process.stdout.write(`graceful hand-over of ${what}: ${Math.round(bestMs)} ms\n`);
    return bestMs;
  };

  test(
    'those that stop in order hand over within a second',
    async () => {
      expect(await quickest('a master', handOverMaster)).toBeLessThan(HAND_OVER_MS);
      expect(await quickest('a Marathon', handOverMarathon)).toBeLessThan(HAND_OVER_MS);
    },
    CASE_DEADLINE_MS,
  );

  test(
    'a master that was stopped past its session ends without another word',
    async () => {
      const { master } = await leader();
      const before = pids();
      master.program.child.kill('SIGSTOP');
      const next = await leader();
      const asked = fetch(`http://${master.address}/state`, { redirect: 'manual' }).then(
        ({ status }) => status,
        () => 0,
      );
      master.program.child.kill('SIGCONT');
      expect([0, 503]).toContain(await asked);
      expect(await master.program.ended(30_000)).toBe(103);
      expect((await leader()).master).toBe(next.master);
      expect(pids()).toEqual(before);
    },
    CASE_DEADLINE_MS,
  );

  test(
    'a Marathon that was stopped past its session takes no write any more, and ends',
    async () => {
      const leading = await leadingMarathon();
      const before = pids();
      leading.program.child.kill('SIGSTOP');
      // It is taken by the machine and read when the process goes on.
      const asked = callJson('PUT', `http://${leading.address}/v2/apps/kept`, {
        instances: 0,
      }).then(
        ({ status }) => status,
        () => 0,
      );
      const next = await leadingMarathon(leading);
      leading.program.child.kill('SIGCONT');
      expect([0, 502, 503]).toContain(await asked);
      expect(await leading.program.ended(30_000)).not.toBe(0);
      const { json } = await callJson('GET', `http://${next.address}/v2/apps/kept`);
      expect(json.app).toMatchObject({ instances: 6, tasksRunning: 6, deployments: [] });
      expect(pids()).toEqual(before);
    },
    CASE_DEADLINE_MS,
  );
});
