import { between, renderIsoTime, toSeconds, type Timestamp } from '@stoa/common';
import { REJECT_REASONS, type QueueItemJson, type RejectRowJson } from '@stoa/proto/marathon';
import type { InspectedOffer } from '../core/matching/inspect-offer.ts';
import type { OfferFunnel, QueueItemView } from '../core/read-view.ts';
import { appJson } from './app-json.ts';
import { unusedOfferJson } from './offer-json.ts';

/** What waits to be launched (marathon-api.md §7); `unused` only when it was asked for. */
export function queueItemJson(
  item: QueueItemView,
  now: Timestamp,
  unused?: readonly InspectedOffer[],
): QueueItemJson {
  const { lastUnusedOfferAt, lastUsedOfferAt } = item;
  return {
    count: item.count,
    role: item.role,
    delay: delayJson(item.delayedUntil, now),
    since: renderIsoTime(item.since),
    processedOffersSummary: {
      processedOffersCount: item.processedOffers,
      unusedOffersCount: item.unusedOffers,
      lastUnusedOfferAt:
        lastUnusedOfferAt === undefined ? undefined : renderIsoTime(lastUnusedOfferAt),
      lastUsedOfferAt: lastUsedOfferAt === undefined ? undefined : renderIsoTime(lastUsedOfferAt),
      rejectSummaryLastOffers: funnelJson(item.lastOffers),
      rejectSummaryLaunchAttempt: funnelJson(item.launchAttempt),
    },
    ...(unused === undefined ? {} : { lastUnusedOffers: unused.map(unusedOfferJson) }),
    app: appJson(item.app),
  };
}

// Rounded up, so that a delay that still holds is never shown as none.
function delayJson(until: Timestamp | undefined, now: Timestamp): QueueItemJson['delay'] {
  const left = until === undefined ? 0 : Math.ceil(toSeconds(between(now, until)));
  return { timeLeftSeconds: Math.max(0, left), overdue: left <= 0 };
}

/** Ten rows in their order: what a row declines, the next one no longer sees. */
function funnelJson({ processed, declined }: OfferFunnel): readonly RejectRowJson[] {
  let left = processed;
  return REJECT_REASONS.map((reason) => {
    const row = { reason, declined: declined.get(reason) ?? 0, processed: left };
    left -= row.declined;
    return row;
  });
}
