import type { ContainerJson, DockerJson, VolumeJson } from '@stoa/proto/marathon';
import type { Container, Docker, Network, Volume } from '../app.ts';
import type { Definition } from './definition.ts';
import { normalisePortMappings } from './normalise-ports.ts';

/** What a container depends on beside itself. */
export interface ContainerSurroundings {
  readonly networks: readonly Network[];
  readonly servicePorts: readonly number[] | undefined;
}

/** The container; an app with a network of its own has one even where none was asked for. */
export function normaliseContainer(
  definition: Definition,
  { networks, servicePorts }: ContainerSurroundings,
): Container | undefined {
  const isOnHost = networks.every(({ mode }) => mode === 'host');
  const given: ContainerJson | undefined =
    definition.container ?? (isOnHost ? undefined : { type: 'MESOS' });
  if (given === undefined) return undefined;
  const isBridge = networks.some(({ mode }) => mode === 'container/bridge');
  const { docker, volumes = [], linuxInfo } = given;
  // On the host's network there are no mappings; those that were given are refused by validation.
  const portMappings =
    isOnHost && (given.portMappings ?? []).length === 0
      ? []
      : normalisePortMappings(isOnHost ? { container: given } : definition, {
          isBridge,
          servicePorts: isOnHost ? undefined : servicePorts,
        });
  return {
    type: given.type ?? 'DOCKER',
    ...(docker === undefined ? {} : { docker: normaliseDocker(docker) }),
    portMappings,
    volumes: volumes.map(normaliseVolume),
    ...(linuxInfo === undefined ? {} : { linuxInfo }),
  };
}

function normaliseDocker({ image, pullConfig, ...rest }: DockerJson): Docker {
  return {
    image,
    forcePullImage: rest.forcePullImage ?? false,
    privileged: rest.privileged ?? false,
    parameters: rest.parameters ?? [],
    ...(pullConfig === undefined ? {} : { pullConfig }),
  };
}

/**
 * A volume of the kind that its members tell. What is missing for that kind is reported by
 * `validateVolumes`, which sees the definition too; here it becomes an empty text.
 */
function normaliseVolume(volume: VolumeJson): Volume {
  const { containerPath, mode = 'RW', persistent, external } = volume;
  if (persistent !== undefined) {
    const type = persistent.type ?? (persistent.profileName === undefined ? 'root' : 'mount');
    const constraints = persistent.constraints ?? [];
    return {
      kind: 'persistent',
      containerPath,
      mode,
      persistent: { ...persistent, type, constraints },
    };
  }
  if (external !== undefined) {
    const { shared = false, options = {}, name = '' } = external;
    return {
      kind: 'external',
      containerPath,
      mode,
      external: { ...external, name, shared, options },
    };
  }
  if (volume.secret !== undefined) return { kind: 'secret', containerPath, secret: volume.secret };
  return { kind: 'host', containerPath, hostPath: volume.hostPath ?? '', mode };
}
