import { describe, expect, test } from '@jest/globals';
import { type HttpReply, type HttpRequest, decodeUtf8, encodeUtf8, timestamp } from '@stoa/common';
import {
  MasterCallCodec,
  MasterResponseCodec,
  type Offer,
  type Resource,
  Resources,
  type Task,
} from '@stoa/proto';
import { renderJson, double, raw } from '../../../../packages/master/src/api/json-text.ts';
import { acceptedType } from '../../../../packages/master/src/api/operator.ts';
import { resourceMap } from '../../../../packages/master/src/api/resource-maps.ts';
import { type Route, masterRoutes } from '../../../../packages/master/src/api/routes.ts';
import type { ClusterView } from '../../../../packages/master/src/api/view.ts';

const MASTER_ID = '7746fe72-bb38-431b-9a64-36c8a71b6565';
const AGENT_ID = `${MASTER_ID}-S0`;
const FRAMEWORK_ID = `${MASTER_ID}-0000`;

function scalar(name: string, value: number, role?: string): Resource {
  const mark = role === undefined ? {} : { allocation_info: { role } };
  return { name, type: 'SCALAR', scalar: { value }, ...mark };
}

const PORTS: Resource = {
  name: 'ports',
  type: 'RANGES',
  ranges: { range: [{ begin: 31000, end: 32000 }] },
};

const TASK: Task = {
  name: 'sleep',
  task_id: { value: 't1' },
  framework_id: { value: FRAMEWORK_ID },
  agent_id: { value: AGENT_ID },
  state: 'TASK_RUNNING',
  resources: [scalar('cpus', 0.1, 'web'), scalar('mem', 32, 'web')],
  statuses: [
    {
      task_id: { value: 't1' },
      state: 'TASK_RUNNING',
      timestamp: 1795485700.25,
      message: 'not shown',
      data: encodeUtf8('secret'),
      healthy: true,
    },
  ],
  labels: { labels: [{ key: 'tier', value: '1' }] },
};

const OFFER: Offer = {
  id: { value: `${MASTER_ID}-O1` },
  framework_id: { value: FRAMEWORK_ID },
  agent_id: { value: AGENT_ID },
  hostname: 'localhost',
  resources: [scalar('cpus', 7.9, 'web'), { ...PORTS, allocation_info: { role: 'web' } }],
  allocation_info: { role: 'web' },
};

function aView(changes: Partial<ClusterView> = {}): ClusterView {
  const master = {
    id: MASTER_ID,
    ip: 16777343,
    port: 5050,
    pid: 'master@127.0.0.1:5050',
    hostname: 'localhost',
    version: '1.12.0',
    address: { hostname: 'localhost', ip: '127.0.0.1', port: 5050 },
    capabilities: [{ type: 'AGENT_UPDATE' as const }],
  };
  return {
    master,
    leader: master,
    isLeading: true,
    isRecovered: true,
    build: {
      version: '1.12.0',
      build_date: '2026-11-24',
      build_time: 1795485670,
      build_user: 'root',
    },
    startedAt: timestamp(1795485670318.091),
    electedAt: timestamp(1795485670322.713),
    flags: new Map([
      ['port', '5050'],
      ['allocation_interval', '1secs'],
    ]),
    agents: [],
    recoveredAgents: [],
    unreachableAgentCount: 0,
    frameworks: [],
    completedFrameworks: [],
    allocator: {
      runs: 2,
      totals: new Map([['cpus', 8000]]),
      offeredOrAllocated: new Map(),
      knownRoles: () => [],
      weight: () => 1,
      dominantShare: () => 0,
      activeFilters: () => 0,
      isSuppressed: () => false,
    },
    counters: new Map([['master/tasks_finished', 3]]),
    ...changes,
  };
}

function aBusyView(): ClusterView {
  const idle = aView();
  return {
    ...idle,
    agents: [
      {
        info: {
          hostname: 'localhost',
          id: { value: AGENT_ID },
          port: 5051,
          attributes: [
            { name: 'rack', type: 'TEXT', text: { value: 'r1' } },
            { name: 'slots', type: 'SCALAR', scalar: { value: 4 } },
            { name: 'range', type: 'RANGES', ranges: { range: [{ begin: 1, end: 5 }] } },
          ],
        },
        pid: 'slave(1)@127.0.0.1:5051',
        version: '1.12.0',
        capabilities: [{ type: 'MULTI_ROLE' }],
        total: Resources.of([scalar('cpus', 8), scalar('mem', 16384), PORTS]),
        active: true,
        deactivated: false,
        registeredAt: timestamp(1795485671339),
        reregisteredAt: undefined,
        drain: undefined,
        drainStartedAt: undefined,
      },
    ],
    frameworks: [
      {
        info: {
          user: 'root',
          name: 'web framework',
          id: { value: FRAMEWORK_ID },
          roles: ['web'],
          capabilities: [{ type: 'MULTI_ROLE' }],
        },
        active: true,
        connected: true,
        recovered: false,
        registeredAt: timestamp(1795485680000),
        reregisteredAt: undefined,
        unregisteredAt: undefined,
        offerConstraints: undefined,
        tasks: [TASK],
        unreachableTasks: [],
        completedTasks: [
          { ...TASK, task_id: { value: 't0' }, state: 'TASK_FINISHED', statuses: [] },
        ],
        offers: [OFFER],
        executors: [],
      },
    ],
    allocator: { ...idle.allocator, knownRoles: () => ['web'], dominantShare: () => 0.9 },
  };
}

const SURROUNDINGS = {
  now: () => timestamp(1795485770318.091),
  host: () => new Map([['system/cpus_total', 2]]),
};

function aRequest(method: string, path: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method,
    path,
    query: {},
    headers: {},
    body: new Uint8Array(),
    principal: undefined,
    host: '127.0.0.1:5050',
    ...changes,
  };
}

async function ask(view: ClusterView, request: HttpRequest): Promise<HttpReply> {
  const routes = masterRoutes({ view, surroundings: SURROUNDINGS });
  const route = must(routes.find(({ path }) => path === request.path));
  return route.handle(request);
}

function must(route: Route | undefined): Route {
  if (route === undefined) throw new Error('no such route');
  return route;
}

function text({ body }: HttpReply): string {
  return typeof body === 'string' ? body : decodeUtf8(body ?? new Uint8Array());
}

async function read(view: ClusterView, path: string, query = {}): Promise<unknown> {
  return JSON.parse(text(await ask(view, aRequest('GET', path, { query }))));
}

async function call(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  view = aView(),
): Promise<HttpReply> {
  const bytes = encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
  const all = { 'content-type': 'application/json', ...headers };
  return ask(view, aRequest('POST', '/api/v1', { body: bytes, headers: all }));
}

describe('JSON of the classic endpoints', () => {
  test('doubles keep their fraction, absent members are left out', () => {
    const value = { a: double(8), b: [double(0.1), 3], c: undefined, d: raw('{"x":1}'), e: 'é/"' };
    expect(renderJson(value)).toBe('{"a":8.0,"b":[0.1,3],"d":{"x":1},"e":"\\u00e9/\\""}');
  });

  test('a resource map sums over objects and always shows the four', () => {
    const map = resourceMap([
      scalar('cpus', 0.1),
      { ...scalar('cpus', 0.2), reservations: [{ type: 'STATIC', role: 'a' }] },
      { ...scalar('cpus', 1), revocable: {} },
      PORTS,
      { ...PORTS, ranges: { range: [{ begin: 1, end: 5 }] } },
      { name: 'zones', type: 'SET', set: { item: ['a', 'b'] } },
    ]);
    expect(JSON.parse(renderJson(map))).toEqual({
      disk: 0,
      mem: 0,
      gpus: 0,
      cpus: 0.3,
      cpus_revocable: 1,
      ports: '[1-5, 31000-32000]',
      zones: '{a, b}',
    });
  });
});

describe('what the master tells', () => {
  test('/state of an idle master has every list', async () => {
    const state = await read(aView(), '/state');
    expect(state).toMatchObject({
      version: '1.12.0',
      id: MASTER_ID,
      pid: 'master@127.0.0.1:5050',
      activated_slaves: 0,
      leader: 'master@127.0.0.1:5050',
      leader_info: { id: MASTER_ID, port: 5050, hostname: 'localhost' },
      flags: { port: '5050', allocation_interval: '1secs' },
      slaves: [],
      recovered_slaves: [],
      frameworks: [],
      completed_frameworks: [],
      orphan_tasks: [],
      unregistered_frameworks: [],
    });
  });

  test('/state tells of agents, frameworks and tasks', async () => {
    const state = await read(aBusyView(), '/state');
    expect(state).toMatchObject({
      slaves: [
        {
          id: AGENT_ID,
          port: 5051,
          attributes: { rack: 'r1', slots: 4, range: '[1-5]' },
          resources: { cpus: 8, mem: 16384, gpus: 0, disk: 0, ports: '[31000-32000]' },
          used_resources: { cpus: 0.1, mem: 32, gpus: 0, disk: 0 },
          offered_resources: { cpus: 7.9, ports: '[31000-32000]' },
          reserved_resources: {},
          capabilities: ['MULTI_ROLE'],
        },
      ],
      frameworks: [
        {
          id: FRAMEWORK_ID,
          roles: ['web'],
          webui_url: '',
          unregistered_time: 0,
          offer_constraints: {},
          executors: [],
          tasks: [
            {
              id: 't1',
              executor_id: '',
              role: 'web',
              labels: [{ key: 'tier', value: '1' }],
              statuses: [{ state: 'TASK_RUNNING', timestamp: 1795485700.25, healthy: true }],
            },
          ],
          offers: [{ id: `${MASTER_ID}-O1`, allocation_info: { role: 'web' } }],
        },
      ],
    });
    expect(JSON.stringify(state)).not.toContain('not shown');
  });

  test('/state-summary counts tasks, completed ones too', async () => {
    expect(await read(aBusyView(), '/master/state-summary')).toMatchObject({
      slaves: [{ TASK_RUNNING: 1, TASK_FINISHED: 1, framework_ids: [FRAMEWORK_ID] }],
      frameworks: [{ TASK_RUNNING: 1, TASK_FINISHED: 1, TASK_LOST: 0, slave_ids: [AGENT_ID] }],
    });
  });

  test('/slaves and /frameworks pick by id', async () => {
    const view = aBusyView();
    const none = { slaves: [], recovered_slaves: [] };
    expect(await read(view, '/slaves', { slave_id: ['other'] })).toEqual(none);
    expect(await read(view, '/slaves', { slave_id: [AGENT_ID] })).toMatchObject({
      slaves: [
        {
          unreserved_resources_full: [
            { name: 'cpus', role: '*' },
            { name: 'mem', role: '*' },
            { name: 'ports', role: '*' },
          ],
          offered_resources_full: [{ name: 'cpus', allocation_info: { role: 'web' } }, {}],
        },
      ],
    });
    expect(await read(view, '/frameworks', { framework_id: ['x'] })).toEqual({
      frameworks: [],
      completed_frameworks: [],
      unregistered_frameworks: [],
    });
  });

  test.each([
    [{}, ['t0', 't1']],
    [{ order: ['asc'] }, ['t0', 't1']],
    [{ limit: ['1'], offset: ['1'] }, ['t1']],
    [{ task_id: ['t1'] }, ['t1']],
    [{ framework_id: ['other'] }, []],
    [{ limit: ['many'] }, ['t0', 't1']],
  ])('/tasks %j', async (query, expected) => {
    const answer = await read(aBusyView(), '/tasks', query);
    expect(answer).toMatchObject({ tasks: expected.map((id) => ({ id })) });
  });

  test('/roles sums what a role holds', async () => {
    expect(await read(aView(), '/roles')).toEqual({ roles: [] });
    expect(await read(aBusyView(), '/roles')).toEqual({
      roles: [
        {
          name: 'web',
          weight: 1,
          quota: { role: 'web', guarantee: {}, limit: {}, consumed: { cpus: 0.1, mem: 32 } },
          resources: { cpus: 8, mem: 32 },
          allocated: { cpus: 0.1, mem: 32 },
          offered: { cpus: 7.9 },
          reserved: {},
          frameworks: [FRAMEWORK_ID],
        },
      ],
    });
  });

  test('metrics are doubles sorted by name', async () => {
    const reply = await ask(aBusyView(), aRequest('GET', '/metrics/snapshot'));
    expect(text(reply)).toContain('"master/tasks_finished":3.0');
    const metrics: unknown = JSON.parse(text(reply));
    expect(metrics).toMatchObject({
      'allocator/mesos/roles/web/shares/dominant': 0.9,
      'master/cpus_percent': 0.0125,
      'master/elected': 1,
      'master/slaves_active': 1,
      'master/tasks_running': 1,
      'master/outstanding_offers': 1,
      'system/cpus_total': 2,
      [`master/frameworks/web%20framework/${FRAMEWORK_ID}/roles/web/suppressed`]: 0,
    });
    const names = Object.keys(Object(metrics));
    expect(names).toEqual([...names].sort());
    const bad = aRequest('GET', '/metrics/snapshot', { query: { timeout: ['soon'] } });
    expect(await ask(aView(), bad)).toMatchObject({ status: 400 });
  });

  test('small endpoints', async () => {
    expect(await ask(aView(), aRequest('GET', '/health'))).toEqual({
      status: 200,
      headers: {},
      body: undefined,
    });
    expect(await ask(aView(), aRequest('GET', '/master/redirect'))).toMatchObject({
      status: 307,
      headers: { Location: '//localhost:5050' },
    });
    expect(await read(aView(), '/flags')).toEqual({
      flags: { port: '5050', allocation_interval: '1secs' },
    });
    expect(await read(aView(), '/version')).toMatchObject({ version: '1.12.0' });
    expect(text(await ask(aView(), aRequest('GET', '/logging/toggle')))).toBe('0\n');
  });

  test('a master that does not lead points to the one that does', async () => {
    const leader = { id: 'x', ip: 1, port: 5051, hostname: 'other' };
    const request = aRequest('GET', '/tasks', { query: { limit: ['5'] } });
    expect(await ask(aView({ isLeading: false, leader }), request)).toMatchObject({
      status: 307,
      headers: { Location: '//other:5051/tasks?limit=5' },
    });
    const alone = await ask(aView({ isLeading: false, leader: undefined }), request);
    expect([alone.status, text(alone)]).toEqual([503, 'No leader elected']);
  });
});

describe('operator calls', () => {
  test.each([
    ['GET_HEALTH', { get_health: { healthy: true } }],
    ['GET_VERSION', { get_version: { version_info: { version: '1.12.0' } } }],
    ['GET_LOGGING_LEVEL', { get_logging_level: { level: 0 } }],
    ['GET_EXECUTORS', { get_executors: { executors: [] } }],
    ['GET_TASKS', { get_tasks: { tasks: [], unreachable_tasks: [], completed_tasks: [] } }],
    ['GET_OPERATIONS', { get_operations: {} }],
    ['GET_ROLES', { get_roles: {} }],
    ['GET_QUOTA', { get_quota: { status: {} } }],
    ['GET_MAINTENANCE_STATUS', { get_maintenance_status: { status: {} } }],
    ['GET_AGENTS', { get_agents: { agents: [], recovered_agents: [] } }],
  ])('%s of an idle master', async (type, member) => {
    const reply = await call({ type });
    expect(reply.headers['Content-Type']).toBe('application/json');
    expect(JSON.parse(text(reply))).toMatchObject({ type, ...member });
  });

  test('GET_MASTER and GET_FLAGS tell who it is and how it was started', async () => {
    expect(JSON.parse(text(await call({ type: 'GET_MASTER' })))).toMatchObject({
      get_master: {
        master_info: { id: MASTER_ID, ip: 16777343, pid: 'master@127.0.0.1:5050' },
        start_time: 1795485670.318091,
      },
    });
    expect(JSON.parse(text(await call({ type: 'GET_FLAGS' })))).toEqual({
      type: 'GET_FLAGS',
      get_flags: {
        flags: [
          { name: 'allocation_interval', value: '1secs' },
          { name: 'port', value: '5050' },
        ],
      },
    });
  });

  test('GET_STATE of a busy master, without the data of statuses', async () => {
    const answer: unknown = JSON.parse(text(await call({ type: 'GET_STATE' }, {}, aBusyView())));
    expect(answer).toMatchObject({
      get_state: {
        get_tasks: { tasks: [{ task_id: { value: 't1' }, statuses: [{ message: 'not shown' }] }] },
        get_executors: { executors: [] },
        get_frameworks: { frameworks: [{ active: true, offer_constraints: {} }] },
        get_agents: {
          agents: [
            {
              agent_info: { id: { value: AGENT_ID } },
              registered_time: { nanoseconds: 1795485671339000000 },
              total_resources: [{ role: '*' }, { role: '*' }, { role: '*' }],
              allocated_resources: [{ name: 'cpus' }, { name: 'mem' }],
            },
          ],
        },
      },
    });
    expect(JSON.stringify(answer)).not.toContain('"data"');
  });

  test('speaks protobuf both ways', async () => {
    const reply = await ask(
      aView(),
      aRequest('POST', '/api/v1', {
        headers: { 'content-type': 'application/x-protobuf', accept: 'application/x-protobuf' },
        body: MasterCallCodec.toBinary({ type: 'GET_HEALTH' }),
      }),
    );
    expect(reply.headers['Content-Type']).toBe('application/x-protobuf');
    if (!(reply.body instanceof Uint8Array)) throw new Error('not binary');
    expect(MasterResponseCodec.fromBinary(reply.body)).toMatchObject({
      ok: true,
      value: { type: 'GET_HEALTH', get_health: { healthy: true } },
    });
  });

  test.each([
    [{ type: 'GET_METRICS' }, {}, 400, "Expecting 'get_metrics' to be present"],
    [{ type: 'GET_CONTAINERS' }, {}, 400, "Expecting 'type' to be present"],
    [{}, {}, 400, "Failed to validate master::Call: Expecting 'type' to be present"],
    ['{', {}, 400, 'Failed to parse body into JSON: '],
    ['[]', {}, 400, 'Failed to convert JSON into Call protobuf: '],
    [{ type: 'READ_FILE', read_file: { path: 'x' } }, {}, 400, 'read_file.offset'],
    [{ type: 'LIST_FILES', list_files: { path: '/' } }, {}, 404, ''],
    [{ type: 'GET_HEALTH' }, { 'content-type': 'text/plain' }, 415, "Expecting 'Content-Type' of"],
    [{ type: 'GET_HEALTH' }, { accept: 'text/html' }, 406, "Expecting 'Accept' to allow"],
    [
      { type: 'UPDATE_WEIGHTS', update_weights: { weight_infos: [] } },
      {},
      501,
      'UPDATE_WEIGHTS is not supported',
    ],
  ])('%j with %j answers %d', async (body, headers, status, message) => {
    const reply = await call(body, headers);
    expect(reply.status).toBe(status);
    expect(text(reply)).toContain(message);
  });

  test('waits for the recovery of the registry', async () => {
    const reply = await call({ type: 'GET_HEALTH' }, {}, aView({ isRecovered: false }));
    expect([reply.status, text(reply)]).toEqual([503, 'Master has not finished recovery']);
  });

  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/x-protobuf, application/json', 'application/json'],
    ['application/x-protobuf', 'application/x-protobuf'],
    ['application/json;q=0, application/*', 'application/x-protobuf'],
    ['text/html', undefined],
    ['', undefined],
  ])('Accept %j is answered with %j', (accept, expected) => {
    expect(acceptedType(accept)).toBe(expected);
  });
});
