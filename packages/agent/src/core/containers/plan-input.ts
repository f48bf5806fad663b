import type { FrameworkInfo, TaskInfo } from '@stoa/proto';
import type { AgentConfig } from '../state.ts';

/** All that decides how a task runs. */
export interface PlanInput {
  readonly config: AgentConfig;
  readonly agentId: string;
  readonly containerId: string;
  readonly framework: FrameworkInfo;
  readonly task: TaskInfo;
}

/** The image of a task whose container is of type MESOS; Docker runs it too. */
export function imageName(task: TaskInfo): string | undefined {
  return task.container?.mesos?.image?.docker?.name;
}
