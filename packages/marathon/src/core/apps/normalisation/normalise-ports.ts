import type { NetworkJson, PortDefinitionJson, PortMappingJson } from '@stoa/proto/marathon';
import type { Definition } from './definition.ts';
import type { Network, PortDefinition, PortMapping } from '../app.ts';

/** The networks of an app; without any it is on the host's. */
export function normaliseNetworks(
  networks: readonly NetworkJson[] | undefined,
  defaultName: string | undefined,
): readonly Network[] {
  if (networks === undefined || networks.length === 0) return [{ mode: 'host', labels: {} }];
  return networks.map(({ mode = 'container', name, labels = {} }) => {
    const chosen = name ?? (mode === 'container' ? defaultName : undefined);
    return { mode, ...(chosen === undefined ? {} : { name: chosen }), labels };
  });
}

/** Ports on the host's network; a definition that says nothing of ports gets one. */
export function normalisePortDefinitions(
  definitions: readonly PortDefinitionJson[] | undefined,
): readonly PortDefinition[] {
  const given = definitions ?? [{ port: 0, name: 'default', protocol: 'tcp' as const }];
  return given.map(({ port = 0, protocol = 'tcp', name, labels = {} }) => ({
    port,
    protocol,
    ...(name === undefined ? {} : { name }),
    labels,
  }));
}

/**
 * Ports of a container. Numbers that came as definitions or as older `ports` become service ports,
 * paired by position; mappings are added until each number has one (§7, step 6).
 */
export function normalisePortMappings(
  definition: Definition,
  options: {
    readonly isBridge: boolean;
    readonly servicePorts: readonly number[] | undefined;
  },
): readonly PortMapping[] {
  const { container, portDefinitions } = definition;
  const given = container?.portMappings;
  const numbers = options.servicePorts ?? portDefinitions?.map(({ port = 0 }) => port) ?? [];
  const isPaired = options.servicePorts !== undefined || given !== undefined;
  const base = given ?? (isPaired ? [] : [{ containerPort: 0, name: 'default' }]);
  const count = isPaired ? Math.max(base.length, numbers.length) : base.length;
  return Array.from({ length: count }, (_, at) =>
    normalisePortMapping(base[at] ?? {}, isPaired ? (numbers[at] ?? 0) : 0, options.isBridge),
  );
}

function normalisePortMapping(
  mapping: PortMappingJson,
  servicePort: number,
  isBridge: boolean,
): PortMapping {
  const { name } = mapping;
  const hostPort = mapping.hostPort ?? (isBridge ? 0 : undefined);
  return {
    containerPort: mapping.containerPort ?? 0,
    ...(hostPort === undefined ? {} : { hostPort }),
    servicePort: mapping.servicePort || servicePort,
    protocol: mapping.protocol ?? 'tcp',
    ...(name === undefined ? {} : { name }),
    labels: mapping.labels ?? {},
    networkNames: mapping.networkNames ?? [],
  };
}
