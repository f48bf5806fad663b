import { segmentsOf, type AppId } from './app-id.ts';
import type { App } from './app.ts';
import type { AppSettings } from './settings.ts';

/** Which roles an app's place allows (marathon-app.md §11). */
export interface RolePolicy {
  /** For definitions that name none. */
  readonly defaultRole: string;
  /** In the order in which a message names them. */
  readonly allowed: readonly string[];
}

/**
 * The roles of an app. `enforcesRole` tells of a top-level group by its name; undefined where there
 * is no such group yet. Names of groups further down are never roles.
 */
export function deriveRolePolicy(
  id: AppId,
  options: {
    readonly current: App | undefined;
    readonly settings: AppSettings;
    readonly enforcesRole: (group: string) => boolean | undefined;
  },
): RolePolicy {
  const { settings, current, enforcesRole } = options;
  const [top = '', ...rest] = segmentsOf(id);
  const { defaultRole } = settings;
  if (rest.length === 0) return { defaultRole, allowed: [defaultRole] };
  const stored = current === undefined ? [] : [current.role];
  if (enforcesRole(top) ?? settings.doNewGroupsEnforceRole) {
    return { defaultRole: top, allowed: [...new Set([top, ...stored])] };
  }
  return { defaultRole, allowed: [...new Set([defaultRole, top, ...stored])] };
}
