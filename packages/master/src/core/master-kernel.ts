import { ALLOCATE_AGENTS_FIRST } from './limits.ts';
import { assert, History, unreachable } from '@stoa/common';
import type { Kernel, Random, Timestamp } from '@stoa/common';
import { admissionFailed, admitted, agentSubscribed } from './agents/admission.ts';
import { agentCalled } from './agents/agent-calls.ts';
import { pingTimerFired } from './agents/liveness.ts';
import {
  agentLinkClosed,
  markedUnreachable,
  removalFailed,
  removalTimerFired,
  removed,
} from './agents/removal.ts';
import { Allocator } from './allocator/allocator.ts';
import type { MasterEffect } from './effects.ts';
import type { MasterEvent } from './events.ts';
import { schedulerCalled, teardownRequested } from './frameworks/scheduler-calls.ts';
import {
  frameworkStreamClosed,
  frameworkSubscribed,
  frameworkTimerFired,
} from './frameworks/subscription.ts';
import { MasterView } from './master-view.ts';
import { offerTimerFired } from './offers/offer-book.ts';
import { allocateInTime, allocationTimerFired } from './offers/offering.ts';
import { registryLoaded } from './registry/recovery.ts';
import { takeWritten, writeRegistry } from './registry/registry-operations.ts';
import { trace } from './state.ts';
import type { MasterConfig, MasterState, RegistryOperation, Step } from './state.ts';
import type { ClusterView } from './view.ts';

/**
 * Owns everything the master knows: who is there, what is offered, what runs. The first event is
 * `becameLeader` or `leaderDetected`; agents and frameworks are heard once the registry is read.
 * A step costs what it touches; only an allocation after REVIVE or a new framework, and FAILURE to
 * every framework, look at the cluster as a whole, and the former are held apart.
 */
export class MasterKernel implements Kernel<MasterEvent, MasterEffect, ClusterView> {
  readonly #state: MasterState;
  readonly view: ClusterView;

  constructor(config: MasterConfig, random: Random) {
    this.#state = createState(config, random);
    this.view = new MasterView(this.#state);
  }

  step(event: MasterEvent, at: Timestamp): readonly MasterEffect[] {
    const step: Step = { state: this.#state, at, effects: [] };
    apply(step, event);
    allocateInTime(step);
    writeRegistry(step);
    return step.effects;
  }
}

function createState(config: MasterConfig, random: Random): MasterState {
  return {
    config,
    allocator: new Allocator({
      random,
      minAllocatable: config.minAllocatable,
      allocationIntervalMs: config.allocationInterval,
      filterGpuResources: config.filterGpuResources,
      domain: config.master.domain,
      fairSharingExcludedResourceNames: config.fairSharingExcludedResourceNames,
    }),
    phase: 'following',
    leader: undefined,
    electedAt: undefined,
    agents: new Map(),
    recoveredAgents: new Map(),
    unreachableAgents: new Map(),
    links: new Map(),
    agentAddresses: new Map(),
    admissions: new Map(),
    admissionAddresses: new Map(),
    leaving: new Set(),
    frameworks: new Map(),
    completedFrameworks: new History(config.maxCompletedFrameworks),
    completedIds: new Set(),
    streams: new Map(),
    offers: new Map(),
    registryQueue: [],
    registryWrite: undefined,
    nextToken: 1,
    nextFramework: 0,
    nextAgent: 0,
    nextOffer: 0,
    wantsAllocation: false,
    tickAt: undefined,
    isBulkRunDue: false,
    runAgentsMax: ALLOCATE_AGENTS_FIRST,
    lastRunAt: undefined,
    counters: new Map(),
  };
}

function apply(step: Step, event: MasterEvent): void {
  switch (event.kind) {
    case 'becameLeader':
      return becameLeader(step);
    case 'leaderDetected':
      step.state.leader = event.leader;
      return;
    case 'registryLoaded':
      return registryLoaded(step, event.entries);
    case 'persisted':
      return takeWritten(step, event.token).forEach((operation) => written(step, operation));
    case 'persistFailed':
      return notWritten(step, event.token, event.reason);
    case 'timerFired':
      return timerFired(step, event.timer);
    case 'frameworkSubscribed':
      return frameworkSubscribed(step, event);
    case 'frameworkStreamClosed':
      return frameworkStreamClosed(step, event.streamId);
    case 'schedulerCall':
      return schedulerCalled(step, event);
    case 'teardownRequested':
      return teardownRequested(step, event);
    case 'agentSubscribed':
      return agentSubscribed(step, event);
    case 'agentLinkClosed':
      return agentLinkClosed(step, event.linkId);
    case 'agentCall':
      return agentCalled(step, event.linkId, event.call);
    default:
      unreachable(event);
  }
}

function becameLeader(step: Step): void {
  const { state, at } = step;
  if (state.phase !== 'following') return;
  state.phase = 'recovering';
  state.leader = state.config.master;
  state.electedAt = at;
  trace(step, 'info', 'master.elected', {});
  step.effects.push({ kind: 'loadRegistry' });
}

function written(step: Step, operation: RegistryOperation): void {
  switch (operation.kind) {
    case 'admit':
      return admitted(step, operation.agentId);
    case 'markUnreachable':
      return markedUnreachable(step, operation);
    case 'remove':
      return removed(step, operation);
    case 'forget':
      step.state.unreachableAgents.delete(operation.agentId);
      return;
    default:
      unreachable(operation);
  }
}

/** Nothing of it happened, and nobody is told that it had. */
function notWritten(step: Step, token: number, reason: string): void {
  trace(step, 'error', 'master.persistFailed', { reason });
  for (const { kind, agentId } of takeWritten(step, token)) {
    if (kind === 'admit') admissionFailed(step, agentId);
    else if (kind !== 'forget') removalFailed(step, agentId);
  }
}

function timerFired(step: Step, timer: string): void {
  const isTaken =
    pingTimerFired(step, timer) ||
    frameworkTimerFired(step, timer) ||
    allocationTimerFired(step, timer) ||
    offerTimerFired(step, timer) ||
    removalTimerFired(step, timer);
  assert(isTaken, `a timer that somebody started: ${timer}`);
}
