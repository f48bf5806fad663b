import { useCallback, useMemo, useState } from 'react';
import { Empty, PageHead } from '../../components/page.tsx';
import { Menu } from '../../components/menu.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import {
  APP_COLUMNS,
  AppLister,
  describeMiss,
  isFiltering,
  type AppFilter,
  type AppOrder,
} from '../../model/app-list.ts';
import { describeApps } from '../../model/overview.ts';
import { AppFilters, listLabels } from './app-filters.tsx';
import { AppTable } from './app-table.tsx';
import { readFilter } from './read-filter.ts';

/** Which apps are there, and how are they? */
export function AppsPage({ group }: { group: string }) {
  const model = useModel();
  const now = useNow();
  const { query, ask } = useRoute();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { folded, fold } = useFolded();
  const address = query.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(address)), [address]);
  const lister = useMemo(() => new AppLister(), []);
  const isTree = query.get('view') !== 'flat';
  const order = readOrder(query);
  const open = useMemo(
    () => new Set(model.groupIds.filter((id) => !folded.has(id))),
    [model.revision, folded],
  );
  const { apps, groupIds: groups } = model;
  const rows = lister.list({ apps, groups, group, filter, order, isTree, open, now });
  const inside =
    group === '/' ? model.apps : model.apps.filter(({ id }) => id.startsWith(`${group}/`));
  const labels = useMemo(() => listLabels(inside), [model.definitionRevision, group]);
  if (!model.hasApps) return <PageHead sentence="Looking at the apps" title="Apps" place="apps" />;
  return (
    <>
      <PageHead
        title={group === '/' ? 'Apps' : `${group} · apps`}
        place={`apps ${group}`}
        sentence={describeApps(inside, group, now)}
        actions={<GroupActions group={group} />}
      />
      {inside.length === 0 && !isFiltering(filter) ? null : (
        <AppFilters
          address={`${group} ${address}`}
          filter={filter}
          isTree={isTree}
          labels={labels}
          shown={rows.filter(({ kind }) => kind === 'app').length}
          chosen={chosen}
          ask={ask}
          clear={() => setChosen(new Set())}
        />
      )}
      <AppTable
        isTree={isTree && !isFiltering(filter)}
        rows={rows}
        orderKey={`${group} ${address} ${[...folded].join()}`}
        empty={<NothingHere filter={filter} />}
        order={order}
        onOrder={(next) => ask(writeOrder(next))}
        chosen={chosen}
        onChoose={setChosen}
        onFold={fold}
      />
    </>
  );
}

/** Which groups are closed, and how to open and close them. */
function useFolded() {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const fold = useCallback((id: string, isOpen: boolean) => {
    setFolded((before) => {
      const next = new Set(before);
      if (isOpen) next.delete(id);
      else next.add(id);
      return next;
    });
  }, []);
  return { folded, fold };
}

function writeOrder({ by, isDescending }: AppOrder) {
  return {
    sort: by === 'name' && !isDescending ? undefined : by,
    down: isDescending ? 'true' : undefined,
  };
}

function readOrder(query: URLSearchParams): AppOrder {
  const by = APP_COLUMNS.find((column) => column === query.get('sort')) ?? 'name';
  return { by, isDescending: query.get('down') === 'true' };
}

function GroupActions({ group }: { group: string }) {
  const { acts } = useConsole();
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => acts.open({ kind: 'new-group', parent: group })}
      >
        New group…
      </button>
      {group === '/' ? null : <GroupMenu group={group} />}
    </>
  );
}

function GroupMenu({ group }: { group: string }) {
  const { acts } = useConsole();
  return (
    <Menu
      label={`Menu of ${group}`}
      kind=""
      entries={[
        { label: 'Scale group…', run: () => acts.open({ kind: 'scale-group', group }) },
        {
          label: 'Destroy group…',
          isDanger: true,
          run: () => acts.open({ kind: 'destroy-group', group }),
        },
      ]}
    />
  );
}

function NothingHere({ filter }: { filter: AppFilter }) {
  const { ask } = useRoute();
  if (!isFiltering(filter)) {
    return (
      <div className="panel">
        <Empty text="No apps yet.">
          <To place={{ kind: 'edit', id: undefined }} className="button main">
            Create an app
          </To>
        </Empty>
      </div>
    );
  }
  return (
    <div className="panel">
      <Empty text={describeMiss(filter)}>
        <button
          type="button"
          className="button"
          onClick={() =>
            ask({ q: undefined, status: undefined, health: undefined, label: undefined })
          }
        >
          Clear filters
        </button>
      </Empty>
    </div>
  );
}
