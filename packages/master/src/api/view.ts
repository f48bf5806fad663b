import type { Timestamp } from '@stoa/common';

export type { AgentView, ClusterView, ExecutorView, FrameworkView } from '../core/view.ts';

/** What the views need of the world beside the master's state. */
export interface Surroundings {
  readonly now: () => Timestamp;
  /** `system/…` figures of the host, by metric name. */
  readonly host: () => ReadonlyMap<string, number>;
}
