// Three servers of ZooKeeper, three masters, two Marathons and some agents, each a process of its own. A master or
// Marathon that ends by itself, as one does whose session was lost on a busy machine, is started again.
import { join } from 'node:path';
import { DaemonProcess } from './daemon-process.ts';
import { callJson, endPrograms, type Answer } from './stoa-process.ts';
import { until } from './until.ts';
import { freePorts, startEnsemble, type ZooKeeperEnsemble } from './zookeeper-ensemble.ts';

const MASTERS = 3;
const MARATHONS = 2;
const BACK_MS = 60_000;
/** One that is stopped would be waited for without end; one that waits for a leader answers in time. */
const ANSWER_MS = 5_000;

/** Which of the leaders. */
export type LeaderKind = 'marathon' | 'master';

/** What the leading master knows of one agent or framework. */
export interface Known {
  readonly id: string;
  readonly active: boolean;
}

/** The part of the master's `/state` that tests look at. */
export interface MasterState {
  readonly slaves: readonly Known[];
  readonly frameworks: readonly (Known & {
    readonly tasks: readonly { readonly id: string; readonly state: string }[];
  })[];
}

/** Flags of one agent. */
export type AgentFlags = Readonly<Record<string, string>>;

export class LeadersCluster {
  readonly ensemble: ZooKeeperEnsemble;
  readonly masters: DaemonProcess[] = [];
  readonly marathons: DaemonProcess[] = [];
  readonly agents: DaemonProcess[] = [];
  readonly #sessionMs: number;
  readonly #restarts = new Set<Promise<void>>();
  readonly #killed = new Set<DaemonProcess>();
  #isStopping = false;
  /** How many ended by themselves. */
  ends = 0;

  private constructor(ensemble: ZooKeeperEnsemble, sessionMs: number) {
    this.ensemble = ensemble;
    this.#sessionMs = sessionMs;
  }

  /** Resolves when a master leads, all agents are registered and Marathon is subscribed. */
  static async start(options: {
    readonly directory: string;
    readonly sessionMs: number;
    readonly agents: readonly AgentFlags[];
  }): Promise<LeadersCluster> {
    const cluster = new LeadersCluster(await startEnsemble(3), options.sessionMs);
    try {
      await cluster.#start(options);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async #start(options: {
    readonly directory: string;
    readonly agents: readonly AgentFlags[];
  }): Promise<void> {
    const ports = (await freePorts(MASTERS + MARATHONS)).map(String);
    for (const port of ports.slice(0, MASTERS)) this.masters.push(this.#master(port));
    for (const port of ports.slice(MASTERS)) this.marathons.push(this.#marathon(port));
    options.agents.forEach((flags, at) => {
      const work_dir = join(options.directory, `agent-${at}`);
      const all = { port: '0', master: this.#zk('/mesos'), work_dir, ...flags };
      this.agents.push(new DaemonProcess('agent', all, 'build'));
    });
    for (const each of [...this.masters, ...this.marathons]) await each.listens();
    await this.whole();
  }

  /** Ends everything; tasks run on. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    // One that is just being started would outlive its test.
    await Promise.allSettled(this.#restarts);
    await endPrograms();
    await this.ensemble.stop();
  }

  /** Sends SIGKILL to the one that leads, and gives it; the others do not know yet. */
  async killLeader(kind: LeaderKind): Promise<DaemonProcess> {
    const leader = kind === 'master' ? await this.leadingMaster() : await this.leadingMarathon();
    this.#killed.add(leader);
    await leader.program.end('SIGKILL');
    return leader;
  }

  /** Starts one that ended again, with the flags it had; resolves when it listens. */
  restart(ended: DaemonProcess): Promise<void> {
    const restarted = this.#restart(ended);
    this.#restarts.add(restarted);
    return restarted;
  }

  async #restart(ended: DaemonProcess): Promise<void> {
    const isMaster = this.masters.includes(ended);
    const port = ended.address.slice(ended.address.lastIndexOf(':') + 1);
    const again = isMaster ? this.#master(port) : this.#marathon(port);
    const list = isMaster ? this.masters : this.marathons;
    list[list.indexOf(ended)] = again;
    await again.listens();
  }

  /** The master that answers for the cluster. */
  leadingMaster(): Promise<DaemonProcess> {
    return until(
      'a master leads',
      async () => {
        for (const master of this.masters.filter(({ isRunning }) => isRunning)) {
          if ((await agentsOf(master)) !== undefined) return master;
        }
        return undefined;
      },
      BACK_MS,
    );
  }

  /** The Marathon that answers by itself. */
  leadingMarathon(): Promise<DaemonProcess> {
    return until(
      'a Marathon leads',
      async () => {
        for (const marathon of this.marathons.filter(({ isRunning }) => isRunning)) {
          if (await leads(marathon)) return marathon;
        }
        return undefined;
      },
      BACK_MS,
    );
  }

  /** Whether a master or a Marathon answers for the cluster at this moment. */
  async answers(): Promise<boolean> {
    const asked = [
      ...this.masters.map(async (master) => (await agentsOf(master)) !== undefined),
      ...this.marathons.map((marathon) => leads(marathon)),
    ];
    return (await Promise.all(asked)).includes(true);
  }

  /** What the leading master knows, once all agents and Marathon are back. */
  whole(): Promise<MasterState> {
    return until(
      'a master leads with all agents and Marathon',
      async () => {
        for (const master of this.masters.filter(({ isRunning }) => isRunning)) {
          // All of the state is much to ask for again and again.
          const agents = await agentsOf(master);
          if (agents?.filter(({ active }) => active).length !== this.agents.length) continue;
          const state = await read<MasterState>(`http://${master.address}/state`);
          if (state?.frameworks.some(({ active }) => active) === true) return state;
        }
        return undefined;
      },
      BACK_MS,
    );
  }

  /** A call to Marathon, asked until one answers: a moment may pass before somebody leads. */
  marathon(method: string, path: string, body?: unknown): Promise<Answer> {
    return until(
      `${method} ${path}`,
      async () => {
        for (const { address } of this.marathons.filter(({ isRunning }) => isRunning)) {
          const answer = await callJson(method, `http://${address}${path}`, body).catch(() => null);
          if (answer !== null && answer.status < 500) return answer;
        }
        return undefined;
      },
      BACK_MS,
    );
  }

  /** The tasks of an app once so many run and no other is known, sorted. */
  tasks(app: string, count: number): Promise<readonly string[]> {
    return until(
      `${count} tasks of ${app} run`,
      async () => {
        const { json } = await this.marathon('GET', `/v2/apps${app}/tasks`);
        const list: readonly { readonly id: string; readonly state: string }[] = json?.tasks ?? [];
        const isWhole =
          list.length === count && list.every(({ state }) => state === 'TASK_RUNNING');
        return isWhole ? list.map(({ id }) => id).sort() : undefined;
      },
      BACK_MS,
    );
  }

  #zk(path: string): string {
    return this.ensemble.url(`/production${path}`, 'stoa:secret');
  }

  #supervised(daemon: DaemonProcess): DaemonProcess {
    daemon.program.child.once('close', () => {
      // One that never listened has no port to come back at; whoever waits for it hears of that.
      if (this.#isStopping || this.#killed.has(daemon) || daemon.address === '') return;
      this.ends++;
      this.restart(daemon).catch(() => undefined);
    });
    return daemon;
  }

  #master(port: string): DaemonProcess {
    const zk_session_timeout = `${this.#sessionMs}ms`;
    const flags = { port, quorum: '2', zk: this.#zk('/mesos'), zk_session_timeout };
    return this.#supervised(new DaemonProcess('master', flags, 'build'));
  }

  #marathon(http_port: string): DaemonProcess {
    const zk_session_timeout = String(this.#sessionMs);
    const master = this.#zk('/mesos');
    const flags = { http_port, master, zk: this.#zk('/marathon'), zk_session_timeout };
    return this.#supervised(new DaemonProcess('marathon', flags, 'build'));
  }
}

/** Ids of agents and frameworks, which outlive every leader. */
export function idsOf(state: MasterState): unknown {
  return {
    agents: state.slaves.map(({ id }) => id).sort(),
    frameworks: state.frameworks.map(({ id }) => id).sort(),
  };
}

async function agentsOf(master: DaemonProcess): Promise<readonly Known[] | undefined> {
  const answer = await read<{ slaves: readonly Known[] }>(`http://${master.address}/slaves`);
  return answer?.slaves;
}

async function leads(marathon: DaemonProcess): Promise<boolean> {
  const answer = await read<{ leader?: string }>(`http://${marathon.address}/v2/leader`);
  return answer?.leader === marathon.address;
}

/** What is answered with 200; undefined for every other answer, redirects too, and for none. */
async function read<T>(url: string): Promise<T | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(url, { redirect: 'manual', signal });
    const text = await answer.text();
    return answer.status === 200 ? (JSON.parse(text) as T) : undefined;
  } catch {
    return undefined;
  }
}
