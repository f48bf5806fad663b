import { useMemo, type ReactNode } from 'react';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { HealthBar } from '../../components/health-bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { RowMenuButton, type MenuEntry } from '../../components/menu.tsx';
import { AppLink, To, ask, go } from '../../components/route.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { When } from '../../components/text.tsx';
import { WishNote } from '../../components/wish-note.tsx';
import { useConsole, type Console } from '../../live/context.tsx';
import { APP_COLUMNS, type AppOrder, type AppRow } from '../../model/app-list.ts';
import type { ClusterModel } from '../../model/cluster-model.ts';
import { formatTenths, formatMebibytes } from '../../model/format.ts';
import { countRunning } from '../../model/status.ts';
import { listAppActs } from '../app/app-acts.ts';

interface AppTableProps {
  readonly rows: readonly AppRow[];
  /** A flat list leaves no room for what opens and closes. */
  readonly isTree: boolean;
  readonly orderKey: string;
  readonly empty: ReactNode;
  readonly order: AppOrder;
  readonly onOrder: (order: AppOrder) => void;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onFold: (id: string, isOpen: boolean) => void;
}

const INDENT = 16;

function isThere(model: ClusterModel, id: string, kind: AppRow['kind']): boolean {
  return kind === 'app' ? model.app(id) !== undefined : model.groupIds.includes(id);
}

/** The tree or list of apps. */
export function AppTable(props: AppTableProps) {
  const console = useConsole();
  const { model } = console.live;
  const { rows, order, onOrder, chosen, onChoose, isTree } = props;
  const onFold = isTree ? props.onFold : undefined;
  const columns = useMemo(() => listColumns(onFold), [onFold]);
  const table = (
    <DataTable
      label="Apps"
      isTall
      isReused
      rows={rows}
      orderKey={props.orderKey}
      empty={props.empty}
      tellGone={({ id, kind }) =>
        isThere(model, id, kind) ? 'No longer matches the filter' : 'Destroyed'
      }
      columns={columns}
      rowId={({ id }) => id}
      order={order}
      onOrder={({ by, isDescending }) => {
        const column = APP_COLUMNS.find((known) => known === by);
        if (column !== undefined) onOrder({ by: column, isDescending });
      }}
      selected={chosen}
      onSelect={(next) => {
        const apps = new Set(rows.filter(({ kind }) => kind === 'app').map(({ id }) => id));
        onChoose(new Set([...next].filter((id) => apps.has(id) || chosen.has(id))));
      }}
      onOpen={(row) =>
        go(
          row.kind === 'group'
            ? { kind: 'apps', group: row.id }
            : { kind: 'app', id: row.id, tab: 'instances' },
        )
      }
      tree={{
        depth: ({ depth }) => depth,
        isOpen: (row) => (row.kind === 'group' ? row.isOpen : undefined),
        fold: (row, isOpen) => props.onFold(row.id, isOpen),
      }}
      menu={(row) => ({ label: nameMenu(row), entries: listRowActs(row, console) })}
      narrow={(row) => <NarrowRow row={row} onFold={onFold} />}
    />
  );
  return (
    <div className="tall-table" style={{ '--rows': rows.length }}>
      {table}
    </div>
  );
}

/** Opens and closes a group; undefined where nothing can be. */
type OnFold = AppTableProps['onFold'] | undefined;

function listColumns(onFold: OnFold): readonly Column<AppRow>[] {
  return [
    {
      id: 'name',
      head: 'Name',
      width: 'minmax(200px, 3fr)',
      isSortable: true,
      cell: (row) => <NameCell row={row} onFold={onFold} />,
    },
    {
      id: 'status',
      head: 'Status',
      width: 'minmax(144px, 1.4fr)',
      isSortable: true,
      cell: (row) => <StatusCell row={row} isInColumn />,
    },
    {
      id: 'instances',
      head: 'Instances',
      width: '88px',
      isNumber: true,
      isSortable: true,
      cell: (row) => <Instances row={row} />,
    },
    {
      id: 'health',
      head: 'Health',
      width: 'minmax(80px, 1fr)',
      cell: ({ counts }) => <HealthBar counts={counts} />,
    },
    {
      id: 'cpus',
      head: 'CPUs',
      width: '64px',
      isNumber: true,
      isSortable: true,
      cell: ({ cpus }) => formatTenths(cpus),
    },
    {
      id: 'mem',
      head: 'Memory',
      width: '88px',
      isNumber: true,
      isSortable: true,
      cell: ({ mem }) => formatMebibytes(mem),
    },
    {
      id: 'updated',
      head: 'Changed',
      width: '88px',
      isNumber: true,
      isSortable: true,
      cell: (row) => (row.kind === 'app' ? <When at={row.updatedAt} /> : null),
    },
    { id: 'menu', head: '', width: '32px', cell: (row) => <RowMenuButton label={nameMenu(row)} /> },
  ];
}

/** A wish for another number stands beside the number, any other beside the status. */
function StatusCell({ row, isInColumn = false }: { row: AppRow; isInColumn?: boolean }) {
  const { status, label } = row.standing;
  const chip = <StatusChip status={status} label={label} isInColumn={isInColumn} />;
  if (row.wish === undefined || row.wish.kind === 'scale') return chip;
  return (
    <span className="line tight">
      {chip}
      <WishNote app={row} />
    </span>
  );
}

function Instances({ row }: { row: AppRow }) {
  const { counts, wish } = row;
  const running = countRunning(counts);
  if (wish?.kind !== 'scale') return `${running} / ${counts.wanted}`;
  return (
    <>
      {running} / <WishNote app={row} />
    </>
  );
}

function Fold({ row, onFold }: { row: AppRow; onFold: OnFold }) {
  if (onFold === undefined) return null;
  if (row.kind === 'app') return <span className="fold" aria-hidden="true" />;
  return (
    <button
      type="button"
      className="fold"
      tabIndex={-1}
      aria-label={row.isOpen ? `Close ${row.id}` : `Open ${row.id}`}
      onClick={() => onFold(row.id, !row.isOpen)}
    >
      <Icon name={row.isOpen ? 'down' : 'right'} />
    </button>
  );
}

function NameCell({ row, onFold }: { row: AppRow; onFold: OnFold }) {
  return (
    <span className="tree-name" style={{ paddingLeft: row.depth * INDENT }}>
      <Fold row={row} onFold={onFold} />
      <RowLink row={row} />
      {row.labels.slice(0, 2).map(([key, value], at) => {
        const text = value === '' ? key : `${key}=${value}`;
        return (
          <button
            key={at}
            type="button"
            className="tag"
            title={`Show apps with ${text}`}
            onClick={() => ask({ label: text })}
          >
            {text}
          </button>
        );
      })}
      {row.labels.length > 2 ? (
        <span className="tag" title={row.labels.map((label) => label.join('=')).join('\n')}>
          +{row.labels.length - 2}
        </span>
      ) : null}
    </span>
  );
}

/** The row's name; whoever hears it hears the whole id. */
function RowLink({ row }: { row: AppRow }) {
  return (
    <To
      place={
        row.kind === 'group'
          ? { kind: 'apps', group: row.id }
          : { kind: 'app', id: row.id, tab: 'instances' }
      }
      className="cut name"
      label={row.id}
    >
      <span title={row.id}>{row.name}</span>
    </To>
  );
}

const nameMenu = ({ id }: AppRow) => `Menu of ${id}`;

function listRowActs(row: AppRow, console: Console): readonly MenuEntry[] {
  const { acts, live } = console;
  const { id } = row;
  const entries: readonly MenuEntry[] =
    row.kind === 'app'
      ? listAppActs(id, row.standing.status, row.counts.wanted, console, go)
      : [
          { label: 'Scale group…', run: () => acts.open({ kind: 'scale-group', group: id }) },
          {
            label: 'Destroy group…',
            isDanger: true,
            run: () => acts.open({ kind: 'destroy-group', group: id }),
          },
        ];
  if (isThere(live.model, id, row.kind)) return entries;
  return entries.map((entry) => ({ ...entry, refusal: 'is destroyed' }));
}

function NarrowRow({ row, onFold }: { row: AppRow; onFold: OnFold }) {
  return (
    <div className="narrow-row" style={{ paddingLeft: row.depth * INDENT }}>
      <span className="tree-name">
        <Fold row={row} onFold={onFold} />
        {row.kind === 'group' ? <RowLink row={row} /> : <AppLink id={row.id}>{row.name}</AppLink>}
        <span className="end number muted">
          <Instances row={row} />
        </span>
        <RowMenuButton label={nameMenu(row)} />
      </span>
      <span className={onFold === undefined ? 'narrow-second' : 'narrow-second below-fold'}>
        <StatusCell row={row} />
        <HealthBar counts={row.counts} />
      </span>
    </div>
  );
}
