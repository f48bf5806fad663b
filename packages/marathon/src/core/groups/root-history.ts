import { must, type Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { Group } from './group.ts';
import { HISTORY_APPS_MAX } from './limits.ts';

/** One version of the root: the moment, and what each thing it changed was before. */
export interface RootVersion {
  readonly version: Timestamp;
  readonly apps: readonly { readonly id: AppId; readonly before: App | undefined }[];
  readonly groups: readonly { readonly id: AppId; readonly before: Group | undefined }[];
}

/** Things as they were at an earlier version; only those that are different now. */
export interface RootDifference {
  readonly apps: ReadonlyMap<AppId, App | undefined>;
  readonly groups: ReadonlyMap<AppId, Group | undefined>;
}

/**
 * The latest versions of the root, each as the way back to the one before it. What did not change
 * costs nothing, however large the cluster is; an old version is found by walking back from now.
 */
export class RootHistory {
  readonly #versionsMax: number;
  /** Oldest first. The way back from the oldest leads to a version that is not kept. */
  readonly #versions: RootVersion[] = [];
  /** Definitions that some way back needs, by id and version. */
  readonly #remembered = new Set<string>();
  /** Those among them whose app is no more, so that they are stored by themselves. */
  readonly #aside = new Set<string>();

  constructor(versionsMax: number) {
    this.#versionsMax = Math.max(1, versionsMax);
  }

  /** Moments of the versions, newest first. */
  get moments(): readonly Timestamp[] {
    return this.#versions.map(({ version }) => version).reverse();
  }

  get newest(): RootVersion | undefined {
    return this.#versions.at(-1);
  }

  newestFirst(): readonly RootVersion[] {
    return this.#versions.toReversed();
  }

  /**
   * Adds the newest version; gives those that are forgotten for it. A change of nothing takes the
   * place of one before it, so that a client which puts the same again and again wipes out nothing.
   */
  add(added: RootVersion): readonly RootVersion[] {
    const forgotten: RootVersion[] = [];
    const { newest } = this;
    if (newest !== undefined && isEmpty(newest) && isEmpty(added)) {
      forgotten.push(must(this.#versions.pop(), 'the newest version'));
    }
    this.#versions.push(added);
    for (const { before } of added.apps) {
      if (before !== undefined) this.#remembered.add(nameOf(before));
    }
    while (this.#isOverLimit()) {
      const oldest = must(this.#versions.shift(), 'the oldest version');
      for (const { before } of oldest.apps) {
        if (before !== undefined) this.#remembered.delete(nameOf(before));
      }
      forgotten.push(oldest);
    }
    return forgotten;
  }

  /** Whether a way back leads over this definition. */
  remembers(app: App): boolean {
    return this.#remembered.has(nameOf(app));
  }

  /** A definition leaves its app. */
  layAside(app: App): void {
    this.#aside.add(nameOf(app));
  }

  /** Whether a definition was laid aside; now it is no more. */
  dropAside(app: App): boolean {
    return this.#aside.delete(nameOf(app));
  }

  /** What was different at a version; undefined when it is not kept. */
  differenceAt(version: Timestamp): RootDifference | undefined {
    const apps = new Map<AppId, App | undefined>();
    const groups = new Map<AppId, Group | undefined>();
    for (let at = this.#versions.length - 1; at >= 0; at--) {
      const change = must(this.#versions[at], 'a version');
      if (change.version === version) return { apps, groups };
      for (const { id, before } of change.apps) apps.set(id, before);
      for (const { id, before } of change.groups) groups.set(id, before);
    }
    return undefined;
  }

  #isOverLimit(): boolean {
    if (this.#versions.length > this.#versionsMax) return true;
    return this.#remembered.size > HISTORY_APPS_MAX && this.#versions.length > 1;
  }
}

function isEmpty({ apps, groups }: RootVersion): boolean {
  return apps.length === 0 && groups.length === 0;
}

// A version of an app ceases to be the current one only once, so no two ways back share it.
function nameOf({ id, version }: App): string {
  return `${id}@${version}`;
}
