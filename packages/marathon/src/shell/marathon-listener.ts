import {
  basicAuthenticator,
  createSameOriginPolicy,
  parseUserPassword,
  routeTable,
  startHttpServer,
  StartupError,
  validateBinding,
} from '@stoa/runtime';
import type { Authenticate, HttpListener, HttpMeter, HttpServerOptions, Log } from '@stoa/runtime';
import type { RouteContext } from '../api/context.ts';
import { renderTransportFault } from '../api/replies.ts';
import { marathonRoutes } from '../api/routes.ts';
import type { MarathonFlags } from '../flags.ts';
import type { ConsoleServer } from './console/console-server.ts';
import type { EventStreams } from './event-streams.ts';

/** Opens the listener behind the wall; throws `StartupError` for what an operator can mend. */
export function startListener(options: {
  readonly flags: MarathonFlags;
  readonly log: Log;
  readonly context: RouteContext;
  readonly events: EventStreams;
  readonly console: ConsoleServer;
  readonly meter: HttpMeter;
  /** Takes what only the leader can answer. */
  readonly intercept: HttpServerOptions['intercept'];
}): Promise<HttpListener> {
  const { flags, log, context, events, console, meter, intercept } = options;
  const authenticate = createAuthenticate(flags);
  const ip = flags.http_address;
  const fault = validateBinding(ip, flags.insecure, authenticate !== undefined);
  if (fault !== undefined) throw new StartupError(`${fault} (credentials: --http_credentials)`);
  return startHttpServer({
    ip,
    port: flags.http_port,
    portFlag: '--http_port',
    daemon: 'marathon',
    ...(intercept === undefined ? {} : { intercept }),
    hotRoutes: [
      { prefix: '/v2/events', handle: (exchange) => events.open(exchange) },
      ...console.hotRoutes,
    ],
    mount: (app) => routeTable(app, [...marathonRoutes(context), ...console.routes(context)]),
    sameOrigin: createSameOriginPolicy(flags.hostname, {
      allowed_hosts: flags.allowed_hosts,
      allowed_origins: [...flags.allowed_origins, ...flags.access_control_allow_origin],
    }),
    ...(authenticate === undefined ? {} : { authenticate }),
    renderFault: renderTransportFault,
    onError: (error) => log.fatal('http.failed', error),
    meter,
  });
}

/** One name and one password for everything, `/ping` and `/metrics` included (marathon-api.md §1.1). */
function createAuthenticate(flags: MarathonFlags): Authenticate | undefined {
  if (flags.http_credentials === undefined) return undefined;
  const credential = parseUserPassword(flags.http_credentials);
  if (!credential.ok) throw new StartupError(`--http_credentials: ${credential.error}`);
  return basicAuthenticator({
    credentials: [credential.value],
    realmOf: () => flags.http_realm,
  });
}
