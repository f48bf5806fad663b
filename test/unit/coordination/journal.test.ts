import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8, type StoreWrite } from '@stoa/common';
import {
  Journal,
  JournalDamagedError,
  type Values,
} from '../../../packages/coordination/src/embedded/journal.ts';
import { journalPath } from '../../../packages/coordination/src/embedded/journal-names.ts';
import {
  JOURNAL_SLACK_BYTES,
  SECTOR_BYTES,
} from '../../../packages/coordination/src/embedded/limits.ts';
import { until } from '../../support/until.ts';

// Thousands of small files, on a machine that may be busy.
jest.setTimeout(30_000);

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stoa-journal-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const put = (key: string, text: string): StoreWrite => ({ key, value: encodeUtf8(text) });
const remove = (key: string): StoreWrite => ({ key, value: undefined });
const file = (number = 1): string => journalPath(directory, number);
const shown = (values: Values) =>
  Object.fromEntries([...values].map(([key, value]) => [key, decodeUtf8(value)]));

/** Makes a journal of these commits; where its content ended after each, the title's end first. */
async function write(commits: readonly (readonly StoreWrite[])[]): Promise<readonly number[]> {
  const journal = await Journal.create({ directory, number: 1, values: new Map() });
  const ends = [16];
  for (const writes of commits) {
    await journal.append(writes);
    ends.push(contentEnd(await readFile(file())));
  }
  await journal.close();
  return ends;
}

const contentEnd = (bytes: Buffer): number => bytes.findLastIndex((byte) => byte !== 0) + 1;

/** What it opens with, or at which offset it says that it is damaged. */
async function reopen(): Promise<Record<string, string> | number> {
  try {
    const opened = await Journal.open(directory);
    if (opened === undefined) throw new Error('no journal');
    await opened.journal.close();
    return shown(opened.values);
  } catch (error) {
    if (!(error instanceof JournalDamagedError)) throw error;
    expect(error.path).toBe(file());
    return error.damage.offset;
  }
}

/** Overwrites a part of the journal, as it was at first elsewhere. */
async function overwrite(bytes: Buffer, at = 0): Promise<void> {
  const handle = await open(file(), 'r+');
  await handle.write(bytes, 0, bytes.length, at);
  await handle.close();
}

const COMMITS = [
  [put('a', 'one'), put('b', 'two')],
  [put('a', 'three'), remove('b')],
  [put('c', 'four')],
] as const;
const BEFORE_LAST = { a: 'three' };
const ALL = { a: 'three', c: 'four' };

describe('a journal whose last write', () => {
  test('was broken off at any byte opens as of the one before, and goes on', async () => {
    const ends = await write(COMMITS);
    const [, , from = 0, end = 0] = ends;
    const whole = await readFile(file());
    for (let cut = from; cut < end; cut++) {
      const torn = Buffer.from(whole);
      torn.fill(0, cut);
      await overwrite(torn);
      const opened = await Journal.open(directory);
      expect([cut, shown(opened!.values)]).toEqual([cut, BEFORE_LAST]);
      // Shorter than what is left of the other: it must not show behind it.
      await opened!.journal.append([put('d', '')]);
      await opened!.journal.close();
      expect([cut, await reopen()]).toEqual([cut, { ...BEFORE_LAST, d: '' }]);
    }
    await overwrite(whole);
    expect(await reopen()).toEqual(ALL);
  });

  test('reached the disk in any selection of its sectors opens as of the one before', async () => {
    const ends = await write([...COMMITS, [put('large', 'x'.repeat(5 * SECTOR_BYTES))]]);
    const [, , , from = 0, end = 0] = ends;
    const whole = await readFile(file());
    const first = Math.floor(from / SECTOR_BYTES);
    const sectors = Math.ceil(end / SECTOR_BYTES) - first;
    for (let arrived = 0; arrived < 2 ** sectors - 1; arrived++) {
      const torn = Buffer.from(whole);
      for (let at = 0; at < sectors; at++) {
        const start = (first + at) * SECTOR_BYTES;
        if ((arrived & (1 << at)) === 0) torn.fill(0, Math.max(from, start), start + SECTOR_BYTES);
      }
      await overwrite(torn);
      expect([arrived, await reopen()]).toEqual([arrived, ALL]);
    }
    await overwrite(whole);
    expect(Object.keys((await reopen()) as object)).toEqual(['a', 'c', 'large']);
  });
});

describe('a journal that was damaged', () => {
  test('says where when it is cut short anywhere, and never opens as of an earlier commit', async () => {
    const ends = await write(COMMITS);
    const whole = await readFile(file());
    const end = ends.at(-1) ?? 0;
    for (let size = 0; size < end + 20; size++) {
      await writeFile(file(), whole.subarray(0, size));
      const begun = ends.filter((at) => at <= size).at(-1) ?? 0;
      expect([size, await reopen()]).toEqual([size, begun]);
    }
    // What is cut off from here on are zeros that nothing was written over yet.
    await writeFile(file(), whole.subarray(0, end + 20));
    expect(await reopen()).toEqual(ALL);
  });

  test('says where when any bit of it is flipped', async () => {
    const ends = await write(COMMITS);
    const end = ends.at(-1) ?? 0;
    // The zeros behind it are many, and only the first few matter.
    const whole = (await readFile(file())).subarray(0, end + 64);
    await writeFile(file(), whole);
    for (let at = 0; at < end; at++) {
      const begun = ends.filter((offset) => offset <= at).at(-1) ?? 0;
      for (let bit = 0; bit < 8; bit++) {
        await overwrite(Buffer.of((whole[at] ?? 0) ^ (1 << bit)), at);
        expect([at, bit, await reopen()]).toEqual([at, bit, begun]);
      }
      await overwrite(whole.subarray(at, at + 1), at);
    }
    expect(await reopen()).toEqual(ALL);
  });

  test('is not disturbed by a flipped bit where nothing was written yet', async () => {
    const end = (await write(COMMITS)).at(-1) ?? 0;
    for (const at of [end, end + 1, end + 19, end + 20, end + 5_000]) {
      await overwrite(Buffer.of(0x10), at);
      expect([at, await reopen()]).toEqual([at, ALL]);
    }
  });

  test('says so when a commit in the middle is gone as if it had never been', async () => {
    const ends = await write(COMMITS);
    const whole = await readFile(file());
    const [, from = 0, until = 0] = ends;
    await overwrite(Buffer.concat([whole.subarray(0, from), whole.subarray(until)]));
    expect(await reopen()).toBe(from);
  });
});

describe('a journal that is mostly history', () => {
  const big = (at: number) => put(`k${at % 3}`, `${at}`.padEnd(300_000, 'x'));

  test('is written anew while commits go on, and loses none of them', async () => {
    const journal = await Journal.create({ directory, number: 1, values: new Map() });
    let count = 0;
    for (let bytes = 0; bytes < JOURNAL_SLACK_BYTES * 1.5; bytes += 300_000) {
      await journal.append([big(count), put(`small${count}`, `${count}`)]);
      count++;
    }
    // How many it takes until the new one is ready hangs on the machine.
    await until('the new one counts', async () => {
      await journal.append([put(`small${count}`, `${count}`)]);
      count++;
      return (await readdir(directory)).includes('journal-0000000002') ? true : undefined;
    });
    await journal.append([put(`small${count}`, `${count}`)]);
    await journal.close();
    expect(await readdir(directory)).toEqual(['journal-0000000002']);
    const opened = await Journal.open(directory);
    const values = shown(opened!.values);
    await opened!.journal.close();
    for (let at = 0; at <= count; at++) expect(values[`small${at}`]).toBe(`${at}`);
    expect(values['k0']).toHaveLength(300_000);
  });

  test('counts as it was when a crash left the new one half made', async () => {
    await write(COMMITS);
    await writeFile(`${file(2)}.new`, 'half');
    expect(await reopen()).toEqual(ALL);
    expect(await readdir(directory)).toEqual(['journal-0000000001']);
  });

  test('gives way to the new one when a crash left both', async () => {
    await write(COMMITS);
    const values: Values = new Map([['z', encodeUtf8('new')]]);
    await (await Journal.create({ directory, number: 2, values })).close();
    expect(await reopen()).toEqual({ z: 'new' });
    expect(await readdir(directory)).toEqual(['journal-0000000002']);
  });
});
