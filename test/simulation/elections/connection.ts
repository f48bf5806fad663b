import { must, type Random } from '@stoa/common';
import {
  persevereOver,
  type ConnectionListener,
  type Ensemble as EnsemblePort,
  type EnsembleSession,
} from '../../../packages/coordination/src/zookeeper/ensemble.ts';
import {
  parseZooKeeperUrl,
  type ZooKeeperUrl,
} from '../../../packages/coordination/src/zookeeper/zookeeper-url.ts';
import { ClientSession, type SessionHost } from './client-session.ts';
import type { Ensemble } from './ensemble.ts';

/** What the simulation's daemons take for their session, in ms. */
export const SESSION_MS = 10_000;
const RECONNECT_MS_MAX = 400;
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 5_000;

/** A process's connection with the simulated ensemble: one session after the other, as with the real one. */
export class SimulatedConnection implements EnsemblePort, SessionHost {
  readonly url: ZooKeeperUrl = readUrl();
  readonly ensemble: Ensemble;
  readonly host: string;
  readonly #random: Random;
  readonly #listeners = new Set<Partial<ConnectionListener>>();
  readonly #closing = new AbortController();
  #session: ClientSession;
  #isGone = false;
  #isPaused = false;
  #isBeatOut = false;
  #beats = 0;
  #hasToldSilence = false;
  #held: (() => void)[] = [];

  constructor(options: {
    readonly ensemble: Ensemble;
    readonly host: string;
    readonly random: Random;
  }) {
    this.ensemble = options.ensemble;
    this.host = options.host;
    this.#random = options.random;
    this.#session = new ClientSession(this, SESSION_MS);
    this.#connectSoon();
    this.#watchSilence();
  }

  get client(): ClientSession {
    return this.#session;
  }

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  subscribe(listener: Partial<ConnectionListener>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  persevere<T>(call: (client: EnsembleSession) => Promise<T>): Promise<T> {
    return persevereOver(this, call, (attempt) => this.#pause(attempt));
  }

  close(): Promise<void> {
    const { server } = this.#session;
    if (server !== undefined) this.ensemble.endSession(server);
    this.#closing.abort();
    this.vanish();
    return Promise.resolve();
  }

  /** The process died: nothing is heard here any more; the servers wait for the session's time. */
  vanish(): void {
    this.#isGone = true;
    this.#held = [];
    this.#listeners.clear();
    this.#session.disconnect();
  }

  /** The process is stopped, or goes on: then everything that came happens. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) return;
    const held = this.#held;
    this.#held = [];
    for (const happen of held) this.receive(happen);
  }

  /** The way to the servers breaks; they are looked for again. */
  cut(): void {
    if (this.#session.isConnected) this.dropped();
  }

  receive(happen: () => void): void {
    if (this.#isGone) return;
    if (this.#isPaused) this.#held.push(happen);
    else happen();
  }

  dropped(): void {
    this.#session.disconnect();
    this.#connectSoon();
  }

  expired(): void {
    this.#session.end('expired');
    this.#session = new ClientSession(this, SESSION_MS);
    this.#tell((listener) => listener.expired?.());
    this.#connectSoon();
  }

  #connectSoon(): void {
    const { simulator } = this.ensemble;
    const session = this.#session;
    simulator.after(1 + this.#random.fraction() * RECONNECT_MS_MAX, () =>
      this.receive(() => {
        if (session !== this.#session || session.isConnected) return;
        if (!this.ensemble.isReachable(this.host)) this.#connectSoon();
        else if (session.server?.isOver === true) this.expired();
        else this.#greeted(session);
      }),
    );
  }

  #greeted(session: ClientSession): void {
    session.connect(session.server ?? this.ensemble.openSession(this.host, session.timeoutMs));
    this.#isBeatOut = false;
    this.#beat(session);
    this.#tell((listener) => listener.connected?.());
  }

  #beat(session: ClientSession): void {
    if (session !== this.#session || !session.isConnected) return;
    if (this.#isBeatOut) {
      this.dropped();
      return;
    }
    this.#isBeatOut = true;
    session.exists('/').then(
      () => {
        this.#isBeatOut = false;
        if (!this.#hasToldSilence) return;
        this.#hasToldSilence = false;
        this.#tell((listener) => listener.connected?.());
      },
      () => undefined,
    );
    const turn = ++this.#beats;
    this.ensemble.simulator.after(session.timeoutMs / 3, () =>
      this.receive(() => {
        if (turn === this.#beats) this.#beat(session);
      }),
    );
  }

  #watchSilence(): void {
    if (this.#isGone) return;
    this.ensemble.simulator.after(500, () => {
      this.receive(() => {
        if (this.#session.isSure || this.#session.contactAtMs < 0 || this.#hasToldSilence) return;
        this.#hasToldSilence = true;
        this.#tell((listener) => listener.silent?.());
      });
      this.#watchSilence();
    });
  }

  #pause(attempt: number): Promise<void> {
    const delayMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** attempt);
    return new Promise((resolve) => {
      this.ensemble.simulator.after(delayMs * (0.5 + this.#random.fraction() / 2), () =>
        this.receive(() => {
          resolve();
          this.ensemble.simulator.stir();
        }),
      );
    });
  }

  #tell(say: (listener: Partial<ConnectionListener>) => void): void {
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) say(listener);
    }
    this.ensemble.simulator.stir();
  }
}

function readUrl(): ZooKeeperUrl {
  const url = parseZooKeeperUrl('zk://ensemble:2181/');
  return must(url.ok ? url.value : undefined, 'the address of the simulated ensemble');
}
