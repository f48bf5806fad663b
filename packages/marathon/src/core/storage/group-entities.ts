import type { StoreWrite, Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { Group } from '../groups/group.ts';
import type { RootVersion } from '../groups/root-history.ts';
import { encodeRecord, versionKey } from './records.ts';

// Groups and versions of the root. A group is stored when it has something of its own; a version
// names what it changed, so that no record grows with the number of apps that there are.
export const GROUP = 'group/';
export const ROOT = 'root/';
export const ASIDE = 'aside/';

/** A version of the root as it is stored: definitions by their moment. */
export interface StoredRootVersion {
  readonly version: Timestamp;
  readonly apps: readonly { readonly id: AppId; readonly before?: Timestamp }[];
  readonly groups: readonly { readonly id: AppId; readonly before?: Group }[];
}

export function groupWrite(group: Group): StoreWrite {
  return { key: groupKey(group.id), value: encodeRecord(group) };
}

export function groupRemoval(id: AppId): StoreWrite {
  return { key: groupKey(id), value: undefined };
}

export function rootWrite({ version, apps, groups }: RootVersion): StoreWrite {
  const stored: StoredRootVersion = {
    version,
    apps: apps.map(({ id, before }) => (before ? { id, before: before.version } : { id })),
    groups: groups.map(({ id, before }) => (before ? { id, before } : { id })),
  };
  return { key: rootKey(version), value: encodeRecord(stored) };
}

export function rootRemoval(version: number): StoreWrite {
  return { key: rootKey(version), value: undefined };
}

/** A version of an app that is no more, for the versions of groups that need it. */
export function asideWrite(app: App): StoreWrite {
  return { key: asideKey(app.id, app.version), value: encodeRecord(app) };
}

export function asideRemoval(id: AppId, version: number): StoreWrite {
  return { key: asideKey(id, version), value: undefined };
}

// Ids begin with the slash that the prefix ends with.
function groupKey(id: AppId): string {
  return GROUP + id.slice(1);
}

function rootKey(version: number): string {
  return ROOT + versionKey(version);
}

function asideKey(id: AppId, version: number): string {
  return `${ASIDE}${id.slice(1)}@${versionKey(version)}`;
}
