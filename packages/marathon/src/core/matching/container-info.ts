import type { ContainerInfo, Labels, NetworkInfo, Volume as VolumeInfo } from '@stoa/proto';
import type { App, Container, Network, PortMapping, Volume } from '../apps/app.ts';
import type { EffectivePort } from './task-environment.ts';

interface Naming {
  readonly taskId: string;
  /** The name of the CNI network that bridges containers of the Mesos kind. */
  readonly bridge: string;
}

interface Mapping {
  readonly host_port: number;
  readonly container_port: number;
  readonly protocol: string;
}

/** A container as the master is asked for it; undefined for a plain command on the host. */
export function containerInfo(
  app: App,
  ports: readonly EffectivePort[],
  naming: Naming,
): ContainerInfo | undefined {
  const { container, networks } = app;
  if (container === undefined) return undefined;
  const common = {
    volumes: container.volumes.flatMap(volumeInfo),
    linux_info: linuxInfo(container),
    tty_info: app.tty === true ? {} : undefined,
  };
  return container.type === 'DOCKER'
    ? { type: 'DOCKER', ...common, ...dockerParts(container, networks, ports, naming) }
    : { type: 'MESOS', ...common, ...mesosParts(container, networks, ports, naming) };
}

function dockerParts(
  { docker, portMappings }: Container,
  networks: readonly Network[],
  ports: readonly EffectivePort[],
  { taskId }: Naming,
): Pick<ContainerInfo, 'docker' | 'network_infos'> {
  if (docker === undefined) return {};
  const mode = networks[0]?.mode ?? 'host';
  const network = mode === 'host' ? 'HOST' : mode === 'container/bridge' ? 'BRIDGE' : 'USER';
  const parameters = [...docker.parameters, { key: 'label', value: `MESOS_TASK_ID=${taskId}` }];
  return {
    docker: {
      image: docker.image,
      network,
      port_mappings: network === 'HOST' ? undefined : mappingsOf(portMappings, ports),
      privileged: docker.privileged,
      parameters,
      force_pull_image: docker.forcePullImage,
    },
    network_infos: network === 'USER' ? networks.map((each) => networkInfo(each)) : undefined,
  };
}

function mesosParts(
  { docker, portMappings }: Container,
  networks: readonly Network[],
  ports: readonly EffectivePort[],
  { bridge }: Naming,
): Pick<ContainerInfo, 'mesos' | 'network_infos'> {
  const image =
    docker === undefined
      ? undefined
      : ({
          type: 'DOCKER',
          docker: { name: docker.image },
          cached: !docker.forcePullImage,
        } as const);
  const joined = networks.filter(({ mode }) => mode !== 'host');
  return {
    mesos: { image },
    network_infos: joined.map((network) => ({
      ...networkInfo({ ...network, name: network.name ?? bridge }),
      port_mappings: mappingsOf(portMappings, ports, network.name),
    })),
  };
}

function networkInfo({ name, labels }: Network): NetworkInfo {
  return { name, labels: labelInfo(labels) };
}

function mappingsOf(
  portMappings: readonly PortMapping[],
  ports: readonly EffectivePort[],
  network?: string,
): readonly Mapping[] {
  return portMappings.flatMap(({ protocol, networkNames }, index) => {
    const port = ports[index];
    const isElsewhere =
      network !== undefined && networkNames.length > 0 && !networkNames.includes(network);
    if (port?.hostPort === undefined || isElsewhere) return [];
    const { hostPort, number } = port;
    return protocol
      .split(',')
      .map((each) => ({ host_port: hostPort, container_port: number, protocol: each }));
  });
}

// Volumes that outlive a task or come from drivers are the agent's affair once it knows them.
function volumeInfo(volume: Volume): readonly VolumeInfo[] {
  if (volume.kind !== 'host') return [];
  const { containerPath, hostPath, mode } = volume;
  return [{ container_path: containerPath, host_path: hostPath, mode }];
}

function linuxInfo({ linuxInfo: linux }: Container): ContainerInfo['linux_info'] {
  if (linux === undefined) return undefined;
  const { seccomp, ipcInfo } = linux;
  return {
    seccomp: seccomp && { profile_name: seccomp.profileName, unconfined: seccomp.unconfined },
    ipc_mode: ipcInfo?.mode,
    shm_size: ipcInfo?.shmSize,
  };
}

function labelInfo(labels: Readonly<Record<string, string>>): Labels | undefined {
  const list = Object.entries(labels).map(([key, value]) => ({ key, value }));
  return list.length === 0 ? undefined : { labels: list };
}
