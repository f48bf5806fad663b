import { randomInt } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { nextJitteredDelay, Random } from '@stoa/common';
import type { CoordinationLog } from '../coordination.ts';
import {
  persevereOver,
  type ConnectionListener,
  type Ensemble,
  type EnsembleSession,
} from './ensemble.ts';
import type { SessionKey } from './guarded-library.ts';
import { RETRY_BACKOFF } from './limits.ts';
import { ZooKeeperClient, type ClientEnd } from './zookeeper-client.ts';
import { renderServers, renderZooKeeperUrl, type ZooKeeperUrl } from './zookeeper-url.ts';

/**
 * Contact with an ensemble for as long as it is wanted: one session after the other. A session whose
 * servers are all away is kept and gone on with when one returns.
 */
export class ZooKeeperConnection implements Ensemble {
  readonly url: ZooKeeperUrl;
  readonly #sessionTimeoutMs: number;
  readonly #log: CoordinationLog;
  readonly #random = new Random(randomInt(2 ** 31));
  readonly #listeners = new Set<Partial<ConnectionListener>>();
  readonly #closing = new AbortController();
  #client: ZooKeeperClient;
  readonly #foreign = new Set<string>();
  #attempt = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: {
    readonly url: ZooKeeperUrl;
    readonly sessionTimeoutMs: number;
    readonly log: CoordinationLog;
  }) {
    this.url = options.url;
    this.#sessionTimeoutMs = options.sessionTimeoutMs;
    this.#log = options.log;
    this.#client = this.#open(undefined);
    void this.#reportUnresolvable();
  }

  /** The session of now. Hold it only as long as one step takes. */
  get client(): ZooKeeperClient {
    return this.#client;
  }

  /** Aborted by `close`. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Hears what happens; gives the way to stop. */
  subscribe(listener: Partial<ConnectionListener>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Repeats a call that may be made twice until the ensemble answered: reads, and creations that
   * take "exists" for an answer. Rejects with what the ensemble refused, or when closed.
   */
  persevere<T>(call: (client: EnsembleSession) => Promise<T>): Promise<T> {
    return persevereOver(this, call, (attempt) => this.#pause(attempt));
  }

  /** Ends the session, so that its ephemeral nodes go at once. Idempotent. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#listeners.clear();
    clearTimeout(this.#restart);
    await this.#client.close();
  }

  #open(session: SessionKey | undefined): ZooKeeperClient {
    const client = new ZooKeeperClient({
      url: this.url,
      sessionTimeoutMs: this.#sessionTimeoutMs,
      ...(session && { session }),
      listener: {
        connected: () => {
          this.#attempt = 0;
          this.#tell((listener) => listener.connected?.());
        },
        silent: () => this.#tell((listener) => listener.silent?.()),
        foreign: (server) => this.#reportForeign(server),
        ended: (end) => this.#heedEnd(client, end),
      },
    });
    client.connect();
    return client;
  }

  #heedEnd(client: ZooKeeperClient, end: ClientEnd): void {
    if (this.#closing.signal.aborted) return;
    const ensemble = renderZooKeeperUrl(this.url);
    if (end === 'authFailed') {
      const remedy = 'give the user:password of the ensemble in the zk:// address';
      this.#log.error('zookeeper.credentials_refused', { ensemble, remedy });
      this.#tell((listener) => listener.refused?.());
      return;
    }
    if (end === 'expired') {
      this.#log.warn('zookeeper.session_expired', { ensemble });
      this.#tell((listener) => listener.expired?.());
    } else {
      const remedy =
        'start a majority of its servers, or correct the address; trying again meanwhile';
      this.#log.warn('zookeeper.unreachable', { ensemble, remedy });
      void this.#reportUnresolvable();
    }
    const delayMs = nextJitteredDelay(this.#attempt++, RETRY_BACKOFF, this.#random);
    this.#restart = setTimeout(() => {
      this.#client = this.#open(end === 'expired' ? undefined : client.session);
    }, delayMs);
  }

  // Once for each: it is met again at every try.
  #reportForeign(server: string): void {
    if (this.#foreign.has(server)) return;
    this.#foreign.add(server);
    const remedy =
      'correct the zk:// address, or put a server of ZooKeeper 3.5 or newer there; the others are used';
    this.#log.warn('zookeeper.foreign_server', {
      server,
      servers: renderServers(this.url),
      remedy,
    });
  }

  async #pause(attempt: number): Promise<void> {
    const delayMs = nextJitteredDelay(attempt, RETRY_BACKOFF, this.#random);
    const { signal } = this.#closing;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      signal.addEventListener('abort', end);
    });
  }

  #tell(say: (listener: Partial<ConnectionListener>) => void): void {
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) say(listener);
    }
  }

  // One bad name among good ones does no harm today and all of it when the good ones are down.
  async #reportUnresolvable(): Promise<void> {
    for (const { host } of this.url.servers) {
      if (isIP(host) !== 0) continue;
      try {
        await lookup(host);
      } catch {
        if (this.#closing.signal.aborted) return;
        const remedy =
          'correct the name in the zk:// address, or in DNS; the other servers are used';
        this.#log.warn('zookeeper.unresolvable', {
          host,
          servers: renderServers(this.url),
          remedy,
        });
      }
    }
  }
}
