import { err, ok, type Result } from '@stoa/common';
import {
  AppSchema,
  AppUpdatesSchema,
  AppUpdateSchema,
  TaskIdsSchema,
  type AppJson,
  type AppUpdateJson,
  type AppUpdatesJson,
  type TaskIdsJson,
} from '@stoa/proto/marathon';

/** One thing that is wrong with the shape of a value, as a validator of JSON Schemas tells it. */
export interface ShapeFault {
  /** A JSON pointer, the missing member included. */
  readonly path: string;
  readonly message: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The value as one of its type, or every fault of its shape. */
export type Decode<T> = (value: unknown) => Result<T, readonly ShapeFault[]>;

/** A schema for a body, and the validator made of it. */
export interface BodyDecoder<T> {
  readonly schema: object;
  readonly decode: Decode<T>;
}

/** One decoder for each kind of body. */
export interface Decoders {
  readonly app: BodyDecoder<AppJson>;
  readonly appUpdate: BodyDecoder<AppUpdateJson>;
  readonly appUpdates: BodyDecoder<AppUpdatesJson>;
  readonly taskIds: BodyDecoder<TaskIdsJson>;
}

/**
 * Makes the decoders, with a validator that the shell brings (its library is no part of a core).
 * Compiling the form of an app takes a tenth of a second, so it is done once and the others are
 * made of it.
 *
 * @example createDecoders(compileSchema)
 */
export function createDecoders(
  compile: <T>(schema: Readonly<Record<string, unknown>>) => Decode<T>,
): Decoders {
  const update = compile<AppUpdateJson>({ ...AppUpdateSchema });
  const list = compile<readonly unknown[]>({ ...AppUpdatesSchema, items: {} });
  return {
    app: { schema: AppSchema, decode: decodeWithId(update) },
    appUpdate: { schema: AppUpdateSchema, decode: update },
    appUpdates: { schema: AppUpdatesSchema, decode: decodeEach(list, update) },
    taskIds: { schema: TaskIdsSchema, decode: compile<TaskIdsJson>({ ...TaskIdsSchema }) },
  };
}

/** A complete app is an update that says whose. */
function decodeWithId(update: Decode<AppUpdateJson>): Decode<AppJson> {
  return (value) => {
    const decoded = update(value);
    if (!decoded.ok) return lacksId(value) ? err([MISSING_ID, ...decoded.error]) : decoded;
    const { id } = decoded.value;
    return id === undefined ? err([MISSING_ID]) : ok({ ...decoded.value, id });
  };
}

function lacksId(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !Object.hasOwn(value, 'id');
}

const MISSING_ID: ShapeFault = {
  path: '/id',
  message: 'is required',
  keyword: 'required',
  params: { missingProperty: 'id' },
};

/** Every element by itself, with its place before the paths of its faults. */
function decodeEach(
  list: Decode<readonly unknown[]>,
  update: Decode<AppUpdateJson>,
): Decode<AppUpdatesJson> {
  return (value) => {
    const elements = list(value);
    if (!elements.ok) return elements;
    const updates: AppUpdateJson[] = [];
    const faults: ShapeFault[] = [];
    for (const [at, element] of elements.value.entries()) {
      const decoded = update(element);
      if (decoded.ok) updates.push(decoded.value);
      else faults.push(...decoded.error.map((one) => ({ ...one, path: `/${at}${one.path}` })));
      if (faults.length >= FAULTS_MAX) break;
    }
    return faults.length === 0 ? ok(updates) : err(faults.slice(0, FAULTS_MAX));
  };
}

// As many as anybody reads; a body of thousands of wrong elements is told of the first.
const FAULTS_MAX = 100;
