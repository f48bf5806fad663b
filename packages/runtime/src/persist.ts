import type { PersistedEvent, PersistEffect, PersistFailedEvent, StoreWrite } from '@stoa/common';
import { errorMessage } from './errors.ts';

/** The part of a durable store that a performer needs. */
export interface Transacts {
  /** Resolves when all writes are durable; rejects when they are not known to be. */
  transact(writes: readonly StoreWrite[]): Promise<void>;
}

/** The performer of `persist`: answers each effect with `persisted` or `persistFailed`. */
export function persistPerformer(
  store: Transacts,
  deliver: (event: PersistedEvent | PersistFailedEvent) => void,
): (effect: PersistEffect) => void {
  return ({ token, writes }) => {
    store.transact(writes).then(
      () => deliver({ kind: 'persisted', token }),
      (error: unknown) => {
        deliver({ kind: 'persistFailed', token, reason: errorMessage(error) });
      },
    );
  };
}
