import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GroupPreviewSchema, GroupSchema } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import type { Answer } from '../../support/stoa-process.ts';

// Groups over sockets, with tasks that run: a small shop is deployed, changed, brought back, deleted.

const RUN = { cmd: 'exec sleep 1000', cpus: 0.1, mem: 16 };
const SHOP = {
  id: '/shop',
  groups: [
    { id: 'front', dependencies: ['../back'], apps: [{ ...RUN, id: 'web', instances: 2 }] },
    {
      id: 'back',
      apps: [
        { ...RUN, id: 'api', dependencies: ['db'] },
        { ...RUN, id: 'db' },
      ],
    },
  ],
};
const UI_POLL = ['groups', 'apps', 'apps.deployments', 'apps.counts', 'apps.readiness']
  .map((part) => `embed=group.${part}`)
  .join('&');

let cluster: InProcessCluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.close();
});

const call: InProcessCluster['call'] = (method, path, body) => cluster.call(method, path, body);

/** A change that is taken, and over when this resolves. */
async function deploy(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await call(method, path, body);
  expect([answer.status, answer.json]).toEqual([
    method === 'POST' ? 201 : 200,
    { version: expect.any(String), deploymentId: expect.any(String) },
  ]);
  const { deploymentId } = answer.json;
  await cluster.when(`${deploymentId} is over`, '/v2/deployments', (list: { id: string }[]) =>
    list.every(({ id }) => id !== deploymentId) ? true : undefined,
  );
  return answer;
}

interface TaskJson {
  readonly id: string;
  readonly startedAt: string;
}

async function tasks(id: string): Promise<readonly TaskJson[]> {
  const { json } = await call('GET', `/v2/apps${id}/tasks`);
  return json.tasks;
}

const idsOf = (list: readonly TaskJson[]): readonly string[] => list.map(({ id }) => id).sort();

test('a group is deployed in the order of its dependencies', async () => {
  await deploy('POST', '/v2/groups', SHOP);
  const [db] = await tasks('/shop/back/db');
  const [api] = await tasks('/shop/back/api');
  const web = await tasks('/shop/front/web');
  expect(web).toHaveLength(2);
  const begun = [db, api, ...web].map((task) => Date.parse(task?.startedAt ?? ''));
  expect([...begun].sort((left, right) => left - right).slice(0, 2)).toEqual(begun.slice(0, 2));
  const { json } = await call('GET', `/v2/groups?${UI_POLL}`);
  expect(compileSchema({ ...GroupSchema })(json)).toEqual({ ok: true, value: json });
  expect(json.groups[0].groups[1].apps[0]).toMatchObject({
    id: '/shop/front/web',
    tasksRunning: 2,
    deployments: [],
  });
});

test('a preview shows the steps, a change replaces one app and leaves the others running', async () => {
  const db = idsOf(await tasks('/shop/back/db'));
  const changed = { apps: [{ ...RUN, id: 'api', env: { A: '1' } }, SHOP.groups[1]?.apps[1]] };
  const { status, json } = await call('PUT', '/v2/groups/shop/back?dryRun=True', changed);
  expect(status).toBe(200);
  expect(compileSchema({ ...GroupPreviewSchema })(json)).toEqual({ ok: true, value: json });
  expect(json).toEqual({
    steps: [{ actions: [{ action: 'RestartApplication', app: '/shop/back/api' }] }],
  });
  const { json: api } = await call('GET', '/v2/apps/shop/back/api');
  expect(api.app.env).toBeUndefined();
  await deploy('PUT', '/v2/groups//shop/back', changed);
  expect(idsOf(await tasks('/shop/back/db'))).toEqual(db);
  expect((await call('GET', '/v2/apps/shop/back/api')).json.app).toMatchObject({
    env: { A: '1' },
    tasksRunning: 1,
  });
});

test('a group is scaled, and brought back to a version of before', async () => {
  const { json: versions } = await call('GET', '/v2/groups/shop/versions');
  const first: string = versions.at(-1);
  await deploy('PUT', '/v2/groups//shop', { scaleBy: 2 });
  expect(await tasks('/shop/front/web')).toHaveLength(4);
  expect(await tasks('/shop/back/db')).toHaveLength(2);
  const then = await call('GET', `/v2/groups/shop/versions/${first}`);
  expect(then.json.groups[1].apps[0]).toMatchObject({ id: '/shop/front/web', instances: 2 });
  await deploy('PUT', '/v2/groups/shop', { version: first });
  expect(await tasks('/shop/front/web')).toHaveLength(2);
  const { json } = await call('GET', '/v2/apps/shop/back/api');
  expect(json.app).toMatchObject({ instances: 1, tasksRunning: 1 });
  expect(json.app.env).toBeUndefined();
  const unknown = await call('PUT', '/v2/groups/shop', { version: '2020-01-01T00:00:00.000Z' });
  expect([unknown.status, unknown.json]).toEqual([
    422,
    { message: 'Group /shop not available in version 2020-01-01T00:00:00.000Z' },
  ]);
});

test('a group whose app cannot start is deleted by force, with its tasks', async () => {
  const huge = { groups: [{ id: 'huge', apps: [{ ...RUN, id: 'app', cpus: 1000 }] }] };
  const { json: put } = await call('PUT', '/v2/groups/waiting', huge);
  const locked = await call('DELETE', '/v2/groups/waiting');
  expect([locked.status, locked.json.deployments]).toEqual([409, [{ id: put.deploymentId }]]);
  await deploy('DELETE', '/v2/groups/waiting?force=true');
  expect((await call('GET', '/v2/groups/waiting')).status).toBe(404);
  await deploy('DELETE', '/v2/groups/shop');
  expect((await call('GET', '/v2/tasks')).json).toEqual({ tasks: [] });
  const { json: root } = await call('GET', '/v2/groups');
  expect(root).toMatchObject({ id: '/', apps: [], groups: [] });
  // The root answered a version that can be read.
  expect((await call('GET', `/v2/groups/versions/${root.version}`)).json).toEqual(root);
});
