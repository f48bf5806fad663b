import { between, later, milliseconds } from '@stoa/common';
import type { Timestamp } from '@stoa/common';
import { toPreReservation } from '@stoa/proto';
import type { Offer, Resource } from '@stoa/proto';
import type { Allocation } from '../allocator/allocator.ts';
import { hasCapability } from '../frameworks/capabilities.ts';
import {
  ALLOCATE_AGENTS_FEW,
  ALLOCATE_AGENTS_FIRST,
  ALLOCATE_AGENTS_MAX,
  ALLOCATE_GAP,
  OFFERS_PER_EVENT_MAX,
} from '../limits.ts';
import { pairKey, sendToFramework, trace } from '../state.ts';
import type { AgentRecord, FrameworkRecord, OfferRecord, Step } from '../state.ts';
import { addOffer, giveBack } from './offer-book.ts';

const TIMER_TICK = 'allocate';
const TIMER_BULK = 'allocate/bulk';

/**
 * Runs the allocator when this step asked for it, else sees to it that somebody does in time. A few
 * agents are looked at at once. Of very many the first few are, too, and then more and more with a
 * pause between: who wanted just a little is served and says so before the whole cluster was offered
 * to it in vain. What was declined waits for the tick, or two
 * frameworks that want nothing would be asked without end (mesos-allocator.md §2.2). When there is
 * nothing to look at there is no tick.
 */
export function allocateInTime(step: Step): void {
  const { state } = step;
  if (state.wantsAllocation) {
    state.wantsAllocation = false;
    if (!state.isBulkRunDue) beginRun(step);
  }
  startTick(step);
}

/**
 * A framework that wanted nothing begins to want: little, nearly always. Runs that grew over the
 * demand before it, and may still be under way, begin small again.
 */
export function demandBegins({ state }: Step): void {
  state.runAgentsMax = ALLOCATE_AGENTS_FIRST;
}

/** One of the allocator's timers fired; false when the timer is another's. */
export function allocationTimerFired(step: Step, timer: string): boolean {
  if (timer === TIMER_TICK) step.state.tickAt = undefined;
  else if (timer === TIMER_BULK) step.state.isBulkRunDue = false;
  else return false;
  runAllocation(step);
  return true;
}

/** A run from its small beginning; one that follows on another's heels waits its turn. */
function beginRun(step: Step): void {
  const { state, at } = step;
  state.runAgentsMax = ALLOCATE_AGENTS_FIRST;
  const last = state.lastRunAt;
  if (isFew(step) || last === undefined || between(last, at) >= ALLOCATE_GAP) runAllocation(step);
  else goOn(step);
}

function isFew({ state }: Step): boolean {
  return state.allocator.candidateCount <= ALLOCATE_AGENTS_FEW;
}

function startTick(step: Step): void {
  const { state, at } = step;
  const due = nextTick(step);
  if (due === undefined || (state.tickAt !== undefined && state.tickAt <= due)) return;
  state.tickAt = due;
  step.effects.push({ kind: 'startTimer', timer: TIMER_TICK, delay: between(at, due) });
}

function nextTick({ state, at }: Step): Timestamp | undefined {
  const tick = later(at, state.config.allocationInterval);
  if (state.allocator.candidateCount > 0) return tick;
  const { nextExpiry } = state.allocator;
  if (nextExpiry === undefined) return undefined;
  // A refusal still holds at the very moment of its end.
  const after = later(nextExpiry, milliseconds(1));
  return after < tick ? tick : after;
}

function runAllocation(step: Step): void {
  const { state } = step;
  state.lastRunAt = step.at;
  const byFramework = new Map<FrameworkRecord, Offer[]>();
  const agentsMax = isFew(step) ? ALLOCATE_AGENTS_FEW : state.runAgentsMax;
  for (const allocation of state.allocator.allocate(step.at, agentsMax)) {
    const framework = state.frameworks.get(allocation.frameworkId);
    const agent = state.agents.get(allocation.agentId);
    if (framework?.streamId === undefined || agent?.active !== true) {
      giveBack(step, allocation, allocation.resources, undefined);
      continue;
    }
    const record = makeOffer(step, framework, agent, allocation);
    const offers = byFramework.get(framework);
    const offer = renderOffer(framework, record);
    if (offers === undefined) byFramework.set(framework, [offer]);
    else offers.push(offer);
  }
  for (const [framework, offers] of byFramework) sendOffers(step, framework, offers);
  if (!state.allocator.isUnfinished) {
    state.runAgentsMax = ALLOCATE_AGENTS_FIRST;
    return;
  }
  state.runAgentsMax = Math.min(2 * state.runAgentsMax, ALLOCATE_AGENTS_MAX);
  goOn(step);
}

function goOn(step: Step): void {
  step.state.isBulkRunDue = true;
  step.effects.push({ kind: 'startTimer', timer: TIMER_BULK, delay: ALLOCATE_GAP });
}

function sendOffers(step: Step, framework: FrameworkRecord, offers: readonly Offer[]): void {
  for (let at = 0; at < offers.length; at += OFFERS_PER_EVENT_MAX) {
    const some = offers.slice(at, at + OFFERS_PER_EVENT_MAX);
    sendToFramework(step, framework, { type: 'OFFERS', offers: { offers: some } });
  }
}

function makeOffer(
  step: Step,
  framework: FrameworkRecord,
  agent: AgentRecord,
  { role, resources }: Allocation,
): OfferRecord {
  const { state } = step;
  const id = `${state.config.master.id}-O${state.nextOffer++}`;
  const { info, ip } = agent;
  const executors = ownExecutors(framework, agent);
  const offer: Offer = {
    id: { value: id },
    framework_id: { value: framework.id },
    agent_id: { value: agent.id },
    hostname: info.hostname,
    url: {
      scheme: 'http',
      address: { hostname: info.hostname, ip, port: info.port ?? 5051 },
      path: '/slave(1)',
    },
    ...(info.domain === undefined ? {} : { domain: info.domain }),
    resources: resources.toList(),
    attributes: info.attributes ?? [],
    ...(executors.length === 0 ? {} : { executor_ids: executors }),
    allocation_info: { role },
  };
  const record = { id, frameworkId: framework.id, agentId: agent.id, role, resources, offer };
  addOffer(step, record);
  const fields = { offerId: id, frameworkId: framework.id, agentId: agent.id };
  trace(step, 'debug', 'offer.made', fields);
  return record;
}

function ownExecutors(
  framework: FrameworkRecord,
  agent: AgentRecord,
): readonly { readonly value: string }[] {
  if (framework.executors.size === 0) return [];
  const own: { readonly value: string }[] = [];
  for (const { frameworkId, info } of agent.executors.values()) {
    const id = info.executor_id.value;
    if (framework.executors.has(pairKey(agent.id, id)) && frameworkId === framework.id) {
      own.push({ value: id });
    }
  }
  return own;
}

/** The offer in the form that the framework's capabilities ask for (mesos-http.md §5.1). */
function renderOffer({ info }: FrameworkRecord, { offer }: OfferRecord): Offer {
  const isMultiRole = hasCapability(info, 'MULTI_ROLE');
  const isRefining = hasCapability(info, 'RESERVATION_REFINEMENT');
  if (isMultiRole && isRefining && !hasHidden(offer)) return offer;
  const resources: Resource[] = [];
  for (const resource of offer.resources ?? []) {
    if (isHidden(resource)) continue;
    const rendered = isRefining ? resource : (toPreReservation(resource) ?? resource);
    if (isMultiRole) {
      resources.push(rendered);
      continue;
    }
    const { allocation_info: _, ...bare } = rendered;
    resources.push(bare);
  }
  if (isMultiRole) return { ...offer, resources };
  const { allocation_info: _, ...rest } = offer;
  return { ...rest, resources };
}

function hasHidden(offer: Offer): boolean {
  return offer.resources?.some(isHidden) ?? false;
}

/** Agents hand these out among their own containers; no framework chooses them. */
function isHidden({ name }: Resource): boolean {
  return name === 'ephemeral_ports';
}
