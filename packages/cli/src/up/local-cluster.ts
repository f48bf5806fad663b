import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startAgent, type RunningAgent } from '@stoa/agent';
import { startMarathon } from '@stoa/marathon';
import { startMaster } from '@stoa/master';
import { startMesosDns } from '@stoa/mesos-dns';
import {
  ClosingStack,
  errorCode,
  errorMessage,
  StartupError,
  validateBinding,
  writeFileAtomically,
} from '@stoa/runtime';
import { planAgentResources } from './agent-resources.ts';
import { renderEndpoints, type Endpoints } from './endpoints.ts';
import type { UpFlags } from './flags.ts';
import { readHostAmounts } from './host-amounts.ts';
import { KeptMarathon, type StartOnPort } from './kept-marathon.ts';
import { LONE_AGENT_INSTANCES_MAX } from './limits.ts';
import { ClusterLogs } from './logs.ts';
import { untilReady } from './readiness.ts';

/** A cluster that is up in this process. */
export interface LocalCluster {
  readonly endpoints: Endpoints;
  /** Where its data lies, absolute. */
  readonly workDir: string;
  /** Stops the daemons; tasks run on unless `stopTasks`. Idempotent. */
  close(options: { readonly stopTasks: boolean }): Promise<void>;
}

/** What a cluster is given besides flags. */
export interface LocalClusterDeps {
  readonly dockerSocket: string;
  readonly signal: AbortSignal;
  /** A daemon ended by itself. */
  readonly fail: (error: unknown) => void;
}

/**
 * Starts a master, agents, Marathon and Mesos-DNS, each exactly as its own command would, and resolves when an
 * app can be submitted. Rejects with `StartupError` for what a person can mend; what was started is
 * closed again.
 */
export async function startLocalCluster(
  flags: UpFlags,
  deps: LocalClusterDeps,
): Promise<LocalCluster> {
  const refusal = validateBinding(flags.ip, flags.insecure, false);
  if (refusal !== undefined) throw new StartupError(refusal);
  const workDir = await openWorkDirectory(flags.work_dir);
  const cluster = new Cluster({ flags, deps, workDir });
  try {
    return await cluster.start();
  } catch (error) {
    await cluster.close({ stopTasks: false });
    throw error;
  }
}

async function openWorkDirectory(path: string): Promise<string> {
  const workDir = resolve(path);
  try {
    await mkdir(workDir, { recursive: true });
    await access(workDir, constants.W_OK | constants.X_OK);
    return workDir;
  } catch (cause) {
    const why = errorCode(cause) ?? errorMessage(cause);
    const line = `the directory ${workDir} cannot be used (${why}): choose another with --work-dir`;
    throw new StartupError(line, { cause });
  }
}

/** What the flags of Mesos-DNS are called here. */
const DNS_FLAGS = {
  '--port': '--dns-port',
  '--http_port': '--dns-http-port',
  '--listener': '--ip',
};

class Cluster {
  readonly #flags: UpFlags;
  readonly #deps: LocalClusterDeps;
  readonly #workDir: string;
  readonly #logs: ClusterLogs;
  readonly #stack = new ClosingStack();
  readonly #agents: RunningAgent[] = [];
  #marathon: KeptMarathon | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: {
    readonly flags: UpFlags;
    readonly deps: LocalClusterDeps;
    readonly workDir: string;
  }) {
    this.#flags = options.flags;
    this.#deps = options.deps;
    this.#workDir = options.workDir;
    this.#logs = new ClusterLogs(options.workDir, options.flags.logging_level);
    this.#stack.add('logs', this.#logs);
  }

  async start(): Promise<LocalCluster> {
    const master = await this.#startMaster();
    const [agents, marathon, names] = await settled([
      this.#startAgents(master),
      this.#startMarathon(master),
      this.#startDns(master),
    ]);
    const endpoints: Endpoints = { master, agents, marathon, ...names };
    const path = join(this.#workDir, 'endpoints.json');
    await writeFileAtomically(path, renderEndpoints(endpoints));
    await untilReady(endpoints, this.#flags.start_timeout, this.#deps.signal);
    return {
      endpoints,
      workDir: this.#workDir,
      close: (options) => this.close(options),
    };
  }

  close(options: { readonly stopTasks: boolean }): Promise<void> {
    this.#closing ??= this.#close(options.stopTasks);
    return this.#closing;
  }

  async #close(stopTasks: boolean): Promise<void> {
    // Marathon first, or it would start again what the agents end.
    await this.#marathon?.close();
    await Promise.all(this.#agents.map((agent) => agent.close({ stopTasks })));
    await this.#stack.close();
  }

  async #startMaster(): Promise<string> {
    const master = await named({ '--port': '--master-port' }, () =>
      startMaster(
        {
          ...this.#listenerFlags(),
          port: this.#flags.master_port,
          work_dir: join(this.#workDir, 'master'),
        },
        { log: this.#logs.open('master'), onEnded: (error) => this.#deps.fail(error) },
      ),
    );
    this.#stack.add('master', master);
    return master.address;
  }

  async #startAgents(master: string): Promise<readonly string[]> {
    const { agents: count, agent_port: firstPort, resources } = this.#flags;
    const shares =
      resources === undefined && count > 1
        ? planAgentResources(await readHostAmounts(this.#workDir), count)
        : [];
    const addresses: string[] = [];
    // One after the other: which agent has which port is the same at every start.
    for (let at = 0; at < count; at++) {
      addresses.push(
        await this.#startAgent(master, {
          name: `agent-${at + 1}`,
          port: firstPort === 0 ? 0 : firstPort + at,
          resources: shares[at] ?? resources,
        }),
      );
    }
    return addresses;
  }

  async #startAgent(
    master: string,
    agent: { readonly name: string; readonly port: number; readonly resources: string | undefined },
  ): Promise<string> {
    const { name, port, resources } = agent;
    const running = await named({ '--port': '--agent-port' }, () =>
      startAgent(
        {
          ...this.#listenerFlags(),
          port,
          resources,
          master: [master],
          work_dir: join(this.#workDir, name),
          attributes: this.#flags.attributes,
          docker_socket: this.#deps.dockerSocket,
        },
        {
          log: this.#logs.open(name),
          onEnded: (reason) => this.#deps.fail(new StartupError(`${name} ended: ${reason}`)),
        },
      ),
    );
    this.#agents.push(running);
    return running.address;
  }

  #startMarathon(master: string): Promise<string> {
    const { ip, hostname = ip, insecure, allowed_origins, allowed_hosts, agents } = this.#flags;
    const log = this.#logs.open('marathon');
    const start: StartOnPort = (port, onEnded) =>
      startMarathon(
        {
          insecure,
          allowed_origins,
          allowed_hosts,
          hostname,
          master,
          http_address: ip,
          http_port: port,
          work_dir: join(this.#workDir, 'marathon'),
          // With one agent there is nobody to spread instances to (docs/adr/0049).
          ...(agents === 1 ? { max_instances_per_offer: LONE_AGENT_INSTANCES_MAX } : {}),
        },
        { log, onEnded },
      );
    const marathon = new KeptMarathon(start, this.#deps.fail);
    this.#marathon = marathon;
    return named({ '--http_port': '--marathon-port' }, () =>
      marathon.start(this.#flags.marathon_port),
    );
  }

  async #startDns(master: string): Promise<Pick<Endpoints, 'dns' | 'dnsHttp'>> {
    const { ip, insecure, allowed_origins, allowed_hosts, start_timeout } = this.#flags;
    // Its listeners take addresses only.
    const listener = ip === 'localhost' ? '127.0.0.1' : ip;
    const running = await named(DNS_FLAGS, () =>
      startMesosDns(
        {
          insecure,
          allowed_origins,
          allowed_hosts,
          listener,
          masters: [master],
          port: this.#flags.dns_port,
          http_listener: listener,
          http_port: this.#flags.dns_http_port,
          // Other names go to whom this machine asks; where that is nobody else, they are refused.
          resolvers: [],
        },
        {
          log: this.#logs.open('dns'),
          signal: AbortSignal.any([this.#deps.signal, AbortSignal.timeout(start_timeout)]),
        },
      ),
    );
    this.#stack.add('dns', running);
    const { address = '', httpAddress = '' } = running;
    return { dns: address, dnsHttp: httpAddress };
  }

  #listenerFlags(): {
    readonly ip: string;
    readonly hostname: string;
    readonly insecure: boolean;
    readonly allowed_origins: readonly string[];
    readonly allowed_hosts: readonly string[];
  } {
    const { ip, hostname = ip, insecure, allowed_origins, allowed_hosts } = this.#flags;
    return { ip, hostname, insecure, allowed_origins, allowed_hosts };
  }
}

/** Waits for all to end, so that a failure leaves nothing half started; then throws the first. */
async function settled<A, B, C>(
  starts: readonly [Promise<A>, Promise<B>, Promise<C>],
): Promise<readonly [A, B, C]> {
  await Promise.allSettled(starts);
  return [await starts[0], await starts[1], await starts[2]];
}

/** A daemon's complaint about one of its own flags names the flag that stands for it here. */
async function named<T>(
  flags: Readonly<Record<string, string>>,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const message = error.message.replace(/--[a-z_]+\b/g, (flag) => flags[flag] ?? flag);
    throw new StartupError(message, { cause: error });
  }
}
