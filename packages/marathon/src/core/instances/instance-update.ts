import { timestamp, type Timestamp } from '@stoa/common';
import type { TaskStatus } from '@stoa/proto';
import type { Condition } from '../read-view.ts';
import type { Instance } from './instance.ts';

/** What a status says of a task (marathon-behaviour.md §1.1). */
export function conditionOf(status: TaskStatus): Condition {
  switch (status.state) {
    case 'TASK_STAGING':
      return 'Staging';
    case 'TASK_STARTING':
      return 'Starting';
    case 'TASK_RUNNING':
      return 'Running';
    case 'TASK_KILLING':
      return 'Killing';
    case 'TASK_FINISHED':
      return 'Finished';
    case 'TASK_FAILED':
      return 'Failed';
    case 'TASK_KILLED':
      return 'Killed';
    case 'TASK_ERROR':
      return 'Error';
    case 'TASK_DROPPED':
      return 'Dropped';
    case 'TASK_UNREACHABLE':
      return 'Unreachable';
    case 'TASK_GONE':
    case 'TASK_GONE_BY_OPERATOR':
      return 'Gone';
    case 'TASK_UNKNOWN':
      return 'Unknown';
    case 'TASK_LOST':
      return conditionOfLost(status);
  }
}

/** LOST has no meaning of its own: its reason tells what it stands for. */
function conditionOfLost({ reason }: TaskStatus): Condition {
  switch (reason) {
    case 'REASON_RECONCILIATION':
    case 'REASON_AGENT_DISCONNECTED':
    case 'REASON_AGENT_REMOVED':
      return 'Unreachable';
    case 'REASON_TASK_UNKNOWN':
      return 'Unknown';
    default:
      return 'Gone';
  }
}

/** The instance as it is after a status of its task; the same object when nothing changed. */
export function applyStatus(instance: Instance, status: TaskStatus, at: Timestamp): Instance {
  const told = conditionOf(status);
  if (isLate(told, instance.condition)) return instance;
  // One that was given up for a while stays so until it shows life.
  const isStill = told === 'Unreachable' && instance.condition === 'UnreachableInactive';
  const condition = isStill ? instance.condition : told;
  const isNew = condition !== instance.condition;
  const isRunning = condition === 'Running';
  const startedAt = isRunning ? (instance.startedAt ?? startOf(status, at)) : instance.startedAt;
  const healthy = status.healthy ?? (isRunning ? instance.healthy : undefined);
  const ipAddresses = isRunning ? addressesOf(status, instance) : instance.ipAddresses;
  const isSame =
    !isNew &&
    healthy === instance.healthy &&
    startedAt === instance.startedAt &&
    ipAddresses === instance.ipAddresses;
  if (isSame) return instance;
  return {
    ...instance,
    condition,
    since: isNew ? at : instance.since,
    activeSince: instance.activeSince ?? (isRunning ? at : undefined),
    startedAt,
    healthy,
    ipAddresses,
    unreachableSince:
      told === 'Unreachable' ? (instance.unreachableSince ?? lossOf(status, at)) : undefined,
  };
}

/** What a live task passes through; it never goes back. */
const COURSE: readonly Condition[] = ['Provisioned', 'Staging', 'Starting', 'Running', 'Killing'];

/** An update that comes after others of its task, or comes again, takes nothing back. */
function isLate(told: Condition, known: Condition): boolean {
  return COURSE.includes(told) && COURSE.indexOf(told) < COURSE.indexOf(known);
}

function startOf({ timestamp: seconds }: TaskStatus, at: Timestamp): Timestamp {
  return seconds === undefined ? at : timestamp(Math.floor(seconds * 1000));
}

function lossOf({ unreachable_time }: TaskStatus, at: Timestamp): Timestamp {
  return unreachable_time === undefined
    ? at
    : timestamp(Number(unreachable_time.nanoseconds / 1_000_000n));
}

function addressesOf({ container_status }: TaskStatus, before: Instance): Instance['ipAddresses'] {
  const found: Instance['ipAddresses'][number][] = [];
  let isSame = true;
  for (const { ip_addresses } of container_status?.network_infos ?? []) {
    for (const { ip_address: ipAddress, protocol } of ip_addresses ?? []) {
      if (ipAddress === undefined) continue;
      isSame &&= before.ipAddresses[found.length]?.ipAddress === ipAddress;
      found.push({ ipAddress, protocol: protocol ?? 'IPv4' });
    }
  }
  isSame &&= found.length === before.ipAddresses.length;
  return found.length === 0 || isSame ? before.ipAddresses : found;
}
