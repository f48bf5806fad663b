import type {
  ContainerEnd,
  ContainerObservation,
  ContainerSpec,
  KnownContainer,
  ProbeOrder,
  ProbeOutcome,
  RunningContainer,
} from '../core/index.ts';

/** What a container uses, in the words of `/monitor/statistics`; absent: cannot be had. */
export interface ContainerUsage {
  readonly cpus_user_time_secs?: number;
  readonly cpus_system_time_secs?: number;
  readonly mem_rss_bytes?: number;
  readonly mem_total_bytes?: number;
  readonly processes?: number;
  readonly threads?: number;
}

/**
 * What runs containers of one kind. Its sandbox is made and filled before `start`; how a container
 * that started or was adopted ends is told once, through the listener given at creation.
 */
export interface Containerizer<Spec extends ContainerSpec = ContainerSpec> {
  /** Starts; rejects with a message for the framework. Aborting gives the launch up. */
  start(spec: Spec, signal: AbortSignal): Promise<RunningContainer>;
  /** Takes up the watch over a container that an earlier life of this agent started. */
  adopt(container: KnownContainer): void;
  /** Asks to end, or ends by force. Nothing happens when it does not run. */
  stop(container: KnownContainer, force: boolean): Promise<void>;
  /** Ends what is left of an ended container and forgets it. */
  remove(container: KnownContainer): Promise<void>;
  /** What became of containers while nobody looked. */
  observe(containers: readonly KnownContainer[]): Promise<readonly ContainerObservation[]>;
  /** What it uses now. */
  usage(container: KnownContainer): Promise<ContainerUsage | undefined>;
  /** Tries its health or check once; a time-out is the caller's signal. */
  probe(container: KnownContainer, order: ProbeOrder, signal: AbortSignal): Promise<ProbeOutcome>;
  /** Stops watching; containers live on. */
  close(): Promise<void>;
}

/** Hears that a container runs. */
export type FoundListener = (containerId: string, running: RunningContainer) => void;

/** Hears how a container ended. */
export type EndListener = (containerId: string, end: ContainerEnd) => void;

/** A launch failed; the message is for the framework. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  /** The sandbox could not be made. */
  readonly isSandboxFault: boolean;

  constructor(
    message: string,
    options: { readonly cause?: unknown; readonly isSandboxFault?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.isSandboxFault = options.isSandboxFault ?? false;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return textField(error, 'message') ?? String(error);
}

/** The `code` of a system error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return textField(error, 'code');
}

// By shape, not by class: an error may come from another realm than ours.
function textField(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
