import { useState } from 'react';
import type { KillKind } from '../../api/marathon.ts';
import { InstanceTable } from '../../components/instance-table.tsx';
import { Empty } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { useConsole, useModel } from '../../live/context.tsx';
import type { App, Instance } from '../../model/records.ts';
import { plural } from '../../model/format.ts';
import { countWaiting, deriveInstanceStatus } from '../../model/status.ts';

/** Are its instances well? */
export function InstancesTab({ app }: { app: App }) {
  const model = useModel();
  const { query, ask } = useRoute();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const isEndedShown = query.get('ended') === 'true';
  const text = query.get('q') ?? '';
  const ended = model.endedOf(app.id);
  const all = [...model.instancesOf(app.id), ...(isEndedShown ? ended : [])].filter(
    ({ condition }) => condition !== 'Scheduled',
  );
  const rows = all.filter((instance) => matches(instance, text));
  const waiting = countWaiting(app.counts);
  const known = new Set(rows.map(({ id }) => id));
  const still = new Set([...chosen].filter((id) => known.has(id)));
  return (
    <>
      {still.size > 0 ? (
        <KillBar app={app} chosen={still} clear={() => setChosen(new Set())} />
      ) : (
        <div className="filters" role="search">
          <input
            type="search"
            className="input"
            data-filter="true"
            aria-label="Filter instances"
            placeholder="Filter by id, agent, status…"
            value={text}
            onChange={(event) => ask({ q: event.target.value })}
          />
          <label className="line">
            <input
              type="checkbox"
              className="tick"
              checked={isEndedShown}
              onChange={() => ask({ ended: isEndedShown ? undefined : 'true' })}
            />
            Ended ({ended.length})
          </label>
          {waiting > 0 ? (
            <span className="end line">
              <span className="muted number">{plural(waiting, 'instance')} not started yet</span>
              <To place={{ kind: 'app', id: app.id, tab: 'why' }} className="button small">
                Why
              </To>
            </span>
          ) : null}
        </div>
      )}
      <InstanceTable
        label={`Instances of ${app.id}`}
        rows={rows}
        orderKey={`${text} ${String(isEndedShown)}`}
        appVersion={app.definition.versionInfo?.lastConfigChangeAt}
        chosen={still}
        onChoose={setChosen}
        empty={<NoInstances app={app} isNarrowed={text !== ''} />}
      />
    </>
  );
}

function matches(instance: Instance, text: string): boolean {
  if (text === '') return true;
  const status = deriveInstanceStatus(instance.condition, instance.isHealthy);
  const words = [instance.id, instance.host ?? '', instance.ports.join(' '), status];
  return words.join(' ').toLowerCase().includes(text.toLowerCase());
}

function KillBar(props: { app: App; chosen: ReadonlySet<string>; clear: () => void }) {
  const { app, chosen, clear } = props;
  const { acts } = useConsole();
  const model = useModel();
  const tasks = [...chosen].flatMap((id) => model.instance(id)?.taskId ?? []);
  const isStateful =
    app.definition.container?.volumes?.some((volume) => 'persistent' in volume) === true;
  const ask = (way: KillKind) => acts.open({ kind: 'kill', app: app.id, tasks, way });
  return (
    <div className="filters" role="toolbar" aria-label="Chosen instances">
      <strong className="number">{chosen.size} chosen</strong>
      <button type="button" className="button" onClick={() => ask('replace')}>
        Kill…
      </button>
      <button type="button" className="button" onClick={() => ask('scale')}>
        Kill and scale…
      </button>
      {isStateful ? (
        <button type="button" className="button" onClick={() => ask('wipe')}>
          Kill and wipe…
        </button>
      ) : null}
      <button type="button" className="button" data-kind="quiet" onClick={clear}>
        Clear
      </button>
    </div>
  );
}

function NoInstances({ app, isNarrowed }: { app: App; isNarrowed: boolean }) {
  const { acts } = useConsole();
  const { ask } = useRoute();
  if (isNarrowed) {
    return (
      <div className="panel">
        <Empty text="No instance matches.">
          <button type="button" className="button" onClick={() => ask({ q: undefined })}>
            Clear filter
          </button>
        </Empty>
      </div>
    );
  }
  return (
    <div className="panel">
      <Empty
        text={
          app.counts.wanted === 0
            ? 'It is suspended: no instance is wanted.'
            : 'No instance has been started yet.'
        }
      >
        {app.counts.wanted === 0 ? (
          <button
            type="button"
            className="button"
            onClick={() => acts.open({ kind: 'scale', apps: [app.id] })}
          >
            Scale up…
          </button>
        ) : (
          <To place={{ kind: 'app', id: app.id, tab: 'why' }} className="button">
            Why
          </To>
        )}
      </Empty>
    </div>
  );
}
