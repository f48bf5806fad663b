import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import {
  AppAnswerEnvelopeSchema,
  AppsSchema,
  DeploymentSchema,
  InfoSchema,
  QueueSchema,
  TasksSchema,
} from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import { until } from '../../support/until.ts';

// The API over sockets, with tasks that run: what a person with curl meets.

const SMALL = { cpus: 0.1, mem: 16, cmd: 'exec sleep 1000' };
let cluster: InProcessCluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.close();
});

const call: InProcessCluster['call'] = (method, path, body) => cluster.call(method, path, body);

/** Resolves when a deployment is over. */
async function deployed(answer: { readonly json: { readonly deploymentId: string } }) {
  const { deploymentId } = answer.json;
  await cluster.when(`${deploymentId} is over`, '/v2/deployments', (list: { id: string }[]) =>
    list.every(({ id }) => id !== deploymentId) ? true : undefined,
  );
}

async function create(app: object): Promise<void> {
  const { status, json } = await call('POST', '/v2/apps', { ...SMALL, ...app });
  expect(status).toBe(201);
  await deployed({ json: { deploymentId: json.deployments[0].id } });
}

async function taskIds(id: string): Promise<readonly string[]> {
  const { json } = await call('GET', `/v2/apps${id}/tasks`);
  return json.tasks.map((task: { id: string }) => task.id).sort();
}

async function remove(id: string): Promise<void> {
  await deployed(await call('DELETE', `/v2/apps${id}`));
  expect((await call('GET', `/v2/apps${id}`)).status).toBe(404);
}

function hasShape(schema: object, json: unknown): void {
  expect(compileSchema({ ...schema })(json)).toEqual({ ok: true, value: json });
}

describe('the life of an app', () => {
  test('is created, read, scaled, changed, rolled back, restarted and deleted', async () => {
    await create({ id: '/shop/web', labels: { tier: 'front' } });
    const first = await call('GET', '/v2/apps//shop/web');
    hasShape(AppAnswerEnvelopeSchema, first.json);
    const { version, portDefinitions } = first.json.app;
    expect(portDefinitions).toEqual([{ name: 'default', port: 10000, protocol: 'tcp' }]);
    expect(first.json.app).toMatchObject({ tasksRunning: 1, tasks: [{ state: 'TASK_RUNNING' }] });

    await deployed(await call('PUT', '/v2/apps/shop/web?partialUpdate=True', { instances: 2 }));
    const two = await taskIds('/shop/web');
    expect(two).toHaveLength(2);

    const same = await call('PUT', '/v2/apps/shop/web', { cmd: SMALL.cmd, instances: 2 });
    expect(same.status).toBe(200);
    await deployed(same);
    expect(await taskIds('/shop/web')).toEqual(two);

    await deployed(await call('PATCH', '/v2/apps/shop/web', { env: { A: '1' } }));
    const changed = await taskIds('/shop/web');
    expect(changed).toHaveLength(2);
    expect(changed.filter((id) => two.includes(id))).toEqual([]);

    const { json: list } = await call('GET', '/v2/apps/shop/web/versions');
    expect(list.versions).toHaveLength(3);
    expect([...list.versions].sort().reverse()).toEqual(list.versions);
    await deployed(await call('PUT', '/v2/apps/shop/web', { version }));
    const { json: back } = await call('GET', '/v2/apps/shop/web');
    expect(back.app).toMatchObject({ instances: 1, tasksRunning: 1, portDefinitions });
    expect(back.app.env).toBeUndefined();

    const before = await taskIds('/shop/web');
    await deployed(await call('POST', '/v2/apps/shop/web/restart'));
    expect(await taskIds('/shop/web')).not.toEqual(before);
    await remove('/shop/web');
    expect((await call('GET', '/v2/apps/shop/*')).status).toBe(404);
  });

  test('tasks are killed and come again, or take their instance along', async () => {
    await create({ id: '/kill', instances: 2 });
    const [one = '', other = ''] = await taskIds('/kill');
    const killed = await call('DELETE', `/v2/apps/kill/tasks/${one}`);
    expect(killed.json).toMatchObject({ task: { id: one, appId: '/kill' } });
    const again = one.replace(/\.1$/, '.2');
    await cluster.when('the instance runs again', '/v2/apps/kill/tasks', ({ tasks }) =>
      tasks.some((task: { id: string; state: string }) => {
        return task.id === again && task.state === 'TASK_RUNNING';
      })
        ? true
        : undefined,
    );
    const scaled = await call('POST', '/v2/tasks/delete?scale=true', { ids: [other] });
    await deployed(scaled);
    expect(await taskIds('/kill')).toEqual([again]);
    expect((await call('GET', '/v2/apps/kill')).json.app.instances).toBe(1);
    expect((await call('DELETE', '/v2/apps/kill/tasks/nobody')).json).toEqual({
      message: "Task 'nobody' does not exist",
    });
    await remove('/kill');
  });

  test('several apps are changed by one deployment', async () => {
    const apps = ['/many/a', '/many/b'].map((id) => ({ ...SMALL, id }));
    const created = await call('PUT', '/v2/apps', apps);
    expect(created.status).toBe(200);
    await deployed(created);
    const { json } = await call('GET', '/v2/apps/many/*');
    expect(json['*'].map((app: { id: string }) => app.id).sort()).toEqual(['/many/a', '/many/b']);
    const bad = await call('PATCH', '/v2/apps', [
      { id: '/many/a', instances: 2 },
      { id: '/none', cmd: 'ls' },
    ]);
    expect([bad.status, bad.json]).toEqual([404, { message: "App '/none' does not exist" }]);
    expect((await call('GET', '/v2/apps/many/a')).json.app.instances).toBe(1);
    await remove('/many/a');
    await remove('/many/b');
  });

  test('one that cannot be placed waits in the queue, locks, is forced and undone', async () => {
    const { json } = await call('POST', '/v2/apps', { ...SMALL, id: '/huge', cpus: 10_000 });
    const id: string = json.deployments[0].id;
    const { json: deployments } = await call('GET', '/v2/deployments');
    for (const deployment of deployments) hasShape(DeploymentSchema, deployment);
    expect(deployments).toMatchObject([
      {
        id,
        affectedApps: ['/huge'],
        totalSteps: 2,
        currentActions: [{ action: 'ScaleApplication' }],
      },
    ]);
    const { json: queue } = await call('GET', '/v2/queue');
    hasShape(QueueSchema, queue);
    expect(queue).toMatchObject({ queue: [{ count: 1, app: { id: '/huge' } }] });

    const locked = await call('PUT', '/v2/apps/huge', { cpus: 20_000 });
    expect(locked.status).toBe(409);
    expect(locked.json).toMatchObject({
      message: expect.stringContaining('App is locked by one or more deployments.'),
      deployments: [{ id }],
    });
    const forced = await call('PUT', '/v2/apps/huge?force=true', { cpus: 20_000 });
    expect(forced.status).toBe(200);
    const undone = await call('DELETE', `/v2/deployments/${forced.json.deploymentId}`);
    expect(undone.status).toBe(200);
    const stopped = await call('DELETE', `/v2/deployments/${undone.json.deploymentId}?force=true`);
    expect([stopped.status, stopped.text]).toEqual([202, '']);
    expect((await call('DELETE', '/v2/deployments/nobody')).json).toEqual({
      message: 'DeploymentPlan nobody does not exist',
    });
    await remove('/huge');
    expect((await call('GET', '/v2/queue')).json).toEqual({ queue: [] });
  });

  test('one whose command fails shows its last failure and waits for its turn', async () => {
    await call('POST', '/v2/apps', { ...SMALL, id: '/fails', cmd: 'exit 3', backoffSeconds: 60 });
    const app = await cluster.when('a failure is shown', '/v2/apps/fails', ({ app }) =>
      app.lastTaskFailure === undefined ? undefined : app,
    );
    expect(app.lastTaskFailure).toMatchObject({ appId: '/fails', state: 'TASK_FAILED' });
    const item = await cluster.when('it waits', '/v2/queue', ({ queue }) => queue[0]);
    expect(item.delay.overdue).toBe(false);
    expect(item.delay.timeLeftSeconds).toBeGreaterThan(0);
    const reset = await call('DELETE', '/v2/queue//fails/delay');
    expect([reset.status, reset.text]).toEqual([204, '']);
    expect((await call('DELETE', '/v2/queue/none/delay')).json).toEqual({
      message: 'Application /none not found in tasks queue.',
    });
    await deployed(await call('DELETE', '/v2/apps/fails'));
  });
});

describe('what is read', () => {
  test('has the form of the specification and no key of our own', async () => {
    await create({
      id: '/read',
      // Without delay the first try comes with the start, and has to find the task each time.
      instances: 5,
      healthChecks: [{ protocol: 'COMMAND', command: { value: 'true' }, delaySeconds: 0 }],
    });
    const embeds =
      '?embed=apps.tasks&embed=apps.taskStats&embed=apps.readiness&embed=apps.failures';
    hasShape(AppsSchema, (await call('GET', `/v2/apps${embeds}`)).json);
    hasShape(TasksSchema, (await call('GET', '/v2/tasks')).json);
    const { json: info } = await call('GET', '/v2/info');
    hasShape(InfoSchema, info);
    expect(info).toMatchObject({ name: 'marathon', elected: true, leader: cluster.marathon });
    expect((await call('GET', '/v2/leader')).json).toEqual({ leader: cluster.marathon });
    expect((await call('GET', '/v2/plugins')).json).toEqual({ plugins: [] });
    expect((await call('GET', '/ping')).text).toBe('pong');
    expect((await call('GET', '/metrics')).json).toMatchObject({
      gauges: { 'marathon.apps.active.gauge': { value: 1 } },
    });
    await remove('/read');
  });

  test('paths, methods and types that nobody knows are told in the form of the API', async () => {
    const told = async (method: string, path: string, init: RequestInit = {}) => {
      const answer = await fetch(`http://${cluster.marathon}${path}`, { method, ...init });
      const json: unknown = await answer.json();
      return [answer.status, json];
    };
    expect(await told('GET', '/v2/nothing')).toEqual([500, { message: 'URI not found' }]);
    expect(await told('PATCH', '/v2/info')).toEqual([405, { message: 'Method Not Allowed' }]);
    const form = { body: 'id=a', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    expect(await told('POST', '/v2/apps', form)).toEqual([
      415,
      { message: 'Unsupported Media Type' },
    ]);
    expect(await told('GET', '/v2/info', { headers: { Accept: 'text/html' } })).toEqual([
      406,
      { message: 'Not Acceptable' },
    ]);
    const [status, json] = await told('POST', '/v2/apps', {
      body: `{"id":"${'a'.repeat(9 * 1024 * 1024)}"}`,
      headers: { 'Content-Type': 'application/json' },
    });
    expect([status, json]).toMatchObject([413, { message: expect.stringContaining('limit') }]);
  });

  test('hostile bodies are refused and the daemon goes on', async () => {
    const deep = '{"a":'.repeat(1e6) + '1' + '}'.repeat(1e6);
    for (const [body, status] of [
      [deep, 400],
      ['{"id":', 400],
      ['{"id":"/a","cmd":"ls","cpus":NaN}', 400],
      ['{"id":"/a","cmd":"ls","cpus":1e308}', 422],
      ['{"id":"/a","cmd":"ls","mem":-1}', 422],
      ['{"id":"/a","cmd":"ls","instances":0.1}', 422],
      ['{"id":"/a/../../b/..","cmd":"ls"}', 422],
      ['{"id":"/a"}', 422],
      ['{"id":"/a","cmd":"ls","constraints":[["hostname","LIKE","(a+)+$("]]}', 422],
    ] as const) {
      const answer = await fetch(`http://${cluster.marathon}/v2/apps`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      expect([body.slice(0, 40), answer.status]).toEqual([body.slice(0, 40), status]);
      await answer.text();
    }
    expect((await call('GET', '/v2/apps')).json).toEqual({ apps: [] });
  });

  test('events of one type come to those who ask for it', async () => {
    const [host = '', port = ''] = cluster.marathon.split(':');
    const socket = connect(Number(port), host);
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    socket.write(
      `GET /v2/events?event_type=deployment_success&event_type=status_update_event HTTP/1.1\r\n` +
        `Host: ${cluster.marathon}\r\nAccept: text/event-stream\r\n\r\n`,
    );
    await until('the stream is open', () =>
      text.includes('text/event-stream') ? true : undefined,
    );
    await create({ id: '/told' });
    await until('the deployment is told', () =>
      text.includes('deployment_success') ? true : undefined,
    );
    socket.destroy();
    const types = [...text.matchAll(/^event: (\w+)\r?$/gm)].map(([, type]) => type);
    expect(new Set(types)).toEqual(new Set(['status_update_event', 'deployment_success']));
    const [, data = ''] = /^data: (.*deployment_success.*)$/m.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      eventType: 'deployment_success',
      plan: { steps: [{ actions: [{ action: 'StartApplication', app: '/told' }] }, {}] },
    });
    await remove('/told');
  });
});
