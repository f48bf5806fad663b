// Marathon's kernel with a clock in hand, a disk, and a master that does what it is told.
import { must, Random, timestamp, type StoreWrite } from '@stoa/common';
import type {
  Attribute,
  Offer,
  Resource,
  SchedulerCall,
  TaskInfo,
  TaskState,
  TaskStatus,
} from '@stoa/proto';
import {
  MarathonKernel,
  type Announcement,
  type ApiOutcome,
  type ApiRequest,
  type MarathonConfig,
  type MarathonEffect,
  type MarathonEvent,
  type ProbeOrder,
  type ProbeOutcome,
  type TaskView,
} from '../../packages/marathon/src/core/index.ts';
import { createConfig } from '../../packages/marathon/src/shell/marathon-config.ts';
import { marathonFlags, type MarathonFlags } from '../../packages/marathon/src/flags.ts';
import { withDefaults } from '../../packages/runtime/src/index.ts';
import { appId, shaped } from './marathon-apps.ts';

/** The configuration that these flags give. */
export function aConfig(flags: Partial<MarathonFlags> = {}): MarathonConfig {
  const full = withDefaults(marathonFlags, { master: 'm:5050', work_dir: '/data', ...flags });
  return createConfig(full, { hostname: 'marathon.test', user: 'root' }, () => 8080);
}

/** What an agent offers; amounts that are left out are plenty. */
export interface OfferShape {
  readonly id?: string;
  readonly host?: string;
  /** Its id; one for each host unless told. */
  readonly agent?: string;
  readonly role?: string;
  readonly cpus?: number;
  readonly mem?: number;
  readonly disk?: number;
  readonly gpus?: number;
  /** `[begin, end]`, or none. */
  readonly ports?: readonly (readonly [number, number])[];
  /** The role that everything is reserved for. */
  readonly reservedFor?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly zone?: string;
  readonly region?: string;
  /** A maintenance: from when (ms), and how long. */
  readonly unavailable?: { readonly from: number; readonly seconds?: number };
}

/** What probes find: all the same, or each its own. */
export type Answer = ProbeOutcome | ((order: ProbeOrder) => ProbeOutcome);

type CallType = NonNullable<SchedulerCall['type']>;

export class MarathonHarness {
  readonly config: MarathonConfig;
  kernel: MarathonKernel;
  at = Date.UTC(2026, 0, 1);
  readonly disk = new Map<string, Uint8Array>();
  diskWorks = true;
  /** Writes wait for `release` while set. */
  holdsWrites = false;
  readonly held: { readonly token: number; readonly writes: readonly StoreWrite[] }[] = [];
  calls: SchedulerCall[] = [];
  announced: Announcement[] = [];
  readonly outcomes = new Map<number, ApiOutcome>();
  readonly timers = new Map<string, number>();
  /** Names of timers in the order in which they were started, those that were started anew among them. */
  timersStarted: string[] = [];
  subscriptions: Extract<MarathonEffect, { kind: 'subscribe' }>[] = [];
  failures: string[] = [];
  /** Probes that nobody answered yet. */
  probes: ProbeOrder[] = [];
  traces: Extract<MarathonEffect, { kind: 'trace' }>[] = [];
  #lastReply = 0;
  #lastOffer = 0;
  #lastUuid = 0;

  constructor(flags: Partial<MarathonFlags> = {}) {
    this.config = aConfig(flags);
    this.kernel = new MarathonKernel(this.config, new Random(7));
  }

  /** A harness that is loaded and subscribed. */
  static ready(flags: Partial<MarathonFlags> = {}): MarathonHarness {
    const harness = new MarathonHarness(flags);
    harness.load();
    harness.subscribe();
    return harness;
  }

  load(): void {
    const entries = [...this.disk].map(([key, value]) => ({ key, value }));
    this.step({ kind: 'loaded', entries });
  }

  /** Subscribes, with a master of this region. */
  subscribe(region?: string): void {
    this.step({ kind: 'subscribed', frameworkId: 'F-1', master: 'm:5050' });
    const domain =
      region === undefined
        ? undefined
        : { fault_domain: { region: { name: region }, zone: { name: 'z' } } };
    const master_info = { id: 'M', ip: 0, port: 5050, domain };
    const subscribed = { framework_id: { value: 'F-1' }, master_info };
    this.step({ kind: 'schedulerEvent', event: { type: 'SUBSCRIBED', subscribed } });
  }

  /** Killed and started again on what its disk holds. */
  restart(): void {
    this.timers.clear();
    this.held.splice(0);
    this.calls = [];
    this.kernel = new MarathonKernel(this.config, new Random(this.at));
    this.at += 5000;
    this.load();
    this.subscribe();
  }

  step(event: MarathonEvent): void {
    for (const effect of this.kernel.step(event, timestamp(this.at))) this.#perform(effect);
  }

  /** Lets time pass; timers fire in their order. */
  advance(seconds: number): void {
    const end = this.at + seconds * 1000;
    for (;;) {
      let next: { readonly timer: string; readonly due: number } | undefined;
      for (const [timer, due] of this.timers) {
        if (due <= end && (next === undefined || due < next.due)) next = { timer, due };
      }
      if (next === undefined) break;
      this.timers.delete(next.timer);
      this.at = Math.max(this.at, next.due);
      this.step({ kind: 'timerFired', timer: next.timer });
    }
    this.at = end;
  }

  /** Ends one write that was held. */
  release(): void {
    const write = must(this.held.shift(), 'a held write');
    this.#settle(write.token, write.writes);
  }

  /** What became of a request; undefined while it is not answered. */
  ask(request: ApiRequest): ApiOutcome | undefined {
    const replyTo = ++this.#lastReply;
    this.at += 1;
    this.step({ kind: 'apiRequest', replyTo, request });
    return this.outcomes.get(replyTo);
  }

  create(
    json: { readonly id: string } & Readonly<Record<string, unknown>>,
  ): ApiOutcome | undefined {
    const id = appId(json.id);
    const full = { cmd: 'sleep 1000', cpus: 0.1, mem: 32, ...json };
    const change = { kind: 'create', id, json: { ...shaped(full), id: json.id } } as const;
    const source = { clientIp: '10.0.0.9', uri: '/v2/apps' };
    return this.ask({ kind: 'changeApps', changes: [change], force: false, source });
  }

  /** A partial PUT. */
  update(
    id: string,
    json: Readonly<Record<string, unknown>>,
    options: { readonly force?: boolean; readonly mayCreate?: boolean } = {},
  ): ApiOutcome | undefined {
    const { force = false, mayCreate = true } = options;
    const change = { kind: 'update', id: appId(id), json: shaped(json), mayCreate } as const;
    return this.ask({ kind: 'changeApps', changes: [change], force, source: undefined });
  }

  delete(id: string, force = true): ApiOutcome | undefined {
    return this.ask({ kind: 'deleteApp', id: appId(id), force });
  }

  /** Delivers an offer; gives the tasks that are launched on it. */
  offer(shape: OfferShape = {}): readonly TaskInfo[] {
    const before = this.launched().length;
    const id = shape.id ?? `O${++this.#lastOffer}`;
    const offer = anOffer({ ...shape, id });
    this.step({ kind: 'schedulerEvent', event: { type: 'OFFERS', offers: { offers: [offer] } } });
    return this.launched().slice(before);
  }

  /** All that was launched so far. */
  launched(): readonly TaskInfo[] {
    return this.callsOf('ACCEPT').flatMap(({ accept }) =>
      (accept?.operations ?? []).flatMap(({ launch }) => launch?.task_infos ?? []),
    );
  }

  callsOf(type: CallType): readonly SchedulerCall[] {
    return this.calls.filter((call) => call.type === type);
  }

  killed(): readonly string[] {
    return this.callsOf('KILL').map(({ kill }) => kill?.task_id.value ?? '');
  }

  /** Delivers a status of a task, with a uuid of its own. */
  status(taskId: string, state: TaskState, more: Partial<TaskStatus> = {}): void {
    const status: TaskStatus = {
      task_id: { value: taskId },
      agent_id: { value: 'S1' },
      state,
      timestamp: this.at / 1000,
      uuid: new Uint8Array([++this.#lastUuid, 1, 2, 3]),
      ...more,
    };
    this.step({ kind: 'schedulerEvent', event: { type: 'UPDATE', update: { status } } });
  }

  /** Offers until nothing is launched any more, and lets every launched task run. */
  runAll(shape: OfferShape = {}): readonly string[] {
    const ids: string[] = [];
    for (let round = 0; round < 1000; round++) {
      const tasks = this.offer(shape);
      if (tasks.length === 0) return ids;
      for (const { task_id } of tasks) {
        this.status(task_id.value, 'TASK_RUNNING');
        ids.push(task_id.value);
      }
    }
    throw new Error('launches without end');
  }

  /** Answers every probe that waits; gives the orders. */
  answerProbes(outcome: Answer): readonly ProbeOrder[] {
    const orders = this.probes.splice(0);
    for (const order of orders) {
      const { purpose, taskId, check, attempt } = order;
      const subject = { purpose, taskId, check, attempt };
      const found = typeof outcome === 'function' ? outcome(order) : outcome;
      this.step({ kind: 'probeEnded', subject, outcome: found });
    }
    return orders;
  }

  /** Lets time pass and answers the probes that came due. */
  probeAfter(seconds: number, outcome: Answer): readonly ProbeOrder[] {
    this.advance(seconds);
    return this.answerProbes(outcome);
  }

  tasks(id: string): readonly TaskView[] {
    return [...this.kernel.view.tasksOf(appId(id))];
  }

  running(id: string): readonly string[] {
    return this.tasks(id)
      .filter(({ condition }) => condition === 'Running')
      .map((task) => task.id);
  }

  app(id: string) {
    return this.kernel.view.app(appId(id));
  }

  deployments() {
    return [...this.kernel.view.deployments()];
  }

  /** Names of what listeners were told. */
  heard(): readonly string[] {
    return this.announced.map(({ kind }) => kind);
  }

  keys(prefix: string): readonly string[] {
    return [...this.disk.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  #perform(effect: MarathonEffect): void {
    switch (effect.kind) {
      case 'persist':
        if (this.holdsWrites) this.held.push(effect);
        else this.#settle(effect.token, effect.writes);
        return;
      case 'startTimer':
        this.timers.set(effect.timer, this.at + effect.delay);
        this.timersStarted.push(effect.timer);
        return;
      case 'cancelTimer':
        this.timers.delete(effect.timer);
        return;
      case 'call':
        this.calls.push(effect.call);
        return;
      case 'reply':
        this.outcomes.set(effect.replyTo, effect.outcome);
        return;
      case 'announce':
        this.announced.push(effect.announcement);
        return;
      case 'subscribe':
        this.subscriptions.push(effect);
        return;
      case 'fail':
        this.failures.push(effect.reason);
        return;
      case 'abdicate':
        this.failures.push('abdicated');
        return;
      case 'probe':
        this.probes.push(effect.order);
        return;
      case 'trace':
        this.traces.push(effect);
        return;
    }
  }

  #settle(token: number, writes: readonly StoreWrite[]): void {
    if (!this.diskWorks) {
      this.step({ kind: 'persistFailed', token, reason: 'no space left' });
      return;
    }
    for (const { key, value } of writes) {
      if (value === undefined) this.disk.delete(key);
      else this.disk.set(key, value);
    }
    this.step({ kind: 'persisted', token });
  }
}

/** An offer of this shape. */
export function anOffer(shape: OfferShape & { readonly id: string }): Offer {
  const { id, host = 'agent-1', role = '*', reservedFor, attributes = {} } = shape;
  const { zone, region = 'r' } = shape;
  const common = {
    role: reservedFor ?? '*',
    allocation_info: { role },
  };
  const scalar = (name: string, value: number): Resource => ({
    name,
    type: 'SCALAR',
    scalar: { value },
    ...common,
  });
  const ranges = shape.ports ?? [[31_000, 32_000]];
  const range = ranges.map(([begin, end]) => ({ begin, end }));
  return {
    id: { value: id },
    framework_id: { value: 'F-1' },
    agent_id: { value: shape.agent ?? (host === 'agent-1' ? 'S1' : `S-${host}`) },
    hostname: host,
    allocation_info: { role },
    attributes: Object.entries(attributes).map(([name, value]): Attribute => ({
      name,
      type: 'TEXT',
      text: { value },
    })),
    unavailability: unavailabilityOf(shape),
    ...(zone === undefined
      ? {}
      : { domain: { fault_domain: { region: { name: region }, zone: { name: zone } } } }),
    resources: [
      scalar('cpus', shape.cpus ?? 1000),
      scalar('mem', shape.mem ?? 1_000_000),
      scalar('disk', shape.disk ?? 1_000_000),
      ...(shape.gpus === undefined ? [] : [scalar('gpus', shape.gpus)]),
      { name: 'ports', type: 'RANGES', ranges: { range }, ...common },
    ],
  };
}

function unavailabilityOf({ unavailable }: OfferShape): Offer['unavailability'] {
  if (unavailable === undefined) return undefined;
  const { from, seconds } = unavailable;
  const nanoseconds = (ms: number): { nanoseconds: bigint } => ({
    nanoseconds: BigInt(ms) * 1_000_000n,
  });
  const duration = seconds === undefined ? undefined : nanoseconds(seconds * 1000);
  return { start: nanoseconds(from), duration };
}

/** The value of a variable in a task's environment. */
export function variableOf(task: TaskInfo | undefined, name: string): string | undefined {
  const variables = task?.command?.environment?.variables ?? [];
  return variables.find((variable) => variable.name === name)?.value;
}

/** The instance behind a task id. */
export function instanceOf(taskId: string): string {
  return taskId.slice(0, taskId.indexOf('._app.'));
}
