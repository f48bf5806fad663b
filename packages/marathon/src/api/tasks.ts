import { textReply, type HttpReply, type HttpRequest } from '@stoa/common';
import { portsOf, servicePortsOf, type App } from '../core/apps/index.ts';
import type { MarathonReadView, TaskView } from '../core/read-view.ts';
import type { TaskSelection } from '../core/requests.ts';
import { askFor, pathId } from './apps.ts';
import type { Handler, Route, RouteContext } from './context.ts';
import { errorReply, renderFault, reply } from './replies.ts';
import { accepts, decodeBody, filter, flag } from './requests.ts';
import { taskJson } from './task-json.ts';

/** The routes of tasks, alone and below their app (marathon-api.md §2.2 and §3). */
export function taskRoutes(context: RouteContext): readonly Route[] {
  const route = (method: string, path: string, handle: Handler): Route => ({
    methods: [method],
    path,
    handle,
  });
  return [
    route('GET', '/v2/tasks', listTasks(context)),
    route('POST', '/v2/tasks/delete', killTasks(context)),
    route('GET', '/v2/apps/*id/tasks', listTasksOf(context)),
    route('GET', '/v2/apps/*/tasks', listTasksBelow(context)),
    route('GET', '/v2/apps/*group/*/tasks', listTasksBelow(context)),
    route('DELETE', '/v2/apps/*id/tasks', killTasksOf(context)),
    route('DELETE', '/v2/apps/*id/tasks/:taskId', killTask(context)),
  ];
}

function listTasks(context: RouteContext): Handler {
  const { view } = context;
  return (request) => {
    // The table of older load balancers, for those who take nothing else (§3).
    if (!accepts(request, 'application/json')) {
      return textReply(200, endpointTable(view), { 'Content-Type': 'text/plain' });
    }
    const isWanted = statusFilter(request);
    const tasks: unknown[] = [];
    for (const app of view.apps()) {
      const servicePorts = servicePortsOf(app);
      for (const task of view.tasksOf(app.id)) {
        if (isWanted(task)) tasks.push(taskJson(task, servicePorts));
      }
    }
    return reply(200, { tasks });
  };
}

function statusFilter({ query }: HttpRequest): (task: TaskView) => boolean {
  const asked = new Set([...(query['status'] ?? []), ...(query['status[]'] ?? [])]);
  const wanted = new Set<string>();
  if (asked.has('running')) wanted.add('Running');
  if (asked.has('staging')) wanted.add('Staging').add('Provisioned');
  return ({ condition }) => wanted.size === 0 || wanted.has(condition);
}

/** `app<TAB>service port<TAB>host:port …` for each port of each app that runs. */
function endpointTable(view: MarathonReadView): string {
  let table = '';
  for (const app of view.apps()) table += endpointRows(app, [...view.tasksOf(app.id)]);
  return table;
}

function endpointRows(app: App, tasks: readonly TaskView[]): string {
  const running = tasks.filter(({ condition }) => condition === 'Running');
  const name = app.id.slice(1).replaceAll('/', '_');
  if (portsOf(app).length === 0) {
    return `${[name, ' ', ...running.map(({ host }) => host)].join('\t')}\t\n`;
  }
  return servicePortsOf(app)
    .map((port, at) => {
      const ends = running.map(({ host, ports }) => `${host}:${ports[at] ?? 0}`);
      return `${[name, port, ...ends].join('\t')}\t\n`;
    })
    .join('');
}

function listTasksOf({ view }: RouteContext): Handler {
  return (_request, { id }) => {
    const appId = pathId(id);
    if (view.app(appId) === undefined) return renderFault({ kind: 'unknownApp', id: appId });
    return reply(200, { tasks: Array.from(view.tasksOf(appId), (task) => taskJson(task, [])) });
  };
}

function listTasksBelow({ view }: RouteContext): Handler {
  return (_request, { group }) => {
    const id = pathId(group);
    const apps = view.appsBelow(id);
    if (apps === undefined) return errorReply(404, `Group '${id}' does not exist`);
    const tasks = Array.from(apps).flatMap((app) => [...view.tasksOf(app.id)]);
    return reply(200, { tasks: tasks.map((task) => taskJson(task, [])) });
  };
}

function killTasksOf(context: RouteContext): Handler {
  return (request, { id }) => {
    const host = filter(request.query, 'host');
    return askToKill(context, request, {
      kind: 'app',
      appId: pathId(id),
      host: host === '*' ? undefined : host,
    });
  };
}

function killTask(context: RouteContext): Handler {
  return (request, { id, taskId = '' }) =>
    askToKill(context, request, { kind: 'task', appId: pathId(id), taskId });
}

// The id of an instance with its task, and what older releases gave out (marathon-app.md §12).
const TASK_ID =
  /^[^\s/]+\.(?:(?:instance-|marathon-)[^.\s/]+(?:\.[^.\s/]+(?:\.\d+)?)?|[0-9a-fA-F-]{36}(?:\.\d+)?)$/;

function killTasks(context: RouteContext): Handler {
  return (request) => {
    const body = decodeBody(request, context.decoders.taskIds);
    if (!body.ok) return body.error;
    const malformed = body.value.ids.find((id) => !TASK_ID.test(id));
    if (malformed !== undefined) {
      const form = '<app>.instance-<uuid>._app.<incarnation>';
      return errorReply(400, `Invalid task id '${malformed}'. [expected ${form}]`);
    }
    return askToKill(context, request, { kind: 'tasks', taskIds: body.value.ids });
  };
}

function askToKill(
  context: RouteContext,
  { query }: HttpRequest,
  selection: TaskSelection,
): HttpReply | Promise<HttpReply> {
  const scale = flag(query, 'scale');
  const wipe = flag(query, 'wipe');
  if (scale && wipe) return errorReply(400, 'You cannot use scale and wipe at the same time.');
  const force = flag(query, 'force');
  return askFor(context, { kind: 'killTasks', selection, scale, wipe, force });
}
