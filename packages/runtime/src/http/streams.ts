import type { ServerResponse } from 'node:http';
import { encodeUtf8 } from '@stoa/common';
import { STREAM_BUFFER_BYTES, STREAM_STALLED_MS } from '../limits.ts';

/**
 * An answer that stays open. One `write` is one HTTP chunk, so a record is never split and two are
 * never merged (clients.md S1).
 */
export interface OutgoingStream {
  /** Sends one record, framing included. Nothing happens once the stream is closed. */
  write(record: Uint8Array): void;
  /** Sends the final chunk; the connection itself may live on. */
  end(): void;
  /** Breaks the connection, so that the reader knows that it has not all of it. */
  cut(): void;
  /** False from the moment either side closed. */
  readonly isOpen: boolean;
  /** Bytes written and not yet taken by the reader's side. */
  readonly bufferedBytes: number;
  /** Resolves when everything written so far was taken, or the stream is over: for large answers. */
  drained(): Promise<void>;
  /** Called once when the stream is over, whoever ended it; at once when it already is. */
  onClose(listener: () => void): void;
}

/** When a slow reader loses its stream. */
export interface StreamLimits {
  /** Above this a reader must make progress; above four times this it is cut off at once. */
  readonly bufferBytes: number;
  /** How long a reader above the limit may take nothing, in milliseconds. */
  readonly stalledMs: number;
}

const DEFAULT_LIMITS: StreamLimits = {
  bufferBytes: STREAM_BUFFER_BYTES,
  stalledMs: STREAM_STALLED_MS,
};

/** A stream over an answer whose head is not sent yet; sends the head at once. */
export class ResponseStream implements OutgoingStream {
  readonly #response: ServerResponse;
  readonly #limits: StreamLimits;
  readonly #listeners: (() => void)[] = [];
  #isOpen = true;
  #watch: NodeJS.Timeout | undefined;
  #takenBytes = 0;

  constructor(
    response: ServerResponse,
    head: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
    limits: StreamLimits = DEFAULT_LIMITS,
  ) {
    this.#response = response;
    this.#limits = limits;
    response.on('close', () => this.#closed());
    response.on('error', () => this.#closed());
    response.writeHead(head.status, head.headers);
    response.flushHeaders();
    if (response.destroyed || response.socket?.destroyed === true) this.#closed();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  write(record: Uint8Array): void {
    if (!this.#isOpen) return;
    // Judged before the record is added: one record larger than the limit is not the reader's fault.
    if (this.bufferedBytes > 4 * this.#limits.bufferBytes) {
      this.cut();
      return;
    }
    this.#response.write(record);
    if (this.bufferedBytes > this.#limits.bufferBytes) this.#watchReader();
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#response.end();
    this.#closed();
  }

  drained(): Promise<void> {
    if (!this.#isOpen || !this.#response.writableNeedDrain) return Promise.resolve();
    const response = this.#response;
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done);
        response.off('close', done);
        resolve();
      };
      response.on('drain', done);
      response.on('close', done);
    });
  }

  onClose(listener: () => void): void {
    if (this.#isOpen) this.#listeners.push(listener);
    else listener();
  }

  #watchReader(): void {
    if (this.#watch !== undefined) return;
    this.#takenBytes = this.#taken();
    this.#watch = setTimeout(() => {
      this.#watch = undefined;
      if (this.bufferedBytes <= this.#limits.bufferBytes) return;
      if (this.#taken() === this.#takenBytes) this.cut();
      else this.#watchReader();
    }, this.#limits.stalledMs);
  }

  /** Bytes that left this process: `bytesWritten` counts also what still waits. */
  #taken(): number {
    const socket = this.#response.socket;
    return socket === null ? 0 : socket.bytesWritten - socket.writableLength;
  }

  cut(): void {
    if (!this.#isOpen) return;
    this.#response.destroy();
    this.#closed();
  }

  #closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#watch);
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

/** One server-sent event as bytes; `data` may have several lines. Readers take either end of a line. */
export function encodeServerSentEvent(
  event: { readonly event?: string; readonly id?: string; readonly data: string },
  lineEnd: '\n' | '\r\n' = '\n',
): Uint8Array {
  const lines = event.data.split(/\r\n|\r|\n/).map((line) => `data: ${line}${lineEnd}`);
  const id = event.id === undefined ? '' : `id: ${event.id}${lineEnd}`;
  const name = event.event === undefined ? '' : `event: ${event.event}${lineEnd}`;
  return encodeUtf8(`${id}${name}${lines.join('')}${lineEnd}`);
}
