import { useMemo, type ReactNode } from 'react';
import { useConsole, useModel } from '../live/context.tsx';
import { shortId } from '../model/address.ts';
import { parseTime } from '../model/format.ts';
import type { Instance } from '../model/records.ts';
import { arrangeInstances, INSTANCE_COLUMNS, rowIdOf } from '../model/instance-list.ts';
import { deriveInstanceStatus, isEnded, nameOfStatus } from '../model/status.ts';
import { describeChecks } from '../model/checks.ts';
import { DataTable, type Column } from './data-table.tsx';
import { Menu } from './menu.tsx';
import { AppLink, To, useRoute } from './route.tsx';
import { StatusChip } from './status-chip.tsx';
import { CopyButton, When } from './text.tsx';

interface InstanceTableProps {
  readonly label: string;
  readonly rows: readonly Instance[];
  /** When the app's configuration last changed, to tell old instances from new ones. */
  readonly appVersion?: string | undefined;
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (chosen: ReadonlySet<string>) => void;
  /** Instances of several apps say which app they are of. */
  readonly withApp?: boolean;
  /** What the rows were asked by: another filter arranges them anew. */
  readonly orderKey?: string;
  readonly empty?: ReactNode;
}

const statusOf = ({ condition, isHealthy }: Instance) => deriveInstanceStatus(condition, isHealthy);

/** Instances, of one app or of one agent. */
export function InstanceTable(props: InstanceTableProps) {
  const { go, query, ask } = useRoute();
  const model = useModel();
  const { withApp = false } = props;
  const columns = useMemo(
    () => [
      ...COLUMNS.slice(0, 1),
      ...(withApp ? [APP_COLUMN] : []),
      // On the page of an agent all of them are on that agent.
      ...COLUMNS.slice(1).filter(({ id }) => !withApp || id !== 'agent'),
      versionColumn(props.appVersion),
      STARTED,
      ACTS,
    ],
    [withApp, props.appVersion],
  );
  const by = INSTANCE_COLUMNS.find((column) => column === query.get('sort')) ?? 'id';
  const isDescending = query.get('down') === 'true';
  return (
    <DataTable
      label={props.label}
      rows={arrangeInstances(props.rows, by, isDescending)}
      rowId={rowIdOf}
      order={{ by, isDescending }}
      onOrder={(order) =>
        ask({
          sort: order.by === 'id' ? undefined : order.by,
          down: order.isDescending ? 'true' : undefined,
        })
      }
      rowsMax={25}
      orderKey={props.orderKey ?? ''}
      empty={props.empty}
      tellGone={({ id }) => {
        const last = model.instance(id);
        return last === undefined ? 'Gone' : nameOfStatus(statusOf(last));
      }}
      columns={columns}
      {...(props.chosen === undefined ? {} : { selected: props.chosen })}
      {...(props.onChoose === undefined ? {} : { onSelect: props.onChoose })}
      onOpen={({ id }) => go({ kind: 'instance', id })}
      narrow={(row) => <NarrowRow instance={row} withApp={withApp} />}
    />
  );
}

const COLUMNS: readonly Column<Instance>[] = [
  {
    id: 'id',
    head: 'Instance',
    width: 'minmax(144px, 1fr)',
    isSortable: true,
    cell: ({ id }) => (
      <span className="line tight">
        <To place={{ kind: 'instance', id }} className="mono" label={id}>
          <span title={id}>{shortId(id)}</span>
        </To>
        <CopyButton text={id} what="id" />
      </span>
    ),
  },
  {
    id: 'status',
    head: 'Status',
    isSortable: true,
    width: 'minmax(136px, 2fr)',
    cell: (row) => {
      const why = describeChecks(row);
      return <StatusChip status={statusOf(row)} {...(why === undefined ? {} : { label: why })} />;
    },
  },
  {
    id: 'agent',
    head: 'Agent',
    isSortable: true,
    width: 'minmax(96px, 1fr)',
    cell: ({ agentId, host }) =>
      agentId === undefined ? (
        <span className="faint">none yet</span>
      ) : (
        <To place={{ kind: 'agent', id: agentId }} className="cut">
          <span title={agentId}>{host}</span>
        </To>
      ),
  },
  {
    id: 'address',
    head: 'Address',
    width: 'minmax(136px, 1fr)',
    cell: (row) => <Address instance={row} />,
  },
];

const APP_COLUMN: Column<Instance> = {
  id: 'app',
  head: 'App',
  width: 'minmax(128px, 2fr)',
  cell: ({ appId }) => (
    <span className="cut">
      <AppLink id={appId} />
    </span>
  ),
};

const STARTED: Column<Instance> = {
  id: 'started',
  head: 'Started',
  isSortable: true,
  width: '72px',
  isNumber: true,
  cell: ({ startedAt, stagedAt }) => {
    const at = startedAt ?? stagedAt;
    return at === undefined ? <span className="faint">not yet</span> : <When at={at} />;
  },
};

const ACTS: Column<Instance> = {
  id: 'menu',
  head: '',
  width: '88px',
  cell: (row) => <RowActs instance={row} />,
};

function versionColumn(appVersion: string | undefined): Column<Instance> {
  return {
    id: 'version',
    head: 'Version',
    isSortable: true,
    width: '80px',
    cell: ({ version }) => {
      if (version === undefined) return <span className="faint">unknown</span>;
      const isOld = appVersion !== undefined && version < appVersion;
      return <span className={isOld ? 'muted' : undefined}>{isOld ? 'older' : 'current'}</span>;
    },
  };
}

function Address({ instance }: { instance: Instance }) {
  const [port] = instance.ports;
  const host = instance.host;
  if (host === undefined || port === undefined) return <span className="faint">no port</span>;
  const address = `${host}:${port}`;
  return (
    <span className="line tight number">
      <span className="cut">{address}</span>
      <CopyButton text={address} what="address" />
    </span>
  );
}

function RowActs({ instance }: { instance: Instance }) {
  const { acts } = useConsole();
  const model = useModel();
  const { go } = useRoute();
  const { taskId, appId, id } = instance;
  const condition = model.instance(id)?.condition;
  const isOver = condition === undefined || isEnded(condition);
  const refusal =
    taskId === undefined || isOver ? { refusal: isOver ? 'has ended' : 'has not started' } : {};
  const tasks = taskId === undefined ? [] : [taskId];
  return (
    <span className="line tight row-acts">
      <To
        place={{ kind: 'logs' }}
        query={{ app: appId, instance: id }}
        className="button small"
        label={`Log of ${shortId(id)}`}
      >
        Log
      </To>
      <Menu
        label={`Menu of ${shortId(id)}`}
        className="small square"
        entries={[
          { label: 'Files', run: () => go({ kind: 'files', instance: id, path: '' }) },
          {
            label: 'Kill',
            ...refusal,
            run: () => acts.open({ kind: 'kill', app: appId, tasks, way: 'replace' }),
          },
          {
            label: 'Kill and scale',
            isDanger: true,
            ...refusal,
            run: () => acts.open({ kind: 'kill', app: appId, tasks, way: 'scale' }),
          },
        ]}
      />
    </span>
  );
}

function NarrowRow({ instance, withApp }: { instance: Instance; withApp: boolean }) {
  const model = useModel();
  const isOld =
    (model.app(instance.appId)?.definition.versionInfo?.lastConfigChangeAt ?? '') >
    (instance.version ?? '');
  return (
    <div className="narrow-row">
      <span className="tree-name">
        <To place={{ kind: 'instance', id: instance.id }} className="mono" label={instance.id}>
          {shortId(instance.id)}
        </To>
        <StatusChip status={statusOf(instance)} />
        <span className="end">
          <RowActs instance={instance} />
        </span>
      </span>
      <span className="muted cut number">
        {describeChecks(instance) === undefined ? '' : `${describeChecks(instance) ?? ''} · `}
        {withApp ? instance.appId : (instance.host ?? 'no agent yet')} ·{' '}
        <When at={instance.startedAt ?? instance.stagedAt ?? parseTime(instance.version)} />
        {isOld ? ' · older version' : ''}
      </span>
    </div>
  );
}
