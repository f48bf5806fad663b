import { milliseconds, type Duration } from '@stoa/common';
import type { Dispatcher } from 'undici';
import { errorMessage } from '../errors.ts';
import { CALL_DEADLINE_MS } from '../limits.ts';

/** A request of ours to another daemon. */
export interface ClientRequest {
  readonly url: string;
  /** `GET` unless told. */
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly signal?: AbortSignal;
  /** For the whole answer of a call, for the head of a stream; 10 seconds unless told. */
  readonly deadline?: Duration;
}

/** A whole answer. */
export interface ClientAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** An answer that stays open. */
export interface ClientStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What came, as it came: a chunk is not a record. Throws when the connection breaks. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Leaves the stream. Idempotent. */
  close(): void;
}

/** There is no answer: not reached, too late, too large, or given up. */
export class HttpCallError extends Error {
  override readonly name = 'HttpCallError';
}

/** Outgoing HTTP with two pools. Redirects are answers like others. */
export interface HttpClient {
  /** Asks and reads the whole answer, at most `answerLimitBytes`. Rejects with `HttpCallError`. */
  call(request: ClientRequest, answerLimitBytes?: number): Promise<ClientAnswer>;
  /** Asks and keeps the answer open; a silent stream is the caller's to notice. */
  openStream(request: ClientRequest): Promise<ClientStream>;
  /** Ends all connections; what is under way fails. */
  close(): Promise<void>;
}

/** What proves either side to the other over https, in PEM; what is left out is the platform's. */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Performs a call or the head of a stream; what fails or comes too late is an `HttpCallError`. */
export async function withDeadline<T>(
  asked: ClientRequest,
  perform: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { deadline = milliseconds(CALL_DEADLINE_MS), signal, method = 'GET', url } = asked;
  const abort = new AbortController();
  const forward = (): void => abort.abort(new Error('given up'));
  const timer = setTimeout(() => abort.abort(new Error(`no answer in ${deadline} ms`)), deadline);
  if (signal?.aborted === true) forward();
  signal?.addEventListener('abort', forward, { once: true });
  try {
    return await perform(abort.signal);
  } catch (cause) {
    const reason: unknown = abort.signal.aborted ? abort.signal.reason : cause;
    throw new HttpCallError(`${method} ${url} failed: ${errorMessage(reason)}`, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}

/** A whole body of at most `limit` bytes. */
export async function readLimited(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // An early end of the loop destroys the body, so the connection is not left half read.
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new Error(`the answer is over the limit of ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Headers with one text each. */
export function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return plain;
}
