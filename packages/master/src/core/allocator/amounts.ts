import type { Resource, Resources } from '@stoa/proto';

/** Amounts by resource name, in whole thousandths: what shares, totals and minima are reckoned in. */
export type Amounts = ReadonlyMap<string, number>;

/** A shared resource of a portion: counted once per node and agent, however many copies are held. */
export interface SharedPart {
  readonly key: string;
  readonly amounts: Amounts;
}

/** The scalars of some resources, split into what adds up and what is counted once. */
export interface Portion {
  readonly amounts: Amounts;
  readonly shared: readonly SharedPart[];
}

const NO_PARTS: readonly SharedPart[] = [];

/** The thousandths of a scalar; 0 for other types. */
export function thousandthsOf(resource: Resource): number {
  return resource.scalar === undefined ? 0 : Math.round(resource.scalar.value * 1000);
}

/** The scalars of `resources` as shares count them (mesos-allocator.md §2.4). */
export function portionOf(resources: Resources): Portion {
  const amounts = new Map<string, number>();
  let shared: SharedPart[] | undefined;
  for (const resource of resources.toList()) {
    const count = thousandthsOf(resource);
    if (count === 0) continue;
    if (resource.shared === undefined) {
      amounts.set(resource.name, (amounts.get(resource.name) ?? 0) + count);
    } else {
      shared ??= [];
      shared.push({ key: sharedKey(resource), amounts: new Map([[resource.name, count]]) });
    }
  }
  return { amounts, shared: shared ?? NO_PARTS };
}

function sharedKey(resource: Resource): string {
  const { persistence, source } = resource.disk ?? {};
  const stack = resource.reservations?.map((entry) => [entry.type, entry.role, entry.principal]);
  return JSON.stringify([resource.name, persistence?.id, source, stack, thousandthsOf(resource)]);
}

/** How much of each name there is: thousandths of scalars, numbers of items times 1000 for the rest. */
export function countsOf(resources: Resources): Amounts {
  const counts = new Map<string, number>();
  for (const resource of resources.toList()) {
    counts.set(resource.name, (counts.get(resource.name) ?? 0) + countOf(resource));
  }
  return counts;
}

function countOf(resource: Resource): number {
  if (resource.scalar !== undefined) return thousandthsOf(resource);
  if (resource.set !== undefined) return (resource.set.item?.length ?? 0) * 1000;
  let items = 0;
  for (const range of resource.ranges?.range ?? []) items += range.end - range.begin + 1;
  return items * 1000;
}

/** True when `counts` holds at least one of the alternatives; an empty list asks for nothing. */
export function meetsMinimum(counts: Amounts, alternatives: readonly Amounts[]): boolean {
  if (alternatives.length === 0) return counts.size > 0;
  return alternatives.some((wanted) => {
    for (const [name, count] of wanted) if ((counts.get(name) ?? 0) < count) return false;
    return counts.size > 0;
  });
}

/** Adds `change` times `sign` to `sums`; names that come to nothing disappear. */
export function addAmounts(sums: Map<string, number>, change: Amounts, sign: 1 | -1): void {
  for (const [name, count] of change) {
    const sum = (sums.get(name) ?? 0) + sign * count;
    if (sum > 0) sums.set(name, sum);
    else sums.delete(name);
  }
}

/** What the whole cluster has, with a version that tells sorters when their shares are out of date. */
export class ClusterTotals {
  readonly #amounts = new Map<string, number>();
  readonly #excluded: ReadonlySet<string>;
  #version = 1;

  /** `excluded` names never make a share (`--fair_sharing_excluded_resource_names`). */
  constructor(excluded: ReadonlySet<string> = new Set()) {
    this.#excluded = excluded;
  }

  get version(): number {
    return this.#version;
  }

  get amounts(): Amounts {
    return this.#amounts;
  }

  change(amounts: Amounts, sign: 1 | -1): void {
    addAmounts(this.#amounts, amounts, sign);
    this.#version++;
  }

  /** The largest part that `held` is of the cluster in any one name. */
  dominantShare(held: Amounts): number {
    let share = 0;
    for (const [name, count] of held) {
      const total = this.#amounts.get(name);
      if (total === undefined || this.#excluded.has(name)) continue;
      if (count / total > share) share = count / total;
    }
    return share;
  }
}
