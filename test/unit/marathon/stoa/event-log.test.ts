import { describe, expect, test } from '@jest/globals';
import { encodeUtf8 } from '@stoa/common';
import { EventLog, parseSince } from '../../../../packages/marathon/src/api/stoa/event-log.ts';

const BASE = 1000;
const tenBytes = (): Uint8Array => encodeUtf8('0123456789');

function logOf(count: number, limits = { countMax: 100, bytesMax: 10_000 }): EventLog {
  const log = new EventLog(BASE, limits);
  for (let at = 0; at < count; at++) log.add('a', tenBytes);
  return log;
}

function behind(log: EventLog, seq: number): readonly number[] | 'gap' {
  const missed = log.behind(seq);
  return missed.kind === 'gap' ? 'gap' : Array.from(missed.events, (event) => event.seq);
}

describe('the log of events', () => {
  test('gives what came behind a number', () => {
    const log = logOf(3);
    expect(behind(log, BASE)).toEqual([1001, 1002, 1003]);
    expect(behind(log, 1002)).toEqual([1003]);
    expect(behind(log, 1003)).toEqual([]);
  });

  test('knows nothing of numbers that it never gave', () => {
    const log = logOf(3);
    for (const seq of [0, 999, 1004, 5000, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(behind(log, seq)).toBe('gap');
    }
  });

  test('of nothing lets go on behind its beginning', () => {
    expect(behind(logOf(0), BASE)).toEqual([]);
    expect(behind(logOf(0), BASE - 1)).toBe('gap');
  });

  test.each([
    ['count', { countMax: 5, bytesMax: 10_000 }],
    ['bytes', { countMax: 1000, bytesMax: 50 }],
  ])('forgets the oldest over its limit of %s', (_what, limits) => {
    const log = logOf(1000, limits);
    expect([log.size, log.newest, log.oldest]).toEqual([5, 2000, 1995]);
    expect(behind(log, 1995)).toEqual([1996, 1997, 1998, 1999, 2000]);
    expect(behind(log, 1994)).toBe('gap');
  });

  test('keeps nothing of an event that alone is over the limit', () => {
    const log = logOf(1, { countMax: 5, bytesMax: 5 });
    expect([log.size, log.newest, log.oldest]).toEqual([0, 1001, 1001]);
    expect(behind(log, 1000)).toBe('gap');
  });

  test('has a gap where an event was not kept', () => {
    const log = logOf(2);
    log.skip();
    expect(behind(log, 1002)).toBe('gap');
    expect(behind(log, 1003)).toEqual([]);
    log.add('a', tenBytes);
    expect(behind(log, 1003)).toEqual([1004]);
  });

  test('puts the number into what goes out', () => {
    const { record, type, seq } = logOf(0).add('b', (at) => encodeUtf8(String(at)));
    expect([record, type, seq]).toEqual([encodeUtf8('1001'), 'b', 1001]);
  });
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['0', 0],
  ['1795720000000000', 1_795_720_000_000_000],
  ['-1', Number.NaN],
  ['1e3', Number.NaN],
  ['12 ', Number.NaN],
  ['99999999999999999', Number.NaN],
])('a reader that names %s stands at %s', (text, seq) => {
  expect(parseSince(text)).toBe(seq);
});
