import { AppInfoSchema, type AppInfoJson } from './app-info.ts';
import { answer } from './schema-parts.ts';
import { text, optional, flag, listOf, anything, schemaOf } from './schema-types.ts';

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
