import { randomUUID } from 'node:crypto';
import type { SchedulerCall } from '@stoa/proto';
import type { HttpExchange, OutgoingStream } from '@stoa/runtime';
import type { MediaType } from '../api/call-body.ts';
import { decodeSchedulerCall, encodeSchedulerEvent, streamHead } from '../api/scheduler.ts';
import type { MasterEvent, SendEventEffect } from '../core/index.ts';
import type { PendingReplies } from './pending-replies.ts';

interface FrameworkStream {
  readonly accept: MediaType;
  readonly outgoing: OutgoingStream;
}

/**
 * The frameworks' side of the master: `POST /api/v1/scheduler` becomes events, and the kernel's
 * wishes become records. A call costs one decode and one step; a record one encode and one write.
 */
export class SchedulerStreams {
  readonly #deliver: (event: MasterEvent) => void;
  readonly #replies: PendingReplies;
  readonly #streams = new Map<string, FrameworkStream>();

  constructor(options: {
    readonly deliver: (event: MasterEvent) => void;
    readonly replies: PendingReplies;
  }) {
    this.#deliver = options.deliver;
    this.#replies = options.replies;
  }

  /** Answers one request on a master that leads and has read its registry. */
  handle(exchange: HttpExchange): void {
    const decoded = decodeSchedulerCall(exchange.request);
    if (!decoded.ok) {
      exchange.reply(decoded.error);
      return;
    }
    const { principal } = exchange.request;
    if (decoded.value.kind === 'subscribe') {
      this.#subscribe(exchange, decoded.value);
      return;
    }
    const { call, streamId } = decoded.value;
    this.#replies.ask(
      (requestId) => ({ kind: 'schedulerCall', requestId, call, streamId, principal }),
      (reply) => exchange.reply(reply),
    );
  }

  /** The performer of `sendEvent`. */
  send({ streamId, event }: SendEventEffect): void {
    const stream = this.#streams.get(streamId);
    stream?.outgoing.write(encodeSchedulerEvent(event, stream.accept));
  }

  /** The performer of `closeStream`: the kernel is not told of what it wished itself. */
  close(streamId: string): void {
    const stream = this.#streams.get(streamId);
    this.#streams.delete(streamId);
    stream?.outgoing.end();
  }

  #subscribe(
    exchange: HttpExchange,
    { call, accept }: { readonly call: SchedulerCall; readonly accept: MediaType },
  ): void {
    const streamId = randomUUID();
    // The head goes out first: from here on a refusal is a record (mesos-http.md §1.5).
    const outgoing = exchange.openStream(streamHead(accept, streamId));
    this.#streams.set(streamId, { accept, outgoing });
    const { principal } = exchange.request;
    this.#deliver({ kind: 'frameworkSubscribed', streamId, call, principal });
    outgoing.onClose(() => {
      if (!this.#streams.delete(streamId)) return;
      this.#deliver({ kind: 'frameworkStreamClosed', streamId });
    });
  }
}
