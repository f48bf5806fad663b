import { must } from '@stoa/common';
import type { Resources } from '@stoa/proto';
import type { Refusal } from '../allocator/allocator.ts';
import { sendToFramework, trace } from '../state.ts';
import type { OfferRecord, Step } from '../state.ts';

const TIMER_PREFIX = 'offer/';

/** Enters an offer that goes out. */
export function addOffer(step: Step, record: OfferRecord): void {
  const { state } = step;
  state.offers.set(record.id, record);
  must(state.frameworks.get(record.frameworkId), 'the framework of an offer').offers.add(record.id);
  must(state.agents.get(record.agentId), 'the agent of an offer').offers.add(record.id);
  const { offerTimeout } = state.config;
  if (offerTimeout === undefined) return;
  const timer = TIMER_PREFIX + record.id;
  step.effects.push({ kind: 'startTimer', timer, delay: offerTimeout });
}

/** Takes an offer out of the book: it is used, or void. What it held is the caller's to give back. */
export function takeOffer(step: Step, record: OfferRecord): void {
  const { state } = step;
  state.offers.delete(record.id);
  state.frameworks.get(record.frameworkId)?.offers.delete(record.id);
  state.agents.get(record.agentId)?.offers.delete(record.id);
  if (state.config.offerTimeout === undefined) return;
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_PREFIX + record.id });
}

/** Ends an offer without a word and gives back what it held. */
export function discardOffer(step: Step, record: OfferRecord, refusal?: Refusal): void {
  takeOffer(step, record);
  giveBack(step, record, record.resources, refusal);
}

/** Gives back a part of what was offered. */
export function giveBack(
  step: Step,
  from: Pick<OfferRecord, 'frameworkId' | 'agentId'>,
  resources: Resources,
  refusal: Refusal | undefined,
): void {
  if (resources.isEmpty) return;
  const { frameworkId, agentId } = from;
  step.state.allocator.recover(frameworkId, agentId, resources, refusal, step.at);
}

/** Ends an offer and tells its framework (mesos-allocator.md §4.3). */
export function rescindOffer(step: Step, record: OfferRecord, reason: string): void {
  discardOffer(step, record);
  const { id, frameworkId, agentId } = record;
  sendToFramework(step, step.state.frameworks.get(frameworkId), {
    type: 'RESCIND',
    rescind: { offer_id: { value: id } },
  });
  trace(step, 'info', 'offer.rescinded', { offerId: id, frameworkId, agentId, reason });
}

/** The offers named by these ids that are still out. */
export function offersOf(step: Step, ids: Iterable<string>): readonly OfferRecord[] {
  const records: OfferRecord[] = [];
  for (const id of ids) {
    const record = step.state.offers.get(id);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** An offer was out for as long as offers may be; false when the timer is another's. */
export function offerTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const record = step.state.offers.get(timer.slice(TIMER_PREFIX.length));
  if (record !== undefined) rescindOffer(step, record, 'offer timeout');
  return true;
}
