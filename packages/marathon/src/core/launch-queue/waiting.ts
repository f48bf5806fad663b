import { later, type Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { Instance } from '../instances/instance.ts';
import { inspectOffer, type InspectedOffer } from '../matching/inspect-offer.ts';
import { SCALARS } from '../matching/match-offer.ts';
import type { NoMatchReason } from '../matching/no-match.ts';
import type { AppRecord, MarathonState } from '../state.ts';
import { delayedUntil, liveDelay } from './launch-delay.ts';
import type { TriedOffer } from './offer-statistics.ts';
import { judgeWaiting, type WaitingVerdict } from './waiting-verdict.ts';

/** Why an app waits. */
export interface WaitingView {
  readonly app: App;
  /** When the oldest waiting instance began to wait. */
  readonly since: Timestamp;
  /** Instances still to start, those under way included. */
  readonly count: number;
  /** The end of a back-off that runs. */
  readonly delayedUntil: Timestamp | undefined;
  /** Failures in a row behind it. */
  readonly failures: number;
  readonly verdict: WaitingVerdict;
  readonly funnel: readonly FunnelRow[];
  /** The most of each scalar that one agent offered. */
  readonly largest: ReadonlyMap<string, LargestOffer>;
  /** What came closest first. */
  readonly offers: readonly InspectedOffer[];
  /** Agents that are silent because their last offer was declined. */
  readonly refused: readonly RefusedAgent[];
}

/** A row of the funnel; rows that nothing reached have `of` 0. */
export interface FunnelRow {
  readonly reason: NoMatchReason;
  readonly of: number;
  readonly passed: number;
  /** Those that ended here. */
  readonly stopped: readonly InspectedOffer[];
}

export interface LargestOffer {
  /** cpus, or MiB. */
  readonly amount: number;
  readonly host: string;
}

export interface RefusedAgent {
  readonly agentId: string;
  readonly host: string;
  readonly until: Timestamp;
}

/** The offers that were not used, one of each agent, the one heard of longest ago first. */
export function viewUnusedOffers(state: MarathonState, id: AppId): readonly InspectedOffer[] {
  const record = state.apps.get(id);
  const app = record?.current;
  if (record === undefined || app === undefined) return [];
  const instances = app.constraints.length === 0 ? [] : instancesIn(state, record);
  const { config } = state;
  return [...record.statistics.tried]
    .filter(isUnused)
    .map((tried) => inspectOffer(tried, { app, instances, config }));
}

function instancesIn(state: MarathonState, { instanceIds }: AppRecord): readonly Instance[] {
  return [...instanceIds].flatMap((id) => state.instances.get(id) ?? []);
}

function isUnused(tried: TriedOffer): tried is TriedOffer & { readonly reason: NoMatchReason } {
  return tried.reason !== undefined;
}

/** Why an app waits now; undefined when it does not (ui.md §4.3). Costs the offers remembered of it. */
export function viewWaiting(
  state: MarathonState,
  id: AppId,
  at: Timestamp,
): WaitingView | undefined {
  const record = state.apps.get(id);
  const app = record?.current;
  if (record === undefined || app === undefined) return undefined;
  const queued = instancesIn(state, record).filter(
    ({ condition }) => condition === 'Scheduled' || condition === 'Provisioned',
  );
  if (queued.length === 0) return undefined;
  const since = queued.reduce<Timestamp>(
    (oldest, one) => (one.since < oldest ? one.since : oldest),
    at,
  );
  const offers = viewUnusedOffers(state, id);
  const until = delayedUntil(record.delay, app, at);
  const delayEnd = until !== undefined && until > at ? until : undefined;
  const facts = {
    app,
    since,
    count: queued.length,
    delayedUntil: delayEnd,
    failures: liveDelay(record.delay, app, at)?.failures ?? 0,
    funnel: funnelOf(record, offers),
    largest: largestOf(offers),
    offers: byWhatIsMissing(app, offers),
    refused: refusedAgents(state, offers, at),
  };
  const verdict = judgeWaiting({
    ...facts,
    at,
    isLaunching: record.waiting.size === 0,
    isConnected: state.isSubscribed,
    frameworkName: state.config.frameworkName,
    lastFailure: record.lastFailure?.message,
  });
  return { ...facts, verdict };
}

function funnelOf(record: AppRecord, offers: readonly InspectedOffer[]): readonly FunnelRow[] {
  let left = record.statistics.lastOffers.processed;
  return REASONS.map((reason) => {
    const stopped = offers.filter((offer) => offer.reason === reason);
    const of = left;
    left -= stopped.length;
    return { reason, of, passed: left, stopped };
  });
}

const REASONS: readonly NoMatchReason[] = [
  'UnfulfilledRole',
  'UnfulfilledConstraint',
  'NoCorrespondingReservationFound',
  'AgentMaintenance',
  'InsufficientCpus',
  'InsufficientMemory',
  'InsufficientDisk',
  'InsufficientGpus',
  'InsufficientPorts',
  'DeclinedScarceResources',
];

function largestOf(offers: readonly InspectedOffer[]): ReadonlyMap<string, LargestOffer> {
  const largest = new Map<string, LargestOffer>();
  for (const [name, reason] of SCALARS) {
    for (const { offer, checks } of offers) {
      const amount = checks.find((check) => check.reason === reason)?.amount ?? 0;
      const known = largest.get(name);
      if (known !== undefined && known.amount >= amount) continue;
      largest.set(name, { amount, host: offer.hostname });
    }
  }
  return largest;
}

/** Fewer things missing first, then less of them; ties by agent. */
function byWhatIsMissing(app: App, offers: readonly InspectedOffer[]): readonly InspectedOffer[] {
  const weighed = offers.map((offer) => ({ offer, missing: missingOf(app, offer) }));
  weighed.sort(
    (left, right) =>
      left.missing - right.missing || (agentOf(left.offer) < agentOf(right.offer) ? -1 : 1),
  );
  return weighed.map(({ offer }) => offer);
}

function agentOf({ offer }: InspectedOffer): string {
  return offer.agent_id.value;
}

// One for each thing that is missing, and for an amount up to one more by its share.
function missingOf(app: App, { checks }: InspectedOffer): number {
  let missing = 0;
  for (const { reason, fits, amount = 0 } of checks) {
    if (fits) continue;
    const scalar = SCALARS.find(([, known]) => known === reason);
    const asked = scalar === undefined ? 0 : app[scalar[0]];
    missing += 1 + (asked > 0 ? Math.max(0, asked - amount) / asked : 1);
  }
  return missing;
}

// A REVIVE clears what was refused before it.
function refusedAgents(
  { config, lastReviveAt }: MarathonState,
  offers: readonly InspectedOffer[],
  at: Timestamp,
): readonly RefusedAgent[] {
  return offers.flatMap(({ offer, at: seen }) => {
    const until = later(seen, config.declineDuration);
    if (until <= at || (lastReviveAt !== undefined && lastReviveAt > seen)) return [];
    return [{ agentId: offer.agent_id.value, host: offer.hostname, until }];
  });
}
