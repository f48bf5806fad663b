import { closeSync, openSync, readSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { codeOf } from '../containerizer.ts';

/** One line of the process table. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Its process group. */
  readonly group: number;
  readonly session: number;
  /** One letter: `R`, `S`, `Z` … */
  readonly state: string;
  /** Clock ticks in user and system mode. */
  readonly userTicks: number;
  readonly systemTicks: number;
  readonly threads: number;
  /** Clock ticks from boot to its start: with the pid it names a process for good. */
  readonly startTicks: number;
  readonly rssPages: number;
}

/** Linux tells processor time, and moments since boot, in hundredths of a second. */
export const TICKS_PER_SECOND = 100;
/** A line of the table has some 300 bytes; the name in it at most 64. */
const STAT_BYTES_MAX = 1024;
/** So many lines are read at a time; then others have their turn. */
const SLICE = 64;

/**
 * The process of that pid, if there is one. Read at once: the kernel answers from memory in 15 µs,
 * where each of the three trips through the thread pool takes longer than that.
 */
export function readProcess(pid: number): ProcessEntry | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(`/proc/${pid}/stat`, 'r');
    const bytes = Buffer.allocUnsafe(STAT_BYTES_MAX);
    const length = readSync(descriptor, bytes, 0, STAT_BYTES_MAX, 0);
    return parseStat(pid, bytes.toString('latin1', 0, length));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Every process of the machine that can be seen. */
export async function readProcesses(): Promise<readonly ProcessEntry[]> {
  const names = await readdir('/proc');
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const entries: ProcessEntry[] = [];
  for (let from = 0; from < pids.length; from += SLICE) {
    if (from > 0) await nextTurn();
    for (const pid of pids.slice(from, from + SLICE)) {
      const entry = readProcess(pid);
      if (entry !== undefined) entries.push(entry);
    }
  }
  return entries;
}

/**
 * Reads of the process table that many may ask for at once: those who ask while one is under way
 * share the next, which begins after they asked and so shows what they need.
 */
export class ProcessScanner {
  #running: Promise<readonly ProcessEntry[]> | undefined;
  #next: Promise<readonly ProcessEntry[]> | undefined;

  /** The table as it is from now on. */
  scan(): Promise<readonly ProcessEntry[]> {
    if (this.#running === undefined) return this.#begin();
    this.#next ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  #begin(): Promise<readonly ProcessEntry[]> {
    this.#next = undefined;
    const running = readProcesses().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}

/** The processes of a session and all that descend from them; not `leader` itself. */
export function selectFamily(
  table: readonly ProcessEntry[],
  leader: number,
): readonly ProcessEntry[] {
  const children = new Map<number, ProcessEntry[]>();
  for (const entry of table) {
    const siblings = children.get(entry.parent);
    if (siblings === undefined) children.set(entry.parent, [entry]);
    else siblings.push(entry);
  }
  const family = new Map<number, ProcessEntry>();
  const queue: ProcessEntry[] = table.filter((entry) => entry.session === leader);
  queue.push(...(children.get(leader) ?? []));
  for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
    if (family.has(entry.pid) || entry.pid === leader) continue;
    family.set(entry.pid, entry);
    queue.push(...(children.get(entry.pid) ?? []));
  }
  return [...family.values()].filter((entry) => entry.state !== 'Z');
}

/** Reads `/proc/<pid>/stat`; the name in brackets may hold anything, brackets too. */
export function parseStat(pid: number, text: string): ProcessEntry | undefined {
  const end = text.lastIndexOf(')');
  if (end < 0) return undefined;
  const fields = text
    .slice(end + 2)
    .trim()
    .split(' ');
  const number = (at: number): number => Number(fields[at] ?? 0);
  return {
    pid,
    parent: number(1),
    group: number(2),
    session: number(3),
    state: fields[0] ?? '?',
    userTicks: number(11),
    systemTicks: number(12),
    threads: number(17),
    startTicks: number(19),
    rssPages: number(21),
  };
}
