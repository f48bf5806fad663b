import { hostname } from 'node:os';
import { parseZooKeeperUrl, renderZooKeeperUrl } from '@stoa/coordination';
import { DomainInfoCodec, parseAttributes, parseJsonText } from '@stoa/proto';
import type { Attribute, DomainInfo } from '@stoa/proto';
import { isLoopback, renderFlags, StartupError, SystemClock } from '@stoa/runtime';
import type { HttpListener } from '@stoa/runtime';
import { planHostResources } from './core/index.ts';
import type { AgentConfig } from './core/index.ts';
import { agentFlags } from './flags.ts';
import type { AgentFlags } from './flags.ts';
import { readBuildInfo } from './shell/build-info.ts';
import { readBootId, readHostFacts } from './shell/host-facts.ts';

const EVERYBODYS_IPS: readonly string[] = ['0.0.0.0', '::', '127.0.0.1', '::1'];

/** What the kernel is told of this agent, from its flags and its machine. Throws `StartupError`. */
export async function createConfig(options: {
  readonly flags: AgentFlags;
  readonly workDir: string;
  readonly listener: HttpListener;
  readonly masters: readonly string[];
}): Promise<AgentConfig> {
  const { flags, workDir, listener, masters } = options;
  const resources = planHostResources(flags.resources, await readHostFacts(workDir));
  if (!resources.ok) throw new StartupError(resources.error);
  const ip = flags.advertise_ip ?? (flags.ip === '0.0.0.0' ? '127.0.0.1' : flags.ip);
  return {
    processId: crypto.randomUUID(),
    build: readBuildInfo(),
    startedAt: new SystemClock().now(),
    hostname: flags.hostname ?? (isLoopback(ip) || !flags.hostname_lookup ? ip : hostname()),
    ip,
    // An address of everybody's tells no two agents apart.
    toldIp: flags.advertise_ip ?? (EVERYBODYS_IPS.includes(flags.ip) ? undefined : flags.ip),
    port: flags.advertise_port ?? listener.port,
    workDir,
    resources: resources.value,
    attributes: readAttributes(flags.attributes),
    domain: readDomain(flags.domain),
    masters,
    bootId: await readBootId(),
    registrationBackoff: flags.registration_backoff_factor,
    executorShutdownGrace: flags.executor_shutdown_grace_period,
    executorReregistrationTimeout: flags.executor_reregistration_timeout,
    executorEnvironment: readVariables(flags.executor_environment_variables),
    sandboxDirectory: flags.sandbox_directory,
    canSwitchUser: flags.switch_user && process.getuid?.() === 0,
    frameworksHome: flags.frameworks_home,
    containerizers: readContainerizers(flags.containerizers),
    hasCpuQuota: flags.cgroups_enable_cfs,
    dockerGrace: flags.docker_stop_timeout,
    flags: { ...renderFlags(agentFlags, flags), master: shownMaster(flags.master) },
  };
}

/** As `/flags` tells it: without the password of ZooKeeper. */
function shownMaster(given: readonly string[]): string {
  const text = given.join(',');
  const url = parseZooKeeperUrl(text);
  return url.ok ? renderZooKeeperUrl(url.value) : text;
}

function readContainerizers(given: readonly string[]): readonly ('docker' | 'mesos')[] {
  return given.map((name) => {
    if (name === 'docker' || name === 'mesos') return name;
    throw new StartupError(`--containerizers: '${name}' is neither docker nor mesos`);
  });
}

function readAttributes(text: string | undefined): readonly Attribute[] {
  const parsed = parseAttributes(text ?? '');
  if (!parsed.ok) throw new StartupError(`--attributes: ${parsed.error}`);
  return parsed.value;
}

function readDomain(text: string | undefined): DomainInfo | undefined {
  if (text === undefined) return undefined;
  const parsed = parseJsonText(text);
  const domain = parsed.ok ? DomainInfoCodec.fromJson(parsed.value) : parsed;
  if (!domain.ok) throw new StartupError(`--domain: ${domain.error}`);
  return domain.value;
}

function readVariables(text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  const parsed = parseJsonText(text);
  const value = parsed.ok ? parsed.value : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new StartupError('--executor_environment_variables: not a JSON object');
  }
  const entries = Object.entries(value).map(([name, given]) => [name, String(given)] as const);
  return Object.fromEntries(entries);
}
