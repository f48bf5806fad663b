import {
  type AgentInfo,
  type DomainInfo,
  DomainInfoCodec,
  DrainInfoCodec,
  reservationRole,
  type Resource,
  ResourceCodec,
} from '@stoa/proto';
import {
  attributeMap,
  byReservedRole,
  double,
  endpointFormat,
  type Json,
  raw,
  resourceMap,
} from '@stoa/proto/classic';
import type { AgentView } from './view.ts';
import { wireSeconds } from './times.ts';

const DEFAULT_AGENT_PORT = 5051;

/** The id as text. */
export function agentIdOf({ info }: AgentView): string {
  return info.id?.value ?? '';
}

/** An agent of `/state`, `/state-summary` and `/slaves` (mesos-endpoints.md §1.1.1). */
export function agentJson(agent: AgentView): Record<string, Json | undefined> {
  const { info, registeredAt, reregisteredAt, drainStartedAt, usage } = agent;
  const total = agent.total.toList();
  return {
    id: agentIdOf(agent),
    hostname: info.hostname,
    port: info.port ?? DEFAULT_AGENT_PORT,
    attributes: attributeMap(info.attributes),
    domain: domainJson(info.domain),
    pid: agent.pid,
    registered_time: double(wireSeconds(registeredAt)),
    reregistered_time:
      reregisteredAt === undefined ? undefined : double(wireSeconds(reregisteredAt)),
    resources: resourceMap(total),
    used_resources: resourceMap(usage.used),
    offered_resources: resourceMap(usage.offered),
    reserved_resources: mapRoles(total, resourceMap),
    unreserved_resources: resourceMap(unreserved(total)),
    active: agent.active,
    deactivated: agent.deactivated,
    version: agent.version,
    capabilities: agent.capabilities.map(({ type }) => type ?? 'UNKNOWN'),
    drain_info: agent.drain && raw(DrainInfoCodec.toJson(agent.drain)),
    estimated_drain_start_time_seconds:
      drainStartedAt === undefined ? undefined : double(wireSeconds(drainStartedAt)),
  };
}

/** What `/slaves` adds: whole resources, to be pasted back into calls. */
export function agentFullJson(agent: AgentView): Json {
  const { usage } = agent;
  const total = agent.total.toList();
  return {
    ...agentJson(agent),
    reserved_resources_full: mapRoles(total, resourceList),
    unreserved_resources_full: resourceList(unreserved(total)),
    used_resources_full: resourceList(usage.used),
    offered_resources_full: resourceList(usage.offered),
  };
}

/** An agent known from the registry that has not come back yet. */
export function recoveredAgentJson(info: AgentInfo): Json {
  return {
    id: info.id?.value ?? '',
    hostname: info.hostname,
    port: info.port ?? DEFAULT_AGENT_PORT,
    attributes: attributeMap(info.attributes),
    domain: domainJson(info.domain),
  };
}

/** A fault domain, as its message prints. */
export function domainJson(domain: DomainInfo | undefined): Json | undefined {
  return domain && raw(DomainInfoCodec.toJson(domain));
}

function unreserved(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter((resource) => reservationRole(resource) === undefined);
}

function mapRoles(
  resources: readonly Resource[],
  render: (own: readonly Resource[]) => Json,
): Json {
  const map: Record<string, Json> = {};
  for (const [role, own] of byReservedRole(resources)) map[role] = render(own);
  return map;
}

function resourceList(resources: readonly Resource[]): Json {
  return resources.map((resource) => raw(ResourceCodec.toJson(endpointFormat(resource))));
}
