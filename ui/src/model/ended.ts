import type { Instance } from './records.ts';

/** Ended instances that an app keeps to be looked at, and all apps together. */
const OF_APP_MAX = 20;
const ALL_MAX = 500;

/** Instances that ended while the page looked: a bounded number, those of apps that lost some lately. */
export class EndedInstances {
  readonly #ofApps = new Map<string, readonly Instance[]>();
  #count = 0;

  /** Those of an app, the last first. */
  of(appId: string): readonly Instance[] {
    return this.#ofApps.get(appId) ?? [];
  }

  find(id: string): Instance | undefined {
    for (const ended of this.#ofApps.values()) {
      const found = ended.find((instance) => instance.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Keeps an instance; one whose task is kept already takes that one's place. */
  add(instance: Instance): void {
    const before = this.of(instance.appId);
    const others = before.filter(({ taskId }) => taskId !== instance.taskId);
    const kept = [instance, ...others].slice(0, OF_APP_MAX);
    // Set anew, so that the app that lost nothing for the longest time stands first.
    this.#ofApps.delete(instance.appId);
    this.#ofApps.set(instance.appId, kept);
    this.#count += kept.length - before.length;
    for (const app of this.#ofApps.keys()) {
      if (this.#count <= ALL_MAX) break;
      this.drop(app);
    }
  }

  /** Forgets those of an app. */
  drop(appId: string): void {
    this.#count -= this.of(appId).length;
    this.#ofApps.delete(appId);
  }
}
