// A Docker that is restarted, hangs, or loses containers behind the agent's back: one of its own for
// each test, for nobody else's containers may suffer.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callDocker, openOwnDocker } from '../../../tools/machine/docker.mjs';
import { until } from '../../support/until.ts';
import { AgentHarness, shell } from './agent-harness.ts';

const IMAGE = 'stoa-test/busybox:1';
// Where Docker is, root is too, and a second dockerd may be started beside the first.
const describeDocker = process.env['DOCKER_HOST'] === undefined ? describe.skip : describe;

interface OwnDocker {
  readonly socketPath: string;
  readonly pid: number;
  start(): Promise<boolean>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

let agent: AgentHarness;
let docker: OwnDocker | undefined;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  await agent.close();
  await docker?.close();
  docker = undefined;
}, 90_000);

describeDocker('an agent whose Docker is in trouble', () => {
  test('keeps tasks over a restart of a Docker that keeps its containers', async () => {
    const own = await openWith('--live-restore');
    await agent.start({ docker_socket: own.socketPath });
    agent.master.run(waiting('kept', 'echo before', 'echo after; exit 4'));
    await agent.master.untilState('kept', 'TASK_RUNNING');
    await own.stop();
    await expectAnswers();
    await own.start();
    expect(agent.master.states('kept')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    open('kept');
    const { message } = await agent.master.untilState('kept', 'TASK_FAILED');
    expect(message).toBe('Container exited with status 4');
    expect(agent.read('kept', 'stdout')).toBe('before\nafter\n');
  }, 120_000);

  test('tells the end of tasks whose containers a restart of Docker ends', async () => {
    const own = await openWith();
    await agent.start({ docker_socket: own.socketPath });
    agent.master.run(waiting('ended', "trap 'exit 3' TERM; echo set", 'exit 4'));
    await agent.master.untilState('ended', 'TASK_RUNNING');
    const hasSet = (): true | undefined =>
      agent.read('ended', 'stdout') === 'set\n' ? true : undefined;
    await until('the trap', hasSet);
    await own.stop();
    await expectAnswers();
    await own.start();
    const { message } = await agent.master.untilState('ended', 'TASK_FAILED');
    expect(message).toBe('Container exited with status 3');
    agent.master.run(waiting('next', 'echo next', 'exit 5'));
    open('next');
    await agent.master.untilState('next', 'TASK_FAILED');
  }, 120_000);

  test('answers and runs plain tasks while Docker hangs, and goes on where it was', async () => {
    const own = await openWith();
    await agent.start({ docker_socket: own.socketPath });
    agent.master.run(waiting('held', 'echo held', 'exit 6'));
    agent.master.run(waiting('killed', 'echo killed', 'exit 6'));
    for (const id of ['held', 'killed']) await agent.master.untilState(id, 'TASK_RUNNING');
    process.kill(own.pid, 'SIGSTOP');
    // More than are launched at a time.
    const late = Array.from({ length: 20 }, (_, at) => `late-${at}`);
    for (const id of late) agent.master.run(waiting(id, 'echo late', 'exit 7'));
    agent.master.kill('killed', 1);
    agent.master.run({ id: 'plain', ...shell('exit 0') });
    await agent.master.untilState('plain', 'TASK_FINISHED');
    await expectAnswers();
    expect(agent.master.states('held')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    process.kill(own.pid, 'SIGCONT');
    await agent.master.untilState('killed', 'TASK_KILLED');
    for (const id of ['held', ...late]) open(id);
    for (const id of ['held', ...late]) await agent.master.untilState(id, 'TASK_FAILED');
    const messages = ['held', ...late].map((id) => agent.master.status(id, 'TASK_FAILED')?.message);
    expect(new Set(messages)).toEqual(
      new Set(['Container exited with status 6', 'Container exited with status 7']),
    );
  }, 180_000);

  test('starts while Docker hangs, and believes its tasks to run until Docker tells', async () => {
    const own = await openWith();
    await agent.start({ docker_socket: own.socketPath });
    agent.master.run(waiting('held', 'echo held', 'exit 6'));
    await agent.master.untilState('held', 'TASK_RUNNING');
    await agent.stop();
    process.kill(own.pid, 'SIGSTOP');
    await agent.start({ docker_socket: own.socketPath });
    await expectAnswers();
    expect(agent.master.states('held')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    open('held');
    process.kill(own.pid, 'SIGCONT');
    const { message } = await agent.master.untilState('held', 'TASK_FAILED');
    expect(message).toBe('Container exited with status 6');
  }, 120_000);

  test('fails a task whose container is removed behind its back', async () => {
    const own = await openWith();
    await agent.start({ docker_socket: own.socketPath });
    agent.master.run(waiting('gone', 'echo here', 'exit 6'));
    await agent.master.untilState('gone', 'TASK_RUNNING');
    const { text } = await callDocker(own.socketPath, 'GET', '/containers/json');
    const [container] = JSON.parse(text) as { Id: string }[];
    await callDocker(own.socketPath, 'DELETE', `/containers/${container?.Id ?? ''}?force=true`);
    const { reason, message } = await agent.master.untilState('gone', 'TASK_FAILED');
    // Whether it was still there to be asked is a matter of who came first.
    expect([
      { reason: 'REASON_EXECUTOR_TERMINATED', message: 'Executor terminated' },
      { reason: undefined, message: 'Container exited with status 137' },
    ]).toContainEqual({ reason, message });
  }, 120_000);
});

async function openWith(...more: string[]): Promise<OwnDocker> {
  docker = await openOwnDocker(more);
  return docker;
}

/** A task that does one thing, waits until it may go on, and does another. */
function waiting(id: string, first: string, last: string): { readonly id: string } {
  mkdirSync(gates(), { recursive: true });
  const script = `${first}; while [ ! -e ${join(gates(), id)} ]; do sleep 0.1; done; ${last}`;
  const task = {
    id,
    ...shell(script),
    container: {
      type: 'DOCKER',
      docker: { image: IMAGE, network: 'HOST' },
      volumes: [{ container_path: gates(), host_path: gates(), mode: 'RO' }],
    },
  };
  return task;
}

const gates = (): string => join(agent.directory, 'gates');
const open = (id: string): void => writeFileSync(join(gates(), id), '');

/** The middle of several answers of each endpoint comes within a second. */
async function expectAnswers(): Promise<void> {
  for (const path of ['/health', '/state', '/monitor/statistics']) {
    const spans: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const from = performance.now();
      expect((await agent.get(path)).status).toBe(200);
      spans.push(performance.now() - from);
    }
    spans.sort((a, b) => a - b);
    expect(spans[2]).toBeLessThan(1000);
  }
}
