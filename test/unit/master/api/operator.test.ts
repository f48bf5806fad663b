import { describe, expect, test } from '@jest/globals';
import { encodeUtf8, must, type HttpReply } from '@stoa/common';
import { MasterCallCodec, MasterResponseCodec } from '@stoa/proto';
import { acceptedType } from '../../../../packages/master/src/api/call-body.ts';
import {
  answerOperatorCall,
  decodeOperatorCall,
} from '../../../../packages/master/src/api/operator.ts';
import {
  AGENT_ID,
  FakeCommands,
  MASTER_ID,
  SURROUNDINGS,
  aBusyView,
  aRequest,
  aView,
  text,
} from './cluster-views.ts';

async function operate(
  request: ReturnType<typeof aRequest>,
  view = aView(),
  commands = new FakeCommands(),
): Promise<HttpReply> {
  const decoded = decodeOperatorCall(view, request);
  if (!decoded.ok) return decoded.error;
  return answerOperatorCall(decoded.value, { view, surroundings: SURROUNDINGS, commands });
}

function call(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  view = aView(),
  commands = new FakeCommands(),
): Promise<HttpReply> {
  const bytes = encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
  const all = { 'content-type': 'application/json', ...headers };
  return operate(aRequest('POST', '/api/v1', { body: bytes, headers: all }), view, commands);
}

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

  test('GET_FRAMEWORKS lists the newest offer first', async () => {
    const view = aBusyView();
    const frameworks = Array.from(view.frameworks, (framework) => {
      const [offer] = framework.offers;
      const later = { ...must(offer, 'an offer'), id: { value: `${MASTER_ID}-O2` } };
      return { ...framework, offers: [...framework.offers, later] };
    });
    const reply = await call({ type: 'GET_FRAMEWORKS' }, {}, { ...view, frameworks });
    const [framework] = JSON.parse(text(reply)).get_frameworks.frameworks;
    const ids = framework.offers.map(({ id }: { id: { value: string } }) => id.value);
    expect(ids).toEqual([`${MASTER_ID}-O2`, `${MASTER_ID}-O1`]);
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
              agent_info: { id: { value: AGENT_ID }, checkpoint: true },
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
    const reply = await operate(
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
    [{ type: 'GET_HEALTH' }, { 'content-type': 'application/json; charset=utf-8' }, 415, 'of'],
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

  test('other methods than POST are told which one it takes', async () => {
    const reply = await operate(aRequest('GET', '/api/v1'));
    expect(reply).toMatchObject({ status: 405, headers: { Allow: 'POST' } });
    expect(text(reply)).toBe(
      "405 Method Not Allowed. Expecting one of { 'POST' }, but received 'GET'.",
    );
  });

  test('TEARDOWN and SET_LOGGING_LEVEL are carried out', async () => {
    const commands = new FakeCommands();
    const teardown = { type: 'TEARDOWN', teardown: { framework_id: { value: 'f-1' } } };
    expect(await call(teardown, {}, aView(), commands)).toMatchObject({ status: 200 });
    expect(commands.tornDown).toEqual(['f-1']);
    const set_logging_level = { level: 2, duration: { nanoseconds: 2_000_000_000 } };
    const set = { type: 'SET_LOGGING_LEVEL', set_logging_level };
    expect(await call(set, {}, aView(), commands)).toMatchObject({ status: 200, body: undefined });
    expect(commands.spanMs).toBe(2000);
    const level = await call({ type: 'GET_LOGGING_LEVEL' }, {}, aView(), commands);
    expect(JSON.parse(text(level))).toMatchObject({ get_logging_level: { level: 2 } });
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
