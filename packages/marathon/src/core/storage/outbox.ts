import { WRITE_RETRY } from '../limits.ts';
import { trace, type Step, type WriteBatch } from '../state.ts';

const TIMER_RETRY = 'store/retry';
const NOT_WRITTEN =
  'the change could not be written and is not in force; it is tried again until it can: ' +
  'free space on the disk, then look whether it came about';

/** Nothing to write, nothing that waits. */
export function emptyBatch(): WriteBatch {
  return { writes: new Map(), after: [] };
}

/**
 * Sends what the step wished to be durable, all in one. One write is under way at a time: what comes
 * meanwhile goes together with the next, in order. Wishes that wait for nothing are uttered at once.
 */
export function sendWrites(step: Step): void {
  const { state } = step;
  const { nextBatch, inFlight } = state;
  if (nextBatch.writes.size === 0) {
    if (nextBatch.after.length === 0) return;
    const waiting = inFlight?.batch.after ?? step.effects;
    waiting.push(...nextBatch.after.splice(0));
    return;
  }
  if (inFlight !== undefined) return;
  const token = state.nextToken++;
  state.inFlight = { token, batch: nextBatch };
  state.nextBatch = emptyBatch();
  persist(step, token, nextBatch);
}

/** A write is durable: what waited for it may be seen. */
export function written(step: Step, token: number): void {
  const { state } = step;
  if (state.inFlight?.token !== token) return;
  step.effects.push(...state.inFlight.batch.after);
  state.inFlight = undefined;
  if (!state.isStoreBroken) return;
  state.isStoreBroken = false;
  trace(step, 'info', 'store.recovered', {});
}

/**
 * A write failed: it is tried again until it is durable, and nothing new is begun until then. Those
 * who wait for an answer hear so at once.
 */
export function writeFailed(step: Step, token: number, reason: string): void {
  const { state } = step;
  if (state.inFlight?.token !== token) return;
  state.isStoreBroken = true;
  refuseWaiting(step, state.inFlight.batch);
  refuseWaiting(step, state.nextBatch);
  trace(step, 'error', 'store.writeFailed', { reason });
  step.effects.push({ kind: 'startTimer', timer: TIMER_RETRY, delay: WRITE_RETRY });
}

/** The timer of the store fired; false when the timer is another's. */
export function retryTimerFired(step: Step, timer: string): boolean {
  if (timer !== TIMER_RETRY) return false;
  const { state } = step;
  if (state.inFlight === undefined) return true;
  const token = state.nextToken++;
  state.inFlight = { token, batch: state.inFlight.batch };
  persist(step, token, state.inFlight.batch);
  return true;
}

function refuseWaiting(step: Step, { after }: WriteBatch): void {
  const fault = { kind: 'unavailable', message: NOT_WRITTEN } as const;
  for (const effect of after) {
    if (effect.kind === 'reply')
      step.effects.push({ ...effect, outcome: { kind: 'refused', fault } });
  }
  after.splice(0, after.length, ...after.filter(({ kind }) => kind !== 'reply'));
}

function persist(step: Step, token: number, { writes }: WriteBatch): void {
  const list = [...writes].map(([key, value]) => ({ key, value }));
  step.effects.push({ kind: 'persist', token, writes: list });
}
