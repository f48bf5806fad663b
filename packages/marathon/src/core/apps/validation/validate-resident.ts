import { isDeepEqual } from '../deep-equal.ts';
import { isResident, portsOf, type App, type AppSpec } from '../app.ts';
import type { Faults } from './faults.ts';

/** What may not change once instances are tied to their disk (marathon-app.md §4). */
export function validateResidentUpdate(
  current: App,
  spec: AppSpec,
  force: boolean,
  faults: Faults,
): void {
  if (!isResident(current) && !isResident(spec)) return;
  faults.require(
    isDeepEqual(persistentVolumes(current), persistentVolumes(spec)),
    '/container/volumes',
    'Persistent volumes can not be changed!',
  );
  const isLarger = (['cpus', 'mem', 'disk', 'gpus'] as const).some(
    (name) => current[name] !== spec[name],
  );
  faults.require(
    !isLarger,
    '',
    'Services with persistent volumes configured may not change resource requirements. ' +
      'If you need to make this change, please create a new service.',
  );
  faults.require(
    isDeepEqual(hostPorts(current), hostPorts(spec)),
    '',
    'Services with persistent volumes configured may not change host ports. ' +
      'If you need to make this change, please create a new service.',
  );
  faults.require(
    force || current.role === spec.role,
    '/role',
    'It is not possible to change the role for existing reservations. ' +
      'If you proceed with this change, all existing instances will continue under the previous ' +
      'role. To confirm this change, retry your request with ?force=true',
  );
}

function persistentVolumes({ container }: AppSpec): readonly unknown[] {
  return (container?.volumes ?? []).filter(({ kind }) => kind === 'persistent');
}

// Only numbers that an offer must contain; others are drawn anew for each task.
function hostPorts(spec: AppSpec): readonly unknown[] {
  return portsOf(spec).map((port) => {
    if ('containerPort' in port) return port.hostPort;
    return spec.requirePorts ? port.port : 0;
  });
}
