import { timestamp } from '@stoa/common';
import type { ContainerEnd } from '../containers/container-spec.ts';
import type { RecoveredEvent } from '../events.ts';
import type { Step, TaskRecord } from '../state.ts';
import { taskKey } from '../state.ts';
import { EMPTY_STREAM } from '../status-updates/update-stream.ts';
import { containerEnded, endTask, stopTask } from '../tasks/ending.ts';
import { containerStarted, watchTask } from '../tasks/starting.ts';
import { agentStatus, droppedState } from '../tasks/status.ts';
import { persistWrites, traceTask } from '../tasks/writing.ts';
import type { Checkpoint, CheckpointedTask } from './checkpoint.ts';
import { frameworkRemoval } from './checkpoint.ts';
import { planRecovery } from './recovery-plan.ts';
import type { RecoveryAction } from './recovery-plan.ts';

/** Takes up what an earlier life of this agent left. */
export function recover(step: Step, event: RecoveredEvent): void {
  const { checkpoint } = event;
  step.state.agentId = checkpoint.agentId;
  step.state.recoveredAt = step.at;
  takeFrameworks(step, checkpoint);
  const actions = planRecovery(checkpoint.tasks, event.observations);
  for (const action of actions) applyAction(step, action);
  const fields = { agentId: checkpoint.agentId, tasks: actions.length };
  step.effects.push({ kind: 'trace', level: 'info', event: 'agent.recovered', fields });
}

function takeFrameworks(step: Step, checkpoint: Checkpoint): void {
  const inUse = new Set(checkpoint.tasks.map((task) => task.frameworkId));
  for (const { info, isShutDown } of checkpoint.frameworks) {
    const frameworkId = info.id?.value ?? '';
    if (inUse.has(frameworkId)) step.state.frameworks.set(frameworkId, { info, isShutDown });
    else persistWrites(step, [frameworkRemoval(frameworkId)]);
  }
}

function applyAction(step: Step, action: RecoveryAction): void {
  const record = takeRecord(step, action.task);
  switch (action.kind) {
    case 'keep':
      record.phase = 'running';
      traceTask(step, 'task.adopted', record);
      resumeTask(step, record);
      return;
    case 'adopt':
      traceTask(step, 'task.adopted', record);
      containerStarted(step, record, action.running);
      step.effects.push({ kind: 'adoptContainer', container: record.container });
      return;
    case 'await':
      record.phase = 'launching';
      step.effects.push({ kind: 'adoptContainer', container: record.container });
      if (record.kill !== undefined) stopTask(step, record);
      return;
    case 'report':
      if (action.wasTold) containerEnded(step, record, action.end);
      else endUnseen(step, record, action.end);
      return;
    case 'drop':
      dropTask(step, record);
      return;
    case 'settle':
      step.effects.push({ kind: 'removeContainer', container: record.container });
      return;
  }
}

/** How a container ended whose launch an earlier life of this agent had under way. */
export function endUnseen(step: Step, record: TaskRecord, end: ContainerEnd): void {
  if (end.kind === 'vanished') {
    dropTask(step, record);
    return;
  }
  // The framework learns that it ran before it learns how it ended.
  containerStarted(step, record, UNSEEN);
  containerEnded(step, record, end);
}

const UNSEEN = { pid: undefined, ipAddresses: [], inspection: undefined } as const;

function resumeTask(step: Step, record: TaskRecord): void {
  step.effects.push({ kind: 'adoptContainer', container: record.container });
  watchTask(step, record);
  if (record.kill !== undefined) stopTask(step, record);
}

function dropTask(step: Step, record: TaskRecord): void {
  traceTask(step, 'task.dropped', record);
  if (record.kill !== undefined) {
    const reason = 'REASON_TASK_KILLED_DURING_LAUNCH';
    const message = 'Killed before delivery to the executor';
    endTask(step, record, agentStatus(step, record, { state: 'TASK_KILLED', message, reason }));
    return;
  }
  const state = droppedState(step, record.frameworkId);
  const message = 'Task launched during agent restart';
  const reason = 'REASON_AGENT_RESTARTED';
  endTask(step, record, agentStatus(step, record, { state, message, reason }));
}

function takeRecord(step: Step, task: CheckpointedTask): TaskRecord {
  const { containerId, kind, sandbox } = task;
  const taskId = task.task.task_id.value;
  const record: TaskRecord = {
    container: { containerId, kind, sandbox },
    frameworkId: task.frameworkId,
    taskId,
    task: task.task,
    acceptedAt: timestamp(task.acceptedAt),
    phase: task.phase,
    running: task.running,
    kill: task.kill,
    statuses: task.statuses,
    stream: {
      ...EMPTY_STREAM,
      pending: task.pending.map((status) => ({ status, version: 0 })),
      acknowledged: task.acknowledged,
    },
    written: new Map(),
    checks: undefined,
    version: 0,
    durableVersion: 0,
  };
  step.state.tasks.set(containerId, record);
  step.state.taskKeys.set(taskKey(task.frameworkId, taskId), containerId);
  return record;
}
