import type { TaskStatus } from '@stoa/proto';
import type { App } from '../apps/app.ts';
import { hearAgent } from '../health/agent-word.ts';
import { healthKillMessage } from '../health/unhealthy.ts';
import { noteFailure, noteProgress, resetDelay } from '../launch-queue/launch-queue.ts';
import { MESSAGE_MAX } from '../limits.ts';
import type { Condition } from '../read-view.ts';
import { afterWrites, count, trace, write, type AppRecord, type Step } from '../state.ts';
import { reconciled } from '../reconciliation/reconcile.ts';
import { failureWrite } from '../storage/entities.ts';
import { applyStatus, conditionOf } from './instance-update.ts';
import { announce, expungeInstance, putInstance, taskViewOf, versionOf } from './instance-book.ts';
import {
  appIdTextOf,
  instanceIdOf,
  isTerminalCondition,
  taskIdOf,
  type Instance,
} from './instance.ts';
import { addLaunchTokens } from '../launch-queue/launch-tokens.ts';
import { killEnded } from './kill-service.ts';
import { watchLaunch } from './overdue.ts';
import { killStray } from './stray-tasks.ts';
import { watchUnreachable } from './unreachable.ts';

/** Ends that let the next launch wait (marathon-behaviour.md §4.1). */
const FAILURES: ReadonlySet<Condition> = new Set<Condition>([
  'Dropped',
  'Error',
  'Failed',
  'Gone',
  'Finished',
]);
/** What moves the time from which a delay counts. */
const SIGNS_OF_LIFE: ReadonlySet<Condition> = new Set<Condition>([
  'Staging',
  'Starting',
  'Running',
]);
/** Ends that people are told of as the app's last failure (marathon-api.md §2.3). */
const TOLD_FAILURES: ReadonlySet<TaskStatus['state']> = new Set<TaskStatus['state']>([
  'TASK_FAILED',
  'TASK_ERROR',
  'TASK_LOST',
  'TASK_DROPPED',
  'TASK_GONE',
  'TASK_GONE_BY_OPERATOR',
  'TASK_UNKNOWN',
]);

/**
 * A status of a task (marathon-behaviour.md §1.2): what it changes is stored and told, then it is
 * acknowledged. A live task that belongs to nobody is ended.
 */
export function statusUpdated(step: Step, status: TaskStatus): void {
  const taskId = status.task_id.value;
  count(step, metricOf(status.state));
  if (status.reason === 'REASON_CONTAINER_LIMITATION_MEMORY') {
    count(step, 'mesos.task.oom.memory-limit-exceeded');
  }
  const instance = step.state.instances.get(instanceIdOf(taskId) ?? '');
  if (instance !== undefined) refineLastFailure(step, instance, status);
  if (isTerminalCondition(conditionOf(status))) killEnded(step, taskId);
  if (instance === undefined || taskIdOf(instance) !== taskId) unknownTask(step, status);
  else {
    reconciled(step, instance.id);
    knownTask(step, instance, status);
  }
  acknowledge(step, status);
}

function knownTask(step: Step, instance: Instance, status: TaskStatus): void {
  const { state, at } = step;
  if (instance.condition === 'Scheduled') {
    // The task was held for over and its instance waits for the next launch: it must not live on.
    if (isAlive(conditionOf(status))) killStray(step, status.task_id.value, status.agent_id?.value);
    return;
  }
  const record = state.apps.get(instance.appId);
  const after = applyStatus(instance, status, at);
  if (after.condition !== instance.condition) announceStatus(step, after, status);
  if (record === undefined) return;
  const app = versionOf(record, after);
  if (wasNeverLaunched(instance, status)) {
    launchesLost(step, [status.task_id.value]);
    return;
  }
  if (isTerminalCondition(after.condition)) {
    taskEnded(step, { record, app, instance: after, status });
    return;
  }
  if (app !== undefined && SIGNS_OF_LIFE.has(after.condition)) noteProgress(step, record, app);
  const isNew = after.condition === 'Running' && instance.condition !== 'Running';
  // Where there are checks the token comes back when they call it healthy.
  if (isNew && (app?.healthChecks ?? []).length === 0) addLaunchTokens(step, 1);
  const judged = hearAgent(step, app, after, status);
  if (judged !== instance) {
    putInstance(step, judged);
    watchLaunch(step, judged);
  }
  if (after.unreachableSince !== undefined) watchUnreachable(step, after, record.current);
}

/** The master was asked about a launch and does not know it: nothing ran, so nothing failed. */
function wasNeverLaunched({ condition }: Instance, { state, reason }: TaskStatus): boolean {
  if (condition !== 'Provisioned' || reason !== 'REASON_RECONCILIATION') return false;
  return state === 'TASK_GONE' || state === 'TASK_UNKNOWN' || state === 'TASK_DROPPED';
}

interface TaskEnd {
  readonly record: AppRecord;
  readonly app: App | undefined;
  readonly instance: Instance;
  readonly status: TaskStatus;
}

function taskEnded(step: Step, end: TaskEnd): void {
  const { record, app, instance, status } = end;
  if (TOLD_FAILURES.has(status.state) || isHealthKill(status)) noteLastFailure(step, end);
  for (const purpose of ['overdue', 'unreachable']) {
    step.effects.push({ kind: 'cancelTimer', timer: `${purpose}/${instance.id}` });
  }
  // Nothing is wrong with an app whose agent was emptied.
  if (status.reason === 'REASON_AGENT_DRAINING') resetDelay(step, record);
  else if (FAILURES.has(instance.condition) && app !== undefined) noteFailure(step, record, app);
  if (instance.goal === 'Decommissioned' || isReplaced(record, instance)) {
    expungeInstance(step, instance);
    return;
  }
  relaunch(step, record, instance);
  trace(step, 'info', 'instance.changed', {
    instanceId: instance.id,
    condition: instance.condition,
    message: status.message,
  });
}

/** An old instance is not launched again while, or after, the app became another. */
function isReplaced({ current }: AppRecord, { configVersion }: Instance): boolean {
  return current === undefined || configVersion < current.versionInfo.lastConfigChangeAt;
}

/** The same instance waits for its next launch; its task will be the next incarnation. */
function relaunch(step: Step, { current }: AppRecord, instance: Instance): void {
  if (current === undefined) return;
  killEnded(step, taskIdOf(instance));
  putInstance(step, {
    ...instance,
    condition: 'Scheduled',
    since: step.at,
    activeSince: undefined,
    version: current.version,
    configVersion: current.versionInfo.lastConfigChangeAt,
    role: current.role,
    healthy: undefined,
    ipAddresses: [],
    stagedAt: undefined,
    startedAt: undefined,
    unreachableSince: undefined,
    endWantedAt: undefined,
  });
}

/** The launch of these tasks never reached the master: their instances wait again. */
export function launchesLost(step: Step, taskIds: readonly string[]): void {
  for (const taskId of taskIds) {
    const instance = step.state.instances.get(instanceIdOf(taskId) ?? '');
    if (instance?.condition !== 'Provisioned' || taskIdOf(instance) !== taskId) continue;
    const record = step.state.apps.get(instance.appId);
    if (record === undefined) continue;
    if (instance.goal === 'Decommissioned' || isReplaced(record, instance)) {
      expungeInstance(step, instance);
    } else {
      relaunch(step, record, instance);
    }
  }
}

function unknownTask(step: Step, status: TaskStatus): void {
  const taskId = status.task_id.value;
  const condition = conditionOf(status);
  if (isTerminalCondition(condition)) {
    const instanceId = instanceIdOf(taskId) ?? taskId;
    const appId = appIdTextOf(taskId);
    announce(step, { kind: 'unknownInstanceTerminated', instanceId, appId, condition });
    return;
  }
  // What is on a silent agent can be ended when the agent is back; then its task is told of again.
  if (!isAlive(condition)) {
    killEnded(step, taskId);
    return;
  }
  trace(step, 'warn', 'task.unknown', { taskId, state: status.state });
  killStray(step, taskId, status.agent_id?.value);
}

function isAlive(condition: Condition): boolean {
  return !isTerminalCondition(condition) && condition !== 'Unreachable';
}

function acknowledge(step: Step, { uuid, agent_id, task_id }: TaskStatus): void {
  if (uuid === undefined || uuid.length === 0 || agent_id === undefined) return;
  const call = { type: 'ACKNOWLEDGE', acknowledge: { agent_id, task_id, uuid } } as const;
  afterWrites(step, { kind: 'call', call });
}

function noteLastFailure(step: Step, { record, instance, status }: TaskEnd): void {
  record.lastFailure = {
    appId: instance.appId,
    taskId: taskIdOf(instance),
    host: instance.placement?.host ?? '',
    agentId: instance.placement?.agentId,
    message: failureMessage(status),
    state: status.state,
    timestamp: step.at,
    version: instance.version,
  };
  write(step, failureWrite(record.lastFailure));
}

/**
 * After a while without a subscription the master's answer tells that a task failed before the agent's
 * own word tells why: the reason is kept when it comes, though the instance may be further on by then.
 */
function refineLastFailure(step: Step, { appId }: Instance, status: TaskStatus): void {
  const record = step.state.apps.get(appId);
  const failure = record?.lastFailure;
  if (record === undefined || failure?.taskId !== status.task_id.value) return;
  if (status.reason === 'REASON_RECONCILIATION' || failure.state !== status.state) return;
  // Why the leader had it killed is known better than its end can tell.
  if (failure.state === 'TASK_KILLED' && !isHealthKill(status)) return;
  const message = failureMessage(status);
  if (message === failure.message) return;
  record.lastFailure = { ...failure, message };
  write(step, failureWrite(record.lastFailure));
}

/** Its agent ended it because it failed a check too often. */
function isHealthKill({ state, healthy }: TaskStatus): boolean {
  return state === 'TASK_KILLED' && healthy === false;
}

function failureMessage(status: TaskStatus): string {
  const message = status.message ?? '';
  return (isHealthKill(status) ? healthKillMessage(message) : message).slice(0, MESSAGE_MAX);
}

function announceStatus(step: Step, instance: Instance, status: TaskStatus): void {
  announce(step, {
    kind: 'statusUpdate',
    task: taskViewOf(instance, step.state.health),
    taskStatus: status.state,
    message: (status.message ?? '').slice(0, MESSAGE_MAX),
  });
}

/** Switched over rather than made from the state: after a reconnection thousands come at once. */
function metricOf(state: TaskStatus['state']): string {
  switch (state) {
    case 'TASK_STAGING':
      return 'mesos.task-updates.task-staging';
    case 'TASK_STARTING':
      return 'mesos.task-updates.task-starting';
    case 'TASK_RUNNING':
      return 'mesos.task-updates.task-running';
    case 'TASK_KILLED':
      return 'mesos.task-updates.task-killed';
    default:
      return `mesos.task-updates.${state.toLowerCase().replaceAll('_', '-')}`;
  }
}

/** Every task is gone with the framework that it belonged to: all are launched anew. */
export function tasksForgotten(step: Step): void {
  const { state } = step;
  for (const instance of [...state.instances.values()]) {
    if (instance.condition === 'Scheduled') continue;
    const record = state.apps.get(instance.appId);
    if (record === undefined || instance.goal !== 'Running' || isReplaced(record, instance)) {
      expungeInstance(step, instance);
    } else {
      relaunch(step, record, instance);
    }
  }
}
