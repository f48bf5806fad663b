import type { Result } from '@stoa/common';
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
 *
 * @example createDecoders(compileSchema)
 */
export function createDecoders(
  compile: <T>(schema: Readonly<Record<string, unknown>>) => Decode<T>,
): Decoders {
  const decoder = <T>(schema: object): BodyDecoder<T> => ({
    schema,
    decode: compile<T>({ ...schema }),
  });
  return {
    app: decoder<AppJson>(AppSchema),
    appUpdate: decoder<AppUpdateJson>(AppUpdateSchema),
    appUpdates: decoder<AppUpdatesJson>(AppUpdatesSchema),
    taskIds: decoder<TaskIdsJson>(TaskIdsSchema),
  };
}
