import {
  MasterCallCodec,
  MasterEventCodec,
  MasterResponseCodec,
  type MasterCall,
  type MasterEvent,
  type MasterResponse,
} from '@stoa/proto';
import { request, type Agent } from 'undici';
import { CallFailedError, CallRefusedError, describeCause, NotSubscribedError } from './errors.ts';
import { LeaderLine, type Ending } from './leader-line.ts';
import { ANSWER_DEADLINE_MS, REFUSAL_TEXT_MAX } from './limits.ts';
import type { MasterLocator } from './masters.ts';
import { createConnections, openRecordStream, type RecordStream } from './record-stream.ts';
import { basicAuthorization, decodeMessage, encodeMessage, mediaType } from './wire.ts';

/** What becomes of an operator's connection, told as it happens. */
export type OperatorState =
  | { readonly kind: 'subscribed'; readonly master: string }
  /** The stream is lost, or was refused; it is tried again after `retryInMs`. */
  | { readonly kind: 'disconnected'; readonly reason: string; readonly retryInMs: number };

/** What a connection is made of. */
export interface OperatorOptions {
  /**
   * `host:port`, or several with commas between, of which those that do not lead redirect us; or who
   * knows the leader.
   */
  readonly master: string | MasterLocator;
  /** Each event but `HEARTBEAT`; `SUBSCRIBED`, with the whole state, comes first and after each loss. */
  readonly onEvent: (event: MasterEvent) => void;
  readonly onState?: (state: OperatorState) => void;
  readonly principal?: string | undefined;
  readonly secret?: string | undefined;
}

/** An operator's line to the leading master (mesos-endpoints.md §2). */
export interface OperatorConnection {
  /** `host:port` of the master that tells us events; undefined while there is none. */
  readonly leader: string | undefined;
  /**
   * Asks the leader. Rejects with `NotSubscribedError`, `CallRefusedError` or `CallFailedError`;
   * nothing is asked twice.
   */
  call(call: MasterCall): Promise<MasterResponse>;
  /** Leaves. Idempotent. */
  close(): Promise<void>;
}

/**
 * Follows everything that happens in a cluster, and keeps doing so: follows redirects to the leader,
 * watches heartbeats, subscribes again with growing pauses. Throws when `master` cannot be read.
 *
 * @example
 * const connection = connectOperator({
 *   master: '127.0.0.1:5050',
 *   onEvent: (event) => console.log(event.type),
 * });
 */
export function connectOperator(options: OperatorOptions): OperatorConnection {
  const connection = new OperatorLine(options);
  connection.start();
  return connection;
}

class OperatorLine implements OperatorConnection {
  readonly #options: OperatorOptions;
  readonly #line: LeaderLine;
  readonly #streams: Agent;
  #leader: URL | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: OperatorOptions) {
    this.#options = options;
    this.#line = new LeaderLine(options.master, undefined);
    this.#streams = createConnections().streams;
  }

  get leader(): string | undefined {
    return this.#leader?.host;
  }

  start(): void {
    this.#running = this.#line.run({
      follow: (master) => this.#follow(master),
      onEnd: (reason, retryInMs) => {
        this.#tell({ kind: 'disconnected', reason, retryInMs });
        return true;
      },
    });
  }

  async call(call: MasterCall): Promise<MasterResponse> {
    const leader = this.#leader;
    const type = call.type ?? 'UNKNOWN';
    if (leader === undefined) throw new NotSubscribedError(`${type}: no master is followed`);
    const url = new URL('/api/v1', leader);
    const { status, body } = await this.#post(url, call);
    if (status !== 200) {
      throw new CallRefusedError(type, status, body.subarray(0, REFUSAL_TEXT_MAX).toString());
    }
    const answer = decodeMessage(MasterResponseCodec, body, 'json');
    if (!answer.ok)
      throw new CallFailedError(`${type}: the answer cannot be read: ${answer.error}`);
    return answer.value;
  }

  async close(): Promise<void> {
    this.#line.close();
    this.#leader = undefined;
    await this.#running;
    await this.#streams.destroy();
  }

  async #follow(master: URL): Promise<Ending> {
    let stream: RecordStream | undefined;
    try {
      stream = await this.#open(master);
      const opened = stream;
      await opened.read(
        (record) => this.#receive(record, opened.url),
        () => this.#line.silenceMs,
      );
      return { reason: 'the master ended the stream', led: opened.url };
    } catch (error) {
      const isOurs = error instanceof CallFailedError || error instanceof CallRefusedError;
      if (isOurs || this.#line.leaving.aborted || isBroken(error)) {
        return { reason: describeCause(error), led: stream?.url };
      }
      throw error;
    } finally {
      this.#leader = undefined;
    }
  }

  #open(master: URL): Promise<RecordStream> {
    return openRecordStream(this.#streams, {
      url: new URL('/api/v1', master),
      headers: this.#headers(),
      body: encodeMessage(MasterCallCodec, { type: 'SUBSCRIBE' }, 'json'),
      signal: this.#line.leaving,
    });
  }

  #receive(record: Uint8Array, url: URL): void {
    if (this.#line.isClosed) return;
    const event = decodeMessage(MasterEventCodec, record, 'json');
    if (!event.ok) throw new CallFailedError(`an event cannot be read: ${event.error}`);
    const { type, subscribed } = event.value;
    if (type === 'HEARTBEAT') return;
    if (type === 'SUBSCRIBED') {
      this.#line.subscribed(subscribed?.heartbeat_interval_seconds);
      this.#leader = new URL('/', url);
      this.#tell({ kind: 'subscribed', master: url.host });
    }
    this.#options.onEvent(event.value);
  }

  async #post(url: URL, call: MasterCall): Promise<{ status: number; body: Buffer }> {
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: this.#headers(),
        body: encodeMessage(MasterCallCodec, call, 'json'),
        signal: AbortSignal.any([this.#line.closing, AbortSignal.timeout(ANSWER_DEADLINE_MS)]),
        dispatcher: this.#streams,
      });
      return {
        status: answer.statusCode,
        body: Buffer.from(await answer.body.arrayBuffer()),
      };
    } catch (cause) {
      throw new CallFailedError(`POST ${url.href} failed: ${describeCause(cause)}`, { cause });
    }
  }

  #headers(): Readonly<Record<string, string>> {
    const { principal, secret } = this.#options;
    return {
      'Content-Type': mediaType('json'),
      Accept: mediaType('json'),
      ...basicAuthorization(principal, secret),
    };
  }

  #tell(state: OperatorState): void {
    this.#options.onState?.(state);
  }
}

/** The connection broke while the stream was read: Node and undici tell it by a code. */
function isBroken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error;
}
