import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes whose command line names `text`. */
export function processesNaming(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).includes(text))
    .map(Number);
}

/** Whether a process is there and not only waits to be collected. */
export function isAlive(pid: number): boolean {
  const status = read(`/proc/${pid}/status`);
  return status !== '' && !/^State:\s+Z/m.test(status);
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
