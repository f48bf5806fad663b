import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { access, chown, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ContainerObservation,
  KnownContainer,
  ProbeOrder,
  ProbeOutcome,
  ProcessSpec,
  RunningContainer,
} from '../../core/index.ts';
import type { Containerizer, ContainerUsage, EndListener } from '../containerizer.ts';
import { codeOf, LaunchError, messageOf } from '../containerizer.ts';
import { probeNetwork, runProbeCommand } from '../probing.ts';
import { findUser } from '../users.ts';
import type { ProcessEntry } from './process-table.ts';
import { readProcess, readProcesses, selectFamily } from './process-table.ts';
import type { SupervisorStart } from './supervisor.ts';
import { readEnd, readStart, SUPERVISOR } from './supervisor.ts';

const POLL_MS = 250;
/** Linux tells processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Runs plain command tasks as processes of their own, each under a shell that outlives the agent. */
export class ProcessContainerizer implements Containerizer<ProcessSpec> {
  readonly #controls: string;
  readonly #bootId: string;
  readonly #onEnd: EndListener;
  readonly #adopted = new Map<string, SupervisorStart>();
  #poll: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: {
    /** Where supervisors keep their words, a directory per container. */
    readonly controlDirectory: string;
    readonly bootId: string;
    readonly onEnd: EndListener;
  }) {
    this.#controls = options.controlDirectory;
    this.#bootId = options.bootId;
    this.#onEnd = options.onEnd;
  }

  async start(spec: ProcessSpec, signal: AbortSignal): Promise<RunningContainer> {
    const user = spec.user === undefined ? undefined : await findUser(spec.user);
    const control = this.#control(spec.containerId);
    await mkdir(control, { recursive: true, mode: 0o755 });
    if (user !== undefined) await chown(control, user.uid, user.gid);
    await makeLinks(spec);
    signal.throwIfAborted();
    const words = await commandWords(spec);
    const child = spawn(
      '/bin/sh',
      ['-c', SUPERVISOR, 'stoa-task', control, spec.sandbox, ...words],
      {
        cwd: spec.sandbox,
        env: { ...spec.environment },
        detached: true,
        stdio: 'ignore',
        ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
      },
    );
    await spawned(child);
    child.unref();
    child.once('exit', () => void this.#childEnded(spec.containerId));
    return { pid: child.pid, ipAddresses: [], inspection: undefined };
  }

  adopt({ containerId }: KnownContainer): void {
    readStart(this.#control(containerId)).then(
      (start) => {
        if (start === undefined) this.#tell(containerId);
        else this.#watch(containerId, start);
      },
      () => this.#tell(containerId),
    );
  }

  async stop({ containerId }: KnownContainer, force: boolean): Promise<void> {
    const start = await this.#settledStart(containerId);
    if (start === undefined) return;
    await this.#signalFamily(start, force ? 'SIGKILL' : 'SIGTERM');
  }

  async remove({ containerId }: KnownContainer): Promise<void> {
    const control = this.#control(containerId);
    const start = await readStart(control);
    if (start !== undefined) await this.#signalFamily(start, 'SIGKILL');
    await rm(control, { recursive: true, force: true });
  }

  async observe(containers: readonly KnownContainer[]): Promise<readonly ContainerObservation[]> {
    return Promise.all(containers.map(({ containerId }) => this.#observeOne(containerId)));
  }

  async usage({ containerId }: KnownContainer): Promise<ContainerUsage | undefined> {
    const start = await readStart(this.#control(containerId));
    if (start === undefined || !(await this.#isAlive(start))) return undefined;
    const family = selectFamily(await readProcesses(), start.pid);
    const sum = (amount: (entry: ProcessEntry) => number): number =>
      family.reduce((total, entry) => total + amount(entry), 0);
    return {
      cpus_user_time_secs: sum((entry) => entry.userTicks) / TICKS_PER_SECOND,
      cpus_system_time_secs: sum((entry) => entry.systemTicks) / TICKS_PER_SECOND,
      mem_rss_bytes: sum((entry) => entry.rssPages) * PAGE_BYTES,
      processes: family.length,
      threads: sum((entry) => entry.threads),
    };
  }

  async probe(
    container: KnownContainer,
    order: ProbeOrder,
    signal: AbortSignal,
  ): Promise<ProbeOutcome> {
    if (order.target.kind !== 'command') return probeNetwork(order.target, undefined, signal);
    const start = await readStart(this.#control(container.containerId));
    if (start === undefined) return { kind: 'failed', message: 'the task does not run' };
    // The supervisor's environment is the task's, as the framework gave it.
    const environment = await readFile(`/proc/${start.pid}/environ`, 'utf8');
    const environ = environment.split('\0').filter((entry) => entry.includes('='));
    return runProbeCommand(order.target.command, { environ, cwd: container.sandbox, signal });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#poll);
    return Promise.resolve();
  }

  #control(containerId: string): string {
    return join(this.#controls, containerId);
  }

  async #childEnded(containerId: string): Promise<void> {
    if (this.#isClosed) return;
    const end = await readEnd(this.#control(containerId)).catch(() => undefined);
    if (!this.#isClosed) this.#onEnd(containerId, end ?? { kind: 'vanished' });
  }

  #tell(containerId: string): void {
    void this.#childEnded(containerId);
  }

  #watch(containerId: string, start: SupervisorStart): void {
    if (this.#isClosed) return;
    this.#adopted.set(containerId, start);
    this.#poll ??= setInterval(() => void this.#look(), POLL_MS);
  }

  async #look(): Promise<void> {
    for (const [containerId, start] of [...this.#adopted]) {
      if (await this.#isAlive(start)) continue;
      if (this.#adopted.delete(containerId)) this.#tell(containerId);
    }
    if (this.#adopted.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  async #isAlive(start: SupervisorStart): Promise<boolean> {
    if (start.bootId !== this.#bootId) return false;
    const entry = await readProcess(start.pid);
    return entry?.startTicks === start.startTicks && entry.state !== 'Z';
  }

  async #observeOne(containerId: string): Promise<ContainerObservation> {
    const control = this.#control(containerId);
    const start = await this.#settledStart(containerId);
    const end = await readEnd(control);
    if (end !== undefined) return { kind: 'ended', containerId, end };
    if (start === undefined) return { kind: 'absent', containerId };
    if (await this.#isAlive(start)) {
      const running = { pid: start.pid, ipAddresses: [], inspection: undefined };
      return { kind: 'running', containerId, running };
    }
    // It may have written its last word between the two looks.
    const late = await readEnd(control);
    return { kind: 'ended', containerId, end: late ?? { kind: 'vanished' } };
  }

  /** A supervisor that was just spawned needs a moment to say who it is. */
  async #settledStart(containerId: string): Promise<SupervisorStart | undefined> {
    const control = this.#control(containerId);
    for (let tries = 0; tries < 20; tries++) {
      const start = await readStart(control);
      if (start !== undefined || !(await exists(control))) return start;
      await sleep(50);
    }
    return undefined;
  }

  async #signalFamily(start: SupervisorStart, signal: NodeJS.Signals): Promise<void> {
    if (start.bootId !== this.#bootId) return;
    const leader = await readProcess(start.pid);
    // Another process may have the pid by now; then nothing of ours is left in that session.
    if (leader !== undefined && leader.startTicks !== start.startTicks) return;
    for (const { pid } of selectFamily(await readProcesses(), start.pid)) sendSignal(pid, signal);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended by itself in between.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(new LaunchError(`could not start a process: ${messageOf(cause)}`, { cause }));
    });
  });
}

async function commandWords({ program }: ProcessSpec): Promise<readonly string[]> {
  if (program.kind === 'shell') return ['/bin/sh', '-c', program.command];
  const { file, name, args } = program;
  if (name === undefined || name === file) return [file, ...args];
  // Only bash can give a program another name than its file.
  if (!(await exists('/bin/bash'))) return [file, ...args];
  return ['/bin/bash', '-c', 'exec -a "$0" "$@"', name, file, ...args];
}

async function makeLinks(spec: ProcessSpec): Promise<void> {
  for (const { path, target } of spec.links) {
    const link = join(spec.sandbox, path);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
