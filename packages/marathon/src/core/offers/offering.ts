import type { Offer, OfferID, TaskInfo } from '@stoa/proto';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import { enforcesRoleOn } from '../groups/group-book.ts';
import { instancesOf, putInstance } from '../instances/instance-book.ts';
import type { Instance } from '../instances/instance.ts';
import { watchLaunch } from '../instances/overdue.ts';
import { APPS_PER_OFFER_MAX } from '../limits.ts';
import { matchOffer, type OfferMatch } from '../matching/match-offer.ts';
import { OfferPool, roleOf } from '../matching/offer-pool.ts';
import { buildTask } from '../matching/task-builder.ts';
import { afterWrites, count, trace, type AppRecord, type Step } from '../state.ts';

/** Offers came: instances that wait are placed on them, what nobody wants goes back. */
export function offersReceived(step: Step, offers: readonly Offer[]): void {
  const declined: OfferID[] = [];
  for (const offer of offers) {
    count(step, 'mesos.offers.incoming');
    // A launch that cannot be stored would hold its offer until the disk is mended.
    const tasks = step.state.isStoreBroken ? [] : placeOn(step, offer);
    if (tasks.length === 0) declined.push(offer.id);
    else accept(step, offer, tasks);
  }
  if (declined.length > 0) decline(step, declined);
}

/**
 * Launches what fits, app by app in random order and round by round, so that no app starves another.
 * Each instance is stored as provisioned before the master hears of its task.
 */
function placeOn(step: Step, offer: Offer): readonly TaskInfo[] {
  const { state } = step;
  const tasks: TaskInfo[] = [];
  const max = state.config.maxInstancesPerOffer;
  let apps = candidates(step, roleOf(offer));
  // Most offers come when nobody waits any more: those are not even looked into.
  if (apps.length === 0) return tasks;
  const pool = new OfferPool(offer);
  while (apps.length > 0 && tasks.length < max && state.launchTokens > 0) {
    const next: AppId[] = [];
    for (const id of apps) {
      if (tasks.length >= max || state.launchTokens <= 0) break;
      const task = placeOne(step, pool, id);
      if (task === undefined) continue;
      tasks.push(task);
      next.push(id);
    }
    apps = next;
  }
  return tasks;
}

function candidates({ state }: Step, role: string): readonly AppId[] {
  const wanting = state.wanted.get(role);
  if (wanting === undefined) return [];
  const some: AppId[] = [];
  for (const id of wanting) {
    if (some.length >= APPS_PER_OFFER_MAX) break;
    some.push(id);
  }
  // Those that were looked at go to the end, so that the others have their turn with the next offer.
  if (wanting.size > some.length) {
    for (const id of some) {
      wanting.delete(id);
      wanting.add(id);
    }
  }
  return state.random.shuffle(some);
}

function placeOne(step: Step, pool: OfferPool, id: AppId): TaskInfo | undefined {
  const { state } = step;
  const record = state.apps.get(id);
  const app = record?.current;
  const instance = nextWaiting(step, record);
  if (record === undefined || app === undefined || instance === undefined) return undefined;
  const { config, random, homeRegion } = state;
  const { at } = step;
  const instances = app.constraints.length === 0 ? [] : instancesOf(step, record);
  const match = matchOffer({ pool, app, instances, config, homeRegion, at, random });
  const reason = match.kind === 'mismatch' ? match.reason : undefined;
  record.statistics.add({ offer: pool.offer, left: pool.left, reason, at });
  if (match.kind === 'mismatch') {
    const fields = { appId: id, offerId: pool.offer.id.value, reason: match.reason };
    trace(step, 'debug', 'offer.declined', fields);
    return undefined;
  }
  pool.take(match.resources.allocateTo(pool.role));
  pool.take(match.resources);
  return provision(step, { app, instance, match });
}

/** The instance that has waited longest. */
function nextWaiting({ state }: Step, record: AppRecord | undefined): Instance | undefined {
  for (const id of record?.waiting ?? []) return state.instances.get(id);
  return undefined;
}

function provision(
  step: Step,
  launch: { readonly app: App; readonly instance: Instance; readonly match: OfferMatch },
): TaskInfo {
  const { state, at } = step;
  const { app, match } = launch;
  const instance: Instance = {
    ...launch.instance,
    condition: 'Provisioned',
    since: at,
    stagedAt: at,
    startedAt: undefined,
    activeSince: undefined,
    healthy: undefined,
    unreachableSince: undefined,
    endWantedAt: undefined,
    ipAddresses: [],
    role: app.role,
    version: app.version,
    configVersion: app.versionInfo.lastConfigChangeAt,
    incarnation: launch.instance.incarnation + 1,
    placement: match.placement,
  };
  putInstance(step, instance);
  watchLaunch(step, instance);
  state.launchTokens -= 1;
  trace(step, 'info', 'instance.provisioned', {
    instanceId: instance.id,
    agentId: match.placement.agentId,
  });
  const { config, random } = state;
  const enforcesRole = enforcesRoleOn(state, app.id);
  return buildTask({ app, instance, match, config, random, enforcesRole });
}

function accept(step: Step, offer: Offer, tasks: readonly TaskInfo[]): void {
  const { state } = step;
  const role = roleOf(offer);
  const { maxInstancesPerOffer } = state.config;
  const isCut = tasks.length >= maxInstancesPerOffer || state.launchTokens <= 0;
  const isMore = isCut && state.wanted.has(role);
  count(step, 'mesos.offers.used');
  count(step, 'mesos.offer-operations.launch');
  count(step, 'tasks.launched', tasks.length);
  trace(step, 'info', 'offer.accepted', { offerId: offer.id.value, tasks: tasks.length });
  afterWrites(step, {
    kind: 'call',
    call: {
      type: 'ACCEPT',
      accept: {
        offer_ids: [offer.id],
        operations: [{ type: 'LAUNCH', launch: { task_infos: tasks } }],
        filters: { refuse_seconds: isMore ? 0 : state.config.declineDuration / 1000 },
      },
    },
  });
  // The rest comes back by itself only at the master's next round.
  if (isMore) state.reviveQueue.add(role);
}

function decline(step: Step, offers: readonly OfferID[]): void {
  const { state } = step;
  count(step, 'mesos.offers.declined', offers.length);
  // Without tokens, or without a store, they are wanted again shortly.
  const isShort = (state.launchTokens <= 0 || state.isStoreBroken) && state.wanted.size > 0;
  const refuse_seconds = isShort ? undefined : state.config.declineDuration / 1000;
  const filters = refuse_seconds === undefined ? undefined : { refuse_seconds };
  step.effects.push({
    kind: 'call',
    call: { type: 'DECLINE', decline: { offer_ids: offers, filters } },
  });
}
