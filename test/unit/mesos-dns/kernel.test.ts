import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { MasterEventCodec } from '@stoa/proto';
import {
  NO_ADDRESSES,
  readOperatorEvent,
  type ClusterSnapshot,
  type MasterFacts,
  type TaskStatusFacts,
} from '@stoa/mesos-dns/core';
import {
  aFramework,
  allRecords,
  anAgent,
  aSnapshot,
  aTask,
  KernelHarness,
  readState,
  LEADER,
} from './dns-builders.ts';

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
}

/** The addresses of one name. */
function ask(harness: KernelHarness, name: string): readonly string[] {
  return [...harness.records.values(name, 'A')].sort();
}

const OTHER = { host: '10.0.0.2', addresses: ['10.0.0.2'], port: 5050 };
const WEB = 'web-prod.marathon.mesos';

function aStatus(given: Partial<TaskStatusFacts> = {}): TaskStatusFacts {
  return {
    taskId: 'test',
    frameworkId: 'f0-0000',
    isRunning: true,
    isEnded: false,
    isHealthy: undefined,
    addresses: { ...NO_ADDRESSES, netinfo: ['10.0.0.9'] },
    at: 2,
    ...given,
  };
}

test('asks each master in turn for its stream, then waits longer and longer', () => {
  const harness = new KernelHarness();
  const asked = { host: '10.0.0.1', port: 5050 };
  expect(harness.start([LEADER, OTHER])).toEqual([{ kind: 'follow', master: asked }]);
  const lost = { kind: 'followEnded', fault: { reason: 'refused', isRefused: false } } as const;
  expect(harness.wishes(lost)).toEqual([
    { kind: 'follow', master: { host: '10.0.0.2', port: 5050 } },
  ]);
  expect(harness.wishes(lost)).toEqual([{ kind: 'startTimer', timer: 'retry', delay: 100 }]);
  const retry = { kind: 'timerFired', timer: 'retry' } as const;
  expect(harness.wishes(retry)).toEqual([{ kind: 'follow', master: asked }]);
  harness.wishes(lost);
  expect(harness.wishes(lost)).toEqual([{ kind: 'startTimer', timer: 'retry', delay: 200 }]);
});

const THIRD = { host: '10.0.0.3', addresses: ['10.0.0.3'], port: 5050 };
const detected = (...masters: readonly MasterFacts[]) =>
  ({ kind: 'mastersDetected', masters }) as const;
const follow = ({ host, port }: MasterFacts) => ({ kind: 'follow', master: { host, port } });

test('with ZooKeeper asks the leader first, then the other masters, then those of the list', () => {
  const harness = new KernelHarness({ zk: 'zk://z:2181/mesos', masters: ['10.0.0.3:5050'] });
  expect(harness.start([THIRD])).toEqual([
    { kind: 'startTimer', timer: 'detection', delay: 30_000 },
    follow(THIRD),
  ]);
  expect(harness.wishes(detected(OTHER, LEADER))).toEqual([
    { kind: 'cancelTimer', timer: 'detection' },
    { kind: 'cancelTimer', timer: 'retry' },
    { kind: 'cancelTimer', timer: 'refresh' },
    follow(OTHER),
  ]);
  const lost = { kind: 'followEnded', fault: { reason: 'refused', isRefused: false } } as const;
  expect(harness.wishes(lost)).toEqual([follow(LEADER)]);
  expect(harness.wishes(lost)).toEqual([follow(THIRD)]);
  expect(harness.wishes(lost)).toEqual([{ kind: 'startTimer', timer: 'retry', delay: 100 }]);
});

test('with ZooKeeper a stream of the leader goes on when another master comes, and not when another leads', () => {
  const harness = new KernelHarness({ zk: 'zk://z:2181/mesos', masters: [] });
  expect(harness.start([])).toEqual([{ kind: 'startTimer', timer: 'detection', delay: 30_000 }]);
  harness.wishes(detected(LEADER));
  harness.follow(aSnapshot({ tasks: [aTask()] }));
  expect(harness.wishes(detected(LEADER, OTHER))).toEqual([
    { kind: 'cancelTimer', timer: 'detection' },
  ]);
  expect(ask(harness, 'leader.mesos')).toEqual(LEADER.addresses);
  expect(ask(harness, 'master.mesos')).toEqual([...LEADER.addresses, ...OTHER.addresses].sort());
  expect(ask(harness, 'master1.mesos')).toEqual(OTHER.addresses);
  expect(harness.wishes(detected(OTHER))).toContainEqual(follow(OTHER));
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
});

test('with ZooKeeper gives up when nobody leads for too long, unless that is off', () => {
  const harness = new KernelHarness({ zk: 'zk://z:2181/mesos', masters: [] });
  harness.start([]);
  harness.wishes(detected(LEADER));
  harness.follow(aSnapshot({ tasks: [aTask()] }));
  expect(harness.wishes(detected())).toEqual([
    { kind: 'startTimer', timer: 'detection', delay: 30_000 },
  ]);
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  const reason = 'ZooKeeper has named no leading master for 30 seconds (zkDetectionTimeout)';
  expect(harness.wishes({ kind: 'timerFired', timer: 'detection' })).toEqual([
    { kind: 'giveUp', reason },
  ]);
  const patient = new KernelHarness({ zk: 'zk://z/', masters: [], zkDetectionTimeout: 0 });
  expect(patient.start([])).toEqual([]);
});

test('a stream that ends as soon as it began is not asked for again and again', () => {
  const harness = new KernelHarness();
  harness.start();
  const lost = { kind: 'followEnded', fault: { reason: 'ended', isRefused: false } } as const;
  for (const delay of [100, 200, 400]) {
    harness.follow(aSnapshot());
    expect(harness.wishes(lost)).toEqual([{ kind: 'startTimer', timer: 'retry', delay }]);
    harness.wishes({ kind: 'timerFired', timer: 'retry' });
  }
  harness.follow(aSnapshot());
  harness.now += 10_000;
  expect(harness.wishes(lost)).toMatchObject([{ kind: 'follow' }]);
});

test('serves once, when the first state is there, and never before', () => {
  const harness = new KernelHarness();
  expect(harness.start()).not.toContainEqual({ kind: 'serve' });
  expect(harness.kernel.view.isLoaded).toBe(false);
  expect(harness.follow(aSnapshot())).toContainEqual({ kind: 'serve' });
  expect(harness.kernel.view.isLoaded).toBe(true);
  expect(harness.follow(aSnapshot())).not.toContainEqual({ kind: 'serve' });
});

test('polls a master that refuses its stream, and keeps the records when a load fails', () => {
  const harness = new KernelHarness({ refreshSeconds: 7 });
  harness.start();
  const refused = { kind: 'followEnded', fault: { reason: '404', isRefused: true } } as const;
  const load = { kind: 'load', master: { host: '10.0.0.1', port: 5050 } } as const;
  expect(harness.wishes(refused)).toEqual([load]);
  const snapshot = aSnapshot({ tasks: [aTask()] });
  expect(harness.wishes({ kind: 'loaded', leader: LEADER, snapshot })).toEqual([
    { kind: 'serve' },
    { kind: 'startTimer', timer: 'refresh', delay: 7_000 },
  ]);
  expect(harness.wishes({ kind: 'timerFired', timer: 'refresh' })).toEqual([
    { kind: 'follow', master: { host: '10.0.0.1', port: 5050 } },
  ]);
  expect(harness.wishes(refused)).toEqual([load]);
  const { serial } = harness.records;
  expect(harness.wishes({ kind: 'loadFailed', reason: 'no leader' })).toEqual([
    { kind: 'startTimer', timer: 'retry', delay: 100 },
  ]);
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  expect(harness.records.serial).toBe(serial);
  expect(harness.kernel.view.loadFailures).toBe(1);
});

test('a name comes with TASK_RUNNING and goes with the end, and serials grow', () => {
  const harness = new KernelHarness();
  harness.start();
  harness.follow(aSnapshot());
  const serials = [harness.records.serial];
  harness.change({ kind: 'taskSet', task: aTask({ isRunning: false, addresses: NO_ADDRESSES }) });
  expect(ask(harness, WEB)).toEqual([]);
  harness.change({ kind: 'taskStatus', status: aStatus() });
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  serials.push(harness.records.serial);
  harness.change({ kind: 'taskStatus', status: aStatus({ isRunning: false, isEnded: true }) });
  expect(ask(harness, WEB)).toEqual([]);
  serials.push(harness.records.serial);
  expect(serials[1]).toBeGreaterThan(serials[0] ?? 0);
  expect(serials[2]).toBeGreaterThan(serials[1] ?? 0);
});

test('a task has no names while it is killed, nor before its agent or framework is known', () => {
  const harness = new KernelHarness();
  harness.start();
  harness.follow(aSnapshot({ agents: [], frameworks: [], tasks: [aTask()] }));
  expect(ask(harness, WEB)).toEqual([]);
  harness.change({ kind: 'agentSet', agent: anAgent() });
  expect(ask(harness, WEB)).toEqual([]);
  harness.change({ kind: 'frameworkSet', framework: aFramework() });
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  harness.change({ kind: 'taskStatus', status: aStatus({ isRunning: false }) });
  expect(ask(harness, WEB)).toEqual([]);
});

test('a newer running status moves the name, an older one does not', () => {
  const harness = new KernelHarness();
  harness.start();
  harness.follow(aSnapshot({ tasks: [aTask()] }));
  harness.change({ kind: 'taskStatus', status: aStatus({ addresses: NO_ADDRESSES, at: 0.5 }) });
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  harness.change({ kind: 'taskStatus', status: aStatus({ addresses: NO_ADDRESSES, at: 3 }) });
  // Without a container status the address is the agent's: the original does the same.
  expect(ask(harness, WEB)).toEqual(['10.0.0.7']);
});

test('an agent that moves takes its tasks along, a framework that is renamed too', () => {
  const harness = new KernelHarness();
  harness.start();
  harness.follow(aSnapshot({ tasks: [aTask()] }));
  harness.change({ kind: 'agentSet', agent: anAgent({ addresses: ['10.0.0.8'] }) });
  expect(ask(harness, 'web-prod.marathon.slave.mesos')).toEqual(['10.0.0.8']);
  harness.change({ kind: 'frameworkSet', framework: aFramework({ name: 'other' }) });
  expect(ask(harness, WEB)).toEqual([]);
  expect(ask(harness, 'web-prod.other.mesos')).toEqual(['10.0.0.9']);
  harness.change({ kind: 'agentRemoved', agentId: 'f0-S1' });
  expect(ask(harness, 'web-prod.other.mesos')).toEqual([]);
});

test('tasks of two frameworks may have the same id', () => {
  const harness = new KernelHarness();
  harness.start();
  const frameworks = [aFramework(), aFramework({ id: 'f0-0001', name: 'chronos' })];
  const tasks = frameworks.map(({ id }) => aTask({ frameworkId: id }));
  harness.follow(aSnapshot({ frameworks, tasks }));
  harness.change({ kind: 'frameworkRemoved', frameworkId: 'f0-0001' });
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  expect(ask(harness, 'web-prod.chronos.mesos')).toEqual([]);
});

test('names stay while no leader is there, and their age can be told', () => {
  const harness = new KernelHarness();
  harness.start();
  harness.follow(aSnapshot({ tasks: [aTask()] }));
  const { heardAt } = harness.kernel.view;
  harness.now += 3_600_000;
  const fault = { reason: 'the connection broke', isRefused: false };
  expect(harness.wishes({ kind: 'followEnded', fault })).toEqual([
    { kind: 'follow', master: { host: '10.0.0.1', port: 5050 } },
  ]);
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  expect(ask(harness, 'leader.mesos')).toEqual(['10.0.0.1']);
  expect(harness.kernel.view).toMatchObject({ source: 'none', heardAt });
});

const FAILED_OVER: ClusterSnapshot = {
  agents: [],
  recoveredAgentIds: ['f0-S1', 'f0-S9'],
  frameworks: [],
  tasks: [],
};

test('a new leader that waits for an agent does not take its names away', () => {
  const harness = new KernelHarness();
  harness.start([LEADER, OTHER]);
  harness.follow(aSnapshot({ tasks: [aTask(), aTask({ id: 'gone', name: 'gone' })] }));
  const effects = harness.follow(FAILED_OVER, OTHER);
  expect(effects).toContainEqual({ kind: 'startTimer', timer: 'carried', delay: 600_000 });
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  expect(ask(harness, 'leader.mesos')).toEqual(['10.0.0.2']);
  harness.change({ kind: 'frameworkSet', framework: aFramework() });
  harness.change({ kind: 'taskSet', task: aTask() });
  harness.change({ kind: 'agentSet', agent: anAgent() });
  expect(ask(harness, WEB)).toEqual(['10.0.0.9']);
  // The agent is back without it, so it ended meanwhile.
  expect(ask(harness, 'gone.marathon.mesos')).toEqual([]);
});

test('names of an agent that never comes back to the new leader go in the end', () => {
  const harness = new KernelHarness();
  harness.start();
  harness.follow(aSnapshot({ tasks: [aTask()] }));
  harness.follow(FAILED_OVER);
  harness.step({ kind: 'timerFired', timer: 'carried' });
  expect(ask(harness, WEB)).toEqual([]);
  expect(ask(harness, 'slave.mesos')).toEqual([]);
  expect(harness.kernel.view.taskCount).toBe(0);
});

test('unhealthy tasks are published unless told otherwise', () => {
  for (const [healthyOnly, expected] of [
    [false, ['10.0.0.9']],
    [true, []],
  ] as const) {
    const harness = new KernelHarness({ healthyOnly });
    harness.start();
    harness.follow(aSnapshot({ tasks: [aTask({ isHealthy: true })] }));
    harness.change({ kind: 'taskStatus', status: aStatus({ isHealthy: false }) });
    expect(ask(harness, WEB)).toEqual(expected);
  }
});

test('one change among ten thousand tasks costs as little as among ten', () => {
  const harness = new KernelHarness();
  harness.start();
  const tasks = Array.from({ length: 10_000 }, (_, at) =>
    aTask({ id: `t${at}`, name: `app-${at}`, ports: [31_000] }),
  );
  const loadBegan = performance.now();
  harness.follow(aSnapshot({ tasks }));
  const loadMs = performance.now() - loadBegan;
  const changesBegan = performance.now();
  for (let round = 0; round < 100; round++) {
    const taskId = `t${round}`;
    harness.change({ kind: 'taskStatus', status: aStatus({ taskId, isRunning: false }) });
    harness.change({ kind: 'taskStatus', status: aStatus({ taskId, at: 3 + round }) });
  }
  const changeMs = (performance.now() - changesBegan) / 200;
  expect(harness.records.size).toBeGreaterThan(80_000);
  // Each should be four orders of magnitude cheaper; a hundredth leaves room for a busy machine.
  expect(changeMs).toBeLessThan(Math.max(1, loadMs / 100));
});

test('a recorded stream of a real master gives and takes names as its tasks run and end', () => {
  const harness = new KernelHarness();
  harness.start();
  const seen: (readonly string[])[] = [];
  for (const event of fixture('recorded-stream.json') as readonly unknown[]) {
    const decoded = MasterEventCodec.fromJson(event);
    if (!decoded.ok) throw new Error(decoded.error);
    const news = readOperatorEvent(decoded.value);
    if (news.kind === 'snapshot') harness.follow(news.snapshot);
    if (news.kind === 'change') harness.change(news.change);
    seen.push([...harness.records.names()].filter((name) => /^ev-\d\.[^.]+\.mesos$/.test(name)));
  }
  const running = seen.flat();
  expect(new Set(running).size).toBe(2);
  // Each is there from its TASK_RUNNING to the update that ends it; FRAMEWORK_UPDATED lies not between.
  expect(seen.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]);
});

test('a recorded state of a real master is read', () => {
  const state = readState(fixture('recorded-state.json'));
  expect(state).toMatchObject({
    ok: true,
    value: {
      leader: { host: '127.0.0.1', port: 15_050 },
      snapshot: {
        agents: [
          { id: 'fa493f2f-911b-40df-88b4-8e9849a08c49-S0', host: '127.0.0.1', port: 15_051 },
        ],
        frameworks: [],
        tasks: [],
      },
    },
  });
});

const TASK = {
  id: 't1',
  name: 'web',
  framework_id: 'f1',
  slave_id: 's-S0',
  state: 'TASK_RUNNING',
  resources: { cpus: 1, ports: '[31000-31001, 31005-31005, 31009]' },
  statuses: [
    {
      state: 'TASK_RUNNING',
      timestamp: 5,
      labels: [{ key: 'Docker.NetworkSettings.IPAddress', value: '172.17.0.2' }],
      container_status: { network_infos: [{ ip_addresses: [], ip_address: '10.0.0.5' }] },
    },
    { state: 'TASK_RUNNING', timestamp: 4, container_status: {} },
    { state: 'TASK_KILLING', timestamp: 6 },
  ],
  discovery: { visibility: 'CLUSTER', name: '', ports: { ports: [{ number: 1 }] } },
};

test('reads a task of the classic state: ports, newest running status, labels', () => {
  const state = readState({
    leader: 'master@10.0.0.1:5050',
    slaves: [{ id: 's-S0', hostname: 'a', pid: 'slave(1)@[fd00::7]:5051' }],
    frameworks: [{ id: 'f1', name: 'marathon', hostname: 'h', tasks: [TASK] }],
  });
  expect(state).toMatchObject({
    ok: true,
    value: {
      snapshot: {
        agents: [{ host: 'fd00::7', port: 5051 }],
        frameworks: [{ name: 'marathon', host: 'h', port: undefined }],
        tasks: [
          {
            ports: [31_000, 31_001, 31_005],
            addresses: { netinfo: ['10.0.0.5'], docker: ['172.17.0.2'], mesos: [] },
            discovery: undefined,
            isRunning: true,
          },
        ],
      },
    },
  });
});

test.each([
  ['no leader', { slaves: [] }, /leader: is missing or empty/],
  ['an empty pid', { leader: 'm@1.1.1.1:1', slaves: [{ pid: '' }] }, /slaves\[0\]\.pid: ''/],
  ['a pid of null', { leader: 'm@1.1.1.1:1', frameworks: [{ pid: null }] }, /frameworks\[0\]/],
  ['two @', { leader: 'm@1.1.1.1:1', slaves: [{ pid: 'a@b@c:1' }] }, /a@b@c:1' is not id@host/],
  ['a list', [], /leader/],
  ['null', null, /leader/],
])('refuses a whole state with %s', (_what, body, message) => {
  const state = readState(body);
  expect(state.ok ? '' : state.error).toMatch(message);
});

test('shared records are there once however many tasks bring them', () => {
  const harness = new KernelHarness();
  harness.start();
  const tasks = ['a', 'b', 'c'].map((id) => aTask({ id }));
  harness.follow(aSnapshot({ tasks }));
  expect(allRecords(harness.records).filter((text) => text.startsWith(`${WEB} `))).toEqual([
    `${WEB} A 10.0.0.9`,
  ]);
});
