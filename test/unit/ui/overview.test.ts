import { describe, expect, test } from '@jest/globals';
import { toAgents } from '../../../ui/src/model/agents.ts';
import { compareAgents } from '../../../ui/src/model/agent-list.ts';
import { describeDestroy, describeScale, mustType } from '../../../ui/src/model/consequences.ts';
import { describeHealth } from '../../../ui/src/model/health.ts';
import {
  deriveRoom,
  describeAgents,
  describeApps,
  describeState,
  listWaiting,
} from '../../../ui/src/model/overview.ts';
import { listStatistics } from '../../../ui/src/model/statistics.ts';
import { describeApp } from '../../../ui/src/model/words.ts';
import { aDeployment, ago, aModel, aQueueItem, aTask, appOf, NOW } from './console-builders.ts';

const LIFE = { averageSeconds: 180, medianSeconds: 180 };

type Summary = Parameters<typeof toAgents>[0];

function anAgent(at: number, given: Partial<Summary['agents'][number]> = {}) {
  const nothing = { cpus: 0, mem: 0, disk: 0, gpus: 0 };
  return {
    id: `S${at}`,
    hostname: `agent-${at}`,
    port: 5051,
    attributes: {},
    total: { cpus: 4, mem: 8192, disk: 0, gpus: 0 },
    allocated: nothing,
    offered: nothing,
    reserved: {},
    active: true,
    deactivated: false,
    version: '1.12.0',
    registeredAt: ago(60),
    tasks: {},
    frameworkIds: [],
    ...given,
  };
}

const agents = (list: Summary['agents'], silent: Summary['silent'] = []) =>
  toAgents({ at: ago(0), cluster: 'prod', agents: list, silent });

describe('the overview', () => {
  test('the worst five come first; one that needs a person is told in the singular', () => {
    const apps = ['/c', '/a', '/b'].map((id) => ({ id, instances: 1 }));
    const model = aModel(apps, [aTask('/a', 1), aTask('/c', 2)]);
    const state = describeState(model.apps, NOW);
    expect(state).toMatchObject({ sentence: '1 of 3 apps needs attention', troubled: 1 });
    expect(state.worst.map(({ app }) => app.id)).toEqual(['/b']);
    const well = aModel(
      apps,
      ['/a', '/b', '/c'].map((id, at) => aTask(id, at)),
    );
    expect(describeState(well.apps, NOW)).toMatchObject({
      sentence: 'All 3 apps are well',
      isWell: true,
    });
  });

  test('one app is told by its name, none and one in their own words', () => {
    const one = [{ id: '/web', instances: 1 }];
    const well = aModel(one, [aTask('/web', 1)]).apps;
    const bad = aModel(one).apps;
    expect(describeState(well, NOW).sentence).toBe('/web is well');
    expect(describeState(bad, NOW).sentence).toBe('/web needs attention');
    expect(describeApps(well, '/', NOW)).toBe('1 app: it is well, 1 of 1 instance runs');
    expect(describeApps(bad, '/', NOW)).toBe('1 app: it needs attention, 0 of 1 instance runs');
    expect(describeApps([], '/shop', NOW)).toBe('No apps in /shop yet');
    const off = aModel([
      { id: '/a', instances: 0 },
      { id: '/b', instances: 0 },
    ]).apps;
    expect(describeApps(off, '/', NOW)).toBe('2 apps: all are well, no instance is wanted');
  });

  test('what is on its way is not called well before it is, and waits once wherever it is counted', () => {
    const apps = ['/a', '/b', '/c'].map((id) => ({ id, instances: 1 }));
    const model = aModel(apps, [aTask('/a', 1), aTask('/b', 2)]);
    model.takeDeployments([aDeployment('/c')]);
    model.takeQueue([aQueueItem('/c', 40)], NOW);
    expect(describeState(model.apps, NOW)).toMatchObject({
      sentence: '2 of 3 apps are well, 1 is on its way',
      isWell: true,
    });
    expect(describeApps(model.apps, '/', NOW)).toBe(
      '3 apps: 1 is on its way, 2 of 3 instances run',
    );
    expect(listWaiting(model.apps, NOW).map(({ app }) => app.id)).toEqual(['/c']);
    model.takeQueue([aQueueItem('/c', 2)], NOW);
    expect(listWaiting(model.apps, NOW)).toEqual([]);
  });

  test('after a start of the master it waits calmly for what ran before', () => {
    const model = aModel([{ id: '/web', instances: 1 }], [aTask('/web', 9)]);
    const silent = (isRecovered: boolean) => [
      { id: 'S9', hostname: 'agent-9', tasks: 1, isRecovered },
    ];
    model.takeAgents(agents([], silent(true)));
    expect(describeState(model.apps, NOW)).toMatchObject({
      sentence: '/web: waiting to hear from its 1 instance',
      isWell: true,
    });
    const app = appOf(model, '/web');
    expect(describeApp(app, NOW)).toMatchObject({
      status: 'unknown',
      sentence:
        'Waiting to hear from its 1 instance: its agent has not come back since the master began.',
    });
    expect(describeApps(model.apps, '/', NOW)).toBe(
      '1 app: not heard of yet, 0 of 1 instance runs',
    );
    expect(describeHealth(app.counts)).toBe('1 instance wanted: 1 not heard of yet');
    expect(describeAgents(model.agents)).toBe(
      'agent-9, the only agent, has not come back since the master began',
    );
    model.takeAgents(agents([anAgent(9)]));
    expect(describeState(model.apps, NOW).sentence).toBe('/web is well');
    const two = aModel(
      [{ id: '/web', instances: 2 }],
      [8, 9].map((at) => aTask('/web', at)),
    );
    two.takeAgents(agents([anAgent(8)], silent(true)));
    expect(describeState(two.apps, NOW).sentence).toBe(
      '/web: waiting to hear from 1 of its 2 instances',
    );
  });

  test('room counts agents that are heard; the largest hole is on one that takes tasks', () => {
    const draining = anAgent(1, { drain: 'DRAINING' });
    const half = anAgent(2, { allocated: { cpus: 2, mem: 4096, disk: 0, gpus: 0 } });
    const silent = [{ id: 'S9', hostname: 'agent-9', tasks: 1, isRecovered: false }];
    const all = agents([draining, half], silent);
    expect(deriveRoom(all)).toMatchObject({
      total: { cpus: 8 },
      largest: { host: 'agent-2', cpus: 2, mem: 4096 },
      sentence: '25 % of cpus, 25 % of memory are allocated',
    });
    expect(describeAgents(all)).toBe('3 agents: 1 active, 1 draining, 1 unreachable');
    expect(describeAgents(agents([half, anAgent(3)]))).toBe('All 2 agents are active');
    expect(deriveRoom(agents([anAgent(1)])).sentence).toBe(
      'Nothing is allocated: all room is free',
    );
  });

  test('agents stand in the order of their numbers', () => {
    const all = agents([anAgent(10), anAgent(2), anAgent(1)]);
    const hosts = all.toSorted((a, b) => compareAgents(a, b, 'host')).map(({ host }) => host);
    expect(hosts).toEqual(['agent-1', 'agent-2', 'agent-10']);
  });

  test('a bar is told in words in its fixed order', () => {
    const model = aModel(
      [{ id: '/a', instances: 4 }],
      [
        aTask('/a', 1),
        aTask('/a', 2, { state: 'TASK_STAGING' }),
        aTask('/a', 3, { state: 'TASK_UNREACHABLE' }),
        // It failed, and waits for its next start.
        aTask('/a', 4, { state: 'TASK_STAGING', stagedAt: undefined, startedAt: undefined }),
      ],
    );
    expect(describeHealth(appOf(model, '/a').counts)).toBe(
      '4 instances wanted: 1 running, 1 starting, 1 unreachable, 1 not started',
    );
  });
});

describe('the statistics of an app', () => {
  const counts = { staged: 0, running: 2, healthy: 0, unhealthy: 0 };
  const stats = { totalSummary: { stats: { counts, lifeTime: LIFE } } };

  test('leave out what nothing is known of', () => {
    expect(listStatistics(stats, false)).toEqual({
      heads: ['Running', 'Median age'],
      rows: [{ name: 'All', cells: ['2', '3 min'] }],
    });
    expect(listStatistics(stats, true).heads).toEqual([
      ...['Running', 'Healthy', 'Unhealthy', 'Median age'],
    ]);
    const staged = { ...counts, staged: 1 };
    expect(listStatistics({ totalSummary: { stats: { counts: staged } } }, false)).toEqual({
      heads: ['Running', 'Staged', 'Median age'],
      rows: [{ name: 'All', cells: ['2', '1', ''] }],
    });
  });
});

describe('what an act will do', () => {
  const volume = { containerPath: 'data', mode: 'RW', persistent: { size: 10 } } as const;

  test('scaling says what it takes, and that some will wait where room is short', () => {
    const model = aModel([{ id: '/a', instances: 1, cpus: 2, mem: 1024 }], [aTask('/a', 1)]);
    const app = appOf(model, '/a');
    expect(describeScale([app], 1, [])).toBe('Nothing changes: so many are wanted already.');
    expect(describeScale([app], 0, [])).toBe('Stops 1 instance; the configuration stays.');
    expect(describeScale([app], 4, agents([anAgent(1)]))).toBe(
      'Starts 3 instances: needs 6 cpus and 3 GiB of memory more. Only 4 cpus and 8 GiB are free: some will wait.',
    );
  });

  test('destroying names the app, its versions and the volumes that go with it', () => {
    const model = aModel(
      [{ id: '/db', instances: 2, container: { type: 'MESOS', volumes: [volume] } }],
      [aTask('/db', 1), aTask('/db', 2)],
    );
    const app = appOf(model, '/db');
    expect(describeDestroy([app], 12)).toBe(
      'Destroys /db: stops 2 instances and removes its configuration and 12 versions. 2 volumes and what is in them are given up. This cannot be undone.',
    );
    expect(mustType([app])).toBe(true);
  });

  test('the name is typed from the eleventh instance on', () => {
    const many = (instances: number) => [appOf(aModel([{ id: '/a', instances }]), '/a')];
    expect([mustType(many(10)), mustType(many(11))]).toEqual([false, true]);
  });
});
