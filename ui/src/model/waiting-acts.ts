import type { WaitingJson } from '@stoa/proto/stoa';
import type { Place } from './address.ts';
import type { App, Instance } from './records.ts';

/** A way on from the reason why an app waits: a page of the console. */
export interface WaitingAct {
  readonly label: string;
  readonly place: Place;
  readonly query?: Readonly<Record<string, string>>;
  /** The member on whose field the form puts the focus. */
  readonly hash?: string;
}

/** So many apps that hold a port are named. */
const HOLDERS_MAX = 3;

type Reason = Pick<WaitingJson, 'kind' | 'values' | 'help'>;

/**
 * What can be done about the reason (console.md §7, 1 to 8), without what stands beside its help already; `instances`
 * are those of the whole cluster.
 */
export function listWaitingActs(
  reason: Reason,
  app: App,
  instances: Iterable<Instance>,
): readonly WaitingAct[] {
  const helped = new Set(
    reason.help.flatMap(({ field }) => (field === undefined ? [] : [`/${memberOf(app, field)}`])),
  );
  return listAll(reason, app, instances).filter(
    ({ hash }) => hash === undefined || !helped.has(hash),
  );
}

/** The member of this app that a help means by a field: ports are asked for in one of two. */
export function memberOf({ definition }: App, field: string): string {
  const isMapped = (definition.container?.portMappings?.length ?? 0) > 0;
  return field === 'portDefinitions' && isMapped ? 'container/portMappings' : field;
}

function listAll(
  { kind, values }: Reason,
  app: App,
  instances: Iterable<Instance>,
): readonly WaitingAct[] {
  const edit = (what: string, member: string): WaitingAct => ({
    label: `Edit ${what}`,
    place: { kind: 'edit', id: app.id },
    hash: `/${member}`,
  });
  switch (kind) {
    case 'cpus':
      return [edit('cpus', 'cpus'), showAgents({ sort: 'cpus', down: 'true' })];
    case 'mem':
      return [edit('memory', 'mem'), showAgents({ sort: 'mem', down: 'true' })];
    case 'disk':
      return [edit('disk', 'disk'), showAgents()];
    case 'gpus':
      return [edit('GPUs', 'gpus'), showAgents()];
    case 'ports':
      return [
        ...listHolders(values['port'], instances),
        edit('ports', memberOf(app, 'portDefinitions')),
      ];
    case 'constraint':
      return [edit('placement', 'constraints'), showAgents(attributeOf(values['constraint']))];
    case 'role':
      return [edit('the role', 'role')];
    case 'reservation':
      return [edit('the accepted roles', 'acceptedResourceRoles'), showAgents()];
    case 'delayed':
      return [{ label: 'Log', place: { kind: 'logs' }, query: { app: app.id } }];
    case 'starting':
      return [{ label: 'Show its instances', place: instancesOf(app.id) }];
    case 'scarce':
    case 'maintenance':
    case 'noOffers':
      return [showAgents()];
  }
}

function showAgents(query: Readonly<Record<string, string>> = {}): WaitingAct {
  return { label: 'Show agents', place: { kind: 'agents' }, query };
}

const instancesOf = (id: string): Place => ({ kind: 'app', id, tab: 'instances' });

/** The apps of which an instance has the port; its page is narrowed to that instance. */
function listHolders(
  port: string | number | undefined,
  instances: Iterable<Instance>,
): readonly WaitingAct[] {
  const holders = [...instances].filter(({ ports }) => ports.includes(Number(port)));
  const apps = [...new Set(holders.map(({ appId }) => appId))].slice(0, HOLDERS_MAX);
  return apps.map((id) => ({
    label: apps.length === 1 ? 'Who uses it' : `Who uses it: ${id}`,
    place: instancesOf(id),
    query: { q: String(port) },
  }));
}

/** `rack LIKE a` → agents of which the attribute is told; a host name is none. */
function attributeOf(constraint: string | number | undefined): Readonly<Record<string, string>> {
  const [field = ''] = String(constraint ?? '').split(' ');
  return field === '' || /^(@.*|hostname)$/.test(field) ? {} : { q: `${field}=` };
}
