// Generated from packages/proto/schema by `npm run generate`: not edited by hand.
import {
  encodeBase64,
} from '@stoa/common';
import {
  append,
  checkDepth,
  decodeBigint,
  decodeBytes,
  decodeUint64,
  makeCodec,
  type Codec,
  type Reader,
  type Writable,
  type Writer,
  withEntry,
} from '../src/codec.ts';
import {
  type JsonObject,
  readBigint,
  readBool,
  readBytes,
  readDouble,
  readEnum,
  readInt32,
  readList,
  readMap,
  readObject,
  readRequiredEnum,
  readString,
  readUint32,
  readUint64,
} from '../src/json-reader.ts';
import {
  printDouble,
  printList,
  printMap,
  quote,
} from '../src/json-writer.ts';
import {
  type LinkCall,
  type LinkCall_Type,
  LinkCall_TypeNumbers,
  type LinkCall_Subscribe,
  type LinkCall_Update,
  type LinkCall_Pong,
  type LinkCall_ExecutorExited,
  type LinkCall_ExecutorMessage,
  type LinkEvent,
  type LinkEvent_Type,
  LinkEvent_TypeNumbers,
  type LinkEvent_Subscribed,
  type LinkEvent_Ping,
  type LinkEvent_RunTask,
  type LinkEvent_RunTaskGroup,
  type LinkEvent_KillTask,
  type LinkEvent_Acknowledge,
  type LinkEvent_ShutdownFramework,
  type LinkEvent_ShutdownExecutor,
  type LinkEvent_UpdateFramework,
  type LinkEvent_Reconcile,
  type LinkEvent_FrameworkMessage,
  type LinkEvent_Error,
} from './agent-link.ts';
import {
  type FrameworkID,
  type AgentID,
  type TaskID,
  type ExecutorID,
  type ContainerID,
  type ResourceProviderID,
  type TimeInfo,
  type DurationInfo,
  type Address,
  type FrameworkInfo,
  type FrameworkInfo_Capability,
  type FrameworkInfo_Capability_Type,
  FrameworkInfo_Capability_TypeNumbers,
  type CheckInfo,
  type CheckInfo_Type,
  CheckInfo_TypeNumbers,
  type CheckInfo_Command,
  type CheckInfo_Http,
  type CheckInfo_Tcp,
  type HealthCheck,
  type HealthCheck_Type,
  HealthCheck_TypeNumbers,
  type HealthCheck_HTTPCheckInfo,
  type HealthCheck_TCPCheckInfo,
  type KillPolicy,
  type CommandInfo,
  type CommandInfo_URI,
  type ExecutorInfo,
  type ExecutorInfo_Type,
  ExecutorInfo_TypeNumbers,
  type DomainInfo,
  type DomainInfo_FaultDomain,
  type DomainInfo_FaultDomain_RegionInfo,
  type DomainInfo_FaultDomain_ZoneInfo,
  type MasterInfo,
  type MasterInfo_Capability,
  type MasterInfo_Capability_Type,
  MasterInfo_Capability_TypeNumbers,
  type AgentInfo,
  type Value_Type,
  Value_TypeNumbers,
  type Value_Scalar,
  type Value_Range,
  type Value_Ranges,
  type Value_Set,
  type Value_Text,
  type Attribute,
  type Resource,
  type Resource_AllocationInfo,
  type Resource_ReservationInfo,
  type Resource_ReservationInfo_Type,
  Resource_ReservationInfo_TypeNumbers,
  type Resource_DiskInfo,
  type Resource_DiskInfo_Persistence,
  type Resource_DiskInfo_Source,
  type Resource_DiskInfo_Source_Type,
  Resource_DiskInfo_Source_TypeNumbers,
  type Resource_DiskInfo_Source_Path,
  type Resource_DiskInfo_Source_Mount,
  type Resource_RevocableInfo,
  type Resource_SharedInfo,
  type OfferFilters,
  type OfferFilters_ResourceQuantities,
  type OfferFilters_MinAllocatableResources,
  type TaskInfo,
  type TaskGroupInfo,
  type Task,
  type TaskState,
  TaskStateNumbers,
  type TaskResourceLimitation,
  type CheckStatusInfo,
  type CheckStatusInfo_Command,
  type CheckStatusInfo_Http,
  type CheckStatusInfo_Tcp,
  type TaskStatus,
  type TaskStatus_Source,
  TaskStatus_SourceNumbers,
  type TaskStatus_Reason,
  TaskStatus_ReasonNumbers,
  type Environment,
  type Environment_Variable,
  type Environment_Variable_Type,
  Environment_Variable_TypeNumbers,
  type Parameter,
  type Parameters,
  type Credential,
  type Secret,
  type Secret_Type,
  Secret_TypeNumbers,
  type Secret_Reference,
  type Secret_Value,
  type Image,
  type Image_Type,
  Image_TypeNumbers,
  type Image_Appc,
  type Image_Docker,
  type MountPropagation,
  type MountPropagation_Mode,
  MountPropagation_ModeNumbers,
  type Volume,
  type Volume_Mode,
  Volume_ModeNumbers,
  type Volume_Source,
  type Volume_Source_Type,
  Volume_Source_TypeNumbers,
  type Volume_Source_DockerVolume,
  type Volume_Source_HostPath,
  type Volume_Source_SandboxPath,
  type Volume_Source_SandboxPath_Type,
  Volume_Source_SandboxPath_TypeNumbers,
  type Volume_Source_CSIVolume,
  type Volume_Source_CSIVolume_VolumeCapability,
  type Volume_Source_CSIVolume_VolumeCapability_BlockVolume,
  type Volume_Source_CSIVolume_VolumeCapability_MountVolume,
  type Volume_Source_CSIVolume_VolumeCapability_AccessMode,
  type Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode,
  Volume_Source_CSIVolume_VolumeCapability_AccessMode_ModeNumbers,
  type Volume_Source_CSIVolume_StaticProvisioning,
  type NetworkInfo,
  type NetworkInfo_Protocol,
  NetworkInfo_ProtocolNumbers,
  type NetworkInfo_IPAddress,
  type NetworkInfo_PortMapping,
  type CapabilityInfo,
  type CapabilityInfo_Capability,
  CapabilityInfo_CapabilityNumbers,
  type SeccompInfo,
  type LinuxInfo,
  type LinuxInfo_IpcMode,
  LinuxInfo_IpcModeNumbers,
  type RLimitInfo,
  type RLimitInfo_RLimit,
  type RLimitInfo_RLimit_Type,
  RLimitInfo_RLimit_TypeNumbers,
  type TTYInfo,
  type TTYInfo_WindowSize,
  type ContainerInfo,
  type ContainerInfo_Type,
  ContainerInfo_TypeNumbers,
  type ContainerInfo_DockerInfo,
  type ContainerInfo_DockerInfo_Network,
  ContainerInfo_DockerInfo_NetworkNumbers,
  type ContainerInfo_DockerInfo_PortMapping,
  type ContainerInfo_MesosInfo,
  type ContainerStatus,
  type CgroupInfo,
  type CgroupInfo_NetCls,
  type Labels,
  type Label,
  type Port,
  type Ports,
  type DiscoveryInfo,
  type DiscoveryInfo_Visibility,
  DiscoveryInfo_VisibilityNumbers,
} from './mesos-v1.ts';

function byNumber<T extends string>(numbers: Readonly<Record<T, number>>): ReadonlyMap<number, T> {
  const names = new Map<number, T>();
  for (const [name, number] of Object.entries(numbers) as [T, number][]) {
    if (!names.has(number)) names.set(number, name);
  }
  return names;
}

function nothingMissing(): void {
  // No field of such a message is required.
}

const FRAMEWORK_INFO_CAPABILITY_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(FrameworkInfo_Capability_TypeNumbers));
const FRAMEWORK_INFO_CAPABILITY_TYPE_BY_NUMBER: ReadonlyMap<number, FrameworkInfo_Capability_Type> = byNumber(FrameworkInfo_Capability_TypeNumbers);
const CHECK_INFO_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(CheckInfo_TypeNumbers));
const CHECK_INFO_TYPE_BY_NUMBER: ReadonlyMap<number, CheckInfo_Type> = byNumber(CheckInfo_TypeNumbers);
const HEALTH_CHECK_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(HealthCheck_TypeNumbers));
const HEALTH_CHECK_TYPE_BY_NUMBER: ReadonlyMap<number, HealthCheck_Type> = byNumber(HealthCheck_TypeNumbers);
const EXECUTOR_INFO_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(ExecutorInfo_TypeNumbers));
const EXECUTOR_INFO_TYPE_BY_NUMBER: ReadonlyMap<number, ExecutorInfo_Type> = byNumber(ExecutorInfo_TypeNumbers);
const MASTER_INFO_CAPABILITY_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(MasterInfo_Capability_TypeNumbers));
const MASTER_INFO_CAPABILITY_TYPE_BY_NUMBER: ReadonlyMap<number, MasterInfo_Capability_Type> = byNumber(MasterInfo_Capability_TypeNumbers);
const VALUE_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Value_TypeNumbers));
const VALUE_TYPE_BY_NUMBER: ReadonlyMap<number, Value_Type> = byNumber(Value_TypeNumbers);
const RESOURCE_RESERVATION_INFO_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Resource_ReservationInfo_TypeNumbers));
const RESOURCE_RESERVATION_INFO_TYPE_BY_NUMBER: ReadonlyMap<number, Resource_ReservationInfo_Type> = byNumber(Resource_ReservationInfo_TypeNumbers);
const RESOURCE_DISK_INFO_SOURCE_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Resource_DiskInfo_Source_TypeNumbers));
const RESOURCE_DISK_INFO_SOURCE_TYPE_BY_NUMBER: ReadonlyMap<number, Resource_DiskInfo_Source_Type> = byNumber(Resource_DiskInfo_Source_TypeNumbers);
const TASK_STATE_NAMES: ReadonlySet<string> = new Set(Object.keys(TaskStateNumbers));
const TASK_STATE_BY_NUMBER: ReadonlyMap<number, TaskState> = byNumber(TaskStateNumbers);
const TASK_STATUS_SOURCE_NAMES: ReadonlySet<string> = new Set(Object.keys(TaskStatus_SourceNumbers));
const TASK_STATUS_SOURCE_BY_NUMBER: ReadonlyMap<number, TaskStatus_Source> = byNumber(TaskStatus_SourceNumbers);
const TASK_STATUS_REASON_NAMES: ReadonlySet<string> = new Set(Object.keys(TaskStatus_ReasonNumbers));
const TASK_STATUS_REASON_BY_NUMBER: ReadonlyMap<number, TaskStatus_Reason> = byNumber(TaskStatus_ReasonNumbers);
const ENVIRONMENT_VARIABLE_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Environment_Variable_TypeNumbers));
const ENVIRONMENT_VARIABLE_TYPE_BY_NUMBER: ReadonlyMap<number, Environment_Variable_Type> = byNumber(Environment_Variable_TypeNumbers);
const SECRET_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Secret_TypeNumbers));
const SECRET_TYPE_BY_NUMBER: ReadonlyMap<number, Secret_Type> = byNumber(Secret_TypeNumbers);
const IMAGE_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Image_TypeNumbers));
const IMAGE_TYPE_BY_NUMBER: ReadonlyMap<number, Image_Type> = byNumber(Image_TypeNumbers);
const MOUNT_PROPAGATION_MODE_NAMES: ReadonlySet<string> = new Set(Object.keys(MountPropagation_ModeNumbers));
const MOUNT_PROPAGATION_MODE_BY_NUMBER: ReadonlyMap<number, MountPropagation_Mode> = byNumber(MountPropagation_ModeNumbers);
const VOLUME_MODE_NAMES: ReadonlySet<string> = new Set(Object.keys(Volume_ModeNumbers));
const VOLUME_MODE_BY_NUMBER: ReadonlyMap<number, Volume_Mode> = byNumber(Volume_ModeNumbers);
const VOLUME_SOURCE_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Volume_Source_TypeNumbers));
const VOLUME_SOURCE_TYPE_BY_NUMBER: ReadonlyMap<number, Volume_Source_Type> = byNumber(Volume_Source_TypeNumbers);
const VOLUME_SOURCE_SANDBOX_PATH_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(Volume_Source_SandboxPath_TypeNumbers));
const VOLUME_SOURCE_SANDBOX_PATH_TYPE_BY_NUMBER: ReadonlyMap<number, Volume_Source_SandboxPath_Type> = byNumber(Volume_Source_SandboxPath_TypeNumbers);
const VOLUME_SOURCE_CSIVOLUME_VOLUME_CAPABILITY_ACCESS_MODE_MODE_NAMES: ReadonlySet<string> = new Set(Object.keys(Volume_Source_CSIVolume_VolumeCapability_AccessMode_ModeNumbers));
const VOLUME_SOURCE_CSIVOLUME_VOLUME_CAPABILITY_ACCESS_MODE_MODE_BY_NUMBER: ReadonlyMap<number, Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode> = byNumber(Volume_Source_CSIVolume_VolumeCapability_AccessMode_ModeNumbers);
const NETWORK_INFO_PROTOCOL_NAMES: ReadonlySet<string> = new Set(Object.keys(NetworkInfo_ProtocolNumbers));
const NETWORK_INFO_PROTOCOL_BY_NUMBER: ReadonlyMap<number, NetworkInfo_Protocol> = byNumber(NetworkInfo_ProtocolNumbers);
const CAPABILITY_INFO_CAPABILITY_NAMES: ReadonlySet<string> = new Set(Object.keys(CapabilityInfo_CapabilityNumbers));
const CAPABILITY_INFO_CAPABILITY_BY_NUMBER: ReadonlyMap<number, CapabilityInfo_Capability> = byNumber(CapabilityInfo_CapabilityNumbers);
const LINUX_INFO_IPC_MODE_NAMES: ReadonlySet<string> = new Set(Object.keys(LinuxInfo_IpcModeNumbers));
const LINUX_INFO_IPC_MODE_BY_NUMBER: ReadonlyMap<number, LinuxInfo_IpcMode> = byNumber(LinuxInfo_IpcModeNumbers);
const RLIMIT_INFO_RLIMIT_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(RLimitInfo_RLimit_TypeNumbers));
const RLIMIT_INFO_RLIMIT_TYPE_BY_NUMBER: ReadonlyMap<number, RLimitInfo_RLimit_Type> = byNumber(RLimitInfo_RLimit_TypeNumbers);
const CONTAINER_INFO_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(ContainerInfo_TypeNumbers));
const CONTAINER_INFO_TYPE_BY_NUMBER: ReadonlyMap<number, ContainerInfo_Type> = byNumber(ContainerInfo_TypeNumbers);
const CONTAINER_INFO_DOCKER_INFO_NETWORK_NAMES: ReadonlySet<string> = new Set(Object.keys(ContainerInfo_DockerInfo_NetworkNumbers));
const CONTAINER_INFO_DOCKER_INFO_NETWORK_BY_NUMBER: ReadonlyMap<number, ContainerInfo_DockerInfo_Network> = byNumber(ContainerInfo_DockerInfo_NetworkNumbers);
const DISCOVERY_INFO_VISIBILITY_NAMES: ReadonlySet<string> = new Set(Object.keys(DiscoveryInfo_VisibilityNumbers));
const DISCOVERY_INFO_VISIBILITY_BY_NUMBER: ReadonlyMap<number, DiscoveryInfo_Visibility> = byNumber(DiscoveryInfo_VisibilityNumbers);
const LINK_CALL_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(LinkCall_TypeNumbers));
const LINK_CALL_TYPE_BY_NUMBER: ReadonlyMap<number, LinkCall_Type> = byNumber(LinkCall_TypeNumbers);
const LINK_EVENT_TYPE_NAMES: ReadonlySet<string> = new Set(Object.keys(LinkEvent_TypeNumbers));
const LINK_EVENT_TYPE_BY_NUMBER: ReadonlyMap<number, LinkEvent_Type> = byNumber(LinkEvent_TypeNumbers);

function printFrameworkID(message: FrameworkID): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readFrameworkID(json: JsonObject): FrameworkID {
  const message = {} as Writable<FrameworkID>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeFrameworkID(message: FrameworkID, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  return writer;
}

function decodeFrameworkID(reader: Reader, end: number, depth: number): FrameworkID {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<FrameworkID>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingFrameworkID(message: FrameworkID, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printAgentID(message: AgentID): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readAgentID(json: JsonObject): AgentID {
  const message = {} as Writable<AgentID>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeAgentID(message: AgentID, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  return writer;
}

function decodeAgentID(reader: Reader, end: number, depth: number): AgentID {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<AgentID>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingAgentID(message: AgentID, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printTaskID(message: TaskID): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTaskID(json: JsonObject): TaskID {
  const message = {} as Writable<TaskID>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeTaskID(message: TaskID, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  return writer;
}

function decodeTaskID(reader: Reader, end: number, depth: number): TaskID {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TaskID>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTaskID(message: TaskID, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printExecutorID(message: ExecutorID): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readExecutorID(json: JsonObject): ExecutorID {
  const message = {} as Writable<ExecutorID>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeExecutorID(message: ExecutorID, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  return writer;
}

function decodeExecutorID(reader: Reader, end: number, depth: number): ExecutorID {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ExecutorID>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingExecutorID(message: ExecutorID, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printContainerID(message: ContainerID): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  if (message.parent !== undefined) {
    text += comma + '"parent":' + printContainerID(message.parent);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readContainerID(json: JsonObject): ContainerID {
  const message = {} as Writable<ContainerID>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  value = json['parent'];
  if (value !== undefined && value !== null) message.parent = readContainerID(readObject(value, 'parent'));
  return message;
}

function encodeContainerID(message: ContainerID, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  if (message.parent !== undefined) encodeContainerID(message.parent, writer.uint32(18).fork()).ldelim();
  return writer;
}

function decodeContainerID(reader: Reader, end: number, depth: number): ContainerID {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ContainerID>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.parent = decodeContainerID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingContainerID(message: ContainerID, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
  if (message.parent !== undefined) missingContainerID(message.parent, path + 'parent.', missing);
}

function printResourceProviderID(message: ResourceProviderID): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResourceProviderID(json: JsonObject): ResourceProviderID {
  const message = {} as Writable<ResourceProviderID>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeResourceProviderID(message: ResourceProviderID, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  return writer;
}

function decodeResourceProviderID(reader: Reader, end: number, depth: number): ResourceProviderID {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ResourceProviderID>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingResourceProviderID(message: ResourceProviderID, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printTimeInfo(message: TimeInfo): string {
  let text = '';
  let comma = '{';
  if (message.nanoseconds !== undefined) {
    text += comma + '"nanoseconds":' + String(message.nanoseconds);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTimeInfo(json: JsonObject): TimeInfo {
  const message = {} as Writable<TimeInfo>;
  let value: unknown;
  value = json['nanoseconds'];
  if (value !== undefined && value !== null) message.nanoseconds = readBigint(value, 'nanoseconds');
  return message;
}

function encodeTimeInfo(message: TimeInfo, writer: Writer): Writer {
  if (message.nanoseconds !== undefined) writer.uint32(8).int64(String(message.nanoseconds));
  return writer;
}

function decodeTimeInfo(reader: Reader, end: number, depth: number): TimeInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TimeInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.nanoseconds = decodeBigint(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTimeInfo(message: TimeInfo, path: string, missing: string[]): void {
  if (message.nanoseconds === undefined) missing.push(path + 'nanoseconds');
}

function printDurationInfo(message: DurationInfo): string {
  let text = '';
  let comma = '{';
  if (message.nanoseconds !== undefined) {
    text += comma + '"nanoseconds":' + String(message.nanoseconds);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readDurationInfo(json: JsonObject): DurationInfo {
  const message = {} as Writable<DurationInfo>;
  let value: unknown;
  value = json['nanoseconds'];
  if (value !== undefined && value !== null) message.nanoseconds = readBigint(value, 'nanoseconds');
  return message;
}

function encodeDurationInfo(message: DurationInfo, writer: Writer): Writer {
  if (message.nanoseconds !== undefined) writer.uint32(8).int64(String(message.nanoseconds));
  return writer;
}

function decodeDurationInfo(reader: Reader, end: number, depth: number): DurationInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<DurationInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.nanoseconds = decodeBigint(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingDurationInfo(message: DurationInfo, path: string, missing: string[]): void {
  if (message.nanoseconds === undefined) missing.push(path + 'nanoseconds');
}

function printAddress(message: Address): string {
  let text = '';
  let comma = '{';
  if (message.hostname !== undefined) {
    text += comma + '"hostname":' + quote(message.hostname);
    comma = ',';
  }
  if (message.ip !== undefined) {
    text += comma + '"ip":' + quote(message.ip);
    comma = ',';
  }
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readAddress(json: JsonObject): Address {
  const message = {} as Writable<Address>;
  let value: unknown;
  value = json['hostname'];
  if (value !== undefined && value !== null) message.hostname = readString(value, 'hostname');
  value = json['ip'];
  if (value !== undefined && value !== null) message.ip = readString(value, 'ip');
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readInt32(value, 'port');
  return message;
}

function encodeAddress(message: Address, writer: Writer): Writer {
  if (message.hostname !== undefined) writer.uint32(10).string(message.hostname);
  if (message.ip !== undefined) writer.uint32(18).string(message.ip);
  if (message.port !== undefined) writer.uint32(24).int32(message.port);
  return writer;
}

function decodeAddress(reader: Reader, end: number, depth: number): Address {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Address>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.hostname = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ip = reader.string();
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingAddress(message: Address, path: string, missing: string[]): void {
  if (message.port === undefined) missing.push(path + 'port');
}

function printFrameworkInfo(message: FrameworkInfo): string {
  let text = '';
  let comma = '{';
  if (message.user !== undefined) {
    text += comma + '"user":' + quote(message.user);
    comma = ',';
  }
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.id !== undefined) {
    text += comma + '"id":' + printFrameworkID(message.id);
    comma = ',';
  }
  if (message.failover_timeout !== undefined) {
    text += comma + '"failover_timeout":' + printDouble(message.failover_timeout);
    comma = ',';
  } else {
    text += comma + '"failover_timeout":' + '0.0';
    comma = ',';
  }
  if (message.checkpoint !== undefined) {
    text += comma + '"checkpoint":' + String(message.checkpoint);
    comma = ',';
  } else {
    text += comma + '"checkpoint":' + 'false';
    comma = ',';
  }
  if (message.role !== undefined) {
    text += comma + '"role":' + quote(message.role);
    comma = ',';
  }
  if (message.hostname !== undefined) {
    text += comma + '"hostname":' + quote(message.hostname);
    comma = ',';
  }
  if (message.principal !== undefined) {
    text += comma + '"principal":' + quote(message.principal);
    comma = ',';
  }
  if (message.webui_url !== undefined) {
    text += comma + '"webui_url":' + quote(message.webui_url);
    comma = ',';
  }
  if (message.capabilities !== undefined && message.capabilities.length > 0) {
    text += comma + '"capabilities":' + printList(message.capabilities, printFrameworkInfo_Capability);
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.roles !== undefined && message.roles.length > 0) {
    text += comma + '"roles":' + printList(message.roles, (item) => quote(item));
    comma = ',';
  }
  if (message.offer_filters !== undefined) {
    text += comma + '"offer_filters":' + printMap(message.offer_filters, (item) => printOfferFilters(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readFrameworkInfo(json: JsonObject): FrameworkInfo {
  const message = {} as Writable<FrameworkInfo>;
  let value: unknown;
  value = json['user'];
  if (value !== undefined && value !== null) message.user = readString(value, 'user');
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['id'];
  if (value !== undefined && value !== null) message.id = readFrameworkID(readObject(value, 'id'));
  value = json['failover_timeout'];
  if (value !== undefined && value !== null) message.failover_timeout = readDouble(value, 'failover_timeout');
  value = json['checkpoint'];
  if (value !== undefined && value !== null) message.checkpoint = readBool(value, 'checkpoint');
  value = json['role'];
  if (value !== undefined && value !== null) message.role = readString(value, 'role');
  value = json['hostname'];
  if (value !== undefined && value !== null) message.hostname = readString(value, 'hostname');
  value = json['principal'];
  if (value !== undefined && value !== null) message.principal = readString(value, 'principal');
  value = json['webui_url'];
  if (value !== undefined && value !== null) message.webui_url = readString(value, 'webui_url');
  value = json['capabilities'];
  if (value !== undefined && value !== null) message.capabilities = readList(value, (item) => readFrameworkInfo_Capability(readObject(item, 'capabilities')));
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['roles'];
  if (value !== undefined && value !== null) message.roles = readList(value, (item) => readString(item, 'roles'));
  value = json['offer_filters'];
  if (value !== undefined && value !== null) message.offer_filters = readMap(value, 'offer_filters', (item) => readOfferFilters(readObject(item, 'offer_filters')));
  return message;
}

function encodeFrameworkInfo(message: FrameworkInfo, writer: Writer): Writer {
  if (message.user !== undefined) writer.uint32(10).string(message.user);
  if (message.name !== undefined) writer.uint32(18).string(message.name);
  if (message.id !== undefined) encodeFrameworkID(message.id, writer.uint32(26).fork()).ldelim();
  if (message.failover_timeout !== undefined) writer.uint32(33).double(message.failover_timeout);
  if (message.checkpoint !== undefined) writer.uint32(40).bool(message.checkpoint);
  if (message.role !== undefined) writer.uint32(50).string(message.role);
  if (message.hostname !== undefined) writer.uint32(58).string(message.hostname);
  if (message.principal !== undefined) writer.uint32(66).string(message.principal);
  if (message.webui_url !== undefined) writer.uint32(74).string(message.webui_url);
  if (message.capabilities !== undefined) {
    for (const item of message.capabilities) encodeFrameworkInfo_Capability(item, writer.uint32(82).fork()).ldelim();
  }
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(90).fork()).ldelim();
  if (message.roles !== undefined) {
    for (const item of message.roles) writer.uint32(98).string(item);
  }
  if (message.offer_filters !== undefined) {
    for (const [key, item] of Object.entries(message.offer_filters)) {
      writer.uint32(106).fork().uint32(10).string(key);
      encodeOfferFilters(item, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
  }
  return writer;
}

function decodeFrameworkInfo(reader: Reader, end: number, depth: number): FrameworkInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<FrameworkInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.user = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.failover_timeout = reader.double();
        break;
      case 5: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.checkpoint = reader.bool();
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.role = reader.string();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.hostname = reader.string();
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.principal = reader.string();
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.webui_url = reader.string();
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.capabilities = append(message.capabilities, decodeFrameworkInfo_Capability(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.roles = append(message.roles, reader.string());
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: OfferFilters | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = decodeOfferFilters(reader, reader.uint32() + reader.pos, depth + 1);
          else reader.skipType(inner & 7);
        }
        message.offer_filters = withEntry(message.offer_filters, key, item ?? decodeOfferFilters(reader, reader.pos, depth + 1));
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingFrameworkInfo(message: FrameworkInfo, path: string, missing: string[]): void {
  if (message.user === undefined) missing.push(path + 'user');
  if (message.name === undefined) missing.push(path + 'name');
  if (message.id !== undefined) missingFrameworkID(message.id, path + 'id.', missing);
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
  for (const [key, item] of Object.entries(message.offer_filters ?? {})) missingOfferFilters(item, path + 'offer_filters[' + key + '].', missing);
}

function printFrameworkInfo_Capability(message: FrameworkInfo_Capability): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readFrameworkInfo_Capability(json: JsonObject): FrameworkInfo_Capability {
  const message = {} as Writable<FrameworkInfo_Capability>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<FrameworkInfo_Capability_Type>(value, 'type', FRAMEWORK_INFO_CAPABILITY_TYPE_NAMES);
  return message;
}

function encodeFrameworkInfo_Capability(message: FrameworkInfo_Capability, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(FrameworkInfo_Capability_TypeNumbers[message.type]);
  return writer;
}

function decodeFrameworkInfo_Capability(reader: Reader, end: number, depth: number): FrameworkInfo_Capability {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<FrameworkInfo_Capability>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = FRAMEWORK_INFO_CAPABILITY_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printCheckInfo(message: CheckInfo): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.command !== undefined) {
    text += comma + '"command":' + printCheckInfo_Command(message.command);
    comma = ',';
  }
  if (message.http !== undefined) {
    text += comma + '"http":' + printCheckInfo_Http(message.http);
    comma = ',';
  }
  if (message.delay_seconds !== undefined) {
    text += comma + '"delay_seconds":' + printDouble(message.delay_seconds);
    comma = ',';
  } else {
    text += comma + '"delay_seconds":' + '15.0';
    comma = ',';
  }
  if (message.interval_seconds !== undefined) {
    text += comma + '"interval_seconds":' + printDouble(message.interval_seconds);
    comma = ',';
  } else {
    text += comma + '"interval_seconds":' + '10.0';
    comma = ',';
  }
  if (message.timeout_seconds !== undefined) {
    text += comma + '"timeout_seconds":' + printDouble(message.timeout_seconds);
    comma = ',';
  } else {
    text += comma + '"timeout_seconds":' + '20.0';
    comma = ',';
  }
  if (message.tcp !== undefined) {
    text += comma + '"tcp":' + printCheckInfo_Tcp(message.tcp);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckInfo(json: JsonObject): CheckInfo {
  const message = {} as Writable<CheckInfo>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<CheckInfo_Type>(value, 'type', CHECK_INFO_TYPE_NAMES);
  value = json['command'];
  if (value !== undefined && value !== null) message.command = readCheckInfo_Command(readObject(value, 'command'));
  value = json['http'];
  if (value !== undefined && value !== null) message.http = readCheckInfo_Http(readObject(value, 'http'));
  value = json['delay_seconds'];
  if (value !== undefined && value !== null) message.delay_seconds = readDouble(value, 'delay_seconds');
  value = json['interval_seconds'];
  if (value !== undefined && value !== null) message.interval_seconds = readDouble(value, 'interval_seconds');
  value = json['timeout_seconds'];
  if (value !== undefined && value !== null) message.timeout_seconds = readDouble(value, 'timeout_seconds');
  value = json['tcp'];
  if (value !== undefined && value !== null) message.tcp = readCheckInfo_Tcp(readObject(value, 'tcp'));
  return message;
}

function encodeCheckInfo(message: CheckInfo, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(CheckInfo_TypeNumbers[message.type]);
  if (message.command !== undefined) encodeCheckInfo_Command(message.command, writer.uint32(18).fork()).ldelim();
  if (message.http !== undefined) encodeCheckInfo_Http(message.http, writer.uint32(26).fork()).ldelim();
  if (message.delay_seconds !== undefined) writer.uint32(33).double(message.delay_seconds);
  if (message.interval_seconds !== undefined) writer.uint32(41).double(message.interval_seconds);
  if (message.timeout_seconds !== undefined) writer.uint32(49).double(message.timeout_seconds);
  if (message.tcp !== undefined) encodeCheckInfo_Tcp(message.tcp, writer.uint32(58).fork()).ldelim();
  return writer;
}

function decodeCheckInfo(reader: Reader, end: number, depth: number): CheckInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = CHECK_INFO_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.command = decodeCheckInfo_Command(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.http = decodeCheckInfo_Http(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.delay_seconds = reader.double();
        break;
      case 5: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.interval_seconds = reader.double();
        break;
      case 6: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.timeout_seconds = reader.double();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.tcp = decodeCheckInfo_Tcp(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCheckInfo(message: CheckInfo, path: string, missing: string[]): void {
  if (message.command !== undefined) missingCheckInfo_Command(message.command, path + 'command.', missing);
  if (message.http !== undefined) missingCheckInfo_Http(message.http, path + 'http.', missing);
  if (message.tcp !== undefined) missingCheckInfo_Tcp(message.tcp, path + 'tcp.', missing);
}

function printCheckInfo_Command(message: CheckInfo_Command): string {
  let text = '';
  let comma = '{';
  if (message.command !== undefined) {
    text += comma + '"command":' + printCommandInfo(message.command);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckInfo_Command(json: JsonObject): CheckInfo_Command {
  const message = {} as Writable<CheckInfo_Command>;
  let value: unknown;
  value = json['command'];
  if (value !== undefined && value !== null) message.command = readCommandInfo(readObject(value, 'command'));
  return message;
}

function encodeCheckInfo_Command(message: CheckInfo_Command, writer: Writer): Writer {
  if (message.command !== undefined) encodeCommandInfo(message.command, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeCheckInfo_Command(reader: Reader, end: number, depth: number): CheckInfo_Command {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckInfo_Command>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.command = decodeCommandInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCheckInfo_Command(message: CheckInfo_Command, path: string, missing: string[]): void {
  if (message.command === undefined) missing.push(path + 'command');
  if (message.command !== undefined) missingCommandInfo(message.command, path + 'command.', missing);
}

function printCheckInfo_Http(message: CheckInfo_Http): string {
  let text = '';
  let comma = '{';
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  }
  if (message.path !== undefined) {
    text += comma + '"path":' + quote(message.path);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckInfo_Http(json: JsonObject): CheckInfo_Http {
  const message = {} as Writable<CheckInfo_Http>;
  let value: unknown;
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readUint32(value, 'port');
  value = json['path'];
  if (value !== undefined && value !== null) message.path = readString(value, 'path');
  return message;
}

function encodeCheckInfo_Http(message: CheckInfo_Http, writer: Writer): Writer {
  if (message.port !== undefined) writer.uint32(8).uint32(message.port);
  if (message.path !== undefined) writer.uint32(18).string(message.path);
  return writer;
}

function decodeCheckInfo_Http(reader: Reader, end: number, depth: number): CheckInfo_Http {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckInfo_Http>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.path = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCheckInfo_Http(message: CheckInfo_Http, path: string, missing: string[]): void {
  if (message.port === undefined) missing.push(path + 'port');
}

function printCheckInfo_Tcp(message: CheckInfo_Tcp): string {
  let text = '';
  let comma = '{';
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckInfo_Tcp(json: JsonObject): CheckInfo_Tcp {
  const message = {} as Writable<CheckInfo_Tcp>;
  let value: unknown;
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readUint32(value, 'port');
  return message;
}

function encodeCheckInfo_Tcp(message: CheckInfo_Tcp, writer: Writer): Writer {
  if (message.port !== undefined) writer.uint32(8).uint32(message.port);
  return writer;
}

function decodeCheckInfo_Tcp(reader: Reader, end: number, depth: number): CheckInfo_Tcp {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckInfo_Tcp>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.uint32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCheckInfo_Tcp(message: CheckInfo_Tcp, path: string, missing: string[]): void {
  if (message.port === undefined) missing.push(path + 'port');
}

function printHealthCheck(message: HealthCheck): string {
  let text = '';
  let comma = '{';
  if (message.http !== undefined) {
    text += comma + '"http":' + printHealthCheck_HTTPCheckInfo(message.http);
    comma = ',';
  }
  if (message.delay_seconds !== undefined) {
    text += comma + '"delay_seconds":' + printDouble(message.delay_seconds);
    comma = ',';
  } else {
    text += comma + '"delay_seconds":' + '15.0';
    comma = ',';
  }
  if (message.interval_seconds !== undefined) {
    text += comma + '"interval_seconds":' + printDouble(message.interval_seconds);
    comma = ',';
  } else {
    text += comma + '"interval_seconds":' + '10.0';
    comma = ',';
  }
  if (message.timeout_seconds !== undefined) {
    text += comma + '"timeout_seconds":' + printDouble(message.timeout_seconds);
    comma = ',';
  } else {
    text += comma + '"timeout_seconds":' + '20.0';
    comma = ',';
  }
  if (message.consecutive_failures !== undefined) {
    text += comma + '"consecutive_failures":' + String(message.consecutive_failures);
    comma = ',';
  } else {
    text += comma + '"consecutive_failures":' + '3';
    comma = ',';
  }
  if (message.grace_period_seconds !== undefined) {
    text += comma + '"grace_period_seconds":' + printDouble(message.grace_period_seconds);
    comma = ',';
  } else {
    text += comma + '"grace_period_seconds":' + '10.0';
    comma = ',';
  }
  if (message.command !== undefined) {
    text += comma + '"command":' + printCommandInfo(message.command);
    comma = ',';
  }
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.tcp !== undefined) {
    text += comma + '"tcp":' + printHealthCheck_TCPCheckInfo(message.tcp);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readHealthCheck(json: JsonObject): HealthCheck {
  const message = {} as Writable<HealthCheck>;
  let value: unknown;
  value = json['http'];
  if (value !== undefined && value !== null) message.http = readHealthCheck_HTTPCheckInfo(readObject(value, 'http'));
  value = json['delay_seconds'];
  if (value !== undefined && value !== null) message.delay_seconds = readDouble(value, 'delay_seconds');
  value = json['interval_seconds'];
  if (value !== undefined && value !== null) message.interval_seconds = readDouble(value, 'interval_seconds');
  value = json['timeout_seconds'];
  if (value !== undefined && value !== null) message.timeout_seconds = readDouble(value, 'timeout_seconds');
  value = json['consecutive_failures'];
  if (value !== undefined && value !== null) message.consecutive_failures = readUint32(value, 'consecutive_failures');
  value = json['grace_period_seconds'];
  if (value !== undefined && value !== null) message.grace_period_seconds = readDouble(value, 'grace_period_seconds');
  value = json['command'];
  if (value !== undefined && value !== null) message.command = readCommandInfo(readObject(value, 'command'));
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<HealthCheck_Type>(value, 'type', HEALTH_CHECK_TYPE_NAMES);
  value = json['tcp'];
  if (value !== undefined && value !== null) message.tcp = readHealthCheck_TCPCheckInfo(readObject(value, 'tcp'));
  return message;
}

function encodeHealthCheck(message: HealthCheck, writer: Writer): Writer {
  if (message.http !== undefined) encodeHealthCheck_HTTPCheckInfo(message.http, writer.uint32(10).fork()).ldelim();
  if (message.delay_seconds !== undefined) writer.uint32(17).double(message.delay_seconds);
  if (message.interval_seconds !== undefined) writer.uint32(25).double(message.interval_seconds);
  if (message.timeout_seconds !== undefined) writer.uint32(33).double(message.timeout_seconds);
  if (message.consecutive_failures !== undefined) writer.uint32(40).uint32(message.consecutive_failures);
  if (message.grace_period_seconds !== undefined) writer.uint32(49).double(message.grace_period_seconds);
  if (message.command !== undefined) encodeCommandInfo(message.command, writer.uint32(58).fork()).ldelim();
  if (message.type !== undefined) writer.uint32(64).int32(HealthCheck_TypeNumbers[message.type]);
  if (message.tcp !== undefined) encodeHealthCheck_TCPCheckInfo(message.tcp, writer.uint32(74).fork()).ldelim();
  return writer;
}

function decodeHealthCheck(reader: Reader, end: number, depth: number): HealthCheck {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<HealthCheck>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.http = decodeHealthCheck_HTTPCheckInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.delay_seconds = reader.double();
        break;
      case 3: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.interval_seconds = reader.double();
        break;
      case 4: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.timeout_seconds = reader.double();
        break;
      case 5: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.consecutive_failures = reader.uint32();
        break;
      case 6: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.grace_period_seconds = reader.double();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.command = decodeCommandInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = HEALTH_CHECK_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.tcp = decodeHealthCheck_TCPCheckInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingHealthCheck(message: HealthCheck, path: string, missing: string[]): void {
  if (message.http !== undefined) missingHealthCheck_HTTPCheckInfo(message.http, path + 'http.', missing);
  if (message.command !== undefined) missingCommandInfo(message.command, path + 'command.', missing);
  if (message.tcp !== undefined) missingHealthCheck_TCPCheckInfo(message.tcp, path + 'tcp.', missing);
}

function printHealthCheck_HTTPCheckInfo(message: HealthCheck_HTTPCheckInfo): string {
  let text = '';
  let comma = '{';
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  }
  if (message.path !== undefined) {
    text += comma + '"path":' + quote(message.path);
    comma = ',';
  }
  if (message.scheme !== undefined) {
    text += comma + '"scheme":' + quote(message.scheme);
    comma = ',';
  }
  if (message.statuses !== undefined && message.statuses.length > 0) {
    text += comma + '"statuses":' + printList(message.statuses, (item) => String(item));
    comma = ',';
  }
  if (message.protocol !== undefined) {
    text += comma + '"protocol":' + '"' + message.protocol + '"';
    comma = ',';
  } else {
    text += comma + '"protocol":' + '"IPv4"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readHealthCheck_HTTPCheckInfo(json: JsonObject): HealthCheck_HTTPCheckInfo {
  const message = {} as Writable<HealthCheck_HTTPCheckInfo>;
  let value: unknown;
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readUint32(value, 'port');
  value = json['path'];
  if (value !== undefined && value !== null) message.path = readString(value, 'path');
  value = json['scheme'];
  if (value !== undefined && value !== null) message.scheme = readString(value, 'scheme');
  value = json['statuses'];
  if (value !== undefined && value !== null) message.statuses = readList(value, (item) => readUint32(item, 'statuses'));
  value = json['protocol'];
  if (value !== undefined && value !== null) message.protocol = readEnum<NetworkInfo_Protocol>(value, 'protocol', NETWORK_INFO_PROTOCOL_NAMES);
  return message;
}

function encodeHealthCheck_HTTPCheckInfo(message: HealthCheck_HTTPCheckInfo, writer: Writer): Writer {
  if (message.port !== undefined) writer.uint32(8).uint32(message.port);
  if (message.path !== undefined) writer.uint32(18).string(message.path);
  if (message.scheme !== undefined) writer.uint32(26).string(message.scheme);
  if (message.statuses !== undefined) {
    for (const item of message.statuses) writer.uint32(32).uint32(item);
  }
  if (message.protocol !== undefined) writer.uint32(40).int32(NetworkInfo_ProtocolNumbers[message.protocol]);
  return writer;
}

function decodeHealthCheck_HTTPCheckInfo(reader: Reader, end: number, depth: number): HealthCheck_HTTPCheckInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<HealthCheck_HTTPCheckInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.path = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.scheme = reader.string();
        break;
      case 4:
        if ((tag & 7) === 2) {
          const stop = reader.uint32() + reader.pos;
          while (reader.pos < stop) message.statuses = append(message.statuses, reader.uint32());
        } else message.statuses = append(message.statuses, reader.uint32());
        break;
      case 5: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = NETWORK_INFO_PROTOCOL_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.protocol = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingHealthCheck_HTTPCheckInfo(message: HealthCheck_HTTPCheckInfo, path: string, missing: string[]): void {
  if (message.port === undefined) missing.push(path + 'port');
}

function printHealthCheck_TCPCheckInfo(message: HealthCheck_TCPCheckInfo): string {
  let text = '';
  let comma = '{';
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  }
  if (message.protocol !== undefined) {
    text += comma + '"protocol":' + '"' + message.protocol + '"';
    comma = ',';
  } else {
    text += comma + '"protocol":' + '"IPv4"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readHealthCheck_TCPCheckInfo(json: JsonObject): HealthCheck_TCPCheckInfo {
  const message = {} as Writable<HealthCheck_TCPCheckInfo>;
  let value: unknown;
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readUint32(value, 'port');
  value = json['protocol'];
  if (value !== undefined && value !== null) message.protocol = readEnum<NetworkInfo_Protocol>(value, 'protocol', NETWORK_INFO_PROTOCOL_NAMES);
  return message;
}

function encodeHealthCheck_TCPCheckInfo(message: HealthCheck_TCPCheckInfo, writer: Writer): Writer {
  if (message.port !== undefined) writer.uint32(8).uint32(message.port);
  if (message.protocol !== undefined) writer.uint32(16).int32(NetworkInfo_ProtocolNumbers[message.protocol]);
  return writer;
}

function decodeHealthCheck_TCPCheckInfo(reader: Reader, end: number, depth: number): HealthCheck_TCPCheckInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<HealthCheck_TCPCheckInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = NETWORK_INFO_PROTOCOL_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.protocol = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingHealthCheck_TCPCheckInfo(message: HealthCheck_TCPCheckInfo, path: string, missing: string[]): void {
  if (message.port === undefined) missing.push(path + 'port');
}

function printKillPolicy(message: KillPolicy): string {
  let text = '';
  let comma = '{';
  if (message.grace_period !== undefined) {
    text += comma + '"grace_period":' + printDurationInfo(message.grace_period);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readKillPolicy(json: JsonObject): KillPolicy {
  const message = {} as Writable<KillPolicy>;
  let value: unknown;
  value = json['grace_period'];
  if (value !== undefined && value !== null) message.grace_period = readDurationInfo(readObject(value, 'grace_period'));
  return message;
}

function encodeKillPolicy(message: KillPolicy, writer: Writer): Writer {
  if (message.grace_period !== undefined) encodeDurationInfo(message.grace_period, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeKillPolicy(reader: Reader, end: number, depth: number): KillPolicy {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<KillPolicy>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.grace_period = decodeDurationInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingKillPolicy(message: KillPolicy, path: string, missing: string[]): void {
  if (message.grace_period !== undefined) missingDurationInfo(message.grace_period, path + 'grace_period.', missing);
}

function printCommandInfo(message: CommandInfo): string {
  let text = '';
  let comma = '{';
  if (message.uris !== undefined && message.uris.length > 0) {
    text += comma + '"uris":' + printList(message.uris, printCommandInfo_URI);
    comma = ',';
  }
  if (message.environment !== undefined) {
    text += comma + '"environment":' + printEnvironment(message.environment);
    comma = ',';
  }
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  if (message.user !== undefined) {
    text += comma + '"user":' + quote(message.user);
    comma = ',';
  }
  if (message.shell !== undefined) {
    text += comma + '"shell":' + String(message.shell);
    comma = ',';
  } else {
    text += comma + '"shell":' + 'true';
    comma = ',';
  }
  if (message.arguments !== undefined && message.arguments.length > 0) {
    text += comma + '"arguments":' + printList(message.arguments, (item) => quote(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCommandInfo(json: JsonObject): CommandInfo {
  const message = {} as Writable<CommandInfo>;
  let value: unknown;
  value = json['uris'];
  if (value !== undefined && value !== null) message.uris = readList(value, (item) => readCommandInfo_URI(readObject(item, 'uris')));
  value = json['environment'];
  if (value !== undefined && value !== null) message.environment = readEnvironment(readObject(value, 'environment'));
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  value = json['user'];
  if (value !== undefined && value !== null) message.user = readString(value, 'user');
  value = json['shell'];
  if (value !== undefined && value !== null) message.shell = readBool(value, 'shell');
  value = json['arguments'];
  if (value !== undefined && value !== null) message.arguments = readList(value, (item) => readString(item, 'arguments'));
  return message;
}

function encodeCommandInfo(message: CommandInfo, writer: Writer): Writer {
  if (message.uris !== undefined) {
    for (const item of message.uris) encodeCommandInfo_URI(item, writer.uint32(10).fork()).ldelim();
  }
  if (message.environment !== undefined) encodeEnvironment(message.environment, writer.uint32(18).fork()).ldelim();
  if (message.value !== undefined) writer.uint32(26).string(message.value);
  if (message.user !== undefined) writer.uint32(42).string(message.user);
  if (message.shell !== undefined) writer.uint32(48).bool(message.shell);
  if (message.arguments !== undefined) {
    for (const item of message.arguments) writer.uint32(58).string(item);
  }
  return writer;
}

function decodeCommandInfo(reader: Reader, end: number, depth: number): CommandInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CommandInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.uris = append(message.uris, decodeCommandInfo_URI(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.environment = decodeEnvironment(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.user = reader.string();
        break;
      case 6: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.shell = reader.bool();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.arguments = append(message.arguments, reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCommandInfo(message: CommandInfo, path: string, missing: string[]): void {
  message.uris?.forEach((item, at) => missingCommandInfo_URI(item, path + 'uris[' + at + '].', missing));
  if (message.environment !== undefined) missingEnvironment(message.environment, path + 'environment.', missing);
}

function printCommandInfo_URI(message: CommandInfo_URI): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  if (message.executable !== undefined) {
    text += comma + '"executable":' + String(message.executable);
    comma = ',';
  }
  if (message.extract !== undefined) {
    text += comma + '"extract":' + String(message.extract);
    comma = ',';
  } else {
    text += comma + '"extract":' + 'true';
    comma = ',';
  }
  if (message.cache !== undefined) {
    text += comma + '"cache":' + String(message.cache);
    comma = ',';
  }
  if (message.output_file !== undefined) {
    text += comma + '"output_file":' + quote(message.output_file);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCommandInfo_URI(json: JsonObject): CommandInfo_URI {
  const message = {} as Writable<CommandInfo_URI>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  value = json['executable'];
  if (value !== undefined && value !== null) message.executable = readBool(value, 'executable');
  value = json['extract'];
  if (value !== undefined && value !== null) message.extract = readBool(value, 'extract');
  value = json['cache'];
  if (value !== undefined && value !== null) message.cache = readBool(value, 'cache');
  value = json['output_file'];
  if (value !== undefined && value !== null) message.output_file = readString(value, 'output_file');
  return message;
}

function encodeCommandInfo_URI(message: CommandInfo_URI, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  if (message.executable !== undefined) writer.uint32(16).bool(message.executable);
  if (message.extract !== undefined) writer.uint32(24).bool(message.extract);
  if (message.cache !== undefined) writer.uint32(32).bool(message.cache);
  if (message.output_file !== undefined) writer.uint32(42).string(message.output_file);
  return writer;
}

function decodeCommandInfo_URI(reader: Reader, end: number, depth: number): CommandInfo_URI {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CommandInfo_URI>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.executable = reader.bool();
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.extract = reader.bool();
        break;
      case 4: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.cache = reader.bool();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.output_file = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCommandInfo_URI(message: CommandInfo_URI, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printExecutorInfo(message: ExecutorInfo): string {
  let text = '';
  let comma = '{';
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  if (message.data !== undefined) {
    text += comma + '"data":' + '"' + encodeBase64(message.data) + '"';
    comma = ',';
  }
  if (message.resources !== undefined && message.resources.length > 0) {
    text += comma + '"resources":' + printList(message.resources, printResource);
    comma = ',';
  }
  if (message.command !== undefined) {
    text += comma + '"command":' + printCommandInfo(message.command);
    comma = ',';
  }
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.source !== undefined) {
    text += comma + '"source":' + quote(message.source);
    comma = ',';
  }
  if (message.container !== undefined) {
    text += comma + '"container":' + printContainerInfo(message.container);
    comma = ',';
  }
  if (message.discovery !== undefined) {
    text += comma + '"discovery":' + printDiscoveryInfo(message.discovery);
    comma = ',';
  }
  if (message.shutdown_grace_period !== undefined) {
    text += comma + '"shutdown_grace_period":' + printDurationInfo(message.shutdown_grace_period);
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readExecutorInfo(json: JsonObject): ExecutorInfo {
  const message = {} as Writable<ExecutorInfo>;
  let value: unknown;
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  value = json['data'];
  if (value !== undefined && value !== null) message.data = readBytes(value, 'data');
  value = json['resources'];
  if (value !== undefined && value !== null) message.resources = readList(value, (item) => readResource(readObject(item, 'resources')));
  value = json['command'];
  if (value !== undefined && value !== null) message.command = readCommandInfo(readObject(value, 'command'));
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['source'];
  if (value !== undefined && value !== null) message.source = readString(value, 'source');
  value = json['container'];
  if (value !== undefined && value !== null) message.container = readContainerInfo(readObject(value, 'container'));
  value = json['discovery'];
  if (value !== undefined && value !== null) message.discovery = readDiscoveryInfo(readObject(value, 'discovery'));
  value = json['shutdown_grace_period'];
  if (value !== undefined && value !== null) message.shutdown_grace_period = readDurationInfo(readObject(value, 'shutdown_grace_period'));
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<ExecutorInfo_Type>(value, 'type', EXECUTOR_INFO_TYPE_NAMES);
  return message;
}

function encodeExecutorInfo(message: ExecutorInfo, writer: Writer): Writer {
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(10).fork()).ldelim();
  if (message.data !== undefined) writer.uint32(34).bytes(message.data);
  if (message.resources !== undefined) {
    for (const item of message.resources) encodeResource(item, writer.uint32(42).fork()).ldelim();
  }
  if (message.command !== undefined) encodeCommandInfo(message.command, writer.uint32(58).fork()).ldelim();
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(66).fork()).ldelim();
  if (message.name !== undefined) writer.uint32(74).string(message.name);
  if (message.source !== undefined) writer.uint32(82).string(message.source);
  if (message.container !== undefined) encodeContainerInfo(message.container, writer.uint32(90).fork()).ldelim();
  if (message.discovery !== undefined) encodeDiscoveryInfo(message.discovery, writer.uint32(98).fork()).ldelim();
  if (message.shutdown_grace_period !== undefined) encodeDurationInfo(message.shutdown_grace_period, writer.uint32(106).fork()).ldelim();
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(114).fork()).ldelim();
  if (message.type !== undefined) writer.uint32(120).int32(ExecutorInfo_TypeNumbers[message.type]);
  return writer;
}

function decodeExecutorInfo(reader: Reader, end: number, depth: number): ExecutorInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ExecutorInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.data = decodeBytes(reader);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.resources = append(message.resources, decodeResource(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.command = decodeCommandInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.source = reader.string();
        break;
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.container = decodeContainerInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.discovery = decodeDiscoveryInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.shutdown_grace_period = decodeDurationInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 14: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 15: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = EXECUTOR_INFO_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingExecutorInfo(message: ExecutorInfo, path: string, missing: string[]): void {
  if (message.executor_id === undefined) missing.push(path + 'executor_id');
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
  message.resources?.forEach((item, at) => missingResource(item, path + 'resources[' + at + '].', missing));
  if (message.command !== undefined) missingCommandInfo(message.command, path + 'command.', missing);
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.container !== undefined) missingContainerInfo(message.container, path + 'container.', missing);
  if (message.discovery !== undefined) missingDiscoveryInfo(message.discovery, path + 'discovery.', missing);
  if (message.shutdown_grace_period !== undefined) missingDurationInfo(message.shutdown_grace_period, path + 'shutdown_grace_period.', missing);
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
}

function printDomainInfo(message: DomainInfo): string {
  let text = '';
  let comma = '{';
  if (message.fault_domain !== undefined) {
    text += comma + '"fault_domain":' + printDomainInfo_FaultDomain(message.fault_domain);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readDomainInfo(json: JsonObject): DomainInfo {
  const message = {} as Writable<DomainInfo>;
  let value: unknown;
  value = json['fault_domain'];
  if (value !== undefined && value !== null) message.fault_domain = readDomainInfo_FaultDomain(readObject(value, 'fault_domain'));
  return message;
}

function encodeDomainInfo(message: DomainInfo, writer: Writer): Writer {
  if (message.fault_domain !== undefined) encodeDomainInfo_FaultDomain(message.fault_domain, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeDomainInfo(reader: Reader, end: number, depth: number): DomainInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<DomainInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.fault_domain = decodeDomainInfo_FaultDomain(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingDomainInfo(message: DomainInfo, path: string, missing: string[]): void {
  if (message.fault_domain !== undefined) missingDomainInfo_FaultDomain(message.fault_domain, path + 'fault_domain.', missing);
}

function printDomainInfo_FaultDomain(message: DomainInfo_FaultDomain): string {
  let text = '';
  let comma = '{';
  if (message.region !== undefined) {
    text += comma + '"region":' + printDomainInfo_FaultDomain_RegionInfo(message.region);
    comma = ',';
  }
  if (message.zone !== undefined) {
    text += comma + '"zone":' + printDomainInfo_FaultDomain_ZoneInfo(message.zone);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readDomainInfo_FaultDomain(json: JsonObject): DomainInfo_FaultDomain {
  const message = {} as Writable<DomainInfo_FaultDomain>;
  let value: unknown;
  value = json['region'];
  if (value !== undefined && value !== null) message.region = readDomainInfo_FaultDomain_RegionInfo(readObject(value, 'region'));
  value = json['zone'];
  if (value !== undefined && value !== null) message.zone = readDomainInfo_FaultDomain_ZoneInfo(readObject(value, 'zone'));
  return message;
}

function encodeDomainInfo_FaultDomain(message: DomainInfo_FaultDomain, writer: Writer): Writer {
  if (message.region !== undefined) encodeDomainInfo_FaultDomain_RegionInfo(message.region, writer.uint32(10).fork()).ldelim();
  if (message.zone !== undefined) encodeDomainInfo_FaultDomain_ZoneInfo(message.zone, writer.uint32(18).fork()).ldelim();
  return writer;
}

function decodeDomainInfo_FaultDomain(reader: Reader, end: number, depth: number): DomainInfo_FaultDomain {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<DomainInfo_FaultDomain>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.region = decodeDomainInfo_FaultDomain_RegionInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.zone = decodeDomainInfo_FaultDomain_ZoneInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingDomainInfo_FaultDomain(message: DomainInfo_FaultDomain, path: string, missing: string[]): void {
  if (message.region === undefined) missing.push(path + 'region');
  if (message.region !== undefined) missingDomainInfo_FaultDomain_RegionInfo(message.region, path + 'region.', missing);
  if (message.zone === undefined) missing.push(path + 'zone');
  if (message.zone !== undefined) missingDomainInfo_FaultDomain_ZoneInfo(message.zone, path + 'zone.', missing);
}

function printDomainInfo_FaultDomain_RegionInfo(message: DomainInfo_FaultDomain_RegionInfo): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readDomainInfo_FaultDomain_RegionInfo(json: JsonObject): DomainInfo_FaultDomain_RegionInfo {
  const message = {} as Writable<DomainInfo_FaultDomain_RegionInfo>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  return message;
}

function encodeDomainInfo_FaultDomain_RegionInfo(message: DomainInfo_FaultDomain_RegionInfo, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  return writer;
}

function decodeDomainInfo_FaultDomain_RegionInfo(reader: Reader, end: number, depth: number): DomainInfo_FaultDomain_RegionInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<DomainInfo_FaultDomain_RegionInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingDomainInfo_FaultDomain_RegionInfo(message: DomainInfo_FaultDomain_RegionInfo, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
}

function printDomainInfo_FaultDomain_ZoneInfo(message: DomainInfo_FaultDomain_ZoneInfo): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readDomainInfo_FaultDomain_ZoneInfo(json: JsonObject): DomainInfo_FaultDomain_ZoneInfo {
  const message = {} as Writable<DomainInfo_FaultDomain_ZoneInfo>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  return message;
}

function encodeDomainInfo_FaultDomain_ZoneInfo(message: DomainInfo_FaultDomain_ZoneInfo, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  return writer;
}

function decodeDomainInfo_FaultDomain_ZoneInfo(reader: Reader, end: number, depth: number): DomainInfo_FaultDomain_ZoneInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<DomainInfo_FaultDomain_ZoneInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingDomainInfo_FaultDomain_ZoneInfo(message: DomainInfo_FaultDomain_ZoneInfo, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
}

function printMasterInfo(message: MasterInfo): string {
  let text = '';
  let comma = '{';
  if (message.id !== undefined) {
    text += comma + '"id":' + quote(message.id);
    comma = ',';
  }
  if (message.ip !== undefined) {
    text += comma + '"ip":' + String(message.ip);
    comma = ',';
  }
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  } else {
    text += comma + '"port":' + '5050';
    comma = ',';
  }
  if (message.pid !== undefined) {
    text += comma + '"pid":' + quote(message.pid);
    comma = ',';
  }
  if (message.hostname !== undefined) {
    text += comma + '"hostname":' + quote(message.hostname);
    comma = ',';
  }
  if (message.version !== undefined) {
    text += comma + '"version":' + quote(message.version);
    comma = ',';
  }
  if (message.address !== undefined) {
    text += comma + '"address":' + printAddress(message.address);
    comma = ',';
  }
  if (message.domain !== undefined) {
    text += comma + '"domain":' + printDomainInfo(message.domain);
    comma = ',';
  }
  if (message.capabilities !== undefined && message.capabilities.length > 0) {
    text += comma + '"capabilities":' + printList(message.capabilities, printMasterInfo_Capability);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readMasterInfo(json: JsonObject): MasterInfo {
  const message = {} as Writable<MasterInfo>;
  let value: unknown;
  value = json['id'];
  if (value !== undefined && value !== null) message.id = readString(value, 'id');
  value = json['ip'];
  if (value !== undefined && value !== null) message.ip = readUint32(value, 'ip');
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readUint32(value, 'port');
  value = json['pid'];
  if (value !== undefined && value !== null) message.pid = readString(value, 'pid');
  value = json['hostname'];
  if (value !== undefined && value !== null) message.hostname = readString(value, 'hostname');
  value = json['version'];
  if (value !== undefined && value !== null) message.version = readString(value, 'version');
  value = json['address'];
  if (value !== undefined && value !== null) message.address = readAddress(readObject(value, 'address'));
  value = json['domain'];
  if (value !== undefined && value !== null) message.domain = readDomainInfo(readObject(value, 'domain'));
  value = json['capabilities'];
  if (value !== undefined && value !== null) message.capabilities = readList(value, (item) => readMasterInfo_Capability(readObject(item, 'capabilities')));
  return message;
}

function encodeMasterInfo(message: MasterInfo, writer: Writer): Writer {
  if (message.id !== undefined) writer.uint32(10).string(message.id);
  if (message.ip !== undefined) writer.uint32(16).uint32(message.ip);
  if (message.port !== undefined) writer.uint32(24).uint32(message.port);
  if (message.pid !== undefined) writer.uint32(34).string(message.pid);
  if (message.hostname !== undefined) writer.uint32(42).string(message.hostname);
  if (message.version !== undefined) writer.uint32(50).string(message.version);
  if (message.address !== undefined) encodeAddress(message.address, writer.uint32(58).fork()).ldelim();
  if (message.domain !== undefined) encodeDomainInfo(message.domain, writer.uint32(66).fork()).ldelim();
  if (message.capabilities !== undefined) {
    for (const item of message.capabilities) encodeMasterInfo_Capability(item, writer.uint32(74).fork()).ldelim();
  }
  return writer;
}

function decodeMasterInfo(reader: Reader, end: number, depth: number): MasterInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<MasterInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.id = reader.string();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.ip = reader.uint32();
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.uint32();
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.pid = reader.string();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.hostname = reader.string();
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.version = reader.string();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.address = decodeAddress(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.domain = decodeDomainInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.capabilities = append(message.capabilities, decodeMasterInfo_Capability(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingMasterInfo(message: MasterInfo, path: string, missing: string[]): void {
  if (message.id === undefined) missing.push(path + 'id');
  if (message.ip === undefined) missing.push(path + 'ip');
  if (message.port === undefined) missing.push(path + 'port');
  if (message.address !== undefined) missingAddress(message.address, path + 'address.', missing);
  if (message.domain !== undefined) missingDomainInfo(message.domain, path + 'domain.', missing);
}

function printMasterInfo_Capability(message: MasterInfo_Capability): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readMasterInfo_Capability(json: JsonObject): MasterInfo_Capability {
  const message = {} as Writable<MasterInfo_Capability>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<MasterInfo_Capability_Type>(value, 'type', MASTER_INFO_CAPABILITY_TYPE_NAMES);
  return message;
}

function encodeMasterInfo_Capability(message: MasterInfo_Capability, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(MasterInfo_Capability_TypeNumbers[message.type]);
  return writer;
}

function decodeMasterInfo_Capability(reader: Reader, end: number, depth: number): MasterInfo_Capability {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<MasterInfo_Capability>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = MASTER_INFO_CAPABILITY_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printAgentInfo(message: AgentInfo): string {
  let text = '';
  let comma = '{';
  if (message.hostname !== undefined) {
    text += comma + '"hostname":' + quote(message.hostname);
    comma = ',';
  }
  if (message.resources !== undefined && message.resources.length > 0) {
    text += comma + '"resources":' + printList(message.resources, printResource);
    comma = ',';
  }
  if (message.attributes !== undefined && message.attributes.length > 0) {
    text += comma + '"attributes":' + printList(message.attributes, printAttribute);
    comma = ',';
  }
  if (message.id !== undefined) {
    text += comma + '"id":' + printAgentID(message.id);
    comma = ',';
  }
  if (message.checkpoint !== undefined) {
    text += comma + '"checkpoint":' + String(message.checkpoint);
    comma = ',';
  }
  if (message.port !== undefined) {
    text += comma + '"port":' + String(message.port);
    comma = ',';
  } else {
    text += comma + '"port":' + '5051';
    comma = ',';
  }
  if (message.domain !== undefined) {
    text += comma + '"domain":' + printDomainInfo(message.domain);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readAgentInfo(json: JsonObject): AgentInfo {
  const message = {} as Writable<AgentInfo>;
  let value: unknown;
  value = json['hostname'];
  if (value !== undefined && value !== null) message.hostname = readString(value, 'hostname');
  value = json['resources'];
  if (value !== undefined && value !== null) message.resources = readList(value, (item) => readResource(readObject(item, 'resources')));
  value = json['attributes'];
  if (value !== undefined && value !== null) message.attributes = readList(value, (item) => readAttribute(readObject(item, 'attributes')));
  value = json['id'];
  if (value !== undefined && value !== null) message.id = readAgentID(readObject(value, 'id'));
  value = json['checkpoint'];
  if (value !== undefined && value !== null) message.checkpoint = readBool(value, 'checkpoint');
  value = json['port'];
  if (value !== undefined && value !== null) message.port = readInt32(value, 'port');
  value = json['domain'];
  if (value !== undefined && value !== null) message.domain = readDomainInfo(readObject(value, 'domain'));
  return message;
}

function encodeAgentInfo(message: AgentInfo, writer: Writer): Writer {
  if (message.hostname !== undefined) writer.uint32(10).string(message.hostname);
  if (message.resources !== undefined) {
    for (const item of message.resources) encodeResource(item, writer.uint32(26).fork()).ldelim();
  }
  if (message.attributes !== undefined) {
    for (const item of message.attributes) encodeAttribute(item, writer.uint32(42).fork()).ldelim();
  }
  if (message.id !== undefined) encodeAgentID(message.id, writer.uint32(50).fork()).ldelim();
  if (message.checkpoint !== undefined) writer.uint32(56).bool(message.checkpoint);
  if (message.port !== undefined) writer.uint32(64).int32(message.port);
  if (message.domain !== undefined) encodeDomainInfo(message.domain, writer.uint32(82).fork()).ldelim();
  return writer;
}

function decodeAgentInfo(reader: Reader, end: number, depth: number): AgentInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<AgentInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.hostname = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.resources = append(message.resources, decodeResource(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.attributes = append(message.attributes, decodeAttribute(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.id = decodeAgentID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 7: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.checkpoint = reader.bool();
        break;
      case 8: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.port = reader.int32();
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.domain = decodeDomainInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingAgentInfo(message: AgentInfo, path: string, missing: string[]): void {
  if (message.hostname === undefined) missing.push(path + 'hostname');
  message.resources?.forEach((item, at) => missingResource(item, path + 'resources[' + at + '].', missing));
  message.attributes?.forEach((item, at) => missingAttribute(item, path + 'attributes[' + at + '].', missing));
  if (message.id !== undefined) missingAgentID(message.id, path + 'id.', missing);
  if (message.domain !== undefined) missingDomainInfo(message.domain, path + 'domain.', missing);
}

function printValue_Scalar(message: Value_Scalar): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + printDouble(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readValue_Scalar(json: JsonObject): Value_Scalar {
  const message = {} as Writable<Value_Scalar>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readDouble(value, 'value');
  return message;
}

function encodeValue_Scalar(message: Value_Scalar, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(9).double(message.value);
  return writer;
}

function decodeValue_Scalar(reader: Reader, end: number, depth: number): Value_Scalar {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Value_Scalar>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.value = reader.double();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingValue_Scalar(message: Value_Scalar, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printValue_Range(message: Value_Range): string {
  let text = '';
  let comma = '{';
  if (message.begin !== undefined) {
    text += comma + '"begin":' + String(message.begin);
    comma = ',';
  }
  if (message.end !== undefined) {
    text += comma + '"end":' + String(message.end);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readValue_Range(json: JsonObject): Value_Range {
  const message = {} as Writable<Value_Range>;
  let value: unknown;
  value = json['begin'];
  if (value !== undefined && value !== null) message.begin = readUint64(value, 'begin');
  value = json['end'];
  if (value !== undefined && value !== null) message.end = readUint64(value, 'end');
  return message;
}

function encodeValue_Range(message: Value_Range, writer: Writer): Writer {
  if (message.begin !== undefined) writer.uint32(8).uint64(message.begin);
  if (message.end !== undefined) writer.uint32(16).uint64(message.end);
  return writer;
}

function decodeValue_Range(reader: Reader, end: number, depth: number): Value_Range {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Value_Range>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.begin = decodeUint64(reader);
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.end = decodeUint64(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingValue_Range(message: Value_Range, path: string, missing: string[]): void {
  if (message.begin === undefined) missing.push(path + 'begin');
  if (message.end === undefined) missing.push(path + 'end');
}

function printValue_Ranges(message: Value_Ranges): string {
  let text = '';
  let comma = '{';
  if (message.range !== undefined && message.range.length > 0) {
    text += comma + '"range":' + printList(message.range, printValue_Range);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readValue_Ranges(json: JsonObject): Value_Ranges {
  const message = {} as Writable<Value_Ranges>;
  let value: unknown;
  value = json['range'];
  if (value !== undefined && value !== null) message.range = readList(value, (item) => readValue_Range(readObject(item, 'range')));
  return message;
}

function encodeValue_Ranges(message: Value_Ranges, writer: Writer): Writer {
  if (message.range !== undefined) {
    for (const item of message.range) encodeValue_Range(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeValue_Ranges(reader: Reader, end: number, depth: number): Value_Ranges {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Value_Ranges>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.range = append(message.range, decodeValue_Range(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingValue_Ranges(message: Value_Ranges, path: string, missing: string[]): void {
  message.range?.forEach((item, at) => missingValue_Range(item, path + 'range[' + at + '].', missing));
}

function printValue_Set(message: Value_Set): string {
  let text = '';
  let comma = '{';
  if (message.item !== undefined && message.item.length > 0) {
    text += comma + '"item":' + printList(message.item, (item) => quote(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readValue_Set(json: JsonObject): Value_Set {
  const message = {} as Writable<Value_Set>;
  let value: unknown;
  value = json['item'];
  if (value !== undefined && value !== null) message.item = readList(value, (item) => readString(item, 'item'));
  return message;
}

function encodeValue_Set(message: Value_Set, writer: Writer): Writer {
  if (message.item !== undefined) {
    for (const item of message.item) writer.uint32(10).string(item);
  }
  return writer;
}

function decodeValue_Set(reader: Reader, end: number, depth: number): Value_Set {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Value_Set>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.item = append(message.item, reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printValue_Text(message: Value_Text): string {
  let text = '';
  let comma = '{';
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readValue_Text(json: JsonObject): Value_Text {
  const message = {} as Writable<Value_Text>;
  let value: unknown;
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeValue_Text(message: Value_Text, writer: Writer): Writer {
  if (message.value !== undefined) writer.uint32(10).string(message.value);
  return writer;
}

function decodeValue_Text(reader: Reader, end: number, depth: number): Value_Text {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Value_Text>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingValue_Text(message: Value_Text, path: string, missing: string[]): void {
  if (message.value === undefined) missing.push(path + 'value');
}

function printAttribute(message: Attribute): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.scalar !== undefined) {
    text += comma + '"scalar":' + printValue_Scalar(message.scalar);
    comma = ',';
  }
  if (message.ranges !== undefined) {
    text += comma + '"ranges":' + printValue_Ranges(message.ranges);
    comma = ',';
  }
  if (message.text !== undefined) {
    text += comma + '"text":' + printValue_Text(message.text);
    comma = ',';
  }
  if (message.set !== undefined) {
    text += comma + '"set":' + printValue_Set(message.set);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readAttribute(json: JsonObject): Attribute {
  const message = {} as Writable<Attribute>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readRequiredEnum<Value_Type>(value, 'type', VALUE_TYPE_NAMES);
  value = json['scalar'];
  if (value !== undefined && value !== null) message.scalar = readValue_Scalar(readObject(value, 'scalar'));
  value = json['ranges'];
  if (value !== undefined && value !== null) message.ranges = readValue_Ranges(readObject(value, 'ranges'));
  value = json['text'];
  if (value !== undefined && value !== null) message.text = readValue_Text(readObject(value, 'text'));
  value = json['set'];
  if (value !== undefined && value !== null) message.set = readValue_Set(readObject(value, 'set'));
  return message;
}

function encodeAttribute(message: Attribute, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.type !== undefined) writer.uint32(16).int32(Value_TypeNumbers[message.type]);
  if (message.scalar !== undefined) encodeValue_Scalar(message.scalar, writer.uint32(26).fork()).ldelim();
  if (message.ranges !== undefined) encodeValue_Ranges(message.ranges, writer.uint32(34).fork()).ldelim();
  if (message.text !== undefined) encodeValue_Text(message.text, writer.uint32(42).fork()).ldelim();
  if (message.set !== undefined) encodeValue_Set(message.set, writer.uint32(50).fork()).ldelim();
  return writer;
}

function decodeAttribute(reader: Reader, end: number, depth: number): Attribute {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Attribute>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = VALUE_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.scalar = decodeValue_Scalar(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ranges = decodeValue_Ranges(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.text = decodeValue_Text(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.set = decodeValue_Set(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingAttribute(message: Attribute, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.type === undefined) missing.push(path + 'type');
  if (message.scalar !== undefined) missingValue_Scalar(message.scalar, path + 'scalar.', missing);
  if (message.ranges !== undefined) missingValue_Ranges(message.ranges, path + 'ranges.', missing);
  if (message.text !== undefined) missingValue_Text(message.text, path + 'text.', missing);
}

function printResource(message: Resource): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.scalar !== undefined) {
    text += comma + '"scalar":' + printValue_Scalar(message.scalar);
    comma = ',';
  }
  if (message.ranges !== undefined) {
    text += comma + '"ranges":' + printValue_Ranges(message.ranges);
    comma = ',';
  }
  if (message.set !== undefined) {
    text += comma + '"set":' + printValue_Set(message.set);
    comma = ',';
  }
  if (message.role !== undefined) {
    text += comma + '"role":' + quote(message.role);
    comma = ',';
  }
  if (message.disk !== undefined) {
    text += comma + '"disk":' + printResource_DiskInfo(message.disk);
    comma = ',';
  }
  if (message.reservation !== undefined) {
    text += comma + '"reservation":' + printResource_ReservationInfo(message.reservation);
    comma = ',';
  }
  if (message.revocable !== undefined) {
    text += comma + '"revocable":' + printResource_RevocableInfo(message.revocable);
    comma = ',';
  }
  if (message.shared !== undefined) {
    text += comma + '"shared":' + printResource_SharedInfo(message.shared);
    comma = ',';
  }
  if (message.allocation_info !== undefined) {
    text += comma + '"allocation_info":' + printResource_AllocationInfo(message.allocation_info);
    comma = ',';
  }
  if (message.provider_id !== undefined) {
    text += comma + '"provider_id":' + printResourceProviderID(message.provider_id);
    comma = ',';
  }
  if (message.reservations !== undefined && message.reservations.length > 0) {
    text += comma + '"reservations":' + printList(message.reservations, printResource_ReservationInfo);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource(json: JsonObject): Resource {
  const message = {} as Writable<Resource>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readRequiredEnum<Value_Type>(value, 'type', VALUE_TYPE_NAMES);
  value = json['scalar'];
  if (value !== undefined && value !== null) message.scalar = readValue_Scalar(readObject(value, 'scalar'));
  value = json['ranges'];
  if (value !== undefined && value !== null) message.ranges = readValue_Ranges(readObject(value, 'ranges'));
  value = json['set'];
  if (value !== undefined && value !== null) message.set = readValue_Set(readObject(value, 'set'));
  value = json['role'];
  if (value !== undefined && value !== null) message.role = readString(value, 'role');
  value = json['disk'];
  if (value !== undefined && value !== null) message.disk = readResource_DiskInfo(readObject(value, 'disk'));
  value = json['reservation'];
  if (value !== undefined && value !== null) message.reservation = readResource_ReservationInfo(readObject(value, 'reservation'));
  value = json['revocable'];
  if (value !== undefined && value !== null) message.revocable = readResource_RevocableInfo(readObject(value, 'revocable'));
  value = json['shared'];
  if (value !== undefined && value !== null) message.shared = readResource_SharedInfo(readObject(value, 'shared'));
  value = json['allocation_info'];
  if (value !== undefined && value !== null) message.allocation_info = readResource_AllocationInfo(readObject(value, 'allocation_info'));
  value = json['provider_id'];
  if (value !== undefined && value !== null) message.provider_id = readResourceProviderID(readObject(value, 'provider_id'));
  value = json['reservations'];
  if (value !== undefined && value !== null) message.reservations = readList(value, (item) => readResource_ReservationInfo(readObject(item, 'reservations')));
  return message;
}

function encodeResource(message: Resource, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.type !== undefined) writer.uint32(16).int32(Value_TypeNumbers[message.type]);
  if (message.scalar !== undefined) encodeValue_Scalar(message.scalar, writer.uint32(26).fork()).ldelim();
  if (message.ranges !== undefined) encodeValue_Ranges(message.ranges, writer.uint32(34).fork()).ldelim();
  if (message.set !== undefined) encodeValue_Set(message.set, writer.uint32(42).fork()).ldelim();
  if (message.role !== undefined) writer.uint32(50).string(message.role);
  if (message.disk !== undefined) encodeResource_DiskInfo(message.disk, writer.uint32(58).fork()).ldelim();
  if (message.reservation !== undefined) encodeResource_ReservationInfo(message.reservation, writer.uint32(66).fork()).ldelim();
  if (message.revocable !== undefined) encodeResource_RevocableInfo(message.revocable, writer.uint32(74).fork()).ldelim();
  if (message.shared !== undefined) encodeResource_SharedInfo(message.shared, writer.uint32(82).fork()).ldelim();
  if (message.allocation_info !== undefined) encodeResource_AllocationInfo(message.allocation_info, writer.uint32(90).fork()).ldelim();
  if (message.provider_id !== undefined) encodeResourceProviderID(message.provider_id, writer.uint32(98).fork()).ldelim();
  if (message.reservations !== undefined) {
    for (const item of message.reservations) encodeResource_ReservationInfo(item, writer.uint32(106).fork()).ldelim();
  }
  return writer;
}

function decodeResource(reader: Reader, end: number, depth: number): Resource {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = VALUE_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.scalar = decodeValue_Scalar(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ranges = decodeValue_Ranges(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.set = decodeValue_Set(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.role = reader.string();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.disk = decodeResource_DiskInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.reservation = decodeResource_ReservationInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.revocable = decodeResource_RevocableInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.shared = decodeResource_SharedInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.allocation_info = decodeResource_AllocationInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.provider_id = decodeResourceProviderID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.reservations = append(message.reservations, decodeResource_ReservationInfo(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingResource(message: Resource, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.type === undefined) missing.push(path + 'type');
  if (message.scalar !== undefined) missingValue_Scalar(message.scalar, path + 'scalar.', missing);
  if (message.ranges !== undefined) missingValue_Ranges(message.ranges, path + 'ranges.', missing);
  if (message.disk !== undefined) missingResource_DiskInfo(message.disk, path + 'disk.', missing);
  if (message.reservation !== undefined) missingResource_ReservationInfo(message.reservation, path + 'reservation.', missing);
  if (message.provider_id !== undefined) missingResourceProviderID(message.provider_id, path + 'provider_id.', missing);
  message.reservations?.forEach((item, at) => missingResource_ReservationInfo(item, path + 'reservations[' + at + '].', missing));
}

function printResource_AllocationInfo(message: Resource_AllocationInfo): string {
  let text = '';
  let comma = '{';
  if (message.role !== undefined) {
    text += comma + '"role":' + quote(message.role);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_AllocationInfo(json: JsonObject): Resource_AllocationInfo {
  const message = {} as Writable<Resource_AllocationInfo>;
  let value: unknown;
  value = json['role'];
  if (value !== undefined && value !== null) message.role = readString(value, 'role');
  return message;
}

function encodeResource_AllocationInfo(message: Resource_AllocationInfo, writer: Writer): Writer {
  if (message.role !== undefined) writer.uint32(10).string(message.role);
  return writer;
}

function decodeResource_AllocationInfo(reader: Reader, end: number, depth: number): Resource_AllocationInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_AllocationInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.role = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printResource_ReservationInfo(message: Resource_ReservationInfo): string {
  let text = '';
  let comma = '{';
  if (message.principal !== undefined) {
    text += comma + '"principal":' + quote(message.principal);
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.role !== undefined) {
    text += comma + '"role":' + quote(message.role);
    comma = ',';
  }
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_ReservationInfo(json: JsonObject): Resource_ReservationInfo {
  const message = {} as Writable<Resource_ReservationInfo>;
  let value: unknown;
  value = json['principal'];
  if (value !== undefined && value !== null) message.principal = readString(value, 'principal');
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['role'];
  if (value !== undefined && value !== null) message.role = readString(value, 'role');
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<Resource_ReservationInfo_Type>(value, 'type', RESOURCE_RESERVATION_INFO_TYPE_NAMES);
  return message;
}

function encodeResource_ReservationInfo(message: Resource_ReservationInfo, writer: Writer): Writer {
  if (message.principal !== undefined) writer.uint32(10).string(message.principal);
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(18).fork()).ldelim();
  if (message.role !== undefined) writer.uint32(26).string(message.role);
  if (message.type !== undefined) writer.uint32(32).int32(Resource_ReservationInfo_TypeNumbers[message.type]);
  return writer;
}

function decodeResource_ReservationInfo(reader: Reader, end: number, depth: number): Resource_ReservationInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_ReservationInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.principal = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.role = reader.string();
        break;
      case 4: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = RESOURCE_RESERVATION_INFO_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingResource_ReservationInfo(message: Resource_ReservationInfo, path: string, missing: string[]): void {
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
}

function printResource_DiskInfo(message: Resource_DiskInfo): string {
  let text = '';
  let comma = '{';
  if (message.persistence !== undefined) {
    text += comma + '"persistence":' + printResource_DiskInfo_Persistence(message.persistence);
    comma = ',';
  }
  if (message.volume !== undefined) {
    text += comma + '"volume":' + printVolume(message.volume);
    comma = ',';
  }
  if (message.source !== undefined) {
    text += comma + '"source":' + printResource_DiskInfo_Source(message.source);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_DiskInfo(json: JsonObject): Resource_DiskInfo {
  const message = {} as Writable<Resource_DiskInfo>;
  let value: unknown;
  value = json['persistence'];
  if (value !== undefined && value !== null) message.persistence = readResource_DiskInfo_Persistence(readObject(value, 'persistence'));
  value = json['volume'];
  if (value !== undefined && value !== null) message.volume = readVolume(readObject(value, 'volume'));
  value = json['source'];
  if (value !== undefined && value !== null) message.source = readResource_DiskInfo_Source(readObject(value, 'source'));
  return message;
}

function encodeResource_DiskInfo(message: Resource_DiskInfo, writer: Writer): Writer {
  if (message.persistence !== undefined) encodeResource_DiskInfo_Persistence(message.persistence, writer.uint32(10).fork()).ldelim();
  if (message.volume !== undefined) encodeVolume(message.volume, writer.uint32(18).fork()).ldelim();
  if (message.source !== undefined) encodeResource_DiskInfo_Source(message.source, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeResource_DiskInfo(reader: Reader, end: number, depth: number): Resource_DiskInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_DiskInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.persistence = decodeResource_DiskInfo_Persistence(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.volume = decodeVolume(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.source = decodeResource_DiskInfo_Source(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingResource_DiskInfo(message: Resource_DiskInfo, path: string, missing: string[]): void {
  if (message.persistence !== undefined) missingResource_DiskInfo_Persistence(message.persistence, path + 'persistence.', missing);
  if (message.volume !== undefined) missingVolume(message.volume, path + 'volume.', missing);
  if (message.source !== undefined) missingResource_DiskInfo_Source(message.source, path + 'source.', missing);
}

function printResource_DiskInfo_Persistence(message: Resource_DiskInfo_Persistence): string {
  let text = '';
  let comma = '{';
  if (message.id !== undefined) {
    text += comma + '"id":' + quote(message.id);
    comma = ',';
  }
  if (message.principal !== undefined) {
    text += comma + '"principal":' + quote(message.principal);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_DiskInfo_Persistence(json: JsonObject): Resource_DiskInfo_Persistence {
  const message = {} as Writable<Resource_DiskInfo_Persistence>;
  let value: unknown;
  value = json['id'];
  if (value !== undefined && value !== null) message.id = readString(value, 'id');
  value = json['principal'];
  if (value !== undefined && value !== null) message.principal = readString(value, 'principal');
  return message;
}

function encodeResource_DiskInfo_Persistence(message: Resource_DiskInfo_Persistence, writer: Writer): Writer {
  if (message.id !== undefined) writer.uint32(10).string(message.id);
  if (message.principal !== undefined) writer.uint32(18).string(message.principal);
  return writer;
}

function decodeResource_DiskInfo_Persistence(reader: Reader, end: number, depth: number): Resource_DiskInfo_Persistence {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_DiskInfo_Persistence>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.id = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.principal = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingResource_DiskInfo_Persistence(message: Resource_DiskInfo_Persistence, path: string, missing: string[]): void {
  if (message.id === undefined) missing.push(path + 'id');
}

function printResource_DiskInfo_Source(message: Resource_DiskInfo_Source): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.path !== undefined) {
    text += comma + '"path":' + printResource_DiskInfo_Source_Path(message.path);
    comma = ',';
  }
  if (message.mount !== undefined) {
    text += comma + '"mount":' + printResource_DiskInfo_Source_Mount(message.mount);
    comma = ',';
  }
  if (message.id !== undefined) {
    text += comma + '"id":' + quote(message.id);
    comma = ',';
  }
  if (message.metadata !== undefined) {
    text += comma + '"metadata":' + printLabels(message.metadata);
    comma = ',';
  }
  if (message.profile !== undefined) {
    text += comma + '"profile":' + quote(message.profile);
    comma = ',';
  }
  if (message.vendor !== undefined) {
    text += comma + '"vendor":' + quote(message.vendor);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_DiskInfo_Source(json: JsonObject): Resource_DiskInfo_Source {
  const message = {} as Writable<Resource_DiskInfo_Source>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readRequiredEnum<Resource_DiskInfo_Source_Type>(value, 'type', RESOURCE_DISK_INFO_SOURCE_TYPE_NAMES);
  value = json['path'];
  if (value !== undefined && value !== null) message.path = readResource_DiskInfo_Source_Path(readObject(value, 'path'));
  value = json['mount'];
  if (value !== undefined && value !== null) message.mount = readResource_DiskInfo_Source_Mount(readObject(value, 'mount'));
  value = json['id'];
  if (value !== undefined && value !== null) message.id = readString(value, 'id');
  value = json['metadata'];
  if (value !== undefined && value !== null) message.metadata = readLabels(readObject(value, 'metadata'));
  value = json['profile'];
  if (value !== undefined && value !== null) message.profile = readString(value, 'profile');
  value = json['vendor'];
  if (value !== undefined && value !== null) message.vendor = readString(value, 'vendor');
  return message;
}

function encodeResource_DiskInfo_Source(message: Resource_DiskInfo_Source, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(Resource_DiskInfo_Source_TypeNumbers[message.type]);
  if (message.path !== undefined) encodeResource_DiskInfo_Source_Path(message.path, writer.uint32(18).fork()).ldelim();
  if (message.mount !== undefined) encodeResource_DiskInfo_Source_Mount(message.mount, writer.uint32(26).fork()).ldelim();
  if (message.id !== undefined) writer.uint32(34).string(message.id);
  if (message.metadata !== undefined) encodeLabels(message.metadata, writer.uint32(42).fork()).ldelim();
  if (message.profile !== undefined) writer.uint32(50).string(message.profile);
  if (message.vendor !== undefined) writer.uint32(58).string(message.vendor);
  return writer;
}

function decodeResource_DiskInfo_Source(reader: Reader, end: number, depth: number): Resource_DiskInfo_Source {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_DiskInfo_Source>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = RESOURCE_DISK_INFO_SOURCE_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.path = decodeResource_DiskInfo_Source_Path(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.mount = decodeResource_DiskInfo_Source_Mount(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.id = reader.string();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.metadata = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.profile = reader.string();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.vendor = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingResource_DiskInfo_Source(message: Resource_DiskInfo_Source, path: string, missing: string[]): void {
  if (message.type === undefined) missing.push(path + 'type');
  if (message.metadata !== undefined) missingLabels(message.metadata, path + 'metadata.', missing);
}

function printResource_DiskInfo_Source_Path(message: Resource_DiskInfo_Source_Path): string {
  let text = '';
  let comma = '{';
  if (message.root !== undefined) {
    text += comma + '"root":' + quote(message.root);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_DiskInfo_Source_Path(json: JsonObject): Resource_DiskInfo_Source_Path {
  const message = {} as Writable<Resource_DiskInfo_Source_Path>;
  let value: unknown;
  value = json['root'];
  if (value !== undefined && value !== null) message.root = readString(value, 'root');
  return message;
}

function encodeResource_DiskInfo_Source_Path(message: Resource_DiskInfo_Source_Path, writer: Writer): Writer {
  if (message.root !== undefined) writer.uint32(10).string(message.root);
  return writer;
}

function decodeResource_DiskInfo_Source_Path(reader: Reader, end: number, depth: number): Resource_DiskInfo_Source_Path {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_DiskInfo_Source_Path>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.root = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printResource_DiskInfo_Source_Mount(message: Resource_DiskInfo_Source_Mount): string {
  let text = '';
  let comma = '{';
  if (message.root !== undefined) {
    text += comma + '"root":' + quote(message.root);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readResource_DiskInfo_Source_Mount(json: JsonObject): Resource_DiskInfo_Source_Mount {
  const message = {} as Writable<Resource_DiskInfo_Source_Mount>;
  let value: unknown;
  value = json['root'];
  if (value !== undefined && value !== null) message.root = readString(value, 'root');
  return message;
}

function encodeResource_DiskInfo_Source_Mount(message: Resource_DiskInfo_Source_Mount, writer: Writer): Writer {
  if (message.root !== undefined) writer.uint32(10).string(message.root);
  return writer;
}

function decodeResource_DiskInfo_Source_Mount(reader: Reader, end: number, depth: number): Resource_DiskInfo_Source_Mount {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_DiskInfo_Source_Mount>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.root = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printResource_RevocableInfo(_message: Resource_RevocableInfo): string {
  return '{}';
}

function readResource_RevocableInfo(_json: JsonObject): Resource_RevocableInfo {
  return {};
}

function encodeResource_RevocableInfo(_message: Resource_RevocableInfo, writer: Writer): Writer {
  return writer;
}

function decodeResource_RevocableInfo(reader: Reader, end: number, depth: number): Resource_RevocableInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_RevocableInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    reader.skipType(tag & 7);
  }
  return message;
}

function printResource_SharedInfo(_message: Resource_SharedInfo): string {
  return '{}';
}

function readResource_SharedInfo(_json: JsonObject): Resource_SharedInfo {
  return {};
}

function encodeResource_SharedInfo(_message: Resource_SharedInfo, writer: Writer): Writer {
  return writer;
}

function decodeResource_SharedInfo(reader: Reader, end: number, depth: number): Resource_SharedInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Resource_SharedInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    reader.skipType(tag & 7);
  }
  return message;
}

function printOfferFilters(message: OfferFilters): string {
  let text = '';
  let comma = '{';
  if (message.min_allocatable_resources !== undefined) {
    text += comma + '"min_allocatable_resources":' + printOfferFilters_MinAllocatableResources(message.min_allocatable_resources);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readOfferFilters(json: JsonObject): OfferFilters {
  const message = {} as Writable<OfferFilters>;
  let value: unknown;
  value = json['min_allocatable_resources'];
  if (value !== undefined && value !== null) message.min_allocatable_resources = readOfferFilters_MinAllocatableResources(readObject(value, 'min_allocatable_resources'));
  return message;
}

function encodeOfferFilters(message: OfferFilters, writer: Writer): Writer {
  if (message.min_allocatable_resources !== undefined) encodeOfferFilters_MinAllocatableResources(message.min_allocatable_resources, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeOfferFilters(reader: Reader, end: number, depth: number): OfferFilters {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<OfferFilters>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.min_allocatable_resources = decodeOfferFilters_MinAllocatableResources(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingOfferFilters(message: OfferFilters, path: string, missing: string[]): void {
  if (message.min_allocatable_resources !== undefined) missingOfferFilters_MinAllocatableResources(message.min_allocatable_resources, path + 'min_allocatable_resources.', missing);
}

function printOfferFilters_ResourceQuantities(message: OfferFilters_ResourceQuantities): string {
  let text = '';
  let comma = '{';
  if (message.quantities !== undefined) {
    text += comma + '"quantities":' + printMap(message.quantities, (item) => printValue_Scalar(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readOfferFilters_ResourceQuantities(json: JsonObject): OfferFilters_ResourceQuantities {
  const message = {} as Writable<OfferFilters_ResourceQuantities>;
  let value: unknown;
  value = json['quantities'];
  if (value !== undefined && value !== null) message.quantities = readMap(value, 'quantities', (item) => readValue_Scalar(readObject(item, 'quantities')));
  return message;
}

function encodeOfferFilters_ResourceQuantities(message: OfferFilters_ResourceQuantities, writer: Writer): Writer {
  if (message.quantities !== undefined) {
    for (const [key, item] of Object.entries(message.quantities)) {
      writer.uint32(10).fork().uint32(10).string(key);
      encodeValue_Scalar(item, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
  }
  return writer;
}

function decodeOfferFilters_ResourceQuantities(reader: Reader, end: number, depth: number): OfferFilters_ResourceQuantities {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<OfferFilters_ResourceQuantities>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: Value_Scalar | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = decodeValue_Scalar(reader, reader.uint32() + reader.pos, depth + 1);
          else reader.skipType(inner & 7);
        }
        message.quantities = withEntry(message.quantities, key, item ?? decodeValue_Scalar(reader, reader.pos, depth + 1));
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingOfferFilters_ResourceQuantities(message: OfferFilters_ResourceQuantities, path: string, missing: string[]): void {
  for (const [key, item] of Object.entries(message.quantities ?? {})) missingValue_Scalar(item, path + 'quantities[' + key + '].', missing);
}

function printOfferFilters_MinAllocatableResources(message: OfferFilters_MinAllocatableResources): string {
  let text = '';
  let comma = '{';
  if (message.quantities !== undefined && message.quantities.length > 0) {
    text += comma + '"quantities":' + printList(message.quantities, printOfferFilters_ResourceQuantities);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readOfferFilters_MinAllocatableResources(json: JsonObject): OfferFilters_MinAllocatableResources {
  const message = {} as Writable<OfferFilters_MinAllocatableResources>;
  let value: unknown;
  value = json['quantities'];
  if (value !== undefined && value !== null) message.quantities = readList(value, (item) => readOfferFilters_ResourceQuantities(readObject(item, 'quantities')));
  return message;
}

function encodeOfferFilters_MinAllocatableResources(message: OfferFilters_MinAllocatableResources, writer: Writer): Writer {
  if (message.quantities !== undefined) {
    for (const item of message.quantities) encodeOfferFilters_ResourceQuantities(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeOfferFilters_MinAllocatableResources(reader: Reader, end: number, depth: number): OfferFilters_MinAllocatableResources {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<OfferFilters_MinAllocatableResources>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.quantities = append(message.quantities, decodeOfferFilters_ResourceQuantities(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingOfferFilters_MinAllocatableResources(message: OfferFilters_MinAllocatableResources, path: string, missing: string[]): void {
  message.quantities?.forEach((item, at) => missingOfferFilters_ResourceQuantities(item, path + 'quantities[' + at + '].', missing));
}

function printTaskInfo(message: TaskInfo): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.task_id !== undefined) {
    text += comma + '"task_id":' + printTaskID(message.task_id);
    comma = ',';
  }
  if (message.agent_id !== undefined) {
    text += comma + '"agent_id":' + printAgentID(message.agent_id);
    comma = ',';
  }
  if (message.resources !== undefined && message.resources.length > 0) {
    text += comma + '"resources":' + printList(message.resources, printResource);
    comma = ',';
  }
  if (message.executor !== undefined) {
    text += comma + '"executor":' + printExecutorInfo(message.executor);
    comma = ',';
  }
  if (message.data !== undefined) {
    text += comma + '"data":' + '"' + encodeBase64(message.data) + '"';
    comma = ',';
  }
  if (message.command !== undefined) {
    text += comma + '"command":' + printCommandInfo(message.command);
    comma = ',';
  }
  if (message.health_check !== undefined) {
    text += comma + '"health_check":' + printHealthCheck(message.health_check);
    comma = ',';
  }
  if (message.container !== undefined) {
    text += comma + '"container":' + printContainerInfo(message.container);
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.discovery !== undefined) {
    text += comma + '"discovery":' + printDiscoveryInfo(message.discovery);
    comma = ',';
  }
  if (message.kill_policy !== undefined) {
    text += comma + '"kill_policy":' + printKillPolicy(message.kill_policy);
    comma = ',';
  }
  if (message.check !== undefined) {
    text += comma + '"check":' + printCheckInfo(message.check);
    comma = ',';
  }
  if (message.max_completion_time !== undefined) {
    text += comma + '"max_completion_time":' + printDurationInfo(message.max_completion_time);
    comma = ',';
  }
  if (message.limits !== undefined) {
    text += comma + '"limits":' + printMap(message.limits, (item) => printValue_Scalar(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTaskInfo(json: JsonObject): TaskInfo {
  const message = {} as Writable<TaskInfo>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['task_id'];
  if (value !== undefined && value !== null) message.task_id = readTaskID(readObject(value, 'task_id'));
  value = json['agent_id'];
  if (value !== undefined && value !== null) message.agent_id = readAgentID(readObject(value, 'agent_id'));
  value = json['resources'];
  if (value !== undefined && value !== null) message.resources = readList(value, (item) => readResource(readObject(item, 'resources')));
  value = json['executor'];
  if (value !== undefined && value !== null) message.executor = readExecutorInfo(readObject(value, 'executor'));
  value = json['data'];
  if (value !== undefined && value !== null) message.data = readBytes(value, 'data');
  value = json['command'];
  if (value !== undefined && value !== null) message.command = readCommandInfo(readObject(value, 'command'));
  value = json['health_check'];
  if (value !== undefined && value !== null) message.health_check = readHealthCheck(readObject(value, 'health_check'));
  value = json['container'];
  if (value !== undefined && value !== null) message.container = readContainerInfo(readObject(value, 'container'));
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['discovery'];
  if (value !== undefined && value !== null) message.discovery = readDiscoveryInfo(readObject(value, 'discovery'));
  value = json['kill_policy'];
  if (value !== undefined && value !== null) message.kill_policy = readKillPolicy(readObject(value, 'kill_policy'));
  value = json['check'];
  if (value !== undefined && value !== null) message.check = readCheckInfo(readObject(value, 'check'));
  value = json['max_completion_time'];
  if (value !== undefined && value !== null) message.max_completion_time = readDurationInfo(readObject(value, 'max_completion_time'));
  value = json['limits'];
  if (value !== undefined && value !== null) message.limits = readMap(value, 'limits', (item) => readValue_Scalar(readObject(item, 'limits')));
  return message;
}

function encodeTaskInfo(message: TaskInfo, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.task_id !== undefined) encodeTaskID(message.task_id, writer.uint32(18).fork()).ldelim();
  if (message.agent_id !== undefined) encodeAgentID(message.agent_id, writer.uint32(26).fork()).ldelim();
  if (message.resources !== undefined) {
    for (const item of message.resources) encodeResource(item, writer.uint32(34).fork()).ldelim();
  }
  if (message.executor !== undefined) encodeExecutorInfo(message.executor, writer.uint32(42).fork()).ldelim();
  if (message.data !== undefined) writer.uint32(50).bytes(message.data);
  if (message.command !== undefined) encodeCommandInfo(message.command, writer.uint32(58).fork()).ldelim();
  if (message.health_check !== undefined) encodeHealthCheck(message.health_check, writer.uint32(66).fork()).ldelim();
  if (message.container !== undefined) encodeContainerInfo(message.container, writer.uint32(74).fork()).ldelim();
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(82).fork()).ldelim();
  if (message.discovery !== undefined) encodeDiscoveryInfo(message.discovery, writer.uint32(90).fork()).ldelim();
  if (message.kill_policy !== undefined) encodeKillPolicy(message.kill_policy, writer.uint32(98).fork()).ldelim();
  if (message.check !== undefined) encodeCheckInfo(message.check, writer.uint32(106).fork()).ldelim();
  if (message.max_completion_time !== undefined) encodeDurationInfo(message.max_completion_time, writer.uint32(114).fork()).ldelim();
  if (message.limits !== undefined) {
    for (const [key, item] of Object.entries(message.limits)) {
      writer.uint32(122).fork().uint32(10).string(key);
      encodeValue_Scalar(item, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
  }
  return writer;
}

function decodeTaskInfo(reader: Reader, end: number, depth: number): TaskInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TaskInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task_id = decodeTaskID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.agent_id = decodeAgentID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.resources = append(message.resources, decodeResource(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor = decodeExecutorInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.data = decodeBytes(reader);
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.command = decodeCommandInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.health_check = decodeHealthCheck(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.container = decodeContainerInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.discovery = decodeDiscoveryInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.kill_policy = decodeKillPolicy(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.check = decodeCheckInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 14: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.max_completion_time = decodeDurationInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 15: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: Value_Scalar | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = decodeValue_Scalar(reader, reader.uint32() + reader.pos, depth + 1);
          else reader.skipType(inner & 7);
        }
        message.limits = withEntry(message.limits, key, item ?? decodeValue_Scalar(reader, reader.pos, depth + 1));
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTaskInfo(message: TaskInfo, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.task_id === undefined) missing.push(path + 'task_id');
  if (message.task_id !== undefined) missingTaskID(message.task_id, path + 'task_id.', missing);
  if (message.agent_id === undefined) missing.push(path + 'agent_id');
  if (message.agent_id !== undefined) missingAgentID(message.agent_id, path + 'agent_id.', missing);
  message.resources?.forEach((item, at) => missingResource(item, path + 'resources[' + at + '].', missing));
  if (message.executor !== undefined) missingExecutorInfo(message.executor, path + 'executor.', missing);
  if (message.command !== undefined) missingCommandInfo(message.command, path + 'command.', missing);
  if (message.health_check !== undefined) missingHealthCheck(message.health_check, path + 'health_check.', missing);
  if (message.container !== undefined) missingContainerInfo(message.container, path + 'container.', missing);
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
  if (message.discovery !== undefined) missingDiscoveryInfo(message.discovery, path + 'discovery.', missing);
  if (message.kill_policy !== undefined) missingKillPolicy(message.kill_policy, path + 'kill_policy.', missing);
  if (message.check !== undefined) missingCheckInfo(message.check, path + 'check.', missing);
  if (message.max_completion_time !== undefined) missingDurationInfo(message.max_completion_time, path + 'max_completion_time.', missing);
  for (const [key, item] of Object.entries(message.limits ?? {})) missingValue_Scalar(item, path + 'limits[' + key + '].', missing);
}

function printTaskGroupInfo(message: TaskGroupInfo): string {
  let text = '';
  let comma = '{';
  if (message.tasks !== undefined && message.tasks.length > 0) {
    text += comma + '"tasks":' + printList(message.tasks, printTaskInfo);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTaskGroupInfo(json: JsonObject): TaskGroupInfo {
  const message = {} as Writable<TaskGroupInfo>;
  let value: unknown;
  value = json['tasks'];
  if (value !== undefined && value !== null) message.tasks = readList(value, (item) => readTaskInfo(readObject(item, 'tasks')));
  return message;
}

function encodeTaskGroupInfo(message: TaskGroupInfo, writer: Writer): Writer {
  if (message.tasks !== undefined) {
    for (const item of message.tasks) encodeTaskInfo(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeTaskGroupInfo(reader: Reader, end: number, depth: number): TaskGroupInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TaskGroupInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.tasks = append(message.tasks, decodeTaskInfo(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTaskGroupInfo(message: TaskGroupInfo, path: string, missing: string[]): void {
  message.tasks?.forEach((item, at) => missingTaskInfo(item, path + 'tasks[' + at + '].', missing));
}

function printTask(message: Task): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.task_id !== undefined) {
    text += comma + '"task_id":' + printTaskID(message.task_id);
    comma = ',';
  }
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  if (message.agent_id !== undefined) {
    text += comma + '"agent_id":' + printAgentID(message.agent_id);
    comma = ',';
  }
  if (message.state !== undefined) {
    text += comma + '"state":' + '"' + message.state + '"';
    comma = ',';
  }
  if (message.resources !== undefined && message.resources.length > 0) {
    text += comma + '"resources":' + printList(message.resources, printResource);
    comma = ',';
  }
  if (message.statuses !== undefined && message.statuses.length > 0) {
    text += comma + '"statuses":' + printList(message.statuses, printTaskStatus);
    comma = ',';
  }
  if (message.status_update_state !== undefined) {
    text += comma + '"status_update_state":' + '"' + message.status_update_state + '"';
    comma = ',';
  }
  if (message.status_update_uuid !== undefined) {
    text += comma + '"status_update_uuid":' + '"' + encodeBase64(message.status_update_uuid) + '"';
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.discovery !== undefined) {
    text += comma + '"discovery":' + printDiscoveryInfo(message.discovery);
    comma = ',';
  }
  if (message.container !== undefined) {
    text += comma + '"container":' + printContainerInfo(message.container);
    comma = ',';
  }
  if (message.user !== undefined) {
    text += comma + '"user":' + quote(message.user);
    comma = ',';
  }
  if (message.health_check !== undefined) {
    text += comma + '"health_check":' + printHealthCheck(message.health_check);
    comma = ',';
  }
  if (message.kill_policy !== undefined) {
    text += comma + '"kill_policy":' + printKillPolicy(message.kill_policy);
    comma = ',';
  }
  if (message.limits !== undefined) {
    text += comma + '"limits":' + printMap(message.limits, (item) => printValue_Scalar(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTask(json: JsonObject): Task {
  const message = {} as Writable<Task>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['task_id'];
  if (value !== undefined && value !== null) message.task_id = readTaskID(readObject(value, 'task_id'));
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  value = json['agent_id'];
  if (value !== undefined && value !== null) message.agent_id = readAgentID(readObject(value, 'agent_id'));
  value = json['state'];
  if (value !== undefined && value !== null) message.state = readRequiredEnum<TaskState>(value, 'state', TASK_STATE_NAMES);
  value = json['resources'];
  if (value !== undefined && value !== null) message.resources = readList(value, (item) => readResource(readObject(item, 'resources')));
  value = json['statuses'];
  if (value !== undefined && value !== null) message.statuses = readList(value, (item) => readTaskStatus(readObject(item, 'statuses')));
  value = json['status_update_state'];
  if (value !== undefined && value !== null) message.status_update_state = readEnum<TaskState>(value, 'status_update_state', TASK_STATE_NAMES);
  value = json['status_update_uuid'];
  if (value !== undefined && value !== null) message.status_update_uuid = readBytes(value, 'status_update_uuid');
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['discovery'];
  if (value !== undefined && value !== null) message.discovery = readDiscoveryInfo(readObject(value, 'discovery'));
  value = json['container'];
  if (value !== undefined && value !== null) message.container = readContainerInfo(readObject(value, 'container'));
  value = json['user'];
  if (value !== undefined && value !== null) message.user = readString(value, 'user');
  value = json['health_check'];
  if (value !== undefined && value !== null) message.health_check = readHealthCheck(readObject(value, 'health_check'));
  value = json['kill_policy'];
  if (value !== undefined && value !== null) message.kill_policy = readKillPolicy(readObject(value, 'kill_policy'));
  value = json['limits'];
  if (value !== undefined && value !== null) message.limits = readMap(value, 'limits', (item) => readValue_Scalar(readObject(item, 'limits')));
  return message;
}

function encodeTask(message: Task, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.task_id !== undefined) encodeTaskID(message.task_id, writer.uint32(18).fork()).ldelim();
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(26).fork()).ldelim();
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(34).fork()).ldelim();
  if (message.agent_id !== undefined) encodeAgentID(message.agent_id, writer.uint32(42).fork()).ldelim();
  if (message.state !== undefined) writer.uint32(48).int32(TaskStateNumbers[message.state]);
  if (message.resources !== undefined) {
    for (const item of message.resources) encodeResource(item, writer.uint32(58).fork()).ldelim();
  }
  if (message.statuses !== undefined) {
    for (const item of message.statuses) encodeTaskStatus(item, writer.uint32(66).fork()).ldelim();
  }
  if (message.status_update_state !== undefined) writer.uint32(72).int32(TaskStateNumbers[message.status_update_state]);
  if (message.status_update_uuid !== undefined) writer.uint32(82).bytes(message.status_update_uuid);
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(90).fork()).ldelim();
  if (message.discovery !== undefined) encodeDiscoveryInfo(message.discovery, writer.uint32(98).fork()).ldelim();
  if (message.container !== undefined) encodeContainerInfo(message.container, writer.uint32(106).fork()).ldelim();
  if (message.user !== undefined) writer.uint32(114).string(message.user);
  if (message.health_check !== undefined) encodeHealthCheck(message.health_check, writer.uint32(122).fork()).ldelim();
  if (message.kill_policy !== undefined) encodeKillPolicy(message.kill_policy, writer.uint32(130).fork()).ldelim();
  if (message.limits !== undefined) {
    for (const [key, item] of Object.entries(message.limits)) {
      writer.uint32(138).fork().uint32(10).string(key);
      encodeValue_Scalar(item, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
  }
  return writer;
}

function decodeTask(reader: Reader, end: number, depth: number): Task {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Task>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task_id = decodeTaskID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.agent_id = decodeAgentID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = TASK_STATE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.state = item;
        break;
      }
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.resources = append(message.resources, decodeResource(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.statuses = append(message.statuses, decodeTaskStatus(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 9: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = TASK_STATE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.status_update_state = item;
        break;
      }
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.status_update_uuid = decodeBytes(reader);
        break;
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.discovery = decodeDiscoveryInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.container = decodeContainerInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 14: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.user = reader.string();
        break;
      case 15: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.health_check = decodeHealthCheck(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 16: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.kill_policy = decodeKillPolicy(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 17: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: Value_Scalar | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = decodeValue_Scalar(reader, reader.uint32() + reader.pos, depth + 1);
          else reader.skipType(inner & 7);
        }
        message.limits = withEntry(message.limits, key, item ?? decodeValue_Scalar(reader, reader.pos, depth + 1));
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTask(message: Task, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.task_id === undefined) missing.push(path + 'task_id');
  if (message.task_id !== undefined) missingTaskID(message.task_id, path + 'task_id.', missing);
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
  if (message.agent_id === undefined) missing.push(path + 'agent_id');
  if (message.agent_id !== undefined) missingAgentID(message.agent_id, path + 'agent_id.', missing);
  if (message.state === undefined) missing.push(path + 'state');
  message.resources?.forEach((item, at) => missingResource(item, path + 'resources[' + at + '].', missing));
  message.statuses?.forEach((item, at) => missingTaskStatus(item, path + 'statuses[' + at + '].', missing));
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
  if (message.discovery !== undefined) missingDiscoveryInfo(message.discovery, path + 'discovery.', missing);
  if (message.container !== undefined) missingContainerInfo(message.container, path + 'container.', missing);
  if (message.health_check !== undefined) missingHealthCheck(message.health_check, path + 'health_check.', missing);
  if (message.kill_policy !== undefined) missingKillPolicy(message.kill_policy, path + 'kill_policy.', missing);
  for (const [key, item] of Object.entries(message.limits ?? {})) missingValue_Scalar(item, path + 'limits[' + key + '].', missing);
}

function printTaskResourceLimitation(message: TaskResourceLimitation): string {
  let text = '';
  let comma = '{';
  if (message.resources !== undefined && message.resources.length > 0) {
    text += comma + '"resources":' + printList(message.resources, printResource);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTaskResourceLimitation(json: JsonObject): TaskResourceLimitation {
  const message = {} as Writable<TaskResourceLimitation>;
  let value: unknown;
  value = json['resources'];
  if (value !== undefined && value !== null) message.resources = readList(value, (item) => readResource(readObject(item, 'resources')));
  return message;
}

function encodeTaskResourceLimitation(message: TaskResourceLimitation, writer: Writer): Writer {
  if (message.resources !== undefined) {
    for (const item of message.resources) encodeResource(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeTaskResourceLimitation(reader: Reader, end: number, depth: number): TaskResourceLimitation {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TaskResourceLimitation>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.resources = append(message.resources, decodeResource(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTaskResourceLimitation(message: TaskResourceLimitation, path: string, missing: string[]): void {
  message.resources?.forEach((item, at) => missingResource(item, path + 'resources[' + at + '].', missing));
}

function printCheckStatusInfo(message: CheckStatusInfo): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.command !== undefined) {
    text += comma + '"command":' + printCheckStatusInfo_Command(message.command);
    comma = ',';
  }
  if (message.http !== undefined) {
    text += comma + '"http":' + printCheckStatusInfo_Http(message.http);
    comma = ',';
  }
  if (message.tcp !== undefined) {
    text += comma + '"tcp":' + printCheckStatusInfo_Tcp(message.tcp);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckStatusInfo(json: JsonObject): CheckStatusInfo {
  const message = {} as Writable<CheckStatusInfo>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<CheckInfo_Type>(value, 'type', CHECK_INFO_TYPE_NAMES);
  value = json['command'];
  if (value !== undefined && value !== null) message.command = readCheckStatusInfo_Command(readObject(value, 'command'));
  value = json['http'];
  if (value !== undefined && value !== null) message.http = readCheckStatusInfo_Http(readObject(value, 'http'));
  value = json['tcp'];
  if (value !== undefined && value !== null) message.tcp = readCheckStatusInfo_Tcp(readObject(value, 'tcp'));
  return message;
}

function encodeCheckStatusInfo(message: CheckStatusInfo, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(CheckInfo_TypeNumbers[message.type]);
  if (message.command !== undefined) encodeCheckStatusInfo_Command(message.command, writer.uint32(18).fork()).ldelim();
  if (message.http !== undefined) encodeCheckStatusInfo_Http(message.http, writer.uint32(26).fork()).ldelim();
  if (message.tcp !== undefined) encodeCheckStatusInfo_Tcp(message.tcp, writer.uint32(34).fork()).ldelim();
  return writer;
}

function decodeCheckStatusInfo(reader: Reader, end: number, depth: number): CheckStatusInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckStatusInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = CHECK_INFO_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.command = decodeCheckStatusInfo_Command(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.http = decodeCheckStatusInfo_Http(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.tcp = decodeCheckStatusInfo_Tcp(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printCheckStatusInfo_Command(message: CheckStatusInfo_Command): string {
  let text = '';
  let comma = '{';
  if (message.exit_code !== undefined) {
    text += comma + '"exit_code":' + String(message.exit_code);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckStatusInfo_Command(json: JsonObject): CheckStatusInfo_Command {
  const message = {} as Writable<CheckStatusInfo_Command>;
  let value: unknown;
  value = json['exit_code'];
  if (value !== undefined && value !== null) message.exit_code = readInt32(value, 'exit_code');
  return message;
}

function encodeCheckStatusInfo_Command(message: CheckStatusInfo_Command, writer: Writer): Writer {
  if (message.exit_code !== undefined) writer.uint32(8).int32(message.exit_code);
  return writer;
}

function decodeCheckStatusInfo_Command(reader: Reader, end: number, depth: number): CheckStatusInfo_Command {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckStatusInfo_Command>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.exit_code = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printCheckStatusInfo_Http(message: CheckStatusInfo_Http): string {
  let text = '';
  let comma = '{';
  if (message.status_code !== undefined) {
    text += comma + '"status_code":' + String(message.status_code);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckStatusInfo_Http(json: JsonObject): CheckStatusInfo_Http {
  const message = {} as Writable<CheckStatusInfo_Http>;
  let value: unknown;
  value = json['status_code'];
  if (value !== undefined && value !== null) message.status_code = readUint32(value, 'status_code');
  return message;
}

function encodeCheckStatusInfo_Http(message: CheckStatusInfo_Http, writer: Writer): Writer {
  if (message.status_code !== undefined) writer.uint32(8).uint32(message.status_code);
  return writer;
}

function decodeCheckStatusInfo_Http(reader: Reader, end: number, depth: number): CheckStatusInfo_Http {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckStatusInfo_Http>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.status_code = reader.uint32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printCheckStatusInfo_Tcp(message: CheckStatusInfo_Tcp): string {
  let text = '';
  let comma = '{';
  if (message.succeeded !== undefined) {
    text += comma + '"succeeded":' + String(message.succeeded);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCheckStatusInfo_Tcp(json: JsonObject): CheckStatusInfo_Tcp {
  const message = {} as Writable<CheckStatusInfo_Tcp>;
  let value: unknown;
  value = json['succeeded'];
  if (value !== undefined && value !== null) message.succeeded = readBool(value, 'succeeded');
  return message;
}

function encodeCheckStatusInfo_Tcp(message: CheckStatusInfo_Tcp, writer: Writer): Writer {
  if (message.succeeded !== undefined) writer.uint32(8).bool(message.succeeded);
  return writer;
}

function decodeCheckStatusInfo_Tcp(reader: Reader, end: number, depth: number): CheckStatusInfo_Tcp {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CheckStatusInfo_Tcp>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.succeeded = reader.bool();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printTaskStatus(message: TaskStatus): string {
  let text = '';
  let comma = '{';
  if (message.task_id !== undefined) {
    text += comma + '"task_id":' + printTaskID(message.task_id);
    comma = ',';
  }
  if (message.state !== undefined) {
    text += comma + '"state":' + '"' + message.state + '"';
    comma = ',';
  }
  if (message.data !== undefined) {
    text += comma + '"data":' + '"' + encodeBase64(message.data) + '"';
    comma = ',';
  }
  if (message.message !== undefined) {
    text += comma + '"message":' + quote(message.message);
    comma = ',';
  }
  if (message.agent_id !== undefined) {
    text += comma + '"agent_id":' + printAgentID(message.agent_id);
    comma = ',';
  }
  if (message.timestamp !== undefined) {
    text += comma + '"timestamp":' + printDouble(message.timestamp);
    comma = ',';
  }
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  if (message.healthy !== undefined) {
    text += comma + '"healthy":' + String(message.healthy);
    comma = ',';
  }
  if (message.source !== undefined) {
    text += comma + '"source":' + '"' + message.source + '"';
    comma = ',';
  }
  if (message.reason !== undefined) {
    text += comma + '"reason":' + '"' + message.reason + '"';
    comma = ',';
  }
  if (message.uuid !== undefined) {
    text += comma + '"uuid":' + '"' + encodeBase64(message.uuid) + '"';
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.container_status !== undefined) {
    text += comma + '"container_status":' + printContainerStatus(message.container_status);
    comma = ',';
  }
  if (message.unreachable_time !== undefined) {
    text += comma + '"unreachable_time":' + printTimeInfo(message.unreachable_time);
    comma = ',';
  }
  if (message.check_status !== undefined) {
    text += comma + '"check_status":' + printCheckStatusInfo(message.check_status);
    comma = ',';
  }
  if (message.limitation !== undefined) {
    text += comma + '"limitation":' + printTaskResourceLimitation(message.limitation);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTaskStatus(json: JsonObject): TaskStatus {
  const message = {} as Writable<TaskStatus>;
  let value: unknown;
  value = json['task_id'];
  if (value !== undefined && value !== null) message.task_id = readTaskID(readObject(value, 'task_id'));
  value = json['state'];
  if (value !== undefined && value !== null) message.state = readRequiredEnum<TaskState>(value, 'state', TASK_STATE_NAMES);
  value = json['data'];
  if (value !== undefined && value !== null) message.data = readBytes(value, 'data');
  value = json['message'];
  if (value !== undefined && value !== null) message.message = readString(value, 'message');
  value = json['agent_id'];
  if (value !== undefined && value !== null) message.agent_id = readAgentID(readObject(value, 'agent_id'));
  value = json['timestamp'];
  if (value !== undefined && value !== null) message.timestamp = readDouble(value, 'timestamp');
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  value = json['healthy'];
  if (value !== undefined && value !== null) message.healthy = readBool(value, 'healthy');
  value = json['source'];
  if (value !== undefined && value !== null) message.source = readEnum<TaskStatus_Source>(value, 'source', TASK_STATUS_SOURCE_NAMES);
  value = json['reason'];
  if (value !== undefined && value !== null) message.reason = readEnum<TaskStatus_Reason>(value, 'reason', TASK_STATUS_REASON_NAMES);
  value = json['uuid'];
  if (value !== undefined && value !== null) message.uuid = readBytes(value, 'uuid');
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['container_status'];
  if (value !== undefined && value !== null) message.container_status = readContainerStatus(readObject(value, 'container_status'));
  value = json['unreachable_time'];
  if (value !== undefined && value !== null) message.unreachable_time = readTimeInfo(readObject(value, 'unreachable_time'));
  value = json['check_status'];
  if (value !== undefined && value !== null) message.check_status = readCheckStatusInfo(readObject(value, 'check_status'));
  value = json['limitation'];
  if (value !== undefined && value !== null) message.limitation = readTaskResourceLimitation(readObject(value, 'limitation'));
  return message;
}

function encodeTaskStatus(message: TaskStatus, writer: Writer): Writer {
  if (message.task_id !== undefined) encodeTaskID(message.task_id, writer.uint32(10).fork()).ldelim();
  if (message.state !== undefined) writer.uint32(16).int32(TaskStateNumbers[message.state]);
  if (message.data !== undefined) writer.uint32(26).bytes(message.data);
  if (message.message !== undefined) writer.uint32(34).string(message.message);
  if (message.agent_id !== undefined) encodeAgentID(message.agent_id, writer.uint32(42).fork()).ldelim();
  if (message.timestamp !== undefined) writer.uint32(49).double(message.timestamp);
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(58).fork()).ldelim();
  if (message.healthy !== undefined) writer.uint32(64).bool(message.healthy);
  if (message.source !== undefined) writer.uint32(72).int32(TaskStatus_SourceNumbers[message.source]);
  if (message.reason !== undefined) writer.uint32(80).int32(TaskStatus_ReasonNumbers[message.reason]);
  if (message.uuid !== undefined) writer.uint32(90).bytes(message.uuid);
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(98).fork()).ldelim();
  if (message.container_status !== undefined) encodeContainerStatus(message.container_status, writer.uint32(106).fork()).ldelim();
  if (message.unreachable_time !== undefined) encodeTimeInfo(message.unreachable_time, writer.uint32(114).fork()).ldelim();
  if (message.check_status !== undefined) encodeCheckStatusInfo(message.check_status, writer.uint32(122).fork()).ldelim();
  if (message.limitation !== undefined) encodeTaskResourceLimitation(message.limitation, writer.uint32(130).fork()).ldelim();
  return writer;
}

function decodeTaskStatus(reader: Reader, end: number, depth: number): TaskStatus {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TaskStatus>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task_id = decodeTaskID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = TASK_STATE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.state = item;
        break;
      }
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.data = decodeBytes(reader);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.message = reader.string();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.agent_id = decodeAgentID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.timestamp = reader.double();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.healthy = reader.bool();
        break;
      case 9: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = TASK_STATUS_SOURCE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.source = item;
        break;
      }
      case 10: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = TASK_STATUS_REASON_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.reason = item;
        break;
      }
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.uuid = decodeBytes(reader);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.container_status = decodeContainerStatus(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 14: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.unreachable_time = decodeTimeInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 15: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.check_status = decodeCheckStatusInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 16: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.limitation = decodeTaskResourceLimitation(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTaskStatus(message: TaskStatus, path: string, missing: string[]): void {
  if (message.task_id === undefined) missing.push(path + 'task_id');
  if (message.task_id !== undefined) missingTaskID(message.task_id, path + 'task_id.', missing);
  if (message.state === undefined) missing.push(path + 'state');
  if (message.agent_id !== undefined) missingAgentID(message.agent_id, path + 'agent_id.', missing);
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
  if (message.container_status !== undefined) missingContainerStatus(message.container_status, path + 'container_status.', missing);
  if (message.unreachable_time !== undefined) missingTimeInfo(message.unreachable_time, path + 'unreachable_time.', missing);
  if (message.limitation !== undefined) missingTaskResourceLimitation(message.limitation, path + 'limitation.', missing);
}

function printEnvironment(message: Environment): string {
  let text = '';
  let comma = '{';
  if (message.variables !== undefined && message.variables.length > 0) {
    text += comma + '"variables":' + printList(message.variables, printEnvironment_Variable);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readEnvironment(json: JsonObject): Environment {
  const message = {} as Writable<Environment>;
  let value: unknown;
  value = json['variables'];
  if (value !== undefined && value !== null) message.variables = readList(value, (item) => readEnvironment_Variable(readObject(item, 'variables')));
  return message;
}

function encodeEnvironment(message: Environment, writer: Writer): Writer {
  if (message.variables !== undefined) {
    for (const item of message.variables) encodeEnvironment_Variable(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeEnvironment(reader: Reader, end: number, depth: number): Environment {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Environment>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.variables = append(message.variables, decodeEnvironment_Variable(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingEnvironment(message: Environment, path: string, missing: string[]): void {
  message.variables?.forEach((item, at) => missingEnvironment_Variable(item, path + 'variables[' + at + '].', missing));
}

function printEnvironment_Variable(message: Environment_Variable): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  } else {
    text += comma + '"type":' + '"VALUE"';
    comma = ',';
  }
  if (message.secret !== undefined) {
    text += comma + '"secret":' + printSecret(message.secret);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readEnvironment_Variable(json: JsonObject): Environment_Variable {
  const message = {} as Writable<Environment_Variable>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<Environment_Variable_Type>(value, 'type', ENVIRONMENT_VARIABLE_TYPE_NAMES);
  value = json['secret'];
  if (value !== undefined && value !== null) message.secret = readSecret(readObject(value, 'secret'));
  return message;
}

function encodeEnvironment_Variable(message: Environment_Variable, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.value !== undefined) writer.uint32(18).string(message.value);
  if (message.type !== undefined) writer.uint32(24).int32(Environment_Variable_TypeNumbers[message.type]);
  if (message.secret !== undefined) encodeSecret(message.secret, writer.uint32(34).fork()).ldelim();
  return writer;
}

function decodeEnvironment_Variable(reader: Reader, end: number, depth: number): Environment_Variable {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Environment_Variable>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = ENVIRONMENT_VARIABLE_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.secret = decodeSecret(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingEnvironment_Variable(message: Environment_Variable, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.secret !== undefined) missingSecret(message.secret, path + 'secret.', missing);
}

function printParameter(message: Parameter): string {
  let text = '';
  let comma = '{';
  if (message.key !== undefined) {
    text += comma + '"key":' + quote(message.key);
    comma = ',';
  }
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readParameter(json: JsonObject): Parameter {
  const message = {} as Writable<Parameter>;
  let value: unknown;
  value = json['key'];
  if (value !== undefined && value !== null) message.key = readString(value, 'key');
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeParameter(message: Parameter, writer: Writer): Writer {
  if (message.key !== undefined) writer.uint32(10).string(message.key);
  if (message.value !== undefined) writer.uint32(18).string(message.value);
  return writer;
}

function decodeParameter(reader: Reader, end: number, depth: number): Parameter {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Parameter>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.key = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingParameter(message: Parameter, path: string, missing: string[]): void {
  if (message.key === undefined) missing.push(path + 'key');
  if (message.value === undefined) missing.push(path + 'value');
}

function printParameters(message: Parameters): string {
  let text = '';
  let comma = '{';
  if (message.parameter !== undefined && message.parameter.length > 0) {
    text += comma + '"parameter":' + printList(message.parameter, printParameter);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readParameters(json: JsonObject): Parameters {
  const message = {} as Writable<Parameters>;
  let value: unknown;
  value = json['parameter'];
  if (value !== undefined && value !== null) message.parameter = readList(value, (item) => readParameter(readObject(item, 'parameter')));
  return message;
}

function encodeParameters(message: Parameters, writer: Writer): Writer {
  if (message.parameter !== undefined) {
    for (const item of message.parameter) encodeParameter(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeParameters(reader: Reader, end: number, depth: number): Parameters {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Parameters>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.parameter = append(message.parameter, decodeParameter(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingParameters(message: Parameters, path: string, missing: string[]): void {
  message.parameter?.forEach((item, at) => missingParameter(item, path + 'parameter[' + at + '].', missing));
}

function printCredential(message: Credential): string {
  let text = '';
  let comma = '{';
  if (message.principal !== undefined) {
    text += comma + '"principal":' + quote(message.principal);
    comma = ',';
  }
  if (message.secret !== undefined) {
    text += comma + '"secret":' + quote(message.secret);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCredential(json: JsonObject): Credential {
  const message = {} as Writable<Credential>;
  let value: unknown;
  value = json['principal'];
  if (value !== undefined && value !== null) message.principal = readString(value, 'principal');
  value = json['secret'];
  if (value !== undefined && value !== null) message.secret = readString(value, 'secret');
  return message;
}

function encodeCredential(message: Credential, writer: Writer): Writer {
  if (message.principal !== undefined) writer.uint32(10).string(message.principal);
  if (message.secret !== undefined) writer.uint32(18).string(message.secret);
  return writer;
}

function decodeCredential(reader: Reader, end: number, depth: number): Credential {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Credential>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.principal = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.secret = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingCredential(message: Credential, path: string, missing: string[]): void {
  if (message.principal === undefined) missing.push(path + 'principal');
}

function printSecret(message: Secret): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.reference !== undefined) {
    text += comma + '"reference":' + printSecret_Reference(message.reference);
    comma = ',';
  }
  if (message.value !== undefined) {
    text += comma + '"value":' + printSecret_Value(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readSecret(json: JsonObject): Secret {
  const message = {} as Writable<Secret>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<Secret_Type>(value, 'type', SECRET_TYPE_NAMES);
  value = json['reference'];
  if (value !== undefined && value !== null) message.reference = readSecret_Reference(readObject(value, 'reference'));
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readSecret_Value(readObject(value, 'value'));
  return message;
}

function encodeSecret(message: Secret, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(Secret_TypeNumbers[message.type]);
  if (message.reference !== undefined) encodeSecret_Reference(message.reference, writer.uint32(18).fork()).ldelim();
  if (message.value !== undefined) encodeSecret_Value(message.value, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeSecret(reader: Reader, end: number, depth: number): Secret {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Secret>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = SECRET_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.reference = decodeSecret_Reference(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = decodeSecret_Value(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingSecret(message: Secret, path: string, missing: string[]): void {
  if (message.reference !== undefined) missingSecret_Reference(message.reference, path + 'reference.', missing);
  if (message.value !== undefined) missingSecret_Value(message.value, path + 'value.', missing);
}

function printSecret_Reference(message: Secret_Reference): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.key !== undefined) {
    text += comma + '"key":' + quote(message.key);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readSecret_Reference(json: JsonObject): Secret_Reference {
  const message = {} as Writable<Secret_Reference>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['key'];
  if (value !== undefined && value !== null) message.key = readString(value, 'key');
  return message;
}

function encodeSecret_Reference(message: Secret_Reference, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.key !== undefined) writer.uint32(18).string(message.key);
  return writer;
}

function decodeSecret_Reference(reader: Reader, end: number, depth: number): Secret_Reference {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Secret_Reference>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.key = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingSecret_Reference(message: Secret_Reference, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
}

function printSecret_Value(message: Secret_Value): string {
  let text = '';
  let comma = '{';
  if (message.data !== undefined) {
    text += comma + '"data":' + '"' + encodeBase64(message.data) + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readSecret_Value(json: JsonObject): Secret_Value {
  const message = {} as Writable<Secret_Value>;
  let value: unknown;
  value = json['data'];
  if (value !== undefined && value !== null) message.data = readBytes(value, 'data');
  return message;
}

function encodeSecret_Value(message: Secret_Value, writer: Writer): Writer {
  if (message.data !== undefined) writer.uint32(10).bytes(message.data);
  return writer;
}

function decodeSecret_Value(reader: Reader, end: number, depth: number): Secret_Value {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Secret_Value>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.data = decodeBytes(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingSecret_Value(message: Secret_Value, path: string, missing: string[]): void {
  if (message.data === undefined) missing.push(path + 'data');
}

function printImage(message: Image): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.appc !== undefined) {
    text += comma + '"appc":' + printImage_Appc(message.appc);
    comma = ',';
  }
  if (message.docker !== undefined) {
    text += comma + '"docker":' + printImage_Docker(message.docker);
    comma = ',';
  }
  if (message.cached !== undefined) {
    text += comma + '"cached":' + String(message.cached);
    comma = ',';
  } else {
    text += comma + '"cached":' + 'true';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readImage(json: JsonObject): Image {
  const message = {} as Writable<Image>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readRequiredEnum<Image_Type>(value, 'type', IMAGE_TYPE_NAMES);
  value = json['appc'];
  if (value !== undefined && value !== null) message.appc = readImage_Appc(readObject(value, 'appc'));
  value = json['docker'];
  if (value !== undefined && value !== null) message.docker = readImage_Docker(readObject(value, 'docker'));
  value = json['cached'];
  if (value !== undefined && value !== null) message.cached = readBool(value, 'cached');
  return message;
}

function encodeImage(message: Image, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(Image_TypeNumbers[message.type]);
  if (message.appc !== undefined) encodeImage_Appc(message.appc, writer.uint32(18).fork()).ldelim();
  if (message.docker !== undefined) encodeImage_Docker(message.docker, writer.uint32(26).fork()).ldelim();
  if (message.cached !== undefined) writer.uint32(32).bool(message.cached);
  return writer;
}

function decodeImage(reader: Reader, end: number, depth: number): Image {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Image>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = IMAGE_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.appc = decodeImage_Appc(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.docker = decodeImage_Docker(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.cached = reader.bool();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingImage(message: Image, path: string, missing: string[]): void {
  if (message.type === undefined) missing.push(path + 'type');
  if (message.appc !== undefined) missingImage_Appc(message.appc, path + 'appc.', missing);
  if (message.docker !== undefined) missingImage_Docker(message.docker, path + 'docker.', missing);
}

function printImage_Appc(message: Image_Appc): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.id !== undefined) {
    text += comma + '"id":' + quote(message.id);
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readImage_Appc(json: JsonObject): Image_Appc {
  const message = {} as Writable<Image_Appc>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['id'];
  if (value !== undefined && value !== null) message.id = readString(value, 'id');
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  return message;
}

function encodeImage_Appc(message: Image_Appc, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.id !== undefined) writer.uint32(18).string(message.id);
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeImage_Appc(reader: Reader, end: number, depth: number): Image_Appc {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Image_Appc>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.id = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingImage_Appc(message: Image_Appc, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
}

function printImage_Docker(message: Image_Docker): string {
  let text = '';
  let comma = '{';
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.credential !== undefined) {
    text += comma + '"credential":' + printCredential(message.credential);
    comma = ',';
  }
  if (message.config !== undefined) {
    text += comma + '"config":' + printSecret(message.config);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readImage_Docker(json: JsonObject): Image_Docker {
  const message = {} as Writable<Image_Docker>;
  let value: unknown;
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['credential'];
  if (value !== undefined && value !== null) message.credential = readCredential(readObject(value, 'credential'));
  value = json['config'];
  if (value !== undefined && value !== null) message.config = readSecret(readObject(value, 'config'));
  return message;
}

function encodeImage_Docker(message: Image_Docker, writer: Writer): Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.credential !== undefined) encodeCredential(message.credential, writer.uint32(18).fork()).ldelim();
  if (message.config !== undefined) encodeSecret(message.config, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeImage_Docker(reader: Reader, end: number, depth: number): Image_Docker {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Image_Docker>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.credential = decodeCredential(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.config = decodeSecret(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingImage_Docker(message: Image_Docker, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.credential !== undefined) missingCredential(message.credential, path + 'credential.', missing);
  if (message.config !== undefined) missingSecret(message.config, path + 'config.', missing);
}

function printMountPropagation(message: MountPropagation): string {
  let text = '';
  let comma = '{';
  if (message.mode !== undefined) {
    text += comma + '"mode":' + '"' + message.mode + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readMountPropagation(json: JsonObject): MountPropagation {
  const message = {} as Writable<MountPropagation>;
  let value: unknown;
  value = json['mode'];
  if (value !== undefined && value !== null) message.mode = readEnum<MountPropagation_Mode>(value, 'mode', MOUNT_PROPAGATION_MODE_NAMES);
  return message;
}

function encodeMountPropagation(message: MountPropagation, writer: Writer): Writer {
  if (message.mode !== undefined) writer.uint32(8).int32(MountPropagation_ModeNumbers[message.mode]);
  return writer;
}

function decodeMountPropagation(reader: Reader, end: number, depth: number): MountPropagation {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<MountPropagation>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = MOUNT_PROPAGATION_MODE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.mode = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printVolume(message: Volume): string {
  let text = '';
  let comma = '{';
  if (message.container_path !== undefined) {
    text += comma + '"container_path":' + quote(message.container_path);
    comma = ',';
  }
  if (message.host_path !== undefined) {
    text += comma + '"host_path":' + quote(message.host_path);
    comma = ',';
  }
  if (message.mode !== undefined) {
    text += comma + '"mode":' + '"' + message.mode + '"';
    comma = ',';
  }
  if (message.image !== undefined) {
    text += comma + '"image":' + printImage(message.image);
    comma = ',';
  }
  if (message.source !== undefined) {
    text += comma + '"source":' + printVolume_Source(message.source);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume(json: JsonObject): Volume {
  const message = {} as Writable<Volume>;
  let value: unknown;
  value = json['container_path'];
  if (value !== undefined && value !== null) message.container_path = readString(value, 'container_path');
  value = json['host_path'];
  if (value !== undefined && value !== null) message.host_path = readString(value, 'host_path');
  value = json['mode'];
  if (value !== undefined && value !== null) message.mode = readRequiredEnum<Volume_Mode>(value, 'mode', VOLUME_MODE_NAMES);
  value = json['image'];
  if (value !== undefined && value !== null) message.image = readImage(readObject(value, 'image'));
  value = json['source'];
  if (value !== undefined && value !== null) message.source = readVolume_Source(readObject(value, 'source'));
  return message;
}

function encodeVolume(message: Volume, writer: Writer): Writer {
  if (message.container_path !== undefined) writer.uint32(10).string(message.container_path);
  if (message.host_path !== undefined) writer.uint32(18).string(message.host_path);
  if (message.mode !== undefined) writer.uint32(24).int32(Volume_ModeNumbers[message.mode]);
  if (message.image !== undefined) encodeImage(message.image, writer.uint32(34).fork()).ldelim();
  if (message.source !== undefined) encodeVolume_Source(message.source, writer.uint32(42).fork()).ldelim();
  return writer;
}

function decodeVolume(reader: Reader, end: number, depth: number): Volume {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.container_path = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.host_path = reader.string();
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = VOLUME_MODE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.mode = item;
        break;
      }
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.image = decodeImage(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.source = decodeVolume_Source(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume(message: Volume, path: string, missing: string[]): void {
  if (message.container_path === undefined) missing.push(path + 'container_path');
  if (message.mode === undefined) missing.push(path + 'mode');
  if (message.image !== undefined) missingImage(message.image, path + 'image.', missing);
  if (message.source !== undefined) missingVolume_Source(message.source, path + 'source.', missing);
}

function printVolume_Source(message: Volume_Source): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.docker_volume !== undefined) {
    text += comma + '"docker_volume":' + printVolume_Source_DockerVolume(message.docker_volume);
    comma = ',';
  }
  if (message.sandbox_path !== undefined) {
    text += comma + '"sandbox_path":' + printVolume_Source_SandboxPath(message.sandbox_path);
    comma = ',';
  }
  if (message.secret !== undefined) {
    text += comma + '"secret":' + printSecret(message.secret);
    comma = ',';
  }
  if (message.host_path !== undefined) {
    text += comma + '"host_path":' + printVolume_Source_HostPath(message.host_path);
    comma = ',';
  }
  if (message.csi_volume !== undefined) {
    text += comma + '"csi_volume":' + printVolume_Source_CSIVolume(message.csi_volume);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source(json: JsonObject): Volume_Source {
  const message = {} as Writable<Volume_Source>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<Volume_Source_Type>(value, 'type', VOLUME_SOURCE_TYPE_NAMES);
  value = json['docker_volume'];
  if (value !== undefined && value !== null) message.docker_volume = readVolume_Source_DockerVolume(readObject(value, 'docker_volume'));
  value = json['sandbox_path'];
  if (value !== undefined && value !== null) message.sandbox_path = readVolume_Source_SandboxPath(readObject(value, 'sandbox_path'));
  value = json['secret'];
  if (value !== undefined && value !== null) message.secret = readSecret(readObject(value, 'secret'));
  value = json['host_path'];
  if (value !== undefined && value !== null) message.host_path = readVolume_Source_HostPath(readObject(value, 'host_path'));
  value = json['csi_volume'];
  if (value !== undefined && value !== null) message.csi_volume = readVolume_Source_CSIVolume(readObject(value, 'csi_volume'));
  return message;
}

function encodeVolume_Source(message: Volume_Source, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(Volume_Source_TypeNumbers[message.type]);
  if (message.docker_volume !== undefined) encodeVolume_Source_DockerVolume(message.docker_volume, writer.uint32(18).fork()).ldelim();
  if (message.sandbox_path !== undefined) encodeVolume_Source_SandboxPath(message.sandbox_path, writer.uint32(26).fork()).ldelim();
  if (message.secret !== undefined) encodeSecret(message.secret, writer.uint32(34).fork()).ldelim();
  if (message.host_path !== undefined) encodeVolume_Source_HostPath(message.host_path, writer.uint32(42).fork()).ldelim();
  if (message.csi_volume !== undefined) encodeVolume_Source_CSIVolume(message.csi_volume, writer.uint32(50).fork()).ldelim();
  return writer;
}

function decodeVolume_Source(reader: Reader, end: number, depth: number): Volume_Source {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = VOLUME_SOURCE_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.docker_volume = decodeVolume_Source_DockerVolume(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.sandbox_path = decodeVolume_Source_SandboxPath(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.secret = decodeSecret(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.host_path = decodeVolume_Source_HostPath(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.csi_volume = decodeVolume_Source_CSIVolume(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source(message: Volume_Source, path: string, missing: string[]): void {
  if (message.docker_volume !== undefined) missingVolume_Source_DockerVolume(message.docker_volume, path + 'docker_volume.', missing);
  if (message.sandbox_path !== undefined) missingVolume_Source_SandboxPath(message.sandbox_path, path + 'sandbox_path.', missing);
  if (message.secret !== undefined) missingSecret(message.secret, path + 'secret.', missing);
  if (message.host_path !== undefined) missingVolume_Source_HostPath(message.host_path, path + 'host_path.', missing);
  if (message.csi_volume !== undefined) missingVolume_Source_CSIVolume(message.csi_volume, path + 'csi_volume.', missing);
}

function printVolume_Source_DockerVolume(message: Volume_Source_DockerVolume): string {
  let text = '';
  let comma = '{';
  if (message.driver !== undefined) {
    text += comma + '"driver":' + quote(message.driver);
    comma = ',';
  }
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.driver_options !== undefined) {
    text += comma + '"driver_options":' + printParameters(message.driver_options);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_DockerVolume(json: JsonObject): Volume_Source_DockerVolume {
  const message = {} as Writable<Volume_Source_DockerVolume>;
  let value: unknown;
  value = json['driver'];
  if (value !== undefined && value !== null) message.driver = readString(value, 'driver');
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['driver_options'];
  if (value !== undefined && value !== null) message.driver_options = readParameters(readObject(value, 'driver_options'));
  return message;
}

function encodeVolume_Source_DockerVolume(message: Volume_Source_DockerVolume, writer: Writer): Writer {
  if (message.driver !== undefined) writer.uint32(10).string(message.driver);
  if (message.name !== undefined) writer.uint32(18).string(message.name);
  if (message.driver_options !== undefined) encodeParameters(message.driver_options, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeVolume_Source_DockerVolume(reader: Reader, end: number, depth: number): Volume_Source_DockerVolume {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_DockerVolume>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.driver = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.driver_options = decodeParameters(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_DockerVolume(message: Volume_Source_DockerVolume, path: string, missing: string[]): void {
  if (message.name === undefined) missing.push(path + 'name');
  if (message.driver_options !== undefined) missingParameters(message.driver_options, path + 'driver_options.', missing);
}

function printVolume_Source_HostPath(message: Volume_Source_HostPath): string {
  let text = '';
  let comma = '{';
  if (message.path !== undefined) {
    text += comma + '"path":' + quote(message.path);
    comma = ',';
  }
  if (message.mount_propagation !== undefined) {
    text += comma + '"mount_propagation":' + printMountPropagation(message.mount_propagation);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_HostPath(json: JsonObject): Volume_Source_HostPath {
  const message = {} as Writable<Volume_Source_HostPath>;
  let value: unknown;
  value = json['path'];
  if (value !== undefined && value !== null) message.path = readString(value, 'path');
  value = json['mount_propagation'];
  if (value !== undefined && value !== null) message.mount_propagation = readMountPropagation(readObject(value, 'mount_propagation'));
  return message;
}

function encodeVolume_Source_HostPath(message: Volume_Source_HostPath, writer: Writer): Writer {
  if (message.path !== undefined) writer.uint32(10).string(message.path);
  if (message.mount_propagation !== undefined) encodeMountPropagation(message.mount_propagation, writer.uint32(18).fork()).ldelim();
  return writer;
}

function decodeVolume_Source_HostPath(reader: Reader, end: number, depth: number): Volume_Source_HostPath {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_HostPath>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.path = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.mount_propagation = decodeMountPropagation(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_HostPath(message: Volume_Source_HostPath, path: string, missing: string[]): void {
  if (message.path === undefined) missing.push(path + 'path');
}

function printVolume_Source_SandboxPath(message: Volume_Source_SandboxPath): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.path !== undefined) {
    text += comma + '"path":' + quote(message.path);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_SandboxPath(json: JsonObject): Volume_Source_SandboxPath {
  const message = {} as Writable<Volume_Source_SandboxPath>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<Volume_Source_SandboxPath_Type>(value, 'type', VOLUME_SOURCE_SANDBOX_PATH_TYPE_NAMES);
  value = json['path'];
  if (value !== undefined && value !== null) message.path = readString(value, 'path');
  return message;
}

function encodeVolume_Source_SandboxPath(message: Volume_Source_SandboxPath, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(Volume_Source_SandboxPath_TypeNumbers[message.type]);
  if (message.path !== undefined) writer.uint32(18).string(message.path);
  return writer;
}

function decodeVolume_Source_SandboxPath(reader: Reader, end: number, depth: number): Volume_Source_SandboxPath {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_SandboxPath>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = VOLUME_SOURCE_SANDBOX_PATH_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.path = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_SandboxPath(message: Volume_Source_SandboxPath, path: string, missing: string[]): void {
  if (message.path === undefined) missing.push(path + 'path');
}

function printVolume_Source_CSIVolume(message: Volume_Source_CSIVolume): string {
  let text = '';
  let comma = '{';
  if (message.plugin_name !== undefined) {
    text += comma + '"plugin_name":' + quote(message.plugin_name);
    comma = ',';
  }
  if (message.static_provisioning !== undefined) {
    text += comma + '"static_provisioning":' + printVolume_Source_CSIVolume_StaticProvisioning(message.static_provisioning);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_CSIVolume(json: JsonObject): Volume_Source_CSIVolume {
  const message = {} as Writable<Volume_Source_CSIVolume>;
  let value: unknown;
  value = json['plugin_name'];
  if (value !== undefined && value !== null) message.plugin_name = readString(value, 'plugin_name');
  value = json['static_provisioning'];
  if (value !== undefined && value !== null) message.static_provisioning = readVolume_Source_CSIVolume_StaticProvisioning(readObject(value, 'static_provisioning'));
  return message;
}

function encodeVolume_Source_CSIVolume(message: Volume_Source_CSIVolume, writer: Writer): Writer {
  if (message.plugin_name !== undefined) writer.uint32(10).string(message.plugin_name);
  if (message.static_provisioning !== undefined) encodeVolume_Source_CSIVolume_StaticProvisioning(message.static_provisioning, writer.uint32(18).fork()).ldelim();
  return writer;
}

function decodeVolume_Source_CSIVolume(reader: Reader, end: number, depth: number): Volume_Source_CSIVolume {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_CSIVolume>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.plugin_name = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.static_provisioning = decodeVolume_Source_CSIVolume_StaticProvisioning(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_CSIVolume(message: Volume_Source_CSIVolume, path: string, missing: string[]): void {
  if (message.plugin_name === undefined) missing.push(path + 'plugin_name');
  if (message.static_provisioning !== undefined) missingVolume_Source_CSIVolume_StaticProvisioning(message.static_provisioning, path + 'static_provisioning.', missing);
}

function printVolume_Source_CSIVolume_VolumeCapability(message: Volume_Source_CSIVolume_VolumeCapability): string {
  let text = '';
  let comma = '{';
  if (message.block !== undefined) {
    text += comma + '"block":' + printVolume_Source_CSIVolume_VolumeCapability_BlockVolume(message.block);
    comma = ',';
  }
  if (message.mount !== undefined) {
    text += comma + '"mount":' + printVolume_Source_CSIVolume_VolumeCapability_MountVolume(message.mount);
    comma = ',';
  }
  if (message.access_mode !== undefined) {
    text += comma + '"access_mode":' + printVolume_Source_CSIVolume_VolumeCapability_AccessMode(message.access_mode);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_CSIVolume_VolumeCapability(json: JsonObject): Volume_Source_CSIVolume_VolumeCapability {
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability>;
  let value: unknown;
  value = json['block'];
  if (value !== undefined && value !== null) message.block = readVolume_Source_CSIVolume_VolumeCapability_BlockVolume(readObject(value, 'block'));
  value = json['mount'];
  if (value !== undefined && value !== null) message.mount = readVolume_Source_CSIVolume_VolumeCapability_MountVolume(readObject(value, 'mount'));
  value = json['access_mode'];
  if (value !== undefined && value !== null) message.access_mode = readVolume_Source_CSIVolume_VolumeCapability_AccessMode(readObject(value, 'access_mode'));
  return message;
}

function encodeVolume_Source_CSIVolume_VolumeCapability(message: Volume_Source_CSIVolume_VolumeCapability, writer: Writer): Writer {
  if (message.block !== undefined) encodeVolume_Source_CSIVolume_VolumeCapability_BlockVolume(message.block, writer.uint32(10).fork()).ldelim();
  if (message.mount !== undefined) encodeVolume_Source_CSIVolume_VolumeCapability_MountVolume(message.mount, writer.uint32(18).fork()).ldelim();
  if (message.access_mode !== undefined) encodeVolume_Source_CSIVolume_VolumeCapability_AccessMode(message.access_mode, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeVolume_Source_CSIVolume_VolumeCapability(reader: Reader, end: number, depth: number): Volume_Source_CSIVolume_VolumeCapability {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.block = decodeVolume_Source_CSIVolume_VolumeCapability_BlockVolume(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.mount = decodeVolume_Source_CSIVolume_VolumeCapability_MountVolume(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.access_mode = decodeVolume_Source_CSIVolume_VolumeCapability_AccessMode(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_CSIVolume_VolumeCapability(message: Volume_Source_CSIVolume_VolumeCapability, path: string, missing: string[]): void {
  if (message.access_mode === undefined) missing.push(path + 'access_mode');
  if (message.access_mode !== undefined) missingVolume_Source_CSIVolume_VolumeCapability_AccessMode(message.access_mode, path + 'access_mode.', missing);
}

function printVolume_Source_CSIVolume_VolumeCapability_BlockVolume(_message: Volume_Source_CSIVolume_VolumeCapability_BlockVolume): string {
  return '{}';
}

function readVolume_Source_CSIVolume_VolumeCapability_BlockVolume(_json: JsonObject): Volume_Source_CSIVolume_VolumeCapability_BlockVolume {
  return {};
}

function encodeVolume_Source_CSIVolume_VolumeCapability_BlockVolume(_message: Volume_Source_CSIVolume_VolumeCapability_BlockVolume, writer: Writer): Writer {
  return writer;
}

function decodeVolume_Source_CSIVolume_VolumeCapability_BlockVolume(reader: Reader, end: number, depth: number): Volume_Source_CSIVolume_VolumeCapability_BlockVolume {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability_BlockVolume>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    reader.skipType(tag & 7);
  }
  return message;
}

function printVolume_Source_CSIVolume_VolumeCapability_MountVolume(message: Volume_Source_CSIVolume_VolumeCapability_MountVolume): string {
  let text = '';
  let comma = '{';
  if (message.fs_type !== undefined) {
    text += comma + '"fs_type":' + quote(message.fs_type);
    comma = ',';
  }
  if (message.mount_flags !== undefined && message.mount_flags.length > 0) {
    text += comma + '"mount_flags":' + printList(message.mount_flags, (item) => quote(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_CSIVolume_VolumeCapability_MountVolume(json: JsonObject): Volume_Source_CSIVolume_VolumeCapability_MountVolume {
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability_MountVolume>;
  let value: unknown;
  value = json['fs_type'];
  if (value !== undefined && value !== null) message.fs_type = readString(value, 'fs_type');
  value = json['mount_flags'];
  if (value !== undefined && value !== null) message.mount_flags = readList(value, (item) => readString(item, 'mount_flags'));
  return message;
}

function encodeVolume_Source_CSIVolume_VolumeCapability_MountVolume(message: Volume_Source_CSIVolume_VolumeCapability_MountVolume, writer: Writer): Writer {
  if (message.fs_type !== undefined) writer.uint32(10).string(message.fs_type);
  if (message.mount_flags !== undefined) {
    for (const item of message.mount_flags) writer.uint32(18).string(item);
  }
  return writer;
}

function decodeVolume_Source_CSIVolume_VolumeCapability_MountVolume(reader: Reader, end: number, depth: number): Volume_Source_CSIVolume_VolumeCapability_MountVolume {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability_MountVolume>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.fs_type = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.mount_flags = append(message.mount_flags, reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printVolume_Source_CSIVolume_VolumeCapability_AccessMode(message: Volume_Source_CSIVolume_VolumeCapability_AccessMode): string {
  let text = '';
  let comma = '{';
  if (message.mode !== undefined) {
    text += comma + '"mode":' + '"' + message.mode + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_CSIVolume_VolumeCapability_AccessMode(json: JsonObject): Volume_Source_CSIVolume_VolumeCapability_AccessMode {
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability_AccessMode>;
  let value: unknown;
  value = json['mode'];
  if (value !== undefined && value !== null) message.mode = readRequiredEnum<Volume_Source_CSIVolume_VolumeCapability_AccessMode_Mode>(value, 'mode', VOLUME_SOURCE_CSIVOLUME_VOLUME_CAPABILITY_ACCESS_MODE_MODE_NAMES);
  return message;
}

function encodeVolume_Source_CSIVolume_VolumeCapability_AccessMode(message: Volume_Source_CSIVolume_VolumeCapability_AccessMode, writer: Writer): Writer {
  if (message.mode !== undefined) writer.uint32(8).int32(Volume_Source_CSIVolume_VolumeCapability_AccessMode_ModeNumbers[message.mode]);
  return writer;
}

function decodeVolume_Source_CSIVolume_VolumeCapability_AccessMode(reader: Reader, end: number, depth: number): Volume_Source_CSIVolume_VolumeCapability_AccessMode {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_CSIVolume_VolumeCapability_AccessMode>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = VOLUME_SOURCE_CSIVOLUME_VOLUME_CAPABILITY_ACCESS_MODE_MODE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.mode = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_CSIVolume_VolumeCapability_AccessMode(message: Volume_Source_CSIVolume_VolumeCapability_AccessMode, path: string, missing: string[]): void {
  if (message.mode === undefined) missing.push(path + 'mode');
}

function printVolume_Source_CSIVolume_StaticProvisioning(message: Volume_Source_CSIVolume_StaticProvisioning): string {
  let text = '';
  let comma = '{';
  if (message.volume_id !== undefined) {
    text += comma + '"volume_id":' + quote(message.volume_id);
    comma = ',';
  }
  if (message.volume_capability !== undefined) {
    text += comma + '"volume_capability":' + printVolume_Source_CSIVolume_VolumeCapability(message.volume_capability);
    comma = ',';
  }
  if (message.node_stage_secrets !== undefined) {
    text += comma + '"node_stage_secrets":' + printMap(message.node_stage_secrets, (item) => printSecret(item));
    comma = ',';
  }
  if (message.node_publish_secrets !== undefined) {
    text += comma + '"node_publish_secrets":' + printMap(message.node_publish_secrets, (item) => printSecret(item));
    comma = ',';
  }
  if (message.volume_context !== undefined) {
    text += comma + '"volume_context":' + printMap(message.volume_context, (item) => quote(item));
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readVolume_Source_CSIVolume_StaticProvisioning(json: JsonObject): Volume_Source_CSIVolume_StaticProvisioning {
  const message = {} as Writable<Volume_Source_CSIVolume_StaticProvisioning>;
  let value: unknown;
  value = json['volume_id'];
  if (value !== undefined && value !== null) message.volume_id = readString(value, 'volume_id');
  value = json['volume_capability'];
  if (value !== undefined && value !== null) message.volume_capability = readVolume_Source_CSIVolume_VolumeCapability(readObject(value, 'volume_capability'));
  value = json['node_stage_secrets'];
  if (value !== undefined && value !== null) message.node_stage_secrets = readMap(value, 'node_stage_secrets', (item) => readSecret(readObject(item, 'node_stage_secrets')));
  value = json['node_publish_secrets'];
  if (value !== undefined && value !== null) message.node_publish_secrets = readMap(value, 'node_publish_secrets', (item) => readSecret(readObject(item, 'node_publish_secrets')));
  value = json['volume_context'];
  if (value !== undefined && value !== null) message.volume_context = readMap(value, 'volume_context', (item) => readString(item, 'volume_context'));
  return message;
}

function encodeVolume_Source_CSIVolume_StaticProvisioning(message: Volume_Source_CSIVolume_StaticProvisioning, writer: Writer): Writer {
  if (message.volume_id !== undefined) writer.uint32(10).string(message.volume_id);
  if (message.volume_capability !== undefined) encodeVolume_Source_CSIVolume_VolumeCapability(message.volume_capability, writer.uint32(18).fork()).ldelim();
  if (message.node_stage_secrets !== undefined) {
    for (const [key, item] of Object.entries(message.node_stage_secrets)) {
      writer.uint32(26).fork().uint32(10).string(key);
      encodeSecret(item, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
  }
  if (message.node_publish_secrets !== undefined) {
    for (const [key, item] of Object.entries(message.node_publish_secrets)) {
      writer.uint32(34).fork().uint32(10).string(key);
      encodeSecret(item, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
  }
  if (message.volume_context !== undefined) {
    for (const [key, item] of Object.entries(message.volume_context)) {
      writer.uint32(42).fork().uint32(10).string(key);
      writer.uint32(18).string(item);
      writer.ldelim();
    }
  }
  return writer;
}

function decodeVolume_Source_CSIVolume_StaticProvisioning(reader: Reader, end: number, depth: number): Volume_Source_CSIVolume_StaticProvisioning {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Volume_Source_CSIVolume_StaticProvisioning>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.volume_id = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.volume_capability = decodeVolume_Source_CSIVolume_VolumeCapability(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: Secret | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = decodeSecret(reader, reader.uint32() + reader.pos, depth + 1);
          else reader.skipType(inner & 7);
        }
        message.node_stage_secrets = withEntry(message.node_stage_secrets, key, item ?? decodeSecret(reader, reader.pos, depth + 1));
        break;
      }
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: Secret | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = decodeSecret(reader, reader.uint32() + reader.pos, depth + 1);
          else reader.skipType(inner & 7);
        }
        message.node_publish_secrets = withEntry(message.node_publish_secrets, key, item ?? decodeSecret(reader, reader.pos, depth + 1));
        break;
      }
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        {
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: string | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === 18) item = reader.string();
          else reader.skipType(inner & 7);
        }
        message.volume_context = withEntry(message.volume_context, key, item ?? '');
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingVolume_Source_CSIVolume_StaticProvisioning(message: Volume_Source_CSIVolume_StaticProvisioning, path: string, missing: string[]): void {
  if (message.volume_id === undefined) missing.push(path + 'volume_id');
  if (message.volume_capability === undefined) missing.push(path + 'volume_capability');
  if (message.volume_capability !== undefined) missingVolume_Source_CSIVolume_VolumeCapability(message.volume_capability, path + 'volume_capability.', missing);
  for (const [key, item] of Object.entries(message.node_stage_secrets ?? {})) missingSecret(item, path + 'node_stage_secrets[' + key + '].', missing);
  for (const [key, item] of Object.entries(message.node_publish_secrets ?? {})) missingSecret(item, path + 'node_publish_secrets[' + key + '].', missing);
}

function printNetworkInfo(message: NetworkInfo): string {
  let text = '';
  let comma = '{';
  if (message.groups !== undefined && message.groups.length > 0) {
    text += comma + '"groups":' + printList(message.groups, (item) => quote(item));
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  if (message.ip_addresses !== undefined && message.ip_addresses.length > 0) {
    text += comma + '"ip_addresses":' + printList(message.ip_addresses, printNetworkInfo_IPAddress);
    comma = ',';
  }
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.port_mappings !== undefined && message.port_mappings.length > 0) {
    text += comma + '"port_mappings":' + printList(message.port_mappings, printNetworkInfo_PortMapping);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readNetworkInfo(json: JsonObject): NetworkInfo {
  const message = {} as Writable<NetworkInfo>;
  let value: unknown;
  value = json['groups'];
  if (value !== undefined && value !== null) message.groups = readList(value, (item) => readString(item, 'groups'));
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  value = json['ip_addresses'];
  if (value !== undefined && value !== null) message.ip_addresses = readList(value, (item) => readNetworkInfo_IPAddress(readObject(item, 'ip_addresses')));
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['port_mappings'];
  if (value !== undefined && value !== null) message.port_mappings = readList(value, (item) => readNetworkInfo_PortMapping(readObject(item, 'port_mappings')));
  return message;
}

function encodeNetworkInfo(message: NetworkInfo, writer: Writer): Writer {
  if (message.groups !== undefined) {
    for (const item of message.groups) writer.uint32(26).string(item);
  }
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(34).fork()).ldelim();
  if (message.ip_addresses !== undefined) {
    for (const item of message.ip_addresses) encodeNetworkInfo_IPAddress(item, writer.uint32(42).fork()).ldelim();
  }
  if (message.name !== undefined) writer.uint32(50).string(message.name);
  if (message.port_mappings !== undefined) {
    for (const item of message.port_mappings) encodeNetworkInfo_PortMapping(item, writer.uint32(58).fork()).ldelim();
  }
  return writer;
}

function decodeNetworkInfo(reader: Reader, end: number, depth: number): NetworkInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<NetworkInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.groups = append(message.groups, reader.string());
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ip_addresses = append(message.ip_addresses, decodeNetworkInfo_IPAddress(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.port_mappings = append(message.port_mappings, decodeNetworkInfo_PortMapping(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingNetworkInfo(message: NetworkInfo, path: string, missing: string[]): void {
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
  message.port_mappings?.forEach((item, at) => missingNetworkInfo_PortMapping(item, path + 'port_mappings[' + at + '].', missing));
}

function printNetworkInfo_IPAddress(message: NetworkInfo_IPAddress): string {
  let text = '';
  let comma = '{';
  if (message.protocol !== undefined) {
    text += comma + '"protocol":' + '"' + message.protocol + '"';
    comma = ',';
  } else {
    text += comma + '"protocol":' + '"IPv4"';
    comma = ',';
  }
  if (message.ip_address !== undefined) {
    text += comma + '"ip_address":' + quote(message.ip_address);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readNetworkInfo_IPAddress(json: JsonObject): NetworkInfo_IPAddress {
  const message = {} as Writable<NetworkInfo_IPAddress>;
  let value: unknown;
  value = json['protocol'];
  if (value !== undefined && value !== null) message.protocol = readEnum<NetworkInfo_Protocol>(value, 'protocol', NETWORK_INFO_PROTOCOL_NAMES);
  value = json['ip_address'];
  if (value !== undefined && value !== null) message.ip_address = readString(value, 'ip_address');
  return message;
}

function encodeNetworkInfo_IPAddress(message: NetworkInfo_IPAddress, writer: Writer): Writer {
  if (message.protocol !== undefined) writer.uint32(8).int32(NetworkInfo_ProtocolNumbers[message.protocol]);
  if (message.ip_address !== undefined) writer.uint32(18).string(message.ip_address);
  return writer;
}

function decodeNetworkInfo_IPAddress(reader: Reader, end: number, depth: number): NetworkInfo_IPAddress {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<NetworkInfo_IPAddress>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = NETWORK_INFO_PROTOCOL_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.protocol = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ip_address = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printNetworkInfo_PortMapping(message: NetworkInfo_PortMapping): string {
  let text = '';
  let comma = '{';
  if (message.host_port !== undefined) {
    text += comma + '"host_port":' + String(message.host_port);
    comma = ',';
  }
  if (message.container_port !== undefined) {
    text += comma + '"container_port":' + String(message.container_port);
    comma = ',';
  }
  if (message.protocol !== undefined) {
    text += comma + '"protocol":' + quote(message.protocol);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readNetworkInfo_PortMapping(json: JsonObject): NetworkInfo_PortMapping {
  const message = {} as Writable<NetworkInfo_PortMapping>;
  let value: unknown;
  value = json['host_port'];
  if (value !== undefined && value !== null) message.host_port = readUint32(value, 'host_port');
  value = json['container_port'];
  if (value !== undefined && value !== null) message.container_port = readUint32(value, 'container_port');
  value = json['protocol'];
  if (value !== undefined && value !== null) message.protocol = readString(value, 'protocol');
  return message;
}

function encodeNetworkInfo_PortMapping(message: NetworkInfo_PortMapping, writer: Writer): Writer {
  if (message.host_port !== undefined) writer.uint32(8).uint32(message.host_port);
  if (message.container_port !== undefined) writer.uint32(16).uint32(message.container_port);
  if (message.protocol !== undefined) writer.uint32(26).string(message.protocol);
  return writer;
}

function decodeNetworkInfo_PortMapping(reader: Reader, end: number, depth: number): NetworkInfo_PortMapping {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<NetworkInfo_PortMapping>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.host_port = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.container_port = reader.uint32();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.protocol = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingNetworkInfo_PortMapping(message: NetworkInfo_PortMapping, path: string, missing: string[]): void {
  if (message.host_port === undefined) missing.push(path + 'host_port');
  if (message.container_port === undefined) missing.push(path + 'container_port');
}

function printCapabilityInfo(message: CapabilityInfo): string {
  let text = '';
  let comma = '{';
  if (message.capabilities !== undefined && message.capabilities.length > 0) {
    text += comma + '"capabilities":' + printList(message.capabilities, (item) => '"' + item + '"');
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCapabilityInfo(json: JsonObject): CapabilityInfo {
  const message = {} as Writable<CapabilityInfo>;
  let value: unknown;
  value = json['capabilities'];
  if (value !== undefined && value !== null) message.capabilities = readList(value, (item) => readEnum<CapabilityInfo_Capability>(item, 'capabilities', CAPABILITY_INFO_CAPABILITY_NAMES));
  return message;
}

function encodeCapabilityInfo(message: CapabilityInfo, writer: Writer): Writer {
  if (message.capabilities !== undefined) {
    for (const item of message.capabilities) writer.uint32(8).int32(CapabilityInfo_CapabilityNumbers[item]);
  }
  return writer;
}

function decodeCapabilityInfo(reader: Reader, end: number, depth: number): CapabilityInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CapabilityInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1:
        if ((tag & 7) === 2) {
          const stop = reader.uint32() + reader.pos;
          while (reader.pos < stop) {
          const item = CAPABILITY_INFO_CAPABILITY_BY_NUMBER.get(reader.int32());
          if (item !== undefined) message.capabilities = append(message.capabilities, item);
        }
        } else {
          const item = CAPABILITY_INFO_CAPABILITY_BY_NUMBER.get(reader.int32());
          if (item !== undefined) message.capabilities = append(message.capabilities, item);
        }
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printSeccompInfo(message: SeccompInfo): string {
  let text = '';
  let comma = '{';
  if (message.profile_name !== undefined) {
    text += comma + '"profile_name":' + quote(message.profile_name);
    comma = ',';
  }
  if (message.unconfined !== undefined) {
    text += comma + '"unconfined":' + String(message.unconfined);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readSeccompInfo(json: JsonObject): SeccompInfo {
  const message = {} as Writable<SeccompInfo>;
  let value: unknown;
  value = json['profile_name'];
  if (value !== undefined && value !== null) message.profile_name = readString(value, 'profile_name');
  value = json['unconfined'];
  if (value !== undefined && value !== null) message.unconfined = readBool(value, 'unconfined');
  return message;
}

function encodeSeccompInfo(message: SeccompInfo, writer: Writer): Writer {
  if (message.profile_name !== undefined) writer.uint32(10).string(message.profile_name);
  if (message.unconfined !== undefined) writer.uint32(16).bool(message.unconfined);
  return writer;
}

function decodeSeccompInfo(reader: Reader, end: number, depth: number): SeccompInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<SeccompInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.profile_name = reader.string();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.unconfined = reader.bool();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printLinuxInfo(message: LinuxInfo): string {
  let text = '';
  let comma = '{';
  if (message.capability_info !== undefined) {
    text += comma + '"capability_info":' + printCapabilityInfo(message.capability_info);
    comma = ',';
  }
  if (message.bounding_capabilities !== undefined) {
    text += comma + '"bounding_capabilities":' + printCapabilityInfo(message.bounding_capabilities);
    comma = ',';
  }
  if (message.effective_capabilities !== undefined) {
    text += comma + '"effective_capabilities":' + printCapabilityInfo(message.effective_capabilities);
    comma = ',';
  }
  if (message.share_pid_namespace !== undefined) {
    text += comma + '"share_pid_namespace":' + String(message.share_pid_namespace);
    comma = ',';
  }
  if (message.seccomp !== undefined) {
    text += comma + '"seccomp":' + printSeccompInfo(message.seccomp);
    comma = ',';
  }
  if (message.ipc_mode !== undefined) {
    text += comma + '"ipc_mode":' + '"' + message.ipc_mode + '"';
    comma = ',';
  }
  if (message.shm_size !== undefined) {
    text += comma + '"shm_size":' + String(message.shm_size);
    comma = ',';
  }
  if (message.share_cgroups !== undefined) {
    text += comma + '"share_cgroups":' + String(message.share_cgroups);
    comma = ',';
  } else {
    text += comma + '"share_cgroups":' + 'true';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinuxInfo(json: JsonObject): LinuxInfo {
  const message = {} as Writable<LinuxInfo>;
  let value: unknown;
  value = json['capability_info'];
  if (value !== undefined && value !== null) message.capability_info = readCapabilityInfo(readObject(value, 'capability_info'));
  value = json['bounding_capabilities'];
  if (value !== undefined && value !== null) message.bounding_capabilities = readCapabilityInfo(readObject(value, 'bounding_capabilities'));
  value = json['effective_capabilities'];
  if (value !== undefined && value !== null) message.effective_capabilities = readCapabilityInfo(readObject(value, 'effective_capabilities'));
  value = json['share_pid_namespace'];
  if (value !== undefined && value !== null) message.share_pid_namespace = readBool(value, 'share_pid_namespace');
  value = json['seccomp'];
  if (value !== undefined && value !== null) message.seccomp = readSeccompInfo(readObject(value, 'seccomp'));
  value = json['ipc_mode'];
  if (value !== undefined && value !== null) message.ipc_mode = readEnum<LinuxInfo_IpcMode>(value, 'ipc_mode', LINUX_INFO_IPC_MODE_NAMES);
  value = json['shm_size'];
  if (value !== undefined && value !== null) message.shm_size = readUint32(value, 'shm_size');
  value = json['share_cgroups'];
  if (value !== undefined && value !== null) message.share_cgroups = readBool(value, 'share_cgroups');
  return message;
}

function encodeLinuxInfo(message: LinuxInfo, writer: Writer): Writer {
  if (message.capability_info !== undefined) encodeCapabilityInfo(message.capability_info, writer.uint32(10).fork()).ldelim();
  if (message.bounding_capabilities !== undefined) encodeCapabilityInfo(message.bounding_capabilities, writer.uint32(18).fork()).ldelim();
  if (message.effective_capabilities !== undefined) encodeCapabilityInfo(message.effective_capabilities, writer.uint32(26).fork()).ldelim();
  if (message.share_pid_namespace !== undefined) writer.uint32(32).bool(message.share_pid_namespace);
  if (message.seccomp !== undefined) encodeSeccompInfo(message.seccomp, writer.uint32(42).fork()).ldelim();
  if (message.ipc_mode !== undefined) writer.uint32(48).int32(LinuxInfo_IpcModeNumbers[message.ipc_mode]);
  if (message.shm_size !== undefined) writer.uint32(56).uint32(message.shm_size);
  if (message.share_cgroups !== undefined) writer.uint32(64).bool(message.share_cgroups);
  return writer;
}

function decodeLinuxInfo(reader: Reader, end: number, depth: number): LinuxInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinuxInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.capability_info = decodeCapabilityInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.bounding_capabilities = decodeCapabilityInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.effective_capabilities = decodeCapabilityInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.share_pid_namespace = reader.bool();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.seccomp = decodeSeccompInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = LINUX_INFO_IPC_MODE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.ipc_mode = item;
        break;
      }
      case 7: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.shm_size = reader.uint32();
        break;
      case 8: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.share_cgroups = reader.bool();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printRLimitInfo(message: RLimitInfo): string {
  let text = '';
  let comma = '{';
  if (message.rlimits !== undefined && message.rlimits.length > 0) {
    text += comma + '"rlimits":' + printList(message.rlimits, printRLimitInfo_RLimit);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readRLimitInfo(json: JsonObject): RLimitInfo {
  const message = {} as Writable<RLimitInfo>;
  let value: unknown;
  value = json['rlimits'];
  if (value !== undefined && value !== null) message.rlimits = readList(value, (item) => readRLimitInfo_RLimit(readObject(item, 'rlimits')));
  return message;
}

function encodeRLimitInfo(message: RLimitInfo, writer: Writer): Writer {
  if (message.rlimits !== undefined) {
    for (const item of message.rlimits) encodeRLimitInfo_RLimit(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeRLimitInfo(reader: Reader, end: number, depth: number): RLimitInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<RLimitInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.rlimits = append(message.rlimits, decodeRLimitInfo_RLimit(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printRLimitInfo_RLimit(message: RLimitInfo_RLimit): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.hard !== undefined) {
    text += comma + '"hard":' + String(message.hard);
    comma = ',';
  }
  if (message.soft !== undefined) {
    text += comma + '"soft":' + String(message.soft);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readRLimitInfo_RLimit(json: JsonObject): RLimitInfo_RLimit {
  const message = {} as Writable<RLimitInfo_RLimit>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<RLimitInfo_RLimit_Type>(value, 'type', RLIMIT_INFO_RLIMIT_TYPE_NAMES);
  value = json['hard'];
  if (value !== undefined && value !== null) message.hard = readUint64(value, 'hard');
  value = json['soft'];
  if (value !== undefined && value !== null) message.soft = readUint64(value, 'soft');
  return message;
}

function encodeRLimitInfo_RLimit(message: RLimitInfo_RLimit, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(RLimitInfo_RLimit_TypeNumbers[message.type]);
  if (message.hard !== undefined) writer.uint32(16).uint64(message.hard);
  if (message.soft !== undefined) writer.uint32(24).uint64(message.soft);
  return writer;
}

function decodeRLimitInfo_RLimit(reader: Reader, end: number, depth: number): RLimitInfo_RLimit {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<RLimitInfo_RLimit>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = RLIMIT_INFO_RLIMIT_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.hard = decodeUint64(reader);
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.soft = decodeUint64(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printTTYInfo(message: TTYInfo): string {
  let text = '';
  let comma = '{';
  if (message.window_size !== undefined) {
    text += comma + '"window_size":' + printTTYInfo_WindowSize(message.window_size);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTTYInfo(json: JsonObject): TTYInfo {
  const message = {} as Writable<TTYInfo>;
  let value: unknown;
  value = json['window_size'];
  if (value !== undefined && value !== null) message.window_size = readTTYInfo_WindowSize(readObject(value, 'window_size'));
  return message;
}

function encodeTTYInfo(message: TTYInfo, writer: Writer): Writer {
  if (message.window_size !== undefined) encodeTTYInfo_WindowSize(message.window_size, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeTTYInfo(reader: Reader, end: number, depth: number): TTYInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TTYInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.window_size = decodeTTYInfo_WindowSize(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTTYInfo(message: TTYInfo, path: string, missing: string[]): void {
  if (message.window_size !== undefined) missingTTYInfo_WindowSize(message.window_size, path + 'window_size.', missing);
}

function printTTYInfo_WindowSize(message: TTYInfo_WindowSize): string {
  let text = '';
  let comma = '{';
  if (message.rows !== undefined) {
    text += comma + '"rows":' + String(message.rows);
    comma = ',';
  }
  if (message.columns !== undefined) {
    text += comma + '"columns":' + String(message.columns);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readTTYInfo_WindowSize(json: JsonObject): TTYInfo_WindowSize {
  const message = {} as Writable<TTYInfo_WindowSize>;
  let value: unknown;
  value = json['rows'];
  if (value !== undefined && value !== null) message.rows = readUint32(value, 'rows');
  value = json['columns'];
  if (value !== undefined && value !== null) message.columns = readUint32(value, 'columns');
  return message;
}

function encodeTTYInfo_WindowSize(message: TTYInfo_WindowSize, writer: Writer): Writer {
  if (message.rows !== undefined) writer.uint32(8).uint32(message.rows);
  if (message.columns !== undefined) writer.uint32(16).uint32(message.columns);
  return writer;
}

function decodeTTYInfo_WindowSize(reader: Reader, end: number, depth: number): TTYInfo_WindowSize {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<TTYInfo_WindowSize>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.rows = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.columns = reader.uint32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingTTYInfo_WindowSize(message: TTYInfo_WindowSize, path: string, missing: string[]): void {
  if (message.rows === undefined) missing.push(path + 'rows');
  if (message.columns === undefined) missing.push(path + 'columns');
}

function printContainerInfo(message: ContainerInfo): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.volumes !== undefined && message.volumes.length > 0) {
    text += comma + '"volumes":' + printList(message.volumes, printVolume);
    comma = ',';
  }
  if (message.docker !== undefined) {
    text += comma + '"docker":' + printContainerInfo_DockerInfo(message.docker);
    comma = ',';
  }
  if (message.hostname !== undefined) {
    text += comma + '"hostname":' + quote(message.hostname);
    comma = ',';
  }
  if (message.mesos !== undefined) {
    text += comma + '"mesos":' + printContainerInfo_MesosInfo(message.mesos);
    comma = ',';
  }
  if (message.network_infos !== undefined && message.network_infos.length > 0) {
    text += comma + '"network_infos":' + printList(message.network_infos, printNetworkInfo);
    comma = ',';
  }
  if (message.linux_info !== undefined) {
    text += comma + '"linux_info":' + printLinuxInfo(message.linux_info);
    comma = ',';
  }
  if (message.rlimit_info !== undefined) {
    text += comma + '"rlimit_info":' + printRLimitInfo(message.rlimit_info);
    comma = ',';
  }
  if (message.tty_info !== undefined) {
    text += comma + '"tty_info":' + printTTYInfo(message.tty_info);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readContainerInfo(json: JsonObject): ContainerInfo {
  const message = {} as Writable<ContainerInfo>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readRequiredEnum<ContainerInfo_Type>(value, 'type', CONTAINER_INFO_TYPE_NAMES);
  value = json['volumes'];
  if (value !== undefined && value !== null) message.volumes = readList(value, (item) => readVolume(readObject(item, 'volumes')));
  value = json['docker'];
  if (value !== undefined && value !== null) message.docker = readContainerInfo_DockerInfo(readObject(value, 'docker'));
  value = json['hostname'];
  if (value !== undefined && value !== null) message.hostname = readString(value, 'hostname');
  value = json['mesos'];
  if (value !== undefined && value !== null) message.mesos = readContainerInfo_MesosInfo(readObject(value, 'mesos'));
  value = json['network_infos'];
  if (value !== undefined && value !== null) message.network_infos = readList(value, (item) => readNetworkInfo(readObject(item, 'network_infos')));
  value = json['linux_info'];
  if (value !== undefined && value !== null) message.linux_info = readLinuxInfo(readObject(value, 'linux_info'));
  value = json['rlimit_info'];
  if (value !== undefined && value !== null) message.rlimit_info = readRLimitInfo(readObject(value, 'rlimit_info'));
  value = json['tty_info'];
  if (value !== undefined && value !== null) message.tty_info = readTTYInfo(readObject(value, 'tty_info'));
  return message;
}

function encodeContainerInfo(message: ContainerInfo, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(ContainerInfo_TypeNumbers[message.type]);
  if (message.volumes !== undefined) {
    for (const item of message.volumes) encodeVolume(item, writer.uint32(18).fork()).ldelim();
  }
  if (message.docker !== undefined) encodeContainerInfo_DockerInfo(message.docker, writer.uint32(26).fork()).ldelim();
  if (message.hostname !== undefined) writer.uint32(34).string(message.hostname);
  if (message.mesos !== undefined) encodeContainerInfo_MesosInfo(message.mesos, writer.uint32(42).fork()).ldelim();
  if (message.network_infos !== undefined) {
    for (const item of message.network_infos) encodeNetworkInfo(item, writer.uint32(58).fork()).ldelim();
  }
  if (message.linux_info !== undefined) encodeLinuxInfo(message.linux_info, writer.uint32(66).fork()).ldelim();
  if (message.rlimit_info !== undefined) encodeRLimitInfo(message.rlimit_info, writer.uint32(74).fork()).ldelim();
  if (message.tty_info !== undefined) encodeTTYInfo(message.tty_info, writer.uint32(82).fork()).ldelim();
  return writer;
}

function decodeContainerInfo(reader: Reader, end: number, depth: number): ContainerInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ContainerInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = CONTAINER_INFO_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.volumes = append(message.volumes, decodeVolume(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.docker = decodeContainerInfo_DockerInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.hostname = reader.string();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.mesos = decodeContainerInfo_MesosInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.network_infos = append(message.network_infos, decodeNetworkInfo(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.linux_info = decodeLinuxInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.rlimit_info = decodeRLimitInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.tty_info = decodeTTYInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingContainerInfo(message: ContainerInfo, path: string, missing: string[]): void {
  if (message.type === undefined) missing.push(path + 'type');
  message.volumes?.forEach((item, at) => missingVolume(item, path + 'volumes[' + at + '].', missing));
  if (message.docker !== undefined) missingContainerInfo_DockerInfo(message.docker, path + 'docker.', missing);
  if (message.mesos !== undefined) missingContainerInfo_MesosInfo(message.mesos, path + 'mesos.', missing);
  message.network_infos?.forEach((item, at) => missingNetworkInfo(item, path + 'network_infos[' + at + '].', missing));
  if (message.tty_info !== undefined) missingTTYInfo(message.tty_info, path + 'tty_info.', missing);
}

function printContainerInfo_DockerInfo(message: ContainerInfo_DockerInfo): string {
  let text = '';
  let comma = '{';
  if (message.image !== undefined) {
    text += comma + '"image":' + quote(message.image);
    comma = ',';
  }
  if (message.network !== undefined) {
    text += comma + '"network":' + '"' + message.network + '"';
    comma = ',';
  } else {
    text += comma + '"network":' + '"HOST"';
    comma = ',';
  }
  if (message.port_mappings !== undefined && message.port_mappings.length > 0) {
    text += comma + '"port_mappings":' + printList(message.port_mappings, printContainerInfo_DockerInfo_PortMapping);
    comma = ',';
  }
  if (message.privileged !== undefined) {
    text += comma + '"privileged":' + String(message.privileged);
    comma = ',';
  } else {
    text += comma + '"privileged":' + 'false';
    comma = ',';
  }
  if (message.parameters !== undefined && message.parameters.length > 0) {
    text += comma + '"parameters":' + printList(message.parameters, printParameter);
    comma = ',';
  }
  if (message.force_pull_image !== undefined) {
    text += comma + '"force_pull_image":' + String(message.force_pull_image);
    comma = ',';
  }
  if (message.volume_driver !== undefined) {
    text += comma + '"volume_driver":' + quote(message.volume_driver);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readContainerInfo_DockerInfo(json: JsonObject): ContainerInfo_DockerInfo {
  const message = {} as Writable<ContainerInfo_DockerInfo>;
  let value: unknown;
  value = json['image'];
  if (value !== undefined && value !== null) message.image = readString(value, 'image');
  value = json['network'];
  if (value !== undefined && value !== null) message.network = readEnum<ContainerInfo_DockerInfo_Network>(value, 'network', CONTAINER_INFO_DOCKER_INFO_NETWORK_NAMES);
  value = json['port_mappings'];
  if (value !== undefined && value !== null) message.port_mappings = readList(value, (item) => readContainerInfo_DockerInfo_PortMapping(readObject(item, 'port_mappings')));
  value = json['privileged'];
  if (value !== undefined && value !== null) message.privileged = readBool(value, 'privileged');
  value = json['parameters'];
  if (value !== undefined && value !== null) message.parameters = readList(value, (item) => readParameter(readObject(item, 'parameters')));
  value = json['force_pull_image'];
  if (value !== undefined && value !== null) message.force_pull_image = readBool(value, 'force_pull_image');
  value = json['volume_driver'];
  if (value !== undefined && value !== null) message.volume_driver = readString(value, 'volume_driver');
  return message;
}

function encodeContainerInfo_DockerInfo(message: ContainerInfo_DockerInfo, writer: Writer): Writer {
  if (message.image !== undefined) writer.uint32(10).string(message.image);
  if (message.network !== undefined) writer.uint32(16).int32(ContainerInfo_DockerInfo_NetworkNumbers[message.network]);
  if (message.port_mappings !== undefined) {
    for (const item of message.port_mappings) encodeContainerInfo_DockerInfo_PortMapping(item, writer.uint32(26).fork()).ldelim();
  }
  if (message.privileged !== undefined) writer.uint32(32).bool(message.privileged);
  if (message.parameters !== undefined) {
    for (const item of message.parameters) encodeParameter(item, writer.uint32(42).fork()).ldelim();
  }
  if (message.force_pull_image !== undefined) writer.uint32(48).bool(message.force_pull_image);
  if (message.volume_driver !== undefined) writer.uint32(58).string(message.volume_driver);
  return writer;
}

function decodeContainerInfo_DockerInfo(reader: Reader, end: number, depth: number): ContainerInfo_DockerInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ContainerInfo_DockerInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.image = reader.string();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = CONTAINER_INFO_DOCKER_INFO_NETWORK_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.network = item;
        break;
      }
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.port_mappings = append(message.port_mappings, decodeContainerInfo_DockerInfo_PortMapping(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 4: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.privileged = reader.bool();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.parameters = append(message.parameters, decodeParameter(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 6: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.force_pull_image = reader.bool();
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.volume_driver = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingContainerInfo_DockerInfo(message: ContainerInfo_DockerInfo, path: string, missing: string[]): void {
  if (message.image === undefined) missing.push(path + 'image');
  message.port_mappings?.forEach((item, at) => missingContainerInfo_DockerInfo_PortMapping(item, path + 'port_mappings[' + at + '].', missing));
  message.parameters?.forEach((item, at) => missingParameter(item, path + 'parameters[' + at + '].', missing));
}

function printContainerInfo_DockerInfo_PortMapping(message: ContainerInfo_DockerInfo_PortMapping): string {
  let text = '';
  let comma = '{';
  if (message.host_port !== undefined) {
    text += comma + '"host_port":' + String(message.host_port);
    comma = ',';
  }
  if (message.container_port !== undefined) {
    text += comma + '"container_port":' + String(message.container_port);
    comma = ',';
  }
  if (message.protocol !== undefined) {
    text += comma + '"protocol":' + quote(message.protocol);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readContainerInfo_DockerInfo_PortMapping(json: JsonObject): ContainerInfo_DockerInfo_PortMapping {
  const message = {} as Writable<ContainerInfo_DockerInfo_PortMapping>;
  let value: unknown;
  value = json['host_port'];
  if (value !== undefined && value !== null) message.host_port = readUint32(value, 'host_port');
  value = json['container_port'];
  if (value !== undefined && value !== null) message.container_port = readUint32(value, 'container_port');
  value = json['protocol'];
  if (value !== undefined && value !== null) message.protocol = readString(value, 'protocol');
  return message;
}

function encodeContainerInfo_DockerInfo_PortMapping(message: ContainerInfo_DockerInfo_PortMapping, writer: Writer): Writer {
  if (message.host_port !== undefined) writer.uint32(8).uint32(message.host_port);
  if (message.container_port !== undefined) writer.uint32(16).uint32(message.container_port);
  if (message.protocol !== undefined) writer.uint32(26).string(message.protocol);
  return writer;
}

function decodeContainerInfo_DockerInfo_PortMapping(reader: Reader, end: number, depth: number): ContainerInfo_DockerInfo_PortMapping {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ContainerInfo_DockerInfo_PortMapping>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.host_port = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.container_port = reader.uint32();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.protocol = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingContainerInfo_DockerInfo_PortMapping(message: ContainerInfo_DockerInfo_PortMapping, path: string, missing: string[]): void {
  if (message.host_port === undefined) missing.push(path + 'host_port');
  if (message.container_port === undefined) missing.push(path + 'container_port');
}

function printContainerInfo_MesosInfo(message: ContainerInfo_MesosInfo): string {
  let text = '';
  let comma = '{';
  if (message.image !== undefined) {
    text += comma + '"image":' + printImage(message.image);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readContainerInfo_MesosInfo(json: JsonObject): ContainerInfo_MesosInfo {
  const message = {} as Writable<ContainerInfo_MesosInfo>;
  let value: unknown;
  value = json['image'];
  if (value !== undefined && value !== null) message.image = readImage(readObject(value, 'image'));
  return message;
}

function encodeContainerInfo_MesosInfo(message: ContainerInfo_MesosInfo, writer: Writer): Writer {
  if (message.image !== undefined) encodeImage(message.image, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeContainerInfo_MesosInfo(reader: Reader, end: number, depth: number): ContainerInfo_MesosInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ContainerInfo_MesosInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.image = decodeImage(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingContainerInfo_MesosInfo(message: ContainerInfo_MesosInfo, path: string, missing: string[]): void {
  if (message.image !== undefined) missingImage(message.image, path + 'image.', missing);
}

function printContainerStatus(message: ContainerStatus): string {
  let text = '';
  let comma = '{';
  if (message.network_infos !== undefined && message.network_infos.length > 0) {
    text += comma + '"network_infos":' + printList(message.network_infos, printNetworkInfo);
    comma = ',';
  }
  if (message.cgroup_info !== undefined) {
    text += comma + '"cgroup_info":' + printCgroupInfo(message.cgroup_info);
    comma = ',';
  }
  if (message.executor_pid !== undefined) {
    text += comma + '"executor_pid":' + String(message.executor_pid);
    comma = ',';
  }
  if (message.container_id !== undefined) {
    text += comma + '"container_id":' + printContainerID(message.container_id);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readContainerStatus(json: JsonObject): ContainerStatus {
  const message = {} as Writable<ContainerStatus>;
  let value: unknown;
  value = json['network_infos'];
  if (value !== undefined && value !== null) message.network_infos = readList(value, (item) => readNetworkInfo(readObject(item, 'network_infos')));
  value = json['cgroup_info'];
  if (value !== undefined && value !== null) message.cgroup_info = readCgroupInfo(readObject(value, 'cgroup_info'));
  value = json['executor_pid'];
  if (value !== undefined && value !== null) message.executor_pid = readUint32(value, 'executor_pid');
  value = json['container_id'];
  if (value !== undefined && value !== null) message.container_id = readContainerID(readObject(value, 'container_id'));
  return message;
}

function encodeContainerStatus(message: ContainerStatus, writer: Writer): Writer {
  if (message.network_infos !== undefined) {
    for (const item of message.network_infos) encodeNetworkInfo(item, writer.uint32(10).fork()).ldelim();
  }
  if (message.cgroup_info !== undefined) encodeCgroupInfo(message.cgroup_info, writer.uint32(18).fork()).ldelim();
  if (message.executor_pid !== undefined) writer.uint32(24).uint32(message.executor_pid);
  if (message.container_id !== undefined) encodeContainerID(message.container_id, writer.uint32(34).fork()).ldelim();
  return writer;
}

function decodeContainerStatus(reader: Reader, end: number, depth: number): ContainerStatus {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<ContainerStatus>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.network_infos = append(message.network_infos, decodeNetworkInfo(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.cgroup_info = decodeCgroupInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.executor_pid = reader.uint32();
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.container_id = decodeContainerID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingContainerStatus(message: ContainerStatus, path: string, missing: string[]): void {
  message.network_infos?.forEach((item, at) => missingNetworkInfo(item, path + 'network_infos[' + at + '].', missing));
  if (message.container_id !== undefined) missingContainerID(message.container_id, path + 'container_id.', missing);
}

function printCgroupInfo(message: CgroupInfo): string {
  let text = '';
  let comma = '{';
  if (message.net_cls !== undefined) {
    text += comma + '"net_cls":' + printCgroupInfo_NetCls(message.net_cls);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCgroupInfo(json: JsonObject): CgroupInfo {
  const message = {} as Writable<CgroupInfo>;
  let value: unknown;
  value = json['net_cls'];
  if (value !== undefined && value !== null) message.net_cls = readCgroupInfo_NetCls(readObject(value, 'net_cls'));
  return message;
}

function encodeCgroupInfo(message: CgroupInfo, writer: Writer): Writer {
  if (message.net_cls !== undefined) encodeCgroupInfo_NetCls(message.net_cls, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeCgroupInfo(reader: Reader, end: number, depth: number): CgroupInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CgroupInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.net_cls = decodeCgroupInfo_NetCls(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printCgroupInfo_NetCls(message: CgroupInfo_NetCls): string {
  let text = '';
  let comma = '{';
  if (message.classid !== undefined) {
    text += comma + '"classid":' + String(message.classid);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readCgroupInfo_NetCls(json: JsonObject): CgroupInfo_NetCls {
  const message = {} as Writable<CgroupInfo_NetCls>;
  let value: unknown;
  value = json['classid'];
  if (value !== undefined && value !== null) message.classid = readUint32(value, 'classid');
  return message;
}

function encodeCgroupInfo_NetCls(message: CgroupInfo_NetCls, writer: Writer): Writer {
  if (message.classid !== undefined) writer.uint32(8).uint32(message.classid);
  return writer;
}

function decodeCgroupInfo_NetCls(reader: Reader, end: number, depth: number): CgroupInfo_NetCls {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<CgroupInfo_NetCls>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.classid = reader.uint32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function printLabels(message: Labels): string {
  let text = '';
  let comma = '{';
  if (message.labels !== undefined && message.labels.length > 0) {
    text += comma + '"labels":' + printList(message.labels, printLabel);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLabels(json: JsonObject): Labels {
  const message = {} as Writable<Labels>;
  let value: unknown;
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readList(value, (item) => readLabel(readObject(item, 'labels')));
  return message;
}

function encodeLabels(message: Labels, writer: Writer): Writer {
  if (message.labels !== undefined) {
    for (const item of message.labels) encodeLabel(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodeLabels(reader: Reader, end: number, depth: number): Labels {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Labels>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = append(message.labels, decodeLabel(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLabels(message: Labels, path: string, missing: string[]): void {
  message.labels?.forEach((item, at) => missingLabel(item, path + 'labels[' + at + '].', missing));
}

function printLabel(message: Label): string {
  let text = '';
  let comma = '{';
  if (message.key !== undefined) {
    text += comma + '"key":' + quote(message.key);
    comma = ',';
  }
  if (message.value !== undefined) {
    text += comma + '"value":' + quote(message.value);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLabel(json: JsonObject): Label {
  const message = {} as Writable<Label>;
  let value: unknown;
  value = json['key'];
  if (value !== undefined && value !== null) message.key = readString(value, 'key');
  value = json['value'];
  if (value !== undefined && value !== null) message.value = readString(value, 'value');
  return message;
}

function encodeLabel(message: Label, writer: Writer): Writer {
  if (message.key !== undefined) writer.uint32(10).string(message.key);
  if (message.value !== undefined) writer.uint32(18).string(message.value);
  return writer;
}

function decodeLabel(reader: Reader, end: number, depth: number): Label {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Label>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.key = reader.string();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.value = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLabel(message: Label, path: string, missing: string[]): void {
  if (message.key === undefined) missing.push(path + 'key');
}

function printPort(message: Port): string {
  let text = '';
  let comma = '{';
  if (message.number !== undefined) {
    text += comma + '"number":' + String(message.number);
    comma = ',';
  }
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.protocol !== undefined) {
    text += comma + '"protocol":' + quote(message.protocol);
    comma = ',';
  }
  if (message.visibility !== undefined) {
    text += comma + '"visibility":' + '"' + message.visibility + '"';
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readPort(json: JsonObject): Port {
  const message = {} as Writable<Port>;
  let value: unknown;
  value = json['number'];
  if (value !== undefined && value !== null) message.number = readUint32(value, 'number');
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['protocol'];
  if (value !== undefined && value !== null) message.protocol = readString(value, 'protocol');
  value = json['visibility'];
  if (value !== undefined && value !== null) message.visibility = readEnum<DiscoveryInfo_Visibility>(value, 'visibility', DISCOVERY_INFO_VISIBILITY_NAMES);
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  return message;
}

function encodePort(message: Port, writer: Writer): Writer {
  if (message.number !== undefined) writer.uint32(8).uint32(message.number);
  if (message.name !== undefined) writer.uint32(18).string(message.name);
  if (message.protocol !== undefined) writer.uint32(26).string(message.protocol);
  if (message.visibility !== undefined) writer.uint32(32).int32(DiscoveryInfo_VisibilityNumbers[message.visibility]);
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(42).fork()).ldelim();
  return writer;
}

function decodePort(reader: Reader, end: number, depth: number): Port {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Port>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.number = reader.uint32();
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.protocol = reader.string();
        break;
      case 4: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = DISCOVERY_INFO_VISIBILITY_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.visibility = item;
        break;
      }
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingPort(message: Port, path: string, missing: string[]): void {
  if (message.number === undefined) missing.push(path + 'number');
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
}

function printPorts(message: Ports): string {
  let text = '';
  let comma = '{';
  if (message.ports !== undefined && message.ports.length > 0) {
    text += comma + '"ports":' + printList(message.ports, printPort);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readPorts(json: JsonObject): Ports {
  const message = {} as Writable<Ports>;
  let value: unknown;
  value = json['ports'];
  if (value !== undefined && value !== null) message.ports = readList(value, (item) => readPort(readObject(item, 'ports')));
  return message;
}

function encodePorts(message: Ports, writer: Writer): Writer {
  if (message.ports !== undefined) {
    for (const item of message.ports) encodePort(item, writer.uint32(10).fork()).ldelim();
  }
  return writer;
}

function decodePorts(reader: Reader, end: number, depth: number): Ports {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<Ports>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ports = append(message.ports, decodePort(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingPorts(message: Ports, path: string, missing: string[]): void {
  message.ports?.forEach((item, at) => missingPort(item, path + 'ports[' + at + '].', missing));
}

function printDiscoveryInfo(message: DiscoveryInfo): string {
  let text = '';
  let comma = '{';
  if (message.visibility !== undefined) {
    text += comma + '"visibility":' + '"' + message.visibility + '"';
    comma = ',';
  }
  if (message.name !== undefined) {
    text += comma + '"name":' + quote(message.name);
    comma = ',';
  }
  if (message.environment !== undefined) {
    text += comma + '"environment":' + quote(message.environment);
    comma = ',';
  }
  if (message.location !== undefined) {
    text += comma + '"location":' + quote(message.location);
    comma = ',';
  }
  if (message.version !== undefined) {
    text += comma + '"version":' + quote(message.version);
    comma = ',';
  }
  if (message.ports !== undefined) {
    text += comma + '"ports":' + printPorts(message.ports);
    comma = ',';
  }
  if (message.labels !== undefined) {
    text += comma + '"labels":' + printLabels(message.labels);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readDiscoveryInfo(json: JsonObject): DiscoveryInfo {
  const message = {} as Writable<DiscoveryInfo>;
  let value: unknown;
  value = json['visibility'];
  if (value !== undefined && value !== null) message.visibility = readRequiredEnum<DiscoveryInfo_Visibility>(value, 'visibility', DISCOVERY_INFO_VISIBILITY_NAMES);
  value = json['name'];
  if (value !== undefined && value !== null) message.name = readString(value, 'name');
  value = json['environment'];
  if (value !== undefined && value !== null) message.environment = readString(value, 'environment');
  value = json['location'];
  if (value !== undefined && value !== null) message.location = readString(value, 'location');
  value = json['version'];
  if (value !== undefined && value !== null) message.version = readString(value, 'version');
  value = json['ports'];
  if (value !== undefined && value !== null) message.ports = readPorts(readObject(value, 'ports'));
  value = json['labels'];
  if (value !== undefined && value !== null) message.labels = readLabels(readObject(value, 'labels'));
  return message;
}

function encodeDiscoveryInfo(message: DiscoveryInfo, writer: Writer): Writer {
  if (message.visibility !== undefined) writer.uint32(8).int32(DiscoveryInfo_VisibilityNumbers[message.visibility]);
  if (message.name !== undefined) writer.uint32(18).string(message.name);
  if (message.environment !== undefined) writer.uint32(26).string(message.environment);
  if (message.location !== undefined) writer.uint32(34).string(message.location);
  if (message.version !== undefined) writer.uint32(42).string(message.version);
  if (message.ports !== undefined) encodePorts(message.ports, writer.uint32(50).fork()).ldelim();
  if (message.labels !== undefined) encodeLabels(message.labels, writer.uint32(58).fork()).ldelim();
  return writer;
}

function decodeDiscoveryInfo(reader: Reader, end: number, depth: number): DiscoveryInfo {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<DiscoveryInfo>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = DISCOVERY_INFO_VISIBILITY_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.visibility = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.name = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.environment = reader.string();
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.location = reader.string();
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.version = reader.string();
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ports = decodePorts(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.labels = decodeLabels(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingDiscoveryInfo(message: DiscoveryInfo, path: string, missing: string[]): void {
  if (message.visibility === undefined) missing.push(path + 'visibility');
  if (message.ports !== undefined) missingPorts(message.ports, path + 'ports.', missing);
  if (message.labels !== undefined) missingLabels(message.labels, path + 'labels.', missing);
}

function printLinkCall(message: LinkCall): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.agent_id !== undefined) {
    text += comma + '"agent_id":' + printAgentID(message.agent_id);
    comma = ',';
  }
  if (message.subscribe !== undefined) {
    text += comma + '"subscribe":' + printLinkCall_Subscribe(message.subscribe);
    comma = ',';
  }
  if (message.update !== undefined) {
    text += comma + '"update":' + printLinkCall_Update(message.update);
    comma = ',';
  }
  if (message.pong !== undefined) {
    text += comma + '"pong":' + printLinkCall_Pong(message.pong);
    comma = ',';
  }
  if (message.executor_exited !== undefined) {
    text += comma + '"executor_exited":' + printLinkCall_ExecutorExited(message.executor_exited);
    comma = ',';
  }
  if (message.executor_message !== undefined) {
    text += comma + '"executor_message":' + printLinkCall_ExecutorMessage(message.executor_message);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkCall(json: JsonObject): LinkCall {
  const message = {} as Writable<LinkCall>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<LinkCall_Type>(value, 'type', LINK_CALL_TYPE_NAMES);
  value = json['agent_id'];
  if (value !== undefined && value !== null) message.agent_id = readAgentID(readObject(value, 'agent_id'));
  value = json['subscribe'];
  if (value !== undefined && value !== null) message.subscribe = readLinkCall_Subscribe(readObject(value, 'subscribe'));
  value = json['update'];
  if (value !== undefined && value !== null) message.update = readLinkCall_Update(readObject(value, 'update'));
  value = json['pong'];
  if (value !== undefined && value !== null) message.pong = readLinkCall_Pong(readObject(value, 'pong'));
  value = json['executor_exited'];
  if (value !== undefined && value !== null) message.executor_exited = readLinkCall_ExecutorExited(readObject(value, 'executor_exited'));
  value = json['executor_message'];
  if (value !== undefined && value !== null) message.executor_message = readLinkCall_ExecutorMessage(readObject(value, 'executor_message'));
  return message;
}

function encodeLinkCall(message: LinkCall, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(LinkCall_TypeNumbers[message.type]);
  if (message.agent_id !== undefined) encodeAgentID(message.agent_id, writer.uint32(18).fork()).ldelim();
  if (message.subscribe !== undefined) encodeLinkCall_Subscribe(message.subscribe, writer.uint32(26).fork()).ldelim();
  if (message.update !== undefined) encodeLinkCall_Update(message.update, writer.uint32(34).fork()).ldelim();
  if (message.pong !== undefined) encodeLinkCall_Pong(message.pong, writer.uint32(42).fork()).ldelim();
  if (message.executor_exited !== undefined) encodeLinkCall_ExecutorExited(message.executor_exited, writer.uint32(50).fork()).ldelim();
  if (message.executor_message !== undefined) encodeLinkCall_ExecutorMessage(message.executor_message, writer.uint32(58).fork()).ldelim();
  return writer;
}

function decodeLinkCall(reader: Reader, end: number, depth: number): LinkCall {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkCall>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = LINK_CALL_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.agent_id = decodeAgentID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.subscribe = decodeLinkCall_Subscribe(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.update = decodeLinkCall_Update(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.pong = decodeLinkCall_Pong(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_exited = decodeLinkCall_ExecutorExited(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_message = decodeLinkCall_ExecutorMessage(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkCall(message: LinkCall, path: string, missing: string[]): void {
  if (message.agent_id !== undefined) missingAgentID(message.agent_id, path + 'agent_id.', missing);
  if (message.subscribe !== undefined) missingLinkCall_Subscribe(message.subscribe, path + 'subscribe.', missing);
  if (message.update !== undefined) missingLinkCall_Update(message.update, path + 'update.', missing);
  if (message.executor_exited !== undefined) missingLinkCall_ExecutorExited(message.executor_exited, path + 'executor_exited.', missing);
  if (message.executor_message !== undefined) missingLinkCall_ExecutorMessage(message.executor_message, path + 'executor_message.', missing);
}

/** `stoa.link.v1.Call` on the wire. */
export const LinkCallCodec: Codec<LinkCall> = makeCodec({
  name: 'LinkCall',
  print: printLinkCall,
  read: readLinkCall,
  encode: encodeLinkCall,
  decode: decodeLinkCall,
  missing: missingLinkCall,
});

function printLinkCall_Subscribe(message: LinkCall_Subscribe): string {
  let text = '';
  let comma = '{';
  if (message.agent_info !== undefined) {
    text += comma + '"agent_info":' + printAgentInfo(message.agent_info);
    comma = ',';
  }
  if (message.version !== undefined) {
    text += comma + '"version":' + quote(message.version);
    comma = ',';
  }
  if (message.capabilities !== undefined && message.capabilities.length > 0) {
    text += comma + '"capabilities":' + printList(message.capabilities, (item) => quote(item));
    comma = ',';
  }
  if (message.checkpointed_resources !== undefined && message.checkpointed_resources.length > 0) {
    text += comma + '"checkpointed_resources":' + printList(message.checkpointed_resources, printResource);
    comma = ',';
  }
  if (message.frameworks !== undefined && message.frameworks.length > 0) {
    text += comma + '"frameworks":' + printList(message.frameworks, printFrameworkInfo);
    comma = ',';
  }
  if (message.executors !== undefined && message.executors.length > 0) {
    text += comma + '"executors":' + printList(message.executors, printExecutorInfo);
    comma = ',';
  }
  if (message.tasks !== undefined && message.tasks.length > 0) {
    text += comma + '"tasks":' + printList(message.tasks, printTask);
    comma = ',';
  }
  if (message.boot_id !== undefined) {
    text += comma + '"boot_id":' + quote(message.boot_id);
    comma = ',';
  }
  if (message.process_id !== undefined) {
    text += comma + '"process_id":' + quote(message.process_id);
    comma = ',';
  }
  if (message.ip !== undefined) {
    text += comma + '"ip":' + quote(message.ip);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkCall_Subscribe(json: JsonObject): LinkCall_Subscribe {
  const message = {} as Writable<LinkCall_Subscribe>;
  let value: unknown;
  value = json['agent_info'];
  if (value !== undefined && value !== null) message.agent_info = readAgentInfo(readObject(value, 'agent_info'));
  value = json['version'];
  if (value !== undefined && value !== null) message.version = readString(value, 'version');
  value = json['capabilities'];
  if (value !== undefined && value !== null) message.capabilities = readList(value, (item) => readString(item, 'capabilities'));
  value = json['checkpointed_resources'];
  if (value !== undefined && value !== null) message.checkpointed_resources = readList(value, (item) => readResource(readObject(item, 'checkpointed_resources')));
  value = json['frameworks'];
  if (value !== undefined && value !== null) message.frameworks = readList(value, (item) => readFrameworkInfo(readObject(item, 'frameworks')));
  value = json['executors'];
  if (value !== undefined && value !== null) message.executors = readList(value, (item) => readExecutorInfo(readObject(item, 'executors')));
  value = json['tasks'];
  if (value !== undefined && value !== null) message.tasks = readList(value, (item) => readTask(readObject(item, 'tasks')));
  value = json['boot_id'];
  if (value !== undefined && value !== null) message.boot_id = readString(value, 'boot_id');
  value = json['process_id'];
  if (value !== undefined && value !== null) message.process_id = readString(value, 'process_id');
  value = json['ip'];
  if (value !== undefined && value !== null) message.ip = readString(value, 'ip');
  return message;
}

function encodeLinkCall_Subscribe(message: LinkCall_Subscribe, writer: Writer): Writer {
  if (message.agent_info !== undefined) encodeAgentInfo(message.agent_info, writer.uint32(10).fork()).ldelim();
  if (message.version !== undefined) writer.uint32(18).string(message.version);
  if (message.capabilities !== undefined) {
    for (const item of message.capabilities) writer.uint32(26).string(item);
  }
  if (message.checkpointed_resources !== undefined) {
    for (const item of message.checkpointed_resources) encodeResource(item, writer.uint32(34).fork()).ldelim();
  }
  if (message.frameworks !== undefined) {
    for (const item of message.frameworks) encodeFrameworkInfo(item, writer.uint32(42).fork()).ldelim();
  }
  if (message.executors !== undefined) {
    for (const item of message.executors) encodeExecutorInfo(item, writer.uint32(50).fork()).ldelim();
  }
  if (message.tasks !== undefined) {
    for (const item of message.tasks) encodeTask(item, writer.uint32(58).fork()).ldelim();
  }
  if (message.boot_id !== undefined) writer.uint32(66).string(message.boot_id);
  if (message.process_id !== undefined) writer.uint32(74).string(message.process_id);
  if (message.ip !== undefined) writer.uint32(82).string(message.ip);
  return writer;
}

function decodeLinkCall_Subscribe(reader: Reader, end: number, depth: number): LinkCall_Subscribe {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkCall_Subscribe>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.agent_info = decodeAgentInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.version = reader.string();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.capabilities = append(message.capabilities, reader.string());
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.checkpointed_resources = append(message.checkpointed_resources, decodeResource(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.frameworks = append(message.frameworks, decodeFrameworkInfo(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executors = append(message.executors, decodeExecutorInfo(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.tasks = append(message.tasks, decodeTask(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.boot_id = reader.string();
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.process_id = reader.string();
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ip = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkCall_Subscribe(message: LinkCall_Subscribe, path: string, missing: string[]): void {
  if (message.agent_info === undefined) missing.push(path + 'agent_info');
  if (message.agent_info !== undefined) missingAgentInfo(message.agent_info, path + 'agent_info.', missing);
  message.checkpointed_resources?.forEach((item, at) => missingResource(item, path + 'checkpointed_resources[' + at + '].', missing));
  message.frameworks?.forEach((item, at) => missingFrameworkInfo(item, path + 'frameworks[' + at + '].', missing));
  message.executors?.forEach((item, at) => missingExecutorInfo(item, path + 'executors[' + at + '].', missing));
  message.tasks?.forEach((item, at) => missingTask(item, path + 'tasks[' + at + '].', missing));
}

/** `stoa.link.v1.Call.Subscribe` on the wire. */
export const LinkCall_SubscribeCodec: Codec<LinkCall_Subscribe> = makeCodec({
  name: 'LinkCall_Subscribe',
  print: printLinkCall_Subscribe,
  read: readLinkCall_Subscribe,
  encode: encodeLinkCall_Subscribe,
  decode: decodeLinkCall_Subscribe,
  missing: missingLinkCall_Subscribe,
});

function printLinkCall_Update(message: LinkCall_Update): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.status !== undefined) {
    text += comma + '"status":' + printTaskStatus(message.status);
    comma = ',';
  }
  if (message.latest_state !== undefined) {
    text += comma + '"latest_state":' + '"' + message.latest_state + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkCall_Update(json: JsonObject): LinkCall_Update {
  const message = {} as Writable<LinkCall_Update>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['status'];
  if (value !== undefined && value !== null) message.status = readTaskStatus(readObject(value, 'status'));
  value = json['latest_state'];
  if (value !== undefined && value !== null) message.latest_state = readEnum<TaskState>(value, 'latest_state', TASK_STATE_NAMES);
  return message;
}

function encodeLinkCall_Update(message: LinkCall_Update, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.status !== undefined) encodeTaskStatus(message.status, writer.uint32(18).fork()).ldelim();
  if (message.latest_state !== undefined) writer.uint32(24).int32(TaskStateNumbers[message.latest_state]);
  return writer;
}

function decodeLinkCall_Update(reader: Reader, end: number, depth: number): LinkCall_Update {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkCall_Update>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.status = decodeTaskStatus(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = TASK_STATE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.latest_state = item;
        break;
      }
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkCall_Update(message: LinkCall_Update, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.status === undefined) missing.push(path + 'status');
  if (message.status !== undefined) missingTaskStatus(message.status, path + 'status.', missing);
}

/** `stoa.link.v1.Call.Update` on the wire. */
export const LinkCall_UpdateCodec: Codec<LinkCall_Update> = makeCodec({
  name: 'LinkCall_Update',
  print: printLinkCall_Update,
  read: readLinkCall_Update,
  encode: encodeLinkCall_Update,
  decode: decodeLinkCall_Update,
  missing: missingLinkCall_Update,
});

function printLinkCall_Pong(_message: LinkCall_Pong): string {
  return '{}';
}

function readLinkCall_Pong(_json: JsonObject): LinkCall_Pong {
  return {};
}

function encodeLinkCall_Pong(_message: LinkCall_Pong, writer: Writer): Writer {
  return writer;
}

function decodeLinkCall_Pong(reader: Reader, end: number, depth: number): LinkCall_Pong {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkCall_Pong>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    reader.skipType(tag & 7);
  }
  return message;
}

/** `stoa.link.v1.Call.Pong` on the wire. */
export const LinkCall_PongCodec: Codec<LinkCall_Pong> = makeCodec({
  name: 'LinkCall_Pong',
  print: printLinkCall_Pong,
  read: readLinkCall_Pong,
  encode: encodeLinkCall_Pong,
  decode: decodeLinkCall_Pong,
  missing: nothingMissing,
});

function printLinkCall_ExecutorExited(message: LinkCall_ExecutorExited): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  if (message.status !== undefined) {
    text += comma + '"status":' + String(message.status);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkCall_ExecutorExited(json: JsonObject): LinkCall_ExecutorExited {
  const message = {} as Writable<LinkCall_ExecutorExited>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  value = json['status'];
  if (value !== undefined && value !== null) message.status = readInt32(value, 'status');
  return message;
}

function encodeLinkCall_ExecutorExited(message: LinkCall_ExecutorExited, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(18).fork()).ldelim();
  if (message.status !== undefined) writer.uint32(24).int32(message.status);
  return writer;
}

function decodeLinkCall_ExecutorExited(reader: Reader, end: number, depth: number): LinkCall_ExecutorExited {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkCall_ExecutorExited>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.status = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkCall_ExecutorExited(message: LinkCall_ExecutorExited, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.executor_id === undefined) missing.push(path + 'executor_id');
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
}

/** `stoa.link.v1.Call.ExecutorExited` on the wire. */
export const LinkCall_ExecutorExitedCodec: Codec<LinkCall_ExecutorExited> = makeCodec({
  name: 'LinkCall_ExecutorExited',
  print: printLinkCall_ExecutorExited,
  read: readLinkCall_ExecutorExited,
  encode: encodeLinkCall_ExecutorExited,
  decode: decodeLinkCall_ExecutorExited,
  missing: missingLinkCall_ExecutorExited,
});

function printLinkCall_ExecutorMessage(message: LinkCall_ExecutorMessage): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  if (message.data !== undefined) {
    text += comma + '"data":' + '"' + encodeBase64(message.data) + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkCall_ExecutorMessage(json: JsonObject): LinkCall_ExecutorMessage {
  const message = {} as Writable<LinkCall_ExecutorMessage>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  value = json['data'];
  if (value !== undefined && value !== null) message.data = readBytes(value, 'data');
  return message;
}

function encodeLinkCall_ExecutorMessage(message: LinkCall_ExecutorMessage, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(18).fork()).ldelim();
  if (message.data !== undefined) writer.uint32(26).bytes(message.data);
  return writer;
}

function decodeLinkCall_ExecutorMessage(reader: Reader, end: number, depth: number): LinkCall_ExecutorMessage {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkCall_ExecutorMessage>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.data = decodeBytes(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkCall_ExecutorMessage(message: LinkCall_ExecutorMessage, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.executor_id === undefined) missing.push(path + 'executor_id');
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
  if (message.data === undefined) missing.push(path + 'data');
}

/** `stoa.link.v1.Call.ExecutorMessage` on the wire. */
export const LinkCall_ExecutorMessageCodec: Codec<LinkCall_ExecutorMessage> = makeCodec({
  name: 'LinkCall_ExecutorMessage',
  print: printLinkCall_ExecutorMessage,
  read: readLinkCall_ExecutorMessage,
  encode: encodeLinkCall_ExecutorMessage,
  decode: decodeLinkCall_ExecutorMessage,
  missing: missingLinkCall_ExecutorMessage,
});

function printLinkEvent(message: LinkEvent): string {
  let text = '';
  let comma = '{';
  if (message.type !== undefined) {
    text += comma + '"type":' + '"' + message.type + '"';
    comma = ',';
  }
  if (message.subscribed !== undefined) {
    text += comma + '"subscribed":' + printLinkEvent_Subscribed(message.subscribed);
    comma = ',';
  }
  if (message.run_task !== undefined) {
    text += comma + '"run_task":' + printLinkEvent_RunTask(message.run_task);
    comma = ',';
  }
  if (message.run_task_group !== undefined) {
    text += comma + '"run_task_group":' + printLinkEvent_RunTaskGroup(message.run_task_group);
    comma = ',';
  }
  if (message.kill_task !== undefined) {
    text += comma + '"kill_task":' + printLinkEvent_KillTask(message.kill_task);
    comma = ',';
  }
  if (message.acknowledge !== undefined) {
    text += comma + '"acknowledge":' + printLinkEvent_Acknowledge(message.acknowledge);
    comma = ',';
  }
  if (message.shutdown_framework !== undefined) {
    text += comma + '"shutdown_framework":' + printLinkEvent_ShutdownFramework(message.shutdown_framework);
    comma = ',';
  }
  if (message.shutdown_executor !== undefined) {
    text += comma + '"shutdown_executor":' + printLinkEvent_ShutdownExecutor(message.shutdown_executor);
    comma = ',';
  }
  if (message.update_framework !== undefined) {
    text += comma + '"update_framework":' + printLinkEvent_UpdateFramework(message.update_framework);
    comma = ',';
  }
  if (message.reconcile !== undefined) {
    text += comma + '"reconcile":' + printLinkEvent_Reconcile(message.reconcile);
    comma = ',';
  }
  if (message.framework_message !== undefined) {
    text += comma + '"framework_message":' + printLinkEvent_FrameworkMessage(message.framework_message);
    comma = ',';
  }
  if (message.error !== undefined) {
    text += comma + '"error":' + printLinkEvent_Error(message.error);
    comma = ',';
  }
  if (message.ping !== undefined) {
    text += comma + '"ping":' + printLinkEvent_Ping(message.ping);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent(json: JsonObject): LinkEvent {
  const message = {} as Writable<LinkEvent>;
  let value: unknown;
  value = json['type'];
  if (value !== undefined && value !== null) message.type = readEnum<LinkEvent_Type>(value, 'type', LINK_EVENT_TYPE_NAMES);
  value = json['subscribed'];
  if (value !== undefined && value !== null) message.subscribed = readLinkEvent_Subscribed(readObject(value, 'subscribed'));
  value = json['run_task'];
  if (value !== undefined && value !== null) message.run_task = readLinkEvent_RunTask(readObject(value, 'run_task'));
  value = json['run_task_group'];
  if (value !== undefined && value !== null) message.run_task_group = readLinkEvent_RunTaskGroup(readObject(value, 'run_task_group'));
  value = json['kill_task'];
  if (value !== undefined && value !== null) message.kill_task = readLinkEvent_KillTask(readObject(value, 'kill_task'));
  value = json['acknowledge'];
  if (value !== undefined && value !== null) message.acknowledge = readLinkEvent_Acknowledge(readObject(value, 'acknowledge'));
  value = json['shutdown_framework'];
  if (value !== undefined && value !== null) message.shutdown_framework = readLinkEvent_ShutdownFramework(readObject(value, 'shutdown_framework'));
  value = json['shutdown_executor'];
  if (value !== undefined && value !== null) message.shutdown_executor = readLinkEvent_ShutdownExecutor(readObject(value, 'shutdown_executor'));
  value = json['update_framework'];
  if (value !== undefined && value !== null) message.update_framework = readLinkEvent_UpdateFramework(readObject(value, 'update_framework'));
  value = json['reconcile'];
  if (value !== undefined && value !== null) message.reconcile = readLinkEvent_Reconcile(readObject(value, 'reconcile'));
  value = json['framework_message'];
  if (value !== undefined && value !== null) message.framework_message = readLinkEvent_FrameworkMessage(readObject(value, 'framework_message'));
  value = json['error'];
  if (value !== undefined && value !== null) message.error = readLinkEvent_Error(readObject(value, 'error'));
  value = json['ping'];
  if (value !== undefined && value !== null) message.ping = readLinkEvent_Ping(readObject(value, 'ping'));
  return message;
}

function encodeLinkEvent(message: LinkEvent, writer: Writer): Writer {
  if (message.type !== undefined) writer.uint32(8).int32(LinkEvent_TypeNumbers[message.type]);
  if (message.subscribed !== undefined) encodeLinkEvent_Subscribed(message.subscribed, writer.uint32(18).fork()).ldelim();
  if (message.run_task !== undefined) encodeLinkEvent_RunTask(message.run_task, writer.uint32(26).fork()).ldelim();
  if (message.run_task_group !== undefined) encodeLinkEvent_RunTaskGroup(message.run_task_group, writer.uint32(34).fork()).ldelim();
  if (message.kill_task !== undefined) encodeLinkEvent_KillTask(message.kill_task, writer.uint32(42).fork()).ldelim();
  if (message.acknowledge !== undefined) encodeLinkEvent_Acknowledge(message.acknowledge, writer.uint32(50).fork()).ldelim();
  if (message.shutdown_framework !== undefined) encodeLinkEvent_ShutdownFramework(message.shutdown_framework, writer.uint32(58).fork()).ldelim();
  if (message.shutdown_executor !== undefined) encodeLinkEvent_ShutdownExecutor(message.shutdown_executor, writer.uint32(66).fork()).ldelim();
  if (message.update_framework !== undefined) encodeLinkEvent_UpdateFramework(message.update_framework, writer.uint32(74).fork()).ldelim();
  if (message.reconcile !== undefined) encodeLinkEvent_Reconcile(message.reconcile, writer.uint32(82).fork()).ldelim();
  if (message.framework_message !== undefined) encodeLinkEvent_FrameworkMessage(message.framework_message, writer.uint32(90).fork()).ldelim();
  if (message.error !== undefined) encodeLinkEvent_Error(message.error, writer.uint32(98).fork()).ldelim();
  if (message.ping !== undefined) encodeLinkEvent_Ping(message.ping, writer.uint32(106).fork()).ldelim();
  return writer;
}

function decodeLinkEvent(reader: Reader, end: number, depth: number): LinkEvent {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        {
        const item = LINK_EVENT_TYPE_BY_NUMBER.get(reader.int32());
        if (item !== undefined) message.type = item;
        break;
      }
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.subscribed = decodeLinkEvent_Subscribed(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.run_task = decodeLinkEvent_RunTask(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 4: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.run_task_group = decodeLinkEvent_RunTaskGroup(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 5: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.kill_task = decodeLinkEvent_KillTask(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 6: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.acknowledge = decodeLinkEvent_Acknowledge(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 7: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.shutdown_framework = decodeLinkEvent_ShutdownFramework(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 8: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.shutdown_executor = decodeLinkEvent_ShutdownExecutor(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 9: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.update_framework = decodeLinkEvent_UpdateFramework(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 10: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.reconcile = decodeLinkEvent_Reconcile(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 11: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_message = decodeLinkEvent_FrameworkMessage(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 12: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.error = decodeLinkEvent_Error(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 13: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.ping = decodeLinkEvent_Ping(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent(message: LinkEvent, path: string, missing: string[]): void {
  if (message.subscribed !== undefined) missingLinkEvent_Subscribed(message.subscribed, path + 'subscribed.', missing);
  if (message.run_task !== undefined) missingLinkEvent_RunTask(message.run_task, path + 'run_task.', missing);
  if (message.run_task_group !== undefined) missingLinkEvent_RunTaskGroup(message.run_task_group, path + 'run_task_group.', missing);
  if (message.kill_task !== undefined) missingLinkEvent_KillTask(message.kill_task, path + 'kill_task.', missing);
  if (message.acknowledge !== undefined) missingLinkEvent_Acknowledge(message.acknowledge, path + 'acknowledge.', missing);
  if (message.shutdown_framework !== undefined) missingLinkEvent_ShutdownFramework(message.shutdown_framework, path + 'shutdown_framework.', missing);
  if (message.shutdown_executor !== undefined) missingLinkEvent_ShutdownExecutor(message.shutdown_executor, path + 'shutdown_executor.', missing);
  if (message.update_framework !== undefined) missingLinkEvent_UpdateFramework(message.update_framework, path + 'update_framework.', missing);
  if (message.reconcile !== undefined) missingLinkEvent_Reconcile(message.reconcile, path + 'reconcile.', missing);
  if (message.framework_message !== undefined) missingLinkEvent_FrameworkMessage(message.framework_message, path + 'framework_message.', missing);
}

/** `stoa.link.v1.Event` on the wire. */
export const LinkEventCodec: Codec<LinkEvent> = makeCodec({
  name: 'LinkEvent',
  print: printLinkEvent,
  read: readLinkEvent,
  encode: encodeLinkEvent,
  decode: decodeLinkEvent,
  missing: missingLinkEvent,
});

function printLinkEvent_Subscribed(message: LinkEvent_Subscribed): string {
  let text = '';
  let comma = '{';
  if (message.agent_id !== undefined) {
    text += comma + '"agent_id":' + printAgentID(message.agent_id);
    comma = ',';
  }
  if (message.ping_timeout_seconds !== undefined) {
    text += comma + '"ping_timeout_seconds":' + printDouble(message.ping_timeout_seconds);
    comma = ',';
  }
  if (message.master_info !== undefined) {
    text += comma + '"master_info":' + printMasterInfo(message.master_info);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_Subscribed(json: JsonObject): LinkEvent_Subscribed {
  const message = {} as Writable<LinkEvent_Subscribed>;
  let value: unknown;
  value = json['agent_id'];
  if (value !== undefined && value !== null) message.agent_id = readAgentID(readObject(value, 'agent_id'));
  value = json['ping_timeout_seconds'];
  if (value !== undefined && value !== null) message.ping_timeout_seconds = readDouble(value, 'ping_timeout_seconds');
  value = json['master_info'];
  if (value !== undefined && value !== null) message.master_info = readMasterInfo(readObject(value, 'master_info'));
  return message;
}

function encodeLinkEvent_Subscribed(message: LinkEvent_Subscribed, writer: Writer): Writer {
  if (message.agent_id !== undefined) encodeAgentID(message.agent_id, writer.uint32(10).fork()).ldelim();
  if (message.ping_timeout_seconds !== undefined) writer.uint32(17).double(message.ping_timeout_seconds);
  if (message.master_info !== undefined) encodeMasterInfo(message.master_info, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_Subscribed(reader: Reader, end: number, depth: number): LinkEvent_Subscribed {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_Subscribed>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.agent_id = decodeAgentID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 1) { reader.skipType(tag & 7); break; }
        message.ping_timeout_seconds = reader.double();
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.master_info = decodeMasterInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_Subscribed(message: LinkEvent_Subscribed, path: string, missing: string[]): void {
  if (message.agent_id === undefined) missing.push(path + 'agent_id');
  if (message.agent_id !== undefined) missingAgentID(message.agent_id, path + 'agent_id.', missing);
  if (message.master_info !== undefined) missingMasterInfo(message.master_info, path + 'master_info.', missing);
}

/** `stoa.link.v1.Event.Subscribed` on the wire. */
export const LinkEvent_SubscribedCodec: Codec<LinkEvent_Subscribed> = makeCodec({
  name: 'LinkEvent_Subscribed',
  print: printLinkEvent_Subscribed,
  read: readLinkEvent_Subscribed,
  encode: encodeLinkEvent_Subscribed,
  decode: decodeLinkEvent_Subscribed,
  missing: missingLinkEvent_Subscribed,
});

function printLinkEvent_Ping(message: LinkEvent_Ping): string {
  let text = '';
  let comma = '{';
  if (message.connected !== undefined) {
    text += comma + '"connected":' + String(message.connected);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_Ping(json: JsonObject): LinkEvent_Ping {
  const message = {} as Writable<LinkEvent_Ping>;
  let value: unknown;
  value = json['connected'];
  if (value !== undefined && value !== null) message.connected = readBool(value, 'connected');
  return message;
}

function encodeLinkEvent_Ping(message: LinkEvent_Ping, writer: Writer): Writer {
  if (message.connected !== undefined) writer.uint32(8).bool(message.connected);
  return writer;
}

function decodeLinkEvent_Ping(reader: Reader, end: number, depth: number): LinkEvent_Ping {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_Ping>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 0) { reader.skipType(tag & 7); break; }
        message.connected = reader.bool();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

/** `stoa.link.v1.Event.Ping` on the wire. */
export const LinkEvent_PingCodec: Codec<LinkEvent_Ping> = makeCodec({
  name: 'LinkEvent_Ping',
  print: printLinkEvent_Ping,
  read: readLinkEvent_Ping,
  encode: encodeLinkEvent_Ping,
  decode: decodeLinkEvent_Ping,
  missing: nothingMissing,
});

function printLinkEvent_RunTask(message: LinkEvent_RunTask): string {
  let text = '';
  let comma = '{';
  if (message.framework_info !== undefined) {
    text += comma + '"framework_info":' + printFrameworkInfo(message.framework_info);
    comma = ',';
  }
  if (message.task !== undefined) {
    text += comma + '"task":' + printTaskInfo(message.task);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_RunTask(json: JsonObject): LinkEvent_RunTask {
  const message = {} as Writable<LinkEvent_RunTask>;
  let value: unknown;
  value = json['framework_info'];
  if (value !== undefined && value !== null) message.framework_info = readFrameworkInfo(readObject(value, 'framework_info'));
  value = json['task'];
  if (value !== undefined && value !== null) message.task = readTaskInfo(readObject(value, 'task'));
  return message;
}

function encodeLinkEvent_RunTask(message: LinkEvent_RunTask, writer: Writer): Writer {
  if (message.framework_info !== undefined) encodeFrameworkInfo(message.framework_info, writer.uint32(10).fork()).ldelim();
  if (message.task !== undefined) encodeTaskInfo(message.task, writer.uint32(18).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_RunTask(reader: Reader, end: number, depth: number): LinkEvent_RunTask {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_RunTask>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_info = decodeFrameworkInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task = decodeTaskInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_RunTask(message: LinkEvent_RunTask, path: string, missing: string[]): void {
  if (message.framework_info === undefined) missing.push(path + 'framework_info');
  if (message.framework_info !== undefined) missingFrameworkInfo(message.framework_info, path + 'framework_info.', missing);
  if (message.task === undefined) missing.push(path + 'task');
  if (message.task !== undefined) missingTaskInfo(message.task, path + 'task.', missing);
}

/** `stoa.link.v1.Event.RunTask` on the wire. */
export const LinkEvent_RunTaskCodec: Codec<LinkEvent_RunTask> = makeCodec({
  name: 'LinkEvent_RunTask',
  print: printLinkEvent_RunTask,
  read: readLinkEvent_RunTask,
  encode: encodeLinkEvent_RunTask,
  decode: decodeLinkEvent_RunTask,
  missing: missingLinkEvent_RunTask,
});

function printLinkEvent_RunTaskGroup(message: LinkEvent_RunTaskGroup): string {
  let text = '';
  let comma = '{';
  if (message.framework_info !== undefined) {
    text += comma + '"framework_info":' + printFrameworkInfo(message.framework_info);
    comma = ',';
  }
  if (message.executor !== undefined) {
    text += comma + '"executor":' + printExecutorInfo(message.executor);
    comma = ',';
  }
  if (message.task_group !== undefined) {
    text += comma + '"task_group":' + printTaskGroupInfo(message.task_group);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_RunTaskGroup(json: JsonObject): LinkEvent_RunTaskGroup {
  const message = {} as Writable<LinkEvent_RunTaskGroup>;
  let value: unknown;
  value = json['framework_info'];
  if (value !== undefined && value !== null) message.framework_info = readFrameworkInfo(readObject(value, 'framework_info'));
  value = json['executor'];
  if (value !== undefined && value !== null) message.executor = readExecutorInfo(readObject(value, 'executor'));
  value = json['task_group'];
  if (value !== undefined && value !== null) message.task_group = readTaskGroupInfo(readObject(value, 'task_group'));
  return message;
}

function encodeLinkEvent_RunTaskGroup(message: LinkEvent_RunTaskGroup, writer: Writer): Writer {
  if (message.framework_info !== undefined) encodeFrameworkInfo(message.framework_info, writer.uint32(10).fork()).ldelim();
  if (message.executor !== undefined) encodeExecutorInfo(message.executor, writer.uint32(18).fork()).ldelim();
  if (message.task_group !== undefined) encodeTaskGroupInfo(message.task_group, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_RunTaskGroup(reader: Reader, end: number, depth: number): LinkEvent_RunTaskGroup {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_RunTaskGroup>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_info = decodeFrameworkInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor = decodeExecutorInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task_group = decodeTaskGroupInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_RunTaskGroup(message: LinkEvent_RunTaskGroup, path: string, missing: string[]): void {
  if (message.framework_info === undefined) missing.push(path + 'framework_info');
  if (message.framework_info !== undefined) missingFrameworkInfo(message.framework_info, path + 'framework_info.', missing);
  if (message.executor === undefined) missing.push(path + 'executor');
  if (message.executor !== undefined) missingExecutorInfo(message.executor, path + 'executor.', missing);
  if (message.task_group === undefined) missing.push(path + 'task_group');
  if (message.task_group !== undefined) missingTaskGroupInfo(message.task_group, path + 'task_group.', missing);
}

/** `stoa.link.v1.Event.RunTaskGroup` on the wire. */
export const LinkEvent_RunTaskGroupCodec: Codec<LinkEvent_RunTaskGroup> = makeCodec({
  name: 'LinkEvent_RunTaskGroup',
  print: printLinkEvent_RunTaskGroup,
  read: readLinkEvent_RunTaskGroup,
  encode: encodeLinkEvent_RunTaskGroup,
  decode: decodeLinkEvent_RunTaskGroup,
  missing: missingLinkEvent_RunTaskGroup,
});

function printLinkEvent_KillTask(message: LinkEvent_KillTask): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.task_id !== undefined) {
    text += comma + '"task_id":' + printTaskID(message.task_id);
    comma = ',';
  }
  if (message.kill_policy !== undefined) {
    text += comma + '"kill_policy":' + printKillPolicy(message.kill_policy);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_KillTask(json: JsonObject): LinkEvent_KillTask {
  const message = {} as Writable<LinkEvent_KillTask>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['task_id'];
  if (value !== undefined && value !== null) message.task_id = readTaskID(readObject(value, 'task_id'));
  value = json['kill_policy'];
  if (value !== undefined && value !== null) message.kill_policy = readKillPolicy(readObject(value, 'kill_policy'));
  return message;
}

function encodeLinkEvent_KillTask(message: LinkEvent_KillTask, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.task_id !== undefined) encodeTaskID(message.task_id, writer.uint32(18).fork()).ldelim();
  if (message.kill_policy !== undefined) encodeKillPolicy(message.kill_policy, writer.uint32(26).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_KillTask(reader: Reader, end: number, depth: number): LinkEvent_KillTask {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_KillTask>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task_id = decodeTaskID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.kill_policy = decodeKillPolicy(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_KillTask(message: LinkEvent_KillTask, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.task_id === undefined) missing.push(path + 'task_id');
  if (message.task_id !== undefined) missingTaskID(message.task_id, path + 'task_id.', missing);
  if (message.kill_policy !== undefined) missingKillPolicy(message.kill_policy, path + 'kill_policy.', missing);
}

/** `stoa.link.v1.Event.KillTask` on the wire. */
export const LinkEvent_KillTaskCodec: Codec<LinkEvent_KillTask> = makeCodec({
  name: 'LinkEvent_KillTask',
  print: printLinkEvent_KillTask,
  read: readLinkEvent_KillTask,
  encode: encodeLinkEvent_KillTask,
  decode: decodeLinkEvent_KillTask,
  missing: missingLinkEvent_KillTask,
});

function printLinkEvent_Acknowledge(message: LinkEvent_Acknowledge): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.task_id !== undefined) {
    text += comma + '"task_id":' + printTaskID(message.task_id);
    comma = ',';
  }
  if (message.uuid !== undefined) {
    text += comma + '"uuid":' + '"' + encodeBase64(message.uuid) + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_Acknowledge(json: JsonObject): LinkEvent_Acknowledge {
  const message = {} as Writable<LinkEvent_Acknowledge>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['task_id'];
  if (value !== undefined && value !== null) message.task_id = readTaskID(readObject(value, 'task_id'));
  value = json['uuid'];
  if (value !== undefined && value !== null) message.uuid = readBytes(value, 'uuid');
  return message;
}

function encodeLinkEvent_Acknowledge(message: LinkEvent_Acknowledge, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.task_id !== undefined) encodeTaskID(message.task_id, writer.uint32(18).fork()).ldelim();
  if (message.uuid !== undefined) writer.uint32(26).bytes(message.uuid);
  return writer;
}

function decodeLinkEvent_Acknowledge(reader: Reader, end: number, depth: number): LinkEvent_Acknowledge {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_Acknowledge>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.task_id = decodeTaskID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.uuid = decodeBytes(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_Acknowledge(message: LinkEvent_Acknowledge, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.task_id === undefined) missing.push(path + 'task_id');
  if (message.task_id !== undefined) missingTaskID(message.task_id, path + 'task_id.', missing);
  if (message.uuid === undefined) missing.push(path + 'uuid');
}

/** `stoa.link.v1.Event.Acknowledge` on the wire. */
export const LinkEvent_AcknowledgeCodec: Codec<LinkEvent_Acknowledge> = makeCodec({
  name: 'LinkEvent_Acknowledge',
  print: printLinkEvent_Acknowledge,
  read: readLinkEvent_Acknowledge,
  encode: encodeLinkEvent_Acknowledge,
  decode: decodeLinkEvent_Acknowledge,
  missing: missingLinkEvent_Acknowledge,
});

function printLinkEvent_ShutdownFramework(message: LinkEvent_ShutdownFramework): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_ShutdownFramework(json: JsonObject): LinkEvent_ShutdownFramework {
  const message = {} as Writable<LinkEvent_ShutdownFramework>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  return message;
}

function encodeLinkEvent_ShutdownFramework(message: LinkEvent_ShutdownFramework, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_ShutdownFramework(reader: Reader, end: number, depth: number): LinkEvent_ShutdownFramework {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_ShutdownFramework>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_ShutdownFramework(message: LinkEvent_ShutdownFramework, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
}

/** `stoa.link.v1.Event.ShutdownFramework` on the wire. */
export const LinkEvent_ShutdownFrameworkCodec: Codec<LinkEvent_ShutdownFramework> = makeCodec({
  name: 'LinkEvent_ShutdownFramework',
  print: printLinkEvent_ShutdownFramework,
  read: readLinkEvent_ShutdownFramework,
  encode: encodeLinkEvent_ShutdownFramework,
  decode: decodeLinkEvent_ShutdownFramework,
  missing: missingLinkEvent_ShutdownFramework,
});

function printLinkEvent_ShutdownExecutor(message: LinkEvent_ShutdownExecutor): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_ShutdownExecutor(json: JsonObject): LinkEvent_ShutdownExecutor {
  const message = {} as Writable<LinkEvent_ShutdownExecutor>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  return message;
}

function encodeLinkEvent_ShutdownExecutor(message: LinkEvent_ShutdownExecutor, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(18).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_ShutdownExecutor(reader: Reader, end: number, depth: number): LinkEvent_ShutdownExecutor {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_ShutdownExecutor>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_ShutdownExecutor(message: LinkEvent_ShutdownExecutor, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.executor_id === undefined) missing.push(path + 'executor_id');
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
}

/** `stoa.link.v1.Event.ShutdownExecutor` on the wire. */
export const LinkEvent_ShutdownExecutorCodec: Codec<LinkEvent_ShutdownExecutor> = makeCodec({
  name: 'LinkEvent_ShutdownExecutor',
  print: printLinkEvent_ShutdownExecutor,
  read: readLinkEvent_ShutdownExecutor,
  encode: encodeLinkEvent_ShutdownExecutor,
  decode: decodeLinkEvent_ShutdownExecutor,
  missing: missingLinkEvent_ShutdownExecutor,
});

function printLinkEvent_UpdateFramework(message: LinkEvent_UpdateFramework): string {
  let text = '';
  let comma = '{';
  if (message.framework_info !== undefined) {
    text += comma + '"framework_info":' + printFrameworkInfo(message.framework_info);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_UpdateFramework(json: JsonObject): LinkEvent_UpdateFramework {
  const message = {} as Writable<LinkEvent_UpdateFramework>;
  let value: unknown;
  value = json['framework_info'];
  if (value !== undefined && value !== null) message.framework_info = readFrameworkInfo(readObject(value, 'framework_info'));
  return message;
}

function encodeLinkEvent_UpdateFramework(message: LinkEvent_UpdateFramework, writer: Writer): Writer {
  if (message.framework_info !== undefined) encodeFrameworkInfo(message.framework_info, writer.uint32(10).fork()).ldelim();
  return writer;
}

function decodeLinkEvent_UpdateFramework(reader: Reader, end: number, depth: number): LinkEvent_UpdateFramework {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_UpdateFramework>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_info = decodeFrameworkInfo(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_UpdateFramework(message: LinkEvent_UpdateFramework, path: string, missing: string[]): void {
  if (message.framework_info === undefined) missing.push(path + 'framework_info');
  if (message.framework_info !== undefined) missingFrameworkInfo(message.framework_info, path + 'framework_info.', missing);
}

/** `stoa.link.v1.Event.UpdateFramework` on the wire. */
export const LinkEvent_UpdateFrameworkCodec: Codec<LinkEvent_UpdateFramework> = makeCodec({
  name: 'LinkEvent_UpdateFramework',
  print: printLinkEvent_UpdateFramework,
  read: readLinkEvent_UpdateFramework,
  encode: encodeLinkEvent_UpdateFramework,
  decode: decodeLinkEvent_UpdateFramework,
  missing: missingLinkEvent_UpdateFramework,
});

function printLinkEvent_Reconcile(message: LinkEvent_Reconcile): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.statuses !== undefined && message.statuses.length > 0) {
    text += comma + '"statuses":' + printList(message.statuses, printTaskStatus);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_Reconcile(json: JsonObject): LinkEvent_Reconcile {
  const message = {} as Writable<LinkEvent_Reconcile>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['statuses'];
  if (value !== undefined && value !== null) message.statuses = readList(value, (item) => readTaskStatus(readObject(item, 'statuses')));
  return message;
}

function encodeLinkEvent_Reconcile(message: LinkEvent_Reconcile, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.statuses !== undefined) {
    for (const item of message.statuses) encodeTaskStatus(item, writer.uint32(18).fork()).ldelim();
  }
  return writer;
}

function decodeLinkEvent_Reconcile(reader: Reader, end: number, depth: number): LinkEvent_Reconcile {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_Reconcile>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.statuses = append(message.statuses, decodeTaskStatus(reader, reader.uint32() + reader.pos, depth + 1));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_Reconcile(message: LinkEvent_Reconcile, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  message.statuses?.forEach((item, at) => missingTaskStatus(item, path + 'statuses[' + at + '].', missing));
}

/** `stoa.link.v1.Event.Reconcile` on the wire. */
export const LinkEvent_ReconcileCodec: Codec<LinkEvent_Reconcile> = makeCodec({
  name: 'LinkEvent_Reconcile',
  print: printLinkEvent_Reconcile,
  read: readLinkEvent_Reconcile,
  encode: encodeLinkEvent_Reconcile,
  decode: decodeLinkEvent_Reconcile,
  missing: missingLinkEvent_Reconcile,
});

function printLinkEvent_FrameworkMessage(message: LinkEvent_FrameworkMessage): string {
  let text = '';
  let comma = '{';
  if (message.framework_id !== undefined) {
    text += comma + '"framework_id":' + printFrameworkID(message.framework_id);
    comma = ',';
  }
  if (message.executor_id !== undefined) {
    text += comma + '"executor_id":' + printExecutorID(message.executor_id);
    comma = ',';
  }
  if (message.data !== undefined) {
    text += comma + '"data":' + '"' + encodeBase64(message.data) + '"';
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_FrameworkMessage(json: JsonObject): LinkEvent_FrameworkMessage {
  const message = {} as Writable<LinkEvent_FrameworkMessage>;
  let value: unknown;
  value = json['framework_id'];
  if (value !== undefined && value !== null) message.framework_id = readFrameworkID(readObject(value, 'framework_id'));
  value = json['executor_id'];
  if (value !== undefined && value !== null) message.executor_id = readExecutorID(readObject(value, 'executor_id'));
  value = json['data'];
  if (value !== undefined && value !== null) message.data = readBytes(value, 'data');
  return message;
}

function encodeLinkEvent_FrameworkMessage(message: LinkEvent_FrameworkMessage, writer: Writer): Writer {
  if (message.framework_id !== undefined) encodeFrameworkID(message.framework_id, writer.uint32(10).fork()).ldelim();
  if (message.executor_id !== undefined) encodeExecutorID(message.executor_id, writer.uint32(18).fork()).ldelim();
  if (message.data !== undefined) writer.uint32(26).bytes(message.data);
  return writer;
}

function decodeLinkEvent_FrameworkMessage(reader: Reader, end: number, depth: number): LinkEvent_FrameworkMessage {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_FrameworkMessage>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.framework_id = decodeFrameworkID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 2: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.executor_id = decodeExecutorID(reader, reader.uint32() + reader.pos, depth + 1);
        break;
      case 3: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.data = decodeBytes(reader);
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

function missingLinkEvent_FrameworkMessage(message: LinkEvent_FrameworkMessage, path: string, missing: string[]): void {
  if (message.framework_id === undefined) missing.push(path + 'framework_id');
  if (message.framework_id !== undefined) missingFrameworkID(message.framework_id, path + 'framework_id.', missing);
  if (message.executor_id === undefined) missing.push(path + 'executor_id');
  if (message.executor_id !== undefined) missingExecutorID(message.executor_id, path + 'executor_id.', missing);
  if (message.data === undefined) missing.push(path + 'data');
}

/** `stoa.link.v1.Event.FrameworkMessage` on the wire. */
export const LinkEvent_FrameworkMessageCodec: Codec<LinkEvent_FrameworkMessage> = makeCodec({
  name: 'LinkEvent_FrameworkMessage',
  print: printLinkEvent_FrameworkMessage,
  read: readLinkEvent_FrameworkMessage,
  encode: encodeLinkEvent_FrameworkMessage,
  decode: decodeLinkEvent_FrameworkMessage,
  missing: missingLinkEvent_FrameworkMessage,
});

function printLinkEvent_Error(message: LinkEvent_Error): string {
  let text = '';
  let comma = '{';
  if (message.message !== undefined) {
    text += comma + '"message":' + quote(message.message);
    comma = ',';
  }
  return comma === '{' ? '{}' : text + '}';
}

function readLinkEvent_Error(json: JsonObject): LinkEvent_Error {
  const message = {} as Writable<LinkEvent_Error>;
  let value: unknown;
  value = json['message'];
  if (value !== undefined && value !== null) message.message = readString(value, 'message');
  return message;
}

function encodeLinkEvent_Error(message: LinkEvent_Error, writer: Writer): Writer {
  if (message.message !== undefined) writer.uint32(10).string(message.message);
  return writer;
}

function decodeLinkEvent_Error(reader: Reader, end: number, depth: number): LinkEvent_Error {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<LinkEvent_Error>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1: if ((tag & 7) !== 2) { reader.skipType(tag & 7); break; }
        message.message = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return message;
}

/** `stoa.link.v1.Event.Error` on the wire. */
export const LinkEvent_ErrorCodec: Codec<LinkEvent_Error> = makeCodec({
  name: 'LinkEvent_Error',
  print: printLinkEvent_Error,
  read: readLinkEvent_Error,
  encode: encodeLinkEvent_Error,
  decode: decodeLinkEvent_Error,
  missing: nothingMissing,
});
