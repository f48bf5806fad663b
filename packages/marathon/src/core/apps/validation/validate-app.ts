// Rules between the members of an app (marathon-app.md §3 to §11), each with the text that clients
// know. What one member may be by itself is in the schema.
import type { ModelFault } from '../app-change.ts';
import { validateAppId } from '../app-id.ts';
import { isResident, type App, type AppSpec } from '../app.ts';
import type { Definition } from '../normalisation/definition.ts';
import { Faults } from './faults.ts';
import { requireFeature } from './features.ts';
import { INSTANCES_MAX } from '../limits.ts';
import type { AppSettings } from '../settings.ts';
import { validateChecks } from './validate-checks.ts';
import { validateConstraints } from './validate-constraints.ts';
import { validateContainer } from './validate-container.ts';
import { validateNetworks } from './validate-networks.ts';
import { validateResidentUpdate } from './validate-resident.ts';
import { validateSecrets } from './validate-secrets.ts';

/** What is judged, and what it depends on. */
export interface ValidationInput {
  readonly spec: AppSpec;
  /** The definition that the spec came from: tells what was given and what is a default. */
  readonly definition: Definition;
  /** Members of the request alone, before a stored app was laid under them. */
  readonly given: Definition;
  readonly current: App | undefined;
  readonly settings: AppSettings;
  /** Roles that the app's place allows, in the order in which a message names them. */
  readonly allowedRoles: readonly string[];
  /** The asker insists; a resident app may then change its role. */
  readonly force: boolean;
}

/** Every rule that a definition breaks; empty means fine. */
export function validateApp(input: ValidationInput): readonly ModelFault[] {
  const faults = new Faults();
  const { spec, definition, settings, current } = input;
  for (const message of validateAppId(spec.id)) faults.require(false, '/id', message);
  validateProcess(spec, faults);
  validateResources(spec, settings, faults);
  validateRoles(input, faults);
  validateSingleInstance(input, faults);
  validateUpgrade(spec, faults);
  validateUnreachable(spec, faults);
  validateMigrationLabels(spec, faults);
  validateConstraints(spec.constraints, faults);
  validateNetworks(spec, definition, faults);
  validateContainer(spec, definition, settings, faults);
  validateChecks(spec, faults);
  validateSecrets(spec, settings, faults);
  if (current !== undefined) validateResidentUpdate(current, spec, input.force, faults);
  return faults.all;
}

// Characters of RFC 3986, escapes whole.
const URI = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

function validateProcess(spec: AppSpec, faults: Faults): void {
  const { cmd, args, container } = spec;
  const hasCmd = cmd !== undefined && cmd !== '';
  const hasImage = container?.docker?.image !== undefined;
  faults.require(
    hasCmd !== args.length > 0 || (!hasCmd && hasImage),
    '',
    "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.",
  );
  faults.require(cmd === undefined || cmd.length > 1, '/cmd', 'must not be an empty string');
  faults.require(!Object.hasOwn(spec.env, ''), '/env', 'must not have an empty name');
  faults.each('/fetch', spec.fetch, ({ uri }, fetch) => {
    fetch.require(URI.test(uri), '/uri', 'URI has invalid syntax.');
  });
}

function validateResources(spec: AppSpec, settings: AppSettings, faults: Faults): void {
  const { gpus, container, resourceLimits } = spec;
  faults.require(
    spec.instances <= INSTANCES_MAX,
    '/instances',
    `must not be more than ${INSTANCES_MAX}`,
  );
  if (gpus > 0) {
    requireFeature('gpu_resources', settings, faults, '/gpus');
    faults.require(
      container?.type !== 'DOCKER',
      '',
      'GPU resources only work with the Mesos containerizer',
    );
  }
  for (const name of ['cpus', 'mem'] as const) {
    const limit = resourceLimits?.[name];
    faults.require(
      typeof limit !== 'number' || limit >= spec[name],
      `/resourceLimits/${name}`,
      `resource limit must be greater than or equal to requested resource (${spec[name]})`,
    );
  }
}

function validateRoles({ spec, allowedRoles }: ValidationInput, faults: Faults): void {
  const { role, acceptedResourceRoles: accepted } = spec;
  faults.require(
    allowedRoles.includes(role),
    '/role',
    `got ${role}, expected one of: [${allowedRoles.join(', ')}]`,
  );
  if (isResident(spec)) {
    faults.require(role !== '*', '/role', 'Resident apps cannot have the role *');
    faults.require(
      accepted === undefined || (accepted.length === 1 && accepted[0] === '*'),
      '/acceptedResourceRoles',
      'A resident app must have `acceptedResourceRoles = ["*"]`.',
    );
  }
  if (accepted === undefined) return;
  faults.require(accepted.length > 0, '/acceptedResourceRoles', 'must not be empty');
  faults.require(
    accepted.every((name) => name === '*' || name === role),
    '/acceptedResourceRoles',
    `acceptedResourceRoles can only contain * and ${role}`,
  );
}

/** True for an app that must never run twice (§10). */
export function isSingleInstance({ labels }: Pick<AppSpec, 'labels'>): boolean {
  return labels['MARATHON_SINGLE_INSTANCE_APP'] === 'true';
}

function validateSingleInstance({ spec, given }: ValidationInput, faults: Faults): void {
  if (!isSingleInstance(spec)) return;
  faults.require(spec.instances <= 1, '', 'Single instance app may only have one instance');
  const { upgradeStrategy: strategy } = given;
  if (strategy === undefined) return;
  for (const name of ['minimumHealthCapacity', 'maximumOverCapacity'] as const) {
    const value = strategy[name];
    faults.require(value === 0, `/upgradeStrategy/${name}`, `got ${value}, expected 0`);
  }
}

function validateUpgrade(spec: AppSpec, faults: Faults): void {
  const hasVolume = spec.container?.volumes.some(
    ({ kind }) => kind === 'persistent' || kind === 'external',
  );
  const { maximumOverCapacity } = spec.upgradeStrategy;
  faults.require(
    hasVolume !== true || maximumOverCapacity === 0,
    '/upgradeStrategy/maximumOverCapacity',
    `got ${maximumOverCapacity}, expected 0`,
  );
}

function validateUnreachable(spec: AppSpec, faults: Faults): void {
  const { unreachableStrategy: strategy } = spec;
  if (isResident(spec)) {
    faults.require(
      strategy === 'disabled',
      '/unreachableStrategy',
      'unreachableStrategy must be disabled for resident tasks',
    );
  }
  if (strategy === 'disabled') return;
  const { inactiveAfterSeconds: inactive, expungeAfterSeconds: expunge } = strategy;
  faults.require(
    inactive <= expunge,
    '/unreachableStrategy',
    `inactiveAfterSeconds (${inactive}) must be less or equal to expungeAfterSeconds, which is ${expunge}`,
  );
}

function validateMigrationLabels({ labels }: AppSpec, faults: Faults): void {
  if (labels['DCOS_MIGRATION_API_VERSION'] === undefined) return;
  faults.require(
    labels['DCOS_PACKAGE_FRAMEWORK_NAME'] !== undefined &&
      labels['DCOS_MIGRATION_API_PATH'] !== undefined,
    '/labels',
    'DCOS_PACKAGE_FRAMEWORK_NAME and DCOS_MIGRATION_API_PATH must be defined when using DCOS_MIGRATION_API_VERSION',
  );
}
