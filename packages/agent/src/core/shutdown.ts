import { AT_ONCE, SHUTDOWN_WAIT_MAX } from './limits.ts';
import { agentWrite, frameworkWrite } from './recovery/checkpoint.ts';
import { stopRegistration } from './registration.ts';
import type { Step, TaskRecord } from './state.ts';
import { forgetTask } from './tasks/forgetting.ts';
import { killGrace, killTask } from './tasks/ending.ts';
import { persistWrites } from './tasks/writing.ts';

/** The timer that ends the daemon although tasks are still there. */
export const SHUTDOWN_TIMER = 'shutdown';

/** The framework is gone: its tasks end, and nobody waits for their updates. */
export function shutdownFramework(step: Step, frameworkId: string): void {
  const framework = step.state.frameworks.get(frameworkId);
  const fields = { frameworkId };
  step.effects.push({ kind: 'trace', level: 'info', event: 'framework.shutdown', fields });
  if (framework === undefined) return;
  framework.isShutDown = true;
  persistWrites(step, [frameworkWrite(framework)]);
  for (const record of tasksOf(step, frameworkId)) {
    if (record.phase === 'ended') forgetTask(step, record);
    else killTask(step, record, { cause: 'framework', grace: killGrace(step, record) });
  }
}

/** The master sends this agent away for good: its tasks end and it forgets who it was. */
export function shutdownAgent(step: Step, reason: string): void {
  const { state } = step;
  step.effects.push({ kind: 'trace', level: 'error', event: 'agent.shutdown', fields: { reason } });
  stopRegistration(step);
  state.ending = reason;
  persistWrites(step, [agentWrite(undefined, state.config.bootId)]);
  for (const framework of state.frameworks.values()) framework.isShutDown = true;
  for (const record of [...state.tasks.values()]) {
    if (record.phase === 'ended') forgetTask(step, record);
    else killTask(step, record, { cause: 'agent', grace: AT_ONCE });
  }
  step.effects.push({ kind: 'startTimer', timer: SHUTDOWN_TIMER, delay: SHUTDOWN_WAIT_MAX });
}

/** The operator ends this daemon; its tasks live on unless they shall end too. */
export function stopRequested(step: Step, stopTasks: boolean): void {
  const { state } = step;
  state.ending ??= 'stop requested';
  if (!stopTasks) {
    stopRegistration(step);
    step.effects.push({ kind: 'terminate', reason: state.ending });
    return;
  }
  for (const record of state.tasks.values()) {
    killTask(step, record, { cause: 'agent', grace: killGrace(step, record) });
  }
  step.effects.push({ kind: 'startTimer', timer: SHUTDOWN_TIMER, delay: SHUTDOWN_WAIT_MAX });
}

/** Ends the daemon once nothing runs any more and all of it is written down. */
export function endWhenIdle(step: Step): void {
  const { state } = step;
  if (state.ending === undefined || state.registration.phase === 'recovering') return;
  if (state.hasTerminated || state.pendingWrites.size > 0) return;
  for (const record of state.tasks.values()) {
    if (record.phase !== 'ended') return;
  }
  state.hasTerminated = true;
  if (state.registration.phase !== 'stopped') stopRegistration(step);
  step.effects.push({ kind: 'cancelTimer', timer: SHUTDOWN_TIMER });
  step.effects.push({ kind: 'terminate', reason: state.ending });
}

/** Waited long enough. */
export function shutdownTimerFired(step: Step): void {
  const { state } = step;
  if (state.hasTerminated || state.ending === undefined) return;
  state.hasTerminated = true;
  if (state.registration.phase !== 'stopped') stopRegistration(step);
  step.effects.push({ kind: 'terminate', reason: state.ending });
}

function tasksOf(step: Step, frameworkId: string): readonly TaskRecord[] {
  return [...step.state.tasks.values()].filter((record) => record.frameworkId === frameworkId);
}
