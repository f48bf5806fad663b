import type { Agent } from './records.ts';

/** Whether an agent's host, id or attributes hold the text. */
export function matchAgent(agent: Agent, text: string): boolean {
  const words = [agent.host, agent.id, ...agent.attributes.map((pair) => pair.join('='))];
  return text === '' || words.join(' ').toLowerCase().includes(text.toLowerCase());
}

// agent-2 stands before agent-10. A collator costs more to make than a thousand comparisons.
const BY_NUMBER = new Intl.Collator('en', { numeric: true });

/** Agents in the order of a column: by free room for cpus and memory, else by host; ties by id. */
export function compareAgents(a: Agent, b: Agent, by: string): number {
  switch (by) {
    case 'cpus':
      return a.total.cpus - a.allocated.cpus - (b.total.cpus - b.allocated.cpus);
    case 'mem':
      return a.total.mem - a.allocated.mem - (b.total.mem - b.allocated.mem);
    case 'tasks':
      return a.tasks - b.tasks;
    default:
      return BY_NUMBER.compare(a.host, b.host) || BY_NUMBER.compare(a.id, b.id);
  }
}
