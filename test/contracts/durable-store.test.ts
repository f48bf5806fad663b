import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import {
  MemoryStore,
  openEmbeddedStore,
  singleCoordination,
  type DurableStore,
  type Leader,
  type LeadershipEvent,
} from '@stoa/coordination';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../support/zookeeper-ensemble.ts';
import { closeMembers, leadingMember } from '../support/zookeeper-members.ts';

jest.setTimeout(60_000);

let directory = '';
let store: DurableStore;

let ensemble: ZooKeeperEnsemble | undefined;
const START_DEADLINE_MS = 150_000;
const TEST_DEADLINE_MS = 60_000;

const adapters: readonly [string, () => Promise<DurableStore>][] = [
  ['memory', () => Promise.resolve(new MemoryStore())],
  ['embedded', () => openEmbeddedStore(join(directory, 'store'))],
];
const zooKeeper: typeof adapters = [
  [
    'zookeeper, three servers',
    async () => {
      if (ensemble === undefined) throw new Error('no ensemble');
      // The directory's name is of this test alone, and so is the path.
      return (await leadingMember(ensemble, `/${basename(directory)}`)).coordination.store;
    },
  ],
];

afterAll(() => ensemble?.stop());

async function loaded(prefix?: string): Promise<readonly (readonly [string, string])[]> {
  return (await store.load(prefix)).map(({ key, value }) => [key, decodeUtf8(value)] as const);
}

const put = (key: string, text: string) => ({ key, value: encodeUtf8(text) });
const remove = (key: string) => ({ key, value: undefined });

describe.each([...adapters, ...(hasZooKeeper ? zooKeeper : [])])(
  'a durable store (%s)',
  (name, open) => {
    beforeAll(async () => {
      if (name.startsWith('zookeeper')) ensemble ??= await startEnsemble(3);
    }, START_DEADLINE_MS);
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'stoa-store-'));
      store = await open();
    }, TEST_DEADLINE_MS);
    afterEach(async () => {
      await store.close();
      await closeMembers();
      await rm(directory, { recursive: true });
    }, TEST_DEADLINE_MS);

    test('is empty at first', async () => {
      expect(await loaded()).toEqual([]);
    });

    test('gives back what was written, sorted by key', async () => {
      await store.transact([put('b', '2'), put('a', '1'), put('ä', '3')]);
      expect(await loaded()).toEqual([
        ['a', '1'],
        ['b', '2'],
        ['ä', '3'],
      ]);
    });

    test('loads only the keys under a prefix', async () => {
      await store.transact([put('apps/1', 'x'), put('apps0', 'y'), put('app', 'z'), put('z', '')]);
      expect(await loaded('apps/')).toEqual([['apps/1', 'x']]);
    });

    test('replaces and removes, in the order of the writes', async () => {
      await store.transact([put('a', '1'), put('b', '1')]);
      await store.transact([
        put('a', '2'),
        remove('b'),
        put('c', '1'),
        remove('c'),
        remove('nope'),
      ]);
      expect(await loaded()).toEqual([['a', '2']]);
    });

    test('takes transactions that wait together in the order they were made', async () => {
      const all = Array.from({ length: 500 }, (_, at) => store.transact([put('last', String(at))]));
      await Promise.all(all);
      expect(await loaded()).toEqual([['last', '499']]);
    });

    test('keeps any text as a key, and large values among small ones, whole', async () => {
      const large = 'x'.repeat(1_300_000);
      const keys = ['.', '..', 'a/b', 'ä €', '%41', '\u0000', 'k', 'line\nbreak'];
      await store.transact([put('large', large), ...keys.map((key) => put(key, key))]);
      expect(new Map(await loaded())).toEqual(
        new Map([['large', large], ...keys.map((key) => [key, key] as const)]),
      );
      await store.transact([put('large', 'small'), remove('.')]);
      expect(await loaded('large')).toEqual([['large', 'small']]);
      await store.transact([remove('large')]);
      expect((await loaded()).length).toBe(keys.length - 1);
    });

    test('takes more at once than one packet holds', async () => {
      const writes = Array.from({ length: 40 }, (_, at) => put(`key${at}`, `${at}`.repeat(20_000)));
      await store.transact(writes);
      expect((await loaded('key')).reduce((sum, [, text]) => sum + text.length, 0)).toBe(
        40 * 20_000 + 30 * 20_000,
      );
    });

    test('takes an empty transaction', async () => {
      await expect(store.transact([])).resolves.toBeUndefined();
    });

    test('refuses work after it is closed, and closes twice', async () => {
      await store.close();
      await store.close();
      await expect(store.transact([put('a', '1')])).rejects.toThrow('closed');
      await expect(store.load()).rejects.toThrow('closed');
    });

    test('finishes what is under way before it closes', async () => {
      const done = store.transact([put('a', '1')]);
      await store.close();
      await expect(done).resolves.toBeUndefined();
    });
  },
);

describe('coordination of one process', () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  test('the first candidate leads at once, the second when the first withdraws', async () => {
    const coordination = singleCoordination(new MemoryStore());
    const told: string[] = [];
    const hear = (name: string) => (event: LeadershipEvent) => told.push(`${name} ${event.kind}`);
    const first = coordination.campaign(encodeUtf8('first'), hear('first'));
    coordination.campaign(encodeUtf8('second'), hear('second'));
    expect(told).toEqual([]);
    await settle();
    expect(told).toEqual(['first elected']);
    await first.withdraw();
    await settle();
    expect(told).toEqual(['first elected', 'second elected']);
    await coordination.close();
  });

  test('a watch hears who leads now and every change', async () => {
    const coordination = singleCoordination(new MemoryStore());
    const told: (string | undefined)[] = [];
    const hear = (leader: Leader | undefined) =>
      told.push(leader === undefined ? undefined : decodeUtf8(leader.info));
    const watch = coordination.watchLeader(hear);
    await settle();
    const candidacy = coordination.campaign(encodeUtf8('m1'), () => undefined);
    await settle();
    await candidacy.withdraw();
    await settle();
    watch.close();
    coordination.campaign(encodeUtf8('m2'), () => undefined);
    await settle();
    expect(told).toEqual([undefined, 'm1', undefined]);
    await coordination.close();
  });
});
