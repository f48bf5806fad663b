import { canonicalMembers } from './app.ts';
import { answer, pathId } from './schema-parts.ts';
import { ReadinessResultSchema, TaskFailureSchema, TaskSchema, TaskStatsSchema } from './task.ts';
import { text, optional, integer, listOf, type JsonOf } from './schema-types.ts';

/** When an app was last scaled, and when its configuration last changed. */
export const VersionInfoSchema = answer({
  lastScalingAt: text(),
  lastConfigChangeAt: text(),
});

const definition = { id: pathId, ...canonicalMembers, versionInfo: optional(VersionInfoSchema) };

/** An app as it is answered: the canonical forms, empty members left out (marathon-app.md §3). */
export const AppAnswerSchema = answer(definition);
export type AppAnswerJson = JsonOf<typeof AppAnswerSchema>;

/** An app with what was asked to be embedded (marathon-api.md §2.1). */
export const AppInfoSchema = answer({
  ...definition,
  tasksStaged: optional(integer()),
  tasksRunning: optional(integer()),
  tasksHealthy: optional(integer()),
  tasksUnhealthy: optional(integer()),
  deployments: optional(listOf(answer({ id: text() }))),
  readinessCheckResults: optional(listOf(ReadinessResultSchema)),
  tasks: optional(listOf(TaskSchema)),
  lastTaskFailure: optional(TaskFailureSchema),
  taskStats: optional(TaskStatsSchema),
});
export type AppInfoJson = JsonOf<typeof AppInfoSchema>;

/** `GET /v2/apps`. */
export const AppsSchema = answer({ apps: listOf(AppInfoSchema) });
/** `GET /v2/apps/{id}`. */
export const AppAnswerEnvelopeSchema = answer({ app: AppInfoSchema });
