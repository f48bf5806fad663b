import { describe, expect, test } from '@jest/globals';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import { appId } from '../../../support/marathon-apps.ts';
import { variableOf } from '../../../support/marathon-harness.ts';
import { faultOf, GroupsHarness, RUN, TWO, versionOf } from '../../../support/marathon-groups.ts';

// Groups in the kernel: what a body changes, in which order, and what stands in its way.

const CHECK = { protocol: 'MESOS_TCP', port: 80 } as const;

describe('a group that is changed', () => {
  test('case 63: with one app of it changed restarts that app only', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    const [kept] = marathon.running('/g/a');
    const version = marathon.app('/g/a')?.version;
    marathon.put('/g', {
      apps: [
        { ...RUN, id: 'a' },
        { ...RUN, id: 'b', mem: 64 },
      ],
    });
    expect(marathon.steps()).toEqual(['Restart /g/b']);
    marathon.runAll();
    marathon.settle();
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/g/a')).toEqual([kept]);
    expect(marathon.app('/g/a')?.version).toBe(version);
    expect(marathon.app('/g/b')?.mem).toBe(64);
  });

  test('replaces apps whole, but for their service ports', () => {
    const marathon = GroupsHarness.of({
      '/g': {
        apps: [
          { ...RUN, id: 'a', env: { A: '1' } },
          { ...RUN, id: 'b' },
        ],
      },
    });
    const [port] = marathon.app('/g/b')?.portDefinitions ?? [];
    expect(port?.port).toBe(10_001);
    marathon.put('/g', {
      apps: [
        { ...RUN, id: 'b' },
        { ...RUN, id: 'a' },
      ],
    });
    expect(marathon.app('/g/a')?.env).toEqual({});
    expect(marathon.app('/g/b')?.portDefinitions).toEqual([port]);
    expect(marathon.steps()).toEqual(['Restart /g/a']);
  });

  test('case 64: without one of its apps in the list stops that app', () => {
    const marathon = GroupsHarness.of({ '/g': { ...TWO, groups: [{ id: 'sub', ...TWO }] } });
    marathon.put('/g', { apps: [{ ...RUN, id: 'b' }] });
    expect(marathon.steps()).toEqual(['Stop /g/a']);
    expect(marathon.apps()).toEqual(['/g/b', '/g/sub/a', '/g/sub/b']);
    marathon.settle();
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/g/a')).toEqual([]);
  });

  test('keeps what its body does not speak of, at every depth', () => {
    const marathon = GroupsHarness.of({
      '/g': {
        ...TWO,
        dependencies: ['/x'],
        groups: [
          { id: 'one', ...TWO },
          { id: 'two', dependencies: ['one'], ...TWO },
        ],
      },
    });
    const before = marathon.group('/g');
    expect(versionOf(marathon.put('/g', {}))).toBeGreaterThan(before?.version ?? 0);
    expect(marathon.group('/g')).toEqual(before);
    marathon.put('/g', { groups: [{ id: 'two', apps: [{ ...RUN, id: 'b' }] }] });
    expect(marathon.apps()).toEqual(['/g/a', '/g/b', '/g/two/b']);
    expect(marathon.group('/g')).toMatchObject({
      dependencies: ['/x'],
      groups: [{ id: '/g/two', dependencies: ['/g/two/one'] }],
    });
    expect(marathon.group('/g/one')).toBeUndefined();
  });

  test('is made when it is missing, and stays when its last app goes', () => {
    const marathon = GroupsHarness.of();
    expect(marathon.put('/a/b', { apps: [{ ...RUN, id: 'c' }] })).toMatchObject({
      kind: 'deployed',
    });
    marathon.put('/a/b', { apps: [] }, true);
    expect(marathon.group('/a')).toMatchObject({ groups: [{ id: '/a/b', apps: [] }] });
    // One that nobody made by name is there as long as its apps.
    marathon.create({ id: '/x/y/z' });
    expect(marathon.group('/x')).toBeDefined();
    expect(marathon.kernel.view.groupCount).toBe(5);
    marathon.delete('/x/y/z');
    expect(marathon.group('/x')).toBeUndefined();
    expect(marathon.kernel.view.groupCount).toBe(3);
  });

  test('cannot be where an app is, nor an app where a group is', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    const clash = 'Groups and Applications may not have the same identifier.';
    const fault = (path: string) => ({ kind: 'invalid', faults: [{ path, message: clash }] });
    expect(faultOf(marathon.put('/g/a', {}))).toEqual(fault('/id'));
    expect(faultOf(marathon.post('/g/a/deep', {}))).toEqual(fault('/id'));
    expect(faultOf(marathon.put('/g', { groups: [{ id: 'a' }] }))).toEqual(fault('/groups(0)/id'));
    expect(faultOf(marathon.put('/', { apps: [{ ...RUN, id: 'g' }] }))).toEqual(
      fault('/apps(0)/id'),
    );
    marathon.post('/empty', {});
    expect(faultOf(marathon.create({ id: '/empty' }))).toEqual(fault('/id'));
    // In the place of an app that goes with the same change a group may come.
    expect(
      marathon.put('/g', { apps: [], groups: [{ id: 'a', apps: [{ ...RUN, id: 'in' }] }] }),
    ).toMatchObject({ kind: 'deployed' });
    expect(marathon.apps()).toEqual(['/g/a/in']);
  });

  test('case 72: is scaled by a factor, each app by itself and rounded up', () => {
    const marathon = GroupsHarness.of({
      '/g': {
        apps: [
          { ...RUN, id: 'a' },
          { ...RUN, id: 'b', instances: 3, resourceLimits: { mem: 64 } },
        ],
      },
    });
    marathon.create({ id: '/other' });
    marathon.runAll();
    marathon.scale('/g', 2);
    expect(marathon.steps()).toEqual(['Scale /g/a, Scale /g/b']);
    marathon.runAll();
    expect([marathon.running('/g/a').length, marathon.running('/g/b').length]).toEqual([2, 6]);
    marathon.scale('/', 0.5);
    expect(['/g/a', '/g/b', '/other'].map((id) => marathon.app(id)?.instances)).toEqual([1, 3, 1]);
    expect(marathon.app('/g/b')?.resourceLimits).toEqual({ mem: 64 });
    marathon.settle();
    marathon.scale('/g', 0);
    expect(marathon.app('/g/b')?.instances).toBe(0);
  });

  test('is not scaled beyond what an app may have', () => {
    const single = { labels: { MARATHON_SINGLE_INSTANCE_APP: 'true' } };
    const zero = { upgradeStrategy: { minimumHealthCapacity: 0, maximumOverCapacity: 0 } };
    const marathon = GroupsHarness.of({
      '/g': {
        apps: [
          { ...RUN, ...single, ...zero, id: 'one' },
          { ...RUN, id: 'a' },
        ],
      },
    });
    expect(faultOf(marathon.scale('/g', 1e6))).toEqual({
      kind: 'invalid',
      faults: [
        {
          path: '/scaleBy',
          message: '/g/one would have 1000000 instances, it must not have more than 100000',
        },
        {
          path: '/scaleBy',
          message: '/g/a would have 1000000 instances, it must not have more than 100000',
        },
      ],
    });
    expect(faultOf(marathon.scale('/g', 2))).toMatchObject({
      faults: [{ message: 'Single instance app may only have one instance: /g/one' }],
    });
  });
});

test('a body of more apps and groups than one deployment may hold is refused', () => {
  const apps = Array.from({ length: 6000 }, (_, at) => ({ id: `a${at}` }));
  const outcome = GroupsHarness.of().post('/g', {
    groups: [
      { id: 'x', apps },
      { id: 'y', apps },
    ],
  });
  expect(faultOf(outcome)).toEqual({
    kind: 'invalid',
    faults: [{ path: '/', message: 'must not define more than 10000 apps and groups' }],
  });
});

describe('a task', () => {
  test('is told whether its group hands its name down as role', () => {
    const marathon = GroupsHarness.of({ '/dev': { enforceRole: true } });
    const told = (role: string) => {
      const [task] = marathon.offer({ role });
      return [task?.name, variableOf(task, 'MARATHON_APP_ENFORCE_GROUP_ROLE')];
    };
    marathon.create({ id: '/dev/a' });
    expect(told('dev')).toEqual(['a.dev', 'TRUE']);
    marathon.create({ id: '/other/a' });
    expect(told('*')).toEqual(['a.other', 'FALSE']);
    marathon.create({ id: '/alone' });
    expect(told('*')).toEqual(['alone', 'FALSE']);
  });
});

describe('the order of a change', () => {
  test('case 68: what depends on an app starts when that one is healthy', () => {
    const marathon = GroupsHarness.of();
    marathon.post('/g', {
      apps: [
        { ...RUN, id: 'b', dependencies: ['a'], healthChecks: [CHECK] },
        { ...RUN, id: 'a', healthChecks: [CHECK] },
      ],
    });
    expect(marathon.steps()).toEqual(['Start /g/a, Start /g/b', 'Scale /g/a', 'Scale /g/b']);
    const [task] = marathon.offer();
    expect(task?.name).toBe('a.g');
    marathon.status(task?.task_id.value ?? '', 'TASK_RUNNING');
    expect(marathon.offer()).toEqual([]);
    marathon.status(task?.task_id.value ?? '', 'TASK_RUNNING', { healthy: true });
    expect(marathon.offer().map(({ name }) => name)).toEqual(['b.g']);
  });

  test('case 69: a group that depends on another comes after all of it', () => {
    const marathon = GroupsHarness.of();
    marathon.post('/all', {
      groups: [
        { id: 'g2', dependencies: ['../g1'], ...TWO, groups: [{ id: 'deep', ...TWO }] },
        {
          id: 'g1',
          apps: [
            { ...RUN, id: 'x' },
            { ...RUN, id: 'y', dependencies: ['x'] },
          ],
          groups: [{ id: 'sub', apps: [{ ...RUN, id: 'z', dependencies: ['../y'] }] }],
        },
      ],
    });
    expect(marathon.steps().slice(1)).toEqual([
      'Scale /all/g1/x',
      'Scale /all/g1/y',
      'Scale /all/g1/sub/z',
      'Scale /all/g2/a, Scale /all/g2/b, Scale /all/g2/deep/a, Scale /all/g2/deep/b',
    ]);
  });

  test('an app may depend on a group, and a group on an app', () => {
    const marathon = GroupsHarness.of();
    marathon.post('/all', {
      dependencies: ['/none'],
      apps: [
        { ...RUN, id: 'last', dependencies: ['mid', 'empty'] },
        { ...RUN, id: 'beside', dependencies: ['mid/a'] },
      ],
      groups: [
        { id: 'first', ...TWO },
        { id: 'mid', dependencies: ['../first/a'], ...TWO },
        { id: 'empty' },
      ],
    });
    expect(marathon.steps().slice(1)).toEqual([
      'Scale /all/first/a, Scale /all/first/b',
      'Scale /all/mid/a, Scale /all/mid/b',
      'Scale /all/beside, Scale /all/last',
    ]);
  });

  test('counts for apps that are posted by themselves later, too', () => {
    const marathon = GroupsHarness.of({ '/base': TWO, '/shop': { dependencies: ['/base'] } });
    const changes = ['/shop/web', '/base/c'].map((id) => ({
      kind: 'create' as const,
      id: appId(id),
      json: { ...RUN, id },
    }));
    marathon.ask({ kind: 'changeApps', changes, force: false, source: undefined });
    expect(marathon.steps()).toEqual([
      'Start /base/c, Start /shop/web',
      'Scale /base/c',
      'Scale /shop/web',
    ]);
  });

  test('case 70: a restart of what others depend on leaves those alone', () => {
    const apps = [
      { ...RUN, id: 'a' },
      { ...RUN, id: 'b', dependencies: ['a'] },
    ];
    const marathon = GroupsHarness.of({ '/g': { apps } });
    marathon.ask({ kind: 'restartApp', id: appId('/g/a'), force: false });
    expect(marathon.steps()).toEqual(['Restart /g/a']);
    marathon.runAll();
    marathon.settle();
    marathon.put('/g', {
      apps: [
        { ...RUN, id: 'a', mem: 64 },
        { ...RUN, id: 'b', mem: 64, dependencies: ['a'] },
      ],
    });
    expect(marathon.steps()).toEqual(['Restart /g/a', 'Restart /g/b']);
  });

  test.each<readonly [string, GroupUpdateJson, string]>([
    [
      'apps',
      {
        apps: [
          { ...RUN, id: 'a', dependencies: ['b'] },
          { ...RUN, id: 'b', dependencies: ['a'] },
        ],
      },
      '/apps(0)',
    ],
    ['an app and its own group', { apps: [{ ...RUN, id: 'a', dependencies: ['/g'] }] }, '/apps(0)'],
    [
      'a group and what is in it',
      { dependencies: ['sub'], groups: [{ id: 'sub', ...TWO }] },
      '/groups(0)/apps(0)',
    ],
    [
      'groups over an app',
      {
        groups: [
          { id: 'x', dependencies: ['../y'], ...TWO },
          { id: 'y', apps: [{ ...RUN, id: 'c', dependencies: ['../x/a'] }] },
        ],
      },
      '/groups(0)/apps(0)',
    ],
  ])('case 76: a cycle of %s is refused', (_what, json, path) => {
    const marathon = GroupsHarness.of();
    expect(faultOf(marathon.post('/g', json))).toEqual({
      kind: 'invalid',
      faults: [
        { path: `${path}/dependencies`, message: 'Dependency graph has cyclic dependencies.' },
      ],
    });
    expect(marathon.apps()).toEqual([]);
  });

  test('case 76: a cycle is refused when its parts come one by one', () => {
    const message = 'Dependency graph has cyclic dependencies.';
    const marathon = GroupsHarness.of({ '/x': { dependencies: ['/y'], ...TWO }, '/y': TWO });
    expect(faultOf(marathon.put('/y', { dependencies: ['/x/a'] }))).toEqual({
      kind: 'invalid',
      faults: [{ path: '/dependencies', message }],
    });
    expect(faultOf(marathon.create({ id: '/y/c', dependencies: ['/x'] }))).toEqual({
      kind: 'invalid',
      faults: [{ path: '/dependencies', message }],
    });
    // A group without apps closes no circle; the first app in it does.
    marathon.post('/z', { dependencies: ['/x'] });
    expect(marathon.put('/y', { dependencies: ['/z'] })).toMatchObject({ kind: 'deployed' });
    expect(faultOf(marathon.create({ id: '/z/app' }))).toMatchObject({ faults: [{ message }] });
  });
});

describe('running deployments', () => {
  test('case 66: keep a group from being deleted, unless it is forced', () => {
    const marathon = GroupsHarness.of();
    const posted = marathon.post('/g', TWO);
    const [running] = marathon.deployments();
    expect(posted).toMatchObject({ deploymentId: running?.id });
    expect(faultOf(marathon.remove('/g'))).toEqual({
      kind: 'locked',
      deploymentIds: [running?.id],
    });
    expect(marathon.apps()).toEqual(['/g/a', '/g/b']);
    expect(marathon.remove('/g', true)).toMatchObject({ kind: 'deployed' });
    expect(marathon.apps()).toEqual([]);
    expect(marathon.group('/g')).toBeUndefined();
    expect(marathon.heard()).toContain('deploymentFailed');
  });

  test('are all named that stand in the way, and others go on', () => {
    const marathon = GroupsHarness.of();
    for (const id of ['/g/one', '/g/two', '/other']) marathon.create({ id });
    const ids = marathon.deployments().map(({ id }) => id);
    expect(faultOf(marathon.put('/g', { apps: [] }))).toEqual({
      kind: 'locked',
      deploymentIds: ids.slice(0, 2),
    });
    marathon.put('/g', { apps: [] }, true);
    expect(marathon.deployments().map(({ id }) => id)).toEqual([ids[2]]);
  });

  test('case 67: one whose app never gets healthy stays until a forced PUT replaces it', () => {
    const marathon = GroupsHarness.of();
    const app = { ...RUN, id: 'a', healthChecks: [CHECK] };
    marathon.post('/g', { apps: [app] });
    const [task] = marathon.runAll();
    marathon.status(task ?? '', 'TASK_RUNNING', { healthy: false });
    marathon.advance(600);
    const [stuck] = marathon.deployments();
    expect(faultOf(marathon.put('/g', TWO))).toMatchObject({ kind: 'locked' });
    marathon.put('/g', TWO, true);
    expect(marathon.deployments().map(({ id }) => id)).not.toContain(stuck?.id);
    marathon.runAll();
    marathon.settle();
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.running('/g/a')).toHaveLength(1);
    expect(marathon.running('/g/a')).not.toContain(task);
  });

  test('of a group are undone with the groups that they made, if nothing came into those', () => {
    const marathon = GroupsHarness.of({ '/g': { dependencies: ['/x'], ...TWO } });
    const outcome = marathon.put('/g', {
      dependencies: ['/y'],
      apps: [{ ...RUN, id: 'a', cpus: 5000 }],
      groups: [{ id: 'made', groups: [{ id: 'deep' }] }, { id: 'used' }],
    });
    const deploymentId = outcome?.kind === 'deployed' ? outcome.deploymentId : '';
    marathon.create({ id: '/g/used/app' });
    marathon.ask({ kind: 'cancelDeployment', deploymentId, force: false });
    expect(marathon.apps()).toEqual(['/g/a', '/g/b', '/g/used/app']);
    expect(marathon.app('/g/a')?.cpus).toBe(0.1);
    expect(marathon.group('/g')).toMatchObject({
      dependencies: ['/x'],
      groups: [{ id: '/g/used' }],
    });
    expect(marathon.group('/g/made')).toBeUndefined();
    // The one that is used stays by itself, too, and not only as long as that app.
    expect(marathon.keys('group/')).toEqual(['group/g', 'group/g/used']);
  });
});

describe('what listeners hear', () => {
  test('a change names the group around what changed', () => {
    const marathon = GroupsHarness.of();
    const heard = () =>
      marathon.announced.flatMap((told) => (told.kind === 'groupChanged' ? [told.groupId] : []));
    marathon.create({ id: '/shop/db/pg' });
    marathon.update('/top', { ...RUN });
    marathon.delete('/shop/db/pg');
    marathon.ask({
      kind: 'changeGroup',
      change: { kind: 'create', id: appId('/a/b'), json: {} },
      force: false,
      toldOf: appId('/a'),
    });
    expect(heard()).toEqual(['/shop/db', '/', '/shop/db', '/a']);
  });

  test('a change that is refused is told with its reason, one of what is not there is not', () => {
    const marathon = GroupsHarness.of();
    marathon.create({ id: '/g/a' });
    const version = marathon.at + 1;
    const fault = faultOf(marathon.delete('/g/a', false));
    expect(marathon.announced.at(-1)).toEqual({
      kind: 'groupChangeFailed',
      groupId: '/g',
      version,
      fault,
    });
    const before = marathon.announced.length;
    marathon.remove('/none');
    marathon.delete('/none');
    expect(marathon.announced).toHaveLength(before);
  });

  test('each step of a deployment is told with its own actions', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    const told = marathon.announced.flatMap((one) =>
      one.kind === 'deploymentInfo' || one.kind === 'deploymentStepSuccess'
        ? [`${one.kind} ${one.step}`]
        : [],
    );
    expect(told).toEqual([
      'deploymentInfo 1',
      'deploymentStepSuccess 1',
      'deploymentInfo 2',
      'deploymentStepSuccess 2',
    ]);
  });
});
