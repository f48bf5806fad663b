import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNarrow, useRowHeight } from './use-narrow.ts';

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
  readonly isTall?: boolean;
  /** Rows in full height up to so many; more of them scroll inside. */
  readonly rowsMax?: number;
}

const NARROW_ROW = 64;
const OVERSCAN = 10;
const HEAD = 34;

/** A table whose rows are drawn as they come into view; arrows, space and Enter do what the pointer does. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { label, rows, rowId, tree, selected, isTall = false, rowsMax = 12 } = props;
  const isNarrow = useNarrow();
  const height = useRowHeight();
  const rowHeight = isNarrow ? NARROW_ROW : height;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const [active, setActive] = useState<string | undefined>(undefined);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  const idAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? String(index) : rowId(row);
  };
  const activeAt = rows.findIndex((row) => rowId(row) === active);
  const moveTo = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    setActive(idAt(at));
    virtual.scrollToIndex(at);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    const stroke = { ...props, row: rows[activeAt], at: activeAt, moveTo };
    if (act(event.key, { ...stroke, scroller: scroller.current })) event.preventDefault();
  };
  const grid = tracksOf(props, isNarrow);
  const shownHeight = Math.min(rows.length, rowsMax) * rowHeight + (isNarrow ? 0 : HEAD) + 2;
  return (
    <div className={isTall ? 'table tall' : 'table'} style={isTall ? {} : { height: shownHeight }}>
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
        style={{ '--grid': grid, '--row': `${rowHeight}px` }}
      >
        <Head {...props} isNarrow={isNarrow} />
        <div className="table-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <Row
                key={rowId(row)}
                {...props}
                row={row}
                index={item.index}
                start={item.start}
                id={`${prefix}-${item.index}`}
                isNarrow={isNarrow}
                isActive={rowId(row) === active}
                onActive={setActive}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function tracksOf<R>(props: DataTableProps<R>, isNarrow: boolean): string {
  const tick = props.selected === undefined ? [] : ['24px'];
  const cells = isNarrow ? ['minmax(0, 1fr)'] : props.columns.map(({ width }) => width);
  return [...tick, ...cells].join(' ');
}

interface Stroke<R> extends DataTableProps<R> {
  readonly row: R | undefined;
  readonly at: number;
  readonly moveTo: (index: number) => void;
  readonly scroller: HTMLElement | null;
}

/** What a key does; false when it does nothing here. */
function act<R>(key: string, stroke: Stroke<R>): boolean {
  const { row, at, rows, moveTo, tree } = stroke;
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
      moveTo(rows.length - 1);
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

function Head<R>(props: DataTableProps<R> & { readonly isNarrow: boolean }) {
  const { columns, rows, rowId, selected, onSelect, order, onOrder, isNarrow } = props;
  if (isNarrow) return null;
  const isAll =
    selected !== undefined && rows.length > 0 && rows.every((row) => selected.has(rowId(row)));
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
              onChange={() => onSelect?.(isAll ? new Set() : new Set(rows.map(rowId)))}
            />
          </span>
        )}
        {columns.map(({ id, head, isNumber, isSortable }) => {
          const isBy = order?.by === id;
          const direction = order?.isDescending === true ? 'descending' : 'ascending';
          return (
            <span
              key={id}
              role="columnheader"
              className={isNumber === true ? 'cell-end' : undefined}
              aria-sort={isBy ? direction : undefined}
            >
              {isSortable === true && onOrder !== undefined ? (
                <button
                  type="button"
                  onClick={() => onOrder({ by: id, isDescending: isBy && !order.isDescending })}
                >
                  {head}
                  {isBy ? (order.isDescending ? ' ↓' : ' ↑') : ''}
                </button>
              ) : (
                head
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps<R> extends DataTableProps<R> {
  readonly row: R;
  readonly index: number;
  readonly start: number;
  readonly id: string;
  readonly isNarrow: boolean;
  readonly isActive: boolean;
  readonly onActive: (id: string) => void;
}

function Row<R>(props: RowProps<R>) {
  const { row, rowId, columns, selected, tree, isNarrow, isActive, index } = props;
  const id = rowId(row);
  const isChosen = selected?.has(id);
  const isOpen = tree?.isOpen(row);
  return (
    <div
      id={props.id}
      className="table-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen ?? isActive}
      aria-level={tree === undefined ? undefined : tree.depth(row) + 1}
      aria-expanded={isOpen}
      data-active={isActive}
      style={{ transform: `translateY(${props.start}px)` }}
      onClick={() => props.onActive(id)}
      onDoubleClick={() => props.onOpen?.(row)}
    >
      {selected === undefined ? null : (
        <label role="gridcell" className="tick-cell">
          <input
            type="checkbox"
            className="tick"
            aria-label={`Choose ${id}`}
            checked={isChosen}
            onChange={() => toggle(props, id)}
          />
        </label>
      )}
      {isNarrow ? (
        <div role="gridcell">{props.narrow(row)}</div>
      ) : (
        columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={column.isNumber === true ? 'cell-end number' : undefined}
          >
            {column.cell(row)}
          </div>
        ))
      )}
    </div>
  );
}
