import { DataTable, type Column } from '../../components/data-table.tsx';
import { Meter } from '../../components/meter.tsx';
import { Empty, PageHead, Refused } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { useConsole, useModel } from '../../live/context.tsx';
import { compareAgents, matchAgent } from '../../model/agent-list.ts';
import { formatCpus, formatMebibytes, plural } from '../../model/format.ts';
import { deriveRoom, describeAgents } from '../../model/overview.ts';
import type { Agent } from '../../model/records.ts';

const STATES = ['active', 'draining', 'deactivated', 'unreachable'] as const;

/** Where is room? */
export function AgentsPage() {
  const model = useModel();
  const { live } = useConsole();
  const { query, ask, go } = useRoute();
  const text = query.get('q') ?? '';
  const state = query.get('state') ?? '';
  const by = query.get('sort') ?? 'host';
  const isDescending = query.get('down') === 'true';
  const { agents } = model;
  const rows = agents
    .filter((agent) => matchAgent(agent, text) && (state === '' || agent.state === state))
    .toSorted((a, b) => (isDescending ? -1 : 1) * compareAgents(a, b, by));
  return (
    <>
      <PageHead
        title="Agents"
        place="agents"
        sentence={model.hasAgents ? describeAgents(agents) : 'Looking at the agents'}
        meta={model.hasAgents ? deriveRoom(agents).sentence : undefined}
      />
      {live.agentsRefusal === undefined ? null : (
        <Refused refusal={live.agentsRefusal} retry={live.reload} />
      )}
      <Filters text={text} state={state} />
      <DataTable
        label="Agents"
        rows={rows}
        orderKey={`${text} ${state}`}
        empty={model.hasAgents ? <NoAgents isEmpty={agents.length === 0} /> : null}
        tellGone={({ id }) =>
          model.agent(id) === undefined ? 'Gone' : 'No longer matches the filter'
        }
        rowId={({ id }) => id}
        rowsMax={25}
        columns={COLUMNS}
        order={{ by, isDescending }}
        onOrder={(order) => ask({ sort: order.by, down: order.isDescending ? 'true' : undefined })}
        onOpen={({ id }) => go({ kind: 'agent', id })}
        narrow={(agent) => <NarrowRow agent={agent} />}
      />
    </>
  );
}

function Filters({ text, state }: { text: string; state: string }) {
  const { ask } = useRoute();
  return (
    <div className="filters" role="search">
      <input
        type="search"
        className="input"
        data-filter="true"
        aria-label="Filter agents"
        placeholder="Filter by host, id, attribute…"
        value={text}
        onChange={(event) => ask({ q: event.target.value })}
      />
      <label className="line pick">
        <span className="muted">State</span>
        <select
          className="input pick-input"
          value={state}
          onChange={(event) => ask({ state: event.target.value })}
        >
          <option value="">any</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function NoAgents({ isEmpty }: { isEmpty: boolean }) {
  const { ask } = useRoute();
  return (
    <div className="panel">
      <Empty text={isEmpty ? 'No agent has registered.' : 'No agent matches.'}>
        {isEmpty ? null : (
          <button
            type="button"
            className="button"
            onClick={() => ask({ q: undefined, state: undefined })}
          >
            Clear filters
          </button>
        )}
      </Empty>
    </div>
  );
}

const COLUMNS: readonly Column<Agent>[] = [
  {
    id: 'host',
    head: 'Host',
    width: 'minmax(144px, 1.5fr)',
    isSortable: true,
    cell: ({ id, host, port }) => (
      <To place={{ kind: 'agent', id }} className="name cut">
        <span title={id}>
          {host}
          {port === undefined ? '' : `:${port}`}
        </span>
      </To>
    ),
  },
  {
    id: 'state',
    head: 'State',
    width: '120px',
    cell: ({ state }) => <StatusChip status={state} />,
  },
  {
    id: 'cpus',
    head: 'CPUs allocated',
    width: 'minmax(152px, 1.5fr)',
    isSortable: true,
    cell: ({ state, allocated, total, reserved }) =>
      state === 'unreachable' ? (
        <span className="faint">not known</span>
      ) : (
        <Meter
          isBare
          label="CPUs"
          used={allocated.cpus}
          total={total.cpus}
          reserved={reserved.cpus}
          text={`${formatCpus(allocated.cpus)} / ${formatCpus(total.cpus)}`}
        />
      ),
  },
  {
    id: 'mem',
    head: 'Memory allocated',
    width: 'minmax(184px, 1.5fr)',
    isSortable: true,
    cell: ({ state, allocated, total, reserved }) =>
      state === 'unreachable' ? null : (
        <Meter
          isBare
          label="Memory"
          used={allocated.mem}
          total={total.mem}
          reserved={reserved.mem}
          text={`${formatMebibytes(allocated.mem)} / ${formatMebibytes(total.mem)}`}
        />
      ),
  },
  {
    id: 'tasks',
    head: 'Tasks',
    width: '56px',
    isNumber: true,
    isSortable: true,
    cell: ({ tasks }) => tasks,
  },
  {
    id: 'attributes',
    head: 'Attributes',
    width: 'minmax(96px, 1fr)',
    cell: ({ attributes }) => (
      <span className="cut muted" title={attributes.map((pair) => pair.join('=')).join('\n')}>
        {attributes.map((pair) => pair.join('=')).join(' · ')}
      </span>
    ),
  },
  {
    id: 'version',
    head: 'Version',
    width: '72px',
    cell: ({ version }) => <span className="muted">{version}</span>,
  },
];

function NarrowRow({ agent }: { agent: Agent }) {
  const { allocated, total } = agent;
  return (
    <div className="narrow-row">
      <span className="tree-name">
        <To place={{ kind: 'agent', id: agent.id }} className="name cut">
          {agent.host}
          {agent.port === undefined ? '' : `:${agent.port}`}
        </To>
        <span className="end">
          <StatusChip status={agent.state} />
        </span>
      </span>
      <span className="muted number cut">
        {agent.state === 'unreachable'
          ? 'room not known'
          : `${formatCpus(allocated.cpus)} of ${formatCpus(total.cpus)} cpus · ${formatMebibytes(allocated.mem)} of ${formatMebibytes(total.mem)}`}{' '}
        · {plural(agent.tasks, 'task')}
      </span>
    </div>
  );
}
