import { RE2JS } from 're2js';
import type { Constraint } from '../apps/app.ts';
import type { Instance, Placement } from '../instances/instance.ts';
import { renderScalar } from './attributes.ts';

/** The place that an offer stands for. */
export type Place = Pick<Placement, 'host' | 'region' | 'zone' | 'attributes'>;

/**
 * Whether one more instance may be placed there. `placed` are the active instances of the same
 * configuration (marathon-app.md §5, marathon-behaviour.md §4.3).
 */
export function meetsConstraints(
  constraints: readonly Constraint[],
  place: Place,
  { placed, wanted }: Placed,
): boolean {
  return constraints.every((constraint) => meets(constraint, place, { placed, wanted }));
}

/** The first constraint that a place does not meet, and what it has of the field. */
export function unmetConstraint(
  constraints: readonly Constraint[],
  place: Place,
  placed: Placed,
): { readonly constraint: Constraint; readonly actual: string | undefined } | undefined {
  const constraint = constraints.find((one) => !meets(one, place, placed));
  return constraint && { constraint, actual: fieldOf(place, constraint[0] ?? '') };
}

/** What is placed already, and how many there shall be. */
export interface Placed {
  readonly placed: readonly Instance[];
  readonly wanted: number;
}

function meets(
  [field = '', operator = '', value]: Constraint,
  place: Place,
  { placed, wanted }: Placed,
): boolean {
  const actual = fieldOf(place, field);
  const name = operator.toUpperCase();
  if (actual === undefined) return name === 'UNLIKE';
  const others = placed.flatMap(({ placement }) =>
    placement === undefined ? [] : [fieldOf(placement, field)],
  );
  const sharing = others.filter((other) => other === actual).length;
  switch (name) {
    case 'UNIQUE':
      return sharing === 0;
    case 'MAX_PER':
      return sharing < Number(value);
    case 'CLUSTER':
      if (value !== undefined && value !== '') return actual === value;
      return others.length === 0 || others[0] === actual;
    case 'GROUP_BY':
      return meetsGroupBy(actual, others, { groups: Number(value ?? 0), wanted });
    case 'LIKE':
      return matchesWhole(value ?? '', actual);
    case 'UNLIKE':
      return !matchesWhole(value ?? '', actual);
    case 'IS':
      return isSame(actual, value ?? '');
    default:
      return false;
  }
}

/**
 * With a number of groups each holds its even share, and as many as there is a rest one more; a new
 * group is opened while there are fewer than that. Without one: the emptiest group seen, or a new one.
 */
function meetsGroupBy(
  actual: string,
  others: readonly (string | undefined)[],
  { groups, wanted }: { readonly groups: number; readonly wanted: number },
): boolean {
  const counts = new Map<string, number>();
  for (const other of others) {
    if (other !== undefined) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const own = counts.get(actual) ?? 0;
  if (groups <= 0) return own === 0 || own === Math.min(...counts.values());
  if (own === 0 && counts.size >= groups) return false;
  const share = Math.floor(wanted / groups);
  if (own < share) return true;
  const larger = [...counts.values()].filter((count) => count > share).length;
  return own === share && larger < wanted % groups;
}

function isSame(actual: string, wanted: string): boolean {
  if (actual === wanted) return true;
  const [left, right] = [Number(actual), Number(wanted)];
  if (actual === '' || wanted === '' || Number.isNaN(left) || Number.isNaN(right)) return false;
  return renderScalar(left) === renderScalar(right);
}

/** Linear in the text whatever the expression; validation has seen that it is one. */
function matchesWhole(expression: string, text: string): boolean {
  return RE2JS.compile(expression).matches(text);
}

/** What a place has under the name that a constraint gives; undefined when it has none. */
export function fieldOf(
  { host, region, zone, attributes }: Place,
  field: string,
): string | undefined {
  switch (field) {
    case 'hostname':
    case '@hostname':
      return host;
    case '@region':
      return region;
    case '@zone':
      return zone;
    default:
      return Object.hasOwn(attributes, field) ? attributes[field] : undefined;
  }
}
