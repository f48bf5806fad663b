import type { App } from '../apps/app.ts';
import type { AppReadiness } from '../health/health-book.ts';
import { isReady } from '../health/readiness-checks.ts';
import { isActive, isCounted, type Instance } from '../instances/instance.ts';
import { isServing } from '../instances/serving.ts';
import type { AppRecord, Step } from '../state.ts';

/** How many instances of an app there are of each kind that deployments ask for. */
export interface Standing {
  readonly total: number;
  /** Those that count towards the wanted number. */
  readonly counted: number;
  /** There, at work, and ready for it (marathon-behaviour.md §3.3). */
  readonly serving: number;
  /** On their way out, with a task that still takes a place. */
  readonly leaving: number;
  /** Of another configuration than the current one. */
  readonly old: number;
  /** Old ones without a task that takes a place. */
  readonly oldIdle: number;
  /** Old ones that were not given up. */
  readonly oldKept: number;
  readonly oldKeptServing: number;
  /** Tasks that take a place beside the counted new ones: old ones, and all on their way out. */
  readonly othersAlive: number;
  /** Counted ones of the current configuration. */
  readonly fresh: number;
  readonly freshServing: number;
}

type Kinds = readonly (keyof Standing)[];

/**
 * Keeps the standing of one app as sums. Every change of a task leads to a look at its app, so a look
 * must not cost more the more instances the app has: only those that changed since the last look are
 * counted anew, and all of them only when the app became another or its readiness is asked for anew.
 */
export class AppStanding {
  readonly #kinds = new Map<string, Kinds>();
  readonly #stirred = new Set<string>();
  #sums = emptySums();
  #app: App | undefined;
  #readiness: AppReadiness | undefined;

  /** An instance changed, came or went. */
  stir(instanceId: string): void {
    this.#stirred.add(instanceId);
  }

  /** How the app stands now, seen as `app`. The answer is a value of this moment. */
  look({ state }: Step, record: AppRecord, app: App): Standing {
    const readiness = state.health.readiness.get(record.id);
    if (app !== this.#app || readiness !== this.#readiness) {
      this.#app = app;
      this.#readiness = readiness;
      this.#kinds.clear();
      this.#sums = emptySums();
      for (const id of record.instanceIds) this.#stirred.add(id);
    }
    for (const id of this.#stirred) {
      this.#count(this.#kinds.get(id), -1);
      const instance = state.instances.get(id);
      if (instance === undefined) {
        this.#kinds.delete(id);
        continue;
      }
      const kinds = kindsOf(instance, app, isServingReady(state, instance, app));
      this.#kinds.set(id, kinds);
      this.#count(kinds, 1);
    }
    this.#stirred.clear();
    return { ...this.#sums };
  }

  #count(kinds: Kinds | undefined, by: number): void {
    if (kinds === undefined) return;
    for (const kind of kinds) this.#sums[kind] += by;
  }
}

/** Whether an instance is there, does its work, and is ready for it (marathon-behaviour.md §3.3). */
export function isServingReady(state: Step['state'], instance: Instance, app: App): boolean {
  return isCounted(instance) && isServing(instance, app) && isReady(state, instance, app);
}

/** Of the current configuration, as far as what runs is concerned. */
export function isOfCurrent({ configVersion }: Instance, app: App): boolean {
  return configVersion === app.versionInfo.lastConfigChangeAt;
}

function kindsOf(instance: Instance, app: App, serves: boolean): Kinds {
  const { goal } = instance;
  const kinds: (keyof Standing)[] = ['total'];
  const counts = isCounted(instance);
  if (counts) kinds.push('counted');
  if (serves) kinds.push('serving');
  if (goal !== 'Running' && isActive(instance)) kinds.push('leaving');
  if (isOfCurrent(instance, app)) {
    if (counts) kinds.push('fresh');
    if (serves) kinds.push('freshServing');
    if (!counts && isActive(instance) && !isSilent(instance)) kinds.push('othersAlive');
    return kinds;
  }
  kinds.push('old');
  if (!isActive(instance)) kinds.push('oldIdle');
  if (goal === 'Running') kinds.push('oldKept');
  if (goal === 'Running' && serves) kinds.push('oldKeptServing');
  // One whose agent is silent is held for gone: it must not hold up what replaces it.
  if (!isSilent(instance)) kinds.push('othersAlive');
  return kinds;
}

function isSilent({ condition }: Instance): boolean {
  return condition === 'Unreachable' || condition === 'UnreachableInactive';
}

function emptySums(): Record<keyof Standing, number> {
  return {
    total: 0,
    counted: 0,
    serving: 0,
    leaving: 0,
    old: 0,
    oldIdle: 0,
    oldKept: 0,
    oldKeptServing: 0,
    othersAlive: 0,
    fresh: 0,
    freshServing: 0,
  };
}
