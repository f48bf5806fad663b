import { Random } from '@stoa/common';
import {
  ClosingStack,
  createPlainHttpClient,
  createPlainLog,
  parseLogLevel,
  readFlags,
  runDaemon,
  StartupError,
  SystemClock,
  validateBinding,
  wantsHelp,
  withDefaults,
  type Environment,
  type KernelFatalError,
  type Log,
} from '@stoa/runtime/lean';
import { releaseMemorySoon } from '@stoa/runtime/small-heap';
import { renderHostPort, type DnsConfig } from './core/index.ts';
import { dnsFlags, type DnsFlags } from './flags.ts';
import { readConfig } from './shell/config-file.ts';
import { startHttpListener } from './shell/dns-http.ts';
import { DnsMetrics } from './shell/dns-metrics.ts';
import { startDnsServers } from './shell/dns-servers.ts';
import { Engine, sha1 } from './shell/engine.ts';
import { Forwarder } from './shell/forwarder.ts';
import { createCredentials, readTls } from './shell/master-access.ts';
import { Responder } from './shell/wire/responder.ts';

/** The version of Mesos-DNS whose answers these are. */
const VERSION = '0.7.0';

/** A Mesos-DNS that is up and has records. */
export interface RunningMesosDns {
  /** Where it answers over UDP and TCP, `host:port`; undefined when DNS is off. */
  readonly address: string | undefined;
  /** Where it answers over HTTP, `host:port`; undefined when HTTP is off. */
  readonly httpAddress: string | undefined;
  /** Ends the daemon. Idempotent. */
  close(): Promise<void>;
}

/** What a caller may give besides flags. */
export interface MesosDnsDeps {
  readonly log?: Log;
  /** Called once the first state is in force, when most of what reading it took is garbage. */
  readonly onLoaded?: () => void;
  /** Ends the wait for the first state. */
  readonly signal?: AbortSignal;
  /** It ended by itself: no master has led for too long. By default the process crashes. */
  readonly onEnded?: (error: Error) => void;
  /** The state can no longer be trusted; by default the process crashes. */
  readonly onFatal?: (error: KernelFatalError) => void;
}

/**
 * Starts Mesos-DNS: finds the leader, reads the cluster's state, and only then listens, so that
 * nobody is told that a name does not exist for want of a state (mesos-dns.md §1). Resolves when it
 * listens, however long the master takes. Rejects with `StartupError` for what an operator can mend.
 */
export async function startMesosDns(
  partial: Partial<DnsFlags>,
  deps: MesosDnsDeps = {},
): Promise<RunningMesosDns> {
  const flags = withDefaults(dnsFlags, partial);
  const stack = new ClosingStack();
  try {
    return await openMesosDns(flags, deps, stack);
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** Runs Mesos-DNS as this process: `stoa dns`. */
export async function dnsMain(argv: readonly string[], env: Environment): Promise<void> {
  await runDaemon({
    daemon: 'dns',
    start: async ({ signal, fail }) => {
      if (wantsHelp(argv)) await showHelp();
      if (argv.some((word) => /^--?version$/.test(word))) await showVersion();
      const flags = readFlags(dnsFlags, argv, env);
      return startMesosDns(flags, { signal, onEnded: fail, onLoaded: releaseMemorySoon });
    },
  });
}

// What shows the help is loaded for those who ask for it.
async function showHelp(): Promise<never> {
  const { FlagsExit, renderHelp } = await import('@stoa/runtime');
  throw new FlagsExit(0, renderHelp(dnsFlags));
}

async function showVersion(): Promise<never> {
  const { FlagsExit } = await import('@stoa/runtime');
  throw new FlagsExit(0, `Mesos-DNS ${VERSION}`);
}

/** The level of `--logging_level`, unless the original's `-v` asks for more (mesos-dns.md §10). */
function levelOf({ logging_level, v }: DnsFlags) {
  return v > 0 ? 'debug' : (parseLogLevel(logging_level) ?? 'info');
}

async function openMesosDns(
  flags: DnsFlags,
  deps: MesosDnsDeps,
  stack: ClosingStack,
): Promise<RunningMesosDns> {
  const config = await readConfig(flags);
  validateListeners(config, flags.insecure);
  const level = levelOf(flags);
  const log = deps.log ?? createPlainLog({ daemon: 'dns', level });
  const clock = new SystemClock();
  const client = stack.add('master client', createPlainHttpClient(await readTls(config.access)));
  const credentials = await createCredentials(config.access, client);
  const loaded = untilLoaded(deps.signal);
  const engine = new Engine({
    config,
    log,
    clock,
    client,
    credentials,
    onServe: loaded.resolve,
    onFatal: deps.onFatal ?? crash,
    onGivingUp: (reason) => {
      const error = new StartupError(reason);
      // Before it serves, the start has failed; afterwards a daemon has ended.
      if (!loaded.reject(error)) (deps.onEnded ?? crash)(error);
    },
  });
  stack.add('dns', engine);
  await engine.start();
  await loaded.promise;
  deps.onLoaded?.();
  const addresses = await openListeners({ flags, config, log, clock, engine, stack });
  let closing: Promise<void> | undefined;
  return { ...addresses, close: () => (closing ??= stack.close()) };
}

function validateListeners(config: DnsConfig, insecure: boolean): void {
  const listeners = [
    ...(config.isDnsOn ? [config.listener] : []),
    ...(config.isHttpOn ? [config.httpListener] : []),
  ];
  for (const ip of listeners) {
    // Neither knows users: whoever reaches it learns every name, and may have it ask others.
    const fault = validateBinding(ip, insecure, false);
    if (fault === undefined) continue;
    throw new StartupError(
      `listening on ${ip} lets anyone on the network read the names of all tasks: ` +
        'give --insecure if the network is trusted',
    );
  }
}

/** A promise of the first state, given up when `signal` says so. */
function untilLoaded(signal: AbortSignal | undefined): {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  /** False when there was a state before: then nothing is rejected. */
  readonly reject: (error: Error) => boolean;
} {
  let fulfil: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  let isLoaded = false;
  const promise = new Promise<void>((resolve, reject) => {
    fulfil = resolve;
    refuse = reject;
    const giveUp = (): void => reject(new StartupError('ended before any master gave its state'));
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  });
  // Whoever awaits it hears of its end; until then nobody has to.
  promise.catch(() => undefined);
  return {
    promise,
    resolve: () => {
      isLoaded = true;
      fulfil();
    },
    reject: (error) => {
      refuse(error);
      return !isLoaded;
    },
  };
}

async function openListeners(options: {
  readonly flags: DnsFlags;
  readonly config: DnsConfig;
  readonly log: Log;
  readonly clock: SystemClock;
  readonly engine: Engine;
  readonly stack: ClosingStack;
}): Promise<Pick<RunningMesosDns, 'address' | 'httpAddress'>> {
  const { flags, config, log, clock, engine, stack } = options;
  const { view } = engine.kernel;
  const responder = new Responder(view, new Random(seed()), (error) =>
    log.fatal('question.failed', error),
  );
  const timeoutMs = config.externalTimeout * 1000;
  const forwarder = stack.add('forwarder', new Forwarder({ timeoutMs, log }));
  const now = (): ReturnType<SystemClock['now']> => clock.now();
  const metrics = new DnsMetrics({ view, responder, forwarder, now });
  let address: string | undefined;
  if (config.isDnsOn) {
    const { listener: ip, port } = config;
    const onFault = (error: unknown): void => log.fatal('dns.socket_failed', error);
    const bound = await startDnsServers({ ip, port, responder, forwarder, onFault }, stack);
    address = renderHostPort({ host: ip, port: bound });
  }
  let httpAddress: string | undefined;
  if (config.isHttpOn) {
    const renderMetrics = (): ReturnType<DnsMetrics['render']> => metrics.render();
    const configFile = flags.config ?? '';
    const context = { view, sha1, configFile, version: VERSION, now, renderMetrics };
    const listener = stack.add('listener', await startHttpListener({ flags, log, context }));
    httpAddress = renderHostPort({ host: listener.ip, port: listener.port });
  }
  return { address, httpAddress };
}

function crash(error: Error): void {
  // Out of every promise, so that the process hears of it.
  setImmediate(() => {
    throw error;
  });
}

function seed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
}
