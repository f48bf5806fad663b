import { renderIsoTime, type Timestamp } from '@stoa/common';
import type {
  HealthCheckResultJson,
  ReadinessResultJson,
  TaskFailureJson,
  TaskJson,
} from '@stoa/proto/marathon';
import type {
  Condition,
  HealthView,
  ReadinessView,
  TaskFailureView,
  TaskView,
} from '../core/read-view.ts';

const STATES: Readonly<Record<Condition, string>> = {
  Scheduled: 'TASK_STAGING',
  Provisioned: 'TASK_STAGING',
  Staging: 'TASK_STAGING',
  Starting: 'TASK_STARTING',
  Running: 'TASK_RUNNING',
  Killing: 'TASK_KILLING',
  Killed: 'TASK_KILLED',
  Finished: 'TASK_FINISHED',
  Failed: 'TASK_FAILED',
  Error: 'TASK_ERROR',
  Dropped: 'TASK_DROPPED',
  Gone: 'TASK_GONE',
  Unknown: 'TASK_UNKNOWN',
  Unreachable: 'TASK_UNREACHABLE',
  UnreachableInactive: 'TASK_UNREACHABLE',
};

const ACTIVE: ReadonlySet<Condition> = new Set<Condition>([
  'Provisioned',
  'Staging',
  'Starting',
  'Running',
  'Killing',
  'Unreachable',
]);

/** The name of a condition in the words of Mesos. */
export function taskStateOf(condition: Condition): string {
  return STATES[condition];
}

/** A task (marathon-api.md §2.3). One that is over has neither times nor ports. */
export function taskJson(task: TaskView, servicePorts: readonly number[]): TaskJson {
  const isActive = ACTIVE.has(task.condition);
  return {
    appId: task.appId,
    healthCheckResults: task.health.map((health) => healthJson(health, task.instanceId)),
    host: task.host,
    id: task.id,
    ipAddresses: task.ipAddresses,
    ports: isActive ? task.ports : [],
    servicePorts,
    slaveId: task.agentId,
    region: task.region,
    zone: task.zone,
    state: taskStateOf(task.condition),
    stagedAt: isActive ? optionalTime(task.stagedAt) : undefined,
    startedAt: isActive ? optionalTime(task.startedAt) : undefined,
    version: isActive ? renderIsoTime(task.version) : undefined,
    localVolumes: [],
    role: task.role,
    checkResult: task.checkResult,
  };
}

function optionalTime(at: Timestamp | undefined): string | undefined {
  return at === undefined ? undefined : renderIsoTime(at);
}

function healthJson(health: HealthView, instanceId: string): HealthCheckResultJson {
  return {
    alive: health.alive,
    consecutiveFailures: health.consecutiveFailures,
    instanceId,
    firstSuccess: optionalTime(health.firstSuccess),
    lastSuccess: optionalTime(health.lastSuccess),
    lastFailure: optionalTime(health.lastFailure),
    lastFailureCause: health.lastFailureCause,
  };
}

/** What a readiness check found of a task (marathon-api.md §2.3). */
export function readinessJson({
  name,
  taskId,
  isReady,
  lastResponse,
}: ReadinessView): ReadinessResultJson {
  return { name, taskId, ready: isReady, lastResponse };
}

/** The last task of an app that ended badly. */
export function taskFailureJson(failure: TaskFailureView): TaskFailureJson {
  return {
    appId: failure.appId,
    host: failure.host,
    message: failure.message,
    state: failure.state,
    taskId: failure.taskId,
    timestamp: renderIsoTime(failure.timestamp),
    version: renderIsoTime(failure.version),
    slaveId: failure.agentId,
  };
}
