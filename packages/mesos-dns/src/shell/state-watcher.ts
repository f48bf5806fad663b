import { isAscii } from 'node:buffer';
import { milliseconds } from '@stoa/common';
import { RecordReader } from '@stoa/proto/frames';
import { errorMessage, type ClientStream, type HttpClient } from '@stoa/runtime/lean';
import {
  ClassicStateReader,
  readOperatorEvent,
  renderHostPort,
  type ClassicState,
  type DnsEvent,
  type HostPort,
  type MasterFacts,
} from '../core/index.ts';
import type { HostResolver } from './host-resolver.ts';
import {
  HEARTBEAT_SECONDS,
  MISSED_HEARTBEATS_MAX,
  REDIRECTS_MAX,
  STATE_BYTES_MAX,
} from './limits.ts';
import type { Credentials } from './master-access.ts';

/** What a watcher is given. */
export interface StateWatcherOptions {
  readonly deliver: (event: DnsEvent) => void;
  readonly client: HttpClient;
  readonly credentials: Credentials;
  readonly hosts: HostResolver;
  readonly isHttps: boolean;
  readonly stateTimeoutSeconds: number;
}

/** Numbers in which a master says that it cannot answer now, but may later. */
const NOT_NOW_MIN = 500;
const PROTOBUF = 'application/x-protobuf';

/** A stream could not be had, and will not be: there is none at this master. */
class StreamRefusedError extends Error {
  override readonly name = 'StreamRefusedError';
}

/**
 * Performs `follow` and `load`: one at a time, the new one ending the one before. What comes of it
 * is told by events; it never decides whom to ask next.
 */
export class StateWatcher {
  readonly #options: StateWatcherOptions;
  #leaving = new AbortController();

  constructor(options: StateWatcherOptions) {
    this.#options = options;
  }

  /** Ends with `followEnded`, unless something else was wanted meanwhile. */
  follow(master: HostPort): void {
    const { deliver } = this.#options;
    this.#begin(
      async (signal) => {
        await this.#readStream(master, signal);
        throw new Error('the master ended the stream');
      },
      (error) => {
        const isRefused = error instanceof StreamRefusedError;
        deliver({ kind: 'followEnded', fault: { reason: errorMessage(error), isRefused } });
      },
    );
  }

  /** Ends with `loaded` or `loadFailed`, unless something else was wanted meanwhile. */
  load(master: HostPort): void {
    const { deliver, hosts } = this.#options;
    this.#begin(
      async (signal) => {
        const { leader, snapshot } = await this.#loadFromLeader(master, signal);
        const filled = await hosts.fillSnapshot(snapshot, true);
        const facts = await this.#resolveMaster(leader);
        if (!signal.aborted) deliver({ kind: 'loaded', leader: facts, snapshot: filled });
      },
      (error) => deliver({ kind: 'loadFailed', reason: errorMessage(error) }),
    );
  }

  close(): void {
    this.#leaving.abort();
  }

  #begin(perform: (signal: AbortSignal) => Promise<void>, failed: (error: unknown) => void): void {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    perform(signal).catch((error: unknown) => {
      if (!signal.aborted) failed(error);
    });
  }

  async #readStream(master: HostPort, signal: AbortSignal): Promise<void> {
    const { leader, stream } = await this.#openStream(master, signal);
    const silence = new Silence(stream);
    try {
      const records = new RecordReader(STATE_BYTES_MAX);
      silence.start();
      for await (const chunk of stream.chunks) {
        // Only the master's silence counts, not the time that we take ourselves.
        silence.stop();
        const read = records.push(chunk);
        if (!read.ok) throw new Error(read.error);
        for (const record of read.value) {
          const heartbeat = await this.#takeRecord(record, leader, signal);
          if (signal.aborted) return;
          silence.seconds = heartbeat ?? silence.seconds;
        }
        silence.start();
      }
    } catch (error) {
      throw silence.error ?? error;
    } finally {
      silence.stop();
      stream.close();
    }
  }

  /** Delivers what one record says, and gives the interval of heartbeats when it tells one. */
  async #takeRecord(
    record: Uint8Array,
    leader: HostPort,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { deliver, hosts } = this.#options;
    // Loaded once there is a stream: whoever polls does not pay for the codecs' memory.
    const { MasterEventCodec } = await import('@stoa/proto');
    const event = MasterEventCodec.fromBinary(record);
    if (!event.ok) throw new Error(`a record of the stream cannot be read: ${event.error}`);
    const news = readOperatorEvent(event.value);
    switch (news.kind) {
      case 'snapshot': {
        const snapshot = await hosts.fillSnapshot(news.snapshot, false);
        const facts = await this.#resolveMaster(leader);
        if (!signal.aborted) deliver({ kind: 'followed', leader: facts, snapshot });
        return news.heartbeatSeconds;
      }
      case 'change': {
        // Waits only where a host has to be looked up: the order of changes is kept.
        const isWithHost = news.change.kind === 'agentSet' || news.change.kind === 'frameworkSet';
        const change = isWithHost ? await hosts.fillChange(news.change) : news.change;
        if (!signal.aborted) deliver({ kind: 'changed', change });
        return undefined;
      }
      case 'heard':
        deliver({ kind: 'heard' });
        return undefined;
    }
  }

  async #openStream(
    master: HostPort,
    signal: AbortSignal,
  ): Promise<{ readonly leader: HostPort; readonly stream: ClientStream }> {
    const { client, credentials } = this.#options;
    let url = this.#url(master, '/api/v1');
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      const stream = await client.openStream({
        url: url.href,
        method: 'POST',
        headers: {
          ...(await credentials.headers()),
          'User-Agent': 'Mesos-DNS',
          'Content-Type': 'application/json',
          Accept: PROTOBUF,
        },
        body: JSON.stringify({ type: 'SUBSCRIBE' }),
        signal,
      });
      const { status, headers } = stream;
      if (status === 200 && headers['content-type'] === PROTOBUF) {
        return { leader: this.#addressOf(url), stream };
      }
      stream.close();
      const location = headers['location'];
      if (status >= 300 && status < 400 && location !== undefined) {
        url = new URL(location, url);
        continue;
      }
      if (status === 401) credentials.refused();
      const reason = `${url.host} answered SUBSCRIBE with ${status}`;
      throw status >= NOT_NOW_MIN && status !== 501
        ? new Error(reason)
        : new StreamRefusedError(reason);
    }
    throw new Error(`${renderHostPort(master)} redirected more than ${REDIRECTS_MAX} times`);
  }

  /** Asks a master, and where it names another leader that one, on the port that was configured. */
  async #loadFromLeader(master: HostPort, signal: AbortSignal): Promise<ClassicState> {
    const { hosts } = this.#options;
    const state = await this.#loadFrom(master, signal);
    const asked = await hosts.resolveIfPossible(master.host);
    const leading = await hosts.resolveIfPossible(state.leader.host);
    if (leading.some((ip) => asked.includes(ip))) return state;
    return this.#loadFrom({ host: state.leader.host, port: master.port }, signal);
  }

  async #loadFrom(master: HostPort, signal: AbortSignal): Promise<ClassicState> {
    const { client, credentials, stateTimeoutSeconds } = this.#options;
    const deadlineMs = stateTimeoutSeconds * 1000;
    const late = AbortSignal.timeout(deadlineMs);
    let url = this.#url(master, '/master/state');
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      const answer = await client.openStream({
        url: url.href,
        headers: {
          ...(await credentials.headers()),
          'User-Agent': 'Mesos-DNS',
          'Content-Type': 'application/json',
          Accept: 'application/json',
        },
        signal: AbortSignal.any([signal, late]),
        deadline: milliseconds(deadlineMs),
      });
      const { status, headers } = answer;
      const location = headers['location'];
      if (status >= 300 && status < 400 && location !== undefined) {
        answer.close();
        url = new URL(location, url);
        continue;
      }
      if (status === 401) credentials.refused();
      return readState(url, answer);
    }
    throw new Error(`${renderHostPort(master)} redirected more than ${REDIRECTS_MAX} times`);
  }

  async #resolveMaster({ host, port }: HostPort): Promise<MasterFacts> {
    return { host, port, addresses: await this.#options.hosts.resolveIfPossible(host) };
  }

  #url(master: HostPort, path: string): URL {
    return new URL(
      `${this.#options.isHttps ? 'https' : 'http'}://${renderHostPort(master)}${path}`,
    );
  }

  #addressOf(url: URL): HostPort {
    const fallback = this.#options.isHttps ? 443 : 80;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    return { host, port: url.port === '' ? fallback : Number(url.port) };
  }
}

// The status is not looked at: what counts is that the body is a state (mesos-dns.md §2).
async function readState(url: URL, { status, chunks }: ClientStream): Promise<ClassicState> {
  const reader = new ClassicStateReader();
  const decoder = new PieceDecoder();
  let bytes = 0;
  // Neither its bytes nor its text are ever held in one piece, whose memory would stay ours.
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > STATE_BYTES_MAX) throw new Error(`the state is over ${STATE_BYTES_MAX} bytes`);
    const text = decoder.decode(chunk);
    reader.push(text, decoder.isAscii ? chunk : undefined);
  }
  reader.push(decoder.end());
  const state = reader.end();
  if (state.ok) return state.value;
  throw new Error(`${url.href} answered ${status} with no usable state: ${state.error}`);
}

/** Text in pieces of bytes, as UTF-8; throws when it is none. */
class PieceDecoder {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isAscii = true;

  /** Whether all pieces so far were ASCII, so that each byte is a letter. */
  get isAscii(): boolean {
    return this.#isAscii;
  }

  decode(chunk: Uint8Array): string {
    // As long as it is ASCII there are no letters across two pieces, and half the memory will do.
    this.#isAscii &&= isAscii(chunk);
    if (!this.#isAscii) return this.#decoder.decode(chunk, { stream: true });
    return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
  }

  end(): string {
    return this.#decoder.decode();
  }
}

/** Ends a stream that has been silent for several heartbeats. */
class Silence {
  seconds = HEARTBEAT_SECONDS;
  error: Error | undefined;
  readonly #stream: ClientStream;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: ClientStream) {
    this.#stream = stream;
  }

  start(): void {
    const span = this.seconds * MISSED_HEARTBEATS_MAX;
    this.#timer = setTimeout(() => {
      this.error = new Error(`the master was silent for ${span} seconds`);
      this.#stream.close();
    }, span * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
