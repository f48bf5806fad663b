import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { openEmbeddedStore } from '@stoa/coordination';
import { runStoaHere } from '../../support/stoa-command.ts';
import { scratchDirectory } from '../../support/stoa-process.ts';
import { endFixtures, FixtureProcess } from '../runtime/processes.ts';

// The store of one machine through what befalls it: kills, damage, a second process, repair.

const scratch = scratchDirectory();
let directory = '';
let count = 0;

beforeEach(() => {
  directory = join(scratch.path, `store${++count}`);
});
afterEach(endFixtures);
afterAll(() => scratch.remove());

const put = (key: string, text: string) => ({ key, value: encodeUtf8(text) });

async function reload(): Promise<Record<string, string>> {
  const store = await openEmbeddedStore(directory);
  const entries = await store.load();
  await store.close();
  return Object.fromEntries(entries.map(({ key, value }) => [key, decodeUtf8(value)]));
}

/** Makes a store of three commits; gives where its journal lies. */
async function fill(): Promise<string> {
  const store = await openEmbeddedStore(directory);
  await store.transact([put('a', '1')]);
  await store.transact([put('b', 'unmistakable')]);
  await store.transact([put('c', '3')]);
  await store.close();
  return join(directory, 'journal-0000000001');
}

/** Flips a bit of that text in the file; gives where. */
async function flip(path: string, text: string): Promise<number> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(text);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  return at;
}

describe('an embedded store', () => {
  test('loses nothing that was answered for in twenty kills, each in the middle of its writes', async () => {
    for (let round = 0; round < 20; round++) {
      const writer = new FixtureProcess('store-holder.ts', [directory]);
      // Killed sooner or later after its first answers: while the next write goes on.
      await writer.said(new RegExp(`^${3 + round * 7}$`, 'm'));
      await writer.kill('SIGKILL');
      const answered = writer.stdout.split('\n').slice(1, -1);
      const stored = await reload();
      const missing = answered.filter((at) => stored[`n/${at.padStart(8, '0')}`] !== `value ${at}`);
      expect({ round, missing }).toEqual({ round, missing: [] });
    }
  }, 120_000);

  test('refuses a second process with the pid of the first, and heeds no stale one', async () => {
    const holder = new FixtureProcess('store-holder.ts', [directory, 'hold']);
    await holder.said(/open/);
    const { pid } = holder.child;
    await expect(openEmbeddedStore(directory)).rejects.toThrow(`in use by process ${pid}: stop it`);
    const repair = await runStoaHere(['storage', 'repair', directory, '--yes']);
    expect(repair).toMatchObject({ code: 5 });
    expect(repair.stderr).toContain(`in use by process ${pid}`);
    await holder.kill('SIGKILL');
    expect(await readFile(join(directory, 'OWNER'), 'utf8')).toBe(`${pid}\n`);
    expect(await reload()).toEqual({});
    // Of a process that lives and has nothing to do with it: the note alone holds nothing.
    await writeFile(join(directory, 'OWNER'), `${process.ppid}\n`);
    expect(await reload()).toEqual({});
  }, 60_000);

  test('that is damaged names file, offset and the command, which says what it would drop and asks', async () => {
    const path = await fill();
    const at = await flip(path, 'unmistakable');
    const whole = await readFile(path);
    const refused = await openEmbeddedStore(directory).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ name: 'StoreCorruptedError', operatorFault: true });
    const line = refused instanceof Error ? refused.message : '';
    const [, offset] = /damaged at offset (\d+): commit 2 does not fit/.exec(line) ?? [];
    expect(Number(offset)).toBeLessThan(at);
    expect(line).toContain(`journal ${path} is damaged`);
    expect(line).toContain(`stoa storage repair ${directory}`);

    const asked = await runStoaHere(['storage', 'repair', directory]);
    expect(asked.code).toBe(10);
    expect(asked.stdout).toContain(
      `${path}, ${whole.length} bytes: 2 commits can be read, with 2 values`,
    );
    expect(asked.stdout).toMatch(
      new RegExp(
        `offset ${offset} to \\d+: commit 2 does not fit its checksum\n +it seems to change b\n`,
      ),
    );
    expect(asked.stderr).toContain(`try: stoa storage repair ${directory} --yes`);
    await expect(openEmbeddedStore(directory)).rejects.toThrow('damaged');

    const done = await runStoaHere(['storage', 'repair', directory, '--yes']);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toContain(`repaired ${directory}: 2 values`);
    expect(await readFile(`${path}.damaged`)).toEqual(whole);
    expect(await reload()).toEqual({ a: '1', c: '3' });
    expect(await runStoaHere(['storage', 'repair', directory])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing is damaged'),
    });
  }, 60_000);

  test('whose journal is cut short, begins wrongly or is gone is never taken for empty', async () => {
    const path = await fill();
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, 60));
    await expect(openEmbeddedStore(directory)).rejects.toThrow(
      /offset \d+: the file is cut short at 60/,
    );
    await writeFile(path, '');
    await expect(openEmbeddedStore(directory)).rejects.toThrow('offset 0: it does not begin as');
    expect(await runStoaHere(['storage', 'repair', directory])).toMatchObject({ code: 10 });
    await rm(path);
    await expect(openEmbeddedStore(directory)).rejects.toThrow('has lost its journal');
    expect(await runStoaHere(['storage', 'repair', directory, '--yes'])).toMatchObject({ code: 3 });
    await writeFile(path, whole);
    expect(await reload()).toEqual({ a: '1', b: 'unmistakable', c: '3' });
  }, 60_000);

  test('whose lock is damaged says what to remove, and is as it was without it', async () => {
    await fill();
    await writeFile(join(directory, 'db', 'CURRENT'), 'rubbish');
    await expect(openEmbeddedStore(directory)).rejects.toThrow(
      `when no process uses the store, remove ${directory}/db`,
    );
    await rm(join(directory, 'db'), { recursive: true });
    expect(await reload()).toEqual({ a: '1', b: 'unmistakable', c: '3' });
  }, 60_000);

  test('that was repaired when its first bytes were damaged keeps every commit', async () => {
    const path = await fill();
    await flip(path, 'stoa journal');
    expect(await runStoaHere(['storage', 'repair', directory, '-y'])).toMatchObject({ code: 0 });
    expect(await reload()).toEqual({ a: '1', b: 'unmistakable', c: '3' });
  }, 60_000);

  test('repair of what is no store makes none, and wrong words are told', async () => {
    const nowhere = join(scratch.path, 'nowhere');
    const there = join(scratch.path, 'empty');
    expect(await runStoaHere(['storage', 'repair', nowhere])).toMatchObject({ code: 3 });
    await writeFile(there, '');
    expect(await runStoaHere(['storage', 'repair', there])).toMatchObject({ code: 3 });
    expect(await runStoaHere(['storage', 'repair', scratch.path])).toMatchObject({ code: 3 });
    expect(await readdir(scratch.path)).not.toContain('db');
    expect(await runStoaHere(['storage', 'repair'])).toMatchObject({ code: 2 });
    expect(await runStoaHere(['storage', 'repair', 'a', '--nope'])).toMatchObject({ code: 2 });
    const help = await runStoaHere(['storage', 'repair', '--help']);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('USAGE') });
  }, 60_000);
});
