import { setTimeout as sleep } from 'node:timers/promises';

/** How long Docker may take for a small request, in milliseconds. */
export const CALL_DEADLINE_MS = 30_000;

/** The option that ends a call to Docker after `span` milliseconds. */
export function deadline(span = CALL_DEADLINE_MS): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(span) };
}

/** Waits so many milliseconds, or until the signal; keeps no process alive. */
export async function pause(span: number, signal: AbortSignal): Promise<void> {
  // An abort only shortens the wait.
  await sleep(span, undefined, { signal, ref: false }).catch(() => undefined);
}
