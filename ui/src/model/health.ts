import { plural } from './format.ts';
import { countWaiting, type Counts, type Family } from './status.ts';

/** One part of a health bar. */
export interface HealthPart {
  readonly kind:
    'healthy' | 'running' | 'starting' | 'unhealthy' | 'lost' | 'awaited' | 'killing' | 'waiting';
  readonly family: Family;
  readonly count: number;
}

/** The parts that are not empty, always in the same order (console.md §5). */
export function listHealth(counts: Counts): readonly HealthPart[] {
  const parts: readonly HealthPart[] = [
    { kind: 'healthy', family: 'good', count: counts.healthy },
    { kind: 'running', family: 'info', count: counts.running },
    { kind: 'starting', family: 'info', count: counts.starting },
    { kind: 'unhealthy', family: 'bad', count: counts.unhealthy },
    { kind: 'lost', family: 'lost', count: counts.lost },
    { kind: 'awaited', family: 'lost', count: counts.awaited },
    { kind: 'killing', family: 'off', count: counts.killing },
    { kind: 'waiting', family: 'wait', count: countWaiting(counts) },
  ];
  return parts.filter(({ count }) => count > 0);
}

const NAMES: Readonly<Record<HealthPart['kind'], string>> = {
  healthy: 'healthy',
  running: 'running',
  starting: 'starting',
  unhealthy: 'unhealthy',
  lost: 'unreachable',
  awaited: 'not heard of yet',
  killing: 'stopping',
  waiting: 'not started',
};

/** A part in words: `3 healthy`. */
export function describePart({ kind, count }: HealthPart): string {
  return `${count} ${NAMES[kind]}`;
}

/** The whole bar in a sentence. */
export function describeHealth(counts: Counts): string {
  const parts = listHealth(counts);
  const wanted = `${plural(counts.wanted, 'instance')} wanted`;
  return parts.length === 0 ? wanted : `${wanted}: ${parts.map(describePart).join(', ')}`;
}
