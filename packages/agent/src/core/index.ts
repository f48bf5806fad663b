export { AgentKernel, type AgentView } from './agent-kernel.ts';
export type { AgentEffect } from './effects.ts';
export type { AgentEvent } from './events.ts';
export type {
  ContainerEnd,
  ContainerObservation,
  ContainerSpec,
  DockerSpec,
  KnownContainer,
  ProcessSpec,
  RunningContainer,
} from './containers/container-spec.ts';
export type { FetchItem } from './containers/fetch-plan.ts';
export { AGENT_LABEL, CONTAINER_LABEL } from './containers/docker-plan.ts';
export { EXECUTOR_OVERHEAD } from './limits.ts';
export { planLimits } from './containers/container-plan.ts';
export { decodeCheckpoint, type Checkpoint, type CheckpointedTask } from './recovery/checkpoint.ts';
export { AGENT_CAPABILITIES, renderTask } from './registration.ts';
export {
  hasCapability,
  latestState,
  type AgentConfig,
  type AgentState,
  type BuildInfo,
  type FrameworkRecord,
  type TaskRecord,
} from './state.ts';
export type { ProbeOrder, ProbeOutcome, ProbeRole, ProbeTarget } from './checks/check-state.ts';
export { planHostResources, type HostFacts } from './resources/host-resources.ts';
export { nextAllowedAge } from './sandboxes/gc-plan.ts';
