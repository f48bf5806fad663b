import { useRef } from 'react';

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
export function useSlots<I extends { readonly key: string }>(
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
