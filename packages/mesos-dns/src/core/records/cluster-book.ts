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
  // By framework and id: a framework picks its task ids itself, so two of them may use the same one.
  readonly #tasks = new Map<string, Map<string, TaskFacts>>();
  readonly #tasksByAgent = new Map<string, Set<TaskFacts>>();
  // Of a leader before this one, until their agents come back to the new one.
  readonly #carriedTasks = new Set<TaskFacts>();
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
    let count = 0;
    for (const tasks of this.#tasks.values()) count += tasks.size;
    return count;
  }

  /** How many tasks keep their names although the leader has not heard of them yet. */
  get carriedCount(): number {
    return this.#carriedTasks.size;
  }

  *frameworks(): IterableIterator<FrameworkFacts> {
    for (const { facts } of this.#frameworks.values()) yield facts;
  }

  /** The tasks of a framework that have names, in the order in which they came. */
  *publishedTasks(frameworkId: string): IterableIterator<PublishedTask> {
    for (const task of this.#tasksOf(frameworkId)) {
      const published = this.#published(task);
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
      if (!frameworkIds.has(id) && !this.#tasks.has(id)) this.#removeFramework(id);
    }
  }

  #replaceTasks(tasks: readonly TaskFacts[]): void {
    // Of a first state nothing can be left over.
    const gone = new Set<TaskFacts>();
    for (const known of this.#tasks.values()) for (const task of known.values()) gone.add(task);
    for (const task of tasks) {
      const before = this.#setTask(task);
      if (before !== undefined) gone.delete(before);
    }
    for (const task of gone) if (!this.#carriedTasks.has(task)) this.#removeTask(task);
  }

  /** Gives up what has been carried over: its agents did not come back in time. */
  dropCarried(): void {
    for (const id of [...this.#carriedAgentIds]) {
      this.#dropCarriedTasks(id);
      this.#removeAgent(id);
    }
  }

  #carryOver({ recoveredAgentIds }: ClusterSnapshot): void {
    this.#carriedTasks.clear();
    this.#carriedAgentIds.clear();
    for (const agentId of recoveredAgentIds) {
      if (!this.#agents.has(agentId)) continue;
      this.#carriedAgentIds.add(agentId);
      for (const task of this.#tasksOn(agentId)) this.#carriedTasks.add(task);
    }
  }

  #dropCarriedTasks(agentId: string): void {
    if (!this.#carriedAgentIds.delete(agentId)) return;
    for (const task of this.#tasksOn(agentId)) {
      if (this.#carriedTasks.has(task)) this.#removeTask(task);
    }
  }

  #setAgent(agent: AgentFacts): void {
    const before = this.#agents.get(agent.id)?.facts;
    if (before !== undefined && isSameHost(before, agent)) return;
    this.#remake(this.#tasksOn(agent.id), () => {
      if (before !== undefined) this.#records.remove(this.#agentRecords(before));
      this.#agents.set(agent.id, { facts: agent, host: deriveTaskHost(agent) });
      this.#records.add(this.#agentRecords(agent));
    });
  }

  #removeAgent(agentId: string): void {
    const agent = this.#agents.get(agentId)?.facts;
    if (agent === undefined) return;
    this.#remake(this.#tasksOn(agentId), () => {
      this.#agents.delete(agentId);
      this.#records.remove(this.#agentRecords(agent));
    });
  }

  #setFramework(framework: FrameworkFacts): void {
    const before = this.#frameworks.get(framework.id)?.facts;
    if (before !== undefined && before.name === framework.name && isSameHost(before, framework)) {
      return;
    }
    this.#remake(this.#tasksOf(framework.id), () => {
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
    this.#remake(this.#tasksOf(frameworkId), () => {
      this.#frameworks.delete(frameworkId);
      this.#records.remove(generateFrameworkRecords(framework, this.#settings));
    });
  }

  /** Gives back what was known of the task before. */
  #setTask(task: TaskFacts): TaskFacts | undefined {
    const before = this.#tasks.get(task.frameworkId)?.get(task.id);
    this.#replaceTask(before, task);
    if (before !== undefined) this.#carriedTasks.delete(before);
    return before;
  }

  #applyStatus(status: TaskStatusFacts): void {
    const before = this.#tasks.get(status.frameworkId)?.get(status.taskId);
    if (before === undefined) return;
    if (status.isEnded) {
      this.#removeTask(before);
      return;
    }
    const { addresses, at, isRunning } = status;
    const isNewer = addresses !== undefined && at >= before.addressesAt;
    const after = {
      ...before,
      isRunning,
      isHealthy: status.isHealthy ?? before.isHealthy,
      addresses: isNewer ? addresses : before.addresses,
      addressesAt: isNewer ? at : before.addressesAt,
    };
    this.#replaceTask(before, after);
    if (this.#carriedTasks.delete(before)) this.#carriedTasks.add(after);
  }

  #replaceTask(before: TaskFacts | undefined, after: TaskFacts): void {
    if (before !== undefined) this.#leaveAgent(before);
    this.#keep(after);
    if (before !== undefined && this.#givesSameRecords(before, after)) return;
    // Both in one event: nobody sees the moment between.
    this.#passRecords(after, this.#add);
    if (before !== undefined) this.#passRecords(before, this.#remove);
  }

  #keep(task: TaskFacts): void {
    const known = this.#tasks.get(task.frameworkId);
    if (known === undefined) this.#tasks.set(task.frameworkId, new Map([[task.id, task]]));
    else known.set(task.id, task);
    const onAgent = this.#tasksByAgent.get(task.agentId);
    if (onAgent === undefined) this.#tasksByAgent.set(task.agentId, new Set([task]));
    else onAgent.add(task);
  }

  #removeTask(task: TaskFacts): void {
    this.#passRecords(task, this.#remove);
    const known = this.#tasks.get(task.frameworkId);
    known?.delete(task.id);
    if (known?.size === 0) this.#tasks.delete(task.frameworkId);
    this.#carriedTasks.delete(task);
    this.#leaveAgent(task);
  }

  #leaveAgent(task: TaskFacts): void {
    const onAgent = this.#tasksByAgent.get(task.agentId);
    onAgent?.delete(task);
    if (onAgent?.size === 0) this.#tasksByAgent.delete(task.agentId);
  }

  #tasksOf(frameworkId: string): readonly TaskFacts[] {
    return [...(this.#tasks.get(frameworkId)?.values() ?? [])];
  }

  #tasksOn(agentId: string): readonly TaskFacts[] {
    return [...(this.#tasksByAgent.get(agentId) ?? [])];
  }

  /** Takes the records of tasks away, lets `change` happen, and makes them anew. */
  #remake(tasks: readonly TaskFacts[], change: () => void): void {
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
