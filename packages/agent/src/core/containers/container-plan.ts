import { err, ok } from '@stoa/common';
import type { Result } from '@stoa/common';
import { Resources, validateId } from '@stoa/proto';
import type { CommandInfo, TaskInfo } from '@stoa/proto';
import { EXECUTOR_OVERHEAD } from '../limits.ts';
import type {
  ContainerKind,
  ContainerLimits,
  ContainerSpec,
  Program,
  SandboxLink,
} from './container-spec.ts';
import { planDocker } from './docker-plan.ts';
import { processEnvironment } from './environment.ts';
import { planFetch } from './fetch-plan.ts';
import type { PlanInput } from './plan-input.ts';
import { imageName } from './plan-input.ts';

/** Which containerizer a task needs. */
export function containerKind(task: TaskInfo): ContainerKind {
  return task.container?.type === 'DOCKER' || imageName(task) !== undefined ? 'docker' : 'process';
}

/** Where a run's files are (mesos-endpoints.md §7.1). */
export function sandboxPath(input: PlanInput): string {
  const frameworkId = input.framework.id?.value ?? '';
  return [
    input.config.workDir,
    'slaves',
    input.agentId,
    'frameworks',
    frameworkId,
    'executors',
    input.task.task_id.value,
    'runs',
    input.containerId,
  ].join('/');
}

/** What to run for a task, or why it cannot be run here. */
export function planContainer(input: PlanInput): Result<ContainerSpec, string> {
  const fault = findFault(input);
  if (fault !== undefined) return err(fault);
  const command = input.task.command ?? {};
  const fetch = planFetch(command, input.config.frameworksHome);
  if (!fetch.ok) return fetch;
  const common = {
    containerId: input.containerId,
    agentId: input.agentId,
    frameworkId: input.framework.id?.value ?? '',
    taskId: input.task.task_id.value,
    sandbox: sandboxPath(input),
    user: planUser(input, command),
    fetch: fetch.value,
  };
  if (containerKind(input.task) === 'docker') {
    const plan = planDocker(input, common.sandbox);
    return plan.ok ? ok({ ...common, kind: 'docker', ...plan.value }) : plan;
  }
  const program = planProgram(command);
  if (!program.ok) return program;
  const links = planLinks(input.task);
  if (!links.ok) return links;
  return ok({
    ...common,
    kind: 'process',
    program: program.value,
    environment: processEnvironment(input, common.sandbox),
    limits: planLimits(input),
    links: links.value,
  });
}

function findFault({ config, task, framework }: PlanInput): string | undefined {
  const faultyId = validateId(task.task_id.value) ?? validateId(framework.id?.value ?? '');
  if (faultyId !== undefined) return faultyId;
  if (task.executor !== undefined)
    return 'this agent runs command tasks only, the task names an executor';
  if (task.command === undefined) return 'the task has no command';
  const needed = containerKind(task) === 'docker' ? 'docker' : 'mesos';
  if (config.containerizers.includes(needed)) return undefined;
  return `None of the enabled containerizers (${config.containerizers.join(', ')}) could create a container for the provided TaskInfo/ExecutorInfo message`;
}

function planUser(input: PlanInput, command: CommandInfo): string | undefined {
  const user = command.user ?? input.framework.user;
  return input.config.canSwitchUser && user !== '' ? user : undefined;
}

function planProgram(command: CommandInfo): Result<Program, string> {
  const value = command.value;
  if (command.shell !== false) {
    if (value === undefined) return err("Shell command of task doesn't specify the 'value'");
    return ok({ kind: 'shell', command: value });
  }
  if (value === undefined || value === '') return err('the command names no program to run');
  const [name, ...args] = command.arguments ?? [];
  return ok({ kind: 'argv', file: value, name, args });
}

function planLinks(task: TaskInfo): Result<readonly SandboxLink[], string> {
  const links: SandboxLink[] = [];
  for (const volume of task.container?.volumes ?? []) {
    const target = volume.host_path ?? volume.source?.host_path?.path;
    const path = volume.container_path;
    if (target === undefined || !target.startsWith('/')) {
      return err(`a volume at ${path} needs an absolute host path to be linked into a sandbox`);
    }
    if (path === target) continue;
    if (path.startsWith('/') || path.split('/').includes('..')) {
      return err(`a volume at ${path} needs a container image; without one it must be relative`);
    }
    links.push({ path, target });
  }
  return ok(links);
}

/** What a process may use: its task's resources and what an executor would take besides. */
export function planLimits({ config, task }: PlanInput): ContainerLimits {
  const resources = Resources.of(task.resources ?? []);
  const cpus = resources.scalar('cpus') + EXECUTOR_OVERHEAD.cpus;
  const mem = task.limits?.['mem']?.value ?? resources.scalar('mem');
  const cpusLimit = task.limits?.['cpus']?.value;
  const cpusMax = cpusLimit === undefined ? undefined : cpusLimit + EXECUTOR_OVERHEAD.cpus;
  return {
    cpus,
    cpusMax: finite(cpusMax ?? (config.hasCpuQuota ? cpus : undefined)),
    memMb: mem > 0 ? finite(mem + EXECUTOR_OVERHEAD.memMb) : undefined,
  };
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
