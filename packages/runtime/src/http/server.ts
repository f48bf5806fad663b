import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { hostname } from 'node:os';
import type { Express, NextFunction, Request, Response } from 'express';
import { BODY_LIMIT_BYTES, CONNECTIONS_MAX, KEEP_ALIVE_MS, LISTENER_DRAIN_MS } from '../limits.ts';
import { StartupError } from '../startup-error.ts';
import type { Authenticate } from './authentication.ts';
import { NodeExchange, receiveBody, type HttpExchange, type RequestContext } from './exchange.ts';
import type { HttpMeter } from './meter.ts';
import { renderTextFault, sendReply, type HttpFault, type RenderFault } from './reply.ts';
import { parseRequestHead, type RequestHead } from './request.ts';
import { rememberContext } from './route-table.ts';
import {
  judgeOrigin,
  originHeaders,
  preflightHeaders,
  type OriginVerdict,
  type SameOriginPolicy,
} from './same-origin.ts';
import type { OutgoingStream, StreamLimits } from './streams.ts';

/** A hot endpoint on plain node:http, found by the longest prefix of whole path parts. */
export interface HotRoute {
  readonly prefix: string;
  /** Answers now or later. What it throws becomes a 500 and is told to `onError`. */
  readonly handle: (exchange: HttpExchange) => void;
}

/** A request whose body is not read yet. */
export interface RawExchange {
  readonly head: RequestHead;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** How a listener is set up. */
export interface HttpServerOptions {
  /** The address to bind; the caller has checked it with `validateBinding`. */
  readonly ip: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The daemon's name, for messages. */
  readonly daemon: string;
  /**
   * Asked before any route, after the wall and authentication; true: it answers, and reads the body.
   * This is for a proxy, through which bodies only flow.
   */
  readonly intercept?: (exchange: RawExchange) => boolean | Promise<boolean>;
  readonly hotRoutes?: readonly HotRoute[];
  /** Adds the cold routes, by `routeTable` or plain express. */
  readonly mount?: (app: Express) => void;
  /** The name of this machine is added to the names. */
  readonly sameOrigin: SameOriginPolicy;
  readonly authenticate?: Authenticate;
  /** Of a request body after decompression; 8 MiB unless told. */
  readonly bodyLimitBytes?: number;
  readonly streamLimits?: StreamLimits;
  /** The form of faults of the transport; plain text unless told. */
  readonly renderFault?: RenderFault;
  /** Hears of handlers that threw. */
  readonly onError?: (error: unknown) => void;
  readonly meter?: HttpMeter;
  /** The flag that moves the port, for the message when it is taken; `--port` unless told. */
  readonly portFlag?: string;
}

/** A listener that is up. */
export interface HttpListener {
  readonly ip: string;
  readonly port: number;
  /** Takes no new request, ends every stream, waits shortly for answers under way. */
  close(): Promise<void>;
}

interface ServerState {
  readonly options: HttpServerOptions;
  readonly policy: SameOriginPolicy;
  readonly hotRoutes: readonly HotRoute[];
  /** Opens the cold routes at the first request to one of them; undefined when there are none. */
  readonly openApp: (() => Promise<Express>) | undefined;
  readonly streams: Set<OutgoingStream>;
  readonly renderFault: RenderFault;
  readonly onError: (error: unknown) => void;
}

/**
 * Listens. Every request passes the wall, then authentication, then goes to the hot route with the
 * longest prefix or to express. Throws `StartupError` when the address cannot be had.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpListener> {
  const state = createState(options);
  const server = createServer({ noDelay: true }, (message, response) => {
    const ended = options.meter?.begin(message.method ?? '');
    if (ended !== undefined) response.once('close', () => ended(response.statusCode));
    serve(state, message, response).catch((error: unknown) => fail(state, response, error));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = CONNECTIONS_MAX;
  server.on('clientError', answerBrokenRequest);
  await listen(server, options);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { ip: options.ip, port, close: () => closeServer(server, state.streams) };
}

function createState(options: HttpServerOptions): ServerState {
  const { sameOrigin, renderFault = renderTextFault, onError = () => undefined } = options;
  const hotRoutes = [...(options.hotRoutes ?? [])].sort(
    (left, right) => right.prefix.length - left.prefix.length,
  );
  const base = {
    options,
    hotRoutes,
    renderFault,
    onError,
    streams: new Set<OutgoingStream>(),
    policy: { ...sameOrigin, hostNames: [...sameOrigin.hostNames, hostname()] },
  };
  const { mount } = options;
  if (mount === undefined) return { ...base, openApp: undefined };
  // Not at the start: a daemon that nobody asks does not pay for the library's memory.
  let app: Promise<Express> | undefined;
  return { ...base, openApp: () => (app ??= createApp(base, mount)) };
}

async function serve(
  state: ServerState,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const head = parseRequestHead(message);
  if (!head.ok) return refuse(state, message, response, fault(400, head.error));
  const { method, path, headers } = head.value;
  const verdict = judgeOrigin(state.policy, method, headers);
  if (verdict.kind === 'refused') {
    return refuse(state, message, response, fault(403, verdict.reason));
  }
  for (const [name, value] of Object.entries(originHeaders(verdict))) {
    response.setHeader(name, value);
  }
  if (isPreflight(verdict, method, headers)) {
    message.resume();
    response.writeHead(204, preflightHeaders(headers)).end();
    return;
  }
  const outcome = await state.options.authenticate?.({ method, path, headers });
  if (outcome?.ok === false) {
    const challenge = { 'WWW-Authenticate': outcome.challenge };
    return refuse(state, message, response, fault(401, '401 Unauthorized.', challenge));
  }
  const taken = state.options.intercept?.({ head: head.value, message, response });
  if (taken !== undefined && taken !== false && (taken === true || (await taken))) return;
  const context = createContext(state, response, {
    head: head.value,
    verdict,
    principal: outcome?.principal,
  });
  await dispatch(state, context, message, response);
}

async function dispatch(
  state: ServerState,
  context: RequestContext,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path } = context.head;
  const hot = state.hotRoutes.find(
    ({ prefix }) => path === prefix || path.startsWith(`${prefix}/`),
  );
  if (hot === undefined) {
    if (state.openApp === undefined)
      return refuse(state, message, response, fault(404, '404 Not Found.'));
    rememberContext(message, { ...context, policy: state.policy });
    (await state.openApp())(message, response);
    return;
  }
  const body = await receiveBody(context, message, response);
  if (body !== undefined) hot.handle(new NodeExchange(context, body, response));
}

function createContext(
  state: ServerState,
  response: ServerResponse,
  known: Pick<RequestContext, 'head' | 'verdict' | 'principal'>,
): RequestContext {
  return {
    ...known,
    bodyLimitBytes: state.options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    renderFault: state.renderFault,
    streamLimits: state.options.streamLimits,
    meter: state.options.meter,
    onStream: (stream) => {
      state.streams.add(stream);
      stream.onClose(() => state.streams.delete(stream));
    },
    onError: (error) => fail(state, response, error),
  };
}

function isPreflight(
  verdict: OriginVerdict,
  method: string,
  headers: Readonly<Record<string, string>>,
): boolean {
  if (verdict.kind === 'refused' || verdict.allowedOrigin === undefined) return false;
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

async function createApp(
  state: Pick<ServerState, 'renderFault' | 'onError'>,
  mount: (app: Express) => void,
): Promise<Express> {
  const { default: express } = await import('express');
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  mount(app);
  app.use((message: Request, response: Response) => {
    message.resume();
    void sendFault(state, response, message.method, fault(404, '404 Not Found.'));
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _message: Request, response: Response, _next: NextFunction) => {
    fail(state, response, error);
  });
  return app;
}

function fault(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpFault {
  return { status, message, headers };
}

function refuse(
  state: Pick<ServerState, 'renderFault'>,
  message: IncomingMessage,
  response: ServerResponse,
  refused: HttpFault,
): Promise<void> {
  message.resume();
  return sendFault(state, response, message.method, refused);
}

function sendFault(
  state: Pick<ServerState, 'renderFault'>,
  response: ServerResponse,
  method: string | undefined,
  refused: HttpFault,
): Promise<void> {
  const isHead = method === 'HEAD';
  return sendReply(response, state.renderFault(refused), { acceptEncoding: undefined, isHead });
}

function fail(
  state: Pick<ServerState, 'renderFault' | 'onError'>,
  response: ServerResponse,
  error: unknown,
): void {
  state.onError(error);
  if (response.headersSent) response.destroy();
  else void sendFault(state, response, undefined, fault(500, '500 Internal Server Error.'));
}

const BROKEN: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Node's parser gave up on the bytes, so there is no request to answer through. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = BROKEN[error.code ?? ''] ?? '400 Bad Request';
  const body = `${status}.`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
}

function listen(server: Server, options: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => {
      reject(new StartupError(describeListenError(error, options), { cause: error }));
    };
    server.once('error', refused);
    server.listen({ host: options.ip, port: options.port }, () => {
      server.off('error', refused);
      server.on('error', options.onError ?? (() => undefined));
      resolve();
    });
  });
}

function describeListenError(error: NodeJS.ErrnoException, options: HttpServerOptions): string {
  const { ip, port, daemon, portFlag = '--port' } = options;
  const where = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} is taken (${where}, wanted by ${daemon}): choose another with ${portFlag}`;
    case 'EACCES':
      return `port ${port} needs more rights than ${daemon} has (${where}): choose another with ${portFlag}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${ip} is not an address of this machine: choose another with --ip`;
    default:
      return `${daemon} cannot listen on ${where}: ${error.message}`;
  }
}

async function closeServer(server: Server, streams: ReadonlySet<OutgoingStream>): Promise<void> {
  if (!server.listening) return;
  for (const stream of [...streams]) stream.end();
  // Closing the server cuts connections that look idle, so the final chunks have to be out before.
  await new Promise((resolve) => setImmediate(resolve));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), LISTENER_DRAIN_MS);
  // Connections fall idle as their answers end; Node itself looks only now and then.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  await closed;
  clearTimeout(timer);
  clearInterval(sweep);
}
