// Arithmetic of the three kinds of values (mesos-http.md §5.3): scalars in thousandths, ranges, sets.
import type { Value_Range } from '../generated/mesos-v1.ts';

/** A scalar in whole thousandths: every input is rounded, sums stay exact. */
export function toThousandths(value: number): number {
  return Math.round(value * 1000);
}

/** The scalar of so many thousandths. */
export function fromThousandths(thousandths: number): number {
  return thousandths / 1000;
}

/** Sorted, disjoint, neighbours joined; a range that ends before it begins is dropped. */
export function mergeRanges(ranges: readonly Value_Range[]): readonly Value_Range[] {
  if (isMerged(ranges)) return ranges;
  const sorted = ranges.filter(({ begin, end }) => begin <= end).sort((a, b) => a.begin - b.begin);
  const merged: { begin: number; end: number }[] = [];
  for (const { begin, end } of sorted) {
    const last = merged.at(-1);
    if (last === undefined || begin > last.end + 1) merged.push({ begin, end });
    else last.end = Math.max(last.end, end);
  }
  return merged;
}

function isMerged(ranges: readonly Value_Range[]): boolean {
  let end = -Infinity;
  for (const range of ranges) {
    if (range.begin > range.end || range.begin <= end + 1) return false;
    end = range.end;
  }
  return true;
}

/** `from` without `taken`; both merged. */
export function subtractRanges(
  from: readonly Value_Range[],
  taken: readonly Value_Range[],
): readonly Value_Range[] {
  const left: Value_Range[] = [];
  let next = 0;
  for (const range of from) {
    let begin = range.begin;
    while (next < taken.length && (taken[next]?.end ?? 0) < begin) next++;
    for (let at = next; at < taken.length; at++) {
      const cut = taken[at];
      if (cut === undefined || cut.begin > range.end) break;
      if (cut.begin > begin) left.push({ begin, end: cut.begin - 1 });
      begin = Math.max(begin, cut.end + 1);
    }
    if (begin <= range.end) left.push({ begin, end: range.end });
  }
  return left;
}

/** True when every number of `inner` is in `outer`; both merged. */
export function containsRanges(
  outer: readonly Value_Range[],
  inner: readonly Value_Range[],
): boolean {
  let at = 0;
  for (const range of inner) {
    while (at < outer.length && (outer[at]?.end ?? 0) < range.begin) at++;
    const home = outer[at];
    if (home === undefined || home.begin > range.begin || home.end < range.end) return false;
  }
  return true;
}

/** How many numbers the ranges hold. */
export function countRanges(ranges: readonly Value_Range[]): number {
  return ranges.reduce((count, { begin, end }) => count + end - begin + 1, 0);
}
