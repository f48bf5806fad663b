import type { FetchItem } from './fetch-plan.ts';

/** What a container of either kind has in common. */
interface ContainerSpecCommon {
  readonly containerId: string;
  readonly agentId: string;
  readonly frameworkId: string;
  readonly taskId: string;
  /** The directory of the run on the host; holds `stdout` and `stderr`. */
  readonly sandbox: string;
  /** Who owns the sandbox and runs a process; undefined: the agent's own user. */
  readonly user: string | undefined;
  /** What is to be fetched before the start, in order. */
  readonly fetch: readonly FetchItem[];
}

/** A program and what it is given. */
export type Program =
  | { readonly kind: 'shell'; readonly command: string }
  | {
      readonly kind: 'argv';
      readonly file: string;
      /** What the program sees as its own name; undefined: `file`. */
      readonly name: string | undefined;
      readonly args: readonly string[];
    };

/** The most a container may use; undefined: no limit. */
export interface ContainerLimits {
  /** Relative weight against others, in CPUs. */
  readonly cpus: number;
  /** Hard limit in CPUs. */
  readonly cpusMax: number | undefined;
  /** Hard limit in MiB. */
  readonly memMb: number | undefined;
}

/** A link or directory that a process task finds in its sandbox. */
export interface SandboxLink {
  /** Relative to the sandbox. */
  readonly path: string;
  /** What it leads to on the host. */
  readonly target: string;
}

/** A task that runs as a process of its own on the host. */
export interface ProcessSpec extends ContainerSpecCommon {
  readonly kind: 'process';
  readonly program: Program;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: ContainerLimits;
  readonly links: readonly SandboxLink[];
}

/** The body of Docker's create call, the part that is used here. */
export interface DockerCreate {
  readonly name: string;
  readonly Image: string;
  readonly Hostname?: string;
  readonly Domainname?: string;
  readonly User?: string;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  readonly StopSignal?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly NetworkingConfig?: {
    readonly EndpointsConfig: Readonly<Record<string, Record<string, unknown>>>;
  };
}

/** A task that Docker runs. */
export interface DockerSpec extends ContainerSpecCommon {
  readonly kind: 'docker';
  readonly image: string;
  /** Pull even when the image is there. */
  readonly forcePull: boolean;
  readonly create: DockerCreate;
  /** Host directories that must exist before the start. */
  readonly directories: readonly string[];
}

/** What to run: a plan that a containerizer carries out without further questions. */
export type ContainerSpec = ProcessSpec | DockerSpec;

export type ContainerKind = ContainerSpec['kind'];

/** A container the agent once began, as much as is needed to find it again. */
export interface KnownContainer {
  readonly containerId: string;
  readonly kind: ContainerKind;
  readonly sandbox: string;
}

/** How a container ended. */
export type ContainerEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: number }
  /** More memory than granted; amounts in MiB. */
  | { readonly kind: 'outOfMemory'; readonly limitMb: number; readonly usedMb: number }
  /** It is gone and left no word. */
  | { readonly kind: 'vanished' };

/** What is known of a container that runs. */
export interface RunningContainer {
  /** Of the process that stands for the executor; Docker containers have none. */
  readonly pid: number | undefined;
  /** Its addresses; empty: the agent's own. */
  readonly ipAddresses: readonly string[];
  /** `docker inspect`, for the status data. */
  readonly inspection: string | undefined;
}

/** What a containerizer found of a container after a restart of the agent. */
export type ContainerObservation =
  | { readonly kind: 'running'; readonly containerId: string; readonly running: RunningContainer }
  | { readonly kind: 'ended'; readonly containerId: string; readonly end: ContainerEnd }
  /** It never began and never will. */
  | { readonly kind: 'absent'; readonly containerId: string }
  /** Cannot be told now (Docker does not answer); the containerizer goes on asking. */
  | { readonly kind: 'unknown'; readonly containerId: string };
