import { Random } from '@stoa/common';
import type { MasterLocator } from '@stoa/sdk';
import type { DurableStore } from '@stoa/coordination';
import {
  KernelDriver,
  LeadershipGate,
  persistPerformer,
  StartupError,
  timerPerformers,
  type KernelFatalError,
  type Log,
  type Performers,
  type SystemClock,
} from '@stoa/runtime';
import {
  MarathonKernel,
  type Announcement,
  type ApiOutcome,
  type ApiRequest,
  type MarathonConfig,
  type MarathonEffect,
  type MarathonEvent,
  type StoredEntry,
} from '../core/index.ts';
import { EXIT_CODE } from './exit-codes.ts';
import { FrameworkLink } from './framework-link.ts';
import { PendingRequests } from './pending-requests.ts';
import { Prober } from './prober.ts';

/** What the kernel is run with. */
export interface EngineOptions {
  readonly config: MarathonConfig;
  readonly log: Log;
  readonly clock: SystemClock;
  readonly store: DurableStore;
  /** Hear of what happens to apps. */
  readonly listeners: readonly { announce(announcement: Announcement): void }[];
  /** Probes that may be under way at once. */
  readonly probesMax: number;
  /** Where masters are: `host:port` with commas between. */
  readonly master: string | MasterLocator;
  readonly principal: string | undefined;
  readonly secret: string | undefined;
  /** Whether this instance leads at this very moment; asked at every event. */
  readonly isLeading: () => boolean;
  /** The daemon has to end, with this reason. */
  readonly onEnded: (error: Error) => void;
  readonly onFatal: (error: KernelFatalError) => void;
}

/** The kernel with its performers. It begins with `load`. */
export class Engine {
  readonly kernel: MarathonKernel;
  readonly #options: EngineOptions;
  readonly #driver: KernelDriver<MarathonEvent, MarathonEffect>;
  readonly #gate: LeadershipGate<MarathonEvent>;
  readonly #requests: PendingRequests;
  readonly #link: FrameworkLink;
  readonly #prober: Prober;
  #loaded: (() => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { config, clock, log, master, principal, secret } = options;
    const deliver = (event: MarathonEvent): void => this.#gate.pass(event);
    this.kernel = new MarathonKernel(config, new Random(seed()));
    this.#requests = new PendingRequests({ deliver, isRunning: () => this.#driver.isRunning });
    this.#link = new FrameworkLink({ master, principal, secret, deliver, clock, log });
    this.#prober = new Prober({ concurrencyMax: options.probesMax, deliver });
    this.#gate = new LeadershipGate({
      isOpen: options.isLeading,
      deliver: (event) => this.#step(event),
      overflow: () => options.onEnded(new StartupError('leadership was in doubt for too long')),
    });
    this.#driver = new KernelDriver({
      kernel: this.kernel,
      performers: this.#performers(deliver),
      clock,
      onFatal: options.onFatal,
    });
  }

  /** Hands the kernel what an earlier life stored; when that is done it is subscribed and answers. */
  load(entries: readonly StoredEntry[]): Promise<void> {
    return new Promise((resolve) => {
      this.#loaded = resolve;
      this.#gate.pass({ kind: 'loaded', entries });
    });
  }

  /** Hands a request of the API to the kernel. */
  ask(request: ApiRequest): Promise<ApiOutcome> {
    return this.#requests.ask(request);
  }

  /** Takes no further event; tasks run on. */
  async close(): Promise<void> {
    this.#driver.stop();
    this.#gate.close();
    this.#requests.close();
    this.#prober.close();
    this.#options.clock.close();
    await this.#link.close();
  }

  #step(event: MarathonEvent): void {
    this.#driver.deliver(event);
    if (event.kind === 'loaded') this.#loaded?.();
  }

  #performers(deliver: (event: MarathonEvent) => void): Performers<MarathonEffect> {
    const { clock, store, log, listeners, onEnded } = this.#options;
    return {
      ...timerPerformers(clock, deliver),
      persist: persistPerformer(store, deliver),
      trace: (effect) => log.trace(effect),
      subscribe: ({ framework, suppressedRoles }) => this.#link.open(framework, suppressedRoles),
      call: ({ call }) => this.#link.send(call),
      reply: ({ replyTo, outcome }) => this.#requests.perform(replyTo, outcome),
      announce: ({ announcement }) => {
        for (const listener of listeners) listener.announce(announcement);
      },
      probe: ({ order }) => this.#prober.perform(order),
      fail: ({ reason }) => onEnded(new StartupError(reason)),
      abdicate: () => {
        const line = 'leadership was given up as asked; start it anew';
        onEnded(new StartupError(line, { exitCode: EXIT_CODE.abdicated }));
      },
    };
  }
}

function seed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
}
