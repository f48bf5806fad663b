import { ROOT_ID, type AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { AppsLookup } from '../apps/validation/validate-among-apps.ts';
import type { DependencyGraph } from '../deployments/dependency-order.ts';
import type { Transition } from '../deployments/deployment.ts';
import type { MarathonState } from '../state.ts';
import { groupsAbove, type GroupIndex } from './group-index.ts';
import type { Group, GroupTransition } from './group.ts';

/** Everything that one request changes. */
export interface RootChange {
  readonly transitions: readonly Transition[];
  readonly groups: readonly GroupTransition[];
}

type Standing = Pick<MarathonState, 'apps' | 'appsByGroup' | 'groups' | 'groupsByGroup'>;

/**
 * All apps and groups as they would be after a change. Costs as much as the change, not as the
 * cluster: it is asked before every change whether that may be.
 */
export class TargetRoot implements AppsLookup, DependencyGraph {
  readonly #state: Standing;
  readonly #apps = new Map<AppId, App | undefined>();
  readonly #groups = new Map<AppId, Group | undefined>();
  readonly #appMoves = new Moves();
  readonly #groupMoves = new Moves();

  constructor(state: Standing, { transitions, groups }: RootChange) {
    this.#state = state;
    for (const { id, before, after } of transitions) {
      this.#apps.set(id, after);
      this.#appMoves.note(id, before !== undefined, after !== undefined);
    }
    for (const group of groups) this.changeGroup(group);
  }

  /** Adds to the change, once for a group, what is decided only now that the rest is known. */
  changeGroup({ id, before, after }: GroupTransition): void {
    this.#groups.set(id, after);
    this.#groupMoves.note(id, before !== undefined, after !== undefined);
  }

  app(id: AppId): App | undefined {
    return this.#apps.has(id) ? this.#apps.get(id) : this.#state.apps.get(id)?.current;
  }

  /** What a group has of its own. */
  group(id: AppId): Group | undefined {
    return this.#groups.has(id) ? this.#groups.get(id) : this.#state.groups.get(id);
  }

  isApp(id: AppId): boolean {
    return this.app(id) !== undefined;
  }

  isGroup(id: AppId): boolean {
    return id === ROOT_ID || this.group(id) !== undefined || !this.isEmpty(id);
  }

  /** Nothing is in the group, at any depth. */
  isEmpty(id: AppId): boolean {
    const { appsByGroup, groupsByGroup } = this.#state;
    return (
      this.#appMoves.sizeOf(id, appsByGroup) === 0 &&
      this.#groupMoves.sizeOf(id, groupsByGroup) === 0
    );
  }

  /** Ids of the apps in a group, at any depth. */
  appsBelow(id: AppId): readonly AppId[] {
    const stayed = [...(this.#state.appsByGroup.get(id) ?? [])].filter((app) => this.isApp(app));
    return [...stayed, ...this.#appMoves.joined(id)];
  }

  /**
   * What has to be there before: for an app what itself and the groups around it depend on, for a
   * group, as the dependency of somebody, all apps in it (marathon-behaviour.md §3).
   */
  dependenciesOf(id: AppId): readonly AppId[] {
    const app = this.app(id);
    if (app === undefined) return this.isGroup(id) ? this.appsBelow(id) : [];
    const needed = new Set(app.dependencies);
    for (const group of groupsAbove(id)) {
      for (const dependency of this.group(group)?.dependencies ?? []) needed.add(dependency);
    }
    return [...needed];
  }

  // Asked only for apps with such volumes, which are few: no index is kept for them.
  appsWithVolume(name: string): readonly App[] {
    const ids = new Set([...this.#state.apps.keys(), ...this.#apps.keys()]);
    return [...ids]
      .flatMap((id) => this.app(id) ?? [])
      .filter((app) =>
        app.container?.volumes.some(
          (volume) => volume.kind === 'external' && volume.external.name === name,
        ),
      );
  }
}

/** Who comes to groups and who leaves them. */
class Moves {
  readonly #joined: GroupIndex = new Map();
  readonly #left = new Map<AppId, number>();

  note(id: AppId, isThere: boolean, willBe: boolean): void {
    if (isThere === willBe) return;
    for (const group of groupsAbove(id)) {
      if (!willBe) this.#left.set(group, (this.#left.get(group) ?? 0) + 1);
      else if (this.#joined.get(group)?.add(id) === undefined) {
        this.#joined.set(group, new Set([id]));
      }
    }
  }

  joined(group: AppId): Iterable<AppId> {
    return this.#joined.get(group) ?? [];
  }

  /** Members of a group afterwards, at any depth. */
  sizeOf(group: AppId, index: GroupIndex): number {
    const joined = this.#joined.get(group)?.size ?? 0;
    return (index.get(group)?.size ?? 0) + joined - (this.#left.get(group) ?? 0);
  }
}
