import type { Batch } from '../model/outbox.ts';

/** What a page says to what holds the stream. */
export type ToHub =
  | { readonly kind: 'taken' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'leave' }
  /** It follows a log, or no longer. */
  | { readonly kind: 'log'; readonly isWanted: boolean };

/** What a page is told. */
export type ToPage =
  | { readonly kind: 'open' }
  /** It is tried again in so many milliseconds: clocks may differ. */
  | { readonly kind: 'loss'; readonly status: number | undefined; readonly tryInMs: number }
  /** Said again and again: the stream is held by somebody who lives; `aliveAt` is when its last byte came. */
  | { readonly kind: 'beat'; readonly aliveAt: number }
  | ({ readonly kind: 'batch' } & Batch)
  /** Whether this page, alone of all, may keep a connection waiting for what a log says next. */
  | { readonly kind: 'log-turn'; readonly isMine: boolean };

/** How often a beat is told. */
export const BEAT_MS = 1_000;
