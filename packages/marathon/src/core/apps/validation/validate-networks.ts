import type { AppSpec, Container, Network, PortMapping } from '../app.ts';
import type { Definition } from '../normalisation/definition.ts';
import { areUnique, type Faults } from './faults.ts';

/** The rules of networks and ports (marathon-app.md §6 and §7). */
export function validateNetworks(spec: AppSpec, definition: Definition, faults: Faults): void {
  const { networks, container } = spec;
  validateEachNetwork(networks, faults);
  validateMixture(networks, container, faults);
  const isOnHost = networks.every(({ mode }) => mode === 'host');
  if (isOnHost) validateHostPorts(spec, faults);
  else validateContainerPorts(spec, definition, faults);
}

function validateEachNetwork(networks: readonly Network[], faults: Faults): void {
  faults.each('/networks', networks, ({ mode, name, labels }, network) => {
    if (mode === 'host') {
      const isBare = name === undefined && Object.keys(labels).length === 0;
      network.require(isBare, '', 'Host networks may not have names or labels');
    } else if (mode === 'container/bridge') {
      network.require(name === undefined, '', 'Bridge networks may not have names');
    } else {
      network.require(
        name !== undefined,
        '',
        'Network name must be specified when container network is selected.',
      );
    }
  });
}

function validateMixture(
  networks: readonly Network[],
  container: Container | undefined,
  faults: Faults,
): void {
  const kinds = networks.map(({ mode, name = '' }) => `${mode} ${name}`);
  const modes = new Set(networks.map(({ mode }) => mode));
  faults.require(areUnique(kinds), '/networks', 'Duplicate networks are not allowed');
  const isUniform = modes.size === 1 && (modes.has('container') || networks.length === 1);
  faults.require(
    isUniform || !areUnique(kinds),
    '/networks',
    'May specify a single host network, single bridge network, or else 1-to-n container networks',
  );
  const hasSeveral = networks.filter(({ mode }) => mode === 'container').length > 1;
  faults.require(
    !hasSeveral || container?.type !== 'DOCKER',
    '/networks',
    'may only specify a single container network when using the Docker container engine',
  );
}

function validateHostPorts({ portDefinitions, container }: AppSpec, faults: Faults): void {
  const chosen = portDefinitions.map(({ port }) => (port === 0 ? undefined : port));
  faults.require(areUnique(chosen), '/portDefinitions', 'Ports must be unique.');
  faults.require(
    areUnique(portDefinitions.map(({ name }) => name)),
    '/portDefinitions',
    'Port names must be unique.',
  );
  faults.require(
    (container?.portMappings ?? []).length === 0,
    '/container/portMappings',
    'portMappings are not allowed with host-networking',
  );
}

function validateContainerPorts(
  { networks, container }: AppSpec,
  definition: Definition,
  faults: Faults,
): void {
  const mappings = container?.portMappings ?? [];
  faults.require(
    areUnique(mappings.map(({ name }) => name)),
    '/container/portMappings',
    'Port names must be unique.',
  );
  // Definitions beside mappings give them their service ports; alone they have no meaning here.
  faults.require(
    (definition.portDefinitions ?? []).length === 0 ||
      definition.container?.portMappings !== undefined,
    '/portDefinitions',
    'portDefinitions are only allowed with host-networking',
  );
  const named = networks.filter(({ mode }) => mode === 'container');
  faults.each('/container/portMappings', mappings, (mapping, part) => {
    validateNetworkNames(mapping, named, part);
  });
}

function validateNetworkNames(
  { hostPort, networkNames }: PortMapping,
  networks: readonly Network[],
  faults: Faults,
): void {
  faults.require(
    hostPort === undefined || networks.length <= 1 || networkNames.length === 1,
    '',
    'networkNames must be a single item list when hostPort is specified and more than 1 container network is defined',
  );
  const known = new Set(networks.map(({ name }) => name));
  networkNames.forEach((name, at) => {
    faults.require(known.has(name), `/networkNames(${at})`, `${name} is not one of the networks`);
  });
}
