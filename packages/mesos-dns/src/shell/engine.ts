import crypto from 'node:crypto';
import { errorMessage, KernelDriver, timerPerformers } from '@stoa/runtime/lean';
import type {
  HttpClient,
  KernelFatalError,
  Log,
  Performers,
  SystemClock,
} from '@stoa/runtime/lean';
import {
  DnsKernel,
  type DnsConfig,
  type DnsEffect,
  type DnsEvent,
  type HostPort,
  type MasterFacts,
} from '../core/index.ts';
import { HostResolver, lookUpHost } from './host-resolver.ts';
import { startLeaderDetector, type LeaderDetector } from './leader-detector.ts';
import type { Credentials } from './master-access.ts';
import { listServerAddresses } from './resolver-file.ts';
import { StateWatcher } from './state-watcher.ts';

/** SHA-1 of a text in hexadecimal, which the kernel makes names with. */
export function sha1(text: string): string {
  // An object for each hash takes four times as long; Node before 20.12 knows no other way.
  return typeof crypto.hash === 'function'
    ? crypto.hash('sha1', text)
    : crypto.createHash('sha1').update(text, 'utf8').digest('hex');
}

/** What the kernel is run with. */
export interface EngineOptions {
  readonly config: DnsConfig;
  readonly log: Log;
  readonly clock: SystemClock;
  readonly client: HttpClient;
  readonly credentials: Credentials;
  /** There are records: whoever asks can be answered. Called once. */
  readonly onServe: () => void;
  readonly onFatal: (error: KernelFatalError) => void;
  /** Nobody leads for too long: the process is to end with this reason. */
  readonly onGivingUp: (reason: string) => void;
}

/** The kernel with its performers. It begins with `start`. */
export class Engine {
  readonly kernel: DnsKernel;
  readonly #options: EngineOptions;
  readonly #driver: KernelDriver<DnsEvent, DnsEffect>;
  readonly #watcher: StateWatcher;
  readonly #hosts: HostResolver;
  #detector: LeaderDetector | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { config, clock, client, credentials, onFatal } = options;
    const deliver = (event: DnsEvent): void => this.#driver.deliver(event);
    const serverAddresses = listServerAddresses(config.listener);
    this.kernel = new DnsKernel(config, { sha1, serverAddresses });
    this.#hosts = new HostResolver(lookUpHost, () => clock.now());
    this.#watcher = new StateWatcher({
      deliver,
      client,
      credentials,
      hosts: this.#hosts,
      isHttps: config.access.isHttps,
      stateTimeoutSeconds: config.stateTimeoutSeconds,
    });
    const { kernel } = this;
    const performers = this.#performers(deliver);
    this.#driver = new KernelDriver({ kernel, performers, clock, onFatal });
  }

  /** Begins to look for the leader. */
  async start(): Promise<void> {
    const masters: MasterFacts[] = [];
    for (const master of this.#options.config.masters) masters.push(await this.#locate(master));
    this.#driver.deliver({ kind: 'started', masters });
    const { config, log } = this.#options;
    if (config.zk === '') return;
    this.#detector = await startLeaderDetector({
      zk: config.zk,
      log,
      hosts: this.#hosts,
      onMasters: (detected) => this.#driver.deliver({ kind: 'mastersDetected', masters: detected }),
    });
  }

  /** Takes no further event. */
  async close(): Promise<void> {
    await this.#detector?.close();
    this.#driver.stop();
    this.#watcher.close();
    this.#options.clock.close();
  }

  async #locate(master: HostPort): Promise<MasterFacts> {
    try {
      return { ...master, addresses: await this.#hosts.resolve(master.host) };
    } catch (error) {
      const { log } = this.#options;
      log.warn('master.unresolved', { host: master.host, reason: errorMessage(error) });
      return { ...master, addresses: [] };
    }
  }

  #performers(deliver: (event: DnsEvent) => void): Performers<DnsEffect> {
    const { clock, log, onServe, onGivingUp } = this.#options;
    return {
      ...timerPerformers(clock, deliver),
      trace: (effect) => log.trace(effect),
      follow: ({ master }) => this.#watcher.follow(master),
      load: ({ master }) => this.#watcher.load(master),
      serve: () => onServe(),
      giveUp: ({ reason }) => onGivingUp(reason),
    };
  }
}
