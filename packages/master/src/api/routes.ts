import {
  type HttpReply,
  type HttpRequest,
  emptyReply,
  parseDuration,
  queryValue,
  textReply,
} from '@stoa/common';
import { type Json, double, jsonTextReply } from './json-text.ts';
import { masterMetrics } from './metrics.ts';
import { type OperatorCommand, answerOperatorCall, decodeOperatorCall } from './operator.ts';
import {
  frameworksJson,
  rolesJson,
  slavesJson,
  stateJson,
  stateSummaryJson,
  tasksJson,
  versionJson,
} from './state-json.ts';
import type { ClusterView, Surroundings } from './view.ts';

/** A row of the route table; the shell mounts it with prefixes, jsonp and compression. */
export interface Route {
  /** Upper case; `*` takes any method. */
  readonly methods: readonly string[];
  readonly path: string;
  /** `/state` then also serves `/state/anything`. */
  readonly prefix?: boolean;
  readonly jsonp?: boolean;
  readonly handle: (request: HttpRequest) => HttpReply | Promise<HttpReply>;
}

/** What the routes stand on. */
export interface RouteContext {
  readonly view: ClusterView;
  readonly surroundings: Surroundings;
  /** Operator calls that change something; absent when there are none. */
  readonly command?: OperatorCommand;
}

type Handler = Route['handle'];

const ANY = ['*'];

/** Every cold route of the master (mesos-endpoints.md §1): bare and under `/master` where it is so. */
export function masterRoutes(context: RouteContext): readonly Route[] {
  return [
    ...prefixed(leaderReads(context)),
    ...prefixed(ownReads(context)),
    ...unprefixed(context),
    ...prefixed([operatorRoute(context)]),
  ];
}

/** Each route once as it is and once under the name of the process. */
function prefixed(routes: readonly Route[]): readonly Route[] {
  return routes.flatMap((route) => [route, { ...route, path: `/master${route.path}` }]);
}

function read(path: string, handle: Handler, methods: readonly string[] = ANY): Route {
  return { methods, path, prefix: true, jsonp: true, handle };
}

/** What only the leader can tell; others point to it. */
function leaderReads(context: RouteContext): readonly Route[] {
  const { view } = context;
  const json = (render: (request: HttpRequest) => Json): Handler =>
    onLeader(view, (request) => jsonTextReply(render(request)));
  return [
    read(
      '/state',
      json(() => stateJson(view)),
    ),
    read(
      '/state-summary',
      json(() => stateSummaryJson(view)),
    ),
    read(
      '/slaves',
      json(({ query }) => slavesJson(view, query)),
    ),
    read(
      '/frameworks',
      json(({ query }) => frameworksJson(view, query)),
    ),
    read(
      '/tasks',
      json(({ query }) => tasksJson(view, query)),
    ),
    read(
      '/roles',
      json(() => rolesJson(view)),
    ),
    read(
      '/weights',
      json(() => []),
      ['GET'],
    ),
    read(
      '/quota',
      json(() => ({})),
      ['GET'],
    ),
    read(
      '/maintenance/schedule',
      json(() => ({})),
      ['GET'],
    ),
    read(
      '/maintenance/status',
      json(() => ({})),
      ['GET'],
    ),
  ];
}

function ownReads({ view }: RouteContext): readonly Route[] {
  return [
    read('/flags', () => jsonTextReply({ flags: Object.fromEntries(view.flags) }), ['GET']),
    { methods: ANY, path: '/health', prefix: true, jsonp: false, handle: () => emptyReply(200) },
    { methods: ANY, path: '/redirect', jsonp: false, handle: () => redirectToLeader(view, '') },
  ];
}

function unprefixed({ view, surroundings }: RouteContext): readonly Route[] {
  return [
    read('/version', () => jsonTextReply(versionJson(view))),
    read('/metrics/snapshot', ({ query }) => {
      const timeout = queryValue(query, 'timeout');
      if (timeout !== undefined && parseDuration(timeout) === undefined) {
        return textReply(400, `Invalid timeout '${timeout}': not a duration such as 5secs\n`);
      }
      return jsonTextReply(metricsJson(view, surroundings));
    }),
    read('/system/stats.json', () => jsonTextReply(systemStatsJson(surroundings))),
    { methods: ANY, path: '/logging/toggle', jsonp: false, handle: loggingLevel },
  ];
}

function metricsJson(view: ClusterView, surroundings: Surroundings): Json {
  const metrics = masterMetrics(view, surroundings);
  return Object.fromEntries(metrics.map(([name, value]) => [name, double(value)]));
}

function systemStatsJson({ host }: Surroundings): Json {
  const figures = host();
  const figure = (name: string): number => figures.get(`system/${name}`) ?? 0;
  return {
    avg_load_15min: double(figure('load_15min')),
    avg_load_1min: double(figure('load_1min')),
    avg_load_5min: double(figure('load_5min')),
    cpus_total: figure('cpus_total'),
    mem_free_bytes: figure('mem_free_bytes'),
    mem_total_bytes: figure('mem_total_bytes'),
  };
}

// The level of our log is a flag; the endpoint tells the classic number of "as started".
function loggingLevel({ query }: HttpRequest): HttpReply {
  const level = queryValue(query, 'level');
  const duration = queryValue(query, 'duration');
  if (level === undefined && duration === undefined) return textReply(200, '0\n');
  if (duration === undefined) return textReply(400, "Expecting 'duration=value' in query.\n");
  if (level === undefined) return textReply(400, "Expecting 'level=value' in query.\n");
  return emptyReply(200);
}

function operatorRoute(context: RouteContext): Route {
  const { view, surroundings, command = () => undefined } = context;
  const handle = onLeader(view, (request) => {
    if (!view.isRecovered) return textReply(503, 'Master has not finished recovery');
    const decoded = decodeOperatorCall(request);
    if (!decoded.ok) return decoded.error;
    return answerOperatorCall(decoded.value, request, { view, surroundings, command });
  });
  return { methods: ['POST'], path: '/api/v1', prefix: true, jsonp: false, handle };
}

function onLeader(view: ClusterView, handle: Handler): Handler {
  return (request) =>
    view.isLeading ? handle(request) : redirectToLeader(view, pathAndQuery(request));
}

/** 307 to the leader, or 503 when nobody knows one. */
export function redirectToLeader({ leader }: ClusterView, path: string): HttpReply {
  if (leader === undefined) return textReply(503, 'No leader elected');
  const host = leader.hostname ?? leader.address?.hostname ?? leader.address?.ip ?? '';
  return emptyReply(307, { Location: `//${host}:${leader.port}${path}` });
}

function pathAndQuery({ path, query }: HttpRequest): string {
  const parameters = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  const encoded = encodeURI(path);
  return parameters.length === 0 ? encoded : `${encoded}?${parameters.join('&')}`;
}
