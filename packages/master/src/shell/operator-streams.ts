import { milliseconds } from '@stoa/common';
import { encodeRecord, type MasterEvent } from '@stoa/proto';
import type { HttpExchange, OutgoingStream, TimerQueue } from '@stoa/runtime';
import type { MediaType } from '../api/call-body.ts';
import {
  changeEvent,
  encodeMasterEvent,
  heartbeatEvent,
  HEARTBEAT_INTERVAL_SECONDS,
  subscribedEvent,
} from '../api/event-stream.ts';
import type { ClusterChange, ClusterView } from '../core/index.ts';

interface Subscriber {
  readonly accept: MediaType;
  readonly outgoing: OutgoingStream;
}

/**
 * Those who follow the cluster's changes by SUBSCRIBE on `/api/v1` (mesos-endpoints.md §2.5). A
 * change is encoded once per media type, whoever listens, and not at all when nobody does.
 */
export class OperatorStreams {
  readonly #clock: TimerQueue;
  readonly #subscribersMax: number;
  // In the order of their coming: the first is the oldest.
  readonly #subscribers = new Map<string, Subscriber>();
  #lastId = 0;

  constructor(options: {
    readonly clock: TimerQueue;
    /** Beyond so many the oldest stream is ended. */
    readonly subscribersMax: number;
  }) {
    this.#clock = options.clock;
    this.#subscribersMax = options.subscribersMax;
  }

  /** How many follow. */
  get count(): number {
    return this.#subscribers.size;
  }

  /** Opens a stream: the whole state, a heartbeat at once, then changes and heartbeats. */
  open(exchange: HttpExchange, accept: MediaType, view: ClusterView): void {
    this.#lastId++;
    const id = `operator.heartbeat ${this.#lastId}`;
    const outgoing = exchange.openStream({ status: 200, headers: { 'Content-Type': accept } });
    this.#subscribers.set(id, { accept, outgoing });
    outgoing.write(encodeRecord(encodeMasterEvent(subscribedEvent(view), accept)));
    this.#beat(id);
    outgoing.onClose(() => this.#forget(id));
    const [oldest] = this.#subscribers;
    if (this.#subscribers.size > this.#subscribersMax) oldest?.[1].outgoing.end();
  }

  /** The performer of `clusterChanged`. */
  tell(change: ClusterChange): void {
    if (this.#subscribers.size === 0) return;
    this.#send(changeEvent(change), this.#subscribers.values());
  }

  #beat(id: string): void {
    const subscriber = this.#subscribers.get(id);
    if (subscriber === undefined) return;
    this.#send(heartbeatEvent(), [subscriber]);
    this.#clock.start(id, milliseconds(HEARTBEAT_INTERVAL_SECONDS * 1000), () => this.#beat(id));
  }

  #send(event: MasterEvent, subscribers: Iterable<Subscriber>): void {
    const records = new Map<MediaType, Uint8Array>();
    for (const { accept, outgoing } of subscribers) {
      const record = records.get(accept) ?? encodeRecord(encodeMasterEvent(event, accept));
      records.set(accept, record);
      outgoing.write(record);
    }
  }

  #forget(id: string): void {
    this.#subscribers.delete(id);
    this.#clock.cancel(id);
  }
}
