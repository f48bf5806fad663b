// Groups as they are answered (marathon-api.md §4 and §13). Every list is there, also when it was not
// asked for: clients walk them unseen.
import { renderIsoTime, type Timestamp } from '@stoa/common';
import type { GroupJson } from '@stoa/proto/marathon';
import type { App } from '../core/apps/index.ts';
import type { GroupView, MarathonReadView } from '../core/read-view.ts';
import { appInfoJson, appJson } from './app-json.ts';
import type { Embed, GroupPart } from './embeds.ts';

/** How a group's apps are shown. */
type RenderApp = (app: App) => ReturnType<typeof appInfoJson>;

/** A group as it is, with what is embedded in it and in its apps. */
export function groupInfoJson(
  group: GroupView,
  view: MarathonReadView,
  options: {
    readonly parts: ReadonlySet<GroupPart>;
    readonly embeds: ReadonlySet<Embed>;
    readonly now: Timestamp;
  },
): GroupJson {
  return groupJson(group, options.parts, (app) => appInfoJson(app, view, options));
}

/** A group as it was: nothing that lives is shown with it. */
export function groupVersionJson(group: GroupView, parts: ReadonlySet<GroupPart>): GroupJson {
  return groupJson(group, parts, appJson);
}

// Groups nest no deeper than an id has parts, and an id is short.
function groupJson(
  group: GroupView,
  parts: ReadonlySet<GroupPart>,
  renderApp: RenderApp,
): GroupJson {
  const groups = parts.has('groups') ? group.groups : [];
  return {
    id: group.id,
    apps: parts.has('apps') ? group.apps.map(renderApp) : [],
    dependencies: group.dependencies,
    enforceRole: group.enforceRole,
    groups: groups.map((one) => groupJson(one, parts, renderApp)),
    pods: [],
    version: renderIsoTime(group.version),
  };
}
