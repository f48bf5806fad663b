import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLog } from '@stoa/runtime';
import { join } from 'node:path';
import { startAgent, type RunningAgent } from '../../../packages/agent/src/index.ts';
import { startMaster, type RunningMaster } from '../../../packages/master/src/index.ts';
import { endTasksBelow } from '../../support/proc.ts';
import { callJson, endPrograms, Program, scratchDirectory } from '../../support/stoa-process.ts';

// A framework that someone else wrote, as it comes from npm: it knows Mesos, and nothing of us.

const silent = createLog({ daemon: 'test', sink: () => undefined });

let scratch: ReturnType<typeof scratchDirectory>;
let master: RunningMaster;
let agent: RunningAgent;

beforeEach(async () => {
  scratch = scratchDirectory();
  master = await startMaster({ port: 0, work_dir: join(scratch.path, 'master') }, { log: silent });
  agent = await startAgent(
    {
      master: [master.address],
      port: 0,
      work_dir: join(scratch.path, 'agent'),
      resources: 'cpus:4;mem:1024;disk:1024;ports:[31000-31100]',
      docker_socket: '/nonexistent/docker.sock',
    },
    { log: silent },
  );
});

afterEach(async () => {
  await endPrograms();
  await agent.close({ stopTasks: true });
  await master.close();
  endTasksBelow(scratch.path);
  scratch.remove();
});

interface Told {
  readonly subscribed?: string;
  readonly error?: string;
  readonly task?: string;
  readonly state?: string;
  readonly message?: string;
  readonly teardown?: string;
}

const get = (path: string) => callJson('GET', `http://${master.address}${path}`);

describe('npm mesos-framework', () => {
  test('registers, launches ten tasks and sees them finish', async () => {
    const [host = '', port = ''] = master.address.split(':');
    const script = join(import.meta.dirname, 'fixtures/ten-tasks.cjs');
    const program = new Program(process.execPath, ['--no-deprecation', script, host, port]);
    const code = await program.ended(50_000);
    expect({ code, stderr: program.stderr }).toEqual({ code: 0, stderr: '' });
    const told = program.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Told);
    expect(told.filter(({ error }) => error !== undefined)).toEqual([]);
    const id = told[0]?.subscribed ?? '';
    expect(id).toMatch(/^[\w-]+-\d{4}$/);
    const states = new Map<string, string[]>();
    for (const { task, state } of told) {
      if (task !== undefined) states.set(task, [...(states.get(task) ?? []), state ?? '']);
    }
    expect(states.size).toBe(10);
    for (const course of states.values()) {
      expect(course).toEqual(['TASK_STARTING', 'TASK_RUNNING', 'TASK_FINISHED']);
    }
    await expectCompleted(id);
  });
});

/** What the master remembers of a framework that left. */
async function expectCompleted(id: string): Promise<void> {
  const { json: state } = await get('/state');
  expect(state.frameworks).toEqual([]);
  const [completed] = state.completed_frameworks;
  expect({ id: completed.id, name: completed.name }).toEqual({ id, name: 'third-party' });
  const tasks: readonly { readonly state: string }[] = completed.completed_tasks;
  expect(tasks.map((task) => task.state)).toEqual(Array(10).fill('TASK_FINISHED'));
  const { json: agents } = await get('/slaves');
  expect(agents.slaves[0].used_resources).toMatchObject({ cpus: 0, mem: 0, disk: 0 });
}
