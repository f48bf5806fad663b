import { describe, expect, test } from '@jest/globals';
import type { ApiOutcome } from '../../../../packages/marathon/src/core/index.ts';
import { appId } from '../../../support/marathon-apps.ts';
import { MarathonHarness } from '../../../support/marathon-harness.ts';
import { GroupsHarness } from '../../../support/marathon-groups.ts';

/** A disk that knows what was written to it. */
class CountingDisk extends Map<string, Uint8Array> {
  bytes = 0;
  writes = 0;

  override set(key: string, value: Uint8Array): this {
    this.bytes += key.length + value.length;
    this.writes += 1;
    return super.set(key, value);
  }
}

class CountingMarathon extends GroupsHarness {
  override readonly disk = new CountingDisk();

  /** What an act writes. */
  cost(act: () => void): { readonly bytes: number; readonly writes: number } {
    const { bytes, writes } = this.disk;
    act();
    return { bytes: this.disk.bytes - bytes, writes: this.disk.writes - writes };
  }
}

const FLAGS = {
  max_running_deployments: 10_000,
  launch_tokens: 1_000_000,
  max_instances_per_offer: 10_000,
};

/** Creates apps up to a number; ids and all else are of the same length. */
function grow(marathon: CountingMarathon, from: number, to: number): void {
  for (let n = from; n < to; n++) {
    const name = String(n).padStart(4, '0');
    marathon.create({ id: `/g${name.slice(2)}/a${name}`, portDefinitions: [], backoffSeconds: 0 });
    for (const { task_id } of marathon.offer()) marathon.status(task_id.value, 'TASK_RUNNING');
    marathon.calls = [];
    marathon.announced = [];
  }
}

/** What each kind of change writes when done to the newest app. */
function costs(marathon: CountingMarathon, newest: number) {
  const name = String(newest).padStart(4, '0');
  const group = `/g${name.slice(2)}`;
  const id = `${group}/a${name}`;
  const settle = (): void => {
    marathon.runAll();
    marathon.settle();
    marathon.calls = [];
  };
  const measured = (act: () => ApiOutcome | undefined | void) =>
    marathon.cost(() => {
      const outcome = act();
      if (outcome?.kind === 'refused') throw new Error(outcome.fault.kind);
      settle();
    });
  return {
    failure: measured(() => {
      marathon.status(marathon.running(id)[0]!, 'TASK_FAILED');
    }),
    scale: measured(() => marathon.update(id, { instances: 2 })),
    upgrade: measured(() => marathon.update(id, { cmd: 'sleep 2000' })),
    restart: measured(() => marathon.ask({ kind: 'restartApp', id: appId(id), force: false })),
    group: measured(() => marathon.put(group, { dependencies: ['/other'] })),
    deletion: measured(() => marathon.delete(id)),
  };
}

describe('what one change writes', () => {
  test('is no more among two thousand apps than among a hundred', () => {
    const marathon = new CountingMarathon(FLAGS);
    marathon.load();
    marathon.subscribe();
    grow(marathon, 0, 101);
    const among100 = costs(marathon, 100);
    grow(marathon, 101, 2002);
    expect([...marathon.kernel.view.apps()]).toHaveLength(2001);
    const among2000 = costs(marathon, 2001);
    for (const [what, { bytes, writes }] of Object.entries(among2000)) {
      const before = among100[what as keyof typeof among100];
      expect([what, writes]).toEqual([what, before.writes]);
      // Members that are there or not by chance, such as random ports, are a few bytes.
      expect([what, bytes < before.bytes * 1.05]).toEqual([what, true]);
      expect([what, bytes > 0]).toEqual([what, true]);
    }
  });

  test('leaves one record per version of an app, and none that is large', () => {
    const marathon = new CountingMarathon(FLAGS);
    marathon.load();
    marathon.subscribe();
    grow(marathon, 0, 2000);
    expect(marathon.keys('app/')).toHaveLength(2000);
    expect(marathon.keys('instance/')).toHaveLength(2000);
    marathon.update('/g00/a0000', { labels: { n: '1' } });
    expect(marathon.keys('app/')).toHaveLength(2001);
    const largest = Math.max(...[...marathon.disk.values()].map(({ length }) => length));
    expect(largest).toBeLessThan(4096);
  });

  test('goes in one batch, however much it is; what comes meanwhile is in the next one', () => {
    const marathon = MarathonHarness.ready();
    marathon.holdsWrites = true;
    const apps = Array.from({ length: 20 }, (_, n) => ({ id: appId(`/a${n}`), n }));
    const changes = apps.map(({ id }) => {
      const json = { cmd: 'sleep 1', cpus: 0.1, mem: 32 };
      return { kind: 'update', id, json, mayCreate: true } as const;
    });
    marathon.ask({ kind: 'changeApps', changes, force: false, source: undefined });
    expect(marathon.held).toHaveLength(1);
    const [first] = marathon.held;
    const keys = (first?.writes ?? []).map(({ key }) => key.split('/')[0]);
    expect(keys.filter((kind) => kind === 'app')).toHaveLength(20);
    expect(keys.filter((kind) => kind === 'instance')).toHaveLength(20);
    expect(keys.filter((kind) => kind === 'deployment')).toHaveLength(1);
    marathon.create({ id: '/b' });
    marathon.create({ id: '/c' });
    expect(marathon.held).toHaveLength(1);
    marathon.release();
    expect(marathon.held).toHaveLength(1);
    const second = (marathon.held[0]?.writes ?? []).map(({ key }) => key);
    expect(second.filter((key) => /^app\/[bc]@/.test(key))).toHaveLength(2);
  });
});
