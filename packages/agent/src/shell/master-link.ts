import { setMaxListeners } from 'node:events';
import { milliseconds } from '@stoa/common';
import { LinkCallCodec, LinkEventCodec, RecordReader } from '@stoa/proto';
import type { LinkCall } from '@stoa/proto';
import { createHttpClient, renderBasicAuthorization } from '@stoa/runtime';
import type { ClientStream, Credential, HttpClient } from '@stoa/runtime';
import { messageOf } from '../containerizers/containerizer.ts';
import { CallLanes } from './call-lanes.ts';
import type { AgentEvent } from '../core/index.ts';

/** Calls that may wait for a master; beyond it the link is given up and made anew. */
const CALLS_MAX = 100_000;
/** As many as the client has connections. */
const CALLS_UNDER_WAY_MAX = 16;
const PROTOBUF = 'application/x-protobuf';

interface OpenLink {
  readonly url: string;
  readonly abort: AbortController;
  streamId: string | undefined;
  stream: ClientStream | undefined;
  readonly calls: CallLanes;
}

/**
 * The agent's side of the link: SUBSCRIBE with an answer that stays open, other calls beside it, a
 * few at a time: those about one task in order, each after the answer to the one before. A call that
 * fails ends the link: what it said is said again after the next registration.
 */
export class MasterLink {
  readonly #client: HttpClient = createHttpClient();
  readonly #deliver: (event: AgentEvent) => void;
  readonly #credential: Credential | undefined;
  #open: OpenLink | undefined;

  constructor(options: {
    readonly deliver: (event: AgentEvent) => void;
    readonly credential: Credential | undefined;
  }) {
    this.#deliver = options.deliver;
    this.#credential = options.credential;
  }

  /** Subscribes at `host:port`; a link that is open is left. */
  open(address: string, call: LinkCall): void {
    this.leave();
    const link: OpenLink = {
      url: `http://${address}/stoa/v1/agent-link`,
      abort: createAbort(),
      streamId: undefined,
      stream: undefined,
      calls: new CallLanes(CALLS_UNDER_WAY_MAX),
    };
    this.#open = link;
    this.#run(link, call).then(
      () => this.#closed(link, 'the master ended the link', undefined),
      (error: unknown) => {
        const leader = error instanceof NotLeader ? error.leader : undefined;
        this.#closed(link, messageOf(error), leader);
      },
    );
  }

  /** Sends a call beside the open link; dropped when none is open. */
  send(call: LinkCall): void {
    const link = this.#open;
    if (link === undefined) return;
    link.calls.add(call);
    if (link.calls.waiting > CALLS_MAX) {
      this.#closed(link, `more than ${CALLS_MAX} calls wait for the master`, undefined);
    } else {
      this.#sendNext(link);
    }
  }

  /** Leaves the link without a word to the kernel. */
  leave(): void {
    const link = this.#open;
    this.#open = undefined;
    link?.abort.abort();
    link?.stream?.close();
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    this.leave();
    await this.#client.close();
  }

  async #run(link: OpenLink, call: LinkCall): Promise<void> {
    const stream = await this.#client.openStream({
      url: link.url,
      method: 'POST',
      headers: { ...this.#headers(), Accept: PROTOBUF },
      body: LinkCallCodec.toBinary(call),
      signal: link.abort.signal,
    });
    if (stream.status !== 200) {
      const words = await firstWords(stream);
      throw refusal(stream, words);
    }
    if (this.#open !== link) {
      stream.close();
      return;
    }
    link.stream = stream;
    link.streamId = stream.headers['stoa-stream-id'];
    await this.#listen(link, stream);
  }

  async #listen(link: OpenLink, stream: ClientStream): Promise<void> {
    const reader = new RecordReader();
    for await (const chunk of stream.chunks) {
      const records = reader.push(chunk);
      if (!records.ok) throw new Error(`the master's stream cannot be read: ${records.error}`);
      for (const record of records.value) {
        const event = LinkEventCodec.fromBinary(record);
        if (!event.ok) throw new Error(`an event cannot be read: ${event.error}`);
        if (this.#open !== link) return;
        this.#deliver({ kind: 'linkEvent', event: event.value });
      }
    }
  }

  #sendNext(link: OpenLink): void {
    for (let call = link.calls.take(); call !== undefined; call = link.calls.take()) {
      const taken = call;
      this.#sendOne(link, taken).then(
        () => {
          link.calls.done(taken);
          if (this.#open === link) this.#sendNext(link);
        },
        (error: unknown) => this.#closed(link, messageOf(error), undefined),
      );
    }
  }

  async #sendOne(link: OpenLink, call: LinkCall): Promise<void> {
    const answer = await this.#client.call({
      url: link.url,
      method: 'POST',
      headers: { ...this.#headers(), 'Stoa-Stream-Id': link.streamId ?? '' },
      body: LinkCallCodec.toBinary(call),
      signal: link.abort.signal,
      deadline: milliseconds(15_000),
    });
    if (answer.status < 200 || answer.status > 299) {
      const words = Buffer.from(answer.body).toString().slice(0, 200);
      throw new Error(`${call.type ?? 'a call'} was answered with ${answer.status}: ${words}`);
    }
  }

  #headers(): Record<string, string> {
    const credential = this.#credential;
    if (credential === undefined) return { 'Content-Type': PROTOBUF };
    return { 'Content-Type': PROTOBUF, Authorization: renderBasicAuthorization(credential) };
  }

  #closed(link: OpenLink, reason: string, leader: string | undefined): void {
    if (this.#open !== link) return;
    this.leave();
    this.#deliver({ kind: 'linkClosed', reason, leader });
  }
}

/** Every call under way listens to it, and the stream. */
function createAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(CALLS_UNDER_WAY_MAX + 2, abort.signal);
  return abort;
}

/** The master asked does not lead. */
class NotLeader extends Error {
  override readonly name = 'NotLeader';
  readonly leader: string;

  constructor(leader: string) {
    super(`another master leads: ${leader}`);
    this.leader = leader;
  }
}

function refusal(stream: ClientStream, words: string): Error {
  const location = stream.headers['location'];
  if (stream.status === 307 && location !== undefined) {
    const leader = leaderOf(location);
    if (leader !== undefined) return new NotLeader(leader);
  }
  return new Error(`the master answered ${stream.status}: ${words}`);
}

/** `host:port` of a Location, which comes as `//host:port/path` or with a scheme. */
export function leaderOf(location: string): string | undefined {
  return /^(?:https?:)?\/\/([^/?#]+)/.exec(location)?.[1];
}

async function firstWords(stream: ClientStream): Promise<string> {
  let text = '';
  try {
    for await (const chunk of stream.chunks) {
      text += Buffer.from(chunk).toString();
      if (text.length > 200) break;
    }
  } finally {
    stream.close();
  }
  return text.slice(0, 200);
}
