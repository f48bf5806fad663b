import { decodeUtf8, emptyReply, encodeUtf8, jsonReply, textReply } from '@stoa/common';
import { parseJsonText } from '@stoa/proto';
import {
  createHttpClient,
  routeTable,
  startHttpServer,
  type ClientAnswer,
  type ClientRequest,
  type HttpClient,
  type HttpExchange,
  type HttpListener,
  type HttpServerOptions,
  type OutgoingStream,
  type Route,
} from '@stoa/runtime';
import { RawSocket } from './raw-socket.ts';

/** Bytes that the sample takes as a body. */
export const BODY_LIMIT = 4 * 1024 * 1024;

const routes: readonly Route[] = [
  {
    methods: ['*'],
    path: '/state',
    prefix: true,
    handle: () => jsonReply(200, { version: '1.0' }),
  },
  { methods: ['GET'], path: '/large', handle: () => jsonReply(200, { text: 'x'.repeat(5000) }) },
  {
    methods: ['GET', 'PUT'],
    path: '/weights',
    handle: ({ body }) => textReply(200, decodeUtf8(body)),
  },
  { methods: ['GET'], path: '/fall', handle: () => Promise.reject(new Error('it fell')) },
  { methods: ['*'], path: '/empty', handle: () => emptyReply(200) },
  { methods: ['GET'], path: '/toggle', changesState: true, handle: () => emptyReply(200) },
];

/** A listener with one route of each kind, a client, and what was seen of both. */
export class SampleServer {
  client: HttpClient = createHttpClient();
  readonly streams: OutgoingStream[] = [];
  readonly aborted: string[] = [];
  readonly errors: unknown[] = [];
  changes = 0;
  listener: HttpListener | undefined;

  get port(): number {
    return this.listener?.port ?? 0;
  }

  async open(more: Partial<HttpServerOptions> = {}): Promise<void> {
    await this.listener?.close();
    this.listener = await this.start(more);
  }

  start(more: Partial<HttpServerOptions> = {}): Promise<HttpListener> {
    return startHttpServer({
      ip: '127.0.0.1',
      port: 0,
      daemon: 'sample',
      hotRoutes: [
        { prefix: '/api/v1', handle: (exchange) => this.#echo(exchange) },
        { prefix: '/api/v1/scheduler', handle: (exchange) => this.#echo(exchange) },
      ],
      mount: (app) => routeTable(app, routes),
      sameOrigin: { hostNames: [], allowedOrigins: ['http://console.example'] },
      bodyLimitBytes: BODY_LIMIT,
      onError: (error) => this.errors.push(error),
      ...more,
    });
  }

  ask(path: string, more: Partial<ClientRequest> = {}): Promise<ClientAnswer> {
    return this.client.call({ url: `http://127.0.0.1:${this.port}${path}`, ...more });
  }

  async openRawStream(): Promise<RawSocket> {
    const raw = await RawSocket.open(this.port);
    const body = '{"type":"SUBSCRIBE"}';
    raw.send(
      'POST /api/v1/scheduler/stream HTTP/1.1',
      `Host: 127.0.0.1:${this.port}`,
      `Content-Length: ${body.length}`,
      '',
      body,
    );
    await raw.until(/\r\n\r\n/);
    return raw;
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.listener?.close();
  }

  /** Answers with what it was asked; `fall` throws, `stream` stays open, `never` does not answer. */
  #echo(exchange: HttpExchange): void {
    const { request } = exchange;
    exchange.onAborted(() => this.aborted.push(request.path));
    if (request.path.endsWith('/fall')) throw new Error('it fell');
    if (request.path.endsWith('/never')) return;
    if (request.path.endsWith('/stream')) {
      const headers = { 'Mesos-Stream-Id': 's1', 'Content-Type': 'application/json' };
      this.streams.push(exchange.openStream({ status: 200, headers }));
      return;
    }
    if (request.path.endsWith('/json')) {
      const parsed = parseJsonText(request.body);
      exchange.reply(parsed.ok ? jsonReply(200, parsed.value) : textReply(400, parsed.error));
      return;
    }
    if (request.method !== 'GET') this.changes++;
    const { method, path, query, principal } = request;
    const body = decodeUtf8(request.body);
    exchange.reply(jsonReply(200, { method, path, query, principal, body }));
  }
}

/** The body of an answer as text. */
export const textOf = (answer: ClientAnswer): string => decodeUtf8(answer.body);
/** The body of an answer as a value. */
export const jsonOf = (answer: ClientAnswer): unknown => JSON.parse(textOf(answer));
/** A text framed as a record. */
export const record = (text: string): Uint8Array => encodeUtf8(`${text.length}\n${text}`);

/** Resolves once it is so; fails after five seconds. */
export async function eventually(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 5000; waited += 5) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`never became so: ${String(isSo)}`);
}
