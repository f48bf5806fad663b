import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes whose command line names `text`. */
export function processesNaming(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).includes(text))
    .map(Number);
}

/**
 * Ids of the processes that were started with these words, the last of them cut short or whole. One
 * that another of them has just forked, and that is about to become something else, is not counted.
 */
export function processesOf(words: readonly string[]): readonly number[] {
  const head = words.join('\0');
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).startsWith(head))
    .map(Number)
    .filter(isAlive);
  return topOf(pids);
}

/** The process that stands above each task whose command names `text`: its supervisor. */
export function supervisorsNaming(text: string): readonly number[] {
  return topOf(processesNaming(text).filter(isAlive));
}

/** Whether a process is there and not only waits to be collected. */
export function isAlive(pid: number): boolean {
  const status = read(`/proc/${pid}/status`);
  return status !== '' && !/^State:\s+Z/m.test(status);
}

/** The variables a process was started with, each `NAME=value`; empty when it is gone. */
export function environmentOf(pid: number): readonly string[] {
  return read(`/proc/${pid}/environ`).split('\0');
}

function topOf(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => !pids.includes(parentOf(pid)));
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? -1);
}

/** Ends what an agent started below a directory: each supervisor with all of its group. */
export function endTasksBelow(directory: string): void {
  for (const pid of processesNaming(directory)) {
    if (pid === process.pid) continue;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It leads no group, or ended by itself meanwhile.
      continue;
    }
  }
}

/** The content of a file of the process table; empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
