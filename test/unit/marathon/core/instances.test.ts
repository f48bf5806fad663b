import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '@stoa/proto';
import { instanceOf, MarathonHarness } from '../../../support/marathon-harness.ts';
import { appId } from '../../../support/marathon-apps.ts';

type Selection =
  | {
      readonly kind: 'app';
      readonly appId: ReturnType<typeof appId>;
      readonly host: string | undefined;
    }
  | { readonly kind: 'task'; readonly appId: ReturnType<typeof appId>; readonly taskId: string }
  | { readonly kind: 'tasks'; readonly taskIds: readonly string[] };

function kill(
  marathon: MarathonHarness,
  selection: Selection,
  options: { readonly scale?: boolean; readonly wipe?: boolean; readonly force?: boolean } = {},
) {
  const { scale = false, wipe = false, force = false } = options;
  return marathon.ask({ kind: 'killTasks', selection, scale, wipe, force });
}

/** An app with `instances` running tasks. */
function withTasks(instances: number, more: Readonly<Record<string, unknown>> = {}) {
  const marathon = MarathonHarness.ready();
  marathon.create({ id: '/web', instances, ...more });
  return { marathon, ids: marathon.runAll() };
}

describe('a status', () => {
  test('is acknowledged only when what it changed is durable', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [task] = marathon.offer();
    marathon.holdsWrites = true;
    marathon.status(task!.task_id.value, 'TASK_RUNNING');
    expect(marathon.callsOf('ACKNOWLEDGE')).toEqual([]);
    marathon.release();
    expect(marathon.callsOf('ACKNOWLEDGE')).toHaveLength(1);
    const [key] = marathon.keys('instance/');
    expect(Buffer.from(marathon.disk.get(key!)!).toString()).toContain('"Running"');
  });

  test('of the same condition is acknowledged and told to nobody', () => {
    const { marathon, ids } = withTasks(1);
    const told = marathon.announced.length;
    marathon.calls = [];
    marathon.status(ids[0]!, 'TASK_RUNNING');
    expect(marathon.callsOf('ACKNOWLEDGE')).toHaveLength(1);
    expect(marathon.announced).toHaveLength(told);
  });

  test('without a uuid wants no acknowledgement', () => {
    const { marathon, ids } = withTasks(1);
    marathon.calls = [];
    marathon.status(ids[0]!, 'TASK_RUNNING', { uuid: undefined });
    expect(marathon.calls).toEqual([]);
  });

  test('of a living task that nobody knows has it killed, of an ended one is only told', () => {
    const marathon = MarathonHarness.ready();
    const id = 'old_app.instance-11111111-1111-4111-8111-111111111111._app.1';
    marathon.status(id, 'TASK_RUNNING');
    expect(marathon.killed()).toEqual([id]);
    marathon.status(id, 'TASK_KILLED');
    expect(marathon.killed()).toHaveLength(1);
    expect(marathon.announced.at(-1)).toEqual({
      kind: 'unknownInstanceTerminated',
      instanceId: 'old_app.instance-11111111-1111-4111-8111-111111111111',
      appId: '/old/app',
      condition: 'Killed',
    });
    expect(marathon.callsOf('ACKNOWLEDGE')).toHaveLength(2);
  });

  test('of an older incarnation does not touch the younger one', () => {
    const { marathon, ids } = withTasks(1, { backoffSeconds: 0 });
    marathon.status(ids[0]!, 'TASK_FAILED');
    const [second] = marathon.runAll();
    marathon.status(ids[0]!, 'TASK_FAILED');
    expect(marathon.running('/web')).toEqual([second]);
    marathon.status(ids[0]!, 'TASK_RUNNING');
    expect(marathon.killed()).toEqual([ids[0]]);
    expect(marathon.running('/web')).toEqual([second]);
  });

  test('tells listeners what became of the task, its message cut', () => {
    const { marathon, ids } = withTasks(1);
    marathon.status(ids[0]!, 'TASK_FAILED', { message: 'x'.repeat(20_000) });
    const told = marathon.announced.filter((each) => each.kind === 'statusUpdate').at(-1);
    expect(told).toMatchObject({
      taskStatus: 'TASK_FAILED',
      task: { id: ids[0], host: 'agent-1' },
    });
    expect(told?.kind === 'statusUpdate' ? told.message.length : 0).toBe(10_000);
  });

  test('that tells of a failure is kept as the last one of its app, over restarts', () => {
    const { marathon, ids } = withTasks(1);
    marathon.status(ids[0]!, 'TASK_FAILED', { message: 'Command exited with status 3' });
    const failure = {
      appId: '/web',
      taskId: ids[0],
      state: 'TASK_FAILED',
      message: 'Command exited with status 3',
      host: 'agent-1',
      agentId: 'S1',
      version: marathon.app('/web')?.version,
      timestamp: marathon.at,
    };
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))).toEqual(failure);
    marathon.restart();
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))).toEqual(failure);
    marathon.delete('/web');
    expect(marathon.keys('failure')).toEqual([]);
  });

  test('tells why a task failed though the master had told that it did before', () => {
    const { marathon, ids } = withTasks(1, { backoffSeconds: 0 });
    const [id] = ids;
    const reason = 'REASON_RECONCILIATION';
    const message = 'Reconciliation: Latest task state';
    marathon.status(id!, 'TASK_FAILED', { message, reason, uuid: undefined });
    marathon.runAll();
    marathon.status(id!, 'TASK_FAILED', { message: 'Command exited with status 7' });
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))?.message).toBe(
      'Command exited with status 7',
    );
    expect(marathon.running('/web')).toEqual([`${instanceOf(id!)}._app.2`]);
  });

  test.each([
    ['REASON_RECONCILIATION', 'Unreachable'],
    ['REASON_AGENT_REMOVED', 'Unreachable'],
    ['REASON_INVALID_OFFERS', 'Scheduled'],
  ] as const)('LOST by %s counts as %s', (reason, condition) => {
    const { marathon, ids } = withTasks(1, { unreachableStrategy: 'disabled' });
    marathon.status(ids[0]!, 'TASK_LOST', { reason });
    expect(marathon.tasks('/web').map((task) => task.condition)).toEqual([condition]);
  });

  test('with addresses and health is shown with the task', () => {
    const { marathon, ids } = withTasks(1);
    const container_status: TaskStatus['container_status'] = {
      network_infos: [{ ip_addresses: [{ ip_address: '172.17.0.2', protocol: 'IPv4' }] }],
    };
    marathon.status(ids[0]!, 'TASK_RUNNING', { container_status, healthy: true });
    const [task] = marathon.tasks('/web');
    expect(task?.ipAddresses).toEqual([{ ipAddress: '172.17.0.2', protocol: 'IPv4' }]);
    expect(marathon.kernel.view.countsOf(appId('/web'))).toEqual({
      staged: 0,
      running: 1,
      healthy: 1,
      unhealthy: 0,
    });
  });

  test('of health by the agent holds a deployment until it is good', () => {
    const marathon = MarathonHarness.ready();
    const healthChecks = [{ protocol: 'COMMAND', command: { value: 'true' } }];
    marathon.create({ id: '/web', healthChecks });
    const [task] = marathon.offer();
    expect(task?.health_check).toMatchObject({ type: 'COMMAND', command: { value: 'true' } });
    marathon.status(task!.task_id.value, 'TASK_RUNNING');
    expect(marathon.deployments()).toHaveLength(1);
    marathon.status(task!.task_id.value, 'TASK_RUNNING', { healthy: true });
    expect(marathon.deployments()).toEqual([]);
  });
});

describe('killing tasks', () => {
  test('launches the same instance again, as its next incarnation', () => {
    const { marathon, ids } = withTasks(2);
    const [victim] = ids;
    const selection = { kind: 'task', appId: appId('/web'), taskId: victim! } as const;
    expect(kill(marathon, selection)).toMatchObject({ kind: 'taskKilled', task: { id: victim } });
    expect(marathon.killed()).toEqual([victim]);
    marathon.status(victim!, 'TASK_KILLED');
    const [again] = marathon.runAll();
    expect(again).toBe(`${instanceOf(victim!)}._app.2`);
    expect(marathon.running('/web')).toHaveLength(2);
  });

  test('with wipe gives the instance up', () => {
    const { marathon, ids } = withTasks(1);
    kill(marathon, { kind: 'tasks', taskIds: ids }, { wipe: true });
    marathon.status(ids[0]!, 'TASK_KILLED');
    const [again] = marathon.runAll();
    expect(instanceOf(again!)).not.toBe(instanceOf(ids[0]!));
    expect(marathon.running('/web')).toEqual([again]);
  });

  test('with scale ends exactly those and shrinks the app', () => {
    const { marathon, ids } = withTasks(3);
    const outcome = kill(marathon, { kind: 'tasks', taskIds: [ids[1]!] }, { scale: true });
    expect(outcome?.kind).toBe('deployed');
    expect(marathon.app('/web')?.instances).toBe(2);
    expect(marathon.killed()).toEqual([ids[1]]);
    marathon.status(ids[1]!, 'TASK_KILLED');
    expect(marathon.deployments()).toEqual([]);
    expect(new Set(marathon.running('/web'))).toEqual(new Set([ids[0], ids[2]]));
  });

  test('with scale is refused while a deployment runs, unless forced', () => {
    const { marathon, ids } = withTasks(2);
    marathon.update('/web', { cmd: 'sleep 2' });
    const selection = { kind: 'tasks', taskIds: [ids[0]!] } as const;
    expect(kill(marathon, selection, { scale: true })).toMatchObject({ fault: { kind: 'locked' } });
    expect(marathon.killed()).toEqual([]);
    expect(kill(marathon, selection, { scale: true, force: true })?.kind).toBe('deployed');
    expect(marathon.killed()).toContain(ids[0]);
  });

  test('on one host leaves the others alone', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', instances: 2, constraints: [['hostname', 'UNIQUE']] });
    const [onA] = marathon.runAll({ host: 'a' });
    marathon.runAll({ host: 'b' });
    const outcome = kill(marathon, { kind: 'app', appId: appId('/web'), host: 'a' });
    expect(outcome).toMatchObject({ kind: 'tasksKilled', tasks: [{ id: onA }] });
    expect(marathon.killed()).toEqual([onA]);
  });

  test('that are gone leaves them out, and of unknown ones says so', () => {
    const { marathon, ids } = withTasks(1);
    const gone = `${instanceOf(ids[0]!).slice(0, -1)}x._app.1`;
    expect(kill(marathon, { kind: 'tasks', taskIds: [gone] })).toEqual({
      kind: 'tasksKilled',
      tasks: [],
    });
    const of = (app: string, taskId: string) =>
      kill(marathon, { kind: 'task', appId: appId(app), taskId });
    expect(of('/web', gone)).toMatchObject({ fault: { kind: 'unknownTask', taskId: gone } });
    expect(of('/other', ids[0]!)).toMatchObject({ fault: { kind: 'unknownApp' } });
  });

  test('is asked for again until it is confirmed, also after a restart', () => {
    const { marathon, ids } = withTasks(1);
    marathon.delete('/web');
    marathon.advance(65);
    expect(marathon.killed()).toEqual([ids[0], ids[0], ids[0]]);
    marathon.restart();
    expect(marathon.killed()).toEqual([ids[0]]);
    marathon.status(ids[0]!, 'TASK_KILLED');
    marathon.calls = [];
    marathon.advance(120);
    expect(marathon.killed()).toEqual([]);
  });
});

describe('a silent agent', () => {
  const unreachable = (marathon: MarathonHarness, id: string): void => {
    const unreachable_time = { nanoseconds: BigInt(marathon.at) * 1_000_000n };
    marathon.status(id, 'TASK_UNREACHABLE', { unreachable_time, uuid: undefined });
  };

  test('has its tasks replaced at once, and they are killed should they come back', () => {
    const { marathon, ids } = withTasks(1);
    unreachable(marathon, ids[0]!);
    const [again] = marathon.runAll();
    expect(instanceOf(again!)).not.toBe(instanceOf(ids[0]!));
    marathon.status(ids[0]!, 'TASK_RUNNING');
    expect(marathon.killed()).toEqual([ids[0]]);
    expect(marathon.running('/web')).toEqual([again]);
  });

  test('has them replaced after the time that the app gives, and forgotten later', () => {
    const unreachableStrategy = { inactiveAfterSeconds: 5, expungeAfterSeconds: 60 };
    const { marathon, ids } = withTasks(1, { unreachableStrategy });
    unreachable(marathon, ids[0]!);
    marathon.advance(4);
    expect(marathon.offer()).toEqual([]);
    marathon.advance(2);
    expect(marathon.runAll()).toHaveLength(1);
    expect(marathon.tasks('/web')).toHaveLength(2);
    marathon.advance(60);
    expect(marathon.tasks('/web')).toHaveLength(1);
  });

  test('that returns in time gives its task back, and the surplus is ended', () => {
    const unreachableStrategy = { inactiveAfterSeconds: 5, expungeAfterSeconds: 600 };
    const { marathon, ids } = withTasks(1, { unreachableStrategy });
    unreachable(marathon, ids[0]!);
    marathon.advance(6);
    const [replacement] = marathon.runAll();
    marathon.status(ids[0]!, 'TASK_RUNNING');
    expect(marathon.killed()).toHaveLength(1);
    marathon.status(marathon.killed()[0]!, 'TASK_KILLED');
    expect(marathon.running('/web')).toHaveLength(1);
    expect([ids[0], replacement]).toContain(marathon.running('/web')[0]);
  });

  test('is waited for without end where the app says so', () => {
    const { marathon, ids } = withTasks(1, { unreachableStrategy: 'disabled' });
    unreachable(marathon, ids[0]!);
    marathon.advance(86_400);
    expect(marathon.offer()).toEqual([]);
    marathon.status(ids[0]!, 'TASK_RUNNING');
    expect(marathon.running('/web')).toEqual(ids);
  });

  test('is counted from when it was lost, over a restart', () => {
    const unreachableStrategy = { inactiveAfterSeconds: 10, expungeAfterSeconds: 600 };
    const { marathon, ids } = withTasks(1, { unreachableStrategy });
    unreachable(marathon, ids[0]!);
    marathon.restart();
    marathon.advance(4);
    expect(marathon.offer()).toEqual([]);
    marathon.advance(2);
    expect(marathon.offer()).toHaveLength(1);
  });

  test('does not hold up an upgrade', () => {
    const { marathon, ids } = withTasks(1, { unreachableStrategy: 'disabled' });
    unreachable(marathon, ids[0]!);
    marathon.update('/web', { cmd: 'sleep 2' });
    const [fresh] = marathon.runAll();
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/web')).toEqual([fresh]);
  });
});

describe('a launch that shows no life', () => {
  test('is killed when it is not confirmed, and when it does not come to run', () => {
    for (const state of [undefined, 'TASK_STAGING', 'TASK_STARTING'] as const) {
      const marathon = MarathonHarness.ready();
      marathon.create({ id: '/web' });
      const [task] = marathon.offer();
      const id = task!.task_id.value;
      if (state !== undefined) marathon.status(id, state);
      marathon.advance(299);
      expect(marathon.killed()).toEqual([]);
      marathon.advance(2);
      expect(marathon.killed()).toEqual([id]);
    }
  });

  test('has its time counted on over a restart', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [task] = marathon.offer();
    marathon.advance(200);
    marathon.restart();
    marathon.advance(94);
    expect(marathon.killed()).toEqual([]);
    marathon.advance(2);
    expect(marathon.killed()).toEqual([task!.task_id.value]);
  });
});

describe('a subscription', () => {
  test('names the framework, and keeps its id for the next life', () => {
    const marathon = new MarathonHarness({ mesos_role: 'dev', enable_features: ['task_killing'] });
    marathon.load();
    const [first] = marathon.subscriptions;
    expect(first?.framework).toMatchObject({
      name: 'marathon',
      user: 'root',
      hostname: 'marathon.test',
      webui_url: 'http://marathon.test:8080',
      failover_timeout: 604_800,
      checkpoint: true,
      roles: ['dev'],
    });
    expect(first?.framework.id).toBeUndefined();
    const capabilities = first?.framework.capabilities?.map(({ type }) => type);
    expect(capabilities).toEqual([
      'PARTITION_AWARE',
      'REGION_AWARE',
      'MULTI_ROLE',
      'TASK_KILLING_STATE',
    ]);
    marathon.subscribe();
    expect(marathon.heard()).toEqual(['registered']);
    marathon.restart();
    expect(marathon.subscriptions.at(-1)?.framework.id).toEqual({ value: 'F-1' });
    expect(marathon.heard().at(-1)).toBe('reregistered');
  });

  test('asks what became of every task, at once, a while later, and then now and again', () => {
    const { marathon, ids } = withTasks(2);
    marathon.restart();
    const asked = () =>
      marathon
        .callsOf('RECONCILE')
        .map(({ reconcile }) =>
          (reconcile?.tasks ?? []).map(({ task_id }) => task_id.value).sort(),
        );
    expect(asked()).toEqual([[...ids].sort()]);
    for (const id of ids) marathon.status(id, 'TASK_RUNNING', { uuid: undefined });
    marathon.advance(16);
    expect(asked()).toEqual([[...ids].sort(), [...ids].sort(), []]);
    for (const id of ids) marathon.status(id, 'TASK_RUNNING', { uuid: undefined });
    marathon.advance(600);
    expect(asked()).toHaveLength(5);
  });

  test('that was torn down is begun anew, with every app launched again', () => {
    const { marathon, ids } = withTasks(2);
    marathon.step({ kind: 'refused', reason: 'SUBSCRIBE refused: Framework has been removed' });
    expect(marathon.failures).toEqual([]);
    expect(marathon.subscriptions.at(-1)?.framework.id).toBeUndefined();
    marathon.step({ kind: 'subscribed', frameworkId: 'F-2', master: 'm:5050' });
    const again = marathon.runAll();
    expect(again.map(instanceOf).sort()).toEqual(ids.map(instanceOf).sort());
  });

  test('that is refused for another reason ends the daemon with that reason', () => {
    const marathon = MarathonHarness.ready();
    marathon.step({ kind: 'refused', reason: "role 'x' is not on the list" });
    expect(marathon.failures).toEqual([
      "the master refused the framework: role 'x' is not on the list",
    ]);
  });
});
