import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import { must, queryValue, type HttpReply, type HttpRequest } from '@stoa/common';
import { receiveBody, sendInContext, type RequestContext } from './exchange.ts';
import { methodNotAllowed } from './reply.ts';
import { judgeOrigin, mayUseJsonp, type SameOriginPolicy } from './same-origin.ts';

/** What a route matched in the path, by the names in its pattern. */
export type RouteParams = Readonly<Record<string, string>>;

/** One cold endpoint: a pure handler and where it is found. */
export interface Route {
  /** Upper case; `*` takes any method. `GET` also serves HEAD. */
  readonly methods: readonly string[];
  /**
   * Literal text with `:name` for one part of the path and `*name` for one or more parts, slashes
   * included: `/v2/apps/*id/versions/:version`. Parentheses are literal.
   */
  readonly path: string;
  /** `/state` then also serves `/state/` and `/state/anything` (mesos-http.md §1.1). */
  readonly prefix?: boolean;
  /** A GET that changes something: another site's page may not ask it either. */
  readonly changesState?: boolean;
  /** False where `?jsonp=` has no meaning. */
  readonly jsonp?: boolean;
  readonly handle: (request: HttpRequest, params: RouteParams) => HttpReply | Promise<HttpReply>;
}

interface CompiledRoute {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly literalLength: number;
}

/** A route that fits, or the methods that the path knows; undefined when the path is unknown. */
export type RouteMatch =
  | { readonly kind: 'route'; readonly route: Route; readonly params: RouteParams }
  | { readonly kind: 'method'; readonly allowed: readonly string[] };

// Express hands its own request on; what the listener learned of it is found again through this.
const contexts = new WeakMap<IncomingMessage, RequestContext & { policy: SameOriginPolicy }>();

/** Remembers what the listener learned of a request for the routes behind express. */
export function rememberContext(
  message: IncomingMessage,
  context: RequestContext & { policy: SameOriginPolicy },
): void {
  contexts.set(message, context);
}

/** Who asks, for a handler of one's own on express. */
export function principalOf(message: IncomingMessage): string | undefined {
  return contexts.get(message)?.principal;
}

/**
 * Mounts pure handlers on express. Does what every one of them would do: body with its limit,
 * `?jsonp=`, gzip, HEAD, 405 with `Allow`. A path that no route knows goes on to the next handler.
 */
export function routeTable(app: Express, routes: readonly Route[]): void {
  const find = compileRoutes(routes);
  app.use((message, response, next) => {
    const context = must(contexts.get(message), 'the context of a request');
    const match = find(context.head.method, context.head.path);
    if (match === undefined) {
      next();
    } else if (match.kind === 'method') {
      const fault = methodNotAllowed(match.allowed, context.head.method);
      message.resume();
      sendInContext(context, response, context.renderFault(fault));
    } else {
      serveRoute({ ...context, match }, message, response).catch(next);
    }
  });
}

/** A matcher over a table of routes: the one with the most literal text wins. */
export function compileRoutes(
  routes: readonly Route[],
): (method: string, path: string) => RouteMatch | undefined {
  const compiled = routes
    .map(compileRoute)
    .sort((left, right) => right.literalLength - left.literalLength);
  return (method, path) => {
    const allowed = new Set<string>();
    for (const { route, pattern, names } of compiled) {
      const values = pattern.exec(path);
      if (values === null) continue;
      if (takesMethod(route, method)) {
        const params = names.map((name, at) => [name, values[at + 1] ?? ''] as const);
        return { kind: 'route', route, params: Object.fromEntries(params) };
      }
      for (const name of route.methods) allowed.add(name);
    }
    return allowed.size === 0 ? undefined : { kind: 'method', allowed: [...allowed] };
  };
}

function takesMethod(route: Route, method: string): boolean {
  const { methods } = route;
  if (methods.includes('*') || methods.includes(method)) return true;
  return method === 'HEAD' && methods.includes('GET');
}

function compileRoute(route: Route): CompiledRoute {
  const names: string[] = [];
  let literalLength = 0;
  const source = route.path.replace(
    /([:*])([A-Za-z_]\w*)|([^:*]+|[:*])/g,
    (_whole, sign: string | undefined, name: string | undefined, literal: string | undefined) => {
      if (name !== undefined) {
        names.push(name);
        return sign === ':' ? '([^/]+)' : '(.+?)';
      }
      literalLength += literal?.length ?? 0;
      return (literal ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    },
  );
  const tail = route.prefix === true ? '(?:/.*)?' : '/?';
  return { route, pattern: new RegExp(`^${source}${tail}$`, 's'), names, literalLength };
}

type MatchedContext = RequestContext & {
  readonly policy: SameOriginPolicy;
  readonly match: Extract<RouteMatch, { kind: 'route' }>;
};

async function serveRoute(
  context: MatchedContext,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = refusal(context);
  if (refused !== undefined) {
    message.resume();
    sendInContext(context, response, refused);
    return;
  }
  const body = await receiveBody(context, message, response);
  if (body === undefined) return;
  const { route, params } = context.match;
  // A listener for both families sees IPv4 as mapped into IPv6.
  const peerIp = (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const request: HttpRequest = { ...context.head, body, principal: context.principal, peerIp };
  const reply = await route.handle(request, params);
  sendInContext(context, response, wrapJsonp(context, reply));
}

function refusal(context: MatchedContext): HttpReply | undefined {
  const { head, match, policy, verdict } = context;
  const refuse = (status: number, message: string): HttpReply =>
    context.renderFault({ status, message, headers: {} });
  if (match.route.changesState === true) {
    const judged = judgeOrigin(policy, head.method, head.headers, true);
    if (judged.kind === 'refused') return refuse(403, judged.reason);
  }
  const callback = jsonpCallback(context);
  if (callback === undefined) return undefined;
  if (!/^[\w$.[\]]{1,128}$/.test(callback))
    return refuse(400, 'jsonp is not the name of a function');
  if (mayUseJsonp(verdict, head.headers)) return undefined;
  return refuse(403, 'JSONP is off for other sites; list their origin with --allowed_origins');
}

function jsonpCallback({ head, match }: MatchedContext): string | undefined {
  const isReading = head.method === 'GET' || head.method === 'HEAD';
  if (!isReading || match.route.jsonp === false) return undefined;
  return queryValue(head.query, 'jsonp');
}

function wrapJsonp(context: MatchedContext, reply: HttpReply): HttpReply {
  const callback = jsonpCallback(context);
  const isJson = reply.headers['Content-Type']?.startsWith('application/json') === true;
  if (callback === undefined || !isJson || reply.body === undefined) return reply;
  const json = typeof reply.body === 'string' ? reply.body : Buffer.from(reply.body).toString();
  return {
    status: reply.status,
    headers: { ...reply.headers, 'Content-Type': 'text/javascript' },
    // These two end a line in the scripts of older browsers.
    body: `${callback}(${json.replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029')})`,
  };
}
