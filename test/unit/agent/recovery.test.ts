import { describe, expect, test } from '@jest/globals';
import { must, Random, seconds, timestamp } from '@stoa/common';
import { Resources } from '@stoa/proto';
import type { Resource, TaskInfo } from '@stoa/proto';
import { AgentKernel } from '../../../packages/agent/src/core/index.ts';
import type {
  AgentConfig,
  AgentEffect,
  CheckpointedTask,
  ContainerEnd,
  ContainerObservation,
  DockerSpec,
} from '../../../packages/agent/src/core/index.ts';
import { planContainer } from '../../../packages/agent/src/core/containers/container-plan.ts';

const CONFIG: AgentConfig = {
  toldIp: undefined,
  processId: 'process-2',
  build: { version: '1.12.0', build_date: '2026-01-01 00:00:00', build_time: 1, build_user: 'me' },
  startedAt: timestamp(0),
  hostname: 'host',
  ip: '10.0.0.1',
  port: 5051,
  workDir: '/agent',
  resources: Resources.empty,
  attributes: [],
  domain: undefined,
  masters: ['m1:5050'],
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

const FRAMEWORK = { id: { value: 'F' }, name: 'f', user: '', capabilities: [] };

function checkpointed(more: Partial<CheckpointedTask>): CheckpointedTask {
  return {
    containerId: 'C',
    kind: 'docker',
    sandbox: '/agent/sandbox',
    frameworkId: 'F',
    task: { name: 't', task_id: { value: 'T' }, agent_id: { value: 'S1' } },
    acceptedAt: 1,
    phase: 'accepted',
    running: undefined,
    kill: undefined,
    statuses: [],
    pending: [],
    acknowledged: undefined,
    ...more,
  };
}

/** A kernel that took up one task; what it then wishes, and what the framework is to hear. */
class Recovered {
  readonly kernel = new AgentKernel(CONFIG, new Random(1));
  readonly effects: AgentEffect[] = [];

  constructor(task: CheckpointedTask, observations: readonly ContainerObservation[]) {
    const frameworks = [{ info: FRAMEWORK, isShutDown: false }];
    const checkpoint = { agentId: 'S1', bootId: 'boot-1', frameworks, tasks: [task] };
    this.#step({ kind: 'recovered', checkpoint, observations });
  }

  ends(end: ContainerEnd): void {
    this.#step({ kind: 'containerEnded', containerId: 'C', end });
  }

  found(): void {
    const running = { pid: undefined, ipAddresses: ['172.17.0.2'], inspection: '[]' };
    this.#step({ kind: 'containerStarted', containerId: 'C', running });
  }

  get kinds(): readonly string[] {
    return this.effects
      .map(({ kind }) => kind)
      .filter((kind) => kind.endsWith('Container'))
      .sort();
  }

  get states(): readonly string[] {
    const record = must(this.kernel.view.tasks.get('C'), 'the task');
    return record.stream.pending.map(({ status }) => status.state);
  }

  #step(event: Parameters<AgentKernel['step']>[0]): void {
    this.effects.push(...this.kernel.step(event, timestamp(1000)));
  }
}

describe('a task that an earlier life of the agent left', () => {
  const running = { pid: 7, ipAddresses: [], inspection: undefined };
  const isRunning: ContainerObservation = { kind: 'running', containerId: 'C', running };
  const hasExited: ContainerObservation = {
    kind: 'ended',
    containerId: 'C',
    end: { kind: 'exited', code: 3 },
  };
  const absent: ContainerObservation = { kind: 'absent', containerId: 'C' };
  const unknown: ContainerObservation = { kind: 'unknown', containerId: 'C' };

  test.each([
    ['runs on when the framework knows', 'running', isRunning, ['adoptContainer'], []],
    [
      'is told to run when it came to run unseen',
      'accepted',
      isRunning,
      ['adoptContainer'],
      ['TASK_STARTING', 'TASK_RUNNING'],
    ],
    ['tells its end', 'running', hasExited, [], ['TASK_FAILED']],
    [
      'tells that it ran before how it ended',
      'accepted',
      hasExited,
      [],
      ['TASK_STARTING', 'TASK_RUNNING', 'TASK_FAILED'],
    ],
    ['is dropped when it never began', 'accepted', absent, [], ['TASK_LOST']],
    ['is reported when it vanished', 'running', absent, [], ['TASK_FAILED']],
    ['is believed to run while nobody can tell', 'running', unknown, ['adoptContainer'], []],
    ['is waited for while nobody can tell', 'accepted', unknown, ['adoptContainer'], []],
    ['is cleaned up when its end is known', 'ended', absent, ['removeContainer'], []],
  ] as const)('%s', (_name, phase, observation, kinds, states) => {
    const recovered = new Recovered(checkpointed({ phase }), [observation]);
    expect(recovered.kinds).toEqual(kinds);
    expect(recovered.states).toEqual(states);
  });

  test('is never begun again, whatever was found', () => {
    for (const observation of [isRunning, hasExited, absent, unknown]) {
      const recovered = new Recovered(checkpointed({}), [observation]);
      expect(recovered.kinds).not.toContain('launchContainer');
    }
  });

  test('is told to run once Docker is back and shows it', () => {
    const recovered = new Recovered(checkpointed({}), [unknown]);
    recovered.found();
    expect(recovered.states).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    // Docker shows it again; the framework hears it once.
    recovered.found();
    expect(recovered.states).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
  });

  test('is dropped once Docker is back and does not know it', () => {
    const recovered = new Recovered(checkpointed({}), [unknown]);
    recovered.ends({ kind: 'vanished' });
    expect(recovered.states).toEqual(['TASK_LOST']);
    const [update] = must(recovered.kernel.view.tasks.get('C'), 'the task').stream.pending;
    expect(update?.status.reason).toBe('REASON_AGENT_RESTARTED');
  });

  test('tells its true end once Docker is back', () => {
    const recovered = new Recovered(checkpointed({}), [unknown]);
    recovered.ends({ kind: 'exited', code: 0 });
    expect(recovered.states).toEqual(['TASK_STARTING', 'TASK_RUNNING', 'TASK_FINISHED']);
  });

  test('that was to be killed is killed', () => {
    const kill = { cause: 'requested', deadline: timestamp(500) } as const;
    const recovered = new Recovered(checkpointed({ phase: 'running', kill }), [isRunning]);
    expect(recovered.kinds).toEqual(['adoptContainer', 'stopContainer']);
  });
});

describe('what Docker is asked for', () => {
  const amount = (name: string, value: number): Resource => ({
    name,
    type: 'SCALAR',
    scalar: { value },
  });
  const ports: Resource = {
    name: 'ports',
    type: 'RANGES',
    ranges: { range: [{ begin: 31_000, end: 31_001 }] },
  };
  const task = (more: Partial<TaskInfo>): TaskInfo => ({
    name: 't',
    task_id: { value: 'T' },
    agent_id: { value: 'S1' },
    resources: [amount('cpus', 0.5), amount('mem', 64), ports],
    command: { value: 'true' },
    ...more,
  });
  const mapped = (host_port: number, network: 'BRIDGE' | 'HOST' = 'BRIDGE'): Partial<TaskInfo> => ({
    container: {
      type: 'DOCKER',
      docker: { image: 'i', network, port_mappings: [{ host_port, container_port: 80 }] },
    },
  });
  const plan = (more: Partial<TaskInfo>) =>
    planContainer({
      config: CONFIG,
      agentId: 'S1',
      containerId: 'C',
      framework: FRAMEWORK,
      task: task(more),
    });
  const planned = (more: Partial<TaskInfo>): DockerSpec => {
    const spec = plan(more);
    if (!spec.ok || spec.value.kind !== 'docker') throw new Error('no plan for Docker');
    return spec.value;
  };

  test('ports that were granted, and no others', () => {
    const { HostConfig } = planned(mapped(31_001)).create;
    expect(HostConfig['PortBindings']).toEqual({ '80/tcp': [{ HostPort: '31001' }] });
    expect(plan(mapped(31_002))).toEqual({
      ok: false,
      error: 'Port [31002] not included in resources',
    });
    expect(plan({ ...mapped(31_000), resources: [amount('cpus', 1)] })).toEqual({
      ok: false,
      error: 'Port mappings require port resources',
    });
    expect(plan(mapped(31_000, 'HOST'))).toEqual({
      ok: false,
      error: 'Port mappings are only supported for bridge and user-defined networks',
    });
  });

  test('labels of the task, and those of the agent over them', () => {
    const labels = [
      { key: 'tier', value: 'one' },
      { key: 'stoa.agent', value: 'another' },
    ];
    const parameters = [{ key: 'label', value: 'stoa.task=another' }];
    const docker = { image: 'i', parameters };
    const spec = planned({ labels: { labels }, container: { type: 'DOCKER', docker } });
    expect(spec.create.Labels).toEqual({
      tier: 'one',
      'stoa.agent': 'S1',
      'stoa.container': 'C',
      'stoa.framework': 'F',
      'stoa.task': 'T',
    });
  });

  test('shares, memory and a hard limit of processor time', () => {
    const docker = { image: 'i', network: 'HOST' as const };
    const limits = { cpus: { value: 2 }, mem: { value: 128 } };
    const { HostConfig } = planned({ container: { type: 'DOCKER', docker }, limits }).create;
    expect(HostConfig).toMatchObject({
      CpuShares: 512,
      CpuPeriod: 100_000,
      CpuQuota: 200_000,
      Memory: 128 * 2 ** 20,
      MemoryReservation: 64 * 2 ** 20,
      NetworkMode: 'host',
    });
  });

  test('volumes with host paths, and none that lead astray', () => {
    const docker = { image: 'i' };
    const volume = { container_path: '/data', host_path: '/srv', mode: 'RO' as const };
    const good = planned({ container: { type: 'DOCKER', docker, volumes: [volume] } });
    expect(good.create.HostConfig['Binds']).toEqual(['/srv:/data:ro']);
    const astray = { ...volume, host_path: '/srv/../etc' };
    expect(plan({ container: { type: 'DOCKER', docker, volumes: [astray] } }).ok).toBe(false);
    const nowhere = { container_path: '/data', mode: 'RW' as const };
    expect(plan({ container: { type: 'DOCKER', docker, volumes: [nowhere] } })).toEqual({
      ok: false,
      error: 'Host path or volume source is required',
    });
  });
});
