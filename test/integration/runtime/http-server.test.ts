import { createServer } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8, emptyReply, encodeUtf8, jsonReply, textReply } from '@stoa/common';
import { parseJsonText } from '@stoa/proto';
import {
  basicAuthenticator,
  createHttpClient,
  renderBasicAuthorization,
  routeTable,
  startHttpServer,
  type ClientAnswer,
  type ClientRequest,
  type HttpClient,
  type HttpExchange,
  type HttpListener,
  type HttpServerOptions,
  type OutgoingStream,
  type Route,
} from '@stoa/runtime';
import { RawSocket } from './raw-socket.ts';

const LIMIT = 4 * 1024 * 1024;
let listener: HttpListener;
let client: HttpClient;
let streams: OutgoingStream[];
let aborted: string[];
let errors: unknown[];
let changes: number;

/** Answers with what it was asked; `fall` throws, `stream` stays open, `never` does not answer. */
function echo(exchange: HttpExchange): void {
  const { request } = exchange;
  exchange.onAborted(() => aborted.push(request.path));
  if (request.path.endsWith('/fall')) throw new Error('it fell');
  if (request.path.endsWith('/never')) return;
  if (request.path.endsWith('/stream')) {
    const headers = { 'Mesos-Stream-Id': 's1', 'Content-Type': 'application/json' };
    streams.push(exchange.openStream({ status: 200, headers }));
    return;
  }
  if (request.path.endsWith('/json')) {
    const parsed = parseJsonText(request.body);
    exchange.reply(parsed.ok ? jsonReply(200, parsed.value) : textReply(400, parsed.error));
    return;
  }
  if (request.method !== 'GET') changes++;
  const { method, path, query, principal } = request;
  exchange.reply(
    jsonReply(200, { method, path, query, principal, body: decodeUtf8(request.body) }),
  );
}

const routes: readonly Route[] = [
  {
    methods: ['*'],
    path: '/state',
    prefix: true,
    handle: () => jsonReply(200, { version: '1.0' }),
  },
  { methods: ['GET'], path: '/large', handle: () => jsonReply(200, { text: 'x'.repeat(5000) }) },
  {
    methods: ['GET', 'PUT'],
    path: '/weights',
    handle: ({ body }) => textReply(200, decodeUtf8(body)),
  },
  { methods: ['GET'], path: '/fall', handle: () => Promise.reject(new Error('it fell')) },
  { methods: ['*'], path: '/empty', handle: () => emptyReply(200) },
  { methods: ['GET'], path: '/toggle', changesState: true, handle: () => emptyReply(200) },
];

async function start(more: Partial<HttpServerOptions> = {}): Promise<HttpListener> {
  return startHttpServer({
    ip: '127.0.0.1',
    port: 0,
    daemon: 'sample',
    hotRoutes: [
      { prefix: '/api/v1', handle: echo },
      { prefix: '/api/v1/scheduler', handle: echo },
    ],
    mount: (app) => routeTable(app, routes),
    sameOrigin: { hostNames: [], allowedOrigins: ['http://console.example'] },
    bodyLimitBytes: LIMIT,
    onError: (error) => errors.push(error),
    ...more,
  });
}

beforeEach(async () => {
  streams = [];
  aborted = [];
  errors = [];
  changes = 0;
  client = createHttpClient();
  listener = await start();
});
afterEach(async () => {
  await client.close();
  await listener.close();
});

async function replaceListener(more: Partial<HttpServerOptions>): Promise<void> {
  await listener.close();
  listener = await start(more);
}

function ask(path: string, more: Partial<ClientRequest> = {}): Promise<ClientAnswer> {
  return client.call({ url: `http://127.0.0.1:${listener.port}${path}`, ...more });
}

const textOf = (answer: ClientAnswer): string => decodeUtf8(answer.body);
const jsonOf = (answer: ClientAnswer): unknown => JSON.parse(textOf(answer));
const record = (text: string): Uint8Array => encodeUtf8(`${text.length}\n${text}`);

async function eventually(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 5000 && !isSo(); waited += 5) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(isSo()).toBe(true);
}

async function openRawStream(): Promise<RawSocket> {
  const raw = await RawSocket.open(listener.port);
  const body = '{"type":"SUBSCRIBE"}';
  raw.send(
    'POST /api/v1/scheduler/stream HTTP/1.1',
    `Host: 127.0.0.1:${listener.port}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  );
  await raw.until(/\r\n\r\n/);
  return raw;
}

describe('hot routes', () => {
  test('get the decoded path, the query, the body, and are found by the longest prefix', async () => {
    const answer = await ask('/api/v1/scheduler/slave%281%29?a=1&a=2', {
      method: 'POST',
      body: 'hé',
    });
    expect(jsonOf(answer)).toEqual({
      method: 'POST',
      path: '/api/v1/scheduler/slave(1)',
      query: { a: ['1', '2'] },
      body: 'hé',
    });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['date']).toBeDefined();
    expect(answer.headers['server']).toBeUndefined();
  });

  test('a handler that throws gives 500 and the daemon goes on', async () => {
    expect((await ask('/api/v1/fall')).status).toBe(500);
    expect(errors.map(String)).toEqual(['Error: it fell']);
    expect((await ask('/api/v1')).status).toBe(200);
  });

  test('pipelined requests are answered in order on one connection', async () => {
    const raw = await RawSocket.open(listener.port);
    const request = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${listener.port}\r\n\r\n`;
    raw.send(request('/api/v1/1') + request('/state') + request('/api/v1/3'));
    const text = await raw.until(/v1\/3/);
    expect(text.indexOf('v1/1')).toBeLessThan(text.indexOf('version'));
    expect(text.indexOf('version')).toBeLessThan(text.indexOf('v1/3'));
    raw.close();
  });

  test('an asker that goes away before the answer is told of', async () => {
    const raw = await RawSocket.open(listener.port);
    raw.send('GET /api/v1/never HTTP/1.1', `Host: 127.0.0.1`, '', '');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(aborted).toEqual([]);
    raw.close();
    await eventually(() => aborted.length === 1);
  });
});

describe('streams', () => {
  test('send the head at once and one chunk for each record, also those of one tick', async () => {
    const raw = await openRawStream();
    const head = raw.received;
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toMatch(/\r\nTransfer-Encoding: chunked\r\n/);
    expect(head).toMatch(/\r\nMesos-Stream-Id: s1\r\n/);
    expect(head).toMatch(/\r\nContent-Type: application\/json\r\n/);
    expect(head).not.toMatch(/Content-Length/);
    for (const text of ['{"type":"SUBSCRIBED"}', '{"type":"HEARTBEAT"}']) {
      streams[0]?.write(record(text));
    }
    const text = await raw.until(/HEARTBEAT"}\r\n$/);
    expect(text.slice(head.length)).toBe(
      '18\r\n21\n{"type":"SUBSCRIBED"}\r\n17\r\n20\n{"type":"HEARTBEAT"}\r\n',
    );
    raw.close();
  });

  test('end with the final chunk and the connection takes another request', async () => {
    const raw = await openRawStream();
    streams[0]?.write(record('a'));
    streams[0]?.end();
    expect(streams[0]?.isOpen).toBe(false);
    await raw.until(/3\r\n1\na\r\n0\r\n\r\n$/);
    raw.send('GET /state HTTP/1.1', 'Host: 127.0.0.1', '', '');
    await raw.until(/version/);
    raw.close();
  });

  test('tell at once when the reader leaves, and take no more', async () => {
    const raw = await openRawStream();
    let closed = 0;
    streams[0]?.onClose(() => closed++);
    raw.close();
    await eventually(() => closed === 1);
    streams[0]?.write(record('a'));
    streams[0]?.end();
    streams[0]?.onClose(() => closed++);
    expect(closed).toBe(2);
  });

  test('are closed when the reader takes nothing and the buffer runs over', async () => {
    await replaceListener({ streamLimits: { bufferBytes: 64 * 1024, stalledMs: 60_000 } });
    const raw = await openRawStream();
    raw.socket.pause();
    const stream = streams[0];
    const big = new Uint8Array(64 * 1024);
    let written = 0;
    while (stream?.isOpen === true && written < 5000) {
      stream.write(big);
      written++;
      if (written % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stream?.isOpen).toBe(false);
    expect(written).toBeLessThan(5000);
    raw.close();
  });

  test('are closed when the reader stalls, and live when it only comes late', async () => {
    await replaceListener({ streamLimits: { bufferBytes: 64 * 1024, stalledMs: 200 } });
    const [stalled, late] = [await openRawStream(), await openRawStream()];
    stalled.socket.pause();
    late.socket.pause();
    // One record may be larger than every limit.
    for (const stream of streams) stream.write(new Uint8Array(24 * 1024 * 1024));
    late.socket.resume();
    await eventually(() => streams[0]?.isOpen === false);
    await eventually(() => streams[1]?.bufferedBytes === 0);
    expect(streams[1]?.isOpen).toBe(true);
    stalled.close();
    late.close();
  }, 20_000);

  test('end when the listener closes, which does not wait for their readers', async () => {
    const raw = await openRawStream();
    const before = Date.now();
    await listener.close();
    expect(Date.now() - before).toBeLessThan(1500);
    expect(raw.received).toMatch(/0\r\n\r\n$/);
    await raw.untilClosed();
    await listener.close();
  });
});

describe('bodies', () => {
  test('over the limit are refused by their length before they are sent', async () => {
    const raw = await RawSocket.open(listener.port);
    raw.send('POST /api/v1 HTTP/1.1', 'Host: 127.0.0.1', `Content-Length: ${LIMIT + 1}`, '', '');
    const text = await raw.until(/limit of \d+ bytes$/);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/Connection: close/);
    await raw.untilClosed();
  });

  test('over the limit in chunks are refused while they come, and the answer arrives', async () => {
    const body = new Uint8Array(LIMIT + 1_000_000);
    for (const path of ['/api/v1', '/weights']) {
      const answer = await ask(path, {
        method: 'PUT',
        headers: { 'transfer-encoding': 'chunked' },
        body,
      }).catch(() => ask(path, { method: 'PUT', body }));
      expect(answer.status).toBe(413);
    }
    expect(changes).toBe(0);
  });

  test('of exactly the limit are taken', async () => {
    const answer = await ask('/weights', { method: 'PUT', body: new Uint8Array(LIMIT).fill(97) });
    expect([answer.status, answer.body.length]).toEqual([200, LIMIT]);
  });

  test('are decompressed, within the limit', async () => {
    const send = (body: Uint8Array, encoding = 'gzip') =>
      ask('/api/v1', { method: 'POST', headers: { 'content-encoding': encoding }, body });
    expect(jsonOf(await send(gzipSync('hello')))).toMatchObject({ body: 'hello' });
    const bomb = gzipSync(new Uint8Array(LIMIT * 20));
    expect(bomb.length).toBeLessThan(LIMIT);
    expect((await send(bomb)).status).toBe(413);
    expect((await send(encodeUtf8('no gzip'))).status).toBe(400);
    expect((await send(encodeUtf8('x'), 'br')).status).toBe(415);
  });

  test('with a malformed chunk are refused and nothing is done', async () => {
    const raw = await RawSocket.open(listener.port);
    raw.send(
      'POST /api/v1 HTTP/1.1',
      'Host: 127.0.0.1',
      'Transfer-Encoding: chunked',
      '',
      'zz',
      'x',
      '',
    );
    await raw.untilClosed();
    expect(raw.received).toMatch(/^HTTP\/1\.1 400 /);
    expect(changes).toBe(0);
    expect((await ask('/state')).status).toBe(200);
  });

  test('that break off are forgotten', async () => {
    const raw = await RawSocket.open(listener.port);
    raw.send('POST /api/v1 HTTP/1.1', 'Host: 127.0.0.1', 'Content-Length: 10', '', 'abc');
    await new Promise((resolve) => setTimeout(resolve, 30));
    raw.close();
    expect((await ask('/state')).status).toBe(200);
    expect([changes, errors]).toEqual([0, []]);
  });

  test('nested a million deep are refused at once and the daemon goes on', async () => {
    const before = Date.now();
    const answer = await ask('/api/v1/json', { method: 'POST', body: '['.repeat(1_000_000) });
    expect(answer.status).toBe(400);
    expect(Date.now() - before).toBeLessThan(1000);
    expect((await ask('/state')).status).toBe(200);
  });

  test.each([
    ['GET', 400],
    ['GET /state HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n', 400],
    ['GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', 400],
    ['GET /state HTTP/1.1\r\n\r\n', 400],
    [`GET /state HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['\0\u0001\u0002\r\n\r\n', 400],
  ])('a broken request %# is answered and closed', async (text, status) => {
    const raw = await RawSocket.open(listener.port);
    raw.send(text);
    raw.socket.end();
    await raw.until(new RegExp(`^HTTP/1.1 ${status} `));
    raw.close();
    expect((await ask('/state')).status).toBe(200);
  });
});

describe('cold routes', () => {
  test('serve a prefix, any method, HEAD without a body', async () => {
    expect(jsonOf(await ask('/state/any/thing'))).toEqual({ version: '1.0' });
    expect((await ask('/state', { method: 'POST', body: 'x' })).status).toBe(200);
    const head = await ask('/large', { method: 'HEAD' });
    expect([head.headers['content-length'], head.body.length]).toEqual(['5011', 0]);
  });

  test('answer a wrong method with those that are right', async () => {
    const answer = await ask('/weights', { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers['allow'], textOf(answer)]).toEqual([
      405,
      'GET, PUT',
      "405 Method Not Allowed. Expecting one of { 'GET', 'PUT' }, but received 'POST'.",
    ]);
  });

  test('answer an unknown path with 404 as text, a fall with 500', async () => {
    const answer = await ask('/nothing');
    expect([answer.status, answer.headers['content-type'], textOf(answer)]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 Not Found.',
    ]);
    expect((await ask('/fall')).status).toBe(500);
    expect(textOf(await ask('/fall'))).not.toContain('it fell');
  });

  test('an empty answer has a length and no type', async () => {
    const { headers } = await ask('/empty');
    expect([headers['content-length'], headers['content-type']]).toEqual(['0', undefined]);
  });

  test('compress what is large for those who take it', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const [large, small] = [await ask('/large', { headers }), await ask('/state', { headers })];
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(large.body.length).toBeLessThan(500);
    expect(small.headers['content-encoding']).toBeUndefined();
    expect((await ask('/large')).headers['content-encoding']).toBeUndefined();
  });

  test('wrap for jsonp, with a name only', async () => {
    const answer = await ask('/state?jsonp=a.b.c');
    expect([textOf(answer), answer.headers['content-type']]).toEqual([
      'a.b.c({"version":"1.0"})',
      'text/javascript',
    ]);
    expect((await ask('/state?jsonp=alert(1)//')).status).toBe(400);
    expect(jsonOf(await ask('/state?jsonp=f', { method: 'POST' }))).toEqual({ version: '1.0' });
  });

  test('a daemon may give faults a form of its own', async () => {
    await replaceListener({ renderFault: ({ status, message }) => jsonReply(status, { message }) });
    expect(jsonOf(await ask('/nothing'))).toEqual({ message: '404 Not Found.' });
  });
});

describe('the wall', () => {
  const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };

  test('a rebound name reads nothing', async () => {
    const answer = await ask('/state', { headers: { host: 'evil.example' } });
    expect([answer.status, textOf(answer).includes('version')]).toEqual([403, false]);
  });

  test('another site changes nothing, be the type as simple as it may', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json'];
    for (const type of types) {
      const headers = { ...foreign, 'content-type': type };
      expect((await ask('/api/v1', { method: 'POST', headers, body: '{}' })).status).toBe(403);
    }
    expect((await ask('/weights', { method: 'PUT', headers: foreign })).status).toBe(403);
    expect((await ask('/toggle', { headers: foreign })).status).toBe(403);
    expect((await ask('/toggle')).status).toBe(200);
    expect(changes).toBe(0);
  });

  test('another site gets no leave to read, no preflight, no script', async () => {
    const answer = await ask('/state', { headers: foreign });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const preflight = { ...foreign, 'access-control-request-method': 'POST' };
    const asked = await ask('/api/v1', { method: 'OPTIONS', headers: preflight });
    expect(asked.headers['access-control-allow-methods']).toBeUndefined();
    const script = await ask('/state?jsonp=f', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect([script.status, textOf(script).includes('version')]).toEqual([403, false]);
  });

  test('a listed origin reads, drives and asks before', async () => {
    const headers = { origin: 'http://console.example', 'sec-fetch-site': 'cross-site' };
    const answer = await ask('/api/v1', { method: 'POST', headers, body: 'x' });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([
      200,
      'http://console.example',
    ]);
    const preflight = {
      ...headers,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const asked = await ask('/weights', { method: 'OPTIONS', headers: preflight });
    expect([asked.status, asked.headers['access-control-allow-headers']]).toEqual([
      204,
      'content-type',
    ]);
  });

  test('a client without those headers sees none of ours', async () => {
    const { headers } = await ask('/state');
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
    await replaceListener({
      authenticate: basicAuthenticator({
        credentials: [{ principal: 'ops', secret: 'secret' }],
        realmOf: (_method, path) =>
          path.startsWith('/api/v1') ? 'mesos-master-scheduler' : undefined,
      }),
    });
    const refused = await ask('/api/v1', { method: 'POST', body: 'x' });
    expect([refused.status, refused.headers['www-authenticate'], textOf(refused)]).toEqual([
      401,
      'Basic realm="mesos-master-scheduler"',
      '401 Unauthorized.',
    ]);
    const authorization = renderBasicAuthorization({ principal: 'ops', secret: 'secret' });
    expect(jsonOf(await ask('/api/v1', { headers: { authorization } }))).toMatchObject({
      principal: 'ops',
    });
    expect((await ask('/state')).status).toBe(200);
    expect((await ask('/nothing')).status).toBe(404);
    expect(changes).toBe(0);
  });
});

describe('starting', () => {
  test('a taken port is one clear line', async () => {
    const { port } = listener;
    const where = `127.0.0.1:${port}`;
    await expect(start({ port, portFlag: '--http_port' })).rejects.toMatchObject({
      operatorFault: true,
      message: `port ${port} is taken (${where}, wanted by sample): choose another with --http_port`,
    });
  });

  test('an address of another machine is one clear line', async () => {
    await expect(start({ ip: '192.0.2.1' })).rejects.toMatchObject({
      message: '192.0.2.1 is not an address of this machine: choose another with --ip',
    });
  });
});

describe('the client', () => {
  test('says who was asked when nobody answers', async () => {
    const { port } = listener;
    await listener.close();
    await expect(ask('/state')).rejects.toMatchObject({
      name: 'HttpCallError',
      message: `GET http://127.0.0.1:${port}/state failed: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  test('waits no longer than its deadline, and reads no more than its limit', async () => {
    const deadline = 50 as ClientRequest['deadline'];
    await expect(ask('/api/v1/never', { deadline })).rejects.toThrow('no answer in 50 ms');
    const url = `http://127.0.0.1:${listener.port}/large`;
    await expect(client.call({ url }, 1000)).rejects.toThrow('over the limit of 1000 bytes');
    const abort = new AbortController();
    const call = ask('/api/v1/never', { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toThrow('given up');
  });

  test('reads a stream as it comes and can leave it', async () => {
    const url = `http://127.0.0.1:${listener.port}/api/v1/stream`;
    const stream = await client.openStream({ url, method: 'POST', body: '{}' });
    expect([stream.status, stream.headers['mesos-stream-id']]).toEqual([200, 's1']);
    streams[0]?.write(record('one'));
    const chunks = stream.chunks[Symbol.asyncIterator]();
    expect(decodeUtf8((await chunks.next()).value)).toBe('3\none');
    stream.close();
    stream.close();
    await eventually(() => streams[0]?.isOpen === false);
  });

  test('hears of a stream that ends and of one that breaks', async () => {
    const url = `http://127.0.0.1:${listener.port}/api/v1/stream`;
    const ended = await client.openStream({ url, method: 'POST' });
    streams[0]?.end();
    expect(await ended.chunks[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
    const cutter = createServer((_message, response) => {
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    });
    await new Promise<void>((resolve) => cutter.listen(0, '127.0.0.1', resolve));
    const address = cutter.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const broken = await client.openStream({ url: `http://127.0.0.1:${port}/` });
    const readAll = async (): Promise<void> => {
      for await (const chunk of broken.chunks) expect(chunk.length).toBe(1);
    };
    await expect(readAll()).rejects.toThrow();
    await new Promise((resolve) => cutter.close(resolve));
  });
});

test('many connections that say nothing do not hold up closing', async () => {
  const sockets = Array.from({ length: 50 }, () => connect(listener.port, '127.0.0.1'));
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
  );
  for (const socket of sockets) socket.on('error', () => socket.destroy());
  const before = Date.now();
  await listener.close();
  expect(Date.now() - before).toBeLessThan(3000);
  for (const socket of sockets) socket.destroy();
});
