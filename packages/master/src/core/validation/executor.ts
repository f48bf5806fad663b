import { ExecutorInfoCodec, Resources, validateId } from '@stoa/proto';
import type { ExecutorInfo } from '@stoa/proto';
import { validateCommand, validateContainer } from './containers.ts';
import { validateResources } from './resources.ts';

const CPUS_MIN = 0.01;
const MEM_MIN_MB = 32;

/** The executor that a LAUNCH brings: one of the framework's own (mesos-http.md §4.5). */
export function validateLaunchExecutor(
  executor: ExecutorInfo,
  frameworkId: string,
): string | undefined {
  if (executor.type !== undefined && executor.type !== 'CUSTOM') {
    return "'ExecutorInfo.type' must be 'CUSTOM'";
  }
  if (executor.command === undefined) return "'ExecutorInfo.command' must be set";
  return validateExecutor(executor, frameworkId);
}

/** The executor of a LAUNCH_GROUP: the built-in one or the framework's own. */
export function validateGroupExecutor(
  executor: ExecutorInfo,
  frameworkId: string,
): string | undefined {
  switch (executor.type) {
    case undefined:
    case 'UNKNOWN':
      return "'ExecutorInfo.type' must be set to 'DEFAULT' or 'CUSTOM'";
    case 'DEFAULT':
      if (executor.command === undefined) break;
      return "'ExecutorInfo.command' must not be set for 'DEFAULT' executor";
    case 'CUSTOM':
      if (executor.command !== undefined) break;
      return "'ExecutorInfo.command' must be set for 'CUSTOM' executor";
  }
  if (executor.framework_id === undefined) return "'ExecutorInfo.framework_id' must be set";
  return validateExecutor(executor, frameworkId) ?? validateShare(executor);
}

/** The same id must mean the same executor. */
export function validateSameExecutor(a: ExecutorInfo, b: ExecutorInfo): string | undefined {
  const [running, wanted] = [ExecutorInfoCodec.toJson(a), ExecutorInfoCodec.toJson(b)];
  if (running === wanted) return undefined;
  return [
    'ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.',
    `Existing ExecutorInfo: ${running}`,
    `Task's ExecutorInfo: ${wanted}`,
  ].join('\n');
}

function validateExecutor(executor: ExecutorInfo, frameworkId: string): string | undefined {
  const { executor_id, framework_id, command, container, resources = [] } = executor;
  const idFault = validateId(executor_id.value);
  if (idFault !== undefined) return idFault;
  if (framework_id !== undefined && framework_id.value !== frameworkId) {
    return `ExecutorInfo has an invalid FrameworkID (Actual: ${framework_id.value} vs Expected: ${frameworkId})`;
  }
  if ((executor.shutdown_grace_period?.nanoseconds ?? 0n) < 0n) {
    return "ExecutorInfo's 'shutdown_grace_period' must be non-negative";
  }
  const commandFault = command && validateCommand(command);
  if (commandFault !== undefined) return `Executor's \`CommandInfo\` is invalid: ${commandFault}`;
  const containerFault = container && validateContainer(container);
  if (containerFault !== undefined) {
    return `Executor's \`ContainerInfo\` is invalid: ${containerFault}`;
  }
  const fault = validateResources(resources);
  return fault && `Executor uses invalid resources: ${fault}`;
}

/** A group runs inside its executor, so that must have room to live. */
function validateShare({ executor_id, resources = [] }: ExecutorInfo): string | undefined {
  const share = Resources.of(resources);
  const who = `Executor '${executor_id.value}'`;
  const [cpus, mem] = [share.scalar('cpus'), share.scalar('mem')];
  if (cpus < CPUS_MIN) {
    return `${who} uses less CPUs (${cpus || 'None'}) than the minimum required (${CPUS_MIN})`;
  }
  if (mem < MEM_MIN_MB) {
    const text = mem === 0 ? 'None' : `${mem}MB`;
    return `${who} uses less memory (${text}) than the minimum required (${MEM_MIN_MB}MB)`;
  }
  return share.scalar('disk') > 0 ? undefined : `${who} uses no disk`;
}
