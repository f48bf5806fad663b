import { describe, expect, test } from '@jest/globals';
import { must, Random, seconds, timestamp } from '@stoa/common';
import type { LinkEvent, TaskInfo, TaskStatus } from '@stoa/proto';
import { Resources } from '@stoa/proto';
import { AgentKernel } from '../../../packages/agent/src/core/index.ts';
import type {
  AgentConfig,
  AgentEffect,
  AgentEvent,
} from '../../../packages/agent/src/core/index.ts';

const CONFIG: AgentConfig = {
  toldIp: undefined,
  processId: 'process-1',
  build: { version: '1.12.0', build_date: '2026-01-01 00:00:00', build_time: 1, build_user: 'me' },
  startedAt: timestamp(0),
  hostname: 'host',
  ip: '10.0.0.1',
  port: 5051,
  workDir: '/work',
  resources: Resources.of([]),
  attributes: [],
  domain: undefined,
  masters: ['m1:5050', 'm2:5050'],
  bootId: 'boot-1',
  registrationBackoff: seconds(1),
  executorShutdownGrace: seconds(5),
  executorReregistrationTimeout: seconds(2),
  executorEnvironment: {},
  sandboxDirectory: '/mnt/mesos/sandbox',
  canSwitchUser: false,
  frameworksHome: '',
  containerizers: ['docker', 'mesos'],
  hasCpuQuota: false,
  dockerGrace: seconds(5),
  flags: {},
};

const EMPTY = { agentId: undefined, bootId: undefined, frameworks: [], tasks: [] };

type EffectOf<K extends AgentEffect['kind']> = Extract<AgentEffect, { readonly kind: K }>;

/** A kernel with a clock in hand and a disk that keeps what it is told, unless it is broken. */
class Bench {
  readonly kernel = new AgentKernel(CONFIG, new Random(1));
  at = 1000;
  diskWorks = true;
  effects: AgentEffect[] = [];

  step(event: AgentEvent): readonly AgentEffect[] {
    const effects = this.kernel.step(event, timestamp(this.at));
    this.effects.push(...effects);
    for (const effect of effects) {
      if (effect.kind !== 'persist') continue;
      const { token } = effect;
      this.step(
        this.diskWorks
          ? { kind: 'persisted', token }
          : { kind: 'persistFailed', token, reason: 'disk full' },
      );
    }
    return effects;
  }

  link(event: LinkEvent): void {
    this.step({ kind: 'linkEvent', event });
  }

  take<K extends AgentEffect['kind']>(kind: K): readonly EffectOf<K>[] {
    const taken = this.effects.filter((effect): effect is EffectOf<K> => effect.kind === kind);
    this.effects = this.effects.filter((effect) => effect.kind !== kind);
    return taken;
  }

  updates(): readonly TaskStatus[] {
    return this.take('sendCall').flatMap(({ call }) =>
      call.update === undefined ? [] : [call.update.status],
    );
  }

  register(): void {
    this.step({ kind: 'recovered', checkpoint: EMPTY, observations: [] });
    this.step({ kind: 'timerFired', timer: 'registration/try' });
    this.link({ type: 'SUBSCRIBED', subscribed: { agent_id: { value: 'S1' } } });
  }

  run(id: string, more: Partial<TaskInfo> = {}): string {
    this.link({
      type: 'RUN_TASK',
      run_task: {
        framework_info: {
          id: { value: 'F' },
          name: 'f',
          user: '',
          capabilities: [{ type: 'TASK_KILLING_STATE' }],
        },
        task: {
          name: id,
          task_id: { value: id },
          agent_id: { value: 'S1' },
          command: { value: 'true' },
          ...more,
        },
      },
    });
    return [...this.kernel.view.tasks.values()].at(-1)?.container.containerId ?? '';
  }

  started(containerId: string): void {
    const running = { pid: 7, ipAddresses: [], inspection: undefined };
    this.step({ kind: 'containerStarted', containerId, running });
  }

  acknowledge(status: TaskStatus): void {
    const uuid = must(status.uuid, 'a uuid');
    this.link({
      type: 'ACKNOWLEDGE',
      acknowledge: { framework_id: { value: 'F' }, task_id: status.task_id, uuid },
    });
  }
}

describe('registration', () => {
  test('tries the first master at once, the next one after a refusal', () => {
    const bench = new Bench();
    bench.step({ kind: 'recovered', checkpoint: EMPTY, observations: [] });
    expect(bench.take('startTimer')).toEqual([
      { kind: 'startTimer', timer: 'registration/try', delay: 0 },
    ]);
    bench.step({ kind: 'timerFired', timer: 'registration/try' });
    expect(bench.take('openLink')[0]?.address).toBe('m1:5050');
    bench.step({ kind: 'linkClosed', reason: 'refused', leader: undefined });
    bench.step({ kind: 'timerFired', timer: 'registration/try' });
    expect(bench.take('openLink')[0]?.address).toBe('m2:5050');
  });

  test('follows the word of a master that does not lead, without waiting', () => {
    const bench = new Bench();
    bench.step({ kind: 'recovered', checkpoint: EMPTY, observations: [] });
    bench.step({ kind: 'timerFired', timer: 'registration/try' });
    bench.effects = [];
    bench.step({ kind: 'linkClosed', reason: 'not leading', leader: 'm9:5050' });
    expect(bench.take('startTimer')[0]).toMatchObject({ delay: 0 });
    bench.step({ kind: 'timerFired', timer: 'registration/try' });
    expect(bench.take('openLink')[0]?.address).toBe('m9:5050');
  });

  test('goes where the leader was looked up, whatever a master that lags behind says', () => {
    const bench = new Bench();
    bench.step({ kind: 'recovered', checkpoint: EMPTY, observations: [] });
    bench.step({ kind: 'masterDetected', address: 'new:5050' });
    bench.step({ kind: 'timerFired', timer: 'registration/try' });
    expect(bench.take('openLink')[0]?.address).toBe('new:5050');
    bench.step({ kind: 'linkClosed', reason: 'not leading', leader: 'old:5050' });
    bench.step({ kind: 'timerFired', timer: 'registration/try' });
    expect(bench.take('openLink')[0]?.address).toBe('new:5050');
  });

  test('asks a leader that was elected a moment ago again soon, and less and less often', () => {
    const bench = new Bench();
    bench.step({ kind: 'recovered', checkpoint: EMPTY, observations: [] });
    bench.step({ kind: 'masterDetected', address: 'new:5050' });
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
      bench.step({ kind: 'timerFired', timer: 'registration/try' });
      bench.effects = [];
      bench.step({ kind: 'linkClosed', reason: 'still reading', leader: undefined });
      return bench.take('startTimer')[0]?.delay ?? 0;
    });
    const longest = [200, 400, 800, 1600, 3200, 6400, 8000, 8000];
    waits.forEach((wait, at) => {
      expect(wait).toBeLessThanOrEqual(longest[at] ?? 0);
      expect(wait).toBeGreaterThanOrEqual((longest[at] ?? 0) / 2);
    });
  });

  test('looks for a master anew when pings stay away', () => {
    const bench = new Bench();
    bench.register();
    bench.step({ kind: 'timerFired', timer: 'registration/ping' });
    expect(bench.take('closeLink')).toHaveLength(1);
    expect(bench.kernel.view.registration.phase).toBe('detecting');
  });

  test('writes down who it is', () => {
    const bench = new Bench();
    bench.register();
    const writes = bench.take('persist').flatMap(({ writes }) => writes);
    expect(writes.map(({ key }) => key)).toEqual(['agent']);
  });
});

describe('a task', () => {
  test('is launched only when it is written down', () => {
    const bench = new Bench();
    bench.register();
    bench.diskWorks = false;
    bench.run('t');
    expect(bench.take('launchContainer')).toEqual([]);
    bench.diskWorks = true;
    bench.step({ kind: 'timerFired', timer: 'persist' });
    expect(bench.take('launchContainer')).toHaveLength(1);
  });

  test('is not run twice when the master says so twice', () => {
    const bench = new Bench();
    bench.register();
    bench.run('t');
    bench.run('t');
    expect(bench.take('launchContainer')).toHaveLength(1);
  });

  test('tells nothing that is not durable, and one update at a time', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    bench.diskWorks = false;
    bench.started(id);
    expect(bench.updates()).toEqual([]);
    bench.diskWorks = true;
    bench.step({ kind: 'timerFired', timer: 'persist' });
    const [starting, ...others] = bench.updates();
    expect(starting?.state).toBe('TASK_STARTING');
    expect(others).toEqual([]);
    bench.acknowledge(must(starting, 'an update'));
    expect(bench.updates().map(({ state }) => state)).toEqual(['TASK_RUNNING']);
  });

  test('is told to start, then to run; with a repetition, and once it ended, what is newest', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    const told = () =>
      bench
        .take('sendCall')
        .flatMap(({ call }) => call.update ?? [])
        .map(({ status, latest_state: latest }) => [status.state, latest]);
    bench.started(id);
    expect(told()).toEqual([['TASK_STARTING', 'TASK_STARTING']]);
    bench.step({ kind: 'timerFired', timer: `update/${id}` });
    expect(told()).toEqual([['TASK_STARTING', 'TASK_RUNNING']]);
    bench.step({ kind: 'containerEnded', containerId: id, end: { kind: 'exited', code: 0 } });
    bench.step({ kind: 'timerFired', timer: `update/${id}` });
    expect(told()).toEqual([['TASK_STARTING', 'TASK_FINISHED']]);
  });

  test('is told to start while its container is, so that RUNNING waits for nothing', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    bench.step({ kind: 'containerPrepared', containerId: id });
    bench.step({ kind: 'containerPrepared', containerId: id });
    const [starting, ...others] = bench.updates();
    expect([starting?.state, others]).toEqual(['TASK_STARTING', []]);
    bench.acknowledge(must(starting, 'an update'));
    expect(bench.updates()).toEqual([]);
    bench.started(id);
    expect(bench.updates().map(({ state }) => state)).toEqual(['TASK_RUNNING']);
  });

  test('is not told to start when its end is ordered, nor when it runs already', () => {
    const bench = new Bench();
    bench.register();
    const killed = bench.run('killed');
    bench.link({
      type: 'KILL_TASK',
      kill_task: { framework_id: { value: 'F' }, task_id: { value: 'killed' } },
    });
    bench.step({ kind: 'containerPrepared', containerId: killed });
    const late = bench.run('late');
    bench.started(late);
    bench.step({ kind: 'containerPrepared', containerId: late });
    expect(bench.updates().map(({ state }) => state)).toEqual(['TASK_STARTING']);
  });

  test('repeats an update with a doubling wait, the same record each time', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    bench.started(id);
    const [first] = bench.updates();
    const delays: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      const timer = `update/${id}`;
      delays.push(...bench.take('startTimer').flatMap((t) => (t.timer === timer ? [t.delay] : [])));
      bench.step({ kind: 'timerFired', timer });
      expect(bench.updates()).toEqual([first]);
    }
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 600, 600].map((count) => count * 1000));
  });

  test('is forgotten when its last update is acknowledged, and its id is free again', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    bench.started(id);
    bench.step({ kind: 'containerEnded', containerId: id, end: { kind: 'exited', code: 0 } });
    for (let left = 3; left > 0; left--) bench.acknowledge(must(bench.updates()[0], 'an update'));
    expect(bench.kernel.view.tasks.size).toBe(0);
    expect(bench.kernel.view.frameworks.size).toBe(0);
    bench.run('t');
    expect(bench.kernel.view.tasks.size).toBe(1);
  });

  test('that is killed while it starts never came to run', () => {
    const bench = new Bench();
    bench.register();
    const containerId = bench.run('t');
    bench.link({
      type: 'KILL_TASK',
      kill_task: { framework_id: { value: 'F' }, task_id: { value: 't' } },
    });
    expect(bench.take('stopContainer')).toMatchObject([{ force: false }]);
    bench.step({
      kind: 'containerFailed',
      containerId,
      message: 'aborted',
      isCancelled: true,
      isSandboxFault: false,
    });
    expect(bench.updates()).toMatchObject([
      { state: 'TASK_KILLED', reason: 'REASON_TASK_KILLED_DURING_LAUNCH', source: 'SOURCE_AGENT' },
    ]);
  });

  test('is killed by force after its grace; a second kill shortens the wait only', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    bench.started(id);
    const kill = (grace: number): void =>
      bench.link({
        type: 'KILL_TASK',
        kill_task: {
          framework_id: { value: 'F' },
          task_id: { value: 't' },
          kill_policy: { grace_period: { nanoseconds: BigInt(grace) * 1_000_000_000n } },
        },
      });
    const waits = (): readonly number[] =>
      bench.take('startTimer').flatMap((t) => (t.timer === `kill/${id}` ? [t.delay] : []));
    kill(10);
    expect(waits()).toEqual([10_000]);
    kill(20);
    expect(waits()).toEqual([]);
    kill(1);
    expect(waits()).toEqual([1000]);
    bench.take('stopContainer');
    bench.step({ kind: 'timerFired', timer: `kill/${id}` });
    expect(bench.take('stopContainer')).toMatchObject([{ force: true }]);
  });

  test('that takes too long in all fails', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t', { max_completion_time: { nanoseconds: 5_000_000_000n } });
    bench.started(id);
    bench.step({ kind: 'timerFired', timer: `completion/${id}` });
    bench.step({ kind: 'containerEnded', containerId: id, end: { kind: 'signalled', signal: 15 } });
    expect([...bench.kernel.view.tasks.values()][0]?.statuses.at(-1)).toMatchObject({
      state: 'TASK_FAILED',
      reason: 'REASON_MAX_COMPLETION_TIME_REACHED',
    });
  });

  test('with an executor of its own is refused with a reason', () => {
    const bench = new Bench();
    bench.register();
    bench.run('t', { command: undefined, executor: { executor_id: { value: 'e' } } });
    expect(bench.take('launchContainer')).toEqual([]);
    expect(bench.updates()).toMatchObject([{ state: 'TASK_FAILED', source: 'SOURCE_AGENT' }]);
  });

  test('with a path in its id is refused', () => {
    const bench = new Bench();
    bench.register();
    bench.run('../../etc');
    expect(bench.take('launchContainer')).toEqual([]);
    expect(bench.updates()).toMatchObject([{ state: 'TASK_FAILED' }]);
  });
});

describe('the end', () => {
  test('of a framework ends its tasks and keeps nothing for it', () => {
    const bench = new Bench();
    bench.register();
    const id = bench.run('t');
    bench.started(id);
    bench.link({
      type: 'SHUTDOWN_FRAMEWORK',
      shutdown_framework: { framework_id: { value: 'F' } },
    });
    expect(bench.take('stopContainer')).toHaveLength(1);
    bench.step({ kind: 'containerEnded', containerId: id, end: { kind: 'signalled', signal: 15 } });
    expect(bench.updates().at(-1)?.state).toBe('TASK_KILLED');
    expect(bench.kernel.view.tasks.size).toBe(0);
  });

  test('of the daemon leaves tasks alone unless told to end them', () => {
    const kept = new Bench();
    kept.register();
    kept.started(kept.run('t'));
    kept.step({ kind: 'stopRequested', stopTasks: false });
    expect(kept.take('stopContainer')).toEqual([]);
    expect(kept.take('terminate')).toHaveLength(1);

    const ended = new Bench();
    ended.register();
    const id = ended.run('t');
    ended.started(id);
    ended.step({ kind: 'stopRequested', stopTasks: true });
    expect(ended.take('terminate')).toEqual([]);
    expect(ended.take('stopContainer')).toHaveLength(1);
    ended.step({ kind: 'containerEnded', containerId: id, end: { kind: 'exited', code: 0 } });
    expect(ended.take('terminate')).toHaveLength(1);
  });

  test('by order of the master forgets who the agent was', () => {
    const bench = new Bench();
    bench.register();
    bench.effects = [];
    bench.link({ type: 'SHUTDOWN', error: { message: 'gone' } });
    expect(bench.take('persist').flatMap(({ writes }) => writes)).toEqual([
      { key: 'agent', value: undefined },
    ]);
    expect(bench.take('terminate')).toMatchObject([{ reason: 'gone' }]);
  });
});
