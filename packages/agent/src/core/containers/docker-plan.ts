import { err, ok } from '@stoa/common';
import type { Result } from '@stoa/common';
import { Resources } from '@stoa/proto';
import type { ContainerInfo, ContainerInfo_DockerInfo, TaskInfo, Volume } from '@stoa/proto';
import { CPU_QUOTA, CPU_SHARES, DOCKER_MEMORY_MIN_MB } from '../limits.ts';
import type { PlanInput } from './plan-input.ts';
import { imageName } from './plan-input.ts';
import type { DockerCreate, DockerSpec } from './container-spec.ts';
import type { DockerDraft } from './docker-parameters.ts';
import { applyParameter } from './docker-parameters.ts';
import { dockerEnvironment } from './environment.ts';

/** The label that names the agent a container belongs to: the key of recovery. */
export const AGENT_LABEL = 'stoa.agent';
/** The label that names the run a container stands for. */
export const CONTAINER_LABEL = 'stoa.container';

type DockerPart = Pick<DockerSpec, 'image' | 'forcePull' | 'create' | 'directories'>;

/** Docker's own orders for a task with an image, or why there are none (mesos-protocol.md §7). */
export function planDocker(input: PlanInput, sandbox: string): Result<DockerPart, string> {
  const container = input.task.container;
  const docker = container === undefined ? undefined : dockerInfo(container, input.task);
  if (container === undefined || docker === undefined) {
    return err("DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
  }
  const draft = startDraft(input, docker.image, sandbox);
  const fault =
    applyNetwork(draft, container, docker) ??
    applyPorts(draft, docker, input.task) ??
    applyVolumes(draft, container, { input, sandbox }) ??
    applyParameters(draft, docker);
  if (fault !== undefined) return err(fault);
  applyCommand(draft, input.task);
  applyLimits(draft, input);
  if (docker.privileged === true) draft.host['Privileged'] = true;
  return ok({
    image: docker.image,
    forcePull: docker.force_pull_image === true,
    create: finishDraft(draft, ownLabels(input)),
    directories: draft.directories,
  });
}

function dockerInfo(
  container: ContainerInfo,
  task: TaskInfo,
): ContainerInfo_DockerInfo | undefined {
  if (container.docker !== undefined) return container.docker;
  const image = imageName(task);
  if (image === undefined) return undefined;
  const isCached = container.mesos?.image?.cached !== false;
  return { image, network: 'HOST', force_pull_image: !isCached };
}

function startDraft(input: PlanInput, image: string, sandbox: string): DockerDraft {
  return {
    top: { Image: image, name: `mesos-${input.containerId}` },
    host: {
      // Not among the binds: a task id may hold a colon, which ends a path there.
      Mounts: [{ Type: 'bind', Source: sandbox, Target: input.config.sandboxDirectory }],
    },
    env: [...dockerEnvironment(input)],
    labels: taskLabels(input.task),
    binds: [],
    ports: {},
    exposed: {},
    aliases: [],
    directories: [],
    networkFromParameter: undefined,
  };
}

/** The labels by which a container is found again; nothing a framework says may change them. */
function ownLabels(input: PlanInput): Record<string, string> {
  return {
    [AGENT_LABEL]: input.agentId,
    [CONTAINER_LABEL]: input.containerId,
    'stoa.framework': input.framework.id?.value ?? '',
    'stoa.task': input.task.task_id.value,
  };
}

function taskLabels(task: TaskInfo): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const label of task.labels?.labels ?? []) labels[label.key] = label.value ?? '';
  return labels;
}

function applyNetwork(
  draft: DockerDraft,
  container: ContainerInfo,
  docker: ContainerInfo_DockerInfo,
): string | undefined {
  const network = docker.network ?? 'HOST';
  const name = container.network_infos?.[0]?.name;
  if (network === 'USER' && name === undefined)
    return 'User defined network name not found in NetworkInfo';
  if (network === 'HOST' && container.hostname !== undefined) {
    return 'Unable to set hostname with host network mode';
  }
  draft.host['NetworkMode'] = network === 'USER' ? name : network.toLowerCase();
  if (container.hostname !== undefined) draft.top['Hostname'] = container.hostname;
  return undefined;
}

/** A mapping never opens a port that the task was not granted (mesos-protocol.md §7). */
function applyPorts(
  draft: DockerDraft,
  docker: ContainerInfo_DockerInfo,
  task: TaskInfo,
): string | undefined {
  const mappings = docker.port_mappings ?? [];
  if (mappings.length === 0) return undefined;
  const network = docker.network ?? 'HOST';
  if (network === 'HOST' || network === 'NONE') {
    return 'Port mappings are only supported for bridge and user-defined networks';
  }
  const granted = Resources.of(task.resources ?? []).ranges('ports');
  if (granted.length === 0) return 'Port mappings require port resources';
  for (const mapping of mappings) {
    const { host_port } = mapping;
    if (!granted.some(({ begin, end }) => begin <= host_port && host_port <= end)) {
      return `Port [${host_port}] not included in resources`;
    }
    const port = `${mapping.container_port}/${mapping.protocol?.toLowerCase() ?? 'tcp'}`;
    draft.exposed[port] = {};
    draft.ports[port] = [...(draft.ports[port] ?? []), { HostPort: String(mapping.host_port) }];
  }
  return undefined;
}

interface VolumeContext {
  readonly input: PlanInput;
  readonly sandbox: string;
}

function applyVolumes(
  draft: DockerDraft,
  container: ContainerInfo,
  context: VolumeContext,
): string | undefined {
  for (const volume of container.volumes ?? []) {
    const fault = applyVolume(draft, volume, context);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function applyVolume(
  draft: DockerDraft,
  volume: Volume,
  context: VolumeContext,
): string | undefined {
  const isRelativeInside = !volume.container_path.startsWith('/');
  const inside = isRelativeInside
    ? `${context.input.config.sandboxDirectory}/${volume.container_path}`
    : volume.container_path;
  const mode = volume.mode === 'RO' ? 'ro' : 'rw';
  const hostPath = volume.host_path ?? volume.source?.host_path?.path;
  if (hostPath !== undefined) {
    if (!hostPath.startsWith('/') && isRelativeInside) {
      return 'Both host path and container path of a volume are relative';
    }
    if (hostPath.split('/').includes('..'))
      return `Host path of a volume must not hold '..': ${hostPath}`;
    const outside = hostPath.startsWith('/') ? hostPath : `${context.sandbox}/${hostPath}`;
    if (!hostPath.startsWith('/')) draft.directories.push(outside);
    draft.binds.push(`${outside}:${inside}:${mode}${propagation(volume)}`);
    return undefined;
  }
  const named = volume.source?.docker_volume;
  if (named === undefined) return 'Host path or volume source is required';
  const driver = draft.host['VolumeDriver'];
  if (named.driver !== undefined && driver !== undefined && driver !== named.driver) {
    return 'Only one volume driver is supported';
  }
  if (named.driver !== undefined) draft.host['VolumeDriver'] = named.driver;
  draft.binds.push(`${named.name}:${inside}:${mode}`);
  return undefined;
}

function propagation(volume: Volume): string {
  const wanted = volume.source?.host_path?.mount_propagation?.mode;
  if (wanted === 'BIDIRECTIONAL') return ',rshared';
  return wanted === 'HOST_TO_CONTAINER' ? ',rslave' : '';
}

function applyParameters(draft: DockerDraft, docker: ContainerInfo_DockerInfo): string | undefined {
  for (const parameter of docker.parameters ?? []) {
    const fault = applyParameter(draft, parameter.key, parameter.value);
    if (fault !== undefined) return fault;
  }
  if (draft.networkFromParameter !== undefined)
    draft.host['NetworkMode'] = draft.networkFromParameter;
  return undefined;
}

function applyCommand(draft: DockerDraft, task: TaskInfo): void {
  const command = task.command;
  if (command === undefined) return;
  if (command.shell !== false) {
    // An empty shell command with an image means: what the image itself runs.
    if (command.value === undefined) return;
    draft.top['Entrypoint'] = ['/bin/sh'];
    draft.top['Cmd'] = ['-c', command.value];
    return;
  }
  const words = [
    ...(command.value === undefined ? [] : [command.value]),
    ...(command.arguments ?? []),
  ];
  if (words.length > 0) draft.top['Cmd'] = words;
}

function applyLimits(draft: DockerDraft, { config, task }: PlanInput): void {
  const resources = Resources.of(task.resources ?? []);
  const cpus = resources.scalar('cpus');
  const memMb = resources.scalar('mem');
  const memLimit = task.limits?.['mem']?.value ?? memMb;
  const cpusMax = task.limits?.['cpus']?.value ?? (config.hasCpuQuota ? cpus : undefined);
  const host = draft.host;
  if (cpus > 0)
    host['CpuShares'] ??= Math.max(CPU_SHARES.min, Math.round(cpus * CPU_SHARES.perCpu));
  if (memLimit > 0 && Number.isFinite(memLimit)) host['Memory'] ??= mebibytes(memLimit);
  if (memLimit > memMb) {
    host['MemoryReservation'] ??= mebibytes(memMb);
    host['OomScoreAdj'] ??= 500;
  }
  if (cpusMax !== undefined && cpusMax > 0 && Number.isFinite(cpusMax)) {
    host['CpuPeriod'] ??= CPU_QUOTA.periodUs;
    host['CpuQuota'] ??= Math.max(CPU_QUOTA.minUs, Math.round(cpusMax * CPU_QUOTA.periodUs));
  }
}

function mebibytes(count: number): number {
  return Math.max(DOCKER_MEMORY_MIN_MB, Math.round(count)) * 1024 * 1024;
}

function finishDraft(draft: DockerDraft, own: Readonly<Record<string, string>>): DockerCreate {
  const mode = draft.host['NetworkMode'];
  const network = typeof mode === 'string' ? mode : 'default';
  const { Image, name, ...top } = draft.top;
  return {
    ...top,
    Image: String(Image),
    name: String(name),
    Env: draft.env,
    Labels: { ...draft.labels, ...own },
    ExposedPorts: draft.exposed,
    HostConfig: { ...draft.host, Binds: draft.binds, PortBindings: draft.ports },
    ...(draft.aliases.length === 0
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: draft.aliases } } } }),
  };
}
