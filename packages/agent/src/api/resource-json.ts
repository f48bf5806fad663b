import type { Attribute, Resource, Value_Range } from '@stoa/proto';
import { double } from './json.ts';
import type { JsonValue } from './json.ts';

const ALWAYS: readonly string[] = ['cpus', 'gpus', 'mem', 'disk'];

/** Resources as the classic endpoints show them: name → sum, ranges and sets as text (§0.2). */
export function renderResourceMap(resources: readonly Resource[]): JsonValue {
  const sums = new Map<string, number>(ALWAYS.map((name) => [name, 0]));
  const ranges = new Map<string, Value_Range[]>();
  const sets = new Map<string, string[]>();
  for (const resource of resources) {
    const suffix = resource.revocable === undefined ? '' : '_revocable';
    const name = `${resource.name}${suffix}`;
    if (resource.scalar !== undefined)
      sums.set(name, (sums.get(name) ?? 0) + resource.scalar.value);
    const spans = resource.ranges?.range;
    if (spans !== undefined) ranges.set(name, [...(ranges.get(name) ?? []), ...spans]);
    const items = resource.set?.item;
    if (items !== undefined) sets.set(name, [...(sets.get(name) ?? []), ...items]);
  }
  return Object.fromEntries<JsonValue>([
    ...[...sums].map(([name, sum]) => [name, double(Math.round(sum * 1000) / 1000)] as const),
    ...[...ranges].map(([name, spans]) => [name, renderRanges(spans)] as const),
    ...[...sets].map(([name, items]) => [name, `{${items.join(', ')}}`] as const),
  ]);
}

/** The reserved part, by role. */
export function renderReserved(resources: readonly Resource[]): JsonValue {
  const byRole = new Map<string, Resource[]>();
  for (const resource of resources) {
    const role = roleOf(resource);
    if (role === undefined) continue;
    byRole.set(role, [...(byRole.get(role) ?? []), resource]);
  }
  return Object.fromEntries([...byRole].map(([role, list]) => [role, renderResourceMap(list)]));
}

/** The role a resource is reserved for; undefined: nobody's. */
export function roleOf(resource: Resource): string | undefined {
  const refined = resource.reservations?.at(-1)?.role;
  if (refined !== undefined) return refined;
  return resource.role === undefined || resource.role === '*' ? undefined : resource.role;
}

/** Attributes as a map; of a name given twice the last counts. */
export function renderAttributes(attributes: readonly Attribute[]): JsonValue {
  return Object.fromEntries(
    attributes.map((attribute) => [attribute.name, renderAttribute(attribute)]),
  );
}

function renderAttribute(attribute: Attribute): JsonValue {
  if (attribute.scalar !== undefined) return double(attribute.scalar.value);
  if (attribute.ranges !== undefined) return renderRanges(attribute.ranges.range ?? []);
  if (attribute.set !== undefined) return `{${(attribute.set.item ?? []).join(', ')}}`;
  return attribute.text?.value ?? '';
}

function renderRanges(spans: readonly Value_Range[]): string {
  const sorted = [...spans].sort((left, right) => left.begin - right.begin);
  const merged: { begin: number; end: number }[] = [];
  for (const { begin, end } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && begin <= last.end + 1) last.end = Math.max(last.end, end);
    else merged.push({ begin, end });
  }
  return `[${merged.map(({ begin, end }) => `${begin}-${end}`).join(', ')}]`;
}
