import { toSeconds } from '@stoa/common';
import { reservationRole, ResourceCodec } from '@stoa/proto';
import type { FrameworkInfo, Resource } from '@stoa/proto';
import {
  attributeMap,
  byReservedRole,
  double,
  labelsJson,
  raw,
  resourceMap,
  taskJson,
} from '@stoa/proto/classic';
import type { Json } from '@stoa/proto/classic';
import { AGENT_CAPABILITIES, EXECUTOR_OVERHEAD, hasCapability, renderTask } from '../core/index.ts';
import type { AgentView, TaskRecord } from '../core/index.ts';

/** What is known of this build (mesos-endpoints.md §1.9). */
export function renderVersion(view: AgentView): Readonly<Record<string, Json>> {
  const { build } = view.config;
  return { ...build, build_time: double(build.build_time) };
}

/** `/state` of an agent (mesos-endpoints.md §3.1). */
export function renderState(view: AgentView): Json {
  const { config } = view;
  const resources = config.resources.toList();
  const allocated = liveTasks(view).flatMap((record) => record.task.resources ?? []);
  const isFree = (resource: Resource): boolean => reservationRole(resource) === undefined;
  return {
    ...renderVersion(view),
    start_time: double(toSeconds(config.startedAt)),
    id: view.agentId ?? '',
    pid: `slave(1)@${config.ip}:${config.port}`,
    hostname: config.hostname,
    capabilities: AGENT_CAPABILITIES,
    resources: resourceMap(resources),
    reserved_resources: reservedMaps(resources),
    unreserved_resources: resourceMap(resources.filter(isFree)),
    reserved_resources_full: renderReservedFull(resources),
    unreserved_resources_full: resources.filter(isFree).map(renderFull),
    reserved_resources_allocated: reservedMaps(allocated),
    unreserved_resources_allocated: resourceMap(allocated.filter(isFree)),
    resource_providers: [],
    attributes: attributeMap(config.attributes),
    master_hostname: masterHostname(view),
    flags: config.flags,
    frameworks: [...view.frameworks.values()].map(({ info }) => renderFramework(view, info, false)),
    completed_frameworks: view.completedFrameworks
      .values()
      .filter((info) => !view.frameworks.has(info.id?.value ?? ''))
      .map((info) => renderFramework(view, info, true)),
  };
}

/** The tasks of this agent that run or are about to. */
export function liveTasks(view: AgentView): readonly TaskRecord[] {
  return [...view.tasks.values()].filter((record) => record.phase !== 'ended');
}

/** The name an invented executor goes by (mesos-endpoints.md §3.1). */
export function executorName(record: TaskRecord): string {
  return `Command Executor (Task: ${record.taskId}) (Command: ${commandText(record)})`;
}

function commandText({ task }: TaskRecord): string {
  const { command } = task;
  if (command === undefined) return 'NO COMMAND';
  if (command.shell !== false) {
    return command.value === undefined ? 'NO COMMAND' : `sh -c '${shortened(command.value)}'`;
  }
  if (command.value === undefined) return 'NO EXECUTABLE';
  return shortened(`[${[command.value, ...(command.arguments ?? [])].join(', ')}]`);
}

function shortened(text: string): string {
  return text.length > 15 ? `${text.slice(0, 12)}...` : text;
}

function masterHostname(view: AgentView): string | undefined {
  const { masterInfo } = view.registration;
  return masterInfo?.hostname ?? masterInfo?.address?.hostname;
}

function renderFull(resource: Resource): Json {
  return raw(ResourceCodec.toJson(resource));
}

function reservedMaps(resources: readonly Resource[]): Json {
  return Object.fromEntries(
    [...byReservedRole(resources)].map(([role, list]) => [role, resourceMap(list)]),
  );
}

function renderReservedFull(resources: readonly Resource[]): Json {
  return Object.fromEntries(
    [...byReservedRole(resources)].map(([role, list]) => [role, list.map(renderFull)]),
  );
}

function renderFramework(view: AgentView, info: FrameworkInfo, isCompleted: boolean): Json {
  const frameworkId = info.id?.value ?? '';
  const isMultiRole = hasCapability(info, 'MULTI_ROLE');
  const own = [...view.tasks.values()].filter((record) => record.frameworkId === frameworkId);
  const past = view.completedTasks.values().filter((record) => record.frameworkId === frameworkId);
  return {
    id: frameworkId,
    name: info.name,
    user: info.user,
    failover_timeout: double(info.failover_timeout ?? 0),
    checkpoint: info.checkpoint ?? false,
    hostname: info.hostname ?? '',
    principal: info.principal,
    ...(isMultiRole ? { roles: info.roles ?? [] } : { role: info.role ?? '*' }),
    executors: isCompleted ? [] : own.map((record) => renderExecutor(view, record)),
    completed_executors: past.map((record) => renderExecutor(view, record)),
  };
}

function renderExecutor(view: AgentView, record: TaskRecord): Json {
  const isEnded = record.phase === 'ended';
  const task = taskJson(renderTask(view, record));
  const role = record.task.resources?.[0]?.allocation_info?.role ?? '*';
  return {
    id: record.taskId,
    name: executorName(record),
    source: record.taskId,
    container: record.container.containerId,
    directory: record.container.sandbox,
    resources: resourceMap(withOverhead(record)),
    role,
    labels: labelsJson(record.task.labels),
    tasks: isEnded ? [] : [task],
    queued_tasks: [],
    completed_tasks: isEnded ? [task] : [],
  };
}

function withOverhead(record: TaskRecord): readonly Resource[] {
  const resources = record.task.resources ?? [];
  if (record.container.kind === 'docker') return resources;
  return [
    ...resources,
    { name: 'cpus', type: 'SCALAR', scalar: { value: EXECUTOR_OVERHEAD.cpus } },
    { name: 'mem', type: 'SCALAR', scalar: { value: EXECUTOR_OVERHEAD.memMb } },
  ];
}
