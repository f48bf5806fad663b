import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Random } from '@stoa/common';
import { openEmbeddedStore } from '@stoa/coordination';
import type { EmbeddedStore } from '@stoa/coordination';
import {
  basicAuthenticator,
  ClosingStack,
  createLog,
  createSameOriginPolicy,
  FlagsExit,
  givenWithoutEffect,
  keepCodeReady,
  KernelDriver,
  loadCredentials,
  parseFlags,
  parseLogLevel,
  persistPerformer,
  runDaemon,
  startHttpServer,
  StartupError,
  SystemClock,
  timerPerformers,
  validateBinding,
  withDefaults,
} from '@stoa/runtime';
import type {
  KernelFatalError,
  Credential,
  Environment,
  HttpListener,
  Log,
  Performers,
} from '@stoa/runtime';
import { messageOf } from './containerizers/containerizer.ts';
import { DockerContainerizer } from './containerizers/docker/docker-containerizer.ts';
import { MemoryGroups } from './containerizers/process/memory-groups.ts';
import { ProcessContainerizer } from './containerizers/process/process-containerizer.ts';
import { AgentKernel, decodeCheckpoint } from './core/index.ts';
import type { AgentConfig, AgentEffect, AgentEvent, Checkpoint } from './core/index.ts';
import { createConfig } from './config.ts';
import { agentFlags } from './flags.ts';
import type { AgentFlags } from './flags.ts';
import type { AgentParts } from './shell/agent-http.ts';
import { AgentHttp } from './shell/agent-http.ts';
import { readBuildInfo } from './shell/build-info.ts';
import { Containers } from './shell/containers.ts';
import { LoggingLevel } from './shell/logging-level.ts';
import { readMasterDetection, type MasterDetection } from './shell/master-detector.ts';
import { MasterLink } from './shell/master-link.ts';
import { SandboxFiles } from './shell/sandbox-files.ts';
import { SandboxCollector } from './shell/sandbox-gc.ts';

/** An agent that is up. */
export interface RunningAgent {
  /** Where it listens: `host:port`. */
  readonly address: string;
  /** Undefined before the first registration. */
  agentId(): string | undefined;
  /** Ends the daemon; its tasks live on unless `stopTasks` says otherwise. Idempotent. */
  close(options?: { readonly stopTasks?: boolean }): Promise<void>;
}

/** What a caller may give besides flags. */
export interface AgentDeps {
  readonly log?: Log;
  /** The agent ended by itself: the master sent it away. */
  readonly onEnded?: (reason: string) => void;
  /** The agent's state can no longer be trusted; by default the process crashes. */
  readonly onFatal?: (error: KernelFatalError) => void;
}

/**
 * Starts an agent: opens its store, listens, takes up what an earlier life left, and looks for its
 * master. Resolves when it listens and has recovered. Rejects with `StartupError` for what an
 * operator can mend.
 */
export async function startAgent(
  partial: Partial<AgentFlags>,
  deps: AgentDeps = {},
): Promise<RunningAgent> {
  const flags = withDefaults(agentFlags, partial);
  const stack = new ClosingStack();
  try {
    return await openAgent(flags, deps, stack);
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** Runs an agent as this process: `stoa agent`. */
export async function agentMain(argv: readonly string[], env: Environment): Promise<void> {
  await runDaemon({
    daemon: 'agent',
    onReady: keepCodeReady,
    start: (context) => {
      if (argv.includes('--version')) throw new FlagsExit(0, `stoa ${readBuildInfo().version}`);
      const flags = parseFlags(agentFlags, argv, env);
      return startAgent(flags, {
        onEnded: (reason) => context.fail(new StartupError(`agent ended: ${reason}`)),
      });
    },
  });
}

async function openAgent(
  flags: AgentFlags,
  deps: AgentDeps,
  stack: ClosingStack,
): Promise<RunningAgent> {
  const log =
    deps.log ?? createLog({ daemon: 'agent', level: parseLogLevel(flags.logging_level) ?? 'info' });
  const ignored = givenWithoutEffect(agentFlags, flags);
  if (ignored.length > 0) log.warn('flags.ignored', { names: ignored.join(',') });
  const detection = await readMasterDetection({
    given: flags.master,
    sessionTimeoutMs: flags.zk_session_timeout,
    log,
  });
  const workDir = await openWorkDirectory(flags.work_dir);
  const store = stack.add('store', await openEmbeddedStore(join(workDir, 'meta', 'store')));
  // The listener is up before there is anything to show.
  const shown: { parts: AgentParts | undefined } = { parts: undefined };
  const http = new AgentHttp(() => shown.parts);
  const files = new SandboxFiles(workDir, () => shown.parts?.view.agentId);
  const listener = stack.add('listener', await listen({ flags, log, http, files }));
  const config = await createConfig({ flags, workDir, listener, masters: detection.masters });
  const checkpoint = await readCheckpoint(store, config.bootId);
  const credential = await readCredential(flags.credential);
  const engine = new Engine({ config, flags, deps, log, store, credential });
  stack.defer('agent', () => engine.close());
  const logging = new LoggingLevel(log, parseLogLevel(flags.logging_level) ?? 'info');
  stack.add('logging level', logging);
  const collector = stack.add(
    'sandbox collector',
    createCollector({ flags, workDir, engine, log }),
  );
  shown.parts = {
    ...engine.parts(),
    files,
    log,
    logging,
    otherNumbers: () => ({ ...engine.numbers(), ...collector.numbers() }),
  };
  await engine.recover(checkpoint);
  stack.defer('master detection', engine.detect(detection));
  collector.start();
  let closing: Promise<void> | undefined;
  return {
    address: `${listener.ip.includes(':') ? `[${listener.ip}]` : listener.ip}:${listener.port}`,
    agentId: () => engine.kernel.view.agentId,
    close: ({ stopTasks = false } = {}) => {
      closing ??= engine.stop(stopTasks).then(() => stack.close());
      return closing;
    },
  };
}

/** The kernel with its performers. */
class Engine {
  readonly kernel: AgentKernel;
  readonly #driver: KernelDriver<AgentEvent, AgentEffect>;
  readonly #clock = new SystemClock();
  readonly #containers: Containers;
  readonly #link: MasterLink;
  readonly #log: Log;
  readonly #flags: AgentFlags;
  #terminated: (() => void) | undefined;
  #onEnded: ((reason: string) => void) | undefined;

  constructor(options: {
    readonly config: AgentConfig;
    readonly flags: AgentFlags;
    readonly deps: AgentDeps;
    readonly log: Log;
    readonly store: EmbeddedStore;
    readonly credential: Credential | undefined;
  }) {
    const { config, flags, deps, log, store, credential } = options;
    this.#log = log;
    this.#flags = flags;
    this.#onEnded = deps.onEnded;
    const deliver = (event: AgentEvent): void => this.#driver.deliver(event);
    const onEnd: ConstructorParameters<typeof ProcessContainerizer>[0]['onEnd'] = (
      containerId,
      end,
    ) => deliver({ kind: 'containerEnded', containerId, end });
    const controlDirectory = join(config.workDir, 'meta', 'containers');
    const docker = new DockerContainerizer({
      socket: flags.docker_socket,
      controlDirectory,
      onEnd,
      onFound: (containerId, running) =>
        deliver({ kind: 'containerStarted', containerId, running }),
      onPrepared: (containerId) => deliver({ kind: 'containerPrepared', containerId }),
    });
    this.#containers = new Containers({
      process: new ProcessContainerizer({
        controlDirectory,
        bootId: config.bootId,
        memoryGroups: openMemoryGroups(flags, log),
        onEnd,
      }),
      docker,
      fetchLimits: {
        stallMs: flags.fetcher_stall_timeout,
        fileBytesMax: flags.fetcher_file_size_max,
      },
      deliver,
      onFault: (what, error) => this.#tellFault(what, error),
    });
    this.#link = new MasterLink({ deliver, credential });
    this.kernel = new AgentKernel(config, new Random(seed()));
    this.#driver = new KernelDriver({
      kernel: this.kernel,
      performers: this.#performers(store, deliver),
      clock: this.#clock,
      onFatal: deps.onFatal ?? crash,
    });
  }

  parts(): Pick<AgentParts, 'view' | 'containers' | 'now'> {
    return {
      view: this.kernel.view,
      containers: this.#containers,
      now: () => this.#clock.now(),
    };
  }

  numbers(): Readonly<Record<string, number>> {
    return this.#containers.numbers();
  }

  /** Finds out what still runs and hands it to the kernel. */
  async recover(checkpoint: Checkpoint): Promise<void> {
    const known = checkpoint.tasks.map(({ containerId, kind, sandbox }) => ({
      containerId,
      kind,
      sandbox,
    }));
    const observations = await this.#containers.observe(known);
    this.#driver.deliver({ kind: 'recovered', checkpoint, observations });
    const isKnown = (containerId: string): boolean => this.kernel.view.tasks.has(containerId);
    this.#containers.removeOrphans({
      agentId: this.#flags.docker_kill_orphans ? checkpoint.agentId : undefined,
      isKnown,
    });
  }

  /** Follows the leading master; gives the way to stop. */
  detect(detection: MasterDetection): () => Promise<void> {
    return detection.watch((event) => this.#driver.deliver(event));
  }

  /** Asks the kernel to end and waits for its word. */
  stop(stopTasks: boolean): Promise<void> {
    if (!this.#driver.isRunning) return Promise.resolve();
    this.#onEnded = undefined;
    return new Promise((resolve) => {
      this.#terminated = resolve;
      this.#driver.deliver({ kind: 'stopRequested', stopTasks });
    });
  }

  async close(): Promise<void> {
    this.#driver.stop();
    this.#clock.close();
    await this.#link.close();
    await this.#containers.close();
  }

  #performers(store: EmbeddedStore, deliver: (event: AgentEvent) => void): Performers<AgentEffect> {
    return {
      ...timerPerformers(this.#clock, deliver),
      persist: persistPerformer(store, deliver),
      trace: (effect) => this.#log.trace(effect),
      openLink: ({ address, call }) => this.#link.open(address, call),
      closeLink: () => this.#link.leave(),
      sendCall: ({ call }) => this.#link.send(call),
      launchContainer: ({ spec }) => this.#containers.launch(spec),
      adoptContainer: ({ container }) => this.#containers.adopt(container),
      stopContainer: ({ container, force }) => this.#containers.stop(container, force),
      removeContainer: ({ container }) => this.#containers.remove(container),
      probe: ({ order }) => this.#containers.probe(order),
      terminate: ({ reason }) => this.#ended(reason),
    };
  }

  #ended(reason: string): void {
    this.#terminated?.();
    this.#onEnded?.(reason);
  }

  #tellFault(what: string, error: unknown): void {
    this.#log.warn(what, { reason: messageOf(error) });
  }
}

/** Without cgroups tasks run all the same, and one line says so. */
function openMemoryGroups(flags: AgentFlags, log: Log): MemoryGroups | undefined {
  if (!flags.isolation.includes('cgroups/mem')) return undefined;
  try {
    return MemoryGroups.open(flags.cgroups_hierarchy, flags.cgroups_root);
  } catch (error) {
    log.warn('memory.unlimited', { reason: messageOf(error) });
    return undefined;
  }
}

function crash(error: KernelFatalError): void {
  // Out of every promise, so that the process hears of it.
  setImmediate(() => {
    throw error;
  });
}

function seed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
}

async function openWorkDirectory(path: string): Promise<string> {
  const wanted = resolve(path);
  try {
    await mkdir(join(wanted, 'meta'), { recursive: true, mode: 0o755 });
    // Tasks of other users keep their word in there; what is secret has a directory of its own.
    await chmod(join(wanted, 'meta'), 0o755);
    return await realpath(wanted);
  } catch (cause) {
    throw new StartupError(`cannot use the work directory ${wanted}: choose another --work_dir`, {
      cause,
    });
  }
}

async function listen(options: {
  readonly flags: AgentFlags;
  readonly log: Log;
  readonly http: AgentHttp;
  readonly files: SandboxFiles;
}): Promise<HttpListener> {
  const { flags, log, http, files } = options;
  const { authenticate_http_readonly: readonly, authenticate_http_readwrite: readwrite } = flags;
  const fault = validateBinding(flags.ip, flags.insecure, readonly && readwrite);
  if (fault !== undefined) throw new StartupError(fault);
  const isAuthenticating = readonly || readwrite;
  if (isAuthenticating && flags.http_credentials === undefined) {
    throw new StartupError('authentication of HTTP needs --http_credentials');
  }
  const credentials =
    flags.http_credentials === undefined ? [] : await loadCredentials(flags.http_credentials);
  return startHttpServer({
    ip: flags.ip,
    port: flags.port,
    daemon: 'agent',
    hotRoutes: http.hotRoutes(),
    mount: (app) => http.mount(app, files),
    sameOrigin: createSameOriginPolicy(flags.hostname, flags),
    ...(isAuthenticating
      ? {
          authenticate: basicAuthenticator({
            credentials,
            realmOf: (_method, path) => realmOf(path, { readonly, readwrite }),
          }),
        }
      : {}),
    onError: (error) => log.fatal('http.failed', error),
  });
}

/** Which realm guards a path (mesos-endpoints.md §0.4). */
function realmOf(
  path: string,
  on: { readonly readonly: boolean; readonly readwrite: boolean },
): string | undefined {
  const bare = path.replace(/^\/slave\(1\)/, '');
  if (/^\/(health|version|help)\/?$/.test(bare)) return undefined;
  const isWriting = bare.startsWith('/api/') || bare.startsWith('/logging/');
  if (isWriting) return on.readwrite ? 'mesos-agent-readwrite' : undefined;
  return on.readonly ? 'mesos-agent-readonly' : undefined;
}

async function readCheckpoint(store: EmbeddedStore, bootId: string): Promise<Checkpoint> {
  const decoded = decodeCheckpoint(await store.load());
  if (!decoded.ok) {
    throw new StartupError(`what this agent wrote down cannot be read: ${decoded.error}`);
  }
  // After a restart of the machine nothing of before can still run; the observations say so too.
  return { ...decoded.value, bootId };
}

function createCollector(options: {
  readonly flags: AgentFlags;
  readonly workDir: string;
  readonly engine: Engine;
  readonly log: Log;
}): SandboxCollector {
  const { flags, workDir, engine, log } = options;
  const { view, now } = engine.parts();
  return new SandboxCollector({
    workDir,
    delayMs: flags.gc_delay,
    headroom: flags.gc_disk_headroom,
    intervalMs: flags.disk_watch_interval,
    isInUse: (containerId) => view.tasks.has(containerId),
    now,
    onFault: (error) => log.warn('sandbox.gc', { reason: String(error) }),
  });
}

async function readCredential(path: string | undefined): Promise<Credential | undefined> {
  if (path === undefined) return undefined;
  const [credential] = await loadCredentials(path);
  if (credential === undefined) throw new StartupError(`the credential file ${path} is empty`);
  return credential;
}
