import type { Random, Timestamp } from '@stoa/common';
import { Resources, type Resource } from '@stoa/proto';
import { isResident, type App } from '../apps/app.ts';
import { isActive, type Instance, type Placement } from '../instances/instance.ts';
import type { MarathonConfig } from '../state.ts';
import { attributeTexts } from './attributes.ts';
import { meetsConstraints, type Place, type Placed } from './constraints.ts';
import { isInMaintenance } from './maintenance.ts';
import type { NoMatchReason } from './no-match.ts';
import { type OfferPool, takePorts, takeScalar } from './offer-pool.ts';
import { choosePorts, hostPortDemands } from './ports.ts';

/** What an instance gets out of an offer. */
export interface OfferMatch {
  readonly kind: 'match';
  readonly resources: Resources;
  readonly placement: Placement;
}

/** Why it gets nothing. */
export interface OfferMismatch {
  readonly kind: 'mismatch';
  readonly reason: NoMatchReason;
}

/** The flags that decide what fits. */
export type MatchConfig = Pick<MarathonConfig, 'acceptedRolesDefault' | 'isGpuRestricted'>;

export interface MatchInput {
  readonly pool: OfferPool;
  readonly app: App;
  /** The app's instances, for constraints. */
  readonly instances: readonly Instance[];
  readonly config: MatchConfig & Pick<MarathonConfig, 'drainingTime'>;
  /** The master's; agents of other regions are for those who ask for one. */
  readonly homeRegion: string | undefined;
  readonly at: Timestamp;
  readonly random: Random;
}

/**
 * Whether one instance of an app can run on what is left of an offer, asked in the order of
 * marathon-behaviour.md §4.3, and what it takes. Changes nothing.
 */
export function matchOffer(input: MatchInput): OfferMatch | OfferMismatch {
  const { pool, app, config, random } = input;
  if (pool.role !== app.role) return mismatch('UnfulfilledRole');
  const place = placeOf(pool);
  const placed: Placed = { placed: placedOf(app, input.instances), wanted: app.instances };
  if (!isInReach(input, place) || !meetsConstraints(app.constraints, place, placed)) {
    return mismatch('UnfulfilledConstraint');
  }
  // Its disk would have to be reserved and kept, which nothing here does: without it it must not run.
  if (isResident(app)) return mismatch('NoCorrespondingReservationFound');
  if (isInMaintenance(pool.offer, config.drainingTime, input.at)) {
    return mismatch('AgentMaintenance');
  }
  const usable = pool.usable(acceptedKinds(app, config));
  const scalars = takeScalars(usable, app);
  if ('kind' in scalars) return scalars;
  const ports = choosePorts(hostPortDemands(app), usable.ranges('ports'), random);
  if (ports === undefined) return mismatch('InsufficientPorts');
  if (config.isGpuRestricted && app.gpus === 0 && usable.scalar('gpus') > 0) {
    return mismatch('DeclinedScarceResources');
  }
  const numbers = ports.filter((port) => port !== undefined);
  const resources = Resources.of([...scalars, ...takePorts(usable, numbers)]);
  const agentId = pool.offer.agent_id.value;
  return { kind: 'match', resources, placement: { ...place, agentId, hostPorts: ports } };
}

/** Those of the same configuration that have a place and are not lost (marathon-behaviour.md §4.3). */
export function placedOf(app: App, instances: readonly Instance[]): readonly Instance[] {
  return instances.filter(
    (instance) =>
      isActive(instance) &&
      instance.condition !== 'Unreachable' &&
      instance.configVersion === app.versionInfo.lastConfigChangeAt,
  );
}

/** An agent of a far region is there for apps that speak of regions or zones, and for no others. */
function isInReach({ app, homeRegion }: MatchInput, { region }: Place): boolean {
  if (region === undefined || homeRegion === undefined || region === homeRegion) return true;
  return app.constraints.some(([field]) => field === '@region' || field === '@zone');
}

/** The scalar resources, and why an offer is refused that has too little of one. */
export const SCALARS = [
  ['cpus', 'InsufficientCpus'],
  ['mem', 'InsufficientMemory'],
  ['disk', 'InsufficientDisk'],
  ['gpus', 'InsufficientGpus'],
] as const;

function takeScalars(usable: Resources, app: App): readonly Resource[] | OfferMismatch {
  const taken: Resource[] = [];
  for (const [name, reason] of SCALARS) {
    const part = takeScalar(usable, name, app[name]);
    if (part === undefined) return mismatch(reason);
    taken.push(...part);
  }
  return taken;
}

/** Whose resources an app may use. */
export function acceptedKinds(
  { acceptedResourceRoles }: App,
  { acceptedRolesDefault }: MatchConfig,
): { readonly unreserved: boolean; readonly reserved: boolean } {
  if (acceptedResourceRoles === undefined) {
    return {
      unreserved: acceptedRolesDefault !== 'reserved',
      reserved: acceptedRolesDefault !== 'unreserved',
    };
  }
  return {
    unreserved: acceptedResourceRoles.includes('*'),
    reserved: acceptedResourceRoles.some((role) => role !== '*'),
  };
}

/** Where an offer is. */
export function placeOf({ offer }: OfferPool): Omit<Placement, 'agentId' | 'hostPorts'> {
  const domain = offer.domain?.fault_domain;
  return {
    host: offer.hostname,
    region: domain?.region.name,
    zone: domain?.zone.name,
    attributes: attributeTexts(offer),
  };
}

function mismatch(reason: NoMatchReason): OfferMismatch {
  return { kind: 'mismatch', reason };
}
