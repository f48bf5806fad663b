// Generated from packages/proto/schema by `npm run generate`: not edited by hand.

/** `google.protobuf.Duration` */
export interface ProtobufDuration {
  readonly seconds?: number;
  readonly nanos?: number;
}

/** `mesos.v1.agent.Call` */
export interface AgentCall {
  readonly type?: AgentCall_Type;
  readonly get_metrics?: AgentCall_GetMetrics;
  readonly set_logging_level?: AgentCall_SetLoggingLevel;
  readonly list_files?: AgentCall_ListFiles;
  readonly read_file?: AgentCall_ReadFile;
  readonly launch_nested_container?: AgentCall_LaunchNestedContainer;
  readonly wait_nested_container?: AgentCall_WaitNestedContainer;
  readonly kill_nested_container?: AgentCall_KillNestedContainer;
  readonly launch_nested_container_session?: AgentCall_LaunchNestedContainerSession;
  readonly attach_container_input?: AgentCall_AttachContainerInput;
  readonly attach_container_output?: AgentCall_AttachContainerOutput;
  readonly remove_nested_container?: AgentCall_RemoveNestedContainer;
  readonly launch_container?: AgentCall_LaunchContainer;
  readonly wait_container?: AgentCall_WaitContainer;
  readonly kill_container?: AgentCall_KillContainer;
  readonly remove_container?: AgentCall_RemoveContainer;
  readonly add_resource_provider_config?: AgentCall_AddResourceProviderConfig;
  readonly update_resource_provider_config?: AgentCall_UpdateResourceProviderConfig;
  readonly remove_resource_provider_config?: AgentCall_RemoveResourceProviderConfig;
  readonly get_containers?: AgentCall_GetContainers;
  readonly prune_images?: AgentCall_PruneImages;
  readonly mark_resource_provider_gone?: AgentCall_MarkResourceProviderGone;
}

/** `mesos.v1.agent.Call.Type` */
export type AgentCall_Type =
  | 'UNKNOWN'
  | 'GET_HEALTH'
  | 'GET_FLAGS'
  | 'GET_VERSION'
  | 'GET_METRICS'
  | 'GET_LOGGING_LEVEL'
  | 'SET_LOGGING_LEVEL'
  | 'LIST_FILES'
  | 'READ_FILE'
  | 'GET_STATE'
  | 'GET_CONTAINERS'
  | 'GET_FRAMEWORKS'
  | 'GET_EXECUTORS'
  | 'GET_OPERATIONS'
  | 'GET_TASKS'
  | 'GET_AGENT'
  | 'GET_RESOURCE_PROVIDERS'
  | 'LAUNCH_NESTED_CONTAINER'
  | 'WAIT_NESTED_CONTAINER'
  | 'KILL_NESTED_CONTAINER'
  | 'REMOVE_NESTED_CONTAINER'
  | 'LAUNCH_NESTED_CONTAINER_SESSION'
  | 'ATTACH_CONTAINER_INPUT'
  | 'ATTACH_CONTAINER_OUTPUT'
  | 'LAUNCH_CONTAINER'
  | 'WAIT_CONTAINER'
  | 'KILL_CONTAINER'
  | 'REMOVE_CONTAINER'
  | 'ADD_RESOURCE_PROVIDER_CONFIG'
  | 'UPDATE_RESOURCE_PROVIDER_CONFIG'
  | 'REMOVE_RESOURCE_PROVIDER_CONFIG'
  | 'MARK_RESOURCE_PROVIDER_GONE'
  | 'PRUNE_IMAGES';

/** The numbers of `AgentCall_Type` on the wire. */
export const AgentCall_TypeNumbers: Readonly<Record<AgentCall_Type, number>> = {
  UNKNOWN: 0,
  GET_HEALTH: 1,
  GET_FLAGS: 2,
  GET_VERSION: 3,
  GET_METRICS: 4,
  GET_LOGGING_LEVEL: 5,
  SET_LOGGING_LEVEL: 6,
  LIST_FILES: 7,
  READ_FILE: 8,
  GET_STATE: 9,
  GET_CONTAINERS: 10,
  GET_FRAMEWORKS: 11,
  GET_EXECUTORS: 12,
  GET_OPERATIONS: 31,
  GET_TASKS: 13,
  GET_AGENT: 20,
  GET_RESOURCE_PROVIDERS: 26,
  LAUNCH_NESTED_CONTAINER: 14,
  WAIT_NESTED_CONTAINER: 15,
  KILL_NESTED_CONTAINER: 16,
  REMOVE_NESTED_CONTAINER: 21,
  LAUNCH_NESTED_CONTAINER_SESSION: 17,
  ATTACH_CONTAINER_INPUT: 18,
  ATTACH_CONTAINER_OUTPUT: 19,
  LAUNCH_CONTAINER: 22,
  WAIT_CONTAINER: 23,
  KILL_CONTAINER: 24,
  REMOVE_CONTAINER: 25,
  ADD_RESOURCE_PROVIDER_CONFIG: 27,
  UPDATE_RESOURCE_PROVIDER_CONFIG: 28,
  REMOVE_RESOURCE_PROVIDER_CONFIG: 29,
  MARK_RESOURCE_PROVIDER_GONE: 32,
  PRUNE_IMAGES: 30,
};

/** `mesos.v1.agent.Call.GetMetrics` */
export interface AgentCall_GetMetrics {
  readonly timeout?: DurationInfo;
}

/** `mesos.v1.agent.Call.SetLoggingLevel` */
export interface AgentCall_SetLoggingLevel {
  readonly level: number;
  readonly duration: DurationInfo;
}

/** `mesos.v1.agent.Call.ListFiles` */
export interface AgentCall_ListFiles {
  readonly path: string;
}

/** `mesos.v1.agent.Call.ReadFile` */
export interface AgentCall_ReadFile {
  readonly path: string;
  readonly offset: number;
  readonly length?: number;
}

/** `mesos.v1.agent.Call.GetContainers` */
export interface AgentCall_GetContainers {
  readonly show_nested?: boolean;
  readonly show_standalone?: boolean;
}

/** `mesos.v1.agent.Call.LaunchNestedContainer` */
export interface AgentCall_LaunchNestedContainer {
  readonly container_id: ContainerID;
  readonly command?: CommandInfo;
  readonly container?: ContainerInfo;
}

/** `mesos.v1.agent.Call.WaitNestedContainer` */
export interface AgentCall_WaitNestedContainer {
  readonly container_id: ContainerID;
}

/** `mesos.v1.agent.Call.KillNestedContainer` */
export interface AgentCall_KillNestedContainer {
  readonly container_id: ContainerID;
  readonly signal?: number;
}

/** `mesos.v1.agent.Call.RemoveNestedContainer` */
export interface AgentCall_RemoveNestedContainer {
  readonly container_id: ContainerID;
}

/** `mesos.v1.agent.Call.LaunchNestedContainerSession` */
export interface AgentCall_LaunchNestedContainerSession {
  readonly container_id: ContainerID;
  readonly command?: CommandInfo;
  readonly container?: ContainerInfo;
}

/** `mesos.v1.agent.Call.AttachContainerInput` */
export interface AgentCall_AttachContainerInput {
  readonly type?: AgentCall_AttachContainerInput_Type;
  readonly container_id?: ContainerID;
  readonly process_io?: AgentProcessIO;
}

/** `mesos.v1.agent.Call.AttachContainerInput.Type` */
export type AgentCall_AttachContainerInput_Type =
  | 'UNKNOWN'
  | 'CONTAINER_ID'
  | 'PROCESS_IO';

/** The numbers of `AgentCall_AttachContainerInput_Type` on the wire. */
export const AgentCall_AttachContainerInput_TypeNumbers: Readonly<Record<AgentCall_AttachContainerInput_Type, number>> = {
  UNKNOWN: 0,
  CONTAINER_ID: 1,
  PROCESS_IO: 2,
};

/** `mesos.v1.agent.Call.AttachContainerOutput` */
export interface AgentCall_AttachContainerOutput {
  readonly container_id: ContainerID;
}

/** `mesos.v1.agent.Call.LaunchContainer` */
export interface AgentCall_LaunchContainer {
  readonly container_id: ContainerID;
  readonly command?: CommandInfo;
  readonly resources?: readonly Resource[];
  readonly container?: ContainerInfo;
  readonly limits?: Readonly<Record<string, Value_Scalar>>;
}

/** `mesos.v1.agent.Call.WaitContainer` */
export interface AgentCall_WaitContainer {
  readonly container_id: ContainerID;
}

/** `mesos.v1.agent.Call.KillContainer` */
export interface AgentCall_KillContainer {
  readonly container_id: ContainerID;
  readonly signal?: number;
}

/** `mesos.v1.agent.Call.RemoveContainer` */
export interface AgentCall_RemoveContainer {
  readonly container_id: ContainerID;
}

/** `mesos.v1.agent.Call.AddResourceProviderConfig` */
export interface AgentCall_AddResourceProviderConfig {
  readonly info: ResourceProviderInfo;
}

/** `mesos.v1.agent.Call.UpdateResourceProviderConfig` */
export interface AgentCall_UpdateResourceProviderConfig {
  readonly info: ResourceProviderInfo;
}

/** `mesos.v1.agent.Call.RemoveResourceProviderConfig` */
export interface AgentCall_RemoveResourceProviderConfig {
  readonly type: string;
  readonly name: string;
}

/** `mesos.v1.agent.Call.MarkResourceProviderGone` */
export interface AgentCall_MarkResourceProviderGone {
  readonly resource_provider_id: ResourceProviderID;
}

/** `mesos.v1.agent.Call.PruneImages` */
export interface AgentCall_PruneImages {
  readonly excluded_images?: readonly Image[];
}

/** `mesos.v1.agent.Response` */
export interface AgentResponse {
  readonly type?: AgentResponse_Type;
  readonly get_health?: AgentResponse_GetHealth;
  readonly get_flags?: AgentResponse_GetFlags;
  readonly get_version?: AgentResponse_GetVersion;
  readonly get_metrics?: AgentResponse_GetMetrics;
  readonly get_logging_level?: AgentResponse_GetLoggingLevel;
  readonly list_files?: AgentResponse_ListFiles;
  readonly read_file?: AgentResponse_ReadFile;
  readonly get_state?: AgentResponse_GetState;
  readonly get_containers?: AgentResponse_GetContainers;
  readonly get_frameworks?: AgentResponse_GetFrameworks;
  readonly get_executors?: AgentResponse_GetExecutors;
  readonly get_tasks?: AgentResponse_GetTasks;
  readonly wait_nested_container?: AgentResponse_WaitNestedContainer;
  readonly get_agent?: AgentResponse_GetAgent;
  readonly wait_container?: AgentResponse_WaitContainer;
  readonly get_resource_providers?: AgentResponse_GetResourceProviders;
  readonly get_operations?: AgentResponse_GetOperations;
}

/** `mesos.v1.agent.Response.Type` */
export type AgentResponse_Type =
  | 'UNKNOWN'
  | 'GET_HEALTH'
  | 'GET_FLAGS'
  | 'GET_VERSION'
  | 'GET_METRICS'
  | 'GET_LOGGING_LEVEL'
  | 'LIST_FILES'
  | 'READ_FILE'
  | 'GET_STATE'
  | 'GET_CONTAINERS'
  | 'GET_FRAMEWORKS'
  | 'GET_EXECUTORS'
  | 'GET_OPERATIONS'
  | 'GET_TASKS'
  | 'GET_AGENT'
  | 'GET_RESOURCE_PROVIDERS'
  | 'WAIT_NESTED_CONTAINER'
  | 'WAIT_CONTAINER';

/** The numbers of `AgentResponse_Type` on the wire. */
export const AgentResponse_TypeNumbers: Readonly<Record<AgentResponse_Type, number>> = {
  UNKNOWN: 0,
  GET_HEALTH: 1,
  GET_FLAGS: 2,
  GET_VERSION: 3,
  GET_METRICS: 4,
  GET_LOGGING_LEVEL: 5,
  LIST_FILES: 6,
  READ_FILE: 7,
  GET_STATE: 8,
  GET_CONTAINERS: 9,
  GET_FRAMEWORKS: 10,
  GET_EXECUTORS: 11,
  GET_OPERATIONS: 17,
  GET_TASKS: 12,
  GET_AGENT: 14,
  GET_RESOURCE_PROVIDERS: 16,
  WAIT_NESTED_CONTAINER: 13,
  WAIT_CONTAINER: 15,
};

/** `mesos.v1.agent.Response.GetHealth` */
export interface AgentResponse_GetHealth {
  readonly healthy: boolean;
}

/** `mesos.v1.agent.Response.GetFlags` */
export interface AgentResponse_GetFlags {
  readonly flags?: readonly Flag[];
}

/** `mesos.v1.agent.Response.GetVersion` */
export interface AgentResponse_GetVersion {
  readonly version_info: VersionInfo;
}

/** `mesos.v1.agent.Response.GetMetrics` */
export interface AgentResponse_GetMetrics {
  readonly metrics?: readonly Metric[];
}

/** `mesos.v1.agent.Response.GetLoggingLevel` */
export interface AgentResponse_GetLoggingLevel {
  readonly level: number;
}

/** `mesos.v1.agent.Response.ListFiles` */
export interface AgentResponse_ListFiles {
  readonly file_infos?: readonly FileInfo[];
}

/** `mesos.v1.agent.Response.ReadFile` */
export interface AgentResponse_ReadFile {
  readonly size: number;
  readonly data: Uint8Array;
}

/** `mesos.v1.agent.Response.GetState` */
export interface AgentResponse_GetState {
  readonly get_tasks?: AgentResponse_GetTasks;
  readonly get_executors?: AgentResponse_GetExecutors;
  readonly get_frameworks?: AgentResponse_GetFrameworks;
}

/** `mesos.v1.agent.Response.GetContainers` */
export interface AgentResponse_GetContainers {
  readonly containers?: readonly AgentResponse_GetContainers_Container[];
}

/** `mesos.v1.agent.Response.GetContainers.Container` */
export interface AgentResponse_GetContainers_Container {
  readonly framework_id?: FrameworkID;
  readonly executor_id?: ExecutorID;
  readonly executor_name?: string;
  readonly container_id: ContainerID;
  readonly container_status?: ContainerStatus;
  readonly resource_statistics?: ResourceStatistics;
}

/** `mesos.v1.agent.Response.GetFrameworks` */
export interface AgentResponse_GetFrameworks {
  readonly frameworks?: readonly AgentResponse_GetFrameworks_Framework[];
  readonly completed_frameworks?: readonly AgentResponse_GetFrameworks_Framework[];
}

/** `mesos.v1.agent.Response.GetFrameworks.Framework` */
export interface AgentResponse_GetFrameworks_Framework {
  readonly framework_info: FrameworkInfo;
}

/** `mesos.v1.agent.Response.GetExecutors` */
export interface AgentResponse_GetExecutors {
  readonly executors?: readonly AgentResponse_GetExecutors_Executor[];
  readonly completed_executors?: readonly AgentResponse_GetExecutors_Executor[];
}

/** `mesos.v1.agent.Response.GetExecutors.Executor` */
export interface AgentResponse_GetExecutors_Executor {
  readonly executor_info: ExecutorInfo;
}

/** `mesos.v1.agent.Response.GetOperations` */
export interface AgentResponse_GetOperations {
  readonly operations?: readonly Operation[];
}

/** `mesos.v1.agent.Response.GetTasks` */
export interface AgentResponse_GetTasks {
  readonly pending_tasks?: readonly Task[];
  readonly queued_tasks?: readonly Task[];
  readonly launched_tasks?: readonly Task[];
  readonly terminated_tasks?: readonly Task[];
  readonly completed_tasks?: readonly Task[];
}

/** `mesos.v1.agent.Response.GetAgent` */
export interface AgentResponse_GetAgent {
  readonly agent_info?: AgentInfo;
  readonly drain_config?: DrainConfig;
  readonly estimated_drain_start_time?: TimeInfo;
}

/** `mesos.v1.agent.Response.GetResourceProviders` */
export interface AgentResponse_GetResourceProviders {
  readonly resource_providers?: readonly AgentResponse_GetResourceProviders_ResourceProvider[];
}

/** `mesos.v1.agent.Response.GetResourceProviders.ResourceProvider` */
export interface AgentResponse_GetResourceProviders_ResourceProvider {
  readonly resource_provider_info: ResourceProviderInfo;
  readonly total_resources?: readonly Resource[];
}

/** `mesos.v1.agent.Response.WaitNestedContainer` */
export interface AgentResponse_WaitNestedContainer {
  readonly exit_status?: number;
  readonly state?: TaskState;
  readonly reason?: TaskStatus_Reason;
  readonly limitation?: TaskResourceLimitation;
  readonly message?: string;
}

/** `mesos.v1.agent.Response.WaitContainer` */
export interface AgentResponse_WaitContainer {
  readonly exit_status?: number;
  readonly state?: TaskState;
  readonly reason?: TaskStatus_Reason;
  readonly limitation?: TaskResourceLimitation;
  readonly message?: string;
}

/** `mesos.v1.agent.ProcessIO` */
export interface AgentProcessIO {
  readonly type?: AgentProcessIO_Type;
  readonly data?: AgentProcessIO_Data;
  readonly control?: AgentProcessIO_Control;
}

/** `mesos.v1.agent.ProcessIO.Type` */
export type AgentProcessIO_Type =
  | 'UNKNOWN'
  | 'DATA'
  | 'CONTROL';

/** The numbers of `AgentProcessIO_Type` on the wire. */
export const AgentProcessIO_TypeNumbers: Readonly<Record<AgentProcessIO_Type, number>> = {
  UNKNOWN: 0,
  DATA: 1,
  CONTROL: 2,
};

/** `mesos.v1.agent.ProcessIO.Data` */
export interface AgentProcessIO_Data {
  readonly type?: AgentProcessIO_Data_Type;
  readonly data?: Uint8Array;
}

/** `mesos.v1.agent.ProcessIO.Data.Type` */
export type AgentProcessIO_Data_Type =
  | 'UNKNOWN'
  | 'STDIN'
  | 'STDOUT'
  | 'STDERR';

/** The numbers of `AgentProcessIO_Data_Type` on the wire. */
export const AgentProcessIO_Data_TypeNumbers: Readonly<Record<AgentProcessIO_Data_Type, number>> = {
  UNKNOWN: 0,
  STDIN: 1,
  STDOUT: 2,
  STDERR: 3,
};

/** `mesos.v1.agent.ProcessIO.Control` */
export interface AgentProcessIO_Control {
  readonly type?: AgentProcessIO_Control_Type;
  readonly tty_info?: TTYInfo;
  readonly heartbeat?: AgentProcessIO_Control_Heartbeat;
}

/** `mesos.v1.agent.ProcessIO.Control.Type` */
export type AgentProcessIO_Control_Type =
  | 'UNKNOWN'
  | 'TTY_INFO'
  | 'HEARTBEAT';

/** The numbers of `AgentProcessIO_Control_Type` on the wire. */
export const AgentProcessIO_Control_TypeNumbers: Readonly<Record<AgentProcessIO_Control_Type, number>> = {
  UNKNOWN: 0,
  TTY_INFO: 1,
  HEARTBEAT: 2,
};

/** `mesos.v1.agent.ProcessIO.Control.Heartbeat` */
export interface AgentProcessIO_Control_Heartbeat {
  readonly interval?: DurationInfo;
}

/** `mesos.v1.Status` */
export type Status =
  | 'DRIVER_NOT_STARTED'
  | 'DRIVER_RUNNING'
  | 'DRIVER_ABORTED'
  | 'DRIVER_STOPPED';

/** The numbers of `Status` on the wire. */
export const StatusNumbers: Readonly<Record<Status, number>> = {
  DRIVER_NOT_STARTED: 1,
  DRIVER_RUNNING: 2,
  DRIVER_ABORTED: 3,
  DRIVER_STOPPED: 4,
};

/** `mesos.v1.FrameworkID` */
export interface FrameworkID {
  readonly value: string;
}

/** `mesos.v1.OfferID` */
export interface OfferID {
  readonly value: string;
}

/** `mesos.v1.AgentID` */
export interface AgentID {
  readonly value: string;
}

/** `mesos.v1.TaskID` */
export interface TaskID {
  readonly value: string;
}

/** `mesos.v1.ExecutorID` */
export interface ExecutorID {
  readonly value: string;
}

/** `mesos.v1.ContainerID` */
export interface ContainerID {
  readonly value: string;
  readonly parent?: ContainerID;
}

/** `mesos.v1.ResourceProviderID` */
export interface ResourceProviderID {
  readonly value: string;
}

/** `mesos.v1.OperationID` */
export interface OperationID {
  readonly value: string;
}

/** `mesos.v1.TimeInfo` */
export interface TimeInfo {
  readonly nanoseconds: bigint;
}

/** `mesos.v1.DurationInfo` */
export interface DurationInfo {
  readonly nanoseconds: bigint;
}

/** `mesos.v1.Address` */
export interface Address {
  readonly hostname?: string;
  readonly ip?: string;
  readonly port: number;
}

/** `mesos.v1.URL` */
export interface URL {
  readonly scheme: string;
  readonly address: Address;
  readonly path?: string;
  readonly query?: readonly Parameter[];
  readonly fragment?: string;
}

/** `mesos.v1.Unavailability` */
export interface Unavailability {
  readonly start: TimeInfo;
  readonly duration?: DurationInfo;
}

/** `mesos.v1.MachineID` */
export interface MachineID {
  readonly hostname?: string;
  readonly ip?: string;
}

/** `mesos.v1.MachineInfo` */
export interface MachineInfo {
  readonly id: MachineID;
  readonly mode?: MachineInfo_Mode;
  readonly unavailability?: Unavailability;
}

/** `mesos.v1.MachineInfo.Mode` */
export type MachineInfo_Mode =
  | 'UP'
  | 'DRAINING'
  | 'DOWN';

/** The numbers of `MachineInfo_Mode` on the wire. */
export const MachineInfo_ModeNumbers: Readonly<Record<MachineInfo_Mode, number>> = {
  UP: 1,
  DRAINING: 2,
  DOWN: 3,
};

/** `mesos.v1.FrameworkInfo` */
export interface FrameworkInfo {
  readonly user: string;
  readonly name: string;
  readonly id?: FrameworkID;
  readonly failover_timeout?: number;
  readonly checkpoint?: boolean;
  readonly role?: string;
  readonly hostname?: string;
  readonly principal?: string;
  readonly webui_url?: string;
  readonly capabilities?: readonly FrameworkInfo_Capability[];
  readonly labels?: Labels;
  readonly roles?: readonly string[];
  readonly offer_filters?: Readonly<Record<string, OfferFilters>>;
}

/** `mesos.v1.FrameworkInfo.Capability` */
export interface FrameworkInfo_Capability {
  readonly type?: FrameworkInfo_Capability_Type;
}

/** `mesos.v1.FrameworkInfo.Capability.Type` */
export type FrameworkInfo_Capability_Type =
  | 'UNKNOWN'
  | 'REVOCABLE_RESOURCES'
  | 'TASK_KILLING_STATE'
  | 'GPU_RESOURCES'
  | 'SHARED_RESOURCES'
  | 'PARTITION_AWARE'
  | 'MULTI_ROLE'
  | 'RESERVATION_REFINEMENT'
  | 'REGION_AWARE';

/** The numbers of `FrameworkInfo_Capability_Type` on the wire. */
export const FrameworkInfo_Capability_TypeNumbers: Readonly<Record<FrameworkInfo_Capability_Type, number>> = {
  UNKNOWN: 0,
  REVOCABLE_RESOURCES: 1,
  TASK_KILLING_STATE: 2,
  GPU_RESOURCES: 3,
  SHARED_RESOURCES: 4,
  PARTITION_AWARE: 5,
  MULTI_ROLE: 6,
  RESERVATION_REFINEMENT: 7,
  REGION_AWARE: 8,
};

/** `mesos.v1.CheckInfo` */
export interface CheckInfo {
  readonly type?: CheckInfo_Type;
  readonly command?: CheckInfo_Command;
  readonly http?: CheckInfo_Http;
  readonly delay_seconds?: number;
  readonly interval_seconds?: number;
  readonly timeout_seconds?: number;
  readonly tcp?: CheckInfo_Tcp;
}

/** `mesos.v1.CheckInfo.Type` */
export type CheckInfo_Type =
  | 'UNKNOWN'
  | 'COMMAND'
  | 'HTTP'
  | 'TCP';

/** The numbers of `CheckInfo_Type` on the wire. */
export const CheckInfo_TypeNumbers: Readonly<Record<CheckInfo_Type, number>> = {
  UNKNOWN: 0,
  COMMAND: 1,
  HTTP: 2,
  TCP: 3,
};

/** `mesos.v1.CheckInfo.Command` */
export interface CheckInfo_Command {
  readonly command: CommandInfo;
}

/** `mesos.v1.CheckInfo.Http` */
export interface CheckInfo_Http {
  readonly port: number;
  readonly path?: string;
}

/** `mesos.v1.CheckInfo.Tcp` */
export interface CheckInfo_Tcp {
  readonly port: number;
}

/** `mesos.v1.HealthCheck` */
export interface HealthCheck {
  readonly http?: HealthCheck_HTTPCheckInfo;
  readonly delay_seconds?: number;
  readonly interval_seconds?: number;
  readonly timeout_seconds?: number;
  readonly consecutive_failures?: number;
  readonly grace_period_seconds?: number;
  readonly command?: CommandInfo;
  readonly type?: HealthCheck_Type;
  readonly tcp?: HealthCheck_TCPCheckInfo;
}

/** `mesos.v1.HealthCheck.Type` */
export type HealthCheck_Type =
  | 'UNKNOWN'
  | 'COMMAND'
  | 'HTTP'
  | 'TCP';

/** The numbers of `HealthCheck_Type` on the wire. */
export const HealthCheck_TypeNumbers: Readonly<Record<HealthCheck_Type, number>> = {
  UNKNOWN: 0,
  COMMAND: 1,
  HTTP: 2,
  TCP: 3,
};

/** `mesos.v1.HealthCheck.HTTPCheckInfo` */
export interface HealthCheck_HTTPCheckInfo {
  readonly port: number;
  readonly path?: string;
  readonly scheme?: string;
  readonly statuses?: readonly number[];
  readonly protocol?: NetworkInfo_Protocol;
}

/** `mesos.v1.HealthCheck.TCPCheckInfo` */
export interface HealthCheck_TCPCheckInfo {
  readonly port: number;
  readonly protocol?: NetworkInfo_Protocol;
}

/** `mesos.v1.KillPolicy` */
export interface KillPolicy {
  readonly grace_period?: DurationInfo;
}

/** `mesos.v1.CommandInfo` */
export interface CommandInfo {
  readonly uris?: readonly CommandInfo_URI[];
  readonly environment?: Environment;
  readonly value?: string;
  readonly user?: string;
  readonly shell?: boolean;
  readonly arguments?: readonly string[];
}

/** `mesos.v1.CommandInfo.URI` */
export interface CommandInfo_URI {
  readonly value: string;
  readonly executable?: boolean;
  readonly extract?: boolean;
  readonly cache?: boolean;
  readonly output_file?: string;
}

/** `mesos.v1.ExecutorInfo` */
export interface ExecutorInfo {
  readonly executor_id: ExecutorID;
  readonly data?: Uint8Array;
  readonly resources?: readonly Resource[];
  readonly command?: CommandInfo;
  readonly framework_id?: FrameworkID;
  readonly name?: string;
  readonly source?: string;
  readonly container?: ContainerInfo;
  readonly discovery?: DiscoveryInfo;
  readonly shutdown_grace_period?: DurationInfo;
  readonly labels?: Labels;
  readonly type?: ExecutorInfo_Type;
}

/** `mesos.v1.ExecutorInfo.Type` */
export type ExecutorInfo_Type =
  | 'UNKNOWN'
  | 'DEFAULT'
  | 'CUSTOM';

/** The numbers of `ExecutorInfo_Type` on the wire. */
export const ExecutorInfo_TypeNumbers: Readonly<Record<ExecutorInfo_Type, number>> = {
  UNKNOWN: 0,
  DEFAULT: 1,
  CUSTOM: 2,
};

/** `mesos.v1.DomainInfo` */
export interface DomainInfo {
  readonly fault_domain?: DomainInfo_FaultDomain;
}

/** `mesos.v1.DomainInfo.FaultDomain` */
export interface DomainInfo_FaultDomain {
  readonly region: DomainInfo_FaultDomain_RegionInfo;
  readonly zone: DomainInfo_FaultDomain_ZoneInfo;
}

/** `mesos.v1.DomainInfo.FaultDomain.RegionInfo` */
export interface DomainInfo_FaultDomain_RegionInfo {
  readonly name: string;
}

/** `mesos.v1.DomainInfo.FaultDomain.ZoneInfo` */
export interface DomainInfo_FaultDomain_ZoneInfo {
  readonly name: string;
}

/** `mesos.v1.MasterInfo` */
export interface MasterInfo {
  readonly id: string;
  readonly ip: number;
  readonly port: number;
  readonly pid?: string;
  readonly hostname?: string;
  readonly version?: string;
  readonly address?: Address;
  readonly domain?: DomainInfo;
  readonly capabilities?: readonly MasterInfo_Capability[];
}

/** `mesos.v1.MasterInfo.Capability` */
export interface MasterInfo_Capability {
  readonly type?: MasterInfo_Capability_Type;
}

/** `mesos.v1.MasterInfo.Capability.Type` */
export type MasterInfo_Capability_Type =
  | 'UNKNOWN'
  | 'AGENT_UPDATE'
  | 'AGENT_DRAINING'
  | 'QUOTA_V2';

/** The numbers of `MasterInfo_Capability_Type` on the wire. */
export const MasterInfo_Capability_TypeNumbers: Readonly<Record<MasterInfo_Capability_Type, number>> = {
  UNKNOWN: 0,
  AGENT_UPDATE: 1,
  AGENT_DRAINING: 2,
  QUOTA_V2: 3,
};

/** `mesos.v1.AgentInfo` */
export interface AgentInfo {
  readonly hostname: string;
  readonly resources?: readonly Resource[];
  readonly attributes?: readonly Attribute[];
  readonly id?: AgentID;
  readonly checkpoint?: boolean;
  readonly port?: number;
  readonly domain?: DomainInfo;
}

/** `mesos.v1.AgentInfo.Capability` */
export interface AgentInfo_Capability {
  readonly type?: AgentInfo_Capability_Type;
}

/** `mesos.v1.AgentInfo.Capability.Type` */
export type AgentInfo_Capability_Type =
  | 'UNKNOWN'
  | 'MULTI_ROLE'
  | 'HIERARCHICAL_ROLE'
  | 'RESERVATION_REFINEMENT'
  | 'RESOURCE_PROVIDER'
  | 'RESIZE_VOLUME'
  | 'AGENT_OPERATION_FEEDBACK'
  | 'AGENT_DRAINING'
  | 'TASK_RESOURCE_LIMITS';

/** The numbers of `AgentInfo_Capability_Type` on the wire. */
export const AgentInfo_Capability_TypeNumbers: Readonly<Record<AgentInfo_Capability_Type, number>> = {
  UNKNOWN: 0,
  MULTI_ROLE: 1,
  HIERARCHICAL_ROLE: 2,
  RESERVATION_REFINEMENT: 3,
  RESOURCE_PROVIDER: 4,
  RESIZE_VOLUME: 5,
  AGENT_OPERATION_FEEDBACK: 6,
  AGENT_DRAINING: 7,
  TASK_RESOURCE_LIMITS: 8,
};

/** `mesos.v1.CSIPluginContainerInfo` */
export interface CSIPluginContainerInfo {
  readonly services?: readonly CSIPluginContainerInfo_Service[];
  readonly command?: CommandInfo;
  readonly resources?: readonly Resource[];
  readonly container?: ContainerInfo;
}

/** `mesos.v1.CSIPluginContainerInfo.Service` */
export type CSIPluginContainerInfo_Service =
  | 'UNKNOWN'
  | 'CONTROLLER_SERVICE'
  | 'NODE_SERVICE';

/** The numbers of `CSIPluginContainerInfo_Service` on the wire. */
export const CSIPluginContainerInfo_ServiceNumbers: Readonly<Record<CSIPluginContainerInfo_Service, number>> = {
  UNKNOWN: 0,
  CONTROLLER_SERVICE: 1,
  NODE_SERVICE: 2,
};

/** `mesos.v1.CSIPluginEndpoint` */
export interface CSIPluginEndpoint {
  readonly csi_service: CSIPluginContainerInfo_Service;
  readonly endpoint: string;
}

/** `mesos.v1.CSIPluginInfo` */
export interface CSIPluginInfo {
  readonly type: string;
  readonly name?: string;
  readonly containers?: readonly CSIPluginContainerInfo[];
  readonly endpoints?: readonly CSIPluginEndpoint[];
  readonly target_path_root?: string;
  readonly target_path_exists?: boolean;
}

/** `mesos.v1.ResourceProviderInfo` */
export interface ResourceProviderInfo {
  readonly id?: ResourceProviderID;
  readonly attributes?: readonly Attribute[];
  readonly type: string;
  readonly name: string;
  readonly default_reservations?: readonly Resource_ReservationInfo[];
  readonly storage?: ResourceProviderInfo_Storage;
}

/** `mesos.v1.ResourceProviderInfo.Storage` */
export interface ResourceProviderInfo_Storage {
  readonly plugin: CSIPluginInfo;
  readonly reconciliation_interval_seconds?: number;
}

/** `mesos.v1.Value` */
export interface Value {
  readonly type: Value_Type;
  readonly scalar?: Value_Scalar;
  readonly ranges?: Value_Ranges;
  readonly set?: Value_Set;
  readonly text?: Value_Text;
}

/** `mesos.v1.Value.Type` */
export type Value_Type =
  | 'SCALAR'
  | 'RANGES'
  | 'SET'
  | 'TEXT';

/** The numbers of `Value_Type` on the wire. */
export const Value_TypeNumbers: Readonly<Record<Value_Type, number>> = {
  SCALAR: 0,
  RANGES: 1,
  SET: 2,
  TEXT: 3,
};

/** `mesos.v1.Value.Scalar` */
export interface Value_Scalar {
  readonly value: number;
}

/** `mesos.v1.Value.Range` */
export interface Value_Range {
  readonly begin: number;
  readonly end: number;
}

/** `mesos.v1.Value.Ranges` */
export interface Value_Ranges {
  readonly range?: readonly Value_Range[];
}

/** `mesos.v1.Value.Set` */
export interface Value_Set {
  readonly item?: readonly string[];
}

/** `mesos.v1.Value.Text` */
export interface Value_Text {
  readonly value: string;
}

/** `mesos.v1.Attribute` */
export interface Attribute {
  readonly name: string;
  readonly type: Value_Type;
  readonly scalar?: Value_Scalar;
  readonly ranges?: Value_Ranges;
  readonly text?: Value_Text;
  readonly set?: Value_Set;
}

/** `mesos.v1.Resource` */
export interface Resource {
  readonly name: string;
  readonly type: Value_Type;
  readonly scalar?: Value_Scalar;
  readonly ranges?: Value_Ranges;
  readonly set?: Value_Set;
  readonly role?: string;
  readonly disk?: Resource_DiskInfo;
  readonly reservation?: Resource_ReservationInfo;
  readonly revocable?: Resource_RevocableInfo;
  readonly shared?: Resource_SharedInfo;
  readonly allocation_info?: Resource_AllocationInfo;
  readonly provider_id?: ResourceProviderID;
  readonly reservations?: readonly Resource_ReservationInfo[];
}

/** `mesos.v1.Resource.AllocationInfo` */
export interface Resource_AllocationInfo {
  readonly role?: string;
}

/** `mesos.v1.Resource.ReservationInfo` */
export interface Resource_ReservationInfo {
  readonly principal?: string;
  readonly labels?: Labels;
  readonly role?: string;
  readonly type?: Resource_ReservationInfo_Type;
}

/** `mesos.v1.Resource.ReservationInfo.Type` */
export type Resource_ReservationInfo_Type =
  | 'UNKNOWN'
  | 'STATIC'
  | 'DYNAMIC';

/** The numbers of `Resource_ReservationInfo_Type` on the wire. */
export const Resource_ReservationInfo_TypeNumbers: Readonly<Record<Resource_ReservationInfo_Type, number>> = {
  UNKNOWN: 0,
  STATIC: 1,
  DYNAMIC: 2,
};

/** `mesos.v1.Resource.DiskInfo` */
export interface Resource_DiskInfo {
  readonly persistence?: Resource_DiskInfo_Persistence;
  readonly volume?: Volume;
  readonly source?: Resource_DiskInfo_Source;
}

/** `mesos.v1.Resource.DiskInfo.Persistence` */
export interface Resource_DiskInfo_Persistence {
  readonly id: string;
  readonly principal?: string;
}

/** `mesos.v1.Resource.DiskInfo.Source` */
export interface Resource_DiskInfo_Source {
  readonly type: Resource_DiskInfo_Source_Type;
  readonly path?: Resource_DiskInfo_Source_Path;
  readonly mount?: Resource_DiskInfo_Source_Mount;
  readonly id?: string;
  readonly metadata?: Labels;
  readonly profile?: string;
  readonly vendor?: string;
}

/** `mesos.v1.Resource.DiskInfo.Source.Type` */
export type Resource_DiskInfo_Source_Type =
  | 'UNKNOWN'
  | 'PATH'
  | 'MOUNT'
  | 'BLOCK'
  | 'RAW';

/** The numbers of `Resource_DiskInfo_Source_Type` on the wire. */
export const Resource_DiskInfo_Source_TypeNumbers: Readonly<Record<Resource_DiskInfo_Source_Type, number>> = {
  UNKNOWN: 0,
  PATH: 1,
  MOUNT: 2,
  BLOCK: 3,
  RAW: 4,
};

/** `mesos.v1.Resource.DiskInfo.Source.Path` */
export interface Resource_DiskInfo_Source_Path {
  readonly root?: string;
}

/** `mesos.v1.Resource.DiskInfo.Source.Mount` */
export interface Resource_DiskInfo_Source_Mount {
  readonly root?: string;
}

/** `mesos.v1.Resource.RevocableInfo` */
export type Resource_RevocableInfo = Readonly<Record<never, never>>;

/** `mesos.v1.Resource.SharedInfo` */
export type Resource_SharedInfo = Readonly<Record<never, never>>;

/** `mesos.v1.TrafficControlStatistics` */
export interface TrafficControlStatistics {
  readonly id: string;
  readonly backlog?: number;
  readonly bytes?: number;
  readonly drops?: number;
  readonly overlimits?: number;
  readonly packets?: number;
  readonly qlen?: number;
  readonly ratebps?: number;
  readonly ratepps?: number;
  readonly requeues?: number;
}

/** `mesos.v1.IpStatistics` */
export interface IpStatistics {
  readonly Forwarding?: number;
  readonly DefaultTTL?: number;
  readonly InReceives?: number;
  readonly InHdrErrors?: number;
  readonly InAddrErrors?: number;
  readonly ForwDatagrams?: number;
  readonly InUnknownProtos?: number;
  readonly InDiscards?: number;
  readonly InDelivers?: number;
  readonly OutRequests?: number;
  readonly OutDiscards?: number;
  readonly OutNoRoutes?: number;
  readonly ReasmTimeout?: number;
  readonly ReasmReqds?: number;
  readonly ReasmOKs?: number;
  readonly ReasmFails?: number;
  readonly FragOKs?: number;
  readonly FragFails?: number;
  readonly FragCreates?: number;
}

/** `mesos.v1.IcmpStatistics` */
export interface IcmpStatistics {
  readonly InMsgs?: number;
  readonly InErrors?: number;
  readonly InCsumErrors?: number;
  readonly InDestUnreachs?: number;
  readonly InTimeExcds?: number;
  readonly InParmProbs?: number;
  readonly InSrcQuenchs?: number;
  readonly InRedirects?: number;
  readonly InEchos?: number;
  readonly InEchoReps?: number;
  readonly InTimestamps?: number;
  readonly InTimestampReps?: number;
  readonly InAddrMasks?: number;
  readonly InAddrMaskReps?: number;
  readonly OutMsgs?: number;
  readonly OutErrors?: number;
  readonly OutDestUnreachs?: number;
  readonly OutTimeExcds?: number;
  readonly OutParmProbs?: number;
  readonly OutSrcQuenchs?: number;
  readonly OutRedirects?: number;
  readonly OutEchos?: number;
  readonly OutEchoReps?: number;
  readonly OutTimestamps?: number;
  readonly OutTimestampReps?: number;
  readonly OutAddrMasks?: number;
  readonly OutAddrMaskReps?: number;
}

/** `mesos.v1.TcpStatistics` */
export interface TcpStatistics {
  readonly RtoAlgorithm?: number;
  readonly RtoMin?: number;
  readonly RtoMax?: number;
  readonly MaxConn?: number;
  readonly ActiveOpens?: number;
  readonly PassiveOpens?: number;
  readonly AttemptFails?: number;
  readonly EstabResets?: number;
  readonly CurrEstab?: number;
  readonly InSegs?: number;
  readonly OutSegs?: number;
  readonly RetransSegs?: number;
  readonly InErrs?: number;
  readonly OutRsts?: number;
  readonly InCsumErrors?: number;
}

/** `mesos.v1.UdpStatistics` */
export interface UdpStatistics {
  readonly InDatagrams?: number;
  readonly NoPorts?: number;
  readonly InErrors?: number;
  readonly OutDatagrams?: number;
  readonly RcvbufErrors?: number;
  readonly SndbufErrors?: number;
  readonly InCsumErrors?: number;
  readonly IgnoredMulti?: number;
}

/** `mesos.v1.SNMPStatistics` */
export interface SNMPStatistics {
  readonly ip_stats?: IpStatistics;
  readonly icmp_stats?: IcmpStatistics;
  readonly tcp_stats?: TcpStatistics;
  readonly udp_stats?: UdpStatistics;
}

/** `mesos.v1.DiskStatistics` */
export interface DiskStatistics {
  readonly source?: Resource_DiskInfo_Source;
  readonly persistence?: Resource_DiskInfo_Persistence;
  readonly limit_bytes?: number;
  readonly used_bytes?: number;
}

/** `mesos.v1.ResourceStatistics` */
export interface ResourceStatistics {
  readonly timestamp: number;
  readonly cpus_user_time_secs?: number;
  readonly cpus_system_time_secs?: number;
  readonly cpus_limit?: number;
  readonly mem_rss_bytes?: number;
  readonly mem_limit_bytes?: number;
  readonly cpus_nr_periods?: number;
  readonly cpus_nr_throttled?: number;
  readonly cpus_throttled_time_secs?: number;
  readonly mem_file_bytes?: number;
  readonly mem_anon_bytes?: number;
  readonly mem_mapped_file_bytes?: number;
  readonly perf?: PerfStatistics;
  readonly net_rx_packets?: number;
  readonly net_rx_bytes?: number;
  readonly net_rx_errors?: number;
  readonly net_rx_dropped?: number;
  readonly net_tx_packets?: number;
  readonly net_tx_bytes?: number;
  readonly net_tx_errors?: number;
  readonly net_tx_dropped?: number;
  readonly net_tcp_rtt_microsecs_p50?: number;
  readonly net_tcp_rtt_microsecs_p90?: number;
  readonly net_tcp_rtt_microsecs_p95?: number;
  readonly net_tcp_rtt_microsecs_p99?: number;
  readonly disk_limit_bytes?: number;
  readonly disk_used_bytes?: number;
  readonly net_tcp_active_connections?: number;
  readonly net_tcp_time_wait_connections?: number;
  readonly processes?: number;
  readonly threads?: number;
  readonly mem_low_pressure_counter?: number;
  readonly mem_medium_pressure_counter?: number;
  readonly mem_critical_pressure_counter?: number;
  readonly net_traffic_control_statistics?: readonly TrafficControlStatistics[];
  readonly mem_total_bytes?: number;
  readonly mem_total_memsw_bytes?: number;
  readonly mem_soft_limit_bytes?: number;
  readonly mem_cache_bytes?: number;
  readonly mem_swap_bytes?: number;
  readonly mem_unevictable_bytes?: number;
  readonly net_snmp_statistics?: SNMPStatistics;
  readonly disk_statistics?: readonly DiskStatistics[];
  readonly blkio_statistics?: CgroupInfo_Blkio_Statistics;
  readonly cpus_soft_limit?: number;
  readonly net_tx_rate_limit?: number;
  readonly net_tx_burst_rate_limit?: number;
  readonly net_tx_burst_size?: number;
  readonly net_rx_rate_limit?: number;
  readonly net_rx_burst_rate_limit?: number;
  readonly net_rx_burst_size?: number;
  readonly mem_kmem_usage_bytes?: number;
  readonly mem_kmem_tcp_usage_bytes?: number;
  readonly net_rate_statistics?: ResourceStatistics_RateStatistics;
  readonly net_ephemeral_ports?: Value_Range;
}

/** `mesos.v1.ResourceStatistics.RatePercentiles` */
export interface ResourceStatistics_RatePercentiles {
  readonly min?: number;
  readonly max?: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly p999?: number;
  readonly p9999?: number;
  readonly samples?: number;
}

/** `mesos.v1.ResourceStatistics.RateStatistics` */
export interface ResourceStatistics_RateStatistics {
  readonly rx_rate?: ResourceStatistics_RatePercentiles;
  readonly rx_packet_rate?: ResourceStatistics_RatePercentiles;
  readonly rx_drop_rate?: ResourceStatistics_RatePercentiles;
  readonly rx_error_rate?: ResourceStatistics_RatePercentiles;
  readonly tx_rate?: ResourceStatistics_RatePercentiles;
  readonly tx_packet_rate?: ResourceStatistics_RatePercentiles;
  readonly tx_drop_rate?: ResourceStatistics_RatePercentiles;
  readonly tx_error_rate?: ResourceStatistics_RatePercentiles;
  readonly sampling_window_secs?: number;
  readonly sampling_interval_secs?: number;
}

/** `mesos.v1.ResourceUsage` */
export interface ResourceUsage {
  readonly executors?: readonly ResourceUsage_Executor[];
  readonly total?: readonly Resource[];
}

/** `mesos.v1.ResourceUsage.Executor` */
export interface ResourceUsage_Executor {
  readonly executor_info: ExecutorInfo;
  readonly allocated?: readonly Resource[];
  readonly statistics?: ResourceStatistics;
  readonly container_id: ContainerID;
  readonly tasks?: readonly ResourceUsage_Executor_Task[];
}

/** `mesos.v1.ResourceUsage.Executor.Task` */
export interface ResourceUsage_Executor_Task {
  readonly name: string;
  readonly id: TaskID;
  readonly resources?: readonly Resource[];
  readonly labels?: Labels;
}

/** `mesos.v1.PerfStatistics` */
export interface PerfStatistics {
  readonly timestamp: number;
  readonly duration: number;
  readonly cycles?: number;
  readonly stalled_cycles_frontend?: number;
  readonly stalled_cycles_backend?: number;
  readonly instructions?: number;
  readonly cache_references?: number;
  readonly cache_misses?: number;
  readonly branches?: number;
  readonly branch_misses?: number;
  readonly bus_cycles?: number;
  readonly ref_cycles?: number;
  readonly cpu_clock?: number;
  readonly task_clock?: number;
  readonly page_faults?: number;
  readonly minor_faults?: number;
  readonly major_faults?: number;
  readonly context_switches?: number;
  readonly cpu_migrations?: number;
  readonly alignment_faults?: number;
  readonly emulation_faults?: number;
  readonly l1_dcache_loads?: number;
  readonly l1_dcache_load_misses?: number;
  readonly l1_dcache_stores?: number;
  readonly l1_dcache_store_misses?: number;
  readonly l1_dcache_prefetches?: number;
  readonly l1_dcache_prefetch_misses?: number;
  readonly l1_icache_loads?: number;
  readonly l1_icache_load_misses?: number;
  readonly l1_icache_prefetches?: number;
  readonly l1_icache_prefetch_misses?: number;
  readonly llc_loads?: number;
  readonly llc_load_misses?: number;
  readonly llc_stores?: number;
  readonly llc_store_misses?: number;
  readonly llc_prefetches?: number;
  readonly llc_prefetch_misses?: number;
  readonly dtlb_loads?: number;
  readonly dtlb_load_misses?: number;
  readonly dtlb_stores?: number;
  readonly dtlb_store_misses?: number;
  readonly dtlb_prefetches?: number;
  readonly dtlb_prefetch_misses?: number;
  readonly itlb_loads?: number;
  readonly itlb_load_misses?: number;
  readonly branch_loads?: number;
  readonly branch_load_misses?: number;
  readonly node_loads?: number;
  readonly node_load_misses?: number;
  readonly node_stores?: number;
  readonly node_store_misses?: number;
  readonly node_prefetches?: number;
  readonly node_prefetch_misses?: number;
}

/** `mesos.v1.OfferFilters` */
export interface OfferFilters {
  readonly min_allocatable_resources?: OfferFilters_MinAllocatableResources;
}

/** `mesos.v1.OfferFilters.ResourceQuantities` */
export interface OfferFilters_ResourceQuantities {
  readonly quantities?: Readonly<Record<string, Value_Scalar>>;
}

/** `mesos.v1.OfferFilters.MinAllocatableResources` */
export interface OfferFilters_MinAllocatableResources {
  readonly quantities?: readonly OfferFilters_ResourceQuantities[];
}

/** `mesos.v1.Request` */
export interface Request {
  readonly agent_id?: AgentID;
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.Offer` */
export interface Offer {
  readonly id: OfferID;
  readonly framework_id: FrameworkID;
  readonly agent_id: AgentID;
  readonly hostname: string;
  readonly resources?: readonly Resource[];
  readonly executor_ids?: readonly ExecutorID[];
  readonly attributes?: readonly Attribute[];
  readonly url?: URL;
  readonly unavailability?: Unavailability;
  readonly allocation_info?: Resource_AllocationInfo;
  readonly domain?: DomainInfo;
}

/** `mesos.v1.Offer.Operation` */
export interface Offer_Operation {
  readonly type?: Offer_Operation_Type;
  readonly launch?: Offer_Operation_Launch;
  readonly reserve?: Offer_Operation_Reserve;
  readonly unreserve?: Offer_Operation_Unreserve;
  readonly create?: Offer_Operation_Create;
  readonly destroy?: Offer_Operation_Destroy;
  readonly launch_group?: Offer_Operation_LaunchGroup;
  readonly id?: OperationID;
  readonly grow_volume?: Offer_Operation_GrowVolume;
  readonly shrink_volume?: Offer_Operation_ShrinkVolume;
  readonly create_disk?: Offer_Operation_CreateDisk;
  readonly destroy_disk?: Offer_Operation_DestroyDisk;
}

/** `mesos.v1.Offer.Operation.Type` */
export type Offer_Operation_Type =
  | 'UNKNOWN'
  | 'LAUNCH'
  | 'LAUNCH_GROUP'
  | 'RESERVE'
  | 'UNRESERVE'
  | 'CREATE'
  | 'DESTROY'
  | 'GROW_VOLUME'
  | 'SHRINK_VOLUME'
  | 'CREATE_DISK'
  | 'DESTROY_DISK';

/** The numbers of `Offer_Operation_Type` on the wire. */
export const Offer_Operation_TypeNumbers: Readonly<Record<Offer_Operation_Type, number>> = {
  UNKNOWN: 0,
  LAUNCH: 1,
  LAUNCH_GROUP: 6,
  RESERVE: 2,
  UNRESERVE: 3,
  CREATE: 4,
  DESTROY: 5,
  GROW_VOLUME: 11,
  SHRINK_VOLUME: 12,
  CREATE_DISK: 13,
  DESTROY_DISK: 14,
};

/** `mesos.v1.Offer.Operation.Launch` */
export interface Offer_Operation_Launch {
  readonly task_infos?: readonly TaskInfo[];
}

/** `mesos.v1.Offer.Operation.LaunchGroup` */
export interface Offer_Operation_LaunchGroup {
  readonly executor: ExecutorInfo;
  readonly task_group: TaskGroupInfo;
}

/** `mesos.v1.Offer.Operation.Reserve` */
export interface Offer_Operation_Reserve {
  readonly resources?: readonly Resource[];
  readonly source?: readonly Resource[];
}

/** `mesos.v1.Offer.Operation.Unreserve` */
export interface Offer_Operation_Unreserve {
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.Offer.Operation.Create` */
export interface Offer_Operation_Create {
  readonly volumes?: readonly Resource[];
}

/** `mesos.v1.Offer.Operation.Destroy` */
export interface Offer_Operation_Destroy {
  readonly volumes?: readonly Resource[];
}

/** `mesos.v1.Offer.Operation.GrowVolume` */
export interface Offer_Operation_GrowVolume {
  readonly volume: Resource;
  readonly addition: Resource;
}

/** `mesos.v1.Offer.Operation.ShrinkVolume` */
export interface Offer_Operation_ShrinkVolume {
  readonly volume: Resource;
  readonly subtract: Value_Scalar;
}

/** `mesos.v1.Offer.Operation.CreateDisk` */
export interface Offer_Operation_CreateDisk {
  readonly source: Resource;
  readonly target_type: Resource_DiskInfo_Source_Type;
  readonly target_profile?: string;
}

/** `mesos.v1.Offer.Operation.DestroyDisk` */
export interface Offer_Operation_DestroyDisk {
  readonly source: Resource;
}

/** `mesos.v1.InverseOffer` */
export interface InverseOffer {
  readonly id: OfferID;
  readonly url?: URL;
  readonly framework_id: FrameworkID;
  readonly agent_id?: AgentID;
  readonly unavailability: Unavailability;
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.TaskInfo` */
export interface TaskInfo {
  readonly name: string;
  readonly task_id: TaskID;
  readonly agent_id: AgentID;
  readonly resources?: readonly Resource[];
  readonly executor?: ExecutorInfo;
  readonly data?: Uint8Array;
  readonly command?: CommandInfo;
  readonly health_check?: HealthCheck;
  readonly container?: ContainerInfo;
  readonly labels?: Labels;
  readonly discovery?: DiscoveryInfo;
  readonly kill_policy?: KillPolicy;
  readonly check?: CheckInfo;
  readonly max_completion_time?: DurationInfo;
  readonly limits?: Readonly<Record<string, Value_Scalar>>;
}

/** `mesos.v1.TaskGroupInfo` */
export interface TaskGroupInfo {
  readonly tasks?: readonly TaskInfo[];
}

/** `mesos.v1.Task` */
export interface Task {
  readonly name: string;
  readonly task_id: TaskID;
  readonly framework_id: FrameworkID;
  readonly executor_id?: ExecutorID;
  readonly agent_id: AgentID;
  readonly state: TaskState;
  readonly resources?: readonly Resource[];
  readonly statuses?: readonly TaskStatus[];
  readonly status_update_state?: TaskState;
  readonly status_update_uuid?: Uint8Array;
  readonly labels?: Labels;
  readonly discovery?: DiscoveryInfo;
  readonly container?: ContainerInfo;
  readonly user?: string;
  readonly health_check?: HealthCheck;
  readonly kill_policy?: KillPolicy;
  readonly limits?: Readonly<Record<string, Value_Scalar>>;
}

/** `mesos.v1.TaskState` */
export type TaskState =
  | 'TASK_STAGING'
  | 'TASK_STARTING'
  | 'TASK_RUNNING'
  | 'TASK_KILLING'
  | 'TASK_FINISHED'
  | 'TASK_FAILED'
  | 'TASK_KILLED'
  | 'TASK_ERROR'
  | 'TASK_LOST'
  | 'TASK_DROPPED'
  | 'TASK_UNREACHABLE'
  | 'TASK_GONE'
  | 'TASK_GONE_BY_OPERATOR'
  | 'TASK_UNKNOWN';

/** The numbers of `TaskState` on the wire. */
export const TaskStateNumbers: Readonly<Record<TaskState, number>> = {
  TASK_STAGING: 6,
  TASK_STARTING: 0,
  TASK_RUNNING: 1,
  TASK_KILLING: 8,
  TASK_FINISHED: 2,
  TASK_FAILED: 3,
  TASK_KILLED: 4,
  TASK_ERROR: 7,
  TASK_LOST: 5,
  TASK_DROPPED: 9,
  TASK_UNREACHABLE: 10,
  TASK_GONE: 11,
  TASK_GONE_BY_OPERATOR: 12,
  TASK_UNKNOWN: 13,
};

/** `mesos.v1.TaskResourceLimitation` */
export interface TaskResourceLimitation {
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.UUID` */
export interface UUID {
  readonly value: Uint8Array;
}

/** `mesos.v1.Operation` */
export interface Operation {
  readonly framework_id?: FrameworkID;
  readonly agent_id?: AgentID;
  readonly info: Offer_Operation;
  readonly latest_status: OperationStatus;
  readonly statuses?: readonly OperationStatus[];
  readonly uuid: UUID;
}

/** `mesos.v1.OperationState` */
export type OperationState =
  | 'OPERATION_UNSUPPORTED'
  | 'OPERATION_PENDING'
  | 'OPERATION_FINISHED'
  | 'OPERATION_FAILED'
  | 'OPERATION_ERROR'
  | 'OPERATION_DROPPED'
  | 'OPERATION_UNREACHABLE'
  | 'OPERATION_GONE_BY_OPERATOR'
  | 'OPERATION_RECOVERING'
  | 'OPERATION_UNKNOWN';

/** The numbers of `OperationState` on the wire. */
export const OperationStateNumbers: Readonly<Record<OperationState, number>> = {
  OPERATION_UNSUPPORTED: 0,
  OPERATION_PENDING: 1,
  OPERATION_FINISHED: 2,
  OPERATION_FAILED: 3,
  OPERATION_ERROR: 4,
  OPERATION_DROPPED: 5,
  OPERATION_UNREACHABLE: 6,
  OPERATION_GONE_BY_OPERATOR: 7,
  OPERATION_RECOVERING: 8,
  OPERATION_UNKNOWN: 9,
};

/** `mesos.v1.OperationStatus` */
export interface OperationStatus {
  readonly operation_id?: OperationID;
  readonly state: OperationState;
  readonly message?: string;
  readonly converted_resources?: readonly Resource[];
  readonly uuid?: UUID;
  readonly agent_id?: AgentID;
  readonly resource_provider_id?: ResourceProviderID;
}

/** `mesos.v1.CheckStatusInfo` */
export interface CheckStatusInfo {
  readonly type?: CheckInfo_Type;
  readonly command?: CheckStatusInfo_Command;
  readonly http?: CheckStatusInfo_Http;
  readonly tcp?: CheckStatusInfo_Tcp;
}

/** `mesos.v1.CheckStatusInfo.Command` */
export interface CheckStatusInfo_Command {
  readonly exit_code?: number;
}

/** `mesos.v1.CheckStatusInfo.Http` */
export interface CheckStatusInfo_Http {
  readonly status_code?: number;
}

/** `mesos.v1.CheckStatusInfo.Tcp` */
export interface CheckStatusInfo_Tcp {
  readonly succeeded?: boolean;
}

/** `mesos.v1.TaskStatus` */
export interface TaskStatus {
  readonly task_id: TaskID;
  readonly state: TaskState;
  readonly data?: Uint8Array;
  readonly message?: string;
  readonly agent_id?: AgentID;
  readonly timestamp?: number;
  readonly executor_id?: ExecutorID;
  readonly healthy?: boolean;
  readonly source?: TaskStatus_Source;
  readonly reason?: TaskStatus_Reason;
  readonly uuid?: Uint8Array;
  readonly labels?: Labels;
  readonly container_status?: ContainerStatus;
  readonly unreachable_time?: TimeInfo;
  readonly check_status?: CheckStatusInfo;
  readonly limitation?: TaskResourceLimitation;
}

/** `mesos.v1.TaskStatus.Source` */
export type TaskStatus_Source =
  | 'SOURCE_MASTER'
  | 'SOURCE_AGENT'
  | 'SOURCE_EXECUTOR';

/** The numbers of `TaskStatus_Source` on the wire. */
export const TaskStatus_SourceNumbers: Readonly<Record<TaskStatus_Source, number>> = {
  SOURCE_MASTER: 0,
  SOURCE_AGENT: 1,
  SOURCE_EXECUTOR: 2,
};

/** `mesos.v1.TaskStatus.Reason` */
export type TaskStatus_Reason =
  | 'REASON_COMMAND_EXECUTOR_FAILED'
  | 'REASON_CONTAINER_LAUNCH_FAILED'
  | 'REASON_CONTAINER_LIMITATION'
  | 'REASON_CONTAINER_LIMITATION_DISK'
  | 'REASON_CONTAINER_LIMITATION_MEMORY'
  | 'REASON_CONTAINER_PREEMPTED'
  | 'REASON_CONTAINER_UPDATE_FAILED'
  | 'REASON_MAX_COMPLETION_TIME_REACHED'
  | 'REASON_EXECUTOR_REGISTRATION_TIMEOUT'
  | 'REASON_EXECUTOR_REREGISTRATION_TIMEOUT'
  | 'REASON_EXECUTOR_TERMINATED'
  | 'REASON_EXECUTOR_UNREGISTERED'
  | 'REASON_FRAMEWORK_REMOVED'
  | 'REASON_GC_ERROR'
  | 'REASON_INVALID_FRAMEWORKID'
  | 'REASON_INVALID_OFFERS'
  | 'REASON_IO_SWITCHBOARD_EXITED'
  | 'REASON_MASTER_DISCONNECTED'
  | 'REASON_RECONCILIATION'
  | 'REASON_RESOURCES_UNKNOWN'
  | 'REASON_AGENT_DISCONNECTED'
  | 'REASON_AGENT_DRAINING'
  | 'REASON_AGENT_REMOVED'
  | 'REASON_AGENT_REMOVED_BY_OPERATOR'
  | 'REASON_AGENT_REREGISTERED'
  | 'REASON_AGENT_RESTARTED'
  | 'REASON_AGENT_UNKNOWN'
  | 'REASON_TASK_KILLED_DURING_LAUNCH'
  | 'REASON_TASK_CHECK_STATUS_UPDATED'
  | 'REASON_TASK_HEALTH_CHECK_STATUS_UPDATED'
  | 'REASON_TASK_GROUP_INVALID'
  | 'REASON_TASK_GROUP_UNAUTHORIZED'
  | 'REASON_TASK_INVALID'
  | 'REASON_TASK_UNAUTHORIZED'
  | 'REASON_TASK_UNKNOWN';

/** The numbers of `TaskStatus_Reason` on the wire. */
export const TaskStatus_ReasonNumbers: Readonly<Record<TaskStatus_Reason, number>> = {
  REASON_COMMAND_EXECUTOR_FAILED: 0,
  REASON_CONTAINER_LAUNCH_FAILED: 21,
  REASON_CONTAINER_LIMITATION: 19,
  REASON_CONTAINER_LIMITATION_DISK: 20,
  REASON_CONTAINER_LIMITATION_MEMORY: 8,
  REASON_CONTAINER_PREEMPTED: 17,
  REASON_CONTAINER_UPDATE_FAILED: 22,
  REASON_MAX_COMPLETION_TIME_REACHED: 33,
  REASON_EXECUTOR_REGISTRATION_TIMEOUT: 23,
  REASON_EXECUTOR_REREGISTRATION_TIMEOUT: 24,
  REASON_EXECUTOR_TERMINATED: 1,
  REASON_EXECUTOR_UNREGISTERED: 2,
  REASON_FRAMEWORK_REMOVED: 3,
  REASON_GC_ERROR: 4,
  REASON_INVALID_FRAMEWORKID: 5,
  REASON_INVALID_OFFERS: 6,
  REASON_IO_SWITCHBOARD_EXITED: 27,
  REASON_MASTER_DISCONNECTED: 7,
  REASON_RECONCILIATION: 9,
  REASON_RESOURCES_UNKNOWN: 18,
  REASON_AGENT_DISCONNECTED: 10,
  REASON_AGENT_DRAINING: 34,
  REASON_AGENT_REMOVED: 11,
  REASON_AGENT_REMOVED_BY_OPERATOR: 31,
  REASON_AGENT_REREGISTERED: 32,
  REASON_AGENT_RESTARTED: 12,
  REASON_AGENT_UNKNOWN: 13,
  REASON_TASK_KILLED_DURING_LAUNCH: 30,
  REASON_TASK_CHECK_STATUS_UPDATED: 28,
  REASON_TASK_HEALTH_CHECK_STATUS_UPDATED: 29,
  REASON_TASK_GROUP_INVALID: 25,
  REASON_TASK_GROUP_UNAUTHORIZED: 26,
  REASON_TASK_INVALID: 14,
  REASON_TASK_UNAUTHORIZED: 15,
  REASON_TASK_UNKNOWN: 16,
};

/** `mesos.v1.Filters` */
export interface Filters {
  readonly refuse_seconds?: number;
}

/** `mesos.v1.Environment` */
export interface Environment {
  readonly variables?: readonly Environment_Variable[];
}

/** `mesos.v1.Environment.Variable` */
export interface Environment_Variable {
  readonly name: string;
  readonly value?: string;
  readonly type?: Environment_Variable_Type;
  readonly secret?: Secret;
}

/** `mesos.v1.Environment.Variable.Type` */
export type Environment_Variable_Type =
  | 'UNKNOWN'
  | 'VALUE'
  | 'SECRET';

/** The numbers of `Environment_Variable_Type` on the wire. */
export const Environment_Variable_TypeNumbers: Readonly<Record<Environment_Variable_Type, number>> = {
  UNKNOWN: 0,
  VALUE: 1,
  SECRET: 2,
};

/** `mesos.v1.Parameter` */
export interface Parameter {
  readonly key: string;
  readonly value: string;
}

/** `mesos.v1.Parameters` */
export interface Parameters {
  readonly parameter?: readonly Parameter[];
}

/** `mesos.v1.Credential` */
export interface Credential {
  readonly principal: string;
  readonly secret?: string;
}

/** `mesos.v1.Credentials` */
export interface Credentials {
  readonly credentials?: readonly Credential[];
}

/** `mesos.v1.Secret` */
export interface Secret {
  readonly type?: Secret_Type;
  readonly reference?: Secret_Reference;
  readonly value?: Secret_Value;
}

/** `mesos.v1.Secret.Type` */
export type Secret_Type =
  | 'UNKNOWN'
  | 'REFERENCE'
  | 'VALUE';

/** The numbers of `Secret_Type` on the wire. */
export const Secret_TypeNumbers: Readonly<Record<Secret_Type, number>> = {
  UNKNOWN: 0,
  REFERENCE: 1,
  VALUE: 2,
};

/** `mesos.v1.Secret.Reference` */
export interface Secret_Reference {
  readonly name: string;
  readonly key?: string;
}

/** `mesos.v1.Secret.Value` */
export interface Secret_Value {
  readonly data: Uint8Array;
}

/** `mesos.v1.RateLimit` */
export interface RateLimit {
  readonly qps?: number;
  readonly principal: string;
  readonly capacity?: number;
}

/** `mesos.v1.RateLimits` */
export interface RateLimits {
  readonly limits?: readonly RateLimit[];
  readonly aggregate_default_qps?: number;
  readonly aggregate_default_capacity?: number;
}

/** `mesos.v1.Image` */
export interface Image {
  readonly type: Image_Type;
  readonly appc?: Image_Appc;
  readonly docker?: Image_Docker;
  readonly cached?: boolean;
}

/** `mesos.v1.Image.Type` */
export type Image_Type =
  | 'APPC'
  | 'DOCKER';

/** The numbers of `Image_Type` on the wire. */
export const Image_TypeNumbers: Readonly<Record<Image_Type, number>> = {
  APPC: 1,
  DOCKER: 2,
};

/** `mesos.v1.Image.Appc` */
export interface Image_Appc {
  readonly name: string;
  readonly id?: string;
  readonly labels?: Labels;
}

/** `mesos.v1.Image.Docker` */
export interface Image_Docker {
  readonly name: string;
  readonly credential?: Credential;
  readonly config?: Secret;
}

/** `mesos.v1.MountPropagation` */
export interface MountPropagation {
  readonly mode?: MountPropagation_Mode;
}

/** `mesos.v1.MountPropagation.Mode` */
export type MountPropagation_Mode =
  | 'UNKNOWN'
  | 'HOST_TO_CONTAINER'
  | 'BIDIRECTIONAL';

/** The numbers of `MountPropagation_Mode` on the wire. */
export const MountPropagation_ModeNumbers: Readonly<Record<MountPropagation_Mode, number>> = {
  UNKNOWN: 0,
  HOST_TO_CONTAINER: 1,
  BIDIRECTIONAL: 2,
};

/** `mesos.v1.Volume` */
export interface Volume {
  readonly container_path: string;
  readonly host_path?: string;
  readonly mode: Volume_Mode;
  readonly image?: Image;
  readonly source?: Volume_Source;
}

/** `mesos.v1.Volume.Mode` */
export type Volume_Mode =
  | 'RW'
  | 'RO';

/** The numbers of `Volume_Mode` on the wire. */
export const Volume_ModeNumbers: Readonly<Record<Volume_Mode, number>> = {
  RW: 1,
  RO: 2,
};

/** `mesos.v1.Volume.Source` */
export interface Volume_Source {
  readonly type?: Volume_Source_Type;
  readonly docker_volume?: Volume_Source_DockerVolume;
  readonly sandbox_path?: Volume_Source_SandboxPath;
  readonly secret?: Secret;
  readonly host_path?: Volume_Source_HostPath;
  readonly csi_volume?: Volume_Source_CSIVolume;
}

/** `mesos.v1.Volume.Source.Type` */
export type Volume_Source_Type =
  | 'UNKNOWN'
  | 'DOCKER_VOLUME'
  | 'HOST_PATH'
  | 'SANDBOX_PATH'
  | 'SECRET'
  | 'CSI_VOLUME';

/** The numbers of `Volume_Source_Type` on the wire. */
export const Volume_Source_TypeNumbers: Readonly<Record<Volume_Source_Type, number>> = {
  UNKNOWN: 0,
  DOCKER_VOLUME: 1,
  HOST_PATH: 4,
  SANDBOX_PATH: 2,
  SECRET: 3,
  CSI_VOLUME: 5,
};

/** `mesos.v1.Volume.Source.DockerVolume` */
export interface Volume_Source_DockerVolume {
  readonly driver?: string;
  readonly name: string;
  readonly driver_options?: Parameters;
}

/** `mesos.v1.Volume.Source.HostPath` */
export interface Volume_Source_HostPath {
  readonly path: string;
  readonly mount_propagation?: MountPropagation;
}

/** `mesos.v1.Volume.Source.SandboxPath` */
export interface Volume_Source_SandboxPath {
  readonly type?: Volume_Source_SandboxPath_Type;
  readonly path: string;
}

/** `mesos.v1.Volume.Source.SandboxPath.Type` */
export type Volume_Source_SandboxPath_Type =
  | 'UNKNOWN'
  | 'SELF'
  | 'PARENT';

/** The numbers of `Volume_Source_SandboxPath_Type` on the wire. */
export const Volume_Source_SandboxPath_TypeNumbers: Readonly<Record<Volume_Source_SandboxPath_Type, number>> = {
  UNKNOWN: 0,
  SELF: 1,
  PARENT: 2,
};

/** `mesos.v1.Volume.Source.CSIVolume` */
export interface Volume_Source_CSIVolume {
  readonly plugin_name: string;
  readonly static_provisioning?: Volume_Source_CSIVolume_StaticProvisioning;
}

/** `mesos.v1.Volume.Source.CSIVolume.VolumeCapability` */
export interface Volume_Source_CSIVolume_VolumeCapability {
  readonly block?: Volume_Source_CSIVolume_VolumeCapability_BlockVolume;
  readonly mount?: Volume_Source_CSIVolume_VolumeCapability_MountVolume;
  readonly access_mode: Volume_Source_CSIVolume_VolumeCapability_AccessMode;
}

/** `mesos.v1.Volume.Source.CSIVolume.VolumeCapability.BlockVolume` */
export type Volume_Source_CSIVolume_VolumeCapability_BlockVolume = Readonly<Record<never, never>>;

/** `mesos.v1.Volume.Source.CSIVolume.VolumeCapability.MountVolume` */
export interface Volume_Source_CSIVolume_VolumeCapability_MountVolume {
  readonly fs_type?: string;
  readonly mount_flags?: readonly string[];
}

/** `mesos.v1.Volume.Source.CSIVolume.VolumeCapability.AccessMode` */
export interface Volume_Source_CSIVolume_VolumeCapability_AccessMode {
  readonly mode: Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode;
}

/** `mesos.v1.Volume.Source.CSIVolume.VolumeCapability.AccessMode.Mode` */
export type Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode =
  | 'UNKNOWN'
  | 'SINGLE_NODE_WRITER'
  | 'SINGLE_NODE_READER_ONLY'
  | 'MULTI_NODE_READER_ONLY'
  | 'MULTI_NODE_SINGLE_WRITER'
  | 'MULTI_NODE_MULTI_WRITER';

/** The numbers of `Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode` on the wire. */
export const Volume_Source_CSIVolume_VolumeCapability_AccessMode_ModeNumbers: Readonly<Record<Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode, number>> = {
  UNKNOWN: 0,
  SINGLE_NODE_WRITER: 1,
  SINGLE_NODE_READER_ONLY: 2,
  MULTI_NODE_READER_ONLY: 3,
  MULTI_NODE_SINGLE_WRITER: 4,
  MULTI_NODE_MULTI_WRITER: 5,
};

/** `mesos.v1.Volume.Source.CSIVolume.StaticProvisioning` */
export interface Volume_Source_CSIVolume_StaticProvisioning {
  readonly volume_id: string;
  readonly volume_capability: Volume_Source_CSIVolume_VolumeCapability;
  readonly node_stage_secrets?: Readonly<Record<string, Secret>>;
  readonly node_publish_secrets?: Readonly<Record<string, Secret>>;
  readonly volume_context?: Readonly<Record<string, string>>;
}

/** `mesos.v1.NetworkInfo` */
export interface NetworkInfo {
  readonly groups?: readonly string[];
  readonly labels?: Labels;
  readonly ip_addresses?: readonly NetworkInfo_IPAddress[];
  readonly name?: string;
  readonly port_mappings?: readonly NetworkInfo_PortMapping[];
}

/** `mesos.v1.NetworkInfo.Protocol` */
export type NetworkInfo_Protocol =
  | 'IPv4'
  | 'IPv6';

/** The numbers of `NetworkInfo_Protocol` on the wire. */
export const NetworkInfo_ProtocolNumbers: Readonly<Record<NetworkInfo_Protocol, number>> = {
  IPv4: 1,
  IPv6: 2,
};

/** `mesos.v1.NetworkInfo.IPAddress` */
export interface NetworkInfo_IPAddress {
  readonly protocol?: NetworkInfo_Protocol;
  readonly ip_address?: string;
}

/** `mesos.v1.NetworkInfo.PortMapping` */
export interface NetworkInfo_PortMapping {
  readonly host_port: number;
  readonly container_port: number;
  readonly protocol?: string;
}

/** `mesos.v1.CapabilityInfo` */
export interface CapabilityInfo {
  readonly capabilities?: readonly CapabilityInfo_Capability[];
}

/** `mesos.v1.CapabilityInfo.Capability` */
export type CapabilityInfo_Capability =
  | 'UNKNOWN'
  | 'CHOWN'
  | 'DAC_OVERRIDE'
  | 'DAC_READ_SEARCH'
  | 'FOWNER'
  | 'FSETID'
  | 'KILL'
  | 'SETGID'
  | 'SETUID'
  | 'SETPCAP'
  | 'LINUX_IMMUTABLE'
  | 'NET_BIND_SERVICE'
  | 'NET_BROADCAST'
  | 'NET_ADMIN'
  | 'NET_RAW'
  | 'IPC_LOCK'
  | 'IPC_OWNER'
  | 'SYS_MODULE'
  | 'SYS_RAWIO'
  | 'SYS_CHROOT'
  | 'SYS_PTRACE'
  | 'SYS_PACCT'
  | 'SYS_ADMIN'
  | 'SYS_BOOT'
  | 'SYS_NICE'
  | 'SYS_RESOURCE'
  | 'SYS_TIME'
  | 'SYS_TTY_CONFIG'
  | 'MKNOD'
  | 'LEASE'
  | 'AUDIT_WRITE'
  | 'AUDIT_CONTROL'
  | 'SETFCAP'
  | 'MAC_OVERRIDE'
  | 'MAC_ADMIN'
  | 'SYSLOG'
  | 'WAKE_ALARM'
  | 'BLOCK_SUSPEND'
  | 'AUDIT_READ'
  | 'PERFMON'
  | 'BPF'
  | 'CHECKPOINT_RESTORE';

/** The numbers of `CapabilityInfo_Capability` on the wire. */
export const CapabilityInfo_CapabilityNumbers: Readonly<Record<CapabilityInfo_Capability, number>> = {
  UNKNOWN: 0,
  CHOWN: 1000,
  DAC_OVERRIDE: 1001,
  DAC_READ_SEARCH: 1002,
  FOWNER: 1003,
  FSETID: 1004,
  KILL: 1005,
  SETGID: 1006,
  SETUID: 1007,
  SETPCAP: 1008,
  LINUX_IMMUTABLE: 1009,
  NET_BIND_SERVICE: 1010,
  NET_BROADCAST: 1011,
  NET_ADMIN: 1012,
  NET_RAW: 1013,
  IPC_LOCK: 1014,
  IPC_OWNER: 1015,
  SYS_MODULE: 1016,
  SYS_RAWIO: 1017,
  SYS_CHROOT: 1018,
  SYS_PTRACE: 1019,
  SYS_PACCT: 1020,
  SYS_ADMIN: 1021,
  SYS_BOOT: 1022,
  SYS_NICE: 1023,
  SYS_RESOURCE: 1024,
  SYS_TIME: 1025,
  SYS_TTY_CONFIG: 1026,
  MKNOD: 1027,
  LEASE: 1028,
  AUDIT_WRITE: 1029,
  AUDIT_CONTROL: 1030,
  SETFCAP: 1031,
  MAC_OVERRIDE: 1032,
  MAC_ADMIN: 1033,
  SYSLOG: 1034,
  WAKE_ALARM: 1035,
  BLOCK_SUSPEND: 1036,
  AUDIT_READ: 1037,
  PERFMON: 1038,
  BPF: 1039,
  CHECKPOINT_RESTORE: 1040,
};

/** `mesos.v1.SeccompInfo` */
export interface SeccompInfo {
  readonly profile_name?: string;
  readonly unconfined?: boolean;
}

/** `mesos.v1.LinuxInfo` */
export interface LinuxInfo {
  readonly capability_info?: CapabilityInfo;
  readonly bounding_capabilities?: CapabilityInfo;
  readonly effective_capabilities?: CapabilityInfo;
  readonly share_pid_namespace?: boolean;
  readonly seccomp?: SeccompInfo;
  readonly ipc_mode?: LinuxInfo_IpcMode;
  readonly shm_size?: number;
  readonly share_cgroups?: boolean;
}

/** `mesos.v1.LinuxInfo.IpcMode` */
export type LinuxInfo_IpcMode =
  | 'UNKNOWN'
  | 'PRIVATE'
  | 'SHARE_PARENT';

/** The numbers of `LinuxInfo_IpcMode` on the wire. */
export const LinuxInfo_IpcModeNumbers: Readonly<Record<LinuxInfo_IpcMode, number>> = {
  UNKNOWN: 0,
  PRIVATE: 1,
  SHARE_PARENT: 2,
};

/** `mesos.v1.RLimitInfo` */
export interface RLimitInfo {
  readonly rlimits?: readonly RLimitInfo_RLimit[];
}

/** `mesos.v1.RLimitInfo.RLimit` */
export interface RLimitInfo_RLimit {
  readonly type?: RLimitInfo_RLimit_Type;
  readonly hard?: number;
  readonly soft?: number;
}

/** `mesos.v1.RLimitInfo.RLimit.Type` */
export type RLimitInfo_RLimit_Type =
  | 'UNKNOWN'
  | 'RLMT_AS'
  | 'RLMT_CORE'
  | 'RLMT_CPU'
  | 'RLMT_DATA'
  | 'RLMT_FSIZE'
  | 'RLMT_LOCKS'
  | 'RLMT_MEMLOCK'
  | 'RLMT_MSGQUEUE'
  | 'RLMT_NICE'
  | 'RLMT_NOFILE'
  | 'RLMT_NPROC'
  | 'RLMT_RSS'
  | 'RLMT_RTPRIO'
  | 'RLMT_RTTIME'
  | 'RLMT_SIGPENDING'
  | 'RLMT_STACK';

/** The numbers of `RLimitInfo_RLimit_Type` on the wire. */
export const RLimitInfo_RLimit_TypeNumbers: Readonly<Record<RLimitInfo_RLimit_Type, number>> = {
  UNKNOWN: 0,
  RLMT_AS: 1,
  RLMT_CORE: 2,
  RLMT_CPU: 3,
  RLMT_DATA: 4,
  RLMT_FSIZE: 5,
  RLMT_LOCKS: 6,
  RLMT_MEMLOCK: 7,
  RLMT_MSGQUEUE: 8,
  RLMT_NICE: 9,
  RLMT_NOFILE: 10,
  RLMT_NPROC: 11,
  RLMT_RSS: 12,
  RLMT_RTPRIO: 13,
  RLMT_RTTIME: 14,
  RLMT_SIGPENDING: 15,
  RLMT_STACK: 16,
};

/** `mesos.v1.TTYInfo` */
export interface TTYInfo {
  readonly window_size?: TTYInfo_WindowSize;
}

/** `mesos.v1.TTYInfo.WindowSize` */
export interface TTYInfo_WindowSize {
  readonly rows: number;
  readonly columns: number;
}

/** `mesos.v1.ContainerInfo` */
export interface ContainerInfo {
  readonly type: ContainerInfo_Type;
  readonly volumes?: readonly Volume[];
  readonly docker?: ContainerInfo_DockerInfo;
  readonly hostname?: string;
  readonly mesos?: ContainerInfo_MesosInfo;
  readonly network_infos?: readonly NetworkInfo[];
  readonly linux_info?: LinuxInfo;
  readonly rlimit_info?: RLimitInfo;
  readonly tty_info?: TTYInfo;
}

/** `mesos.v1.ContainerInfo.Type` */
export type ContainerInfo_Type =
  | 'DOCKER'
  | 'MESOS';

/** The numbers of `ContainerInfo_Type` on the wire. */
export const ContainerInfo_TypeNumbers: Readonly<Record<ContainerInfo_Type, number>> = {
  DOCKER: 1,
  MESOS: 2,
};

/** `mesos.v1.ContainerInfo.DockerInfo` */
export interface ContainerInfo_DockerInfo {
  readonly image: string;
  readonly network?: ContainerInfo_DockerInfo_Network;
  readonly port_mappings?: readonly ContainerInfo_DockerInfo_PortMapping[];
  readonly privileged?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly force_pull_image?: boolean;
  readonly volume_driver?: string;
}

/** `mesos.v1.ContainerInfo.DockerInfo.Network` */
export type ContainerInfo_DockerInfo_Network =
  | 'HOST'
  | 'BRIDGE'
  | 'NONE'
  | 'USER';

/** The numbers of `ContainerInfo_DockerInfo_Network` on the wire. */
export const ContainerInfo_DockerInfo_NetworkNumbers: Readonly<Record<ContainerInfo_DockerInfo_Network, number>> = {
  HOST: 1,
  BRIDGE: 2,
  NONE: 3,
  USER: 4,
};

/** `mesos.v1.ContainerInfo.DockerInfo.PortMapping` */
export interface ContainerInfo_DockerInfo_PortMapping {
  readonly host_port: number;
  readonly container_port: number;
  readonly protocol?: string;
}

/** `mesos.v1.ContainerInfo.MesosInfo` */
export interface ContainerInfo_MesosInfo {
  readonly image?: Image;
}

/** `mesos.v1.ContainerStatus` */
export interface ContainerStatus {
  readonly network_infos?: readonly NetworkInfo[];
  readonly cgroup_info?: CgroupInfo;
  readonly executor_pid?: number;
  readonly container_id?: ContainerID;
}

/** `mesos.v1.CgroupInfo` */
export interface CgroupInfo {
  readonly net_cls?: CgroupInfo_NetCls;
}

/** `mesos.v1.CgroupInfo.Blkio` */
export type CgroupInfo_Blkio = Readonly<Record<never, never>>;

/** `mesos.v1.CgroupInfo.Blkio.Operation` */
export type CgroupInfo_Blkio_Operation =
  | 'UNKNOWN'
  | 'TOTAL'
  | 'READ'
  | 'WRITE'
  | 'SYNC'
  | 'ASYNC'
  | 'DISCARD';

/** The numbers of `CgroupInfo_Blkio_Operation` on the wire. */
export const CgroupInfo_Blkio_OperationNumbers: Readonly<Record<CgroupInfo_Blkio_Operation, number>> = {
  UNKNOWN: 0,
  TOTAL: 1,
  READ: 2,
  WRITE: 3,
  SYNC: 4,
  ASYNC: 5,
  DISCARD: 6,
};

/** `mesos.v1.CgroupInfo.Blkio.Value` */
export interface CgroupInfo_Blkio_Value {
  readonly op?: CgroupInfo_Blkio_Operation;
  readonly value?: number;
}

/** `mesos.v1.CgroupInfo.Blkio.CFQ` */
export type CgroupInfo_Blkio_CFQ = Readonly<Record<never, never>>;

/** `mesos.v1.CgroupInfo.Blkio.CFQ.Statistics` */
export interface CgroupInfo_Blkio_CFQ_Statistics {
  readonly device?: Device_Number;
  readonly sectors?: number;
  readonly time?: number;
  readonly io_serviced?: readonly CgroupInfo_Blkio_Value[];
  readonly io_service_bytes?: readonly CgroupInfo_Blkio_Value[];
  readonly io_service_time?: readonly CgroupInfo_Blkio_Value[];
  readonly io_wait_time?: readonly CgroupInfo_Blkio_Value[];
  readonly io_merged?: readonly CgroupInfo_Blkio_Value[];
  readonly io_queued?: readonly CgroupInfo_Blkio_Value[];
}

/** `mesos.v1.CgroupInfo.Blkio.Throttling` */
export type CgroupInfo_Blkio_Throttling = Readonly<Record<never, never>>;

/** `mesos.v1.CgroupInfo.Blkio.Throttling.Statistics` */
export interface CgroupInfo_Blkio_Throttling_Statistics {
  readonly device?: Device_Number;
  readonly io_serviced?: readonly CgroupInfo_Blkio_Value[];
  readonly io_service_bytes?: readonly CgroupInfo_Blkio_Value[];
}

/** `mesos.v1.CgroupInfo.Blkio.Statistics` */
export interface CgroupInfo_Blkio_Statistics {
  readonly cfq?: readonly CgroupInfo_Blkio_CFQ_Statistics[];
  readonly cfq_recursive?: readonly CgroupInfo_Blkio_CFQ_Statistics[];
  readonly throttling?: readonly CgroupInfo_Blkio_Throttling_Statistics[];
}

/** `mesos.v1.CgroupInfo.NetCls` */
export interface CgroupInfo_NetCls {
  readonly classid?: number;
}

/** `mesos.v1.Labels` */
export interface Labels {
  readonly labels?: readonly Label[];
}

/** `mesos.v1.Label` */
export interface Label {
  readonly key: string;
  readonly value?: string;
}

/** `mesos.v1.Port` */
export interface Port {
  readonly number: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly visibility?: DiscoveryInfo_Visibility;
  readonly labels?: Labels;
}

/** `mesos.v1.Ports` */
export interface Ports {
  readonly ports?: readonly Port[];
}

/** `mesos.v1.DiscoveryInfo` */
export interface DiscoveryInfo {
  readonly visibility: DiscoveryInfo_Visibility;
  readonly name?: string;
  readonly environment?: string;
  readonly location?: string;
  readonly version?: string;
  readonly ports?: Ports;
  readonly labels?: Labels;
}

/** `mesos.v1.DiscoveryInfo.Visibility` */
export type DiscoveryInfo_Visibility =
  | 'FRAMEWORK'
  | 'CLUSTER'
  | 'EXTERNAL';

/** The numbers of `DiscoveryInfo_Visibility` on the wire. */
export const DiscoveryInfo_VisibilityNumbers: Readonly<Record<DiscoveryInfo_Visibility, number>> = {
  FRAMEWORK: 0,
  CLUSTER: 1,
  EXTERNAL: 2,
};

/** `mesos.v1.WeightInfo` */
export interface WeightInfo {
  readonly weight: number;
  readonly role?: string;
}

/** `mesos.v1.VersionInfo` */
export interface VersionInfo {
  readonly version: string;
  readonly build_date?: string;
  readonly build_time?: number;
  readonly build_user?: string;
  readonly git_sha?: string;
  readonly git_branch?: string;
  readonly git_tag?: string;
}

/** `mesos.v1.Flag` */
export interface Flag {
  readonly name: string;
  readonly value?: string;
}

/** `mesos.v1.Role` */
export interface Role {
  readonly name: string;
  readonly weight: number;
  readonly frameworks?: readonly FrameworkID[];
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.Metric` */
export interface Metric {
  readonly name: string;
  readonly value?: number;
}

/** `mesos.v1.FileInfo` */
export interface FileInfo {
  readonly path: string;
  readonly nlink?: number;
  readonly size?: number;
  readonly mtime?: TimeInfo;
  readonly mode?: number;
  readonly uid?: string;
  readonly gid?: string;
}

/** `mesos.v1.Device` */
export interface Device {
  readonly path?: string;
  readonly number?: Device_Number;
}

/** `mesos.v1.Device.Number` */
export interface Device_Number {
  readonly major_number: number;
  readonly minor_number: number;
}

/** `mesos.v1.DeviceAccess` */
export interface DeviceAccess {
  readonly device: Device;
  readonly access: DeviceAccess_Access;
}

/** `mesos.v1.DeviceAccess.Access` */
export interface DeviceAccess_Access {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly mknod?: boolean;
}

/** `mesos.v1.DeviceWhitelist` */
export interface DeviceWhitelist {
  readonly allowed_devices?: readonly DeviceAccess[];
}

/** `mesos.v1.DrainState` */
export type DrainState =
  | 'UNKNOWN'
  | 'DRAINING'
  | 'DRAINED';

/** The numbers of `DrainState` on the wire. */
export const DrainStateNumbers: Readonly<Record<DrainState, number>> = {
  UNKNOWN: 0,
  DRAINING: 1,
  DRAINED: 2,
};

/** `mesos.v1.DrainConfig` */
export interface DrainConfig {
  readonly max_grace_period?: DurationInfo;
  readonly mark_gone?: boolean;
}

/** `mesos.v1.DrainInfo` */
export interface DrainInfo {
  readonly state: DrainState;
  readonly config: DrainConfig;
}

/** `mesos.v1.allocator.InverseOfferStatus` */
export interface AllocatorInverseOfferStatus {
  readonly status: AllocatorInverseOfferStatus_Status;
  readonly framework_id: FrameworkID;
  readonly timestamp: TimeInfo;
}

/** `mesos.v1.allocator.InverseOfferStatus.Status` */
export type AllocatorInverseOfferStatus_Status =
  | 'UNKNOWN'
  | 'ACCEPT'
  | 'DECLINE';

/** The numbers of `AllocatorInverseOfferStatus_Status` on the wire. */
export const AllocatorInverseOfferStatus_StatusNumbers: Readonly<Record<AllocatorInverseOfferStatus_Status, number>> = {
  UNKNOWN: 1,
  ACCEPT: 2,
  DECLINE: 3,
};

/** `mesos.v1.executor.Event` */
export interface ExecutorEvent {
  readonly type?: ExecutorEvent_Type;
  readonly subscribed?: ExecutorEvent_Subscribed;
  readonly acknowledged?: ExecutorEvent_Acknowledged;
  readonly launch?: ExecutorEvent_Launch;
  readonly kill?: ExecutorEvent_Kill;
  readonly message?: ExecutorEvent_Message;
  readonly error?: ExecutorEvent_Error;
  readonly launch_group?: ExecutorEvent_LaunchGroup;
}

/** `mesos.v1.executor.Event.Type` */
export type ExecutorEvent_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBED'
  | 'LAUNCH'
  | 'LAUNCH_GROUP'
  | 'KILL'
  | 'ACKNOWLEDGED'
  | 'MESSAGE'
  | 'ERROR'
  | 'SHUTDOWN'
  | 'HEARTBEAT';

/** The numbers of `ExecutorEvent_Type` on the wire. */
export const ExecutorEvent_TypeNumbers: Readonly<Record<ExecutorEvent_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBED: 1,
  LAUNCH: 2,
  LAUNCH_GROUP: 8,
  KILL: 3,
  ACKNOWLEDGED: 4,
  MESSAGE: 5,
  ERROR: 6,
  SHUTDOWN: 7,
  HEARTBEAT: 9,
};

/** `mesos.v1.executor.Event.Subscribed` */
export interface ExecutorEvent_Subscribed {
  readonly executor_info: ExecutorInfo;
  readonly framework_info: FrameworkInfo;
  readonly agent_info: AgentInfo;
  readonly container_id?: ContainerID;
}

/** `mesos.v1.executor.Event.Launch` */
export interface ExecutorEvent_Launch {
  readonly task: TaskInfo;
}

/** `mesos.v1.executor.Event.LaunchGroup` */
export interface ExecutorEvent_LaunchGroup {
  readonly task_group: TaskGroupInfo;
}

/** `mesos.v1.executor.Event.Kill` */
export interface ExecutorEvent_Kill {
  readonly task_id: TaskID;
  readonly kill_policy?: KillPolicy;
}

/** `mesos.v1.executor.Event.Acknowledged` */
export interface ExecutorEvent_Acknowledged {
  readonly task_id: TaskID;
  readonly uuid: Uint8Array;
}

/** `mesos.v1.executor.Event.Message` */
export interface ExecutorEvent_Message {
  readonly data: Uint8Array;
}

/** `mesos.v1.executor.Event.Error` */
export interface ExecutorEvent_Error {
  readonly message: string;
}

/** `mesos.v1.executor.Call` */
export interface ExecutorCall {
  readonly executor_id: ExecutorID;
  readonly framework_id: FrameworkID;
  readonly type?: ExecutorCall_Type;
  readonly subscribe?: ExecutorCall_Subscribe;
  readonly update?: ExecutorCall_Update;
  readonly message?: ExecutorCall_Message;
}

/** `mesos.v1.executor.Call.Type` */
export type ExecutorCall_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBE'
  | 'UPDATE'
  | 'MESSAGE'
  | 'HEARTBEAT';

/** The numbers of `ExecutorCall_Type` on the wire. */
export const ExecutorCall_TypeNumbers: Readonly<Record<ExecutorCall_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBE: 1,
  UPDATE: 2,
  MESSAGE: 3,
  HEARTBEAT: 4,
};

/** `mesos.v1.executor.Call.Subscribe` */
export interface ExecutorCall_Subscribe {
  readonly unacknowledged_tasks?: readonly TaskInfo[];
  readonly unacknowledged_updates?: readonly ExecutorCall_Update[];
}

/** `mesos.v1.executor.Call.Update` */
export interface ExecutorCall_Update {
  readonly status: TaskStatus;
}

/** `mesos.v1.executor.Call.Message` */
export interface ExecutorCall_Message {
  readonly data: Uint8Array;
}

/** `mesos.v1.maintenance.Window` */
export interface MaintenanceWindow {
  readonly machine_ids?: readonly MachineID[];
  readonly unavailability: Unavailability;
}

/** `mesos.v1.maintenance.Schedule` */
export interface MaintenanceSchedule {
  readonly windows?: readonly MaintenanceWindow[];
}

/** `mesos.v1.maintenance.ClusterStatus` */
export interface MaintenanceClusterStatus {
  readonly draining_machines?: readonly MaintenanceClusterStatus_DrainingMachine[];
  readonly down_machines?: readonly MachineID[];
}

/** `mesos.v1.maintenance.ClusterStatus.DrainingMachine` */
export interface MaintenanceClusterStatus_DrainingMachine {
  readonly id: MachineID;
  readonly statuses?: readonly AllocatorInverseOfferStatus[];
}

/** `mesos.v1.master.Call` */
export interface MasterCall {
  readonly type?: MasterCall_Type;
  readonly get_metrics?: MasterCall_GetMetrics;
  readonly set_logging_level?: MasterCall_SetLoggingLevel;
  readonly list_files?: MasterCall_ListFiles;
  readonly read_file?: MasterCall_ReadFile;
  readonly update_weights?: MasterCall_UpdateWeights;
  readonly reserve_resources?: MasterCall_ReserveResources;
  readonly unreserve_resources?: MasterCall_UnreserveResources;
  readonly create_volumes?: MasterCall_CreateVolumes;
  readonly destroy_volumes?: MasterCall_DestroyVolumes;
  readonly update_maintenance_schedule?: MasterCall_UpdateMaintenanceSchedule;
  readonly start_maintenance?: MasterCall_StartMaintenance;
  readonly stop_maintenance?: MasterCall_StopMaintenance;
  readonly set_quota?: MasterCall_SetQuota;
  readonly remove_quota?: MasterCall_RemoveQuota;
  readonly teardown?: MasterCall_Teardown;
  readonly mark_agent_gone?: MasterCall_MarkAgentGone;
  readonly grow_volume?: MasterCall_GrowVolume;
  readonly shrink_volume?: MasterCall_ShrinkVolume;
  readonly update_quota?: MasterCall_UpdateQuota;
  readonly drain_agent?: MasterCall_DrainAgent;
  readonly deactivate_agent?: MasterCall_DeactivateAgent;
  readonly reactivate_agent?: MasterCall_ReactivateAgent;
}

/** `mesos.v1.master.Call.Type` */
export type MasterCall_Type =
  | 'UNKNOWN'
  | 'GET_HEALTH'
  | 'GET_FLAGS'
  | 'GET_VERSION'
  | 'GET_METRICS'
  | 'GET_LOGGING_LEVEL'
  | 'SET_LOGGING_LEVEL'
  | 'LIST_FILES'
  | 'READ_FILE'
  | 'GET_STATE'
  | 'GET_AGENTS'
  | 'GET_FRAMEWORKS'
  | 'GET_EXECUTORS'
  | 'GET_OPERATIONS'
  | 'GET_TASKS'
  | 'GET_ROLES'
  | 'GET_WEIGHTS'
  | 'UPDATE_WEIGHTS'
  | 'GET_MASTER'
  | 'SUBSCRIBE'
  | 'RESERVE_RESOURCES'
  | 'UNRESERVE_RESOURCES'
  | 'CREATE_VOLUMES'
  | 'DESTROY_VOLUMES'
  | 'GROW_VOLUME'
  | 'SHRINK_VOLUME'
  | 'GET_MAINTENANCE_STATUS'
  | 'GET_MAINTENANCE_SCHEDULE'
  | 'UPDATE_MAINTENANCE_SCHEDULE'
  | 'START_MAINTENANCE'
  | 'STOP_MAINTENANCE'
  | 'DRAIN_AGENT'
  | 'DEACTIVATE_AGENT'
  | 'REACTIVATE_AGENT'
  | 'GET_QUOTA'
  | 'UPDATE_QUOTA'
  | 'SET_QUOTA'
  | 'REMOVE_QUOTA'
  | 'TEARDOWN'
  | 'MARK_AGENT_GONE';

/** The numbers of `MasterCall_Type` on the wire. */
export const MasterCall_TypeNumbers: Readonly<Record<MasterCall_Type, number>> = {
  UNKNOWN: 0,
  GET_HEALTH: 1,
  GET_FLAGS: 2,
  GET_VERSION: 3,
  GET_METRICS: 4,
  GET_LOGGING_LEVEL: 5,
  SET_LOGGING_LEVEL: 6,
  LIST_FILES: 7,
  READ_FILE: 8,
  GET_STATE: 9,
  GET_AGENTS: 10,
  GET_FRAMEWORKS: 11,
  GET_EXECUTORS: 12,
  GET_OPERATIONS: 33,
  GET_TASKS: 13,
  GET_ROLES: 14,
  GET_WEIGHTS: 15,
  UPDATE_WEIGHTS: 16,
  GET_MASTER: 17,
  SUBSCRIBE: 18,
  RESERVE_RESOURCES: 19,
  UNRESERVE_RESOURCES: 20,
  CREATE_VOLUMES: 21,
  DESTROY_VOLUMES: 22,
  GROW_VOLUME: 34,
  SHRINK_VOLUME: 35,
  GET_MAINTENANCE_STATUS: 23,
  GET_MAINTENANCE_SCHEDULE: 24,
  UPDATE_MAINTENANCE_SCHEDULE: 25,
  START_MAINTENANCE: 26,
  STOP_MAINTENANCE: 27,
  DRAIN_AGENT: 37,
  DEACTIVATE_AGENT: 38,
  REACTIVATE_AGENT: 39,
  GET_QUOTA: 28,
  UPDATE_QUOTA: 36,
  SET_QUOTA: 29,
  REMOVE_QUOTA: 30,
  TEARDOWN: 31,
  MARK_AGENT_GONE: 32,
};

/** `mesos.v1.master.Call.GetMetrics` */
export interface MasterCall_GetMetrics {
  readonly timeout?: DurationInfo;
}

/** `mesos.v1.master.Call.SetLoggingLevel` */
export interface MasterCall_SetLoggingLevel {
  readonly level: number;
  readonly duration: DurationInfo;
}

/** `mesos.v1.master.Call.ListFiles` */
export interface MasterCall_ListFiles {
  readonly path: string;
}

/** `mesos.v1.master.Call.ReadFile` */
export interface MasterCall_ReadFile {
  readonly path: string;
  readonly offset: number;
  readonly length?: number;
}

/** `mesos.v1.master.Call.UpdateWeights` */
export interface MasterCall_UpdateWeights {
  readonly weight_infos?: readonly WeightInfo[];
}

/** `mesos.v1.master.Call.ReserveResources` */
export interface MasterCall_ReserveResources {
  readonly agent_id: AgentID;
  readonly resources?: readonly Resource[];
  readonly source?: readonly Resource[];
}

/** `mesos.v1.master.Call.UnreserveResources` */
export interface MasterCall_UnreserveResources {
  readonly agent_id: AgentID;
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.master.Call.CreateVolumes` */
export interface MasterCall_CreateVolumes {
  readonly agent_id: AgentID;
  readonly volumes?: readonly Resource[];
}

/** `mesos.v1.master.Call.DestroyVolumes` */
export interface MasterCall_DestroyVolumes {
  readonly agent_id: AgentID;
  readonly volumes?: readonly Resource[];
}

/** `mesos.v1.master.Call.GrowVolume` */
export interface MasterCall_GrowVolume {
  readonly agent_id?: AgentID;
  readonly volume: Resource;
  readonly addition: Resource;
}

/** `mesos.v1.master.Call.ShrinkVolume` */
export interface MasterCall_ShrinkVolume {
  readonly agent_id?: AgentID;
  readonly volume: Resource;
  readonly subtract: Value_Scalar;
}

/** `mesos.v1.master.Call.UpdateMaintenanceSchedule` */
export interface MasterCall_UpdateMaintenanceSchedule {
  readonly schedule: MaintenanceSchedule;
}

/** `mesos.v1.master.Call.StartMaintenance` */
export interface MasterCall_StartMaintenance {
  readonly machines?: readonly MachineID[];
}

/** `mesos.v1.master.Call.StopMaintenance` */
export interface MasterCall_StopMaintenance {
  readonly machines?: readonly MachineID[];
}

/** `mesos.v1.master.Call.DrainAgent` */
export interface MasterCall_DrainAgent {
  readonly agent_id: AgentID;
  readonly max_grace_period?: ProtobufDuration;
  readonly mark_gone?: boolean;
}

/** `mesos.v1.master.Call.DeactivateAgent` */
export interface MasterCall_DeactivateAgent {
  readonly agent_id: AgentID;
}

/** `mesos.v1.master.Call.ReactivateAgent` */
export interface MasterCall_ReactivateAgent {
  readonly agent_id: AgentID;
}

/** `mesos.v1.master.Call.UpdateQuota` */
export interface MasterCall_UpdateQuota {
  readonly force?: boolean;
  readonly quota_configs?: readonly QuotaConfig[];
}

/** `mesos.v1.master.Call.SetQuota` */
export interface MasterCall_SetQuota {
  readonly quota_request: QuotaRequest;
}

/** `mesos.v1.master.Call.RemoveQuota` */
export interface MasterCall_RemoveQuota {
  readonly role: string;
}

/** `mesos.v1.master.Call.Teardown` */
export interface MasterCall_Teardown {
  readonly framework_id: FrameworkID;
}

/** `mesos.v1.master.Call.MarkAgentGone` */
export interface MasterCall_MarkAgentGone {
  readonly agent_id: AgentID;
}

/** `mesos.v1.master.Response` */
export interface MasterResponse {
  readonly type?: MasterResponse_Type;
  readonly get_health?: MasterResponse_GetHealth;
  readonly get_flags?: MasterResponse_GetFlags;
  readonly get_version?: MasterResponse_GetVersion;
  readonly get_metrics?: MasterResponse_GetMetrics;
  readonly get_logging_level?: MasterResponse_GetLoggingLevel;
  readonly list_files?: MasterResponse_ListFiles;
  readonly read_file?: MasterResponse_ReadFile;
  readonly get_state?: MasterResponse_GetState;
  readonly get_agents?: MasterResponse_GetAgents;
  readonly get_frameworks?: MasterResponse_GetFrameworks;
  readonly get_executors?: MasterResponse_GetExecutors;
  readonly get_tasks?: MasterResponse_GetTasks;
  readonly get_roles?: MasterResponse_GetRoles;
  readonly get_weights?: MasterResponse_GetWeights;
  readonly get_master?: MasterResponse_GetMaster;
  readonly get_maintenance_status?: MasterResponse_GetMaintenanceStatus;
  readonly get_maintenance_schedule?: MasterResponse_GetMaintenanceSchedule;
  readonly get_quota?: MasterResponse_GetQuota;
  readonly get_operations?: MasterResponse_GetOperations;
}

/** `mesos.v1.master.Response.Type` */
export type MasterResponse_Type =
  | 'UNKNOWN'
  | 'GET_HEALTH'
  | 'GET_FLAGS'
  | 'GET_VERSION'
  | 'GET_METRICS'
  | 'GET_LOGGING_LEVEL'
  | 'LIST_FILES'
  | 'READ_FILE'
  | 'GET_STATE'
  | 'GET_AGENTS'
  | 'GET_FRAMEWORKS'
  | 'GET_EXECUTORS'
  | 'GET_OPERATIONS'
  | 'GET_TASKS'
  | 'GET_ROLES'
  | 'GET_WEIGHTS'
  | 'GET_MASTER'
  | 'GET_MAINTENANCE_STATUS'
  | 'GET_MAINTENANCE_SCHEDULE'
  | 'GET_QUOTA';

/** The numbers of `MasterResponse_Type` on the wire. */
export const MasterResponse_TypeNumbers: Readonly<Record<MasterResponse_Type, number>> = {
  UNKNOWN: 0,
  GET_HEALTH: 1,
  GET_FLAGS: 2,
  GET_VERSION: 3,
  GET_METRICS: 4,
  GET_LOGGING_LEVEL: 5,
  LIST_FILES: 6,
  READ_FILE: 7,
  GET_STATE: 8,
  GET_AGENTS: 9,
  GET_FRAMEWORKS: 10,
  GET_EXECUTORS: 11,
  GET_OPERATIONS: 19,
  GET_TASKS: 12,
  GET_ROLES: 13,
  GET_WEIGHTS: 14,
  GET_MASTER: 15,
  GET_MAINTENANCE_STATUS: 16,
  GET_MAINTENANCE_SCHEDULE: 17,
  GET_QUOTA: 18,
};

/** `mesos.v1.master.Response.GetHealth` */
export interface MasterResponse_GetHealth {
  readonly healthy: boolean;
}

/** `mesos.v1.master.Response.GetFlags` */
export interface MasterResponse_GetFlags {
  readonly flags?: readonly Flag[];
}

/** `mesos.v1.master.Response.GetVersion` */
export interface MasterResponse_GetVersion {
  readonly version_info: VersionInfo;
}

/** `mesos.v1.master.Response.GetMetrics` */
export interface MasterResponse_GetMetrics {
  readonly metrics?: readonly Metric[];
}

/** `mesos.v1.master.Response.GetLoggingLevel` */
export interface MasterResponse_GetLoggingLevel {
  readonly level: number;
}

/** `mesos.v1.master.Response.ListFiles` */
export interface MasterResponse_ListFiles {
  readonly file_infos?: readonly FileInfo[];
}

/** `mesos.v1.master.Response.ReadFile` */
export interface MasterResponse_ReadFile {
  readonly size: number;
  readonly data: Uint8Array;
}

/** `mesos.v1.master.Response.GetState` */
export interface MasterResponse_GetState {
  readonly get_tasks?: MasterResponse_GetTasks;
  readonly get_executors?: MasterResponse_GetExecutors;
  readonly get_frameworks?: MasterResponse_GetFrameworks;
  readonly get_agents?: MasterResponse_GetAgents;
}

/** `mesos.v1.master.Response.GetAgents` */
export interface MasterResponse_GetAgents {
  readonly agents?: readonly MasterResponse_GetAgents_Agent[];
  readonly recovered_agents?: readonly AgentInfo[];
}

/** `mesos.v1.master.Response.GetAgents.Agent` */
export interface MasterResponse_GetAgents_Agent {
  readonly agent_info: AgentInfo;
  readonly active: boolean;
  readonly version: string;
  readonly pid?: string;
  readonly registered_time?: TimeInfo;
  readonly reregistered_time?: TimeInfo;
  readonly total_resources?: readonly Resource[];
  readonly allocated_resources?: readonly Resource[];
  readonly offered_resources?: readonly Resource[];
  readonly capabilities?: readonly AgentInfo_Capability[];
  readonly resource_providers?: readonly MasterResponse_GetAgents_Agent_ResourceProvider[];
  readonly deactivated?: boolean;
  readonly drain_info?: DrainInfo;
  readonly estimated_drain_start_time?: TimeInfo;
}

/** `mesos.v1.master.Response.GetAgents.Agent.ResourceProvider` */
export interface MasterResponse_GetAgents_Agent_ResourceProvider {
  readonly resource_provider_info: ResourceProviderInfo;
  readonly total_resources?: readonly Resource[];
}

/** `mesos.v1.master.Response.GetFrameworks` */
export interface MasterResponse_GetFrameworks {
  readonly frameworks?: readonly MasterResponse_GetFrameworks_Framework[];
  readonly completed_frameworks?: readonly MasterResponse_GetFrameworks_Framework[];
  readonly recovered_frameworks?: readonly FrameworkInfo[];
}

/** `mesos.v1.master.Response.GetFrameworks.Framework` */
export interface MasterResponse_GetFrameworks_Framework {
  readonly framework_info: FrameworkInfo;
  readonly active: boolean;
  readonly connected: boolean;
  readonly registered_time?: TimeInfo;
  readonly reregistered_time?: TimeInfo;
  readonly unregistered_time?: TimeInfo;
  readonly offers?: readonly Offer[];
  readonly inverse_offers?: readonly InverseOffer[];
  readonly allocated_resources?: readonly Resource[];
  readonly offered_resources?: readonly Resource[];
  readonly recovered: boolean;
  readonly offer_constraints?: SchedulerOfferConstraints;
}

/** `mesos.v1.master.Response.GetExecutors` */
export interface MasterResponse_GetExecutors {
  readonly executors?: readonly MasterResponse_GetExecutors_Executor[];
  readonly orphan_executors?: readonly MasterResponse_GetExecutors_Executor[];
}

/** `mesos.v1.master.Response.GetExecutors.Executor` */
export interface MasterResponse_GetExecutors_Executor {
  readonly executor_info: ExecutorInfo;
  readonly agent_id: AgentID;
}

/** `mesos.v1.master.Response.GetOperations` */
export interface MasterResponse_GetOperations {
  readonly operations?: readonly Operation[];
}

/** `mesos.v1.master.Response.GetTasks` */
export interface MasterResponse_GetTasks {
  readonly pending_tasks?: readonly Task[];
  readonly tasks?: readonly Task[];
  readonly completed_tasks?: readonly Task[];
  readonly orphan_tasks?: readonly Task[];
  readonly unreachable_tasks?: readonly Task[];
}

/** `mesos.v1.master.Response.GetRoles` */
export interface MasterResponse_GetRoles {
  readonly roles?: readonly Role[];
}

/** `mesos.v1.master.Response.GetWeights` */
export interface MasterResponse_GetWeights {
  readonly weight_infos?: readonly WeightInfo[];
}

/** `mesos.v1.master.Response.GetMaster` */
export interface MasterResponse_GetMaster {
  readonly master_info?: MasterInfo;
  readonly start_time?: number;
  readonly elected_time?: number;
}

/** `mesos.v1.master.Response.GetMaintenanceStatus` */
export interface MasterResponse_GetMaintenanceStatus {
  readonly status: MaintenanceClusterStatus;
}

/** `mesos.v1.master.Response.GetMaintenanceSchedule` */
export interface MasterResponse_GetMaintenanceSchedule {
  readonly schedule: MaintenanceSchedule;
}

/** `mesos.v1.master.Response.GetQuota` */
export interface MasterResponse_GetQuota {
  readonly status: QuotaStatus;
}

/** `mesos.v1.master.Event` */
export interface MasterEvent {
  readonly type?: MasterEvent_Type;
  readonly subscribed?: MasterEvent_Subscribed;
  readonly task_added?: MasterEvent_TaskAdded;
  readonly task_updated?: MasterEvent_TaskUpdated;
  readonly agent_added?: MasterEvent_AgentAdded;
  readonly agent_removed?: MasterEvent_AgentRemoved;
  readonly framework_added?: MasterEvent_FrameworkAdded;
  readonly framework_updated?: MasterEvent_FrameworkUpdated;
  readonly framework_removed?: MasterEvent_FrameworkRemoved;
}

/** `mesos.v1.master.Event.Type` */
export type MasterEvent_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBED'
  | 'TASK_ADDED'
  | 'TASK_UPDATED'
  | 'AGENT_ADDED'
  | 'AGENT_REMOVED'
  | 'FRAMEWORK_ADDED'
  | 'FRAMEWORK_UPDATED'
  | 'FRAMEWORK_REMOVED'
  | 'HEARTBEAT';

/** The numbers of `MasterEvent_Type` on the wire. */
export const MasterEvent_TypeNumbers: Readonly<Record<MasterEvent_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBED: 1,
  TASK_ADDED: 2,
  TASK_UPDATED: 3,
  AGENT_ADDED: 4,
  AGENT_REMOVED: 5,
  FRAMEWORK_ADDED: 6,
  FRAMEWORK_UPDATED: 7,
  FRAMEWORK_REMOVED: 8,
  HEARTBEAT: 9,
};

/** `mesos.v1.master.Event.Subscribed` */
export interface MasterEvent_Subscribed {
  readonly get_state?: MasterResponse_GetState;
  readonly heartbeat_interval_seconds?: number;
}

/** `mesos.v1.master.Event.TaskAdded` */
export interface MasterEvent_TaskAdded {
  readonly task: Task;
}

/** `mesos.v1.master.Event.TaskUpdated` */
export interface MasterEvent_TaskUpdated {
  readonly framework_id: FrameworkID;
  readonly status: TaskStatus;
  readonly state: TaskState;
}

/** `mesos.v1.master.Event.FrameworkAdded` */
export interface MasterEvent_FrameworkAdded {
  readonly framework: MasterResponse_GetFrameworks_Framework;
}

/** `mesos.v1.master.Event.FrameworkUpdated` */
export interface MasterEvent_FrameworkUpdated {
  readonly framework: MasterResponse_GetFrameworks_Framework;
}

/** `mesos.v1.master.Event.FrameworkRemoved` */
export interface MasterEvent_FrameworkRemoved {
  readonly framework_info: FrameworkInfo;
}

/** `mesos.v1.master.Event.AgentAdded` */
export interface MasterEvent_AgentAdded {
  readonly agent: MasterResponse_GetAgents_Agent;
}

/** `mesos.v1.master.Event.AgentRemoved` */
export interface MasterEvent_AgentRemoved {
  readonly agent_id: AgentID;
}

/** `mesos.v1.quota.QuotaInfo` */
export interface QuotaInfo {
  readonly role?: string;
  readonly principal?: string;
  readonly guarantee?: readonly Resource[];
}

/** `mesos.v1.quota.QuotaRequest` */
export interface QuotaRequest {
  readonly force?: boolean;
  readonly role?: string;
  readonly guarantee?: readonly Resource[];
}

/** `mesos.v1.quota.QuotaConfig` */
export interface QuotaConfig {
  readonly role: string;
  readonly guarantees?: Readonly<Record<string, Value_Scalar>>;
  readonly limits?: Readonly<Record<string, Value_Scalar>>;
}

/** `mesos.v1.quota.QuotaStatus` */
export interface QuotaStatus {
  readonly infos?: readonly QuotaInfo[];
  readonly configs?: readonly QuotaConfig[];
}

/** `mesos.v1.scheduler.Event` */
export interface SchedulerEvent {
  readonly type?: SchedulerEvent_Type;
  readonly subscribed?: SchedulerEvent_Subscribed;
  readonly offers?: SchedulerEvent_Offers;
  readonly rescind?: SchedulerEvent_Rescind;
  readonly update?: SchedulerEvent_Update;
  readonly message?: SchedulerEvent_Message;
  readonly failure?: SchedulerEvent_Failure;
  readonly error?: SchedulerEvent_Error;
  readonly inverse_offers?: SchedulerEvent_InverseOffers;
  readonly rescind_inverse_offer?: SchedulerEvent_RescindInverseOffer;
  readonly update_operation_status?: SchedulerEvent_UpdateOperationStatus;
}

/** `mesos.v1.scheduler.Event.Type` */
export type SchedulerEvent_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBED'
  | 'OFFERS'
  | 'INVERSE_OFFERS'
  | 'RESCIND'
  | 'RESCIND_INVERSE_OFFER'
  | 'UPDATE'
  | 'UPDATE_OPERATION_STATUS'
  | 'MESSAGE'
  | 'FAILURE'
  | 'ERROR'
  | 'HEARTBEAT';

/** The numbers of `SchedulerEvent_Type` on the wire. */
export const SchedulerEvent_TypeNumbers: Readonly<Record<SchedulerEvent_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBED: 1,
  OFFERS: 2,
  INVERSE_OFFERS: 9,
  RESCIND: 3,
  RESCIND_INVERSE_OFFER: 10,
  UPDATE: 4,
  UPDATE_OPERATION_STATUS: 11,
  MESSAGE: 5,
  FAILURE: 6,
  ERROR: 7,
  HEARTBEAT: 8,
};

/** `mesos.v1.scheduler.Event.Subscribed` */
export interface SchedulerEvent_Subscribed {
  readonly framework_id: FrameworkID;
  readonly heartbeat_interval_seconds?: number;
  readonly master_info?: MasterInfo;
}

/** `mesos.v1.scheduler.Event.Offers` */
export interface SchedulerEvent_Offers {
  readonly offers?: readonly Offer[];
}

/** `mesos.v1.scheduler.Event.InverseOffers` */
export interface SchedulerEvent_InverseOffers {
  readonly inverse_offers?: readonly InverseOffer[];
}

/** `mesos.v1.scheduler.Event.Rescind` */
export interface SchedulerEvent_Rescind {
  readonly offer_id: OfferID;
}

/** `mesos.v1.scheduler.Event.RescindInverseOffer` */
export interface SchedulerEvent_RescindInverseOffer {
  readonly inverse_offer_id: OfferID;
}

/** `mesos.v1.scheduler.Event.Update` */
export interface SchedulerEvent_Update {
  readonly status: TaskStatus;
}

/** `mesos.v1.scheduler.Event.UpdateOperationStatus` */
export interface SchedulerEvent_UpdateOperationStatus {
  readonly status: OperationStatus;
}

/** `mesos.v1.scheduler.Event.Message` */
export interface SchedulerEvent_Message {
  readonly agent_id: AgentID;
  readonly executor_id: ExecutorID;
  readonly data: Uint8Array;
}

/** `mesos.v1.scheduler.Event.Failure` */
export interface SchedulerEvent_Failure {
  readonly agent_id?: AgentID;
  readonly executor_id?: ExecutorID;
  readonly status?: number;
}

/** `mesos.v1.scheduler.Event.Error` */
export interface SchedulerEvent_Error {
  readonly message: string;
}

/** `mesos.v1.scheduler.Response` */
export interface SchedulerResponse {
  readonly type?: SchedulerResponse_Type;
  readonly reconcile_operations?: SchedulerResponse_ReconcileOperations;
}

/** `mesos.v1.scheduler.Response.Type` */
export type SchedulerResponse_Type =
  | 'UNKNOWN'
  | 'RECONCILE_OPERATIONS';

/** The numbers of `SchedulerResponse_Type` on the wire. */
export const SchedulerResponse_TypeNumbers: Readonly<Record<SchedulerResponse_Type, number>> = {
  UNKNOWN: 0,
  RECONCILE_OPERATIONS: 1,
};

/** `mesos.v1.scheduler.Response.ReconcileOperations` */
export interface SchedulerResponse_ReconcileOperations {
  readonly operation_statuses?: readonly OperationStatus[];
}

/** `mesos.v1.scheduler.AttributeConstraint` */
export interface SchedulerAttributeConstraint {
  readonly selector: SchedulerAttributeConstraint_Selector;
  readonly predicate: SchedulerAttributeConstraint_Predicate;
}

/** `mesos.v1.scheduler.AttributeConstraint.Selector` */
export interface SchedulerAttributeConstraint_Selector {
  readonly pseudoattribute_type?: SchedulerAttributeConstraint_Selector_PseudoattributeType;
  readonly attribute_name?: string;
}

/** `mesos.v1.scheduler.AttributeConstraint.Selector.PseudoattributeType` */
export type SchedulerAttributeConstraint_Selector_PseudoattributeType =
  | 'UNKNOWN'
  | 'HOSTNAME'
  | 'REGION'
  | 'ZONE';

/** The numbers of `SchedulerAttributeConstraint_Selector_PseudoattributeType` on the wire. */
export const SchedulerAttributeConstraint_Selector_PseudoattributeTypeNumbers: Readonly<Record<SchedulerAttributeConstraint_Selector_PseudoattributeType, number>> = {
  UNKNOWN: 0,
  HOSTNAME: 1,
  REGION: 2,
  ZONE: 3,
};

/** `mesos.v1.scheduler.AttributeConstraint.Predicate` */
export interface SchedulerAttributeConstraint_Predicate {
  readonly exists?: SchedulerAttributeConstraint_Predicate_Exists;
  readonly not_exists?: SchedulerAttributeConstraint_Predicate_NotExists;
  readonly text_equals?: SchedulerAttributeConstraint_Predicate_TextEquals;
  readonly text_not_equals?: SchedulerAttributeConstraint_Predicate_TextNotEquals;
  readonly text_matches?: SchedulerAttributeConstraint_Predicate_TextMatches;
  readonly text_not_matches?: SchedulerAttributeConstraint_Predicate_TextNotMatches;
}

/** `mesos.v1.scheduler.AttributeConstraint.Predicate.Exists` */
export type SchedulerAttributeConstraint_Predicate_Exists = Readonly<Record<never, never>>;

/** `mesos.v1.scheduler.AttributeConstraint.Predicate.NotExists` */
export type SchedulerAttributeConstraint_Predicate_NotExists = Readonly<Record<never, never>>;

/** `mesos.v1.scheduler.AttributeConstraint.Predicate.TextEquals` */
export interface SchedulerAttributeConstraint_Predicate_TextEquals {
  readonly value: string;
}

/** `mesos.v1.scheduler.AttributeConstraint.Predicate.TextNotEquals` */
export interface SchedulerAttributeConstraint_Predicate_TextNotEquals {
  readonly value: string;
}

/** `mesos.v1.scheduler.AttributeConstraint.Predicate.TextMatches` */
export interface SchedulerAttributeConstraint_Predicate_TextMatches {
  readonly regex: string;
}

/** `mesos.v1.scheduler.AttributeConstraint.Predicate.TextNotMatches` */
export interface SchedulerAttributeConstraint_Predicate_TextNotMatches {
  readonly regex: string;
}

/** `mesos.v1.scheduler.OfferConstraints` */
export interface SchedulerOfferConstraints {
  readonly role_constraints?: Readonly<Record<string, SchedulerOfferConstraints_RoleConstraints>>;
}

/** `mesos.v1.scheduler.OfferConstraints.RoleConstraints` */
export interface SchedulerOfferConstraints_RoleConstraints {
  readonly groups?: readonly SchedulerOfferConstraints_RoleConstraints_Group[];
}

/** `mesos.v1.scheduler.OfferConstraints.RoleConstraints.Group` */
export interface SchedulerOfferConstraints_RoleConstraints_Group {
  readonly attribute_constraints?: readonly SchedulerAttributeConstraint[];
}

/** `mesos.v1.scheduler.Call` */
export interface SchedulerCall {
  readonly framework_id?: FrameworkID;
  readonly type?: SchedulerCall_Type;
  readonly subscribe?: SchedulerCall_Subscribe;
  readonly accept?: SchedulerCall_Accept;
  readonly decline?: SchedulerCall_Decline;
  readonly kill?: SchedulerCall_Kill;
  readonly shutdown?: SchedulerCall_Shutdown;
  readonly acknowledge?: SchedulerCall_Acknowledge;
  readonly reconcile?: SchedulerCall_Reconcile;
  readonly message?: SchedulerCall_Message;
  readonly request?: SchedulerCall_Request;
  readonly accept_inverse_offers?: SchedulerCall_AcceptInverseOffers;
  readonly decline_inverse_offers?: SchedulerCall_DeclineInverseOffers;
  readonly revive?: SchedulerCall_Revive;
  readonly suppress?: SchedulerCall_Suppress;
  readonly acknowledge_operation_status?: SchedulerCall_AcknowledgeOperationStatus;
  readonly reconcile_operations?: SchedulerCall_ReconcileOperations;
  readonly update_framework?: SchedulerCall_UpdateFramework;
}

/** `mesos.v1.scheduler.Call.Type` */
export type SchedulerCall_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBE'
  | 'TEARDOWN'
  | 'ACCEPT'
  | 'DECLINE'
  | 'ACCEPT_INVERSE_OFFERS'
  | 'DECLINE_INVERSE_OFFERS'
  | 'REVIVE'
  | 'KILL'
  | 'SHUTDOWN'
  | 'ACKNOWLEDGE'
  | 'ACKNOWLEDGE_OPERATION_STATUS'
  | 'RECONCILE'
  | 'RECONCILE_OPERATIONS'
  | 'MESSAGE'
  | 'REQUEST'
  | 'SUPPRESS'
  | 'UPDATE_FRAMEWORK';

/** The numbers of `SchedulerCall_Type` on the wire. */
export const SchedulerCall_TypeNumbers: Readonly<Record<SchedulerCall_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBE: 1,
  TEARDOWN: 2,
  ACCEPT: 3,
  DECLINE: 4,
  ACCEPT_INVERSE_OFFERS: 13,
  DECLINE_INVERSE_OFFERS: 14,
  REVIVE: 5,
  KILL: 6,
  SHUTDOWN: 7,
  ACKNOWLEDGE: 8,
  ACKNOWLEDGE_OPERATION_STATUS: 15,
  RECONCILE: 9,
  RECONCILE_OPERATIONS: 16,
  MESSAGE: 10,
  REQUEST: 11,
  SUPPRESS: 12,
  UPDATE_FRAMEWORK: 17,
};

/** `mesos.v1.scheduler.Call.Subscribe` */
export interface SchedulerCall_Subscribe {
  readonly framework_info: FrameworkInfo;
  readonly suppressed_roles?: readonly string[];
  readonly offer_constraints?: SchedulerOfferConstraints;
}

/** `mesos.v1.scheduler.Call.Accept` */
export interface SchedulerCall_Accept {
  readonly offer_ids?: readonly OfferID[];
  readonly operations?: readonly Offer_Operation[];
  readonly filters?: Filters;
}

/** `mesos.v1.scheduler.Call.Decline` */
export interface SchedulerCall_Decline {
  readonly offer_ids?: readonly OfferID[];
  readonly filters?: Filters;
}

/** `mesos.v1.scheduler.Call.AcceptInverseOffers` */
export interface SchedulerCall_AcceptInverseOffers {
  readonly inverse_offer_ids?: readonly OfferID[];
  readonly filters?: Filters;
}

/** `mesos.v1.scheduler.Call.DeclineInverseOffers` */
export interface SchedulerCall_DeclineInverseOffers {
  readonly inverse_offer_ids?: readonly OfferID[];
  readonly filters?: Filters;
}

/** `mesos.v1.scheduler.Call.Revive` */
export interface SchedulerCall_Revive {
  readonly roles?: readonly string[];
}

/** `mesos.v1.scheduler.Call.Kill` */
export interface SchedulerCall_Kill {
  readonly task_id: TaskID;
  readonly agent_id?: AgentID;
  readonly kill_policy?: KillPolicy;
}

/** `mesos.v1.scheduler.Call.Shutdown` */
export interface SchedulerCall_Shutdown {
  readonly executor_id: ExecutorID;
  readonly agent_id: AgentID;
}

/** `mesos.v1.scheduler.Call.Acknowledge` */
export interface SchedulerCall_Acknowledge {
  readonly agent_id: AgentID;
  readonly task_id: TaskID;
  readonly uuid: Uint8Array;
}

/** `mesos.v1.scheduler.Call.AcknowledgeOperationStatus` */
export interface SchedulerCall_AcknowledgeOperationStatus {
  readonly agent_id?: AgentID;
  readonly resource_provider_id?: ResourceProviderID;
  readonly uuid: Uint8Array;
  readonly operation_id: OperationID;
}

/** `mesos.v1.scheduler.Call.Reconcile` */
export interface SchedulerCall_Reconcile {
  readonly tasks?: readonly SchedulerCall_Reconcile_Task[];
}

/** `mesos.v1.scheduler.Call.Reconcile.Task` */
export interface SchedulerCall_Reconcile_Task {
  readonly task_id: TaskID;
  readonly agent_id?: AgentID;
}

/** `mesos.v1.scheduler.Call.ReconcileOperations` */
export interface SchedulerCall_ReconcileOperations {
  readonly operations?: readonly SchedulerCall_ReconcileOperations_Operation[];
}

/** `mesos.v1.scheduler.Call.ReconcileOperations.Operation` */
export interface SchedulerCall_ReconcileOperations_Operation {
  readonly operation_id: OperationID;
  readonly agent_id?: AgentID;
  readonly resource_provider_id?: ResourceProviderID;
}

/** `mesos.v1.scheduler.Call.Message` */
export interface SchedulerCall_Message {
  readonly agent_id: AgentID;
  readonly executor_id: ExecutorID;
  readonly data: Uint8Array;
}

/** `mesos.v1.scheduler.Call.Request` */
export interface SchedulerCall_Request {
  readonly requests?: readonly Request[];
}

/** `mesos.v1.scheduler.Call.Suppress` */
export interface SchedulerCall_Suppress {
  readonly roles?: readonly string[];
}

/** `mesos.v1.scheduler.Call.UpdateFramework` */
export interface SchedulerCall_UpdateFramework {
  readonly framework_info: FrameworkInfo;
  readonly suppressed_roles?: readonly string[];
  readonly offer_constraints?: SchedulerOfferConstraints;
}

/** `mesos.v1.scheduler.APIResult` */
export interface SchedulerAPIResult {
  readonly status_code: number;
  readonly response?: SchedulerResponse;
  readonly error?: string;
}

/** `mesos.v1.resource_provider.Event` */
export interface ResourceProviderEvent {
  readonly type?: ResourceProviderEvent_Type;
  readonly subscribed?: ResourceProviderEvent_Subscribed;
  readonly apply_operation?: ResourceProviderEvent_ApplyOperation;
  readonly publish_resources?: ResourceProviderEvent_PublishResources;
  readonly acknowledge_operation_status?: ResourceProviderEvent_AcknowledgeOperationStatus;
  readonly reconcile_operations?: ResourceProviderEvent_ReconcileOperations;
}

/** `mesos.v1.resource_provider.Event.Type` */
export type ResourceProviderEvent_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBED'
  | 'APPLY_OPERATION'
  | 'PUBLISH_RESOURCES'
  | 'ACKNOWLEDGE_OPERATION_STATUS'
  | 'RECONCILE_OPERATIONS'
  | 'TEARDOWN';

/** The numbers of `ResourceProviderEvent_Type` on the wire. */
export const ResourceProviderEvent_TypeNumbers: Readonly<Record<ResourceProviderEvent_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBED: 1,
  APPLY_OPERATION: 2,
  PUBLISH_RESOURCES: 3,
  ACKNOWLEDGE_OPERATION_STATUS: 4,
  RECONCILE_OPERATIONS: 5,
  TEARDOWN: 6,
};

/** `mesos.v1.resource_provider.Event.Subscribed` */
export interface ResourceProviderEvent_Subscribed {
  readonly provider_id: ResourceProviderID;
}

/** `mesos.v1.resource_provider.Event.ApplyOperation` */
export interface ResourceProviderEvent_ApplyOperation {
  readonly framework_id?: FrameworkID;
  readonly info: Offer_Operation;
  readonly operation_uuid: UUID;
  readonly resource_version_uuid: UUID;
}

/** `mesos.v1.resource_provider.Event.PublishResources` */
export interface ResourceProviderEvent_PublishResources {
  readonly uuid: UUID;
  readonly resources?: readonly Resource[];
}

/** `mesos.v1.resource_provider.Event.AcknowledgeOperationStatus` */
export interface ResourceProviderEvent_AcknowledgeOperationStatus {
  readonly status_uuid: UUID;
  readonly operation_uuid: UUID;
}

/** `mesos.v1.resource_provider.Event.ReconcileOperations` */
export interface ResourceProviderEvent_ReconcileOperations {
  readonly operation_uuids?: readonly UUID[];
}

/** `mesos.v1.resource_provider.Call` */
export interface ResourceProviderCall {
  readonly resource_provider_id?: ResourceProviderID;
  readonly type?: ResourceProviderCall_Type;
  readonly subscribe?: ResourceProviderCall_Subscribe;
  readonly update_operation_status?: ResourceProviderCall_UpdateOperationStatus;
  readonly update_state?: ResourceProviderCall_UpdateState;
  readonly update_publish_resources_status?: ResourceProviderCall_UpdatePublishResourcesStatus;
}

/** `mesos.v1.resource_provider.Call.Type` */
export type ResourceProviderCall_Type =
  | 'UNKNOWN'
  | 'SUBSCRIBE'
  | 'UPDATE_OPERATION_STATUS'
  | 'UPDATE_STATE'
  | 'UPDATE_PUBLISH_RESOURCES_STATUS';

/** The numbers of `ResourceProviderCall_Type` on the wire. */
export const ResourceProviderCall_TypeNumbers: Readonly<Record<ResourceProviderCall_Type, number>> = {
  UNKNOWN: 0,
  SUBSCRIBE: 1,
  UPDATE_OPERATION_STATUS: 2,
  UPDATE_STATE: 3,
  UPDATE_PUBLISH_RESOURCES_STATUS: 4,
};

/** `mesos.v1.resource_provider.Call.Subscribe` */
export interface ResourceProviderCall_Subscribe {
  readonly resource_provider_info: ResourceProviderInfo;
}

/** `mesos.v1.resource_provider.Call.UpdateOperationStatus` */
export interface ResourceProviderCall_UpdateOperationStatus {
  readonly framework_id?: FrameworkID;
  readonly status: OperationStatus;
  readonly latest_status?: OperationStatus;
  readonly operation_uuid: UUID;
}

/** `mesos.v1.resource_provider.Call.UpdateState` */
export interface ResourceProviderCall_UpdateState {
  readonly operations?: readonly Operation[];
  readonly resources?: readonly Resource[];
  readonly resource_version_uuid: UUID;
}

/** `mesos.v1.resource_provider.Call.UpdatePublishResourcesStatus` */
export interface ResourceProviderCall_UpdatePublishResourcesStatus {
  readonly uuid: UUID;
  readonly status: ResourceProviderCall_UpdatePublishResourcesStatus_Status;
}

/** `mesos.v1.resource_provider.Call.UpdatePublishResourcesStatus.Status` */
export type ResourceProviderCall_UpdatePublishResourcesStatus_Status =
  | 'UNKNOWN'
  | 'OK'
  | 'FAILED';

/** The numbers of `ResourceProviderCall_UpdatePublishResourcesStatus_Status` on the wire. */
export const ResourceProviderCall_UpdatePublishResourcesStatus_StatusNumbers: Readonly<Record<ResourceProviderCall_UpdatePublishResourcesStatus_Status, number>> = {
  UNKNOWN: 0,
  OK: 1,
  FAILED: 2,
};
