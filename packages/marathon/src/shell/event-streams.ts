import { encodeUtf8, jsonReply, type Timestamp } from '@stoa/common';
import type { EventJson } from '@stoa/proto/marathon';
import { encodeServerSentEvent, type HttpExchange, type OutgoingStream } from '@stoa/runtime';
import { eventJson } from '../api/events.ts';
import { attachmentJson } from '../api/attachments.ts';
import type { Announcement } from '../core/index.ts';

/** Proxies and clients take a longer silence for a dead stream (clients.md §4.5). */
const KEEP_ALIVE_MS = 10_000;
const LINE_END = '\r\n';
const KEEP_ALIVE = encodeUtf8(LINE_END);
/**
 * How long a reader may lie behind by more than its messages. One step of the kernel may say more than that
 * at once, and what it says leaves the process only after the step: nobody is slow yet who has just been told.
 */
const GRACE_MS = 1_000;

interface Listener {
  readonly stream: OutgoingStream;
  readonly remoteAddress: string;
  /** The types wanted; empty: all. */
  readonly types: ReadonlySet<string>;
  /** Bytes written in all. */
  written: number;
  /** For each message that may not be taken yet, oldest first: `written` as it was behind it. */
  ends: number[];
  /** Set while the reader has more outstanding than it may. */
  judgement: NodeJS.Timeout | undefined;
}

/**
 * Those who follow `GET /v2/events` (marathon-api.md §9): each event once, nothing again. A reader that has
 * more than `outstandingMax` messages not yet taken, and a second later still, loses its stream, so that it
 * costs no memory; the stream itself bounds the bytes of that second.
 */
export class EventStreams {
  readonly #now: () => Timestamp;
  readonly #outstandingMax: number;
  readonly #listeners = new Set<Listener>();
  #writtenBytes = 0;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(options: { readonly now: () => Timestamp; readonly outstandingMax: number }) {
    this.#now = options.now;
    this.#outstandingMax = options.outstandingMax;
  }

  /** How many follow. */
  get count(): number {
    return this.#listeners.size;
  }

  /** Bytes of events that were sent, to all who ever followed. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Opens a stream, or says that the asker does not take one. */
  open(exchange: HttpExchange): void {
    const { method, headers, query } = exchange.request;
    const takesStream = (headers['accept'] ?? '').includes('text/event-stream');
    if (method !== 'GET' || !takesStream) {
      const message = 'Method Not Allowed: ask with GET and Accept: text/event-stream';
      exchange.reply(jsonReply(405, { message }, { Allow: 'GET' }));
      return;
    }
    const listener: Listener = {
      stream: exchange.openStream({ status: 200, headers: STREAM_HEADERS }),
      remoteAddress: exchange.peerIp,
      types: new Set(query['event_type']),
      written: 0,
      ends: [],
      judgement: undefined,
    };
    this.#listeners.add(listener);
    this.#keepAlive ??= setInterval(() => this.#beat(), KEEP_ALIVE_MS);
    listener.stream.onClose(() => this.#forget(listener));
    this.#tell(attachmentJson('event_stream_attached', listener.remoteAddress, this.#now()));
  }

  /** The performer of `announce`. */
  announce(announcement: Announcement): void {
    if (this.#listeners.size > 0) this.#tell(eventJson(announcement, this.#now()));
  }

  /** Ends every stream. */
  close(): void {
    clearInterval(this.#keepAlive);
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const { stream } of listeners) stream.end();
  }

  #tell(event: EventJson): void {
    const message = { event: event.eventType, data: JSON.stringify(event) };
    const record = encodeServerSentEvent(message, LINE_END);
    for (const listener of [...this.#listeners]) {
      const { types } = listener;
      if (types.size === 0 || types.has(event.eventType)) this.#write(listener, record);
    }
  }

  #write(listener: Listener, record: Uint8Array): void {
    listener.stream.write(record);
    listener.written += record.byteLength;
    this.#writtenBytes += record.byteLength;
    listener.ends.push(listener.written);
    if (listener.ends.length <= this.#outstandingMax || listener.judgement !== undefined) return;
    if (this.#outstanding(listener) <= this.#outstandingMax) return;
    listener.judgement = setTimeout(() => this.#judge(listener), GRACE_MS);
  }

  #judge(listener: Listener): void {
    listener.judgement = undefined;
    if (this.#outstanding(listener) > this.#outstandingMax) listener.stream.cut();
  }

  /** Messages that the reader's side has not taken; forgets those that it has. */
  #outstanding(listener: Listener): number {
    const { stream, written, ends } = listener;
    const taken = written - stream.bufferedBytes;
    const first = ends.findIndex((end) => end > taken);
    ends.splice(0, first === -1 ? ends.length : first);
    return ends.length;
  }

  #beat(): void {
    for (const { stream } of this.#listeners) stream.write(KEEP_ALIVE);
  }

  #forget(listener: Listener): void {
    clearTimeout(listener.judgement);
    if (!this.#listeners.delete(listener)) return;
    if (this.#listeners.size === 0) {
      clearInterval(this.#keepAlive);
      this.#keepAlive = undefined;
    }
    this.#tell(attachmentJson('event_stream_detached', listener.remoteAddress, this.#now()));
  }
}

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream;charset=UTF-8',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  Pragma: 'no-cache',
  Expires: '0',
  'X-Accel-Buffering': 'no',
};
