import { StreamParser, type StreamMessage } from '../model/sse.ts';
import { PREFIX } from '../model/base.ts';

/** What a stream tells its reader. */
export interface StreamReader {
  /** The server answered; what it tells from now on comes. */
  readonly onOpen: () => void;
  /** A byte came, be it a heartbeat. */
  readonly onLife: () => void;
  readonly onMessages: (messages: readonly StreamMessage[]) => void;
  /** No connection, or the server refused with this status; it is tried again in so many milliseconds. */
  readonly onLoss: (status: number | undefined, tryInMs: number) => void;
}

/** A stream that comes back after each loss until it is closed. */
export interface LiveStream {
  /** Tries again now, when it is lost. */
  readonly retry: () => void;
  readonly close: () => void;
}

/** Seconds until the next try, then always the last (console.md §6). */
const BACKOFF_S = [0.5, 1, 2, 4, 8, 15];
/** The server sends at least a heartbeat every 10 s. */
const SILENCE_MAX_MS = 25_000;

class Stream implements LiveStream {
  readonly #path: string;
  readonly #reader: StreamReader;
  #lastId: string | undefined = undefined;
  #failures = 0;
  #isClosed = false;
  #attempt = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor(path: string, reader: StreamReader) {
    this.#path = path;
    this.#reader = reader;
    void this.#run();
  }

  readonly retry = () => {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#run();
  };

  readonly close = () => {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#attempt.abort();
  };

  async #run(): Promise<void> {
    this.#attempt = new AbortController();
    const status = await this.#read(this.#attempt.signal);
    if (this.#isClosed) return;
    const seconds = BACKOFF_S[Math.min(this.#failures, BACKOFF_S.length - 1)] ?? 15;
    this.#failures += 1;
    // Not all pages come back at the same moment after a restart.
    const waitMs = seconds * (0.8 + Math.random() * 0.4) * 1000;
    this.#reader.onLoss(status, waitMs);
    // What it told may have closed it.
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, waitMs);
  }

  /** Reads until the stream ends; the status when the server refused. */
  async #read(signal: AbortSignal): Promise<number | undefined> {
    let watch = this.#watch();
    try {
      const response = await fetch(`${PREFIX}${this.#path}`, {
        signal,
        cache: 'no-store',
        headers: {
          Accept: 'text/event-stream',
          ...(this.#lastId === undefined ? {} : { 'Last-Event-ID': this.#lastId }),
        },
      });
      if (!response.ok || response.body === null) return response.status;
      this.#failures = 0;
      this.#reader.onOpen();
      const parser = new StreamParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watch);
        watch = this.#watch();
        this.#reader.onLife();
        const messages = parser.push(part.value);
        this.#lastId = messages.findLast(({ id }) => id !== undefined)?.id ?? this.#lastId;
        if (messages.length > 0) this.#reader.onMessages(messages);
      }
    } catch {
      // A broken stream is an ended one: the caller tries again either way.
      return undefined;
    } finally {
      clearTimeout(watch);
    }
    return undefined;
  }

  #watch() {
    const attempt = this.#attempt;
    return setTimeout(() => attempt.abort(), SILENCE_MAX_MS);
  }
}

/** Opens a stream of server-sent events that heals itself. */
export function openStream(path: string, reader: StreamReader): LiveStream {
  return new Stream(path, reader);
}
