import type { AppId } from '../apps/app-id.ts';
import type { StepView } from '../read-view.ts';
import { dependencyLayers, type DependencyGraph } from './dependency-order.ts';
import type { Action, Transition } from './deployment.ts';

/**
 * The steps from what is to what shall be (marathon-behaviour.md §3): apps that go are stopped, new
 * ones announced, then layer by layer of dependencies each is scaled or replaced. Steps without
 * actions are left out, so that a change of nothing has none.
 */
export function planSteps(
  transitions: readonly Transition[],
  graph: DependencyGraph,
): readonly StepView[] {
  const stops: Action[] = [];
  const starts: Action[] = [];
  const byLayer = new Map<number, Action[]>();
  const ids = transitions.flatMap(({ id, after }) => (after === undefined ? [] : [id]));
  // One app by itself has nobody to wait for here, whatever it depends on.
  const layers = ids.length > 1 ? dependencyLayers(ids, graph) : new Map<AppId, number>();
  for (const transition of transitions) {
    const { id, before, after } = transition;
    if (after === undefined) {
      if (before !== undefined) stops.push({ action: 'StopApplication', app: id });
      continue;
    }
    if (before === undefined) starts.push({ action: 'StartApplication', app: id });
    const action = growthAction(transition);
    if (action !== undefined) push(byLayer, layers.get(id) ?? 0, action);
  }
  const growth = [...byLayer].sort(([left], [right]) => left - right).map(([, actions]) => actions);
  return [stops, starts, ...growth]
    .filter((actions) => actions.length > 0)
    .map((actions) => ({ actions: sorted(actions) }));
}

function growthAction({ id, before, after }: Transition): Action | undefined {
  if (after === undefined) return undefined;
  if (before === undefined) return { action: 'ScaleApplication', app: id };
  // What changed of the configuration shows in the version: nothing is compared a second time.
  const isRestart = before.versionInfo.lastConfigChangeAt !== after.versionInfo.lastConfigChangeAt;
  if (!isRestart && before.instances === after.instances) return undefined;
  const isScale = !isRestart || after.instances === 0;
  return { action: isScale ? 'ScaleApplication' : 'RestartApplication', app: id };
}

function push(byLayer: Map<number, Action[]>, layer: number, action: Action): void {
  const actions = byLayer.get(layer);
  if (actions === undefined) byLayer.set(layer, [action]);
  else actions.push(action);
}

function sorted(actions: readonly Action[]): readonly Action[] {
  const byId = (id: AppId, other: AppId): number => (id < other ? -1 : id > other ? 1 : 0);
  return [...actions].sort((left, right) => byId(left.app, right.app));
}
