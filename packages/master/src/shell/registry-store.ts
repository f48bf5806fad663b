import type { Log, Transacts } from '@stoa/runtime';
import { errorMessage, persistPerformer } from '@stoa/runtime';
import type { DurableStore } from '@stoa/coordination';
import type { PersistEffect } from '@stoa/common';
import { REGISTRY_PREFIX, type MasterEvent } from '../core/index.ts';

/**
 * The registry's place on disk: what the kernel wishes durable, and what an earlier life left. A
 * write that fails is told to the kernel, which then makes nothing visible that hangs on it.
 */
export class RegistryStore {
  readonly #store: DurableStore;
  readonly #log: Log;
  readonly #deliver: (event: MasterEvent) => void;
  readonly #fail: (error: unknown) => void;
  readonly #persist: (effect: PersistEffect) => void;

  constructor(options: {
    readonly store: DurableStore;
    readonly log: Log;
    readonly deliver: (event: MasterEvent) => void;
    /** The registry cannot be read: the daemon has to end. */
    readonly fail: (error: unknown) => void;
  }) {
    this.#store = options.store;
    this.#log = options.log;
    this.#deliver = options.deliver;
    this.#fail = options.fail;
    this.#persist = persistPerformer(this.#telling(), options.deliver);
  }

  /** The performer of `loadRegistry`. */
  load(): void {
    this.#store.load(REGISTRY_PREFIX).then(
      (entries) => this.#deliver({ kind: 'registryLoaded', entries }),
      (error: unknown) => this.#fail(error),
    );
  }

  /** The performer of `persist`. */
  persist(effect: PersistEffect): void {
    this.#persist(effect);
  }

  /** The same store, but its failures are also told to the operator, with what to do. */
  #telling(): Transacts {
    return {
      transact: async (writes) => {
        try {
          await this.#store.transact(writes);
        } catch (error) {
          this.#log.error('registry.write_failed', {
            reason: errorMessage(error),
            remedy: 'no agent is admitted or given up until it works: free space under --work_dir',
          });
          throw error;
        }
      },
    };
  }
}
