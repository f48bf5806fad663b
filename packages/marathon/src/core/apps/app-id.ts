import { branded, type Brand } from '@stoa/common';
import { SAFE_ID_LENGTH_MAX } from './limits.ts';

/** An absolute path id: `/shop/web`; `/` is the root group. */
export type AppId = Brand<string, 'AppId'>;

/** The group that holds everything. */
export const ROOT_ID: AppId = branded<AppId>('/');

/** Parts that end URLs of the API, so that no id may end with them (marathon-app.md §2). */
const RESERVED: ReadonlySet<string> = new Set(['restart', 'tasks', 'versions', '.', '..']);

const SEGMENT = /^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$/;

/**
 * The absolute id that a text names, seen from `base`. Doubled and trailing slashes collapse, `.`
 * stays and `..` climbs, never above the root. Which characters it holds is not checked.
 *
 * @example resolveAppId('../db', '/shop/web') === '/shop/db'
 */
export function resolveAppId(text: string, base: AppId = ROOT_ID): AppId {
  const parts = text.startsWith('/') ? [] : segmentsOf(base);
  for (const part of text.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return branded<AppId>(`/${parts.join('/')}`);
}

/** The segments of an id; the root has none. */
export function segmentsOf(id: AppId): string[] {
  return id.split('/').filter((segment) => segment !== '');
}

/** The group that an id is in; the root is its own. */
export function parentOf(id: AppId): AppId {
  return branded<AppId>(id.slice(0, Math.max(1, id.lastIndexOf('/'))));
}

/** True when `id` lies below `group`, at any depth. */
export function isBelow(id: AppId, group: AppId): boolean {
  if (group === ROOT_ID) return id !== ROOT_ID;
  return id.startsWith(`${group}/`);
}

/** The form in task ids: `/shop/web` is `shop_web`. */
export function safeIdOf(id: AppId): string {
  return segmentsOf(id).join('_');
}

/** The form in names of tasks and discovery: `/shop/web` is `web.shop`. */
export function reversedIdOf(id: AppId): string {
  return segmentsOf(id).reverse().join('.');
}

/** Why an id is not one that an app can have; empty means fine. */
export function validateAppId(id: AppId): readonly string[] {
  const segments = segmentsOf(id);
  const last = segments.at(-1);
  if (last === undefined) return ['must not be root'];
  // The part of a URL passed no schema.
  if (!segments.every((segment) => SEGMENT.test(segment))) {
    return ['must hold only lower-case letters, digits, dashes inside words, dots and slashes'];
  }
  if (RESERVED.has(last)) {
    return [
      `must not end with any of the following reserved keywords: ${[...RESERVED].join(', ')}`,
    ];
  }
  const length = safeIdOf(id).length;
  if (length <= SAFE_ID_LENGTH_MAX) return [];
  return [`must not be longer than ${SAFE_ID_LENGTH_MAX} characters, it has ${length}`];
}
