import { useEffect, useRef, useState } from 'react';
import { StatusIcon } from '../../components/icon.tsx';
import { HealthBar, HealthLegend } from '../../components/health-bar.tsx';
import { Menu } from '../../components/menu.tsx';
import { Empty, PageHead } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { VersionName } from '../../components/version-name.tsx';
import { WishNote } from '../../components/wish-note.tsx';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { nameOf, type AppTab } from '../../model/address.ts';
import type { App, AppStanding } from '../../model/records.ts';
import { describeApp } from '../../model/words.ts';
import { listAppActs } from './app-acts.ts';
import { ConfigTab } from './config-tab.tsx';
import { DebugTab } from './debug-tab.tsx';
import { EndpointsTab } from './endpoints-tab.tsx';
import { InstancesTab } from './instances-tab.tsx';
import { WhyTab } from './why-tab.tsx';

const TABS: readonly (readonly [tab: AppTab, name: string])[] = [
  ['instances', 'Instances'],
  ['config', 'Configuration'],
  ['endpoints', 'Endpoints'],
  ['debug', 'Debug'],
  ['why', 'Why'],
];

/** One app: how it stands, and everything about it in five tabs. */
export function AppPage({ id, tab }: { id: string; tab: AppTab }) {
  const { live } = useConsole();
  const model = useModel();
  const now = useNow();
  const [wasThere, setThere] = useState(false);
  useEffect(() => live.watchApp(id), [live, id]);
  const app = model.app(id);
  useEffect(() => setThere((before) => before || app !== undefined), [app]);
  if (app === undefined) return <MissingApp id={id} wasThere={wasThere} isKnown={model.hasApps} />;
  const standing = describeApp(app, now);
  const name = TABS.find(([known]) => known === tab)?.[1] ?? '';
  return (
    <>
      <PageHead
        title={`${nameOf(id)} · ${name.toLowerCase()}`}
        place={`${id} ${tab}`}
        sentence={
          <>
            <StatusIcon status={standing.status} />
            <span className="mono-name">{id}</span> {standing.sentence}
          </>
        }
        meta={<AppMeta app={app} />}
        actions={<AppActions app={app} standing={standing} />}
      />
      <div className="app-health">
        <HealthBar counts={app.counts} />
        <HealthLegend counts={app.counts} />
        <WishNote app={app} />
      </div>
      <Tabs id={id} tab={tab} instances={model.instancesOf(id).length} />
      <Tab app={app} tab={tab} />
    </>
  );
}

function Tabs({ id, tab, instances }: { id: string; tab: AppTab; instances: number }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the present tab may lie beyond the edge.
    const present = nav.current?.querySelector('[aria-current="page"]');
    present?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return (
    <nav ref={nav} className="tabs" aria-label={`Parts of ${id}`}>
      {TABS.map(([key, text]) => (
        <To key={key} place={{ kind: 'app', id, tab: key }} isCurrent={key === tab}>
          {text}
          {key === 'instances' ? <span className="faint number"> {instances}</span> : null}
        </To>
      ))}
    </nav>
  );
}

function Tab({ app, tab }: { app: App; tab: AppTab }) {
  switch (tab) {
    case 'instances':
      return <InstancesTab app={app} />;
    case 'config':
      return <ConfigTab app={app} />;
    case 'endpoints':
      return <EndpointsTab app={app} />;
    case 'debug':
      return <DebugTab app={app} />;
    case 'why':
      return <WhyTab app={app} />;
  }
}

function AppMeta({ app }: { app: App }) {
  const { definition } = app;
  return (
    <>
      <span>
        Version <VersionName app={app.id} version={definition.version} />
      </span>
      {definition.container?.docker?.image === undefined ? null : (
        <span className="mono cut">{definition.container.docker.image}</span>
      )}
      {app.deployments.map((deployment) => (
        <To key={deployment} place={{ kind: 'deployment', id: deployment }}>
          Show the deployment
        </To>
      ))}
      {Object.entries(definition.labels ?? {})
        .slice(0, 4)
        .map(([key, value]) => (
          <To
            key={key}
            className="tag"
            place={{ kind: 'apps', group: '/' }}
            query={{ label: value === '' ? key : `${key}=${value}` }}
          >
            {value === '' ? key : `${key}=${value}`}
          </To>
        ))}
    </>
  );
}

function AppActions({ app, standing }: { app: App; standing: AppStanding }) {
  const console = useConsole();
  const { acts } = console;
  const { go } = useRoute();
  const { id } = app;
  const entries = listAppActs(id, standing.status, app.counts.wanted, console, go);
  return (
    <>
      <To place={{ kind: 'logs' }} query={{ app: id }} className="button">
        Logs
      </To>
      <button
        type="button"
        className="button"
        data-kind="main"
        onClick={() => acts.open({ kind: 'scale', apps: [id] })}
      >
        Scale
      </button>
      <To place={{ kind: 'edit', id }} className="button">
        Edit
      </To>
      <button
        type="button"
        className="button"
        onClick={() => acts.open({ kind: 'restart', apps: [id] })}
      >
        Restart…
      </button>
      <Menu
        label={`Menu of ${id}`}
        kind=""
        entries={entries.filter(
          ({ label }) => !['Scale…', 'Edit', 'Restart…', 'Logs'].includes(label),
        )}
      />
    </>
  );
}

function MissingApp(props: { id: string; wasThere: boolean; isKnown: boolean }) {
  const { id, wasThere, isKnown } = props;
  if (!isKnown) return <PageHead sentence={id} title={nameOf(id)} place={id} />;
  return (
    <>
      <PageHead
        sentence={wasThere ? `${id} was destroyed` : `There is no app ${id}`}
        title={nameOf(id)}
        place={id}
      />
      <div className="panel">
        <Empty
          text={
            wasThere
              ? 'Its configuration and its versions are gone.'
              : 'It may have been destroyed, or its name was typed wrongly.'
          }
        >
          <To place={{ kind: 'apps', group: '/' }} className="button">
            Show all apps
          </To>
        </Empty>
      </div>
    </>
  );
}
