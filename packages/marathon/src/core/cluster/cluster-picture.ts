import {
  isTerminal,
  type AgentInfo,
  type MasterEvent,
  type MasterResponse_GetAgents_Agent,
  type MasterResponse_GetState,
  type Task,
} from '@stoa/proto';
import type {
  AgentSummaryJson,
  AmountsJson,
  ClusterAgentJson,
  ClusterEventJson,
  ClusterFrameworkJson,
  ClusterTaskJson,
  SilentAgentJson,
} from '@stoa/proto/stoa';
import {
  addAmounts,
  agentRecord,
  agentRoom,
  frameworkRecord,
  isoSeconds,
  taskRecord,
} from './cluster-records.ts';

/** Ended tasks that are remembered, so that their files are found. */
const ENDED_TASKS_MAX = 10_000;
/** Agents that are gone whose names are remembered. */
const FORMER_AGENTS_MAX = 1_000;

/** What a reader is told: an event's name with its data. */
export type ClusterNews = {
  [K in keyof ClusterEventJson]: { readonly event: K; readonly data: ClusterEventJson[K] };
}[keyof ClusterEventJson];

/**
 * The cluster as a master tells it: the whole state first, then each change. Amounts on an agent are
 * what the master told plus what began and less what ended since. Each event costs what it changes.
 */
export class ClusterPicture {
  readonly #agents = new Map<string, ClusterAgentJson>();
  readonly #frameworks = new Map<string, ClusterFrameworkJson>();
  /** By framework and id; ids are unique within a framework alone. */
  readonly #tasks = new Map<string, ClusterTaskJson>();
  readonly #ended = new Map<string, ClusterTaskJson>();
  /** Hosts of agents that are gone, or that have not come back to a new master. */
  readonly #former = new Map<string, string>();
  readonly #recovered = new Set<string>();
  /** Where the master hears each agent: `ip:port`. Its name may mean nothing to others. */
  readonly #addresses = new Map<string, string>();

  /** Takes one event of the master in, and gives what readers are told of it. */
  apply(event: MasterEvent): readonly ClusterNews[] {
    const { subscribed, agent_added: agent, agent_removed: gone } = event;
    if (event.type === 'SUBSCRIBED') {
      this.#begin(subscribed?.get_state ?? {});
      return [];
    }
    if (agent !== undefined) return [this.#addAgent(agent.agent)];
    if (gone !== undefined) return this.#removeAgent(gone.agent_id.value);
    if (event.task_added !== undefined) return [this.#addTask(event.task_added.task)];
    if (event.task_updated !== undefined) return this.#updateTask(event.task_updated);
    return this.#changeFramework(event);
  }

  get agents(): Iterable<ClusterAgentJson> {
    return this.#agents.values();
  }

  agent(id: string): ClusterAgentJson | undefined {
    return this.#agents.get(id);
  }

  get frameworks(): Iterable<ClusterFrameworkJson> {
    return this.#frameworks.values();
  }

  /** Those that have not ended. */
  get tasks(): Iterable<ClusterTaskJson> {
    return this.#tasks.values();
  }

  /** The name of an agent, be it gone. */
  hostOf(agentId: string): string | undefined {
    return this.#agents.get(agentId)?.hostname ?? this.#former.get(agentId);
  }

  /** `host:port` at which an agent is asked; undefined when it is not part of the cluster now. */
  addressOf(agentId: string): string | undefined {
    return this.#addresses.get(agentId);
  }

  /** A task of a framework, ended or not. */
  task(frameworkId: string, taskId: string): ClusterTaskJson | undefined {
    const key = keyOf(frameworkId, taskId);
    return this.#tasks.get(key) ?? this.#ended.get(key);
  }

  /** The newest task of a framework whose id begins so; looks through what is remembered. */
  newestTaskOf(frameworkId: string, idPrefix: string): ClusterTaskJson | undefined {
    const fits = ({ frameworkId: own, id }: ClusterTaskJson): boolean =>
      own === frameworkId && id.startsWith(idPrefix);
    for (const task of this.#tasks.values()) if (fits(task)) return task;
    let newest: ClusterTaskJson | undefined;
    for (const task of this.#ended.values()) {
      if (fits(task) && (task.updatedAt ?? '') >= (newest?.updatedAt ?? '')) newest = task;
    }
    return newest;
  }

  /** Agents as the master tells them at this moment, with their tasks counted. */
  summarise(agents: readonly MasterResponse_GetAgents_Agent[]): readonly AgentSummaryJson[] {
    const tallies = this.#tally();
    return agents.map((agent) => {
      const record = agentRecord(agent);
      const tally = tallies.get(record.id);
      return {
        ...record,
        ...agentRoom(agent),
        tasks: Object.fromEntries(tally?.states ?? []),
        frameworkIds: [...(tally?.frameworks ?? [])],
      };
    });
  }

  /** What is free on each agent that takes tasks. */
  freeRoom(): readonly AmountsJson[] {
    return Array.from(this.#agents.values())
      .filter(({ active, deactivated }) => active && !deactivated)
      .map(({ total, allocated }) => addAmounts(total, allocated, -1));
  }

  /** Agents that the master does not hear, with the tasks that wait for them. */
  silentAgents(): readonly SilentAgentJson[] {
    const tasks = new Map<string, number>([...this.#recovered].map((id) => [id, 0]));
    for (const { agentId, state } of this.#tasks.values()) {
      if (state !== 'TASK_UNREACHABLE' && !this.#recovered.has(agentId)) continue;
      tasks.set(agentId, (tasks.get(agentId) ?? 0) + 1);
    }
    return Array.from(tasks, ([id, count]) => {
      const hostname = this.hostOf(id);
      const isRecovered = this.#recovered.has(id);
      return { id, ...(hostname === undefined ? {} : { hostname }), tasks: count, isRecovered };
    });
  }

  #begin({ get_agents, get_frameworks, get_tasks }: MasterResponse_GetState): void {
    for (const { id, hostname } of this.#agents.values()) this.#remember(id, hostname);
    for (const map of [this.#agents, this.#addresses, this.#frameworks]) map.clear();
    for (const map of [this.#tasks, this.#ended]) map.clear();
    this.#recovered.clear();
    for (const agent of get_agents?.agents ?? []) this.#addAgent(agent);
    for (const info of get_agents?.recovered_agents ?? []) this.#recover(info);
    for (const framework of get_frameworks?.frameworks ?? []) {
      const record = frameworkRecord(framework);
      this.#frameworks.set(record.id, record);
    }
    const { pending_tasks = [], tasks = [], unreachable_tasks = [] } = get_tasks ?? {};
    for (const task of [...pending_tasks, ...tasks, ...unreachable_tasks]) this.#keep(task);
    for (const task of get_tasks?.completed_tasks ?? []) this.#keep(task);
  }

  #recover({ id, hostname }: AgentInfo): void {
    const agentId = id?.value ?? '';
    this.#recovered.add(agentId);
    this.#remember(agentId, hostname);
  }

  /** Tasks of the first state are part of what the master told of its agents. */
  #keep(task: Task): void {
    const record = taskRecord(task);
    if (isTerminal(task.state)) this.#end(record);
    else this.#tasks.set(keyOf(record.frameworkId, record.id), record);
  }

  #addAgent(agent: MasterResponse_GetAgents_Agent): ClusterNews {
    const data = agentRecord(agent);
    this.#agents.set(data.id, data);
    const heard = /@(.+:\d+)$/.exec(agent.pid ?? '')?.[1];
    this.#addresses.set(data.id, heard ?? `${data.hostname}:${data.port}`);
    this.#recovered.delete(data.id);
    this.#former.delete(data.id);
    return { event: 'agent_added', data };
  }

  #removeAgent(agentId: string): readonly ClusterNews[] {
    const agent = this.#agents.get(agentId);
    if (agent !== undefined) this.#remember(agentId, agent.hostname);
    this.#agents.delete(agentId);
    this.#addresses.delete(agentId);
    this.#recovered.delete(agentId);
    return [{ event: 'agent_removed', data: { agentId } }];
  }

  #addTask(task: Task): ClusterNews {
    const data = taskRecord(task);
    this.#tasks.set(keyOf(data.frameworkId, data.id), data);
    this.#weigh(data, 1);
    return { event: 'task_added', data };
  }

  #updateTask(update: NonNullable<MasterEvent['task_updated']>): readonly ClusterNews[] {
    const { framework_id, status, state } = update;
    const key = keyOf(framework_id.value, status.task_id.value);
    const known = this.#tasks.get(key);
    // It ended before, and was told so.
    if (known === undefined) return [];
    const data: ClusterTaskJson = {
      ...known,
      state,
      ...(status.healthy === undefined ? {} : { healthy: status.healthy }),
      ...(status.timestamp === undefined ? {} : { updatedAt: isoSeconds(status.timestamp) }),
    };
    if (isTerminal(state)) {
      this.#tasks.delete(key);
      this.#weigh(known, -1);
      this.#end(data);
    } else {
      this.#tasks.set(key, data);
    }
    return [{ event: 'task_updated', data }];
  }

  #changeFramework(event: MasterEvent): readonly ClusterNews[] {
    const {
      framework_added: added,
      framework_updated: updated,
      framework_removed: removed,
    } = event;
    const changed = added ?? updated;
    if (changed !== undefined) {
      const data = frameworkRecord(changed.framework);
      this.#frameworks.set(data.id, data);
      return [{ event: added === undefined ? 'framework_updated' : 'framework_added', data }];
    }
    if (removed === undefined) return [];
    const frameworkId = removed.framework_info.id?.value ?? '';
    this.#frameworks.delete(frameworkId);
    return [{ event: 'framework_removed', data: { frameworkId } }];
  }

  #weigh({ agentId, resources }: ClusterTaskJson, sign: 1 | -1): void {
    const agent = this.#agents.get(agentId);
    if (agent === undefined) return;
    const allocated = addAmounts(agent.allocated, resources, sign);
    this.#agents.set(agentId, { ...agent, allocated });
  }

  #end(task: ClusterTaskJson): void {
    this.#ended.set(keyOf(task.frameworkId, task.id), task);
    trim(this.#ended, ENDED_TASKS_MAX);
  }

  #remember(agentId: string, hostname: string): void {
    this.#former.set(agentId, hostname);
    trim(this.#former, FORMER_AGENTS_MAX);
  }

  #tally(): ReadonlyMap<string, Tally> {
    const tallies = new Map<string, Tally>();
    for (const map of [this.#tasks, this.#ended]) {
      for (const { agentId, state, frameworkId } of map.values()) {
        const tally: Tally = tallies.get(agentId) ?? { states: new Map(), frameworks: new Set() };
        tallies.set(agentId, tally);
        tally.states.set(state, (tally.states.get(state) ?? 0) + 1);
        tally.frameworks.add(frameworkId);
      }
    }
    return tallies;
  }
}

interface Tally {
  readonly states: Map<string, number>;
  readonly frameworks: Set<string>;
}

function keyOf(frameworkId: string, taskId: string): string {
  return `${frameworkId} ${taskId}`;
}

/** The oldest goes first. */
function trim(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}
