import {
  createSameOriginPolicy,
  routeTable,
  startHttpServer,
  type HttpListener,
  type Log,
} from '@stoa/runtime/lean';
import { httpRoutes, type HttpContext } from '../api/http.ts';
import type { DnsFlags } from '../flags.ts';

/** Opens the HTTP listener behind the wall; the caller has checked that it may listen there. */
export function startHttpListener(options: {
  readonly flags: DnsFlags;
  readonly log: Log;
  readonly context: HttpContext;
}): Promise<HttpListener> {
  const { flags, log, context } = options;
  const { httpListener: ip, httpPort: port } = context.view.config;
  return startHttpServer({
    ip,
    port,
    portFlag: '--http_port',
    daemon: 'dns',
    mount: (app) => routeTable(app, httpRoutes(context)),
    sameOrigin: createSameOriginPolicy(undefined, flags),
    onError: (error) => log.fatal('http.failed', error),
  });
}
