import type { Duration } from '@stoa/common';

/** Waits; resolves early, without a fault, when `signal` aborts. */
export function pause(span: Duration, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, span);
    signal.addEventListener('abort', done);
  });
}
