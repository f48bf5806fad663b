import { Resources, validateId } from '@stoa/proto';
import type { TaskInfo, Value_Scalar } from '@stoa/proto';
import { validateCheck, validateHealthCheck } from './checks.ts';
import { validateCommand, validateContainer } from './containers.ts';
import { validateLaunchExecutor } from './executor.ts';
import { validateResources } from './resources.ts';

/** What a task is measured against. */
export interface TaskSurroundings {
  readonly frameworkId: string;
  readonly agentId: string;
  isActive(taskId: string): boolean;
  isUnreachable(taskId: string): boolean;
}

/**
 * The first fault of a task, in the order and words of mesos-http.md §4.5 and mesos-protocol.md §6.
 * Whether there is enough of everything for it is asked later, when all of its cost is known.
 */
export function validateTask(task: TaskInfo, around: TaskSurroundings): string | undefined {
  return validateTaskBody(task, around) ?? validateRunner(task, around.frameworkId);
}

/** The same for a task of a group, whose executor is the group's. */
export function validateGroupTask(task: TaskInfo, around: TaskSurroundings): string | undefined {
  const fault = validateTaskBody(task, around);
  if (fault !== undefined) return fault;
  if (task.command === undefined) return 'Task of a task group should have CommandInfo present';
  if (task.container?.type === 'DOCKER') {
    return 'Docker ContainerInfo is not supported on the task';
  }
  if (task.container?.network_infos !== undefined && task.container.network_infos.length > 0) {
    return 'NetworkInfos must not be set on the task';
  }
  return undefined;
}

function validateTaskBody(task: TaskInfo, around: TaskSurroundings): string | undefined {
  return (
    validateIdentity(task, around) ??
    validateTimes(task) ??
    validateProbes(task) ??
    validateTaskResources(task) ??
    validateContents(task) ??
    validateLimits(task)
  );
}

function validateIdentity(task: TaskInfo, around: TaskSurroundings): string | undefined {
  const id = task.task_id.value;
  const fault = validateId(id);
  if (fault !== undefined) return fault;
  if (around.isActive(id)) return `Task has duplicate ID: ${id}`;
  if (around.isUnreachable(id)) return `Task reuses the ID of an unreachable task: ${id}`;
  const agentId = task.agent_id.value;
  if (agentId === around.agentId) return undefined;
  return `Task uses invalid agent ${agentId} while agent ${around.agentId} is expected`;
}

function validateTimes({ kill_policy, max_completion_time }: TaskInfo): string | undefined {
  if ((kill_policy?.grace_period?.nanoseconds ?? 0n) < 0n) {
    return "Task's 'kill_policy.grace_period' must be non-negative";
  }
  if ((max_completion_time?.nanoseconds ?? 0n) < 0n) {
    return "Task's `max_completion_time` must be non-negative";
  }
  return undefined;
}

function validateProbes({ check, health_check }: TaskInfo): string | undefined {
  const checkFault = check && validateCheck(check);
  if (checkFault !== undefined) return `Task uses invalid check: ${checkFault}`;
  const healthFault = health_check && validateHealthCheck(health_check);
  return healthFault && `Task uses invalid health check: ${healthFault}`;
}

function validateTaskResources({ resources = [] }: TaskInfo): string | undefined {
  if (resources.length === 0) return 'Task uses no resources';
  const fault = validateResources(resources);
  if (fault !== undefined) {
    return fault.startsWith('Resource ') ? fault : `Task uses invalid resources: ${fault}`;
  }
  return Resources.of(resources).isEmpty ? 'Task uses no resources' : undefined;
}

function validateContents({ command, container }: TaskInfo): string | undefined {
  const commandFault = command && validateCommand(command);
  if (commandFault !== undefined) return `Task's \`CommandInfo\` is invalid: ${commandFault}`;
  const containerFault = container && validateContainer(container);
  return containerFault && `Task's \`ContainerInfo\` is invalid: ${containerFault}`;
}

const LIMIT_WORDS: ReadonlyMap<string, string> = new Map([
  ['cpus', 'cpu'],
  ['mem', 'memory'],
]);

function validateLimits({ limits = {}, resources = [] }: TaskInfo): string | undefined {
  const requests = Resources.of(resources);
  for (const [name, limit] of Object.entries(limits)) {
    const word = LIMIT_WORDS.get(name);
    if (word === undefined) return "Only cpus and mem may be included in a task's resource limits";
    const fault = validateLimit(word, limit, requests.scalar(name));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

// Infinity is no limit at all; this is the one place where it is allowed.
function validateLimit(word: string, { value }: Value_Scalar, request: number): string | undefined {
  if (Number.isNaN(value)) return `The ${word} limit must be a number`;
  if (request === 0) return `The ${word} limit needs a ${word} request`;
  if (value >= request) return undefined;
  return `The ${word} limit must be greater than or equal to the ${word} request`;
}

function validateRunner(task: TaskInfo, frameworkId: string): string | undefined {
  const { command, executor, container } = task;
  if ((command === undefined) === (executor === undefined)) {
    return 'Task should have at least one (but not both) of CommandInfo or ExecutorInfo present';
  }
  if (container?.linux_info?.share_cgroups === false) {
    return '`share_cgroups` may not be set to false on a task that is launched by LAUNCH';
  }
  return executor && validateLaunchExecutor(executor, frameworkId);
}
