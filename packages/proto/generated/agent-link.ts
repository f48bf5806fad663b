// Generated from packages/proto/schema by `npm run generate`: not edited by hand.
import {
  type FrameworkID,
  type AgentID,
  type TaskID,
  type ExecutorID,
  type FrameworkInfo,
  type KillPolicy,
  type ExecutorInfo,
  type MasterInfo,
  type AgentInfo,
  type Resource,
  type TaskInfo,
  type TaskGroupInfo,
  type Task,
  type TaskState,
  type TaskStatus,
} from './mesos-v1.ts';

/** `stoa.link.v1.Call` */
export interface LinkCall {
  readonly type?: LinkCall_Type;
  readonly agent_id?: AgentID;
  readonly subscribe?: LinkCall_Subscribe;
  readonly update?: LinkCall_Update;
  readonly pong?: LinkCall_Pong;
  readonly executor_exited?: LinkCall_ExecutorExited;
  readonly executor_message?: LinkCall_ExecutorMessage;
}

/** `stoa.link.v1.Call.Type` */
export type LinkCall_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBE'
  | 'UPDATE'
  | 'PONG'
  | 'EXECUTOR_EXITED'
  | 'EXECUTOR_MESSAGE'
  | 'UNREGISTER';

/** The numbers of `LinkCall_Type` on the wire. */
export const LinkCall_TypeNumbers: Readonly<Record<LinkCall_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBE: 1,
  UPDATE: 2,
  PONG: 3,
  EXECUTOR_EXITED: 4,
  EXECUTOR_MESSAGE: 5,
  UNREGISTER: 6,
};

/** `stoa.link.v1.Call.Subscribe` */
export interface LinkCall_Subscribe {
  readonly agent_info: AgentInfo;
  readonly version?: string;
  readonly capabilities?: readonly string[];
  readonly checkpointed_resources?: readonly Resource[];
  readonly frameworks?: readonly FrameworkInfo[];
  readonly executors?: readonly ExecutorInfo[];
  readonly tasks?: readonly Task[];
  readonly boot_id?: string;
  readonly process_id?: string;
  readonly ip?: string;
}

/** `stoa.link.v1.Call.Update` */
export interface LinkCall_Update {
  readonly framework_id: FrameworkID;
  readonly status: TaskStatus;
  readonly latest_state?: TaskState;
}

/** `stoa.link.v1.Call.Pong` */
export type LinkCall_Pong = Readonly<Record<never, never>>;

/** `stoa.link.v1.Call.ExecutorExited` */
export interface LinkCall_ExecutorExited {
  readonly framework_id: FrameworkID;
  readonly executor_id: ExecutorID;
  readonly status?: number;
}

/** `stoa.link.v1.Call.ExecutorMessage` */
export interface LinkCall_ExecutorMessage {
  readonly framework_id: FrameworkID;
  readonly executor_id: ExecutorID;
  readonly data: Uint8Array;
}

/** `stoa.link.v1.Event` */
export interface LinkEvent {
  readonly type?: LinkEvent_Type;
  readonly subscribed?: LinkEvent_Subscribed;
  readonly run_task?: LinkEvent_RunTask;
  readonly run_task_group?: LinkEvent_RunTaskGroup;
  readonly kill_task?: LinkEvent_KillTask;
  readonly acknowledge?: LinkEvent_Acknowledge;
  readonly shutdown_framework?: LinkEvent_ShutdownFramework;
  readonly shutdown_executor?: LinkEvent_ShutdownExecutor;
  readonly update_framework?: LinkEvent_UpdateFramework;
  readonly reconcile?: LinkEvent_Reconcile;
  readonly framework_message?: LinkEvent_FrameworkMessage;
  readonly error?: LinkEvent_Error;
  readonly ping?: LinkEvent_Ping;
}

/** `stoa.link.v1.Event.Type` */
export type LinkEvent_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBED'
  | 'PING'
  | 'RUN_TASK'
  | 'RUN_TASK_GROUP'
  | 'KILL_TASK'
  | 'ACKNOWLEDGE'
  | 'SHUTDOWN_FRAMEWORK'
  | 'SHUTDOWN_EXECUTOR'
  | 'UPDATE_FRAMEWORK'
  | 'RECONCILE'
  | 'FRAMEWORK_MESSAGE'
  | 'SHUTDOWN'
  | 'ERROR';

/** The numbers of `LinkEvent_Type` on the wire. */
export const LinkEvent_TypeNumbers: Readonly<Record<LinkEvent_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBED: 1,
  PING: 2,
  RUN_TASK: 3,
  RUN_TASK_GROUP: 4,
  KILL_TASK: 5,
  ACKNOWLEDGE: 6,
  SHUTDOWN_FRAMEWORK: 7,
  SHUTDOWN_EXECUTOR: 8,
  UPDATE_FRAMEWORK: 9,
  RECONCILE: 10,
  FRAMEWORK_MESSAGE: 11,
  SHUTDOWN: 12,
  ERROR: 13,
};

/** `stoa.link.v1.Event.Subscribed` */
export interface LinkEvent_Subscribed {
  readonly agent_id: AgentID;
  readonly ping_timeout_seconds?: number;
  readonly master_info?: MasterInfo;
}

/** `stoa.link.v1.Event.Ping` */
export interface LinkEvent_Ping {
  readonly connected?: boolean;
}

/** `stoa.link.v1.Event.RunTask` */
export interface LinkEvent_RunTask {
  readonly framework_info: FrameworkInfo;
  readonly task: TaskInfo;
}

/** `stoa.link.v1.Event.RunTaskGroup` */
export interface LinkEvent_RunTaskGroup {
  readonly framework_info: FrameworkInfo;
  readonly executor: ExecutorInfo;
  readonly task_group: TaskGroupInfo;
}

/** `stoa.link.v1.Event.KillTask` */
export interface LinkEvent_KillTask {
  readonly framework_id: FrameworkID;
  readonly task_id: TaskID;
  readonly kill_policy?: KillPolicy;
}

/** `stoa.link.v1.Event.Acknowledge` */
export interface LinkEvent_Acknowledge {
  readonly framework_id: FrameworkID;
  readonly task_id: TaskID;
  readonly uuid: Uint8Array;
}

/** `stoa.link.v1.Event.ShutdownFramework` */
export interface LinkEvent_ShutdownFramework {
  readonly framework_id: FrameworkID;
}

/** `stoa.link.v1.Event.ShutdownExecutor` */
export interface LinkEvent_ShutdownExecutor {
  readonly framework_id: FrameworkID;
  readonly executor_id: ExecutorID;
}

/** `stoa.link.v1.Event.UpdateFramework` */
export interface LinkEvent_UpdateFramework {
  readonly framework_info: FrameworkInfo;
}

/** `stoa.link.v1.Event.Reconcile` */
export interface LinkEvent_Reconcile {
  readonly framework_id: FrameworkID;
  readonly statuses?: readonly TaskStatus[];
}

/** `stoa.link.v1.Event.FrameworkMessage` */
export interface LinkEvent_FrameworkMessage {
  readonly framework_id: FrameworkID;
  readonly executor_id: ExecutorID;
  readonly data: Uint8Array;
}

/** `stoa.link.v1.Event.Error` */
export interface LinkEvent_Error {
  readonly message?: string;
}
