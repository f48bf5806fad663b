import type { Timestamp } from '@stoa/common';
import type {
  AgentInfo,
  AgentInfo_Capability,
  DrainInfo,
  ExecutorInfo,
  FrameworkInfo,
  MasterInfo,
  Offer,
  Resource,
  Resources,
  SchedulerOfferConstraints,
  Task,
  VersionInfo,
} from '@stoa/proto';

/** A registered agent, as readers of the master see it. */
export interface AgentView {
  /** With its id. */
  readonly info: AgentInfo;
  /** `slave(1)@ip:port`. */
  readonly pid: string;
  readonly version: string;
  readonly capabilities: readonly AgentInfo_Capability[];
  readonly total: Resources;
  /** Registered, connected and not deactivated. */
  readonly active: boolean;
  /** By DEACTIVATE_AGENT or DRAIN_AGENT. */
  readonly deactivated: boolean;
  readonly registeredAt: Timestamp;
  readonly reregisteredAt: Timestamp | undefined;
  readonly drain: DrainInfo | undefined;
  readonly drainStartedAt: Timestamp | undefined;
  /** What its tasks and executors use and what of it is offered, reckoned when looked at. */
  readonly usage: { readonly used: readonly Resource[]; readonly offered: readonly Resource[] };
}

/** An executor that a framework brought, on an agent. */
export interface ExecutorView {
  readonly info: ExecutorInfo;
  readonly agentId: string;
}

/** A framework, registered or completed, as readers of the master see it. */
export interface FrameworkView {
  /** With its id. */
  readonly info: FrameworkInfo;
  readonly active: boolean;
  readonly connected: boolean;
  /** Heard of through agents only, since the master took over. */
  readonly recovered: boolean;
  readonly registeredAt: Timestamp | undefined;
  readonly reregisteredAt: Timestamp | undefined;
  readonly unregisteredAt: Timestamp | undefined;
  readonly offerConstraints: SchedulerOfferConstraints | undefined;
  readonly tasks: Iterable<Task>;
  readonly unreachableTasks: Iterable<Task>;
  readonly completedTasks: Iterable<Task>;
  readonly offers: Iterable<Offer>;
  readonly executors: Iterable<ExecutorView>;
}

/** The allocator's figures that readers are shown. */
export interface AllocatorView {
  readonly runs: number;
  readonly totals: ReadonlyMap<string, number>;
  readonly offeredOrAllocated: ReadonlyMap<string, number>;
  knownRoles(): readonly string[];
  weight(role: string): number;
  dominantShare(role: string): number;
  activeFilters(role: string, at: Timestamp): number;
  isSuppressed(frameworkId: string, role: string): boolean;
}

/**
 * The whole window through which the HTTP views read the master. It shows the state itself: every
 * iteration walks what is there at that moment, and nothing is copied to keep the window up to date.
 */
export interface ClusterView {
  readonly master: MasterInfo;
  /** Who leads, when that is known. */
  readonly leader: MasterInfo | undefined;
  readonly isLeading: boolean;
  /** The registry is read: the API is open. */
  readonly isRecovered: boolean;
  readonly build: VersionInfo;
  readonly startedAt: Timestamp;
  readonly electedAt: Timestamp | undefined;
  /** Flags that have a value, as text. */
  readonly flags: ReadonlyMap<string, string>;
  readonly agents: Iterable<AgentView>;
  readonly recoveredAgents: Iterable<AgentInfo>;
  readonly unreachableAgentCount: number;
  readonly frameworks: Iterable<FrameworkView>;
  readonly completedFrameworks: Iterable<FrameworkView>;
  readonly allocator: AllocatorView;
  /** Counters by their metric name. */
  readonly counters: ReadonlyMap<string, number>;
}
