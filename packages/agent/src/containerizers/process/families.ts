import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../containerizer.ts';
import type { ProcessEntry, ProcessScanner } from './process-table.ts';
import { readProcess, selectFamily, TICKS_PER_SECOND } from './process-table.ts';

/** How long a supervisor may take to begin its task. */
const BEGIN_TRIES = 100;
const BEGIN_WAIT_MS = 10;
/**
 * After a signal to the group, before the table is read for those who left it: most tasks have ended
 * by then and need no reading, and many that end at a time share one.
 */
const LEAVERS_MS = 100;
/** Within that a supervisor has begun its task, on a machine however busy: a minute. */
const YOUNG_TICKS = 60 * TICKS_PER_SECOND;

/**
 * Signals all that belongs to a supervisor: first its process group, in one deed and at once, then
 * those of its session and its descendants who left the group, which only the whole process table
 * tells (some 15 µs for each process of the machine).
 */
export class Families {
  readonly #scanner: ProcessScanner;
  #isHurrying = false;
  #moment: Promise<void> | undefined;
  #hurry: () => void = () => undefined;

  constructor(scanner: ProcessScanner) {
    this.#scanner = scanner;
  }

  /** Asks softly. The supervisor hears it too, and does not mind (`supervisor.ts`). */
  async ask(leader: number): Promise<void> {
    const ticks = ticksNow();
    const unbegun = findUnbegunTask(leader, ticks);
    if (!signalGroup(leader, 'SIGTERM')) return;
    await this.#later();
    const family = await this.#familyOf(leader);
    for (const entry of family) {
      const isLate = isLateTask(entry, leader, ticks) || entry.pid === unbegun;
      const isUnasked = isLate || isLeaver(entry, leader, ticks);
      if (isUnasked) signalOne(entry.pid, 'SIGTERM');
    }
  }

  /** Ends by force; the supervisor is spared, for it has the last word. */
  async force(leader: number): Promise<void> {
    for (const { pid } of await this.#familyOf(leader)) signalOne(pid, 'SIGKILL');
  }

  /** Ends whatever is left, the supervisor too. */
  async end(leader: number): Promise<void> {
    signalGroup(leader, 'SIGKILL');
    await this.#later();
    const left = selectFamily(await this.#scanner.scan(), leader);
    for (const { pid } of left) signalOne(pid, 'SIGKILL');
  }

  /** From now on nothing is put off: the agent ends. */
  hurry(): void {
    this.#isHurrying = true;
    this.#hurry();
  }

  /** Empty only when the supervisor ended: one that has just begun has no task yet for a moment. */
  async #familyOf(leader: number): Promise<readonly ProcessEntry[]> {
    for (let tries = 0; tries < BEGIN_TRIES; tries++) {
      const own = readProcess(leader);
      if (own === undefined || own.state === 'Z') return [];
      const family = selectFamily(await this.#scanner.scan(), leader);
      if (family.length > 0) return family;
      await sleep(BEGIN_WAIT_MS);
    }
    return [];
  }

  /** Those who ask within one span wait for the same moment, and so share what they do then. */
  #later(): Promise<void> {
    if (this.#isHurrying) return Promise.resolve();
    this.#moment ??= new Promise((resolve) => {
      const come = (): void => {
        this.#moment = undefined;
        resolve();
      };
      const timer = setTimeout(come, LEAVERS_MS);
      this.#hurry = () => {
        clearTimeout(timer);
        come();
      };
    });
    return this.#moment;
  }
}

/** It was there when the group was asked, and is in another. */
function isLeaver(entry: ProcessEntry, leader: number, ticks: number): boolean {
  return entry.group !== leader && entry.startTicks < ticks;
}

/**
 * The task itself, begun after its group was asked. What it began since then is left alone: a task
 * may run programs to end in good order.
 */
function isLateTask(entry: ProcessEntry, leader: number, ticks: number): boolean {
  return entry.parent === leader && entry.startTicks >= ticks;
}

/**
 * The child of a young supervisor that is to become the task and is still a copy of the shell: it hears a
 * soft signal as its parent does, and forgets it with the shell. One that becomes the task meanwhile cannot
 * have learned yet to outlive the signal, so whoever is found here and lives on did not hear it.
 */
function findUnbegunTask(leader: number, ticks: number): number | undefined {
  const own = readProcess(leader);
  if (own === undefined || ticks - own.startTicks > YOUNG_TICKS) return undefined;
  const [child] = readOf(leader, `task/${leader}/children`).split(' ');
  if (child === undefined || child === '') return undefined;
  return readOf(Number(child), 'cmdline') === readOf(leader, 'cmdline') ? Number(child) : undefined;
}

/** What `/proc` tells of a process; empty when there is none, or no such thing. */
function readOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return '';
    throw error;
  }
}

/** Clock ticks since boot. */
function ticksNow(): number {
  const [seconds = '0'] = readFileSync('/proc/uptime', 'latin1').split(' ');
  return Math.floor(Number(seconds) * TICKS_PER_SECOND);
}

/** False when nobody is in the group. */
function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  return signalOne(-leader, signal);
}

function signalOne(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    // It ended by itself in between.
    if (codeOf(error) !== 'ESRCH') throw error;
    return false;
  }
}
