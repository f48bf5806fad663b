import { describe, expect, test } from '@jest/globals';
import { PlanSchema } from '@stoa/proto/stoa';
import { compileSchema } from '@stoa/runtime';
import { planJson } from '../../../../packages/marathon/src/api/stoa/plan.ts';
import type { App } from '../../../../packages/marathon/src/core/apps/index.ts';
import type { Transition } from '../../../../packages/marathon/src/core/deployments/deployment.ts';
import { planSteps } from '../../../../packages/marathon/src/core/deployments/planner.ts';
import {
  planInstances,
  type ChangePlan,
} from '../../../../packages/marathon/src/core/plan/change-plan.ts';
import { anApp, LATER } from '../../../support/marathon-apps.ts';

type AppShape = Parameters<typeof anApp>[0];
const SHOP = { id: '/shop', cmd: 'serve', cpus: 1, mem: 100, disk: 0, instances: 4 };

function restarted(app: App): App {
  return { ...app, version: LATER, versionInfo: { ...app.versionInfo, lastConfigChangeAt: LATER } };
}

function replacing(before: AppShape, after: AppShape): Transition {
  const [old, fresh] = [anApp(before), restarted(anApp(after))];
  return { id: old.id, before: old, after: fresh };
}

function planOf(transitions: readonly Transition[], conflicts: readonly string[] = []): ChangePlan {
  const steps = planSteps(transitions, { dependenciesOf: () => [], isApp: () => true });
  return { transitions, steps, conflicts };
}

const roomOf = (cpus: number, mem: number) => ({ cpus, mem, disk: 1000, gpus: 0 });
const kindsOf = (json: ReturnType<typeof planJson>) => json.warnings.map(({ kind }) => kind);

describe('what becomes of instances', () => {
  const old = anApp(SHOP);
  test.each([
    ['a new app', { before: undefined, after: old }, { kind: 'start', started: 4, stopped: 0 }],
    ['an app that goes', { before: old, after: undefined }, { kind: 'stop', stopped: 4, kept: 0 }],
    [
      'an app that grows',
      { before: old, after: { ...old, instances: 6 } },
      { kind: 'scale', started: 2, kept: 4, replaced: 0 },
    ],
    [
      'an app that shrinks',
      { before: old, after: { ...old, instances: 1 } },
      { kind: 'scale', stopped: 3, kept: 1 },
    ],
    ['an app that stays', { before: old, after: old }, { kind: 'none', kept: 4, started: 0 }],
    [
      'a new definition',
      { before: old, after: restarted(old) },
      { kind: 'replace', replaced: 4, kept: 0, started: 0, stopped: 0 },
    ],
    [
      'a new definition with more instances',
      { before: old, after: restarted({ ...old, instances: 6 }) },
      { kind: 'replace', replaced: 4, started: 2 },
    ],
    [
      'a new definition that is suspended',
      { before: old, after: restarted({ ...old, instances: 0 }) },
      { kind: 'scale', stopped: 4, replaced: 0 },
    ],
  ])('%s', (_what, transition, expected) => {
    expect(planInstances({ id: old.id, ...transition })).toMatchObject(expected);
  });

  test.each([
    [
      { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
      { healthyMin: 4, totalMax: 8 },
    ],
    [
      { minimumHealthCapacity: 0.5, maximumOverCapacity: 0 },
      { healthyMin: 2, totalMax: 4 },
    ],
    [
      { minimumHealthCapacity: 1, maximumOverCapacity: 0 },
      { healthyMin: 4, totalMax: 5 },
    ],
  ])('a replacement keeps to the bounds of %j', (upgradeStrategy, bounds) => {
    const transition = replacing(SHOP, { ...SHOP, upgradeStrategy });
    expect(planInstances(transition).bounds).toEqual(bounds);
  });
});

describe('the room of a change', () => {
  test('counts what comes before the old goes, and no more', () => {
    const upgradeStrategy = { minimumHealthCapacity: 1, maximumOverCapacity: 0.5 };
    const plan = planOf([replacing(SHOP, { ...SHOP, upgradeStrategy })]);
    const { room } = planJson(plan, [roomOf(1, 1000), roomOf(1, 1000)]);
    expect(room).toMatchObject({
      needed: { cpus: 2, mem: 200 },
      free: { cpus: 2, mem: 2000 },
      fits: true,
      agents: 2,
    });
  });

  test('counts an instance that grows, when it is the last to be replaced', () => {
    const upgradeStrategy = { minimumHealthCapacity: 0, maximumOverCapacity: 0 };
    const plan = planOf([replacing(SHOP, { ...SHOP, cpus: 2, upgradeStrategy })]);
    expect(planJson(plan, undefined).room).toEqual({
      needed: { cpus: 4, mem: 0, disk: 0, gpus: 0 },
    });
  });

  test('counts what an app that goes leaves for one that comes', () => {
    const [gone, comes] = [anApp(SHOP), anApp({ ...SHOP, id: '/next', cpus: 1.5 })];
    const plan = planOf([
      { id: gone.id, before: gone, after: undefined },
      { id: comes.id, before: undefined, after: comes },
    ]);
    expect(planJson(plan, undefined).room.needed).toMatchObject({ cpus: 2, mem: 0 });
  });

  test('is too small when no agent has enough for one instance, however much all have', () => {
    const app = anApp({ ...SHOP, cpus: 3, instances: 1 });
    const plan = planOf([{ id: app.id, before: undefined, after: app }]);
    const json = planJson(plan, [roomOf(2, 1000), roomOf(2, 1000)]);
    expect(json.room).toMatchObject({ fits: false, agents: 0 });
    expect(json.warnings).toEqual([
      {
        kind: 'noAgentFits',
        message: 'no agent has 3 cpus, 100 MiB of memory free, which one instance of /shop needs',
        app: '/shop',
      },
    ]);
  });

  test('is too small when all agents together have not enough', () => {
    const app = anApp(SHOP);
    const plan = planOf([{ id: app.id, before: undefined, after: app }]);
    expect(kindsOf(planJson(plan, [roomOf(2, 1000)]))).toEqual(['noRoom']);
  });
});

describe('warnings', () => {
  test('name the deployments that are in the way', () => {
    const plan = planOf([replacing(SHOP, { ...SHOP, healthChecks: [{ path: '/' }] })], ['d-1']);
    const json = planJson(plan, undefined);
    expect(kindsOf(json)).toEqual(['locked']);
    expect(json.warnings[0]?.message).toContain('d-1');
  });

  test('tell of instances that are missing for a while, and of checks that there are none', () => {
    const upgradeStrategy = { minimumHealthCapacity: 0.5, maximumOverCapacity: 0 };
    const plan = planOf([replacing(SHOP, { ...SHOP, upgradeStrategy })]);
    expect(kindsOf(planJson(plan, undefined))).toEqual(['goesBelow', 'noHealthCheck']);
  });

  test('there are none for a change of nothing', () => {
    const app = anApp(SHOP);
    const json = planJson(planOf([{ id: app.id, before: app, after: app }]), [roomOf(0, 0)]);
    expect(json.warnings).toEqual([]);
    expect(json.steps).toEqual([]);
  });
});

describe('what differs', () => {
  test('is named by its place in the definition', () => {
    const transition = replacing(
      { ...SHOP, env: { A: '1', 'B/C~D': '2' }, labels: { x: 'y' } },
      { ...SHOP, env: { A: '1', 'B/C~D': '3' }, instances: 5, healthChecks: [{ path: '/' }] },
    );
    const json = planJson(planOf([transition]), undefined);
    expect(json.apps[0]?.changes).toEqual([
      '/env/B~1C~0D',
      '/healthChecks',
      '/instances',
      '/labels/x',
    ]);
    expect(compileSchema({ ...PlanSchema })(json)).toEqual({ ok: true, value: json });
  });
});
