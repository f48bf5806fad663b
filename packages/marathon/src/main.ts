import {
  keepCodeReady,
  ClosingStack,
  createLog,
  givenWithoutEffect,
  loadCredentials,
  parseFlags,
  parseLogLevel,
  runDaemon,
  SystemClock,
  withDefaults,
} from '@stoa/runtime';
import type { Environment, KernelFatalError, Log, RawExchange } from '@stoa/runtime';
import type { Coordination } from '@stoa/coordination';
import type { RouteContext } from './api/context.ts';
import { createDecoders } from './api/decoders.ts';
import { bodyChecks } from './shell/body-checks.ts';
import { marathonFlags, type MarathonFlags } from './flags.ts';
import { ConsoleServer } from './shell/console/console-server.ts';
import { openCoordination, readMaster, shownAddress } from './shell/election.ts';
import { ProcessDiagnostics } from './shell/diagnostics.ts';
import { Engine } from './shell/engine.ts';
import { EventStreams } from './shell/event-streams.ts';
import { HttpMetrics } from './shell/http-metrics.ts';
import { LeaderProxy } from './shell/leader-proxy.ts';
import { Leadership } from './shell/leadership.ts';
import {
  createConfig,
  createInfo,
  readSecret,
  readSurroundings,
  type Surroundings,
  validateFlags,
} from './shell/marathon-config.ts';
import { startListener } from './shell/marathon-listener.ts';

/** A Marathon that is up. */
export interface RunningMarathon {
  /** Where it listens: `host:port`. */
  readonly address: string;
  /** Undefined before the first subscription. */
  frameworkId(): string | undefined;
  /** Ends the daemon; tasks run on and are found again. Idempotent. */
  close(): Promise<void>;
}

/** What a caller may give besides flags. */
export interface MarathonDeps {
  readonly log?: Log;
  /** Where state lies and who leads; by default as the flags say. Marathon closes it. */
  readonly coordination?: Coordination;
  /** Marathon ended by itself: the master will not have it, or it gave up leadership. */
  readonly onEnded?: (error: Error) => void;
  /** Marathon's state can no longer be trusted; by default the process crashes. */
  readonly onFatal?: (error: KernelFatalError) => void;
}

/**
 * Starts Marathon: listens and stands for election; the one that leads takes up what an earlier life
 * stored and subscribes, others pass requests on to it. Resolves when it is known who leads. Rejects with `StartupError` for what an operator can mend.
 */
export async function startMarathon(
  partial: Partial<MarathonFlags>,
  deps: MarathonDeps = {},
): Promise<RunningMarathon> {
  const flags = withDefaults(marathonFlags, partial);
  const stack = new ClosingStack();
  try {
    return await openMarathon(flags, deps, stack);
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** Runs Marathon as this process: `stoa marathon`. */
export async function marathonMain(argv: readonly string[], env: Environment): Promise<void> {
  await runDaemon({
    daemon: 'marathon',
    onReady: keepCodeReady,
    start: (context) => {
      const flags = parseFlags(marathonFlags, argv, withOlderNames(env));
      return startMarathon(flags, { onEnded: (error) => context.fail(error) });
    },
  });
}

/** The one variable that has a name of its own (marathon-api.md §1.1). */
function withOlderNames(env: Environment): Environment {
  const credentials = env['MARATHON_HTTP_CREDENTIALS'] ?? env['MESOSPHERE_HTTP_CREDENTIALS'];
  return { ...env, MARATHON_HTTP_CREDENTIALS: credentials };
}

async function openMarathon(
  flags: MarathonFlags,
  deps: MarathonDeps,
  stack: ClosingStack,
): Promise<RunningMarathon> {
  validateFlags(flags);
  const startLevel = parseLogLevel(flags.logging_level) ?? 'info';
  const log = deps.log ?? createLog({ daemon: 'marathon', level: startLevel });
  const ignored = givenWithoutEffect(marathonFlags, flags);
  if (ignored.length > 0) log.warn('flags.ignored', { names: ignored.join(',') });
  const clock = new SystemClock();
  const master = await readMaster(flags, log);
  const onEnded = deps.onEnded ?? ((error) => log.fatal('marathon.ended', error));
  const coordination = stack.add(
    'store',
    deps.coordination ?? (await openCoordination(flags, log)),
  );
  const leadership = stack.add('leadership', new Leadership(onEnded));
  const surroundings = readSurroundings(flags);
  const events = stack.add(
    'event streams',
    new EventStreams({
      now: () => clock.now(),
      outstandingMax: flags.event_stream_max_outstanding_messages,
    }),
  );
  // The kernel is made before its port is known: it tells it only when asked.
  const bound = { port: flags.http_port };
  const own = (): string => addressOf(surroundings.hostname, bound.port);
  const console = stack.add('console', await createConsole({ flags, log, clock, own }));
  const engine = new Engine({
    config: createConfig(flags, surroundings, () => bound.port),
    log,
    clock,
    store: coordination.store,
    listeners: [events, console],
    probesMax: flags.max_concurrent_marathon_health_checks,
    master,
    principal: flags.mesos_authentication_principal,
    secret: readSecret(flags),
    isLeading: () => leadership.isCertain,
    onEnded,
    onFatal: deps.onFatal ?? crash,
  });
  stack.defer('marathon', () => engine.close());
  const diagnostics = stack.add(
    'diagnostics',
    new ProcessDiagnostics({ flags, log, clock, startLevel }),
  );
  const meter = stack.add('http metrics', new HttpMetrics(flags, events));
  const http = () => meter.read();
  const context = createContext({ engine, clock, flags, diagnostics, surroundings, http });
  const proxy = stack.add('proxy', createProxy(flags, leadership, own));
  const intercept = (exchange: RawExchange) => proxy.intercept(exchange);
  const listener = stack.add(
    'listener',
    await startListener({ flags, log, context, events, console, meter, intercept }),
  );
  bound.port = listener.port;
  log.info('marathon.listening', { address: addressOf(listener.ip, listener.port) });
  const take = async (): Promise<void> => engine.load(await coordination.store.load());
  await leadership.stand({ coordination, own: own(), take });
  let closing: Promise<void> | undefined;
  return {
    address: addressOf(listener.ip, listener.port),
    frameworkId: () => engine.kernel.view.frameworkId,
    close: () => (closing ??= stack.close()),
  };
}

async function createConsole(options: {
  readonly flags: MarathonFlags;
  readonly log: Log;
  readonly clock: SystemClock;
  readonly own: () => string;
}): Promise<ConsoleServer> {
  const { flags, log, clock, own } = options;
  const file = flags.agent_credential;
  const [agentCredential] = file === undefined ? [] : await loadCredentials(file);
  return new ConsoleServer({
    now: () => clock.now(),
    address: own,
    master: await readMaster(flags, log),
    configured: shownAddress(flags.master),
    principal: flags.mesos_authentication_principal,
    secret: readSecret(flags),
    agentCredential,
    directory: flags.console_dir,
    log,
  });
}

function addressOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function createProxy(flags: MarathonFlags, leadership: Leadership, own: () => string): LeaderProxy {
  return new LeaderProxy({
    own,
    leadership,
    connectTimeoutMs: flags.leader_proxy_connection_timeout,
    readTimeoutMs: flags.leader_proxy_read_timeout,
    connectionsMax: flags.leader_proxy_max_open_connections,
  });
}

function createContext(options: {
  readonly engine: Engine;
  readonly clock: SystemClock;
  readonly flags: MarathonFlags;
  readonly surroundings: Surroundings;
  readonly diagnostics: ProcessDiagnostics;
  readonly http: RouteContext['http'];
}): RouteContext {
  const { engine, clock, flags, surroundings, diagnostics, http } = options;
  return {
    view: engine.kernel.view,
    ask: (request) => engine.ask(request),
    decoders: createDecoders(bodyChecks),
    info: createInfo(flags, surroundings),
    now: () => clock.now(),
    counters: () => engine.kernel.view.counters,
    metricPrefix: flags.metrics_name_prefix,
    diagnostics,
    startedAt: clock.now(),
    http,
  };
}

function crash(error: KernelFatalError): void {
  // Out of every promise, so that the process hears of it.
  setImmediate(() => {
    throw error;
  });
}
