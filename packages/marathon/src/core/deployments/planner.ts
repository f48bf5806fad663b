import type { AppId } from '../apps/app-id.ts';
import { specOf } from '../apps/plan-app-change.ts';
import { changeKind } from '../apps/versions.ts';
import type { StepView } from '../read-view.ts';
import { dependencyLayers, type DependenciesOf } from './dependency-order.ts';
import type { Action, Transition } from './deployment.ts';

/**
 * The steps from what is to what shall be (marathon-behaviour.md §3): apps that go are stopped, new
 * ones announced, then layer by layer of dependencies each is scaled or replaced. Steps without
 * actions are left out, so that a change of nothing has none.
 */
export function planSteps(
  transitions: readonly Transition[],
  dependenciesOf: DependenciesOf,
): readonly StepView[] {
  const stops: Action[] = [];
  const starts: Action[] = [];
  const byLayer = new Map<number, Action[]>();
  const ids = transitions.flatMap(({ id, after }) => (after === undefined ? [] : [id]));
  const layers = dependencyLayers(ids, dependenciesOf);
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
  const isRestart = before.versionInfo.lastConfigChangeAt !== after.versionInfo.lastConfigChangeAt;
  const kind = isRestart ? 'config' : changeKind(before, specOf(after));
  if (kind === 'none') return undefined;
  const isScale = kind === 'scale' || after.instances === 0;
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
