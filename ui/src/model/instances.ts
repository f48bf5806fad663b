import type { TaskJson } from '@stoa/proto/marathon';
import { instanceOf } from './address.ts';
import { parseTime } from './format.ts';
import type { Instance } from './records.ts';
import { conditionOf } from './status.ts';

/** An instance of which nothing is known but its id, or what was known of it. */
export function renderInstance(id: string, appId: string, known: Instance | undefined): Instance {
  return (
    known ?? {
      id,
      appId,
      taskId: undefined,
      condition: 'Unknown',
      isHealthy: undefined,
      host: undefined,
      agentId: undefined,
      ports: [],
      addresses: [],
      version: undefined,
      stagedAt: undefined,
      startedAt: undefined,
      endedAt: undefined,
      message: '',
      checks: [],
    }
  );
}

/** The instance of a task as a snapshot tells it; what a snapshot leaves out is kept. */
export function settleInstance(task: TaskJson, known: Instance | undefined): Instance {
  const id = instanceOf(task.id);
  const checks = task.healthCheckResults;
  return {
    ...renderInstance(id, task.appId, known),
    taskId: task.id,
    condition: conditionOfTask(task),
    isHealthy: checks.length === 0 ? undefined : checks.every(({ alive }) => alive),
    host: task.host,
    agentId: task.slaveId,
    ports: task.ports,
    addresses: task.ipAddresses.map(({ ipAddress }) => ipAddress),
    version: task.version ?? known?.version,
    stagedAt: parseTime(task.stagedAt) ?? known?.stagedAt,
    startedAt: parseTime(task.startedAt) ?? known?.startedAt,
    checks,
  };
}

/** One that was never staged only waits for its next start: what it is told to be is of the last one (marathon-api.md §2.3). */
function conditionOfTask({ state, stagedAt }: TaskJson): string {
  return state === 'TASK_STAGING' && stagedAt === undefined ? 'Scheduled' : conditionOf(state);
}
