import type { ContainerJson, DockerJson, LinuxInfoJson } from '@stoa/proto/marathon';
import type { AppSpec, Container } from '../app.ts';
import type { Definition } from '../normalisation/definition.ts';
import type { Faults } from './faults.ts';
import type { AppSettings } from '../settings.ts';
import { validateVolumes } from './validate-volumes.ts';

/** The rules of containers (marathon-app.md §4). */
export function validateContainer(
  spec: AppSpec,
  definition: Definition,
  settings: AppSettings,
  faults: Faults,
): void {
  const { container } = spec;
  if (container === undefined) return;
  const part = faults.at('/container');
  if (container.type === 'DOCKER') validateDocker(container, part);
  else validateMesosImage(definition.container, part);
  const docker = definition.container?.docker;
  part.require(docker?.credential === undefined, '/docker/credential', 'must be empty');
  if (container.linuxInfo !== undefined) {
    validateLinuxInfo(container.linuxInfo, part.at('/linuxInfo'));
  }
  validateVolumes(spec, definition, settings, faults);
}

function validateDocker({ docker }: Container, faults: Faults): void {
  faults.require(docker !== undefined, '/docker', 'not defined');
  faults.require(
    docker?.pullConfig === undefined,
    '/docker/pullConfig',
    'pullConfig is not supported with Docker containerizer',
  );
}

function validateMesosImage(container: ContainerJson | undefined, faults: Faults): void {
  const docker: Partial<DockerJson> = container?.docker ?? {};
  faults.require((docker.parameters ?? []).length === 0, '/docker/parameters', 'must be empty');
  faults.require(docker.privileged !== true, '/docker/privileged', 'must be empty');
}

function validateLinuxInfo({ seccomp, ipcInfo }: LinuxInfoJson, faults: Faults): void {
  if (seccomp !== undefined) {
    const hasProfile = seccomp.profileName !== undefined;
    const isUnconfined = seccomp.unconfined === true;
    faults.require(
      !(hasProfile && isUnconfined),
      '/seccomp',
      'Seccomp unconfined can NOT be true when Profile is defined',
    );
    faults.require(
      hasProfile || isUnconfined,
      '/seccomp',
      'Seccomp unconfined must be true when Profile is NOT defined',
    );
  }
  faults.require(
    ipcInfo?.mode !== 'SHARE_PARENT' || ipcInfo.shmSize === undefined,
    '/ipcInfo',
    'ipcInfo shmSize can NOT be set when mode is SHARE_PARENT',
  );
}
