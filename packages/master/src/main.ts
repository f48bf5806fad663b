import { join, resolve } from 'node:path';
import { ok, type Result } from '@stoa/common';
import {
  masterPlace,
  MemoryStore,
  openEmbeddedCoordination,
  openZooKeeperCoordination,
  parseZooKeeperUrl,
  readZooKeeperUrl,
  renderZooKeeperUrl,
  singleCoordination,
} from '@stoa/coordination';
import type { Coordination } from '@stoa/coordination';
import { parseResources, type MasterInfo, type Resources } from '@stoa/proto';
import {
  keepCodeReady,
  ClosingStack,
  createLog,
  FlagsExit,
  givenWithoutEffect,
  parseFlags,
  parseLogLevel,
  renderFlags,
  runDaemon,
  StartupError,
  SystemClock,
  withDefaults,
} from '@stoa/runtime';
import type { Environment, KernelFatalError, Log } from '@stoa/runtime';
import type { MasterConfig } from './core/index.ts';
import { masterFlags, type MasterFlags } from './flags.ts';
import { readBuildInfo } from './shell/build-info.ts';
import { Engine } from './shell/engine.ts';
import { readHostFigures } from './shell/host-figures.ts';
import { LoggingLevel } from './shell/logging-level.ts';
import { MasterHttp, type MasterParts } from './shell/master-http.ts';
import { createMasterInfo } from './shell/master-info.ts';
import { startListener } from './shell/master-listener.ts';

/** A master that is up. */
export interface RunningMaster {
  /** Where it listens: `host:port`. */
  readonly address: string;
  /** Ends the daemon; agents and frameworks look for a master anew. Idempotent. */
  close(): Promise<void>;
}

/** What a caller may give besides flags. */
export interface MasterDeps {
  readonly log?: Log;
  /** Who leads and where the registry is; else what the flags say. Closed with the master. */
  readonly coordination?: Coordination;
  /** The master ended by itself: it lost the leadership or its registry. */
  readonly onEnded?: (error: unknown) => void;
  /** The master's state can no longer be trusted; by default the process crashes. */
  readonly onFatal?: (error: KernelFatalError) => void;
}

/**
 * Starts a master: opens its registry, listens, leads. Resolves when frameworks and agents may come.
 * Rejects with `StartupError` for what an operator can mend.
 */
export async function startMaster(
  partial: Partial<MasterFlags>,
  deps: MasterDeps = {},
): Promise<RunningMaster> {
  const flags = withDefaults(masterFlags, partial);
  const stack = new ClosingStack();
  try {
    return await openMaster(flags, deps, stack);
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** Runs a master as this process: `stoa master`. */
export async function masterMain(argv: readonly string[], env: Environment): Promise<void> {
  await runDaemon({
    daemon: 'master',
    onReady: keepCodeReady,
    start: (context) => {
      if (argv.includes('--version')) throw new FlagsExit(0, `stoa ${readBuildInfo().version}`);
      const flags = parseFlags(masterFlags, argv, env);
      return startMaster(flags, { onEnded: (error) => context.fail(error) });
    },
  });
}

async function openMaster(
  flags: MasterFlags,
  deps: MasterDeps,
  stack: ClosingStack,
): Promise<RunningMaster> {
  const startLevel = parseLogLevel(flags.logging_level) ?? 'info';
  const log = deps.log ?? createLog({ daemon: 'master', level: startLevel });
  const ignored = givenWithoutEffect(masterFlags, flags);
  if (ignored.length > 0) log.warn('flags.ignored', { names: ignored.join(',') });
  const clock = new SystemClock();
  const startedAt = clock.now();
  const coordination = stack.add(
    'registry',
    deps.coordination ?? (await openCoordination(flags, log)),
  );
  // The listener is up before there is anything to show, and shows nothing while leadership is in doubt.
  const shown: { parts: () => MasterParts | undefined } = { parts: () => undefined };
  const http = new MasterHttp(() => shown.parts(), {
    now: () => clock.now(),
    host: () => readFigures(shown.parts()),
  });
  const listener = stack.add('listener', await startListener({ flags, log, http }));
  const master = createMasterInfo(flags, listener.port);
  const engine = new Engine({
    config: createConfig({ flags: { ...flags, port: listener.port }, master, startedAt }),
    log,
    clock,
    coordination,
    logging: new LoggingLevel({ log, clock, startLevel }),
    operatorStreamsMax: flags.max_operator_event_stream_subscribers,
    onEnded: deps.onEnded ?? ((error) => log.fatal('master.ended', error)),
    onFatal: deps.onFatal ?? crash,
  });
  stack.defer('master', () => engine.close());
  shown.parts = () => engine.parts();
  const address = `${listener.ip.includes(':') ? `[${listener.ip}]` : listener.ip}:${listener.port}`;
  log.info('master.listening', { address, id: master.id });
  await engine.lead();
  let closing: Promise<void> | undefined;
  return {
    address,
    close: () => (closing ??= stack.close()),
  };
}

function readFigures(parts: MasterParts | undefined): ReadonlyMap<string, number> {
  const followers = parts?.operators.count ?? 0;
  return readHostFigures().set('master/operator_event_stream_subscribers', followers);
}

function crash(error: KernelFatalError): void {
  // Out of every promise, so that the process hears of it.
  setImmediate(() => {
    throw error;
  });
}

async function openCoordination(flags: MasterFlags, log: Log): Promise<Coordination> {
  if (flags.zk !== undefined) return joinOthers(flags.zk, flags, log);
  if (flags.registry === 'in_memory') return singleCoordination(new MemoryStore());
  if (flags.work_dir === undefined) {
    throw new StartupError('--work_dir is required: name a directory for the registry');
  }
  const directory = resolve(flags.work_dir);
  try {
    return await openEmbeddedCoordination(join(directory, 'registry'));
  } catch (cause) {
    throw isKnownFault(cause)
      ? cause
      : new StartupError(`cannot keep the registry in ${directory}: choose another --work_dir`, {
          cause,
        });
  }
}

async function joinOthers(zk: string, flags: MasterFlags, log: Log): Promise<Coordination> {
  if (flags.registry === 'in_memory') {
    throw new StartupError(
      '--registry=in_memory: the next leader would know no agent; start several masters without it',
    );
  }
  const url = await readZooKeeperUrl(zk);
  if (url.path === '/') {
    throw new StartupError('--zk: name a path behind the servers, as in zk://host:2181/mesos');
  }
  const sessionTimeoutMs = flags.zk_session_timeout;
  return openZooKeeperCoordination({ place: masterPlace(url), sessionTimeoutMs, log });
}

function isKnownFault(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'operatorFault' in cause;
}

function createConfig(options: {
  readonly flags: MasterFlags;
  readonly master: MasterInfo;
  readonly startedAt: MasterConfig['startedAt'];
}): MasterConfig {
  const { flags, master, startedAt } = options;
  const minAllocatable = readMinAllocatable(flags.min_allocatable_resources);
  if (!minAllocatable.ok) {
    throw new StartupError(`--min_allocatable_resources: ${minAllocatable.error}`);
  }
  return {
    master,
    build: readBuildInfo(),
    startedAt,
    flags: shownFlags(flags),
    roles: flags.roles.length === 0 ? undefined : new Set(flags.roles),
    rootSubmissions: flags.root_submissions,
    requireAgentDomain: flags.require_agent_domain,
    allocationInterval: flags.allocation_interval,
    agentPingTimeout: flags.agent_ping_timeout,
    maxAgentPingTimeouts: flags.max_agent_ping_timeouts,
    agentReregisterTimeout: flags.agent_reregister_timeout,
    offerTimeout: flags.offer_timeout,
    maxCompletedFrameworks: flags.max_completed_frameworks,
    maxCompletedTasksPerFramework: flags.max_completed_tasks_per_framework,
    maxUnreachableTasksPerFramework: flags.max_unreachable_tasks_per_framework,
    minAllocatable: minAllocatable.value,
    filterGpuResources: flags.filter_gpu_resources,
    fairSharingExcludedResourceNames: flags.fair_sharing_excluded_resource_names,
  };
}

/** As `/flags` tells them: without the password of ZooKeeper. */
function shownFlags(flags: MasterFlags): ReadonlyMap<string, string> {
  const zk = flags.zk === undefined ? undefined : parseZooKeeperUrl(flags.zk);
  const shown = zk?.ok ? { ...flags, zk: renderZooKeeperUrl(zk.value) } : flags;
  return new Map(Object.entries(renderFlags(masterFlags, shown)));
}

/** `cpus:0.01|mem:32`: alternatives with bars between; an empty text asks for nothing. */
function readMinAllocatable(text: string): Result<readonly Resources[], string> {
  const alternatives: Resources[] = [];
  for (const part of text.split('|').filter((word) => word.trim() !== '')) {
    const parsed = parseResources(part);
    if (!parsed.ok) return parsed;
    alternatives.push(parsed.value);
  }
  return ok(alternatives);
}
