import { describe, expect, test } from '@jest/globals';
import { must, timestamp } from '@stoa/common';
import { RootHistory } from '../../../../packages/marathon/src/core/groups/root-history.ts';
import { anApp, appId } from '../../../support/marathon-apps.ts';
import { faultOf, GroupsHarness, RUN, TWO, versionOf } from '../../../support/marathon-groups.ts';

// Versions of groups: what they hold, how far back they go, and what is stored for them.

function restarted(marathon: GroupsHarness): GroupsHarness {
  marathon.restart();
  return marathon;
}

/** What the root was at each of its versions. */
function told(marathon: GroupsHarness) {
  return marathon.versions().map((version) => marathon.groupAt('/', version));
}

describe('versions', () => {
  test('case 73: of the root hold the latest one, newest first', () => {
    const marathon = GroupsHarness.of();
    const first = versionOf(marathon.post('/g', TWO));
    const second = versionOf(marathon.create({ id: '/x' }));
    const third = versionOf(marathon.put('/g', { apps: [] }, true));
    expect(marathon.versions()).toEqual([third, second, first]);
    expect(marathon.group('/')?.version).toBe(third);
  });

  test('of a group are those at which it was', () => {
    const marathon = GroupsHarness.of();
    versionOf(marathon.create({ id: '/x' }));
    const made = versionOf(marathon.create({ id: '/g/sub/a' }));
    const other = versionOf(marathon.update('/x', { mem: 64 }, { force: true }));
    versionOf(marathon.delete('/g/sub/a'));
    const again = versionOf(marathon.post('/g/sub', {}));
    expect(marathon.versions('/g')).toEqual([again, other, made]);
    expect(marathon.versions('/g/sub')).toEqual([again, other, made]);
    marathon.remove('/g');
    expect(marathon.kernel.view.versionsOfGroup(appId('/g'))).toBeUndefined();
    expect(marathon.groupAt('/g', other)).toMatchObject({ groups: [{ id: '/g/sub' }] });
  });

  test('show what was, with definitions that are long gone', () => {
    const marathon = GroupsHarness.of({ '/gone': TWO });
    const first = versionOf(
      marathon.post('/g', {
        dependencies: ['/x'],
        apps: [{ ...RUN, id: 'a' }],
        groups: [{ id: 'sub', apps: [{ ...RUN, id: 'deep' }] }],
      }),
    );
    const before = marathon.group('/g');
    marathon.update('/g/a', { mem: 64 }, { force: true });
    marathon.put('/g', { dependencies: [] });
    marathon.remove('/g', true);
    marathon.remove('/gone');
    marathon.settle();
    expect(marathon.group('/g')).toBeUndefined();
    expect(marathon.groupAt('/g', first)).toEqual(before);
    expect(restarted(marathon).groupAt('/g', first)).toEqual(before);
    expect(marathon.groupAt('/g', timestamp(first - 1))).toBeUndefined();
  });

  test('are the same after a restart', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    marathon.create({ id: '/x/y' });
    marathon.put('/g', { apps: [{ ...RUN, id: 'a', mem: 64 }], groups: [{ id: 'sub', ...TWO }] });
    marathon.delete('/x/y');
    marathon.remove('/g', true);
    const before = told(marathon);
    expect(before).toHaveLength(5);
    expect(told(restarted(marathon))).toEqual(before);
    expect(versionOf(marathon.create({ id: '/z' }))).toBeGreaterThan(before[0]?.version ?? 0);
  });

  test('of a group are as new as what changed in it', () => {
    const marathon = GroupsHarness.of({ '/g': { groups: [{ id: 'one' }, { id: 'two' }] } });
    const made = marathon.group('/g')?.version;
    const changed = versionOf(marathon.create({ id: '/g/two/a' }));
    expect(marathon.group('/g')).toMatchObject({
      version: changed,
      groups: [
        { id: '/g/one', version: made },
        { id: '/g/two', version: changed },
      ],
    });
  });
});

describe('the history', () => {
  test('gives up its oldest versions for a change of very many apps', () => {
    const history = new RootHistory(50);
    const app = anApp();
    const changed = (version: number) => ({
      version: timestamp(version),
      apps: Array.from({ length: 60_000 }, (_, at) => {
        const id = appId(`/a${at}`);
        return { id, before: { ...app, id, version: timestamp(version) } };
      }),
      groups: [],
    });
    expect(history.add(changed(1))).toEqual([]);
    expect(history.add(changed(2)).map(({ version }) => version)).toEqual([1]);
    expect(history.moments).toEqual([2]);
  });
});

describe('going back', () => {
  test('case 71: restores the apps of a group, and leaves others alone', () => {
    const marathon = GroupsHarness.of({ '/g': { ...TWO, groups: [{ id: 'sub', ...TWO }] } });
    const [then] = marathon.versions();
    marathon.create({ id: '/other' });
    marathon.runAll();
    marathon.put('/g', {
      dependencies: ['/other'],
      apps: [
        { ...RUN, id: 'a', mem: 64 },
        { ...RUN, id: 'new' },
      ],
      groups: [],
    });
    marathon.runAll();
    marathon.settle();
    expect(marathon.apps()).toEqual(['/g/a', '/g/new', '/other']);
    expect(marathon.rollback('/g', must(then, 'a version'))).toMatchObject({ kind: 'deployed' });
    expect(marathon.steps()).toEqual([
      'Stop /g/new',
      'Start /g/b, Start /g/sub/a, Start /g/sub/b',
      'Restart /g/a, Scale /g/b, Scale /g/sub/a, Scale /g/sub/b',
    ]);
    expect(marathon.apps()).toEqual(['/g/a', '/g/b', '/g/sub/a', '/g/sub/b', '/other']);
    expect(marathon.app('/g/a')?.mem).toBe(32);
    expect(marathon.group('/g')).toMatchObject({ dependencies: [], groups: [{ id: '/g/sub' }] });
  });

  test('brings a deleted group back after a restart', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    const [then] = marathon.versions();
    marathon.remove('/g');
    marathon.settle();
    restarted(marathon).rollback('/g', must(then, 'a version'));
    marathon.runAll();
    expect(marathon.running('/g/a')).toHaveLength(1);
    expect(marathon.running('/g/b')).toHaveLength(1);
  });

  test('to a version that is not kept is refused', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    const [version] = marathon.versions();
    const message = (id: string, at: string) => ({
      kind: 'unprocessable',
      message: `Group ${id} not available in version ${at}`,
    });
    expect(faultOf(marathon.rollback('/g', timestamp(0)))).toEqual(
      message('/g', '1970-01-01T00:00:00.000Z'),
    );
    const at = new Date(version ?? 0).toISOString();
    expect(faultOf(marathon.rollback('/none', must(version, 'a version')))).toEqual(
      message('/none', at),
    );
  });

  test('is refused where something else took the place', () => {
    const marathon = GroupsHarness.of({ '/g/sub': TWO });
    const [then] = marathon.versions();
    marathon.remove('/g');
    marathon.settle();
    marathon.create({ id: '/g' });
    expect(faultOf(marathon.rollback('/g/sub', must(then, 'a version')))).toEqual({
      kind: 'invalid',
      faults: [
        {
          path: '/version',
          message: 'Groups and Applications may not have the same identifier.',
        },
      ],
    });
  });
});

describe('case 75: deleting the root', () => {
  test('takes everything, and the root is there, empty', () => {
    const marathon = GroupsHarness.of({ '/g': { ...TWO, groups: [{ id: 'empty' }] } });
    marathon.create({ id: '/x' });
    marathon.put('/', { dependencies: ['/x'] }, true);
    marathon.runAll();
    expect(marathon.remove('/', true)).toMatchObject({ kind: 'deployed' });
    expect(marathon.steps()).toEqual(['Stop /g/a, Stop /g/b, Stop /x']);
    marathon.settle();
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.group('/')).toMatchObject({ apps: [], groups: [], dependencies: [] });
    expect(marathon.keys('app/')).toEqual([]);
    expect(marathon.keys('group/')).toEqual([]);
    expect(marathon.keys('instance/')).toEqual([]);
    expect(restarted(marathon).apps()).toEqual([]);
  });
});

describe('what is stored', () => {
  test('is one record per group with something of its own, and none for places of apps', () => {
    const marathon = GroupsHarness.of({ '/g': { ...TWO, groups: [{ id: 'sub', ...TWO }] } });
    marathon.create({ id: '/x/y/z' });
    expect(marathon.keys('group/')).toEqual(['group/g', 'group/g/sub']);
    marathon.put('/g', { groups: [] }, true);
    expect(marathon.keys('group/')).toEqual(['group/g']);
    expect(restarted(marathon).group('/g')).toMatchObject({ groups: [] });
  });

  test('of a version does not grow with the apps that there are', () => {
    const apps = Array.from({ length: 200 }, (_, at) => ({ ...RUN, id: `a${at}`, instances: 0 }));
    const marathon = GroupsHarness.of({ '/g': { apps } });
    marathon.put('/g', { apps: apps.map((app) => (app.id === 'a7' ? { ...app, mem: 64 } : app)) });
    const newest = must(marathon.keys('root/').at(-1), 'a version');
    expect(marathon.disk.get(newest)?.length).toBeLessThan(200);
    marathon.put('/g', { apps });
    expect(marathon.app('/g/a7')?.mem).toBe(32);
    const deployments = marathon.announced.flatMap((one) =>
      one.kind === 'deploymentSuccess' ? [one.plan.affectedApps.length] : [],
    );
    expect(deployments).toEqual([200, 1, 1]);
  });

  test('goes back as far as the flag says, and no definition is kept for longer', () => {
    const marathon = GroupsHarness.of({}, { zk_max_versions: 3 });
    for (const at of [1, 2, 3, 4]) {
      marathon.create({ id: `/g/a${at}` });
      marathon.delete(`/g/a${at}`);
      expect(marathon.versions().length).toBeLessThanOrEqual(3);
      expect(marathon.keys('root/')).toHaveLength(marathon.versions().length);
      expect(marathon.keys('aside/').length).toBeLessThanOrEqual(2);
    }
    const before = told(marathon);
    expect(told(restarted(marathon))).toEqual(before);
    for (const at of [1, 2, 3]) marathon.post(`/empty${at}`, {});
    expect(marathon.keys('aside/')).toEqual([]);
  });

  test('is not wiped out by changes of nothing', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    const [made] = marathon.versions();
    for (let times = 0; times < 60; times++) marathon.put('/g', TWO);
    const last = versionOf(marathon.put('/g', TWO));
    expect(marathon.versions()).toEqual([last, made]);
    expect(marathon.keys('root/')).toHaveLength(2);
    expect(marathon.groupAt('/', last)).toEqual({ ...marathon.group('/'), version: last });
  });

  test('and lacks a definition on the way back is told as far as it can be', () => {
    const marathon = GroupsHarness.of({ '/g': TWO });
    marathon.update('/g/a', { mem: 64 });
    marathon.remove('/g', true);
    marathon.settle();
    const [newest] = marathon.versions();
    marathon.disk.delete(must(marathon.keys('aside/')[0], 'a definition'));
    expect(restarted(marathon).versions()[0]).toBe(newest);
    expect(marathon.versions().length).toBeLessThan(3);
    expect(marathon.keys('root/')).toHaveLength(marathon.versions().length);
    expect(marathon.failures).toEqual([]);
  });

  test('comes in the same write as the apps of the change', () => {
    const marathon = GroupsHarness.of();
    marathon.holdsWrites = true;
    expect(marathon.post('/g', TWO)).toBeUndefined();
    expect(marathon.held).toHaveLength(1);
    const keys = marathon.held[0]?.writes.map(({ key }) => key.replace(/[/@].*/, '')) ?? [];
    expect(new Set(keys)).toEqual(new Set(['root', 'group', 'app', 'deployment', 'instance']));
  });
});
