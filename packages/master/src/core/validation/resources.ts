import { validateResource } from '@stoa/proto';
import type { Resource } from '@stoa/proto';
import { RESOURCES_MAX } from '../limits.ts';

/** The first fault in what a task or an executor asks for (mesos-allocator.md §1.2 to §1.6). */
export function validateResources(resources: readonly Resource[]): string | undefined {
  if (resources.length > RESOURCES_MAX) {
    return `More than ${RESOURCES_MAX} entries in one list of resources`;
  }
  for (const resource of resources) {
    const fault = validateResource(resource) ?? validateForm(resource) ?? validateDisk(resource);
    if (fault !== undefined) return fault;
  }
  return validateTogether(resources);
}

function validateForm(resource: Resource): string | undefined {
  const { name, role, reservation, reservations = [], provider_id, shared, disk } = resource;
  if (provider_id !== undefined) {
    return `Resource '${name}' is invalid: resource providers are not supported`;
  }
  if (reservations.length > 1 && (role !== undefined || reservation !== undefined)) {
    return "Invalid resource format: 'Resource.role' must not be set if there is more than one reservation in 'Resource.reservations'";
  }
  if (reservation !== undefined && reservations.length === 0 && (role ?? '*') === '*') {
    return 'Invalid reservation: role "*" cannot be dynamically reserved';
  }
  if (shared !== undefined && name !== 'disk') return `Resource ${name} cannot be shared`;
  if (shared !== undefined && disk?.persistence === undefined) {
    return 'Only persistent volumes can be shared';
  }
  return validateRanges(resource);
}

function validateRanges({ name, ranges }: Resource): string | undefined {
  const sorted = [...(ranges?.range ?? [])].sort((a, b) => a.begin - b.begin);
  const overlaps = sorted.some(({ begin }, at) => begin <= (sorted[at - 1]?.end ?? -1));
  if (overlaps) return `Resource '${name}' is invalid: Invalid ranges resource: overlapping ranges`;
  return undefined;
}

function validateDisk({ name, disk }: Resource): string | undefined {
  if (disk === undefined) return undefined;
  if (name !== 'disk') return `DiskInfo should not be set for ${name} resource`;
  if (disk.persistence !== undefined) return undefined;
  if (disk.volume !== undefined) return 'Non-persistent volume not supported';
  return disk.source === undefined ? 'DiskInfo is set but empty' : undefined;
}

function validateTogether(resources: readonly Resource[]): string | undefined {
  const kinds = new Map<string, Resource>();
  for (const resource of resources) {
    const { name, type } = resource;
    const other = kinds.get(name);
    if (other !== undefined && other.type !== type) {
      return `Resources with the same name ('${name}') but different types are not allowed`;
    }
    if (
      other !== undefined &&
      (other.revocable === undefined) !== (resource.revocable === undefined)
    ) {
      return `Cannot use both revocable and non-revocable '${name}' at the same time`;
    }
    kinds.set(name, resource);
  }
  const roles = new Set(resources.flatMap(({ allocation_info: info }) => info?.role ?? []));
  return roles.size > 1 ? 'The resources have multiple allocation roles' : undefined;
}
