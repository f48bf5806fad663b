import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';

/** The `system/…` metrics of this machine (mesos-endpoints.md §5.1). */
export function readHostFigures(): Map<string, number> {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return new Map([
    ['system/cpus_total', availableParallelism()],
    ['system/load_1min', one],
    ['system/load_5min', five],
    ['system/load_15min', fifteen],
    ['system/mem_total_bytes', totalmem()],
    ['system/mem_free_bytes', freemem()],
  ]);
}
