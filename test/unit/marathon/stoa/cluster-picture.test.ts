import { describe, expect, test } from '@jest/globals';
import type {
  MasterEvent,
  MasterResponse_GetAgents_Agent,
  Resource,
  Task,
  TaskState,
} from '@stoa/proto';
import { ClusterPicture } from '../../../../packages/marathon/src/core/cluster/cluster-picture.ts';

const scalar = (name: string, value: number): Resource => ({
  name,
  type: 'SCALAR',
  scalar: { value },
});

function anAgent(id: string, cpus = 4): MasterResponse_GetAgents_Agent {
  return {
    agent_info: {
      id: { value: id },
      hostname: `host-${id}`,
      port: 5051,
      attributes: [
        { name: 'rack', type: 'TEXT', text: { value: 'r1' } },
        { name: 'level', type: 'SCALAR', scalar: { value: 3 } },
        { name: 'ids', type: 'RANGES', ranges: { range: [{ begin: 1, end: 4 }] } },
      ],
    },
    active: true,
    version: '1.12.0',
    pid: `slave(1)@10.0.0.7:5051`,
    registered_time: { nanoseconds: 1_700_000_000_000_000_000n },
    total_resources: [
      scalar('cpus', cpus - 1),
      { ...scalar('cpus', 1), reservations: [{ type: 'STATIC', role: 'db' }] },
      scalar('mem', 1024),
      { name: 'ports', type: 'RANGES', ranges: { range: [{ begin: 31000, end: 31100 }] } },
    ],
    allocated_resources: [scalar('cpus', 0.1), scalar('cpus', 0.2)],
    offered_resources: [scalar('mem', 512)],
    drain_info: { state: 'DRAINING', config: {} },
  };
}

function aTask(id: string, agentId = 'S0', state: TaskState = 'TASK_RUNNING'): Task {
  return {
    name: id,
    task_id: { value: id },
    framework_id: { value: 'F' },
    agent_id: { value: agentId },
    state,
    resources: [scalar('cpus', 0.5), scalar('mem', 32)],
  };
}

const begun = (agents: string[], tasks: Task[] = [], completed: Task[] = []): MasterEvent => ({
  type: 'SUBSCRIBED',
  subscribed: {
    get_state: {
      get_agents: { agents: agents.map((id) => anAgent(id)) },
      get_tasks: { tasks, completed_tasks: completed },
    },
  },
});

const added = (task: Task): MasterEvent => ({ type: 'TASK_ADDED', task_added: { task } });

const updated = (id: string, state: TaskState, timestamp = 1_700_000_000): MasterEvent => ({
  type: 'TASK_UPDATED',
  task_updated: {
    framework_id: { value: 'F' },
    status: { task_id: { value: id }, state, timestamp, healthy: true },
    state,
  },
});

function pictureOf(...events: MasterEvent[]): ClusterPicture {
  const picture = new ClusterPicture();
  for (const event of events) picture.apply(event);
  return picture;
}

describe('an agent', () => {
  test('is shown with all that it has', () => {
    expect(pictureOf(begun(['S0'])).agent('S0')).toEqual({
      id: 'S0',
      hostname: 'host-S0',
      port: 5051,
      attributes: { rack: 'r1', level: 3, ids: '[1-4]' },
      total: { cpus: 4, mem: 1024, disk: 0, gpus: 0 },
      allocated: { cpus: 0.3, mem: 0, disk: 0, gpus: 0 },
      ports: '[31000-31100]',
      active: true,
      deactivated: false,
      version: '1.12.0',
      registeredAt: '2023-11-14T22:13:20.000Z',
    });
  });

  test('is asked where the master hears it, not by a name that others may not know', () => {
    expect(pictureOf(begun(['S0'])).addressOf('S0')).toBe('10.0.0.7:5051');
    expect(pictureOf(begun([])).addressOf('S0')).toBeUndefined();
  });

  test('holds what began and less what ended, to the thousandth', () => {
    const picture = pictureOf(begun(['S0']));
    for (let at = 0; at < 7; at++) picture.apply(added(aTask(`t-${at}`)));
    expect(picture.agent('S0')?.allocated).toMatchObject({ cpus: 3.8, mem: 224 });
    for (let at = 0; at < 7; at++) picture.apply(updated(`t-${at}`, 'TASK_KILLED'));
    expect(picture.agent('S0')?.allocated).toEqual({ cpus: 0.3, mem: 0, disk: 0, gpus: 0 });
    picture.apply(updated('t-0', 'TASK_KILLED'));
    expect(picture.agent('S0')?.allocated.cpus).toBe(0.3);
  });

  test('that is gone is remembered by its name', () => {
    const picture = pictureOf(begun(['S0']));
    const news = picture.apply({
      type: 'AGENT_REMOVED',
      agent_removed: { agent_id: { value: 'S0' } },
    });
    expect(news).toEqual([{ event: 'agent_removed', data: { agentId: 'S0' } }]);
    expect([picture.hostOf('S0'), picture.addressOf('S0')]).toEqual(['host-S0', undefined]);
  });

  test('that takes no tasks has no room', () => {
    const picture = pictureOf(begun(['S0']));
    picture.apply({
      type: 'AGENT_ADDED',
      agent_added: { agent: { ...anAgent('S1'), active: false } },
    });
    expect(picture.freeRoom()).toEqual([{ cpus: 3.7, mem: 1024, disk: 0, gpus: 0 }]);
  });
});

describe('a task', () => {
  test('is told as it changes, and no more once it ended', () => {
    const picture = pictureOf(begun(['S0']));
    expect(picture.apply(added(aTask('t', 'S0', 'TASK_STAGING')))).toMatchObject([
      { event: 'task_added', data: { id: 't', state: 'TASK_STAGING' } },
    ]);
    expect(picture.apply(updated('t', 'TASK_RUNNING'))).toMatchObject([
      {
        event: 'task_updated',
        data: { state: 'TASK_RUNNING', healthy: true, updatedAt: '2023-11-14T22:13:20.000Z' },
      },
    ]);
    picture.apply(updated('t', 'TASK_FAILED'));
    expect([...picture.tasks]).toEqual([]);
    expect(picture.apply(updated('t', 'TASK_LOST'))).toEqual([]);
    expect(picture.task('F', 't')?.state).toBe('TASK_FAILED');
  });

  test('of an instance is the one that lives, else the one that ended last', () => {
    const picture = pictureOf(begun(['S0'], [], [aTask('i.a.1', 'S0', 'TASK_FAILED')]));
    for (const at of [2, 3]) {
      picture.apply(added(aTask(`i.a.${at}`)));
      picture.apply(updated(`i.a.${at}`, 'TASK_FAILED', 1_700_000_000 + at));
    }
    expect(picture.newestTaskOf('F', 'i.')?.id).toBe('i.a.3');
    picture.apply(added(aTask('i.a.4')));
    expect(picture.newestTaskOf('F', 'i.')?.id).toBe('i.a.4');
    expect(picture.newestTaskOf('G', 'i.')).toBeUndefined();
  });

  test('of another framework with the same id is another task', () => {
    const other = { ...aTask('t'), framework_id: { value: 'G' } };
    const picture = pictureOf(begun(['S0'], [aTask('t')]), added(other));
    expect([...picture.tasks].map(({ frameworkId }) => frameworkId)).toEqual(['F', 'G']);
  });

  test('is remembered until ten thousand others ended', () => {
    const picture = pictureOf(begun(['S0']));
    for (let at = 0; at <= 10_000; at++) {
      picture.apply(added(aTask(`t-${at}`)));
      picture.apply(updated(`t-${at}`, 'TASK_FINISHED'));
    }
    expect(picture.task('F', 't-0')).toBeUndefined();
    expect(picture.task('F', 't-1')?.state).toBe('TASK_FINISHED');
  });
});

describe('a framework', () => {
  const framework = (name: string, isMultiRole = false) => ({
    framework_info: {
      id: { value: 'F' },
      name,
      user: 'root',
      roles: ['a', 'b'],
      ...(isMultiRole ? { capabilities: [{ type: 'MULTI_ROLE' as const }] } : {}),
    },
    active: true,
    connected: true,
    recovered: false,
  });

  test('comes, changes and goes', () => {
    const picture = pictureOf(begun([]));
    const come = picture.apply({
      type: 'FRAMEWORK_ADDED',
      framework_added: { framework: framework('one') },
    });
    expect(come).toMatchObject([{ event: 'framework_added', data: { name: 'one', roles: ['*'] } }]);
    const change = picture.apply({
      type: 'FRAMEWORK_UPDATED',
      framework_updated: { framework: framework('two', true) },
    });
    expect(change).toMatchObject([
      { event: 'framework_updated', data: { name: 'two', roles: ['a', 'b'] } },
    ]);
    const { framework_info } = framework('two');
    expect(
      picture.apply({ type: 'FRAMEWORK_REMOVED', framework_removed: { framework_info } }),
    ).toEqual([{ event: 'framework_removed', data: { frameworkId: 'F' } }]);
    expect([...picture.frameworks]).toEqual([]);
  });
});

describe('a new master', () => {
  test('tells everything anew: what it does not know is no more', () => {
    const picture = pictureOf(begun(['S0'], [aTask('t')]), begun(['S1']));
    expect([...picture.agents].map(({ id }) => id)).toEqual(['S1']);
    expect([...picture.tasks]).toEqual([]);
    expect(picture.addressOf('S0')).toBeUndefined();
    expect(picture.hostOf('S0')).toBe('host-S0');
  });
});

describe('the summary', () => {
  test('counts tasks by agent and state, and tells room that is set aside', () => {
    const picture = pictureOf(
      begun(['S0'], [aTask('a'), aTask('b')], [aTask('c', 'S0', 'TASK_FAILED')]),
    );
    expect(picture.summarise([anAgent('S0')])).toMatchObject([
      {
        id: 'S0',
        tasks: { TASK_RUNNING: 2, TASK_FAILED: 1 },
        frameworkIds: ['F'],
        offered: { mem: 512 },
        reserved: { db: { cpus: 1 } },
        drain: 'DRAINING',
      },
    ]);
  });

  test('names agents that are not heard, with the tasks that wait for them', () => {
    const recovered = { id: { value: 'S2' }, hostname: 'host-S2' };
    const event: MasterEvent = {
      type: 'SUBSCRIBED',
      subscribed: {
        get_state: {
          get_agents: { agents: [anAgent('S0')], recovered_agents: [recovered] },
          get_tasks: { unreachable_tasks: [aTask('t', 'S1', 'TASK_UNREACHABLE')] },
        },
      },
    };
    const picture = pictureOf(event);
    expect(picture.silentAgents()).toEqual([
      { id: 'S2', hostname: 'host-S2', tasks: 0, isRecovered: true },
      { id: 'S1', tasks: 1, isRecovered: false },
    ]);
    picture.apply({ type: 'AGENT_ADDED', agent_added: { agent: anAgent('S2') } });
    expect(picture.silentAgents()).toMatchObject([{ id: 'S1' }]);
  });
});
