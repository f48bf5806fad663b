// Cases of tasks and the queue from marathon-behaviour.md §13, through the API on the real kernel.
import { describe, expect, test } from '@jest/globals';
import { variableOf } from '../../../support/marathon-harness.ts';
import {
  idsOf,
  instanceIdOf,
  MarathonServer,
  type Json,
} from '../../../support/marathon-server.ts';

const APP = { id: '/x', cmd: 'sleep 1000', cpus: 0.1, mem: 32 };

describe('killing', () => {
  test('case 23: a task that is deleted comes back as the next incarnation of its instance', async () => {
    const server = new MarathonServer();
    const [first, second] = await server.run({ ...APP, instances: 2 });
    const answer = await server.ok('DELETE', `/v2/apps/x/tasks/${first!.id}`);
    expect(answer['task']).toMatchObject({ id: first!.id });
    server.master.settle();
    const next = `${instanceIdOf(first!)}._app.2`;
    expect(idsOf(await server.tasks('/x'))).toEqual([next, second!.id].sort());
    expect(idsOf(server.master.running())).toEqual([next, second!.id].sort());
  });

  test('case 24: deleted with scale it takes the app down to one instance', async () => {
    const server = new MarathonServer();
    const [first, second] = await server.run({ ...APP, instances: 2 });
    const answer = await server.ok('DELETE', `/v2/apps/x/tasks/${first!.id}?scale=true`);
    expect(Object.keys(answer).sort()).toEqual(['deploymentId', 'version']);
    server.master.settle();
    expect((await server.app('/x'))['instances']).toBe(1);
    expect(idsOf(await server.tasks('/x'))).toEqual([second!.id]);
    expect(idsOf(server.master.running())).toEqual([second!.id]);
  });

  test('case 25: deleted by host only those on that host are killed', async () => {
    const server = new MarathonServer({ agents: [{ host: 'a' }, { host: 'b' }] });
    const constraints = [['hostname', 'UNIQUE']];
    const tasks = await server.run({ ...APP, instances: 2, constraints });
    const onA = tasks.filter(({ host }) => host === 'a');
    expect(onA).toHaveLength(1);
    const { tasks: killed } = await server.ok('DELETE', '/v2/apps/x/tasks?host=a');
    expect((killed as readonly Json[]).map(({ id }) => id)).toEqual(idsOf(onA));
    server.master.settle();
    expect(server.master.kills).toEqual(idsOf(onA));
  });

  test('case 26: scale and wipe together are a 400', async () => {
    const server = new MarathonServer();
    const [task] = await server.run(APP);
    for (const path of ['', `/${task!.id}`]) {
      const target = `/v2/apps/x/tasks${path}?scale=true&wipe=true`;
      expect((await server.send('DELETE', target)).status).toBe(400);
    }
    expect(server.master.kills).toEqual([]);
  });

  test('case 27: killed with wipe it is followed by another instance', async () => {
    const server = new MarathonServer();
    const [task] = await server.run(APP);
    await server.ok('DELETE', `/v2/apps/x/tasks/${task!.id}?wipe=true`);
    server.master.settle();
    const [next] = await server.tasks('/x');
    expect(next!.state).toBe('TASK_RUNNING');
    expect(instanceIdOf(next!)).not.toBe(instanceIdOf(task!));
  });

  test.each([
    ['OLDEST_FIRST', 1],
    ['YOUNGEST_FIRST', 0],
  ] as const)(
    'case 45: with %s the other one survives a scale to 1',
    async (killSelection, left) => {
      const server = new MarathonServer();
      const [older] = await server.run({ ...APP, killSelection });
      server.master.pass(10);
      await server.ok('PUT', '/v2/apps/x', { instances: 2 });
      server.master.settle();
      const younger = (await server.tasks('/x')).find(({ id }) => id !== older!.id);
      await server.ok('PUT', '/v2/apps/x', { instances: 1 });
      server.master.settle();
      expect(idsOf(await server.tasks('/x'))).toEqual([[older, younger][left]!.id]);
    },
  );

  test.each([
    [20, 20_000_000_000n],
    [0, 0n],
  ])('case 117: a grace of %d s goes with the task to its agent', async (seconds, nanoseconds) => {
    const server = new MarathonServer();
    await server.run({ ...APP, taskKillGracePeriodSeconds: seconds });
    const [task] = server.master.running();
    expect(task!.info.kill_policy).toEqual({ grace_period: { nanoseconds } });
  });

  test('case 110: a task that the leader does not know is killed', async () => {
    const server = new MarathonServer();
    await server.run(APP);
    const { marathon } = server;
    const stray = 'zombie.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002._app.1';
    marathon.status(stray, 'TASK_RUNNING');
    marathon.advance(31);
    expect(marathon.killed()).toEqual([stray, stray]);
  });
});

describe('a task that ends', () => {
  test('case 28: with 0 is launched again after a delay, as the next incarnation', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, backoffSeconds: 10 });
    server.master.turnTo(task!.id, 'TASK_FINISHED');
    server.master.settle();
    expect(server.master.alive()).toEqual([]);
    server.master.pass(9);
    expect(server.master.alive()).toEqual([]);
    server.master.pass(2);
    expect(idsOf(server.master.running())).toEqual([`${instanceIdOf(task!)}._app.2`]);
  });

  test('case 29: badly has its app wait, with the time that is left', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, backoffSeconds: 30 });
    server.master.turnTo(task!.id, 'TASK_FAILED');
    server.master.settle();
    expect(await server.waiting('/x')).toMatchObject({
      count: 1,
      delay: { overdue: false, timeLeftSeconds: 30 },
    });
    server.master.pass(10);
    expect(await server.waiting('/x')).toMatchObject({ delay: { timeLeftSeconds: 20 } });
  });

  test('case 30: badly does not delay another configuration', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, backoffSeconds: 3600 });
    server.master.turnTo(task!.id, 'TASK_FAILED');
    server.master.settle();
    await server.ok('PUT', '/v2/apps/x', { cmd: 'sleep 2000' });
    server.master.settle();
    expect(server.master.running().map(({ info }) => info.command?.value)).toEqual(['sleep 2000']);
  });

  test('case 31: badly waits no more once its delay is deleted', async () => {
    const server = new MarathonServer({ agents: [{ cpus: 1 }] });
    const [task] = await server.run({ ...APP, cpus: 1, backoffSeconds: 3600 });
    server.master.turnTo(task!.id, 'TASK_FAILED');
    server.master.settle();
    expect((await server.send('DELETE', '/v2/queue/x/delay')).status).toBe(204);
    expect(await server.waiting('/x')).toMatchObject({
      delay: { overdue: true, timeLeftSeconds: 0 },
    });
    server.master.settle();
    expect(server.master.running()).toHaveLength(1);
  });
});

describe('the queue', () => {
  test('case 32: the delay of an unknown app is a 404', async () => {
    const server = new MarathonServer();
    expect((await server.send('DELETE', '/v2/queue/none/delay')).status).toBe(404);
  });

  test('case 33: holds what is too large, and says that it was for the processors', async () => {
    const server = new MarathonServer();
    await server.run({ ...APP, cpus: 10_000, instances: 3 });
    expect(await server.waiting('/x')).toMatchObject({ count: 3 });
    expect(Object.keys(await server.declined('/x'))).toEqual(['InsufficientCpus']);
  });

  test('case 34: is an empty list when nothing waits', async () => {
    const server = new MarathonServer();
    await server.run(APP);
    expect(await server.ok('GET', '/v2/queue')).toEqual({ queue: [] });
  });
});

describe('ports', () => {
  test('case 39: that are required are the ports of the task, in their order', async () => {
    const server = new MarathonServer();
    const portDefinitions = [{ port: 31_500 }, { port: 31_200 }];
    const [task] = await server.run({ ...APP, requirePorts: true, portDefinitions });
    expect(task!.ports).toEqual([31_500, 31_200]);
  });

  test('case 40: that are left open are two on the host, and two of the service range', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, portDefinitions: [{ port: 0 }, { port: 0 }] });
    expect(new Set(task!.ports).size).toBe(2);
    const definitions = (await server.app('/x'))['portDefinitions'] as readonly {
      readonly port: number;
    }[];
    const service = definitions.map(({ port }) => port);
    expect(new Set(service).size).toBe(2);
    expect(service.every((port) => port >= 10_000 && port <= 20_000)).toBe(true);
  });

  test('case 41: that are none are none, and no variable speaks of any', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, portDefinitions: [] });
    expect(task!.ports).toEqual([]);
    const [launched] = server.master.running();
    const names = (launched!.info.command?.environment?.variables ?? []).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('PORT'))).toEqual([]);
    expect(names).toContain('HOST');
  });

  test('case 42: with a name are told to the task by it', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, portDefinitions: [{ port: 0, name: 'http' }] });
    const [launched] = server.master.running();
    expect(variableOf(launched!.info, 'PORT_HTTP')).toBe(String(task!.ports[0]));
  });

  test('case 43: and the host carry the prefix, what tells of the app does not', async () => {
    const server = new MarathonServer({ flags: { env_vars_prefix: 'MY_' } });
    await server.run(APP);
    const [launched] = server.master.running();
    expect(variableOf(launched!.info, 'MY_HOST')).toBe('agent-1');
    expect(variableOf(launched!.info, 'MY_PORT0')).toMatch(/^\d+$/);
    expect(variableOf(launched!.info, 'HOST')).toBeUndefined();
    expect(variableOf(launched!.info, 'PORT0')).toBeUndefined();
    expect(variableOf(launched!.info, 'MARATHON_APP_ID')).toBe('/x');
    expect(variableOf(launched!.info, 'MY_MARATHON_APP_ID')).toBeUndefined();
  });
});
