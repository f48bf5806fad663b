import {
  type HttpReply,
  type HttpRequest,
  emptyReply,
  parseDuration,
  queryValue,
  textReply,
} from '@stoa/common';
import { double, type Json, jsonTextReply } from '@stoa/proto/classic';
import type { MasterCommands } from './commands.ts';
import { redirectToLeader, refuseUnlessLeading } from './leadership.ts';
import { masterMetrics } from './metrics.ts';
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

/** A row of the route table; the shell mounts it with jsonp and compression. */
export interface Route {
  /** Upper case; `*` takes any method. */
  readonly methods: readonly string[];
  readonly path: string;
  /** `/state` then also serves `/state/anything`. */
  readonly prefix?: boolean;
  readonly jsonp?: boolean;
  /** Another site's page may not ask it, although it is a GET. */
  readonly changesState?: boolean;
  readonly handle: (request: HttpRequest) => HttpReply | Promise<HttpReply>;
}

/** What the routes stand on. */
export interface RouteContext {
  /** Undefined while the daemon starts. */
  readonly view: () => ClusterView | undefined;
  readonly surroundings: Surroundings;
  readonly commands: MasterCommands;
}

type Handler = Route['handle'];

const ANY = ['*'];

/** Every cold route of the master (mesos-endpoints.md §1): bare and under `/master` where it is so. */
export function masterRoutes(context: RouteContext): readonly Route[] {
  return [
    ...underBothNames(leaderReads(context)),
    ...underBothNames(ownReads(context)),
    ...bareReads(context),
    ...files(),
  ];
}

/** Each route once as it is and once under the name of the process. */
export function underBothNames(routes: readonly Route[]): readonly Route[] {
  return routes.flatMap((route) => [route, { ...route, path: `/master${route.path}` }]);
}

function read(path: string, handle: Handler, methods: readonly string[] = ANY): Route {
  return { methods, path, prefix: true, jsonp: true, handle };
}

type Render = (view: ClusterView, request: HttpRequest) => Json;

/** What only the leader can tell; others point to it. */
function leaderReads(context: RouteContext): readonly Route[] {
  const row = (path: string, render: Render, methods?: readonly string[]): Route =>
    read(path, (request) => answerOnLeader(context, request, render), methods);
  return [
    row('/state', (view) => stateJson(view)),
    row('/state-summary', (view) => stateSummaryJson(view)),
    row('/slaves', (view, { query }) => slavesJson(view, query)),
    row('/frameworks', (view, { query }) => frameworksJson(view, query)),
    row('/tasks', (view, { query }) => tasksJson(view, query)),
    row('/roles', (view) => rolesJson(view)),
    // Nothing of these can be set, and this is how they read then.
    row('/weights', () => [], ['GET']),
    row('/quota', () => ({}), ['GET']),
    row('/maintenance/schedule', () => ({}), ['GET']),
    row('/maintenance/status', () => ({}), ['GET']),
  ];
}

function answerOnLeader(context: RouteContext, request: HttpRequest, render: Render): HttpReply {
  const view = context.view();
  const refusal = refuseUnlessLeading(view, request);
  if (refusal !== undefined) return refusal;
  return answerWithView(view, (seen) => jsonTextReply(render(seen, request)));
}

function answerWithView(
  view: ClusterView | undefined,
  answer: (view: ClusterView) => HttpReply,
): HttpReply {
  return view === undefined ? textReply(503, 'Master is starting') : answer(view);
}

function ownReads({ view }: RouteContext): readonly Route[] {
  return [
    read(
      '/flags',
      () =>
        answerWithView(view(), ({ flags }) => jsonTextReply({ flags: Object.fromEntries(flags) })),
      ['GET'],
    ),
    { methods: ANY, path: '/health', prefix: true, jsonp: false, handle: () => emptyReply(200) },
    { methods: ANY, path: '/redirect', jsonp: false, handle: () => redirectToLeader(view(), '') },
  ];
}

function bareReads({ view, surroundings, commands }: RouteContext): readonly Route[] {
  return [
    read('/version', () => answerWithView(view(), (seen) => jsonTextReply(versionJson(seen)))),
    read('/metrics/snapshot', ({ query }) => {
      const timeout = queryValue(query, 'timeout');
      if (timeout !== undefined && parseDuration(timeout) === undefined) {
        return textReply(400, `Invalid timeout '${timeout}': not a duration such as 5secs\n`);
      }
      return answerWithView(view(), (seen) => jsonTextReply(metricsJson(seen, surroundings)));
    }),
    read('/system/stats.json', () => jsonTextReply(systemStatsJson(surroundings))),
    {
      methods: ANY,
      path: '/logging/toggle',
      jsonp: false,
      changesState: true,
      handle: (request) => toggleLogging(request, commands.logging),
    },
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

/** A level above the start level for a while (mesos-endpoints.md §1.9). */
function toggleLogging({ query }: HttpRequest, logging: MasterCommands['logging']): HttpReply {
  const level = queryValue(query, 'level');
  const duration = queryValue(query, 'duration');
  if (level === undefined && duration === undefined) return textReply(200, `${logging.level()}\n`);
  if (duration === undefined) return textReply(400, "Expecting 'duration=value' in query.\n");
  if (level === undefined) return textReply(400, "Expecting 'level=value' in query.\n");
  if (!/^-?\d{1,9}$/.test(level)) {
    return textReply(400, `Failed to convert '${level}' to number.\n`);
  }
  if (Number(level) < 0) return textReply(400, `Invalid level '${level}'.\n`);
  const span = parseDuration(duration);
  if (span === undefined || span < 0) {
    return textReply(400, `Invalid duration '${duration}': not a duration such as 5secs.\n`);
  }
  logging.set(Number(level), span);
  return emptyReply(200);
}

// A master attaches no file to its virtual paths, so every path is one that is not there (§3.4, §3.5).
function files(): readonly Route[] {
  const missing: Handler = ({ query }) => {
    if ((queryValue(query, 'path') ?? '') === '') {
      return textReply(400, "Expecting 'path=value' in query.\n");
    }
    return textReply(404, '');
  };
  return [
    read('/files/browse', missing),
    read('/files/read', missing),
    read('/files/download', missing),
    read('/files/debug', () => jsonTextReply({})),
  ];
}
