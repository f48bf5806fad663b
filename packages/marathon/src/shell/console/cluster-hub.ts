import type { MasterCall, MasterEvent, MasterResponse } from '@stoa/proto';
import type { ClusterSnapshotJson } from '@stoa/proto/stoa';
import { encodeUtf8 } from '@stoa/common';
import {
  encodeServerSentEvent,
  type HttpExchange,
  type Log,
  type OutgoingStream,
} from '@stoa/runtime';
import {
  connectOperator,
  type MasterLocator,
  type OperatorConnection,
  type OperatorState,
} from '@stoa/sdk';
import { ClusterPicture, type ClusterNews } from '../../core/cluster/cluster-picture.ts';
import { HEARTBEAT_MS, openEventStream } from './event-stream.ts';

/** How long an asker waits for the first state of the cluster. */
const FIRST_STATE_WAIT_MS = 5_000;
const HEARTBEAT = encodeUtf8(':\n\n');

/** What is known of the master that leads, besides the cluster. */
export interface MasterFacts {
  readonly leader: string;
  readonly version: string | undefined;
  readonly cluster: string | undefined;
}

/** Where masters are, and who we are to them. */
export interface ClusterHubOptions {
  /** `host:port`, or several with commas between. */
  readonly master: string | MasterLocator;
  readonly principal: string | undefined;
  readonly secret: string | undefined;
  readonly log: Log;
}

/**
 * The cluster as the console sees it. The master is asked once, by one subscription of an operator,
 * however many pages are open; it begins with the first need of it. Readers get a snapshot and then
 * each change. One that does not take what it is sent loses its stream (the listener sees to it).
 */
export class ClusterHub {
  readonly picture = new ClusterPicture();
  readonly #options: ClusterHubOptions;
  readonly #readers = new Set<OutgoingStream>();
  readonly #waiting = new Set<() => void>();
  #connection: OperatorConnection | undefined;
  #isCurrent = false;
  #reason: string | undefined;
  #facts: Promise<MasterFacts | undefined> = Promise.resolve(undefined);
  #heartbeat: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: ClusterHubOptions) {
    this.#options = options;
  }

  /** Whether the picture is one of now. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Why there is no master; undefined while there is one, or before one was asked. */
  get reason(): string | undefined {
    return this.#reason;
  }

  get leader(): string | undefined {
    return this.#connection?.leader;
  }

  /** What the leading master says of itself; undefined when none is heard. */
  get facts(): Promise<MasterFacts | undefined> {
    return this.#facts;
  }

  /** Resolves with whether the picture is current, at the latest after five seconds. */
  ready(): Promise<boolean> {
    this.#begin();
    if (this.#isCurrent || this.#isClosed) return Promise.resolve(this.#isCurrent);
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve(this.#isCurrent);
      };
      const timer = setTimeout(done, FIRST_STATE_WAIT_MS);
      this.#waiting.add(done);
    });
  }

  /** Asks the leading master. Rejects as the sdk does. */
  call(call: MasterCall): Promise<MasterResponse> {
    return this.#begin().call(call);
  }

  /** Opens a stream of `GET /stoa/v1/cluster/events`. */
  open(exchange: HttpExchange): void {
    const stream = openEventStream(exchange);
    if (stream === undefined) return;
    this.#readers.add(stream);
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
    stream.onClose(() => this.#forget(stream));
    this.#begin();
    // Whoever comes while the first state is on its way gets it when it is there.
    if (this.#isCurrent || this.#reason !== undefined) stream.write(encodeNews(this.#snapshot()));
  }

  /** Ends every stream and leaves the master. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    for (const stream of [...this.#readers]) stream.end();
    for (const done of [...this.#waiting]) done();
    await this.#connection?.close();
  }

  #begin(): OperatorConnection {
    const { master, principal, secret } = this.#options;
    this.#connection ??= connectOperator({
      master,
      principal,
      secret,
      onEvent: (event) => this.#receive(event),
      onState: (state) => this.#changed(state),
    });
    return this.#connection;
  }

  #receive(event: MasterEvent): void {
    const news = this.picture.apply(event);
    if (event.type === 'SUBSCRIBED') this.#tell([this.#became(true), this.#snapshot()]);
    else this.#tell(news);
  }

  #became(isCurrent: boolean): ClusterNews {
    this.#isCurrent = isCurrent;
    this.#reason = undefined;
    for (const done of [...this.#waiting]) done();
    this.#facts = this.#askFacts().catch((error: unknown) => {
      this.#options.log.warn('console.masterSilent', { reason: String(error) });
      return undefined;
    });
    return { event: 'master_back', data: { leader: this.leader ?? '' } };
  }

  async #askFacts(): Promise<MasterFacts> {
    const leader = this.leader ?? '';
    const [version, flags] = await Promise.all([
      this.call({ type: 'GET_VERSION' }),
      this.call({ type: 'GET_FLAGS' }),
    ]);
    const { value } = flags.get_flags?.flags?.find(({ name }) => name === 'cluster') ?? {};
    return { leader, version: version.get_version?.version_info.version, cluster: value };
  }

  #changed(state: OperatorState): void {
    if (state.kind === 'subscribed') return;
    const { reason, retryInMs } = state;
    const isNews = this.#isCurrent || this.#reason === undefined;
    this.#isCurrent = false;
    this.#reason = reason;
    this.#facts = Promise.resolve(undefined);
    if (!isNews) return;
    this.#options.log.warn('console.masterLost', { reason });
    this.#tell([{ event: 'master_lost', data: { reason, retryInMs } }]);
  }

  #snapshot(): ClusterNews {
    const { leader, picture } = this;
    const data: ClusterSnapshotJson = {
      isConnected: this.#isCurrent,
      ...(leader === undefined ? {} : { leader }),
      agents: [...picture.agents],
      frameworks: [...picture.frameworks],
      tasks: [...picture.tasks],
    };
    return { event: 'snapshot', data };
  }

  #tell(news: readonly ClusterNews[]): void {
    if (this.#readers.size === 0) return;
    for (const one of news) {
      const record = encodeNews(one);
      for (const stream of [...this.#readers]) stream.write(record);
    }
  }

  #beat(): void {
    for (const stream of [...this.#readers]) stream.write(HEARTBEAT);
  }

  #forget(stream: OutgoingStream): void {
    this.#readers.delete(stream);
    if (this.#readers.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }
}

function encodeNews({ event, data }: ClusterNews): Uint8Array {
  return encodeServerSentEvent({ event, data: JSON.stringify(data) });
}
