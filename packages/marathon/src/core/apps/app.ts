import type { Timestamp } from '@stoa/common';
import type { CheckJson, LinuxInfoJson, PortProtocol } from '@stoa/proto/marathon';
import type { AppId } from './app-id.ts';

/** A value of the environment: text, or the name of a secret in the app's `secrets`. */
export type EnvironmentValue = string | { readonly secret: string };

/** Field, operator and, where the operator takes one, a value (marathon-app.md §5). */
export type Constraint = readonly string[];

/** A file that is brought into the sandbox. */
export interface Fetch {
  readonly uri: string;
  readonly extract: boolean;
  readonly executable: boolean;
  readonly cache: boolean;
  readonly destPath?: string;
}

/** One network; names exist on container networks only. */
export interface Network {
  readonly mode: 'container' | 'container/bridge' | 'host';
  readonly name?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A port on the host's network; 0 asks for one to be chosen. */
export interface PortDefinition {
  readonly port: number;
  readonly protocol: PortProtocol;
  readonly name?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A port of a container. Without `hostPort` it is reached on the container's own address only. */
export interface PortMapping {
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly servicePort: number;
  readonly protocol: PortProtocol;
  readonly name?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly networkNames: readonly string[];
}

/** The image of a container. Forcing, privilege and parameters have no meaning without Docker. */
export interface Docker {
  readonly image: string;
  readonly forcePullImage: boolean;
  readonly privileged: boolean;
  readonly parameters: readonly { readonly key: string; readonly value: string }[];
  readonly pullConfig?: { readonly secret: string };
}

export type VolumeMode = 'RO' | 'RW';

/** A directory of the host inside the container. */
export interface HostVolume {
  readonly kind: 'host';
  readonly containerPath: string;
  readonly hostPath: string;
  readonly mode: VolumeMode;
}

/** Disk that outlives the task; it ties its instance to an agent. Sizes in MiB. */
export interface PersistentVolume {
  readonly kind: 'persistent';
  readonly containerPath: string;
  readonly mode: VolumeMode;
  readonly persistent: {
    readonly type: 'root' | 'path' | 'mount';
    readonly size: number;
    readonly maxSize?: number;
    readonly profileName?: string;
    readonly constraints: readonly Constraint[];
  };
}

/** A volume that a driver on the agent brings. */
export interface ExternalVolume {
  readonly kind: 'external';
  readonly containerPath: string;
  readonly mode: VolumeMode;
  readonly external: {
    readonly provider: string;
    readonly name: string;
    readonly size?: number;
    readonly shared: boolean;
    readonly options: Readonly<Record<string, unknown>>;
  };
}

/** A secret as a file. */
export interface SecretVolume {
  readonly kind: 'secret';
  readonly containerPath: string;
  readonly secret: string;
}

export type Volume = HostVolume | PersistentVolume | ExternalVolume | SecretVolume;

/** What a task's process sees around it. */
export interface Container {
  readonly type: 'MESOS' | 'DOCKER';
  readonly docker?: Docker;
  readonly portMappings: readonly PortMapping[];
  readonly volumes: readonly Volume[];
  readonly linuxInfo?: LinuxInfoJson;
}

export type HealthCheckProtocol =
  'HTTP' | 'HTTPS' | 'TCP' | 'COMMAND' | 'MESOS_HTTP' | 'MESOS_HTTPS' | 'MESOS_TCP';

/** A health check with every default in place. `port` wins over `portIndex`. */
export interface HealthCheck {
  readonly protocol: HealthCheckProtocol;
  readonly path?: string;
  readonly portIndex?: number;
  readonly port?: number;
  readonly gracePeriodSeconds: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row; the leader kills when more came, 0 means never (marathon-behaviour.md §7). */
  readonly maxConsecutiveFailures: number;
  readonly delaySeconds: number;
  readonly ignoreHttp1xx: boolean;
  readonly ipProtocol: 'IPv4' | 'IPv6';
  readonly command?: { readonly value: string };
}

export interface ReadinessCheck {
  readonly name: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly path: string;
  readonly portName: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly httpStatusCodesForReady: readonly number[];
  readonly preserveLastResponse: boolean;
}

/** Both are shares of `instances`, 0 to 1. */
export interface UpgradeStrategy {
  readonly minimumHealthCapacity: number;
  readonly maximumOverCapacity: number;
}

export type UnreachableStrategy =
  'disabled' | { readonly inactiveAfterSeconds: number; readonly expungeAfterSeconds: number };

export type KillSelection = 'YOUNGEST_FIRST' | 'OLDEST_FIRST';

export interface ResourceLimits {
  readonly cpus?: number | 'unlimited';
  readonly mem?: number | 'unlimited';
}

/** What an app shall be: every default in place, every older form translated, no version yet. */
export interface AppSpec {
  readonly id: AppId;
  readonly cmd?: string;
  readonly args: readonly string[];
  readonly user?: string;
  readonly env: Readonly<Record<string, EnvironmentValue>>;
  readonly instances: number;
  readonly cpus: number;
  /** MiB. */
  readonly mem: number;
  /** MiB. */
  readonly disk: number;
  readonly gpus: number;
  readonly resourceLimits?: ResourceLimits;
  /** Empty: the executor that the daemon's flag names. */
  readonly executor: string;
  readonly executorResources?: {
    readonly cpus: number;
    readonly mem: number;
    readonly disk: number;
  };
  readonly constraints: readonly Constraint[];
  readonly fetch: readonly Fetch[];
  /** Host networking only; otherwise empty and the container has mappings. */
  readonly portDefinitions: readonly PortDefinition[];
  readonly requirePorts: boolean;
  /** Never empty. */
  readonly networks: readonly Network[];
  readonly container?: Container;
  readonly healthChecks: readonly HealthCheck[];
  readonly check?: CheckJson;
  readonly readinessChecks: readonly ReadinessCheck[];
  readonly dependencies: readonly AppId[];
  readonly labels: Readonly<Record<string, string>>;
  readonly acceptedResourceRoles?: readonly string[];
  readonly role: string;
  readonly backoffSeconds: number;
  readonly backoffFactor: number;
  readonly maxLaunchDelaySeconds: number;
  readonly upgradeStrategy: UpgradeStrategy;
  readonly killSelection: KillSelection;
  readonly unreachableStrategy: UnreachableStrategy;
  readonly taskKillGracePeriodSeconds?: number;
  readonly secrets: Readonly<Record<string, { readonly source: string }>>;
  readonly tty?: boolean;
}

/** When an app was last changed, and how (marathon-app.md §9). */
export interface VersionInfo {
  readonly lastScalingAt: Timestamp;
  readonly lastConfigChangeAt: Timestamp;
}

/** One version of an app: plain data that JSON holds without loss. */
export interface App extends AppSpec {
  /** The moment of the request that made it. */
  readonly version: Timestamp;
  readonly versionInfo: VersionInfo;
}

/** An app with a persistent volume: its instances stay where their disk is. */
export function isResident({ container }: Pick<AppSpec, 'container'>): boolean {
  return container?.volumes.some(({ kind }) => kind === 'persistent') === true;
}

/** Whether tasks share the host's network. */
export function isOnHostNetwork({ networks }: Pick<AppSpec, 'networks'>): boolean {
  return networks.every(({ mode }) => mode === 'host');
}

/** The ports that each task has, in order: definitions on the host's network, mappings otherwise. */
export function portsOf(app: AppSpec): readonly (PortDefinition | PortMapping)[] {
  return isOnHostNetwork(app) ? app.portDefinitions : (app.container?.portMappings ?? []);
}

/** The stable numbers by which others reach the app, in the order of its ports (§7). */
export function servicePortsOf(app: AppSpec): readonly number[] {
  return portsOf(app).map((port) => ('servicePort' in port ? port.servicePort : port.port));
}
