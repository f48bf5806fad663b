import { unreachable, type Kernel, type Random, type Timestamp } from '@stoa/common';
import type { SchedulerEvent } from '@stoa/proto';
import { ServicePortBook } from './apps/service-ports.ts';
import { answerRequest } from './changes/requests-answered.ts';
import { settleApps } from './deployments/settling.ts';
import type { MarathonEffect } from './effects.ts';
import type { MarathonEvent, StoredEntry } from './events.ts';
import { frameworkInfo } from './framework.ts';
import { RootHistory } from './groups/root-history.ts';
import { emptyHealthBook, takeAsked } from './health/health-book.ts';
import { healthProbeEnded, healthTimerFired, settleHealth } from './health/health-checks.ts';
import type { ProbeOutcome, ProbeSubject } from './health/probe.ts';
import { readinessProbeEnded, readinessTimerFired } from './health/readiness-checks.ts';
import { announce } from './instances/instance-book.ts';
import { KillBook } from './instances/kill-book.ts';
import { killTimerFired, sendKills } from './instances/kill-service.ts';
import { resumeKills } from './instances/killing.ts';
import { overdueTimerFired } from './instances/overdue.ts';
import { launchesLost, statusUpdated, tasksForgotten } from './instances/status-updates.ts';
import { unreachableTimerFired } from './instances/unreachable.ts';
import { launchTimerFired } from './launch-queue/launch-queue.ts';
import { launchTokenTimerFired, startLaunchTokens } from './launch-queue/launch-tokens.ts';
import { MarathonView } from './marathon-view.ts';
import { demandTimerFired, forgetDemandTold, tellDemand } from './offers/demand.ts';
import { offersReceived } from './offers/offering.ts';
import {
  reconcileSoon,
  reconcileTimerFired,
  startReconciliation,
  stopReconciliation,
} from './reconciliation/reconcile.ts';
import { trace, write, type MarathonConfig, type MarathonState, type Step } from './state.ts';
import { frameworkWrite } from './storage/entities.ts';
import { loadState } from './storage/loading.ts';
import { emptyBatch, retryTimerFired, sendWrites, writeFailed, written } from './storage/outbox.ts';

/**
 * Owns everything Marathon knows: apps, instances, deployments, and how it stands with the master.
 * The first event is `loaded`; what a request or a task changes is durable before anybody hears.
 */
export class MarathonKernel implements Kernel<MarathonEvent, MarathonEffect, MarathonView> {
  readonly view: MarathonView;
  readonly #state: MarathonState;

  constructor(config: MarathonConfig, random: Random) {
    this.#state = createState(config, random);
    this.view = new MarathonView(this.#state);
  }

  step(event: MarathonEvent, at: Timestamp): readonly MarathonEffect[] {
    const step: Step = { state: this.#state, at, effects: [] };
    apply(step, event);
    settleApps(step);
    settleHealth(step);
    sendKills(step);
    tellDemand(step);
    sendWrites(step);
    return step.effects;
  }
}

/** What is shown from the start, before it happens; some of it never does here (marathon-behaviour.md §12). */
const COUNTED = [
  'deployments',
  'deployments.dismissed',
  'tasks.launched',
  // Old versions go with the change that makes them old: nothing is ever collected.
  'persistence.gc.runs',
  'mesos.calls.revive',
  'mesos.calls.suppress',
  'mesos.offer-operations.launch',
  'mesos.offer-operations.launch-group',
  'mesos.offer-operations.reserve',
  'mesos.offers.declined',
  'mesos.offers.incoming',
  'mesos.offers.used',
  'mesos.task.oom.memory-limit-exceeded',
];

function createState(config: MarathonConfig, random: Random): MarathonState {
  return {
    config,
    random,
    phase: 'loading',
    readyAt: undefined,
    frameworkId: undefined,
    isSubscribed: false,
    subscribedAt: undefined,
    homeRegion: undefined,
    apps: new Map(),
    appsByGroup: new Map(),
    groups: new Map(),
    groupsByGroup: new Map(),
    history: new RootHistory(config.maxVersions),
    servicePorts: new ServicePortBook(config.localPorts),
    instances: new Map(),
    kills: new KillBook(),
    reconciliation: { unanswered: new Set(), attempt: 0 },
    deployments: new Map(),
    openActions: new Map(),
    health: emptyHealthBook(),
    lastVersion: 0,
    wanted: new Map(),
    subscribedRoles: new Set([config.settings.defaultRole]),
    revivedRoles: new Set(),
    reviveQueue: new Set(),
    lastReviveAt: undefined,
    isReviveTimed: false,
    launchTokens: 0,
    nextBatch: emptyBatch(),
    inFlight: undefined,
    isStoreBroken: false,
    nextToken: 1,
    dirty: new Set(),
    counters: new Map(COUNTED.map((name) => [name, 0])),
  };
}

function apply(step: Step, event: MarathonEvent): void {
  switch (event.kind) {
    case 'loaded':
      loaded(step, event.entries);
      return;
    case 'apiRequest':
      answerRequest(step, event.replyTo, event.request);
      return;
    case 'subscribed':
      subscribed(step, event.frameworkId, event.master);
      return;
    case 'disconnected':
      disconnected(step, event.reason);
      return;
    case 'refused':
      refused(step, event.reason);
      return;
    case 'schedulerEvent':
      schedulerEvent(step, event.event);
      return;
    case 'acceptFailed':
      if (event.isCertain) launchesLost(step, event.taskIds);
      else reconcileSoon(step);
      trace(step, 'warn', 'launch.unsure', { tasks: event.taskIds.length });
      return;
    case 'probeEnded':
      probeEnded(step, event.subject, event.outcome);
      return;
    case 'persisted':
      written(step, event.token);
      return;
    case 'persistFailed':
      writeFailed(step, event.token, event.reason);
      return;
    case 'timerFired':
      timerFired(step, event.timer);
      return;
    default:
      unreachable(event);
  }
}

function probeEnded(step: Step, subject: ProbeSubject, outcome: ProbeOutcome): void {
  const instanceId = takeAsked(step.state.health, subject.attempt);
  // It was given up meanwhile, or its outcome came twice.
  if (instanceId === undefined) return;
  if (subject.purpose === 'health') healthProbeEnded(step, instanceId, subject, outcome);
  else readinessProbeEnded(step, instanceId, subject, outcome);
}

function loaded(step: Step, entries: readonly StoredEntry[]): void {
  const { state } = step;
  const fault = loadState(step, entries);
  if (fault !== undefined) {
    state.phase = 'failed';
    trace(step, 'error', 'store.unreadable', { reason: fault });
    step.effects.push({ kind: 'fail', reason: `the stored state cannot be used: ${fault}` });
    return;
  }
  state.phase = 'ready';
  state.readyAt = step.at;
  startLaunchTokens(step);
  for (const { current } of state.apps.values()) {
    if (current !== undefined) state.subscribedRoles.add(current.role);
  }
  subscribe(step);
}

function subscribe(step: Step): void {
  const { state } = step;
  const suppressedRoles = state.config.isSuppressing ? [...state.subscribedRoles].sort() : [];
  step.effects.push({ kind: 'subscribe', framework: frameworkInfo(state), suppressedRoles });
}

function subscribed(step: Step, frameworkId: string, master: string): void {
  const { state } = step;
  const isKnown = state.frameworkId === frameworkId;
  state.isSubscribed = true;
  state.subscribedAt = step.at;
  if (!isKnown) {
    state.frameworkId = frameworkId;
    write(step, frameworkWrite(frameworkId));
  }
  announce(
    step,
    isKnown ? { kind: 'reregistered', master } : { kind: 'registered', frameworkId, master },
  );
  trace(step, 'info', 'framework.subscribed', { frameworkId, master });
  forgetDemandTold(step);
  startReconciliation(step);
  resumeKills(step);
}

function disconnected(step: Step, reason: string): void {
  const { state } = step;
  if (!state.isSubscribed) return;
  state.isSubscribed = false;
  stopReconciliation(step);
  announce(step, { kind: 'disconnected' });
  trace(step, 'warn', 'framework.disconnected', { reason });
}

/**
 * The master will not have this framework. When it was torn down all its tasks are gone with it: it
 * begins anew, and its apps are launched again. Anything else is for an operator to mend.
 */
function refused(step: Step, reason: string): void {
  const { state } = step;
  state.isSubscribed = false;
  stopReconciliation(step);
  trace(step, 'error', 'framework.refused', { reason });
  if (!/has been removed/i.test(reason)) {
    step.effects.push({ kind: 'fail', reason: `the master refused the framework: ${reason}` });
    return;
  }
  state.frameworkId = undefined;
  write(step, frameworkWrite(undefined));
  tasksForgotten(step);
  subscribe(step);
}

function schedulerEvent(step: Step, event: SchedulerEvent): void {
  if (event.offers !== undefined) offersReceived(step, event.offers.offers ?? []);
  else if (event.update !== undefined) statusUpdated(step, event.update.status);
  else if (event.subscribed !== undefined) {
    step.state.homeRegion = event.subscribed.master_info?.domain?.fault_domain?.region.name;
  } else if (event.message !== undefined) {
    const { executor_id: executor, agent_id: agent, data } = event.message;
    announce(step, {
      kind: 'frameworkMessage',
      executorId: executor.value,
      agentId: agent.value,
      data,
    });
  } else if (event.type === 'ERROR') {
    trace(step, 'error', 'framework.failed', { reason: event.error?.message });
  }
}

/** Each module knows its own timers. Those of checks fire far more often than all others. */
const TIMER_OWNERS = [
  healthTimerFired,
  launchTimerFired,
  killTimerFired,
  overdueTimerFired,
  unreachableTimerFired,
  readinessTimerFired,
  demandTimerFired,
  reconcileTimerFired,
  launchTokenTimerFired,
  retryTimerFired,
];

function timerFired(step: Step, timer: string): void {
  for (const owner of TIMER_OWNERS) if (owner(step, timer)) return;
}
