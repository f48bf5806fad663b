import { mkdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import type {
  ContainerEnd,
  ContainerObservation,
  DockerSpec,
  KnownContainer,
  ProbeOrder,
  ProbeOutcome,
  RunningContainer,
} from '../../core/index.ts';
import type {
  Containerizer,
  ContainerUsage,
  EndListener,
  FoundListener,
} from '../containerizer.ts';
import { LaunchError, messageOf } from '../containerizer.ts';
import { probeNetwork, probeWords } from '../probing.ts';
import { dockerMessage, isReached, isStatus } from './docker-errors.ts';
import { FrameReader, LineReader, LogCopier } from './log-copier.ts';
import { ContainerCreation } from './container-creation.ts';
import { deadline, pause } from './docker-calls.ts';
import { removeOrphans } from './orphans.ts';

/** How long the start of the agent may wait for Docker to tell what still runs. */
const OBSERVE_DEADLINE_MS = 5000;
/** Who asks for numbers waits for the whole answer: without Docker's they come without. */
const USAGE_DEADLINE_MS = 800;
/** Between two tries to reach a Docker that does not answer. */
const RETRY_MS = 1000;
/** The same for what nobody waits for, at most. */
const CLEANING_RETRY_MAX_MS = 60_000;
/** No container starts faster than this; Docker has begun by then. */
const ASK_WHILE_STARTING_MS = 10;
/** That a container runs has been told by then. */
const TELLING_MS = 10;
/** A container is looked at now and then, whatever Docker says of itself. */
const LOOK_MS = 30_000;
/** How long the output of an ended container may still flow. */
const DRAIN_MS = 5000;

interface Watch {
  readonly abort: AbortController;
  readonly copier: LogCopier;
  /** How it was when it was started, until that was looked at. */
  seen: Docker.ContainerInspectInfo | undefined;
  /** Whether it has a terminal; undefined until it was looked at. */
  isTty: boolean | undefined;
  /** Set until the container was seen to run. */
  onFound: ((running: RunningContainer) => void) | undefined;
  logsEnded: Promise<void>;
  /** Set by whoever waits for the end: called when the stream of output breaks or ends. */
  nudge: () => void;
}

/** Runs tasks with an image through the Docker engine. */
export class DockerContainerizer implements Containerizer<DockerSpec> {
  readonly #docker: Docker;
  readonly #socket: string;
  readonly #controls: string;
  readonly #onEnd: EndListener;
  readonly #onFound: FoundListener;
  readonly #creation: ContainerCreation;
  readonly #watches = new Map<string, Watch>();
  readonly #closing = new AbortController();

  constructor(options: {
    readonly socket: string;
    readonly controlDirectory: string;
    readonly onEnd: EndListener;
    /** Hears of adopted containers that are found to run. */
    readonly onFound: FoundListener;
    /** Hears of containers that are about to be started: their image is there. */
    readonly onPrepared: (containerId: string) => void;
  }) {
    this.#docker = new Docker({ socketPath: options.socket.replace(/^unix:\/\//, '') });
    this.#socket = options.socket;
    this.#controls = options.controlDirectory;
    this.#onEnd = options.onEnd;
    this.#onFound = options.onFound;
    this.#creation = new ContainerCreation({
      docker: this.#docker,
      onPrepared: options.onPrepared,
      attempt: (what, act) => this.#attempt(what, act),
    });
  }

  async start(spec: DockerSpec, signal: AbortSignal): Promise<RunningContainer> {
    // On the spot: through the pool of threads each would wait for a turn of its own.
    for (const directory of spec.directories) mkdirSync(directory, { recursive: true });
    mkdirSync(this.#control(spec.containerId), { recursive: true });
    const known = { containerId: spec.containerId, kind: 'docker', sandbox: spec.sandbox } as const;
    try {
      await this.#creation.create(spec, signal);
      signal.throwIfAborted();
      const seen = await this.#startAndInspect(spec.containerId);
      this.#watch(known, { seen });
      return runningOf(seen);
    } catch (error) {
      // What is left of the failed launch must not outlive it; its own fault is the one to tell.
      this.remove(known).catch(() => undefined);
      throw error;
    }
  }

  adopt(container: KnownContainer): void {
    const onFound = (running: RunningContainer) => this.#onFound(container.containerId, running);
    this.#watch(container, { onFound });
  }

  async stop({ containerId }: KnownContainer, force: boolean): Promise<void> {
    const container = this.#container(containerId);
    try {
      const signal = force ? 'SIGKILL' : await this.#stopSignal(containerId);
      await container.kill({ signal, ...deadline() });
    } catch (error) {
      // Not there, or not running any more: the watch tells of its end. A Docker that does not
      // answer is asked again when the kernel repeats the order.
      if (!isStatus(error, 404, 409, 304) && isReached(error)) throw error;
    }
  }

  async remove({ containerId }: KnownContainer): Promise<void> {
    this.#watches.get(containerId)?.abort.abort();
    this.#watches.delete(containerId);
    const { signal } = this.#closing;
    for (let wait = RETRY_MS; !signal.aborted; wait = Math.min(wait * 2, CLEANING_RETRY_MAX_MS)) {
      if (await this.#removeOnce(containerId)) break;
      // Docker is away. When the agent ends before it is back, the next one finds the orphan.
      await pause(wait, signal);
    }
    await rm(this.#control(containerId), { recursive: true, force: true });
  }

  /** Whether Docker took the order: the container is gone, or about to go. */
  async #removeOnce(containerId: string): Promise<boolean> {
    try {
      await this.#container(containerId).remove({ force: true, v: true, ...deadline() });
      return true;
    } catch (error) {
      if (isStatus(error, 404, 409)) return true;
      if (isReached(error)) throw error;
      return false;
    }
  }

  async observe(containers: readonly KnownContainer[]): Promise<readonly ContainerObservation[]> {
    return Promise.all(containers.map(({ containerId }) => this.#observeOne(containerId)));
  }

  /** Removes containers of this agent that it does not know; ends with `close`. */
  async removeOrphans(agentId: string, isKnown: (containerId: string) => boolean): Promise<void> {
    await removeOrphans({ docker: this.#docker, agentId, isKnown, signal: this.#closing.signal });
  }

  async usage({ containerId }: KnownContainer): Promise<ContainerUsage | undefined> {
    try {
      const options = { stream: false as const, 'one-shot': true, ...deadline(USAGE_DEADLINE_MS) };
      const stats = await this.#container(containerId).stats(options);
      return {
        cpus_user_time_secs: stats.cpu_stats.cpu_usage.usage_in_usermode / 1e9,
        cpus_system_time_secs: stats.cpu_stats.cpu_usage.usage_in_kernelmode / 1e9,
        mem_rss_bytes: stats.memory_stats.usage,
        mem_total_bytes: stats.memory_stats.usage,
        processes: stats.pids_stats?.current,
      };
    } catch (error) {
      if (isStatus(error, 404, 409) || !isReached(error)) return undefined;
      throw error;
    }
  }

  async probe(
    container: KnownContainer,
    order: ProbeOrder,
    signal: AbortSignal,
  ): Promise<ProbeOutcome> {
    try {
      if (order.target.kind === 'command') {
        return await this.#exec(container.containerId, probeWords(order.target.command), signal);
      }
      const running = runningOf(await this.#inspect(container.containerId));
      return await probeNetwork(order.target, running.ipAddresses[0], signal);
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const watches = [...this.#watches.values()];
    for (const watch of watches) watch.abort.abort();
    await Promise.all(watches.map((watch) => watch.logsEnded));
  }

  #control(containerId: string): string {
    return join(this.#controls, containerId);
  }

  #container(containerId: string): Docker.Container {
    return this.#docker.getContainer(`mesos-${containerId}`);
  }

  async #attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw new LaunchError(this.#explain(what, cause), { cause });
    }
  }

  #explain(what: string, cause: unknown): string {
    if (isReached(cause)) return `could not ${what}: ${dockerMessage(cause)}`;
    return `could not ${what}: Docker does not answer at ${this.#socket}: ${messageOf(cause)}`;
  }

  #inspect(containerId: string): Promise<Docker.ContainerInspectInfo> {
    return this.#attempt('inspect the container', () =>
      this.#container(containerId).inspect(deadline()),
    );
  }

  /**
   * Starts a container and tells how it is then. Docker holds a container while it starts it, so the
   * question that is asked meanwhile is answered as soon as it runs, sooner than the start itself.
   */
  async #startAndInspect(containerId: string): Promise<Docker.ContainerInspectInfo> {
    const container = this.#container(containerId);
    const isOver = new AbortController();
    const started = this.#attempt('start the container', () => container.start(deadline())).finally(
      () => isOver.abort(),
    );
    const asked = pause(ASK_WHILE_STARTING_MS, isOver.signal).then(() =>
      isOver.signal.aborted ? undefined : this.#inspect(containerId).catch(() => undefined),
    );
    const seen = await Promise.race([
      asked.then((told) => (isRunning(told) ? told : started.then(() => undefined))),
      started.then(() => asked),
    ]);
    // One that ended already, or was looked at before Docker began, is asked for again.
    return isRunning(seen) ? seen : this.#inspect(containerId);
  }

  async #stopSignal(containerId: string): Promise<string> {
    const { Config } = await this.#container(containerId).inspect(deadline());
    const wanted: unknown = 'StopSignal' in Config ? Config.StopSignal : undefined;
    return typeof wanted === 'string' && wanted !== '' ? wanted : 'SIGTERM';
  }

  async #observeOne(containerId: string): Promise<ContainerObservation> {
    try {
      const inspected = await this.#container(containerId).inspect(deadline(OBSERVE_DEADLINE_MS));
      if (inspected.State.Running) {
        return { kind: 'running', containerId, running: runningOf(inspected) };
      }
      // Created and never started: the launch was cut off before anything ran.
      if (inspected.State.Status === 'created') return { kind: 'absent', containerId };
      return { kind: 'ended', containerId, end: endOf(inspected) };
    } catch (error) {
      if (isStatus(error, 404)) return { kind: 'absent', containerId };
      return { kind: 'unknown', containerId };
    }
  }

  /** `seen`: how it was a moment ago, so that Docker need not be asked while others start. */
  #watch(
    container: KnownContainer,
    given: {
      readonly seen?: Docker.ContainerInspectInfo;
      readonly onFound?: (running: RunningContainer) => void;
    },
  ): void {
    const { containerId } = container;
    if (this.#watches.has(containerId) || this.#closing.signal.aborted) return;
    const copier = new LogCopier(container.sandbox, this.#control(containerId));
    const watch: Watch = {
      abort: new AbortController(),
      copier,
      seen: given.seen,
      isTty: given.seen?.Config.Tty,
      onFound: given.onFound,
      logsEnded: Promise.resolve(),
      nudge: () => undefined,
    };
    this.#watches.set(containerId, watch);
    const begin = (): void => {
      if (watch.abort.signal.aborted) return;
      watch.logsEnded = this.#copyLogs(containerId, watch);
      void this.#awaitEnd(containerId, watch);
    };
    // That it runs is told first: whoever waits for that shall not wait for these questions as well.
    if (given.seen === undefined) begin();
    else void pause(TELLING_MS, watch.abort.signal).then(begin);
  }

  async #awaitEnd(containerId: string, watch: Watch): Promise<void> {
    const { signal } = watch.abort;
    while (!signal.aborted) {
      const end = await this.#nextEnd(containerId, watch);
      if (end === undefined) {
        await pause(RETRY_MS, signal);
        continue;
      }
      // The last lines are in the sandbox before anybody hears of the end.
      await Promise.race([watch.logsEnded, pause(DRAIN_MS, signal)]);
      if (signal.aborted) return;
      this.#onEnd(containerId, end);
      return;
    }
  }

  /** Waits for the end; undefined when Docker cannot tell now. */
  async #nextEnd(containerId: string, watch: Watch): Promise<ContainerEnd | undefined> {
    const container = this.#container(containerId);
    const { signal } = watch.abort;
    const done = new AbortController();
    // Asked first, so that no end falls between two calls; it answers at once for one that ended.
    const waited = container
      .wait({ abortSignal: AbortSignal.any([signal, done.signal]) })
      .then(() => 'over' as const)
      .catch(() => 'over' as const);
    try {
      for (let sign: 'over' | 'look' = 'look'; !signal.aborted;) {
        // The library never answers a wait whose connection broke, so the end of the output stream
        // counts too, and now and then time itself.
        const nudged = new Promise<'look'>((resolve) => {
          watch.nudge = () => resolve('look');
        });
        const inspected = watch.seen ?? (await container.inspect(deadline()));
        watch.seen = undefined;
        if (!inspected.State.Running) return lastWord(inspected);
        watch.onFound?.(runningOf(inspected));
        watch.onFound = undefined;
        if (sign === 'over') return undefined;
        const looked = pause(LOOK_MS, signal).then(() => 'look' as const);
        sign = await Promise.race([waited, nudged, looked]);
      }
      return undefined;
    } catch (error) {
      return isStatus(error, 404) ? { kind: 'vanished' } : undefined;
    } finally {
      done.abort();
    }
  }

  async #copyLogs(containerId: string, watch: Watch): Promise<void> {
    const { signal } = watch.abort;
    try {
      await mkdir(this.#control(containerId), { recursive: true });
      while (!signal.aborted) {
        const isOver = await this.#copyOnce(containerId, watch).catch(() => false);
        watch.nudge();
        if (isOver) return;
        await pause(RETRY_MS, signal);
      }
    } finally {
      await watch.copier.close();
    }
  }

  /** Copies until the stream ends; true when there is nothing more to come. */
  async #copyOnce(containerId: string, watch: Watch): Promise<boolean> {
    const container = this.#container(containerId);
    const since = await watch.copier.open();
    let stream: NodeJS.ReadableStream;
    try {
      watch.isTty ??= (await container.inspect(deadline())).Config.Tty;
      stream = await container.logs({
        follow: true,
        stdout: true,
        stderr: true,
        timestamps: true,
        // Docker's API takes a fraction; the types of the library know whole seconds only.
        since: since as unknown as number,
        abortSignal: watch.abort.signal,
      });
    } catch (error) {
      return isStatus(error, 404);
    }
    const reader = watch.isTty ? new LineReader() : new FrameReader();
    for await (const chunk of stream) await watch.copier.write(reader.push(bytesOf(chunk)));
    const after = await container.inspect(deadline());
    return !after.State.Running;
  }

  async #exec(
    containerId: string,
    words: readonly string[],
    abortSignal: AbortSignal,
  ): Promise<ProbeOutcome> {
    const exec = await this.#container(containerId).exec({
      Cmd: [...words],
      AttachStdout: true,
      AttachStderr: true,
      abortSignal,
    });
    const stream = await exec.start({ abortSignal });
    await new Promise<void>((resolve, reject) => {
      stream.on('end', resolve);
      stream.on('close', resolve);
      stream.on('error', reject);
      abortSignal.addEventListener('abort', () => reject(new Error('timed out')), { once: true });
      stream.resume();
    });
    const { ExitCode } = await exec.inspect(deadline());
    if (ExitCode === null) return { kind: 'failed', message: 'the command did not end' };
    return { kind: 'command', exitCode: ExitCode };
  }
}

function isRunning(
  seen: Docker.ContainerInspectInfo | undefined,
): seen is Docker.ContainerInspectInfo {
  return seen?.State.Running === true;
}

function bytesOf(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
}

/** The end of a container that does not run. One that never began has no part in anything. */
function lastWord(inspected: Docker.ContainerInspectInfo): ContainerEnd {
  return inspected.State.Status === 'created' ? { kind: 'vanished' } : endOf(inspected);
}

function endOf(inspected: Docker.ContainerInspectInfo): ContainerEnd {
  const { State, HostConfig } = inspected;
  if (State.OOMKilled) {
    const limitMb = Math.round((HostConfig.Memory ?? 0) / 2 ** 20);
    return { kind: 'outOfMemory', limitMb, usedMb: limitMb };
  }
  return { kind: 'exited', code: State.ExitCode };
}

function runningOf(inspected: Docker.ContainerInspectInfo): RunningContainer {
  return {
    pid: undefined,
    ipAddresses: addressesOf(inspected),
    inspection: JSON.stringify([inspected]),
  };
}

function addressesOf(inspected: Docker.ContainerInspectInfo): readonly string[] {
  const networks = Object.values(inspected.NetworkSettings.Networks);
  return networks.map((network) => network.IPAddress).filter((address) => address !== '');
}
