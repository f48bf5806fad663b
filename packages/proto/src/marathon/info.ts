import { answer } from './schema-parts.ts';
import { text, optional, number, flag, listOf, object, type JsonOf } from './schema-types.ts';

const optionalText = optional(text());
const optionalFlag = optional(flag());
const optionalNumber = optional(number());

/** Flags as `/v2/info` tells them. The Python client fails on any key that is not of this list. */
export const MarathonConfigSchema = answer({
  access_control_allow_origin: optional(listOf(text())),
  checkpoint: optionalFlag,
  decline_offer_duration: optionalNumber,
  default_network_name: optionalText,
  env_vars_prefix: optionalText,
  executor: optionalText,
  failover_timeout: optionalNumber,
  features: optional(listOf(text())),
  framework_name: optionalText,
  ha: optionalFlag,
  hostname: optionalText,
  launch_token: optionalNumber,
  launch_token_refresh_interval: optionalNumber,
  leader_proxy_connection_timeout_ms: optionalNumber,
  leader_proxy_read_timeout_ms: optionalNumber,
  local_port_max: optionalNumber,
  local_port_min: optionalNumber,
  maintenance_mode: optionalFlag,
  master: optionalText,
  max_instances_per_offer: optionalNumber,
  mesos_bridge_name: optionalText,
  mesos_heartbeat_failure_threshold: optionalNumber,
  mesos_heartbeat_interval: optionalNumber,
  mesos_leader_ui_url: optionalText,
  mesos_role: optionalText,
  mesos_user: optionalText,
  min_revive_offers_interval: optionalNumber,
  new_group_enforce_role: optionalText,
  offer_matching_timeout: optionalNumber,
  on_elected_prepare_timeout: optionalNumber,
  reconciliation_initial_delay: optionalNumber,
  reconciliation_interval: optionalNumber,
  scale_apps_initial_delay: optionalNumber,
  scale_apps_interval: optionalNumber,
  store_cache: optionalFlag,
  task_launch_confirm_timeout: optionalNumber,
  task_launch_timeout: optionalNumber,
  task_lost_expunge_initial_delay: optionalNumber,
  task_lost_expunge_interval: optionalNumber,
  task_reservation_timeout: optionalNumber,
  webui_url: optionalText,
});
export type MarathonConfigJson = JsonOf<typeof MarathonConfigSchema>;

/** Where state is kept, when that is ZooKeeper; credentials never appear. */
export const ZooKeeperConfigSchema = answer({
  zk: optionalText,
  zk_compression: optionalFlag,
  zk_compression_threshold: optionalNumber,
  zk_connection_timeout: optionalNumber,
  zk_max_node_size: optionalNumber,
  zk_max_versions: optionalNumber,
  zk_session_timeout: optionalNumber,
  zk_timeout: optionalNumber,
});
export type ZooKeeperConfigJson = JsonOf<typeof ZooKeeperConfigSchema>;

/** `GET /v2/info` (marathon-api.md §8). */
export const InfoSchema = answer({
  name: text(),
  version: text(),
  buildref: text(),
  elected: flag(),
  leader: optionalText,
  frameworkId: optionalText,
  marathon_config: MarathonConfigSchema,
  zookeeper_config: ZooKeeperConfigSchema,
  http_config: answer({ http_port: optionalNumber, https_port: optionalNumber }),
});
export type InfoJson = JsonOf<typeof InfoSchema>;

/** The body of `POST /logging`, which is also its answer. */
export const LoggingSchema = object({
  logger: text({ minLength: 1 }),
  /** Of `trace`, `debug`, `info`, `warn`, `error`, in any case. */
  level: text({ minLength: 1 }),
  /** After which it is undone, in seconds; without it stays. */
  durationSeconds: optional(number({ minimum: 1, maximum: 30 * 86_400 })),
});
export type LoggingJson = JsonOf<typeof LoggingSchema>;
