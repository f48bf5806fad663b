import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, mkdtemp, open, realpath, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { openEmbeddedStore, StoreLockedError } from '@stoa/coordination';
import { ClassicLevel } from 'classic-level';
import { journalPath } from '../../../packages/coordination/src/embedded/journal-names.ts';
import { JournalReader } from '../../../packages/coordination/src/embedded/journal-reader.ts';
import { scanJournal } from '../../../packages/coordination/src/embedded/journal-scan.ts';
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

  test('takes over what an earlier version kept in LevelDB, once', async () => {
    const old = new ClassicLevel<string, Uint8Array>(join(directory, 'db'), {
      valueEncoding: 'view',
    });
    await old.batch([
      { type: 'put', key: 'a', value: encodeUtf8('1') },
      { type: 'put', key: 'b', value: encodeUtf8('2') },
    ]);
    await old.close();
    expect(await reload()).toEqual({ a: '1', b: '2' });
    const store = await openEmbeddedStore(directory);
    await store.transact([{ key: 'a', value: undefined }]);
    await store.close();
    expect(await reload()).toEqual({ b: '2' });
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

/** Opens files whose writes fail while there is a fault, and counts how often a journal is opened. */
class FailingDisk {
  opened = 0;
  fault: Error | undefined;

  readonly openFile = async (path: string, flags: number, mode?: number): Promise<FileHandle> => {
    this.opened++;
    const file = await open(path, flags, mode);
    const write = file.write.bind(file) as (...words: unknown[]) => Promise<never>;
    file.write = async (...words: unknown[]) => {
      if (this.fault !== undefined) throw this.fault;
      return write(...words);
    };
    return file;
  };
}

/** How many writes each commit of the journal has. */
async function commits(): Promise<readonly number[]> {
  const file = await open(journalPath(await realpath(directory), 1));
  const counts: number[] = [];
  await scanJournal(
    new JournalReader(file, (await file.stat()).size),
    (writes) => counts.push(writes.length),
    ({ why }) => counts.push(Number(why)),
  );
  await file.close();
  return counts;
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
    const store = await openEmbeddedStore(directory);
    const first = store.transact([put('a', '1')]);
    await Promise.resolve();
    await new Promise((resolve) => process.nextTick(resolve));
    const others = Array.from({ length: 1500 }, () => store.transact([put('b', '1')]));
    await Promise.all([first, ...others]);
    expect(await commits()).toEqual([1, 1000, 500]);
    await store.close();
  });

  test('a full disk rejects every call of that commit and the store opens anew before the next', async () => {
    const disk = new FailingDisk();
    const store = await openEmbeddedStore(directory, disk.openFile);
    const { opened } = disk;
    disk.fault = new Error('ENOSPC: no space left on device, write');
    const outcomes = await Promise.allSettled([
      store.transact([put('a', '1')]),
      store.transact([put('b', '1')]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(outcomes[0]).toMatchObject({ reason: { name: 'StoreError' } });
    expect(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : '')),
    ).toEqual(Array(2).fill(expect.stringContaining('no space left on device')));
    disk.fault = undefined;
    await store.transact([put('c', '1')]);
    expect(disk.opened).toBe(opened + 1);
    await store.close();
    expect(await reload()).toEqual({ c: '1' });
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
        expect(String(fault)).toMatch(/no space left/);
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
