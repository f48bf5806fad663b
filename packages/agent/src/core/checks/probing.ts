import type { Duration } from '@stoa/common';
import type { Step, TaskRecord } from '../state.ts';
import { forwardIfIdle } from '../status-updates/forwarding.ts';
import { executorStatus } from '../tasks/status.ts';
import type { StatusWords } from '../tasks/status.ts';
import { persistTask, queueUpdate, traceTask } from '../tasks/writing.ts';
import type { ChecksRecord, ProbeOutcome, ProbeRole } from './check-state.ts';
import { applyCheckOutcome, applyHealthOutcome, planChecks } from './check-state.ts';

const ROLES: readonly ProbeRole[] = ['health', 'check'];

/** The timer of a task's next try. */
export function probeTimer(role: ProbeRole, containerId: string): string {
  return `probe-${role}/${containerId}`;
}

/** Begins to probe a task that runs. */
export function startProbing(step: Step, record: TaskRecord): void {
  record.checks ??= planChecks(record.task, step.at);
  for (const role of ROLES) {
    const plan = record.checks?.[role];
    if (plan !== undefined) scheduleProbe(step, record, role, plan.delay);
  }
}

/** No more tries: the task ends. */
export function stopProbing(step: Step, record: TaskRecord): void {
  if (record.checks === undefined) return;
  for (const role of ROLES) {
    step.effects.push({
      kind: 'cancelTimer',
      timer: probeTimer(role, record.container.containerId),
    });
  }
}

/** It is time for a try. */
export function probe(step: Step, record: TaskRecord, role: ProbeRole): void {
  const plan = record.checks?.[role];
  if (plan === undefined || record.phase !== 'running' || record.kill !== undefined) return;
  const { containerId } = record.container;
  const order = { containerId, role, target: plan.target, timeout: plan.timeout };
  step.effects.push({ kind: 'probe', order });
}

/** What a probe says in every status of its task. */
export function probeWords(checks: ChecksRecord | undefined): Partial<StatusWords> {
  return {
    ...(checks?.healthy === undefined ? {} : { healthy: checks.healthy }),
    ...(checks?.checkStatus === undefined ? {} : { check_status: checks.checkStatus }),
  };
}

/** A try ended; true when the task has to end for it. */
export function probeEnded(
  step: Step,
  record: TaskRecord,
  result: { readonly role: ProbeRole; readonly outcome: ProbeOutcome },
): boolean {
  const { role, outcome } = result;
  const plan = record.checks?.[role];
  if (record.checks === undefined || plan === undefined) return false;
  if (record.phase !== 'running' || record.kill !== undefined) return false;
  const verdict =
    role === 'health'
      ? applyHealthOutcome(record.checks, outcome, step.at)
      : applyCheckOutcome(record.checks, outcome);
  record.checks = verdict.checks;
  if (verdict.isNews) tellResult(step, record, { role, message: messageOf(outcome) });
  if (!verdict.isFatal) scheduleProbe(step, record, role, plan.interval);
  return verdict.isFatal;
}

function tellResult(
  step: Step,
  record: TaskRecord,
  news: { readonly role: ProbeRole; readonly message: string | undefined },
): void {
  const isHealth = news.role === 'health';
  const reason = isHealth
    ? 'REASON_TASK_HEALTH_CHECK_STATUS_UPDATED'
    : 'REASON_TASK_CHECK_STATUS_UPDATED';
  const words = { state: 'TASK_RUNNING', reason, ...probeWords(record.checks) } as const;
  queueUpdate(record, executorStatus(step, record, words));
  if (isHealth && record.checks?.healthy === false) {
    traceTask(step, 'task.unhealthy', record, { reason: news.message });
  }
  persistTask(step, record);
  forwardIfIdle(step, record);
}

function messageOf(outcome: ProbeOutcome): string | undefined {
  return outcome.kind === 'failed' ? outcome.message : undefined;
}

function scheduleProbe(step: Step, record: TaskRecord, role: ProbeRole, delay: Duration): void {
  const timer = probeTimer(role, record.container.containerId);
  step.effects.push({ kind: 'startTimer', timer, delay });
}
