import type { StoreWrite } from '@stoa/common';
import type { TaskStatus } from '@stoa/proto';
import { PENDING_UPDATES_MAX, STATUSES_MAX } from '../limits.ts';
import { runWrite } from '../recovery/checkpoint.ts';
import type { AfterWrite, PendingWrite, Step, TaskRecord } from '../state.ts';
import { latestState } from '../state.ts';
import { applyUpdate } from '../status-updates/update-stream.ts';
import type { AgentTraceName } from '../trace-events.ts';

/** Adds a status to the task's history and, as an update, to its stream; the next write holds it. */
export function queueUpdate(record: TaskRecord, status: TaskStatus): void {
  const isChange = latestState(record) !== status.state;
  if (record.stream.pending.length >= PENDING_UPDATES_MAX && !isChange) return;
  const shown = status.data === undefined ? status : { ...status, data: undefined };
  record.statuses = isChange
    ? [...record.statuses, shown].slice(-STATUSES_MAX)
    : [...record.statuses.slice(0, -1), shown];
  record.stream = applyUpdate(record.stream, { status, version: record.version + 1 });
}

/** Wishes that the task's progress be durable, with `more`; what is in `after` follows then. */
export function persistTask(
  step: Step,
  record: TaskRecord,
  options: { readonly more?: readonly StoreWrite[]; readonly after?: readonly AfterWrite[] } = {},
): void {
  record.version += 1;
  const more = options.more ?? [];
  addWrite(step, [...more, runWrite(record)], {
    containerId: record.container.containerId,
    version: record.version,
    after: options.after ?? [],
    more,
  });
}

/** Wishes that `writes` be durable; nothing follows from it. */
export function persistWrites(step: Step, writes: readonly StoreWrite[]): void {
  addWrite(step, writes, { containerId: undefined, version: 0, after: [], more: writes });
}

function addWrite(step: Step, writes: readonly StoreWrite[], pending: PendingWrite): void {
  const token = step.state.nextToken++;
  step.state.pendingWrites.set(token, pending);
  step.effects.push({ kind: 'persist', token, writes });
}

/** Tells something about a task. */
export function traceTask(
  step: Step,
  event: AgentTraceName,
  record: TaskRecord,
  more: Readonly<Record<string, string | number | undefined>> = {},
): void {
  step.effects.push({
    kind: 'trace',
    level: event === 'update.sent' || event === 'update.acknowledged' ? 'debug' : 'info',
    event,
    fields: {
      frameworkId: record.frameworkId,
      taskId: record.taskId,
      containerId: record.container.containerId,
      ...more,
    },
  });
}
