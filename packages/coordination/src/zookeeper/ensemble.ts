import type { Acl } from 'node-zookeeper-client';
import { hasFault } from './zookeeper-error.ts';
import type { ZooKeeperUrl } from './zookeeper-url.ts';

/** One step of a transaction. */
export type MultiStep =
  | {
      readonly kind: 'create';
      readonly path: string;
      readonly bytes: Buffer;
      readonly acls: readonly Acl[];
    }
  | { readonly kind: 'set'; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: 'remove'; readonly path: string }
  /** It is there, whatever it holds. */
  | { readonly kind: 'exists'; readonly path: string }
  /** The version must be above 0: the library reads 0 as "any". */
  | { readonly kind: 'check'; readonly path: string; readonly version: number };

/** What is known of a node beside what it holds. */
export interface NodeStat {
  readonly version: number;
  /** The session that it goes with; all zeroes for a node that stays. */
  readonly ephemeralOwner: Buffer;
}

/** What a node holds. */
export interface NodeContent {
  readonly bytes: Buffer;
  readonly stat: NodeStat;
}

/**
 * One session with an ensemble: what elections and the store ask of it. Calls reject with
 * `ZooKeeperError`; after `unknown` nobody knows whether one took effect. `onChange` is called at most once.
 */
export interface EnsembleSession {
  /** The session as the ensemble knows it. */
  readonly session: { readonly id: Buffer };
  /** Whether the session is certain to live still, by our own clock. */
  readonly isSure: boolean;
  create(path: string, bytes: Buffer, acls: readonly Acl[], mode: number): Promise<string>;
  remove(path: string): Promise<void>;
  get(path: string, onChange?: () => void): Promise<NodeContent>;
  exists(path: string, onChange?: () => void): Promise<NodeStat | undefined>;
  children(path: string, onChange?: () => void): Promise<readonly string[]>;
  /** All steps or none. */
  multi(steps: readonly MultiStep[]): Promise<void>;
}

/** What a connection tells those that hang on it. Called one after the other, never inside a call. */
export interface ConnectionListener {
  /** A server is there: look again at everything, and watch anew, because nothing was heard meanwhile. */
  connected(): void;
  /** The session can no longer be trusted to live. */
  silent(): void;
  /** The session is over and its ephemeral nodes with it; another one follows by itself. */
  expired(): void;
  /** The ensemble refuses our credentials: nothing follows. */
  refused(): void;
}

/** Contact with an ensemble for as long as it is wanted: the port over which elections and the store work. */
export interface Ensemble {
  readonly url: ZooKeeperUrl;
  /** The session of now. Hold it only as long as one step takes. */
  readonly client: EnsembleSession;
  /** Aborted by `close`. */
  readonly closed: AbortSignal;
  /** Hears what happens; gives the way to stop. */
  subscribe(listener: Partial<ConnectionListener>): () => void;
  /**
   * Repeats a call that may be made twice until the ensemble answered: reads, and creations that
   * take "exists" for an answer. Rejects with what the ensemble refused, or when closed.
   */
  persevere<T>(call: (client: EnsembleSession) => Promise<T>): Promise<T>;
  /** Ends the session, so that its ephemeral nodes go at once. Idempotent. */
  close(): Promise<void>;
}

/** What `persevere` does, whatever a pause is; `attempt` counts from 0. */
export async function persevereOver<T>(
  ensemble: Pick<Ensemble, 'client' | 'closed'>,
  call: (client: EnsembleSession) => Promise<T>,
  pause: (attempt: number) => Promise<void>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(ensemble.client);
    } catch (error) {
      const isOver = ensemble.closed.aborted || !hasFault(error, 'unknown', 'expired');
      if (isOver) throw error;
    }
    await pause(attempt);
  }
}
