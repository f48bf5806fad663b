import { describe, expect, test } from '@jest/globals';
import {
  cutMiddle,
  formatAge,
  formatBytes,
  formatCountdown,
  formatCpus,
  formatDay,
  formatDuration,
  formatMebibytes,
  formatPercent,
  formatTenths,
  parseTime,
  plural,
} from '../../../ui/src/model/format.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('numbers and times in words', () => {
  test('numbers have groups of three, and decimals only where they tell something', () => {
    expect([plural(1, 'app'), plural(2_000, 'app'), plural(0, 'entry', 'entries')]).toEqual([
      '1 app',
      '2,000 apps',
      '0 entries',
    ]);
    expect([formatCpus(1), formatCpus(0.125), formatTenths(1_234), formatTenths(0.05)]).toEqual([
      '1',
      '0.13',
      '1,234.0',
      '0.1',
    ]);
  });

  test('bytes are told in the largest unit of which there is one', () => {
    expect([0, 1023, 1024, 1536, 100 * 1024, 2 ** 50 * 1024].map(formatBytes)).toEqual([
      '0 B',
      '1,023 B',
      '1 KiB',
      '1.5 KiB',
      '100 KiB',
      '1,024 PiB',
    ]);
    expect([0, 512, 6_144].map(formatMebibytes)).toEqual(['0', '512 MiB', '6 GiB']);
  });

  test('durations have at most two units', () => {
    const spans = [-5, 999, 8_000, 182_000, 11 * 60_000, 2 * HOUR + 300_000, 50 * HOUR];
    expect(spans.map(formatDuration)).toEqual([
      '0 ms',
      '999 ms',
      '8 s',
      '3 min 2 s',
      '11 min',
      '2 h 5 min',
      '2 d',
    ]);
    expect([-1, 1, 160_000].map(formatCountdown)).toEqual(['0:00', '0:01', '2:40']);
  });

  test('an age is one unit, and beyond seven days the date', () => {
    const ages = [0, 59, 60, 7_199, 86_400, 7 * 86_400 - 1].map((s) => NOW - s * SECOND);
    expect(ages.map((at) => formatAge(at, NOW))).toEqual([
      'just now',
      '59 s',
      '1 min',
      '1 h',
      '1 d',
      '6 d',
    ]);
    expect(formatDay(NOW - 20 * 24 * HOUR, NOW)).toBe('9 Feb');
    expect(formatAge(NOW - 365 * 24 * HOUR, NOW)).toBe('1 Mar 2025');
  });

  test('a share is never all or nothing when it is not', () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(formatPercent)).toEqual([
      '0 %',
      '1 %',
      '50 %',
      '99 %',
      '100 %',
    ]);
  });

  test('a long id loses its middle; what is no time is none', () => {
    expect([cutMiddle('abcdefgh', 5), cutMiddle('abc', 5)]).toEqual(['ab…gh', 'abc']);
    expect([parseTime('soon'), parseTime(null), parseTime(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(parseTime('2026-03-01T12:00:00.000Z')).toBe(NOW);
  });
});
