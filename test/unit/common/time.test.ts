import { describe, expect, test } from '@jest/globals';
import {
  milliseconds,
  minutes,
  parseDuration,
  parseIsoTime,
  renderDuration,
  renderIsoTime,
  seconds,
  timestamp,
} from '@stoa/common';

describe('durations as flags write them', () => {
  test.each([
    [seconds(5), '5secs'],
    [seconds(90), '90secs'],
    [minutes(1), '1mins'],
    [milliseconds(250), '250ms'],
    [milliseconds(0), '0ns'],
  ])('renders %d ms as %s and reads it back', (span, text) => {
    expect(renderDuration(span)).toBe(text);
    expect(parseDuration(text)).toBe(span);
  });

  test('refuses what is not a duration', () => {
    expect(parseDuration('5')).toBeUndefined();
    expect(parseDuration('5 fortnights')).toBeUndefined();
  });
});

describe('moments in ISO 8601', () => {
  test.each([0, 1_795_483_769_143, 951_782_400_000, 4_102_444_799_999, -1])(
    'agrees with the platform on %d',
    (ms) => {
      expect(renderIsoTime(timestamp(ms))).toBe(new Date(ms).toISOString());
      expect(parseIsoTime(renderIsoTime(timestamp(ms)))).toBe(ms);
    },
  );

  test('reads offsets and refuses other text', () => {
    expect(parseIsoTime('2026-11-24T12:00:00+02:00')).toBe(Date.UTC(2026, 10, 24, 10));
    expect(parseIsoTime('yesterday')).toBeUndefined();
  });
});
