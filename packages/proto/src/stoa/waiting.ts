import { REJECT_REASONS } from '../marathon/queue.ts';
import { answer } from '../marathon/schema-parts.ts';
import {
  flag,
  integer,
  listOf,
  mapOf,
  number,
  oneOf,
  optional,
  schemaOf,
  text,
  type JsonOf,
} from '../marathon/schema-types.ts';

/** What holds an app, in one word; each has its sentence and its values. */
export const WAITING_KINDS = [
  /** No agent has so much free: `asked`, `largest`, `host`. */
  'cpus',
  'mem',
  'disk',
  'gpus',
  /** `port`, `agents`: it is taken on so many that fit otherwise. Or `asked`, `agents`: too few are free. */
  'ports',
  /** `constraint`, `agents`: so many were left out by it. */
  'constraint',
  /** `role`, `agents`: offers came, for another role. */
  'role',
  /** `reservedFor`, `role`, `agents`: what has room is kept for others. */
  'reservation',
  /** `agents`: they have GPUs, which are kept for those who ask for them. */
  'scarce',
  /** `agents`: they are about to be maintained. */
  'maintenance',
  /** `since`, `framework`, `role`, `refused`, `until`. */
  'noOffers',
  /** A back-off runs: `failures`, `cause`, `until`, `leftSeconds`. */
  'delayed',
  /** Nothing holds it: a launch is under way. */
  'starting',
] as const;

/** A check of one offer, in the order of asking. */
const OfferCheckSchema = answer({
  reason: oneOf(REJECT_REASONS),
  fits: flag(),
  /** What was offered: `6 GiB`, `web`, `zone=eu-1`; absent where there is nothing to name. */
  offered: optional(text()),
  /** The same as a number: cpus, MiB or ports. */
  amount: optional(number()),
});

/** The latest offer of one agent that was not used. */
export const WaitingOfferSchema = answer({
  agent: text(),
  host: text(),
  /** The first reason for which it was refused. */
  reason: oneOf(REJECT_REASONS),
  checks: listOf(OfferCheckSchema),
  /** When it came; ISO 8601. */
  seen: text(),
});
export type WaitingOfferJson = JsonOf<typeof WaitingOfferSchema>;

/** One row of the funnel over the latest offer of each agent; always ten, in the order of asking. */
export const FunnelRowSchema = answer({
  reason: oneOf(REJECT_REASONS),
  /** What the app asks for, in words: `7 GiB`, `zone LIKE eu-.*`; absent when it asks nothing. */
  asked: optional(text()),
  passed: integer(),
  /** How many reached this row; 0: it was not reached. */
  of: integer(),
  /** How many ended here. */
  stopped: integer(),
  /** The most that one of those had: `6 GiB`. */
  most: optional(text()),
});
export type FunnelRowJson = JsonOf<typeof FunnelRowSchema>;

/** Something that would let it start. */
export const WaitingHelpSchema = answer({
  kind: oneOf(['askLess', 'freeRoom', 'addAgent', 'editPlacement', 'changeRole', 'tryNow', 'wait']),
  /** A sentence of its own. */
  text: text(),
  /** The member of the app to change: `mem`, `constraints`. */
  field: optional(text()),
  /** What it would have to be at most. */
  value: optional(number()),
  host: optional(text()),
});
export type WaitingHelpJson = JsonOf<typeof WaitingHelpSchema>;

/** `GET /stoa/v1/apps/{id}/waiting`: why an app waits. 404 when it does not. Times are ISO 8601. */
export const WaitingSchema = answer({
  app: text(),
  role: text(),
  /** When the oldest waiting instance began to wait. */
  since: text(),
  /** Instances still to start. */
  count: integer(),
  delay: answer({
    timeLeftSeconds: integer(),
    /** True when no back-off holds it. */
    overdue: flag(),
    /** When the next try is; absent when overdue. */
    until: optional(text()),
    /** Failures in a row that made the back-off. */
    failures: integer(),
  }),
  kind: oneOf(WAITING_KINDS),
  /** What a person reads: the fact, and the number that is missing. */
  sentence: text(),
  /** What the sentence says, to be put in other words. */
  values: mapOf(schemaOf<string | number>({ type: ['string', 'number'] })),
  funnel: listOf(FunnelRowSchema),
  /** The most that one agent offered of each resource: cpus, or MiB. */
  largest: mapOf(answer({ amount: number(), host: text() })),
  help: listOf(WaitingHelpSchema),
  /** Agents that offer nothing to this framework now, as far as it knows itself. */
  notOffered: listOf(
    answer({
      /** It declined their last offer: they are silent until then, or until it asks anew. */
      reason: oneOf(['refused']),
      agent: text(),
      host: text(),
      until: text(),
    }),
  ),
  /** What came closest first; at most 100. */
  offers: listOf(WaitingOfferSchema),
});
export type WaitingJson = JsonOf<typeof WaitingSchema>;
export type WaitingKind = WaitingJson['kind'];
