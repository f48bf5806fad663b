import type { LiveStream } from '../api/stream.ts';
import type { Batch } from '../model/outbox.ts';
import { StreamHub } from './stream-hub.ts';
import { BEAT_MS, type ToHub, type ToPage } from './stream-words.ts';

/** What a page is told of the stream. */
export interface PageReader {
  /** What is told from now on comes: a snapshot taken now misses nothing. */
  readonly onOpen: () => void;
  /** When the stream's last byte came, in milliseconds since 1970. */
  readonly onLife: (aliveAt: number) => void;
  readonly onBatch: (batch: Batch) => void;
  readonly onLoss: (status: number | undefined, tryInMs?: number) => void;
  /** Whether this page may keep a connection waiting for a log. */
  readonly onLogTurn: (isMine: boolean) => void;
}

/** A page's part of the stream that all tabs share. */
export interface SharedStream extends LiveStream {
  /** Asks for the turn to wait for a log, or gives it back. */
  readonly wantLog: (isWanted: boolean) => void;
}

/** A worker that has missed so many beats is gone: it dies with the tab that began it when that one crashes. */
const LOOK_MS = BEAT_MS / 2;
const SILENT_LOOKS_MAX = 5;

class SharedWire implements SharedStream {
  readonly #reader: PageReader;
  /** Where no worker can be shared, each page holds its own stream by the same means. */
  #ownHub: StreamHub | undefined = undefined;
  #port: MessagePort;
  #silentLooks = 0;
  #isLogWanted = false;
  readonly #looking: ReturnType<typeof setInterval>;

  constructor(reader: PageReader) {
    this.#reader = reader;
    this.#port = this.#connect();
    this.#looking = setInterval(this.#look, LOOK_MS);
  }

  readonly retry = () => this.#say({ kind: 'retry' });

  readonly wantLog = (isWanted: boolean) => {
    if (isWanted === this.#isLogWanted) return;
    this.#isLogWanted = isWanted;
    this.#say({ kind: 'log', isWanted });
  };

  readonly close = () => {
    clearInterval(this.#looking);
    this.#say({ kind: 'leave' });
    this.#port.close();
  };

  #connect(): MessagePort {
    const port = this.#openPort();
    port.onmessage = ({ data }: MessageEvent<ToPage>) => this.#hear(data);
    return port;
  }

  #openPort(): MessagePort {
    if (this.#ownHub !== undefined || typeof SharedWorker === 'undefined') {
      this.#ownHub ??= new StreamHub();
      const { port1, port2 } = new MessageChannel();
      this.#ownHub.join(port1);
      return port2;
    }
    // The builder finds the worker's file by this very form.
    const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
      type: 'module',
      name: 'stoa',
    });
    // Its file cannot be had: a server of another version, or a browser that knows no such modules.
    worker.addEventListener('error', () => {
      this.#ownHub ??= new StreamHub();
      this.#again();
    });
    return worker.port;
  }

  #again(): void {
    this.#say({ kind: 'leave' });
    this.#port.close();
    this.#silentLooks = 0;
    this.#port = this.#connect();
    if (this.#isLogWanted) this.#say({ kind: 'log', isWanted: true });
  }

  /** Looks are counted and not the time: a page that was asleep has not missed what it did not look for. */
  readonly #look = () => {
    this.#silentLooks += 1;
    if (this.#silentLooks <= SILENT_LOOKS_MAX) return;
    this.#reader.onLoss(undefined);
    this.#reader.onLogTurn(false);
    this.#again();
  };

  #hear(told: ToPage): void {
    this.#silentLooks = 0;
    switch (told.kind) {
      case 'open':
        this.#reader.onOpen();
        break;
      case 'loss':
        this.#reader.onLoss(told.status, told.tryInMs);
        break;
      case 'beat':
        this.#reader.onLife(told.aliveAt);
        break;
      case 'log-turn':
        this.#reader.onLogTurn(told.isMine);
        break;
      case 'batch':
        this.#reader.onBatch(told);
        this.#say({ kind: 'taken' });
    }
  }

  #say(said: ToHub): void {
    this.#port.postMessage(said);
  }
}

/** Joins the stream that all tabs of this origin share; the first of them opens it. */
export function openSharedStream(reader: PageReader): SharedStream {
  return new SharedWire(reader);
}
