import { CommandInfoCodec, type Offer, SchedulerOfferConstraintsCodec } from '@stoa/proto';
import { double, type Json, labelsJson, raw, resourceMap, taskJson } from '@stoa/proto/classic';
import { usageOfFramework } from './usage.ts';
import type { ExecutorView, FrameworkView } from './view.ts';
import { wireSeconds } from './times.ts';

/** What `/state` and `/state-summary` both tell of a framework. */
export function frameworkHeadJson(framework: FrameworkView): Record<string, Json | undefined> {
  const { info } = framework;
  const { used, offered } = usageOfFramework(framework);
  return {
    id: frameworkIdOf(framework),
    name: info.name,
    used_resources: resourceMap(used),
    offered_resources: resourceMap(offered),
    capabilities: (info.capabilities ?? []).map(({ type }) => type ?? 'UNKNOWN'),
    hostname: info.hostname ?? '',
    webui_url: info.webui_url ?? '',
    active: framework.active,
    connected: framework.connected,
    recovered: framework.recovered,
  };
}

/** The id as text. */
export function frameworkIdOf({ info }: FrameworkView): string {
  return info.id?.value ?? '';
}

/** A framework of `/state` and `/frameworks`, whole (mesos-endpoints.md §1.1.2). */
export function frameworkJson(framework: FrameworkView): Json {
  const { info } = framework;
  const { used, offered } = usageOfFramework(framework);
  return {
    ...frameworkHeadJson(framework),
    user: info.user,
    checkpoint: info.checkpoint ?? false,
    failover_timeout: double(info.failover_timeout ?? 0),
    resources: resourceMap([...used, ...offered]),
    ...timesJson(framework),
    principal: info.principal,
    ...rolesJson(framework),
    tasks: Array.from(framework.tasks, taskJson),
    unreachable_tasks: Array.from(framework.unreachableTasks, taskJson),
    completed_tasks: Array.from(framework.completedTasks, taskJson),
    offers: Array.from(framework.offers, offerJson).reverse(),
    executors: Array.from(framework.executors, executorJson),
    labels: labelsJson(info.labels),
    offer_constraints: raw(SchedulerOfferConstraintsCodec.toJson(framework.offerConstraints ?? {})),
  };
}

function timesJson(framework: FrameworkView): Record<string, Json | undefined> {
  const { registeredAt, reregisteredAt, unregisteredAt } = framework;
  const isBack = reregisteredAt !== undefined && reregisteredAt !== registeredAt;
  return {
    registered_time: double(registeredAt === undefined ? 0 : wireSeconds(registeredAt)),
    unregistered_time: double(unregisteredAt === undefined ? 0 : wireSeconds(unregisteredAt)),
    reregistered_time: isBack ? double(wireSeconds(reregisteredAt)) : undefined,
  };
}

function rolesJson({ info }: FrameworkView): Record<string, Json> {
  const isMultiRole = info.capabilities?.some(({ type }) => type === 'MULTI_ROLE') ?? false;
  return isMultiRole ? { roles: info.roles ?? [] } : { role: info.role ?? '*' };
}

function offerJson(offer: Offer): Json {
  return {
    id: offer.id.value,
    framework_id: offer.framework_id.value,
    allocation_info: { role: offer.allocation_info?.role ?? '*' },
    slave_id: offer.agent_id.value,
    resources: resourceMap(offer.resources ?? []),
  };
}

function executorJson({ info, agentId }: ExecutorView): Json {
  const resources = info.resources ?? [];
  return {
    executor_id: info.executor_id.value,
    name: info.name ?? '',
    framework_id: info.framework_id?.value ?? '',
    command: raw(CommandInfoCodec.toJson(info.command ?? {})),
    resources: resourceMap(resources),
    role: resources.length === 0 ? undefined : (resources[0]?.allocation_info?.role ?? '*'),
    labels: labelsJson(info.labels),
    type: info.type,
    slave_id: agentId,
  };
}
