import { useLayoutEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { useNow } from '../live/context.tsx';
import { settleRows, type Steady, type SteadyRow } from '../model/steady.ts';

interface SteadyInput<R> {
  readonly rows: readonly R[];
  readonly rowId: (row: R) => string;
  /** What was asked for; another one arranges the rows anew. */
  readonly orderKey: string;
  readonly isTree: boolean;
  readonly rowHeight: number;
  /** All of the table, with the menu of its rows, and what scrolls in it. */
  readonly table: RefObject<HTMLElement | null>;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Rows that stay where they are, and what has to be told of the pointer. */
export interface SteadyRows<R> {
  readonly rows: readonly SteadyRow<R>[];
  readonly isMoved: boolean;
  /** Puts the rows in the order that was asked for. */
  readonly sort: () => void;
  readonly onPointerOver: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
}

/** Nothing moves under the hand: see `settleRows`. What comes above the view moves the view with it. */
export function useSteady<R>(input: SteadyInput<R>): SteadyRows<R> {
  const { rows, rowId, isTree, rowHeight, table, scroller } = input;
  const now = useNow();
  const [turns, setTurns] = useState(0);
  const pointed = useRef<string | undefined>(undefined);
  const kept = useRef<{ readonly of: unknown; readonly steady: Steady<R> } | undefined>(undefined);
  const key = `${input.orderKey} ${turns}`;
  // Scrolling draws the same rows again: they are settled once for each change and each second.
  const of = kept.current?.steady.key === key && isSame(kept.current.of, [rows, now]);
  if (!of) {
    const pinned = [pointed.current, rowOf(document.activeElement, table.current)].filter(
      (id) => id !== undefined,
    );
    const isHeld = pinned.length > 0 || isTouched(table.current);
    const steady = settleRows(kept.current?.steady, {
      ...{ key, rows, idOf: rowId, now, isHeld, pinned, isTree },
    });
    kept.current = { of: [rows, now], steady };
  }
  const { steady } = kept.current ?? { steady: settleNothing<R>(key) };
  useAnchor(steady, rowId, rowHeight, scroller, pointed);
  return {
    rows: steady.rows,
    isMoved: steady.isMoved,
    sort: () => {
      setTurns(turns + 1);
      scroller.current?.focus();
    },
    onPointerOver: ({ target, pointerType }) => {
      pointed.current =
        pointerType === 'touch' ? undefined : rowOf(target as Element, table.current);
    },
    onPointerLeave: () => {
      pointed.current = undefined;
    },
  };
}

const isSame = (a: unknown, b: readonly unknown[]) =>
  Array.isArray(a) && b.every((one, at) => a[at] === one);

const settleNothing = <R>(key: string): Steady<R> => ({
  ...{ key, rows: [], turn: 0, arrangedAt: 0, isMoved: false },
});

/** The id of the row around an element of this table, or of the one whose menu it is in. */
function rowOf(element: Element | null, table: HTMLElement | null): string | undefined {
  if (element === null || table?.contains(element) !== true) return undefined;
  const { row, of } = element.closest<HTMLElement>('[data-row], [data-of]')?.dataset ?? {};
  return row ?? of;
}

/** Whether focus or selected text are in the table, or something is being typed. */
function isTouched(table: HTMLElement | null): boolean {
  if (table === null) return false;
  const { activeElement } = document;
  if (table.contains(activeElement)) return true;
  if (activeElement?.matches('input, textarea, [contenteditable="true"]') === true) return true;
  const selection = document.getSelection();
  return selection?.isCollapsed === false && table.contains(selection.anchorNode);
}

/** Keeps the row that is pointed at, or the first in view, where it is while rows come and go above it. */
function useAnchor<R>(
  { key, rows, turn }: Steady<R>,
  rowId: (row: R) => string,
  rowHeight: number,
  scroller: RefObject<HTMLElement | null>,
  pointed: RefObject<string | undefined>,
): void {
  const before = useRef({ key, rows, turn });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = { key, rows, turn };
    const element = scroller.current;
    // Looking where the view stands makes the browser lay out the page: only when rows came or went.
    if (element === null || was.key !== key || was.turn === turn) return;
    const isPointed = ({ row }: SteadyRow<R>) => rowId(row) === pointed.current;
    const pointedAt = pointed.current === undefined ? -1 : was.rows.findIndex(isPointed);
    if (pointedAt < 0 && element.scrollTop === 0) return;
    const at = pointedAt < 0 ? Math.floor(element.scrollTop / rowHeight) : pointedAt;
    const anchor = was.rows[at];
    if (anchor === undefined) return;
    const anchorId = rowId(anchor.row);
    const now = rows.findIndex(({ row }) => rowId(row) === anchorId);
    if (now >= 0 && now !== at) element.scrollTop += (now - at) * rowHeight;
  });
}
