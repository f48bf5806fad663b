import type { IncomingMessage, ServerResponse } from 'node:http';
import { assert, type HttpReply, type HttpRequest } from '@stoa/common';
import { OVERSIZED_DRAIN_MS } from '../limits.ts';
import { readBody, type BodyFault } from './body.ts';
import type { HttpMeter } from './meter.ts';
import { sendReply, type RenderFault } from './reply.ts';
import type { RequestHead } from './request.ts';
import type { OriginVerdict } from './same-origin.ts';
import { ResponseStream, type OutgoingStream, type StreamLimits } from './streams.ts';

/** One request whose body is read, and the one answer to it: a reply or an open stream. */
export interface HttpExchange {
  readonly request: HttpRequest;
  /** The address the connection comes from, without a port; IPv4 in dotted form, empty when it is gone. */
  readonly peerIp: string;
  /** Answers as a whole. Asserted to come once, and not after `openStream`. */
  reply(reply: HttpReply): void;
  /** Sends the head and keeps the answer open. */
  openStream(head: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }): OutgoingStream;
  /** Called once when the asker went away before it was answered in full. */
  onAborted(listener: () => void): void;
}

/** What the listener knows of a request after the wall and authentication. */
export interface RequestContext {
  readonly head: RequestHead;
  readonly principal: string | undefined;
  readonly verdict: OriginVerdict;
  readonly bodyLimitBytes: number;
  readonly renderFault: RenderFault;
  readonly streamLimits: StreamLimits | undefined;
  readonly meter: HttpMeter | undefined;
  /** Keeps account of open streams, so that the listener can end them. */
  readonly onStream: (stream: OutgoingStream) => void;
  /** Tells of a handler that threw. */
  readonly onError: (error: unknown) => void;
}

/** The exchange over Node's pair of request and response. */
export class NodeExchange implements HttpExchange {
  readonly request: HttpRequest;
  readonly peerIp: string;
  readonly #context: RequestContext;
  readonly #response: ServerResponse;
  #isAnswered = false;

  constructor(context: RequestContext, body: Uint8Array, response: ServerResponse) {
    this.request = { ...context.head, body, principal: context.principal };
    // A listener for both families sees IPv4 as mapped into IPv6.
    this.peerIp = (response.socket?.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.#context = context;
    this.#response = response;
  }

  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  reply(reply: HttpReply): void {
    this.#answer();
    sendInContext(this.#context, this.#response, reply);
  }

  openStream(head: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }): OutgoingStream {
    this.#answer();
    const stream = new ResponseStream(this.#response, head, this.#context.streamLimits);
    this.#context.onStream(stream);
    return stream;
  }

  onAborted(listener: () => void): void {
    if (this.#response.destroyed) {
      listener();
      return;
    }
    this.#response.on('close', () => {
      if (!this.#response.writableFinished) listener();
    });
  }

  #answer(): void {
    assert(!this.#isAnswered, `answered twice: ${this.request.method} ${this.request.path}`);
    this.#isAnswered = true;
  }
}

/** Sends a whole answer in the way the request asked for. */
export function sendInContext(
  context: RequestContext,
  response: ServerResponse,
  reply: HttpReply,
): void {
  sendReply(response, reply, {
    acceptEncoding: context.head.headers['accept-encoding'],
    isHead: context.head.method === 'HEAD',
    meter: context.meter,
  }).catch(context.onError);
}

/** The body, or undefined when the request was answered here or its sender went away. */
export async function receiveBody(
  context: RequestContext,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<Uint8Array | undefined> {
  const { headers } = context.head;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    message.resume();
    return new Uint8Array(0);
  }
  try {
    const body = await readBody(message, context.bodyLimitBytes);
    if (body.ok) {
      context.meter?.received(body.value.length);
      return body.value;
    }
    refuseBody(context, message, response, body.error);
  } catch {
    // The connection broke inside the body: there is nobody left to answer.
    response.destroy();
  }
  return undefined;
}

// The answer is complete for its reader before the response ends: ending it closes the socket, and
// closing a socket with unread bytes would reset it and could take the answer along.
function refuseBody(
  context: RequestContext,
  message: IncomingMessage,
  response: ServerResponse,
  fault: BodyFault,
): void {
  const reply = context.renderFault({ ...fault, headers: { Connection: 'close' } });
  const body = Buffer.from(reply.body ?? '');
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': `${body.length}` });
  response.write(body);
  const finish = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(finish, OVERSIZED_DRAIN_MS);
  message.once('end', finish);
  message.once('close', finish);
  message.resume();
}
