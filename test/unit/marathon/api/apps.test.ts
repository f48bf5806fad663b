import { describe, expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import { AppsSchema } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { AT, anApp, appId, specFrom } from '../../../support/marathon-apps.ts';
import { aTask, FakeMarathon, jsonOf } from '../../../support/marathon-api.ts';

const WEB = anApp({
  id: '/shop/web',
  cmd: 'python3 -m http.server $PORT0',
  cpus: 0.5,
  mem: 64,
  labels: { tier: 'front' },
  portDefinitions: [{ port: 10003, name: 'http' }],
  healthChecks: [{ path: '/' }],
});
const WEB_JSON = {
  id: '/shop/web',
  cmd: 'python3 -m http.server $PORT0',
  backoffFactor: 1.15,
  backoffSeconds: 1,
  cpus: 0.5,
  disk: 0,
  executor: '',
  gpus: 0,
  instances: 1,
  labels: { tier: 'front' },
  maxLaunchDelaySeconds: 300,
  mem: 64,
  networks: [{ mode: 'host' }],
  portDefinitions: [{ name: 'http', port: 10003, protocol: 'tcp' }],
  requirePorts: false,
  killSelection: 'YOUNGEST_FIRST',
  role: '*',
  healthChecks: [
    {
      protocol: 'HTTP',
      path: '/',
      portIndex: 0,
      gracePeriodSeconds: 300,
      intervalSeconds: 60,
      timeoutSeconds: 20,
      maxConsecutiveFailures: 3,
      delaySeconds: 15,
      ignoreHttp1xx: false,
      ipProtocol: 'IPv4',
    },
  ],
  upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
  unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
  version: '2021-03-01T10:00:00.000Z',
  versionInfo: {
    lastScalingAt: '2021-03-01T10:00:00.000Z',
    lastConfigChangeAt: '2021-03-01T10:00:00.000Z',
  },
};
const COUNTS = { staged: 0, running: 1, healthy: 1, unhealthy: 0 };
const COUNTS_JSON = { tasksStaged: 0, tasksRunning: 1, tasksHealthy: 1, tasksUnhealthy: 0 };
const HEALTH = {
  alive: true,
  consecutiveFailures: 0,
  firstSuccess: timestamp(AT + 9120),
  lastSuccess: timestamp(AT + 249133),
};
const TASK = aTask(appId('/shop/web'), { health: [HEALTH] });
const TASK_JSON = {
  appId: '/shop/web',
  healthCheckResults: [
    {
      alive: true,
      consecutiveFailures: 0,
      instanceId: TASK.instanceId,
      firstSuccess: '2021-03-01T10:00:09.120Z',
      lastSuccess: '2021-03-01T10:04:09.133Z',
    },
  ],
  host: 'agent-7',
  id: TASK.id,
  ipAddresses: [{ ipAddress: '10.0.0.7', protocol: 'IPv4' }],
  ports: [31422],
  servicePorts: [],
  slaveId: '8f1e-S2',
  state: 'TASK_RUNNING',
  stagedAt: '2021-03-01T10:00:01.310Z',
  startedAt: '2021-03-01T10:00:03.004Z',
  version: '2021-03-01T10:00:00.000Z',
  localVolumes: [],
  role: '*',
};

describe('reading apps', () => {
  test('one app has counts, tasks and deployments unasked', async () => {
    const marathon = new FakeMarathon({ apps: [WEB], tasks: [TASK], counts: COUNTS });
    const reply = await marathon.send('GET', '/v2/apps/shop/web');
    expect(reply.status).toBe(200);
    expect(reply.headers).toEqual({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, no-store, must-revalidate',
      Pragma: 'no-cache',
      Expires: '0',
      'X-Frame-Options': 'DENY',
      'X-XSS-Protection': '1; mode=block',
      'X-Marathon-Leader': 'http://127.0.0.1:8080',
    });
    expect(jsonOf(reply)).toEqual({
      app: { ...WEB_JSON, ...COUNTS_JSON, tasks: [TASK_JSON], deployments: [] },
    });
  });

  test('members come in the order that people know', async () => {
    const marathon = new FakeMarathon({ apps: [WEB], tasks: [TASK], counts: COUNTS });
    const json = jsonOf(await marathon.send('GET', '/v2/apps/shop/web')) as { app: object };
    expect(Object.keys(json.app)).toEqual([
      ...Object.keys(WEB_JSON),
      ...Object.keys(COUNTS_JSON),
      'deployments',
      'tasks',
    ]);
  });

  test.each(['/v2/apps/shop/web', '/v2/apps//shop/web', '/v2/apps//shop//web/'])(
    '%s is the app',
    async (path) => {
      const marathon = new FakeMarathon({ apps: [WEB] });
      expect((await marathon.send('GET', path)).status).toBe(200);
    },
  );

  test('a container app shows mappings instead of definitions', async () => {
    const docker = anApp({
      cmd: undefined,
      container: {
        docker: { image: 'a/b' },
        portMappings: [{ containerPort: 80, hostPort: 0, servicePort: 10004, name: 'http' }],
        volumes: [{ containerPath: '/d', hostPath: '/h', mode: 'RO' }],
      },
      networks: [{ mode: 'container/bridge' }],
    });
    const json = jsonOf(await new FakeMarathon({ apps: [docker] }).send('GET', '/v2/apps/a')) as {
      app: Record<string, unknown>;
    };
    expect(json.app['portDefinitions']).toBeUndefined();
    expect(json.app['networks']).toEqual([{ mode: 'container/bridge' }]);
    expect(JSON.stringify(json.app['container'])).toBe(
      '{"type":"DOCKER","docker":{"image":"a/b","forcePullImage":false,"privileged":false,"parameters":[]},' +
        '"volumes":[{"containerPath":"/d","hostPath":"/h","mode":"RO"}],' +
        '"portMappings":[{"containerPort":80,"hostPort":0,"labels":{},"protocol":"tcp","servicePort":10004,"name":"http"}]}',
    );
  });

  test('a list has counts and deployments, and what is asked for, and no key that is not known', async () => {
    const failure = {
      appId: appId('/shop/web'),
      taskId: TASK.id,
      host: 'agent-7',
      agentId: undefined,
      message: 'Command exited with status 1',
      state: 'TASK_FAILED',
      timestamp: AT,
      version: AT,
    };
    const marathon = new FakeMarathon({ apps: [WEB], tasks: [TASK], counts: COUNTS, failure });
    const list = async (query: string) => jsonOf(await marathon.send('GET', `/v2/apps${query}`));
    const app = { ...WEB_JSON, ...COUNTS_JSON, deployments: [] };
    expect(await list('')).toEqual({ apps: [app] });
    expect(await list('?embed=apps.tasks&embed=nonsense')).toEqual({
      apps: [{ ...app, tasks: [TASK_JSON] }],
    });
    expect(await list('?embed=apps.failures')).toMatchObject({
      apps: [{ tasks: [TASK_JSON], lastTaskFailure: { state: 'TASK_FAILED', host: 'agent-7' } }],
    });
    const all = await list(
      '?embed=tasks&embed=lastTaskFailure&embed=readiness&embed=apps.taskStats',
    );
    expect(compileSchema({ ...AppsSchema })(all)).toEqual({ ok: true, value: all });
    const row = {
      stats: {
        counts: { staged: 0, running: 1, healthy: 1, unhealthy: 0 },
        lifeTime: { averageSeconds: 56.996, medianSeconds: 56.996 },
      },
    };
    expect(all).toMatchObject({
      apps: [
        { taskStats: { startedAfterLastScaling: row, withLatestConfig: row, totalSummary: row } },
      ],
    });
  });

  test('filters by command, id and label', async () => {
    const other = anApp({ id: '/b', cmd: 'SLEEP 1', labels: { tier: 'back', 'a b': 'c' } });
    const marathon = new FakeMarathon({ apps: [WEB, other] });
    const ids = async (query: string) => {
      const json = jsonOf(await marathon.send('GET', `/v2/apps?${query}`)) as {
        apps: { id: string }[];
      };
      return json.apps.map(({ id }) => id);
    };
    expect(await ids('cmd=sleep')).toEqual(['/b']);
    expect(await ids('id=SHOP')).toEqual(['/shop/web']);
    expect(await ids('cmd=&id=&label=')).toEqual(['/shop/web', '/b']);
    expect(await ids('label=tier')).toEqual(['/shop/web', '/b']);
    expect(await ids('label=tier%3D%3Dback')).toEqual(['/b']);
    expect(await ids('label=tier!%3Dback')).toEqual(['/shop/web']);
    expect(await ids('label=tier in (back, other),a\\ b')).toEqual(['/b']);
    expect(await ids('label=tier notin (back)')).toEqual(['/shop/web']);
    expect(await ids('label=absent!%3Dx')).toEqual([]);
    for (const label of ['tier==', 'in (', '=', 'a b c', 'a,', 'a in b', 'a in (b', '(']) {
      const reply = await marathon.send('GET', `/v2/apps?label=${encodeURIComponent(label)}`);
      expect(reply.status).toBe(422);
      expect(JSON.stringify(jsonOf(reply))).toContain('Can not parse label selector');
    }
  });

  test('everything below a group stands under a star', async () => {
    const apps = [anApp({ id: '/a/x' }), anApp({ id: '/a/y/z' }), anApp({ id: '/b' })];
    const marathon = new FakeMarathon({ apps });
    const below = async (path: string) => {
      const json = jsonOf(await marathon.send('GET', path)) as { '*': { id: string }[] };
      return json['*'].map(({ id }) => id);
    };
    expect(await below('/v2/apps/a/*')).toEqual(['/a/x', '/a/y/z']);
    expect(await below('/v2/apps/*')).toEqual(['/a/x', '/a/y/z', '/b']);
    const unknown = await marathon.send('GET', '/v2/apps/none/*');
    expect([unknown.status, jsonOf(unknown)]).toEqual([
      404,
      { message: "Group '/none' does not exist" },
    ]);
  });

  test('versions are listed newest first and read one by one', async () => {
    const marathon = new FakeMarathon({ apps: [WEB] });
    expect(jsonOf(await marathon.send('GET', '/v2/apps/shop/web/versions'))).toEqual({
      versions: ['2021-03-01T10:00:00.000Z', '2021-03-01T09:59:55.000Z'],
    });
    const read = async (path: string) => {
      const reply = await marathon.send('GET', `/v2/apps${path}`);
      return [reply.status, jsonOf(reply)];
    };
    expect(await read('/shop/web/versions/2021-03-01T10:00:00Z')).toEqual([200, WEB_JSON]);
    expect(await read('/shop/web/versions/2021-03-01T11:00:00.000Z')).toEqual([
      404,
      { message: "App '/shop/web' does not exist in version 2021-03-01T11:00:00.000Z" },
    ]);
    expect(await read('/shop/web/versions/yesterday')).toEqual([
      422,
      {
        message: "Invalid timestamp provided 'yesterday'. Expecting ISO-8601 datetime string.",
      },
    ]);
    const missing = [404, { message: "App '/x' does not exist" }];
    expect(await read('/x')).toEqual(missing);
    expect(await read('/x/versions')).toEqual(missing);
    expect(await read('/x/versions/2021-03-01T10:00:00Z')).toEqual(missing);
    expect(await read('/x/tasks')).toEqual(missing);
  });
});

describe('changing apps', () => {
  test('a POST is answered with the app as it was sent', async () => {
    const marathon = new FakeMarathon();
    marathon.outcome = {
      kind: 'appCreated',
      spec: specFrom({ id: '/a', cmd: 'sleep 1' }),
      version: AT,
      deploymentId: 'd-1',
    };
    const body = { id: 'a', cmd: 'sleep 1', version: '2015-01-01T00:00:00Z', mem: null };
    const reply = await marathon.send('POST', '/v2/apps?force=True', body);
    expect(marathon.onlyAsked).toEqual({
      kind: 'changeApps',
      changes: [
        {
          kind: 'create',
          id: '/a',
          json: { id: 'a', cmd: 'sleep 1', version: '2015-01-01T00:00:00Z' },
        },
      ],
      force: true,
      source: { clientIp: '10.0.0.9', uri: '/v2/apps' },
    });
    expect(reply.status).toBe(201);
    expect(reply.headers).toMatchObject({
      Location: '/v2/apps/a',
      'Marathon-Deployment-Id': 'd-1',
    });
    expect(jsonOf(reply)).toMatchObject({
      id: '/a',
      portDefinitions: [{ name: 'default', port: 0, protocol: 'tcp' }],
      tasksStaged: 0,
      tasksRunning: 0,
      tasksHealthy: 0,
      tasksUnhealthy: 0,
      deployments: [{ id: 'd-1' }],
    });
    expect(jsonOf(reply)).not.toHaveProperty('versionInfo');
    expect(jsonOf(reply)).not.toHaveProperty('tasks');
  });

  const VERSION = '2021-03-01T10:00:00.000Z';
  test.each([
    ['PUT', '/v2/apps/a/b', { instances: 2, id: '/x' }, { kind: 'update', mayCreate: true }],
    ['PUT', '/v2/apps//a/b?partialUpdate=TRUE', {}, { kind: 'update', mayCreate: true }],
    ['PUT', '/v2/apps/a/b?partialUpdate=False', { cmd: 'ls' }, { kind: 'replace' }],
    ['PATCH', '/v2/apps/a/b', { cmd: 'ls' }, { kind: 'update', mayCreate: false }],
    ['PUT', '/v2/apps/a/b', { version: VERSION }, { kind: 'rollback', version: AT }],
    ['PUT', '/v2/apps/a/b', { version: VERSION, id: 'b', cmd: null }, { kind: 'rollback' }],
  ])('%s %s %j is %j', async (method, path, body, change) => {
    const marathon = new FakeMarathon();
    const reply = await marathon.send(method, path, body);
    expect(marathon.onlyAsked).toMatchObject({
      kind: 'changeApps',
      changes: [{ id: '/a/b', ...change }],
      force: false,
    });
    expect([reply.status, jsonOf(reply)]).toEqual([200, { version: VERSION, deploymentId: 'd-1' }]);
    expect(reply.headers['Marathon-Deployment-Id']).toBe('d-1');
  });

  test('a PUT that created is a 201', async () => {
    const marathon = new FakeMarathon();
    marathon.outcome = { kind: 'deployed', version: AT, deploymentId: 'd', isCreated: true };
    expect((await marathon.send('PUT', '/v2/apps/a', { cmd: 'ls' })).status).toBe(201);
  });

  test('a version stands alone', async () => {
    const marathon = new FakeMarathon();
    const refuse = async (body: object) => jsonOf(await marathon.send('PUT', '/v2/apps/a', body));
    expect(await refuse({ version: VERSION, cmd: 'ls' })).toEqual({
      message: 'Object is not valid',
      details: [
        {
          path: '/version',
          errors: ["The 'version' field may only be combined with the 'id' field."],
        },
      ],
    });
    expect(await refuse({ version: 'soon' })).toEqual({
      message: "Invalid timestamp provided 'soon'. Expecting ISO-8601 datetime string.",
    });
    expect(marathon.asked).toEqual([]);
  });

  test('several apps are one request that tells nobody by itself', async () => {
    const marathon = new FakeMarathon();
    const body = [
      { id: 'a', instances: 2 },
      { id: '/b/c', version: VERSION },
    ];
    marathon.outcome = { kind: 'deployed', version: AT, deploymentId: 'd', isCreated: true };
    const reply = await marathon.send('PUT', '/v2/apps?force=true', body);
    expect(reply.status).toBe(200);
    expect(marathon.onlyAsked).toEqual({
      kind: 'changeApps',
      changes: [
        { kind: 'update', id: '/a', json: { id: 'a', instances: 2 }, mayCreate: true },
        { kind: 'rollback', id: '/b/c', version: AT },
      ],
      force: true,
      source: undefined,
    });
    await marathon.send('PATCH', '/v2/apps', [{ id: 'a' }]);
    expect(marathon.asked[1]).toMatchObject({ changes: [{ mayCreate: false }] });
  });

  test.each([
    [[{ cmd: 'ls' }], { message: 'requirement failed: App Update must have app id set' }],
    [
      [{ id: 'a' }, { id: '//a/' }],
      {
        message: 'Object is not valid',
        details: [
          {
            path: '(1)/id',
            errors: ['/a comes twice; put all its changes into one element'],
          },
        ],
      },
    ],
    [
      [{ id: 'a', cpus: 'x' }],
      {
        message: 'Invalid JSON',
        details: [{ path: '(0)/cpus', errors: ['error.expected.jsnumber'] }],
      },
    ],
    [
      { id: 'a' },
      { message: 'Invalid JSON', details: [{ path: '/', errors: ['error.expected.jsarray'] }] },
    ],
  ])('refuses the list %j', async (body, error) => {
    const marathon = new FakeMarathon();
    const reply = await marathon.send('PUT', '/v2/apps', body);
    expect([reply.status, jsonOf(reply)]).toEqual([422, error]);
    expect(marathon.asked).toEqual([]);
  });

  test('deleting is forced unless told otherwise, restarting is not', async () => {
    const marathon = new FakeMarathon();
    await marathon.send('DELETE', '/v2/apps//a/b');
    await marathon.send('DELETE', '/v2/apps/a/b?force=false');
    await marathon.send('POST', '/v2/apps/a/b/restart', 'this is not read', {
      'content-type': 'application/json',
    });
    await marathon.send('POST', '/v2/apps/a/b/restart?force=true');
    expect(marathon.asked).toEqual([
      { kind: 'deleteApp', id: '/a/b', force: true },
      { kind: 'deleteApp', id: '/a/b', force: false },
      { kind: 'restartApp', id: '/a/b', force: false },
      { kind: 'restartApp', id: '/a/b', force: true },
    ]);
  });
});
