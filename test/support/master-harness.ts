import { minutes, must, Random, seconds, timestamp } from '@stoa/common';
import { Resources } from '@stoa/proto';
import type {
  FrameworkInfo,
  LinkCall,
  LinkCall_Subscribe,
  LinkEvent,
  LinkEvent_Type,
  MasterInfo,
  Offer,
  Offer_Operation,
  Resource,
  SchedulerCall,
  SchedulerCall_Subscribe,
  SchedulerEvent,
  SchedulerEvent_Type,
  Task,
  TaskInfo,
  TaskState,
  TaskStatus,
} from '@stoa/proto';
import { MasterKernel } from '../../packages/master/src/core/index.ts';
import type {
  ClusterChange,
  MasterConfig,
  MasterEffect,
  MasterEvent,
  RegistryEntry,
} from '../../packages/master/src/core/index.ts';

export const MASTER_INFO: MasterInfo = {
  id: 'm',
  ip: 16_777_343,
  port: 5050,
  pid: 'master@127.0.0.1:5050',
  hostname: 'localhost',
  version: '1.12.0',
  address: { hostname: 'localhost', ip: '127.0.0.1', port: 5050 },
  capabilities: [{ type: 'AGENT_UPDATE' }, { type: 'AGENT_DRAINING' }, { type: 'QUOTA_V2' }],
};

const CONFIG: MasterConfig = {
  master: MASTER_INFO,
  build: { version: '1.12.0' },
  startedAt: timestamp(0),
  flags: new Map(),
  roles: undefined,
  rootSubmissions: true,
  requireAgentDomain: false,
  allocationInterval: seconds(1),
  agentPingTimeout: seconds(15),
  maxAgentPingTimeouts: 5,
  agentReregisterTimeout: minutes(10),
  offerTimeout: undefined,
  maxCompletedFrameworks: 50,
  maxCompletedTasksPerFramework: 1000,
  maxUnreachableTasksPerFramework: 1000,
  minAllocatable: undefined,
  filterGpuResources: true,
  fairSharingExcludedResourceNames: [],
};

/** What a test's frameworks can do unless it says otherwise. */
export const AWARE = ['MULTI_ROLE', 'RESERVATION_REFINEMENT', 'PARTITION_AWARE'] as const;

/**
 * A master without a world: a clock in hand, a disk that keeps what it is told (or breaks, or waits),
 * and both ends of every stream. Agents answer pings while they are said to be alive.
 */
export class MasterHarness {
  readonly kernel: MasterKernel;
  readonly changes: ClusterChange[] = [];
  readonly traces: string[] = [];
  readonly failures: string[] = [];
  readonly store = new Map<string, Uint8Array>();
  readonly timers = new Map<string, number>();
  disk: 'works' | 'broken' | 'waits' = 'works';
  at = 1_000_000;
  persists = 0;
  readonly #scheduler = new Map<string, SchedulerEvent[]>();
  readonly #links = new Map<string, LinkEvent[]>();
  readonly #closed = new Set<string>();
  readonly #replies = new Map<number, { status: number; text: string | undefined }>();
  #waiting: Extract<MasterEffect, { readonly kind: 'persist' }>[] = [];
  #names = 0;

  constructor(config: Partial<MasterConfig> = {}, entries: readonly RegistryEntry[] = []) {
    this.kernel = new MasterKernel({ ...CONFIG, ...config }, new Random(7));
    for (const { key, value } of entries) this.store.set(key, value);
    this.step({ kind: 'becameLeader' });
  }

  step(event: MasterEvent): readonly MasterEffect[] {
    const effects = this.kernel.step(event, timestamp(this.at));
    for (const effect of effects) this.#perform(effect);
    return effects;
  }

  /** Lets time pass; every timer fires at its moment. */
  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const [timer, due] = [...this.timers].sort((a, b) => a[1] - b[1])[0] ?? [];
      if (timer === undefined || due === undefined || due > end) break;
      this.at = due;
      this.timers.delete(timer);
      this.step({ kind: 'timerFired', timer });
    }
    this.at = end;
  }

  /** What waited for the disk is durable now. */
  releaseDisk(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.disk = 'works';
    for (const effect of waiting) this.#perform(effect);
  }

  entries(): readonly RegistryEntry[] {
    return Array.from(this.store, ([key, value]) => ({ key, value }));
  }

  subscribe(
    info: Partial<FrameworkInfo> = {},
    more: Partial<SchedulerCall_Subscribe> = {},
  ): TestFramework {
    const streamId = `stream-${this.#names++}`;
    this.#scheduler.set(streamId, []);
    const framework_info: FrameworkInfo = {
      user: 'root',
      name: 'test',
      roles: ['*'],
      capabilities: AWARE.map((type) => ({ type })),
      ...info,
    };
    const framework_id = framework_info.id;
    const subscribe = { framework_info, ...more };
    const call: SchedulerCall = { type: 'SUBSCRIBE', framework_id, subscribe };
    this.step({ kind: 'frameworkSubscribed', streamId, call, principal: undefined });
    return new TestFramework(this, streamId, this.#scheduler.get(streamId) ?? []);
  }

  join(
    more: Partial<LinkCall_Subscribe> & { readonly port?: number; readonly id?: string } = {},
  ): TestAgent {
    const linkId = `link-${this.#names++}`;
    const events: LinkEvent[] = [];
    this.#links.set(linkId, events);
    const agent = new TestAgent(this, linkId, events);
    const { port = 5051, id, ...subscribe } = more;
    const call: LinkCall = {
      type: 'SUBSCRIBE',
      subscribe: {
        agent_info: {
          hostname: 'host',
          port,
          resources: amounts('cpus:4;mem:4096;disk:1000'),
          ...(id === undefined ? {} : { id: { value: id } }),
        },
        version: '1.12.0',
        capabilities: ['MULTI_ROLE', 'RESERVATION_REFINEMENT'],
        ...subscribe,
      },
    };
    this.step({ kind: 'agentSubscribed', linkId, call, ip: '10.0.0.1' });
    return agent;
  }

  isClosed(id: string): boolean {
    return this.#closed.has(id);
  }

  reply(
    call: SchedulerCall,
    streamId: string | undefined,
    principal?: string,
  ): {
    readonly status: number;
    readonly text: string | undefined;
  } {
    const requestId = this.#names++;
    this.step({ kind: 'schedulerCall', requestId, call, streamId, principal });
    return must(this.#replies.get(requestId), `a reply to ${call.type ?? 'a call'}`);
  }

  teardown(frameworkId: string): { readonly status: number; readonly text: string | undefined } {
    const requestId = this.#names++;
    this.step({ kind: 'teardownRequested', requestId, frameworkId });
    return must(this.#replies.get(requestId), 'a reply to a teardown');
  }

  counter(name: string): number {
    return this.kernel.view.counters.get(name) ?? 0;
  }

  framework(id: string) {
    const { frameworks, completedFrameworks } = this.kernel.view;
    return [...frameworks, ...completedFrameworks].find(({ info }) => info.id?.value === id);
  }

  agentView(id: string) {
    return [...this.kernel.view.agents].find(({ info }) => info.id?.value === id);
  }

  #perform(effect: MasterEffect): void {
    switch (effect.kind) {
      case 'persist':
        return this.#persist(effect);
      case 'startTimer':
        this.timers.set(effect.timer, this.at + effect.delay);
        return;
      case 'cancelTimer':
        this.timers.delete(effect.timer);
        return;
      case 'trace':
        this.traces.push(effect.event);
        return;
      case 'loadRegistry':
        this.step({ kind: 'registryLoaded', entries: this.entries() });
        return;
      case 'reply':
        this.#replies.set(effect.requestId, { status: effect.status, text: effect.text });
        return;
      case 'sendEvent':
        if (this.#closed.has(effect.streamId)) throw new Error('a record after the final chunk');
        this.#scheduler.get(effect.streamId)?.push(effect.event);
        return;
      case 'closeStream':
        this.#closed.add(effect.streamId);
        return;
      case 'sendAgent':
        return this.#toAgent(effect.linkId, effect.event);
      case 'closeAgentLink':
        this.#closed.add(effect.linkId);
        return;
      case 'clusterChanged':
        this.changes.push(effect.change);
        return;
      case 'fail':
        this.failures.push(effect.reason);
    }
  }

  #persist(effect: Extract<MasterEffect, { readonly kind: 'persist' }>): void {
    const { token, writes } = effect;
    if (this.disk === 'waits') {
      this.#waiting.push(effect);
      return;
    }
    this.persists++;
    if (this.disk === 'broken') {
      this.step({ kind: 'persistFailed', token, reason: 'no space left on device' });
      return;
    }
    for (const { key, value } of writes) {
      if (value === undefined) this.store.delete(key);
      else this.store.set(key, value);
    }
    this.step({ kind: 'persisted', token });
  }

  #toAgent(linkId: string, event: LinkEvent): void {
    if (this.#closed.has(linkId)) throw new Error('an event on a closed link');
    this.#links.get(linkId)?.push(event);
  }
}

/** A framework's end of its stream. */
export class TestFramework {
  readonly master: MasterHarness;
  readonly streamId: string;
  readonly events: SchedulerEvent[];
  /** Empty when it was refused. */
  readonly id: string;

  constructor(master: MasterHarness, streamId: string, events: SchedulerEvent[]) {
    this.master = master;
    this.streamId = streamId;
    this.events = events;
    const subscribed = events.find(({ type }) => type === 'SUBSCRIBED')?.subscribed;
    this.id = subscribed?.framework_id.value ?? '';
  }

  get types(): readonly (SchedulerEvent_Type | undefined)[] {
    return this.events.map(({ type }) => type);
  }

  get isClosed(): boolean {
    return this.master.isClosed(this.streamId);
  }

  /** All offers it was sent and has not taken yet. */
  takeOffers(): readonly Offer[] {
    return this.take('OFFERS').flatMap(({ offers }) => offers?.offers ?? []);
  }

  takeOffer(): Offer {
    return must(this.takeOffers()[0], 'an offer');
  }

  updates(): readonly TaskStatus[] {
    return this.take('UPDATE').flatMap(({ update }) =>
      update === undefined ? [] : [update.status],
    );
  }

  update(): TaskStatus {
    const updates = this.updates();
    if (updates.length !== 1) throw new Error(`${updates.length} updates, not one`);
    return must(updates[0], 'an update');
  }

  error(): string | undefined {
    return this.take('ERROR')[0]?.error?.message;
  }

  take(type: SchedulerEvent_Type): readonly SchedulerEvent[] {
    const taken = this.events.filter((event) => event.type === type);
    const left = this.events.filter((event) => event.type !== type);
    this.events.splice(0, this.events.length, ...left);
    return taken;
  }

  call(call: Omit<SchedulerCall, 'framework_id'>) {
    return this.master.reply({ framework_id: { value: this.id }, ...call }, this.streamId);
  }

  accept(offers: readonly Offer[], operations: readonly Offer_Operation[], refuse_seconds = 0) {
    const offer_ids = offers.map(({ id }) => id);
    return this.call({
      type: 'ACCEPT',
      accept: { offer_ids, operations, filters: { refuse_seconds } },
    });
  }

  launch(offer: Offer, ...tasks: readonly (Partial<TaskInfo> & { readonly name: string })[]) {
    const task_infos = tasks.map((task) => aTask(offer, task));
    return this.accept([offer], [{ type: 'LAUNCH', launch: { task_infos } }]);
  }

  decline(offers: readonly Offer[], refuse_seconds?: number) {
    const offer_ids = offers.map(({ id }) => id);
    const filters = refuse_seconds === undefined ? undefined : { refuse_seconds };
    return this.call({ type: 'DECLINE', decline: { offer_ids, filters } });
  }

  kill(id: string, agentId?: string) {
    const agent_id = agentId === undefined ? undefined : { value: agentId };
    return this.call({ type: 'KILL', kill: { task_id: { value: id }, agent_id } });
  }

  acknowledge({ agent_id, task_id, uuid }: TaskStatus) {
    const acknowledge = {
      agent_id: must(agent_id, 'an agent id'),
      task_id,
      uuid: must(uuid, 'a uuid'),
    };
    return this.call({ type: 'ACKNOWLEDGE', acknowledge });
  }

  reconcile(...tasks: readonly { readonly id: string; readonly agent?: string }[]) {
    const asked = tasks.map(({ id, agent }) => ({
      task_id: { value: id },
      agent_id: agent === undefined ? undefined : { value: agent },
    }));
    return this.call({ type: 'RECONCILE', reconcile: { tasks: asked } });
  }

  /** Its socket breaks. */
  cut(): void {
    this.master.step({ kind: 'frameworkStreamClosed', streamId: this.streamId });
  }
}

/** An agent's end of its link. */
export class TestAgent {
  readonly master: MasterHarness;
  readonly linkId: string;
  readonly events: LinkEvent[];

  constructor(master: MasterHarness, linkId: string, events: LinkEvent[]) {
    this.master = master;
    this.linkId = linkId;
    this.events = events;
  }

  get id(): string {
    const subscribed = this.events.find(({ type }) => type === 'SUBSCRIBED')?.subscribed;
    return must(subscribed, 'a SUBSCRIBED').agent_id.value;
  }

  get isClosed(): boolean {
    return this.master.isClosed(this.linkId);
  }

  take(type: LinkEvent_Type): readonly LinkEvent[] {
    const taken = this.events.filter((event) => event.type === type);
    const left = this.events.filter((event) => event.type !== type);
    this.events.splice(0, this.events.length, ...left);
    return taken;
  }

  call(call: LinkCall): void {
    this.master.step({ kind: 'agentCall', linkId: this.linkId, call });
  }

  pong(): void {
    this.call({ type: 'PONG', pong: {} });
  }

  update(
    framework: string,
    id: string,
    state: TaskState,
    more: Partial<TaskStatus> = {},
    latest = state,
  ): void {
    const status: TaskStatus = {
      task_id: { value: id },
      state,
      source: 'SOURCE_EXECUTOR',
      timestamp: this.master.at / 1000,
      uuid: uuidOf(`${id} ${state}`),
      ...more,
    };
    const framework_id = { value: framework };
    this.call({ type: 'UPDATE', update: { framework_id, status, latest_state: latest } });
  }

  /** Its link breaks. */
  cut(): void {
    this.master.step({ kind: 'agentLinkClosed', linkId: this.linkId });
  }
}

/** Resources of the text, as the wire has them. */
export function amounts(text: string): readonly Resource[] {
  return text.split(';').map((pair) => {
    const [name = '', value = ''] = pair.split(':');
    if (!value.startsWith('[')) return { name, type: 'SCALAR', scalar: { value: Number(value) } };
    const range = value
      .slice(1, -1)
      .split(',')
      .map((part) => part.split('-').map(Number))
      .map(([begin = 0, end = 0]) => ({ begin, end }));
    return { name, type: 'RANGES', ranges: { range } };
  });
}

/** A task of little cost on the offer's agent, its name for an id. */
export function aTask(offer: Offer, task: Partial<TaskInfo> & { readonly name: string }): TaskInfo {
  return {
    task_id: { value: task.name },
    agent_id: offer.agent_id,
    resources: amounts('cpus:0.1;mem:32'),
    ...(task.executor === undefined ? { command: { value: 'sleep 1' } } : {}),
    ...task,
  };
}

/** Sixteen bytes that stand for a name. */
export function uuidOf(name: string): Uint8Array {
  const bytes = new Uint8Array(16);
  Array.from(name).forEach((letter, at) => {
    const place = at % 16;
    bytes[place] = ((bytes[place] ?? 0) * 31 + letter.charCodeAt(0)) & 0xff;
  });
  return bytes;
}

/** What an agent tells of a task it runs. */
export function reported(task: Task, state: TaskState, more: Partial<Task> = {}): Task {
  const status = { task_id: task.task_id, state, uuid: uuidOf(`${task.name} ${state}`) };
  return { ...task, state, statuses: [status], ...more };
}

/** As messages print it. */
export function printed(resources: readonly Resource[] | undefined): string {
  return Resources.of(resources ?? [])
    .unallocated()
    .toString();
}
