import {
  timestamp,
  type CancelTimerEffect,
  type Duration,
  type StartTimerEffect,
  type TimerFiredEvent,
  type Timestamp,
} from '@stoa/common';
import { TIMER_DELAY_MAX } from './limits.ts';

/** The part of a clock that keeps timers by name. */
export interface TimerQueue {
  /** Fires once after `delay`; a timer of the same name that still runs is replaced. */
  start(timer: string, delay: Duration, fire: () => void): void;
  /** Withdraws a timer; nothing happens when none of that name runs. */
  cancel(timer: string): void;
}

/**
 * The machine's clock. Its time never goes back: it follows the steady clock and jumps forward when
 * the wall clock is ahead by more than a second (a machine that slept).
 */
export class SystemClock implements TimerQueue {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #offset = Date.now() - performance.now();

  now(): Timestamp {
    const behind = Date.now() - (performance.now() + this.#offset);
    if (behind > 1000) this.#offset += behind;
    return timestamp(performance.now() + this.#offset);
  }

  start(timer: string, delay: Duration, fire: () => void): void {
    this.cancel(timer);
    const wait = Math.max(0, delay);
    // A longer delay would overflow and fire at once.
    const part = Math.min(wait, TIMER_DELAY_MAX);
    const handle = setTimeout(() => {
      this.#timers.delete(timer);
      if (wait > part) this.start(timer, (wait - part) as Duration, fire);
      else fire();
    }, part);
    this.#timers.set(timer, handle);
  }

  cancel(timer: string): void {
    const handle = this.#timers.get(timer);
    if (handle === undefined) return;
    clearTimeout(handle);
    this.#timers.delete(timer);
  }

  /** Withdraws every timer. */
  close(): void {
    for (const handle of this.#timers.values()) clearTimeout(handle);
    this.#timers.clear();
  }
}

/** The performers of `startTimer` and `cancelTimer` over a queue of timers. */
export function timerPerformers(
  clock: TimerQueue,
  deliver: (event: TimerFiredEvent) => void,
): {
  readonly startTimer: (effect: StartTimerEffect) => void;
  readonly cancelTimer: (effect: CancelTimerEffect) => void;
} {
  return {
    startTimer: ({ timer, delay }) => {
      clock.start(timer, delay, () => deliver({ kind: 'timerFired', timer }));
    },
    cancelTimer: ({ timer }) => clock.cancel(timer),
  };
}
