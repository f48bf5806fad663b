import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Icon } from '../../components/icon.tsx';
import { LogView } from '../../components/log-view.tsx';
import { Empty, PageHead, Strip } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { useConsole, useModel } from '../../live/context.tsx';
import { LogFollower, type LogSource } from '../../live/log-follower.ts';
import { appOfInstance, shortId } from '../../model/address.ts';
import { formatNumber, plural } from '../../model/format.ts';
import { renderLogPlace, type LogPlace } from '../../model/log-address.ts';
import { useChosen } from './use-chosen.ts';
import { useFinding, type Finding } from './use-finding.ts';
import { leavePlace, usePlace } from './use-place.ts';

const FILES = ['stdout', 'stderr'] as const;
/** More instances than this are not followed at once. */
const LANES_MAX = 24;

/** What do they say? */
export function LogsPage() {
  const { query } = useRoute();
  const instance = query.get('instance') ?? '';
  const place = usePlace();
  const named = instance === '' ? place?.instance : instance;
  const app = query.get('app') ?? (named === undefined ? undefined : appOfInstance(named));
  const file = query.get('file') ?? 'stdout';
  if (app === undefined || app === '') return <ChooseApp />;
  return <AppLogs key={`${app} ${file}`} app={app} only={instance} file={file} place={place} />;
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

interface AppLogsProps {
  readonly app: string;
  readonly only: string;
  readonly file: string;
  /** The line that the address names. */
  readonly place: LogPlace | undefined;
}

function AppLogs({ app, only, file, place }: AppLogsProps) {
  const { live } = useConsole();
  const model = useModel();
  useEffect(() => live.watchApp(app), [live, app]);
  const files = file === 'both' ? FILES : [file];
  const instances = model
    .instancesOf(app)
    .filter(({ taskId }) => taskId !== undefined)
    .slice(0, LANES_MAX)
    .map(({ id }) => id);
  const named = place === undefined ? [] : [place.instance];
  const shown = only === '' ? [...new Set([...instances, ...named])] : [only];
  const key = `${shown.join(' ')} ${place === undefined ? '' : renderLogPlace(place)}`;
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
      place={place}
      file={file}
      only={only}
      instances={instances}
    />
  );
}

interface LanesProps {
  readonly app: string;
  readonly sources: readonly LogSource[];
  readonly place: LogPlace | undefined;
  readonly file: string;
  readonly only: string;
  readonly instances: readonly string[];
}

function Lanes({ app, sources, place, file, only, instances }: LanesProps) {
  const { live } = useConsole();
  const follower = useMemo(() => new LogFollower(sources, live, place), []);
  useEffect(() => {
    follower.start();
    return () => follower.stop();
  }, [follower]);
  useSyncExternalStore(follower.subscribe, follower.version);
  const [isFollowing, setFollowing] = useState(place === undefined);
  const look = useLook();
  useEffect(() => {
    if (follower.gone !== undefined) setFollowing(true);
  }, [follower.gone]);
  const { lines } = follower.book;
  const finding = useFinding(lines, () => setFollowing(false));
  const chosen = useChosen(lines, sources, place, finding);
  const follow = (isWanted: boolean) => {
    if (isWanted && follower.isPinned) follower.readOn();
    else setFollowing(isWanted);
  };
  const onKey = (key: string) => act(key, { finding, look, follower });
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
        {chosen.line === undefined ? null : (
          <button type="button" className="button" onClick={chosen.copy}>
            Copy address
          </button>
        )}
        <Switches {...look} follower={follower} />
      </div>
      {follower.gone === undefined ? null : (
        <Strip family="info" role="status">
          <span>{follower.gone}</span>
        </Strip>
      )}
      <LogView
        label={`Log of ${app}`}
        lines={lines}
        lanes={sources.map((source) =>
          file === 'both' ? `${shortId(source.instance)} ${source.file}` : shortId(source.instance),
        )}
        find={finding.text}
        found={chosen.line}
        isFollowing={isFollowing}
        isWrapped={look.isWrapped}
        withTimes={look.withTimes}
        onFollow={follow}
        onPlace={chosen.choose}
        onTop={() => void follower.readBack()}
        onKey={onKey}
      />
      <Foot
        follower={follower}
        lanes={sources.length}
        isFollowing={isFollowing}
        follow={() => (follower.isPinned ? leavePlace() : setFollowing(true))}
      />
    </>
  );
}

interface Look {
  readonly isWrapped: boolean;
  readonly withTimes: boolean;
  readonly turnWrap: () => void;
  readonly turnTimes: () => void;
}

/** How the lines are drawn. */
function useLook(): Look {
  const [isWrapped, setWrapped] = useState(true);
  const [withTimes, setTimes] = useState(false);
  return {
    isWrapped,
    withTimes,
    turnWrap: () => setWrapped(!isWrapped),
    turnTimes: () => setTimes(!withTimes),
  };
}

/** What a key does in the log; false when it does nothing here. */
function act(
  key: string,
  {
    finding,
    look,
    follower,
  }: { readonly finding: Finding; readonly look: Look; readonly follower: LogFollower },
): boolean {
  const run = {
    f: finding.focus,
    n: () => finding.turn(1),
    N: () => finding.turn(-1),
    w: look.turnWrap,
    t: look.turnTimes,
    ' ': follower.turnPause,
  }[key];
  run?.();
  return run !== undefined;
}

function Switches(props: Look & { readonly follower: LogFollower }) {
  const { follower, isWrapped, withTimes, turnWrap, turnTimes } = props;
  return (
    <span className="end line">
      <Check label="Wrap" isOn={isWrapped} run={turnWrap} />
      <Check label="Times" isOn={withTimes} run={turnTimes} />
      <button type="button" className="button" onClick={follower.turnPause}>
        <Icon name={follower.isPaused ? 'play' : 'pause'} />
        {follower.isPaused ? 'Go on' : 'Pause'}
      </button>
    </span>
  );
}

function Pickers({ app, file, only, instances }: Omit<LanesProps, 'sources' | 'place'>) {
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
        {follower.book.lines.length === 0
          ? 'no line yet'
          : plural(follower.book.lines.length, 'line')}
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

function describeLanes({
  app,
  file,
  only,
  instances,
}: Omit<LanesProps, 'sources' | 'place'>): string {
  const files = file === 'both' ? 'stdout and stderr' : file;
  return `${files} of ${only === '' ? plural(instances.length, 'instance') : shortId(only)} of ${app}`;
}
