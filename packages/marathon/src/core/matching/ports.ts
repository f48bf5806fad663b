import type { Random } from '@stoa/common';
import type { Value_Range } from '@stoa/proto';
import { isOnHostNetwork, type AppSpec } from '../apps/app.ts';

/** One port of an app: a number that it demands, `any` to be chosen, or none on the host. */
export type PortDemand = number | 'any' | 'none';

/** What an app wants of the host's ports, in the order of its ports (marathon-app.md §7). */
export function hostPortDemands(app: AppSpec): readonly PortDemand[] {
  if (isOnHostNetwork(app)) {
    return app.portDefinitions.map(({ port }) => (app.requirePorts && port !== 0 ? port : 'any'));
  }
  return (app.container?.portMappings ?? []).map(({ hostPort }) => {
    if (hostPort === undefined) return 'none';
    return hostPort === 0 ? 'any' : hostPort;
  });
}

/**
 * The numbers for these demands out of what is offered, or undefined when they cannot be had. Those to
 * be chosen follow each other from a random place on, so that a port is not used again at once.
 */
export function choosePorts(
  demands: readonly PortDemand[],
  offered: readonly Value_Range[],
  random: Random,
): readonly (number | undefined)[] | undefined {
  const fixed = new Set<number>();
  for (const demand of demands) {
    if (typeof demand !== 'number') continue;
    if (fixed.has(demand) || !isOffered(offered, demand)) return undefined;
    fixed.add(demand);
  }
  const wanted = demands.filter((demand) => demand === 'any').length;
  const free = wanted === 0 ? [] : takeFrom(offered, fixed, wanted, random);
  if (free.length < wanted) return undefined;
  let next = 0;
  return demands.map((demand) => {
    if (demand === 'none') return undefined;
    return demand === 'any' ? free[next++] : demand;
  });
}

/** The first port that an app demands by its number and that is not offered. */
export function missingPort(
  demands: readonly PortDemand[],
  offered: readonly Value_Range[],
): number | undefined {
  return demands.find(
    (demand): demand is number => typeof demand === 'number' && !isOffered(offered, demand),
  );
}

function isOffered(ranges: readonly Value_Range[], port: number): boolean {
  return ranges.some(({ begin, end }) => begin <= port && port <= end);
}

function takeFrom(
  ranges: readonly Value_Range[],
  except: ReadonlySet<number>,
  wanted: number,
  random: Random,
): readonly number[] {
  const total = ranges.reduce((sum, { begin, end }) => sum + end - begin + 1, 0);
  const taken: number[] = [];
  if (total === 0) return taken;
  const start = random.below(total);
  // At most one look at each number that somebody demands lies between those that are free.
  const looks = Math.min(total, wanted + except.size);
  for (let at = 0; at < looks && taken.length < wanted; at++) {
    const port = portAt(ranges, (start + at) % total);
    if (port !== undefined && !except.has(port)) taken.push(port);
  }
  return taken;
}

function portAt(ranges: readonly Value_Range[], index: number): number | undefined {
  let left = index;
  for (const { begin, end } of ranges) {
    const size = end - begin + 1;
    if (left < size) return begin + left;
    left -= size;
  }
  return undefined;
}
