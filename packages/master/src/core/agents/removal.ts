import { renderDuration } from '@stoa/common';
import { isTerminal } from '@stoa/proto';
import type { AgentId, AgentInfo } from '@stoa/proto';
import {
  REGISTRY_AGENT_AGE_MAX,
  REGISTRY_AGENTS_MAX,
  REGISTRY_GC_INTERVAL,
  REGISTRY_RETRY,
} from '../limits.ts';
import { changeRegistry } from '../registry/registry-operations.ts';
import { count, pairKey, sendToFramework, trace } from '../state.ts';
import type {
  AgentRecord,
  FrameworkRecord,
  RegistryOperation,
  Step,
  TaskRecord,
} from '../state.ts';
import { masterStatus, stateFor, type MasterWords } from '../tasks/statuses.ts';
import { applyStatus, completeTask, setAsideTask } from '../tasks/task-book.ts';
import { removeExecutor } from '../tasks/executor-book.ts';
import { forgetAddress, rescindAgentOffers } from './agent-record.ts';
import { stopPings } from './liveness.ts';

const TIMER_REREGISTER = 'agents/reregister';
const TIMER_FORGET = 'agents/forget';

/** The link of an agent broke, or one that asked to join gave up. */
export function agentLinkClosed(step: Step, linkId: string): void {
  const { state } = step;
  const agentId = state.links.get(linkId);
  state.links.delete(linkId);
  if (agentId === undefined) return;
  const admission = state.admissions.get(agentId);
  if (admission?.linkId === linkId) admission.linkId = undefined;
  const agent = state.agents.get(agentId);
  if (agent?.linkId === linkId) disconnect(step, agent);
}

/** The agent ends in peace: it is struck out of the registry first. */
export function unregister(step: Step, agent: AgentRecord): void {
  const { state } = step;
  if (state.leaving.has(agent.id)) return;
  state.leaving.add(agent.id);
  count(step, 'master/slave_removals/reason_unregistered');
  changeRegistry(step, { kind: 'remove', agentId: agent.id, cause: 'the agent unregistered' });
}

/** It is written that the agent is unreachable (mesos-allocator.md §6.4). */
export function markedUnreachable(
  step: Step,
  { agentId, info, since, cause }: Extract<RegistryOperation, { readonly kind: 'markUnreachable' }>,
): void {
  const { state } = step;
  state.leaving.delete(agentId);
  state.recoveredAgents.delete(agentId);
  state.unreachableAgents.set(agentId, { info, since });
  count(step, 'master/slave_unreachable_completed');
  count(step, 'master/slave_removals');
  count(step, 'master/slave_removals/reason_unhealthy');
  const agent = state.agents.get(agentId);
  if (agent !== undefined) {
    leaveCluster(step, agent);
    for (const record of agent.tasks.values()) loseTask(step, record, { cause, since });
    rescindAgentOffers(step, agent, cause);
  }
  tellFailure(step, agentId);
  trace(step, 'warn', 'agent.unreachable', { agentId, reason: cause });
  startForgetting(step);
}

/** It is written that the agent is no more: its tasks are lost to everybody. */
export function removed(
  step: Step,
  { agentId, cause }: Extract<RegistryOperation, { readonly kind: 'remove' }>,
): void {
  const { state } = step;
  state.leaving.delete(agentId);
  state.unreachableAgents.delete(agentId);
  state.recoveredAgents.delete(agentId);
  count(step, 'master/slave_removals');
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  leaveCluster(step, agent);
  const message = `Agent ${agent.info.hostname} removed: ${cause}`;
  for (const record of agent.tasks.values()) {
    endTask(step, record, { reason: 'REASON_AGENT_REMOVED', message });
  }
  rescindAgentOffers(step, agent, cause);
  tellFailure(step, agentId);
  step.effects.push({ kind: 'clusterChanged', change: { kind: 'agentRemoved', agentId } });
  trace(step, 'info', 'agent.removed', { agentId, reason: cause });
}

/** A removal could not be written: nothing happened, and the next missed ping tries again. */
export function removalFailed(step: Step, agentId: AgentId): void {
  const { state } = step;
  state.leaving.delete(agentId);
  if (!state.recoveredAgents.has(agentId)) return;
  step.effects.push({ kind: 'startTimer', timer: TIMER_REREGISTER, delay: REGISTRY_RETRY });
}

/** The agents of the registry may come back until then. */
export function awaitRecovered(step: Step, recovered: ReadonlyMap<string, AgentInfo>): void {
  if (recovered.size === 0) return;
  const delay = step.state.config.agentReregisterTimeout;
  step.effects.push({ kind: 'startTimer', timer: TIMER_REREGISTER, delay });
}

/** One of this module's timers fired; false when the timer is another's. */
export function removalTimerFired(step: Step, timer: string): boolean {
  if (timer === TIMER_REREGISTER) giveUpRecovered(step);
  else if (timer === TIMER_FORGET) forgetOldest(step);
  else return false;
  return true;
}

/** Unreachable agents are forgotten after a while, and when there are too many. */
export function startForgetting(step: Step): void {
  if (step.state.unreachableAgents.size === 0) return;
  step.effects.push({ kind: 'startTimer', timer: TIMER_FORGET, delay: REGISTRY_GC_INTERVAL });
}

function giveUpRecovered(step: Step): void {
  const { state, at } = step;
  const within = renderDuration(state.config.agentReregisterTimeout);
  const cause = `did not reregister within ${within} after master failover`;
  for (const [agentId, info] of state.recoveredAgents) {
    if (state.admissions.has(agentId) || state.leaving.has(agentId)) continue;
    state.leaving.add(agentId);
    count(step, 'master/recovery_slave_removals');
    changeRegistry(step, { kind: 'markUnreachable', agentId, info, since: at, cause });
  }
}

function forgetOldest(step: Step): void {
  const { state, at } = step;
  let over = state.unreachableAgents.size - REGISTRY_AGENTS_MAX;
  for (const [agentId, { since }] of state.unreachableAgents) {
    if (over <= 0 && since + REGISTRY_AGENT_AGE_MAX >= at) break;
    over--;
    if (!state.admissions.has(agentId)) changeRegistry(step, { kind: 'forget', agentId });
  }
  startForgetting(step);
}

function disconnect(step: Step, agent: AgentRecord): void {
  const { state } = step;
  agent.linkId = undefined;
  agent.active = false;
  state.allocator.deactivateAgent(agent.id);
  rescindAgentOffers(step, agent, 'the agent disconnected');
  trace(step, 'warn', 'agent.disconnected', { agentId: agent.id });
  const message = `Agent ${agent.info.hostname} disconnected`;
  const ends = (frameworkId: string): boolean =>
    state.frameworks.get(frameworkId)?.info.checkpoint !== true;
  for (const record of agent.tasks.values()) {
    if (!ends(record.frameworkId)) continue;
    endTask(step, record, { reason: 'REASON_AGENT_DISCONNECTED', message });
  }
  for (const executor of agent.executors.values()) {
    if (ends(executor.frameworkId)) removeExecutor(step, executor);
  }
}

/** Takes the agent out of everything but its tasks and offers, which are told about one by one. */
function leaveCluster(step: Step, agent: AgentRecord): void {
  const { state } = step;
  state.agents.delete(agent.id);
  forgetAddress(step, agent);
  stopPings(step, agent);
  state.allocator.removeAgent(agent.id);
  for (const { frameworkId, info } of agent.executors.values()) {
    const executors = state.frameworks.get(frameworkId)?.executors;
    executors?.delete(pairKey(agent.id, info.executor_id.value));
  }
  agent.active = false;
  if (agent.linkId === undefined) return;
  state.links.delete(agent.linkId);
  step.effects.push({ kind: 'closeAgentLink', linkId: agent.linkId });
  agent.linkId = undefined;
}

function loseTask(
  step: Step,
  record: TaskRecord,
  { cause, since }: { readonly cause: string; readonly since: AgentRecord['registeredAt'] },
): void {
  const framework = step.state.frameworks.get(record.frameworkId);
  if (framework === undefined) return;
  // It ended before; if its last update is not acknowledged, the agent brings it again.
  if (isTerminal(record.task.state)) return completeTask(step, framework, record);
  tellTask(step, framework, record, {
    state: stateFor(framework, 'TASK_UNREACHABLE'),
    reason: 'REASON_AGENT_REMOVED',
    message: cause,
    unreachableSince: since,
  });
  setAsideTask(step, framework, record);
}

function endTask(
  step: Step,
  record: TaskRecord,
  words: Pick<MasterWords, 'reason' | 'message'>,
): void {
  const framework = step.state.frameworks.get(record.frameworkId);
  if (framework === undefined) return;
  if (!isTerminal(record.task.state)) {
    tellTask(step, framework, record, { state: 'TASK_LOST', ...words });
  }
  completeTask(step, framework, record);
}

function tellTask(
  step: Step,
  framework: FrameworkRecord,
  record: TaskRecord,
  words: Omit<MasterWords, 'taskId' | 'agentId'>,
): void {
  const { taskId, agentId } = record;
  const status = masterStatus(step, { taskId, agentId, ...words });
  applyStatus(step, record, status);
  sendToFramework(step, framework, { type: 'UPDATE', update: { status } });
}

function tellFailure(step: Step, agentId: AgentId): void {
  const failure = { agent_id: { value: agentId } };
  for (const framework of step.state.frameworks.values()) {
    sendToFramework(step, framework, { type: 'FAILURE', failure });
  }
}
