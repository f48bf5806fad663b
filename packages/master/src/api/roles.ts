import { reservationRole, type Resource } from '@stoa/proto';
import { frameworkIdOf } from './framework-json.ts';
import { usageOfFramework } from './usage.ts';
import type { ClusterView, FrameworkView } from './view.ts';

/** What is known of a role, those below it included. */
export interface RoleSummary {
  readonly name: string;
  readonly weight: number;
  /** Ids of frameworks that subscribe to the role itself. */
  readonly frameworks: string[];
  readonly allocated: Resource[];
  readonly offered: Resource[];
  readonly reserved: Resource[];
}

/** Every known role and its ancestors, by name (mesos-endpoints.md §1.6). */
export function summariseRoles(view: ClusterView): readonly RoleSummary[] {
  const roles = new Map<string, RoleSummary>();
  for (const role of view.allocator.knownRoles())
    pathsOf(role).forEach((path) => add(roles, path, view));
  for (const framework of view.frameworks) addFramework(roles, framework, view);
  for (const { total } of view.agents) {
    for (const resource of total.toList()) {
      const role = reservationRole(resource);
      if (role === undefined) continue;
      for (const path of pathsOf(role)) add(roles, path, view).reserved.push(resource);
    }
  }
  return [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function addFramework(
  roles: Map<string, RoleSummary>,
  framework: FrameworkView,
  view: ClusterView,
): void {
  for (const role of subscribedRoles(framework)) {
    add(roles, role, view).frameworks.push(frameworkIdOf(framework));
  }
  const { used, offered } = usageOfFramework(framework);
  for (const resource of used) {
    for (const path of pathsOf(allocatedRole(resource)))
      add(roles, path, view).allocated.push(resource);
  }
  for (const resource of offered) {
    for (const path of pathsOf(allocatedRole(resource)))
      add(roles, path, view).offered.push(resource);
  }
}

function allocatedRole(resource: Resource): string {
  return resource.allocation_info?.role ?? '*';
}

/** The roles a framework subscribes to. */
export function subscribedRoles({ info }: FrameworkView): readonly string[] {
  const isMultiRole = info.capabilities?.some(({ type }) => type === 'MULTI_ROLE') ?? false;
  return isMultiRole ? (info.roles ?? []) : [info.role ?? '*'];
}

function add(roles: Map<string, RoleSummary>, name: string, view: ClusterView): RoleSummary {
  const known = roles.get(name);
  if (known !== undefined) return known;
  const weight = view.allocator.weight(name);
  const role = { name, weight, frameworks: [], allocated: [], offered: [], reserved: [] };
  roles.set(name, role);
  return role;
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function pathsOf(role: string): readonly string[] {
  const parts = role.split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
