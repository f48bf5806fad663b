import type { ExternalJson, VolumeJson } from '@stoa/proto/marathon';
import type { AppSpec, Container, PersistentVolume } from '../app.ts';
import type { Definition } from '../normalisation/definition.ts';
import { areUnique, mapKey, type Faults } from './faults.ts';
import type { AppSettings } from '../settings.ts';
import { validateConstraints } from './validate-constraints.ts';
import { requireFeature } from './features.ts';

/** The rules of volumes, by kind (marathon-app.md §4). */
export function validateVolumes(
  spec: AppSpec,
  definition: Definition,
  settings: AppSettings,
  faults: Faults,
): void {
  const { container } = spec;
  if (container === undefined) return;
  const given = definition.container?.volumes ?? [];
  faults.each('/container/volumes', container.volumes, (volume, part, at) => {
    const json: Partial<VolumeJson> = given[at] ?? {};
    switch (volume.kind) {
      case 'host':
        part.require(json.hostPath !== undefined, '/hostPath', 'undefined');
        part.require(json.mode !== undefined, '/mode', 'undefined');
        break;
      case 'persistent':
        validatePersistent(volume, part);
        break;
      case 'external':
        requireFeature('external_volumes', settings, part, '');
        part.require(json.mode !== undefined, '/mode', 'undefined');
        validateExternal(json.external, { spec, container, json }, part);
        break;
      case 'secret':
        requireFeature('secrets', settings, part, '');
        part.require(
          container.type === 'MESOS',
          '/secret',
          'secret volumes need a container of type MESOS',
        );
    }
  });
  validateNames(container, faults);
}

function validateNames({ volumes }: Container, faults: Faults): void {
  const names = volumes.map((volume) =>
    volume.kind === 'external' ? volume.external.name : undefined,
  );
  faults.require(areUnique(names), '/container/volumes', 'Volume names must be unique');
}

function validatePersistent(volume: PersistentVolume, faults: Faults): void {
  const { containerPath: path, mode, persistent } = volume;
  faults.require(!path.includes('/'), '/containerPath', 'value must not contain "/"');
  faults.require(path !== '.' && path !== '..', '/containerPath', `must not be "${path}"`);
  faults.require(mode === 'RW', '/mode', 'must be RW for persistent volumes');
  const part = faults.at('/persistent');
  const { type, size, maxSize, constraints } = persistent;
  part.require(
    type !== 'root' || constraints.length === 0,
    '/constraints',
    'Constraints on root volumes are not supported',
  );
  validateConstraints(constraints, part);
  part.require(
    constraints.every(([field, operator]) => field === 'path' && operator === 'LIKE'),
    '/constraints',
    'constraints of a volume must be ["path", "LIKE", <regular expression>]',
  );
  part.require(
    maxSize === undefined || type === 'mount',
    '/maxSize',
    'Only mount volumes can have maxSize',
  );
  part.require(
    maxSize === undefined || maxSize > size,
    '/maxSize',
    'Max size must be larger than size',
  );
}

interface ExternalSurroundings {
  readonly spec: AppSpec;
  readonly container: Container;
  readonly json: Partial<VolumeJson>;
}

function validateExternal(
  external: ExternalJson | undefined,
  surroundings: ExternalSurroundings,
  faults: Faults,
): void {
  if (external === undefined) return;
  const part = faults.at('/external');
  part.require(external.name !== undefined, '/name', 'undefined');
  if (external.provider === 'dvdi') validateDvdi(external, surroundings, faults);
  else if (external.provider === 'csi') validateCsi(external, surroundings.json, part);
  else part.require(false, '/provider', 'is unknown provider');
}

const DRIVER = 'dvdi/driver';
const REXRAY_NUMBERS: ReadonlySet<string> = new Set(['dvdi/iops', 'dvdi/size']);
const REXRAY_TEXTS: ReadonlySet<string> = new Set([
  'dvdi/volumetype',
  'dvdi/newfstype',
  'dvdi/overwritefs',
  'dvdi/volumename',
  'dvdi/explicitcreate',
]);

function validateDvdi(
  { options = {}, size }: ExternalJson,
  { spec, container, json }: ExternalSurroundings,
  faults: Faults,
): void {
  const part = faults.at('/external');
  const driver = options[DRIVER];
  part.require(driver !== undefined && driver !== '', `/options${mapKey(DRIVER)}`, 'not defined');
  faults.require(
    spec.instances <= 1,
    '',
    `Number of instances is limited to 1 when declaring DVDI volumes in app [${spec.id}]`,
  );
  if (container.type === 'DOCKER') {
    part.require(
      Object.keys(options).every((name) => name === DRIVER),
      '/options',
      `options must only contain ${DRIVER}`,
    );
    part.require(size === undefined, '/size', 'must be undefined for Docker containers');
    return;
  }
  faults.require(json.containerPath !== '.', '/containerPath', 'must not be "."');
  if (driver === 'rexray') validateRexray(options, part);
}

function validateRexray(options: Readonly<Record<string, unknown>>, faults: Faults): void {
  for (const [name, value] of Object.entries(options)) {
    if (name === DRIVER) continue;
    const member = `/options${mapKey(name)}`;
    if (REXRAY_NUMBERS.has(name)) {
      faults.require(/^[1-9]\d{0,9}$/.test(String(value)), member, 'must be a number above 0');
    } else {
      faults.require(REXRAY_TEXTS.has(name), member, 'is not an option of the rexray driver');
    }
  }
}

const READ_ONLY_MODES: ReadonlySet<string> = new Set([
  'SINGLE_NODE_READER_ONLY',
  'MULTI_NODE_READER_ONLY',
]);

function validateCsi(
  { options }: ExternalJson,
  { mode }: Partial<VolumeJson>,
  faults: Faults,
): void {
  const capability = options?.capability;
  faults.require(options?.pluginName !== undefined, '/options/pluginName', 'undefined');
  faults.require(capability !== undefined, '/options/capability', 'undefined');
  if (capability === undefined) return;
  const part = faults.at('/options/capability');
  const { accessMode, accessType } = capability;
  if (accessType === 'block') {
    const message = 'is only allowed with accessType mount';
    part.require(capability.fsType === undefined, '/fsType', message);
    part.require((capability.mountFlags ?? []).length === 0, '/mountFlags', message);
  }
  part.require(
    !READ_ONLY_MODES.has(accessMode) || mode === 'RO',
    '/accessMode',
    `${accessMode} needs a volume with mode RO`,
  );
}
