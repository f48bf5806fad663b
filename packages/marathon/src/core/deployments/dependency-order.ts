import { must } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';

/** Who waits for whom. Its nodes are apps, and groups, which stand for all the apps in them. */
export interface DependencyGraph {
  /** What has to be there first; empty for an id that nothing has. */
  dependenciesOf(id: AppId): readonly AppId[];
  isApp(id: AppId): boolean;
}

/** A node on the way down, and what of its dependencies was not looked at yet. */
interface Visit {
  readonly id: AppId;
  readonly dependencies: readonly AppId[];
  next: number;
}

/**
 * How many apps lie below each of `ids` in its longest chain of dependencies: what has the same
 * number can be brought up side by side. A group on the chain adds nothing to its length. There are
 * no cycles: validation has seen to it; should one slip through, its members count as needing
 * nothing. Looks at every dependency once.
 */
export function dependencyLayers(
  ids: readonly AppId[],
  graph: DependencyGraph,
): ReadonlyMap<AppId, number> {
  const layers = new Map<AppId, number>();
  walk(ids, graph, {
    isDone: (id) => layers.has(id),
    done: ({ id, dependencies }) => {
      let below = -1;
      for (const dependency of dependencies) below = Math.max(below, layers.get(dependency) ?? -1);
      layers.set(id, graph.isApp(id) ? below + 1 : below);
    },
  });
  return layers;
}

/** A chain of nodes that ends where it began, if one can be reached from `ids`; looks at each once. */
export function findCycle(
  ids: readonly AppId[],
  graph: DependencyGraph,
): readonly AppId[] | undefined {
  const done = new Set<AppId>();
  let found: readonly AppId[] | undefined;
  walk(ids, graph, {
    isDone: (id) => done.has(id),
    done: ({ id }) => done.add(id),
    cycle: (path) => {
      found ??= path;
    },
  });
  return found;
}

/** Depth first, a node after all that it depends on; without recursion, since chains may be long. */
function walk(
  ids: readonly AppId[],
  graph: DependencyGraph,
  visitor: {
    readonly isDone: (id: AppId) => boolean;
    readonly done: (visit: Visit) => void;
    readonly cycle?: (path: readonly AppId[]) => void;
  },
): void {
  const visit = (id: AppId): Visit => ({ id, dependencies: graph.dependenciesOf(id), next: 0 });
  for (const id of ids) {
    if (visitor.isDone(id)) continue;
    const path = [visit(id)];
    const onPath = new Set([id]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (top.next >= top.dependencies.length) {
        visitor.done(top);
        onPath.delete(top.id);
        path.pop();
        continue;
      }
      const dependency = must(top.dependencies[top.next++], 'a dependency');
      if (onPath.has(dependency)) {
        visitor.cycle?.(
          path.slice(path.findIndex((one) => one.id === dependency)).map((one) => one.id),
        );
      } else if (!visitor.isDone(dependency)) {
        path.push(visit(dependency));
        onPath.add(dependency);
      }
    }
  }
}
