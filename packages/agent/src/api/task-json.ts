import {
  ContainerInfoCodec,
  ContainerStatusCodec,
  DiscoveryInfoCodec,
  HealthCheckCodec,
} from '@stoa/proto';
import type { ContainerStatus, Labels, Task, TaskStatus } from '@stoa/proto';
import { double, RawJson } from './json.ts';
import type { JsonValue } from './json.ts';
import { renderResourceMap } from './resource-json.ts';

/** A task as the classic endpoints show it (mesos-endpoints.md §1.1.3). */
export function renderTaskJson(task: Task): JsonValue {
  return {
    id: task.task_id.value,
    name: task.name,
    framework_id: task.framework_id.value,
    executor_id: task.executor_id?.value ?? '',
    slave_id: task.agent_id.value,
    state: task.state,
    resources: renderResourceMap(task.resources ?? []),
    role: task.resources?.[0]?.allocation_info?.role ?? '*',
    statuses: (task.statuses ?? []).map(renderStatusJson),
    limits: renderLimits(task),
    user: task.user,
    labels: renderLabels(task.labels),
    discovery:
      task.discovery === undefined
        ? undefined
        : new RawJson(DiscoveryInfoCodec.toJson(task.discovery)),
    container:
      task.container === undefined
        ? undefined
        : new RawJson(ContainerInfoCodec.toJson(task.container)),
    health_check:
      task.health_check === undefined
        ? undefined
        : new RawJson(HealthCheckCodec.toJson(task.health_check)),
  };
}

/** Labels as a plain list; undefined when none are set. */
export function renderLabels(labels: Labels | undefined): JsonValue | undefined {
  if (labels === undefined) return undefined;
  return (labels.labels ?? []).map(({ key, value }) => ({ key, value }));
}

function renderLimits(task: Task): JsonValue | undefined {
  if (task.limits === undefined) return undefined;
  const finite = Object.entries(task.limits).filter(([, { value }]) => Number.isFinite(value));
  return Object.fromEntries(finite.map(([name, { value }]) => [name, double(value)]));
}

function renderStatusJson(status: TaskStatus): JsonValue {
  return {
    state: status.state,
    timestamp: double(status.timestamp ?? 0),
    labels: renderLabels(status.labels),
    container_status:
      status.container_status === undefined
        ? undefined
        : renderContainerStatus(status.container_status),
    healthy: status.healthy,
  };
}

function renderContainerStatus(status: ContainerStatus): JsonValue {
  const { executor_pid: _pid, ...shown } = status;
  return new RawJson(ContainerStatusCodec.toJson(shown));
}
