import { readVersion, readVersions } from '../../api/marathon.ts';
import { DiffTable } from '../../components/diff-table.tsx';
import { Empty, Panel, Refused } from '../../components/page.tsx';
import { useRoute } from '../../components/route.tsx';
import { When } from '../../components/text.tsx';
import { useAnswer } from '../../components/use-answer.ts';
import { useConsole } from '../../live/context.tsx';
import {
  describePointer,
  describeValue,
  diffDocuments,
  effectOf,
  listMembers,
} from '../../model/diff.ts';
import { toDraft } from '../../model/document.ts';
import { formatMoment, formatSince, parseTime, plural } from '../../model/format.ts';
import type { App, Definition } from '../../model/records.ts';

const VIEWS = ['changes', 'all', 'json'] as const;

/** What is set, and what changed when? */
export function ConfigTab({ app }: { app: App }) {
  const { query, ask } = useRoute();
  const { id, definition } = app;
  const versions = useAnswer(`${id} ${definition.version ?? ''}`, () => readVersions(id));
  const list = versions?.ok === true ? versions.value.versions : [];
  const shown = query.get('version') ?? definition.version ?? list[0] ?? '';
  const against = query.get('against') ?? list[list.indexOf(shown) + 1];
  const view =
    VIEWS.find((known) => known === query.get('show')) ??
    (against === undefined ? 'all' : 'changes');
  const after = useVersion(app, shown);
  const before = useVersion(app, against);
  return (
    <>
      {versions?.ok === false ? <Refused refusal={versions.refusal} /> : null}
      <div className="filters">
        <VersionPick
          label="Version"
          list={list}
          value={shown}
          onPick={(version) => ask({ version })}
        />
        {view === 'changes' ? (
          <VersionPick
            label="compared with"
            list={list}
            value={against ?? ''}
            onPick={(version) => ask({ against: version })}
          />
        ) : null}
        <span className="choices" role="group" aria-label="Show">
          {(
            [
              ['changes', 'Changes'],
              ['all', 'All fields'],
              ['json', 'JSON'],
            ] as const
          ).map(([key, text]) => (
            <button
              key={key}
              type="button"
              aria-pressed={view === key}
              onClick={() => ask({ show: key })}
            >
              {text}
            </button>
          ))}
        </span>
        <RollBack app={app} list={list} shown={shown} />
      </div>
      {view === 'changes' ? (
        <Changes
          before={before}
          after={after}
          names={[against, shown].map((version) => nameListed(list, version))}
          isFirst={against === undefined}
        />
      ) : (
        <Whole definition={after} isJson={view === 'json'} />
      )}
      <History list={list} current={definition.version} shown={shown} />
    </>
  );
}

/** The definition at a version; the present one is at hand. */
function useVersion(app: App, version: string | undefined): Definition | undefined {
  const isPresent = version === app.definition.version;
  const answer = useAnswer(`${app.id} ${version ?? ''}`, async () =>
    version === undefined || isPresent
      ? ({ ok: true, value: app.definition } as const)
      : await readVersion(app.id, version),
  );
  if (version === undefined) return undefined;
  return answer?.ok === true ? answer.value : isPresent ? app.definition : undefined;
}

/** Versions have times for names: what a person reads is when. */
function nameVersion(version: string): string {
  const at = parseTime(version);
  return at === undefined ? version : formatSince(at, Date.now());
}

/** `v3 · 2 Mar, 11:01`; a version that the list does not have, by its time alone. */
function nameListed(list: readonly string[], version: string | undefined): string {
  if (version === undefined) return '';
  const at = list.indexOf(version);
  return at < 0 ? nameVersion(version) : `v${list.length - at} · ${nameVersion(version)}`;
}

function VersionPick(props: {
  readonly label: string;
  readonly list: readonly string[];
  readonly value: string;
  readonly onPick: (version: string) => void;
}) {
  return (
    <label className="line pick">
      <span className="muted">{props.label}</span>
      <select
        className="input pick-input number"
        value={props.value}
        onChange={(event) => props.onPick(event.target.value)}
      >
        {props.list.map((version, at) => (
          <option key={version} value={version}>
            {`v${props.list.length - at} · ${formatMoment(parseTime(version) ?? 0)}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function RollBack({ app, list, shown }: { app: App; list: readonly string[]; shown: string }) {
  const { acts } = useConsole();
  const current = app.definition.version ?? '';
  // With the present version in view, the way back is to the one before it.
  const to = shown === current ? list[list.indexOf(current) + 1] : shown;
  if (to === undefined) return null;
  return (
    <button
      type="button"
      className="button end"
      title={`To ${nameListed(list, to)}`}
      onClick={() => acts.open({ kind: 'roll-back', app: app.id, from: current, to })}
    >
      Roll back
    </button>
  );
}

function Changes(props: {
  readonly before: Definition | undefined;
  readonly after: Definition | undefined;
  readonly names: readonly string[];
  readonly isFirst: boolean;
}) {
  const { before, after, names } = props;
  if (props.isFirst) {
    return (
      <div className="panel">
        <Empty text="This is its first version: there is nothing to compare it with." />
      </div>
    );
  }
  if (before === undefined || after === undefined) return null;
  const changes = diffDocuments(toDraft(before), toDraft(after));
  if (changes.length === 0) {
    return (
      <div className="panel">
        <Empty text="The two versions are the same." />
      </div>
    );
  }
  const replaced = changes.filter((change) => effectOf(change) === 'replaces').length;
  const how =
    replaced === 0
      ? 'no instance is replaced'
      : `instances are replaced (${plural(replaced, 'field')})`;
  return (
    <Panel title={`${plural(changes.length, 'change')} · ${how}`}>
      <DiffTable changes={changes} before={names[0] ?? ''} after={names[1] ?? ''} />
    </Panel>
  );
}

function Whole({ definition, isJson }: { definition: Definition | undefined; isJson: boolean }) {
  if (definition === undefined) return null;
  const plain = toDraft(definition);
  if (isJson) {
    return (
      <Panel>
        <pre className="json">{JSON.stringify(plain, null, 2)}</pre>
      </Panel>
    );
  }
  return (
    <Panel>
      <dl className="facts spaced-top">
        {listMembers(plain).map(({ pointer, after }) => (
          <div key={pointer} className="row">
            <dt>{describePointer(pointer)}</dt>
            <dd>
              <code>{describeValue(after)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const VERSIONS_SHOWN = 12;

function History(props: { list: readonly string[]; current: string | undefined; shown: string }) {
  const { ask } = useRoute();
  const { list, current, shown } = props;
  return (
    <div className="spaced">
      <Panel title={plural(list.length, 'version')} isBare>
        <ul className="rows">
          {list.slice(0, VERSIONS_SHOWN).map((version, at) => (
            <li key={version}>
              <span className="number name">v{list.length - at}</span>
              <When at={parseTime(version)} suffix=" ago" />
              {version === current ? <span className="tag">current</span> : null}
              <button
                type="button"
                className="button small end"
                aria-pressed={version === shown}
                aria-label={`Show version ${list.length - at}`}
                onClick={() => ask({ version, against: undefined })}
              >
                Show
              </button>
            </li>
          ))}
          {list.length > VERSIONS_SHOWN ? (
            <li className="muted">
              {list.length - VERSIONS_SHOWN} older ones are in the list above.
            </li>
          ) : null}
        </ul>
      </Panel>
    </div>
  );
}
