import type { AgentInfo } from '@stoa/proto';
import { frameworkView } from './frameworks/framework-view.ts';
import type { FrameworkRecord, MasterState } from './state.ts';
import type { AgentView, AllocatorView, ClusterView, FrameworkView } from './view.ts';

/** The window on the master's state. Nothing in it is kept: every look is a look at the state. */
export class MasterView implements ClusterView {
  readonly #state: MasterState;

  constructor(state: MasterState) {
    this.#state = state;
  }

  get master(): ClusterView['master'] {
    return this.#state.config.master;
  }

  get leader(): ClusterView['leader'] {
    return this.#state.leader;
  }

  get isLeading(): boolean {
    return this.#state.phase !== 'following';
  }

  get isRecovered(): boolean {
    return this.#state.phase === 'leading';
  }

  get build(): ClusterView['build'] {
    return this.#state.config.build;
  }

  get startedAt(): ClusterView['startedAt'] {
    return this.#state.config.startedAt;
  }

  get electedAt(): ClusterView['electedAt'] {
    return this.#state.electedAt;
  }

  get flags(): ClusterView['flags'] {
    return this.#state.config.flags;
  }

  get agents(): Iterable<AgentView> {
    return this.#state.agents.values();
  }

  get recoveredAgents(): Iterable<AgentInfo> {
    return this.#state.recoveredAgents.values();
  }

  get unreachableAgentCount(): number {
    return this.#state.unreachableAgents.size;
  }

  get frameworks(): Iterable<FrameworkView> {
    return this.#views(this.#state.frameworks.values());
  }

  get completedFrameworks(): Iterable<FrameworkView> {
    return this.#views(this.#state.completedFrameworks.values());
  }

  get allocator(): AllocatorView {
    return this.#state.allocator;
  }

  get counters(): ReadonlyMap<string, number> {
    return this.#state.counters;
  }

  *#views(records: Iterable<FrameworkRecord>): IterableIterator<FrameworkView> {
    for (const record of records) yield frameworkView(this.#state, record);
  }
}
