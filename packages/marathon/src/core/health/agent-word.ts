import type { TaskStatus } from '@stoa/proto';
import type { App } from '../apps/app.ts';
import type { Instance } from '../instances/instance.ts';
import type { CheckResultView } from '../read-view.ts';
import type { Step } from '../state.ts';
import { ensureWatch, noteVerdict } from './health-checks.ts';
import type { HealthWatch } from './health-book.ts';
import { applyAgentWord, isRunByLeader, overallHealth } from './health-state.ts';

/**
 * Takes what the agent tells with a status of the checks that it runs (COMMAND, MESOS_* and the generic
 * one), and gives the instance with the health that all its checks make together.
 */
export function hearAgent(
  step: Step,
  app: App | undefined,
  instance: Instance,
  status: TaskStatus,
): Instance {
  if (app === undefined || instance.condition !== 'Running') return instance;
  if (app.check !== undefined && status.check_status !== undefined) {
    ensureWatch(step, instance, app).checkResult = checkResult(status.check_status);
  }
  const { healthy: word } = status;
  if (word === undefined || app.healthChecks.length === 0) return instance;
  const watch = ensureWatch(step, instance, app);
  watch.app.healthChecks.forEach((check, index) => {
    if (isRunByLeader(check) || isKnown(watch, index, status)) return;
    const cause = status.message ?? '';
    const verdict = applyAgentWord(watch.evidence[index], word, cause, step.at);
    noteVerdict(step, { instance, watch, index }, verdict);
  });
  const healthy = overallHealth(watch.evidence);
  return healthy === instance.healthy ? instance : { ...instance, healthy };
}

/** Every status repeats the agent's last word; only one that is about health is a new one. */
function isKnown(
  { evidence }: HealthWatch,
  index: number,
  { healthy, reason }: TaskStatus,
): boolean {
  const isNews = reason === 'REASON_TASK_HEALTH_CHECK_STATUS_UPDATED';
  return !isNews && evidence[index]?.alive === healthy;
}

function checkResult({
  http,
  tcp,
  command,
}: NonNullable<TaskStatus['check_status']>): CheckResultView {
  return {
    ...(http === undefined ? {} : { http: { statusCode: http.status_code } }),
    ...(tcp === undefined ? {} : { tcp: { succeeded: tcp.succeeded } }),
    ...(command === undefined ? {} : { command: { exitCode: command.exit_code } }),
  };
}
