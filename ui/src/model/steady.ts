/** A row in its place; `goneAt` is when it was first missed, in milliseconds since 1970. */
export interface SteadyRow<R> {
  readonly row: R;
  readonly goneAt: number | undefined;
}

/** The rows as they stand on the page. */
export interface Steady<R> {
  /** What was asked for: filter, order, group. */
  readonly key: string;
  readonly rows: readonly SteadyRow<R>[];
  /** Grows when rows come, go or change places. */
  readonly turn: number;
  /** When the order was last computed; milliseconds since 1970. */
  readonly arrangedAt: number;
  /** Whether the rows would stand in another order if it were computed now. */
  readonly isMoved: boolean;
}

/** What the rows are held against. */
export interface SteadyInput<R> {
  readonly key: string;
  /** The rows there are, in the order that was asked for. */
  readonly rows: readonly R[];
  readonly idOf: (row: R) => string;
  readonly now: number;
  /** Whether pointer, focus or selection are among the rows. */
  readonly isHeld: boolean;
  /** Rows under the hand: what stands above one of them does not go from there. */
  readonly pinned: readonly string[];
  /** In a tree a new row stands by its siblings, also when the rows are held. */
  readonly isTree: boolean;
}

/** Rows that vanish stay greyed for so long, and the order is computed anew so often (console.md §6). */
const GONE_MS = 5_000;
const ARRANGE_EVERY_MS = 30_000;
/** Above the hand a row that vanished stays until the hand is gone, at most for so long. */
const GONE_PINNED_MS = 60_000;

/**
 * Nothing moves under the hand (console.md §1 P4): rows keep their places until another order is asked for, or
 * nobody touches them; what vanishes stays greyed. Costs what the rows are many; no clock is read.
 */
export function settleRows<R>(before: Steady<R> | undefined, input: SteadyInput<R>): Steady<R> {
  const { key, rows, idOf, now } = input;
  if (before?.key !== key || before.rows.length === 0) {
    const arranged = rows.map((row) => ({ row, goneAt: undefined }));
    return { key, rows: arranged, turn: (before?.turn ?? 0) + 1, arrangedAt: now, isMoved: false };
  }
  const isDue = !input.isHeld && now - before.arrangedAt >= ARRANGE_EVERY_MS;
  const same = isDue ? undefined : keepSame(before.rows, input);
  if (same !== undefined) return { ...before, rows: same, isMoved: false };
  const placed = placeNew(keepOld(before, input), input, isDue);
  return {
    key,
    rows: placed,
    turn: before.turn + 1,
    arrangedAt: isDue ? now : before.arrangedAt,
    isMoved: !isDue && isInOtherOrder(placed, rows, idOf),
  };
}

/** The rows as they stood when they still stand so, as they mostly do; undefined when they do not. */
function keepSame<R>(
  before: readonly SteadyRow<R>[],
  { rows, idOf }: SteadyInput<R>,
): readonly SteadyRow<R>[] | undefined {
  if (before.length !== rows.length) return undefined;
  const kept: SteadyRow<R>[] = [];
  for (const [at, row] of rows.entries()) {
    const stood = before[at];
    if (stood === undefined || stood.goneAt !== undefined) return undefined;
    if (stood.row !== row && idOf(stood.row) !== idOf(row)) return undefined;
    kept.push(stood.row === row ? stood : { row, goneAt: undefined });
  }
  return kept;
}

/** What stood there: with what is told of it now, or as one that is gone. */
function keepOld<R>(before: Steady<R>, input: SteadyInput<R>): readonly SteadyRow<R>[] {
  const { rows, idOf, now, pinned } = input;
  const fresh = new Map(rows.map((row) => [idOf(row), row]));
  const pinnedAt =
    pinned.length === 0 ? -1 : before.rows.findLastIndex(({ row }) => pinned.includes(idOf(row)));
  return before.rows.flatMap(({ row, goneAt }, at): readonly SteadyRow<R>[] => {
    const told = fresh.get(idOf(row));
    if (told !== undefined) return [{ row: told, goneAt: undefined }];
    const since = goneAt ?? now;
    const stays = now - since < (at <= pinnedAt ? GONE_PINNED_MS : GONE_MS);
    return stays ? [{ row, goneAt: since }] : [];
  });
}

/**
 * Adds the rows that are new: each behind the row that it follows, or, while a list is held, at the end. When an
 * order is due all that live are put in it, and the gone stay behind what they stood behind.
 */
function placeNew<R>(
  kept: readonly SteadyRow<R>[],
  input: SteadyInput<R>,
  isDue: boolean,
): readonly SteadyRow<R>[] {
  const { rows, isHeld, isTree } = input;
  const idOf = ({ row }: SteadyRow<R>) => input.idOf(row);
  const known = new Set(kept.map(idOf));
  const living = rows.map((row) => ({ row, goneAt: undefined }));
  const isNew = (one: SteadyRow<R>) => !known.has(idOf(one));
  if (isDue)
    return weave(
      living,
      followers(kept, ({ goneAt }) => goneAt !== undefined, idOf),
      idOf,
    );
  if (!living.some(isNew)) return kept;
  if (isHeld && !isTree) return [...kept, ...living.filter(isNew)];
  return weave(kept, followers(living, isNew, idOf), idOf);
}

/** What follows each of the others, or, under no id, stands before the first. */
type Followers<R> = ReadonlyMap<string | undefined, readonly SteadyRow<R>[]>;

function followers<R>(
  all: readonly SteadyRow<R>[],
  isFollower: (one: SteadyRow<R>) => boolean,
  idOf: (one: SteadyRow<R>) => string,
): Followers<R> {
  const behind = new Map<string | undefined, SteadyRow<R>[]>();
  let leader: string | undefined = undefined;
  for (const one of all) {
    if (!isFollower(one)) leader = idOf(one);
    else if (behind.get(leader)?.push(one) === undefined) behind.set(leader, [one]);
  }
  return behind;
}

function weave<R>(
  base: readonly SteadyRow<R>[],
  behind: Followers<R>,
  idOf: (one: SteadyRow<R>) => string,
): readonly SteadyRow<R>[] {
  return [
    ...(behind.get(undefined) ?? []),
    ...base.flatMap((one) => [one, ...(behind.get(idOf(one)) ?? [])]),
  ];
}

function isInOtherOrder<R>(
  placed: readonly SteadyRow<R>[],
  rows: readonly R[],
  idOf: (row: R) => string,
): boolean {
  let at = 0;
  for (const { row, goneAt } of placed) {
    if (goneAt !== undefined) continue;
    const wanted = rows[at];
    if (wanted === undefined || idOf(wanted) !== idOf(row)) return true;
    at += 1;
  }
  return false;
}
