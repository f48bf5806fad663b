// JSON Schemas that carry the type of their values, so that form and type are written once. They are
// plain data from the start: a library for this costs a quarter of a second whenever a daemon starts.

declare const value: unique symbol;

/** A JSON Schema whose values are of type T. The type is known to the compiler alone. */
export interface Schema<T> {
  readonly [value]?: (value: T) => T;
  readonly [keyword: string]: unknown;
}

/** A member that may be absent. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

/** The type of a schema's values. */
export type JsonOf<S> = S extends Schema<infer T> ? T : never;

type Members = Readonly<Record<string, unknown>>;

type OptionalName<M, K extends keyof M> = M[K] extends { readonly optional: unknown } ? K : never;

/** The type of an object with these members. */
type ObjectOf<M> = Flat<
  {
    readonly [K in keyof M as Exclude<K, OptionalName<M, K>>]: JsonOf<M[K]>;
  } & {
    readonly [K in keyof M as OptionalName<M, K>]?: M[K] extends Optional<infer T> ? T : never;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

/** An object schema whose members can be looked at. */
export interface ObjectSchema<M> extends Schema<ObjectOf<M>> {
  readonly type: 'object';
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<keyof M & string, Schema<unknown>>>;
}

/** A schema in JSON Schema's own words, and the type that they describe. */
export function schemaOf<T>(keywords: Readonly<Record<string, unknown>>): Schema<T> {
  return keywords;
}

/** A text within limits. */
export function text(
  limits: {
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly pattern?: string;
  } = {},
): Schema<string> {
  return { type: 'string', ...limits };
}

interface Range {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A number within limits. */
export function number(limits: Range = {}): Schema<number> {
  return { type: 'number', ...limits };
}

/** A whole number within limits. */
export function integer(limits: Range = {}): Schema<number> {
  return { type: 'integer', ...limits };
}

/** True or false. */
export function flag(): Schema<boolean> {
  return { type: 'boolean' };
}

/** One of these texts. */
export function oneOf<const N extends readonly string[]>(names: N): Schema<N[number]> {
  return { enum: names };
}

/** Whatever there is. */
export function anything(): Schema<unknown> {
  return {};
}

/** A list of one kind of items. */
export function listOf<T>(
  items: Schema<T>,
  limits: Readonly<Record<string, unknown>> = {},
): Schema<readonly T[]> {
  return { type: 'array', items, ...limits };
}

/** Any names, all values of one kind. */
export function mapOf<T>(values: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return { type: 'object', additionalProperties: values };
}

/** Marks a member of `object` as one that may be absent. */
export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema };
}

/** An object with these members; others are let pass. */
export function object<M extends Members>(
  members: M,
  keywords: Readonly<Record<string, unknown>> = {},
): ObjectSchema<M> {
  const required: string[] = [];
  const properties: Record<string, Schema<unknown>> = {};
  for (const [name, member] of Object.entries(members)) {
    if (isOptional(member)) {
      properties[name] = member.optional;
    } else if (isSchema(member)) {
      properties[name] = member;
      required.push(name);
    }
  }
  const list = required.length === 0 ? {} : { required };
  return { type: 'object', ...list, properties, ...keywords } as ObjectSchema<M>;
}

function isOptional(member: unknown): member is Optional<unknown> {
  return typeof member === 'object' && member !== null && 'optional' in member;
}

function isSchema(member: unknown): member is Schema<unknown> {
  return typeof member === 'object' && member !== null;
}
