import type { HttpReply } from '@stoa/common';
import { appRoutes } from './apps.ts';
import type { Handler, Route, RouteContext } from './context.ts';
import { diagnosticRoutes, prometheusRoute } from './diagnostics.ts';
import { groupRoutes } from './groups.ts';
import { errorReply } from './replies.ts';
import { accepts } from './requests.ts';
import { deploymentRoutes, plainRoutes, systemRoutes } from './system.ts';
import { waitingRoutes } from './stoa/waiting.ts';
import { taskRoutes } from './tasks.ts';

/**
 * Every cold route of Marathon (marathon-api.md §2 to §8). The shell mounts the table; the event
 * stream is its own.
 */
export function marathonRoutes(context: RouteContext): readonly Route[] {
  const json = [
    ...appRoutes(context),
    ...groupRoutes(context),
    ...taskRoutes(context),
    ...deploymentRoutes(context),
    ...systemRoutes(context),
    ...waitingRoutes(context),
    ...diagnosticRoutes(context),
  ];
  return [
    ...json.map((route) => ({ ...route, handle: asJson(route) })),
    prometheusRoute(context),
    ...plainRoutes(),
  ].map((route) => ({ ...route, handle: withHeaders(context, route.handle) }));
}

// The one route that has another type to offer to those who take no JSON.
const WITH_TEXT = '/v2/tasks';

/** 406 before anything is done for an asker who would not take the answer. */
function asJson({ path, handle }: Route): Handler {
  return (request, params) => {
    const isAccepted =
      accepts(request, 'application/json') ||
      (path === WITH_TEXT && accepts(request, 'text/plain'));
    return isAccepted ? handle(request, params) : errorReply(406, 'Not Acceptable');
  };
}

// What stands on every answer (marathon-api.md §1.1).
const STANDING = {
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  Pragma: 'no-cache',
  Expires: '0',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '1; mode=block',
};

function withHeaders({ view }: RouteContext, handle: Handler): Handler {
  const dress = (reply: HttpReply): HttpReply => {
    const headers: Readonly<Record<string, string>> = { ...STANDING, ...reply.headers };
    if (view.leader === undefined) return { ...reply, headers };
    return { ...reply, headers: { 'X-Marathon-Leader': `http://${view.leader}`, ...headers } };
  };
  return (request, params) => {
    const reply = handle(request, params);
    return reply instanceof Promise ? reply.then(dress) : dress(reply);
  };
}
