import { describe, expect, test } from '@jest/globals';
import { MarathonHarness } from '../../../support/marathon-harness.ts';
import { appId } from '../../../support/marathon-apps.ts';

/** An app with `instances` running tasks. */
function withTasks(instances: number) {
  const marathon = MarathonHarness.ready();
  marathon.create({ id: '/web', instances });
  return { marathon, ids: marathon.runAll() };
}

describe('the store', () => {
  test('gives back apps, versions, instances and deployments', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', instances: 2 });
    const ids = marathon.runAll();
    marathon.update('/web', { instances: 3 });
    marathon.create({ id: '/group/db' });
    const before = {
      apps: [...marathon.kernel.view.apps()],
      versions: marathon.kernel.view.versionsOf(appId('/web')),
      deployments: marathon.deployments(),
    };
    marathon.restart();
    const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
    expect([...marathon.kernel.view.apps()].sort(byId)).toEqual([...before.apps].sort(byId));
    expect(marathon.kernel.view.versionsOf(appId('/web'))).toEqual(before.versions);
    expect(marathon.deployments().sort(byId)).toEqual([...before.deployments].sort(byId));
    expect(new Set(marathon.running('/web'))).toEqual(new Set(ids));
    expect(marathon.killed()).toEqual([]);
    expect(marathon.runAll()).toHaveLength(2);
    expect(marathon.deployments()).toEqual([]);
  });

  test('that is full has requests refused at once and nothing acknowledged; then all goes on', () => {
    const { marathon, ids } = withTasks(1);
    marathon.calls = [];
    marathon.diskWorks = false;
    expect(marathon.create({ id: '/late' })).toMatchObject({ fault: { kind: 'unavailable' } });
    expect(marathon.create({ id: '/later' })).toMatchObject({ fault: { kind: 'unavailable' } });
    marathon.status(ids[0]!, 'TASK_FAILED');
    expect(marathon.callsOf('ACKNOWLEDGE')).toEqual([]);
    expect(marathon.offer()).toEqual([]);
    marathon.advance(5);
    expect(marathon.callsOf('ACKNOWLEDGE')).toEqual([]);
    marathon.diskWorks = true;
    marathon.advance(2);
    expect(marathon.callsOf('ACKNOWLEDGE')).toHaveLength(1);
    expect(marathon.create({ id: '/then' })?.kind).toBe('appCreated');
    expect(marathon.runAll().length).toBeGreaterThan(1);
  });

  test('that cannot be read ends the daemon and says which entry', () => {
    const marathon = new MarathonHarness();
    marathon.disk.set('app/web@000000000000001', Buffer.from('{"half'));
    marathon.load();
    expect(marathon.failures[0]).toContain('app/web@000000000000001');
    expect(marathon.create({ id: '/web' })).toMatchObject({ fault: { kind: 'unavailable' } });
  });

  test('holds one record per version and per instance, and forgets versions beyond its limit', () => {
    const marathon = MarathonHarness.ready({ zk_max_versions: 3 });
    marathon.create({ id: '/web', instances: 2 });
    marathon.runAll();
    for (let n = 0; n < 6; n++) marathon.update('/web', { labels: { n: `${n}` } }, { force: true });
    expect(marathon.keys('app/').length).toBeLessThanOrEqual(4);
    expect(marathon.kernel.view.versionsOf(appId('/web')).length).toBeLessThanOrEqual(4);
    expect(marathon.kernel.view.versionsOf(appId('/web'))[0]).toBe(marathon.app('/web')?.version);
    const sizes = [...marathon.disk.values()].map((value) => value.length);
    expect(Math.max(...sizes)).toBeLessThan(10_000);
  });

  test('gives versions that only grow, also when the clock stands or goes back', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const seen = [marathon.app('/web')!.version];
    for (const shift of [-1, -5000, -1]) {
      marathon.at += shift;
      marathon.update('/web', { labels: { n: `${seen.length}` } }, { force: true });
      seen.push(marathon.app('/web')!.version);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBe(4);
  });
});

describe('thousands of apps', () => {
  test('cost each request and status no more than a few do', () => {
    const marathon = MarathonHarness.ready({
      max_running_deployments: 10_000,
      launch_tokens: 1_000_000,
      max_instances_per_offer: 10_000,
    });
    const timed = (from: number, count: number): number => {
      const begun = performance.now();
      for (let n = from; n < from + count; n++) {
        marathon.create({ id: `/g${n % 100}/a${n}`, portDefinitions: [] });
        for (const { task_id } of marathon.offer()) marathon.status(task_id.value, 'TASK_RUNNING');
        marathon.calls = [];
        marathon.announced = [];
      }
      return performance.now() - begun;
    };
    timed(0, 200);
    const early = timed(200, 200);
    timed(400, 2600);
    const late = timed(3000, 200);
    expect(marathon.deployments()).toEqual([]);
    // Work that grew with the apps would take eight times as long by now.
    expect(late).toBeLessThan(4 * early + 100);
  });
});
