import { createRequire } from 'node:module';
import { err, ok, type Result } from '@stoa/common';
import type { Ajv as AjvClass, ErrorObject } from 'ajv';
import type AjvFormats from 'ajv-formats';
import { SCHEMA_FAULTS_MAX } from '../limits.ts';

// As imports of these libraries, which are no ES modules, Node loads a parser of JavaScript to find
// their names out: that takes more memory than they do.
const require = createRequire(import.meta.url);

function requireAs<Library>(name: string, member: string): Library {
  const library: unknown = require(name);
  if (hasMember<Library>(library, member)) return library;
  throw new TypeError(`${name} is not the library that we know`);
}

function hasMember<Library>(library: unknown, member: string): library is Library {
  return (
    (typeof library === 'object' || typeof library === 'function') &&
    library !== null &&
    member in library
  );
}

/** One thing that is wrong with a value. */
export interface SchemaFault {
  /** A JSON pointer to the place: `/container/docker/image`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
  /** The keyword of the schema that was broken. */
  readonly keyword: string;
  /** What the keyword tells about it. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** A schema as a function: false leaves what is wrong in `errors`. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/**
 * How schemas become functions. They are the program's own, so they are not judged themselves, which
 * would take 70 ms.
 */
export const VALIDATOR_OPTIONS = {
  allErrors: true,
  strict: false,
  allowUnionTypes: true,
  validateSchema: false,
} as const;

/** Characters as JSON Schema counts them, for validators that were generated. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

/**
 * Makes a decoder of a validator: it gives the value, or every fault with its path (at most a
 * hundred). Values come from a body whose size and depth are already limited; patterns in schemas
 * must take linear time.
 */
export function decodeWith<T>(
  validate: Validator,
): (value: unknown) => Result<T, readonly SchemaFault[]> {
  const isValid = (value: unknown): value is T => validate(value);
  return (value) => (isValid(value) ? ok(value) : err(toFaults(validate.errors ?? [])));
}

/**
 * Compiles a JSON Schema into a decoder. That takes a tenth of a second for a large schema, and the
 * compiler as long to load: what every daemon needs is generated (`npm run generate`).
 *
 * @example compileSchema<{ id: string }>({ type: 'object', required: ['id'] })({})
 */
export function compileSchema<T>(
  schema: Readonly<Record<string, unknown>>,
  shared: readonly Readonly<Record<string, unknown>>[] = [],
): (value: unknown) => Result<T, readonly SchemaFault[]> {
  const { Ajv } = requireAs<{ readonly Ajv: typeof AjvClass }>('ajv', 'Ajv');
  const formats = requireAs<{ readonly default: typeof AjvFormats.default }>(
    'ajv-formats',
    'default',
  );
  const ajv = new Ajv(VALIDATOR_OPTIONS);
  formats.default(ajv);
  for (const other of shared) ajv.addSchema(other);
  return decodeWith(ajv.compile(schema));
}

function toFaults(errors: readonly ErrorObject[]): readonly SchemaFault[] {
  const shown = withoutOtherBranches(errors.slice(0, 10 * SCHEMA_FAULTS_MAX));
  return shown.slice(0, SCHEMA_FAULTS_MAX).map((error) => ({
    path: faultPath(error),
    message: faultMessage(error),
    keyword: error.keyword,
    params: error.params,
  }));
}

/**
 * An alternative (`oneOf`, `anyOf`) gives the faults of every branch plus its own. Only the branch
 * that was meant is of use: the one that fails on fewest, not counting those that fail on a
 * constant, which is how branches are told apart. With no such branch its own fault remains.
 */
function withoutOtherBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let shown = errors;
  for (const alternative of errors) {
    if (alternative.keyword !== 'oneOf' && alternative.keyword !== 'anyOf') continue;
    const prefix = `${alternative.schemaPath}/`;
    const inner = shown.filter((error) => belongsTo(error, alternative, prefix));
    const branch = meantBranch(inner, prefix);
    shown = shown.filter((error) => {
      if (error === alternative) return branch === undefined;
      return !inner.includes(error) || branch?.includes(error) === true;
    });
  }
  return shown;
}

function belongsTo(error: ErrorObject, alternative: ErrorObject, prefix: string): boolean {
  return (
    error !== alternative &&
    error.schemaPath.startsWith(prefix) &&
    error.instancePath.startsWith(alternative.instancePath)
  );
}

function meantBranch(
  errors: readonly ErrorObject[],
  prefix: string,
): readonly ErrorObject[] | undefined {
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const branch = error.schemaPath.slice(prefix.length).split('/')[0] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const fitting = [...branches.values()].filter(
    (list) => !list.some(({ keyword }) => keyword === 'const' || keyword === 'enum'),
  );
  // Two branches that fit equally well tell nothing about what was meant.
  fitting.sort((left, right) => left.length - right.length);
  const [best, next] = fitting;
  return best !== undefined && best.length !== next?.length ? best : undefined;
}

function faultPath({ instancePath, params }: ErrorObject): string {
  const extra: unknown = params['missingProperty'] ?? params['additionalProperty'];
  if (typeof extra !== 'string') return instancePath;
  return `${instancePath}/${extra.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function faultMessage({ keyword, message, params }: ErrorObject): string {
  const fallback = message ?? `breaks ${keyword}`;
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not known';
  if (keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return `must be one of ${params['allowedValues'].map((value) => JSON.stringify(value)).join(', ')}`;
  }
  return fallback;
}
