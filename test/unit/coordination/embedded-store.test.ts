import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import {
  openEmbeddedStore,
  StoreCorruptedError,
  StoreLockedError,
  type LevelDatabase,
} from '@stoa/coordination';
import { endFixtures, FixtureProcess } from '../../integration/runtime/processes.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stoa-store-'));
});
afterEach(async () => {
  await endFixtures();
  await rm(directory, { recursive: true, force: true });
});

const put = (key: string, text: string) => ({ key, value: encodeUtf8(text) });

async function reload(): Promise<Record<string, string>> {
  const store = await openEmbeddedStore(directory);
  const entries = await store.load();
  await store.close();
  return Object.fromEntries(entries.map(({ key, value }) => [key, decodeUtf8(value)]));
}

describe('durability', () => {
  test('finds again what was written before it was closed', async () => {
    const store = await openEmbeddedStore(directory);
    await store.transact([put('a', '1')]);
    await store.close();
    expect(await reload()).toEqual({ a: '1' });
  });

  test('loses nothing acknowledged when the process is killed in the middle', async () => {
    for (let round = 0; round < 3; round++) {
      const writer = new FixtureProcess('store-holder.ts', [directory]);
      await writer.said(/^\d{2,}$/m);
      await writer.kill('SIGKILL');
      const acknowledged = writer.stdout.split('\n').slice(1, -1);
      const stored = await reload();
      const missing = acknowledged.filter(
        (at) => stored[`n/${at.padStart(8, '0')}`] !== `value ${at}`,
      );
      expect(acknowledged.length).toBeGreaterThan(9);
      expect(missing).toEqual([]);
    }
  }, 60_000);

  test('forgets the torn end of its log and keeps what is before it', async () => {
    const store = await openEmbeddedStore(directory);
    await store.transact([put('a', '1')]);
    await store.close();
    const logs = (await readdir(join(directory, 'db'))).filter((name) => name.endsWith('.log'));
    await appendFile(join(directory, 'db', logs[0] ?? ''), Buffer.alloc(300, 0x7f));
    expect(await reload()).toEqual({ a: '1' });
  });

  test('says that a table is damaged rather than give wrong values', async () => {
    const store = await openEmbeddedStore(directory);
    await store.transact(
      Array.from({ length: 2000 }, (_, at) => put(`k${at}`, `value ${at} `.repeat(20))),
    );
    await store.close();
    // Opening moves the log into a table.
    await reload();
    const tables = (await readdir(join(directory, 'db'))).filter((name) => name.endsWith('.ldb'));
    const table = join(directory, 'db', tables[0] ?? '');
    const bytes = await readFile(table);
    bytes.fill(0xff, 2000, 2600);
    await writeFile(table, bytes);
    const damaged = await openEmbeddedStore(directory);
    await expect(damaged.load()).rejects.toBeInstanceOf(StoreCorruptedError);
    await damaged.close();
  });
});

describe('the lock', () => {
  test('refuses a second opening in the same process and keeps the first one safe', async () => {
    const store = await openEmbeddedStore(directory);
    await expect(openEmbeddedStore(join(directory, '.'))).rejects.toMatchObject({
      name: 'StoreLockedError',
      pid: process.pid,
    });
    const other = new FixtureProcess('store-holder.ts', [directory, 'hold']);
    expect(await other.ended()).toBe(3);
    expect(other.stdout).toContain(`in use by process ${process.pid}`);
    await store.transact([put('a', '1')]);
    await store.close();
  }, 30_000);

  test('names the process that holds it, and is free when that one is killed', async () => {
    const holder = new FixtureProcess('store-holder.ts', [directory, 'hold']);
    await holder.said(/open/);
    const refused = await openEmbeddedStore(directory).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreLockedError);
    expect(refused).toMatchObject({ pid: holder.child.pid, operatorFault: true });
    expect(await holder.kill('SIGKILL')).toBe('SIGKILL');
    expect(await reload()).toEqual({});
  }, 30_000);

  test('can be opened again after it was closed', async () => {
    await (await openEmbeddedStore(directory)).close();
    await (await openEmbeddedStore(directory)).close();
  });
});

/** A database whose commits fail as told, over a plain map. */
class FailingDatabase implements LevelDatabase {
  readonly batches: number[] = [];
  opened = 0;
  fault: Error | undefined;

  async open(): Promise<void> {
    this.opened++;
  }

  async close(): Promise<void> {
    this.fault = undefined;
  }

  async batch(operations: readonly unknown[]): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.fault !== undefined) throw this.fault;
    this.batches.push(operations.length);
  }

  async *iterator(): AsyncIterable<[string, Uint8Array]> {}
}

/** A small file system of one's own takes root and a kernel that allows it. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'stoa-mount-'));
  const isMounted =
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]).status === 0;
  if (isMounted) spawnSync('umount', [place]);
  rmdirSync(place);
  return isMounted;
}

describe('commits', () => {
  test('calls that wait share the next commit', async () => {
    const database = new FailingDatabase();
    const store = await openEmbeddedStore(directory, () => database);
    const first = store.transact([put('a', '1')]);
    await Promise.resolve();
    await new Promise((resolve) => process.nextTick(resolve));
    const others = Array.from({ length: 1500 }, () => store.transact([put('b', '1')]));
    await Promise.all([first, ...others]);
    expect(database.batches).toEqual([1, 1000, 500]);
    await store.close();
  });

  test('a full disk rejects every call of that commit and the store opens anew before the next', async () => {
    const database = new FailingDatabase();
    const store = await openEmbeddedStore(directory, () => database);
    database.fault = new Error('Batch failed', {
      cause: new Error('IO error: 000003.log: No space left on device'),
    });
    const outcomes = await Promise.allSettled([
      store.transact([put('a', '1')]),
      store.transact([put('b', '1')]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(outcomes[0]).toMatchObject({ reason: { name: 'StoreError' } });
    expect(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : '')),
    ).toEqual(Array(2).fill(expect.stringContaining('No space left on device')));
    await store.transact([put('a', '1')]);
    expect(database.opened).toBe(2);
    await store.close();
  });

  const onSmallDisk = canMount() ? test : test.skip;
  onSmallDisk(
    'a really full disk rejects, loses nothing acknowledged, and goes on when there is room',
    async () => {
      const small = join(directory, 'small');
      await mkdir(small);
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small]);
      try {
        const store = await openEmbeddedStore(join(small, 'store'));
        await writeFile(join(small, 'ballast'), Buffer.alloc(1_000_000));
        const acknowledged: string[] = [];
        let fault: unknown;
        for (let at = 0; at < 200 && fault === undefined; at++) {
          const key = `k${String(at).padStart(3, '0')}`;
          await store.transact([{ key, value: new Uint8Array(50_000).fill(at) }]).then(
            () => acknowledged.push(key),
            (error: unknown) => (fault = error),
          );
        }
        expect(String(fault)).toMatch(/No space left/);
        await rm(join(small, 'ballast'));
        await store.transact([put('z', 'room again')]);
        await store.close();
        const again = await openEmbeddedStore(join(small, 'store'));
        const keys = (await again.load()).map(({ key }) => key);
        await again.close();
        expect(keys).toEqual(expect.arrayContaining([...acknowledged, 'z']));
      } finally {
        spawnSync('umount', [small]);
      }
    },
    30_000,
  );
});
