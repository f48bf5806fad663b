import { CheckSchema, HealthCheckSchema, ReadinessCheckSchema } from './checks.ts';
import { ContainerSchema } from './container.ts';
import { IpAddressSchema, NetworkSchema, PortDefinitionSchema } from './network.ts';
import {
  amount,
  BULK_MAX,
  isoTime,
  freeLabels,
  nonEmpty,
  pathId,
  portNumber,
  setOf,
  textOrSecret,
  whole,
} from './schema-parts.ts';
import {
  object,
  text,
  optional,
  number,
  flag,
  listOf,
  oneOf,
  schemaOf,
  mapOf,
  type JsonOf,
} from './schema-types.ts';

/** A file that is brought into the sandbox before the task starts. */
export const FetchSchema = object({
  uri: text({ minLength: 1, maxLength: 1024 }),
  extract: optional(flag()),
  executable: optional(flag()),
  cache: optional(flag()),
  destPath: optional(text({ minLength: 1, maxLength: 1024 })),
});
export type FetchJson = JsonOf<typeof FetchSchema>;

/** How much of an app must stay, and how much more may run, while it is replaced. */
export const UpgradeStrategySchema = object({
  minimumHealthCapacity: number({ minimum: 0, maximum: 1 }),
  maximumOverCapacity: number({ minimum: 0, maximum: 1 }),
});
export type UpgradeStrategyJson = JsonOf<typeof UpgradeStrategySchema>;

/** When a task on an agent that cannot be reached is replaced, and when it is given up. */
export const UnreachableStrategySchema = schemaOf<
  'disabled' | { readonly inactiveAfterSeconds?: number; readonly expungeAfterSeconds?: number }
>({
  type: ['string', 'object'],
  pattern: '^disabled$',
  properties: { inactiveAfterSeconds: whole, expungeAfterSeconds: whole },
});
export type UnreachableStrategyJson = JsonOf<typeof UnreachableStrategySchema>;

const ResourceLimitSchema = schemaOf<number | 'unlimited'>({
  type: ['number', 'string'],
  minimum: 0,
  maximum: 1e9,
  pattern: '^unlimited$',
});

/** How far a task may go beyond what it asked for. */
export const ResourceLimitsSchema = object({
  cpus: optional(ResourceLimitSchema),
  mem: optional(ResourceLimitSchema),
});
export type ResourceLimitsJson = JsonOf<typeof ResourceLimitsSchema>;

/** What the executor beside the task takes for itself. */
export const ExecutorResourcesSchema = object({
  cpus: optional(amount(0.1)),
  mem: optional(amount(32)),
  disk: optional(amount(10)),
});
export type ExecutorResourcesJson = JsonOf<typeof ExecutorResourcesSchema>;

/** Deprecated: read, otherwise ignored (marathon-app.md §3). */
export const ResidencySchema = object({
  relaunchEscalationTimeoutSeconds: optional(whole),
  taskLostBehavior: optional(oneOf(['WAIT_FOREVER', 'RELAUNCH_AFTER_TIMEOUT'])),
});

const EXECUTOR = '^(?://cmd|/?[^/]+(?:/[^/]+)*)?$';

const process = {
  cmd: optional(nonEmpty),
  args: optional(listOf(text())),
  user: optional(text()),
  env: optional(mapOf(textOrSecret)),
  executor: optional(text({ pattern: EXECUTOR })),
  fetch: optional(listOf(FetchSchema)),
  container: optional(ContainerSchema),
  secrets: optional(mapOf(object({ source: nonEmpty }))),
  tty: optional(flag()),
};

const resources = {
  instances: optional(whole),
  cpus: optional(amount(0.001)),
  mem: optional(amount(0)),
  disk: optional(amount(0)),
  gpus: optional(whole),
  resourceLimits: optional(ResourceLimitsSchema),
  executorResources: optional(ExecutorResourcesSchema),
};

const placement = {
  constraints: optional(setOf(listOf(text()))),
  acceptedResourceRoles: optional(setOf(text())),
  role: optional(nonEmpty),
  networks: optional(listOf(NetworkSchema)),
  portDefinitions: optional(listOf(PortDefinitionSchema)),
  requirePorts: optional(flag()),
};

const life = {
  healthChecks: optional(setOf(HealthCheckSchema)),
  check: optional(CheckSchema),
  readinessChecks: optional(listOf(ReadinessCheckSchema)),
  dependencies: optional(setOf(pathId)),
  labels: optional(freeLabels),
  backoffSeconds: optional(whole),
  backoffFactor: optional(number({ minimum: 1, maximum: 1e6 })),
  maxLaunchDelaySeconds: optional(whole),
  upgradeStrategy: optional(UpgradeStrategySchema),
  killSelection: optional(oneOf(['YOUNGEST_FIRST', 'OLDEST_FIRST'])),
  unreachableStrategy: optional(UnreachableStrategySchema),
  taskKillGracePeriodSeconds: optional(whole),
  residency: optional(ResidencySchema),
  version: optional(isoTime),
};

/** Members of an app beside its id, in the forms that are stored and answered. */
export const canonicalMembers = { ...process, ...resources, ...placement, ...life };

/** Forms of older releases: read and translated, never written (marathon-app.md §7). */
const legacy = {
  ports: optional(listOf(portNumber)),
  uris: optional(listOf(text({ minLength: 1, maxLength: 1024 }))),
  ipAddress: optional(IpAddressSchema),
  storeUrls: optional(listOf(text())),
};

/**
 * The definition of an app as clients send it (marathon-app.md §3). Members that are not listed are
 * ignored. Ranges, lengths and patterns are here; rules between members are not.
 *
 * @example { "id": "/shop/web", "cmd": "python3 -m http.server $PORT0", "cpus": 0.5, "mem": 64 }
 */
export const AppSchema = object({ id: pathId, ...canonicalMembers, ...legacy });
export type AppJson = JsonOf<typeof AppSchema>;

/** A change of an app: members that are absent stay as they are. */
export const AppUpdateSchema = object({ id: optional(pathId), ...canonicalMembers, ...legacy });
export type AppUpdateJson = JsonOf<typeof AppUpdateSchema>;

/** Changes of several apps, each with its id (`PUT` and `PATCH /v2/apps`). */
export const AppUpdatesSchema = listOf(AppUpdateSchema, { maxItems: BULK_MAX });
export type AppUpdatesJson = JsonOf<typeof AppUpdatesSchema>;
