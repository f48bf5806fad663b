import { Fragment, memo } from 'react';
import { appOfInstance, listParents, renderPlace, shortId, type Place } from '../model/address.ts';
import { useFact } from '../live/context.tsx';
import { To } from '../components/route.tsx';

interface Crumb {
  readonly text: string;
  readonly place: Place | undefined;
}

const WORDS: Partial<Readonly<Record<Place['kind'], string>>> = {
  overview: 'Overview',
  deployments: 'Deployments',
  waiting: 'Waiting',
  agents: 'Agents',
  logs: 'Logs',
  about: 'About',
  lost: 'Not found',
};

const TABS: Readonly<Record<string, string>> = {
  instances: 'Instances',
  config: 'Configuration',
  endpoints: 'Endpoints',
  debug: 'Debug',
  why: 'Why',
};

const apps: Crumb = { text: 'Apps', place: { kind: 'apps', group: '/' } };

function groupCrumbs(id: string): readonly Crumb[] {
  return listParents(id).map(({ name, id: group }) => ({
    text: name,
    place: { kind: 'apps', group },
  }));
}

function appCrumbs(id: string): readonly Crumb[] {
  const parts = listParents(id);
  return [
    apps,
    ...parts.map(({ name, id: part }, at): Crumb => {
      const place: Place =
        at === parts.length - 1
          ? { kind: 'app', id, tab: 'instances' }
          : { kind: 'apps', group: part };
      return { text: name, place };
    }),
  ];
}

function listCrumbs(
  place: Place,
  appOf: (instance: string) => string | undefined,
  hostOf: (agent: string) => string | undefined,
) {
  switch (place.kind) {
    case 'apps':
      return [apps, ...groupCrumbs(place.group)];
    case 'app':
      return [...appCrumbs(place.id), { text: TABS[place.tab] ?? place.tab, place: undefined }];
    case 'edit':
      return place.id === undefined
        ? [apps, { text: 'New app', place: undefined }]
        : [...appCrumbs(place.id), { text: 'Edit', place: undefined }];
    case 'deployment':
      return [
        { text: 'Deployments', place: { kind: 'deployments' } as const },
        { text: place.id.slice(0, 8), place: undefined },
      ];
    case 'agent':
      return [
        { text: 'Agents', place: { kind: 'agents' } as const },
        { text: hostOf(place.id) ?? place.id, place: undefined },
      ];
    case 'instance':
    case 'files': {
      const id = place.kind === 'instance' ? place.id : place.instance;
      const app = appOf(id);
      const before = app === undefined ? [apps] : appCrumbs(app);
      const self: Crumb = { text: shortId(id), place: { kind: 'instance', id } };
      return [
        ...before,
        self,
        ...(place.kind === 'files' ? [{ text: 'Files', place: undefined }] : []),
      ];
    }
    default:
      return [{ text: WORDS[place.kind] ?? '', place: undefined }];
  }
}

/** Where one is; every part leads there. */
export const Crumbs = memo(DrawnCrumbs, (a, b) => renderPlace(a.place) === renderPlace(b.place));

function DrawnCrumbs({ place }: { place: Place }) {
  const instance =
    place.kind === 'instance' ? place.id : place.kind === 'files' ? place.instance : '';
  const app = useFact((model) => model.instance(instance)?.appId ?? appOfInstance(instance));
  const agent = place.kind === 'agent' ? place.id : '';
  const host = useFact((model) => model.agent(agent)?.host);
  const crumbs: readonly Crumb[] = listCrumbs(
    place,
    () => app,
    () => host,
  );
  // A phone has room for the thing and its part: `web / Instances`.
  const firstNarrow = crumbs.length - 2;
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      <ol>
        {crumbs.map(({ text, place: to }, at) => (
          <Fragment key={`${at} ${text}`}>
            <li className={at >= firstNarrow ? 'cut' : 'cut only-wide'}>
              {to === undefined || at === crumbs.length - 1 ? (
                <span className="cut" aria-current="page" title={text}>
                  {text}
                </span>
              ) : (
                <To place={to} className="cut">
                  {text}
                </To>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
