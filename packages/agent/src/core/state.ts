import type { Duration, History, Random, StoreWrite, Timestamp } from '@stoa/common';
import type {
  Attribute,
  DomainInfo,
  FrameworkInfo,
  MasterInfo,
  Resources,
  TaskInfo,
  TaskStatus,
  VersionInfo,
} from '@stoa/proto';
import type { AgentEffect } from './effects.ts';
import type { KnownContainer, RunningContainer } from './containers/container-spec.ts';
import type { ChecksRecord } from './checks/check-state.ts';
import type { UpdateStream } from './status-updates/update-stream.ts';

/** What is known of this program. */
export type BuildInfo = Required<
  Pick<VersionInfo, 'version' | 'build_date' | 'build_time' | 'build_user'>
>;

/** What does not change while the daemon lives. */
export interface AgentConfig {
  /** Different in each life of the process. */
  readonly processId: string;
  /** What this program is, as `/version` tells it. */
  readonly build: BuildInfo;
  readonly startedAt: Timestamp;
  /** As frameworks and the master shall name this host. */
  readonly hostname: string;
  /** The address told to others. */
  readonly ip: string;
  /** The same as the master is told it; undefined when it shall see for itself where the agent is. */
  readonly toldIp: string | undefined;
  readonly port: number;
  readonly workDir: string;
  readonly resources: Resources;
  readonly attributes: readonly Attribute[];
  readonly domain: DomainInfo | undefined;
  /** Where masters may be, `host:port`; tried in turn. Empty: whoever is detected. */
  readonly masters: readonly string[];
  readonly bootId: string;
  readonly registrationBackoff: Duration;
  readonly executorShutdownGrace: Duration;
  readonly executorReregistrationTimeout: Duration;
  readonly executorEnvironment: Readonly<Record<string, string>>;
  /** The sandbox's path inside a container image. */
  readonly sandboxDirectory: string;
  /** Whether tasks run as the user they name. */
  readonly canSwitchUser: boolean;
  readonly frameworksHome: string;
  readonly containerizers: readonly ('docker' | 'mesos')[];
  /** Whether CPU shares are also a hard limit. */
  readonly hasCpuQuota: boolean;
  /** How a stopped Docker container's grace is measured unless a policy says otherwise. */
  readonly dockerGrace: Duration;
  /** What `/flags` and `/state` show: normalised text by name, secrets left out. */
  readonly flags: Readonly<Record<string, string>>;
}

/**
 * A task's way here: accepted (checkpoint under way) → launching → running → ended. It never goes
 * back; `ended` is left only by being forgotten, when the last update is acknowledged.
 */
export type TaskPhase = 'accepted' | 'launching' | 'running' | 'ended';

/** Why and until when a task is being ended. */
export interface KillOrder {
  readonly cause: 'requested' | 'framework' | 'completionTime' | 'unhealthy' | 'agent';
  /** When patience ends and force begins. */
  readonly deadline: Timestamp;
}

/** One task of this agent. Owned and changed by `tasks/` alone. */
export interface TaskRecord {
  readonly container: KnownContainer;
  readonly frameworkId: string;
  readonly taskId: string;
  readonly task: TaskInfo;
  readonly acceptedAt: Timestamp;
  phase: TaskPhase;
  running: RunningContainer | undefined;
  kill: KillOrder | undefined;
  /** One entry per change of state, oldest first, without `data`. */
  statuses: readonly TaskStatus[];
  stream: UpdateStream;
  /** What the last write held of each status: the next one nearly always holds the same and one more. */
  written: ReadonlyMap<TaskStatus, string>;
  /** How the task's health and check stand; undefined: it has neither. */
  checks: ChecksRecord | undefined;
  /** Counts the writes of this record, and which of them is durable. */
  version: number;
  durableVersion: number;
}

/** A framework with tasks here. */
export interface FrameworkRecord {
  info: FrameworkInfo;
  /** It was shut down: its updates have no reader. */
  isShutDown: boolean;
}

/** What follows when a write of a task is durable. */
export type AfterWrite = 'launch' | 'stop' | 'remove';

/** A write under way, kept whole so that it can be tried again. */
export interface PendingWrite {
  /** The task whose progress it holds, if any. */
  readonly containerId: string | undefined;
  readonly version: number;
  readonly after: readonly AfterWrite[];
  /** What it holds besides the task's progress. */
  readonly more: readonly StoreWrite[];
}

/** An update for a task that this agent does not know: sent again until acknowledged, not kept. */
export interface StrayUpdate {
  readonly frameworkId: string;
  readonly status: TaskStatus;
  attempts: number;
}

/** The moves of the registration machine (see `registration.ts`). */
export interface RegistrationState {
  phase: 'recovering' | 'detecting' | 'registering' | 'registered' | 'stopped';
  address: string | undefined;
  /** The leader as it was last looked up; undefined when masters are configured, or nobody leads. */
  detected: string | undefined;
  /** Which of the configured masters is tried next. */
  turn: number;
  /** Tries since the last success. */
  attempts: number;
  pingTimeout: Duration;
  masterInfo: MasterInfo | undefined;
  registeredAt: Timestamp | undefined;
}

/** Everything the agent knows. Changed only inside `step`. */
export interface AgentState {
  readonly config: AgentConfig;
  readonly random: Random;
  agentId: string | undefined;
  readonly registration: RegistrationState;
  readonly frameworks: Map<string, FrameworkRecord>;
  /** By container id. */
  readonly tasks: Map<string, TaskRecord>;
  /** Container ids by `taskKey`. */
  readonly taskKeys: Map<string, string>;
  readonly completedTasks: History<TaskRecord>;
  readonly completedFrameworks: History<FrameworkInfo>;
  readonly pendingWrites: Map<number, PendingWrite>;
  /** Writes that failed and wait for their next try. */
  failedWrites: PendingWrite[];
  nextToken: number;
  /** By `taskKey`. */
  readonly strays: Map<string, StrayUpdate>;
  /** Set once the daemon shall end when its tasks have. */
  ending: string | undefined;
  /** The last wish was uttered. */
  hasTerminated: boolean;
  /** Ended tasks by their final state, since the start. */
  readonly endedCounts: Map<string, number>;
  /** Launches that failed, since the start. */
  launchFailures: number;
  /** When the past was taken up; undefined before. */
  recoveredAt: Timestamp | undefined;
}

/** One step under way: the state, the moment, and the wishes gathered so far. */
export interface Step {
  readonly state: AgentState;
  readonly at: Timestamp;
  readonly effects: AgentEffect[];
}

/** The name under which a task is found; a NUL cannot be part of an id. */
export function taskKey(frameworkId: string, taskId: string): string {
  return `${frameworkId}\0${taskId}`;
}

/** The task of that framework, if the agent knows it. */
export function findTask(
  state: AgentState,
  frameworkId: string,
  taskId: string,
): TaskRecord | undefined {
  const containerId = state.taskKeys.get(taskKey(frameworkId, taskId));
  return containerId === undefined ? undefined : state.tasks.get(containerId);
}

/** The newest state of a task; STAGING before its first status. */
export function latestState(record: TaskRecord): TaskStatus['state'] {
  return record.statuses.at(-1)?.state ?? 'TASK_STAGING';
}

/** Whether a framework said that it knows this capability. */
export function hasCapability(info: FrameworkInfo | undefined, type: string): boolean {
  return info?.capabilities?.some((capability) => capability.type === type) ?? false;
}
