// What processes use, as /proc tells it.
import { readdirSync, readFileSync } from 'node:fs';

// USER_HZ is 100 on every Linux that Node runs on.
const TICK_MS = 10;

/** Resident memory in MiB. */
export function residentOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) / 1024;
}

/** Proportional memory in MiB: what is shared counts in parts. */
export function proportionalOf(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)[1]) / 1024;
}

/** Processor time so far, in milliseconds, of the process and its threads. */
export function processorTimeOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Every process with the words it was started with. */
export function listProcesses() {
  const found = [];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      found.push({ pid: Number(name), words });
    } catch {
      // It ended while we looked.
      continue;
    }
  }
  return found;
}
