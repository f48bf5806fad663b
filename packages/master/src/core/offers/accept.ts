import { must } from '@stoa/common';
import { Resources } from '@stoa/proto';
import type { Filters, Offer_Operation, SchedulerCall_Accept, TaskInfo } from '@stoa/proto';
import type { Refusal } from '../allocator/allocator.ts';
import { DURATION_SECONDS_MAX, REFUSE_SECONDS_DEFAULT } from '../limits.ts';
import type { Basket } from '../operations/basket.ts';
import { launchGroup } from '../operations/launch-group.ts';
import { launchTasks } from '../operations/launch.ts';
import { refuseOperation, sendOperationError } from '../operations/refusal.ts';
import { count, sendToFramework, trace } from '../state.ts';
import type { FrameworkRecord, OfferRecord, Step } from '../state.ts';
import { countEnd } from '../tasks/task-book.ts';
import { masterStatus, stateFor } from '../tasks/statuses.ts';
import { discardOffer, giveBack, offersOf, takeOffer } from './offer-book.ts';

/**
 * A framework uses offers: its operations run in order on what the offers hold together, each on
 * what the former left; the rest goes back, refused for a while (mesos-http.md §4.5). Nothing in a
 * call that passed the front door is answered by silence: a task that does not start gets an update.
 */
export function acceptOffers(
  step: Step,
  framework: FrameworkRecord,
  accept: SchedulerCall_Accept,
): void {
  const { operations = [], filters } = accept;
  const kind = operations.length === 0 ? 'decline_offers' : 'launch_tasks';
  count(step, `master/messages_${kind}`);
  const ids = (accept.offer_ids ?? []).map(({ value }) => value);
  const fault = offersFault(step, framework, ids);
  if (fault !== undefined) return refuseAccept(step, framework, { ids, operations, fault });
  const offers = offersOf(step, ids);
  const basket = pool(step, framework, offers);
  for (const operation of operations) applyOperation(step, basket, operation);
  giveBack(step, must(offers[0], 'an offer'), basket.remaining, refusalOf(filters));
  // What a launch left over is offered on at once: each launch takes something, so this ends.
  if (basket.hasLaunched) step.state.wantsAllocation = true;
}

/** A framework does not want offers. Those that are not out (any more) are passed over. */
export function declineOffers(
  step: Step,
  framework: FrameworkRecord,
  ids: readonly { readonly value: string }[],
  filters: Filters | undefined,
): void {
  count(step, 'master/messages_decline_offers');
  for (const offer of offersOf(
    step,
    ids.map(({ value }) => value),
  )) {
    if (offer.frameworkId !== framework.id) continue;
    discardOffer(step, offer, refusalOf(filters));
    traceOffer(step, 'offer.declined', offer);
  }
}

/** The first reason why these offers cannot be used together. */
function offersFault(
  step: Step,
  framework: FrameworkRecord,
  ids: readonly string[],
): string | undefined {
  if (ids.length === 0) return 'No offers specified';
  const seen = new Set<string>();
  const twice = ids.find((id) => seen.size === seen.add(id).size);
  if (twice !== undefined) return `Duplicate offer ${twice} in offer list`;
  const { offers } = step.state;
  const missing = ids.find((id) => !offers.has(id));
  if (missing !== undefined) return `Offer ${missing} is no longer valid`;
  const found = offersOf(step, ids);
  const foreign = found.find(({ frameworkId }) => frameworkId !== framework.id);
  if (foreign !== undefined) {
    return `Offer ${foreign.id} has invalid framework ${foreign.frameworkId} while framework ${framework.id} is expected`;
  }
  return togetherFault(found);
}

function togetherFault(offers: readonly OfferRecord[]): string | undefined {
  const [first] = offers;
  if (first === undefined) return 'No offers specified';
  for (const { id, agentId, role } of offers) {
    if (role !== first.role) {
      return `Aggregated offers must be allocated to the same role. Offer ${id} uses role ${role} but another is using role ${first.role}`;
    }
    if (agentId !== first.agentId) {
      return `Aggregated offers must belong to one single agent. Offer ${id} uses agent ${agentId} and offer ${first.id} uses agent ${first.agentId}`;
    }
  }
  return undefined;
}

function pool(step: Step, framework: FrameworkRecord, offers: readonly OfferRecord[]): Basket {
  const first = must(offers[0], 'an offer');
  let remaining = Resources.empty;
  for (const offer of offers) {
    takeOffer(step, offer);
    remaining = remaining.add(offer.resources);
    traceOffer(step, 'offer.accepted', offer);
  }
  const agent = must(step.state.agents.get(first.agentId), 'the agent of an offer');
  return { framework, agent, role: first.role, remaining, hasLaunched: false };
}

function applyOperation(step: Step, basket: Basket, operation: Offer_Operation): void {
  if (operation.type === 'LAUNCH') launchTasks(step, basket, operation);
  else if (operation.type === 'LAUNCH_GROUP') launchGroup(step, basket, operation);
  else refuseOperation(step, basket.framework, operation);
}

interface RefusedAccept {
  readonly ids: readonly string[];
  readonly operations: readonly Offer_Operation[];
  readonly fault: string;
}

function refuseAccept(
  step: Step,
  framework: FrameworkRecord,
  { ids, operations, fault }: RefusedAccept,
): void {
  trace(step, 'info', 'offer.invalid', { frameworkId: framework.id, reason: fault });
  for (const offer of offersOf(step, new Set(ids))) {
    if (offer.frameworkId === framework.id) discardOffer(step, offer);
  }
  for (const operation of operations) {
    for (const task of tasksIn(operation)) loseTask(step, framework, task, fault);
    if (operation.id === undefined || tasksIn(operation).length > 0) continue;
    sendOperationError(
      step,
      framework,
      operation,
      `Operation attempted with invalid offers: ${fault}`,
    );
  }
}

function tasksIn({ type, launch, launch_group }: Offer_Operation): readonly TaskInfo[] {
  if (type === 'LAUNCH') return launch?.task_infos ?? [];
  return type === 'LAUNCH_GROUP' ? (launch_group?.task_group.tasks ?? []) : [];
}

function loseTask(step: Step, framework: FrameworkRecord, task: TaskInfo, fault: string): void {
  const state = stateFor(framework, 'TASK_DROPPED');
  const status = masterStatus(step, {
    taskId: task.task_id.value,
    agentId: task.agent_id.value,
    state,
    reason: 'REASON_INVALID_OFFERS',
    message: `Task launched with invalid offers: ${fault}`,
  });
  countEnd(step, state, status);
  sendToFramework(step, framework, { type: 'UPDATE', update: { status } });
}

function refusalOf(filters: Filters | undefined): Refusal {
  const seconds = filters?.refuse_seconds ?? REFUSE_SECONDS_DEFAULT;
  const isSpan = Math.abs(seconds) <= DURATION_SECONDS_MAX;
  return { refuseMs: 1000 * (isSpan ? seconds : REFUSE_SECONDS_DEFAULT) };
}

function traceOffer(
  step: Step,
  event: 'offer.accepted' | 'offer.declined',
  { id, frameworkId, agentId }: OfferRecord,
): void {
  trace(step, 'debug', event, { offerId: id, frameworkId, agentId });
}
