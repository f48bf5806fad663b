import { must, timestamp, type Timestamp } from '@stoa/common';
import { isBelow, parentOf, ROOT_ID, segmentsOf, type AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { GroupView } from '../read-view.ts';
import type { MarathonState } from '../state.ts';
import { isGroup } from './group-book.ts';
import type { Group } from './group.ts';
import type { RootDifference } from './root-history.ts';

/** A group as it is. Costs as much as what is in it. */
export function viewGroup(state: MarathonState, id: AppId): GroupView | undefined {
  if (!isGroup(state, id)) return undefined;
  const version = state.history.newest?.version ?? timestamp(0);
  return buildGroup(state, id, { ...contentOf(state, id), version });
}

/** A group as it was at a version of the root. */
export function viewGroupAt(
  state: MarathonState,
  id: AppId,
  version: Timestamp,
): GroupView | undefined {
  const content = contentAt(state, id, version);
  return content === undefined ? undefined : buildGroup(state, id, { ...content, version });
}

/** Everything in a group, at any depth, with the record of the group itself. */
export interface GroupContent {
  readonly apps: readonly App[];
  readonly groups: readonly Group[];
}

export function contentOf(state: MarathonState, id: AppId): GroupContent {
  const apps = [...(state.appsByGroup.get(id) ?? [])];
  const groups = [id, ...(state.groupsByGroup.get(id) ?? [])];
  return {
    apps: apps.flatMap((app) => state.apps.get(app)?.current ?? []),
    groups: groups.flatMap((group) => state.groups.get(group) ?? []),
  };
}

/** The same at an earlier version; undefined when the group was not, or the version is not kept. */
export function contentAt(
  state: MarathonState,
  id: AppId,
  version: Timestamp,
): GroupContent | undefined {
  const difference = state.history.differenceAt(version);
  if (difference === undefined) return undefined;
  const content = laidOver(contentOf(state, id), difference, id);
  const isEmpty = content.apps.length === 0 && content.groups.length === 0;
  return isEmpty && id !== ROOT_ID ? undefined : content;
}

function laidOver(now: GroupContent, { apps, groups }: RootDifference, id: AppId): GroupContent {
  const isInside = (one: AppId): boolean => isBelow(one, id);
  return {
    apps: [
      ...now.apps.filter((app) => !apps.has(app.id)),
      ...[...apps].flatMap(([app, before]) => (isInside(app) ? (before ?? []) : [])),
    ],
    groups: [
      ...now.groups.filter((group) => !groups.has(group.id)),
      ...[...groups].flatMap(([group, before]) =>
        group === id || isInside(group) ? (before ?? []) : [],
      ),
    ],
  };
}

/** Versions of the root at which a group was, newest first. */
export function versionsOfGroup(state: MarathonState, id: AppId): readonly Timestamp[] | undefined {
  if (!isGroup(state, id)) return undefined;
  if (id === ROOT_ID) return state.history.moments;
  const apps = new Set(state.appsByGroup.get(id));
  const groups = new Set(state.groupsByGroup.get(id));
  if (state.groups.has(id)) groups.add(id);
  const versions: Timestamp[] = [];
  for (const change of state.history.newestFirst()) {
    if (apps.size + groups.size > 0) versions.push(change.version);
    for (const one of change.apps) {
      if (isBelow(one.id, id)) setMember(apps, one.id, one.before !== undefined);
    }
    for (const one of change.groups) {
      if (one.id === id || isBelow(one.id, id)) setMember(groups, one.id, one.before !== undefined);
    }
  }
  return versions;
}

function setMember(set: Set<AppId>, id: AppId, isMember: boolean): void {
  if (isMember) set.add(id);
  else set.delete(id);
}

interface Node {
  readonly id: AppId;
  version: Timestamp;
  record: Group | undefined;
  readonly apps: App[];
  readonly groups: Node[];
}

/** The tree of a group: every group on the way to an app is in it, with a record or without. */
function buildGroup(
  state: MarathonState,
  id: AppId,
  { apps, groups, version }: GroupContent & { readonly version: Timestamp },
): GroupView {
  const tree = new Tree(id);
  for (const app of apps) {
    tree.node(parentOf(app.id)).apps.push(app);
    tree.changed(parentOf(app.id), app.version);
  }
  for (const group of groups) {
    tree.node(group.id).record = group;
    tree.changed(group.id, group.version);
  }
  const enforcesRole = state.config.settings.doNewGroupsEnforceRole;
  return finished(tree, id === ROOT_ID ? version : undefined, enforcesRole);
}

class Tree {
  readonly #top: Node;
  readonly #nodes = new Map<AppId, Node>();

  constructor(id: AppId) {
    this.#top = emptyNode(id);
    this.#nodes.set(id, this.#top);
  }

  /** Groups, each after the one that it is in. */
  nodes(): Iterable<Node> {
    return this.#nodes.values();
  }

  get top(): Node {
    return this.#top;
  }

  /** The node of a group at or below the top; the groups around it are made with it. */
  node(id: AppId): Node {
    const missing: AppId[] = [];
    let at = id;
    for (; !this.#nodes.has(at); at = parentOf(at)) missing.push(at);
    let node = this.#nodes.get(at) ?? this.#top;
    for (const one of missing.reverse()) {
      const child = emptyNode(one);
      node.groups.push(child);
      this.#nodes.set(one, child);
      node = child;
    }
    return node;
  }

  /** A group, and those around it, are as new as what changed in it. */
  changed(id: AppId, version: Timestamp): void {
    for (let at = id; ; at = parentOf(at)) {
      const node = this.node(at);
      // What is around it is at least as new.
      if (node.version >= version) return;
      node.version = version;
      if (node === this.#top) return;
    }
  }
}

function emptyNode(id: AppId): Node {
  return { id, version: timestamp(0), record: undefined, apps: [], groups: [] };
}

/** Leaves first, so that each group finds those in it finished. */
function finished(
  tree: Tree,
  rootVersion: Timestamp | undefined,
  enforcesRole: boolean,
): GroupView {
  const views = new Map<Node, GroupView>();
  for (const node of [...tree.nodes()].reverse()) {
    const { id, record } = node;
    const isTop = segmentsOf(id).length === 1;
    views.set(node, {
      id,
      version: node === tree.top ? (rootVersion ?? node.version) : node.version,
      dependencies: record?.dependencies ?? [],
      enforceRole: isTop ? (record?.enforceRole ?? enforcesRole) : undefined,
      apps: node.apps.sort(byId),
      groups: node.groups.flatMap((group) => views.get(group) ?? []).sort(byId),
    });
  }
  return must(views.get(tree.top), 'the group itself');
}

function byId(left: { readonly id: AppId }, right: { readonly id: AppId }): number {
  return left.id < right.id ? -1 : 1;
}
