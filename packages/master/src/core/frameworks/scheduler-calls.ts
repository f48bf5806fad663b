import { must } from '@stoa/common';
import type { SchedulerCall } from '@stoa/proto';
import { rolesOf } from '../allocator/framework-entry.ts';
import type { SchedulerCallEvent } from '../events.ts';
import { acceptOffers, declineOffers } from '../offers/accept.ts';
import { demandBegins } from '../offers/offering.ts';
import { reconcileOperations } from '../operations/reconciliation.ts';
import { count, sendToAgent, trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';
import { killTask } from '../tasks/kill.ts';
import { reconcile } from '../tasks/reconciliation.ts';
import { acknowledged } from '../tasks/status-routing.ts';
import { removeFramework } from './removal.ts';
import { updateFramework } from './update.ts';

/** An answer that says no. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

/**
 * A call of a framework. What the front door refuses is answered with a reason; what it lets through
 * is answered with 202 at once, and everything later is an event or nothing (mesos-http.md §1.2).
 */
export function schedulerCalled(step: Step, event: SchedulerCallEvent): void {
  const { call, requestId } = event;
  const framework = step.state.frameworks.get(call.framework_id?.value ?? '');
  const refused = refusal(framework, event);
  if (refused !== undefined || framework === undefined) {
    return reply(step, requestId, refused ?? UNKNOWN_FRAMEWORK);
  }
  if (call.type === 'UPDATE_FRAMEWORK') {
    const update = must(call.update_framework, 'the member of an UPDATE_FRAMEWORK');
    return reply(step, requestId, updateFramework(step, framework, update) ?? { status: 200 });
  }
  if (call.type === undefined || call.type === 'UNKNOWN' || call.type === 'SUBSCRIBE') {
    const text = `${call.type ?? 'UNKNOWN'} cannot be called here`;
    return reply(step, requestId, { status: 501, text });
  }
  reply(step, requestId, { status: 202 });
  apply(step, framework, call);
}

/** An operator ends a framework, connected or not. */
export function teardownRequested(
  step: Step,
  { requestId, frameworkId }: { readonly requestId: number; readonly frameworkId: string },
): void {
  const framework = step.state.frameworks.get(frameworkId);
  if (framework === undefined) {
    const text = 'No framework found with specified ID';
    return reply(step, requestId, { status: 400, text });
  }
  reply(step, requestId, { status: 200 });
  removeFramework(step, framework, 'an operator ended it');
}

const UNKNOWN_FRAMEWORK: Refused = { status: 400, text: 'Framework cannot be found' };

/** Rows 13 to 18 of mesos-http.md §1.2; the first that fails answers. */
function refusal(
  framework: FrameworkRecord | undefined,
  { principal, streamId }: SchedulerCallEvent,
): Refused | undefined {
  if (framework === undefined) return UNKNOWN_FRAMEWORK;
  const own = framework.info.principal;
  if (principal !== undefined && principal !== own) {
    const text = `Authenticated principal '${principal}' does not match principal '${own ?? ''}' set in \`FrameworkInfo\``;
    return { status: 400, text };
  }
  if (framework.streamId === undefined) {
    return { status: 403, text: 'Framework is not subscribed' };
  }
  if (streamId === undefined) {
    const text = "All non-subscribe calls should include the 'Mesos-Stream-Id' header";
    return { status: 400, text };
  }
  if (streamId === framework.streamId) return undefined;
  const text = `The stream ID '${streamId}' included in this request didn't match the stream ID currently associated with framework ID ${framework.id}`;
  return { status: 400, text };
}

function reply(
  step: Step,
  requestId: number,
  { status, text }: { readonly status: number; readonly text?: string },
): void {
  step.effects.push({ kind: 'reply', requestId, status, text });
}

function apply(step: Step, framework: FrameworkRecord, call: SchedulerCall): void {
  switch (call.type) {
    case 'ACCEPT':
      return acceptOffers(step, framework, must(call.accept, 'accept'));
    case 'DECLINE': {
      const { offer_ids = [], filters } = must(call.decline, 'decline');
      return declineOffers(step, framework, offer_ids, filters);
    }
    case 'ACKNOWLEDGE':
      count(step, 'master/messages_status_update_acknowledgement');
      return acknowledged(step, framework, must(call.acknowledge, 'acknowledge'));
    case 'REVIVE':
      return revive(step, framework, call.revive?.roles ?? []);
    case 'SUPPRESS':
      return suppress(step, framework, call.suppress?.roles ?? []);
    case 'KILL':
      return killTask(step, framework, must(call.kill, 'kill'));
    case 'RECONCILE':
      count(step, 'master/messages_reconcile_tasks');
      return reconcile(step, framework, call.reconcile?.tasks ?? []);
    case 'TEARDOWN':
      count(step, 'master/messages_unregister_framework');
      return removeFramework(step, framework, 'it ended itself');
    default:
      applyRare(step, framework, call);
  }
}

function applyRare(step: Step, framework: FrameworkRecord, call: SchedulerCall): void {
  switch (call.type) {
    case 'MESSAGE':
      return relay(step, framework, must(call.message, 'message'));
    case 'SHUTDOWN':
      return shutdownExecutor(step, framework, must(call.shutdown, 'shutdown'));
    case 'RECONCILE_OPERATIONS':
      count(step, 'master/messages_reconcile_operations');
      return reconcileOperations(step, framework, call.reconcile_operations?.operations ?? []);
    case 'REQUEST':
      return count(step, 'master/messages_resource_request');
    case 'ACKNOWLEDGE_OPERATION_STATUS':
      // No operation has a status that waits for it: those made here carry no uuid.
      count(step, 'master/messages_operation_status_update_acknowledgement');
      return count(step, 'master/invalid_operation_status_update_acknowledgements');
    default:
      // No inverse offer is out, so an answer to one is about an unknown id, which is no fault.
      return drop(step, framework, call.type, 'nothing of that kind is outstanding');
  }
}

/** One role that is not the framework's, and the whole call does nothing (mesos-allocator.md §3.4). */
function revive(step: Step, framework: FrameworkRecord, roles: readonly string[]): void {
  count(step, 'master/messages_revive_offers');
  if (!areOwn(framework, roles)) return drop(step, framework, 'REVIVE', 'a role is not its own');
  const { allocator } = step.state;
  const asked = roles.length === 0 ? [...rolesOf(framework.info)] : roles;
  const isFresh = asked.some((role) => allocator.isSuppressed(framework.id, role));
  allocator.revive(framework.id, roles);
  step.state.wantsAllocation = true;
  if (isFresh) demandBegins(step);
}

function suppress(step: Step, framework: FrameworkRecord, roles: readonly string[]): void {
  count(step, 'master/messages_suppress_offers');
  if (!areOwn(framework, roles)) return drop(step, framework, 'SUPPRESS', 'a role is not its own');
  step.state.allocator.suppress(framework.id, roles);
}

function areOwn({ info }: FrameworkRecord, roles: readonly string[]): boolean {
  const own = rolesOf(info);
  return roles.every((role) => own.has(role));
}

function relay(
  step: Step,
  framework: FrameworkRecord,
  message: NonNullable<SchedulerCall['message']>,
): void {
  count(step, 'master/messages_framework_to_executor');
  const { agent_id, executor_id, data } = message;
  const agent = step.state.agents.get(agent_id.value);
  const isValid = agent?.linkId !== undefined;
  count(step, `master/${isValid ? 'valid' : 'invalid'}_framework_to_executor_messages`);
  const framework_id = { value: framework.id };
  const framework_message = { framework_id, executor_id, data };
  sendToAgent(step, agent, { type: 'FRAMEWORK_MESSAGE', framework_message });
}

function shutdownExecutor(
  step: Step,
  framework: FrameworkRecord,
  { agent_id, executor_id }: NonNullable<SchedulerCall['shutdown']>,
): void {
  const agent = step.state.agents.get(agent_id.value);
  const shutdown_executor = { framework_id: { value: framework.id }, executor_id };
  sendToAgent(step, agent, { type: 'SHUTDOWN_EXECUTOR', shutdown_executor });
}

function drop(
  step: Step,
  framework: FrameworkRecord,
  call: SchedulerCall['type'],
  reason: string,
): void {
  count(step, 'master/dropped_messages');
  trace(step, 'info', 'call.dropped', { frameworkId: framework.id, call, reason });
}
