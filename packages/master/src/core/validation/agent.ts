import { validateId } from '@stoa/proto';
import type { LinkCall_Subscribe } from '@stoa/proto';
import { AGENT_VERSION_MIN } from '../limits.ts';
import type { MasterConfig } from '../state.ts';
import { validateResources } from './resources.ts';

/** The first reason why an agent may not join (mesos-allocator.md §6.3); undefined: it may. */
export function validateAgent(
  config: MasterConfig,
  { agent_info: info, version, ip }: LinkCall_Subscribe,
): string | undefined {
  if (ip !== undefined && !IP.test(ip)) {
    return `'ip' is not the address of a host: '${ip}'`;
  }
  if (info.hostname === '') return "'agent_info.hostname' must not be empty";
  const idFault = info.id === undefined ? undefined : validateId(info.id.value);
  if (idFault !== undefined) return `'agent_info.id' is not valid: ${idFault}`;
  const { resources = [] } = info;
  const fault = validateResources(resources);
  if (fault !== undefined) return fault;
  for (const resource of resources) {
    if (resource.allocation_info !== undefined) {
      return `Resource '${resource.name}' is invalid: an agent's total is allocated to nobody`;
    }
  }
  if (version === undefined || !isAtLeast(version, AGENT_VERSION_MIN)) {
    return `agent version ${version ?? '(none)'} is older than ${AGENT_VERSION_MIN}`;
  }
  if (info.domain !== undefined && config.master.domain === undefined) {
    return 'the agent has a fault domain and the master has none: start the master with --domain';
  }
  if (info.domain === undefined && config.requireAgentDomain) {
    return 'the agent has no fault domain: start it with --domain';
  }
  return undefined;
}

// Enough to keep whatever is no address out of addresses; whether anybody is there is for others to see.
const IP = /^(\d{1,3}(\.\d{1,3}){3}|[\da-fA-F:]{2,39})$/;

function isAtLeast(version: string, least: string): boolean {
  const [own, other] = [version, least].map((text) => text.split('.').map(Number));
  for (const [at, wanted] of (other ?? []).entries()) {
    const part = own?.[at] ?? 0;
    if (Number.isNaN(part)) return false;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
