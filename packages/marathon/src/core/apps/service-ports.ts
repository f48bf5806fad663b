import { err, ok, type Result } from '@stoa/common';
import { isOnHostNetwork, servicePortsOf, type App, type AppSpec } from './app.ts';

/**
 * Which service ports are in use, with how many uses each: two apps may share a number that they
 * name themselves (marathon-app.md §7). Finding the lowest free one costs nothing most of the time,
 * since the search goes on where it last ended unless a lower one was given back.
 */
export class ServicePortBook {
  readonly #min: number;
  readonly #max: number;
  readonly #uses = new Map<number, number>();
  #lowestFree: number;

  /** Numbers from `min` up to, not including, `max` are handed out. */
  constructor(range: { readonly min: number; readonly max: number }) {
    this.#min = range.min;
    this.#max = range.max;
    this.#lowestFree = range.min;
  }

  /** How the range is named in messages. */
  get range(): string {
    return `[${this.#min}-${this.#max})`;
  }

  /** Notes the ports of an app that is stored now. */
  take(app: AppSpec): void {
    for (const port of servicePortsOf(app)) this.#uses.set(port, (this.#uses.get(port) ?? 0) + 1);
  }

  /** Forgets the ports of an app that is stored no longer. */
  release(app: AppSpec): void {
    for (const port of servicePortsOf(app)) {
      const uses = (this.#uses.get(port) ?? 0) - 1;
      if (uses > 0) {
        this.#uses.set(port, uses);
        continue;
      }
      this.#uses.delete(port);
      if (port >= this.#min) this.#lowestFree = Math.min(this.#lowestFree, port);
    }
  }

  /** The lowest number that nobody uses and `taken` does not hold; undefined when all are used. */
  lowestFree(taken: ReadonlySet<number>): number | undefined {
    while (this.#lowestFree < this.#max && this.#uses.has(this.#lowestFree)) this.#lowestFree++;
    for (let port = this.#lowestFree; port < this.#max; port++) {
      if (!this.#uses.has(port) && !taken.has(port)) return port;
    }
    return undefined;
  }
}

/**
 * Replaces every service port that was left open: first by the numbers that the app has already,
 * then by the lowest free ones. `taken` holds what the same request chose for other apps and learns
 * what is chosen here. Changes nothing in the book; fails when the range is used up.
 */
export function assignServicePorts(
  spec: AppSpec,
  options: {
    readonly current: App | undefined;
    readonly book: ServicePortBook;
    readonly taken: Set<number>;
  },
): Result<AppSpec, string> {
  const { current, book, taken } = options;
  const requested = servicePortsOf(spec);
  // With `requirePorts` a number in a definition is a demand on the host: one left open stays open.
  if (!requested.includes(0) || spec.requirePorts) return ok(spec);
  const explicit = new Set(requested);
  const kept = (current === undefined ? [] : servicePortsOf(current)).filter(
    (port) => port !== 0 && !explicit.has(port),
  );
  const assigned: number[] = [];
  for (const port of requested) {
    const chosen = port === 0 ? (kept.shift() ?? book.lowestFree(taken)) : port;
    if (chosen === undefined) return err(`All ports in the range ${book.range} are already in use`);
    taken.add(chosen);
    assigned.push(chosen);
  }
  return ok(withServicePorts(spec, assigned));
}

function withServicePorts(spec: AppSpec, ports: readonly number[]): AppSpec {
  if (isOnHostNetwork(spec)) {
    const portDefinitions = spec.portDefinitions.map((definition, at) => ({
      ...definition,
      port: ports[at] ?? definition.port,
    }));
    return { ...spec, portDefinitions };
  }
  const { container } = spec;
  if (container === undefined) return spec;
  const portMappings = container.portMappings.map((mapping, at) => ({
    ...mapping,
    servicePort: ports[at] ?? mapping.servicePort,
  }));
  return { ...spec, container: { ...container, portMappings } };
}
