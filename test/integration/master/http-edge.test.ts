import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MasterEventCodec, MasterResponseCodec, RecordReader } from '@stoa/proto';
import { TestAgent } from './test-agent.ts';
import { TestFramework } from './test-framework.ts';
import { eventually, jsonOf, TestMaster, textOf } from './test-master.ts';

const master = new TestMaster();
const agent = new TestAgent(master);
beforeAll(async () => {
  await master.start();
  await agent.subscribe();
});
afterAll(async () => {
  agent.close();
  await master.close();
});

const SUBSCRIBE = { type: 'SUBSCRIBE', subscribe: { framework_info: { user: 'r', name: 'n' } } };

describe('the scheduler endpoint refuses, in the order of the checks', () => {
  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const)('%s: 405', async (method) => {
    const answer = await master.ask('/api/v1/scheduler', { method });
    expect(answer.status).toBe(405);
    expect(answer.headers).toMatchObject({
      allow: 'POST',
      'content-type': 'text/plain; charset=utf-8',
    });
    expect(textOf(answer)).toBe(
      `405 Method Not Allowed. Expecting one of { 'POST' }, but received '${method}'.`,
    );
  });

  test('HEAD: the headers of the 405 and no body', async () => {
    const socket = await master.socket();
    socket.send('HEAD /api/v1/scheduler HTTP/1.1', `Host: 127.0.0.1:${master.port}`, '', '');
    const text = await socket.until(/\r\n\r\n/);
    expect(text).toMatch(/^HTTP\/1\.1 405 /);
    expect(text).toMatch(/Content-Length: 73\r\n/);
    expect(text).toMatch(/\r\n\r\n$/);
  });

  test.each([
    [{ 'Content-Type': 'text/plain' }, '{}', 415, "Expecting 'Content-Type' of"],
    [
      { 'Content-Type': 'application/x-protobuf' },
      '\xff\xff',
      400,
      'Failed to parse body into Call',
    ],
    [{}, '', 400, 'Failed to parse body into JSON: syntax error at line 1 near: '],
    [
      {},
      '{"type":\n bad}',
      400,
      'Failed to parse body into JSON: syntax error at line 2 near: bad}',
    ],
    [{}, '"x"', 400, 'Failed to convert JSON into Call protobuf: Expecting a JSON object'],
    [{}, '{}', 400, "Failed to validate scheduler::Call: Expecting 'type' to be present"],
    [{ Accept: 'text/html' }, SUBSCRIBE, 406, "Expecting 'Accept' to allow 'application/x-pro"],
    [{ 'Mesos-Stream-Id': 'x' }, SUBSCRIBE, 400, 'Subscribe calls should not include the'],
    [{ 'Content-Encoding': 'br' }, '{}', 415, "Content-Encoding 'br' is not supported"],
    [{ 'Content-Encoding': 'gzip' }, 'no gzip', 400, 'Failed to decompress the request body'],
  ])('%j %j: %d', async (headers, call, status, words) => {
    const answer = await master.post(call, headers);
    expect(answer.status).toBe(status);
    expect(textOf(answer)).toContain(words);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
  });

  test('a body without a type', async () => {
    const answer = await master.ask('/api/v1/scheduler', { method: 'POST' });
    expect([answer.status, textOf(answer)]).toEqual([
      400,
      "Expecting 'Content-Type' to be present",
    ]);
  });

  test('hostile bodies are answered at once, and the daemon goes on', async () => {
    const deep = `{"type":${'['.repeat(1_000_000)}`;
    const began = performance.now();
    expect((await master.post(deep)).status).toBe(400);
    expect(performance.now() - began).toBeLessThan(2000);
    const huge = await master.post(' '.repeat(9 * 1024 * 1024));
    expect([huge.status, textOf(huge)]).toEqual([
      413,
      'The request body is over the limit of 8388608 bytes',
    ]);
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    const answer = await master.ask('/api/v1/scheduler', { method: 'POST', headers, body: bomb });
    expect(answer.status).toBe(413);
    expect((await master.ask('/health')).status).toBe(200);
  });

  test('a gzipped body is read', async () => {
    const body = gzipSync('{"type":"REVIVE","framework_id":{"value":"nobody"}}');
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    const answer = await master.ask('/api/v1/scheduler', { method: 'POST', headers, body });
    expect(textOf(answer)).toBe('Framework cannot be found');
  });

  test.each(['/master/api/v1/scheduler', '/api/v1/scheduler/', '/api/v1/scheduler/x'])(
    '%s is the same endpoint',
    async (path) => {
      const call = { type: 'REVIVE', framework_id: { value: 'nobody' } };
      expect(textOf(await master.post(call, {}, path))).toBe('Framework cannot be found');
    },
  );
});

describe('what anyone may read', () => {
  test.each([
    '/state',
    '/master/state',
    '/state/anything',
    '/state-summary',
    '/slaves',
    '/slaves/nobody',
    '/frameworks',
    '/tasks/',
    '/roles',
    '/flags',
    '/master/flags',
    '/version',
    '/metrics/snapshot',
    '/system/stats.json',
    '/maintenance/schedule',
    '/weights',
  ])('%s is JSON, also as a script', async (path) => {
    const answer = await master.ask(path);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(typeof jsonOf(answer)).toBe('object');
    const script = await master.ask(`${path}?jsonp=a.b_1`);
    expect(script.headers['content-type']).toBe('text/javascript');
    expect(textOf(script)).toMatch(/^a\.b_1\([^]*\)$/);
  });

  test('reads take POST and HEAD as well', async () => {
    expect((await master.ask('/slaves/nobody', { method: 'POST' })).status).toBe(200);
    expect((await master.ask('/health', { method: 'POST' })).status).toBe(200);
    const head = await master.ask('/health', { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '0']);
    expect(head.headers['content-type']).toBeUndefined();
  });

  test.each([
    ['/nope', 404, '404 Not Found.'],
    ['/state.json', 404, '404 Not Found.'],
    ['/master/version', 404, '404 Not Found.'],
    ['/redirect/x', 404, '404 Not Found.'],
    ['/teardown', 405, "405 Method Not Allowed. Expecting one of { 'POST' }, but received 'GET'."],
    ['/api/v1', 405, "405 Method Not Allowed. Expecting one of { 'POST' }, but received 'GET'."],
    ['/metrics/snapshot?timeout=x', 400, "Invalid timeout 'x': not a duration such as 5secs\n"],
  ])('%s: %d', async (path, status, words) => {
    const answer = await master.ask(path);
    expect([answer.status, textOf(answer)]).toEqual([status, words]);
  });

  test('/redirect points to the leader, itself too', async () => {
    for (const path of ['/redirect', '/master/redirect']) {
      const answer = await master.ask(path);
      expect([answer.status, answer.headers['location']]).toEqual([307, `//${master.address}`]);
      expect(answer.body.length).toBe(0);
    }
  });

  test('large answers are compressed for those who take it, small ones are not', async () => {
    const headers = { 'Accept-Encoding': 'gzip' };
    const large = await master.ask('/state', { headers });
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(large.headers['content-length']).toBe(String(large.body.length));
    expect(JSON.parse(gunzipSync(large.body).toString())).toHaveProperty('slaves');
    expect((await master.ask('/version', { headers })).headers['content-encoding']).toBeUndefined();
  });

  test('/state tells of the agent, with numbers that keep their fraction', async () => {
    const text = textOf(await master.ask('/state'));
    expect(text).toContain('"activated_slaves":1.0');
    expect(JSON.parse(text)).toMatchObject({
      pid: `master@${master.address}`,
      hostname: '127.0.0.1',
      leader_info: { port: master.port, hostname: '127.0.0.1' },
      flags: { port: String(master.port), allocation_interval: '1secs' },
      slaves: [
        {
          id: agent.id,
          pid: 'slave(1)@127.0.0.1:5051',
          hostname: 'host-1',
          active: true,
          resources: { cpus: 4, mem: 4096, disk: 10_000, gpus: 0, ports: '[31000-32000]' },
        },
      ],
      frameworks: [],
      completed_frameworks: [],
    });
  });

  test('the log level is raised for a while', async () => {
    expect(textOf(await master.ask('/logging/toggle'))).toBe('0\n');
    const answer = await master.ask('/logging/toggle?level=1&duration=50ms');
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(textOf(await master.ask('/logging/toggle'))).toBe('1\n');
    await eventually('it falls back', async () => {
      return textOf(await master.ask('/logging/toggle')) === '0\n';
    });
  });
});

describe('the operator API', () => {
  const post = (call: unknown, headers = {}): ReturnType<typeof master.post> =>
    master.post(call, headers, '/master/api/v1/operator');

  test('answers in the type that is asked for', async () => {
    const json = await post({ type: 'GET_AGENTS' });
    expect(json.headers['content-type']).toBe('application/json');
    expect(jsonOf(json).get_agents.agents).toMatchObject([{ agent_info: { hostname: 'host-1' } }]);
    const binary = await post({ type: 'GET_HEALTH' }, { Accept: 'application/x-protobuf' });
    expect(binary.headers['content-type']).toBe('application/x-protobuf');
    expect(MasterResponseCodec.fromBinary(binary.body)).toMatchObject({
      value: { type: 'GET_HEALTH', get_health: { healthy: true } },
    });
  });

  test.each([
    [
      { type: 'GET_HEALTH' },
      { Accept: 'application/recordio' },
      406,
      "Expecting 'Accept' to allow",
    ],
    [{ type: 'GET_CONTAINERS' }, {}, 400, "Failed to validate master::Call: Expecting 'type'"],
    [{ type: 'TEARDOWN' }, {}, 400, "Expecting 'teardown' to be present"],
    [
      { type: 'TEARDOWN', teardown: { framework_id: { value: 'x' } } },
      {},
      400,
      'No framework found with specified ID',
    ],
    [{ type: 'DRAIN_AGENT', drain_agent: { agent_id: { value: 'x' } } }, {}, 501, 'DRAIN_AGENT'],
  ])('%j: %d', async (call, headers, status, words) => {
    const answer = await post(call, headers);
    expect(answer.status).toBe(status);
    expect(textOf(answer)).toContain(words);
  });

  test('SUBSCRIBE tells the state, a heartbeat, and then what changes', async () => {
    const stream = await master.client.openStream({
      url: `http://${master.address}/api/v1`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/x-protobuf' },
      body: '{"type":"SUBSCRIBE"}',
    });
    expect(stream.headers['content-type']).toBe('application/x-protobuf');
    expect(stream.headers['mesos-stream-id']).toBeUndefined();
    const types: string[] = [];
    const reading = (async () => {
      const reader = new RecordReader();
      for await (const chunk of stream.chunks) {
        const records = reader.push(chunk);
        if (!records.ok) throw new Error(records.error);
        for (const record of records.value) {
          const event = MasterEventCodec.fromBinary(record);
          if (event.ok) types.push(String(event.value.type));
        }
      }
    })().catch(() => types.push('closed'));
    await eventually('the state', () => types.length >= 2);
    expect(types).toEqual(['SUBSCRIBED', 'HEARTBEAT']);
    const metrics = await master.json('/metrics/snapshot');
    expect(metrics['master/operator_event_stream_subscribers']).toBe(1);
    const framework = await TestFramework.subscribe(master);
    await framework.untilType('SUBSCRIBED');
    await framework.call('TEARDOWN');
    await eventually('the framework came and went', () => types.includes('FRAMEWORK_REMOVED'));
    expect(types.slice(2)).toEqual(['FRAMEWORK_ADDED', 'FRAMEWORK_REMOVED']);
    stream.close();
    await reading;
    await eventually('the reader is forgotten', async () => {
      const now = await master.json('/metrics/snapshot');
      return now['master/operator_event_stream_subscribers'] === 0;
    });
  });
});

describe('the wall against the browser', () => {
  const host = (): string => `127.0.0.1:${master.port}`;

  test.each([
    [{ Origin: 'http://evil.example' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ Origin: 'null' }],
  ])('another site %j drives nothing', async (headers) => {
    for (const path of ['/api/v1/scheduler', '/api/v1', '/teardown', '/stoa/v1/agent-link']) {
      expect((await master.post(SUBSCRIBE, headers, path)).status).toBe(403);
    }
    const toggle = await master.ask('/logging/toggle?level=1&duration=1mins', { headers });
    expect(toggle.status).toBe(403);
    expect(textOf(await master.ask('/logging/toggle'))).toBe('0\n');
  });

  test('another site gets no script to read, and no CORS header', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' };
    expect((await master.ask('/state?jsonp=f', { headers })).status).toBe(403);
    const read = await master.ask('/state', { headers: { Origin: 'http://evil.example' } });
    expect(read.headers['access-control-allow-origin']).toBeUndefined();
    expect(read.headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('a name that was rebound to us is refused whatever it asks', async () => {
    const socket = await master.socket();
    socket.send('GET /state HTTP/1.1', 'Host: evil.example', '', '');
    expect(await socket.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('our own page and listed origins pass', async () => {
    const call = { type: 'GET_HEALTH' };
    const own = { Origin: `http://${host()}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await master.post(call, own, '/api/v1')).status).toBe(200);
    const other = new TestMaster();
    try {
      await other.start({ allowed_origins: ['http://console.example'] });
      const listed = { Origin: 'http://console.example' };
      const answer = await other.post(call, listed, '/api/v1');
      expect(answer.status).toBe(200);
      expect(answer.headers['access-control-allow-origin']).toBe('http://console.example');
    } finally {
      await other.close();
    }
  });
});
