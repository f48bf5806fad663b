import { branded, must } from '@stoa/common';
import { AgentInfoCodec } from '@stoa/proto';
import type { AgentId, LinkCall_Subscribe } from '@stoa/proto';
import type { AgentSubscribedEvent } from '../events.ts';
import { changeRegistry } from '../registry/registry-operations.ts';
import { count, trace } from '../state.ts';
import type { Admission, AgentRecord, Step } from '../state.ts';
import { validateAgent } from '../validation/agent.ts';
import { createAgent, dropLink, refreshAgent, withId } from './agent-record.ts';
import { startPings } from './liveness.ts';
import { takeTasks, type Origin } from './returned-tasks.ts';

const AGENT_PORT_DEFAULT = 5051;

/**
 * An agent asks to be taken in. Whoever is not in the registry as it describes itself is written
 * there first, and answered when that is durable; the link that asked last gets the answer.
 */
export function agentSubscribed(step: Step, event: AgentSubscribedEvent): void {
  const { state } = step;
  const { subscribe } = event.call;
  if (subscribe === undefined) return refuse(step, event, "Expecting 'subscribe' to be present");
  const isReturning = subscribe.agent_info.id !== undefined;
  count(step, `master/messages_${isReturning ? 'reregister' : 'register'}_slave`);
  const fault = validateAgent(state.config, subscribe);
  if (fault !== undefined) return refuse(step, event, fault);
  const ip = subscribe.ip ?? event.ip;
  const host = ip.includes(':') ? `[${ip}]` : ip;
  const address = `${host}:${subscribe.agent_info.port ?? AGENT_PORT_DEFAULT}`;
  const agentId = knownId(step, subscribe, address) ?? nextAgentId(step);
  const known = state.agents.get(agentId);
  if (known !== undefined && isElsewhere(known, ip, subscribe)) {
    const words = 'Agent attempted to reregister with different IP / hostname';
    return sendAway(step, event.linkId, agentId, words);
  }
  evictFrom(step, address, agentId);
  state.links.set(event.linkId, agentId);
  const admission = { agentId, address, ip, subscribe, linkId: event.linkId };
  if (isDurableAs(step, agentId, admission)) takeIn(step, admission);
  else requestAdmission(step, admission);
}

/** The agent is in the registry: it may come in. */
export function admitted(step: Step, agentId: AgentId): void {
  const { state } = step;
  const admission = must(state.admissions.get(agentId), `the admission of ${agentId}`);
  endAdmission(step, admission);
  takeIn(step, admission);
}

/** The agent could not be written down: it is not answered, and asks again. */
export function admissionFailed(step: Step, agentId: AgentId): void {
  const { state } = step;
  const admission = state.admissions.get(agentId);
  if (admission === undefined) return;
  endAdmission(step, admission);
  if (admission.linkId === undefined) return;
  state.links.delete(admission.linkId);
  step.effects.push({ kind: 'closeAgentLink', linkId: admission.linkId });
}

/** The id it brings, or the one it was given when its first question's answer got lost. */
function knownId(
  step: Step,
  { agent_info, process_id }: LinkCall_Subscribe,
  address: string,
): AgentId | undefined {
  if (agent_info.id !== undefined) return branded<AgentId>(agent_info.id.value);
  if (process_id === undefined) return undefined;
  const { state } = step;
  const pending = state.admissionAddresses.get(address);
  const admission = pending === undefined ? undefined : state.admissions.get(pending);
  if (admission?.subscribe.process_id === process_id) return pending;
  const there = state.agentAddresses.get(address);
  const agent = there === undefined ? undefined : state.agents.get(there);
  return agent?.processId === process_id ? there : undefined;
}

/** The next id that nobody brought along already. */
function nextAgentId({ state }: Step): AgentId {
  for (;;) {
    const id = branded<AgentId>(`${state.config.master.id}-S${state.nextAgent++}`);
    const isTaken =
      state.agents.has(id) ||
      state.admissions.has(id) ||
      state.recoveredAgents.has(id) ||
      state.unreachableAgents.has(id);
    if (!isTaken) return id;
  }
}

function isElsewhere(known: AgentRecord, ip: string, { agent_info }: LinkCall_Subscribe): boolean {
  return known.ip !== ip || known.info.hostname !== agent_info.hostname;
}

/** Another agent of that address is no more: no two can listen there. */
function evictFrom(step: Step, address: string, agentId: AgentId): void {
  const { state } = step;
  const other = state.agentAddresses.get(address);
  if (other === undefined || other === agentId || state.leaving.has(other)) return;
  state.leaving.add(other);
  count(step, 'master/slave_removals/reason_registered');
  const cause = 'a new agent registered at the same address';
  changeRegistry(step, { kind: 'remove', agentId: other, cause });
}

/** Whether the registry already says of the agent what it says of itself. */
function isDurableAs({ state }: Step, agentId: AgentId, { subscribe }: Admission): boolean {
  if (state.admissions.has(agentId) || state.leaving.has(agentId)) return false;
  const info = state.agents.get(agentId)?.info ?? state.recoveredAgents.get(agentId);
  if (info === undefined) return false;
  return AgentInfoCodec.toJson(info) === AgentInfoCodec.toJson(withId(subscribe, agentId));
}

function requestAdmission(step: Step, admission: Admission): void {
  const { state } = step;
  const { agentId, address, ip, subscribe, linkId } = admission;
  const waiting = state.admissions.get(agentId);
  if (waiting !== undefined && waiting.address === address && isSameInfo(waiting, admission)) {
    dropLink(step, waiting.linkId, linkId);
    Object.assign(waiting, { ip, subscribe, linkId });
    return;
  }
  if (waiting !== undefined) return refuse(step, { linkId }, 'its admission is under way');
  state.admissions.set(agentId, admission);
  state.admissionAddresses.set(address, agentId);
  changeRegistry(step, { kind: 'admit', agentId, info: withId(subscribe, agentId) });
}

function endAdmission({ state }: Step, { agentId, address }: Admission): void {
  state.admissions.delete(agentId);
  if (state.admissionAddresses.get(address) === agentId) state.admissionAddresses.delete(address);
}

function isSameInfo(a: Admission, b: Admission): boolean {
  const [one, other] = [a, b].map(({ subscribe }) => AgentInfoCodec.toJson(subscribe.agent_info));
  return one === other;
}

function takeIn(step: Step, admission: Admission): void {
  const { state } = step;
  const { agentId, subscribe } = admission;
  // Another may have come in at that address while this one was being written down.
  evictFrom(step, admission.address, agentId);
  const known = state.agents.get(agentId);
  const origin = originOf(step, admission);
  const agent = known ?? createAgent(step, admission);
  state.recoveredAgents.delete(agentId);
  state.unreachableAgents.delete(agentId);
  if (known !== undefined) refreshAgent(step, known, admission);
  const isNew = origin === 'new';
  count(step, isNew ? 'master/slave_registrations' : 'master/slave_reregistrations');
  if (known === undefined) enterAllocator(step, agent);
  const { linkId } = agent;
  if (linkId !== undefined) answer(step, linkId, agentId);
  takeTasks(step, agent, subscribe, origin);
  setActive(step, agent);
  startPings(step, agent);
  const fields = { agentId, hostname: agent.info.hostname, tasks: agent.tasks.size };
  trace(step, 'info', isNew ? 'agent.registered' : 'agent.reregistered', fields);
  if (known === undefined) {
    step.effects.push({ kind: 'clusterChanged', change: { kind: 'agentAdded', agent } });
  }
}

function originOf({ state }: Step, { agentId, subscribe }: Admission): Origin {
  if (state.agents.has(agentId)) return 'registered';
  if (state.recoveredAgents.has(agentId)) return 'recovered';
  if (state.unreachableAgents.has(agentId)) return 'unreachable';
  return subscribe.agent_info.id === undefined ? 'new' : 'unknown';
}

function enterAllocator({ state }: Step, agent: AgentRecord): void {
  state.allocator.addAgent(agent.id, agent.info, agent.total, new Map());
  state.allocator.deactivateAgent(agent.id);
}

function setActive(step: Step, agent: AgentRecord): void {
  agent.active = agent.linkId !== undefined && !agent.deactivated;
  if (!agent.active) return;
  step.state.allocator.activateAgent(agent.id);
  step.state.wantsAllocation = true;
}

function answer(step: Step, linkId: string, agentId: AgentId): void {
  const { master, agentPingTimeout, maxAgentPingTimeouts } = step.state.config;
  const timeout = (agentPingTimeout * maxAgentPingTimeouts) / 1000;
  step.effects.push({
    kind: 'sendAgent',
    linkId,
    event: {
      type: 'SUBSCRIBED',
      subscribed: {
        agent_id: { value: agentId },
        ping_timeout_seconds: timeout,
        master_info: master,
      },
    },
  });
}

function refuse(
  step: Step,
  { linkId }: { readonly linkId: string | undefined },
  reason: string,
): void {
  trace(step, 'warn', 'agent.refused', { reason });
  if (linkId === undefined) return;
  const event = { type: 'ERROR', error: { message: reason } } as const;
  step.state.links.delete(linkId);
  step.effects.push({ kind: 'sendAgent', linkId, event }, { kind: 'closeAgentLink', linkId });
}

function sendAway(step: Step, linkId: string, agentId: AgentId, reason: string): void {
  trace(step, 'warn', 'agent.refused', { agentId, reason });
  const event = { type: 'SHUTDOWN', error: { message: reason } } as const;
  step.effects.push({ kind: 'sendAgent', linkId, event }, { kind: 'closeAgentLink', linkId });
}
