import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { milliseconds, seconds } from '@stoa/common';
import { errorMessage, isLoopback, StartupError } from '@stoa/runtime';
import { shownAddress } from './election.ts';
import type { StaticInfo } from '../api/context.ts';
import type { MarathonConfig } from '../core/index.ts';
import type { MarathonFlags } from '../flags.ts';

/** The release of the API that is spoken; clients compare it with what they know. */
const API_VERSION = '1.11.24';
const BUILD = 'stoa';

const FEATURES: readonly string[] = ['vips', 'task_killing', 'gpu_resources'];
/** Features of the original that this version lacks: to start with them would drop what apps ask for. */
const LACKING_FEATURES: readonly string[] = ['external_volumes', 'secrets'];

/** What flags leave open and the machine knows. */
export interface Surroundings {
  /** The name under which others reach this instance. */
  readonly hostname: string;
  readonly user: string;
}

/** Checks what one flag alone cannot tell; throws `StartupError` with what to do. */
export function validateFlags(flags: MarathonFlags): void {
  for (const feature of flags.enable_features) validateFeature(feature);
  const [old] = flags.deprecated_features;
  if (old !== undefined) {
    throw new StartupError(
      `--deprecated_features: '${old}' is gone; do without it and leave the flag out`,
    );
  }
  if (flags.local_port_min >= flags.local_port_max) {
    throw new StartupError('--local_port_min must be below --local_port_max');
  }
}

function validateFeature(feature: string): void {
  if (FEATURES.includes(feature)) return;
  const known = FEATURES.join(', ');
  throw new StartupError(
    LACKING_FEATURES.includes(feature)
      ? `--enable_features: '${feature}' is not in this version, which has ${known}`
      : `--enable_features: '${feature}' is none of ${known}`,
  );
}

/** What this machine says where flags say nothing. */
export function readSurroundings(flags: MarathonFlags): Surroundings {
  const own = isLoopback(flags.http_address) ? flags.http_address : hostname();
  return { hostname: flags.hostname ?? own, user: flags.mesos_user ?? userInfo().username };
}

/** The secret of the principal, from the flag or its file. */
export function readSecret(flags: MarathonFlags): string | undefined {
  const { mesos_authentication_secret: secret, mesos_authentication_secret_file: file } = flags;
  if (secret !== undefined || file === undefined) return secret;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new StartupError(
      `--mesos_authentication_secret_file: cannot read ${file}: ${errorMessage(cause)}`,
      { cause },
    );
  }
}

/** Flags as the kernel wants them. The port is known only once the listener is up. */
export function createConfig(
  flags: MarathonFlags,
  surroundings: Surroundings,
  port: () => number,
): MarathonConfig {
  const { hostname: host, user } = surroundings;
  const address = (): string => (host.includes(':') ? `[${host}]:${port()}` : `${host}:${port()}`);
  return {
    ...launchConfig(flags),
    settings: {
      defaultRole: flags.mesos_role,
      defaultNetworkName: flags.default_network_name,
      bridgeName: flags.mesos_bridge_name,
      features: new Set(flags.enable_features),
      doNewGroupsEnforceRole: flags.new_group_enforce_role === 'top',
    },
    get address() {
      return address();
    },
    get webuiUrl() {
      return flags.webui_url ?? `http://${address()}`;
    },
    frameworkName: flags.framework_name,
    user,
    hostname: host,
    principal: flags.mesos_authentication_principal,
    checkpoint: flags.checkpoint,
    failoverTimeoutSeconds: flags.failover_timeout,
    envVarsPrefix: flags.env_vars_prefix,
    executor: flags.executor,
    localPorts: { min: flags.local_port_min, max: flags.local_port_max },
    acceptedRolesDefault: acceptedRoles(flags.accepted_resource_roles_default_behavior),
    maxRunningDeployments: flags.max_running_deployments,
    maxVersions: flags.zk_max_versions,
    drainingTime: flags.maintenance_mode ? seconds(flags.draining_seconds) : undefined,
    isGpuRestricted: flags.gpu_scheduling_behavior === 'restricted',
  };
}

function launchConfig(flags: MarathonFlags) {
  return {
    declineDuration: milliseconds(flags.decline_offer_duration),
    minReviveInterval: milliseconds(flags.min_revive_offers_interval),
    isSuppressing: flags.suppress_offers,
    maxInstancesPerOffer: flags.max_instances_per_offer,
    launchTokens: flags.launch_tokens,
    launchTokenInterval: milliseconds(flags.launch_token_refresh_interval),
    launchConfirmTimeout: milliseconds(flags.task_launch_confirm_timeout),
    launchTimeout: milliseconds(flags.task_launch_timeout),
    killsInFlightMax: flags.kill_chunk_size,
    killRetryTimeout: milliseconds(flags.kill_retry_timeout),
    reconciliationInitialDelay: milliseconds(flags.reconciliation_initial_delay),
    reconciliationInterval: milliseconds(flags.reconciliation_interval),
  };
}

// The table of flags admits these three words alone.
function acceptedRoles(word: string): MarathonConfig['acceptedRolesDefault'] {
  return word === 'unreserved' || word === 'reserved' ? word : 'any';
}

/** What `/v2/info` tells of the flags; keys beyond these break clients (marathon-api.md §8). */
export function createInfo(
  flags: MarathonFlags,
  { hostname: host, user }: Surroundings,
): StaticInfo {
  return {
    version: API_VERSION,
    buildref: BUILD,
    marathon_config: {
      ...shownLaunchConfig(flags),
      access_control_allow_origin: [...flags.access_control_allow_origin, ...flags.allowed_origins],
      checkpoint: flags.checkpoint,
      default_network_name: flags.default_network_name,
      env_vars_prefix: flags.env_vars_prefix === '' ? undefined : flags.env_vars_prefix,
      executor: flags.executor,
      failover_timeout: flags.failover_timeout,
      features: flags.enable_features,
      framework_name: flags.framework_name,
      ha: flags.ha,
      hostname: host,
      leader_proxy_connection_timeout_ms: flags.leader_proxy_connection_timeout,
      leader_proxy_read_timeout_ms: flags.leader_proxy_read_timeout,
      local_port_max: flags.local_port_max,
      local_port_min: flags.local_port_min,
      maintenance_mode: flags.maintenance_mode,
      master: shownAddress(flags.master),
      mesos_bridge_name: flags.mesos_bridge_name,
      mesos_leader_ui_url: flags.mesos_leader_ui_url,
      mesos_role: flags.mesos_role,
      mesos_user: user,
      new_group_enforce_role: flags.new_group_enforce_role,
      webui_url: flags.webui_url,
    },
    zookeeper_config: {
      zk: flags.zk === undefined ? undefined : shownAddress(flags.zk),
      zk_max_versions: flags.zk_max_versions,
      zk_session_timeout: flags.zk_session_timeout,
    },
    http_config: { http_port: flags.http_port },
  };
}

function shownLaunchConfig(flags: MarathonFlags) {
  return {
    decline_offer_duration: flags.decline_offer_duration,
    launch_token: flags.launch_tokens,
    launch_token_refresh_interval: flags.launch_token_refresh_interval,
    max_instances_per_offer: flags.max_instances_per_offer,
    min_revive_offers_interval: flags.min_revive_offers_interval,
    reconciliation_initial_delay: flags.reconciliation_initial_delay,
    reconciliation_interval: flags.reconciliation_interval,
    task_launch_confirm_timeout: flags.task_launch_confirm_timeout,
    task_launch_timeout: flags.task_launch_timeout,
  };
}
