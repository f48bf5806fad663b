import { branded, must, seconds } from '@stoa/common';
import { FrameworkInfoCodec } from '@stoa/proto';
import type { FrameworkId, FrameworkInfo, SchedulerEvent } from '@stoa/proto';
import type { FrameworkSubscribedEvent } from '../events.ts';
import { FRAMEWORKS_MAX, HEARTBEAT_INTERVAL } from '../limits.ts';
import { discardOffer, offersOf } from '../offers/offer-book.ts';
import { count, sendToAgent, sendToFramework, trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';
import { validateClaim, type FrameworkClaim } from '../validation/framework.ts';
import { frameworkView } from './framework-view.ts';
import { createFramework } from './recovery.ts';
import { removeFramework } from './removal.ts';

const HEARTBEAT_PREFIX = 'heartbeat/';
const FAILOVER_PREFIX = 'failover/';

/**
 * A framework's life (mesos-http.md §4.3):
 *
 * | Now | Event | Then |
 * |---|---|---|
 * | unknown | SUBSCRIBE | active |
 * | unknown | an agent runs its tasks | recovered: no stream, no time limit |
 * | recovered, disconnected | SUBSCRIBE with its id | active, as it now describes itself |
 * | active | SUBSCRIBE with its id | active on the new stream; the old one hears ERROR and ends |
 * | active | its stream breaks | disconnected for `failover_timeout`; with 0 completed |
 * | disconnected | the time is over | completed |
 * | any but unknown | TEARDOWN | completed, for good |
 */
export function frameworkSubscribed(step: Step, event: FrameworkSubscribedEvent): void {
  const { state } = step;
  const subscribe = must(event.call.subscribe, 'the member of a SUBSCRIBE');
  const info = withPrincipal(subscribe.framework_info, event.principal);
  const id = idOf(event, info);
  count(step, `master/messages_${id === undefined ? 'register' : 'reregister'}_framework`);
  const claim: FrameworkClaim = {
    info,
    suppressedRoles: subscribe.suppressed_roles,
    offerConstraints: subscribe.offer_constraints,
  };
  const known = id === undefined ? undefined : state.frameworks.get(id);
  const fault =
    validateClaim(state.config, claim) ??
    (id !== undefined && state.completedIds.has(id) ? 'Framework has been removed' : undefined) ??
    (known === undefined ? crowdFault(step) : principalFault(known.info, info));
  if (fault !== undefined) return refuse(step, event.streamId, info, fault);
  if (known === undefined) subscribeNew(step, event.streamId, id ?? nextId(step), claim);
  else resubscribe(step, event.streamId, known, claim);
}

/** A stream ended by itself. That of an earlier subscription ends nothing. */
export function frameworkStreamClosed(step: Step, streamId: string): void {
  const { state } = step;
  const id = state.streams.get(streamId);
  const framework = id === undefined ? undefined : state.frameworks.get(id);
  state.streams.delete(streamId);
  if (framework?.streamId !== streamId) return;
  count(step, 'master/messages_deactivate_framework');
  trace(step, 'info', 'framework.disconnected', { frameworkId: framework.id });
  leaveStream(step, framework);
  tellUpdated(step, framework);
  const timeout = Math.max(0, framework.info.failover_timeout ?? 0);
  if (timeout === 0)
    return removeFramework(step, framework, 'it did not ask for time to come back');
  const timer = FAILOVER_PREFIX + framework.id;
  step.effects.push({ kind: 'startTimer', timer, delay: seconds(timeout) });
}

/** One of this machine's timers fired; false when the timer is another's. */
export function frameworkTimerFired(step: Step, timer: string): boolean {
  const at = timer.indexOf('/') + 1;
  const framework = step.state.frameworks.get(timer.slice(at));
  switch (timer.slice(0, at)) {
    case HEARTBEAT_PREFIX:
      if (framework?.streamId !== undefined) beat(step, framework);
      return true;
    case FAILOVER_PREFIX:
      if (framework === undefined || framework.streamId !== undefined) return true;
      removeFramework(step, framework, 'failover timeout');
      return true;
    default:
      return false;
  }
}

/**
 * What a framework says of itself from now on. The agents that run its tasks are told, also when
 * nothing changed: they then send what it did not acknowledge, as somebody listens again.
 */
export function takeClaim(step: Step, framework: FrameworkRecord, claim: FrameworkClaim): void {
  const { state } = step;
  framework.info = { ...claim.info, id: { value: framework.id } };
  framework.offerConstraints = claim.offerConstraints;
  const suppressed = new Set(claim.suppressedRoles);
  state.allocator.updateFramework(framework.id, framework.info, suppressed);
  tellAgents(step, framework);
}

/** Whether two descriptions say the same. */
export function isSame(a: FrameworkInfo, b: FrameworkInfo): boolean {
  return FrameworkInfoCodec.toJson(a) === FrameworkInfoCodec.toJson(b);
}

/** Operators hear that the framework changed. */
export function tellUpdated(step: Step, record: FrameworkRecord): void {
  const framework = frameworkView(step.state, record);
  step.effects.push({ kind: 'clusterChanged', change: { kind: 'frameworkUpdated', framework } });
}

export function principalFault(before: FrameworkInfo, after: FrameworkInfo): string | undefined {
  if (before.principal === after.principal) return undefined;
  return "Changing framework's principal is not allowed.";
}

function crowdFault({ state }: Step): string | undefined {
  if (state.frameworks.size < FRAMEWORKS_MAX) return undefined;
  return `This master holds ${FRAMEWORKS_MAX} frameworks already: tear some of them down first`;
}

function withPrincipal(info: FrameworkInfo, principal: string | undefined): FrameworkInfo {
  return info.principal === undefined && principal !== undefined ? { ...info, principal } : info;
}

function idOf({ call }: FrameworkSubscribedEvent, info: FrameworkInfo): FrameworkId | undefined {
  const id = call.framework_id?.value ?? info.id?.value ?? '';
  return id === '' ? undefined : branded<FrameworkId>(id);
}

/** The next id that nobody brought along already. */
function nextId({ state }: Step): FrameworkId {
  for (;;) {
    const number = String(state.nextFramework++).padStart(4, '0');
    const id = branded<FrameworkId>(`${state.config.master.id}-${number}`);
    if (!state.frameworks.has(id) && !state.completedIds.has(id)) return id;
  }
}

/** The stream is open already, so a refusal is its one record (mesos-http.md §1.5). */
function refuse(step: Step, streamId: string, info: FrameworkInfo, reason: string): void {
  trace(step, 'warn', 'framework.refused', { name: info.name, reason });
  endStream(step, streamId, reason);
}

function endStream(step: Step, streamId: string, message: string): void {
  const event: SchedulerEvent = { type: 'ERROR', error: { message } };
  step.effects.push({ kind: 'sendEvent', streamId, event }, { kind: 'closeStream', streamId });
}

function subscribeNew(step: Step, streamId: string, id: FrameworkId, claim: FrameworkClaim): void {
  const { state } = step;
  const framework = createFramework(step, id, claim.info);
  framework.offerConstraints = claim.offerConstraints;
  const suppressed = new Set(claim.suppressedRoles);
  state.allocator.addFramework(id, framework.info, true, suppressed);
  enterStream(step, framework, streamId);
  const change = { kind: 'frameworkAdded', framework: frameworkView(state, framework) } as const;
  step.effects.push({ kind: 'clusterChanged', change });
  trace(step, 'info', 'framework.subscribed', { frameworkId: id, name: claim.info.name });
}

function resubscribe(
  step: Step,
  streamId: string,
  framework: FrameworkRecord,
  claim: FrameworkClaim,
): void {
  const { state } = step;
  if (framework.streamId !== undefined) {
    endStream(step, framework.streamId, 'Framework failed over');
    leaveStream(step, framework);
  }
  step.effects.push({ kind: 'cancelTimer', timer: FAILOVER_PREFIX + framework.id });
  // These two cannot change, and a client that tries is not told so (§4.3).
  const { user, checkpoint } = framework.info;
  takeClaim(step, framework, { ...claim, info: { ...claim.info, user, checkpoint } });
  state.allocator.activateFramework(framework.id);
  framework.recovered = false;
  framework.reregisteredAt = step.at;
  enterStream(step, framework, streamId);
  tellUpdated(step, framework);
  const fields = { frameworkId: framework.id, name: framework.info.name };
  trace(step, 'info', 'framework.resubscribed', fields);
}

function enterStream(step: Step, framework: FrameworkRecord, streamId: string): void {
  const { state, at } = step;
  framework.streamId = streamId;
  framework.registeredAt ??= at;
  state.streams.set(streamId, framework.id);
  sendToFramework(step, framework, {
    type: 'SUBSCRIBED',
    subscribed: {
      framework_id: { value: framework.id },
      heartbeat_interval_seconds: HEARTBEAT_INTERVAL / 1000,
      master_info: state.config.master,
    },
  });
  beat(step, framework);
  state.wantsAllocation = true;
}

/** Nobody listens any more: what was offered is free again, and no offers are made. */
function leaveStream(step: Step, framework: FrameworkRecord): void {
  const { state } = step;
  if (framework.streamId !== undefined) state.streams.delete(framework.streamId);
  framework.streamId = undefined;
  for (const offer of offersOf(step, [...framework.offers])) discardOffer(step, offer);
  state.allocator.deactivateFramework(framework.id);
  step.effects.push({ kind: 'cancelTimer', timer: HEARTBEAT_PREFIX + framework.id });
}

function beat(step: Step, framework: FrameworkRecord): void {
  sendToFramework(step, framework, { type: 'HEARTBEAT' });
  const timer = HEARTBEAT_PREFIX + framework.id;
  step.effects.push({ kind: 'startTimer', timer, delay: HEARTBEAT_INTERVAL });
}

function tellAgents(step: Step, framework: FrameworkRecord): void {
  const agentIds = new Set<string>();
  for (const { agentId } of framework.tasks.values()) agentIds.add(agentId);
  for (const { agentId } of framework.executors.values()) agentIds.add(agentId);
  for (const agentId of agentIds) {
    sendToAgent(step, step.state.agents.get(agentId), {
      type: 'UPDATE_FRAMEWORK',
      update_framework: { framework_info: framework.info },
    });
  }
}
