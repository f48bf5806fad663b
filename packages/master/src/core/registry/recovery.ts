import { branded } from '@stoa/common';
import type { AgentId } from '@stoa/proto';
import { awaitRecovered, startForgetting } from '../agents/removal.ts';
import type { RegistryEntry } from '../events.ts';
import { trace } from '../state.ts';
import type { Step } from '../state.ts';
import { agentIdOf, decodeAgent } from './registry.ts';

/**
 * The registry was read: what was admitted is awaited, and the doors open. An entry that cannot be
 * read ends the daemon: an agent that is overlooked would be let in as a stranger.
 */
export function registryLoaded(step: Step, entries: readonly RegistryEntry[]): void {
  const { state } = step;
  if (state.phase !== 'recovering') return;
  for (const entry of entries) {
    const agent = decodeAgent(entry);
    if (!agent.ok) {
      const reason = `the registry's entry ${entry.key} cannot be read: ${agent.error}`;
      step.effects.push({ kind: 'fail', reason });
      return;
    }
    const { info, unreachableSince } = agent.value;
    const id = branded<AgentId>(agentIdOf(entry.key));
    if (unreachableSince === undefined) state.recoveredAgents.set(id, info);
    else state.unreachableAgents.set(id, { info, since: unreachableSince });
  }
  state.phase = 'leading';
  awaitRecovered(step, state.recoveredAgents);
  startForgetting(step);
  trace(step, 'info', 'master.recovered', { agents: state.recoveredAgents.size });
}
