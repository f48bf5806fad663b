import { describe, expect, test } from '@jest/globals';
import { encodeUtf8 } from '@stoa/common';
import {
  decodeEntry,
  encodeEntry,
  entryPath,
  keyOf,
  planWrites,
} from '../../../packages/coordination/src/zookeeper/store-layout.ts';

const KIB = 1024;
const names = () => {
  let last = 0;
  return () => `1-${++last}`;
};

describe('where a value lies in ZooKeeper', () => {
  test.each(['a', '.', '..', 'a/b', 'ä', '%41', '', 'line\nbreak', '\u0000'])(
    'the key %j is found again in the name of its node',
    (key) => {
      const path = entryPath('/s', key);
      expect(path).toMatch(/^\/s\/entries\/[0-3][0-9a-f]\/k[^/\u0000-\u001f]*$/);
      expect(keyOf(path.split('/').at(-1) ?? '')).toBe(key);
    },
  );

  test('a name that is none of ours has no key', () => {
    expect(keyOf('other')).toBeUndefined();
    expect(keyOf('k%zz')).toBeUndefined();
  });

  test('what is stored is read again, and rubbish is told from it', () => {
    const whole = { kind: 'whole', value: Buffer.from('text') } as const;
    expect(decodeEntry(encodeEntry(whole))).toEqual({ ok: true, value: whole });
    const parts = { kind: 'parts', bytes: 7, parts: ['1-1', '1-2'] } as const;
    expect(decodeEntry(encodeEntry(parts))).toEqual({ ok: true, value: parts });
    expect(decodeEntry(Buffer.from('rubbish'))).toMatchObject({ ok: false });
    expect(decodeEntry(Buffer.alloc(0))).toMatchObject({ ok: false });
    expect(decodeEntry(encodeEntry(parts).subarray(0, 9))).toMatchObject({ ok: false });
    expect(decodeEntry(Buffer.from('\u0001{"bytes":1,"parts":["../x"]}'))).toMatchObject({
      ok: false,
    });
  });
});

describe('fitting writes into one transaction', () => {
  const bytes = (count: number) => new Uint8Array(count);

  test('small values stay whole, and the last write of a key counts', () => {
    const plan = planWrites(
      [
        { key: 'a', value: encodeUtf8('1') },
        { key: 'b', value: encodeUtf8('1') },
        { key: 'a', value: encodeUtf8('2') },
        { key: 'b', value: undefined },
      ],
      names(),
    );
    expect(plan).toEqual({
      ok: true,
      value: {
        parts: [],
        writes: [
          { key: 'a', entry: { kind: 'whole', value: Buffer.from('2') } },
          { key: 'b', entry: undefined },
        ],
      },
    });
  });

  test('a value of 512 KiB goes into a part, one byte less stays', () => {
    const parts = (size: number) => {
      const plan = planWrites([{ key: 'a', value: bytes(size) }], names());
      return plan.ok ? plan.value.parts.length : -1;
    };
    expect(parts(512 * KIB - 1)).toBe(0);
    expect(parts(512 * KIB)).toBe(1);
    expect(parts(512 * KIB + 1)).toBe(2);
    expect(parts(3 * 512 * KIB)).toBe(3);
  });

  test('of many values the largest are moved out until the rest fits', () => {
    const plan = planWrites(
      [
        { key: 'small', value: bytes(300 * KIB) },
        { key: 'larger', value: bytes(400 * KIB) },
        { key: 'middle', value: bytes(350 * KIB) },
      ],
      names(),
    );
    const kinds = plan.ok ? plan.value.writes.map(({ key, entry }) => [key, entry?.kind]) : [];
    expect(kinds).toEqual([
      ['small', 'whole'],
      ['larger', 'parts'],
      ['middle', 'whole'],
    ]);
  });

  test('more keys than one transaction takes are refused', () => {
    const writes = Array.from({ length: 2_001 }, (_, at) => ({ key: `${at}`, value: bytes(1) }));
    expect(planWrites(writes, names())).toMatchObject({ ok: false });
  });
});
