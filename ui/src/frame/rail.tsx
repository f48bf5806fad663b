import { memo } from 'react';
import { useInfo } from '../live/answers.ts';
import { useConsole, useFact, useModel, useNow } from '../live/context.tsx';
import { turnDensity, turnTheme } from '../live/settings.ts';
import type { Place } from '../model/address.ts';
import { formatNumber } from '../model/format.ts';
import { describeState, listWaiting } from '../model/overview.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { To, useRoute } from '../components/route.tsx';

interface Entry {
  readonly place: Place;
  readonly name: string;
  readonly icon: IconName;
  /** Places that belong to this entry beside its own. */
  readonly also: readonly Place['kind'][];
}

const OVERVIEW: Entry = {
  place: { kind: 'overview' },
  name: 'Overview',
  icon: 'overview',
  also: [],
};
const APPS: Entry = {
  place: { kind: 'apps', group: '/' },
  name: 'Apps',
  icon: 'apps',
  also: ['app', 'edit', 'instance', 'files'],
};
const DEPLOYMENTS: Entry = {
  place: { kind: 'deployments' },
  name: 'Deployments',
  icon: 'deployments',
  also: ['deployment'],
};
const WAITING: Entry = { place: { kind: 'waiting' }, name: 'Waiting', icon: 'waiting', also: [] };
const AGENTS: Entry = {
  place: { kind: 'agents' },
  name: 'Agents',
  icon: 'agents',
  also: ['agent'],
};
const LOGS: Entry = { place: { kind: 'logs' }, name: 'Logs', icon: 'logs', also: [] };
const ABOUT: Entry = { place: { kind: 'about' }, name: 'About', icon: 'about', also: [] };

interface RailLinkProps {
  readonly entry: Entry;
  readonly count?: number;
  readonly isBad?: boolean;
}

/** Drawn when its count is another: what is around a page is not drawn for each event. */
const RailLink = memo(function DrawnRailLink({ entry, count, isBad }: RailLinkProps) {
  const { place } = useRoute();
  const isCurrent = place.kind === entry.place.kind || entry.also.includes(place.kind);
  return (
    <To place={entry.place} className="rail-link" isCurrent={isCurrent}>
      <Icon name={entry.icon} />
      <span>{entry.name}</span>
      {count === undefined || count === 0 ? null : (
        <small className={isBad === true ? 'count bad' : 'count'}>{formatNumber(count)}</small>
      )}
    </To>
  );
});

/** The way to every part of the console. */
export const Rail = memo(function DrawnRail() {
  return (
    <nav className="rail" aria-label="Console">
      <To place={{ kind: 'overview' }} className="rail-logo" label="Stoa, overview">
        <Icon name="stoa" />
        <span>Stoa</span>
      </To>
      <RailLink entry={OVERVIEW} />
      <RailRun />
      <p className="rail-group">Cluster</p>
      <RailAgents />
      <p className="rail-group">Watch</p>
      <RailLink entry={LOGS} />
      <RailFoot />
    </nav>
  );
});

function RailRun() {
  const { apps, deployments } = useModel();
  const now = useNow();
  const isBad = describeState(apps, now).troubled > 0;
  return (
    <>
      <p className="rail-group">Run</p>
      <RailLink entry={APPS} count={apps.length} isBad={isBad} />
      <RailLink entry={DEPLOYMENTS} count={deployments.length} />
      <RailLink entry={WAITING} count={listWaiting(apps, now).length} />
    </>
  );
}

function RailAgents() {
  return <RailLink entry={AGENTS} count={useFact(({ agents }) => agents.length)} />;
}

function RailFoot() {
  const { acts } = useConsole();
  return (
    <div className="rail-foot">
      <Whose />
      <RailLink entry={ABOUT} />
      <div className="rail-tools">
        <ToolButton icon="theme" label="Change theme" run={turnTheme} />
        <ToolButton icon="density" label="Change density" run={turnDensity} />
        <ToolButton icon="help" label="Show keys" run={() => acts.open({ kind: 'keys' })} />
      </div>
    </div>
  );
}

/** Which cluster this is, and as whom one looks at it. */
function Whose() {
  const { cluster, user } = useInfo() ?? {};
  if (cluster === undefined && user === undefined) return null;
  const words = [cluster, user].filter((word) => word !== undefined).join(' · ');
  return (
    <p className="cluster-name cut" title={words}>
      {words}
    </p>
  );
}

function ToolButton(props: { icon: IconName; label: string; run: () => void }) {
  return (
    <button
      type="button"
      className="button square"
      data-kind="quiet"
      aria-label={props.label}
      title={props.label}
      onClick={props.run}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** The same at the foot of a phone: four parts and the rest. */
export const FootBar = memo(function DrawnFootBar() {
  const { place } = useRoute();
  return (
    <nav className="foot-bar" aria-label="Console">
      {[OVERVIEW, APPS, WAITING, LOGS].map((entry) => (
        <To
          key={entry.name}
          place={entry.place}
          isCurrent={place.kind === entry.place.kind || entry.also.includes(place.kind)}
        >
          <Icon name={entry.icon} />
          {entry.name}
        </To>
      ))}
      <MoreButton />
    </nav>
  );
});

function MoreButton() {
  return (
    <>
      <button type="button" popoverTarget="more" aria-haspopup="true">
        <Icon name="more" />
        More
      </button>
      <div id="more" popover="auto" className="menu more" role="group" aria-label="More">
        {[DEPLOYMENTS, AGENTS, ABOUT].map((entry) => (
          <span
            key={entry.name}
            onClick={(event) =>
              event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
            }
          >
            <To place={entry.place}>
              <Icon name={entry.icon} />
              {entry.name}
            </To>
          </span>
        ))}
        <button type="button" onClick={turnTheme}>
          <Icon name="theme" />
          Change theme
        </button>
      </div>
    </>
  );
}
