import { describe, expect, test } from '@jest/globals';
import { seconds } from '@stoa/common';
import type { FrameworkInfo, Offer, Offer_Operation, TaskInfo } from '@stoa/proto';
import {
  amounts,
  aTask,
  AWARE,
  MasterHarness,
  printed,
  type TestFramework,
} from '../../../support/master-harness.ts';

const PLAIN: Partial<FrameworkInfo> = { roles: undefined, capabilities: [] };

function cluster(info: Partial<FrameworkInfo> = {}, config = {}) {
  const master = new MasterHarness(config);
  const agent = master.join();
  const framework = master.subscribe(info);
  return { master, agent, framework, offer: framework.takeOffer() };
}

function launchOf(...task_infos: readonly TaskInfo[]): Offer_Operation {
  return { type: 'LAUNCH', launch: { task_infos } };
}

describe('offers', () => {
  test.each<[string, Partial<FrameworkInfo>, object, object]>([
    [
      'with MULTI_ROLE and RESERVATION_REFINEMENT',
      {},
      { name: 'cpus', type: 'SCALAR', scalar: { value: 4 }, allocation_info: { role: '*' } },
      { allocation_info: { role: '*' } },
    ],
    [
      'with MULTI_ROLE alone',
      { capabilities: [{ type: 'MULTI_ROLE' }] },
      {
        name: 'cpus',
        type: 'SCALAR',
        scalar: { value: 4 },
        role: '*',
        allocation_info: { role: '*' },
      },
      { allocation_info: { role: '*' } },
    ],
    ['with neither', PLAIN, { name: 'cpus', type: 'SCALAR', scalar: { value: 4 }, role: '*' }, {}],
  ])('have the form of the framework %s', (_, info, resource, more) => {
    const { offer, framework, agent } = cluster(info);
    expect(offer.resources?.[0]).toEqual(resource);
    const { resources: _r, url: _u, ...rest } = offer;
    expect(rest).toEqual({
      id: { value: 'm-O0' },
      framework_id: { value: framework.id },
      agent_id: { value: agent.id },
      hostname: 'host',
      attributes: [],
      ...more,
    });
  });

  test('are spread over frameworks by dominant share, one agent after the other', () => {
    const master = new MasterHarness();
    const first = master.subscribe();
    const second = master.subscribe();
    for (const port of [1, 2, 3, 4]) master.join({ port });
    expect([first, second].map((framework) => framework.takeOffers().length)).toEqual([2, 2]);
  });

  test('are shared by roles, whatever the number of their frameworks', () => {
    const master = new MasterHarness();
    const frameworks = ['a', 'b', 'b', 'b'].map((role) => master.subscribe({ roles: [role] }));
    for (const port of [1, 2, 3, 4, 5, 6]) master.join({ port });
    const [own, ...others] = frameworks.map((framework) => framework.takeOffers().length);
    expect(own).toBe(3);
    expect(others).toEqual([1, 1, 1]);
  });

  test('of a few agents come at once, in one event', () => {
    const master = new MasterHarness();
    for (let port = 1; port <= 15; port++) master.join({ port });
    const framework = master.subscribe();
    expect(framework.types).toEqual(['SUBSCRIBED', 'HEARTBEAT', 'OFFERS']);
    expect(framework.take('OFFERS')[0]?.offers?.offers).toHaveLength(15);
  });

  test('of many agents come in growing parts, between which everybody is heard', () => {
    const master = new MasterHarness();
    for (let port = 1; port <= 1_200; port++) master.join({ port });
    const framework = master.subscribe();
    for (let part = 0; part < 10 && master.timers.has('allocate/bulk'); part++) {
      expect(framework.call({ type: 'RECONCILE' }).status).toBe(202);
      master.advance(10);
    }
    const made = framework.take('OFFERS').map(({ offers }) => offers?.offers?.length ?? 0);
    expect(made).toEqual([4, 8, 16, 32, 64, 128, 256, 500, 192]);
    expect(master.timers.has('allocate/bulk')).toBe(false);
  });

  test('go no further when the framework has enough, and begin elsewhere the next time', () => {
    const master = new MasterHarness();
    for (let port = 1; port <= 1_200; port++) master.join({ port });
    master.advance(100);
    const framework = master.subscribe();
    framework.call({ type: 'SUPPRESS' });
    master.advance(2_000);
    const first = framework.take('OFFERS').flatMap(({ offers }) => offers?.offers ?? []);
    expect(first).toHaveLength(4);
    const offer_ids = first.map(({ id }) => id);
    framework.call({ type: 'DECLINE', decline: { offer_ids, filters: { refuse_seconds: 100 } } });
    framework.call({ type: 'REVIVE' });
    const next = framework.take('OFFERS').flatMap(({ offers }) => offers?.offers ?? []);
    const seen = new Set(first.map(({ agent_id }) => agent_id.value));
    expect(next.length).toBeGreaterThan(0);
    expect(next.filter(({ agent_id }) => !seen.has(agent_id.value)).length).toBeGreaterThan(0);
  });

  test('begin small for each new demand, however far the one before it went', () => {
    const master = new MasterHarness();
    for (let port = 1; port <= 1_200; port++) master.join({ port });
    master.advance(100);
    const framework = master.subscribe();
    framework.call({ type: 'SUPPRESS' });
    framework.take('OFFERS');
    for (let demand = 0; demand < 5; demand++) {
      framework.call({ type: 'REVIVE' });
      master.advance(10);
      framework.call({ type: 'SUPPRESS' });
      const made = framework.take('OFFERS').map(({ offers }) => offers?.offers?.length ?? 0);
      expect(made[0]).toBeLessThanOrEqual(4);
      expect(made.reduce((sum, some) => sum + some, 0)).toBeLessThanOrEqual(12);
      master.advance(5);
    }
  });

  test('for many agents are made a bounded number of times a second, however often asked for', () => {
    const master = new MasterHarness();
    for (let port = 1; port <= 100; port++) master.join({ port });
    const framework = master.subscribe();
    master.advance(100);
    const runs = master.kernel.view.allocator.runs;
    for (let call = 0; call < 100; call++) {
      framework.call({ type: 'REVIVE' });
      master.advance(1);
    }
    expect(master.kernel.view.allocator.runs - runs).toBeLessThanOrEqual(20);
  });

  test('end after the offer timeout, where there is one', () => {
    const { master, framework, offer } = cluster({}, { offerTimeout: seconds(10) });
    master.advance(10_000);
    expect(framework.take('RESCIND')).toMatchObject([{ rescind: { offer_id: offer.id } }]);
    master.advance(1_000);
    expect(framework.takeOffer().id).not.toEqual(offer.id);
  });

  test('keep no clock running when nothing is to be offered', () => {
    const { master, framework } = cluster();
    expect([...master.timers.keys()].sort()).toEqual([`heartbeat/${framework.id}`, 'ping/m-S0']);
  });
});

describe('declining', () => {
  test.each<[number | undefined, number]>([
    [undefined, 5_000],
    [0, 0],
    [3, 3_000],
    [-1, 5_000],
    [NaN, 5_000],
    [1e300, 5_000],
    [1e8, 31_536_000_000],
  ])('for %s seconds holds for %i ms, and then it is offered again', (refused, holds) => {
    const { master, framework, offer } = cluster();
    framework.decline([offer], refused);
    expect(framework.takeOffers()).toEqual([]);
    // The agent would be given up in so long a time: it lives elsewhere than in this test.
    if (holds > 60_000) {
      const ends = master.at + holds + 1;
      master.advance(2_000);
      expect(master.timers.get('allocate')).toBe(ends);
      return;
    }
    master.advance(holds);
    expect(framework.takeOffers()).toEqual([]);
    master.advance(1_000);
    expect(printed(framework.takeOffer().resources)).toBe('cpus:4; mem:4096; disk:1000');
  });

  test('leaves the resources to others at the next tick, not at once', () => {
    const { master, framework, offer } = cluster();
    const other = master.subscribe();
    framework.decline([offer], 60);
    expect(other.takeOffers()).toEqual([]);
    master.advance(1_000);
    expect(other.takeOffers()).toHaveLength(1);
  });

  test('is over with REVIVE, at once', () => {
    const { framework, offer } = cluster();
    framework.decline([offer], 3600);
    framework.call({ type: 'REVIVE' });
    expect(framework.takeOffers()).toHaveLength(1);
  });

  test('passes over offers that are unknown or of others', () => {
    const { master, framework, offer } = cluster();
    const other = master.subscribe();
    const unknown: Offer = { ...offer, id: { value: 'x' } };
    expect(other.decline([offer, unknown], 0).status).toBe(202);
    master.advance(2_000);
    expect([...framework.take('RESCIND'), ...other.takeOffers()]).toEqual([]);
  });
});

describe('SUPPRESS and REVIVE', () => {
  test('end and begin the offers of a role; what is out stays', () => {
    const { master, framework, offer } = cluster({ roles: ['a', 'b'] });
    framework.call({ type: 'SUPPRESS', suppress: { roles: ['a'] } });
    framework.call({ type: 'SUPPRESS', suppress: { roles: ['b'] } });
    framework.decline([offer], 0);
    master.advance(5_000);
    expect(framework.takeOffers()).toEqual([]);
    framework.call({ type: 'REVIVE', revive: { roles: ['b'] } });
    expect(framework.takeOffer().allocation_info).toEqual({ role: 'b' });
  });

  test('with one role that is not its own do nothing at all', () => {
    const { master, framework, offer } = cluster({ roles: ['a'] });
    expect(framework.call({ type: 'SUPPRESS', suppress: { roles: ['a', 'x'] } }).status).toBe(202);
    framework.decline([offer], 0);
    master.advance(1_000);
    expect(framework.takeOffers()).toHaveLength(1);
    expect(master.counter('master/dropped_messages')).toBe(1);
  });

  test('a framework may come suppressed', () => {
    const master = new MasterHarness();
    master.join();
    const framework = master.subscribe({}, { suppressed_roles: ['*'] });
    expect(framework.takeOffers()).toEqual([]);
    framework.call({ type: 'REVIVE' });
    expect(framework.takeOffers()).toHaveLength(1);
  });
});

describe('accepting', () => {
  test('sends the tasks to the agent and offers the rest again', () => {
    const { master, agent, framework, offer } = cluster();
    expect(framework.launch(offer, { name: 't' })).toEqual({ status: 202, text: undefined });
    expect(agent.take('RUN_TASK').map(({ run_task }) => run_task)).toMatchObject([
      {
        framework_info: { id: { value: framework.id } },
        task: {
          task_id: { value: 't' },
          resources: [
            { name: 'cpus', scalar: { value: 0.1 }, allocation_info: { role: '*' } },
            { name: 'mem', scalar: { value: 32 }, allocation_info: { role: '*' } },
          ],
          command: { value: 'sleep 1' },
        },
      },
    ]);
    expect(printed(framework.takeOffer().resources)).toBe('cpus:3.9; mem:4064; disk:1000');
    const [task] = master.framework(framework.id)?.tasks ?? [];
    expect(task).toMatchObject({ state: 'TASK_STAGING', statuses: [] });
    expect(master.changes.at(-1)).toEqual({ kind: 'taskAdded', task });
  });

  test('refuses the rest for a while, and not what was never in it', () => {
    const { master, framework, offer } = cluster();
    framework.accept([offer], [launchOf(aTask(offer, { name: 't' }))], 60);
    master.advance(5_000);
    expect(framework.takeOffers()).toEqual([]);
  });

  test('takes several offers of one agent together', () => {
    const { master, agent, framework, offer } = cluster();
    framework.launch(offer, { name: 'a', resources: amounts('cpus:4;mem:4096') });
    agent.update(framework.id, 'a', 'TASK_FINISHED');
    master.advance(1_000);
    const parts = framework.takeOffers();
    const task = aTask(offer, { name: 'b', resources: amounts('cpus:1;disk:1000') });
    framework.accept(parts, [launchOf(task)]);
    expect(agent.take('RUN_TASK').at(-1)?.run_task?.task.task_id.value).toBe('b');
  });

  test('without operations is declining', () => {
    const { master, framework, offer } = cluster();
    framework.accept([offer], [], 60);
    master.advance(5_000);
    expect(framework.takeOffers()).toEqual([]);
    expect(master.counter('master/messages_decline_offers')).toBe(1);
  });

  test('uses an offer once; its tasks are dropped the second time', () => {
    const { agent, framework, offer } = cluster();
    framework.launch(offer, { name: 'first' });
    agent.events.length = 0;
    framework.launch(offer, { name: 'second' });
    expect(framework.update()).toMatchObject({
      task_id: { value: 'second' },
      state: 'TASK_DROPPED',
      source: 'SOURCE_MASTER',
      reason: 'REASON_INVALID_OFFERS',
      message: `Task launched with invalid offers: Offer ${offer.id.value} is no longer valid`,
      agent_id: offer.agent_id,
    });
    expect(agent.events).toEqual([]);
  });

  test('loses the tasks of a framework that knows no partitions', () => {
    const { framework, offer } = cluster(PLAIN);
    framework.launch({ ...offer, id: { value: 'x' } }, { name: 't' });
    expect(framework.update().state).toBe('TASK_LOST');
  });

  test('gives the valid offers of an invalid call back, and touches none of others', () => {
    const { master, framework, offer } = cluster();
    const other = master.subscribe();
    master.join({ port: 6051 });
    const own = other.takeOffer();
    const task = aTask(own, { name: 't' });
    other.accept([own, offer], [launchOf(task), { type: 'RESERVE', id: { value: 'o' } }], 60);
    expect(other.update().message).toBe(
      `Task launched with invalid offers: Offer ${offer.id.value} has invalid framework ${framework.id} while framework ${other.id} is expected`,
    );
    expect(other.take('UPDATE_OPERATION_STATUS')).toMatchObject([
      {
        update_operation_status: {
          status: {
            operation_id: { value: 'o' },
            state: 'OPERATION_ERROR',
            message: expect.stringMatching(/^Operation attempted with invalid offers: Offer/),
          },
        },
      },
    ]);
    master.advance(1_000);
    expect(other.takeOffers()).toHaveLength(1);
    framework.launch(offer, { name: 't' });
    expect(framework.updates()).toEqual([]);
  });

  test.each<[string, (offers: readonly Offer[], framework: TestFramework) => unknown, RegExp]>([
    [
      'no offers',
      ([offer], framework) => framework.accept([], [launchOf(aTask(offer!, { name: 't' }))]),
      /: No offers specified$/,
    ],
    [
      'one twice',
      ([offer], framework) =>
        framework.accept([offer!, offer!], [launchOf(aTask(offer!, { name: 't' }))]),
      /: Duplicate offer m-O\d in offer list$/,
    ],
    [
      'those of two agents',
      (offers, framework) => framework.accept(offers, [launchOf(aTask(offers[0]!, { name: 't' }))]),
      /: Aggregated offers must belong to one single agent\. /,
    ],
  ])('does not take %s', (_, accept, message) => {
    const master = new MasterHarness();
    master.join({ port: 1 });
    master.join({ port: 2 });
    const framework = master.subscribe();
    accept(framework.takeOffers(), framework);
    expect(framework.update().message).toMatch(message);
  });

  test('answers a call with very many offers or resources without delay', () => {
    const { framework, offer } = cluster();
    const offers = Array.from({ length: 100_000 }, (_, at) => ({
      ...offer,
      id: { value: `${at}` },
    }));
    framework.accept([...offers, ...offers], [launchOf(aTask(offer, { name: 't' }))]);
    expect(framework.update().message).toMatch(/: Duplicate offer 0 in offer list$/);
    const resources = Array.from({ length: 50_000 }, (_, at) => amounts(`r${at}:1`)[0]!);
    framework.launch(offer, { name: 't', resources });
    expect(framework.update().message).toMatch(/More than 1000 entries in one list of resources$/);
  });

  test('refuses operations that no agent can make last, says so to who asked, and goes on', () => {
    const { agent, framework, offer } = cluster();
    const launch = launchOf(aTask(offer, { name: 't' }));
    framework.accept(
      [offer],
      [
        { type: 'RESERVE', id: { value: 'r' }, reserve: { resources: [] } },
        { type: 'CREATE' },
        { type: 'CREATE_DISK', id: { value: 'd' } },
        { type: 'UNKNOWN' },
        launch,
      ],
    );
    const statuses = framework
      .take('UPDATE_OPERATION_STATUS')
      .map(({ update_operation_status }) => update_operation_status?.status);
    expect(statuses).toEqual([
      {
        operation_id: { value: 'r' },
        state: 'OPERATION_ERROR',
        message: 'the agents of this cluster take no reservations and no persistent volumes',
      },
      {
        operation_id: { value: 'd' },
        state: 'OPERATION_ERROR',
        message: 'resource providers are not supported',
      },
    ]);
    expect(agent.take('RUN_TASK')).toHaveLength(1);
  });
});

describe('groups', () => {
  const share = amounts('cpus:0.1;mem:32;disk:10');

  function group(framework: TestFramework, ...tasks: readonly TaskInfo[]) {
    const executor = {
      type: 'DEFAULT',
      executor_id: { value: 'e' },
      framework_id: { value: framework.id },
      resources: share,
    } as const;
    return { type: 'LAUNCH_GROUP', launch_group: { executor, task_group: { tasks } } } as const;
  }

  test('go to the agent whole, with the cost of their executor', () => {
    const { agent, framework, offer } = cluster();
    const tasks = ['a', 'b'].map((name) => aTask(offer, { name }));
    framework.accept([offer], [group(framework, ...tasks)]);
    const [event] = agent.take('RUN_TASK_GROUP');
    expect(event?.run_task_group?.task_group.tasks?.map(({ name }) => name)).toEqual(['a', 'b']);
    const rest = framework.takeOffer();
    expect(printed(rest.resources)).toBe('cpus:3.7; mem:4000; disk:990');
    expect(rest.executor_ids).toEqual([{ value: 'e' }]);
  });

  test('fail as one', () => {
    const { agent, framework, offer } = cluster();
    const tasks = [aTask(offer, { name: 'a' }), aTask(offer, { name: 'a' })];
    framework.accept([offer], [group(framework, ...tasks)]);
    expect(framework.updates()).toMatchObject([
      { state: 'TASK_ERROR', reason: 'REASON_TASK_GROUP_INVALID' },
      { message: "Task 'a' is invalid: Task has duplicate ID: a" },
    ]);
    expect(agent.take('RUN_TASK_GROUP')).toEqual([]);
    expect(printed(framework.master.agentView(agent.id)?.usage.used)).toBe('{}');
  });

  test('whose agent refuses them hold nothing any more, their executor included', () => {
    const { master, agent, framework, offer } = cluster();
    framework.accept([offer], [group(framework, aTask(offer, { name: 'a' }))]);
    agent.update(framework.id, 'a', 'TASK_FAILED', { source: 'SOURCE_AGENT' });
    expect(printed(master.agentView(agent.id)?.usage.used)).toBe('{}');
    master.advance(1_000);
    const free = framework.takeOffers().slice(-2);
    expect(printed(free.flatMap(({ resources }) => resources ?? []))).toMatch(/^cpus:4; mem:4096/);
  });

  test.each<[object, RegExp]>([
    [{ type: undefined }, /'ExecutorInfo.type' must be set/],
    [{ framework_id: undefined }, /^'ExecutorInfo.framework_id' must be set$/],
    [{ framework_id: { value: 'x' } }, /ExecutorInfo has an invalid FrameworkID \(Actual: x vs/],
    [{ command: {} }, /must not be set for 'DEFAULT' executor/],
    [{ type: 'CUSTOM' }, /must be set for 'CUSTOM' executor/],
    [{ resources: amounts('mem:32;disk:1') }, /uses less CPUs \(None\) than the minimum/],
    [{ resources: amounts('cpus:1;mem:16;disk:1') }, /uses less memory \(16MB\) than the minimum/],
    [{ resources: amounts('cpus:1;mem:32') }, /^Executor 'e' uses no disk$/],
  ])('refuse an executor with %j', (change, message) => {
    const { framework, offer } = cluster();
    const operation = group(framework, aTask(offer, { name: 'a' }));
    const executor = { ...operation.launch_group.executor, ...change };
    const launch_group = { ...operation.launch_group, executor };
    framework.accept([offer], [{ type: 'LAUNCH_GROUP', launch_group }]);
    expect(framework.update().message).toMatch(message);
  });
});

test('a framework without GPU_RESOURCES is offered nothing of an agent with gpus', () => {
  const master = new MasterHarness();
  const resources = amounts('cpus:4;mem:4096;gpus:1');
  master.join({ agent_info: { hostname: 'host', resources } });
  expect(master.subscribe().takeOffers()).toEqual([]);
  const capabilities = [...AWARE, 'GPU_RESOURCES' as const].map((type) => ({ type }));
  expect(master.subscribe({ capabilities }).takeOffers()).toHaveLength(1);
});
