import { describe, expect, test } from '@jest/globals';
import type { FrameworkInfo, TaskInfo } from '@stoa/proto';
import { amounts, AWARE, MasterHarness, printed, uuidOf } from '../../../support/master-harness.ts';

const PLAIN: Partial<FrameworkInfo> = { roles: undefined, capabilities: [] };

function cluster(info: Partial<FrameworkInfo> = {}) {
  const master = new MasterHarness();
  const agent = master.join();
  const framework = master.subscribe(info);
  const launch = (...tasks: readonly (Partial<TaskInfo> & { readonly name: string })[]) =>
    framework.launch(framework.takeOffers().at(-1)!, ...tasks);
  const tasks = () => [...(master.framework(framework.id)?.tasks ?? [])];
  const completed = () => [...(master.framework(framework.id)?.completedTasks ?? [])];
  return { master, agent, framework, launch, tasks, completed };
}

describe('a task that is refused', () => {
  test.each<[Partial<TaskInfo>, string | RegExp]>([
    [{ task_id: { value: '' } }, 'ID must not be empty'],
    [{ task_id: { value: 'a/b' } }, "'a/b' contains invalid characters"],
    [{ task_id: { value: '..' } }, "'..' is disallowed"],
    [{ task_id: { value: 'a\u0007' } }, "'a\u0007' contains invalid characters"],
    [{ task_id: { value: 'é'.repeat(128) } }, 'ID must not be greater than 255 characters'],
    [
      { agent_id: { value: 'other' } },
      'Task uses invalid agent other while agent m-S0 is expected',
    ],
    [{ resources: [] }, 'Task uses no resources'],
    [{ resources: amounts('cpus:0;mem:0.0001') }, 'Task uses no resources'],
    [
      { resources: amounts('cpus:-1') },
      "Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0",
    ],
    [{ resources: amounts('cpus:NaN') }, /^Resource 'cpus:NaN' is invalid/],
    [{ resources: amounts('cpus:1e308') }, /^Resource 'cpus:1e\+308' is invalid/],
    [
      { resources: amounts('gpus:0.5') },
      "Task uses invalid resources: Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer",
    ],
    [{ resources: amounts('ports:[5-1]') }, /begin > end/],
    [{ resources: amounts('ports:[1-5,4-6]') }, /overlapping ranges/],
    [
      { resources: [...amounts('cpus:1'), { name: 'cpus', type: 'SET', set: { item: ['a'] } }] },
      /same name \('cpus'\) but different types/,
    ],
    [
      { resources: amounts('cpus:8;mem:32') },
      'Total resources cpus(allocated: *):8; mem(allocated: *):32 required by task and its executor is more than available cpus(allocated: *):4; mem(allocated: *):4096; disk(allocated: *):1000',
    ],
    [
      { resources: [{ ...amounts('cpus:1')[0]!, allocation_info: { role: 'x' } }] },
      /^Total resources cpus\(allocated: x\):1 required/,
    ],
    [
      { command: undefined },
      'Task should have at least one (but not both) of CommandInfo or ExecutorInfo present',
    ],
    [
      { kill_policy: { grace_period: { nanoseconds: -1n } } },
      "Task's 'kill_policy.grace_period' must be non-negative",
    ],
    [
      { max_completion_time: { nanoseconds: -1n } },
      "Task's `max_completion_time` must be non-negative",
    ],
    [{ health_check: {} }, "Task uses invalid health check: HealthCheck must specify 'type'"],
    [
      { health_check: { type: 'HTTP', http: { port: 80, path: 'x' } } },
      "Task uses invalid health check: The path 'x' of HTTP health check must start with '/'",
    ],
    [
      { health_check: { type: 'TCP', tcp: { port: 1 }, delay_seconds: -1 } },
      "Task uses invalid health check: Expecting 'delay_seconds' to be non-negative",
    ],
    [{ check: {} }, "Task uses invalid check: CheckInfo must specify 'type'"],
    [
      { container: { type: 'DOCKER' } },
      "Task's `ContainerInfo` is invalid: DockerInfo 'docker' is not set for DOCKER typed ContainerInfo",
    ],
    [
      { command: { value: 'x', environment: { variables: [{ name: 'A' }] } } },
      "Task's `CommandInfo` is invalid: Environment variable 'A' of type 'VALUE' must have a value set",
    ],
    [{ command: { uris: [{ value: 'x', output_file: '../y' }] } }, /within the sandbox/],
    [
      { limits: { disk: { value: 1 } } },
      "Only cpus and mem may be included in a task's resource limits",
    ],
    [
      { limits: { cpus: { value: 0.05 } } },
      'The cpu limit must be greater than or equal to the cpu request',
    ],
  ])('for %p gets TASK_ERROR with the reason', (change, message) => {
    const { framework, agent, launch, tasks } = cluster();
    launch({ name: 't', ...change });
    const status = framework.update();
    expect(status).toMatchObject({
      state: 'TASK_ERROR',
      source: 'SOURCE_MASTER',
      reason: 'REASON_TASK_INVALID',
    });
    expect(status.uuid).toBeUndefined();
    if (typeof message === 'string') expect(status.message).toBe(message);
    else expect(status.message).toMatch(message);
    expect(agent.take('RUN_TASK')).toEqual([]);
    expect(tasks()).toEqual([]);
    framework.master.advance(1_000);
    expect(printed(framework.takeOffer().resources)).toBe('cpus:4; mem:4096; disk:1000');
  });

  test('does no harm to the others of the same LAUNCH, and the first of a name runs', () => {
    const { framework, agent, launch } = cluster();
    launch({ name: 'a' }, { name: 'a' }, { name: 'b', resources: [] }, { name: 'c' });
    const launched = agent.take('RUN_TASK').map(({ run_task }) => run_task?.task.name);
    expect(launched).toEqual(['a', 'c']);
    expect(framework.updates().map(({ message }) => message)).toEqual([
      'Task has duplicate ID: a',
      'Task uses no resources',
    ]);
  });

  test('an id on the operation is a fault of all its tasks', () => {
    const { framework } = cluster();
    const offer = framework.takeOffer();
    const task_infos = [{ name: 'a', task_id: { value: 'a' }, agent_id: offer.agent_id }];
    framework.accept([offer], [{ type: 'LAUNCH', id: { value: 'x' }, launch: { task_infos } }]);
    expect(framework.update().message).toBe('The `id` field cannot be set on LAUNCH operations');
  });
});

describe('a task that is taken', () => {
  test('may leave things out: a zero amount, the type of its health check', () => {
    const { agent, launch } = cluster();
    const resources = amounts('cpus:1.0004;mem:32;gpus:0');
    launch({ name: 't', resources, health_check: { tcp: { port: 80 } } });
    const task = agent.take('RUN_TASK')[0]?.run_task?.task;
    expect(printed(task?.resources)).toBe('cpus:1; mem:32');
    expect(task?.health_check?.type).toBe('TCP');
  });

  test('by an old framework is understood without marks and with a role', () => {
    const { agent, launch } = cluster(PLAIN);
    const resources = amounts('cpus:1').map((resource) => ({ ...resource, role: '*' }));
    launch({ name: 't', resources });
    expect(agent.take('RUN_TASK')[0]?.run_task?.task.resources).toEqual([
      { name: 'cpus', type: 'SCALAR', scalar: { value: 1 }, allocation_info: { role: '*' } },
    ]);
  });

  test('may use what is reserved for the role, in either form of reservation', () => {
    const master = new MasterHarness();
    const resources = amounts('cpus:4;mem:4096').map((resource) => ({ ...resource, role: 'r' }));
    const agent = master.join({ agent_info: { hostname: 'host', resources } });
    const framework = master.subscribe({ roles: ['r'] });
    const offer = framework.takeOffer();
    expect(offer.resources?.[0]?.reservations).toEqual([{ type: 'STATIC', role: 'r' }]);
    const [cpus] = offer.resources ?? [];
    framework.launch(offer, {
      name: 't',
      resources: [
        { ...cpus!, scalar: { value: 1 } },
        { name: 'mem', type: 'SCALAR', scalar: { value: 32 }, role: 'r' },
      ],
    });
    expect(framework.updates()).toEqual([]);
    expect(agent.take('RUN_TASK')).toHaveLength(1);
    expect(printed(framework.takeOffer().resources)).toBe(
      'cpus(reservations: [(STATIC,r)]):3; mem(reservations: [(STATIC,r)]):4064',
    );
  });

  test('with an executor of its own pays for it once, until that ends', () => {
    const { master, agent, framework, launch } = cluster();
    const executor = {
      executor_id: { value: 'e' },
      command: { value: './e' },
      resources: amounts('cpus:1;mem:64'),
    };
    launch({ name: 'a', executor });
    launch({ name: 'b', executor });
    expect(agent.take('RUN_TASK')[1]?.run_task?.task.executor).toMatchObject({
      type: 'CUSTOM',
      framework_id: { value: framework.id },
    });
    expect(framework.takeOffers().at(-1)).toMatchObject({ executor_ids: [{ value: 'e' }] });
    agent.update(framework.id, 'a', 'TASK_RUNNING');
    agent.update(framework.id, 'a', 'TASK_FINISHED');
    agent.update(framework.id, 'b', 'TASK_FAILED', { source: 'SOURCE_AGENT' });
    expect(printed(master.agentView(agent.id)?.usage.used)).toBe('cpus:1; mem:64');
    const ids = { framework_id: { value: framework.id }, executor_id: { value: 'e' } };
    agent.call({ type: 'EXECUTOR_EXITED', executor_exited: { ...ids, status: 256 } });
    expect(printed(master.agentView(agent.id)?.usage.used)).toBe('{}');
    expect(framework.take('FAILURE')).toEqual([
      {
        type: 'FAILURE',
        failure: { agent_id: { value: agent.id }, executor_id: { value: 'e' }, status: 256 },
      },
    ]);
  });

  test('may not bring another executor under the name of one that runs', () => {
    const { framework, launch } = cluster();
    const executor = { executor_id: { value: 'e' }, command: { value: './e' } };
    launch({ name: 'a', executor });
    launch({ name: 'b', executor: { ...executor, command: { value: './other' } } });
    expect(framework.update().message).toMatch(
      /^ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID\./,
    );
  });

  test('exchanges messages with its executor', () => {
    const { agent, framework } = cluster();
    const executor_id = { value: 'e' };
    const data = uuidOf('hello');
    const agent_id = { value: agent.id };
    framework.call({ type: 'MESSAGE', message: { agent_id, executor_id, data } });
    expect(agent.take('FRAMEWORK_MESSAGE')[0]?.framework_message).toEqual({
      framework_id: { value: framework.id },
      executor_id,
      data,
    });
    framework.call({ type: 'SHUTDOWN', shutdown: { agent_id, executor_id } });
    expect(agent.take('SHUTDOWN_EXECUTOR')).toHaveLength(1);
    const framework_id = { value: framework.id };
    const executor_message = { framework_id, executor_id, data };
    agent.call({ type: 'EXECUTOR_MESSAGE', executor_message });
    expect(framework.take('MESSAGE')[0]?.message).toEqual({ agent_id, executor_id, data });
  });
});

describe('updates', () => {
  test('reach the framework as they came, and the acknowledgement the agent', () => {
    const { agent, framework, launch } = cluster();
    launch({ name: 't' });
    const data = uuidOf('payload');
    agent.update(framework.id, 't', 'TASK_RUNNING', { data, healthy: true });
    const status = framework.update();
    expect(status).toMatchObject({
      state: 'TASK_RUNNING',
      source: 'SOURCE_EXECUTOR',
      agent_id: { value: agent.id },
      uuid: uuidOf('t TASK_RUNNING'),
      data,
      healthy: true,
    });
    framework.acknowledge(status);
    expect(agent.take('ACKNOWLEDGE')[0]?.acknowledge).toEqual({
      framework_id: { value: framework.id },
      task_id: { value: 't' },
      uuid: status.uuid,
    });
  });

  test('that end a task free its resources at once; the task goes with the acknowledgement', () => {
    const { master, agent, framework, launch, tasks, completed } = cluster();
    launch({ name: 't' });
    framework.decline(framework.takeOffers(), 3600);
    agent.update(framework.id, 't', 'TASK_FINISHED');
    expect(printed(framework.takeOffer().resources)).toBe('cpus:4; mem:4096; disk:1000');
    const status = framework.update();
    expect(tasks()).toMatchObject([{ state: 'TASK_FINISHED' }]);
    framework.acknowledge({ ...status, uuid: uuidOf('another') });
    expect(tasks()).toHaveLength(1);
    framework.acknowledge(status);
    expect(tasks()).toEqual([]);
    expect(completed()).toMatchObject([{ state: 'TASK_FINISHED' }]);
    expect(master.counter('master/tasks_finished')).toBe(1);
    master.advance(1_000);
    expect(printed(master.agentView(agent.id)?.usage.used)).toBe('{}');
  });

  test('with a newer state behind them show both', () => {
    const { agent, framework, launch, tasks } = cluster();
    launch({ name: 't' });
    agent.update(framework.id, 't', 'TASK_STARTING', {}, 'TASK_FINISHED');
    expect(tasks()).toMatchObject([
      { state: 'TASK_FINISHED', status_update_state: 'TASK_STARTING' },
    ]);
    expect(framework.update().state).toBe('TASK_STARTING');
    framework.reconcile();
    expect(framework.update().state).toBe('TASK_STARTING');
  });

  test('that come twice count once', () => {
    const { master, agent, framework, launch } = cluster();
    launch({ name: 'a' }, { name: 'b' });
    agent.update(framework.id, 'a', 'TASK_FINISHED');
    agent.update(framework.id, 'a', 'TASK_FINISHED');
    expect(framework.updates()).toHaveLength(2);
    expect(master.counter('master/tasks_finished')).toBe(1);
    expect(printed(master.agentView(agent.id)?.usage.used)).toBe('cpus:0.1; mem:32');
    expect(master.kernel.view.allocator.offeredOrAllocated.get('cpus')).toBe(4_000);
  });

  test('that tell an end are one, whatever is said to come after it', () => {
    const { agent, framework, launch, tasks } = cluster();
    launch({ name: 't' });
    agent.update(framework.id, 't', 'TASK_KILLED', {}, 'TASK_STARTING');
    expect(tasks()).toMatchObject([{ state: 'TASK_KILLED' }]);
  });

  test('never undo an end', () => {
    const { agent, framework, launch, tasks } = cluster();
    launch({ name: 't' });
    agent.update(framework.id, 't', 'TASK_FAILED');
    agent.update(framework.id, 't', 'TASK_RUNNING');
    expect(tasks()).toMatchObject([{ state: 'TASK_FAILED' }]);
  });

  test('of the same state are one entry, without data', () => {
    const { agent, framework, launch, tasks } = cluster();
    launch({ name: 't' });
    agent.update(framework.id, 't', 'TASK_STARTING');
    agent.update(framework.id, 't', 'TASK_RUNNING', { data: uuidOf('x') });
    agent.update(framework.id, 't', 'TASK_RUNNING', { healthy: false });
    const statuses = tasks()[0]?.statuses ?? [];
    expect(statuses.map(({ state, healthy }) => [state, healthy])).toEqual([
      ['TASK_STARTING', undefined],
      ['TASK_RUNNING', false],
    ]);
    expect(statuses.some((status) => 'data' in status)).toBe(false);
  });

  test('without a listener are kept in mind but not passed on', () => {
    const { agent, framework, launch, tasks, master } = cluster({ failover_timeout: 60 });
    launch({ name: 't' });
    framework.cut();
    agent.update(framework.id, 't', 'TASK_RUNNING');
    expect(framework.updates()).toEqual([]);
    expect(tasks()).toMatchObject([{ state: 'TASK_RUNNING' }]);
    expect(master.traces).toContain('update.dropped');
  });

  test('of a task that is unknown are passed on, those of an unknown framework are not', () => {
    const { master, agent, framework } = cluster();
    agent.update(framework.id, 'x', 'TASK_DROPPED', { source: 'SOURCE_AGENT' });
    expect(framework.update().state).toBe('TASK_DROPPED');
    agent.update('nobody', 'x', 'TASK_DROPPED');
    expect(agent.take('ACKNOWLEDGE')).toEqual([]);
    expect(master.counter('master/invalid_status_updates')).toBe(2);
    expect(master.counter('master/messages_status_update')).toBe(2);
  });

  test('are counted by state, source and reason in the old names', () => {
    const { master, agent, framework, launch } = cluster();
    launch({ name: 't' });
    const words = { source: 'SOURCE_AGENT', reason: 'REASON_AGENT_RESTARTED' } as const;
    agent.update(framework.id, 't', 'TASK_LOST', words);
    expect(master.counter('master/task_lost/source_slave/reason_slave_restarted')).toBe(1);
  });
});

describe('KILL', () => {
  test('goes to the agent with its policy', () => {
    const { agent, framework, launch } = cluster();
    launch({ name: 't' });
    const kill_policy = { grace_period: { nanoseconds: 5n } };
    framework.call({ type: 'KILL', kill: { task_id: { value: 't' }, kill_policy } });
    expect(agent.take('KILL_TASK')[0]?.kill_task).toEqual({
      framework_id: { value: framework.id },
      task_id: { value: 't' },
      kill_policy,
    });
  });

  test('with the wrong agent does nothing', () => {
    const { agent, framework, launch } = cluster();
    launch({ name: 't' });
    expect(framework.kill('t', 'elsewhere').status).toBe(202);
    expect(agent.take('KILL_TASK')).toEqual([]);
    expect(framework.updates()).toEqual([]);
  });

  test('of an unknown task is answered like a question about it', () => {
    const { agent, framework } = cluster();
    framework.kill('x', agent.id);
    expect(framework.update()).toMatchObject({
      state: 'TASK_GONE',
      message: 'Reconciliation: Task is unknown to the agent',
    });
    framework.kill('x');
    expect(framework.update()).toMatchObject({
      state: 'TASK_UNKNOWN',
      message: 'Reconciliation: Task is unknown',
    });
  });
});

describe('RECONCILE', () => {
  test.each([
    [AWARE, ['TASK_GONE', 'TASK_UNREACHABLE', 'TASK_UNKNOWN', 'TASK_UNKNOWN']],
    [['MULTI_ROLE'] as const, Array<string>(4).fill('TASK_LOST')],
  ])('with %j answers by the whereabouts of the agent', (names, states) => {
    const { master, framework } = cluster({ capabilities: names.map((type) => ({ type })) });
    const lost = master.join({ port: 6051 });
    lost.cut();
    for (let round = 0; round < 6; round++) {
      master.step({ kind: 'agentCall', linkId: 'link-0', call: { type: 'PONG' } });
      master.advance(15_000);
    }
    framework.take('FAILURE');
    const ids = [{ agent: 'm-S0' }, { agent: lost.id }, { agent: 'x' }, {}];
    framework.reconcile(...ids.map((where) => ({ id: 't', ...where })));
    const statuses = framework.updates();
    expect(statuses.map(({ state }) => state)).toEqual(states);
    expect(statuses.map(({ message }) => message)).toEqual([
      'Reconciliation: Task is unknown to the agent',
      'Reconciliation: Task is unreachable',
      'Reconciliation: Task is unknown',
      'Reconciliation: Task is unknown',
    ]);
    expect(statuses.map(({ agent_id }) => agent_id?.value)).toEqual([
      'm-S0',
      lost.id,
      'x',
      undefined,
    ]);
    expect(statuses[1]?.unreachable_time).toBeDefined();
    expect(statuses.every(({ uuid, reason }) => !uuid && reason === 'REASON_RECONCILIATION')).toBe(
      true,
    );
  });

  test('of everything tells the last state that was forwarded, with what belongs to it', () => {
    const { agent, framework, launch } = cluster();
    launch({ name: 'a' }, { name: 'b' });
    const container_status = { container_id: { value: 'c' } };
    agent.update(framework.id, 'a', 'TASK_RUNNING', { container_status, healthy: true });
    framework.take('UPDATE');
    framework.reconcile();
    const [first, second] = framework.updates();
    expect(first).toMatchObject({
      state: 'TASK_RUNNING',
      source: 'SOURCE_MASTER',
      message: 'Reconciliation: Latest task state',
      agent_id: { value: agent.id },
      container_status,
      healthy: true,
    });
    expect(first?.executor_id).toBeUndefined();
    expect(second?.state).toBe('TASK_STAGING');
  });

  test('keeps silent while agents are still to come back', () => {
    const { master } = cluster();
    const next = new MasterHarness({}, master.entries());
    const framework = next.subscribe();
    framework.reconcile({ id: 't', agent: 'm-S0' }, { id: 't' }, { id: 't', agent: 'x' });
    expect(framework.updates().map(({ agent_id }) => agent_id?.value)).toEqual(['x']);
  });

  test('of operations tells what can be told', () => {
    const { agent, framework } = cluster();
    const asked = [agent.id, undefined, 'x'].map((value) => ({
      operation_id: { value: 'o' },
      agent_id: value === undefined ? undefined : { value },
    }));
    framework.call({ type: 'RECONCILE_OPERATIONS', reconcile_operations: { operations: asked } });
    const messages = framework
      .take('UPDATE_OPERATION_STATUS')
      .map(({ update_operation_status }) => update_operation_status?.status.message);
    expect(messages).toEqual([
      'Reconciliation: Operation is unknown',
      "Reconciliation: Operation is unknown and no 'agent_id' was provided",
      'Reconciliation: Both operation and agent are unknown',
    ]);
  });
});

test('a framework remembers so many ended tasks and no more', () => {
  const master = new MasterHarness({ maxCompletedTasksPerFramework: 2 });
  const agent = master.join();
  const framework = master.subscribe();
  for (const name of ['a', 'b', 'c']) {
    framework.launch(framework.takeOffers().at(-1)!, { name });
    agent.update(framework.id, name, 'TASK_FINISHED');
    framework.acknowledge(framework.update());
    master.advance(1_000);
  }
  const { completedTasks = [] } = master.framework(framework.id) ?? {};
  expect(Array.from(completedTasks, ({ name }) => name)).toEqual(['b', 'c']);
});
