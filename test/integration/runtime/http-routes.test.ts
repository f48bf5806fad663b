import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8, jsonReply } from '@stoa/common';
import {
  basicAuthenticator,
  createHttpClient,
  createPlainHttpClient,
  renderBasicAuthorization,
  type ClientRequest,
} from '@stoa/runtime';
import { eventually, jsonOf, record, SampleServer, textOf } from './sample-server.ts';

let server: SampleServer;
beforeEach(async () => {
  server = new SampleServer();
  await server.open();
});
afterEach(() => server.close());

describe('cold routes', () => {
  test('serve a prefix, any method, HEAD without a body', async () => {
    expect(jsonOf(await server.ask('/state/any/thing'))).toEqual({ version: '1.0' });
    expect((await server.ask('/state', { method: 'POST', body: 'x' })).status).toBe(200);
    const head = await server.ask('/large', { method: 'HEAD' });
    expect([head.headers['content-length'], head.body.length]).toEqual(['5011', 0]);
  });

  test('answer a wrong method with those that are right', async () => {
    const answer = await server.ask('/weights', { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers['allow'], textOf(answer)]).toEqual([
      405,
      'GET, PUT',
      "405 Method Not Allowed. Expecting one of { 'GET', 'PUT' }, but received 'POST'.",
    ]);
  });

  test('answer an unknown path with 404 as text, a fall with 500', async () => {
    const answer = await server.ask('/nothing');
    expect([answer.status, answer.headers['content-type'], textOf(answer)]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 Not Found.',
    ]);
    expect((await server.ask('/fall')).status).toBe(500);
    expect(textOf(await server.ask('/fall'))).not.toContain('it fell');
  });

  test('an empty answer has a length and no type', async () => {
    const { headers } = await server.ask('/empty');
    expect([headers['content-length'], headers['content-type']]).toEqual(['0', undefined]);
  });

  test('compress what is large for those who take it', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const [large, small] = [
      await server.ask('/large', { headers }),
      await server.ask('/state', { headers }),
    ];
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(large.body.length).toBeLessThan(500);
    expect(small.headers['content-encoding']).toBeUndefined();
    expect((await server.ask('/large')).headers['content-encoding']).toBeUndefined();
  });

  test('wrap for jsonp, with a name only', async () => {
    const answer = await server.ask('/state?jsonp=a.b.c');
    expect([textOf(answer), answer.headers['content-type']]).toEqual([
      'a.b.c({"version":"1.0"})',
      'text/javascript',
    ]);
    expect((await server.ask('/state?jsonp=alert(1)//')).status).toBe(400);
    expect(jsonOf(await server.ask('/state?jsonp=f', { method: 'POST' }))).toEqual({
      version: '1.0',
    });
  });

  test('a daemon may give faults a form of its own', async () => {
    await server.open({ renderFault: ({ status, message }) => jsonReply(status, { message }) });
    expect(jsonOf(await server.ask('/nothing'))).toEqual({ message: '404 Not Found.' });
  });
});

describe('the wall', () => {
  const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };

  test('a rebound name reads nothing', async () => {
    const answer = await server.ask('/state', { headers: { host: 'evil.example' } });
    expect([answer.status, textOf(answer).includes('version')]).toEqual([403, false]);
  });

  test('another site changes nothing, be the type as simple as it may', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json'];
    for (const type of types) {
      const headers = { ...foreign, 'content-type': type };
      expect((await server.ask('/api/v1', { method: 'POST', headers, body: '{}' })).status).toBe(
        403,
      );
    }
    expect((await server.ask('/weights', { method: 'PUT', headers: foreign })).status).toBe(403);
    expect((await server.ask('/toggle', { headers: foreign })).status).toBe(403);
    expect((await server.ask('/toggle')).status).toBe(200);
    expect(server.changes).toBe(0);
  });

  test('another site gets no leave to read, no preflight, no script', async () => {
    const answer = await server.ask('/state', { headers: foreign });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const preflight = { ...foreign, 'access-control-request-method': 'POST' };
    const asked = await server.ask('/api/v1', { method: 'OPTIONS', headers: preflight });
    expect(asked.headers['access-control-allow-methods']).toBeUndefined();
    const script = await server.ask('/state?jsonp=f', {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([script.status, textOf(script).includes('version')]).toEqual([403, false]);
  });

  test('a listed origin reads, drives and asks before', async () => {
    const headers = { origin: 'http://console.example', 'sec-fetch-site': 'cross-site' };
    const answer = await server.ask('/api/v1', { method: 'POST', headers, body: 'x' });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([
      200,
      'http://console.example',
    ]);
    const preflight = {
      ...headers,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const asked = await server.ask('/weights', { method: 'OPTIONS', headers: preflight });
    expect([asked.status, asked.headers['access-control-allow-headers']]).toEqual([
      204,
      'content-type',
    ]);
  });

  test('a client without those headers sees none of ours', async () => {
    const { headers } = await server.ask('/state');
    expect(Object.keys(headers).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'date',
      'keep-alive',
    ]);
  });
});

describe('authentication', () => {
  test('comes before the body, gives the principal, and leaves open paths open', async () => {
    await server.open({
      authenticate: basicAuthenticator({
        credentials: [{ principal: 'ops', secret: 'secret' }],
        realmOf: (_method, path) =>
          path.startsWith('/api/v1') ? 'mesos-master-scheduler' : undefined,
      }),
    });
    const refused = await server.ask('/api/v1', { method: 'POST', body: 'x' });
    expect([refused.status, refused.headers['www-authenticate'], textOf(refused)]).toEqual([
      401,
      'Basic realm="mesos-master-scheduler"',
      '401 Unauthorized.',
    ]);
    const authorization = renderBasicAuthorization({ principal: 'ops', secret: 'secret' });
    expect(jsonOf(await server.ask('/api/v1', { headers: { authorization } }))).toMatchObject({
      principal: 'ops',
    });
    expect((await server.ask('/state')).status).toBe(200);
    expect((await server.ask('/nothing')).status).toBe(404);
    expect(server.changes).toBe(0);
  });
});

describe('starting', () => {
  test('a taken port is one clear line', async () => {
    const { port } = server;
    const where = `127.0.0.1:${port}`;
    await expect(server.start({ port, portFlag: '--http_port' })).rejects.toMatchObject({
      operatorFault: true,
      message: `port ${port} is taken (${where}, wanted by sample): choose another with --http_port`,
    });
  });

  test('an address of another machine is one clear line', async () => {
    await expect(server.start({ ip: '192.0.2.1' })).rejects.toMatchObject({
      message: '192.0.2.1 is not an address of this machine: choose another with --ip',
    });
  });
});

describe.each([
  ['the client', createHttpClient],
  ['the client without a library', createPlainHttpClient],
])('%s', (_what, open) => {
  beforeEach(async () => {
    await server.client.close();
    server.client = open();
  });

  test('says who was asked when nobody answers', async () => {
    const { port } = server;
    await server.listener?.close();
    await expect(server.ask('/state')).rejects.toMatchObject({
      name: 'HttpCallError',
      message: `GET http://127.0.0.1:${port}/state failed: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  test('waits no longer than its deadline, and reads no more than its limit', async () => {
    const deadline = 50 as ClientRequest['deadline'];
    await expect(server.ask('/api/v1/never', { deadline })).rejects.toThrow('no answer in 50 ms');
    const url = `http://127.0.0.1:${server.port}/large`;
    await expect(server.client.call({ url }, 1000)).rejects.toThrow('over the limit of 1000 bytes');
    const abort = new AbortController();
    const call = server.ask('/api/v1/never', { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toThrow('given up');
  });

  test('reads a stream as it comes and can leave it', async () => {
    const url = `http://127.0.0.1:${server.port}/api/v1/stream`;
    const stream = await server.client.openStream({ url, method: 'POST', body: '{}' });
    expect([stream.status, stream.headers['mesos-stream-id']]).toEqual([200, 's1']);
    server.streams[0]?.write(record('one'));
    const chunks = stream.chunks[Symbol.asyncIterator]();
    expect(decodeUtf8((await chunks.next()).value)).toBe('3\none');
    stream.close();
    stream.close();
    await eventually(() => server.streams[0]?.isOpen === false);
  });

  test('hears of a stream that ends and of one that breaks', async () => {
    const url = `http://127.0.0.1:${server.port}/api/v1/stream`;
    const ended = await server.client.openStream({ url, method: 'POST' });
    server.streams[0]?.end();
    expect(await ended.chunks[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
    const cutter = createServer((_message, response) => {
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    });
    await new Promise<void>((resolve) => cutter.listen(0, '127.0.0.1', resolve));
    const address = cutter.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const broken = await server.client.openStream({ url: `http://127.0.0.1:${port}/` });
    const readAll = async (): Promise<void> => {
      for await (const chunk of broken.chunks) expect(chunk.length).toBe(1);
    };
    await expect(readAll()).rejects.toThrow();
    await new Promise((resolve) => cutter.close(resolve));
  });
});
