import { describe, expect, test } from '@jest/globals';
import { AT, LATER, anApp, appId, put, specFrom } from '../../../support/marathon-apps.ts';
import {
  assignServicePorts,
  changeKind,
  isBelow,
  nextVersion,
  parentOf,
  resolveAppId,
  restartedVersion,
  reversedIdOf,
  ROOT_ID,
  safeIdOf,
  ServicePortBook,
  servicePortsOf,
  specOf,
} from '../../../../packages/marathon/src/core/apps/index.ts';

describe('ids', () => {
  test.each([
    ['foo', '/foo'],
    ['//a///b/', '/a/b'],
    ['./x', '/x'],
    ['../../x', '/x'],
    ['/', '/'],
  ])('%s names %s', (text, id) => {
    expect(resolveAppId(text)).toBe(id);
  });

  test('are seen from a group, and have forms for task ids and names', () => {
    expect(resolveAppId('../db', appId('/shop/web'))).toBe('/shop/db');
    expect(parentOf(appId('/a/b'))).toBe('/a');
    expect([parentOf(appId('/a')), parentOf(ROOT_ID)]).toEqual(['/', '/']);
    expect(safeIdOf(appId('/a/b-c'))).toBe('a_b-c');
    expect(reversedIdOf(appId('/prod/db/pg'))).toBe('pg.db.prod');
    expect(isBelow(appId('/a/b'), appId('/a'))).toBe(true);
    expect(isBelow(appId('/ab'), appId('/a'))).toBe(false);
    expect([isBelow(appId('/a'), ROOT_ID), isBelow(ROOT_ID, ROOT_ID)]).toEqual([true, false]);
  });
});

describe('versions', () => {
  const app = anApp({
    labels: { a: '1', b: '2' },
    constraints: [
      ['a', 'UNIQUE'],
      ['b', 'UNIQUE'],
    ],
  });

  test('nothing changed: the same version, whatever the order of sets and maps', () => {
    const spec = specFrom({
      cmd: 'sleep 1',
      labels: { b: '2', a: '1' },
      constraints: [
        ['b', 'UNIQUE'],
        ['a', 'UNIQUE'],
      ],
    });
    expect(changeKind(app, spec)).toBe('none');
    expect(nextVersion(app, spec, LATER)).toBe(app);
  });

  test('another number of instances is a scaling', () => {
    const scaled = nextVersion(app, { ...specOf(app), instances: 4 }, LATER);
    expect(scaled).toEqual({
      ...app,
      instances: 4,
      version: LATER,
      versionInfo: { lastScalingAt: LATER, lastConfigChangeAt: AT },
    });
  });

  test.each([
    [{ cmd: 'sleep 2' }],
    [{ env: { A: '1' } }],
    [{ constraints: [['a', 'UNIQUE']] }],
    [{ acceptedResourceRoles: ['*'] }],
    [{ killSelection: 'OLDEST_FIRST' }],
    [{ healthChecks: [{}] }],
    [{ resourceLimits: { cpus: 'unlimited' } }],
    [{ cpus: 2, instances: 5 }],
  ])('%j is a change of configuration', (json) => {
    const planned = put('/a', json, { current: app });
    if (!planned.ok) throw new Error('refused');
    expect(changeKind(app, planned.value)).toBe('config');
    expect(nextVersion(app, planned.value, LATER).versionInfo).toEqual({
      lastScalingAt: LATER,
      lastConfigChangeAt: LATER,
    });
  });

  test('the resources of the executor replace nothing', () => {
    const planned = put('/a', { executorResources: { mem: 64 } }, { current: app });
    expect(planned.ok && changeKind(app, planned.value)).toBe('none');
  });

  test('a restart is a new configuration of the same scale', () => {
    expect(restartedVersion(app, LATER)).toEqual({
      ...app,
      version: LATER,
      versionInfo: { lastScalingAt: AT, lastConfigChangeAt: LATER },
    });
  });

  test('an app survives the store as it is', () => {
    const full = anApp({
      container: {
        type: 'MESOS',
        docker: { image: 'a' },
        volumes: [{ containerPath: '/d', hostPath: '/h', mode: 'RO' }],
      },
      healthChecks: [{}],
      taskKillGracePeriodSeconds: 3,
    });
    expect(JSON.parse(JSON.stringify(full))).toEqual(full);
  });
});

describe('service ports', () => {
  const book = (): ServicePortBook => new ServicePortBook({ min: 10000, max: 10003 });
  const open = (count: number) =>
    specFrom({
      cmd: 'sleep 1',
      portDefinitions: Array.from({ length: count }, () => ({ port: 0 })),
    });
  const assign = (
    spec: ReturnType<typeof open>,
    used: ServicePortBook,
    current?: ReturnType<typeof anApp>,
  ) => {
    const assigned = assignServicePorts(spec, { current, book: used, taken: new Set() });
    return assigned.ok ? servicePortsOf(assigned.value) : assigned.error;
  };

  test('are the lowest free ones, given back when an app goes', () => {
    const used = book();
    const one = anApp({ portDefinitions: [{ port: 10000 }] });
    used.take(one);
    expect(assign(open(2), used)).toEqual([10001, 10002]);
    used.release(one);
    expect(assign(open(1), used)).toEqual([10000]);
  });

  test('run out with a message that names the range', () => {
    expect(assign(open(4), book())).toBe('All ports in the range [10000-10003) are already in use');
  });

  test('are kept by an update that leaves them open', () => {
    const current = anApp({ portDefinitions: [{ port: 10002 }, { port: 7 }] });
    expect(assign(open(3), book(), current)).toEqual([10002, 7, 10000]);
  });

  test('may be shared when they are named, and stay in use until the last user goes', () => {
    const used = book();
    const named = anApp({ portDefinitions: [{ port: 10000 }] });
    used.take(named);
    used.take(named);
    used.release(named);
    expect(assign(open(1), used)).toEqual([10001]);
  });

  test('two apps of one request get different ones', () => {
    const used = book();
    const taken = new Set<number>();
    const ports = [open(1), open(1)].map((spec) => {
      const assigned = assignServicePorts(spec, { current: undefined, book: used, taken });
      return assigned.ok ? servicePortsOf(assigned.value) : [];
    });
    expect(ports).toEqual([[10000], [10001]]);
  });

  test('of mappings are beside the container port; required host ports stay open', () => {
    const onBridge = specFrom({ cmd: 'sleep 1', networks: [{ mode: 'container/bridge' }] });
    expect(assign(onBridge, book())).toEqual([10000]);
    const required = specFrom({ cmd: 'sleep 1', requirePorts: true });
    expect(assign(required, book())).toEqual([0]);
  });
});
