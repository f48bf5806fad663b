import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { HostAmounts } from './agent-resources.ts';

const MIB = 1024 * 1024;

/** What this machine has; the disk is the one that holds `directory`. */
export async function readHostAmounts(directory: string): Promise<HostAmounts> {
  const { blocks, bsize } = await statfs(directory);
  return {
    cpus: availableParallelism(),
    memMb: Math.floor(totalmem() / MIB),
    diskMb: Math.floor((blocks * bsize) / MIB),
  };
}
