import type { AppAnswerJson, TaskJson } from '@stoa/proto/marathon';
import { instanceOf } from './address.ts';
import { findFailing } from './checks.ts';
import { deriveCounts } from './counts.ts';
import { findCrashes } from './crashes.ts';
import { EndedInstances } from './ended.ts';
import { appOfEvent } from './events.ts';
import { describeEvent, listAppsOf } from './happenings.ts';
import type {
  Agent,
  App,
  AppDetail,
  AppFacts,
  Definition,
  DeploymentJson,
  EventJson,
  Happening,
  Instance,
  QueueItemJson,
  Queued,
} from './records.ts';
import { renderInstance, settleInstance } from './instances.ts';
import { conditionOf, isEnded } from './status.ts';
import { parseTime } from './format.ts';
import { Wishes, type Wish } from './wishes.ts';
import { settle } from './words.ts';

/** Lines of what happened that are held. */
const HAPPENINGS_MAX = 500;

/** A group as the tree answers it: apps and groups below it are there when they were embedded. */
export interface GroupTree {
  readonly id: string;
  readonly apps?: readonly Definition[];
  readonly groups?: readonly GroupTree[];
}

interface Begun {
  readonly apps: readonly string[];
  /** The revision at which it was told of. */
  readonly at: number;
}

/** What has to be read again because an event did not carry it. */
export interface Stale {
  readonly groups: readonly string[];
  readonly deployments: boolean;
}

/**
 * What the page knows of the cluster, indexed by id. Snapshots replace, events amend; nothing is fetched and no
 * clock is read here. `revision` grows with every change, so that a reader can tell whether to look again.
 * A cluster of 2,000 apps and 10,000 instances costs about 10 MB; one event touches one app.
 */
export class ClusterModel {
  readonly #definitions = new Map<string, Definition>();
  readonly #groups = new Set<string>(['/']);
  readonly #instances = new Map<string, Instance>();
  readonly #instancesOf = new Map<string, Map<string, Instance>>();
  readonly #ended = new EndedInstances();
  readonly #details = new Map<string, AppDetail>();
  readonly #apps = new Map<string, App>();
  readonly #agents = new Map<string, Agent>();
  readonly #wishes = new Wishes();
  #listed: readonly App[] = [];
  #listedAt = -1;
  #queue = new Map<string, Queued>();
  #deployments: readonly DeploymentJson[] = [];
  /** Deployments that an event told of, until they end or a later snapshot does not have them. */
  readonly #begun = new Map<string, Begun>();
  /** The apps of which something was told since the queue was looked at, and at which revision. */
  readonly #moving = new Map<string, number>();
  #hasQueue = false;
  #awaitedAgents: ReadonlySet<string> = new Set();
  #happenings: Happening[] = [];
  #happened = 0;
  #hasTasks = false;
  #staleGroups = new Set<string>();
  #isDeploymentsStale = false;

  /** Grows with every change. */
  revision = 0;
  /** Grows when an app is defined anew or gone. */
  definitionRevision = 0;
  /** Whether a snapshot of the apps has come. */
  hasApps = false;
  /** Whether a snapshot of the agents has come. */
  hasAgents = false;

  /** Takes a group with everything below it; what stood there and is not in it is gone. */
  takeGroups(root: GroupTree): void {
    const below = root.id === '/' ? '/' : `${root.id}/`;
    const found = new Set<string>();
    const groups = [root];
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      this.#groups.add(group.id);
      found.add(group.id);
      groups.push(...(group.groups ?? []));
      for (const app of group.apps ?? []) {
        found.add(app.id);
        this.#define(app);
      }
    }
    for (const id of this.#definitions.keys()) {
      if (id.startsWith(below) && !found.has(id)) this.#forget(id);
    }
    for (const id of this.#groups) {
      if (id.startsWith(below) && !found.has(id)) this.#groups.delete(id);
    }
    this.hasApps = true;
    this.#changed();
  }

  /** A group that is gone, with everything below it. */
  dropGroup(id: string): void {
    for (const app of this.#definitions.keys()) if (app.startsWith(`${id}/`)) this.#forget(app);
    for (const group of this.#groups) {
      if (group === id || group.startsWith(`${id}/`)) this.#groups.delete(group);
    }
    this.#changed();
  }

  /** All tasks of the cluster: instances that are not among them are over or wait for an agent. */
  takeTasks(tasks: readonly TaskJson[]): void {
    const found = new Set<string>();
    for (const task of tasks) found.add(this.#put(settleInstance(task, this.#known(task.id))).id);
    for (const instance of this.#instances.values()) {
      if (!found.has(instance.id)) this.#remove(instance);
    }
    this.#hasTasks = true;
    this.#apps.clear();
    this.#changed();
  }

  /** One app in full, as its page asks for it. */
  takeApp(app: Definition): void {
    this.#define(app);
    const found = new Set<string>();
    for (const task of app.tasks ?? []) {
      found.add(this.#put(settleInstance(task, this.#known(task.id))).id);
    }
    for (const instance of this.instancesOf(app.id)) {
      if (!found.has(instance.id) && instance.condition !== 'Scheduled') this.#remove(instance);
    }
    this.#details.set(app.id, { lastFailure: app.lastTaskFailure, stats: app.taskStats });
    this.#changed();
  }

  /** An app that is not there any more. */
  dropApp(id: string): void {
    this.#forget(id);
    this.#changed();
  }

  /** All running deployments, asked for at a revision: what was told of later may not be among them. */
  takeDeployments(deployments: readonly DeploymentJson[], askedAt = this.revision): void {
    this.#deployments = deployments;
    for (const [id, { at }] of this.#begun) if (at <= askedAt) this.#begun.delete(id);
    this.#isDeploymentsStale = false;
    this.#apps.clear();
    this.#changed();
  }

  /** The launch queue as it was at `now`, asked for at a revision. */
  takeQueue(items: readonly QueueItemJson[], now: number, askedAt = this.revision): void {
    this.#hasQueue = true;
    for (const [id, at] of this.#moving) if (at <= askedAt) this.#moving.delete(id);
    this.#queue = new Map(
      items.flatMap((item) => {
        const id = item.app?.id;
        if (id === undefined) return [];
        const until = item.delay.overdue ? undefined : now + item.delay.timeLeftSeconds * 1000;
        const since = parseTime(item.since) ?? now;
        return [[id, { count: item.count, since, delayedUntil: until }] as const];
      }),
    );
    this.#apps.clear();
    this.#changed();
  }

  /** All agents. */
  takeAgents(agents: readonly Agent[]): void {
    this.#agents.clear();
    for (const agent of agents) this.#agents.set(agent.id, agent);
    this.hasAgents = true;
    this.#await(new Set(agents.flatMap(({ id, isAwaited }) => (isAwaited ? [id] : []))));
    this.#changed();
  }

  /** One event of Marathon's stream. What it does not carry is noted down, see `takeStale`. */
  apply(event: EventJson): void {
    const at = parseTime(event.timestamp) ?? 0;
    // From here on it is of a later revision than what was asked for before it.
    this.#changed();
    const appId = appOfEvent(event);
    if (appId !== undefined) this.#moving.set(appId, this.revision);
    switch (event.eventType) {
      case 'api_post_event':
        this.#redefine(event.appDefinition);
        break;
      case 'group_change_success':
        this.#staleGroups.add(event.groupId);
        break;
      case 'app_terminated_event':
        this.#forget(event.appId);
        break;
      case 'status_update_event':
        this.#applyStatus(event, at);
        break;
      case 'instance_changed_event':
        this.#applyInstance(event, at);
        break;
      case 'instance_health_changed_event':
        this.#applyHealth(event.instanceId, event.healthy);
        break;
      default:
        this.#applyDeployment(event);
    }
    this.#tell(event, at);
  }

  /** Shows a wish beside the app's value until it is heard of; false when there is nothing to wait for. */
  wish(appId: string, wish: Wish): boolean {
    const app = this.app(appId);
    if (app === undefined || !this.#wishes.hold(wish, app)) return false;
    this.#apps.delete(appId);
    this.#changed();
    return true;
  }

  /** Takes a wish back; false when it was heard of, or is not the last one. */
  dropWish(appId: string, wish: Wish): boolean {
    if (this.app(appId)?.wish !== wish || !this.#wishes.drop(appId, wish)) return false;
    this.#apps.delete(appId);
    this.#changed();
    return true;
  }

  /** What has to be read again; asking empties it. */
  takeStale(): Stale {
    const stale = { groups: [...this.#staleGroups], deployments: this.#isDeploymentsStale };
    this.#staleGroups = new Set();
    this.#isDeploymentsStale = false;
    return stale;
  }

  /** Ids of all apps, in the order in which they came. */
  get appIds(): readonly string[] {
    return [...this.#definitions.keys()];
  }

  /** Ids of all groups. */
  get groupIds(): readonly string[] {
    return [...this.#groups];
  }

  /** One app; the same object until something about it changes. */
  app(id: string): App | undefined {
    const cached = this.#apps.get(id);
    if (cached !== undefined) return cached;
    const definition = this.#definitions.get(id);
    if (definition === undefined) return undefined;
    const instances = this.#hasTasks ? this.instancesOf(id) : undefined;
    const deployments = this.#deployments.filter((d) => d.affectedApps.includes(id));
    const known = deployments.map((deployment) => deployment.id);
    const begun = [...this.#begun].flatMap(([d, { apps }]) => (apps.includes(id) ? [d] : []));
    const [first] = deployments;
    const facts: AppFacts = {
      id,
      definition,
      counts: deriveCounts(definition, instances, this.#awaitedAgents),
      deployments: [...new Set([...known, ...begun])],
      step: first === undefined ? undefined : { at: first.currentStep, of: first.totalSteps },
      queue: this.#queue.get(id),
      isMoving: !this.#hasQueue || this.#moving.has(id),
      wish: undefined,
      failing: findFailing(definition, instances ?? []),
      crashes: findCrashes(this.endedOf(id)),
    };
    const app: App = { ...facts, settled: settle(facts) };
    const wish = this.#wishes.of(app);
    const told = wish === undefined ? app : { ...app, wish };
    this.#apps.set(id, told);
    return told;
  }

  /** All apps; the same list until something changes. */
  get apps(): readonly App[] {
    if (this.#listedAt === this.revision) return this.#listed;
    const apps: App[] = [];
    for (const id of this.#definitions.keys()) {
      const app = this.app(id);
      if (app !== undefined) apps.push(app);
    }
    this.#listed = apps;
    this.#listedAt = this.revision;
    return apps;
  }

  /** What the app's own page asked for; undefined until it has come. */
  detail(appId: string): AppDetail | undefined {
    return this.#details.get(appId);
  }

  /** The app's instances that are not over. */
  instancesOf(appId: string): readonly Instance[] {
    return [...(this.#instancesOf.get(appId)?.values() ?? [])];
  }

  /** The app's instances that ended while the page looked, the last first. */
  endedOf(appId: string): readonly Instance[] {
    return this.#ended.of(appId);
  }

  /** One instance, also one that ended lately. */
  instance(id: string): Instance | undefined {
    return this.#instances.get(id) ?? this.#ended.find(id);
  }

  /** All instances that are not over. */
  get instances(): Iterable<Instance> {
    return this.#instances.values();
  }

  /** Instances on one agent. */
  instancesOn(agentId: string): readonly Instance[] {
    return [...this.#instances.values()].filter((instance) => instance.agentId === agentId);
  }

  get deployments(): readonly DeploymentJson[] {
    return this.#deployments;
  }

  get agents(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  agent(id: string): Agent | undefined {
    return this.#agents.get(id);
  }

  /** What happened, the last first. */
  get happenings(): readonly Happening[] {
    return this.#happenings;
  }

  #known(taskId: string): Instance | undefined {
    return this.#instances.get(instanceOf(taskId));
  }

  #changed(): void {
    this.revision += 1;
  }

  #define(app: Definition): void {
    this.#definitions.set(app.id, app);
    this.definitionRevision += 1;
    this.#apps.delete(app.id);
  }

  /** An event carries the definition alone: what is told beside it stays. */
  #redefine(app: AppAnswerJson): void {
    this.#define({ ...this.#definitions.get(app.id), ...app });
    for (let at = app.id.lastIndexOf('/'); at > 0; at = app.id.lastIndexOf('/', at - 1)) {
      this.#groups.add(app.id.slice(0, at));
    }
  }

  #forget(appId: string): void {
    this.#definitions.delete(appId);
    this.#moving.delete(appId);
    this.definitionRevision += 1;
    this.#apps.delete(appId);
    this.#details.delete(appId);
    this.#ended.drop(appId);
    this.#wishes.forget(appId);
    for (const instance of this.instancesOf(appId)) this.#instances.delete(instance.id);
    this.#instancesOf.delete(appId);
  }

  #put(instance: Instance): Instance {
    this.#instances.set(instance.id, instance);
    const siblings = this.#instancesOf.get(instance.appId);
    if (siblings === undefined) {
      this.#instancesOf.set(instance.appId, new Map([[instance.id, instance]]));
    } else {
      siblings.set(instance.id, instance);
    }
    this.#apps.delete(instance.appId);
    return instance;
  }

  #remove(instance: Instance): void {
    this.#instances.delete(instance.id);
    this.#instancesOf.get(instance.appId)?.delete(instance.id);
    this.#apps.delete(instance.appId);
  }

  #end(instance: Instance): void {
    this.#remove(instance);
    this.#ended.add(instance);
  }

  #await(agents: ReadonlySet<string>): void {
    const before = this.#awaitedAgents;
    this.#awaitedAgents = agents;
    if (agents.size !== before.size || [...agents].some((id) => !before.has(id))) {
      this.#apps.clear();
    }
  }

  /** A deployment is shown from the first word of it on; where it stands is asked for. */
  #applyDeployment(event: EventJson): void {
    if (!event.eventType.startsWith('deployment_') || !('plan' in event)) return;
    this.#isDeploymentsStale = true;
    const { id, steps } = event.plan;
    const apps = listAppsOf(steps);
    if (event.eventType === 'deployment_info') this.#begun.set(id, { apps, at: this.revision });
    if (['deployment_success', 'deployment_failed'].includes(event.eventType)) {
      this.#begun.delete(id);
    }
    for (const app of apps) this.#apps.delete(app);
  }

  #applyStatus(event: EventJson<'status_update_event'>, at: number): void {
    const id = instanceOf(event.taskId);
    const known = this.instance(id);
    const condition = conditionOf(event.taskStatus);
    const isRunning = condition === 'Running';
    const instance: Instance = {
      ...renderInstance(id, event.appId, known),
      taskId: event.taskId,
      condition,
      host: event.host,
      agentId: event.slaveId,
      ports: event.ports.length > 0 ? event.ports : (known?.ports ?? []),
      addresses: event.ipAddresses.map(({ ipAddress }) => ipAddress),
      version: event.version,
      startedAt: known?.startedAt ?? (isRunning ? at : undefined),
      message: event.message,
      endedAt: isEnded(condition) ? at : undefined,
    };
    if (isEnded(condition)) this.#end(instance);
    else this.#put(instance);
  }

  #applyInstance(event: EventJson<'instance_changed_event'>, at: number): void {
    const known = this.instance(event.instanceId);
    const isOver = isEnded(event.condition);
    const instance: Instance = {
      ...renderInstance(event.instanceId, event.runSpecId, known),
      condition: event.condition,
      host: event.host ?? known?.host,
      agentId: event.agentId ?? known?.agentId,
      version: event.runSpecVersion,
      stagedAt: known?.stagedAt ?? (event.agentId === null ? undefined : at),
      endedAt: isOver ? (known?.endedAt ?? at) : undefined,
    };
    if (isOver) this.#end(instance);
    else this.#put(instance);
  }

  #applyHealth(instanceId: string, healthy: boolean | null): void {
    const known = this.#instances.get(instanceId);
    if (known !== undefined) this.#put({ ...known, isHealthy: healthy ?? undefined });
  }

  #tell(event: EventJson, at: number): void {
    const told = describeEvent(event);
    if (told === undefined) return;
    this.#happened += 1;
    this.#happenings = [{ ...told, at, id: this.#happened }, ...this.#happenings].slice(
      0,
      HAPPENINGS_MAX,
    );
  }
}
