import { milliseconds } from '@stoa/common';
import type { FrameworkInfo, SchedulerCall } from '@stoa/proto';
import type { Log, TimerQueue } from '@stoa/runtime';
import {
  CallFailedError,
  connectFramework,
  NotSubscribedError,
  type ConnectionState,
  type FrameworkConnection,
  type MasterLocator,
} from '@stoa/sdk';
import type { MarathonEvent } from '../core/index.ts';

/** How long a link that lost a call waits before it is opened anew. */
const RENEWAL_DELAY = milliseconds(1000);
const RENEWAL_TIMER = 'framework-link/renewal';

/** What a link is made of. */
export interface FrameworkLinkOptions {
  /** `host:port`, or several with commas between, or who knows the leader. */
  readonly master: string | MasterLocator;
  readonly principal: string | undefined;
  readonly secret: string | undefined;
  readonly deliver: (event: MarathonEvent) => void;
  readonly clock: TimerQueue;
  readonly log: Log;
}

/** As what the framework subscribes, and for which roles it wants no offers at first. */
interface Subscription {
  readonly framework: FrameworkInfo;
  readonly suppressedRoles: readonly string[];
}

/**
 * Marathon's line to the leading master, over the sdk alone. A call that was refused, or that never
 * left, is told where the kernel has to know; a call that may have been lost on the way (a decline
 * among them would leave its offer held for ever) makes the link begin anew, because a subscription
 * starts without offers and with everything told again.
 */
export class FrameworkLink {
  readonly #options: FrameworkLinkOptions;
  #connection: FrameworkConnection | undefined;
  #wanted: Subscription | undefined;
  #generation = 0;

  constructor(options: FrameworkLinkOptions) {
    this.#options = options;
  }

  /** Subscribes, and stays so; an open line is left before. */
  open(framework: FrameworkInfo, suppressedRoles: readonly string[]): void {
    this.#leave();
    this.#wanted = { framework, suppressedRoles };
    const generation = this.#generation;
    const { master, principal, secret, deliver } = this.#options;
    this.#connection = connectFramework({
      master,
      framework,
      suppressedRoles,
      principal,
      secret,
      onEvent: (event) => {
        if (generation !== this.#generation) return;
        deliver({ kind: 'schedulerEvent', event });
      },
      onState: (state) => {
        if (generation === this.#generation) this.#changed(state);
      },
    });
  }

  /** Sends a call, in the order of the wishes; nothing is sent twice. */
  send(call: SchedulerCall): void {
    const { framework_id: _id, subscribe: _subscribe, ...rest } = call;
    const generation = this.#generation;
    const sent =
      this.#connection?.call(rest) ??
      Promise.reject(new NotSubscribedError('the framework is not subscribed'));
    sent.catch((error: unknown) => this.#failed(call, error, generation));
  }

  /** Leaves without teardown: tasks run on. */
  async close(): Promise<void> {
    this.#options.clock.cancel(RENEWAL_TIMER);
    const connection = this.#connection;
    this.#generation++;
    this.#connection = undefined;
    this.#wanted = undefined;
    await connection?.close();
  }

  #leave(): void {
    this.#options.clock.cancel(RENEWAL_TIMER);
    const left = this.#connection;
    this.#generation++;
    this.#connection = undefined;
    left?.close().catch((error: unknown) => {
      this.#options.log.warn('framework.leaveFailed', { reason: String(error) });
    });
  }

  #changed(state: ConnectionState): void {
    const { deliver } = this.#options;
    switch (state.kind) {
      case 'subscribed':
        deliver({ kind: 'subscribed', frameworkId: state.frameworkId, master: state.master });
        // From the first subscription on the framework is known by its id.
        if (this.#wanted !== undefined) {
          const { framework, suppressedRoles } = this.#wanted;
          const id = { value: state.frameworkId };
          this.#wanted = { framework: { ...framework, id }, suppressedRoles };
        }
        return;
      case 'disconnected':
        deliver({ kind: 'disconnected', reason: state.reason });
        return;
      case 'refused':
        deliver({ kind: 'refused', reason: state.reason });
        return;
      case 'connecting':
      case 'closed':
        return;
    }
  }

  #failed(call: SchedulerCall, error: unknown, generation: number): void {
    const { deliver, log } = this.#options;
    const isUnsure = error instanceof CallFailedError;
    log.warn('framework.callFailed', { call: call.type, reason: String(error), isUnsure });
    const taskIds = launchedBy(call);
    if (taskIds.length > 0) deliver({ kind: 'acceptFailed', taskIds, isCertain: !isUnsure });
    if (isUnsure && generation === this.#generation) this.#renewSoon(String(error));
  }

  #renewSoon(reason: string): void {
    const { deliver, clock } = this.#options;
    const wanted = this.#wanted;
    if (wanted === undefined || this.#connection?.isSubscribed !== true) return;
    this.#leave();
    deliver({ kind: 'disconnected', reason });
    clock.start(RENEWAL_TIMER, RENEWAL_DELAY, () => {
      this.open(wanted.framework, wanted.suppressedRoles);
    });
  }
}

/** The ids of the tasks that an ACCEPT launches. */
function launchedBy({ accept }: SchedulerCall): readonly string[] {
  return (accept?.operations ?? []).flatMap(({ launch }) =>
    (launch?.task_infos ?? []).map(({ task_id }) => task_id.value),
  );
}
