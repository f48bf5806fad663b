import type { App, KillSelection } from '../apps/app.ts';
import { fieldOf } from '../matching/constraints.ts';
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
  return count <= 0 ? [] : inOrder(instances, selection).slice(0, count);
}

/**
 * The same for an app that has too many instances: where it is spread by GROUP_BY each victim is of a
 * largest group, so that the groups stay even. What is on no agent, or on a lost one, fills no group.
 */
export function selectSurplus(
  instances: readonly Instance[],
  count: number,
  { killSelection, constraints }: Pick<App, 'killSelection' | 'constraints'>,
): readonly Instance[] {
  const fields = constraints.flatMap(([field = '', operator = '']) =>
    operator.toUpperCase() === 'GROUP_BY' ? [field] : [],
  );
  if (count <= 0 || fields.length === 0 || count >= instances.length) {
    return selectKills(instances, count, killSelection);
  }
  const left = inOrder(instances, killSelection);
  const groups = fields.map((field) => new Groups(field, left));
  const victims: Instance[] = [];
  while (victims.length < count) {
    const victim = nextVictim(left, groups);
    if (victim === undefined) break;
    left.splice(left.indexOf(victim), 1);
    for (const group of groups) group.remove(victim);
    victims.push(victim);
  }
  return victims;
}

/** The first that is of a largest group in every respect, or else in as many as come first. */
function nextVictim(left: readonly Instance[], groups: readonly Groups[]): Instance | undefined {
  let candidates = left;
  for (const group of groups) {
    const fitting = candidates.filter((instance) => group.canSpare(instance));
    if (fitting.length > 0) candidates = fitting;
  }
  return candidates[0];
}

/** How many instances there are for each value of a field. */
class Groups {
  readonly #field: string;
  readonly #sizes = new Map<string, number>();

  constructor(field: string, instances: readonly Instance[]) {
    this.#field = field;
    for (const instance of instances) this.#add(instance, 1);
  }

  canSpare(instance: Instance): boolean {
    const value = this.#valueOf(instance);
    return value === undefined || this.#sizes.get(value) === Math.max(...this.#sizes.values());
  }

  remove(instance: Instance): void {
    this.#add(instance, -1);
  }

  #add(instance: Instance, change: number): void {
    const value = this.#valueOf(instance);
    if (value !== undefined) this.#sizes.set(value, (this.#sizes.get(value) ?? 0) + change);
  }

  #valueOf({ condition, placement }: Instance): string | undefined {
    if (placement === undefined || LOST.has(condition)) return undefined;
    return fieldOf(placement, this.#field);
  }
}

/** On no agent, as far as is known. */
const LOST: ReadonlySet<Condition> = new Set<Condition>([
  'Scheduled',
  'Unreachable',
  'UnreachableInactive',
]);

function inOrder(instances: readonly Instance[], selection: KillSelection): Instance[] {
  const sign = selection === 'YOUNGEST_FIRST' ? -1 : 1;
  return [...instances].sort(
    (left, right) =>
      rank(left) - rank(right) ||
      Number(left.healthy !== false) - Number(right.healthy !== false) ||
      sign * (age(left) - age(right)) ||
      (left.id < right.id ? -1 : 1),
  );
}

function rank({ condition }: Instance): number {
  const at = PREFERENCE.findIndex((conditions) => conditions.includes(condition));
  return at < 0 ? PREFERENCE.length : at;
}

function age({ activeSince, since }: Instance): number {
  return activeSince ?? since;
}
