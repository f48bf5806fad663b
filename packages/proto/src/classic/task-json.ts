import {
  ContainerInfoCodec,
  ContainerStatusCodec,
  DiscoveryInfoCodec,
  HealthCheckCodec,
} from '../../generated/mesos-v1-codecs.ts';
import type { DiscoveryInfo, Labels, Task, TaskStatus } from '../../generated/mesos-v1.ts';
import { type Json, double, raw } from './json-text.ts';
import { resourceMap } from './resource-maps.ts';

/** A task of `/state`, `/tasks`, `/frameworks` (mesos-endpoints.md §1.1.3). */
export function taskJson(task: Task): Json {
  return {
    id: task.task_id.value,
    name: task.name,
    framework_id: task.framework_id.value,
    executor_id: task.executor_id?.value ?? '',
    slave_id: task.agent_id.value,
    state: task.state,
    resources: resourceMap(task.resources ?? []),
    role: task.resources?.[0]?.allocation_info?.role ?? '*',
    statuses: (task.statuses ?? []).map(statusJson),
    limits: limitsJson(task),
    user: task.user,
    labels: labelsJson(task.labels),
    discovery: discoveryJson(task.discovery),
    container: task.container && raw(ContainerInfoCodec.toJson(task.container)),
    health_check: task.health_check && raw(HealthCheckCodec.toJson(task.health_check)),
  };
}

// JSON has no number for "unlimited", so such a limit is not shown.
function limitsJson({ limits }: Task): Json | undefined {
  if (limits === undefined || Object.keys(limits).length === 0) return undefined;
  const shown: Record<string, Json> = {};
  for (const [name, { value }] of Object.entries(limits)) {
    if (Number.isFinite(value)) shown[name] = double(value);
  }
  return shown;
}

function statusJson(status: TaskStatus): Json {
  const container = status.container_status;
  return {
    state: status.state,
    timestamp: double(status.timestamp ?? 0),
    labels: labelsJson(status.labels),
    container_status:
      container && raw(ContainerStatusCodec.toJson({ ...container, executor_pid: undefined })),
    healthy: status.healthy,
  };
}

function discoveryJson(discovery: DiscoveryInfo | undefined): Json | undefined {
  return discovery && raw(DiscoveryInfoCodec.toJson(discovery));
}

/** Labels without their wrapper; undefined when there are none. */
export function labelsJson(labels: Labels | undefined): Json | undefined {
  const list = labels?.labels ?? [];
  if (list.length === 0) return undefined;
  return list.map(({ key, value }) => ({ key, value }));
}
