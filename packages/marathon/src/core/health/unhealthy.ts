import { must } from '@stoa/common';
import { killInstance } from '../instances/killing.ts';
import { taskIdOf, type Instance } from '../instances/instance.ts';
import { announce } from '../instances/instance-book.ts';
import { trace, write, type Step } from '../state.ts';
import { failureWrite } from '../storage/entities.ts';
import type { CheckEvidence } from './health-state.ts';

/**
 * Ends a task that failed a check of the leader too often; another follows it without a back-off. False:
 * it lives on, because it is the checker that sees nothing (docs/adr/0031).
 */
export function killUnhealthy(
  step: Step,
  instance: Instance,
  evidence: CheckEvidence,
  isHeard: boolean,
): boolean {
  // Who answers, if only by refusing, is reached: what he fails at is his own.
  if (!isHeard && !mayKill(step, evidence)) return false;
  const reason = evidence.lastFailureCause ?? '';
  const { id: instanceId, appId, version, placement } = instance;
  const taskId = taskIdOf(instance);
  noteFailure(step, instance, reason);
  announce(step, {
    kind: 'unhealthyInstanceKill',
    appId,
    taskId,
    instanceId,
    version,
    reason,
    host: placement?.host ?? '',
    agentId: placement?.agentId,
  });
  trace(step, 'warn', 'instance.unhealthy', {
    instanceId,
    reason,
    failures: evidence.consecutiveFailures,
  });
  const current = must(step.state.instances.get(instanceId), 'the instance that is checked');
  killInstance(step, current, 'FailedHealthChecks');
  return true;
}

function mayKill(step: Step, { failingSince, consecutiveFailures }: CheckEvidence): boolean {
  const permission = step.state.health.sight.judge(failingSince ?? step.at);
  if (permission.kind === 'granted') return true;
  if (permission.hasTurned) {
    const { heard, silent } = permission.hosts;
    trace(step, 'error', 'health.blind', {
      reason: 'most hosts are silent: nothing is killed for its health until they are heard again',
      silentHosts: silent,
      heardHosts: heard,
      failures: consecutiveFailures,
    });
  }
  return false;
}

/** What people are told of a task that ended for its health (marathon-api.md §2.3). */
export function healthKillMessage(reason: string): string {
  return `Task was killed since health check failed. Reason: ${reason}`;
}

function noteFailure(step: Step, instance: Instance, reason: string): void {
  const record = must(step.state.apps.get(instance.appId), 'the app of what is checked');
  record.lastFailure = {
    appId: instance.appId,
    taskId: taskIdOf(instance),
    host: instance.placement?.host ?? '',
    agentId: instance.placement?.agentId,
    message: healthKillMessage(reason),
    state: 'TASK_KILLED',
    timestamp: step.at,
    version: instance.version,
  };
  write(step, failureWrite(record.lastFailure));
}
