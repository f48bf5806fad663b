import { describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { LinkCallCodec, RecordReader, SchedulerCallCodec, SchedulerEventCodec } from '@stoa/proto';
import { decodeLinkCall, encodeLinkEvent } from '../../../../packages/master/src/api/agent-link.ts';
import {
  redirectToLeader,
  refuseUnlessOpen,
} from '../../../../packages/master/src/api/leadership.ts';
import { realmOf } from '../../../../packages/master/src/api/realms.ts';
import {
  decodeSchedulerCall,
  encodeSchedulerEvent,
} from '../../../../packages/master/src/api/scheduler.ts';
import { aRequest, aView, text } from './cluster-views.ts';

const PATH = '/api/v1/scheduler';
const UUID = 'AAAAAAAAAAAAAAAAAAAAAA==';
const INFO = { user: 'root', name: 'f' };
const ID = { value: 'f-1' };
const JSON_HEADERS = { 'content-type': 'application/json' };

function post(body: unknown, headers = {}, principal?: string): ReturnType<typeof aRequest> {
  const bytes = body instanceof Uint8Array ? body : encodeUtf8(textOf(body));
  return aRequest('POST', PATH, {
    body: bytes,
    headers: { ...JSON_HEADERS, ...headers },
    principal,
  });
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function refusal(request: ReturnType<typeof aRequest>): readonly [number, string] {
  const decoded = decodeSchedulerCall(request);
  if (decoded.ok) throw new Error('it was taken');
  return [decoded.error.status, text(decoded.error)];
}

function validation(body: unknown, principal?: string): string {
  const [status, words] = refusal(post(body, {}, principal));
  expect(status).toBe(400);
  const prefix = 'Failed to validate scheduler::Call: ';
  expect(words.startsWith(prefix)).toBe(true);
  return words.slice(prefix.length);
}

describe('checks of the scheduler endpoint that need no state', () => {
  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD'])('%s is not POST', (method) => {
    expect(refusal(aRequest(method, PATH))).toEqual([
      405,
      `405 Method Not Allowed. Expecting one of { 'POST' }, but received '${method}'.`,
    ]);
  });

  test('the type of the body is there and one of two', () => {
    expect(refusal(aRequest('POST', PATH))).toEqual([
      400,
      "Expecting 'Content-Type' to be present",
    ]);
    const words = "Expecting 'Content-Type' of application/json or application/x-protobuf";
    for (const type of ['text/plain', 'application/json; charset=utf-8', 'application/recordio']) {
      expect(refusal(post('{}', { 'content-type': type }))).toEqual([415, words]);
    }
  });

  test.each([
    ['', 'Failed to parse body into JSON: syntax error at line 1 near: '],
    ['{"type":}', 'Failed to parse body into JSON: syntax error at line 1 near: }'],
    ['[]', 'Failed to convert JSON into Call protobuf: Expecting a JSON object'],
    [
      { type: 1 },
      'Failed to convert JSON into Call protobuf: Not expecting a JSON number for field',
    ],
    [
      { type: 'SUBSCRIBE', subscribe: { framework_info: { name: 'f' } } },
      'Failed to convert JSON into Call protobuf: Missing required fields: subscribe.framework_info.user',
    ],
    [
      { type: 'ACKNOWLEDGE', framework_id: ID, acknowledge: { agent_id: ID } },
      'Failed to convert JSON into Call protobuf: Missing required fields: acknowledge.task_id, acknowledge.uuid',
    ],
    [
      {
        type: 'ACCEPT',
        framework_id: ID,
        accept: {
          operations: [
            { type: 'LAUNCH', launch: { task_infos: [{ name: 't', task_id: { value: 't' } }] } },
          ],
        },
      },
      'Missing required fields: accept.operations[0].launch.task_infos[0].agent_id',
    ],
  ])('a body %j that is no call', (body, words) => {
    const [status, answer] = refusal(post(body));
    expect(status).toBe(400);
    expect(answer).toContain(words);
  });

  test('bytes that are no protobuf', () => {
    const headers = { 'content-type': 'application/x-protobuf' };
    for (const bytes of [Uint8Array.of(255, 255), Uint8Array.of(10, 200), Uint8Array.of(0)]) {
      const answer = [400, 'Failed to parse body into Call protobuf'];
      expect(refusal(post(bytes, headers))).toEqual(answer);
    }
  });

  test('JSON a million deep is refused at once', () => {
    const [status, words] = refusal(post('['.repeat(1_000_000)));
    expect(status).toBe(400);
    expect(words.length).toBeLessThan(400);
  });

  test.each(['nope', 'subscribe', null, undefined])('the type %j is no type', (type) => {
    expect(validation({ type })).toBe("Expecting 'type' to be present");
  });

  test.each([
    'ACCEPT',
    'DECLINE',
    'ACCEPT_INVERSE_OFFERS',
    'DECLINE_INVERSE_OFFERS',
    'KILL',
    'SHUTDOWN',
    'ACKNOWLEDGE',
    'ACKNOWLEDGE_OPERATION_STATUS',
    'RECONCILE',
    'RECONCILE_OPERATIONS',
    'MESSAGE',
    'REQUEST',
    'UPDATE_FRAMEWORK',
  ])('%s needs a framework id and its member', (type) => {
    expect(validation({ type })).toBe("Expecting 'framework_id' to be present");
    expect(validation({ type, framework_id: ID })).toBe(
      `Expecting '${type.toLowerCase()}' to be present`,
    );
  });

  test.each(['TEARDOWN', 'REVIVE', 'SUPPRESS', 'UNKNOWN'])('%s needs no member', (type) => {
    expect(validation({ type })).toBe("Expecting 'framework_id' to be present");
    expect(decodeSchedulerCall(post({ type, framework_id: ID }))).toMatchObject({
      ok: true,
      value: { kind: 'call', call: { type } },
    });
  });

  test.each([
    [{ framework_id: ID }, {}],
    [{}, { id: ID }],
    [{ framework_id: ID }, { id: { value: 'f-2' } }],
  ])('SUBSCRIBE whose two ids differ: %j %j', (outer, inner) => {
    const subscribe = { framework_info: { ...INFO, ...inner } };
    expect(validation({ type: 'SUBSCRIBE', ...outer, subscribe })).toBe(
      "'framework_id' differs from 'subscribe.framework_info.id'",
    );
  });

  test.each([
    [{ acknowledge: { agent_id: ID, task_id: ID, uuid: 'AAAA' } }, 'Not a valid UUID'],
    [{ acknowledge_operation_status: { operation_id: ID, uuid: 'AAAA' } }, 'Not a valid UUID'],
    [
      { acknowledge_operation_status: { operation_id: ID, uuid: UUID } },
      "Expecting 'agent_id' to be present",
    ],
  ])('acknowledgement %j', (member, words) => {
    const type = Object.keys(member)[0]?.toUpperCase();
    expect(validation({ type, framework_id: ID, ...member })).toBe(words);
  });

  test('Accept counts for calls that are answered with a body, and for no other', () => {
    const words = "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'";
    const subscribe = { type: 'SUBSCRIBE', subscribe: { framework_info: INFO } };
    for (const accept of ['text/html', '', 'application/recordio']) {
      expect(refusal(post(subscribe, { accept }))).toEqual([406, words]);
    }
    const revive = { type: 'REVIVE', framework_id: ID };
    expect(decodeSchedulerCall(post(revive, { accept: 'text/html' })).ok).toBe(true);
  });

  test('SUBSCRIBE brings no stream id', () => {
    const subscribe = { type: 'SUBSCRIBE', subscribe: { framework_info: INFO } };
    expect(refusal(post(subscribe, { 'mesos-stream-id': 'x' }))).toEqual([
      400,
      "Subscribe calls should not include the 'Mesos-Stream-Id' header",
    ]);
  });
});

describe('who asks', () => {
  const subscribe = (principal?: string | null) => ({
    type: 'SUBSCRIBE',
    subscribe: { framework_info: { ...INFO, principal } },
  });

  test('a framework without a principal gets that of whoever asked', () => {
    expect(decodeSchedulerCall(post(subscribe(), {}, 'alice'))).toMatchObject({
      value: { call: { subscribe: { framework_info: { ...INFO, principal: 'alice' } } } },
    });
  });

  test('another principal than the authenticated one is refused', () => {
    expect(validation(subscribe('bob'), 'alice')).toBe(
      "Authenticated principal 'alice' does not match principal 'bob' set in `FrameworkInfo`",
    );
    expect(validation(subscribe(''), 'alice')).toContain("does not match principal ''");
  });

  test('without authentication any principal is taken', () => {
    expect(decodeSchedulerCall(post(subscribe('bob'))).ok).toBe(true);
    expect(decodeSchedulerCall(post(subscribe(''))).ok).toBe(true);
  });

  test.each([
    ['/api/v1/scheduler', 'mesos-master-scheduler'],
    ['/master/api/v1/scheduler/x', 'mesos-master-scheduler'],
    ['/api/v1', 'mesos-master-readwrite'],
    ['/master/api/v1/nothing', 'mesos-master-readwrite'],
    ['/teardown', 'mesos-master-readwrite'],
    ['/logging/toggle', 'mesos-master-readwrite'],
    ['/state', 'mesos-master-readonly'],
    ['/master/state-summary', 'mesos-master-readonly'],
    ['/files/browse', 'mesos-master-readonly'],
    ['/metrics/snapshot', 'mesos-master-readonly'],
    ['/stoa/v1/agent-link', 'mesos-master-agent'],
    ['/health', undefined],
    ['/redirect', undefined],
    ['/version', undefined],
    ['/nowhere', undefined],
  ])('%s is guarded by %s', (path, realm) => {
    const all = { frameworks: true, agents: true, readonly: true, readwrite: true };
    expect(realmOf(path, all)).toBe(realm);
    const none = { frameworks: false, agents: false, readonly: false, readwrite: false };
    expect(realmOf(path, none)).toBeUndefined();
  });

  test('a master that does not lead refuses before it looks at the call', () => {
    const leader = { id: 'm2', ip: 1, port: 5050, hostname: '::2' };
    const view = aView({ isLeading: false, leader });
    const request = aRequest('POST', '/api/v1/scheduler', { query: { a: ['1 2'] } });
    expect(refuseUnlessOpen(view, request)).toMatchObject({
      status: 307,
      headers: { Location: '//[::2]:5050/api/v1/scheduler?a=1%202' },
    });
    const recovering = refuseUnlessOpen(aView({ isRecovered: false }), request);
    expect(recovering).toMatchObject({ status: 503, body: 'Master has not finished recovery' });
    expect(refuseUnlessOpen(undefined, request)).toMatchObject({ body: 'No leader elected' });
    expect(refuseUnlessOpen(aView(), request)).toBeUndefined();
    expect(redirectToLeader(view, '')).toMatchObject({ headers: { Location: '//[::2]:5050' } });
  });
});

describe('calls as clients write them', () => {
  test('nulls, strings for numbers, single values for lists and unknown keys are taken', () => {
    const call = {
      type: 'SUBSCRIBE',
      frameworkId: 'unknown key',
      framework_id: { value: '' },
      accept: null,
      subscribe: {
        suppressed_roles: 'a',
        framework_info: { ...INFO, id: null, failover_timeout: '5.5', principal: '', role: null },
      },
    };
    expect(decodeSchedulerCall(post(call))).toMatchObject({
      ok: true,
      value: {
        kind: 'subscribe',
        accept: 'application/json',
        call: {
          subscribe: {
            suppressed_roles: ['a'],
            framework_info: { ...INFO, failover_timeout: 5.5, principal: '' },
          },
        },
      },
    });
  });

  test('protobuf in, JSON out, and the stream id is read whatever the case of its header', () => {
    const body = SchedulerCallCodec.toBinary({ type: 'TEARDOWN', framework_id: ID });
    const headers = { 'content-type': 'application/x-protobuf', 'mesos-stream-id': 's-1' };
    expect(decodeSchedulerCall(post(body, headers))).toMatchObject({
      value: { kind: 'call', streamId: 's-1', call: { type: 'TEARDOWN', framework_id: ID } },
    });
  });

  test('an event is one record, ASCII only, doubles with a fraction and long numbers exact', () => {
    const status = {
      task_id: { value: 'tä' },
      state: 'TASK_UNREACHABLE' as const,
      timestamp: 5,
      unreachable_time: { nanoseconds: 1795486020595684096n },
    };
    const event = { type: 'UPDATE' as const, update: { status } };
    expect(decodeUtf8(encodeSchedulerEvent(event, 'application/json'))).toBe(
      '167\n{"type":"UPDATE","update":{"status":{"task_id":{"value":"t\\u00e4"},' +
        '"state":"TASK_UNREACHABLE","timestamp":5.0,' +
        '"unreachable_time":{"nanoseconds":1795486020595684096}}}}',
    );
    const records = new RecordReader().push(encodeSchedulerEvent(event, 'application/x-protobuf'));
    if (!records.ok) throw new Error(records.error);
    expect(records.value.map((record) => SchedulerEventCodec.fromBinary(record))).toEqual([
      { ok: true, value: event },
    ]);
  });
});

describe('the link of an agent', () => {
  const link = (body: Uint8Array, headers = {}): ReturnType<typeof aRequest> =>
    post(body, { 'content-type': 'application/x-protobuf', ...headers });
  const answer = (request: ReturnType<typeof aRequest>): readonly [number, string] => {
    const decoded = decodeLinkCall(request);
    if (decoded.ok) throw new Error('it was taken');
    return [decoded.error.status, text(decoded.error)];
  };

  test('is spoken in protobuf and refuses what is no call of it', () => {
    expect(answer(aRequest('GET', '/stoa/v1/agent-link'))[0]).toBe(405);
    const type = { 'content-type': 'application/json' };
    expect(answer(link(new Uint8Array(), type))[0]).toBe(415);
    expect(answer(link(Uint8Array.of(255)))[0]).toBe(400);
    expect(answer(link(new Uint8Array()))).toEqual([400, "Expecting 'type' to be present"]);
    const empty = LinkCallCodec.toBinary({ type: 'SUBSCRIBE' });
    expect(answer(link(empty))).toEqual([400, "Expecting 'subscribe' to be present"]);
  });

  test('takes calls and frames events', () => {
    const pong = LinkCallCodec.toBinary({ type: 'PONG', pong: {} });
    expect(decodeLinkCall(link(pong))).toEqual({ ok: true, value: { type: 'PONG', pong: {} } });
    expect(encodeLinkEvent({ type: 'PING', ping: { connected: true } })).toEqual(
      Uint8Array.from([...encodeUtf8('6\n'), 8, 2, 106, 2, 8, 1]),
    );
  });
});
