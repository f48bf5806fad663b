import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { openEmbeddedStore } from '@stoa/coordination';
import { createLog } from '@stoa/runtime';
import { join } from 'node:path';
import { startAgent } from '../../../packages/agent/src/index.ts';
import { startMarathon, type RunningMarathon } from '../../../packages/marathon/src/index.ts';
import { startMaster, type RunningMaster } from '../../../packages/master/src/index.ts';
import { endTasksBelow, processesNaming } from '../../support/proc.ts';
import { RawZooKeeper } from '../../support/raw-zookeeper.ts';
import { runStoaHere, type CommandRun } from '../../support/stoa-command.ts';
import { callJson, scratchDirectory } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';
import { AGENT_INFO, TestAgent } from '../master/test-agent.ts';
import { TestMaster } from '../master/test-master.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';

// What outlives the daemons: how it goes to ZooKeeper and back, and how much of it lies there.

const describeHere = hasZooKeeper ? describe : describe.skip;
const START_DEADLINE_MS = 150_000;
const CASE_DEADLINE_MS = 120_000;
const log = createLog({ daemon: 'test', sink: () => undefined });

describeHere('state in ZooKeeper', () => {
  const scratch = scratchDirectory();
  let ensemble: ZooKeeperEnsemble;
  let raw: RawZooKeeper;

  beforeAll(async () => {
    ensemble = await startEnsemble(1);
    raw = await RawZooKeeper.open(ensemble.servers);
  }, START_DEADLINE_MS);
  // What a failed test left open, the newest first.
  const opened: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const daemon of opened.reverse()) await daemon.close();
    await raw?.close();
    await ensemble?.stop();
    endTasksBelow(scratch.path);
    scratch.remove();
  });

  /** What lies in a store: the nodes by their keys, as they were written. */
  const nodesOf = async (store: string): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    for (const bucket of await raw.children(`${store}/entries`)) {
      for (const name of await raw.children(`${store}/entries/${bucket}`)) {
        const key = decodeURIComponent(name.slice(1));
        found.set(key, await raw.read(`${store}/entries/${bucket}/${name}`));
      }
    }
    return found;
  };
  const below = (name: string): string => join(scratch.path, name);
  const copy = (from: string, to: string, ...more: string[]): Promise<CommandRun> =>
    runStoaHere(['storage', 'copy', `--from=${from}`, `--to=${to}`, ...more]);
  const put = (key: string, text: string) => ({ key, value: encodeUtf8(text) });
  const records = async (directory: string): Promise<readonly (readonly [string, string])[]> => {
    const store = await openEmbeddedStore(directory);
    const entries = await store.load();
    await store.close();
    return entries.map(({ key, value }) => [key, decodeUtf8(value)]);
  };

  test(
    'brings back what it took, large values, odd keys and all, and says how far it is',
    async () => {
      const store = await openEmbeddedStore(below('odd/store'));
      const keys = ['.', 'a/b', 'ä €', '\u0000', 'line\nbreak'];
      await store.transact([
        put('large', 'x'.repeat(1_300_000)),
        ...keys.map((key) => put(key, key)),
      ]);
      await store.transact(Array.from({ length: 1_200 }, (_, at) => put(`n/${at}`, `${at}`)));
      await store.close();
      const zk = ensemble.url('/odd', 'stoa:secret');
      const there = await copy(below('odd'), zk);
      expect(there).toMatchObject({ code: 0 });
      expect(there.stdout).toMatch(/^copied Marathon's state to zk:\/\/x+:x+@\S+: 1206 records/);
      expect(there.stdout + there.stderr).not.toContain('secret');
      expect(there.stderr).toMatch(
        /read +1206 of 1206.*written +\d+ of 1206.*compared +1206 of 1206/s,
      );
      expect(await copy(zk, below('back'))).toMatchObject({ code: 0 });
      expect(await records(below('back/store'))).toEqual(await records(below('odd/store')));
    },
    CASE_DEADLINE_MS,
  );

  test(
    'refuses a target that has something, until it is told to replace it',
    async () => {
      for (const [name, text] of [
        ['one', '1'],
        ['two', '2'],
      ] as const) {
        const store = await openEmbeddedStore(below(`${name}/store`));
        await store.transact([put(name, text), put('both', text)]);
        await store.close();
      }
      const zk = ensemble.url('/taken');
      await copy(below('one'), zk);
      const refused = await copy(below('two'), zk);
      expect(refused.code).toBe(5);
      expect(refused.stderr).toMatch(
        /error: zk:\S+ is not empty: there are 2 records already\n +try: --replace/,
      );
      expect(await copy(below('two'), zk, '--replace')).toMatchObject({ code: 0 });
      await copy(zk, below('replaced'));
      expect(await records(below('replaced/store'))).toEqual([
        ['both', '2'],
        ['two', '2'],
      ]);
    },
    CASE_DEADLINE_MS,
  );

  test(
    'says what is wrong with its words, and what is not there',
    async () => {
      expect(await copy(below('nowhere'), ensemble.url('/x'))).toMatchObject({ code: 3 });
      expect(await copy(ensemble.url('/nothing'), below('x'))).toMatchObject({ code: 3 });
      expect(await copy(below('one'), ensemble.url('/'))).toMatchObject({ code: 2 });
      expect(await copy(below('one'), below('one'))).toMatchObject({ code: 2 });
      expect(await runStoaHere(['storage', 'copy', '--from=x'])).toMatchObject({ code: 2 });
      expect(await runStoaHere(['storage', 'cpoy'])).toMatchObject({ code: 2 });
      const away = await copy(below('one'), 'zk://127.0.0.1:1/x', '--timeout=1');
      expect(away.code).toBe(7);
      expect(away.stderr).toContain('no server of ZooKeeper at 127.0.0.1:1 answers within 1000 ms');
    },
    CASE_DEADLINE_MS,
  );

  test(
    'no daemon starts on a copy that was broken off',
    async () => {
      for (const [folder, key] of [
        ['registry', 'registry/unfinished-copy'],
        ['store', 'unfinished-copy'],
      ] as const) {
        const store = await openEmbeddedStore(below(`half/${folder}`));
        await store.transact([put(key, '')]);
        await store.close();
      }
      const port = { port: 0, work_dir: below('half') };
      await expect(startMaster(port, { log })).rejects.toThrow('registry/unfinished-copy');
      const ended: string[] = [];
      const flags = { master: '127.0.0.1:1', http_port: 0, work_dir: below('half') };
      const onEnded = (error: Error) => void ended.push(error.message);
      const marathon = await startMarathon(flags, { log, onEnded });
      await until('Marathon ends', () => (ended.length > 0 ? true : undefined));
      expect(ended.join()).toContain('unfinished-copy');
      await marathon.close();
    },
    CASE_DEADLINE_MS,
  );

  test(
    'a master and a Marathon go to ZooKeeper and back: ids, agents, versions and tasks stay',
    async () => {
      const zk = { master: ensemble.url('/mesos'), marathon: ensemble.url('/marathon') };
      let cluster = await start({ dir: 'first' });
      const port = Number(cluster.master.address.split(':')[1]);
      const agent = await startAgent(
        {
          master: [cluster.master.address],
          port: 0,
          work_dir: below('agent'),
          resources: 'cpus:1;mem:512;disk:512;ports:[31000-31010]',
          docker_socket: '/nonexistent/docker.sock',
        },
        { log },
      );
      opened.push({ close: () => agent.close({ stopTasks: true }) });
      const app = { id: '/kept', cmd: 'sleep 4242', cpus: 0.1, mem: 16, instances: 2 };
      await cluster.call('POST', '/v2/apps', app);
      await cluster.running(2);
      await cluster.call('PUT', '/v2/apps/kept', { labels: { a: 'b' }, instances: 2 });
      let before = await until('the upgrade is done', async () => {
        const seen = await cluster.seen();
        return seen.versions.length === 2 && seen.deployments === 0 ? seen : undefined;
      });
      const busy = await copy(below('first-marathon'), zk.marathon);
      expect(busy).toMatchObject({ code: 5 });
      expect(busy.stderr).toContain(`in use by process ${process.pid}`);
      await cluster.close();

      expect(await copy(below('first-master'), zk.master)).toMatchObject({ code: 0 });
      expect(await copy(below('first-marathon'), zk.marathon)).toMatchObject({ code: 0 });
      cluster = await start({ zk, port });
      await cluster.running(2);
      expect(await cluster.seen()).toEqual(before);

      // Of the master there is a node for the agent, and no byte more for more tasks; of Marathon one
      // for each version of an app and for each instance.
      const registry = await nodesOf('/mesos/log_replicas/stoa');
      expect([...registry.keys()]).toEqual([`registry/agents/${before.agents[0]}`]);
      await cluster.call('PUT', '/v2/apps/kept', { instances: 6 });
      await cluster.running(6);
      expect(await nodesOf('/mesos/log_replicas/stoa')).toEqual(registry);
      const settled = await until('the deployment is done', async () => {
        const seen = await cluster.seen();
        return seen.deployments === 0 ? seen : undefined;
      });
      const kinds = [...(await nodesOf('/marathon/stoa')).keys()].map((key) => key.split('/')[0]);
      const count = (kind: string) => kinds.filter((each) => each === kind).length;
      expect([count('app'), count('instance')]).toEqual([settled.versions.length, 6]);
      before = settled;

      for (const [address, dir] of [
        [zk.master, 'x'],
        [zk.marathon, 'y'],
      ] as const) {
        const led = await copy(address, below(dir));
        expect(led.code).toBe(5);
        expect(led.stderr).toMatch(
          /somebody leads at zk:\S+: \/(mesos\/json\.info_|marathon\/leader-curator\/)/,
        );
        expect(await copy(below('one'), address, '--of=marathon', '--replace')).toMatchObject({
          code: address === zk.marathon ? 5 : 0,
        });
      }
      await cluster.close();

      expect(await copy(zk.master, below('last-master'), '--of=master')).toMatchObject({ code: 0 });
      expect(await copy(zk.marathon, below('last-marathon'))).toMatchObject({ code: 0 });
      cluster = await start({ dir: 'last', port });
      await cluster.running(6);
      expect(await cluster.seen()).toEqual(before);
      expect(before.pids.length).toBeGreaterThan(1);
      await cluster.close();
      await agent.close({ stopTasks: true });
    },
    CASE_DEADLINE_MS,
  );

  test(
    'many agents that come at once are written in few transactions, a node for each',
    async () => {
      const zk = ensemble.url('/crowd');
      const master = await startMaster({ port: 0, zk, quorum: '1' }, { log });
      opened.push(master);
      const client = TestMaster.at(master.address);
      const agents = Array.from({ length: 60 }, () => new TestAgent(client));
      await Promise.all(
        agents.map((agent, at) => agent.subscribe({ ...AGENT_INFO, port: 6_000 + at })),
      );
      const [, transactions] = (await raw.read('/crowd/log_replicas/stoa/head')).split(':');
      process.stdout.write(`60 agents admitted in ${transactions} transactions\n`);
      // Each by itself would be 60. How many come together depends on how quick the machine is: 20 to 31.
      expect(Number(transactions)).toBeLessThan(45);
      expect((await nodesOf('/crowd/log_replicas/stoa')).size).toBe(60);
      for (const agent of agents) agent.close();
      await client.close();
    },
    CASE_DEADLINE_MS,
  );

  interface Cluster {
    readonly master: RunningMaster;
    readonly marathon: RunningMarathon;
    readonly call: (method: string, path: string, body?: unknown) => ReturnType<typeof callJson>;
    readonly running: (count: number) => Promise<unknown>;
    readonly seen: () => Promise<{
      readonly framework: string;
      readonly agents: readonly string[];
      readonly versions: readonly string[];
      readonly tasks: readonly string[];
      readonly deployments: number;
      readonly pids: readonly number[];
    }>;
    readonly close: () => Promise<void>;
  }

  async function start(where: {
    readonly dir?: string;
    readonly zk?: { readonly master: string; readonly marathon: string };
    readonly port?: number;
  }): Promise<Cluster> {
    const { dir = 'none', zk, port = 0 } = where;
    const master = await startMaster(
      zk === undefined
        ? { port, work_dir: below(`${dir}-master`) }
        : { port, zk: zk.master, quorum: '1' },
      { log },
    );
    const marathon = await startMarathon(
      {
        master: master.address,
        http_port: 0,
        ...(zk === undefined ? { work_dir: below(`${dir}-marathon`) } : { zk: zk.marathon }),
      },
      { log },
    );
    opened.push(master, marathon);
    const call = (method: string, path: string, body?: unknown) =>
      callJson(method, `http://${marathon.address}${path}`, body);
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();
    const tasks = async () => (await call('GET', '/v2/apps/kept/tasks')).json.tasks;
    return {
      master,
      marathon,
      call,
      running: (count) =>
        until(`${count} tasks run`, async () => {
          const { json: state } = await callJson('GET', `http://${master.address}/state`);
          const isBack = state?.slaves?.length === 1 && state.slaves[0].active;
          const list = (await tasks()) as readonly { readonly state: string }[];
          const live = list.filter(({ state: at }) => at === 'TASK_RUNNING');
          return isBack && live.length === count && list.length === count ? true : undefined;
        }),
      seen: async () => {
        const { json: state } = await callJson('GET', `http://${master.address}/state`);
        const { json: versions } = await call('GET', '/v2/apps/kept/versions');
        const { json: deployments } = await call('GET', '/v2/deployments');
        return {
          framework: marathon.frameworkId() ?? '',
          agents: ids(state.slaves),
          versions: versions.versions,
          tasks: ids(await tasks()),
          deployments: deployments.length,
          pids: [...processesNaming('sleep 4242')].sort(),
        };
      },
      close: async () => {
        await marathon.close();
        await master.close();
      },
    };
  }
});
