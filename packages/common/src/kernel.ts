import type { Duration, Timestamp } from './time.ts';

/**
 * A deterministic state machine that owns all state of one daemon: facts in, wishes out. It never
 * waits, reads no clock, draws no chance it was not given and does no I/O, so that the same events
 * at the same times always give the same effects.
 */
export interface Kernel<Event, Effect, View> {
  /** Takes one fact and gives the wishes that follow, in order. Synchronous and total. */
  step(event: Event, at: Timestamp): readonly Effect[];
  /** A window for those who only read. What it shows changes with the next step. */
  readonly view: View;
}

/** Wishes `timerFired` after `delay`. A timer of the same name that still runs is replaced. */
export interface StartTimerEffect {
  readonly kind: 'startTimer';
  readonly timer: string;
  readonly delay: Duration;
}

/** Withdraws a timer; nothing happens when none of that name runs. */
export interface CancelTimerEffect {
  readonly kind: 'cancelTimer';
  readonly timer: string;
}

/** A timer came to its end. It may still arrive after a `cancelTimer` of the same step. */
export interface TimerFiredEvent {
  readonly kind: 'timerFired';
  readonly timer: string;
}

/** One durable change: the value under `key`, or its removal when `value` is undefined. */
export interface StoreWrite {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** Wishes that `writes` be durable, all or none; answered by `persisted` or `persistFailed`. */
export interface PersistEffect<Write = StoreWrite> {
  readonly kind: 'persist';
  readonly token: number;
  readonly writes: readonly Write[];
}

/** The writes of that token are durable. */
export interface PersistedEvent {
  readonly kind: 'persisted';
  readonly token: number;
}

/** The writes of that token are not durable; nothing that hangs on them may become visible. */
export interface PersistFailedEvent {
  readonly kind: 'persistFailed';
  readonly token: number;
  readonly reason: string;
}

export type TraceLevel = 'error' | 'warn' | 'info' | 'debug';

/** What a trace field may hold: ids and amounts, never whole records or secrets. */
export type TraceValue = string | number | boolean | undefined;

/** Something worth telling: a name from the daemon's `trace-events.ts` and its fields. */
export interface TraceEffect<Name extends string = string> {
  readonly kind: 'trace';
  readonly level: TraceLevel;
  readonly event: Name;
  readonly fields: Readonly<Record<string, TraceValue>>;
}
