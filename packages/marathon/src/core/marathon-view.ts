import type { Timestamp } from '@stoa/common';
import type { AppId } from './apps/app-id.ts';
import type { App } from './apps/app.ts';
import { deploymentViewOf } from './deployments/deployment.ts';
import { countGroups, isGroup } from './groups/group-book.ts';
import { versionsOfGroup, viewGroup, viewGroupAt } from './groups/group-views.ts';
import { readinessViewsOf } from './health/readiness-checks.ts';
import { taskViewOf } from './instances/instance-book.ts';
import { hasTask, type Instance } from './instances/instance.ts';
import { isOverdue } from './instances/overdue.ts';
import { delayedUntil } from './launch-queue/launch-delay.ts';
import { viewUnusedOffers, viewWaiting, type WaitingView } from './launch-queue/waiting.ts';
import type { InspectedOffer } from './matching/inspect-offer.ts';
import type {
  DeploymentView,
  GroupView,
  MarathonReadView,
  QueueItemView,
  ReadinessView,
  TaskCounts,
  TaskFailureView,
  TaskView,
} from './read-view.ts';
import type { AppRecord, MarathonState } from './state.ts';

/** The window through which Marathon's state is read; everything is looked up when it is asked for. */
export class MarathonView implements MarathonReadView {
  readonly #state: MarathonState;

  constructor(state: MarathonState) {
    this.#state = state;
  }

  get leader(): string | undefined {
    return this.isLeading ? this.#state.config.address : undefined;
  }

  /** The state is loaded: changes are taken. */
  get isLeading(): boolean {
    return this.#state.phase === 'ready';
  }

  get leadingSince(): Timestamp | undefined {
    return this.#state.readyAt;
  }

  get frameworkId(): string | undefined {
    return this.#state.frameworkId;
  }

  /** Whether the master listens to us now. */
  get isSubscribed(): boolean {
    return this.#state.isSubscribed;
  }

  /** Counters by their name. */
  get counters(): ReadonlyMap<string, number> {
    return this.#state.counters;
  }

  get killsInFlight(): number {
    return this.#state.kills.inFlightCount;
  }

  get killAttempts(): number {
    return this.#state.kills.attemptsSum;
  }

  get groupCount(): number {
    return countGroups(this.#state);
  }

  overdueCount(at: Timestamp): number {
    let count = 0;
    for (const instance of this.#state.instances.values()) {
      if (isOverdue(this.#state, instance, at)) count++;
    }
    return count;
  }

  *apps(): Iterable<App> {
    for (const { current } of this.#state.apps.values()) if (current !== undefined) yield current;
  }

  app(id: AppId): App | undefined {
    return this.#state.apps.get(id)?.current;
  }

  appsBelow(group: AppId): Iterable<App> | undefined {
    if (!isGroup(this.#state, group)) return undefined;
    const ids = this.#state.appsByGroup.get(group) ?? [];
    return [...ids].flatMap((id) => this.app(id) ?? []);
  }

  group(id: AppId): GroupView | undefined {
    return viewGroup(this.#state, id);
  }

  groupAt(id: AppId, version: Timestamp): GroupView | undefined {
    return viewGroupAt(this.#state, id, version);
  }

  versionsOfGroup(id: AppId): readonly Timestamp[] | undefined {
    return versionsOfGroup(this.#state, id);
  }

  versionsOf(id: AppId): readonly Timestamp[] {
    const versions = this.#state.apps.get(id)?.versions ?? new Map<number, App>();
    return [...versions.values()].map(({ version }) => version).reverse();
  }

  appAt(id: AppId, version: Timestamp): App | undefined {
    return this.#state.apps.get(id)?.versions.get(version);
  }

  countsOf(id: AppId): TaskCounts {
    const counts = { staged: 0, running: 0, healthy: 0, unhealthy: 0 };
    for (const { condition, healthy } of this.#instancesOf(id)) {
      if (condition === 'Provisioned' || condition === 'Staging' || condition === 'Starting') {
        counts.staged += 1;
      }
      if (condition !== 'Running') continue;
      counts.running += 1;
      if (healthy === true) counts.healthy += 1;
      if (healthy === false) counts.unhealthy += 1;
    }
    return counts;
  }

  *tasksOf(id: AppId): Iterable<TaskView> {
    const { health } = this.#state;
    for (const instance of this.#instancesOf(id)) {
      if (hasTask(instance)) yield taskViewOf(instance, health);
    }
  }

  *tasks(): Iterable<TaskView> {
    for (const instance of this.#state.instances.values()) {
      if (hasTask(instance)) yield taskViewOf(instance, this.#state.health);
    }
  }

  deploymentsOf(id: AppId): readonly string[] {
    const deploymentId = this.#state.apps.get(id)?.deploymentId;
    return deploymentId === undefined ? [] : [deploymentId];
  }

  *deployments(): Iterable<DeploymentView> {
    for (const deployment of this.#state.deployments.values()) yield deploymentViewOf(deployment);
  }

  lastTaskFailureOf(id: AppId): TaskFailureView | undefined {
    return this.#state.apps.get(id)?.lastFailure;
  }

  readinessOf(id: AppId): readonly ReadinessView[] {
    return readinessViewsOf(this.#state, id);
  }

  *queue(): Iterable<QueueItemView> {
    for (const record of this.#state.apps.values()) {
      const item =
        record.current === undefined ? undefined : this.#queueItem(record, record.current);
      if (item !== undefined) yield item;
    }
  }

  unusedOffersOf(id: AppId): readonly InspectedOffer[] {
    return viewUnusedOffers(this.#state, id);
  }

  waitingOf(id: AppId, at: Timestamp): WaitingView | undefined {
    return viewWaiting(this.#state, id, at);
  }

  #queueItem(record: AppRecord, app: App): QueueItemView | undefined {
    let count = 0;
    let since = Infinity;
    for (const instance of this.#instancesOf(record.id)) {
      if (instance.condition !== 'Scheduled' && instance.condition !== 'Provisioned') continue;
      count += 1;
      since = Math.min(since, instance.since);
    }
    if (count === 0) return undefined;
    const { statistics } = record;
    return {
      app,
      role: app.role,
      count,
      since: since as Timestamp,
      delayedUntil: delayedUntil(record.delay, app, record.delay?.reference ?? app.version),
      processedOffers: statistics.processed,
      unusedOffers: statistics.unused,
      lastUnusedOfferAt: statistics.lastUnusedAt,
      lastUsedOfferAt: statistics.lastUsedAt,
      lastOffers: statistics.lastOffers,
      launchAttempt: statistics.launchAttempt,
    };
  }

  *#instancesOf(id: AppId): Iterable<Instance> {
    for (const instanceId of this.#state.apps.get(id)?.instanceIds ?? []) {
      const instance = this.#state.instances.get(instanceId);
      if (instance !== undefined) yield instance;
    }
  }
}
