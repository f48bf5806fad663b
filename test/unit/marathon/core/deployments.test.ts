import { describe, expect, test } from '@jest/globals';
import { Random } from '@stoa/common';
import { nextUpgradeStep } from '../../../../packages/marathon/src/core/deployments/upgrade-strategy.ts';
import { instanceOf, MarathonHarness } from '../../../support/marathon-harness.ts';
import { appId } from '../../../support/marathon-apps.ts';

describe('a new app', () => {
  test('is answered for only when it is durable, and its deployment ends when its task runs', () => {
    const marathon = MarathonHarness.ready();
    marathon.holdsWrites = true;
    expect(marathon.create({ id: '/web' })).toBeUndefined();
    expect(marathon.heard()).not.toContain('apiPost');
    marathon.release();
    expect(marathon.outcomes.get(1)).toMatchObject({ kind: 'appCreated', spec: { id: '/web' } });
    expect(marathon.heard()).toEqual(expect.arrayContaining(['apiPost', 'deploymentInfo']));
    marathon.holdsWrites = false;
    const [task] = marathon.offer();
    marathon.status(task!.task_id.value, 'TASK_STARTING');
    expect(marathon.deployments()).toHaveLength(1);
    marathon.status(task!.task_id.value, 'TASK_RUNNING');
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.heard().at(-1)).toBe('deploymentSuccess');
  });

  test('has the steps Start and Scale', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [deployment] = marathon.deployments();
    expect(deployment?.steps).toEqual([
      { actions: [{ action: 'StartApplication', app: '/web' }] },
      { actions: [{ action: 'ScaleApplication', app: '/web' }] },
    ]);
    expect(deployment?.currentStep).toBe(2);
  });

  test('is refused when it exists', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', cmd: 'first' });
    expect(marathon.create({ id: '/web', cmd: 'second' })).toMatchObject({
      kind: 'refused',
      fault: { kind: 'appExists' },
    });
    expect(marathon.app('/web')?.cmd).toBe('first');
  });

  test('waits for what it depends on', () => {
    const marathon = MarathonHarness.ready();
    const changes = [
      { id: '/front', cmd: 'sleep 1', dependencies: ['/back'] },
      { id: '/back', cmd: 'sleep 1' },
    ].map((json) => ({ kind: 'update', id: appId(json.id), json, mayCreate: true }) as const);
    marathon.ask({ kind: 'changeApps', changes, force: false, source: undefined });
    const [first, ...rest] = marathon.offer();
    expect([first?.name, rest]).toEqual(['back', []]);
    marathon.status(first!.task_id.value, 'TASK_RUNNING');
    expect(marathon.offer().map(({ name }) => name)).toEqual(['front']);
  });
});

describe('scaling', () => {
  test('up keeps what runs and launches the rest', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [kept] = marathon.runAll();
    marathon.update('/web', { instances: 3 });
    expect(marathon.deployments()[0]?.steps).toEqual([
      { actions: [{ action: 'ScaleApplication', app: '/web' }] },
    ]);
    marathon.runAll();
    expect(marathon.running('/web')).toHaveLength(3);
    expect(marathon.running('/web')).toContain(kept);
    expect(marathon.killed()).toEqual([]);
    expect(marathon.deployments()).toEqual([]);
  });

  test('down ends the youngest first, or the oldest where the app says so', () => {
    for (const [killSelection, survivor] of [
      ['YOUNGEST_FIRST', 0],
      ['OLDEST_FIRST', 1],
    ] as const) {
      const marathon = MarathonHarness.ready();
      marathon.create({ id: '/web', killSelection });
      const [first] = marathon.runAll();
      marathon.advance(10);
      marathon.update('/web', { instances: 2 });
      const [second] = marathon.runAll();
      marathon.update('/web', { instances: 1 });
      const [victim] = marathon.killed();
      expect(victim).toBe([second, first][survivor]);
      expect(marathon.deployments()).toHaveLength(1);
      marathon.status(victim!, 'TASK_KILLED');
      expect(marathon.running('/web')).toEqual([[first, second][survivor]]);
      expect(marathon.deployments()).toEqual([]);
    }
  });

  test('to none suspends the app, and back brings it up again', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', instances: 2 });
    const ids = marathon.runAll();
    marathon.update('/web', { instances: 0 });
    expect(new Set(marathon.killed())).toEqual(new Set(ids));
    for (const id of ids) marathon.status(id, 'TASK_KILLED');
    expect(marathon.tasks('/web')).toEqual([]);
    expect(marathon.app('/web')?.instances).toBe(0);
    marathon.update('/web', { instances: 1 });
    expect(marathon.runAll()).toHaveLength(1);
  });

  test('does not touch the time of the last change of configuration', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const before = marathon.app('/web')!;
    marathon.runAll();
    marathon.update('/web', { instances: 2 });
    const after = marathon.app('/web')!;
    expect(after.versionInfo.lastConfigChangeAt).toBe(before.versionInfo.lastConfigChangeAt);
    expect(after.versionInfo.lastScalingAt).toBe(after.version);
    expect(after.version).toBeGreaterThan(before.version);
  });
});

describe('a change', () => {
  test('that changes nothing is a deployment without steps, over at once', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    marathon.runAll();
    const { version } = marathon.app('/web')!;
    const outcome = marathon.update('/web', { cmd: 'sleep 1000' });
    expect(outcome).toMatchObject({ kind: 'deployed', isCreated: false });
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.app('/web')?.version).toBe(version);
    expect(marathon.killed()).toEqual([]);
  });

  test('of many apps is one deployment, and none of them when one is at fault', () => {
    const marathon = MarathonHarness.ready();
    const change = (id: string, cmd: string) =>
      ({ kind: 'update', id: appId(id), json: { cmd }, mayCreate: true }) as const;
    const ask = (changes: readonly ReturnType<typeof change>[]) =>
      marathon.ask({ kind: 'changeApps', changes, force: false, source: undefined });
    expect(ask([change('/a', 'sleep 1'), change('/b', '')])).toMatchObject({
      kind: 'refused',
      fault: { kind: 'invalid', faults: [{ path: '(1)' }, { path: '(1)/cmd' }] },
    });
    expect(marathon.app('/a')).toBeUndefined();
    expect(ask([change('/a', 'sleep 1'), change('/b', 'sleep 2')])?.kind).toBe('deployed');
    expect(marathon.deployments()).toHaveLength(1);
    expect(marathon.deployments()[0]?.affectedApps).toEqual(['/a', '/b']);
  });

  test('of an app under deployment is refused with the deployments named, and forced over them', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [first] = marathon.deployments();
    expect(marathon.update('/web', { cmd: 'sleep 2' })).toEqual({
      kind: 'refused',
      fault: { kind: 'locked', deploymentIds: [first?.id] },
    });
    expect(marathon.update('/web', { cmd: 'sleep 2' }, { force: true })?.kind).toBe('deployed');
    expect(marathon.deployments().map(({ id }) => id)).not.toContain(first?.id);
    expect(marathon.announced).toContainEqual({
      kind: 'deploymentFailed',
      plan: expect.objectContaining({ id: first?.id }),
      reason: 'The upgrade has been cancelled',
    });
    const [task] = marathon.offer();
    expect(task?.command?.value).toBe('sleep 2');
  });

  test('beyond the number of running deployments is refused, another one of its own app is not', () => {
    const marathon = MarathonHarness.ready({ max_running_deployments: 1 });
    marathon.create({ id: '/a' });
    expect(marathon.create({ id: '/b' })).toEqual({
      kind: 'refused',
      fault: { kind: 'tooManyDeployments', max: 1 },
    });
    expect(marathon.app('/b')).toBeUndefined();
    expect(marathon.update('/a', { cmd: 'sleep 5' }, { force: true })?.kind).toBe('deployed');
  });

  test('back to an older version gives its definition again', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', cmd: 'sleep 1' });
    const { version } = marathon.app('/web')!;
    marathon.runAll();
    marathon.update('/web', { cmd: 'sleep 2' }, { force: true });
    const change = { kind: 'rollback', id: appId('/web'), version } as const;
    marathon.ask({ kind: 'changeApps', changes: [change], force: true, source: undefined });
    expect(marathon.app('/web')?.cmd).toBe('sleep 1');
    expect([...marathon.kernel.view.versionsOf(appId('/web'))]).toHaveLength(3);
  });
});

/** Starts an app, then changes its command; gives the harness in the middle of the upgrade. */
function upgrading(instances: number, upgradeStrategy: Readonly<Record<string, number>>) {
  const marathon = MarathonHarness.ready();
  marathon.create({ id: '/web', instances, upgradeStrategy });
  const old = marathon.runAll();
  marathon.update('/web', { cmd: 'sleep 2' });
  return { marathon, old };
}

describe('a rolling upgrade', () => {
  test.each([
    // instances, minimum, over, healthy, killed at once, most at a time (marathon-behaviour.md §3.4)
    [10, 1, 1, 10, 0, 20],
    [10, 0.1, 1, 10, 9, 20],
    [10, 0.1, 0, 1, 0, 10],
    [5, 0, 1, 5, 5, 10],
    [3, 0.5, 0, 3, 1, 3],
    [3, 1, 0, 3, 0, 4],
    [3, 1, 0.7, 3, 0, 5],
    [2, 0.5, 0, 2, 1, 2],
    [1, 0.5, 0, 1, 0, 2],
    [1, 0.5, 0, 0, 0, 1],
  ])(
    'of %i at minimum %f and over %f with %i healthy kills %i at once and lets %i live',
    (target, minimumHealthCapacity, maximumOverCapacity, healthy, kill, max) => {
      const step = nextUpgradeStep(
        { minimumHealthCapacity, maximumOverCapacity },
        {
          target,
          healthy,
          oldKept: healthy,
          oldKeptUnhealthy: 0,
          othersAlive: healthy,
          started: 0,
          ready: 0,
          isResident: false,
        },
      );
      expect([step.kill, step.maxCapacity]).toEqual([kill, max]);
    },
  );

  test.each([
    [4, 1, 0],
    [4, 1, 1],
    [5, 0.5, 0],
    [5, 0, 1],
    [3, 0.5, 0.5],
    [1, 1, 0],
  ])('of %i at minimum %f and over %f keeps its bounds at every instant', (n, min, over) => {
    const strategy = { minimumHealthCapacity: min, maximumOverCapacity: over };
    const { marathon, old } = upgrading(n, strategy);
    const minHealthy = Math.ceil(n * min);
    const equal = minHealthy === Math.floor(n * (1 + over));
    const most = Math.floor(n * (1 + over)) + (equal ? 1 : 0);
    const random = new Random(n * 100 + min * 10 + over);
    const alive = new Set(old);
    const serving = new Set(old);
    const doomed = new Set<string>();
    const noted = { kills: 0 };
    const look = (): void => {
      for (const id of marathon.killed().slice(noted.kills)) {
        doomed.add(id);
        serving.delete(id);
      }
      noted.kills = marathon.killed().length;
      expect(serving.size).toBeGreaterThanOrEqual(minHealthy);
      expect(alive.size).toBeLessThanOrEqual(most);
    };
    look();
    for (let turn = 0; turn < 500 && marathon.deployments().length > 0; turn++) {
      const starting = [...alive].filter((id) => !serving.has(id) && !doomed.has(id));
      if (random.chance(0.4)) {
        for (const task of marathon.offer()) alive.add(task.task_id.value);
      } else if (random.chance(0.5) && starting.length > 0) {
        const id = random.pick(starting);
        serving.add(id);
        marathon.status(id, 'TASK_RUNNING');
      } else if (doomed.size > 0) {
        const id = random.pick([...doomed]);
        doomed.delete(id);
        alive.delete(id);
        marathon.status(id, 'TASK_KILLED');
      }
      look();
    }
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/web')).toHaveLength(n);
    expect(marathon.running('/web').filter((id) => old.includes(id))).toEqual([]);
  });

  test('launches the new version only, and shows it as Restart', () => {
    const { marathon, old } = upgrading(2, { minimumHealthCapacity: 0.5, maximumOverCapacity: 0 });
    expect(marathon.deployments()[0]?.steps).toEqual([
      { actions: [{ action: 'RestartApplication', app: '/web' }] },
    ]);
    expect(marathon.killed()).toHaveLength(1);
    expect(old).toContain(marathon.killed()[0]);
    expect(marathon.offer()).toEqual([]);
    marathon.status(marathon.killed()[0]!, 'TASK_KILLED');
    expect(marathon.offer().map(({ command }) => command?.value)).toEqual(['sleep 2']);
  });

  test('launches no replacement while a new task that a person gave up still takes its place', () => {
    const { marathon } = upgrading(2, { minimumHealthCapacity: 1, maximumOverCapacity: 0 });
    const [task] = marathon.offer();
    const taskIds = [task!.task_id.value];
    const selection = { kind: 'tasks', taskIds } as const;
    marathon.ask({ kind: 'killTasks', selection, scale: false, wipe: true, force: true });
    expect(marathon.killed()).toEqual(taskIds);
    expect(marathon.offer()).toEqual([]);
    marathon.status(taskIds[0]!, 'TASK_KILLED');
    expect(marathon.offer()).toHaveLength(1);
  });

  test('replaces an old task that ends by itself with the new version', () => {
    const { marathon, old } = upgrading(2, { minimumHealthCapacity: 1, maximumOverCapacity: 0 });
    marathon.status(old[0]!, 'TASK_FAILED');
    const tasks = marathon.offer();
    expect(tasks.map(({ command }) => command?.value)).toEqual(['sleep 2']);
    expect(instanceOf(tasks[0]!.task_id.value)).not.toBe(instanceOf(old[0]!));
  });

  test('goes on where it stood after a crash at any of its writes', () => {
    for (let crashAt = 0; crashAt < 8; crashAt++) {
      const { marathon } = upgrading(3, { minimumHealthCapacity: 0.5, maximumOverCapacity: 0.5 });
      for (let turn = 0; turn < 40 && marathon.deployments().length > 0; turn++) {
        if (turn === crashAt) marathon.restart();
        for (const id of marathon.killed()) marathon.status(id, 'TASK_KILLED');
        marathon.runAll();
      }
      expect(marathon.deployments()).toEqual([]);
      expect(marathon.running('/web')).toHaveLength(3);
      expect(
        marathon.tasks('/web').every(({ version }) => version === marathon.app('/web')?.version),
      ).toBe(true);
    }
  });
});

describe('a restart', () => {
  test('replaces every task and leaves the definition as it is', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', instances: 2 });
    const old = marathon.runAll();
    const before = marathon.app('/web')!;
    expect(marathon.ask({ kind: 'restartApp', id: appId('/web'), force: false })?.kind).toBe(
      'deployed',
    );
    marathon.runAll();
    for (const id of old) marathon.status(id, 'TASK_KILLED');
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/web').filter((id) => old.includes(id))).toEqual([]);
    const { version: _v, versionInfo: _i, ...definition } = marathon.app('/web')!;
    expect(before).toMatchObject(definition);
  });

  test('of an unknown app is refused', () => {
    const marathon = MarathonHarness.ready();
    expect(marathon.ask({ kind: 'restartApp', id: appId('/x'), force: false })).toMatchObject({
      fault: { kind: 'unknownApp' },
    });
  });
});

describe('a deletion', () => {
  test('takes the app away at once, its tasks as they end, and every record with it', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/a' });
    marathon.create({ id: '/web', instances: 2 });
    marathon.runAll();
    const ids = marathon.running('/web');
    expect(marathon.delete('/web')?.kind).toBe('deployed');
    expect(marathon.app('/web')).toBeUndefined();
    expect(new Set(marathon.killed())).toEqual(new Set(ids));
    for (const id of ids) marathon.status(id, 'TASK_KILLED');
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.heard().filter((kind) => kind === 'appTerminated')).toHaveLength(1);
    // What is laid aside is for versions of groups: no app, nothing that grows.
    expect(marathon.keys('').filter((key) => /^(?!aside\/).*web/.test(key))).toEqual([]);
    expect(marathon.keys('').filter((key) => key.includes('/a'))).not.toEqual([]);
  });

  test('of several in one deployment ends each once', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/a' });
    marathon.create({ id: '/b' });
    const ids = marathon.runAll();
    marathon.delete('/a');
    marathon.delete('/b');
    for (const id of ids) marathon.status(id, 'TASK_KILLED');
    expect(marathon.heard().filter((kind) => kind === 'appTerminated')).toHaveLength(2);
    expect(marathon.deployments()).toEqual([]);
    marathon.create({ id: '/a' });
    expect([...marathon.kernel.view.versionsOf(appId('/a'))]).toHaveLength(1);
  });

  test('that was cut by a crash is finished after it', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [id] = marathon.runAll();
    marathon.delete('/web');
    marathon.restart();
    expect(marathon.killed()).toContain(id);
    marathon.status(id!, 'TASK_KILLED');
    expect(marathon.deployments()).toEqual([]);
    // What is laid aside is for versions of groups: no app, nothing that grows.
    expect(marathon.keys('').filter((key) => /^(?!aside\/).*web/.test(key))).toEqual([]);
  });
});

describe('cancelling', () => {
  test('without force puts things back by another deployment', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/big', cpus: 9999 });
    marathon.offer();
    const [stuck] = marathon.deployments();
    const ask = (force: boolean) =>
      marathon.ask({ kind: 'cancelDeployment', deploymentId: stuck!.id, force });
    expect(ask(false)?.kind).toBe('deployed');
    expect(marathon.app('/big')).toBeUndefined();
    expect(marathon.deployments()).toEqual([]);
    expect(ask(true)).toMatchObject({ fault: { kind: 'unknownDeployment' } });
  });

  test('with force stops where it stands and keeps the definition', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/big', cpus: 9999 });
    const [stuck] = marathon.deployments();
    const request = { kind: 'cancelDeployment', deploymentId: stuck!.id, force: true } as const;
    expect(marathon.ask(request)).toEqual({ kind: 'deploymentStopped' });
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.app('/big')?.cpus).toBe(9999);
  });

  test('an upgrade brings the old definition back', () => {
    const { marathon, old } = upgrading(2, { minimumHealthCapacity: 1, maximumOverCapacity: 1 });
    const [upgrade] = marathon.deployments();
    marathon.ask({ kind: 'cancelDeployment', deploymentId: upgrade!.id, force: false });
    expect(marathon.app('/web')?.cmd).toBe('sleep 1000');
    for (let turn = 0; turn < 20 && marathon.deployments().length > 0; turn++) {
      for (const id of marathon.killed()) marathon.status(id, 'TASK_KILLED');
      marathon.runAll();
    }
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/web')).toHaveLength(2);
    expect(new Set(marathon.running('/web').map(instanceOf)).size).toBe(2);
    expect(old).toHaveLength(2);
  });
});
