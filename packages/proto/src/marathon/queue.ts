import { AppAnswerSchema } from './app-info.ts';
import { answer } from './schema-parts.ts';
import {
  text,
  optional,
  number,
  integer,
  flag,
  listOf,
  oneOf,
  type JsonOf,
} from './schema-types.ts';

/** Why offers are refused, in the order in which they are asked (marathon-api.md §7). */
export const REJECT_REASONS = [
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
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** One row of the funnel; always ten, in the order of the reasons. */
const RejectRowSchema = answer({
  reason: oneOf([...REJECT_REASONS]),
  declined: integer(),
  processed: integer(),
});
export type RejectRowJson = JsonOf<typeof RejectRowSchema>;

const rangesOf = optional(listOf(answer({ begin: integer(), end: integer() })));
const setOf = optional(listOf(text()));

/** The latest offer of an agent that was not used, and everything that spoke against it. */
export const UnusedOfferSchema = answer({
  offer: answer({
    id: text(),
    hostname: text(),
    agentId: text(),
    resources: listOf(
      answer({
        name: text(),
        role: text(),
        scalar: optional(number()),
        ranges: rangesOf,
        set: setOf,
      }),
    ),
    attributes: listOf(
      answer({
        name: text(),
        text: optional(text()),
        scalar: optional(number()),
        ranges: rangesOf,
        set: setOf,
      }),
    ),
  }),
  reason: listOf(oneOf([...REJECT_REASONS])),
  timestamp: text(),
});
export type UnusedOfferJson = JsonOf<typeof UnusedOfferSchema>;

/** What waits to be launched. */
export const QueueItemSchema = answer({
  count: integer(),
  role: text(),
  delay: answer({
    timeLeftSeconds: integer(),
    /** True when no back-off holds it. */
    overdue: flag(),
  }),
  since: text(),
  processedOffersSummary: answer({
    processedOffersCount: integer(),
    unusedOffersCount: integer(),
    lastUnusedOfferAt: optional(text()),
    lastUsedOfferAt: optional(text()),
    rejectSummaryLastOffers: listOf(RejectRowSchema),
    rejectSummaryLaunchAttempt: listOf(RejectRowSchema),
  }),
  lastUnusedOffers: optional(listOf(UnusedOfferSchema)),
  app: optional(AppAnswerSchema),
});
export type QueueItemJson = JsonOf<typeof QueueItemSchema>;

/** `GET /v2/queue`. */
export const QueueSchema = answer({ queue: listOf(QueueItemSchema) });
export type QueueJson = JsonOf<typeof QueueSchema>;
