import { err, ok } from '@stoa/common';
import type { Result } from '@stoa/common';
import { parseResources, Resources } from '@stoa/proto';
import type { Resource } from '@stoa/proto';

/** What the machine has. */
export interface HostFacts {
  readonly cpus: number;
  readonly memMb: number;
  readonly diskMb: number;
}

/** Kept back for the machine itself, in MiB, or half of a small machine (mesos-http.md §9). */
const MEM_KEPT_MB = 1024;
const DISK_KEPT_MB = 5 * 1024;

/**
 * What this agent offers: what the flag names, and for the rest what the machine has.
 */
export function planHostResources(
  flag: string | undefined,
  facts: HostFacts,
): Result<Resources, string> {
  const given = parseResources(flag ?? '');
  if (!given.ok) return err(`--resources: ${given.error}`);
  const named = new Set(given.value.toList().map((resource) => resource.name));
  const missing = detected(facts).filter((resource) => !named.has(resource.name));
  return ok(given.value.add(Resources.of(missing)));
}

function detected(facts: HostFacts): readonly Resource[] {
  return [
    scalar('cpus', facts.cpus),
    scalar('mem', kept(facts.memMb, MEM_KEPT_MB)),
    scalar('disk', kept(facts.diskMb, DISK_KEPT_MB)),
    {
      name: 'ports',
      type: 'RANGES',
      ranges: { range: [{ begin: 31_000, end: 32_000 }] },
      role: '*',
    },
  ];
}

function scalar(name: string, value: number): Resource {
  return { name, type: 'SCALAR', scalar: { value }, role: '*' };
}

function kept(total: number, reserve: number): number {
  return Math.floor(total > 2 * reserve ? total - reserve : total / 2);
}
