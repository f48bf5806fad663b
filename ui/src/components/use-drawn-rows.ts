import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useRef, type RefObject } from 'react';
import type { SteadyRow } from '../model/steady.ts';

/** Rows that are drawn out of view: where the view goes to, and where it comes from. */
const AHEAD = 8;
const BEHIND = 3;
/** A view that was not moved for so long stands. */
const REST_MS = 400;

interface DrawnInput<R> {
  readonly rows: readonly SteadyRow<R>[];
  readonly rowId: (row: R) => string;
  readonly rowHeight: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly isReused: boolean;
}

/** The rows that are in view or near to it, each with the slot it is drawn in. */
export function useDrawnRows<R>({ rows, rowId, rowHeight, scroller, isReused }: DrawnInput<R>) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    rangeExtractor: useSteadyRange(),
    isScrollingResetDelay: REST_MS,
  });
  const placed = virtual.getVirtualItems().flatMap(({ index, start }) => {
    const one = rows[index];
    return one === undefined ? [] : [{ steady: one, index, start, key: rowId(one.row) }];
  });
  const slotted = useSlots(placed, {
    isReused: isReused && !isInRow(scroller.current),
    isMoving: virtual.isScrolling,
  });
  const scrollTo = (index: number) => virtual.scrollToIndex(index);
  return { rows: slotted, height: virtual.getTotalSize(), scrollTo };
}

/** As many rows at every place, so that none has to be made or put away while the view goes over them. */
function useSteadyRange(): (range: Range) => number[] {
  const before = useRef({ startIndex: 0, longest: 0, behind: BEHIND });
  return useCallback(({ startIndex, endIndex, count }) => {
    const was = before.current;
    const longest = Math.max(was.longest, endIndex - startIndex + 1);
    const turned = startIndex < was.startIndex ? AHEAD : BEHIND;
    const behind = startIndex === was.startIndex ? was.behind : turned;
    before.current = { startIndex, longest, behind };
    const length = Math.min(count, longest + AHEAD + BEHIND);
    const first = Math.max(0, Math.min(startIndex - behind, count - length));
    return Array.from({ length }, (_, at) => first + at);
  }, []);
}

/** Whether something in a row is focused or selected: it is not drawn for another one then. */
function isInRow(scroller: HTMLElement | null): boolean {
  if (scroller === null) return false;
  const { activeElement } = document;
  if (activeElement !== scroller && scroller.contains(activeElement)) return true;
  const selection = document.getSelection();
  return selection?.isCollapsed === false && scroller.contains(selection.anchorNode);
}

interface Slotted<I> {
  readonly slot: number;
  readonly item: I;
}

interface SlotRules {
  /** Whether the slot of what is gone is given to what is new. */
  readonly isReused: boolean;
  /** Whether the view is on its way: the order of the slots then waits. */
  readonly isMoving: boolean;
}

/**
 * Gives each item a slot that it keeps for as long as it is there. An element that is drawn by slot is changed where
 * it would otherwise be put away and another one made. The items come in their own order, but while the view moves
 * in the order of their slots, so that no element changes its place among the others.
 */
function useSlots<I extends { readonly key: string }>(
  items: readonly I[],
  { isReused, isMoving }: SlotRules,
): readonly Slotted<I>[] {
  const taken = useRef<ReadonlyMap<string, number>>(new Map());
  const used = useRef(0);
  const before = taken.current;
  const wanted = new Set(items.map(({ key }) => key));
  const free = isReused
    ? [...before].filter(([key]) => !wanted.has(key)).map(([, slot]) => slot)
    : [];
  const slotted = items.map((item) => {
    const slot = before.get(item.key) ?? free.shift() ?? (used.current += 1);
    return { slot, item };
  });
  taken.current = new Map(slotted.map(({ slot, item }) => [item.key, slot]));
  return isReused && isMoving ? slotted.toSorted((a, b) => a.slot - b.slot) : slotted;
}
