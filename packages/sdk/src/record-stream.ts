import { setMaxListeners } from 'node:events';
import { RecordReader } from '@stoa/proto';
import { Agent, Client, request, type Dispatcher } from 'undici';
import { CallFailedError, CallRefusedError, describeCause } from './errors.ts';
import {
  ANSWER_DEADLINE_MS,
  CALLS_IN_FLIGHT_MAX,
  REDIRECTS_MAX,
  REFUSAL_TEXT_MAX,
} from './limits.ts';

/** A request whose answer is a stream of records. */
export interface StreamRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** A stream that was granted. */
export interface RecordStream {
  /** Where it was granted, after redirects. */
  readonly url: URL;
  /** The answer's headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /**
   * Hands over each record in turn and waits for it to be dealt with. Resolves when the other side
   * ends the stream in order; rejects when the connection breaks, when `silenceMs()` passes without
   * a byte, or when `signal` aborts.
   */
  read(
    onRecord: (record: Uint8Array) => Promise<void> | void,
    silenceMs: () => number,
  ): Promise<void>;
}

/** Connections of one client: one for its calls, and streams without a limit on silence. */
export function createConnections(): { readonly calls: CallLine; readonly streams: Agent } {
  return {
    calls: new CallLine(),
    streams: new Agent({ pipelining: 1, bodyTimeout: 0, headersTimeout: ANSWER_DEADLINE_MS }),
  };
}

/**
 * The connection for calls. They go out one behind the other before the answers are there, so that
 * they arrive in order and none waits for the way back of the one before it.
 */
export class CallLine {
  #client: Client | undefined;
  #origin = '';
  #lost = createSignal();

  /** Makes a call that is answered without a body. Rejects as `openRecordStream` does. */
  async post(asked: Omit<StreamRequest, 'signal'>): Promise<void> {
    const client = this.#clientOf(asked.url.origin);
    const answer = await post(client, { ...asked, signal: this.#lost.signal }, BEHIND_OTHERS);
    const text = await readText(answer.body);
    const isTaken = answer.statusCode === 202 || answer.statusCode === 200;
    if (!isTaken) throw new CallRefusedError(`POST ${asked.url.href}`, answer.statusCode, text);
  }

  /** Gives up the calls under way and closes. */
  async destroy(): Promise<void> {
    this.#lost.abort();
    await this.#client?.destroy();
  }

  /** One client at a time: calls to another master mean that the one before is left. */
  #clientOf(origin: string): Client {
    if (this.#client !== undefined && this.#origin === origin) return this.#client;
    this.#giveUp(new Error('another master is called'));
    // Its calls are given up already; what it says of its end concerns nobody.
    this.#client?.destroy(null, () => undefined);
    const client = new Client(origin, {
      pipelining: CALLS_IN_FLIGHT_MAX,
      headersTimeout: ANSWER_DEADLINE_MS,
    });
    client.on('disconnect', (_origin, _targets, error) => {
      // After an orderly end what was not answered was not read either: it may be sent again. After a
      // break nobody knows, and the library would send again all but the first of them.
      if (client === this.#client && error.code !== 'UND_ERR_INFO') this.#giveUp(error);
    });
    this.#origin = origin;
    this.#client = client;
    return client;
  }

  #giveUp(reason: Error): void {
    const lost = this.#lost;
    this.#lost = createSignal();
    lost.abort(reason);
  }
}

// Both words let a call go out while others are under way; that none is sent twice is seen to above.
const BEHIND_OTHERS = { idempotent: true, blocking: false };

/** A signal with a listener for each call under way. */
function createSignal(): AbortController {
  const controller = new AbortController();
  setMaxListeners(CALLS_IN_FLIGHT_MAX * 2, controller.signal);
  return controller;
}

/**
 * Opens a stream and follows redirects to the leader (mesos-http.md §1.6). Rejects with
 * `CallRefusedError` for any other answer than 200, with `CallFailedError` when there is none.
 */
export async function openRecordStream(
  dispatcher: Dispatcher,
  asked: StreamRequest,
): Promise<RecordStream> {
  let { url } = asked;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const leaving = new AbortController();
    const answer = await post(dispatcher, { ...asked, url, signal: linked(asked.signal, leaving) });
    const { location } = answer.headers;
    if (answer.statusCode === 307 && typeof location === 'string') {
      await answer.body.dump();
      url = new URL(location, url);
      continue;
    }
    if (answer.statusCode !== 200) {
      throw new CallRefusedError(
        `POST ${url.href}`,
        answer.statusCode,
        await readText(answer.body),
      );
    }
    return {
      url,
      headers: answer.headers,
      read: (onRecord, silenceMs) => readRecords(answer.body, leaving, onRecord, silenceMs),
    };
  }
  throw new CallFailedError(`${asked.url.href} redirected more than ${REDIRECTS_MAX} times`);
}

function linked(signal: AbortSignal, own: AbortController): AbortSignal {
  return AbortSignal.any([signal, own.signal]);
}

async function post(
  dispatcher: Dispatcher,
  asked: StreamRequest,
  behind: { readonly idempotent?: boolean; readonly blocking?: boolean } = {},
): Promise<Dispatcher.ResponseData> {
  const { url, headers, body, signal } = asked;
  try {
    return await request(url, { method: 'POST', headers, body, signal, dispatcher, ...behind });
  } catch (cause) {
    throw new CallFailedError(`POST ${url.href} failed: ${describeCause(cause)}`, { cause });
  }
}

async function readText(body: Dispatcher.ResponseData['body']): Promise<string> {
  try {
    return (await body.text()).slice(0, REFUSAL_TEXT_MAX);
  } catch (cause) {
    throw new CallFailedError(`the answer broke off: ${describeCause(cause)}`, { cause });
  }
}

async function readRecords(
  body: Dispatcher.ResponseData['body'],
  leaving: AbortController,
  onRecord: (record: Uint8Array) => Promise<void> | void,
  silenceMs: () => number,
): Promise<void> {
  const reader = new RecordReader();
  // The watch runs only while we wait for bytes: a slow handler is not the master's silence.
  const watch = new SilenceWatch(leaving, silenceMs);
  watch.start();
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      watch.stop();
      const records = reader.push(chunk);
      if (!records.ok) throw new CallFailedError(records.error);
      for (const record of records.value) await onRecord(record);
      watch.start();
    }
  } finally {
    watch.stop();
    leaving.abort();
  }
}

class SilenceWatch {
  readonly #leaving: AbortController;
  readonly #silenceMs: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(leaving: AbortController, silenceMs: () => number) {
    this.#leaving = leaving;
    this.#silenceMs = silenceMs;
  }

  start(): void {
    const silence = this.#silenceMs();
    this.#timer = setTimeout(() => {
      this.#leaving.abort(new CallFailedError(`nothing was heard for ${silence} ms`));
    }, silence);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
