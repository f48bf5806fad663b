import { decodeUtf8, encodeUtf8, err, ok, timestamp } from '@stoa/common';
import type { Result, StoreWrite } from '@stoa/common';
import { FrameworkInfoCodec, parseJsonText, TaskInfoCodec, TaskStatusCodec } from '@stoa/proto';
import type { FrameworkInfo, TaskInfo, TaskStatus } from '@stoa/proto';
import type { Codec } from '@stoa/proto';
import type { ContainerKind, RunningContainer } from '../containers/container-spec.ts';
import type { FrameworkRecord, KillOrder, TaskPhase, TaskRecord } from '../state.ts';

/** A task as it was written down. */
export interface CheckpointedTask {
  readonly containerId: string;
  readonly kind: ContainerKind;
  readonly sandbox: string;
  readonly frameworkId: string;
  readonly task: TaskInfo;
  readonly acceptedAt: number;
  readonly phase: TaskPhase;
  readonly running: RunningContainer | undefined;
  readonly kill: KillOrder | undefined;
  readonly statuses: readonly TaskStatus[];
  readonly pending: readonly TaskStatus[];
  readonly acknowledged: TaskStatus | undefined;
}

/** All that outlives the process. */
export interface Checkpoint {
  readonly agentId: string | undefined;
  readonly bootId: string | undefined;
  readonly frameworks: readonly { readonly info: FrameworkInfo; readonly isShutDown: boolean }[];
  readonly tasks: readonly CheckpointedTask[];
}

const AGENT_KEY = 'agent';

/** The write that keeps who this agent is; without an id it is forgotten. */
export function agentWrite(agentId: string | undefined, bootId: string): StoreWrite {
  if (agentId === undefined) return { key: AGENT_KEY, value: undefined };
  return {
    key: AGENT_KEY,
    value: encodeUtf8(JSON.stringify({ agent_id: agentId, boot_id: bootId })),
  };
}

/** The write that keeps a framework. */
export function frameworkWrite(framework: FrameworkRecord): StoreWrite {
  const info = FrameworkInfoCodec.toJson(framework.info);
  const text = `{"is_shut_down":${String(framework.isShutDown)},"info":${info}}`;
  return { key: frameworkKey(framework.info.id?.value ?? ''), value: encodeUtf8(text) };
}

/** The write that forgets a framework. */
export function frameworkRemoval(frameworkId: string): StoreWrite {
  return { key: frameworkKey(frameworkId), value: undefined };
}

/** The write that keeps what a task is; made once, before anything is done for it. */
export function taskWrite(record: TaskRecord): StoreWrite {
  const about = JSON.stringify({
    framework_id: record.frameworkId,
    kind: record.container.kind,
    sandbox: record.container.sandbox,
    accepted_at: record.acceptedAt,
  });
  const text = `{"about":${about},"task":${TaskInfoCodec.toJson(record.task)}}`;
  return { key: `task/${record.container.containerId}`, value: encodeUtf8(text) };
}

/**
 * The write that keeps how far a task is. One status is in several lists and in several writes: it is put
 * into words once.
 */
export function runWrite(record: TaskRecord): StoreWrite {
  const written = new Map<TaskStatus, string>();
  const print = (status: TaskStatus): string => {
    const text =
      written.get(status) ?? record.written.get(status) ?? TaskStatusCodec.toJson(status);
    written.set(status, text);
    return text;
  };
  const about = JSON.stringify({ phase: record.phase, running: record.running, kill: record.kill });
  const statuses = record.statuses.map(print);
  const pending = record.stream.pending.map((update) => print(update.status));
  const acknowledged = record.stream.acknowledged;
  const last = acknowledged === undefined ? 'null' : print(acknowledged);
  record.written = written;
  const text = `{"about":${about},"statuses":[${statuses.join(',')}],"pending":[${pending.join(',')}],"acknowledged":${last}}`;
  return { key: `run/${record.container.containerId}`, value: encodeUtf8(text) };
}

/** The writes that forget a task. */
export function taskRemoval(record: TaskRecord): readonly StoreWrite[] {
  const { containerId } = record.container;
  return [
    { key: `task/${containerId}`, value: undefined },
    { key: `run/${containerId}`, value: undefined },
  ];
}

function frameworkKey(frameworkId: string): string {
  return `framework/${frameworkId}`;
}

/** Reads everything back. An entry that cannot be read is an error: guessing could run a task twice. */
export function decodeCheckpoint(
  entries: readonly { readonly key: string; readonly value: Uint8Array }[],
): Result<Checkpoint, string> {
  const byKey = new Map<string, Fields>();
  for (const { key, value } of entries) {
    const parsed = parseJsonText(decodeUtf8(value));
    if (!parsed.ok || !isFields(parsed.value))
      return err(`checkpoint entry ${key} is not readable`);
    byKey.set(key, parsed.value);
  }
  const frameworks: { info: FrameworkInfo; isShutDown: boolean }[] = [];
  const tasks: CheckpointedTask[] = [];
  for (const [key, fields] of byKey) {
    if (key.startsWith('framework/')) {
      const info = FrameworkInfoCodec.fromJson(fields['info']);
      if (!info.ok) return err(`checkpoint entry ${key}: ${info.error}`);
      frameworks.push({ info: info.value, isShutDown: fields['is_shut_down'] === true });
    } else if (key.startsWith('task/')) {
      const containerId = key.slice('task/'.length);
      const task = decodeTask(containerId, fields, byKey.get(`run/${containerId}`) ?? {});
      if (!task.ok) return err(`checkpoint entry ${key}: ${task.error}`);
      tasks.push(task.value);
    }
  }
  const agent = byKey.get(AGENT_KEY);
  tasks.sort((a, b) => a.acceptedAt - b.acceptedAt);
  return ok({
    agentId: textOf(agent?.['agent_id']),
    bootId: textOf(agent?.['boot_id']),
    frameworks,
    tasks,
  });
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function decodeTask(
  containerId: string,
  fields: Fields,
  run: Fields,
): Result<CheckpointedTask, string> {
  const about = fieldsOf(fields['about']);
  const task = TaskInfoCodec.fromJson(fields['task']);
  if (!task.ok) return task;
  const statuses = decodeList(TaskStatusCodec, run['statuses']);
  if (!statuses.ok) return statuses;
  const pending = decodeList(TaskStatusCodec, run['pending']);
  if (!pending.ok) return pending;
  const acknowledged = decodeList(
    TaskStatusCodec,
    isFields(run['acknowledged']) ? [run['acknowledged']] : [],
  );
  if (!acknowledged.ok) return acknowledged;
  const progress = fieldsOf(run['about']);
  return ok({
    containerId,
    kind: about['kind'] === 'docker' ? 'docker' : 'process',
    sandbox: textOf(about['sandbox']) ?? '',
    frameworkId: textOf(about['framework_id']) ?? '',
    task: task.value,
    acceptedAt: numberOf(about['accepted_at']) ?? 0,
    phase: phaseOf(progress['phase']),
    running: runningOf(progress['running']),
    kill: killOf(progress['kill']),
    statuses: statuses.value,
    pending: pending.value,
    acknowledged: acknowledged.value[0],
  });
}

function decodeList<T>(codec: Codec<T>, value: unknown): Result<readonly T[], string> {
  const items: T[] = [];
  for (const item of Array.isArray(value) ? value : []) {
    const decoded = codec.fromJson(item);
    if (!decoded.ok) return decoded;
    items.push(decoded.value);
  }
  return ok(items);
}

function phaseOf(value: unknown): TaskPhase {
  return value === 'running' || value === 'ended' || value === 'launching' ? value : 'accepted';
}

function runningOf(value: unknown): RunningContainer | undefined {
  if (!isFields(value)) return undefined;
  const addresses = Array.isArray(value['ipAddresses']) ? value['ipAddresses'] : [];
  return {
    pid: numberOf(value['pid']),
    ipAddresses: addresses.filter((address) => typeof address === 'string'),
    inspection: undefined,
  };
}

function killOf(value: unknown): KillOrder | undefined {
  if (!isFields(value)) return undefined;
  const cause = value['cause'];
  const deadline = timestamp(numberOf(value['deadline']) ?? 0);
  if (isCause(cause)) return { cause, deadline };
  return { cause: 'requested', deadline };
}

function isCause(value: unknown): value is KillOrder['cause'] {
  return ['requested', 'framework', 'completionTime', 'unhealthy', 'agent'].includes(String(value));
}
