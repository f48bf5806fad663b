import { useConsole, useModel } from '../live/context.tsx';
import { shortId } from '../model/address.ts';
import { parseTime } from '../model/format.ts';
import type { Instance } from '../model/records.ts';
import { deriveInstanceStatus, isEnded } from '../model/status.ts';
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
}

const statusOf = ({ condition, isHealthy }: Instance) => deriveInstanceStatus(condition, isHealthy);

/** Instances, of one app or of one agent. */
export function InstanceTable(props: InstanceTableProps) {
  const { go } = useRoute();
  const { rows, withApp = false } = props;
  return (
    <DataTable
      label={props.label}
      rows={rows}
      rowId={({ id }) => id}
      rowsMax={25}
      columns={[
        ...COLUMNS.slice(0, 1),
        ...(withApp ? [APP_COLUMN] : []),
        ...COLUMNS.slice(1),
        versionColumn(props.appVersion),
        STARTED,
        ACTS,
      ]}
      {...(props.chosen === undefined ? {} : { selected: props.chosen })}
      {...(props.onChoose === undefined ? {} : { onSelect: props.onChoose })}
      onOpen={({ id }) => go({ kind: 'instance', id })}
      narrow={(row) => <NarrowRow instance={row} />}
    />
  );
}

const COLUMNS: readonly Column<Instance>[] = [
  {
    id: 'id',
    head: 'Instance',
    width: '136px',
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
    width: 'minmax(136px, 2fr)',
    cell: (row) => {
      const why = describeChecks(row);
      return <StatusChip status={statusOf(row)} {...(why === undefined ? {} : { label: why })} />;
    },
  },
  {
    id: 'agent',
    head: 'Agent',
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
  const { go } = useRoute();
  const { taskId, appId, id } = instance;
  const refusal =
    taskId === undefined || isEnded(instance.condition) ? { refusal: 'has ended' } : {};
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

function NarrowRow({ instance }: { instance: Instance }) {
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
        {instance.host ?? 'no agent yet'} ·{' '}
        <When at={instance.startedAt ?? instance.stagedAt ?? parseTime(instance.version)} />
        {isOld ? ' · older version' : ''}
        {describeChecks(instance) === undefined ? '' : ` · ${describeChecks(instance) ?? ''}`}
      </span>
    </div>
  );
}
