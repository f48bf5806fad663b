// The two forms in which a reservation travels (mesos-http.md §5.2): inside, only the refined stack is used.
import type { Resource, Resource_ReservationInfo } from '../generated/mesos-v1.ts';

/**
 * The form with a stack of `reservations` and no `role`. A resource that has both keeps its stack.
 */
export function toPostReservation(resource: Resource): Resource {
  if (resource.role === undefined && resource.reservation === undefined) return resource;
  const { role = '*', reservation, ...rest } = resource;
  if (rest.reservations !== undefined && rest.reservations.length > 0) return rest;
  if (role === '*') return rest;
  // Members stand in the order in which the codecs read them, so that equal stacks print alike.
  if (reservation === undefined) return { ...rest, reservations: [{ role, type: 'STATIC' }] };
  return { ...rest, reservations: [{ ...bare(reservation), role, type: 'DYNAMIC' }] };
}

/** The form with `role` and `reservation`; undefined for a refined reservation, which it cannot express. */
export function toPreReservation(resource: Resource): Resource | undefined {
  if (resource.reservations === undefined) return { ...resource, role: '*' };
  const { reservations, ...rest } = resource;
  if (reservations.length > 1) return undefined;
  const [only] = reservations;
  if (only === undefined) return { ...rest, role: '*' };
  if (only.type !== 'DYNAMIC') return { ...rest, role: only.role ?? '*' };
  return { ...rest, role: only.role ?? '*', reservation: bare(only) };
}

function bare({ principal, labels }: Resource_ReservationInfo): Resource_ReservationInfo {
  return {
    ...(principal === undefined ? {} : { principal }),
    ...(labels === undefined ? {} : { labels }),
  };
}

/** The role that the resource is reserved for: the innermost of its stack; undefined when unreserved. */
export function reservationRole(resource: Resource): string | undefined {
  const last = resource.reservations?.at(-1);
  if (last !== undefined) return last.role;
  return resource.role === undefined || resource.role === '*' ? undefined : resource.role;
}
