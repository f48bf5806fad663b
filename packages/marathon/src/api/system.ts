import { emptyReply, queryValue, textReply, type HttpReply, type HttpRequest } from '@stoa/common';
import type { InfoJson } from '@stoa/proto/marathon';
import { askFor, pathId } from './apps.ts';
import type { Handler, Route, RouteContext } from './context.ts';
import { deploymentJson } from './deployment-json.ts';
import { metricsJson } from './metrics.ts';
import { queueItemJson } from './queue-json.ts';
import { errorReply, reply } from './replies.ts';
import { accepts, flag } from './requests.ts';

/** Deployments and what waits to be launched (marathon-api.md §6 and §7). */
export function deploymentRoutes(context: RouteContext): readonly Route[] {
  const { view, now } = context;
  return [
    {
      methods: ['GET'],
      path: '/v2/deployments',
      handle: () =>
        reply(
          200,
          Array.from(view.deployments(), (one) => deploymentJson(one, view)),
        ),
    },
    {
      methods: ['DELETE'],
      path: '/v2/deployments/:id',
      handle: ({ query }, { id = '' }) =>
        askFor(context, {
          kind: 'cancelDeployment',
          deploymentId: id,
          force: flag(query, 'force'),
        }),
    },
    {
      methods: ['GET'],
      path: '/v2/queue',
      handle: ({ query }) => {
        const at = now();
        const isWanted = (query['embed'] ?? []).includes('lastUnusedOffers');
        const queue = Array.from(view.queue(), (item) => {
          const unused = isWanted ? view.unusedOffersOf(item.app.id) : undefined;
          return queueItemJson(item, at, unused);
        });
        return reply(200, { queue });
      },
    },
    {
      methods: ['DELETE'],
      path: '/v2/queue/*id/delay',
      handle: (_request, { id }) => askFor(context, { kind: 'resetDelay', id: pathId(id) }),
    },
  ];
}

/** The leader, what is known of this instance, plug-ins (marathon-api.md §8). */
export function systemRoutes(context: RouteContext): readonly Route[] {
  return [
    { methods: ['GET'], path: '/v2/info', handle: () => reply(200, infoJson(context)) },
    { methods: ['GET'], path: '/v2/leader', handle: showLeader(context) },
    { methods: ['DELETE'], path: '/v2/leader', handle: abdicate(context) },
    { methods: ['GET'], path: '/v2/plugins', handle: () => reply(200, { plugins: [] }) },
    {
      methods: ['GET', 'PUT', 'POST', 'DELETE'],
      path: '/v2/plugins/:id/*path',
      handle: (_request, { id = '' }) => errorReply(404, `No plugin with this pluginId: ${id}`),
    },
    { methods: ['GET'], path: '/metrics', handle: () => reply(200, metricsJson(context)) },
  ];
}

/** What is answered whoever leads, in whatever type is asked for. */
export function plainRoutes(): readonly Route[] {
  return [
    { methods: ['GET'], path: '/ping', jsonp: false, handle: ping },
    {
      methods: ['GET'],
      path: '/',
      jsonp: false,
      handle: () => emptyReply(302, { Location: '/ui/' }),
    },
  ];
}

function infoJson({ view, info }: RouteContext): InfoJson {
  const { version, buildref, marathon_config, zookeeper_config, http_config } = info;
  return {
    name: 'marathon',
    version,
    buildref,
    elected: view.isLeading,
    leader: view.leader,
    frameworkId: view.frameworkId,
    marathon_config,
    zookeeper_config,
    http_config,
  };
}

function showLeader({ view }: RouteContext): Handler {
  return () =>
    view.leader === undefined
      ? errorReply(404, 'There is no leader')
      : reply(200, { leader: view.leader });
}

function abdicate(context: RouteContext): Handler {
  return ({ query }) => {
    const isAsked = ['backup', 'restore'].find((name) => queryValue(query, name) !== undefined);
    if (isAsked === undefined) return askFor(context, { kind: 'abdicate' });
    return errorReply(
      422,
      `${isAsked} is not available with the embedded store; copy its directory while the daemon is stopped`,
    );
  };
}

function ping(request: HttpRequest): HttpReply {
  if (accepts(request, 'text/plain') || accepts(request, 'text/html'))
    return textReply(200, 'pong');
  return accepts(request, 'application/json') ? reply(200, 'pong') : emptyReply(204);
}
