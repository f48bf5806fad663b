import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ContainerEnd,
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
import type { AliveWatch } from './alive-watch.ts';
import { watchAlive } from './alive-watch.ts';
import { Families } from './families.ts';
import type { LaunchOrder } from './launch-script.ts';
import type { MemoryGroups } from './memory-groups.ts';
import type { ProcessEntry } from './process-table.ts';
import { ProcessScanner, readProcess, selectFamily, TICKS_PER_SECOND } from './process-table.ts';
import { Spawner } from './spawner.ts';
import type { SupervisorStart } from './supervisor.ts';
import { endOf, readEnd, readStart, supervisorWords } from './supervisor.ts';

/** How long a supervisor may take to say who it is, or to begin its task. */
const BEGIN_TRIES = 100;
const BEGIN_WAIT_MS = 10;
/** How often supervisors are looked at that ought to have told of their end, in milliseconds. */
const PATROL_MS = 10_000;
/** The script of a launch, while it is under way. */
const LAUNCH_FILE = 'launch';
const PAGE_BYTES = 4096;

interface Watched {
  readonly start: SupervisorStart;
  readonly watch: AliveWatch;
  readonly look: () => void;
}

/** Runs plain command tasks as processes of their own, each under a shell that outlives the agent. */
export class ProcessContainerizer implements Containerizer<ProcessSpec> {
  readonly #controls: string;
  readonly #bootId: string;
  readonly #onEnd: EndListener;
  readonly #memoryGroups: MemoryGroups | undefined;
  readonly #scanner = new ProcessScanner();
  readonly #families = new Families(this.#scanner);
  readonly #removals = new Set<Promise<void>>();
  /** The supervisors that are children of this process, by container. */
  readonly #children = new Map<string, number>();
  /** Watches over those that are not: begun by the helper, or in an earlier life. */
  readonly #watched = new Map<string, Watched>();
  readonly #spawner = new Spawner();
  readonly #patrol: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: {
    /** Undefined: tasks are not held to their memory. */
    readonly memoryGroups: MemoryGroups | undefined;
    /** Where supervisors keep their words, a directory per container. */
    readonly controlDirectory: string;
    readonly bootId: string;
    readonly onEnd: EndListener;
  }) {
    this.#controls = options.controlDirectory;
    this.#bootId = options.bootId;
    this.#onEnd = options.onEnd;
    this.#memoryGroups = options.memoryGroups;
    this.#spawner.start();
    this.#patrol = setInterval(() => this.#lookAfterAll(), PATROL_MS).unref();
  }

  async start(spec: ProcessSpec, signal: AbortSignal): Promise<RunningContainer> {
    const user = spec.user === undefined ? undefined : findUser(spec.user);
    const control = this.#control(spec.containerId);
    // In one go: a trip to the thread pool for each would take longer than the deeds.
    mkdirSync(control, { recursive: true, mode: 0o755 });
    if (user !== undefined) chownSync(control, user.uid, user.gid);
    if (spec.links.length > 0) await makeLinks(spec);
    const words = await commandWords(spec);
    signal.throwIfAborted();
    const { containerId, sandbox, environment } = spec;
    const order = {
      token: containerId,
      cwd: sandbox,
      environment,
      user,
      words: supervisorWords({ containerId, control, sandbox, bootId: this.#bootId, words }),
      groupPath: this.#joinGroup(spec),
      scriptPath: join(control, LAUNCH_FILE),
    };
    const begun = await this.#spawner.launch(order);
    if (begun === undefined) return this.#spawn(order);
    this.#watch(containerId, { ...begun, bootId: this.#bootId });
    return { pid: begun.pid, ipAddresses: [], inspection: undefined };
  }

  adopt({ containerId }: KnownContainer): void {
    const start = readStart(this.#control(containerId));
    if (start !== undefined) this.#watch(containerId, start);
    else this.#end(containerId, { kind: 'vanished' });
  }

  async stop({ containerId }: KnownContainer, force: boolean): Promise<void> {
    const leader = await this.#leader(containerId);
    if (leader === undefined) return;
    if (force) await this.#families.force(leader);
    else await this.#families.ask(leader);
  }

  async remove({ containerId }: KnownContainer): Promise<void> {
    this.#unwatch(containerId);
    const removal = this.#remove(containerId);
    this.#removals.add(removal);
    try {
      await removal;
    } finally {
      this.#removals.delete(removal);
    }
  }

  /** Removes what an earlier life left of containers that are none of its tasks'. */
  async removeOrphans(isKnown: (containerId: string) => boolean): Promise<void> {
    for (const containerId of await listNames(this.#controls)) {
      if (!isKnown(containerId)) await this.#remove(containerId);
    }
  }

  async observe(containers: readonly KnownContainer[]): Promise<readonly ContainerObservation[]> {
    return Promise.all(containers.map(({ containerId }) => this.#observeOne(containerId)));
  }

  async usage({ containerId }: KnownContainer): Promise<ContainerUsage | undefined> {
    const start = readStart(this.#control(containerId));
    if (start === undefined || !this.#isAlive(start)) return undefined;
    const family = selectFamily(await this.#scanner.scan(), start.pid);
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
    // A first try without delay comes before the supervisor has written where it is.
    const leader = await this.#leader(container.containerId);
    if (leader === undefined) return { kind: 'failed', message: 'the task does not run' };
    // The supervisor's environment is the task's, as the framework gave it.
    const environment = await readFile(`/proc/${leader}/environ`, 'utf8');
    const environ = environment.split('\0').filter((entry) => entry.includes('='));
    return runProbeCommand(order.target.command, { environ, cwd: container.sandbox, signal });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#patrol);
    for (const { watch } of this.#watched.values()) watch.close();
    this.#watched.clear();
    this.#families.hurry();
    await Promise.allSettled(this.#removals);
    await this.#spawner.close();
  }

  /** The way without the helper: the supervisor is a child of this process. */
  async #spawn(order: LaunchOrder): Promise<RunningContainer> {
    const { token, cwd, environment, user, words, groupPath } = order;
    const [program = '/bin/sh', ...args] = words;
    const child = spawn(program, args, {
      cwd,
      env: { ...environment },
      detached: true,
      stdio: 'ignore',
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    });
    const pid = await spawned(child);
    if (groupPath !== undefined) writeFileSync(groupPath, String(pid));
    this.#children.set(token, pid);
    child.unref();
    child.once('exit', (code) => void this.#childEnded(token, code));
    return { pid, ipAddresses: [], inspection: undefined };
  }

  #control(containerId: string): string {
    return join(this.#controls, containerId);
  }

  async #childEnded(containerId: string, code: number | null): Promise<void> {
    this.#children.delete(containerId);
    const end = await this.#lastWord(containerId, code).catch(() => undefined);
    this.#end(containerId, end ?? { kind: 'vanished' });
  }

  async #lastWord(containerId: string, code: number | null): Promise<ContainerEnd | undefined> {
    const control = this.#control(containerId);
    const written = readEnd(control);
    if (written !== undefined || code === null) return written;
    // Without its written word (a full disk) the status of a supervisor that came to run its task
    // tells nearly as much.
    return readStart(control) === undefined ? undefined : endOf(code, false);
  }

  #end(containerId: string, end: ContainerEnd): void {
    if (!this.#isClosed) this.#onEnd(containerId, this.#withCause(containerId, end));
  }

  /** A task that failed after the kernel took memory back by force failed for that. */
  #withCause(containerId: string, end: ContainerEnd): ContainerEnd {
    if (end.kind === 'exited' && end.code === 0) return end;
    const excess = this.#memoryGroups?.excess(containerId);
    return excess === undefined ? end : { kind: 'outOfMemory', ...excess };
  }

  #joinGroup({ containerId, limits }: ProcessSpec): string | undefined {
    if (limits.memMb === undefined) return undefined;
    return this.#memoryGroups?.create(containerId, limits.memMb);
  }

  #watch(containerId: string, start: SupervisorStart): void {
    if (this.#isClosed || this.#watched.has(containerId)) return;
    const look = (): void => this.#look(containerId, start);
    const control = this.#control(containerId);
    const watch = watchAlive(start.pid, { control, onSign: look });
    this.#watched.set(containerId, { start, watch, look });
    look();
  }

  #unwatch(containerId: string): boolean {
    this.#watched.get(containerId)?.watch.close();
    return this.#watched.delete(containerId);
  }

  #look(containerId: string, start: SupervisorStart): void {
    const control = this.#control(containerId);
    const written = readEnd(control);
    if (written === undefined && this.#isAlive(start)) return;
    // It may have written its last word between the two looks.
    const end = written ?? readEnd(control);
    if (!this.#unwatch(containerId)) return;
    this.#spawner.collect();
    this.#end(containerId, end ?? { kind: 'vanished' });
  }

  /** Some file systems tell nothing of what becomes of their files. */
  #lookAfterAll(): void {
    for (const { start, look } of this.#watched.values()) if (!this.#isAlive(start)) look();
  }

  #isAlive(start: SupervisorStart): boolean {
    if (start.bootId !== this.#bootId) return false;
    const entry = readProcess(start.pid);
    return entry?.startTicks === start.startTicks && entry.state !== 'Z';
  }

  async #observeOne(containerId: string): Promise<ContainerObservation> {
    const control = this.#control(containerId);
    let start = await this.#settledStart(containerId);
    const end = readEnd(control);
    if (end !== undefined) return this.#ended(containerId, end);
    if (start === undefined) {
      start = await withdrawControl(control);
      if (start === undefined) return { kind: 'absent', containerId };
    }
    if (this.#isAlive(start)) {
      const running = { pid: start.pid, ipAddresses: [], inspection: undefined };
      return { kind: 'running', containerId, running };
    }
    // It may have written its last word between the two looks.
    const late = readEnd(control);
    return this.#ended(containerId, late ?? { kind: 'vanished' });
  }

  #ended(containerId: string, end: ContainerEnd): ContainerObservation {
    return { kind: 'ended', containerId, end: this.#withCause(containerId, end) };
  }

  /** A supervisor that was just spawned needs a moment to say who it is. */
  async #settledStart(containerId: string): Promise<SupervisorStart | undefined> {
    const control = this.#control(containerId);
    for (let tries = 0; tries < BEGIN_TRIES; tries++) {
      const start = readStart(control);
      if (start !== undefined || !(await exists(control))) return start;
      await sleep(BEGIN_WAIT_MS);
    }
    return undefined;
  }

  /** The supervisor's pid when it is still ours; `isLate`: its session's, though it has ended. */
  async #leader(containerId: string, isLate = false): Promise<number | undefined> {
    const child = this.#children.get(containerId);
    if (child !== undefined) return child;
    const control = this.#control(containerId);
    const watched = this.#watched.get(containerId);
    if (watched !== undefined) return this.#isAlive(watched.start) ? watched.start.pid : undefined;
    const start = isLate ? readStart(control) : await this.#settledStart(containerId);
    if (start === undefined || start.bootId !== this.#bootId) return undefined;
    const entry = readProcess(start.pid);
    // A pid is given anew only when its session is empty: then nothing of ours is left.
    if (entry !== undefined && entry.startTicks !== start.startTicks) return undefined;
    return start.pid;
  }

  /** What was killed leaves its group a moment later. */
  async #removeGroup(containerId: string): Promise<void> {
    const groups = this.#memoryGroups;
    if (groups === undefined) return;
    for (let tries = 0; tries < BEGIN_TRIES && !groups.remove(containerId); tries++) {
      await sleep(BEGIN_WAIT_MS);
    }
  }

  async #remove(containerId: string): Promise<void> {
    const leader = await this.#leader(containerId, true);
    if (leader !== undefined) await this.#families.end(leader);
    await this.#removeGroup(containerId);
    await rm(this.#control(containerId), { recursive: true, force: true });
  }
}

/**
 * Takes the ground from under a supervisor that has not said who it is: its directory gets another
 * name in one deed, so either its word is in there, and then it began after all, or it ends when it
 * cannot write it.
 */
async function withdrawControl(control: string): Promise<SupervisorStart | undefined> {
  const aside = `${control}.aside`;
  try {
    await rename(control, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const start = readStart(aside);
  if (start === undefined) await rm(aside, { recursive: true, force: true });
  else await rename(aside, control);
  return start;
}

async function listNames(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function spawned(child: ChildProcess): Promise<number> {
  const { pid } = child;
  if (pid !== undefined) return Promise.resolve(pid);
  return new Promise((_resolve, reject) => {
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
