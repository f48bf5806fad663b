import { between, branded, milliseconds } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import { trace, type AppRecord, type Step } from '../state.ts';
import { delayedUntil, moveDelay, nextLaunchDelay } from './launch-delay.ts';
import { OfferStatistics } from './offer-statistics.ts';

const TIMER_PREFIX = 'launch/';

/** An instance waits for an offer. */
export function markWaiting(step: Step, record: AppRecord, instanceId: string): void {
  if (record.waiting.has(instanceId)) return;
  if (record.waiting.size === 0) record.statistics = new OfferStatistics();
  record.waiting.add(instanceId);
  wantOffers(step, record);
}

/** An instance waits no more. */
export function unmarkWaiting(step: Step, record: AppRecord, instanceId: string): void {
  if (record.waiting.delete(instanceId)) refreshDemand(step, record);
}

/** What the launch queue knows by its name: an app whose instances wait. */
export function refreshDemand(step: Step, record: AppRecord): void {
  const { at } = step;
  const app = record.current;
  const wants = app !== undefined && record.waiting.size > 0;
  const until = wants ? delayedUntil(record.delay, app, at) : undefined;
  const isDelayed = until !== undefined && until > at;
  if (isDelayed) {
    const delay = milliseconds(Math.ceil(between(at, until)));
    step.effects.push({ kind: 'startTimer', timer: TIMER_PREFIX + record.id, delay });
  }
  setWanted(step, record.id, wants && !isDelayed ? app.role : undefined);
}

/** The launch timer of an app fired; false when the timer is another's. */
export function launchTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const record = step.state.apps.get(branded<AppId>(timer.slice(TIMER_PREFIX.length)));
  if (record !== undefined) wantOffers(step, record);
  return true;
}

/** A task of the app failed: the next launch waits longer. */
export function noteFailure(step: Step, record: AppRecord, app: App): void {
  record.delay = nextLaunchDelay(record.delay, app, step.at);
  const { delay } = record.delay;
  if (delay > 0) trace(step, 'info', 'launch.delayed', { appId: record.id, delayMs: delay });
  refreshDemand(step, record);
}

/** A task of the app shows life. */
export function noteProgress(step: Step, record: AppRecord, app: App): void {
  record.delay = moveDelay(record.delay, app, step.at);
}

/** Launches may begin at once. */
export function resetDelay(step: Step, record: AppRecord): void {
  record.delay = undefined;
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_PREFIX + record.id });
  wantOffers(step, record);
}

/** New demand: what was declined before is wanted now. */
function wantOffers(step: Step, record: AppRecord): void {
  refreshDemand(step, record);
  const role = record.current?.role;
  const apps = role === undefined ? undefined : step.state.wanted.get(role);
  if (role !== undefined && apps?.has(record.id) === true) step.state.reviveQueue.add(role);
}

function setWanted(step: Step, id: AppId, role: string | undefined): void {
  const { wanted } = step.state;
  for (const [known, apps] of wanted) {
    if (known === role) continue;
    apps.delete(id);
    if (apps.size === 0) wanted.delete(known);
  }
  if (role === undefined) return;
  const apps = wanted.get(role);
  if (apps === undefined) wanted.set(role, new Set([id]));
  else apps.add(id);
}
