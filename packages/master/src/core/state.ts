import type { Duration, History, Timestamp, TraceLevel, TraceValue } from '@stoa/common';
import type {
  AgentId,
  AgentInfo,
  AgentInfo_Capability,
  DrainInfo,
  ExecutorInfo,
  FrameworkId,
  FrameworkInfo,
  KillPolicy,
  LinkCall_Subscribe,
  LinkEvent,
  MasterInfo,
  Offer,
  Resources,
  SchedulerEvent,
  SchedulerOfferConstraints,
  Task,
  VersionInfo,
} from '@stoa/proto';
import type { Allocator } from './allocator/allocator.ts';
import type { MasterEffect } from './effects.ts';
import type { MasterTraceName } from './trace-events.ts';
import type { AgentView } from './view.ts';

/** What does not change while the daemon lives. */
export interface MasterConfig {
  /** With a fresh UUID as id, and everything of clients.md J4. */
  readonly master: MasterInfo;
  readonly build: VersionInfo;
  readonly startedAt: Timestamp;
  /** What `/flags` and `/state` show: normalised text by name, secrets left out. */
  readonly flags: ReadonlyMap<string, string>;
  /** `--roles`: the only roles there are, besides `*`; undefined: any. */
  readonly roles: ReadonlySet<string> | undefined;
  readonly rootSubmissions: boolean;
  readonly requireAgentDomain: boolean;
  readonly allocationInterval: Duration;
  readonly agentPingTimeout: Duration;
  readonly maxAgentPingTimeouts: number;
  readonly agentReregisterTimeout: Duration;
  /** Undefined: offers live until they are used. */
  readonly offerTimeout: Duration | undefined;
  readonly maxCompletedFrameworks: number;
  readonly maxCompletedTasksPerFramework: number;
  readonly maxUnreachableTasksPerFramework: number;
  /** An offer holds at least one of these; undefined: `cpus:0.01|mem:32`. */
  readonly minAllocatable: readonly Resources[] | undefined;
  readonly filterGpuResources: boolean;
  readonly fairSharingExcludedResourceNames: readonly string[];
}

/** One task that the master accounts for. Owned by `tasks/task-book.ts`. */
export interface TaskRecord {
  readonly frameworkId: FrameworkId;
  readonly taskId: string;
  readonly agentId: AgentId;
  /** Set for an executor that the framework brought; its resources are held apart. */
  readonly executorId: string | undefined;
  /** As the wire describes it; replaced whole when something changes. */
  task: Task;
  /** A KILL that came while the agent was away. */
  pendingKill: { readonly policy: KillPolicy | undefined } | undefined;
}

/** An executor that a framework brought: it holds resources until it ends. */
export interface ExecutorRecord {
  readonly frameworkId: FrameworkId;
  readonly agentId: AgentId;
  readonly info: ExecutorInfo;
  /** It spoke at least once, so the agent will tell its end. */
  isHeard: boolean;
}

/** A registered agent; away for a moment while `linkId` is undefined. Owned by `agents/`. */
export interface AgentRecord extends AgentView {
  readonly id: AgentId;
  ip: string;
  info: AgentInfo;
  pid: string;
  version: string;
  capabilities: readonly AgentInfo_Capability[];
  total: Resources;
  active: boolean;
  deactivated: boolean;
  reregisteredAt: Timestamp | undefined;
  drain: DrainInfo | undefined;
  drainStartedAt: Timestamp | undefined;
  linkId: string | undefined;
  /** Which life of the agent's process this is. */
  processId: string | undefined;
  missedPings: number;
  awaitsPong: boolean;
  /** By `pairKey(frameworkId, taskId)`. */
  readonly tasks: Map<string, TaskRecord>;
  /** By `pairKey(frameworkId, executorId)`. */
  readonly executors: Map<string, ExecutorRecord>;
  readonly offers: Set<string>;
}

/** An agent that went silent, remembered so that its return is known for one. */
export interface UnreachableAgent {
  readonly info: AgentInfo;
  readonly since: Timestamp;
}

/** A framework; its stream is broken while `streamId` is undefined. Owned by `frameworks/`. */
export interface FrameworkRecord {
  readonly id: FrameworkId;
  info: FrameworkInfo;
  streamId: string | undefined;
  recovered: boolean;
  registeredAt: Timestamp | undefined;
  reregisteredAt: Timestamp | undefined;
  unregisteredAt: Timestamp | undefined;
  offerConstraints: SchedulerOfferConstraints | undefined;
  /** Known tasks by id: live ones, and ended ones until their last update is acknowledged. */
  readonly tasks: Map<string, TaskRecord>;
  /** Tasks on agents that went silent, oldest first; bounded. */
  readonly unreachableTasks: Map<string, Task>;
  readonly completedTasks: History<Task>;
  readonly offers: Set<string>;
  /** By `pairKey(agentId, executorId)`. */
  readonly executors: Map<string, ExecutorRecord>;
}

/** An outstanding offer. Owned by `offers/offer-book.ts`. */
export interface OfferRecord {
  readonly id: string;
  readonly frameworkId: FrameworkId;
  readonly agentId: AgentId;
  readonly role: string;
  /** Marked with the role. */
  readonly resources: Resources;
  /** In the inner form: refined reservations, with `allocation_info`. */
  readonly offer: Offer;
}

/** An agent on its way in: what it said last, and over which link. */
export interface Admission {
  readonly agentId: AgentId;
  readonly address: string;
  ip: string;
  subscribe: LinkCall_Subscribe;
  /** Undefined: the link ended before the answer was ready. */
  linkId: string | undefined;
}

/** A change of the registry, and what follows when it is durable. */
export type RegistryOperation =
  | { readonly kind: 'admit'; readonly agentId: AgentId; readonly info: AgentInfo }
  | {
      readonly kind: 'markUnreachable';
      readonly agentId: AgentId;
      readonly info: AgentInfo;
      readonly since: Timestamp;
      /** As the tasks' status says it. */
      readonly cause: string;
    }
  | { readonly kind: 'remove'; readonly agentId: AgentId; readonly cause: string }
  | { readonly kind: 'forget'; readonly agentId: AgentId };

/** Everything the master knows. Changed only inside `step`. */
export interface MasterState {
  readonly config: MasterConfig;
  readonly allocator: Allocator;
  phase: 'following' | 'recovering' | 'leading';
  leader: MasterInfo | undefined;
  electedAt: Timestamp | undefined;

  readonly agents: Map<string, AgentRecord>;
  /** In the registry, not back since this master took over. */
  readonly recoveredAgents: Map<AgentId, AgentInfo>;
  readonly unreachableAgents: Map<AgentId, UnreachableAgent>;
  /** Agent ids by open link. */
  readonly links: Map<string, AgentId>;
  /** Registered agents by `ip:port`. */
  readonly agentAddresses: Map<string, AgentId>;
  readonly admissions: Map<string, Admission>;
  /** Ids of admissions under way by `ip:port`. */
  readonly admissionAddresses: Map<string, AgentId>;
  /** Agents whose removal is being written. */
  readonly leaving: Set<string>;

  readonly frameworks: Map<string, FrameworkRecord>;
  readonly completedFrameworks: History<FrameworkRecord>;
  readonly completedIds: Set<string>;
  /** Framework ids by open stream. */
  readonly streams: Map<string, FrameworkId>;
  readonly offers: Map<string, OfferRecord>;

  /** Changes that wait for the write under way; they go out together. */
  registryQueue: RegistryOperation[];
  registryWrite: { readonly token: number; readonly operations: RegistryOperation[] } | undefined;
  nextToken: number;

  nextFramework: number;
  nextAgent: number;
  nextOffer: number;

  /** What the step under way asks of the allocator. */
  wantsAllocation: boolean;
  /** When the next tick of the allocator is due, while one is set. */
  tickAt: Timestamp | undefined;
  isBulkRunDue: boolean;
  /** Agents that the next run looks at. */
  runAgentsMax: number;
  lastRunAt: Timestamp | undefined;

  readonly counters: Map<string, number>;
}

/** One step under way: the state, the moment, and the wishes gathered so far. */
export interface Step {
  readonly state: MasterState;
  readonly at: Timestamp;
  readonly effects: MasterEffect[];
}

/** The name of two ids together; a NUL cannot be part of an id. */
export function pairKey(first: string, second: string): string {
  return `${first}\0${second}`;
}

/** Counts under a metric's name (mesos-endpoints.md §5.1). */
export function count(step: Step, name: string, by = 1): void {
  const { counters } = step.state;
  counters.set(name, (counters.get(name) ?? 0) + by);
}

export function trace(
  step: Step,
  level: TraceLevel,
  event: MasterTraceName,
  fields: Readonly<Record<string, TraceValue>>,
): void {
  step.effects.push({ kind: 'trace', level, event, fields });
}

/** Sends an event when the framework listens; otherwise nobody hears it. */
export function sendToFramework(
  step: Step,
  framework: FrameworkRecord | undefined,
  event: SchedulerEvent,
): void {
  if (framework?.streamId === undefined) return;
  step.effects.push({ kind: 'sendEvent', streamId: framework.streamId, event });
}

/** Sends an event when the agent's link is open; otherwise it is lost. */
export function sendToAgent(step: Step, agent: AgentRecord | undefined, event: LinkEvent): void {
  if (agent?.linkId === undefined) return;
  step.effects.push({ kind: 'sendAgent', linkId: agent.linkId, event });
}
