import { between, renderIsoTime, toSeconds, type HttpReply, type Timestamp } from '@stoa/common';
import type { FunnelRowJson, WaitingJson, WaitingOfferJson } from '@stoa/proto/stoa';
import type { AppId } from '../../core/apps/app-id.ts';
import type { App } from '../../core/apps/app.ts';
import { askedText, offeredText } from '../../core/launch-queue/waiting-words.ts';
import type { FunnelRow, WaitingView } from '../../core/launch-queue/waiting.ts';
import type { InspectedOffer } from '../../core/matching/inspect-offer.ts';
import { pathId } from '../apps.ts';
import type { Route, RouteContext } from '../context.ts';
import { stoaFault, stoaReply } from './fault-replies.ts';

/** Offers in one answer: more than a person looks at. */
const OFFERS_MAX = 100;

/** `GET /stoa/v1/apps/{id}/waiting`: why an app waits (ui.md §4.3). */
export function waitingRoutes({ view, now }: RouteContext): readonly Route[] {
  return [
    {
      methods: ['GET'],
      path: '/stoa/v1/apps/*id/waiting',
      handle: (_request, { id }) => {
        const appId = pathId(id);
        const at = now();
        const waiting = view.waitingOf(appId, at);
        if (waiting !== undefined) return stoaReply(waitingJson(waiting, at));
        return fault(appId, view.app(appId) !== undefined);
      },
    },
  ];
}

function fault(id: AppId, isKnown: boolean): HttpReply {
  return isKnown
    ? stoaFault({
        kind: 'notWaiting',
        message: `app ${id} has no instance that waits for its start`,
      })
    : stoaFault({ kind: 'unknownApp', message: `app ${id} does not exist` });
}

/** Why an app waits, in words and numbers. */
export function waitingJson(waiting: WaitingView, now: Timestamp): WaitingJson {
  const { app, verdict, delayedUntil, failures } = waiting;
  const left = delayedUntil === undefined ? 0 : Math.ceil(toSeconds(between(now, delayedUntil)));
  return {
    app: app.id,
    role: app.role,
    since: renderIsoTime(waiting.since),
    count: waiting.count,
    delay: {
      timeLeftSeconds: Math.max(0, left),
      overdue: left <= 0,
      ...(delayedUntil === undefined ? {} : { until: renderIsoTime(delayedUntil) }),
      failures,
    },
    kind: verdict.kind,
    sentence: verdict.sentence,
    values: verdict.values,
    funnel: waiting.funnel.map((row) => funnelRowJson(row, app)),
    largest: Object.fromEntries(waiting.largest),
    help: verdict.help,
    notOffered: waiting.refused.map(({ agentId, host, until }) => ({
      reason: 'refused',
      agent: agentId,
      host,
      until: renderIsoTime(until),
    })),
    offers: waiting.offers.slice(0, OFFERS_MAX).map(offerJson),
  };
}

function funnelRowJson({ reason, of, passed, stopped }: FunnelRow, app: App): FunnelRowJson {
  const amounts = stopped.flatMap(
    ({ checks }) => checks.find((check) => check.reason === reason)?.amount ?? [],
  );
  const asked = askedText(app, reason);
  return {
    reason,
    ...(asked === undefined ? {} : { asked }),
    passed,
    of,
    stopped: stopped.length,
    ...(amounts.length === 0 ? {} : { most: offeredText(reason, largestOf(amounts)) }),
  };
}

function largestOf(amounts: readonly number[]): number {
  return amounts.reduce((most, amount) => Math.max(most, amount), 0);
}

function offerJson({ offer, reason, checks, at }: InspectedOffer): WaitingOfferJson {
  return {
    agent: offer.agent_id.value,
    host: offer.hostname,
    reason,
    checks: checks.map((check) => {
      const { amount } = check;
      const offered = amount === undefined ? check.text : offeredText(check.reason, amount);
      return {
        reason: check.reason,
        fits: check.fits,
        ...(offered === undefined ? {} : { offered }),
        ...(amount === undefined ? {} : { amount }),
      };
    }),
    seen: renderIsoTime(at),
  };
}
