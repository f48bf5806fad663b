import { renderIsoTime, type HttpReply, type HttpRequest, type Result } from '@stoa/common';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import { parentOf, type AppId } from '../core/apps/index.ts';
import type { GroupChange } from '../core/groups/group-change.ts';
import { appInfoJson } from './app-json.ts';
import { askFor, pathId } from './apps.ts';
import type { Handler, Route, RouteContext } from './context.ts';
import { parseEmbeds, parseGroupParts } from './embeds.ts';
import { createGroupChange, updateGroupChange } from './group-changes.ts';
import { groupInfoJson, groupVersionJson } from './group-json.ts';
import { renderFault, reply } from './replies.ts';
import { decodeAnyBody, flag, parseTime } from './requests.ts';

/** The routes of groups and their versions (marathon-api.md §4). */
export function groupRoutes(context: RouteContext): readonly Route[] {
  return [
    ...onGroup('GET', '', showGroup(context)),
    ...onGroup('GET', '/apps', listApps(context)),
    ...onGroup('GET', '/versions', listVersions(context)),
    ...onGroup('GET', '/versions/:version', showVersion(context)),
    ...onGroup('POST', '', changeBy(context, createGroupChange)),
    ...onGroup('PUT', '', changeBy(context, updateGroupChange)),
    ...onGroup('DELETE', '', deleteGroup(context)),
    ...onGroup('PATCH', '', patchGroup(context)),
  ];
}

/** One handler for the root and for any other group. */
function onGroup(method: string, rest: string, handle: Handler): readonly Route[] {
  return ['/v2/groups', '/v2/groups/*id'].map((path) => ({
    methods: [method],
    path: path + rest,
    handle,
  }));
}

function showGroup({ view, now }: RouteContext): Handler {
  return ({ query }, { id }) => {
    const group = view.group(pathId(id));
    if (group === undefined) return unknownGroup(pathId(id));
    const options = {
      parts: parseGroupParts(query),
      embeds: parseEmbeds(query, []),
      now: now(),
    };
    return reply(200, groupInfoJson(group, view, options));
  };
}

function listApps({ view, now }: RouteContext): Handler {
  return ({ query }, { id }) => {
    const apps = view.appsBelow(pathId(id));
    if (apps === undefined) return unknownGroup(pathId(id));
    const options = { embeds: parseEmbeds(query, []), now: now() };
    return reply(
      200,
      Array.from(apps, (app) => appInfoJson(app, view, options)),
    );
  };
}

function listVersions({ view }: RouteContext): Handler {
  return (_request, { id }) => {
    const versions = view.versionsOfGroup(pathId(id));
    if (versions === undefined) return unknownGroup(pathId(id));
    return reply(200, versions.map(renderIsoTime));
  };
}

function showVersion({ view }: RouteContext): Handler {
  return ({ query }, { id, version = '' }) => {
    const at = parseTime(version);
    if (!at.ok) return at.error;
    const group = view.groupAt(pathId(id), at.value);
    if (group !== undefined) return reply(200, groupVersionJson(group, parseGroupParts(query)));
    return renderFault({ kind: 'unknownGroup', id: pathId(id), version: at.value });
  };
}

function unknownGroup(id: AppId): HttpReply {
  return renderFault({ kind: 'unknownGroup', id });
}

type ToChange = (at: AppId, json: GroupUpdateJson) => Result<GroupChange, HttpReply>;

function changeBy(context: RouteContext, toChange: ToChange): Handler {
  return (request, { id }) => {
    const json = decodeAnyBody(request, context.decoders.group);
    if (!json.ok) return json.error;
    const change = toChange(pathId(id), json.value);
    if (!change.ok) return change.error;
    const isPreview = request.method === 'PUT' && flag(request.query, 'dryRun');
    if (isPreview) return askFor(context, { kind: 'previewGroup', change: change.value });
    return askForChange(context, request, pathId(id), change.value);
  };
}

function deleteGroup(context: RouteContext): Handler {
  return (request, { id }) =>
    askForChange(context, request, pathId(id), { kind: 'delete', id: pathId(id) });
}

function patchGroup(context: RouteContext): Handler {
  return (request, { id }) => {
    const json = decodeAnyBody(request, context.decoders.groupPatch);
    if (!json.ok) return json.error;
    const { enforceRole } = json.value;
    const change = { kind: 'enforceRole', id: pathId(id), enforceRole } as const;
    return askForChange(context, request, pathId(id), change);
  };
}

/** Listeners hear of the group around the one that the URL names: its member has changed. */
function askForChange(
  context: RouteContext,
  { query }: HttpRequest,
  at: AppId,
  change: GroupChange,
): Promise<HttpReply> {
  const force = flag(query, 'force');
  return askFor(context, { kind: 'changeGroup', change, force, toldOf: parentOf(at) });
}
