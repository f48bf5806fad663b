import { expect, test } from '@jest/globals';
import { Random } from '@stoa/common';
import { NameTable } from '../../../packages/mesos-dns/src/core/records/name-table.ts';

function put(table: NameTable<string>, name: string, kind: number, value: string): void {
  const row = table.find(name);
  if (row >= 0) table.set(row, kind, value);
  else table.addSought(kind, value);
}

/** A name cut in two at a place that a number chooses. */
function cut(name: string, at: number): readonly [head: string, tail: string] {
  const place = at % (name.length + 1);
  return [name.slice(0, place), name.slice(place)];
}

function read(table: NameTable<string>, name: string): readonly [number, string] | undefined {
  const row = table.find(name);
  const value = table.value(row);
  return value === undefined ? undefined : [table.kind(row), value];
}

test('finds what was put in, whatever its letters, and nothing else', () => {
  const table = new NameTable<string>();
  const names = ['a', 'A', 'ab', 'a.b', '', 'käse.mesos', '名前.mesos', '\ud800.mesos', 'a\u0000b'];
  for (const [at, name] of names.entries()) put(table, name, at % 4, `value ${at}`);
  expect(table.size).toBe(names.length);
  expect(names.map((name) => table.find(...cut(name, 1)))).toEqual(
    names.map((name) => table.find(name)),
  );
  for (const [at, name] of names.entries()) {
    expect(read(table, name)).toEqual([at % 4, `value ${at}`]);
  }
  expect([...table.names()].sort()).toEqual([...names].sort());
  expect(
    ['b', 'kase.mesos', 'k\u00c3\u00a4se.mesos', 'a\u0001b'].map((name) => table.find(name)),
  ).toEqual([-1, -1, -1, -1]);
});

test('stays a map through a long life of changes, and keeps no room for what is gone', () => {
  const table = new NameTable<string>();
  const model = new Map<string, readonly [number, string]>();
  const random = new Random(8);
  for (let turn = 0; turn < 60_000; turn++) {
    const name = `app-${random.below(3_000)}.${'x'.repeat(random.below(60))}.marathon.mesos`;
    // However a name is cut, it is the same one.
    const parts = cut(name, random.below(2) === 0 ? name.lastIndexOf('.') : turn);
    if (random.below(2) === 0) {
      const value = `10.0.0.${random.below(256)}`;
      const row = table.find(...parts);
      if (row >= 0) table.set(row, turn % 3, value);
      else table.addSought(turn % 3, value);
      model.set(name, [turn % 3, value]);
    } else {
      const row = table.find(...parts);
      if (row >= 0 !== model.delete(name)) throw new Error(`${name} is in one of the two`);
      if (row >= 0) table.remove(row);
    }
  }
  expect(table.size).toBe(model.size);
  expect(new Set(table.names())).toEqual(new Set(model.keys()));
  expect(new Map([...model.keys()].map((name) => [name, read(table, name)]))).toEqual(model);
  for (const name of [...model.keys()]) table.remove(table.find(name));
  expect([table.size, table.tailCount]).toEqual([0, 0]);
  expect(table.bytesHeld).toBeLessThan(1024 * 1024);
});

test('keeps once what names in a row begin with, also when others have gone', () => {
  const table = new NameTable<string>();
  const tails = Array.from({ length: 8 }, (_, at) => `.zone${at}.mesos`);
  const headOf = (at: number): string => `app-${at}-${'x'.repeat(at % 60)}`;
  const heads = Array.from({ length: 8_000 }, (_, at) => headOf(at));
  const putAll = (head: string): void => {
    for (const tail of tails) if (table.find(head, tail) < 0) table.addSought(0, head + tail);
  };
  const removeAll = (head: string): void => {
    for (const tail of tails) table.remove(table.find(head, tail));
  };
  heads.forEach(putAll);
  // Each for itself they would take over two million bytes.
  expect(table.bytesHeld).toBeLessThan(600_000);
  // Enough go for the others to move together, several times over.
  for (const head of heads.slice(1_000)) removeAll(head);
  for (const head of heads.slice(4_000)) putAll(head);
  const left = [...heads.slice(0, 1_000), ...heads.slice(4_000)];
  const names = left.flatMap((head) => tails.map((tail) => head + tail));
  expect(new Set(table.names())).toEqual(new Set(names));
  expect(names.filter((name) => read(table, name)?.[1] !== name)).toEqual([]);
  expect(table.bytesHeld).toBeLessThan(600_000);
});
