import type { SchedulerCall_Kill } from '@stoa/proto';
import { count, sendToAgent, trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';
import { reconcile } from './reconciliation.ts';

/** A framework wants a task to end (mesos-http.md §4.8). */
export function killTask(step: Step, framework: FrameworkRecord, kill: SchedulerCall_Kill): void {
  count(step, 'master/messages_kill_task');
  const { task_id, agent_id, kill_policy } = kill;
  const record = framework.tasks.get(task_id.value);
  if (record === undefined) return reconcile(step, framework, [{ task_id, agent_id }]);
  if (agent_id !== undefined && agent_id.value !== record.agentId) {
    const fields = { frameworkId: framework.id, call: 'KILL', taskId: task_id.value };
    trace(step, 'info', 'call.dropped', { ...fields, reason: 'the task is on another agent' });
    return;
  }
  const agent = step.state.agents.get(record.agentId);
  // Done when the agent is back.
  if (agent?.linkId === undefined) record.pendingKill = { policy: kill_policy };
  const framework_id = { value: framework.id };
  sendToAgent(step, agent, {
    type: 'KILL_TASK',
    kill_task: { framework_id, task_id, kill_policy },
  });
}
