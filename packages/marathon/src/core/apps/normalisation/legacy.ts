// Forms of older releases, translated in a fixed order (marathon-app.md §7, steps 1 to 5).
import { err, ok, type Result } from '@stoa/common';
import type {
  AppUpdateJson,
  IpAddressJson,
  NetworkJson,
  PortDefinitionJson,
  PortMappingJson,
} from '@stoa/proto/marathon';
import type { ModelFault } from '../app-change.ts';
import type { Definition } from './definition.ts';
import type { AppSettings } from '../settings.ts';

/** A definition without older forms, and what of them later steps still need. */
export interface TranslatedDefinition {
  readonly definition: Definition;
  /** The numbers of `ports`: on networks other than the host's they become service ports. */
  readonly servicePorts: readonly number[] | undefined;
}

/** Translates what older clients send; contradictions between old and new forms are refused. */
export function translateLegacy(
  json: AppUpdateJson,
  settings: AppSettings,
): Result<TranslatedDefinition, readonly ModelFault[]> {
  const faults = validateLegacy(json);
  if (faults.length > 0) return err(faults);
  const {
    id: _id,
    version: _version,
    residency: _residency,
    storeUrls: _storeUrls,
    ports,
    uris,
    ipAddress,
    ...rest
  } = json;
  const networks = deriveNetworks(json, settings);
  const container = deriveContainer(rest.container, ipAddress, networks ?? rest.networks);
  return ok({
    definition: {
      ...rest,
      ...(uris === undefined || uris.length === 0 ? {} : { fetch: uris.map(fetchOf) }),
      ...(networks === undefined ? {} : { networks }),
      ...(container === undefined ? {} : { container }),
      ...(ports === undefined || hasItems(json.portDefinitions)
        ? {}
        : { portDefinitions: ports.map(definitionOfPort) }),
    },
    servicePorts: ports,
  });
}

/** What contradicts itself between older and newer forms (step 1). */
function validateLegacy(json: AppUpdateJson): readonly ModelFault[] {
  const { container, ipAddress } = json;
  const docker = container?.docker;
  const faults: ModelFault[] = [];
  const refuse = (isWrong: boolean, path: string, message: string): void => {
    if (isWrong) faults.push({ path, message });
  };
  const isMesos = container?.type === 'MESOS';
  const hasIpAddress = ipAddress !== undefined;
  const hasNetworks = hasItems(json.networks);
  refuse(
    hasItems(json.uris) && hasItems(json.fetch),
    '/uris',
    'may not be set in conjunction with fetch',
  );
  refuse(
    docker?.network !== undefined && hasNetworks,
    '/',
    'must not specify both container.docker.network and networks',
  );
  refuse(hasIpAddress && hasNetworks, '/', 'must not specify both networks and ipAddress');
  refuse(
    hasIpAddress && (hasItems(json.ports) || hasItems(json.portDefinitions)),
    '/',
    'cannot specify both an IP address and port',
  );
  refuse(hasUnlikePorts(json), '/', 'cannot specify both ports and port definitions');
  refuse(hasRepeatedPort(json.ports ?? []), '/ports', 'ports must be unique');
  refuse(
    ipAddress?.discovery !== undefined && docker !== undefined && !isMesos,
    '/ipAddress',
    'ipAddress/discovery is not allowed for Docker containers',
  );
  refuse(
    hasItems(container?.portMappings) && hasItems(docker?.portMappings),
    '/container',
    'cannot specify both portMappings and docker.portMappings',
  );
  refuse(
    docker?.portMappings !== undefined && hasNetworks,
    '/',
    'cannot mix deprecated and canonical network APIs',
  );
  refuse(isMesos && docker?.network !== undefined, '/container/docker/network', 'must be empty');
  refuse(
    isMesos && hasItems(docker?.portMappings),
    '/container/docker/portMappings',
    'must be empty',
  );
  refuse(
    docker?.network === 'NONE',
    '/container/docker/network',
    'unsupported docker network type NONE; use networks with mode host, container/bridge or container',
  );
  return faults;
}

function hasItems(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

// Older clients send the same numbers in both lists; that says nothing twice.
function hasUnlikePorts({ ports = [], portDefinitions = [] }: AppUpdateJson): boolean {
  if (ports.length === 0 || portDefinitions.length === 0) return false;
  if (ports.length !== portDefinitions.length) return true;
  return ports.some((port, at) => port !== (portDefinitions[at]?.port ?? 0));
}

function hasRepeatedPort(ports: readonly number[]): boolean {
  const chosen = ports.filter((port) => port !== 0);
  return new Set(chosen).size < chosen.length;
}

/** Steps 3 and 4; undefined where no older form speaks of networks. */
function deriveNetworks(json: AppUpdateJson, settings: AppSettings): NetworkJson[] | undefined {
  const { container, ipAddress } = json;
  switch (container?.docker?.network) {
    case 'HOST':
      return [{ mode: 'host' }];
    case 'BRIDGE':
      return [{ mode: 'container/bridge' }];
    case 'USER':
      return [containerNetwork(ipAddress ?? {})];
    default:
      if (ipAddress === undefined) return undefined;
      if (ipAddress.networkName !== settings.bridgeName) return [containerNetwork(ipAddress)];
      return [{ mode: 'container/bridge', ...labelsOf(ipAddress) }];
  }
}

function containerNetwork(ipAddress: IpAddressJson): NetworkJson {
  const { networkName } = ipAddress;
  const name = networkName === undefined ? {} : { name: networkName };
  return { mode: 'container', ...name, ...labelsOf(ipAddress) };
}

function labelsOf({ labels }: IpAddressJson): Pick<NetworkJson, 'labels'> {
  return labels === undefined ? {} : { labels };
}

/** Moves port mappings to their newer place; discovery ports become mappings (steps 4 and 5). */
function deriveContainer(
  container: Definition['container'],
  ipAddress: IpAddressJson | undefined,
  networks: readonly NetworkJson[] | undefined,
): Definition['container'] {
  const discovery = ipAddress?.discovery?.ports;
  const isDocker = container?.docker !== undefined && container.type !== 'MESOS';
  const discovered = isDocker || discovery === undefined ? undefined : discovery.map(mappingOf);
  if (container === undefined) {
    return discovered === undefined ? undefined : { type: 'MESOS', portMappings: discovered };
  }
  const { docker, portMappings, ...rest } = container;
  // An older client names HOST and sends an empty list along; on the host's network it means nothing.
  const isHost = networks !== undefined && networks.every(({ mode }) => mode === 'host');
  const older = docker?.portMappings ?? discovered;
  const given = hasItems(portMappings) ? portMappings : (older ?? portMappings);
  const mappings = isHost && !hasItems(given) ? undefined : given;
  return {
    ...rest,
    ...(docker === undefined ? {} : { docker: withoutNetworking(docker) }),
    ...(mappings === undefined ? {} : { portMappings: mappings }),
  };
}

function withoutNetworking(
  docker: NonNullable<NonNullable<Definition['container']>['docker']>,
): typeof docker {
  const { network: _network, portMappings: _portMappings, ...rest } = docker;
  return rest;
}

type DiscoveryPort = NonNullable<NonNullable<IpAddressJson['discovery']>['ports']>[number];

function mappingOf({ number, ...rest }: DiscoveryPort): PortMappingJson {
  return { containerPort: number, ...rest };
}

function definitionOfPort(port: number): PortDefinitionJson {
  return { port, protocol: 'tcp' };
}

const ARCHIVE = /\.(?:tar|tar\.gz|tar\.bz2|tar\.xz|gz|tgz|tbz2|txz|zip)$/;

/** An older URI: archives are extracted, nothing is made executable or kept (step 2). */
function fetchOf(uri: string): NonNullable<Definition['fetch']>[number] {
  const path = uri.split(/[?#]/, 1)[0] ?? '';
  return { uri, extract: ARCHIVE.test(path), executable: false, cache: false };
}
