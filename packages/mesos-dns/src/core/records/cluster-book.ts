import type {
  AgentFacts,
  ClusterChange,
  ClusterSnapshot,
  FrameworkFacts,
  MasterFacts,
  StatusAddresses,
  TaskFacts,
  TaskStatusFacts,
} from '../facts.ts';
import {
  generateAgentRecords,
  generateFrameworkRecords,
  generateMasterRecords,
  deriveTaskHost,
  deriveTaskZones,
  passTaskRecords,
  type NamingSettings,
  type TaskHost,
  type TaskZones,
} from './record-generator.ts';
import type { GeneratedRecord, RecordBook, TakeRecord } from './record-set.ts';

/** What decides which tasks have names, and how they are made. */
export interface ClusterSettings extends NamingSettings {
  /** Leaves out tasks whose health check says no. */
  readonly healthyOnly: boolean;
}

interface KnownAgent {
  readonly facts: AgentFacts;
  readonly host: TaskHost;
}

interface KnownFramework {
  readonly facts: FrameworkFacts;
  readonly zones: TaskZones | undefined;
}

/** A task with what its names hang on. */
export interface PublishedTask {
  readonly task: TaskFacts;
  readonly framework: FrameworkFacts;
  readonly agent: AgentFacts;
}

/**
 * What is known of the cluster, and the keeper of its records: whatever changes here changes the
 * records of just that, and of what hangs on it. No record of a task is kept beside the set itself;
 * its facts give the same records again when they have to go.
 */
export class ClusterBook {
  readonly #records: RecordBook;
  readonly #settings: ClusterSettings;
  readonly #add: TakeRecord;
  readonly #remove: TakeRecord;
  readonly #agents = new Map<string, KnownAgent>();
  readonly #frameworks = new Map<string, KnownFramework>();
  readonly #tasks = new Map<string, TaskFacts>();
  readonly #taskKeysByAgent = new Map<string, Set<string>>();
  readonly #taskKeysByFramework = new Map<string, Set<string>>();
  // Of a leader before this one, until their agents come back to the new one.
  readonly #carriedTaskKeys = new Set<string>();
  readonly #carriedAgentIds = new Set<string>();
  #masterRecords: readonly GeneratedRecord[] = [];

  constructor(records: RecordBook, settings: ClusterSettings) {
    this.#records = records;
    this.#settings = settings;
    this.#add = (head, tail, type, value) => records.addOne(head, tail, type, value);
    this.#remove = (head, tail, type, value) => records.removeOne(head, tail, type, value);
  }

  get agentCount(): number {
    return this.#agents.size;
  }

  get taskCount(): number {
    return this.#tasks.size;
  }

  /** How many tasks keep their names although the leader has not heard of them yet. */
  get carriedCount(): number {
    return this.#carriedTaskKeys.size;
  }

  *frameworks(): IterableIterator<FrameworkFacts> {
    for (const { facts } of this.#frameworks.values()) yield facts;
  }

  /** The tasks of a framework that have names, in the order in which they came. */
  *publishedTasks(frameworkId: string): IterableIterator<PublishedTask> {
    for (const key of this.#taskKeysByFramework.get(frameworkId) ?? []) {
      const task = this.#tasks.get(key);
      const published = task === undefined ? undefined : this.#published(task);
      if (published !== undefined) yield published;
    }
  }

  setMasters(leader: MasterFacts | undefined, masters: readonly MasterFacts[]): void {
    const records = generateMasterRecords(leader, masters, this.#settings);
    // Adding first keeps what both have from being gone in between.
    this.#records.add(records);
    this.#records.remove(this.#masterRecords);
    this.#masterRecords = records;
  }

  apply(change: ClusterChange): void {
    switch (change.kind) {
      case 'agentSet':
        this.#dropCarriedTasks(change.agent.id);
        this.#setAgent(change.agent);
        break;
      case 'agentRemoved':
        this.#dropCarriedTasks(change.agentId);
        this.#removeAgent(change.agentId);
        break;
      case 'frameworkSet':
        this.#setFramework(change.framework);
        break;
      case 'frameworkRemoved':
        this.#removeFramework(change.frameworkId);
        break;
      case 'taskSet':
        this.#setTask(change.task);
        break;
      case 'taskStatus':
        this.#applyStatus(change.status);
        break;
    }
  }

  /**
   * Takes a whole state. What a new leader has not heard of yet because its agent has not come back
   * is carried over; everything else that is not in it goes.
   */
  replaceAll(snapshot: ClusterSnapshot): void {
    this.#carryOver(snapshot);
    for (const agent of snapshot.agents) this.#setAgent(agent);
    for (const framework of snapshot.frameworks) this.#setFramework(framework);
    this.#replaceTasks(snapshot.tasks);
    const agentIds = new Set(snapshot.agents.map(({ id }) => id));
    for (const id of this.#agents.keys()) {
      if (!agentIds.has(id) && !this.#carriedAgentIds.has(id)) this.#removeAgent(id);
    }
    const frameworkIds = new Set(snapshot.frameworks.map(({ id }) => id));
    for (const id of this.#frameworks.keys()) {
      if (!frameworkIds.has(id) && !this.#taskKeysByFramework.has(id)) this.#removeFramework(id);
    }
  }

  #replaceTasks(tasks: readonly TaskFacts[]): void {
    // Of a first state nothing can be left over.
    const gone = new Map(this.#tasks);
    for (const task of tasks) gone.delete(this.#setTask(task));
    for (const [key, task] of gone) {
      if (!this.#carriedTaskKeys.has(key)) this.#removeTask(key, task);
    }
  }

  /** Gives up what has been carried over: its agents did not come back in time. */
  dropCarried(): void {
    for (const id of [...this.#carriedAgentIds]) {
      this.#dropCarriedTasks(id);
      this.#removeAgent(id);
    }
  }

  #carryOver({ recoveredAgentIds }: ClusterSnapshot): void {
    this.#carriedTaskKeys.clear();
    this.#carriedAgentIds.clear();
    for (const agentId of recoveredAgentIds) {
      if (!this.#agents.has(agentId)) continue;
      this.#carriedAgentIds.add(agentId);
      for (const key of this.#taskKeysByAgent.get(agentId) ?? []) this.#carriedTaskKeys.add(key);
    }
  }

  #dropCarriedTasks(agentId: string): void {
    if (!this.#carriedAgentIds.delete(agentId)) return;
    for (const key of [...(this.#taskKeysByAgent.get(agentId) ?? [])]) {
      const task = this.#tasks.get(key);
      if (task !== undefined && this.#carriedTaskKeys.has(key)) this.#removeTask(key, task);
    }
  }

  #setAgent(agent: AgentFacts): void {
    const before = this.#agents.get(agent.id)?.facts;
    if (before !== undefined && isSameHost(before, agent)) return;
    this.#remake(this.#taskKeysByAgent.get(agent.id), () => {
      if (before !== undefined) this.#records.remove(this.#agentRecords(before));
      this.#agents.set(agent.id, { facts: agent, host: deriveTaskHost(agent) });
      this.#records.add(this.#agentRecords(agent));
    });
  }

  #removeAgent(agentId: string): void {
    const agent = this.#agents.get(agentId)?.facts;
    if (agent === undefined) return;
    this.#remake(this.#taskKeysByAgent.get(agentId), () => {
      this.#agents.delete(agentId);
      this.#records.remove(this.#agentRecords(agent));
    });
  }

  #setFramework(framework: FrameworkFacts): void {
    const before = this.#frameworks.get(framework.id)?.facts;
    if (before !== undefined && before.name === framework.name && isSameHost(before, framework)) {
      return;
    }
    this.#remake(this.#taskKeysByFramework.get(framework.id), () => {
      if (before !== undefined) {
        this.#records.remove(generateFrameworkRecords(before, this.#settings));
      }
      const zones = deriveTaskZones(framework, this.#settings);
      this.#frameworks.set(framework.id, { facts: framework, zones });
      this.#records.add(generateFrameworkRecords(framework, this.#settings));
    });
  }

  #removeFramework(frameworkId: string): void {
    const framework = this.#frameworks.get(frameworkId)?.facts;
    if (framework === undefined) return;
    this.#remake(this.#taskKeysByFramework.get(frameworkId), () => {
      this.#frameworks.delete(frameworkId);
      this.#records.remove(generateFrameworkRecords(framework, this.#settings));
    });
  }

  /** Gives back under which key the task stands. */
  #setTask(task: TaskFacts): string {
    const key = taskKey(task.frameworkId, task.id);
    this.#carriedTaskKeys.delete(key);
    const before = this.#tasks.get(key);
    if (before === undefined) {
      link(this.#taskKeysByAgent, task.agentId, key);
      link(this.#taskKeysByFramework, task.frameworkId, key);
    } else if (before.agentId !== task.agentId) {
      unlink(this.#taskKeysByAgent, before.agentId, key);
      link(this.#taskKeysByAgent, task.agentId, key);
    }
    this.#replaceTask(key, before, task);
    return key;
  }

  #applyStatus(status: TaskStatusFacts): void {
    const key = taskKey(status.frameworkId, status.taskId);
    const before = this.#tasks.get(key);
    if (before === undefined) return;
    if (status.isEnded) {
      this.#removeTask(key, before);
      return;
    }
    const { addresses, at, isRunning } = status;
    const isNewer = addresses !== undefined && at >= before.addressesAt;
    this.#replaceTask(key, before, {
      ...before,
      isRunning,
      isHealthy: status.isHealthy ?? before.isHealthy,
      addresses: isNewer ? addresses : before.addresses,
      addressesAt: isNewer ? at : before.addressesAt,
    });
  }

  #replaceTask(key: string, before: TaskFacts | undefined, after: TaskFacts): void {
    this.#tasks.set(key, after);
    if (before !== undefined && this.#givesSameRecords(before, after)) return;
    // Both in one event: nobody sees the moment between.
    this.#passRecords(after, this.#add);
    if (before !== undefined) this.#passRecords(before, this.#remove);
  }

  #removeTask(key: string, task: TaskFacts): void {
    this.#passRecords(task, this.#remove);
    this.#tasks.delete(key);
    this.#carriedTaskKeys.delete(key);
    unlink(this.#taskKeysByAgent, task.agentId, key);
    unlink(this.#taskKeysByFramework, task.frameworkId, key);
  }

  /** Takes the records of tasks away, lets `change` happen, and makes them anew. */
  #remake(keys: ReadonlySet<string> | undefined, change: () => void): void {
    const tasks = [...(keys ?? [])].flatMap((key) => this.#tasks.get(key) ?? []);
    for (const task of tasks) this.#passRecords(task, this.#remove);
    change();
    for (const task of tasks) this.#passRecords(task, this.#add);
  }

  #published(task: TaskFacts): PublishedTask | undefined {
    if (!this.#isPublished(task)) return undefined;
    const framework = this.#frameworks.get(task.frameworkId)?.facts;
    const agent = this.#agents.get(task.agentId)?.facts;
    return framework === undefined || agent === undefined ? undefined : { task, framework, agent };
  }

  #isPublished({ isRunning, isHealthy }: TaskFacts): boolean {
    return isRunning && (isHealthy !== false || !this.#settings.healthyOnly);
  }

  #passRecords(task: TaskFacts, take: TakeRecord): void {
    if (!this.#isPublished(task)) return;
    const zones = this.#frameworks.get(task.frameworkId)?.zones;
    const host = this.#agents.get(task.agentId)?.host;
    if (zones === undefined || host === undefined) return;
    passTaskRecords(task, { zones, host, settings: this.#settings }, take);
  }

  #agentRecords(agent: AgentFacts): readonly GeneratedRecord[] {
    return generateAgentRecords(agent, this.#settings);
  }

  #givesSameRecords(left: TaskFacts, right: TaskFacts): boolean {
    return (
      this.#isPublished(left) === this.#isPublished(right) &&
      left.name === right.name &&
      left.agentId === right.agentId &&
      isSameAddresses(left.addresses, right.addresses) &&
      isSameList(left.ports, right.ports) &&
      isSameDiscovery(left, right)
    );
  }
}

// A framework picks its task ids itself, so two of them may use the same one.
function taskKey(frameworkId: string, taskId: string): string {
  return `${frameworkId}/${taskId}`;
}

function link(index: Map<string, Set<string>>, id: string, key: string): void {
  const keys = index.get(id);
  if (keys === undefined) index.set(id, new Set([key]));
  else keys.add(key);
}

function unlink(index: Map<string, Set<string>>, id: string, key: string): void {
  const keys = index.get(id);
  keys?.delete(key);
  if (keys?.size === 0) index.delete(id);
}

type Host = Pick<AgentFacts, 'addresses' | 'port'>;

function isSameHost(left: Host, right: Host): boolean {
  return left.port === right.port && isSameList(left.addresses, right.addresses);
}

function isSameAddresses(left: StatusAddresses, right: StatusAddresses): boolean {
  return (
    left === right ||
    (isSameList(left.netinfo, right.netinfo) &&
      isSameList(left.docker, right.docker) &&
      isSameList(left.mesos, right.mesos))
  );
}

function isSameDiscovery({ discovery: left }: TaskFacts, { discovery: right }: TaskFacts): boolean {
  if (left === undefined || right === undefined) return left === right;
  return (
    left.name === right.name &&
    left.ports.length === right.ports.length &&
    left.ports.every((port, at) => {
      const other = right.ports[at];
      return (
        port.number === other?.number &&
        port.name === other.name &&
        port.protocol === other.protocol
      );
    })
  );
}

function isSameList<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item, at) => item === right[at]);
}
