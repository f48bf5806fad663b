// Amounts of resources and their arithmetic (mesos-http.md §5).
import { err, ok, type Result } from '@stoa/common';
import type { Resource, Value_Range } from '../generated/mesos-v1.ts';
import { reservationRole, toPostReservation } from './reservations.ts';
import { parseResourceList, renderResource, renderValue } from './resource-text.ts';
import {
  containsRanges,
  countRanges,
  fromThousandths,
  mergeRanges,
  subtractRanges,
  toThousandths,
} from './values.ts';

/**
 * A bag of resources. Entries that differ in nothing but their value are one entry, zeroes vanish, and
 * reservations are held in the refined form. Immutable: every operation gives a new bag.
 */
export class Resources {
  readonly #list: readonly Resource[];
  /** The same amounts as nobody's, once they are known: what is offered comes back, nearly always. */
  #bare: Resources | undefined;

  private constructor(list: readonly Resource[]) {
    this.#list = list;
  }

  static readonly empty = new Resources([]);

  /** Takes resources in either form of reservation; faulty values are to be found by `validateResource`. */
  static of(resources: readonly Resource[]): Resources {
    const list: Resource[] = [];
    for (const resource of resources) addTo(list, normalise(resource));
    return list.length === 0 ? Resources.empty : new Resources(list);
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  /** The entries, in the refined form. */
  toList(): readonly Resource[] {
    return this.#list;
  }

  add(other: Resources): Resources {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    const list = [...this.#list];
    for (const resource of other.#list) addTo(list, resource);
    return new Resources(list);
  }

  /** Without `other`; what is not there is not taken. */
  subtract(other: Resources): Resources {
    if (other.isEmpty || this.isEmpty) return this;
    // What was given out as a whole comes back as a whole, nearly always.
    if (other.#list === this.#list) return Resources.empty;
    const list = [...this.#list];
    for (const resource of other.#list) takeFrom(list, resource);
    return list.length === 0 ? Resources.empty : new Resources(list);
  }

  contains(other: Resources): boolean {
    if (other.#list === this.#list) return true;
    return other.#list.every((wanted) => this.#list.some((held) => holds(held, wanted)));
  }

  equals(other: Resources): boolean {
    return this.contains(other) && other.contains(this);
  }

  filter(keep: (resource: Resource) => boolean): Resources {
    const list = this.#list.filter(keep);
    if (list.length === this.#list.length) return this;
    return list.length === 0 ? Resources.empty : new Resources(list);
  }

  /** The sum of all scalars of this name, 0 when there is none. */
  scalar(name: string): number {
    let sum = 0;
    for (const { name: own, scalar } of this.#list) {
      if (own === name && scalar !== undefined) sum += toThousandths(scalar.value);
    }
    return fromThousandths(sum);
  }

  /** All ranges of this name, merged. */
  ranges(name: string): readonly Value_Range[] {
    const found = this.#list.filter((each) => each.name === name);
    return mergeRanges(found.flatMap(({ ranges }) => ranges?.range ?? []));
  }

  /** The same amounts, given to a role. */
  allocateTo(role: string): Resources {
    const info = { role };
    const allocated = new Resources(this.#list.map((each) => ({ ...each, allocation_info: info })));
    if (isBare(this.#list)) allocated.#bare = this;
    return allocated;
  }

  /** The same amounts as nobody's. */
  unallocated(): Resources {
    this.#bare ??= isBare(this.#list) ? this : new Resources(strip(this.#list));
    return this.#bare;
  }

  reservedFor(role: string): Resources {
    return this.filter((each) => reservationRole(each) === role);
  }

  unreserved(): Resources {
    return this.filter((each) => reservationRole(each) === undefined);
  }

  /** The total of each name in thousandths: scalars, and counts of range numbers and set items × 1000. */
  quantities(): ReadonlyMap<string, number> {
    const totals = new Map<string, number>();
    for (const each of this.#list)
      totals.set(each.name, (totals.get(each.name) ?? 0) + amount(each));
    return totals;
  }

  /** As messages print it: `cpus(allocated: *):0.1; mem(allocated: *):32`. */
  toString(): string {
    return this.#list.length === 0 ? '{}' : this.#list.map(renderResource).join('; ');
  }
}

function isBare(list: readonly Resource[]): boolean {
  return list.every((each) => each.allocation_info === undefined);
}

function strip(list: readonly Resource[]): readonly Resource[] {
  const bare: Resource[] = [];
  for (const { allocation_info: _, ...rest } of list) addTo(bare, rest);
  return bare;
}

/** Reads the agent's flag. */
export function parseResources(text: string): Result<Resources, string> {
  const list = parseResourceList(text);
  if (!list.ok) return list;
  for (const resource of list.value) {
    const fault = validateResource(resource);
    if (fault !== undefined) return err(fault);
  }
  return ok(Resources.of(list.value));
}

/** What is wrong with a resource that somebody sent (mesos-http.md §4.5); undefined when nothing is. */
export function validateResource(resource: Resource): string | undefined {
  const fault = valueFault(resource);
  if (fault !== undefined)
    return `Resource '${resource.name}:${renderValue(resource)}' is invalid: ${fault}`;
  if (resource.name === 'gpus' && !Number.isInteger(resource.scalar?.value ?? NaN)) {
    return "Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer";
  }
  if (resource.reservations?.some(({ role }) => role === '*')) {
    return `Invalid reservation: role "*" cannot be reserved`;
  }
  return undefined;
}

/** The most that one scalar may be: sums of thousandths must stay exact. */
const MAX_SCALAR = 1e12;

function valueFault(resource: Resource): string | undefined {
  const { name, type, scalar, ranges, set } = resource;
  if (name === '') return 'Empty resource name';
  if (type === 'SCALAR') {
    if (scalar === undefined || ranges !== undefined || set !== undefined)
      return 'Invalid scalar resource';
    if (!Number.isFinite(scalar.value))
      return 'Invalid scalar resource: value is not a finite number';
    if (scalar.value < 0) return 'Invalid scalar resource: value <= 0';
    return scalar.value > MAX_SCALAR ? `Invalid scalar resource: value > ${MAX_SCALAR}` : undefined;
  }
  if (type === 'RANGES') {
    if (ranges === undefined || scalar !== undefined || set !== undefined)
      return 'Invalid ranges resource';
    return ranges.range?.some(({ begin, end }) => begin > end)
      ? 'Invalid ranges resource: begin > end'
      : undefined;
  }
  if (type === 'SET') {
    if (set === undefined || scalar !== undefined || ranges !== undefined)
      return 'Invalid set resource';
    const items = set.item ?? [];
    return new Set(items).size < items.length
      ? 'Invalid set resource: duplicated elements'
      : undefined;
  }
  return 'Unsupported resource type';
}

function normalise(resource: Resource): Resource {
  const refined = toPostReservation(resource);
  if (refined.scalar !== undefined) {
    const value = fromThousandths(toThousandths(refined.scalar.value));
    return value === refined.scalar.value ? refined : { ...refined, scalar: { value } };
  }
  if (refined.ranges !== undefined) {
    const range = mergeRanges(refined.ranges.range ?? []);
    return range === refined.ranges.range ? refined : { ...refined, ranges: { range } };
  }
  return refined;
}

function isNothing(resource: Resource): boolean {
  if (resource.scalar !== undefined) return toThousandths(resource.scalar.value) === 0;
  if (resource.ranges !== undefined) return (resource.ranges.range ?? []).length === 0;
  return (resource.set?.item ?? []).length === 0;
}

function amount(resource: Resource): number {
  if (resource.scalar !== undefined) return toThousandths(resource.scalar.value);
  if (resource.ranges !== undefined) return countRanges(resource.ranges.range ?? []) * 1000;
  return (resource.set?.item ?? []).length * 1000;
}

/** True when the two differ in their value only. */
function isSameKind(a: Resource, b: Resource): boolean {
  return (
    a.name === b.name &&
    a.type === b.type &&
    a.allocation_info?.role === b.allocation_info?.role &&
    (a.revocable === undefined) === (b.revocable === undefined) &&
    (a.shared === undefined) === (b.shared === undefined) &&
    a.provider_id?.value === b.provider_id?.value &&
    isSame(a.reservations, b.reservations) &&
    isSame(a.disk, b.disk)
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

/** A volume is one thing: it neither grows by adding nor is taken in part. */
function isIndivisible(resource: Resource): boolean {
  return resource.disk?.persistence !== undefined || resource.shared !== undefined;
}

function holds(held: Resource, wanted: Resource): boolean {
  if (!isSameKind(held, wanted)) return false;
  if (isIndivisible(held)) return amount(held) === amount(wanted);
  if (held.scalar !== undefined) return amount(held) >= amount(wanted);
  if (held.ranges !== undefined) {
    return containsRanges(held.ranges.range ?? [], wanted.ranges?.range ?? []);
  }
  const items = new Set(held.set?.item);
  return (wanted.set?.item ?? []).every((item) => items.has(item));
}

function addTo(list: Resource[], added: Resource): void {
  if (isNothing(added)) return;
  const at = isIndivisible(added) ? -1 : list.findIndex((each) => isSameKind(each, added));
  const held = list[at];
  if (held === undefined) list.push(added);
  else list[at] = sum(held, added);
}

function sum(a: Resource, b: Resource): Resource {
  if (a.scalar !== undefined) {
    return { ...a, scalar: { value: fromThousandths(amount(a) + amount(b)) } };
  }
  if (a.ranges !== undefined) {
    const all = [...(a.ranges.range ?? []), ...(b.ranges?.range ?? [])];
    return { ...a, ranges: { range: mergeRanges(all) } };
  }
  return { ...a, set: { item: [...new Set([...(a.set?.item ?? []), ...(b.set?.item ?? [])])] } };
}

function takeFrom(list: Resource[], taken: Resource): void {
  const at = list.findIndex((each) =>
    isIndivisible(each) ? holds(each, taken) : isSameKind(each, taken),
  );
  const held = list[at];
  if (held === undefined) return;
  const left = isIndivisible(held) ? undefined : difference(held, taken);
  if (left === undefined) list.splice(at, 1);
  else list[at] = left;
}

/** What is left; undefined when nothing is. */
function difference(a: Resource, b: Resource): Resource | undefined {
  if (a.scalar !== undefined) {
    const left = amount(a) - amount(b);
    return left <= 0 ? undefined : { ...a, scalar: { value: fromThousandths(left) } };
  }
  if (a.ranges !== undefined) {
    const range = subtractRanges(a.ranges.range ?? [], b.ranges?.range ?? []);
    return range.length === 0 ? undefined : { ...a, ranges: { range } };
  }
  const gone = new Set(b.set?.item);
  const item = (a.set?.item ?? []).filter((each) => !gone.has(each));
  return item.length === 0 ? undefined : { ...a, set: { item } };
}
