import { describe, expect, test } from '@jest/globals';
import {
  ClusterTotals,
  type Portion,
} from '../../../../packages/master/src/core/allocator/amounts.ts';
import { DrfSorter } from '../../../../packages/master/src/core/allocator/drf-sorter.ts';

function portion(cpus: number, mem = 0): Portion {
  const amounts = new Map([['cpus', cpus * 1000]]);
  if (mem > 0) amounts.set('mem', mem * 1000);
  return { amounts, shared: [] };
}

function aSorter(cpus: number, mem = 0): { sorter: DrfSorter; totals: ClusterTotals } {
  const totals = new ClusterTotals();
  totals.change(portion(cpus, mem).amounts, 1);
  return { sorter: new DrfSorter(totals), totals };
}

/** Books one unit after the other to whoever comes first, as hungry clients would take it. */
function serve(sorter: DrfSorter, units: number): string[] {
  return Array.from({ length: units }, () => {
    const [first = 'nobody'] = sorter.order();
    sorter.book(first, 'S0', portion(1));
    return first;
  });
}

describe('the order of clients', () => {
  test('goes by dominant share over weight, then by bookings, then by name', () => {
    const { sorter } = aSorter(20, 20480);
    for (const role of ['a', 'b', 'c']) sorter.add(role, true);
    sorter.setWeight('b', 2);
    expect(sorter.order()).toEqual(['a', 'b', 'c']);
    sorter.book('a', 'S0', portion(4, 1024));
    sorter.book('b', 'S0', portion(6, 8192));
    sorter.book('c', 'S0', portion(2, 3072));
    // a .2, b .4 / 2 = .2, c .15; a and b were served equally often.
    expect(sorter.order()).toEqual(['c', 'a', 'b']);
    expect(sorter.share('b')).toBeCloseTo(0.4);
  });

  test('serves roles in proportion to their weights', () => {
    const { sorter } = aSorter(8);
    for (const role of ['a', 'b', 'c']) sorter.add(role, true);
    sorter.setWeight('b', 2);
    expect(serve(sorter, 8).join('')).toBe('abcbacbb');
  });

  test('treats a subtree as one sibling', () => {
    const { sorter } = aSorter(4);
    for (const role of ['a/b', 'a/c', 'd']) sorter.add(role, true);
    expect(serve(sorter, 4)).toEqual(['a/b', 'd', 'a/c', 'd']);
  });

  test('gives a role with roles below it a child of its own', () => {
    const { sorter } = aSorter(8);
    sorter.setWeight('a', 3);
    for (const role of ['a', 'a/b', 'd']) sorter.add(role, true);
    expect(serve(sorter, 8)).toEqual(['a', 'd', 'a/b', 'a', 'd', 'a/b', 'a', 'a/b']);
  });

  test('keeps what a role holds when roles come below it and go again', () => {
    const { sorter } = aSorter(8);
    for (const role of ['a', 'd']) sorter.add(role, true);
    sorter.book('a', 'S0', portion(2));
    sorter.add('a/b', true);
    expect(sorter.share('a')).toBeCloseTo(0.25);
    expect(sorter.order()).toEqual(['d', 'a/b', 'a']);
    sorter.remove('a/b');
    expect(sorter.order()).toEqual(['d', 'a']);
    sorter.unbook('a', 'S0', portion(2));
    expect(sorter.share('a')).toBe(0);
    // d was never served, a once.
    expect(sorter.order()).toEqual(['d', 'a']);
  });

  test('leaves out who is not active but counts what it holds', () => {
    const { sorter } = aSorter(8);
    for (const role of ['a/x', 'a/y', 'd']) sorter.add(role, true);
    sorter.book('a/x', 'S0', portion(4));
    sorter.book('d', 'S0', portion(2));
    sorter.setActive('a/x', false);
    expect(sorter.order()).toEqual(['d', 'a/y']);
    expect(sorter.activeCount).toBe(2);
    sorter.setActive('a/x', true);
    expect(sorter.order()).toEqual(['d', 'a/y', 'a/x']);
  });

  test('follows the totals', () => {
    const { sorter, totals } = aSorter(10, 1000);
    for (const role of ['a', 'b']) sorter.add(role, true);
    sorter.book('a', 'S0', portion(4));
    sorter.book('b', 'S0', portion(1, 300));
    expect(sorter.order()).toEqual(['b', 'a']);
    totals.change(new Map([['cpus', 90_000]]), 1);
    expect(sorter.order()).toEqual(['a', 'b']);
  });

  test('counts a shared resource once per agent, however many copies are held', () => {
    const { sorter } = aSorter(10);
    sorter.add('a', true);
    const volume: Portion = {
      amounts: new Map(),
      shared: [{ key: 'v', amounts: new Map([['cpus', 5000]]) }],
    };
    sorter.book('a', 'S0', volume);
    sorter.book('a', 'S0', volume);
    expect(sorter.share('a')).toBeCloseTo(0.5);
    sorter.unbook('a', 'S0', volume);
    expect(sorter.share('a')).toBeCloseTo(0.5);
    sorter.unbook('a', 'S0', volume);
    expect(sorter.share('a')).toBe(0);
  });

  test('is left alone by bookings made while it is walked', () => {
    const { sorter } = aSorter(10);
    for (const role of ['a', 'b', 'c']) sorter.add(role, true);
    const seen: string[] = [];
    sorter.walk((role) => {
      seen.push(role);
      sorter.book(role, 'S0', portion(1));
      return 'on';
    });
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});
