import { answer, BULK_MAX } from './schema-parts.ts';
import {
  object,
  text,
  optional,
  integer,
  number,
  flag,
  listOf,
  oneOf,
  type JsonOf,
} from './schema-types.ts';

/** What one health check says of one task (marathon-api.md §2.3). */
export const HealthCheckResultSchema = answer({
  alive: flag(),
  consecutiveFailures: integer(),
  instanceId: text(),
  firstSuccess: optional(text()),
  lastSuccess: optional(text()),
  lastFailure: optional(text()),
  lastFailureCause: optional(text()),
});
export type HealthCheckResultJson = JsonOf<typeof HealthCheckResultSchema>;

/** A persistent volume as its task has it. */
const LocalVolumeSchema = answer({
  runSpecId: text(),
  containerPath: text(),
  uuid: text(),
  persistenceId: text(),
});

/** What a generic check found; nothing inside: it was tried and found nothing. */
const CheckResultSchema = answer({
  http: optional(answer({ statusCode: optional(integer()) })),
  tcp: optional(answer({ succeeded: optional(flag()) })),
  command: optional(answer({ exitCode: optional(integer()) })),
});

/** What a readiness check found of one task in the deployment under way. */
export const ReadinessResultSchema = answer({
  name: text(),
  taskId: text(),
  ready: flag(),
  lastResponse: optional(answer({ status: integer(), contentType: text(), body: text() })),
});
export type ReadinessResultJson = JsonOf<typeof ReadinessResultSchema>;

/** A task of an app (marathon-api.md §2.3). */
export const TaskSchema = answer({
  appId: text(),
  healthCheckResults: listOf(HealthCheckResultSchema),
  host: text(),
  id: text(),
  ipAddresses: listOf(answer({ ipAddress: text(), protocol: oneOf(['IPv4', 'IPv6']) })),
  ports: listOf(integer()),
  servicePorts: listOf(integer()),
  slaveId: optional(text()),
  region: optional(text()),
  zone: optional(text()),
  state: text(),
  stagedAt: optional(text()),
  startedAt: optional(text()),
  version: optional(text()),
  localVolumes: listOf(LocalVolumeSchema),
  role: text(),
  checkResult: optional(CheckResultSchema),
});
export type TaskJson = JsonOf<typeof TaskSchema>;

/** `GET /v2/tasks`, `GET /v2/apps/{id}/tasks`. */
export const TasksSchema = answer({ tasks: listOf(TaskSchema) });
export type TasksJson = JsonOf<typeof TasksSchema>;

/** The last task of an app that ended badly. */
export const TaskFailureSchema = answer({
  appId: text(),
  host: text(),
  message: text(),
  state: text(),
  taskId: text(),
  timestamp: text(),
  version: text(),
  slaveId: optional(text()),
});
export type TaskFailureJson = JsonOf<typeof TaskFailureSchema>;

const StatsSchema = answer({
  stats: answer({
    counts: answer({
      staged: integer(),
      running: integer(),
      healthy: integer(),
      unhealthy: integer(),
    }),
    lifeTime: optional(answer({ averageSeconds: number(), medianSeconds: number() })),
  }),
});
export type TaskStatsRowJson = JsonOf<typeof StatsSchema>;

/** Tasks of an app by their age; groups without a task are left out. */
export const TaskStatsSchema = answer({
  startedAfterLastScaling: optional(StatsSchema),
  withLatestConfig: optional(StatsSchema),
  withOutdatedConfig: optional(StatsSchema),
  totalSummary: optional(StatsSchema),
});
export type TaskStatsJson = JsonOf<typeof TaskStatsSchema>;

/** The body of `POST /v2/tasks/delete`. */
export const TaskIdsSchema = object({
  ids: listOf(text({ maxLength: 1024 }), { maxItems: BULK_MAX }),
});
export type TaskIdsJson = JsonOf<typeof TaskIdsSchema>;
