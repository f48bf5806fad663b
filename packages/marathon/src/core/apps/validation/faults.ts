import type { ModelFault } from '../app-change.ts';

/** Collects the faults of one part of a definition, under the path of that part. */
export class Faults {
  readonly #path: string;
  readonly #found: ModelFault[];

  constructor(path: string = '', found: ModelFault[] = []) {
    this.#path = path;
    this.#found = found;
  }

  /** Everything found, here and in parts. */
  get all(): readonly ModelFault[] {
    return this.#found;
  }

  /** Notes `message` when the rule does not hold; `member` is below this part, empty for itself. */
  require(holds: boolean, member: string, message: string): void {
    if (holds) return;
    const path = `${this.#path}${member}`;
    this.#found.push({ path: path === '' ? '/' : path, message });
  }

  /** The same collection, seen from a part of this one: `/networks(0)`. */
  at(member: string): Faults {
    return new Faults(`${this.#path}${member}`, this.#found);
  }

  /** Every item of a list with the view from its place. */
  each<T>(
    member: string,
    items: readonly T[],
    check: (item: T, faults: Faults, at: number) => void,
  ): void {
    items.forEach((item, at) => check(item, this.at(`${member}(${at})`), at));
  }
}

/** A key of a map inside a path: quoted when it would read as something else (§1). */
export function mapKey(key: string): string {
  return /^[A-Za-z0-9_]+$/.test(key) ? `(${key})` : `(${JSON.stringify(key)})`;
}

/** True when no value comes twice; undefined ones are not counted. */
export function areUnique(values: readonly (string | number | undefined)[]): boolean {
  const given = values.filter((value) => value !== undefined);
  return new Set(given).size === given.length;
}
