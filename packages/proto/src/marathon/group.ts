import { AppInfoSchema, type AppInfoJson } from './app-info.ts';
import { AppUpdateSchema, type AppJson } from './app.ts';
import { StepSchema } from './deployment.ts';
import { answer, BULK_MAX, isoTime, pathId, setOf } from './schema-parts.ts';
import {
  anything,
  flag,
  listOf,
  number,
  object,
  optional,
  schemaOf,
  text,
  type JsonOf,
  type Schema,
} from './schema-types.ts';

/** A group as clients send it: lists that are absent stay as they are (marathon-api.md §4). */
export interface GroupUpdateJson {
  /** Seen from the group that it is in. */
  readonly id?: string;
  readonly apps?: readonly AppJson[];
  readonly pods?: readonly unknown[];
  readonly groups?: readonly GroupUpdateJson[];
  readonly dependencies?: readonly string[];
  readonly enforceRole?: boolean;
  /** Alone: the number of instances of every app in it is multiplied. */
  readonly scaleBy?: number;
  /** Alone: back to what it was then. */
  readonly version?: string;
}

const updateMembers = {
  id: optional(pathId),
  pods: optional(listOf(anything(), { maxItems: BULK_MAX })),
  dependencies: optional(setOf(pathId)),
  enforceRole: optional(flag()),
  scaleBy: optional(number({ minimum: 0, maximum: 1e6 })),
  version: optional(isoTime),
};

function membersOf<A, G>(app: Schema<A>, group: Schema<G>) {
  return {
    ...updateMembers,
    apps: optional(listOf(app, { maxItems: BULK_MAX })),
    groups: optional(listOf(group, { maxItems: BULK_MAX })),
  };
}

/** A group by itself; what its apps and groups are is left open, to be judged one by one. */
export const GroupShellSchema = object(membersOf(anything(), anything()));
export type GroupShellJson = JsonOf<typeof GroupShellSchema>;

/**
 * A group with everything in it, at any depth.
 *
 * @example { "id": "/shop", "groups": [{ "id": "db", "apps": [{ "id": "pg", "cmd": "…" }] }] }
 */
export const GroupUpdateSchema = schemaOf<GroupUpdateJson>(
  object(membersOf(AppUpdateSchema, schemaOf({ $ref: '#' }))),
);

/** What a PATCH of a group changes. */
export const GroupPatchSchema = object({ enforceRole: flag() });
export type GroupPatchJson = JsonOf<typeof GroupPatchSchema>;

interface GroupMembers {
  readonly id: string;
  readonly apps: readonly AppInfoJson[];
  readonly pods: readonly unknown[];
  readonly groups: readonly GroupMembers[];
  readonly dependencies: readonly string[];
  readonly version: string;
  readonly enforceRole?: boolean;
}

/** A group as it is answered (marathon-api.md §4); its groups have the same form. */
export const GroupSchema = schemaOf<GroupMembers>({
  $id: 'marathon-group',
  ...answer({
    id: text(),
    apps: listOf(AppInfoSchema),
    pods: listOf(anything()),
    groups: listOf(schemaOf({ $ref: '#' })),
    dependencies: listOf(text()),
    version: text(),
    enforceRole: optional(flag()),
  }),
});
export type GroupJson = GroupMembers;

/** What a deployment would do (`PUT ?dryRun=true`). */
export const GroupPreviewSchema = answer({ steps: listOf(StepSchema) });
export type GroupPreviewJson = JsonOf<typeof GroupPreviewSchema>;
