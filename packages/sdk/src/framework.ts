import type {
  AgentID,
  Filters,
  FrameworkInfo,
  Offer,
  SchedulerEvent,
  TaskInfo,
  TaskStatus,
} from '@stoa/proto';
import { acknowledge, launch } from './calls.ts';
import { CallFailedError, NotSubscribedError } from './errors.ts';
import {
  connectFramework,
  type ConnectionState,
  type FrameworkCall,
  type FrameworkConnection,
  type FrameworkOptions,
} from './framework-connection.ts';

/** A task as an author describes it: the helper fills in the agent of the offer. */
export type TaskPlan = Omit<TaskInfo, 'agent_id'>;

/** What a framework does when something comes. */
export interface FrameworkHandlers {
  /** The tasks to launch on an offer; none declines it. */
  readonly planTasks: (offer: Offer) => readonly TaskPlan[];
  /** A task's new state. It is acknowledged once this returns, or its promise resolves. */
  readonly onStatus: (status: TaskStatus) => Promise<void> | void;
  /** Subscribed, at first and again: the time to ask for what one wants to know. */
  readonly onSubscribed?: (frameworkId: string) => void;
  /** Anything else that comes: `RESCIND`, `FAILURE`, `MESSAGE` and kin. */
  readonly onEvent?: (event: SchedulerEvent) => Promise<void> | void;
  readonly onState?: (state: ConnectionState) => void;
}

/** What a framework is made of. */
export interface FrameworkSettings
  extends Omit<FrameworkOptions, 'framework' | 'onEvent' | 'onState'>, FrameworkHandlers {
  readonly framework: FrameworkInfo;
  /** Seconds for which a declined offer's resources are not offered again; 5 unless told. */
  readonly refuseSeconds?: number;
}

/**
 * The common framework: launches what is planned per offer, declines the rest, acknowledges each
 * status after it was dealt with. `done` settles when it ends.
 *
 * @example
 * const framework = new Framework({
 *   master: '127.0.0.1:5050',
 *   framework: { user: 'root', name: 'sample' },
 *   planTasks: () => [],
 *   onStatus: (status) => console.log(status.state),
 * });
 * await framework.done;
 */
export class Framework {
  readonly #settings: FrameworkSettings;
  readonly #connection: FrameworkConnection;
  readonly #filters: Filters;
  #finish: () => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  /** Resolves after `stop`; rejects when the master refuses the framework. */
  readonly done: Promise<void>;

  constructor(settings: FrameworkSettings) {
    this.#settings = settings;
    this.#filters = { refuse_seconds: settings.refuseSeconds ?? 5 };
    this.done = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.#connection = connectFramework({
      ...settings,
      onEvent: (event) => this.#receive(event),
      onState: (state) => this.#changed(state),
    });
  }

  /** Known once subscribed. */
  get frameworkId(): string | undefined {
    return this.#connection.frameworkId;
  }

  /** Asks for a task's end; the answer is a status. */
  kill(taskId: string, agentId?: AgentID): Promise<void> {
    return this.call({ type: 'KILL', kill: { task_id: { value: taskId }, agent_id: agentId } });
  }

  /** Wants offers again. */
  revive(): Promise<void> {
    return this.call({ type: 'REVIVE' });
  }

  /** Wants no offers until `revive`. */
  suppress(): Promise<void> {
    return this.call({ type: 'SUPPRESS' });
  }

  /** Asks for the state of all tasks (no ids), or of some; the answers are statuses. */
  reconcile(taskIds: readonly string[] = []): Promise<void> {
    const tasks = taskIds.map((value) => ({ task_id: { value } }));
    return this.call({ type: 'RECONCILE', reconcile: { tasks } });
  }

  /** Any call, as `FrameworkConnection.call`. */
  call(call: FrameworkCall): Promise<void> {
    return this.#connection.call(call);
  }

  /** Ends the framework with all its tasks; `keepTasks` leaves them to the failover timeout. */
  async stop(options: { readonly keepTasks?: boolean } = {}): Promise<void> {
    if (options.keepTasks !== true) await this.#leniently({ type: 'TEARDOWN' });
    // A handler may stop its own framework: closing must not wait for that very handler.
    void this.#connection.close().then(this.#finish, this.#fail);
  }

  #changed(state: ConnectionState): void {
    if (state.kind === 'subscribed') this.#settings.onSubscribed?.(state.frameworkId);
    if (state.kind === 'refused') this.#fail(new Error(state.reason));
    this.#settings.onState?.(state);
  }

  async #receive(event: SchedulerEvent): Promise<void> {
    try {
      await this.#deal(event);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #deal(event: SchedulerEvent): Promise<void> {
    const { type, offers, update } = event;
    if (type === 'OFFERS') {
      for (const offer of offers?.offers ?? []) await this.#answer(offer);
    } else if (type === 'UPDATE' && update !== undefined) {
      await this.#settings.onStatus(update.status);
      const call = acknowledge(update.status);
      if (call !== undefined) await this.#leniently(call);
    } else {
      await this.#settings.onEvent?.(event);
    }
  }

  async #answer(offer: Offer): Promise<void> {
    const plans = this.#settings.planTasks(offer);
    const tasks = plans.map((plan) => ({ ...plan, agent_id: offer.agent_id }));
    // An accept without operations is a decline, with the same filters.
    await this.#leniently(launch(offer, tasks, this.#filters));
  }

  /** A call lost with its connection is no fault: offers come anew and statuses are sent again. */
  async #leniently(call: FrameworkCall): Promise<void> {
    try {
      await this.call(call);
    } catch (error) {
      if (error instanceof NotSubscribedError || error instanceof CallFailedError) return;
      throw error;
    }
  }
}
