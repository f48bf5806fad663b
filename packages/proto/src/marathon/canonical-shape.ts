import { SET_KEYWORD } from './schema-parts.ts';

/** The part of a JSON Schema that says how a value may be written. */
interface ShapeSchema {
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  /** `#`: the same as the whole. */
  readonly $ref?: unknown;
}

/**
 * A value in the one form that its schema knows (marathon-app.md §1): members that are null or unknown
 * are left out, names of enumerations get their own spelling, lists that are sets lose repetitions.
 * Judges nothing: what does not fit stays as it is for the validator to report. Walks as deep as the
 * schema, whatever the value holds below; where the schema names itself, as deep as the value.
 */
export function canonicaliseShape(schema: object, value: unknown): unknown {
  return canonicalise(schema, value, schema);
}

function canonicalise(given: object, value: unknown, whole: object): unknown {
  const shape: ShapeSchema = given;
  const schema = shape.$ref === '#' ? whole : given;
  if (typeof value === 'string') return canonicalName(schema, value);
  if (Array.isArray(value)) return canonicalList(schema, value, whole);
  return isRecord(value) ? canonicalMembers(schema, value, whole) : value;
}

function canonicalName({ enum: names }: ShapeSchema, value: string): string {
  if (names === undefined || names.includes(value)) return value;
  const wanted = value.toUpperCase();
  const name = names.find((one) => typeof one === 'string' && one.toUpperCase() === wanted);
  return typeof name === 'string' ? name : value;
}

function canonicalList(
  schema: object,
  list: readonly unknown[],
  whole: object,
): readonly unknown[] {
  const { items }: ShapeSchema = schema;
  if (!isRecord(items)) return list;
  const canonical = list.map((item) => canonicalise(items, item, whole));
  return SET_KEYWORD in schema ? withoutRepetitions(canonical) : canonical;
}

function withoutRepetitions(list: readonly unknown[]): readonly unknown[] {
  const byText = new Map(list.map((item) => [JSON.stringify(item), item] as const));
  return [...byText.values()];
}

function canonicalMembers(
  { properties, additionalProperties: others }: ShapeSchema,
  value: Readonly<Record<string, unknown>>,
  whole: object,
): unknown {
  if (properties === undefined && others === undefined) return value;
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const known =
      properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isRecord(known)) {
      if (member !== null) members.push([name, canonicalise(known, member, whole)]);
    } else if (isRecord(others)) {
      members.push([name, canonicalise(others, member, whole)]);
    }
  }
  // Unlike assignment this also holds for a member named __proto__.
  return Object.fromEntries(members);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
