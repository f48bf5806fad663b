import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorCode, sendReply, type RawExchange } from '@stoa/runtime';
import { Agent } from 'undici';
import {
  endToEnd,
  forwardedHeaders,
  isAnsweredLocally,
  isLooping,
  isRedirected,
  proxyFaultReply,
  type ProxyFault,
} from '../api/proxying.ts';
import type { Leadership } from './leadership.ts';

/** How long a request waits for a leader to be known (marathon-api.md §1.2). */
const LEADER_WAIT_MS = 2500;
/** A reader of a file may ask to be answered only when there is more of it. */
const LONG_POLL_MS = 60_000;

/** What an operator may set. */
export interface ProxyOptions {
  /** `host:port` under which others reach this instance. */
  readonly own: () => string;
  readonly leadership: Leadership;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly connectionsMax: number;
}

/**
 * Passes on to the leader what only it can answer (marathon-api.md §1.2). Bodies flow through in
 * both directions, streams included; nothing is asked twice, because the first may have had effect.
 */
export class LeaderProxy {
  readonly #options: ProxyOptions;
  readonly #agent: Agent;

  constructor(options: ProxyOptions) {
    this.#options = options;
    this.#agent = new Agent({
      connections: options.connectionsMax,
      connect: { timeout: options.connectTimeoutMs },
      pipelining: 1,
    });
  }

  /** Takes a request that is not for this instance. */
  intercept(exchange: RawExchange): boolean | Promise<boolean> {
    const { leadership } = this.#options;
    if (leadership.standing.kind === 'leading' || isAnsweredLocally(exchange.head.path)) {
      return false;
    }
    return this.#passOn(exchange);
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #passOn(exchange: RawExchange): Promise<boolean> {
    const { head, message, response } = exchange;
    const { own, leadership } = this.#options;
    if (isLooping(head.headers, own())) return refuse(exchange, 'loop');
    const standing = await leadership.settled(LEADER_WAIT_MS);
    // Elected while it waited.
    if (standing.kind === 'leading') return false;
    if (standing.leader === undefined) return refuse(exchange, 'noLeader');
    if (isRedirected(head.path)) {
      message.resume();
      response.writeHead(302, { Location: `http://${standing.leader}${message.url ?? '/'}` }).end();
      return true;
    }
    try {
      await this.#stream(exchange, standing.leader);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else return refuse(exchange, faultOf(error));
    }
    return true;
  }

  async #stream({ head, message, response }: RawExchange, leader: string): Promise<void> {
    const { own, readTimeoutMs } = this.#options;
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    const peerIp = (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const isStream = (head.headers['accept'] ?? '').includes('text/event-stream');
    const answer = await this.#agent.request({
      origin: `http://${leader}`,
      path: pathOf(message.url),
      method: head.method,
      headers: forwardedHeaders(head.headers, { own: own(), peerIp }),
      body: hasBody(head.headers) ? message : null,
      signal: leaving.signal,
      headersTimeout: head.query['wait'] === undefined ? readTimeoutMs : LONG_POLL_MS,
      bodyTimeout: isStream ? 0 : readTimeoutMs,
    });
    response.writeHead(answer.statusCode, endToEnd(definedOf(answer.headers)));
    // The head of a stream goes out before its first record.
    response.flushHeaders();
    await pipeline(answer.body, response);
  }
}

function pathOf(url: string | undefined): string {
  // An absolute target names a host, which is not the leader's.
  return (url ?? '/').replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';
}

function hasBody(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function definedOf(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string | string[]> {
  const defined: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) defined[name] = typeof value === 'string' ? value : [...value];
  }
  return defined;
}

const TOO_LATE: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'ETIMEDOUT',
]);

function faultOf(error: unknown): ProxyFault {
  const code = errorCode(error) ?? '';
  if (TOO_LATE.has(code)) return 'tooLate';
  return code === 'ECONNREFUSED' ? 'refused' : 'broken';
}

async function refuse({ message, response }: RawExchange, fault: ProxyFault): Promise<boolean> {
  message.resume();
  await send(response, fault, message.method === 'HEAD');
  return true;
}

function send(response: ServerResponse, fault: ProxyFault, isHead: boolean): Promise<void> {
  return sendReply(response, proxyFaultReply(fault), { acceptEncoding: undefined, isHead });
}
