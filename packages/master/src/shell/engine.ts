import { encodeUtf8, Random, textReply, type HttpReply } from '@stoa/common';
import type { Candidacy, Coordination, LeadershipEvent, LeaderWatch } from '@stoa/coordination';
import { readMasterPlace, renderMasterRecord, type Leader } from '@stoa/coordination';
import {
  errorMessage,
  KernelDriver,
  LeadershipGate,
  StartupError,
  timerPerformers,
  type KernelFatalError,
  type Log,
  type Performers,
  type SystemClock,
} from '@stoa/runtime';
import {
  MasterKernel,
  type MasterConfig,
  type MasterEffect,
  type MasterEvent,
} from '../core/index.ts';
import { AgentLinks } from './agent-links.ts';
import type { LoggingLevel } from './logging-level.ts';
import type { MasterParts } from './master-http.ts';
import { OperatorStreams } from './operator-streams.ts';
import { PendingReplies } from './pending-replies.ts';
import { RegistryStore } from './registry-store.ts';
import { SchedulerStreams } from './scheduler-streams.ts';

/** What the process exits with, as Marathon does (marathon-api.md §11): ZooKeeper refused, or another leads. */
const EXIT_REFUSED = 100;
const EXIT_LOST = 103;

/** What the kernel is run with. */
export interface EngineOptions {
  readonly config: MasterConfig;
  readonly log: Log;
  readonly clock: SystemClock;
  readonly coordination: Coordination;
  readonly logging: LoggingLevel;
  readonly operatorStreamsMax: number;
  /** The daemon has to end, with this reason. */
  readonly onEnded: (error: unknown) => void;
  readonly onFatal: (error: KernelFatalError) => void;
}

/** The kernel with its performers, from the election on. */
export class Engine {
  readonly kernel: MasterKernel;
  readonly #options: EngineOptions;
  readonly #driver: KernelDriver<MasterEvent, MasterEffect>;
  readonly #replies: PendingReplies;
  readonly #schedulers: SchedulerStreams;
  readonly #agents: AgentLinks;
  readonly #operators: OperatorStreams;
  readonly #registry: RegistryStore;
  readonly #gate: LeadershipGate<MasterEvent>;
  #candidacy: Candidacy | undefined;
  #watch: LeaderWatch | undefined;
  #settle: ((error: Error | undefined) => void) | undefined;
  #isElected = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { config, log, clock, coordination } = options;
    const deliver = (event: MasterEvent): void => this.#deliver(event);
    this.kernel = new MasterKernel(config, new Random(seed()));
    const isRunning = (): boolean => this.#driver.isRunning;
    this.#replies = new PendingReplies({ deliver, isRunning });
    this.#schedulers = new SchedulerStreams({ deliver, replies: this.#replies });
    this.#agents = new AgentLinks({ deliver });
    this.#operators = new OperatorStreams({
      clock,
      subscribersMax: options.operatorStreamsMax,
    });
    this.#registry = new RegistryStore({
      store: coordination.store,
      log,
      deliver,
      fail: (error) => this.#end(error),
    });
    this.#gate = new LeadershipGate({
      isOpen: () => this.#isCertain,
      deliver: (event) => this.#driver.deliver(event),
      overflow: () => this.#end(new StartupError('leadership was in doubt for too long')),
    });
    this.#driver = new KernelDriver({
      kernel: this.kernel,
      performers: this.#performers(),
      clock,
      onFatal: options.onFatal,
    });
  }

  /** What the endpoints need; undefined while it is in doubt whether this elected master still leads. */
  parts(): MasterParts | undefined {
    const { logging } = this.#options;
    if (!this.#isCertain) return undefined;
    return {
      view: this.kernel.view,
      schedulers: this.#schedulers,
      agents: this.#agents,
      operators: this.#operators,
      commands: {
        teardown: (frameworkId) => this.#teardown(frameworkId),
        logging: {
          level: () => logging.level(),
          set: (level, span) => logging.set(level, span),
        },
      },
    };
  }

  /**
   * Stands for election; resolves when this master leads and has read its registry, or when it is
   * known that another leads.
   */
  lead(): Promise<void> {
    const { config, coordination } = this.#options;
    return new Promise((resolve, reject) => {
      this.#settle = (error) => {
        this.#settle = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#watch = coordination.watchLeader((leader) => this.#detect(leader));
      const record = encodeUtf8(renderMasterRecord(config.master));
      this.#candidacy = coordination.campaign(record, (event) => this.#judge(event));
    });
  }

  /** Takes no further event; streams that break from here on are news to nobody. */
  async close(): Promise<void> {
    this.#driver.stop();
    this.#gate.close();
    this.#replies.close();
    this.#options.clock.close();
    this.#watch?.close();
    await this.#candidacy?.withdraw();
  }

  /** Not elected, or leading for certain by our own clock. */
  get #isCertain(): boolean {
    return !this.#isElected || this.#candidacy?.isLeading === true;
  }

  #deliver(event: MasterEvent): void {
    this.#gate.pass(event);
    if (event.kind === 'registryLoaded') this.#settle?.(undefined);
  }

  #performers(): Performers<MasterEffect> {
    const { clock, log } = this.#options;
    return {
      ...timerPerformers(clock, (event) => this.#deliver(event)),
      loadRegistry: () => this.#registry.load(),
      persist: (effect) => this.#registry.persist(effect),
      trace: (effect) => log.trace(effect),
      reply: (effect) => this.#replies.perform(effect),
      sendEvent: (effect) => this.#schedulers.send(effect),
      closeStream: ({ streamId }) => this.#schedulers.close(streamId),
      sendAgent: ({ linkId, event }) => this.#agents.send(linkId, event),
      closeAgentLink: ({ linkId }) => this.#agents.close(linkId),
      fail: ({ reason }) => this.#end(new StartupError(reason)),
      clusterChanged: ({ change }) => this.#operators.tell(change),
    };
  }

  #teardown(frameworkId: string): Promise<HttpReply> {
    if (!this.#driver.isRunning) return Promise.resolve(textReply(503, 'Master is ending'));
    return new Promise((resolve) => {
      this.#replies.ask(
        (requestId) => ({ kind: 'teardownRequested', requestId, frameworkId }),
        resolve,
      );
    });
  }

  #judge(event: LeadershipEvent): void {
    switch (event.kind) {
      case 'elected':
        this.#isElected = true;
        this.#deliver({ kind: 'becameLeader' });
        return;
      case 'lost':
        this.#end(
          new StartupError(`leadership is lost: ${event.reason}; start the master anew`, {
            exitCode: event.isRefused === true ? EXIT_REFUSED : EXIT_LOST,
          }),
        );
        return;
      case 'suspended':
      case 'resumed':
        this.#options.log.warn(`leadership.${event.kind}`);
        this.#gate.release();
    }
  }

  #detect(leader: Leader | undefined): void {
    // Our own election is told by the candidacy, and while it lasts there is no other leader.
    if (this.#isElected) return;
    if (leader === undefined) {
      this.#deliver({ kind: 'leaderDetected', leader: undefined });
      return;
    }
    // Within one process there is no record of another kind.
    const label = leader.label === '' ? 'json.info_' : leader.label;
    const place = readMasterPlace({ ...leader, label });
    if (!place.ok) {
      this.#options.log.error('leadership.unreadable', { reason: place.error });
      return;
    }
    const { info } = place.value;
    if (info === undefined || info.id === this.#options.config.master.id) return;
    this.#options.log.info('leadership.detected', { leader: info.pid ?? info.id });
    this.#deliver({ kind: 'leaderDetected', leader: info });
    this.#settle?.(undefined);
  }

  #end(cause: unknown): void {
    const error = cause instanceof Error ? cause : new StartupError(errorMessage(cause));
    if (this.#settle === undefined) this.#options.onEnded(error);
    else this.#settle(error);
  }
}

function seed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
}
