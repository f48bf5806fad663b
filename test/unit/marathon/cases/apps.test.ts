// Cases of apps from marathon-behaviour.md §13, through the API on the real kernel.
import { describe, expect, test } from '@jest/globals';
import {
  idsOf,
  instanceIdOf,
  MarathonServer,
  type Json,
} from '../../../support/marathon-server.ts';

const APP = { id: '/x', cmd: 'sleep 1000', cpus: 0.1, mem: 32 };

describe('creating', () => {
  test('case 1: a posted app is a 201, and its deployment ends with a success of its id', async () => {
    const server = new MarathonServer();
    const posted = await server.send('POST', '/v2/apps', APP);
    expect(posted.status).toBe(201);
    const [deployment] = posted.json['deployments'] as readonly Json[];
    expect(server.deployments()).toEqual([deployment!['id']]);
    expect(server.events('deployment_success')).toEqual([]);
    server.master.settle();
    expect(server.deployments()).toEqual([]);
    expect(server.events('deployment_success').map(({ id }) => id)).toEqual([deployment!['id']]);
  });

  test('case 2: an app that exists is a 409 when it is posted again, and stays as it is', async () => {
    const server = new MarathonServer();
    await server.run(APP);
    const before = await server.app('/x');
    const again = await server.send('POST', '/v2/apps', { ...APP, cmd: 'sleep 2' });
    expect(again).toMatchObject({
      status: 409,
      json: { message: 'An app with id [/x] already exists.' },
    });
    expect(await server.app('/x')).toEqual(before);
  });

  test('case 16: an app with nothing to run is a 422', async () => {
    const server = new MarathonServer();
    expect((await server.send('POST', '/v2/apps', { id: '/x' })).status).toBe(422);
    expect((await server.send('GET', '/v2/apps/x')).status).toBe(404);
  });

  test.each([{ mem: -1 }, { cpus: -0.1 }, { instances: -1 }])(
    'case 17: %j is a 422',
    async (members) => {
      const server = new MarathonServer();
      expect((await server.send('POST', '/v2/apps', { ...APP, ...members })).status).toBe(422);
    },
  );

  test('case 18: a tenth of an instance is a 422', async () => {
    const server = new MarathonServer();
    expect((await server.send('POST', '/v2/apps', { ...APP, instances: 0.1 })).status).toBe(422);
  });

  test('case 19: a container of Docker without its block is a 422 that says where', async () => {
    const server = new MarathonServer();
    const body = { ...APP, container: { type: 'DOCKER' } };
    const { status, json } = await server.send('PUT', '/v2/apps/x', body);
    expect(status).toBe(422);
    const details = json['details'] as readonly { readonly path: string }[];
    expect(details.map(({ path }) => path)).toContain('/container/docker');
  });

  test('case 38: what is to be fetched comes back with all five members as sent', async () => {
    const server = new MarathonServer();
    const fetch = [
      {
        uri: 'http://files.test/tool',
        extract: false,
        executable: true,
        cache: true,
        destPath: 'bin/tool',
      },
    ];
    await server.run({ ...APP, fetch });
    expect((await server.app('/x'))['fetch']).toEqual(fetch);
  });

  test('case 44: a resource limit below the processors asked for is a 422', async () => {
    const server = new MarathonServer();
    const body = { ...APP, cpus: 2, resourceLimits: { cpus: 1 } };
    const { status, json } = await server.send('POST', '/v2/apps', body);
    expect(status).toBe(422);
    expect(JSON.stringify(json)).toContain('resourceLimits');
  });
});

describe('changing', () => {
  test('case 8: two instances are two tasks, one instance again is one task', async () => {
    const server = new MarathonServer();
    const [first] = await server.run(APP);
    await server.ok('PUT', '/v2/apps/x', { instances: 2 });
    server.master.settle();
    expect(idsOf(await server.tasks('/x'))).toHaveLength(2);
    await server.ok('PUT', '/v2/apps/x', { instances: 1 });
    server.master.settle();
    expect(idsOf(await server.tasks('/x'))).toEqual([first!.id]);
    expect(server.master.running()).toHaveLength(1);
  });

  test('case 9: the same content put again restarts nothing', async () => {
    const server = new MarathonServer();
    const before = idsOf(await server.run({ ...APP, instances: 2 }));
    await server.ok('PUT', '/v2/apps/x', { ...APP, instances: 2 });
    server.master.pass(30);
    expect(idsOf(await server.tasks('/x'))).toEqual(before);
    expect(server.master.kills).toEqual([]);
  });

  test('case 10: another command replaces all tasks and never leaves fewer than the minimum', async () => {
    const server = new MarathonServer();
    const upgradeStrategy = { minimumHealthCapacity: 0.5, maximumOverCapacity: 0.5 };
    const before = idsOf(await server.run({ ...APP, instances: 5, upgradeStrategy }));
    let fewest = Infinity;
    server.master.watch = () => {
      fewest = Math.min(fewest, server.master.running('/x').length);
    };
    const { version } = await server.ok('PUT', '/v2/apps/x', { cmd: 'sleep 2000' });
    server.master.settle();
    const after = await server.tasks('/x');
    expect(after).toHaveLength(5);
    expect(after.every((task) => task.version === version && !before.includes(task.id))).toBe(true);
    expect(fewest).toBeGreaterThanOrEqual(3);
    expect(server.deployments()).toEqual([]);
  });

  test('case 11: a past version alone brings its definition back, to every task', async () => {
    const server = new MarathonServer();
    await server.run({ ...APP, instances: 2, labels: { colour: 'red' } });
    const past = await server.app('/x');
    await server.ok('PUT', '/v2/apps/x', { cmd: 'sleep 2000', labels: {} });
    server.master.settle();
    await server.ok('PUT', '/v2/apps/x', { version: past['version'] });
    server.master.settle();
    const now = await server.app('/x');
    const stored = await server.ok('GET', `/v2/apps/x/versions/${String(past['version'])}`);
    for (const name of Object.keys(stored)) {
      if (name === 'version' || name === 'versionInfo') continue;
      expect(now[name]).toEqual(stored[name]);
    }
    const commands = server.master.running('/x').map(({ info }) => info.command?.value);
    expect(commands).toEqual(['sleep 1000', 'sleep 1000']);
    expect((await server.tasks('/x')).map(({ version }) => version)).toEqual([
      now['version'],
      now['version'],
    ]);
  });

  test('case 12: a restart changes the id of every task and nothing of the definition', async () => {
    const server = new MarathonServer();
    const before = idsOf(await server.run({ ...APP, instances: 3 }));
    const definition = (app: Json): Json => {
      const shown = { ...app };
      for (const name of ['version', 'versionInfo', 'tasks', 'deployments']) delete shown[name];
      return shown;
    };
    const app = await server.app('/x');
    await server.ok('POST', '/v2/apps/x/restart');
    server.master.settle();
    const after = idsOf(await server.tasks('/x'));
    expect(after).toHaveLength(3);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    expect(definition(await server.app('/x'))).toEqual(definition(app));
  });

  test('case 13: a restart of an unknown app is a 404', async () => {
    const server = new MarathonServer();
    expect((await server.send('POST', '/v2/apps/none/restart')).status).toBe(404);
  });

  test('case 14: a deleted app loses its task and is known no more, nor are its tasks', async () => {
    const server = new MarathonServer();
    const [task] = await server.run(APP);
    await server.ok('DELETE', '/v2/apps/x');
    server.master.settle();
    expect(server.master.kills).toEqual([task!.id]);
    expect(server.master.alive()).toEqual([]);
    expect((await server.send('GET', '/v2/apps/x')).status).toBe(404);
    expect((await server.send('GET', '/v2/apps/x/tasks')).status).toBe(404);
  });

  test('case 15: deleting an unknown app is a 404', async () => {
    const server = new MarathonServer();
    expect((await server.send('DELETE', '/v2/apps/none')).status).toBe(404);
  });
});

describe('a deployment under way', () => {
  const NEVER = { ...APP, cpus: 10_000 };

  test('case 20: refuses a change with its id; a forced one takes over and it fails', async () => {
    const server = new MarathonServer();
    await server.run(NEVER);
    const [deployment] = server.deployments();
    const refused = await server.send('PUT', '/v2/apps/x', { cpus: 0.2 });
    expect(refused.status).toBe(409);
    expect(refused.json['deployments']).toEqual([{ id: deployment }]);
    await server.ok('PUT', '/v2/apps/x?force=true', { cpus: 0.2 });
    expect(server.events('deployment_failed').map(({ id }) => id)).toEqual([deployment]);
    server.master.settle();
    expect(await server.tasks('/x')).toHaveLength(1);
    expect(server.deployments()).toEqual([]);
  });

  test('case 21: of an app with no place is undone by its deletion, and the app is gone', async () => {
    const server = new MarathonServer();
    await server.run(NEVER);
    const [deployment] = server.deployments();
    const { deploymentId } = await server.ok('DELETE', `/v2/deployments/${deployment}`);
    expect(deploymentId).not.toBe(deployment);
    server.master.settle();
    expect(server.events('deployment_success').map(({ id }) => id)).toEqual([deploymentId]);
    expect((await server.send('GET', '/v2/apps/x')).status).toBe(404);
    expect(await server.ok('GET', '/v2/queue')).toEqual({ queue: [] });
  });

  test('case 22: deleted by force is a 202, it is gone, and the definition stays', async () => {
    const server = new MarathonServer();
    await server.run(NEVER);
    const [deployment] = server.deployments();
    const { status } = await server.send('DELETE', `/v2/deployments/${deployment}?force=true`);
    expect(status).toBe(202);
    expect(server.deployments()).toEqual([]);
    expect((await server.app('/x'))['cpus']).toBe(10_000);
  });

  test('case 114: beyond the limit a change is a 403, one forced over its own app is not', async () => {
    const server = new MarathonServer({ flags: { max_running_deployments: 2 } });
    await server.run({ ...NEVER, id: '/a' });
    await server.run({ ...NEVER, id: '/b' });
    expect((await server.send('POST', '/v2/apps', { ...APP, id: '/c' })).status).toBe(403);
    expect((await server.send('PUT', '/v2/apps/c?force=true', APP)).status).toBe(403);
    expect((await server.send('PUT', '/v2/apps/a?force=true', { cpus: 0.1 })).status).toBe(200);
    server.master.settle();
    expect(await server.tasks('/a')).toHaveLength(1);
    expect((await server.send('POST', '/v2/apps', { ...APP, id: '/c' })).status).toBe(201);
  });
});

describe('reading', () => {
  test('case 36: the list of apps has counts and deployments unasked', async () => {
    const server = new MarathonServer();
    await server.run(APP);
    const { apps } = await server.ok('GET', '/v2/apps');
    expect(apps).toMatchObject([
      { tasksStaged: 0, tasksRunning: 1, tasksHealthy: 0, tasksUnhealthy: 0, deployments: [] },
    ]);
  });

  test('case 37: all apps below a group are read under a star', async () => {
    const server = new MarathonServer();
    for (const id of ['/a/x', '/a/y', '/b/z']) await server.run({ ...APP, id });
    const json = await server.ok('GET', '/v2/apps/a/*');
    expect(Object.keys(json)).toEqual(['*']);
    expect((json['*'] as readonly Json[]).map(({ id }) => id).sort()).toEqual(['/a/x', '/a/y']);
  });

  test('case 46: versions are listed newest first, and each can be read', async () => {
    const server = new MarathonServer();
    await server.run(APP);
    const first = (await server.app('/x'))['version'];
    await server.ok('PUT', '/v2/apps/x', { cmd: 'sleep 2000' });
    server.master.settle();
    const second = (await server.app('/x'))['version'];
    const { versions } = await server.ok('GET', '/v2/apps/x/versions');
    expect(versions).toEqual([second, first]);
    const read = async (version: unknown) =>
      (await server.ok('GET', `/v2/apps/x/versions/${String(version)}`))['cmd'];
    expect(await read(first)).toBe('sleep 1000');
    expect(await read(second)).toBe('sleep 2000');
  });

  test('case 35: the last failed task is shown with its state and host', async () => {
    const server = new MarathonServer();
    const [task] = await server.run(APP);
    server.master.turnTo(task!.id, 'TASK_FAILED', { message: 'Command exited with status 3' });
    server.master.settle();
    const { apps } = await server.ok('GET', '/v2/apps?embed=apps.lastTaskFailure');
    expect(apps).toMatchObject([
      {
        lastTaskFailure: {
          state: 'TASK_FAILED',
          host: 'agent-1',
          appId: '/x',
          taskId: task!.id,
          slaveId: 'S1',
          message: 'Command exited with status 3',
        },
      },
    ]);
    expect(instanceIdOf(task!)).toMatch(/^x\.instance-/);
  });
});
