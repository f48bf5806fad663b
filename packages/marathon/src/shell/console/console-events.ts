import { encodeUtf8, queryValue, renderIsoTime, type Timestamp } from '@stoa/common';
import type { EventJson } from '@stoa/proto/marathon';
import type { GapEventJson, HelloEventJson } from '@stoa/proto/stoa';
import { encodeServerSentEvent, type HttpExchange, type OutgoingStream } from '@stoa/runtime';
import { EventLog, parseSince, type LoggedEvent } from '../../api/stoa/event-log.ts';
import { eventJson } from '../../api/events.ts';
import type { Announcement } from '../../core/index.ts';
import { HEARTBEAT_MS, openEventStream } from './event-stream.ts';

/** Ten minutes of a cluster with three hundred events a second. */
const HISTORY_COUNT_MAX = 200_000;
const HISTORY_BYTES_MAX = 32 * 1024 * 1024;
/** For so long after the last reader left events are still kept for it. */
const KEPT_WITHOUT_READERS_MS = 10 * 60_000;

interface Reader {
  readonly stream: OutgoingStream;
  /** The types wanted; empty: all. */
  readonly types: ReadonlySet<string>;
}

/**
 * `GET /stoa/v1/events`: the events of `/v2/events` with numbers, from which a reader goes on after a
 * loss. Nothing is kept before the first reader came. A reader that does not take what it is sent
 * loses its stream (the listener sees to it), and may go on with the next.
 */
export class ConsoleEvents {
  readonly #now: () => Timestamp;
  readonly #log: EventLog;
  readonly #readers = new Set<Reader>();
  #keptUntil = 0;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: { readonly now: () => Timestamp }) {
    this.#now = options.now;
    // Microseconds since 1970: no life of the daemon makes a million events a second.
    const base = Math.floor(options.now()) * 1000;
    this.#log = new EventLog(base, { countMax: HISTORY_COUNT_MAX, bytesMax: HISTORY_BYTES_MAX });
  }

  /** Opens a stream, or says that the asker does not take one. */
  open(exchange: HttpExchange): void {
    const { query, headers } = exchange.request;
    const since = parseSince(headers['last-event-id'] ?? queryValue(query, 'since'));
    const stream = openEventStream(exchange);
    if (stream === undefined) return;
    const reader = { stream, types: new Set(query['event_type']) };
    this.#greet(reader, since);
    this.#readers.add(reader);
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
    stream.onClose(() => this.#forget(reader));
  }

  /** Tells everybody who follows, and keeps it for those who come back. */
  announce(announcement: Announcement): void {
    if (this.#readers.size === 0 && this.#now() > this.#keptUntil) {
      this.#log.skip();
      return;
    }
    const json = eventJson(announcement, this.#now());
    const event = this.#log.add(json.eventType, (seq) => encode(json, seq));
    for (const reader of [...this.#readers]) send(reader, event);
  }

  /** Ends every stream. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const { stream } of [...this.#readers]) stream.end();
  }

  #greet(reader: Reader, since: number | undefined): void {
    const { newest: seq, oldest } = this.#log;
    const missed = since === undefined ? undefined : this.#log.behind(since);
    if (missed?.kind === 'gap') {
      const gap: GapEventJson = { since: String(since), seq, oldest };
      reader.stream.write(named('gap', gap, seq));
      return;
    }
    const hello: HelloEventJson = { seq, oldest, at: renderIsoTime(this.#now()) };
    // Its id is where the reader stands: should the stream break here, nothing is skipped.
    reader.stream.write(named('hello', hello, since ?? seq));
    for (const event of missed?.events ?? []) send(reader, event);
  }

  /** Readers that want some types only move on with the number, too, or they would seem long gone. */
  #beat(): void {
    const record = encodeUtf8(`:\nid: ${this.#log.newest}\n\n`);
    for (const { stream } of this.#readers) stream.write(record);
  }

  #forget(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    this.#keptUntil = this.#now() + KEPT_WITHOUT_READERS_MS;
  }
}

function send({ stream, types }: Reader, event: LoggedEvent): void {
  if (types.size > 0 && !types.has(event.type)) return;
  stream.write(event.record);
}

function encode(json: EventJson, seq: number): Uint8Array {
  return named(json.eventType, json, seq);
}

function named(event: string, data: object, seq: number): Uint8Array {
  return encodeServerSentEvent({ event, id: String(seq), data: JSON.stringify(data) });
}
