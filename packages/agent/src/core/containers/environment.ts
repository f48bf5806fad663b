import { decodeUtf8, minutes, renderDuration, seconds } from '@stoa/common';
import type { Duration } from '@stoa/common';
import type { CommandInfo } from '@stoa/proto';
import type { PlanInput } from './plan-input.ts';

const PATH_DEFAULT = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The whole environment of a command task's process: what the operator gives, what an executor would
 * be told, then the framework's own; nothing of the agent's own environment (mesos-http.md §6.1).
 */
export function processEnvironment(input: PlanInput, sandbox: string): Record<string, string> {
  const { config, task } = input;
  const isCheckpointing = input.framework.checkpoint === true;
  return {
    PATH: PATH_DEFAULT,
    ...config.executorEnvironment,
    LIBPROCESS_PORT: '0',
    MESOS_AGENT_ENDPOINT: `${config.ip}:${config.port}`,
    MESOS_CHECKPOINT: isCheckpointing ? '1' : '0',
    MESOS_DIRECTORY: sandbox,
    MESOS_EXECUTOR_ID: task.task_id.value,
    MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD: renderDuration(shutdownGrace(input)),
    MESOS_FRAMEWORK_ID: input.framework.id?.value ?? '',
    MESOS_HTTP_COMMAND_EXECUTOR: '0',
    MESOS_SANDBOX: sandbox,
    MESOS_SLAVE_ID: input.agentId,
    MESOS_SLAVE_PID: `slave(1)@${config.ip}:${config.port}`,
    ...(isCheckpointing ? checkpointingVariables(input) : {}),
    ...commandVariables(task.command),
    MESOS_ALLOCATION_ROLE: allocationRole(input),
    PWD: sandbox,
  };
}

/** What Docker adds to an image's environment, as `NAME=value`. */
export function dockerEnvironment(input: PlanInput): readonly string[] {
  const variables = {
    ...input.config.executorEnvironment,
    ...commandVariables(input.task.command),
    MESOS_SANDBOX: input.config.sandboxDirectory,
    MESOS_CONTAINER_NAME: `mesos-${input.containerId}`,
    MESOS_ALLOCATION_ROLE: allocationRole(input),
  };
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

function checkpointingVariables(input: PlanInput): Record<string, string> {
  return {
    MESOS_RECOVERY_TIMEOUT: renderDuration(minutes(15)),
    MESOS_SUBSCRIPTION_BACKOFF_MAX: renderDuration(input.config.executorReregistrationTimeout),
  };
}

// A command executor outlives the longest kill of its task by two seconds (mesos-http.md §6.5).
function shutdownGrace(input: PlanInput): Duration {
  const policy = input.task.kill_policy?.grace_period?.nanoseconds;
  if (policy === undefined) return input.config.executorShutdownGrace;
  return seconds(Number(policy) / 1e9 + 2);
}

function allocationRole(input: PlanInput): string {
  return input.task.resources?.[0]?.allocation_info?.role ?? '*';
}

function commandVariables(command: CommandInfo | undefined): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const variable of command?.environment?.variables ?? []) {
    const secret = variable.secret?.value?.data;
    variables[variable.name] = secret === undefined ? (variable.value ?? '') : decodeUtf8(secret);
  }
  return variables;
}
