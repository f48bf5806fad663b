import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import { endPrograms, Program } from '../../support/stoa-process.ts';

// A client that someone else wrote, as it comes from npm.

let cluster: InProcessCluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await endPrograms();
  await cluster.close();
});

test('npm marathon-node leads an app and a group through their lives, by every call that it has', async () => {
  const script = join(import.meta.dirname, 'fixtures/marathon-node.cjs');
  const url = `http://${cluster.marathon}`;
  const program = new Program(process.execPath, ['--no-deprecation', script, url]);
  const code = await program.ended(50_000);
  expect({ code, stderr: program.stderr }).toEqual({ code: 0, stderr: '' });
  const told = new Map(
    program.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { what: string; answer: unknown })
      .map(({ what, answer }) => [what, answer]),
  );
  const deployed = { version: expect.any(String), deploymentId: expect.any(String) };
  expect(told.get('ping')).toBe('pong');
  expect(told.get('create')).toMatchObject({ id: '/npm', deployments: [{}] });
  expect(told.get('event')).toEqual([
    { actions: [{ action: 'StartApplication', app: '/npm' }] },
    { actions: [{ action: 'ScaleApplication', app: '/npm' }] },
  ]);
  expect(told.get('list')).toMatchObject({
    apps: [{ id: '/npm', tasksRunning: 1, tasks: [{ state: 'TASK_RUNNING' }] }],
  });
  for (const what of ['update', 'kill', 'restart', 'killTasks', 'destroy', 'roll back']) {
    expect([what, told.get(what)]).toEqual([what, deployed]);
  }
  const [task] = told.get('all tasks') as readonly { readonly id: string }[];
  expect(task).toMatchObject({ appId: '/npm', state: 'TASK_RUNNING', servicePorts: [10_000] });
  // The other id is that of a task that is no more.
  expect(told.get('kill by ids')).toMatchObject({ tasks: [{ id: task?.id }] });
  expect(told.get('tasks')).toMatchObject([{ appId: '/npm' }, { appId: '/npm' }]);
  expect(told.get('versions')).toHaveLength(4);
  expect(told.get('version')).toMatchObject({ id: '/npm', cmd: 'exec sleep 1000', instances: 1 });
  expect(told.get('queue')).toEqual({ queue: [] });
  expect(told.get('leader')).toEqual({ leader: cluster.marathon });
  expect(told.get('info')).toBe('marathon');
  expect(told.get('missing')).toEqual([404, { message: "App '/npm' does not exist" }]);
  for (const what of ['group create', 'group update', 'group destroy']) {
    expect([what, told.get(what)]).toEqual([what, deployed]);
  }
  expect(told.get('group list')).toMatchObject({ id: '/', groups: [{ id: '/many' }] });
  expect(told.get('group one')).toMatchObject({ id: '/many', apps: [{ id: '/many/a' }] });
  expect(told.get('group scaled')).toBe(2);
  expect(told.get('queued')).toBe(1);
  // 204 has nothing to tell.
  expect([told.has('reset delay'), told.get('reset delay')]).toEqual([true, undefined]);
  // They went with 1.5 (marathon-api.md §8).
  expect(told.get('gone')).toEqual([500, 500, 500]);
  expect(told.get('abdicate')).toEqual({ message: 'Leadership abdicated' });
});
