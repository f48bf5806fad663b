import type { KillSelection } from '../apps/app.ts';
import type { Condition } from '../read-view.ts';
import type { Instance } from './instance.ts';

/** Who is given up first when there are too many (marathon-behaviour.md §3.5). */
const PREFERENCE: readonly (readonly Condition[])[] = [
  ['UnreachableInactive'],
  ['Unreachable'],
  ['Scheduled'],
  ['Provisioned', 'Staging'],
  ['Starting'],
  ['Running'],
];

/**
 * The `count` instances to end, of those given: what serves nobody first, unhealthy before healthy,
 * then by age as the app says; the last tie is broken by id.
 */
export function selectKills(
  instances: readonly Instance[],
  count: number,
  selection: KillSelection,
): readonly Instance[] {
  // Asked whenever something changed, and mostly for nobody: then nothing is sorted.
  if (count <= 0) return [];
  const sign = selection === 'YOUNGEST_FIRST' ? -1 : 1;
  return [...instances]
    .sort(
      (left, right) =>
        rank(left) - rank(right) ||
        Number(left.healthy !== false) - Number(right.healthy !== false) ||
        sign * (age(left) - age(right)) ||
        (left.id < right.id ? -1 : 1),
    )
    .slice(0, count);
}

function rank({ condition }: Instance): number {
  const at = PREFERENCE.findIndex((conditions) => conditions.includes(condition));
  return at < 0 ? PREFERENCE.length : at;
}

function age({ activeSince, since }: Instance): number {
  return activeSince ?? since;
}
