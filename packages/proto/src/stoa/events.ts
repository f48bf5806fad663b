import { answer } from '../marathon/schema-parts.ts';
import { integer, optional, text, type JsonOf } from '../marathon/schema-types.ts';

/**
 * The first event of `GET /stoa/v1/events`, named `hello`: a snapshot taken after it misses nothing.
 * Every event carries its number as `id:`; `?since=` or `Last-Event-ID` goes on behind one.
 */
export const HelloEventSchema = answer({
  /** The number of the newest event before this stream. */
  seq: integer(),
  /** The oldest number behind which one can go on. */
  oldest: integer(),
  /** ISO 8601, the clock of the server. */
  at: text(),
});
export type HelloEventJson = JsonOf<typeof HelloEventSchema>;

/** The event `gap`: what came behind `since` is no longer kept, so take a snapshot. */
export const GapEventSchema = answer({
  since: optional(text()),
  seq: integer(),
  oldest: integer(),
});
export type GapEventJson = JsonOf<typeof GapEventSchema>;
