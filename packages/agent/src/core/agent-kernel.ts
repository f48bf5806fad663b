import { History, unreachable } from '@stoa/common';
import type { Kernel, Random, Timestamp } from '@stoa/common';
import { FrameworkInfoCodec, type FrameworkInfo, type LinkEvent } from '@stoa/proto';
import { probe, probeEnded } from './checks/probing.ts';
import type { AgentEffect } from './effects.ts';
import type { AgentEvent, ContainerFailedEvent } from './events.ts';
import {
  AT_ONCE,
  COMPLETED_FRAMEWORKS_MAX,
  COMPLETED_TASKS_MAX,
  PERSIST_RETRY,
  PING_TIMEOUT_DEFAULT,
} from './limits.ts';
import { frameworkWrite } from './recovery/checkpoint.ts';
import { endUnseen, recover } from './recovery/recover.ts';
import {
  beginRegistration,
  isRegistrationTimer,
  linkClosed,
  masterDetected,
  pinged,
  registrationTimerFired,
  subscribed,
} from './registration.ts';
import {
  endWhenIdle,
  SHUTDOWN_TIMER,
  shutdownAgent,
  shutdownFramework,
  shutdownTimerFired,
  stopRequested,
} from './shutdown.ts';
import type { AfterWrite, AgentConfig, AgentState, Step, TaskRecord } from './state.ts';
import { findTask } from './state.ts';
import {
  acknowledgeUpdate,
  forwardAll,
  forwardHead,
  forwardIfIdle,
} from './status-updates/forwarding.ts';
import { reportUnknownTask, strayTimerFired } from './status-updates/stray-updates.ts';
import {
  containerEnded,
  containerFailed,
  forceTask,
  killGrace,
  killTask,
  stopTask,
} from './tasks/ending.ts';
import { acceptTask, containerPrepared, containerStarted, launchTask } from './tasks/starting.ts';
import { droppedState } from './tasks/status.ts';
import { persistTask, persistWrites, traceTask } from './tasks/writing.ts';

/** What others may read of the agent. */
export type AgentView = Readonly<AgentState>;

const TIMER_PERSIST = 'persist';

/**
 * Owns everything one agent knows: its registration, its tasks and their updates. The first event is
 * `recovered`; what must survive a crash is durable before anything visible follows from it.
 */
export class AgentKernel implements Kernel<AgentEvent, AgentEffect, AgentView> {
  readonly #state: AgentState;

  constructor(config: AgentConfig, random: Random) {
    this.#state = createState(config, random);
  }

  get view(): AgentView {
    return this.#state;
  }

  step(event: AgentEvent, at: Timestamp): readonly AgentEffect[] {
    const step: Step = { state: this.#state, at, effects: [] };
    apply(step, event);
    endWhenIdle(step);
    return step.effects;
  }
}

function createState(config: AgentConfig, random: Random): AgentState {
  return {
    config,
    random,
    agentId: undefined,
    registration: {
      phase: 'recovering',
      address: undefined,
      detected: undefined,
      turn: 0,
      attempts: 0,
      pingTimeout: PING_TIMEOUT_DEFAULT,
      masterInfo: undefined,
      registeredAt: undefined,
    },
    frameworks: new Map(),
    tasks: new Map(),
    taskKeys: new Map(),
    completedTasks: new History(COMPLETED_TASKS_MAX),
    completedFrameworks: new History(COMPLETED_FRAMEWORKS_MAX),
    pendingWrites: new Map(),
    failedWrites: [],
    nextToken: 1,
    strays: new Map(),
    ending: undefined,
    hasTerminated: false,
    endedCounts: new Map(),
    launchFailures: 0,
    recoveredAt: undefined,
  };
}

function apply(step: Step, event: AgentEvent): void {
  const { tasks } = step.state;
  switch (event.kind) {
    case 'recovered':
      recover(step, event);
      beginRegistration(step);
      return;
    case 'masterDetected':
      masterDetected(step, event.address);
      return;
    case 'linkEvent':
      applyLinkEvent(step, event.event);
      return;
    case 'linkClosed':
      linkClosed(step, event);
      return;
    case 'timerFired':
      timerFired(step, event.timer);
      return;
    case 'persisted':
      persisted(step, event.token);
      return;
    case 'persistFailed':
      persistFailed(step, event.token, event.reason);
      return;
    case 'containerPrepared':
      withTask(tasks.get(event.containerId), (record) => containerPrepared(step, record));
      return;
    case 'containerStarted':
      withTask(tasks.get(event.containerId), (record) => {
        containerStarted(step, record, event.running);
      });
      return;
    case 'containerFailed':
      launchFailed(step, event);
      return;
    case 'containerEnded':
      withTask(tasks.get(event.containerId), (record) => {
        if (record.phase === 'launching') endUnseen(step, record, event.end);
        else containerEnded(step, record, event.end);
      });
      return;
    case 'probeEnded':
      withTask(tasks.get(event.containerId), (record) => {
        if (!probeEnded(step, record, event)) return;
        killTask(step, record, { cause: 'unhealthy', grace: killGrace(step, record) });
      });
      return;
    case 'stopRequested':
      stopRequested(step, event.stopTasks);
      return;
    default:
      unreachable(event);
  }
}

function applyLinkEvent(step: Step, event: LinkEvent): void {
  if (event.subscribed !== undefined) subscribed(step, event.subscribed);
  else if (event.type === 'PING') pinged(step, event.ping?.connected !== false);
  else if (event.run_task !== undefined) {
    acceptTask(step, event.run_task.framework_info, event.run_task.task);
  } else if (event.run_task_group !== undefined) {
    // No group executor lives here: each task of the group hears why it cannot run.
    const { framework_info, task_group, executor } = event.run_task_group;
    for (const task of task_group.tasks ?? [])
      acceptTask(step, framework_info, { ...task, executor });
  } else if (event.kill_task !== undefined) {
    const { framework_id, task_id, kill_policy } = event.kill_task;
    const record = findTask(step.state, framework_id.value, task_id.value);
    if (record === undefined) traceUnknownKill(step, framework_id.value, task_id.value);
    else
      killTask(step, record, { cause: 'requested', grace: killGrace(step, record, kill_policy) });
  } else if (event.acknowledge !== undefined) {
    const { framework_id, task_id, uuid } = event.acknowledge;
    acknowledgeUpdate(step, { frameworkId: framework_id.value, taskId: task_id.value, uuid });
  } else applyRareLinkEvent(step, event);
}

function applyRareLinkEvent(step: Step, event: LinkEvent): void {
  if (event.shutdown_framework !== undefined) {
    shutdownFramework(step, event.shutdown_framework.framework_id.value);
  } else if (event.update_framework !== undefined) {
    updateFramework(step, event.update_framework.framework_info);
  } else if (event.reconcile !== undefined) {
    const frameworkId = event.reconcile.framework_id.value;
    for (const status of event.reconcile.statuses ?? []) {
      const isKnown = findTask(step.state, frameworkId, status.task_id.value) !== undefined;
      if (!isKnown) reportUnknownTask(step, frameworkId, status);
    }
  } else if (event.type === 'SHUTDOWN') {
    shutdownAgent(step, event.error?.message ?? 'the master sent this agent away');
  } else if (event.error !== undefined) {
    const fields = { message: event.error.message };
    step.effects.push({ kind: 'trace', level: 'error', event: 'agent.refused', fields });
  }
}

function traceUnknownKill(step: Step, frameworkId: string, taskId: string): void {
  const fields = { frameworkId, taskId };
  step.effects.push({ kind: 'trace', level: 'info', event: 'task.killUnknown', fields });
}

function updateFramework(step: Step, info: FrameworkInfo): void {
  const framework = step.state.frameworks.get(info.id?.value ?? '');
  if (framework === undefined) return;
  // It is told anew whenever the framework comes back: on every agent, and nearly always the same.
  const isSame = FrameworkInfoCodec.toJson(info) === FrameworkInfoCodec.toJson(framework.info);
  framework.info = info;
  if (!isSame) persistWrites(step, [frameworkWrite(framework)]);
  // The master says so also when the framework came back.
  forwardAll(step, info.id?.value);
}

function launchFailed(step: Step, event: ContainerFailedEvent): void {
  withTask(step.state.tasks.get(event.containerId), (record) => {
    const { message, isCancelled, isSandboxFault } = event;
    const state = isSandboxFault ? droppedState(step, record.frameworkId) : undefined;
    containerFailed(step, record, { message, isCancelled, state });
  });
}

function timerFired(step: Step, timer: string): void {
  if (isRegistrationTimer(timer)) return registrationTimerFired(step, timer);
  if (timer === SHUTDOWN_TIMER) return shutdownTimerFired(step);
  if (timer === TIMER_PERSIST) return retryWrites(step);
  if (strayTimerFired(step, timer)) return;
  const at = timer.indexOf('/');
  const record = step.state.tasks.get(timer.slice(at + 1));
  if (record !== undefined) taskTimerFired(step, timer.slice(0, at), record);
}

function taskTimerFired(step: Step, purpose: string, record: TaskRecord): void {
  switch (purpose) {
    case 'update':
      forwardHead(step, record);
      return;
    case 'kill':
      forceTask(step, record);
      return;
    case 'completion':
      killTask(step, record, { cause: 'completionTime', grace: AT_ONCE });
      return;
    case 'probe-health':
      probe(step, record, 'health');
      return;
    case 'probe-check':
      probe(step, record, 'check');
      return;
  }
}

function persisted(step: Step, token: number): void {
  const { state } = step;
  const pending = state.pendingWrites.get(token);
  state.pendingWrites.delete(token);
  if (pending?.containerId === undefined) return;
  const record = state.tasks.get(pending.containerId);
  if (record === undefined) return;
  record.durableVersion = Math.max(record.durableVersion, pending.version);
  forwardIfIdle(step, record);
  for (const after of pending.after) afterWrite(step, record, after);
}

function afterWrite(step: Step, record: TaskRecord, after: AfterWrite): void {
  switch (after) {
    case 'launch':
      launchTask(step, record);
      return;
    case 'stop':
      stopTask(step, record);
      return;
    case 'remove':
      step.effects.push({ kind: 'removeContainer', container: record.container });
      return;
  }
}

function persistFailed(step: Step, token: number, reason: string): void {
  const { state } = step;
  const pending = state.pendingWrites.get(token);
  state.pendingWrites.delete(token);
  step.effects.push({
    kind: 'trace',
    level: 'error',
    event: 'agent.persistFailed',
    fields: { reason },
  });
  if (pending === undefined) return;
  state.failedWrites.push(pending);
  step.effects.push({ kind: 'startTimer', timer: TIMER_PERSIST, delay: PERSIST_RETRY });
  const record =
    pending.containerId === undefined ? undefined : state.tasks.get(pending.containerId);
  // A full disk is no reason to let a task live that shall end.
  if (record !== undefined && pending.after.includes('stop')) stopTask(step, record);
}

function retryWrites(step: Step): void {
  const { state } = step;
  const failed = state.failedWrites;
  state.failedWrites = [];
  for (const { containerId, more, after } of failed) {
    const record = containerId === undefined ? undefined : state.tasks.get(containerId);
    if (record !== undefined) {
      // The record as it is now: an old write must not undo a newer one.
      persistTask(step, record, { more, after: after.filter((deed) => deed !== 'stop') });
      traceTask(step, 'update.unsent', record);
    } else if (containerId === undefined) {
      persistWrites(step, more);
    }
  }
}

function withTask(record: TaskRecord | undefined, act: (record: TaskRecord) => void): void {
  // Its container may speak a last time after the task was forgotten.
  if (record !== undefined) act(record);
}
