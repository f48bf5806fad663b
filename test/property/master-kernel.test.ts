import { expect, test } from '@jest/globals';
import { Random } from '@stoa/common';
import { isTerminal, Resources } from '@stoa/proto';
import type { FrameworkInfo, Offer, Resource, Task, TaskState } from '@stoa/proto';
import fc from 'fast-check';
import {
  amounts,
  AWARE,
  MasterHarness,
  type TestAgent,
  type TestFramework,
} from '../support/master-harness.ts';

const STEPS = 120;
const PORTS = [1, 2, 3];
const STATES: readonly TaskState[] = [
  'TASK_STARTING',
  'TASK_RUNNING',
  'TASK_FINISHED',
  'TASK_FAILED',
  'TASK_KILLED',
];

/** What one agent really runs: it answers for this whatever the master believes. */
class World {
  readonly master = new MasterHarness();
  readonly random: Random;
  readonly agents = new Map<number, TestAgent>();
  readonly ids = new Map<number, string>();
  readonly frameworks: TestFramework[] = [];
  readonly finals = new Map<string, TaskState>();
  names = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  move(): void {
    const moves = [
      () => this.join(),
      () => this.cutAgent(),
      () => this.subscribe(),
      () => this.cutFramework(),
      () => this.accept(),
      () => this.accept(),
      () => this.decline(),
      () => this.update(),
      () => this.update(),
      () => this.acknowledge(),
      () => this.pass(),
      () => this.teardown(),
      () => this.disk(),
    ];
    this.random.pick(moves)();
  }

  join(): void {
    const port = this.random.pick(PORTS);
    const id = this.random.chance(0.9) ? this.ids.get(port) : undefined;
    const tasks = id === undefined ? [] : this.#tasksOn(id).filter(() => this.random.chance(0.9));
    const agent = this.master.join({ port, id, tasks, frameworks: this.#infos() });
    this.agents.set(port, agent);
    const subscribed = agent.events.find(({ type }) => type === 'SUBSCRIBED')?.subscribed;
    if (subscribed !== undefined) this.ids.set(port, subscribed.agent_id.value);
  }

  cutAgent(): void {
    this.#agent()?.cut();
  }

  subscribe(): void {
    const old = this.random.chance(0.5) ? this.#framework() : undefined;
    const names = AWARE.filter((name) => name !== 'PARTITION_AWARE' || this.random.chance(0.5));
    const info: Partial<FrameworkInfo> = {
      roles: [this.random.pick(['a', 'b', 'a/c'])],
      failover_timeout: this.random.pick([0, 20, 1000]),
      checkpoint: this.random.chance(0.5),
      capabilities: names.map((type) => ({ type })),
      ...(old === undefined || old.id === '' ? {} : { id: { value: old.id } }),
    };
    this.frameworks.push(this.master.subscribe(info));
  }

  cutFramework(): void {
    const framework = this.#framework();
    if (framework !== undefined && !framework.isClosed) framework.cut();
  }

  accept(): void {
    const framework = this.#framework();
    const offers = framework?.takeOffers() ?? [];
    const offer = offers.length === 0 ? undefined : this.random.pick(offers);
    if (framework === undefined || offer === undefined) return;
    const executor = this.random.chance(0.3)
      ? { executor_id: { value: 'e' }, command: { value: 'x' }, resources: amounts('cpus:0.1') }
      : undefined;
    const cost = this.random.pick(['cpus:1;mem:100', 'cpus:0.3', 'cpus:9', 'ports:[31000-31002]']);
    framework.launch(offer, {
      name: `t${this.names++ % 40}`,
      resources: amounts(cost),
      executor,
    });
  }

  decline(): void {
    const framework = this.#framework();
    framework?.decline(framework.takeOffers(), this.random.pick([0, 5, 100]));
  }

  update(): void {
    const agent = this.#agent();
    const task = this.#anyTask();
    if (agent === undefined || task === undefined) return;
    const source = this.random.pick(['SOURCE_EXECUTOR', 'SOURCE_AGENT'] as const);
    const latest = this.random.pick(STATES);
    const state = this.random.pick(STATES);
    agent.update(task.framework_id.value, task.task_id.value, state, { source }, latest);
    if (this.random.chance(0.7)) return;
    const { framework_id } = task;
    const executor_exited = { framework_id, executor_id: { value: 'e' }, status: 0 };
    agent.call({ type: 'EXECUTOR_EXITED', executor_exited });
  }

  acknowledge(): void {
    const framework = this.#framework();
    for (const status of framework?.updates() ?? []) {
      if (status.uuid !== undefined) framework?.acknowledge(status);
    }
  }

  pass(): void {
    for (const agent of this.agents.values()) if (this.random.chance(0.8)) agent.pong();
    this.master.advance(this.random.pick([1, 1_000, 16_000]));
  }

  teardown(): void {
    if (this.random.chance(0.3)) this.#framework()?.call({ type: 'TEARDOWN' });
  }

  disk(): void {
    if (this.master.disk === 'works') this.master.disk = this.random.pick(['waits', 'broken']);
    else this.master.releaseDisk();
  }

  #agent(): TestAgent | undefined {
    return this.agents.get(this.random.pick(PORTS));
  }

  #framework(): TestFramework | undefined {
    return this.frameworks.length === 0 ? undefined : this.random.pick(this.frameworks);
  }

  #tasks(): readonly Task[] {
    return [...this.master.kernel.view.frameworks].flatMap(({ tasks, unreachableTasks }) => [
      ...tasks,
      ...unreachableTasks,
    ]);
  }

  #tasksOn(agentId: string): readonly Task[] {
    return this.#tasks()
      .filter(({ agent_id }) => agent_id.value === agentId)
      .map((task) => (isTerminal(task.state) ? task : { ...task, state: 'TASK_RUNNING' }));
  }

  #anyTask(): Task | undefined {
    const tasks = this.#tasks();
    return tasks.length === 0 ? undefined : this.random.pick(tasks);
  }

  #infos(): readonly FrameworkInfo[] {
    return Array.from(this.master.kernel.view.frameworks, ({ info }) => info);
  }
}

function sums(resources: Iterable<Resource>): ReadonlyMap<string, number> {
  return Resources.of([...resources])
    .unallocated()
    .quantities();
}

/** What is offered and used never exceeds what there is, and every book says the same. */
function checkConservation({ master }: World): void {
  const { view } = master.kernel;
  const held: Resource[] = [];
  for (const agent of view.agents) {
    const { used, offered } = agent.usage;
    held.push(...used, ...offered);
    for (const [name, amount] of sums([...used, ...offered])) {
      expect(amount).toBeLessThanOrEqual(agent.total.quantities().get(name) ?? 0);
    }
    expect(master.store.has(`registry/agents/${agent.info.id?.value}`)).toBe(true);
  }
  const booked = new Map(view.allocator.offeredOrAllocated);
  const scalars = held.filter(({ type }) => type === 'SCALAR');
  expect(booked).toEqual(new Map(sums(scalars)));
}

/** An offer is out only between those who are there, and its resources are in no other. */
function checkOffers({ master }: World): void {
  const seen = new Map<string, Offer[]>();
  for (const framework of master.kernel.view.frameworks) {
    for (const offer of framework.offers) {
      expect(framework.connected).toBe(true);
      const agentId = offer.agent_id.value;
      expect(master.agentView(agentId)?.active).toBe(true);
      seen.set(agentId, [...(seen.get(agentId) ?? []), offer]);
    }
  }
  for (const offers of seen.values()) {
    const ports = offers.flatMap(({ resources = [] }) =>
      resources.filter(({ name }) => name === 'ports'),
    );
    const each = ports.reduce((sum, port) => sum + count(port), 0);
    expect(each).toBe((sums(ports).get('ports') ?? 0) / 1000);
  }
}

function count({ ranges }: Resource): number {
  return (ranges?.range ?? []).reduce((sum, { begin, end }) => sum + end - begin + 1, 0);
}

test('whatever happens, resources are conserved and offers are between those who are there', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const world = new World(seed);
      for (let step = 0; step < STEPS; step++) {
        world.move();
        checkConservation(world);
        checkOffers(world);
      }
      world.master.releaseDisk();
      for (const { info } of world.master.kernel.view.frameworks) {
        expect(world.master.teardown(info.id?.value ?? '').status).toBe(200);
      }
      expect(world.master.kernel.view.allocator.offeredOrAllocated.size).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test('a seed gives the same course again, effect for effect', () => {
  const course = (): unknown => {
    const world = new World(42);
    for (let step = 0; step < STEPS; step++) world.move();
    return [world.master.traces, world.frameworks.map(({ events }) => events)];
  };
  expect(course()).toEqual(course());
});
