export { MasterKernel } from './master-kernel.ts';
export type { ClusterChange, MasterEffect, ReplyEffect, SendEventEffect } from './effects.ts';
export type {
  AgentSubscribedEvent,
  FrameworkSubscribedEvent,
  MasterEvent,
  RegistryEntry,
  RegistryLoadedEvent,
  SchedulerCallEvent,
} from './events.ts';
export { HEARTBEAT_INTERVAL } from './limits.ts';
export { REGISTRY_PREFIX } from './registry/registry.ts';
export type { MasterConfig } from './state.ts';
export type { MasterTraceName } from './trace-events.ts';
export type { AgentView, AllocatorView, ClusterView, ExecutorView, FrameworkView } from './view.ts';
