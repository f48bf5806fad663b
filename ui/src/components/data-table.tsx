import {
  memo,
  useCallback,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import type { SteadyRow } from '../model/steady.ts';
import { RowMenu, type MenuEntry } from './menu.tsx';
import { useDrawnRows } from './use-drawn-rows.ts';
import { useNarrow, useRowHeight } from './use-narrow.ts';
import { useSteady } from './use-steady.ts';

/** One column of a table. */
export interface Column<R> {
  readonly id: string;
  readonly head: string;
  /** A track of the grid: `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly isNumber?: boolean;
  readonly isSortable?: boolean;
  readonly cell: (row: R) => ReactNode;
}

/** How the rows are ordered; the owner of the rows does it. */
export interface TableOrder {
  readonly by: string;
  readonly isDescending: boolean;
}

interface RowMenuOf {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

interface DataTableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowId: (row: R) => string;
  /** A row of a phone, two lines high. */
  readonly narrow: (row: R) => ReactNode;
  readonly onOpen?: (row: R) => void;
  readonly order?: TableOrder;
  readonly onOrder?: (order: TableOrder) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (selected: ReadonlySet<string>) => void;
  /** For trees: how deep a row is and whether it is open. */
  readonly tree?: {
    readonly depth: (row: R) => number;
    readonly isOpen: (row: R) => boolean | undefined;
    readonly fold: (row: R, isOpen: boolean) => void;
  };
  /** What was asked for beside the order: another filter arranges the rows anew. */
  readonly orderKey?: string;
  /** Why a row is not there any more; told in its place while it stays greyed. */
  readonly tellGone?: (row: R) => string;
  /** What can be done with a row: asked when the button of its menu is pressed, and while the menu is open. */
  readonly menu?: (row: R) => RowMenuOf;
  /** Whether what a cell shows is told by its row alone: then a row that left the view is used for one that comes. */
  readonly isReused?: boolean;
  /** What stands here when there are no rows. */
  readonly empty?: ReactNode;
  readonly isTall?: boolean;
  /** Rows in full height up to so many; more of them scroll inside. */
  readonly rowsMax?: number;
}

const NARROW_ROW = 64;
const HEAD = 33;

/** A table whose rows are drawn as they come into view; arrows, space and Enter do what the pointer does. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { label, rowId, tree, selected, order, isTall = false, rowsMax = 12 } = props;
  const isNarrow = useNarrow();
  const height = useRowHeight();
  const rowHeight = isNarrow ? NARROW_ROW : height;
  const table = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const orderKey = `${props.orderKey ?? ''} ${order?.by ?? ''} ${String(order?.isDescending)}`;
  const given = { rows: props.rows, rowId, orderKey, isTree: tree !== undefined };
  const steady = useSteady({ ...given, rowHeight, table, scroller });
  const { rows } = steady;
  const [latest, sort] = [useLatest(props), useLatest(steady.sort)];
  const onTick = useCallback((id: string) => toggle(latest.current, id), [latest]);
  const head = { latest, sort, isAll: isAllChosen(props), isMoved: steady.isMoved };
  const menu = useRowMenu(props);
  const isReused = props.isReused === true && !menu.isOpen;
  const drawn = useDrawnRows({ rows, rowId, rowHeight, scroller, isReused });
  const { active, activeAt, setActive } = useActive(rows, rowId);
  const moveTo = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    const one = rows[at];
    if (one !== undefined) setActive(rowId(one.row));
    drawn.scrollTo(at);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    const at = { row: rows[activeAt]?.row, at: activeAt, last: rows.length - 1, moveTo };
    const stroke = { ...props, ...at };
    if (act(event.key, { ...stroke, scroller: scroller.current })) event.preventDefault();
  };
  const grid = tracksOf(props, isNarrow);
  const shownHeight = Math.min(rows.length, rowsMax) * rowHeight + (isNarrow ? 0 : HEAD) + 2;
  if (rows.length === 0 && props.empty !== undefined) return props.empty;
  return (
    <div
      ref={table}
      className={isTall ? 'table tall' : 'table'}
      style={isTall ? {} : { height: shownHeight }}
      onPointerOver={steady.onPointerOver}
      onPointerLeave={steady.onPointerLeave}
    >
      <div
        ref={scroller}
        className="table-scroll"
        role={tree === undefined ? 'grid' : 'treegrid'}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-multiselectable={selected === undefined ? undefined : true}
        aria-activedescendant={activeAt < 0 ? undefined : `${prefix}-${activeAt}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={menu.onPointerDown}
        onClick={menu.onClick}
        style={{ '--grid': grid, '--row': `${rowHeight}px` }}
      >
        <Head {...props} {...head} isNarrow={isNarrow} />
        <div className="table-body" role="rowgroup" style={{ height: drawn.height }}>
          {drawn.rows.map(({ slot, item: { index, start, key, steady: one } }) => {
            const place = { index, start, isActive: key === active, id: `${prefix}-${index}` };
            const about = { steady: one, isNarrow, onActive: setActive, onTick };
            return <Row key={slot} {...props} {...place} {...about} />;
          })}
        </div>
      </div>
      {menu.shown}
      {steady.isMoved && isNarrow ? <Moved sort={steady.sort} /> : null}
    </div>
  );
}

/** The row that the keys are at. */
function useActive<R>(rows: readonly SteadyRow<R>[], rowId: (row: R) => string) {
  const [active, setActive] = useState<string | undefined>(undefined);
  const activeAt = useMemo(
    () => (active === undefined ? -1 : rows.findIndex(({ row }) => rowId(row) === active)),
    [rows, active],
  );
  return { active, activeAt, setActive };
}

/** The menu of the row whose button was pressed. */
function useRowMenu<R>({ menu, rows, rowId }: DataTableProps<R>) {
  const [opened, setOpened] = useState<{ button: Element; row: R } | undefined>(undefined);
  const pressed = useRef<Element | undefined>(undefined);
  const onPointerDown = () => {
    pressed.current = opened?.button;
  };
  const onClick = ({ target, detail }: MouseEvent) => {
    const button = (target as Element).closest('[data-menu]');
    const id = button?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    const row = id === undefined ? undefined : rows.find((one) => rowId(one) === id);
    if (menu === undefined || button === null || row === undefined) return;
    // The press closed its menu already: it is not to open again.
    const isClosing = detail > 0 && pressed.current === button;
    setOpened(isClosing ? undefined : { button, row });
  };
  if (menu === undefined || opened === undefined) {
    return { isOpen: false, shown: null, onPointerDown, onClick };
  }
  const { button } = opened;
  const of = rowId(opened.row);
  const row = rows.find((one) => rowId(one) === of) ?? opened.row;
  const onClose = () => setOpened((now) => (now?.button === button ? undefined : now));
  const shown = <RowMenu key={of} {...menu(row)} of={of} button={button} onClose={onClose} />;
  return { isOpen: true, shown, onPointerDown, onClick };
}

function Moved({ sort }: { sort: () => void }) {
  return (
    <button type="button" className="table-moved" onClick={sort}>
      order changed · sort
    </button>
  );
}

/** What was given last, for what is done later: a row or a head need not be drawn for it. */
function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  latest.current = value;
  return latest;
}

function tracksOf<R>(props: DataTableProps<R>, isNarrow: boolean): string {
  const tick = props.selected === undefined ? [] : ['24px'];
  const cells = isNarrow ? ['minmax(0, 1fr)'] : props.columns.map(({ width }) => width);
  return [...tick, ...cells].join(' ');
}

interface Stroke<R> extends DataTableProps<R> {
  readonly row: R | undefined;
  readonly at: number;
  readonly last: number;
  readonly moveTo: (index: number) => void;
  readonly scroller: HTMLElement | null;
}

/** What a key does; false when it does nothing here. */
function act<R>(key: string, stroke: Stroke<R>): boolean {
  const { row, at, last, moveTo, tree } = stroke;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      moveTo(at + 1);
      return true;
    case 'ArrowUp':
    case 'k':
      moveTo(at - 1);
      return true;
    case 'Home':
      moveTo(0);
      return true;
    case 'End':
      moveTo(last);
      return true;
    case 'PageDown':
      moveTo(at + 10);
      return true;
    case 'PageUp':
      moveTo(at - 10);
      return true;
  }
  if (row === undefined) return false;
  if (key === 'Enter' && stroke.onOpen !== undefined) {
    stroke.onOpen(row);
    return true;
  }
  if ((key === ' ' || key === 'x') && stroke.selected !== undefined) {
    toggle(stroke, stroke.rowId(row));
    return true;
  }
  if ((key === 'ArrowRight' || key === 'ArrowLeft') && tree?.isOpen(row) !== undefined) {
    tree.fold(row, key === 'ArrowRight');
    return true;
  }
  if (key === '.') {
    const found = stroke.scroller?.querySelector<HTMLElement>('[data-active="true"] [data-menu]');
    found?.click();
    return true;
  }
  return false;
}

function toggle<R>({ selected, onSelect }: DataTableProps<R>, id: string): void {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  onSelect?.(next);
}

interface HeadProps<R> extends DataTableProps<R> {
  readonly isNarrow: boolean;
  readonly isAll: boolean;
  readonly isMoved: boolean;
  readonly latest: RefObject<DataTableProps<R>>;
  readonly sort: RefObject<() => void>;
}

/** The head is drawn when it shows something else; what it does it does with what is there then. */
const Head = memo(
  DrawnHead,
  (a, b) =>
    a.columns === b.columns &&
    a.isAll === b.isAll &&
    a.isNarrow === b.isNarrow &&
    a.isMoved === b.isMoved &&
    a.order?.by === b.order?.by &&
    a.order?.isDescending === b.order?.isDescending &&
    (a.selected === undefined) === (b.selected === undefined),
) as typeof DrawnHead;

function isAllChosen<R>({ rows, rowId, selected }: DataTableProps<R>): boolean {
  return selected !== undefined && rows.length > 0 && rows.every((row) => selected.has(rowId(row)));
}

function DrawnHead<R>(props: HeadProps<R>) {
  const { columns, selected, order, isNarrow, isAll, latest } = props;
  const isSorting = props.onOrder !== undefined;
  if (isNarrow) return null;
  return (
    <div role="rowgroup" className="table-head">
      <div className="table-row table-head" role="row" aria-rowindex={1}>
        {selected === undefined ? null : (
          <span role="columnheader" className="tick-cell">
            <input
              type="checkbox"
              className="tick"
              aria-label="Choose all"
              checked={isAll}
              onChange={() => {
                const { onSelect, rows, rowId } = latest.current;
                onSelect?.(isAll ? new Set() : new Set(rows.map(rowId)));
              }}
            />
          </span>
        )}
        {columns.map(({ id, head, isNumber, isSortable }, at) => {
          const isBy = order?.by === id;
          const direction = order?.isDescending === true ? 'descending' : 'ascending';
          return (
            <span
              key={id}
              role="columnheader"
              className={isNumber === true ? 'cell-end' : undefined}
              aria-sort={isBy ? direction : undefined}
            >
              {isSortable === true && isSorting ? (
                <button
                  type="button"
                  onClick={() =>
                    latest.current.onOrder?.({ by: id, isDescending: isBy && !order.isDescending })
                  }
                >
                  {head}
                  {isBy ? (order.isDescending ? ' ↓' : ' ↑') : ''}
                </button>
              ) : (
                head
              )}
              {at === 0 && props.isMoved ? <Moved sort={() => props.sort.current()} /> : null}
            </span>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps<R> extends DataTableProps<R> {
  readonly steady: SteadyRow<R>;
  readonly index: number;
  readonly start: number;
  readonly id: string;
  readonly isNarrow: boolean;
  readonly isActive: boolean;
  readonly onActive: (id: string) => void;
  readonly onTick: (id: string) => void;
}

/** A row is drawn again only when something of it has changed: scrolling draws those that come into view. */
const Row = memo(DrawnRow, isDrawn) as typeof DrawnRow;

function isDrawn<R>(a: RowProps<R>, b: RowProps<R>): boolean {
  const id = b.rowId(b.steady.row);
  return (
    a.steady.row === b.steady.row &&
    a.steady.goneAt === b.steady.goneAt &&
    a.columns === b.columns &&
    a.index === b.index &&
    a.start === b.start &&
    a.isActive === b.isActive &&
    a.isNarrow === b.isNarrow &&
    a.selected?.has(id) === b.selected?.has(id)
  );
}

function DrawnRow<R>(props: RowProps<R>) {
  const { steady, rowId, tree, isNarrow, isActive, index } = props;
  const { row } = steady;
  const id = rowId(row);
  const isGone = steady.goneAt !== undefined;
  const reason = isGone ? (props.tellGone?.(row) ?? 'Gone') : '';
  return (
    <div
      id={props.id}
      className="table-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selected?.has(id) ?? isActive}
      aria-level={tree === undefined ? undefined : tree.depth(row) + 1}
      aria-expanded={tree?.isOpen(row)}
      data-active={isActive}
      data-row={id}
      data-gone={isGone}
      style={{ transform: `translateY(${props.start}px)` }}
      onClick={() => props.onActive(id)}
      onDoubleClick={() => props.onOpen?.(row)}
    >
      <Tick {...props} id={id} isGone={isGone} />
      {isNarrow ? (
        <div role="gridcell">
          {isGone ? <NarrowGone id={id} reason={reason} /> : props.narrow(row)}
        </div>
      ) : (
        props.columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={column.isNumber === true ? 'cell-end number' : undefined}
          >
            {isGone && column.id === 'status' ? (
              <span className="cut">{reason}</span>
            ) : (
              column.cell(row)
            )}
          </div>
        ))
      )}
    </div>
  );
}

function NarrowGone({ id, reason }: { id: string; reason: string }) {
  return (
    <div className="narrow-row">
      <span className="cut">{id}</span>
      <span className="muted">{reason}</span>
    </div>
  );
}

function Tick<R>(props: RowProps<R> & { readonly isGone: boolean }) {
  const { id, selected, isGone } = props;
  if (selected === undefined) return null;
  return (
    <label role="gridcell" className="tick-cell">
      <input
        type="checkbox"
        className="tick"
        aria-label={`Choose ${id}`}
        checked={selected.has(id) && !isGone}
        disabled={isGone}
        onChange={() => props.onTick(id)}
      />
    </label>
  );
}
