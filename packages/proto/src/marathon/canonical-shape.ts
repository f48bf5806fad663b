import { SET_KEYWORD } from './schema-parts.ts';

/** The part of a JSON Schema that says how a value may be written. */
interface ShapeSchema {
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
}

/**
 * A value in the one form that its schema knows (marathon-app.md §1): members that are null or unknown
 * are left out, names of enumerations get their own spelling, lists that are sets lose repetitions.
 * Judges nothing: what does not fit stays as it is for the validator to report. Walks as deep as the
 * schema, whatever the value holds below.
 */
export function canonicaliseShape(schema: object, value: unknown): unknown {
  const shape: ShapeSchema = schema;
  if (typeof value === 'string') return canonicalName(shape, value);
  if (Array.isArray(value)) return canonicalList(schema, value);
  return isRecord(value) ? canonicalMembers(shape, value) : value;
}

function canonicalName({ enum: names }: ShapeSchema, value: string): string {
  if (names === undefined || names.includes(value)) return value;
  const wanted = value.toUpperCase();
  const name = names.find((one) => typeof one === 'string' && one.toUpperCase() === wanted);
  return typeof name === 'string' ? name : value;
}

function canonicalList(schema: object, list: readonly unknown[]): readonly unknown[] {
  const { items }: ShapeSchema = schema;
  if (!isRecord(items)) return list;
  const canonical = list.map((item) => canonicaliseShape(items, item));
  return SET_KEYWORD in schema ? withoutRepetitions(canonical) : canonical;
}

function withoutRepetitions(list: readonly unknown[]): readonly unknown[] {
  const byText = new Map(list.map((item) => [JSON.stringify(item), item] as const));
  return [...byText.values()];
}

function canonicalMembers(
  { properties, additionalProperties: others }: ShapeSchema,
  value: Readonly<Record<string, unknown>>,
): unknown {
  if (properties === undefined && others === undefined) return value;
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const known =
      properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isRecord(known)) {
      if (member !== null) members.push([name, canonicaliseShape(known, member)]);
    } else if (isRecord(others)) {
      members.push([name, canonicaliseShape(others, member)]);
    }
  }
  // Unlike assignment this also holds for a member named __proto__.
  return Object.fromEntries(members);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
