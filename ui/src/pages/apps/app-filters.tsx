import { memo, useState, type ReactNode } from 'react';
import { useConsole } from '../../live/context.tsx';
import { countFilters, type AppFilter } from '../../model/app-list.ts';
import { plural } from '../../model/format.ts';
import type { App } from '../../model/records.ts';
import { APP_STATUSES, nameOfStatus } from '../../model/status.ts';
import type { Route } from '../../components/route.tsx';

interface AppFiltersProps {
  /** The address: what the filters and `ask` are made of. */
  readonly address: string;
  readonly filter: AppFilter;
  readonly isTree: boolean;
  /** Each `key=value` that can be chosen. */
  readonly labels: readonly string[];
  readonly shown: number;
  readonly chosen: ReadonlySet<string>;
  readonly ask: Route['ask'];
  readonly clear: () => void;
}

/**
 * What narrows the list; once rows are chosen, what can be done with them. It has hundreds of elements, and events
 * change none of them.
 */
export const AppFilters = memo(
  DrawnAppFilters,
  (a, b) =>
    a.address === b.address &&
    a.labels === b.labels &&
    a.shown === b.shown &&
    a.chosen === b.chosen,
);

function DrawnAppFilters(props: AppFiltersProps) {
  const { filter, ask } = props;
  const [isOpen, setOpen] = useState(false);
  const count = countFilters(filter);
  if (props.chosen.size > 0) return <ChosenBar {...props} />;
  return (
    <div className="filters foldable" role="search">
      <input
        type="search"
        className="input"
        data-filter="true"
        aria-label="Filter by name"
        placeholder="Filter by name…"
        value={filter.text}
        onChange={(event) => ask({ q: event.target.value })}
      />
      <button
        type="button"
        className="button only-narrow"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Filters{count === 0 ? '' : ` · ${count}`}
      </button>
      <div className="folded" data-open={isOpen}>
        <Picks {...props} />
      </div>
    </div>
  );
}

function Picks({ filter, labels, ask, isTree, shown }: AppFiltersProps) {
  return (
    <>
      <Pick
        label="Status"
        value={filter.statuses.join(',')}
        options={APP_STATUSES.map((status) => [status, nameOfStatus(status)])}
        onPick={(status) => ask({ status })}
      />
      <Pick
        label="Health"
        value={filter.health.join(',')}
        options={[
          ['healthy', 'Healthy'],
          ['unhealthy', 'Unhealthy'],
          ['unchecked', 'Without checks'],
        ]}
        onPick={(health) => ask({ health })}
      />
      <Pick
        label="Label"
        value={filter.labels.join(',')}
        options={labels.map((label) => [label, label])}
        onPick={(label) => ask({ label })}
      />
      {filter.text !== '' || countFilters(filter) > 0 ? (
        <button
          type="button"
          className="button"
          data-kind="link"
          onClick={() =>
            ask({ q: undefined, status: undefined, health: undefined, label: undefined })
          }
        >
          Clear filters
        </button>
      ) : null}
      <span className="end line">
        <span className="muted number" role="status">
          {plural(shown, 'app')}
        </span>
        <span className="choices" role="group" aria-label="View">
          <button type="button" aria-pressed={isTree} onClick={() => ask({ view: undefined })}>
            Tree
          </button>
          <button type="button" aria-pressed={!isTree} onClick={() => ask({ view: 'flat' })}>
            Flat
          </button>
        </span>
      </span>
    </>
  );
}

const LABELS_MAX = 200;

/** Labels that can be chosen: each `key=value` that an app carries, sorted. */
export function listLabels(apps: readonly App[]): readonly string[] {
  const labels = new Set<string>();
  for (const { definition } of apps) {
    for (const [key, value] of Object.entries(definition.labels ?? {})) {
      if (labels.size < LABELS_MAX) labels.add(value === '' ? key : `${key}=${value}`);
    }
  }
  return [...labels].sort();
}

function Pick(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onPick: (value: string) => void;
}): ReactNode {
  if (props.options.length === 0) return null;
  return (
    <label className="line pick">
      <span className="muted">{props.label}</span>
      <select
        className="input pick-input"
        value={props.value}
        onChange={(event) => props.onPick(event.target.value)}
      >
        <option value="">any</option>
        {props.value !== '' && !props.options.some(([value]) => value === props.value) ? (
          <option value={props.value}>{props.value}</option>
        ) : null}
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function ChosenBar({ chosen, clear }: AppFiltersProps) {
  const { acts } = useConsole();
  const apps = [...chosen];
  return (
    <div className="filters" role="toolbar" aria-label="Chosen apps">
      <strong className="number">{chosen.size} chosen</strong>
      <button type="button" className="button" onClick={() => acts.open({ kind: 'scale', apps })}>
        Scale…
      </button>
      <button type="button" className="button" onClick={() => acts.open({ kind: 'restart', apps })}>
        Restart…
      </button>
      <button type="button" className="button" onClick={() => acts.open({ kind: 'suspend', apps })}>
        Suspend…
      </button>
      <button type="button" className="button" onClick={() => acts.open({ kind: 'destroy', apps })}>
        Destroy…
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={clear}>
        Clear
      </button>
    </div>
  );
}
