import { isTerminal, Resources } from '@stoa/proto';
import { FrameworkInfoCodec } from '@stoa/proto';
import type { FrameworkInfo, LinkCall_Subscribe, Task } from '@stoa/proto';
import { recoverFramework } from '../frameworks/recovery.ts';
import { pairKey, sendToAgent, sendToFramework, trace } from '../state.ts';
import type { AgentRecord, FrameworkRecord, Step, TaskRecord } from '../state.ts';
import { addExecutor, removeExecutor } from '../tasks/executor-book.ts';
import { masterStatus } from '../tasks/statuses.ts';
import { addTask, applyStatus, completeTask, isHeld } from '../tasks/task-book.ts';

/** What the master knew of an agent when it came. */
export type Origin = 'new' | 'registered' | 'recovered' | 'unreachable' | 'unknown';

/**
 * Brings both sides together (mesos-allocator.md §6.3). What the agent has and the master does not
 * know is taken over as told; what the master has and the agent does not know is asked about, and
 * the agent answers with an update; kills that waited are sent.
 */
export function takeTasks(
  step: Step,
  agent: AgentRecord,
  told: LinkCall_Subscribe,
  origin: Origin,
): void {
  const frameworks = takeFrameworks(step, agent, told.frameworks ?? []);
  takeExecutors(step, agent, told, frameworks);
  const before = new Map(agent.tasks);
  for (const task of told.tasks ?? []) {
    const framework = frameworks.get(task.framework_id.value);
    const key = pairKey(task.framework_id.value, task.task_id.value);
    const known = before.get(key);
    before.delete(key);
    if (known !== undefined) refreshTask(step, agent, known, task);
    else if (framework !== undefined) takeTask(step, { framework, agent, task, origin });
  }
  askAbout(step, agent, [...before.values()]);
}

function takeFrameworks(
  step: Step,
  agent: AgentRecord,
  infos: readonly FrameworkInfo[],
): ReadonlyMap<string, FrameworkRecord> {
  const { state } = step;
  const live = new Map<string, FrameworkRecord>();
  for (const info of infos) {
    const id = info.id?.value;
    if (id === undefined) continue;
    if (state.completedIds.has(id)) {
      const framework_id = { value: id };
      sendToAgent(step, agent, {
        type: 'SHUTDOWN_FRAMEWORK',
        shutdown_framework: { framework_id },
      });
      continue;
    }
    const framework = state.frameworks.get(id) ?? recoverFramework(step, info);
    live.set(id, framework);
    if (FrameworkInfoCodec.toJson(framework.info) !== FrameworkInfoCodec.toJson(info)) {
      const update_framework = { framework_info: framework.info };
      sendToAgent(step, agent, { type: 'UPDATE_FRAMEWORK', update_framework });
    }
  }
  return live;
}

function takeExecutors(
  step: Step,
  agent: AgentRecord,
  told: LinkCall_Subscribe,
  frameworks: ReadonlyMap<string, FrameworkRecord>,
): void {
  const gone = new Map(agent.executors);
  for (const info of told.executors ?? []) {
    const framework = frameworks.get(info.framework_id?.value ?? '');
    if (framework === undefined) continue;
    const key = pairKey(framework.id, info.executor_id.value);
    if (gone.delete(key)) continue;
    addExecutor(framework, agent, info).isHeard = true;
    book(step, framework, agent, Resources.of(info.resources ?? []));
  }
  for (const executor of gone.values()) removeExecutor(step, executor);
}

interface Taking {
  readonly framework: FrameworkRecord;
  readonly agent: AgentRecord;
  readonly task: Task;
  readonly origin: Origin;
}

function takeTask(step: Step, { framework, agent, task, origin }: Taking): void {
  framework.unreachableTasks.delete(task.task_id.value);
  if (framework.tasks.has(task.task_id.value)) {
    const fields = { frameworkId: framework.id, taskId: task.task_id.value, agentId: agent.id };
    trace(step, 'warn', 'task.refused', { ...fields, reason: 'it lives on another agent too' });
    return;
  }
  const record = addTask(step, framework, agent, task);
  if (isHeld(task.state)) book(step, framework, agent, Resources.of(task.resources ?? []));
  if (origin !== 'recovered') announce(step, framework, record, origin);
}

/** Whoever was told that the task is lost hears that it is not; no one answers to this. */
function announce(
  step: Step,
  framework: FrameworkRecord,
  { taskId, agentId, task }: TaskRecord,
  origin: Origin,
): void {
  const message =
    origin === 'unknown' ? 'Unknown agent reregistered' : 'Unreachable agent re-reregistered';
  const reason = 'REASON_AGENT_REREGISTERED';
  const status = masterStatus(step, { taskId, agentId, state: task.state, reason, message });
  sendToFramework(step, framework, { type: 'UPDATE', update: { status } });
  const change = { frameworkId: framework.id, status, state: task.state };
  step.effects.push({ kind: 'clusterChanged', change: { kind: 'taskUpdated', ...change } });
}

/** The agent may have gone on while nobody listened. Its updates come anyway; what ended is free now. */
function refreshTask(step: Step, agent: AgentRecord, record: TaskRecord, told: Task): void {
  const newest = told.statuses?.at(-1);
  if (newest !== undefined && told.state !== record.task.state) {
    applyStatus(step, record, { ...newest, uuid: undefined }, told.state);
  }
  if (record.pendingKill === undefined || isTerminal(record.task.state)) return;
  const { policy } = record.pendingKill;
  record.pendingKill = undefined;
  const { framework_id, task_id } = told;
  const kill_task = { framework_id, task_id, kill_policy: policy };
  sendToAgent(step, agent, { type: 'KILL_TASK', kill_task });
}

function askAbout(step: Step, agent: AgentRecord, records: readonly TaskRecord[]): void {
  for (const record of records) {
    const framework = step.state.frameworks.get(record.frameworkId);
    if (framework === undefined) continue;
    // Its last update was acknowledged while the link was down: nothing is left to be told.
    if (isTerminal(record.task.state)) {
      completeTask(step, framework, record);
      continue;
    }
    const { framework_id, task_id, agent_id, state } = record.task;
    const reconcile = { framework_id, statuses: [{ task_id, agent_id, state }] };
    sendToAgent(step, agent, { type: 'RECONCILE', reconcile });
  }
}

function book(
  step: Step,
  framework: FrameworkRecord,
  agent: AgentRecord,
  resources: Resources,
): void {
  if (!resources.isEmpty) step.state.allocator.hold(framework.id, agent.id, resources);
}
