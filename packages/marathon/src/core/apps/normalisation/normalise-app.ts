// From a definition to what is stored: every default in place, one form for everything
// (marathon-app.md §3 to §8). Which values are allowed together is checked elsewhere.
import type { Definition } from './definition.ts';
import type { AppId } from '../app-id.ts';
import { parentOf, resolveAppId } from '../app-id.ts';
import type { AppSpec, Fetch, UnreachableStrategy, UpgradeStrategy } from '../app.ts';
import { normaliseContainer } from './normalise-container.ts';
import { normaliseHealthCheck, normaliseReadinessCheck } from './normalise-checks.ts';
import { normaliseNetworks, normalisePortDefinitions } from './normalise-ports.ts';

/** What the values of an app depend on beside its definition. */
export interface NormaliseOptions {
  readonly id: AppId;
  /** For definitions that name no role. */
  readonly defaultRole: string;
  readonly defaultNetworkName: string | undefined;
  /** The numbers of the older `ports`. */
  readonly servicePorts: readonly number[] | undefined;
}

/** Fills in every default. */
export function normaliseApp(definition: Definition, options: NormaliseOptions): AppSpec {
  const networks = normaliseNetworks(definition.networks, options.defaultNetworkName);
  const isOnHost = networks.every(({ mode }) => mode === 'host');
  const container = normaliseContainer(definition, { networks, ...options });
  const portDefinitions = isOnHost ? normalisePortDefinitions(definition.portDefinitions) : [];
  const hasPorts = (isOnHost ? portDefinitions : (container?.portMappings ?? [])).length > 0;
  const kinds = new Set(container?.volumes.map(({ kind }) => kind));
  const keepsState = kinds.has('persistent');
  return {
    id: options.id,
    ...normaliseProcess(definition),
    ...normaliseResources(definition),
    ...normalisePlacement(definition, options),
    networks,
    portDefinitions,
    requirePorts: isOnHost && definition.requirePorts === true,
    ...(container === undefined ? {} : { container }),
    healthChecks: (definition.healthChecks ?? []).map((check) =>
      normaliseHealthCheck(check, hasPorts),
    ),
    ...(definition.check === undefined ? {} : { check: definition.check }),
    readinessChecks: (definition.readinessChecks ?? []).map(normaliseReadinessCheck),
    ...normaliseLife(definition),
    upgradeStrategy: normaliseUpgrade(definition, keepsState || kinds.has('external')),
    unreachableStrategy: normaliseUnreachable(definition, keepsState),
  };
}

function normaliseProcess(definition: Definition) {
  const { cmd, user, tty, taskKillGracePeriodSeconds } = definition;
  return {
    ...(cmd === undefined ? {} : { cmd }),
    args: definition.args ?? [],
    ...(user === undefined ? {} : { user }),
    env: definition.env ?? {},
    executor: definition.executor ?? '',
    fetch: (definition.fetch ?? []).map(normaliseFetch),
    secrets: definition.secrets ?? {},
    ...(tty === undefined ? {} : { tty }),
    ...(taskKillGracePeriodSeconds === undefined ? {} : { taskKillGracePeriodSeconds }),
  };
}

function normaliseFetch({ uri, destPath, ...flags }: NonNullable<Definition['fetch']>[0]): Fetch {
  return {
    uri,
    extract: flags.extract ?? true,
    executable: flags.executable ?? false,
    cache: flags.cache ?? false,
    ...(destPath === undefined ? {} : { destPath }),
  };
}

function normaliseResources(definition: Definition) {
  const { resourceLimits, executorResources: executor } = definition;
  const executorResources = executor && {
    cpus: executor.cpus ?? 0.1,
    mem: executor.mem ?? 32,
    disk: executor.disk ?? 10,
  };
  return {
    instances: definition.instances ?? 1,
    cpus: definition.cpus ?? 1,
    mem: definition.mem ?? 128,
    disk: definition.disk ?? 0,
    gpus: definition.gpus ?? 0,
    ...(resourceLimits === undefined ? {} : { resourceLimits }),
    ...(executorResources === undefined ? {} : { executorResources }),
  };
}

function normalisePlacement(definition: Definition, options: NormaliseOptions) {
  const { acceptedResourceRoles } = definition;
  const constraints = definition.constraints ?? [];
  return {
    constraints: constraints.map(normaliseConstraint),
    ...(acceptedResourceRoles === undefined ? {} : { acceptedResourceRoles }),
    role: definition.role ?? options.defaultRole,
    dependencies: (definition.dependencies ?? []).map((id) =>
      resolveAppId(id, parentOf(options.id)),
    ),
  };
}

// The operator is read in any case and written in one.
function normaliseConstraint(constraint: readonly string[]): readonly string[] {
  return constraint.map((part, at) => (at === 1 ? part.toUpperCase() : part));
}

function normaliseLife(definition: Definition) {
  return {
    labels: definition.labels ?? {},
    backoffSeconds: definition.backoffSeconds ?? 1,
    backoffFactor: definition.backoffFactor ?? 1.15,
    maxLaunchDelaySeconds: definition.maxLaunchDelaySeconds ?? 300,
    killSelection: definition.killSelection ?? 'YOUNGEST_FIRST',
  };
}

function normaliseUpgrade(definition: Definition, hasVolumes: boolean): UpgradeStrategy {
  if (definition.upgradeStrategy !== undefined) return definition.upgradeStrategy;
  // A second instance could not have the volume of the first.
  if (hasVolumes) return { minimumHealthCapacity: 0.5, maximumOverCapacity: 0 };
  return { minimumHealthCapacity: 1, maximumOverCapacity: 1 };
}

function normaliseUnreachable(definition: Definition, isResident: boolean): UnreachableStrategy {
  const { unreachableStrategy: given } = definition;
  if (given === undefined) {
    return isResident ? 'disabled' : { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 };
  }
  if (given === 'disabled') return given;
  return {
    inactiveAfterSeconds: given.inactiveAfterSeconds ?? 0,
    expungeAfterSeconds: given.expungeAfterSeconds ?? 0,
  };
}
