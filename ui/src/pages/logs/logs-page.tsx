import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import { Icon } from '../../components/icon.tsx';
import { LogView } from '../../components/log-view.tsx';
import { Empty, PageHead } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { useConsole, useModel } from '../../live/context.tsx';
import { LogFollower, type LogSource } from '../../live/log-follower.ts';
import { appOfInstance, shortId } from '../../model/address.ts';
import { formatNumber, plural } from '../../model/format.ts';
import { findLines, type LogLine } from '../../model/log-book.ts';

const FILES = ['stdout', 'stderr'] as const;
/** More instances than this are not followed at once. */
const LANES_MAX = 24;

/** What do they say? */
export function LogsPage() {
  const { query } = useRoute();
  const instance = query.get('instance') ?? '';
  const app = query.get('app') ?? (instance === '' ? undefined : appOfInstance(instance));
  const file = query.get('file') ?? 'stdout';
  if (app === undefined || app === '') return <ChooseApp />;
  return <AppLogs key={`${app} ${file}`} app={app} only={instance} file={file} />;
}

function ChooseApp() {
  const { apps } = useModel();
  return (
    <>
      <PageHead title="Logs" place="logs" sentence="Whose log do you want to read?" />
      <div className="panel">
        {apps.length === 0 ? (
          <Empty text="No apps yet, so there is nothing to read.">
            <To place={{ kind: 'edit', id: undefined }} className="button main">
              Create an app
            </To>
          </Empty>
        ) : (
          <ul className="rows">
            {apps.map(({ id, counts }) => (
              <li key={id}>
                <To place={{ kind: 'logs' }} query={{ app: id }} className="name">
                  {id}
                </To>
                <span className="muted number end">{plural(counts.wanted, 'instance')}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function AppLogs({ app, only, file }: { app: string; only: string; file: string }) {
  const { live } = useConsole();
  const model = useModel();
  useEffect(() => live.watchApp(app), [live, app]);
  const files = file === 'both' ? FILES : [file];
  const instances = model
    .instancesOf(app)
    .filter(({ taskId }) => taskId !== undefined)
    .slice(0, LANES_MAX)
    .map(({ id }) => id);
  const shown = only === '' ? instances : [only];
  const key = shown.join(' ');
  if (shown.length === 0) {
    return (
      <>
        <PageHead title="Logs" place={`logs ${app}`} sentence={`Nothing of ${app} runs`} />
        <div className="panel">
          <Empty text="It has no instance now. What the last one wrote is on its debug page.">
            <To place={{ kind: 'app', id: app, tab: 'debug' }} className="button">
              Show the last failure
            </To>
          </Empty>
        </div>
      </>
    );
  }
  const sources = shown.flatMap((instance) => files.map((name) => ({ instance, file: name })));
  return (
    <Lanes
      key={`${key} ${file}`}
      app={app}
      sources={sources}
      file={file}
      only={only}
      instances={instances}
    />
  );
}

interface LanesProps {
  readonly app: string;
  readonly sources: readonly LogSource[];
  readonly file: string;
  readonly only: string;
  readonly instances: readonly string[];
}

function Lanes({ app, sources, file, only, instances }: LanesProps) {
  const { live } = useConsole();
  const follower = useMemo(() => new LogFollower(sources, live), []);
  useEffect(() => {
    follower.start();
    return () => follower.stop();
  }, [follower]);
  useSyncExternalStore(follower.subscribe, follower.version);
  const [isFollowing, setFollowing] = useState(true);
  const [isWrapped, setWrapped] = useState(true);
  const [withTimes, setTimes] = useState(false);
  const { lines } = follower.book;
  const finding = useFinding(lines, () => setFollowing(false));
  const onKey = (key: string) => {
    const act = {
      f: finding.focus,
      n: () => finding.turn(1),
      N: () => finding.turn(-1),
      w: () => setWrapped(!isWrapped),
      t: () => setTimes(!withTimes),
      ' ': follower.turnPause,
    }[key];
    act?.();
    return act !== undefined;
  };
  return (
    <>
      <PageHead
        title={`${app} · logs`}
        place={`logs ${app}`}
        sentence={describeLanes({ app, file, only, instances })}
      />
      <div className="filters">
        <Pickers app={app} file={file} only={only} instances={instances} />
        <Finder {...finding} />
        <span className="end line">
          <Check label="Wrap" isOn={isWrapped} run={() => setWrapped(!isWrapped)} />
          <Check label="Times" isOn={withTimes} run={() => setTimes(!withTimes)} />
          <button type="button" className="button" onClick={follower.turnPause}>
            <Icon name={follower.isPaused ? 'play' : 'pause'} />
            {follower.isPaused ? 'Go on' : 'Pause'}
          </button>
        </span>
      </div>
      <LogView
        label={`Log of ${app}`}
        lines={lines}
        lanes={sources.map((source) =>
          file === 'both' ? `${shortId(source.instance)} ${source.file}` : shortId(source.instance),
        )}
        find={finding.text}
        found={finding.line}
        isFollowing={isFollowing}
        isWrapped={isWrapped}
        withTimes={withTimes}
        onFollow={setFollowing}
        onTop={() => void follower.readBack()}
        onKey={onKey}
      />
      <Foot
        follower={follower}
        lanes={sources.length}
        isFollowing={isFollowing}
        follow={() => setFollowing(true)}
      />
    </>
  );
}

function Pickers({ app, file, only, instances }: Omit<LanesProps, 'sources'>) {
  const { ask } = useRoute();
  const { apps } = useModel();
  return (
    <>
      <select
        className="input pick-input"
        aria-label="App"
        value={app}
        onChange={(event) => ask({ app: event.target.value, instance: undefined })}
      >
        {[...new Set([app, ...apps.map(({ id }) => id)])].map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
      <select
        className="input pick-input"
        aria-label="Instance"
        value={only}
        onChange={(event) => ask({ instance: event.target.value })}
      >
        <option value="">all instances</option>
        {[...new Set([...(only === '' ? [] : [only]), ...instances])].map((id) => (
          <option key={id} value={id}>
            {shortId(id)}
          </option>
        ))}
      </select>
      <span className="choices" role="group" aria-label="File">
        {['stdout', 'stderr', 'both'].map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={file === name}
            onClick={() => ask({ file: name === 'stdout' ? undefined : name })}
          >
            {name}
          </button>
        ))}
      </span>
    </>
  );
}

function Small(props: { icon: 'up' | 'down'; label: string; run: () => void }) {
  return (
    <button
      type="button"
      className="button small square"
      aria-label={props.label}
      onClick={props.run}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function Check(props: { label: string; isOn: boolean; run: () => void }) {
  return (
    <label className="line tight">
      <input type="checkbox" className="tick" checked={props.isOn} onChange={props.run} />
      {props.label}
    </label>
  );
}

function Foot(props: {
  readonly follower: LogFollower;
  readonly lanes: number;
  readonly isFollowing: boolean;
  readonly follow: () => void;
}) {
  const { follower, lanes, isFollowing, follow } = props;
  return (
    <div className="log-foot muted">
      <span className="number">
        {plural(follower.book.lines.length, 'line')}
        {follower.isWhole ? ', from the first byte' : ''}
        {lanes > 1 ? ', in the order in which they came' : ''}
      </span>
      {isFollowing ? (
        <span>{follower.isPaused ? 'paused' : 'following'}</span>
      ) : (
        <button type="button" className="button small" data-kind="main" onClick={follow}>
          Go to the end
        </button>
      )}
    </div>
  );
}

interface Finding {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly hits: number;
  /** Which of them is in view. */
  readonly at: number | undefined;
  /** The place of its line. */
  readonly line: number | undefined;
  readonly focus: () => void;
  readonly turn: (step: number) => void;
  readonly change: (text: string) => void;
}

/** What is looked for lives in the address; which hit is in view does not. */
function useFinding(lines: readonly LogLine[], onTurn: () => void): Finding {
  const { query, ask } = useRoute();
  const field = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState<number | undefined>(undefined);
  const text = query.get('q') ?? '';
  const hits = useMemo(() => findLines(lines, text), [lines, text]);
  return {
    field,
    text,
    hits: hits.length,
    at,
    line: at === undefined ? undefined : hits[at],
    focus: () => field.current?.focus(),
    turn: (step) => {
      if (hits.length === 0) return;
      onTurn();
      setAt(((at ?? (step > 0 ? -1 : 0)) + step + hits.length) % hits.length);
    },
    change: (next) => {
      setAt(undefined);
      ask({ q: next });
    },
  };
}

function Finder({ field, text, hits, at, turn, change }: Finding) {
  const place = at === undefined ? '' : `${at + 1} of `;
  return (
    <>
      <input
        ref={field}
        type="search"
        className="input"
        data-filter="true"
        aria-label="Find in the log"
        placeholder="Find…"
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') turn(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {text === '' ? null : (
        <span className="line tight number" role="status">
          {hits === 0 ? 'not found' : `${place}${formatNumber(hits)}`}
          <Small icon="up" label="Previous match" run={() => turn(-1)} />
          <Small icon="down" label="Next match" run={() => turn(1)} />
        </span>
      )}
    </>
  );
}

function describeLanes({ app, file, only, instances }: Omit<LanesProps, 'sources'>): string {
  const files = file === 'both' ? 'stdout and stderr' : file;
  return `${files} of ${only === '' ? plural(instances.length, 'instance') : shortId(only)} of ${app}`;
}
