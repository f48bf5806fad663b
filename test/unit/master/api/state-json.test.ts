import { describe, expect, test } from '@jest/globals';
import type { HttpReply, HttpRequest } from '@stoa/common';
import { double, raw, renderJson, resourceMap } from '@stoa/proto/classic';
import { masterRoutes } from '../../../../packages/master/src/api/routes.ts';
import type { ClusterView } from '../../../../packages/master/src/api/view.ts';
import {
  AGENT_ID,
  FakeCommands,
  FRAMEWORK_ID,
  MASTER_ID,
  PORTS,
  SURROUNDINGS,
  aBusyView,
  aRequest,
  aView,
  scalar,
  text,
} from './cluster-views.ts';

async function ask(
  view: ClusterView | undefined,
  request: HttpRequest,
  commands = new FakeCommands(),
): Promise<HttpReply> {
  const routes = masterRoutes({ view: () => view, surroundings: SURROUNDINGS, commands });
  const route = routes.find(({ path }) => path === request.path);
  if (route === undefined) throw new Error(`no route ${request.path}`);
  return route.handle(request);
}

async function read(view: ClusterView, path: string, query = {}): Promise<unknown> {
  return JSON.parse(text(await ask(view, aRequest('GET', path, { query }))));
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
  });

  test.each([
    [{}, 200, '0\n'],
    [{ level: ['1'] }, 400, "Expecting 'duration=value' in query.\n"],
    [{ duration: ['1secs'] }, 400, "Expecting 'level=value' in query.\n"],
    [{ level: ['x'], duration: ['1secs'] }, 400, "Failed to convert 'x' to number.\n"],
    [{ level: ['-1'], duration: ['1secs'] }, 400, "Invalid level '-1'.\n"],
    [{ level: ['1'], duration: ['soon'] }, 400, "Invalid duration 'soon': not a duration such as"],
    [{ level: ['1'], duration: ['2secs'] }, 200, ''],
  ])('/logging/toggle %j answers %d', async (query, status, words) => {
    const commands = new FakeCommands();
    const reply = await ask(aView(), aRequest('GET', '/logging/toggle', { query }), commands);
    expect(reply.status).toBe(status);
    expect(text(reply)).toContain(words);
    const isSet = status === 200 && words === '';
    expect([commands.logging.level(), commands.spanMs]).toEqual(isSet ? [1, 2000] : [0, 0]);
  });

  test('a master attaches no files', async () => {
    const browse = await ask(aView(), aRequest('GET', '/files/browse', { query: { path: ['/'] } }));
    expect([browse.status, text(browse)]).toEqual([404, '']);
    const pathless = await ask(aView(), aRequest('GET', '/files/read'));
    expect([pathless.status, text(pathless)]).toEqual([400, "Expecting 'path=value' in query.\n"]);
    expect(await read(aView(), '/files/debug')).toEqual({});
  });

  test('while the daemon starts, only health is told', async () => {
    expect(await ask(undefined, aRequest('GET', '/health'))).toMatchObject({ status: 200 });
    expect(await ask(undefined, aRequest('GET', '/state'))).toMatchObject({ status: 503 });
    expect(await ask(undefined, aRequest('GET', '/flags'))).toMatchObject({ status: 503 });
    expect(await ask(undefined, aRequest('GET', '/redirect'))).toMatchObject({ status: 503 });
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
