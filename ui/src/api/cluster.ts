import type { ClusterSummaryJson } from '@stoa/proto/stoa';
import { call, type Answer } from './call.ts';

/** All agents with their sums. */
export function readSummary(): Promise<Answer<ClusterSummaryJson>> {
  return call('/stoa/v1/cluster/summary');
}
