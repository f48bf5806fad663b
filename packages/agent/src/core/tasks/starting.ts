import { between, encodeUtf8, later, milliseconds } from '@stoa/common';
import type { FrameworkInfo, TaskInfo } from '@stoa/proto';
import { probeWords, startProbing } from '../checks/probing.ts';
import { planChecks } from '../checks/check-state.ts';
import { containerKind, planContainer, sandboxPath } from '../containers/container-plan.ts';
import type { PlanInput } from '../containers/plan-input.ts';
import type { RunningContainer } from '../containers/container-spec.ts';
import { frameworkWrite, taskWrite } from '../recovery/checkpoint.ts';
import type { FrameworkRecord, Step, TaskRecord } from '../state.ts';
import { findTask, latestState, taskKey } from '../state.ts';
import { forwardIfIdle } from '../status-updates/forwarding.ts';
import { EMPTY_STREAM } from '../status-updates/update-stream.ts';
import { completionTimer, containerFailed, endTask, stopTask } from './ending.ts';
import { agentStatus, droppedState, executorStatus } from './status.ts';
import { persistTask, queueUpdate, traceTask } from './writing.ts';

/** The master wants a task to run: it is written down first, then launched. */
export function acceptTask(step: Step, info: FrameworkInfo, task: TaskInfo): void {
  const frameworkId = info.id?.value ?? '';
  const taskId = task.task_id.value;
  const { state } = step;
  if (findTask(state, frameworkId, taskId) !== undefined) {
    // The master's word came twice; running it twice would be the greater harm.
    const fields = { frameworkId, taskId };
    step.effects.push({ kind: 'trace', level: 'warn', event: 'task.duplicate', fields });
    return;
  }
  const framework = noteFramework(step, info);
  const record = createRecord(step, framework.info, task);
  state.tasks.set(record.container.containerId, record);
  state.taskKeys.set(taskKey(frameworkId, taskId), record.container.containerId);
  traceTask(step, 'task.accepted', record);
  if (state.ending !== undefined) {
    refuseTask(step, record, 'the agent is shutting down');
    return;
  }
  const more = [frameworkWrite(framework), taskWrite(record)];
  persistTask(step, record, { more, after: ['launch'] });
}

function noteFramework(step: Step, info: FrameworkInfo): FrameworkRecord {
  const frameworkId = info.id?.value ?? '';
  const known = step.state.frameworks.get(frameworkId);
  if (known !== undefined) {
    known.info = info;
    known.isShutDown = false;
    return known;
  }
  const framework = { info, isShutDown: false };
  step.state.frameworks.set(frameworkId, framework);
  return framework;
}

function createRecord(step: Step, framework: FrameworkInfo, task: TaskInfo): TaskRecord {
  const containerId = step.state.random.uuid();
  const input = planInput(step, { containerId, framework, task });
  return {
    container: { containerId, kind: containerKind(task), sandbox: sandboxPath(input) },
    frameworkId: framework.id?.value ?? '',
    taskId: task.task_id.value,
    task,
    acceptedAt: step.at,
    phase: 'accepted',
    running: undefined,
    kill: undefined,
    statuses: [],
    stream: EMPTY_STREAM,
    written: new Map(),
    checks: undefined,
    version: 0,
    durableVersion: 0,
  };
}

function planInput(
  step: Step,
  about: Pick<PlanInput, 'containerId' | 'framework' | 'task'>,
): PlanInput {
  return { config: step.state.config, agentId: step.state.agentId ?? '', ...about };
}

function refuseTask(step: Step, record: TaskRecord, message: string): void {
  traceTask(step, 'task.refused', record, { message });
  const reason = 'REASON_EXECUTOR_TERMINATED';
  const state = droppedState(step, record.frameworkId);
  const { tasks } = step.state;
  if (tasks.has(record.container.containerId)) {
    endTask(step, record, agentStatus(step, record, { state, message, reason }));
  }
}

/** The task is written down: its container is begun. */
export function launchTask(step: Step, record: TaskRecord): void {
  if (record.phase !== 'accepted') return;
  if (record.kill !== undefined) {
    containerFailed(step, record, { message: '', isCancelled: true });
    return;
  }
  const framework = step.state.frameworks.get(record.frameworkId);
  const info = framework?.info ?? { user: '', name: '', id: { value: record.frameworkId } };
  const { containerId } = record.container;
  const plan = planContainer(planInput(step, { containerId, framework: info, task: record.task }));
  if (!plan.ok) {
    traceTask(step, 'task.refused', record, { message: plan.error });
    containerFailed(step, record, { message: plan.error, isCancelled: false });
    return;
  }
  record.phase = 'launching';
  traceTask(step, 'task.launching', record);
  step.effects.push({ kind: 'launchContainer', spec: plan.value });
}

/**
 * A container is about to run: the framework hears STARTING meanwhile, so that RUNNING need not wait for
 * that to be acknowledged (mesos-protocol.md §8: the process is not up yet).
 */
export function containerPrepared(step: Step, record: TaskRecord): void {
  if (record.phase !== 'launching' || record.kill !== undefined) return;
  if (latestState(record) !== 'TASK_STAGING') return;
  const words = probeWords(planChecks(record.task, step.at));
  queueUpdate(record, executorStatus(step, record, { state: 'TASK_STARTING', ...words }));
  persistTask(step, record);
  forwardIfIdle(step, record);
}

/** A container runs: the framework hears STARTING, unless it did before, and RUNNING. */
export function containerStarted(step: Step, record: TaskRecord, running: RunningContainer): void {
  if (record.phase === 'running' || record.phase === 'ended') return;
  record.checks = planChecks(record.task, step.at);
  const words = probeWords(record.checks);
  if (latestState(record) === 'TASK_STAGING') {
    record.running = { ...running, ipAddresses: [] };
    queueUpdate(record, executorStatus(step, record, { state: 'TASK_STARTING', ...words }));
  }
  record.running = running;
  const { inspection } = running;
  const more = inspection === undefined ? {} : { data: encodeUtf8(inspection) };
  queueUpdate(record, executorStatus(step, record, { state: 'TASK_RUNNING', ...more, ...words }));
  record.phase = 'running';
  traceTask(step, 'task.running', record, { pid: running.pid });
  persistTask(step, record);
  forwardIfIdle(step, record);
  watchTask(step, record);
  if (record.kill !== undefined) stopTask(step, record);
}

/** Sets what a running task is watched by: its time limit and its probes. */
export function watchTask(step: Step, record: TaskRecord): void {
  const limit = Number(record.task.max_completion_time?.nanoseconds ?? 0n) / 1e6;
  if (limit > 0) {
    const end = later(record.acceptedAt, milliseconds(limit));
    const delay = milliseconds(Math.max(0, between(step.at, end)));
    const timer = completionTimer(record.container.containerId);
    step.effects.push({ kind: 'startTimer', timer, delay });
  }
  if (record.kill === undefined) startProbing(step, record);
}
