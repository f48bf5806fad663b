import type { Attribute, Resource, Value_Ranges } from '../../generated/mesos-v1.ts';
import { reservationRole } from '../reservations.ts';
import { type Json, double } from './json-text.ts';

interface Sum {
  thousandths: number;
  isScalar: boolean;
  ranges: [begin: number, end: number][];
  items: Set<string>;
}

const ALWAYS_SHOWN = ['disk', 'mem', 'gpus', 'cpus'];

/** Resources as the classic endpoints show them (mesos-endpoints.md §0.2): name → sum. */
export function resourceMap(resources: Iterable<Resource>): Json {
  const sums = new Map<string, Sum>(ALWAYS_SHOWN.map((name) => [name, newSum(true)]));
  for (const resource of resources) addTo(sums, resource);
  const map: Record<string, Json> = {};
  for (const [name, sum] of sums) map[name] = renderSum(sum);
  return map;
}

function newSum(isScalar: boolean): Sum {
  return { thousandths: 0, isScalar, ranges: [], items: new Set() };
}

function addTo(sums: Map<string, Sum>, resource: Resource): void {
  if (resource.type === 'TEXT') return;
  const name = resource.revocable === undefined ? resource.name : `${resource.name}_revocable`;
  const sum = sums.get(name) ?? newSum(resource.type === 'SCALAR');
  sums.set(name, sum);
  sum.thousandths += Math.round((resource.scalar?.value ?? 0) * 1000);
  for (const { begin, end } of resource.ranges?.range ?? []) sum.ranges.push([begin, end]);
  for (const item of resource.set?.item ?? []) sum.items.add(item);
}

function renderSum(sum: Sum): Json {
  if (sum.isScalar) return double(sum.thousandths / 1000);
  return sum.items.size > 0 ? renderItems([...sum.items]) : renderRanges(sum.ranges);
}

function renderItems(items: readonly string[]): string {
  return `{${items.join(', ')}}`;
}

function renderRanges(ranges: readonly (readonly [number, number])[]): string {
  const merged: [begin: number, end: number][] = [];
  for (const [begin, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && begin <= last[1] + 1) last[1] = Math.max(last[1], end);
    else merged.push([begin, end]);
  }
  return `[${merged.map(([begin, end]) => `${begin}-${end}`).join(', ')}]`;
}

/** The scalars among resources that are not nothing: what `/roles` shows. */
export function quantityMap(resources: Iterable<Resource>): Json {
  const map: Record<string, Json> = {};
  for (const [name, thousandths] of quantities(resources)) map[name] = double(thousandths / 1000);
  return map;
}

/** Thousandths of the scalars, by name. */
export function quantities(resources: Iterable<Resource>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { name, scalar } of resources) {
    const thousandths = Math.round((scalar?.value ?? 0) * 1000);
    if (thousandths !== 0) sums.set(name, (sums.get(name) ?? 0) + thousandths);
  }
  return sums;
}

/** Attributes by name; of two with the same name the last is shown. */
export function attributeMap(attributes: readonly Attribute[] = []): Json {
  const map: Record<string, Json> = {};
  for (const attribute of attributes) map[attribute.name] = attributeValue(attribute);
  return map;
}

function attributeValue({ scalar, ranges, set, text }: Attribute): Json {
  if (scalar !== undefined) return double(scalar.value);
  if (ranges !== undefined) return renderRanges(pairs(ranges));
  if (set !== undefined) return renderItems(set.item ?? []);
  return text?.value ?? '';
}

function pairs({ range = [] }: Value_Ranges): (readonly [number, number])[] {
  return range.map(({ begin, end }) => [begin, end] as const);
}

/** Resources by the role they are reserved to, in the order in which the roles first come. */
export function byReservedRole(
  resources: Iterable<Resource>,
): ReadonlyMap<string, readonly Resource[]> {
  const byRole = new Map<string, Resource[]>();
  for (const resource of resources) {
    const role = reservationRole(resource);
    if (role === undefined) continue;
    const own = byRole.get(role);
    if (own === undefined) byRole.set(role, [resource]);
    else own.push(resource);
  }
  return byRole;
}

/**
 * Endpoint format: what has one reservation or none is written both ways, old and stacked; what is
 * refined can only be written as a stack.
 */
export function endpointFormat(resource: Resource): Resource {
  const stack = resource.reservations ?? [];
  const [only] = stack;
  if (only === undefined) return { ...resource, reservations: undefined, role: '*' };
  if (stack.length > 1) return resource;
  const { role, principal, labels } = only;
  if (only.type !== 'DYNAMIC') return { ...resource, role };
  return { ...resource, role, reservation: { principal, labels } };
}
