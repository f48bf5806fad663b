import { isTerminal, Resources } from '@stoa/proto';
import type { Task, TaskState, TaskStatus } from '@stoa/proto';
import { STATUSES_MAX } from '../limits.ts';
import { count, pairKey, trace } from '../state.ts';
import type { AgentRecord, FrameworkRecord, Step, TaskRecord } from '../state.ts';

/** Enters a task with its framework and its agent. Its resources are the allocator's business. */
export function addTask(
  step: Step,
  framework: FrameworkRecord,
  agent: AgentRecord,
  task: Task,
): TaskRecord {
  const record: TaskRecord = {
    frameworkId: framework.id,
    taskId: task.task_id.value,
    agentId: agent.id,
    executorId: task.executor_id?.value,
    task,
    pendingKill: undefined,
  };
  framework.tasks.set(record.taskId, record);
  agent.tasks.set(pairKey(record.frameworkId, record.taskId), record);
  step.effects.push({ kind: 'clusterChanged', change: { kind: 'taskAdded', task } });
  return record;
}

/**
 * Takes a status as the task's news. `latest` is the newest state the agent knows, which may run
 * ahead of the status. What is final stays final. Resources are free at the first moment at which
 * the task can no longer use them, whoever has still to acknowledge it (mesos-allocator.md §8.2).
 */
export function applyStatus(
  step: Step,
  record: TaskRecord,
  status: TaskStatus,
  latest: TaskState = status.state,
): void {
  const before = record.task;
  const state = newestOf(before.state, status.state, latest);
  const forwarded =
    status.uuid === undefined
      ? {}
      : { status_update_state: status.state, status_update_uuid: status.uuid };
  record.task = { ...before, ...forwarded, state, statuses: withStatus(before.statuses, status) };
  if (!isHeld(before.state) || isHeld(state)) return tellUpdated(step, record, status);
  releaseTask(step, record);
  if (isTerminal(state)) countEnd(step, state, status);
  tellUpdated(step, record, status);
}

/** What a live task passes through; it never goes back. */
const COURSE: readonly TaskState[] = [
  'TASK_STAGING',
  'TASK_STARTING',
  'TASK_RUNNING',
  'TASK_KILLING',
];

/**
 * The first end stands; an update that tells an end is one, whatever is said to come after it. One
 * that comes late, after others of its task, takes nothing back.
 */
function newestOf(before: TaskState, told: TaskState, latest: TaskState): TaskState {
  if (isTerminal(before)) return before;
  if (isTerminal(told)) return told;
  const isLate = COURSE.includes(latest) && COURSE.indexOf(latest) < COURSE.indexOf(before);
  return isLate ? before : latest;
}

/** Whether a task in this state uses its resources. */
export function isHeld(state: TaskState): boolean {
  return !isTerminal(state) && state !== 'TASK_UNREACHABLE';
}

/** The task is over for good: it leaves the live ones, and is shown among the completed. */
export function completeTask(step: Step, framework: FrameworkRecord, record: TaskRecord): void {
  dropTask(step, framework, record);
  framework.completedTasks.add(record.task);
}

/** The task's agent went silent: it is kept apart, since it may come back (§6.4). */
export function setAsideTask(step: Step, framework: FrameworkRecord, record: TaskRecord): void {
  dropTask(step, framework, record);
  const { unreachableTasks } = framework;
  unreachableTasks.set(record.taskId, record.task);
  if (unreachableTasks.size <= step.state.config.maxUnreachableTasksPerFramework) return;
  const [oldest] = unreachableTasks.keys();
  if (oldest !== undefined) unreachableTasks.delete(oldest);
}

/** Counts the end of a task under its state, source and reason (mesos-endpoints.md §5.1). */
export function countEnd(step: Step, state: TaskState, status: TaskStatus): void {
  const end = state.toLowerCase();
  count(step, `master/${end.replace('task_', 'tasks_')}`);
  if (status.reason === undefined) return;
  // The counters have the names of the unversioned API, where an agent is a slave.
  const [source, reason] = [status.source ?? 'SOURCE_MASTER', status.reason].map((name) =>
    name.toLowerCase().replaceAll('agent', 'slave'),
  );
  count(step, `master/${end}/${source}/${reason}`);
}

function dropTask(step: Step, framework: FrameworkRecord, record: TaskRecord): void {
  framework.tasks.delete(record.taskId);
  const agent = step.state.agents.get(record.agentId);
  agent?.tasks.delete(pairKey(record.frameworkId, record.taskId));
}

function releaseTask(step: Step, record: TaskRecord): void {
  const { state } = step;
  const { frameworkId, agentId, task } = record;
  const resources = Resources.of(task.resources ?? []);
  state.allocator.recover(frameworkId, agentId, resources, undefined, step.at);
  state.wantsAllocation = true;
}

function tellUpdated(step: Step, record: TaskRecord, status: TaskStatus): void {
  const { frameworkId, taskId, task } = record;
  const change = { kind: 'taskUpdated', frameworkId, status, state: task.state } as const;
  step.effects.push({ kind: 'clusterChanged', change });
  trace(step, 'debug', 'task.updated', { frameworkId, taskId, state: status.state });
}

/** One entry per change of state; the same state again replaces the last (clients.md J6). */
function withStatus(
  statuses: readonly TaskStatus[] = [],
  status: TaskStatus,
): readonly TaskStatus[] {
  const { data: _, ...kept } = status;
  const others = statuses.at(-1)?.state === kept.state ? statuses.slice(0, -1) : statuses;
  return [...others, kept].slice(-STATUSES_MAX);
}
