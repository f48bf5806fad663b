/** What the whole machine has to give. */
export interface HostAmounts {
  readonly cpus: number;
  readonly memMb: number;
  readonly diskMb: number;
}

const PORTS = { begin: 31_000, end: 32_000 };
const MEM_KEPT_MB = 1_024;
const DISK_KEPT_MB = 5_120;

/**
 * The `--resources` of each of `count` agents: equal parts of the machine, with ports that do not
 * overlap. The amounts kept back for the machine are those of a single agent.
 */
export function planAgentResources(host: HostAmounts, count: number): readonly string[] {
  const mem = Math.floor(kept(host.memMb, MEM_KEPT_MB) / count);
  const disk = Math.floor(kept(host.diskMb, DISK_KEPT_MB) / count);
  // Hundredths: what remains of the division is nobody's.
  const cpus = Math.floor((host.cpus * 100) / count) / 100;
  const ports = Math.floor((PORTS.end - PORTS.begin + 1) / count);
  return Array.from({ length: count }, (_, at) => {
    const begin = PORTS.begin + at * ports;
    return `cpus:${cpus};mem:${mem};disk:${disk};ports:[${begin}-${begin + ports - 1}]`;
  });
}

function kept(total: number, reserve: number): number {
  return total > 2 * reserve ? total - reserve : total / 2;
}
