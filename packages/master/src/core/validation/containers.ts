import type { CommandInfo, ContainerInfo, Environment_Variable, Volume } from '@stoa/proto';

/** The first fault of a command: how it is written, what it is given. */
export function validateCommand(command: CommandInfo): string | undefined {
  for (const variable of command.environment?.variables ?? []) {
    const fault = validateVariable(variable);
    if (fault !== undefined) return fault;
  }
  for (const { output_file: file } of command.uris ?? []) {
    if (file === undefined) continue;
    if (file.startsWith('/') || file.split('/').includes('..')) {
      return `URI output file '${file}' must be a path within the sandbox`;
    }
  }
  return undefined;
}

function validateVariable({ name, type, value, secret }: Environment_Variable): string | undefined {
  switch (type ?? 'VALUE') {
    case 'SECRET':
      if (secret === undefined) {
        return `Environment variable '${name}' of type 'SECRET' must have a secret set`;
      }
      if (value === undefined) return undefined;
      return `Environment variable '${name}' of type 'SECRET' must not have a value set`;
    case 'VALUE':
      if (value === undefined) {
        return `Environment variable '${name}' of type 'VALUE' must have a value set`;
      }
      if (secret === undefined) return undefined;
      return `Environment variable '${name}' of type 'VALUE' must not have a secret set`;
    case 'UNKNOWN':
      return `Environment variable '${name}' of type 'UNKNOWN' is not allowed`;
  }
}

/** The first fault of a container. */
export function validateContainer(container: ContainerInfo): string | undefined {
  const { type, docker, volumes = [] } = container;
  if (type === 'DOCKER' && docker === undefined) {
    return "DockerInfo 'docker' is not set for DOCKER typed ContainerInfo";
  }
  for (const volume of volumes) {
    const fault = validateVolume(volume);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function validateVolume({ container_path, host_path, image, source }: Volume): string | undefined {
  const origins = [host_path, image, source].filter((origin) => origin !== undefined);
  if (origins.length > 1) {
    return `Volume '${container_path}': only one of 'host_path', 'image' and 'source' may be set`;
  }
  if (source !== undefined && (source.type ?? 'UNKNOWN') === 'UNKNOWN') {
    return `Volume '${container_path}': 'source.type' is unknown`;
  }
  return undefined;
}
