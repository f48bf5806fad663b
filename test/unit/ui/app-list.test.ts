import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  AppLister,
  NO_FILTER,
  type AppListInput,
  type AppRow,
} from '../../../ui/src/model/app-list.ts';
import { ClusterModel } from '../../../ui/src/model/cluster-model.ts';

const AT = '2026-03-01T10:00:00.000Z';
const NOW = Date.parse(AT);

const anApp = (id: string, instances = 1) => ({
  id,
  instances,
  cpus: 0.5,
  mem: 64,
  version: AT,
  tasksRunning: instances,
});

let model: ClusterModel;
let made: AppLister;

beforeEach(() => {
  model = new ClusterModel();
  made = new AppLister();
  model.takeGroups({
    id: '/',
    apps: [anApp('/alone')],
    groups: [
      {
        id: '/shop',
        apps: [anApp('/shop/web', 3), anApp('/shop/api')],
        groups: [{ id: '/shop/jobs', apps: [anApp('/shop/jobs/mail', 2)] }],
      },
    ],
  });
});

function list(changes: Partial<AppListInput> = {}) {
  return made.list({
    apps: model.apps,
    groups: model.groupIds,
    group: '/',
    filter: NO_FILTER,
    order: { by: 'name', isDescending: false },
    isTree: true,
    open: new Set(model.groupIds),
    now: NOW,
    ...changes,
  });
}

const outline = (rows: readonly AppRow[]) => rows.map(({ name, depth }) => [depth, name]);

describe('the list of apps', () => {
  test('made again and again it is what it would be if it were made anew', () => {
    const lister = new AppLister();
    const narrow = { ...NO_FILTER, text: 'a' };
    const orders = [
      { by: 'name', isDescending: false },
      { by: 'instances', isDescending: true },
    ] as const;
    for (let turn = 0; turn < 60; turn += 1) {
      const id = `/shop/${'abcdef'.charAt((turn * 5) % 6)}`;
      if (turn % 7 === 3) model.dropApp(id);
      else model.takeApp(anApp(id, turn % 4));
      const input = {
        apps: model.apps,
        groups: model.groupIds,
        group: turn % 11 === 0 ? '/shop' : '/',
        filter: turn % 13 < 6 ? NO_FILTER : narrow,
        order: orders[turn % 2] ?? orders[0],
        isTree: turn % 5 === 0,
        open: new Set(model.groupIds),
        now: NOW,
      };
      expect(lister.list(input)).toEqual(new AppLister().list(input));
    }
  });

  test('a tree has groups before apps, each row as deep as it lies below the group', () => {
    expect(outline(list())).toEqual([
      [0, 'shop'],
      [1, 'jobs'],
      [2, 'mail'],
      [1, 'api'],
      [1, 'web'],
      [0, 'alone'],
    ]);
    expect(outline(list({ group: '/shop' }))).toEqual([
      [0, 'jobs'],
      [1, 'mail'],
      [0, 'api'],
      [0, 'web'],
    ]);
  });

  test('a closed group shows its sums alone', () => {
    const rows = list({ open: new Set() });
    expect(outline(rows)).toEqual([
      [0, 'shop'],
      [0, 'alone'],
    ]);
    expect(rows[0]).toMatchObject({ size: 3, cpus: 3, mem: 384, isOpen: false });
    expect(rows[0]?.counts).toMatchObject({ wanted: 6, running: 6 });
  });

  test('a search is flat, and its names are the ids below the group', () => {
    expect(outline(list({ filter: { ...NO_FILTER, text: 'ai' } }))).toEqual([
      [0, 'shop/api'],
      [0, 'shop/jobs/mail'],
    ]);
  });

  test('an order by a number breaks its ties by id, in both directions', () => {
    const ids = (isDescending: boolean) =>
      list({ isTree: false, order: { by: 'instances', isDescending } }).map(({ id }) => id);
    expect(ids(false)).toEqual(['/alone', '/shop/api', '/shop/jobs/mail', '/shop/web']);
    expect(ids(true)).toEqual(['/shop/web', '/shop/jobs/mail', '/alone', '/shop/api']);
  });

  test('a row is the same object until its app or its place changes', () => {
    const find = (isTree = true) => list({ isTree }).find(({ id }) => id === '/shop/web');
    const before = find();
    expect(find()).toBe(before);
    model.takeGroups({ id: '/shop/jobs', apps: [anApp('/shop/jobs/mail', 4)] });
    expect(find()).toBe(before);
    expect(find(false)).toMatchObject({ name: 'shop/web', depth: 0 });
    model.takeGroups({ id: '/shop', apps: [anApp('/shop/web', 5)] });
    expect(find()).toMatchObject({ counts: { wanted: 5 } });
  });
});
