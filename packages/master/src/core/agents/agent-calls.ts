import type { LinkCall, LinkCall_ExecutorExited, LinkCall_ExecutorMessage } from '@stoa/proto';
import { count, sendToFramework, trace } from '../state.ts';
import type { AgentRecord, Step } from '../state.ts';
import { findExecutor, removeExecutor } from '../tasks/executor-book.ts';
import { routeStatus } from '../tasks/status-routing.ts';
import { heardAgent } from './liveness.ts';
import { unregister } from './removal.ts';

/** What a raw wait status is when nobody saw the end. */
const UNSEEN_STATUS = -1;

/** A call on an open link; from a link that was given up it is late, and dropped. */
export function agentCalled(step: Step, linkId: string, call: LinkCall): void {
  const { state } = step;
  const agentId = state.links.get(linkId);
  const agent = agentId === undefined ? undefined : state.agents.get(agentId);
  if (agent?.linkId !== linkId) {
    count(step, 'master/dropped_messages');
    trace(step, 'info', 'call.dropped', { call: call.type, reason: 'the link is closed' });
    return;
  }
  heardAgent(agent);
  apply(step, agent, call);
}

function apply(step: Step, agent: AgentRecord, call: LinkCall): void {
  if (call.type === 'UNREGISTER') {
    count(step, 'master/messages_unregister_slave');
    unregister(step, agent);
  } else if (call.update !== undefined) routeStatus(step, agent, call.update);
  else if (call.executor_exited !== undefined) executorExited(step, agent, call.executor_exited);
  else if (call.executor_message !== undefined) relay(step, agent, call.executor_message);
}

/** The framework that brought the executor hears of its end (mesos-http.md §4.4). */
function executorExited(
  step: Step,
  agent: AgentRecord,
  { framework_id, executor_id, status = UNSEEN_STATUS }: LinkCall_ExecutorExited,
): void {
  count(step, 'master/messages_exited_executor');
  const executor = findExecutor(agent, framework_id.value, executor_id.value);
  if (executor === undefined) return;
  removeExecutor(step, executor);
  const failure = { agent_id: { value: agent.id }, executor_id, status };
  sendToFramework(step, step.state.frameworks.get(framework_id.value), {
    type: 'FAILURE',
    failure,
  });
}

function relay(
  step: Step,
  agent: AgentRecord,
  { framework_id, executor_id, data }: LinkCall_ExecutorMessage,
): void {
  count(step, 'master/messages_executor_to_framework');
  const framework = step.state.frameworks.get(framework_id.value);
  const isValid = framework?.streamId !== undefined;
  count(step, `master/${isValid ? 'valid' : 'invalid'}_executor_to_framework_messages`);
  const message = { agent_id: { value: agent.id }, executor_id, data };
  sendToFramework(step, framework, { type: 'MESSAGE', message });
}
