import type { FrameworkInfo } from '@stoa/proto';
import { rolesOf } from '../allocator/framework-entry.ts';
import { hasCapability } from '../frameworks/capabilities.ts';
import { ROLES_MAX } from '../limits.ts';

const BLANK = /[\t\n\v\f\r \x7f\b]/;

/** What is wrong with the name of a role (mesos-allocator.md §1.10); undefined when nothing is. */
export function validateRole(role: string): string | undefined {
  if (role === '*') return undefined;
  if (role === '') return 'Role names cannot be the empty string';
  if (role.startsWith('/')) return `Role '${role}' cannot start with a slash`;
  if (role.endsWith('/')) return `Role '${role}' cannot end with a slash`;
  if (role.includes('//')) return `Role '${role}' cannot contain two adjacent slashes`;
  for (const component of role.split('/')) {
    if (component === '*' || component === '.' || component === '..') {
      return `Role '${role}' cannot include '${component}' as a component`;
    }
    if (component.startsWith('-')) {
      return `Role component '${component}' is invalid because it starts with a dash`;
    }
    if (BLANK.test(component)) {
      return `Role component '${component}' is invalid because it contains backspace or whitespace`;
    }
  }
  return undefined;
}

/** What is wrong with the roles of a framework (mesos-http.md §4.3). */
export function validateFrameworkRoles(info: FrameworkInfo): string | undefined {
  const { role, roles = [] } = info;
  if (!hasCapability(info, 'MULTI_ROLE')) {
    if (roles.length > 0) {
      return "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable";
    }
    const fault = role === undefined ? undefined : validateRole(role);
    return fault && `'FrameworkInfo.role' is not a valid role: ${fault}`;
  }
  if (role !== undefined) {
    return "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable";
  }
  if (roles.length > ROLES_MAX) return `'FrameworkInfo.roles' has more than ${ROLES_MAX} items`;
  const seen = new Set<string>();
  const repeated = roles.filter((name) => seen.size === seen.add(name).size);
  if (repeated.length > 0) {
    return `'FrameworkInfo.roles' contains duplicate items: ${renderSet(repeated)}`;
  }
  for (const name of roles) {
    const fault = validateRole(name);
    if (fault !== undefined) return `'FrameworkInfo.roles' contains invalid role: ${fault}`;
  }
  return undefined;
}

/** Each suppressed role must be one of the framework's. */
export function validateSuppressedRoles(
  info: FrameworkInfo,
  suppressed: readonly string[] = [],
): string | undefined {
  const own = rolesOf(info);
  const foreign = suppressed.filter((role) => !own.has(role));
  if (foreign.length === 0) return undefined;
  return `Suppressed roles ${renderSet(foreign)} are not contained in the set of roles`;
}

/** `{ a, b }` */
export function renderSet(items: readonly string[]): string {
  return `{ ${[...new Set(items)].join(', ')} }`;
}
