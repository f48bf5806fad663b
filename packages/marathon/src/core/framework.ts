import type { FrameworkInfo, FrameworkInfo_Capability } from '@stoa/proto';
import type { MarathonState } from './state.ts';

/** Who Marathon is to a master (marathon-behaviour.md §9). */
export function frameworkInfo({
  config,
  frameworkId,
  subscribedRoles,
}: MarathonState): FrameworkInfo {
  const { settings } = config;
  return {
    user: config.user,
    name: config.frameworkName,
    id: frameworkId === undefined ? undefined : { value: frameworkId },
    failover_timeout: config.failoverTimeoutSeconds,
    checkpoint: config.checkpoint,
    hostname: config.hostname,
    principal: config.principal,
    webui_url: config.webuiUrl,
    capabilities: capabilities(settings.features),
    roles: [...subscribedRoles].sort(),
  };
}

function capabilities(features: ReadonlySet<string>): readonly FrameworkInfo_Capability[] {
  return [
    { type: 'PARTITION_AWARE' },
    { type: 'REGION_AWARE' },
    { type: 'MULTI_ROLE' },
    ...(features.has('task_killing') ? [{ type: 'TASK_KILLING_STATE' } as const] : []),
    ...(features.has('gpu_resources') ? [{ type: 'GPU_RESOURCES' } as const] : []),
  ];
}
