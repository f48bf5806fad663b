import type { Definition, Instance } from './records.ts';
import { deriveInstanceStatus, type Counts } from './status.ts';

const NOBODY: Counts = {
  ...{ wanted: 0, healthy: 0, unhealthy: 0, running: 0 },
  ...{ starting: 0, killing: 0, lost: 0, awaited: 0 },
};

/**
 * Counts by the instances when they are known, else by the sums that the server told with the app. What is said to
 * run on an awaited agent is hearsay of before the master began.
 */
export function deriveCounts(
  definition: Definition,
  instances: readonly Instance[] | undefined,
  awaitedAgents: ReadonlySet<string>,
): Counts {
  const wanted = definition.instances ?? 1;
  if (instances === undefined) {
    const running = definition.tasksRunning ?? 0;
    const healthy = definition.tasksHealthy ?? 0;
    const unhealthy = definition.tasksUnhealthy ?? 0;
    return {
      wanted,
      healthy,
      unhealthy,
      running: Math.max(0, running - healthy - unhealthy),
      starting: definition.tasksStaged ?? 0,
      killing: 0,
      lost: 0,
      awaited: 0,
    };
  }
  const counts = { ...NOBODY, wanted };
  for (const instance of instances) {
    if (instance.agentId !== undefined && awaitedAgents.has(instance.agentId)) {
      counts.awaited += 1;
      continue;
    }
    switch (deriveInstanceStatus(instance.condition, instance.isHealthy)) {
      case 'healthy':
        counts.healthy += 1;
        break;
      case 'unhealthy':
        counts.unhealthy += 1;
        break;
      case 'running':
        counts.running += 1;
        break;
      case 'starting':
      case 'staging':
        counts.starting += 1;
        break;
      case 'killing':
        counts.killing += 1;
        break;
      case 'unreachable':
      case 'unknown':
        counts.lost += 1;
        break;
      case 'waiting':
      case 'failed':
      case 'finished':
      case 'killed':
        break;
    }
  }
  return counts;
}

/** Sums of several counts: what a group shows. */
export function addCounts(all: readonly Counts[]): Counts {
  const sum = { ...NOBODY };
  for (const one of all) {
    sum.wanted += one.wanted;
    sum.healthy += one.healthy;
    sum.unhealthy += one.unhealthy;
    sum.running += one.running;
    sum.starting += one.starting;
    sum.killing += one.killing;
    sum.lost += one.lost;
    sum.awaited += one.awaited;
  }
  return sum;
}
