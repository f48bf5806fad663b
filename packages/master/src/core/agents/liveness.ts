import { changeRegistry } from '../registry/registry-operations.ts';
import { count, sendToAgent } from '../state.ts';
import type { AgentRecord, Step } from '../state.ts';

const TIMER_PREFIX = 'ping/';

/**
 * Is the agent alive? It is pinged every `--agent_ping_timeout`; a ping that is not answered until
 * the next is missed, and after `--max_agent_ping_timeouts` missed in a row the agent is unreachable.
 * An agent without a link cannot answer, so it is given up after the same time.
 *
 * | Now | Event | Then |
 * |---|---|---|
 * | any | a word from the agent | no ping missed |
 * | ping answered | timer | ping sent |
 * | ping open, missed < max - 1 | timer | one more missed, ping sent |
 * | ping open, missed = max - 1 | timer | the removal is written; a failed write is tried next time |
 */
export function startPings(step: Step, agent: AgentRecord): void {
  ping(step, agent);
}

/** The agent said something: it lives. */
export function heardAgent(agent: AgentRecord): void {
  agent.awaitsPong = false;
  agent.missedPings = 0;
}

/** One of this machine's timers fired; false when the timer is another's. */
export function pingTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const agent = step.state.agents.get(timer.slice(TIMER_PREFIX.length));
  if (agent === undefined) return true;
  agent.missedPings = agent.awaitsPong ? agent.missedPings + 1 : 0;
  if (agent.missedPings >= step.state.config.maxAgentPingTimeouts) giveUp(step, agent);
  ping(step, agent);
  return true;
}

/** The agent is gone, nobody asks any more. */
export function stopPings(step: Step, agent: AgentRecord): void {
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_PREFIX + agent.id });
}

function ping(step: Step, agent: AgentRecord): void {
  agent.awaitsPong = true;
  sendToAgent(step, agent, { type: 'PING', ping: { connected: true } });
  const delay = step.state.config.agentPingTimeout;
  step.effects.push({ kind: 'startTimer', timer: TIMER_PREFIX + agent.id, delay });
}

function giveUp(step: Step, agent: AgentRecord): void {
  const { state, at } = step;
  if (state.leaving.has(agent.id)) return;
  state.leaving.add(agent.id);
  count(step, 'master/slave_unreachable_scheduled');
  changeRegistry(step, {
    kind: 'markUnreachable',
    agentId: agent.id,
    info: agent.info,
    since: at,
    cause: 'health check timed out',
  });
}
