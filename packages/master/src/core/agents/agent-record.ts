import { AgentInfo_Capability_TypeNumbers, AgentInfoCodec, Resources } from '@stoa/proto';
import type {
  AgentId,
  AgentInfo,
  AgentInfo_Capability,
  LinkCall_Subscribe,
  Resource,
} from '@stoa/proto';
import { offersOf, rescindOffer } from '../offers/offer-book.ts';
import type { Admission, AgentRecord, MasterState, Step } from '../state.ts';
import { isHeld } from '../tasks/task-book.ts';
import type { AgentView } from '../view.ts';

/** An agent that is taken in for the first time since this master leads. */
export function createAgent(step: Step, admission: Admission): AgentRecord {
  const { agentId, ip, subscribe, address, linkId } = admission;
  const { state } = step;
  const info = withId(subscribe, agentId);
  const agent: AgentRecord = {
    id: agentId,
    ip,
    info,
    pid: `slave(1)@${address}`,
    version: subscribe.version ?? '',
    capabilities: capabilitiesOf(subscribe),
    total: Resources.of(info.resources ?? []),
    active: false,
    deactivated: false,
    registeredAt: step.at,
    reregisteredAt: undefined,
    drain: undefined,
    drainStartedAt: undefined,
    linkId,
    processId: subscribe.process_id,
    missedPings: 0,
    awaitsPong: false,
    tasks: new Map(),
    executors: new Map(),
    offers: new Set(),
    get usage() {
      return usageOf(state, agent);
    },
  };
  if (subscribe.agent_info.id !== undefined) agent.reregisteredAt = step.at;
  state.agents.set(agentId, agent);
  state.agentAddresses.set(address, agentId);
  return agent;
}

/** A registered agent came again: what it is now replaces what it was; its offers are void. */
export function refreshAgent(step: Step, agent: AgentRecord, admission: Admission): void {
  const { state } = step;
  const { ip, subscribe, address, linkId } = admission;
  const before = agent.info;
  dropLink(step, agent.linkId, linkId);
  rescindAgentOffers(step, agent, 'the agent registers anew');
  forgetAddress(step, agent);
  state.agentAddresses.set(address, agent.id);
  agent.ip = ip;
  agent.info = withId(subscribe, agent.id);
  agent.pid = `slave(1)@${address}`;
  agent.version = subscribe.version ?? '';
  agent.capabilities = capabilitiesOf(subscribe);
  agent.linkId = linkId;
  agent.processId = subscribe.process_id;
  agent.reregisteredAt = step.at;
  agent.missedPings = 0;
  agent.awaitsPong = false;
  const total = Resources.of(agent.info.resources ?? []);
  if (!total.equals(agent.total)) state.allocator.updateAgent(agent.id, total);
  agent.total = total;
  const [one, other] = [before, agent.info].map(attributesText);
  if (one !== other) state.allocator.clearAgentFilters(agent.id);
}

/** Strikes out where the agent listened, unless another listens there now. */
export function forgetAddress({ state }: Step, agent: AgentRecord): void {
  const address = agent.pid.slice(agent.pid.indexOf('@') + 1);
  if (state.agentAddresses.get(address) === agent.id) state.agentAddresses.delete(address);
}

/** Its offers are void and said to be; what they held is the agent's again. */
export function rescindAgentOffers(step: Step, agent: AgentRecord, reason: string): void {
  for (const offer of offersOf(step, [...agent.offers])) rescindOffer(step, offer, reason);
}

/** A link that another takes the place of. */
export function dropLink(step: Step, old: string | undefined, now: string | undefined): void {
  if (old === undefined || old === now) return;
  step.state.links.delete(old);
  step.effects.push({ kind: 'closeAgentLink', linkId: old });
}

/** What the agent says of itself, with the id it has here. */
export function withId({ agent_info }: LinkCall_Subscribe, agentId: AgentId): AgentInfo {
  return { ...agent_info, id: { value: agentId } };
}

function usageOf({ offers }: MasterState, agent: AgentRecord): AgentView['usage'] {
  const used: Resource[] = [];
  const offered: Resource[] = [];
  for (const { task } of agent.tasks.values()) {
    if (isHeld(task.state)) used.push(...(task.resources ?? []));
  }
  for (const { info } of agent.executors.values()) used.push(...(info.resources ?? []));
  for (const id of agent.offers) offered.push(...(offers.get(id)?.offer.resources ?? []));
  return { used, offered };
}

function attributesText({ hostname, attributes }: AgentInfo): string {
  return AgentInfoCodec.toJson({ hostname, attributes });
}

function capabilitiesOf({ capabilities = [] }: LinkCall_Subscribe): AgentInfo_Capability[] {
  return capabilities.flatMap((name) =>
    isCapability(name) ? [{ type: name }] : [{ type: 'UNKNOWN' as const }],
  );
}

function isCapability(name: string): name is NonNullable<AgentInfo_Capability['type']> {
  return Object.hasOwn(AgentInfo_Capability_TypeNumbers, name);
}
