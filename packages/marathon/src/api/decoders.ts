import { err, ok, type Result } from '@stoa/common';
import {
  AppSchema,
  AppUpdatesSchema,
  AppUpdateSchema,
  GroupPatchSchema,
  GroupShellSchema,
  GroupUpdateSchema,
  LoggingSchema,
  TaskIdsSchema,
  type AppJson,
  type AppUpdateJson,
  type AppUpdatesJson,
  type GroupPatchJson,
  type GroupShellJson,
  type GroupUpdateJson,
  type LoggingJson,
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
  readonly group: BodyDecoder<GroupUpdateJson>;
  readonly groupPatch: BodyDecoder<GroupPatchJson>;
  readonly taskIds: BodyDecoder<TaskIdsJson>;
  readonly logging: BodyDecoder<LoggingJson>;
}

/** A check for each schema that the decoders are made of. */
export interface BodyChecks {
  readonly appUpdate: Decode<AppUpdateJson>;
  readonly appUpdateList: Decode<readonly unknown[]>;
  readonly groupShell: Decode<GroupShellJson>;
  readonly groupPatch: Decode<GroupPatchJson>;
  readonly taskIds: Decode<TaskIdsJson>;
  readonly logging: Decode<LoggingJson>;
}

/** The schemas of the checks; `npm run generate` makes validators of them. */
export const BODY_SCHEMAS: Readonly<Record<keyof BodyChecks, object>> = {
  appUpdate: AppUpdateSchema,
  /** A list by itself: its elements are looked at one by one. */
  appUpdateList: { ...AppUpdatesSchema, items: {} },
  groupShell: GroupShellSchema,
  groupPatch: GroupPatchSchema,
  taskIds: TaskIdsSchema,
  logging: LoggingSchema,
};

/** Makes the decoders, of checks that the shell brings (their library is no part of a core). */
export function createDecoders(checks: BodyChecks): Decoders {
  const { appUpdate, appUpdateList, groupShell, groupPatch, taskIds, logging } = checks;
  const app = decodeWithId(appUpdate);
  return {
    app: { schema: AppSchema, decode: app },
    appUpdate: { schema: AppUpdateSchema, decode: appUpdate },
    appUpdates: { schema: AppUpdatesSchema, decode: decodeEach(appUpdateList, appUpdate) },
    group: { schema: GroupUpdateSchema, decode: decodeGroup(groupShell, app) },
    groupPatch: { schema: GroupPatchSchema, decode: groupPatch },
    taskIds: { schema: TaskIdsSchema, decode: taskIds },
    logging: { schema: LoggingSchema, decode: logging },
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

/** A list by itself, then every element of it. */
function decodeEach(
  list: Decode<readonly unknown[]>,
  update: Decode<AppUpdateJson>,
): Decode<AppUpdatesJson> {
  return (value) => {
    const elements = list(value);
    return elements.ok ? decodeElements(elements.value, update, '') : elements;
  };
}

/** Every element by itself, with its place before the paths of its faults. */
function decodeElements<T>(
  elements: readonly unknown[],
  decode: Decode<T>,
  place: string,
): Result<readonly T[], readonly ShapeFault[]> {
  const values: T[] = [];
  const faults: ShapeFault[] = [];
  for (const [at, element] of elements.entries()) {
    const decoded = decode(element);
    if (decoded.ok) values.push(decoded.value);
    else
      faults.push(...decoded.error.map((one) => ({ ...one, path: `${place}/${at}${one.path}` })));
    if (faults.length >= FAULTS_MAX) break;
  }
  return faults.length === 0 ? ok(values) : err(faults.slice(0, FAULTS_MAX));
}

/** A group by itself, then its apps and its groups; as deep as bodies may nest (see `decodeBody`). */
function decodeGroup(shell: Decode<GroupShellJson>, app: Decode<AppJson>): Decode<GroupUpdateJson> {
  return function decode(value): Result<GroupUpdateJson, readonly ShapeFault[]> {
    const group = shell(value);
    if (!group.ok) return group;
    const { apps, groups, ...members } = group.value;
    const decodedApps = apps && decodeElements(apps, app, '/apps');
    const decodedGroups = groups && decodeElements(groups, decode, '/groups');
    const faults = [decodedApps, decodedGroups].flatMap((one) =>
      one?.ok === false ? one.error : [],
    );
    if (faults.length > 0) return err(faults.slice(0, FAULTS_MAX));
    return ok({
      ...members,
      ...(decodedApps?.ok === true ? { apps: decodedApps.value } : {}),
      ...(decodedGroups?.ok === true ? { groups: decodedGroups.value } : {}),
    });
  };
}

// As many as anybody reads; a body of thousands of wrong elements is told of the first.
const FAULTS_MAX = 100;
