import { reservationRole, Resources, type Offer, type Resource } from '@stoa/proto';

/** The role that an offer is made to. */
export function roleOf({ allocation_info }: Offer): string {
  return allocation_info?.role ?? '*';
}

/** What is left of an offer while instances are placed on it. */
export class OfferPool {
  readonly offer: Offer;
  readonly role: string;
  #left: Resources;

  constructor(offer: Offer, left?: Resources) {
    this.offer = offer;
    this.role = roleOf(offer);
    this.#left = left ?? Resources.of(offer.resources ?? []);
  }

  /** What is left now; it does not change with what is taken later. */
  get left(): Resources {
    return this.#left;
  }

  /** What is left and nobody's in particular, and what is left of the role's own. */
  usable(kinds: { readonly unreserved: boolean; readonly reserved: boolean }): Resources {
    return this.#left.filter((resource) => {
      // Volumes, and what carries labels, belong to someone's instance.
      if (resource.disk !== undefined || hasLabels(resource)) return false;
      const role = reservationRole(resource);
      return role === undefined ? kinds.unreserved : kinds.reserved && role === this.role;
    });
  }

  take(resources: Resources): void {
    this.#left = this.#left.subtract(resources);
  }
}

/** So much of a scalar, what is reserved for the role first; undefined when there is not enough. */
export function takeScalar(
  from: Resources,
  name: string,
  amount: number,
): readonly Resource[] | undefined {
  let missing = Math.round(amount * 1000);
  const taken: Resource[] = [];
  for (const resource of reservedFirst(from, name)) {
    if (missing <= 0) break;
    const held = Math.round((resource.scalar?.value ?? 0) * 1000);
    const part = Math.min(held, missing);
    if (part <= 0) continue;
    missing -= part;
    taken.push({ ...resource, scalar: { value: part / 1000 } });
  }
  return missing > 0 ? undefined : taken;
}

/** These ports as resources, each out of the entry that holds it. */
export function takePorts(from: Resources, ports: readonly number[]): readonly Resource[] {
  const left = new Set(ports);
  const taken: Resource[] = [];
  for (const resource of reservedFirst(from, 'ports')) {
    const ranges = resource.ranges?.range ?? [];
    const own = [...left].filter((port) =>
      ranges.some(({ begin, end }) => begin <= port && port <= end),
    );
    if (own.length === 0) continue;
    for (const port of own) left.delete(port);
    const range = own.sort((a, b) => a - b).map((port) => ({ begin: port, end: port }));
    taken.push({ ...resource, ranges: { range } });
  }
  return taken;
}

function reservedFirst(from: Resources, name: string): readonly Resource[] {
  const own = from.toList().filter((resource) => resource.name === name);
  const isReserved = (resource: Resource): number =>
    reservationRole(resource) === undefined ? 1 : 0;
  return [...own].sort((left, right) => isReserved(left) - isReserved(right));
}

function hasLabels({ reservations = [] }: Resource): boolean {
  return reservations.some(({ labels }) => (labels?.labels ?? []).length > 0);
}
