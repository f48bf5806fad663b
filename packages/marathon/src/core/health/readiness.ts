import type { ReadinessCheck } from '../apps/app.ts';
import type { ReadinessView } from '../read-view.ts';
import { renderTarget, type ProbeOutcome, type ProbeTarget } from './probe.ts';

/** What is shown for an answer that never came (marathon-behaviour.md §7). */
const GATEWAY_TIMEOUT = 504;

/**
 * What a probe says of readiness; the task is left alone whatever it says.
 *
 * | state | outcome | then |
 * |---|---|---|
 * | unknown, not ready | a status of the check's list | ready, for as long as the deployment lasts |
 * | unknown, not ready | any other status | not ready, asked again |
 * | unknown, not ready | no answer | not ready with the status 504, asked again |
 * | ready | | not asked any more |
 */
export function applyReadinessOutcome(
  check: ReadinessCheck,
  probe: { readonly taskId: string; readonly target: ProbeTarget; readonly outcome: ProbeOutcome },
): ReadinessView {
  const response = responseOf(probe.target, probe.outcome);
  return {
    name: check.name,
    taskId: probe.taskId,
    isReady: check.httpStatusCodesForReady.includes(response.status),
    lastResponse: check.preserveLastResponse ? response : undefined,
  };
}

function responseOf(
  target: ProbeTarget,
  outcome: ProbeOutcome,
): NonNullable<ReadinessView['lastResponse']> {
  if (outcome.kind === 'http') {
    const { status, contentType, body } = outcome;
    return { status, contentType, body };
  }
  const reason = outcome.kind === 'failed' ? outcome.message : 'there is no answer';
  return unanswered(`Marathon could not query ${renderTarget(target)}: ${reason}`);
}

function unanswered(body: string): NonNullable<ReadinessView['lastResponse']> {
  return { status: GATEWAY_TIMEOUT, contentType: 'text/plain', body };
}

/** A task that cannot be asked, as long as `reason` holds, is not ready. */
export function unaskableReadiness(
  { name, preserveLastResponse }: ReadinessCheck,
  taskId: string,
  reason: string,
): ReadinessView {
  const lastResponse = preserveLastResponse ? unanswered(reason) : undefined;
  return { name, taskId, isReady: false, lastResponse };
}
