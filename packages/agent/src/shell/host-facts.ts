import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { HostFacts } from '../core/index.ts';

/** What the machine under this agent has. */
export async function readHostFacts(workDir: string): Promise<HostFacts> {
  const disk = await statfs(workDir);
  // Inside a container the container's limit counts, not the machine.
  const limit = process.constrainedMemory();
  const mem = limit > 0 && limit < totalmem() ? limit : totalmem();
  return {
    cpus: availableParallelism(),
    memMb: mem / 2 ** 20,
    diskMb: (disk.blocks * disk.bsize) / 2 ** 20,
  };
}

/** Changes with every start of the machine; pids and start times of another boot mean nothing. */
export async function readBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}
