import type { Random } from '@stoa/common';
import {
  SchedulerCallCodec,
  SchedulerEventCodec,
  type FrameworkID,
  type FrameworkInfo,
  type SchedulerCall,
  type SchedulerEvent,
} from '@stoa/proto';
import type { Agent } from 'undici';
import { CallQueue } from './call-queue.ts';
import { CallFailedError, CallRefusedError, describeCause, NotSubscribedError } from './errors.ts';
import { LeaderLine, type Ending } from './leader-line.ts';
import type { MasterLocator } from './masters.ts';
import {
  createConnections,
  openRecordStream,
  type CallLine,
  type RecordStream,
} from './record-stream.ts';
import {
  basicAuthorization,
  decodeMessage,
  encodeMessage,
  mediaType,
  type Encoding,
} from './wire.ts';

/** A call as an author makes it: the connection adds the framework's id. */
export type FrameworkCall = Omit<SchedulerCall, 'framework_id' | 'subscribe'>;

/** What becomes of a connection, told as it happens. */
export type ConnectionState =
  /** Looks for a leading master. */
  | { readonly kind: 'connecting'; readonly master: string }
  /** Calls are possible from here on. `isNew` is false when the same id subscribed before. */
  | {
      readonly kind: 'subscribed';
      readonly frameworkId: string;
      readonly master: string;
      readonly isNew: boolean;
    }
  /** The stream is lost; it is tried again after `retryInMs`. */
  | { readonly kind: 'disconnected'; readonly reason: string; readonly retryInMs: number }
  /** The master will not have this framework; it is not tried again. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Closed by us. */
  | { readonly kind: 'closed' };

/** What a connection is made of. */
export interface FrameworkOptions {
  /**
   * `host:port`, or several with commas between; those that do not lead redirect us. Or who knows
   * the leader: the connection then goes wherever that is.
   */
  readonly master: string | MasterLocator;
  /** With `id` to come back as the framework it was. */
  readonly framework: FrameworkInfo;
  /** Roles for which no offers are wanted from the start. */
  readonly suppressedRoles?: readonly string[];
  /** Each event but `HEARTBEAT`, one at a time; the next one waits for a promise that is given back. */
  readonly onEvent: (event: SchedulerEvent) => Promise<void> | void;
  readonly onState?: (state: ConnectionState) => void;
  readonly principal?: string;
  readonly secret?: string;
  /** Draws the pauses between attempts; seeded by the system unless given. */
  readonly random?: Random;
  /** `json` unless told. */
  readonly encoding?: Encoding;
}

/** A framework's line to the leading master. */
export interface FrameworkConnection {
  /** Known from the first `SUBSCRIBED` on, or when `framework.id` was given. */
  readonly frameworkId: string | undefined;
  readonly isSubscribed: boolean;
  /**
   * Sends a call; calls arrive in the order made. Resolves when the master took it. Rejects with
   * `NotSubscribedError`, `CallRefusedError` or `CallFailedError`; nothing is sent twice.
   */
  call(call: FrameworkCall): Promise<void>;
  /** Leaves without teardown: tasks run on for the failover timeout. Idempotent. */
  close(): Promise<void>;
}

/**
 * Subscribes a framework and keeps it subscribed: follows redirects, watches heartbeats, subscribes
 * again under the same id with growing pauses. Throws when `master` cannot be read.
 *
 * @example
 * const connection = connectFramework({
 *   master: '127.0.0.1:5050',
 *   framework: { user: 'root', name: 'sample' },
 *   onEvent: (event) => console.log(event.type),
 * });
 */
export function connectFramework(options: FrameworkOptions): FrameworkConnection {
  const connection = new SchedulerConnection(options);
  connection.start();
  return connection;
}

interface Subscription {
  readonly url: URL;
  readonly streamId: string;
}

class SchedulerConnection implements FrameworkConnection {
  readonly #options: FrameworkOptions;
  readonly #line: LeaderLine;
  readonly #encoding: Encoding;
  readonly #connections: { readonly calls: CallLine; readonly streams: Agent };
  readonly #calls = new CallQueue();
  #id: FrameworkID | undefined;
  #subscription: Subscription | undefined;
  #refusal: string | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: FrameworkOptions) {
    this.#options = options;
    this.#line = new LeaderLine(options.master, options.random);
    this.#encoding = options.encoding ?? 'json';
    this.#connections = createConnections();
    this.#id = options.framework.id;
  }

  get frameworkId(): string | undefined {
    return this.#id?.value;
  }

  get isSubscribed(): boolean {
    return this.#subscription !== undefined;
  }

  start(): void {
    this.#running = this.#run();
  }

  call(call: FrameworkCall): Promise<void> {
    const subscription = this.#subscription;
    const type = call.type ?? 'UNKNOWN';
    if (subscription === undefined) {
      return Promise.reject(new NotSubscribedError(`${type}: the framework is not subscribed`));
    }
    return this.#calls.add(async () => {
      // A call belongs to the subscription it was made under: offers of an older one mean nothing.
      if (this.#subscription !== subscription) {
        throw new NotSubscribedError(`${type}: the subscription ended before the call was sent`);
      }
      await this.#send({ ...call, framework_id: this.#id }, subscription);
    });
  }

  async close(): Promise<void> {
    this.#line.close();
    this.#subscription = undefined;
    await this.#running;
    const { calls, streams } = this.#connections;
    await Promise.all([calls.destroy(), streams.destroy()]);
  }

  async #run(): Promise<void> {
    await this.#line.run({
      follow: (master) => this.#subscribe(master),
      onEnd: (reason, retryInMs) => {
        if (this.#refusal === undefined) this.#tell({ kind: 'disconnected', reason, retryInMs });
        return this.#refusal === undefined;
      },
    });
    if (this.#line.isClosed || this.#refusal === undefined) this.#tell({ kind: 'closed' });
    else this.#tell({ kind: 'refused', reason: this.#refusal });
  }

  async #subscribe(master: URL): Promise<Ending> {
    this.#tell({ kind: 'connecting', master: master.host });
    let stream: RecordStream | undefined;
    try {
      stream = await this.#open(master);
      const opened = stream;
      await opened.read(
        (record) => this.#receive(record, opened),
        () => this.#line.silenceMs,
      );
      return { reason: 'the master ended the stream', led: stream.url };
    } catch (error) {
      if (error instanceof CallRefusedError && isFinal(error.status)) this.#refusal = error.message;
      const isOurs = error instanceof CallFailedError || error instanceof CallRefusedError;
      // Whatever else the handler of an event throws is the author's: it must not be swallowed.
      if (!isOurs && error instanceof HandlerError) throw error.cause;
      return { reason: describeCause(error), led: stream?.url };
    } finally {
      this.#subscription = undefined;
    }
  }

  #open(master: URL): Promise<RecordStream> {
    const { framework, principal, suppressedRoles } = this.#options;
    const call: SchedulerCall = {
      type: 'SUBSCRIBE',
      framework_id: this.#id,
      subscribe: {
        framework_info: {
          ...framework,
          id: this.#id,
          principal: framework.principal ?? principal,
        },
        suppressed_roles: suppressedRoles,
      },
    };
    return openRecordStream(this.#connections.streams, {
      url: new URL('/api/v1/scheduler', master),
      headers: this.#headers({ Accept: mediaType(this.#encoding) }),
      body: encodeMessage(SchedulerCallCodec, call, this.#encoding),
      signal: this.#line.leaving,
    });
  }

  async #receive(record: Uint8Array, stream: RecordStream): Promise<void> {
    if (this.#line.isClosed) return;
    const event = decodeMessage(SchedulerEventCodec, record, this.#encoding);
    if (!event.ok) throw new CallFailedError(`an event cannot be read: ${event.error}`);
    const { type, subscribed, error } = event.value;
    if (type === 'HEARTBEAT') return;
    if (type === 'SUBSCRIBED' && subscribed !== undefined) {
      this.#subscribed(subscribed.framework_id, subscribed.heartbeat_interval_seconds, stream);
    }
    if (type === 'ERROR') this.#refusal = error?.message ?? 'the master reported an error';
    try {
      await this.#options.onEvent(event.value);
    } catch (cause) {
      throw new HandlerError('the handler of an event failed', { cause });
    }
  }

  #subscribed(
    id: FrameworkID | undefined,
    interval: number | undefined,
    stream: RecordStream,
  ): void {
    const streamId = stream.headers['mesos-stream-id'];
    if (typeof streamId !== 'string' || id === undefined) {
      throw new CallFailedError('the master granted a stream without an id');
    }
    this.#line.subscribed(interval);
    const isNew = this.#id?.value !== id.value;
    this.#id = id;
    this.#subscription = { url: stream.url, streamId };
    this.#tell({ kind: 'subscribed', frameworkId: id.value, master: stream.url.host, isNew });
  }

  async #send(call: SchedulerCall, subscription: Subscription): Promise<void> {
    await this.#connections.calls.post({
      url: subscription.url,
      headers: this.#headers({ 'Mesos-Stream-Id': subscription.streamId }),
      body: encodeMessage(SchedulerCallCodec, call, this.#encoding),
    });
  }

  #headers(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const { principal, secret } = this.#options;
    return {
      'Content-Type': mediaType(this.#encoding),
      ...basicAuthorization(principal, secret),
      ...more,
    };
  }

  #tell(state: ConnectionState): void {
    this.#options.onState?.(state);
  }
}

class HandlerError extends Error {
  override readonly name = 'HandlerError';
}

/** Answers that the same call would get again: the framework itself is wrong. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 404 && status !== 408 && status !== 429;
}
