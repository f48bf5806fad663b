import { err, ok, type Result } from '@stoa/common';
import type { AppJson, GroupUpdateJson } from '@stoa/proto/marathon';
import type { ModelFault } from '../apps/app-change.ts';
import {
  isBelow,
  parentOf,
  resolveAppId,
  ROOT_ID,
  segmentsOf,
  validateAppId,
  type AppId,
} from '../apps/app-id.ts';
import { Faults } from '../apps/validation/faults.ts';
import { GROUP_MEMBERS_MAX } from './limits.ts';

/** What is in a group now, at any depth. */
export interface MembersLookup {
  appsBelow(id: AppId): readonly AppId[];
  /** Groups with a record of their own. */
  groupsBelow(id: AppId): readonly AppId[];
}

/** A group that a body defines; members that were not given stay as they are. */
export interface DefinedGroup {
  readonly id: AppId;
  /** Its place in the body, empty for the group that the request is about. */
  readonly path: string;
  readonly dependencies: readonly AppId[] | undefined;
  readonly enforceRole: boolean | undefined;
}

/** An app that a body defines, with its place there: `/groups(0)/apps(1)`. */
export interface DefinedApp {
  readonly id: AppId;
  readonly path: string;
  readonly json: AppJson;
}

/** What a body makes of a group. */
export interface GroupUpdatePlan {
  readonly groups: readonly DefinedGroup[];
  readonly apps: readonly DefinedApp[];
  /** What is not named in a list that replaces the stored one. */
  readonly removedApps: readonly AppId[];
  readonly removedGroups: readonly AppId[];
}

interface Part {
  readonly id: AppId;
  readonly json: GroupUpdateJson;
  readonly path: string;
}

/**
 * Takes a body apart (marathon-api.md §4): a list of apps or groups that is given replaces the stored
 * one, one that is absent stays; ids are seen from the group around them. What the definitions are
 * worth is not judged here.
 */
export function planGroupUpdate(
  id: AppId,
  json: GroupUpdateJson,
  lookup: MembersLookup,
): Result<GroupUpdatePlan, readonly ModelFault[]> {
  const faults = new Faults();
  const plan = new Plan(lookup);
  const parts: Part[] = [{ id, json, path: '' }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const inside = faults.at(part.path);
    validatePart(part, inside);
    plan.define(part, inside);
    parts.push(...nestedParts(part, inside).reverse());
    if (plan.size <= GROUP_MEMBERS_MAX) continue;
    faults.require(false, '', `must not define more than ${GROUP_MEMBERS_MAX} apps and groups`);
    break;
  }
  return faults.all.length === 0 ? ok(plan) : err(faults.all);
}

class Plan implements GroupUpdatePlan {
  readonly groups: DefinedGroup[] = [];
  readonly apps: DefinedApp[] = [];
  readonly removedApps: AppId[] = [];
  readonly removedGroups: AppId[] = [];
  readonly #seen = new Set<AppId>();
  readonly #lookup: MembersLookup;

  constructor(lookup: MembersLookup) {
    this.#lookup = lookup;
  }

  get size(): number {
    return this.#seen.size;
  }

  define({ id, json, path }: Part, faults: Faults): void {
    this.#once(id, '/id', faults);
    this.groups.push({
      id,
      path,
      dependencies: json.dependencies?.map((one) => resolveAppId(one, id)),
      enforceRole: json.enforceRole,
    });
    if (json.apps !== undefined) this.#replaceApps(id, path, json.apps, faults);
    if (json.groups !== undefined) this.#replaceGroups(id, json.groups);
  }

  #replaceApps(group: AppId, path: string, apps: readonly AppJson[], faults: Faults): void {
    const named = new Set<AppId>();
    faults.each('/apps', apps, (json, part, at) => {
      const id = resolveAppId(json.id, group);
      part.require(parentOf(id) === group, '/id', notChild(group));
      this.#once(id, '/id', part);
      named.add(id);
      this.apps.push({ id, json, path: `${path}/apps(${at})` });
    });
    for (const id of this.#lookup.appsBelow(group)) {
      if (parentOf(id) === group && !named.has(id)) this.removedApps.push(id);
    }
  }

  #replaceGroups(group: AppId, groups: readonly GroupUpdateJson[]): void {
    const named = new Set(groups.map(({ id }) => resolveAppId(id ?? '', group)));
    const isRemoved = (id: AppId): boolean => {
      const child = childAbove(id, group);
      return child !== undefined && !named.has(child);
    };
    this.removedGroups.push(...this.#lookup.groupsBelow(group).filter(isRemoved));
    for (const id of this.#lookup.appsBelow(group)) {
      if (parentOf(id) !== group && isRemoved(id)) this.removedApps.push(id);
    }
  }

  #once(id: AppId, member: string, faults: Faults): void {
    faults.require(!this.#seen.has(id), member, `${id} comes twice; leave one of the two out`);
    this.#seen.add(id);
  }
}

/** The member of a group that an id lies in, or is. */
function childAbove(id: AppId, group: AppId): AppId | undefined {
  if (!isBelow(id, group)) return undefined;
  const [name = ''] = segmentsOf(id).slice(segmentsOf(group).length);
  return resolveAppId(name, group);
}

function nestedParts({ id, json, path }: Part, faults: Faults): Part[] {
  const parts: Part[] = [];
  faults.each('/groups', json.groups ?? [], (nested, part, at) => {
    if (nested.id === undefined) {
      part.require(false, '/id', 'must be given for a group inside another');
      return;
    }
    const nestedId = resolveAppId(nested.id, id);
    part.require(parentOf(nestedId) === id && nestedId !== id, '/id', notChild(id));
    const alone = 'can only be given for the group that the request is about';
    part.require(nested.scaleBy === undefined, '/scaleBy', alone);
    parts.push({ id: nestedId, json: nested, path: `${path}/groups(${at})` });
  });
  return parts;
}

function validatePart({ id, json }: Part, faults: Faults): void {
  if (id !== ROOT_ID) {
    for (const message of validateAppId(id)) faults.require(false, '/id', message);
  }
  faults.require(
    (json.pods ?? []).length === 0,
    '/pods',
    'pods are not supported: leave the list out or empty',
  );
  faults.require(
    json.enforceRole === undefined || isTopLevel(id),
    '/enforceRole',
    `enforceRole can only be set for top-level groups, and ${id} is not top-level`,
  );
}

/** Directly below the root: only the names of these groups are roles (marathon-app.md §11). */
export function isTopLevel(id: AppId): boolean {
  return segmentsOf(id).length === 1;
}

function notChild(group: AppId): string {
  return `Identifier is not child of '${group}'`;
}
