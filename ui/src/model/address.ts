import { unreachable } from '@stoa/common';

// Every view of the console has one address below its base, and every address one view (console.md §2.2).

/** Tabs of an app's page; `~` cannot occur in an app id, so it parts the tab from the id. */
export const APP_TABS = ['instances', 'config', 'endpoints', 'debug', 'why'] as const;
export type AppTab = (typeof APP_TABS)[number];

/** Where in the console one is. */
export type Place =
  | { readonly kind: 'overview' }
  | { readonly kind: 'apps'; readonly group: string }
  | { readonly kind: 'app'; readonly id: string; readonly tab: AppTab }
  | { readonly kind: 'edit'; readonly id: string | undefined }
  | { readonly kind: 'deployments' }
  | { readonly kind: 'deployment'; readonly id: string }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'agents' }
  | { readonly kind: 'agent'; readonly id: string }
  | { readonly kind: 'instance'; readonly id: string }
  | { readonly kind: 'files'; readonly instance: string; readonly path: string }
  | { readonly kind: 'logs' }
  | { readonly kind: 'about' }
  | { readonly kind: 'lost'; readonly address: string };

const PLAIN: Readonly<Record<string, Place>> = {
  '': { kind: 'overview' },
  deployments: { kind: 'deployments' },
  waiting: { kind: 'waiting' },
  agents: { kind: 'agents' },
  logs: { kind: 'logs' },
  about: { kind: 'about' },
  new: { kind: 'edit', id: undefined },
};

/** What stands at an address below the base, without its query: never throws, the rest is `lost`. */
export function parsePlace(address: string): Place {
  const path = address.replace(/^\/+/, '');
  const plain = Object.hasOwn(PLAIN, path.replace(/\/$/, ''))
    ? PLAIN[path.replace(/\/$/, '')]
    : undefined;
  if (plain !== undefined) return plain;
  const [head = '', ...rest] = path.split('/').map(decodePart);
  if (head === 'apps') return parseApps(rest, path);
  const [name = '', ...below] = rest;
  if (head === 'instances') return parseInstance(name, below, path);
  if (name === '' || below.length > 0) return { kind: 'lost', address: path };
  if (head === 'deployments') return { kind: 'deployment', id: name };
  if (head === 'agents') return { kind: 'agent', id: name };
  return { kind: 'lost', address: path };
}

function parseApps(parts: readonly string[], address: string): Place {
  const last = parts.at(-1) ?? '';
  if (last === '') return { kind: 'apps', group: `/${parts.slice(0, -1).join('/')}` };
  if (!last.startsWith('~')) return { kind: 'app', id: `/${parts.join('/')}`, tab: 'instances' };
  const id = `/${parts.slice(0, -1).join('/')}`;
  if (last === '~edit') return { kind: 'edit', id };
  const tab = APP_TABS.find((known) => `~${known}` === last);
  return tab === undefined ? { kind: 'lost', address } : { kind: 'app', id, tab };
}

function parseInstance(id: string, below: readonly string[], address: string): Place {
  if (id === '') return { kind: 'lost', address };
  if (below.length === 0) return { kind: 'instance', id };
  const [mark, ...path] = below;
  return mark === '~files'
    ? { kind: 'files', instance: id, path: path.join('/') }
    : { kind: 'lost', address };
}

/** A part of an address as it was meant; one that is not rightly encoded stays as it is. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** The address of a place below the base; begins with a slash. */
export function renderPlace(place: Place): string {
  switch (place.kind) {
    case 'overview':
      return '/';
    case 'apps':
      return place.group === '/' ? '/apps/' : `/apps${encodePath(place.group)}/`;
    case 'app':
      return `/apps${encodePath(place.id)}${place.tab === 'instances' ? '' : `/~${place.tab}`}`;
    case 'edit':
      return place.id === undefined ? '/new' : `/apps${encodePath(place.id)}/~edit`;
    case 'deployment':
      return `/deployments/${encodeURIComponent(place.id)}`;
    case 'agent':
      return `/agents/${encodeURIComponent(place.id)}`;
    case 'instance':
      return `/instances/${encodeURIComponent(place.id)}`;
    case 'files':
      return `/instances/${encodeURIComponent(place.instance)}/~files/${encodePath(place.path)}`;
    case 'lost':
      return `/${place.address}`;
    case 'deployments':
    case 'waiting':
    case 'agents':
    case 'logs':
    case 'about':
      return `/${place.kind}`;
    default:
      return unreachable(place);
  }
}

/** The parts of an app's id with the id that each part ends: `shop` → `/shop`, `web` → `/shop/web`. */
export function listParents(id: string): readonly { readonly name: string; readonly id: string }[] {
  const names = id.split('/').filter((name) => name !== '');
  return names.map((name, at) => ({ name, id: `/${names.slice(0, at + 1).join('/')}` }));
}

/** The group that an app or a group stands in. */
export function parentOf(id: string): string {
  const at = id.lastIndexOf('/');
  return at <= 0 ? '/' : id.slice(0, at);
}

/** The last part of an id: what people call it. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** A short form of an instance's or a task's id that tells it from its siblings. */
export function shortId(id: string): string {
  const unique = /(?:instance|marathon|\$[^.]*)-([0-9a-f]{8})-/.exec(id)?.[1];
  return unique === undefined ? id.slice(-8) : unique;
}

/** The instance to which a task belongs: `a.instance-1._app.1` → `a.instance-1`. */
export function instanceOf(taskId: string): string {
  return /^(.*\.(?:instance|marathon)-[0-9a-f-]+)(?:[._].*)?$/.exec(taskId)?.[1] ?? taskId;
}

/** The app of an instance: the dots and underscores of its id turned back into a path. */
export function appOfInstance(instanceId: string): string | undefined {
  const name = /^(.*)\.(?:instance|marathon)-/.exec(instanceId)?.[1];
  return name === undefined ? undefined : `/${name.replaceAll('_', '/')}`;
}
