import type { Random } from '@stoa/common';
import type {
  CheckInfo,
  CommandInfo,
  ContainerInfo,
  HealthCheck as HealthCheckInfo,
  Labels,
  TaskInfo,
} from '@stoa/proto';
import { reversedIdOf, safeIdOf } from '../apps/app-id.ts';
import type { App, HealthCheck } from '../apps/app.ts';
import { taskIdOf, type Instance } from '../instances/instance.ts';
import type { MarathonConfig } from '../state.ts';
import { containerInfo } from './container-info.ts';
import { discoveryInfo } from './discovery-info.ts';
import type { OfferMatch } from './match-offer.ts';
import { effectivePorts, taskEnvironment, type EffectivePort } from './task-environment.ts';

/** What a task is made of. */
export interface TaskInput {
  readonly app: App;
  /** With the incarnation of the launch. */
  readonly instance: Instance;
  readonly match: OfferMatch;
  readonly config: Pick<MarathonConfig, 'envVarsPrefix' | 'executor' | 'settings'>;
  readonly random: Random;
  /** The group around the app hands its name down as role. */
  readonly enforcesRole: boolean;
}

/** The task as the master is asked to launch it (marathon-app.md §12). */
export function buildTask(input: TaskInput): TaskInfo {
  const { app, instance, match, config, random } = input;
  const { placement } = match;
  const taskId = taskIdOf(instance);
  const ports = effectivePorts(app, placement.hostPorts, random);
  const command = commandInfo(input, taskId, ports);
  const container = containerInfo(app, ports, { taskId, bridge: config.settings.bridgeName });
  const executor = app.executor === '' ? config.executor : app.executor;
  return {
    name: reversedIdOf(app.id),
    task_id: { value: taskId },
    agent_id: { value: placement.agentId },
    resources: match.resources.allocateTo(app.role).toList(),
    ...(executor === '//cmd'
      ? { command, container }
      : { executor: executorInfo(executor, { taskId, app, command, container }) }),
    health_check: healthCheckInfo(app, ports),
    check: checkInfo(app, ports),
    labels: labelsOf(app.labels),
    discovery: discoveryInfo(app, ports),
    kill_policy: killPolicy(app),
    limits: limitsOf(app),
  };
}

function commandInfo(
  { app, match, config, enforcesRole }: TaskInput,
  taskId: string,
  ports: readonly EffectivePort[],
): CommandInfo {
  const { host, hostPorts } = match.placement;
  const prefix = config.envVarsPrefix;
  const identity = { app, taskId, host, enforcesRole };
  const variables = taskEnvironment({ ...identity, hostPorts, prefix, ports });
  const uris = app.fetch.map(({ uri, extract, executable, cache, destPath }) => ({
    value: uri,
    extract,
    executable,
    cache,
    output_file: destPath,
  }));
  return { ...programOf(app), user: app.user, uris, environment: { variables } };
}

function programOf({ cmd, args, container }: App): CommandInfo {
  if (cmd !== undefined) return { shell: true, value: cmd };
  const hasImage = container?.docker !== undefined;
  // An image has an entry point of its own, to which the arguments go.
  if (hasImage) return { shell: false, arguments: args };
  return { shell: false, value: args[0], arguments: args };
}

function executorInfo(
  path: string,
  parts: {
    readonly taskId: string;
    readonly app: App;
    readonly command: CommandInfo;
    readonly container: ContainerInfo | undefined;
  },
): NonNullable<TaskInfo['executor']> {
  const { taskId, app, command, container } = parts;
  const words = app.cmd ?? app.args.join(' ');
  const value = `chmod ug+rx '${path}' && exec '${path}' ${words}`;
  return {
    executor_id: { value: `marathon-${taskId}` },
    name: `executor-${safeIdOf(app.id)}`,
    source: taskId,
    command: { ...command, shell: true, value, arguments: undefined },
    container,
  };
}

/** The one check that the agent runs; those of the leader are its own affair. */
function healthCheckInfo(app: App, ports: readonly EffectivePort[]): HealthCheckInfo | undefined {
  const check = app.healthChecks.find(
    ({ protocol }) => protocol === 'COMMAND' || protocol.startsWith('MESOS_'),
  );
  if (check === undefined) return undefined;
  return {
    ...checkTarget(check, ports),
    delay_seconds: check.delaySeconds,
    interval_seconds: check.intervalSeconds,
    timeout_seconds: check.timeoutSeconds,
    consecutive_failures: check.maxConsecutiveFailures,
    grace_period_seconds: check.gracePeriodSeconds,
  };
}

function checkTarget(check: HealthCheck, ports: readonly EffectivePort[]): HealthCheckInfo {
  const { protocol, path, ipProtocol } = check;
  if (protocol === 'COMMAND') {
    return { type: 'COMMAND', command: { shell: true, value: check.command?.value } };
  }
  const port = check.port ?? ports[check.portIndex ?? 0]?.number ?? 0;
  if (protocol === 'MESOS_TCP') return { type: 'TCP', tcp: { port, protocol: ipProtocol } };
  const scheme = protocol === 'MESOS_HTTPS' ? 'https' : 'http';
  return { type: 'HTTP', http: { port, path: path ?? '/', scheme, protocol: ipProtocol } };
}

/** A check whose result is only told. */
function checkInfo({ check }: App, ports: readonly EffectivePort[]): CheckInfo | undefined {
  if (check === undefined) return undefined;
  const times = {
    delay_seconds: check.delaySeconds ?? 15,
    interval_seconds: check.intervalSeconds ?? 60,
    timeout_seconds: check.timeoutSeconds ?? 20,
  };
  const target = check.http ?? check.tcp;
  const port = target?.port ?? ports[target?.portIndex ?? 0]?.number ?? 0;
  if (check.http !== undefined) {
    return { type: 'HTTP', http: { port, path: check.http.path ?? '/' }, ...times };
  }
  if (check.tcp !== undefined) return { type: 'TCP', tcp: { port }, ...times };
  const { shell, argv = [] } = check.exec?.command ?? {};
  const command =
    shell === undefined
      ? { shell: false, value: argv[0], arguments: argv }
      : { shell: true, value: shell };
  return { type: 'COMMAND', command: { command }, ...times };
}

function killPolicy({ taskKillGracePeriodSeconds }: App): TaskInfo['kill_policy'] {
  if (taskKillGracePeriodSeconds === undefined) return undefined;
  const nanoseconds = BigInt(Math.round(taskKillGracePeriodSeconds * 1000)) * 1_000_000n;
  return { grace_period: { nanoseconds } };
}

function limitsOf({ resourceLimits }: App): TaskInfo['limits'] {
  if (resourceLimits === undefined) return undefined;
  const limits: Record<string, { value: number }> = {};
  for (const name of ['cpus', 'mem'] as const) {
    const limit = resourceLimits[name];
    if (limit !== undefined) limits[name] = { value: limit === 'unlimited' ? Infinity : limit };
  }
  return limits;
}

/** Labels in the form of the wire; undefined when there are none. */
export function labelsOf(labels: Readonly<Record<string, string>>): Labels | undefined {
  const list = Object.entries(labels).map(([key, value]) => ({ key, value }));
  return list.length === 0 ? undefined : { labels: list };
}
