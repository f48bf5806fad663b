import { describe, expect, test } from '@jest/globals';
import { seconds } from '@stoa/common';
import type { FrameworkInfo, LinkCall_Subscribe, Task } from '@stoa/proto';
import {
  amounts,
  AWARE,
  MasterHarness,
  printed,
  reported,
  type TestFramework,
} from '../../../support/master-harness.ts';

const PING_S = 15;

/** A framework with one running task `t` on one agent. */
function running(info: Partial<FrameworkInfo> = {}) {
  const master = new MasterHarness();
  const agent = master.join();
  const framework = master.subscribe({ failover_timeout: 60, checkpoint: true, ...info });
  framework.launch(framework.takeOffer(), { name: 't' });
  agent.update(framework.id, 't', 'TASK_RUNNING');
  framework.acknowledge(framework.update());
  agent.events.splice(1);
  return { master, agent, framework, task: onlyTask(master, framework) };
}

function onlyTask(master: MasterHarness, framework: TestFramework): Task {
  const [task] = master.framework(framework.id)?.tasks ?? [];
  if (task === undefined) throw new Error('no task');
  return task;
}

describe('joining', () => {
  test('an agent is answered only when it is in the registry', () => {
    const master = new MasterHarness();
    const framework = master.subscribe();
    master.disk = 'waits';
    const agent = master.join();
    expect(agent.events).toEqual([]);
    expect([...master.kernel.view.agents]).toEqual([]);
    master.releaseDisk();
    expect(agent.events[0]).toMatchObject({
      type: 'SUBSCRIBED',
      subscribed: { agent_id: { value: 'm-S0' }, ping_timeout_seconds: 75 },
    });
    expect([...master.store.keys()]).toEqual(['registry/agents/m-S0']);
    expect(master.agentView('m-S0')).toMatchObject({
      pid: 'slave(1)@10.0.0.1:5051',
      active: true,
      version: '1.12.0',
    });
    expect(framework.takeOffer()).toMatchObject({
      id: { value: 'm-O0' },
      hostname: 'host',
      url: {
        scheme: 'http',
        address: { hostname: 'host', ip: '10.0.0.1', port: 5051 },
        path: '/slave(1)',
      },
    });
    expect(master.changes.map(({ kind }) => kind)).toEqual(['frameworkAdded', 'agentAdded']);
  });

  test('what comes while the disk is busy is written together', () => {
    const master = new MasterHarness();
    master.disk = 'waits';
    const agents = [1, 2, 3, 4, 5].map((port) => master.join({ port }));
    master.releaseDisk();
    expect(agents.map(({ id }) => id)).toEqual(['m-S0', 'm-S1', 'm-S2', 'm-S3', 'm-S4']);
    expect(master.persists).toBe(2);
  });

  test('with a full disk an agent is not let in; once there is room, it is', () => {
    const master = new MasterHarness();
    master.disk = 'broken';
    const agent = master.join();
    expect(agent.events).toEqual([]);
    expect(agent.isClosed).toBe(true);
    expect(master.traces).toContain('master.persistFailed');
    expect([...master.kernel.view.agents]).toEqual([]);
    master.disk = 'works';
    expect(master.join().id).toBe('m-S1');
  });

  test('an agent that asks again, for its answer got lost, keeps its id', () => {
    const master = new MasterHarness();
    master.disk = 'waits';
    const first = master.join({ process_id: 'life-1' });
    const second = master.join({ process_id: 'life-1' });
    master.releaseDisk();
    const third = master.join({ process_id: 'life-1' });
    expect(first.isClosed).toBe(true);
    expect([second.id, third.id]).toEqual(['m-S0', 'm-S0']);
    expect(second.isClosed).toBe(true);
  });

  test('a new agent at the address of another takes its place, and its tasks are lost', () => {
    const { master, agent, framework } = running();
    const newcomer = master.join();
    expect(newcomer.id).toBe('m-S1');
    expect(agent.isClosed).toBe(true);
    expect(framework.update()).toMatchObject({
      state: 'TASK_LOST',
      source: 'SOURCE_MASTER',
      reason: 'REASON_AGENT_REMOVED',
      message: 'Agent host removed: a new agent registered at the same address',
    });
    expect([...master.store.keys()]).toEqual(['registry/agents/m-S1']);
  });

  test('of two that come from one address while the disk is busy, the last stays', () => {
    const master = new MasterHarness();
    master.disk = 'waits';
    const [first, second] = ['life-1', 'life-2'].map((process_id) => master.join({ process_id }));
    master.releaseDisk();
    expect([first?.id, second?.id]).toEqual(['m-S0', 'm-S1']);
    expect([first?.isClosed, second?.isClosed]).toEqual([true, false]);
    expect([...master.store.keys()]).toEqual(['registry/agents/m-S1']);
  });

  test.each<[Partial<LinkCall_Subscribe>, RegExp]>([
    [{ version: '0.28.2' }, /agent version 0.28.2 is older than 1.0.0/],
    [{ version: undefined }, /older than 1.0.0/],
    [
      { agent_info: { hostname: 'h', resources: amounts('cpus:-1') } },
      /Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0/,
    ],
    [{ agent_info: { hostname: 'h', resources: amounts('mem:1e308') } }, /mem/],
    [{ agent_info: { hostname: 'h', resources: amounts('cpus:NaN') } }, /finite/],
    [{ agent_info: { hostname: '' } }, /hostname/],
    [{ agent_info: { hostname: 'h', id: { value: '../x' } } }, /invalid characters/],
    [
      {
        agent_info: {
          hostname: 'h',
          domain: { fault_domain: { region: { name: 'r' }, zone: { name: 'z' } } },
        },
      },
      /the master has none/,
    ],
    [{ ip: 'nowhere/else' }, /'ip' is not the address of a host: 'nowhere\/else'/],
  ])('refuses %j with a reason', (subscribe, reason) => {
    const agent = new MasterHarness().join(subscribe);
    expect(agent.events).toHaveLength(1);
    expect(agent.events[0]?.error?.message).toMatch(reason);
    expect(agent.isClosed).toBe(true);
  });

  test('tells agents apart by the addresses that they tell of themselves', () => {
    const master = new MasterHarness();
    const one = { hostname: 'one', port: 5051 };
    master.join({ agent_info: one, ip: '10.0.0.7' });
    master.join({ agent_info: { ...one, hostname: 'other' }, ip: 'fd00::8' });
    expect([...master.kernel.view.agents].map(({ pid, active }) => [pid, active])).toEqual([
      ['slave(1)@10.0.0.7:5051', true],
      ['slave(1)@[fd00::8]:5051', true],
    ]);
  });

  test('sends an agent away that comes with the id of another host', () => {
    const { master, agent } = running();
    const { id } = agent;
    const impostor = master.join({
      agent_info: { hostname: 'elsewhere', port: 5051, id: { value: id } },
    });
    expect(impostor.events).toEqual([
      {
        type: 'SHUTDOWN',
        error: { message: 'Agent attempted to reregister with different IP / hostname' },
      },
    ]);
    expect(impostor.isClosed).toBe(true);
    expect(agent.isClosed).toBe(false);
  });
});

describe('an agent away for a moment', () => {
  test('its offers are rescinded, its tasks go on, and it is offered again when it is back', () => {
    const { master, agent, framework, task } = running();
    master.advance(1000);
    const offered = framework.takeOffer();
    agent.cut();
    expect(framework.take('RESCIND')).toMatchObject([{ rescind: { offer_id: offered.id } }]);
    expect(framework.updates()).toEqual([]);
    expect(master.agentView(agent.id)?.active).toBe(false);
    const before = master.persists;
    const back = master.join({ id: agent.id, tasks: [task] });
    expect(master.persists).toBe(before);
    expect(back.id).toBe(agent.id);
    expect(printed(framework.takeOffer().resources)).toBe('cpus:3.9; mem:4064; disk:1000');
    expect(framework.updates()).toEqual([]);
  });

  test('tasks of a framework that does not checkpoint are lost at once', () => {
    const { master, agent, framework } = running({ checkpoint: false });
    agent.cut();
    const status = framework.update();
    expect(status).toMatchObject({
      state: 'TASK_LOST',
      source: 'SOURCE_MASTER',
      reason: 'REASON_AGENT_DISCONNECTED',
      message: 'Agent host disconnected',
    });
    expect(status.uuid).toBeUndefined();
    expect([...(master.framework(framework.id)?.tasks ?? [])]).toEqual([]);
  });

  test('a task that the agent does not know is asked about, and a waiting kill is sent', () => {
    const { master, agent, framework, task } = running();
    framework.launch(nextOffer(master, framework), { name: 'never-arrived' });
    agent.cut();
    expect(framework.kill('t').status).toBe(202);
    const back = master.join({ id: agent.id, tasks: [task] });
    expect(back.take('RECONCILE').map(({ reconcile }) => reconcile)).toMatchObject([
      { statuses: [{ task_id: { value: 'never-arrived' } }] },
    ]);
    expect(back.take('KILL_TASK').map(({ kill_task }) => kill_task?.task_id.value)).toEqual(['t']);
    back.update(framework.id, 'never-arrived', 'TASK_DROPPED', { source: 'SOURCE_AGENT' });
    framework.acknowledge(framework.update());
    expect(onlyTask(master, framework).task_id.value).toBe('t');
  });

  test('what ended meanwhile is free at once, though the update is still to come', () => {
    const { master, agent, framework, task } = running();
    agent.cut();
    master.join({ id: agent.id, tasks: [reported(task, 'TASK_FINISHED')] });
    expect(printed(nextOffer(master, framework).resources)).toBe('cpus:4; mem:4096; disk:1000');
    expect(onlyTask(master, framework).state).toBe('TASK_FINISHED');
  });

  test('a changed total is written first and then offered', () => {
    const { master, agent, framework, task } = running();
    agent.cut();
    const resources = amounts('cpus:8;mem:4096');
    const agent_info = { hostname: 'host', port: 5051, resources, id: { value: agent.id } };
    const before = master.persists;
    master.join({ agent_info, tasks: [task] });
    expect(master.persists).toBe(before + 1);
    expect(printed(nextOffer(master, framework).resources)).toBe('cpus:7.9; mem:4064');
  });

  test('frameworks that ended meanwhile are shut down there', () => {
    const { master, agent, framework, task } = running();
    agent.cut();
    framework.call({ type: 'TEARDOWN' });
    const info = { user: 'root', name: 'test', id: { value: framework.id } };
    const back = master.join({ id: agent.id, tasks: [task], frameworks: [info] });
    expect(back.take('SHUTDOWN_FRAMEWORK')).toHaveLength(1);
    expect([...master.kernel.view.frameworks]).toEqual([]);
    back.update(framework.id, 't', 'TASK_KILLED');
    expect(back.take('ACKNOWLEDGE')).toHaveLength(1);
  });
});

describe('an agent that is silent', () => {
  test('is pinged, and lives as long as it answers', () => {
    const master = new MasterHarness();
    const agent = master.join();
    for (let round = 0; round < 20; round++) {
      agent.pong();
      master.advance(PING_S * 1000);
    }
    expect(agent.take('PING')).toHaveLength(21);
    expect(master.agentView(agent.id)?.active).toBe(true);
  });

  test('is unreachable after 75 seconds: written down, then told to everybody in this order', () => {
    const { master, agent, framework } = running();
    master.advance(1000);
    const offer = framework.takeOffer();
    agent.pong();
    const since = master.at;
    master.disk = 'waits';
    master.advance(90_000);
    expect(framework.take('UPDATE')).toEqual([]);
    framework.take('HEARTBEAT');
    master.releaseDisk();
    expect(master.at - since).toBe(90_000);
    expect(framework.events.slice(-3)).toMatchObject([
      {
        type: 'UPDATE',
        update: {
          status: {
            state: 'TASK_UNREACHABLE',
            source: 'SOURCE_MASTER',
            reason: 'REASON_AGENT_REMOVED',
            message: 'health check timed out',
            agent_id: { value: agent.id },
            unreachable_time: { nanoseconds: expect.any(BigInt) },
          },
        },
      },
      { type: 'RESCIND', rescind: { offer_id: offer.id } },
      { type: 'FAILURE', failure: { agent_id: { value: agent.id } } },
    ]);
    const view = master.framework(framework.id);
    expect([...(view?.tasks ?? [])]).toEqual([]);
    expect([...(view?.unreachableTasks ?? [])]).toMatchObject([{ state: 'TASK_UNREACHABLE' }]);
    expect(master.kernel.view.unreachableAgentCount).toBe(1);
    expect(master.counter('master/slave_removals/reason_unhealthy')).toBe(1);
    expect(agent.isClosed).toBe(true);
  });

  test('and comes back while that is being written is lost first and back then', () => {
    const { master, agent, framework, task } = running();
    master.disk = 'waits';
    master.advance(90_000);
    const frameworks = [{ user: 'root', name: 'test', id: { value: framework.id } }];
    const back = master.join({ id: agent.id, tasks: [task], frameworks });
    expect(back.events).toEqual([]);
    master.releaseDisk();
    expect(back.id).toBe(agent.id);
    expect(framework.updates().map(({ state }) => state)).toEqual([
      'TASK_UNREACHABLE',
      'TASK_RUNNING',
    ]);
    expect(master.agentView(agent.id)?.active).toBe(true);
    expect(master.kernel.view.unreachableAgentCount).toBe(0);
  });

  test('without a link is given up after the same time', () => {
    const { master, agent, framework } = running();
    agent.cut();
    master.advance(89_000);
    expect(framework.updates()).toEqual([]);
    master.advance(1_000);
    expect(framework.update().state).toBe('TASK_UNREACHABLE');
  });

  test('stays where it is while that cannot be written', () => {
    const { master, framework } = running();
    master.disk = 'broken';
    master.advance(200_000);
    expect(framework.updates()).toEqual([]);
    master.disk = 'works';
    master.advance(PING_S * 1000);
    expect(framework.update().state).toBe('TASK_UNREACHABLE');
  });

  test('brings its tasks back, also to a framework that was told they were lost', () => {
    const capabilities = AWARE.filter((name) => name !== 'PARTITION_AWARE');
    const { master, agent, framework, task } = running({
      capabilities: capabilities.map((type) => ({ type })),
    });
    master.advance(90_000);
    expect(framework.update().state).toBe('TASK_LOST');
    expect(framework.launch(nextOfferOf(master, framework), { name: 't' }).status).toBe(202);
    expect(framework.updates()[0]?.message).toBe('Task reuses the ID of an unreachable task: t');
    const infos = [{ user: 'root', name: 'test', id: { value: framework.id } }];
    master.join({ id: agent.id, tasks: [task], frameworks: infos });
    expect(framework.update()).toMatchObject({
      state: 'TASK_RUNNING',
      source: 'SOURCE_MASTER',
      reason: 'REASON_AGENT_REREGISTERED',
      message: 'Unreachable agent re-reregistered',
    });
    expect(onlyTask(master, framework).state).toBe('TASK_RUNNING');
    expect(master.kernel.view.unreachableAgentCount).toBe(0);
  });

  test('is forgotten after two weeks', () => {
    const master = new MasterHarness({ agentPingTimeout: seconds(3600 * 24) });
    master.join();
    master.advance(6 * 24 * 3600 * 1000);
    expect(master.kernel.view.unreachableAgentCount).toBe(1);
    master.advance(15 * 24 * 3600 * 1000);
    expect(master.kernel.view.unreachableAgentCount).toBe(0);
    expect(master.store.size).toBe(0);
  });
});

describe('an agent that leaves', () => {
  test('is struck out first; then its tasks are lost to everybody', () => {
    const { master, agent, framework } = running();
    agent.call({ type: 'UNREGISTER' });
    expect(master.store.size).toBe(0);
    expect(framework.events.slice(-3)).toMatchObject([
      {
        type: 'UPDATE',
        update: {
          status: { state: 'TASK_LOST', message: 'Agent host removed: the agent unregistered' },
        },
      },
      { type: 'RESCIND' },
      { type: 'FAILURE' },
    ]);
    expect(master.changes.at(-1)).toEqual({ kind: 'agentRemoved', agentId: agent.id });
    expect(agent.isClosed).toBe(true);
    expect([...master.timers.keys()]).toEqual([`heartbeat/${framework.id}`]);
  });

  test('says nothing any more on a link that was given up', () => {
    const { master, agent, framework } = running();
    agent.cut();
    agent.update(framework.id, 't', 'TASK_FAILED');
    expect(framework.updates()).toEqual([]);
    expect(master.counter('master/dropped_messages')).toBe(1);
  });
});

describe('a new master', () => {
  test('awaits the agents of its registry and takes over what they run', () => {
    const { master, agent, framework, task } = running();
    const next = new MasterHarness({}, master.entries());
    expect([...next.kernel.view.recoveredAgents]).toMatchObject([{ id: { value: agent.id } }]);
    const info = { user: 'root', name: 'test', id: { value: framework.id }, roles: ['*'] };
    next.join({ id: agent.id, tasks: [task], frameworks: [info] });
    expect([...next.kernel.view.recoveredAgents]).toEqual([]);
    const view = next.framework(framework.id);
    expect(view).toMatchObject({ recovered: true, connected: false, active: false });
    expect([...next.timers.keys()]).not.toContain(`failover/${framework.id}`);
    const again = next.subscribe({ id: { value: framework.id } });
    expect(again.types).toEqual(['SUBSCRIBED', 'HEARTBEAT', 'OFFERS']);
    expect(printed(again.takeOffer().resources)).toBe('cpus:3.9; mem:4064; disk:1000');
    expect(next.framework(framework.id)).toMatchObject({ recovered: false, connected: true });
    expect(onlyTask(next, again).state).toBe('TASK_RUNNING');
    expect(again.updates()).toEqual([]);
  });

  test('says nothing of tasks that it was told of by an agent it waited for', () => {
    const { master, agent, framework, task } = running();
    const next = new MasterHarness({}, master.entries());
    const again = next.subscribe({ id: { value: framework.id } });
    const frameworks = [{ user: 'root', name: 'test', id: { value: framework.id } }];
    next.join({ id: agent.id, tasks: [task], frameworks });
    expect(again.updates()).toEqual([]);
    expect(onlyTask(next, again).state).toBe('TASK_RUNNING');
  });

  test('gives up agents that do not come back in ten minutes', () => {
    const { master } = running();
    const next = new MasterHarness({}, master.entries());
    const framework = next.subscribe();
    next.advance(599_000);
    expect(next.kernel.view.unreachableAgentCount).toBe(0);
    next.advance(2_000);
    expect(next.kernel.view.unreachableAgentCount).toBe(1);
    expect(framework.take('FAILURE')).toHaveLength(1);
    expect(next.counter('master/recovery_slave_removals')).toBe(1);
    const last = new MasterHarness({}, next.entries());
    expect(last.kernel.view.unreachableAgentCount).toBe(1);
  });

  test('does not start on a registry that it cannot read', () => {
    const value = new TextEncoder().encode('{"form":2}');
    const master = new MasterHarness({}, [{ key: 'registry/agents/x', value }]);
    expect(master.failures).toEqual([
      "the registry's entry registry/agents/x cannot be read: form 2 is not known to this version",
    ]);
    expect(master.kernel.view.isRecovered).toBe(false);
  });

  test('tells a framework that an agent nobody knew brought its task', () => {
    const { agent, framework, task } = running();
    const next = new MasterHarness();
    const again = next.subscribe({ id: { value: framework.id } });
    const info = { user: 'root', name: 'test', id: { value: framework.id } };
    next.join({ id: agent.id, tasks: [task], frameworks: [info] });
    expect(again.update()).toMatchObject({
      state: 'TASK_RUNNING',
      message: 'Unknown agent reregistered',
    });
  });

  test('never gives away an id that somebody brought along', () => {
    const master = new MasterHarness();
    master.subscribe({ id: { value: 'm-0000' } });
    expect(master.subscribe().id).toBe('m-0001');
    master.join({ id: 'm-S0', port: 1 });
    expect(master.join({ port: 2 }).id).toBe('m-S1');
  });
});

function nextOffer(master: MasterHarness, framework: TestFramework) {
  master.advance(1001);
  const offer = framework.takeOffers().at(-1);
  if (offer === undefined) throw new Error('no offer');
  return offer;
}

/** An offer of another agent, for a framework whose own agent is gone. */
function nextOfferOf(master: MasterHarness, framework: TestFramework) {
  framework.takeOffers();
  master.join({ port: 6051 });
  return framework.takeOffer();
}
