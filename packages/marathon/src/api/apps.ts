import { ok, renderIsoTime, type HttpReply, type HttpRequest } from '@stoa/common';
import { resolveAppId, type App, type AppChange, type AppId } from '../core/apps/index.ts';
import type { ApiOutcome, ApiRequest } from '../core/requests.ts';
import { bulkChanges, createChange, updateChange, type ChangeMode } from './app-changes.ts';
import { appInfoJson, appJson } from './app-json.ts';
import type { Handler, Route, RouteContext } from './context.ts';
import { parseEmbeds, type Embed } from './embeds.ts';
import { parseLabelSelector } from './label-selector.ts';
import { renderOutcome } from './outcomes.ts';
import { errorReply, renderFault, reply } from './replies.ts';
import { decodeBody, filter, flag, parseTime, refuseMediaType } from './requests.ts';

/** The routes of apps and their versions (marathon-api.md §2). */
export function appRoutes(context: RouteContext): readonly Route[] {
  const route = (method: string, path: string, handle: Handler): Route => ({
    methods: [method],
    path,
    handle,
  });
  return [
    route('GET', '/v2/apps', listApps(context)),
    route('POST', '/v2/apps', createApp(context)),
    route('PUT', '/v2/apps', changeApps(context)),
    route('PATCH', '/v2/apps', changeApps(context)),
    route('GET', '/v2/apps/*', listAppsBelow(context)),
    route('GET', '/v2/apps/*group/*', listAppsBelow(context)),
    route('GET', '/v2/apps/*id', showApp(context)),
    route('PUT', '/v2/apps/*id', changeApp(context)),
    route('PATCH', '/v2/apps/*id', changeApp(context)),
    route('DELETE', '/v2/apps/*id', deleteApp(context)),
    route('POST', '/v2/apps/*id/restart', restartApp(context)),
    route('GET', '/v2/apps/*id/versions', listVersions(context)),
    route('GET', '/v2/apps/*id/versions/:version', showVersion(context)),
  ];
}

/** Parts of a URL are always taken from the root. */
export function pathId(text: string | undefined): AppId {
  return resolveAppId(`/${text ?? ''}`);
}

/** Hands a request on and renders what became of it. */
export function askFor({ ask }: RouteContext, request: ApiRequest): Promise<HttpReply> {
  return ask(request).then(renderOutcome);
}

const IN_LISTS: readonly Embed[] = ['counts', 'deployments'];
const ALONE: readonly Embed[] = ['counts', 'tasks', 'deployments', 'lastTaskFailure'];

function listApps({ view, now }: RouteContext): Handler {
  return ({ query }) => {
    const cmd = filter(query, 'cmd')?.toLowerCase();
    const id = filter(query, 'id')?.toLowerCase();
    const label = filter(query, 'label');
    const selector = label === undefined ? ok(() => true) : parseLabelSelector(label);
    if (!selector.ok) return errorReply(422, selector.error);
    const isWanted = (app: App): boolean =>
      (cmd === undefined || app.cmd?.toLowerCase().includes(cmd) === true) &&
      (id === undefined || app.id.toLowerCase().includes(id)) &&
      selector.value(app.labels);
    const options = { embeds: parseEmbeds(query, IN_LISTS), now: now() };
    const apps = [...view.apps()].filter(isWanted);
    return reply(200, { apps: apps.map((app) => appInfoJson(app, view, options)) });
  };
}

function listAppsBelow({ view, now }: RouteContext): Handler {
  return ({ query }, { group }) => {
    const id = pathId(group);
    const apps = view.appsBelow(id);
    if (apps === undefined) return errorReply(404, `Group '${id}' does not exist`);
    const options = { embeds: parseEmbeds(query, ALONE), now: now() };
    return reply(200, { '*': Array.from(apps, (app) => appInfoJson(app, view, options)) });
  };
}

function showApp({ view, now }: RouteContext): Handler {
  return ({ query }, { id }) => {
    const app = view.app(pathId(id));
    if (app === undefined) return unknownApp(pathId(id));
    const options = { embeds: parseEmbeds(query, ALONE), now: now() };
    return reply(200, { app: appInfoJson(app, view, options) });
  };
}

function unknownApp(id: AppId): HttpReply {
  return renderFault({ kind: 'unknownApp', id });
}

function createApp(context: RouteContext): Handler {
  return (request) => {
    const json = decodeBody(request, context.decoders.app);
    if (!json.ok) return json.error;
    return askForChange(context, request, createChange(json.value));
  };
}

function changeApps(context: RouteContext): Handler {
  return (request) => {
    const list = decodeBody(request, context.decoders.appUpdates);
    if (!list.ok) return list.error;
    const changes = bulkChanges(list.value, changeMode(request));
    if (!changes.ok) return changes.error;
    const force = flag(request.query, 'force');
    return context
      .ask({ kind: 'changeApps', changes: changes.value, force, source: undefined })
      .then((outcome) => renderOutcome(asChange(outcome)));
  };
}

function changeApp(context: RouteContext): Handler {
  return (request, { id }) => {
    const json = decodeBody(request, context.decoders.appUpdate);
    if (!json.ok) return json.error;
    const change = updateChange(pathId(id), json.value, changeMode(request));
    if (!change.ok) return change.error;
    return askForChange(context, request, change.value);
  };
}

function changeMode({ method, query }: HttpRequest): ChangeMode {
  if (method === 'PATCH') return 'patch';
  return flag(query, 'partialUpdate', true) ? 'upsert' : 'replace';
}

// A list may create what it names; the answer is that of a change all the same.
function asChange(outcome: ApiOutcome): ApiOutcome {
  return outcome.kind === 'deployed' ? { ...outcome, isCreated: false } : outcome;
}

function askForChange(
  context: RouteContext,
  request: HttpRequest,
  change: AppChange,
): Promise<HttpReply> {
  const { query, path } = request;
  const source = { clientIp: clientIp(request), uri: path };
  const force = flag(query, 'force');
  return askFor(context, { kind: 'changeApps', changes: [change], force, source });
}

// The first of the addresses that proxies noted, else where the connection comes from.
function clientIp({ headers, peerIp = '' }: HttpRequest): string {
  return headers['x-forwarded-for']?.split(',', 1)[0]?.trim() ?? peerIp;
}

function deleteApp(context: RouteContext): Handler {
  return ({ query }, { id }) =>
    askFor(context, { kind: 'deleteApp', id: pathId(id), force: flag(query, 'force', true) });
}

function restartApp(context: RouteContext): Handler {
  return (request, { id }) => {
    const refused = refuseMediaType(request);
    if (refused !== undefined) return refused;
    const force = flag(request.query, 'force');
    return askFor(context, { kind: 'restartApp', id: pathId(id), force });
  };
}

function listVersions({ view }: RouteContext): Handler {
  return (_request, { id }) => {
    const versions = view.versionsOf(pathId(id));
    if (versions.length === 0) return unknownApp(pathId(id));
    return reply(200, { versions: versions.map(renderIsoTime) });
  };
}

function showVersion({ view }: RouteContext): Handler {
  return (_request, { id, version = '' }) => {
    const at = parseTime(version);
    if (!at.ok) return at.error;
    const appId = pathId(id);
    if (view.app(appId) === undefined) return unknownApp(appId);
    const app = view.appAt(appId, at.value);
    if (app !== undefined) return reply(200, appJson(app));
    return renderFault({ kind: 'unknownApp', id: appId, version: at.value });
  };
}
