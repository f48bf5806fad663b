import { describe, expect, test } from '@jest/globals';
import { settleRows, type Steady, type SteadyInput } from '../../../ui/src/model/steady.ts';

const AT = Date.parse('2026-03-01T10:00:00Z');

/** Rows are their own ids; a row that is gone is shown in brackets. */
function settle(
  before: Steady<string> | undefined,
  rows: string,
  given: Partial<SteadyInput<string>> = {},
): Steady<string> {
  return settleRows(before, {
    key: 'by name',
    rows: rows === '' ? [] : rows.split(' '),
    idOf: (row) => row,
    now: AT,
    isHeld: true,
    pinned: [],
    isTree: false,
    ...given,
  });
}

const shown = (steady: Steady<string>) =>
  steady.rows.map(({ row, goneAt }) => (goneAt === undefined ? row : `(${row})`)).join(' ');

describe('rows under the hand', () => {
  test('another order is told and not taken, and taken when it is asked for', () => {
    const held = settle(settle(undefined, 'a b c'), 'c a b');
    expect([shown(held), held.isMoved]).toEqual(['a b c', true]);
    const sorted = settle(held, 'c a b', { key: 'by name, again' });
    expect([shown(sorted), sorted.isMoved]).toEqual(['c a b', false]);
  });

  test('the same order again is none that was changed', () => {
    const held = settle(settle(settle(undefined, 'a b c'), 'c a b'), 'a b c');
    expect([shown(held), held.isMoved]).toEqual(['a b c', false]);
  });

  test('untouched rows are put in order half a minute after the last time, and not before', () => {
    const first = settle(undefined, 'a b c');
    const early = settle(first, 'c a b', { isHeld: false, now: AT + 29_999 });
    expect([shown(early), early.isMoved]).toEqual(['a b c', true]);
    const due = settle(early, 'c a b', { isHeld: false, now: AT + 30_000 });
    expect([shown(due), due.isMoved]).toEqual(['c a b', false]);
    expect(shown(settle(due, 'a b c', { isHeld: false, now: AT + 59_999 }))).toBe('c a b');
  });

  test('what vanishes stays in its place, greyed, for five seconds', () => {
    const gone = settle(settle(undefined, 'a b c'), 'a c');
    expect([shown(gone), gone.isMoved]).toEqual(['a (b) c', false]);
    const later = settle(gone, 'a c', { now: AT + 4_999 });
    expect(shown(later)).toBe('a (b) c');
    expect(shown(settle(later, 'a c', { now: AT + 5_000 }))).toBe('a c');
  });

  test('what comes back lives again', () => {
    const gone = settle(settle(undefined, 'a b c'), 'a c');
    expect(shown(settle(gone, 'a b c', { now: AT + 6_000 }))).toBe('a b c');
  });

  test('above the row that is pointed at nothing goes, until a minute has passed', () => {
    const gone = settle(settle(undefined, 'a b c d'), 'b c', { pinned: ['b'] });
    const later = settle(gone, 'b c', { pinned: ['b'], now: AT + 59_999 });
    expect(shown(later)).toBe('(a) b c');
    expect(shown(settle(later, 'b c', { now: AT + 59_999 }))).toBe('b c');
    expect(shown(settle(later, 'b c', { pinned: ['b'], now: AT + 60_000 }))).toBe('b c');
  });

  test('a new row stands at the end while the list is held, else where it belongs', () => {
    const first = settle(undefined, 'b c');
    const held = settle(first, 'a b bb c');
    expect([shown(held), held.isMoved]).toEqual(['b c a bb', true]);
    const free = settle(first, 'a b bb c', { isHeld: false });
    expect([shown(free), free.isMoved]).toEqual(['a b bb c', false]);
  });

  test('in a tree a new row stands by its siblings, held or not', () => {
    const tree = settle(settle(undefined, 'jobs shop shop/web'), 'jobs jobs/mail shop shop/web', {
      isTree: true,
    });
    expect(shown(tree)).toBe('jobs jobs/mail shop shop/web');
  });

  test('gone rows keep their neighbours when the others are put in order', () => {
    const gone = settle(settle(undefined, 'a b c'), 'a c', { now: AT + 28_000 });
    const due = settle(gone, 'c a', { isHeld: false, now: AT + 30_000 });
    expect(shown(due)).toBe('c a (b)');
  });

  test('rows that come into an empty list come in their order', () => {
    expect(shown(settle(settle(undefined, ''), 'b a'))).toBe('b a');
  });
});
