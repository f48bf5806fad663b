import type { AppId } from '../apps/app-id.ts';

/** What an app needs to be there first; empty for an app that is unknown. */
export type DependenciesOf = (id: AppId) => readonly AppId[];

/**
 * How many apps lie below each of `ids` in its longest chain of dependencies: what has the same
 * number can be brought up side by side. There are no cycles: validation has seen to it; should one
 * slip through, its members count as needing nothing.
 */
export function dependencyLayers(
  ids: readonly AppId[],
  dependenciesOf: DependenciesOf,
): ReadonlyMap<AppId, number> {
  const layers = new Map<AppId, number>();
  for (const id of ids) {
    const path: AppId[] = [id];
    const isOnPath = new Set<AppId>(path);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const open = dependenciesOf(top).find((each) => !layers.has(each) && !isOnPath.has(each));
      if (open !== undefined) {
        path.push(open);
        isOnPath.add(open);
        continue;
      }
      const below = dependenciesOf(top).map((each) => layers.get(each) ?? -1);
      layers.set(top, Math.max(-1, ...below) + 1);
      isOnPath.delete(top);
      path.pop();
    }
  }
  return layers;
}
