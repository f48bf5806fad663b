import type { Resources } from '@stoa/proto';
import { type Resource } from '@stoa/proto';
import type { AgentEntry } from './agent-entry.ts';
import { type Portion, portionOf } from './amounts.ts';
import type { FrameworkEntry } from './framework-entry.ts';

const DEFAULT_ROLE = '*';

/** Resources that all bear the mark of one role. */
export interface RolePart {
  readonly role: string;
  readonly resources: Resources;
  readonly portion: Portion;
}

/** Splits allocated resources by the role they are allocated to; nearly always there is one. */
export function partsByRole(resources: Resources): readonly RolePart[] {
  const list = resources.toList();
  const [first] = list;
  if (first === undefined) return [];
  const only = roleOf(first);
  if (list.every((one) => roleOf(one) === only)) {
    return [{ role: only, resources, portion: portionOf(resources) }];
  }
  const roles = new Set(list.map(roleOf));
  return Array.from(roles, (role) => {
    const own = resources.filter((one) => roleOf(one) === role);
    return { role, resources: own, portion: portionOf(own) };
  });
}

function roleOf(resource: Resource): string {
  return resource.allocation_info?.role ?? DEFAULT_ROLE;
}

/** Writes down that a framework holds a part on an agent. */
export function addHeld(agent: AgentEntry, frameworkId: string, part: RolePart): void {
  const byRole = agent.held.get(frameworkId) ?? new Map<string, Resources>();
  const before = byRole.get(part.role);
  byRole.set(part.role, before === undefined ? part.resources : before.add(part.resources));
  agent.held.set(frameworkId, byRole);
  agent.heldSum = agent.heldSum.add(part.resources.unallocated());
  agent.available = undefined;
}

/** Strikes a part out; true when nothing of that role is left to the framework there. */
export function dropHeld(agent: AgentEntry, frameworkId: string, part: RolePart): boolean {
  const byRole = agent.held.get(frameworkId);
  const before = byRole?.get(part.role);
  if (byRole === undefined || before === undefined) return true;
  agent.heldSum = agent.heldSum.subtract(part.resources.unallocated());
  agent.available = undefined;
  const left = before.subtract(part.resources);
  const isOver = left.toList().length === 0;
  if (isOver) byRole.delete(part.role);
  else byRole.set(part.role, left);
  if (byRole.size === 0) agent.held.delete(frameworkId);
  return isOver;
}

/** True when the framework holds at least `resources` on the agent. */
export function holds(agent: AgentEntry, frameworkId: string, part: RolePart): boolean {
  return agent.held.get(frameworkId)?.get(part.role)?.contains(part.resources) ?? false;
}

/** Remembers on which agents a framework holds something of a role. */
export function linkAgent(framework: FrameworkEntry, role: string, agentId: string): void {
  const agents = framework.agentsByRole.get(role);
  if (agents === undefined) framework.agentsByRole.set(role, new Set([agentId]));
  else agents.add(agentId);
}

/** The reverse; true when the framework holds nothing of that role anywhere any more. */
export function unlinkAgent(framework: FrameworkEntry, role: string, agentId: string): boolean {
  const agents = framework.agentsByRole.get(role);
  agents?.delete(agentId);
  if (agents !== undefined && agents.size > 0) return false;
  framework.agentsByRole.delete(role);
  return true;
}
