import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeUtf8 } from '@stoa/common';
import { RawSocket } from './raw-socket.ts';
import { BODY_LIMIT, eventually, jsonOf, record, SampleServer } from './sample-server.ts';

let server: SampleServer;
beforeEach(async () => {
  server = new SampleServer();
  await server.open();
});
afterEach(() => server.close());

describe('hot routes', () => {
  test('get the decoded path, the query, the body, and are found by the longest prefix', async () => {
    const answer = await server.ask('/api/v1/scheduler/slave%281%29?a=1&a=2', {
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
    expect((await server.ask('/api/v1/fall')).status).toBe(500);
    expect(server.errors.map(String)).toEqual(['Error: it fell']);
    expect((await server.ask('/api/v1')).status).toBe(200);
  });

  test('pipelined requests are answered in order on one connection', async () => {
    const raw = await RawSocket.open(server.port);
    const request = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`;
    raw.send(request('/api/v1/1') + request('/state') + request('/api/v1/3'));
    const text = await raw.until(/v1\/3/);
    expect(text.indexOf('v1/1')).toBeLessThan(text.indexOf('version'));
    expect(text.indexOf('version')).toBeLessThan(text.indexOf('v1/3'));
    raw.close();
  });

  test('an asker that goes away before the answer is told of', async () => {
    const raw = await RawSocket.open(server.port);
    raw.send('GET /api/v1/never HTTP/1.1', `Host: 127.0.0.1`, '', '');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.aborted).toEqual([]);
    raw.close();
    await eventually(() => server.aborted.length === 1);
  });
});

describe('streams', () => {
  test('send the head at once and one chunk for each record, also those of one tick', async () => {
    const raw = await server.openRawStream();
    const head = raw.received;
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toMatch(/\r\nTransfer-Encoding: chunked\r\n/);
    expect(head).toMatch(/\r\nMesos-Stream-Id: s1\r\n/);
    expect(head).toMatch(/\r\nContent-Type: application\/json\r\n/);
    expect(head).not.toMatch(/Content-Length/);
    for (const text of ['{"type":"SUBSCRIBED"}', '{"type":"HEARTBEAT"}']) {
      server.streams[0]?.write(record(text));
    }
    const text = await raw.until(/HEARTBEAT"}\r\n$/);
    expect(text.slice(head.length)).toBe(
      '18\r\n21\n{"type":"SUBSCRIBED"}\r\n17\r\n20\n{"type":"HEARTBEAT"}\r\n',
    );
    raw.close();
  });

  test('end with the final chunk and the connection takes another request', async () => {
    const raw = await server.openRawStream();
    server.streams[0]?.write(record('a'));
    server.streams[0]?.end();
    expect(server.streams[0]?.isOpen).toBe(false);
    await raw.until(/3\r\n1\na\r\n0\r\n\r\n$/);
    raw.send('GET /state HTTP/1.1', 'Host: 127.0.0.1', '', '');
    await raw.until(/version/);
    raw.close();
  });

  test('tell at once when the reader leaves, and take no more', async () => {
    const raw = await server.openRawStream();
    let closed = 0;
    server.streams[0]?.onClose(() => closed++);
    raw.close();
    await eventually(() => closed === 1);
    server.streams[0]?.write(record('a'));
    server.streams[0]?.end();
    server.streams[0]?.onClose(() => closed++);
    expect(closed).toBe(2);
  });

  test('are closed when the reader takes nothing and the buffer runs over', async () => {
    await server.open({ streamLimits: { bufferBytes: 64 * 1024, stalledMs: 60_000 } });
    const raw = await server.openRawStream();
    raw.socket.pause();
    const stream = server.streams[0];
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
    await server.open({ streamLimits: { bufferBytes: 64 * 1024, stalledMs: 2_000 } });
    const [stalled, late] = [await server.openRawStream(), await server.openRawStream()];
    stalled.socket.pause();
    late.socket.pause();
    // One record may be larger than every limit.
    for (const stream of server.streams) stream.write(new Uint8Array(24 * 1024 * 1024));
    late.socket.resume();
    await eventually(() => server.streams[0]?.isOpen === false);
    await eventually(() => server.streams[1]?.bufferedBytes === 0);
    expect(server.streams[1]?.isOpen).toBe(true);
    stalled.close();
    late.close();
  }, 20_000);

  test('end when the listener closes, which does not wait for their readers', async () => {
    const raw = await server.openRawStream();
    const before = Date.now();
    await server.listener?.close();
    expect(Date.now() - before).toBeLessThan(1500);
    expect(raw.received).toMatch(/0\r\n\r\n$/);
    await raw.untilClosed();
    await server.listener?.close();
  });
});

describe('bodies', () => {
  test('over the limit are refused by their length before they are sent', async () => {
    const raw = await RawSocket.open(server.port);
    raw.send(
      'POST /api/v1 HTTP/1.1',
      'Host: 127.0.0.1',
      `Content-Length: ${BODY_LIMIT + 1}`,
      '',
      '',
    );
    const text = await raw.until(/limit of \d+ bytes$/);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/Connection: close/);
    await raw.untilClosed();
  });

  test('over the limit in chunks are refused while they come, and the answer arrives', async () => {
    const body = new Uint8Array(BODY_LIMIT + 1_000_000);
    for (const path of ['/api/v1', '/weights']) {
      const answer = await server
        .ask(path, {
          method: 'PUT',
          headers: { 'transfer-encoding': 'chunked' },
          body,
        })
        .catch(() => server.ask(path, { method: 'PUT', body }));
      expect(answer.status).toBe(413);
    }
    expect(server.changes).toBe(0);
  });

  test('of exactly the limit are taken', async () => {
    const answer = await server.ask('/weights', {
      method: 'PUT',
      body: new Uint8Array(BODY_LIMIT).fill(97),
    });
    expect([answer.status, answer.body.length]).toEqual([200, BODY_LIMIT]);
  });

  test('are decompressed, within the limit', async () => {
    const send = (body: Uint8Array, encoding = 'gzip') =>
      server.ask('/api/v1', { method: 'POST', headers: { 'content-encoding': encoding }, body });
    expect(jsonOf(await send(gzipSync('hello')))).toMatchObject({ body: 'hello' });
    const bomb = gzipSync(new Uint8Array(BODY_LIMIT * 20));
    expect(bomb.length).toBeLessThan(BODY_LIMIT);
    expect((await send(bomb)).status).toBe(413);
    expect((await send(encodeUtf8('no gzip'))).status).toBe(400);
    expect((await send(encodeUtf8('x'), 'br')).status).toBe(415);
  });

  test('with a malformed chunk are refused and nothing is done', async () => {
    const raw = await RawSocket.open(server.port);
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
    expect(server.changes).toBe(0);
    expect((await server.ask('/state')).status).toBe(200);
  });

  test('that break off are forgotten', async () => {
    const raw = await RawSocket.open(server.port);
    raw.send('POST /api/v1 HTTP/1.1', 'Host: 127.0.0.1', 'Content-Length: 10', '', 'abc');
    await new Promise((resolve) => setTimeout(resolve, 30));
    raw.close();
    expect((await server.ask('/state')).status).toBe(200);
    expect([server.changes, server.errors]).toEqual([0, []]);
  });

  test('nested a million deep are refused at once and the daemon goes on', async () => {
    const before = Date.now();
    const answer = await server.ask('/api/v1/json', {
      method: 'POST',
      body: '['.repeat(1_000_000),
    });
    expect(answer.status).toBe(400);
    expect(Date.now() - before).toBeLessThan(1000);
    expect((await server.ask('/state')).status).toBe(200);
  });

  test.each([
    ['GET', 400],
    ['GET /state HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n', 400],
    ['GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', 400],
    ['GET /state HTTP/1.1\r\n\r\n', 400],
    [`GET /state HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['\0\u0001\u0002\r\n\r\n', 400],
  ])('a broken request %# is answered and closed', async (text, status) => {
    const raw = await RawSocket.open(server.port);
    raw.send(text);
    raw.socket.end();
    await raw.until(new RegExp(`^HTTP/1.1 ${status} `));
    raw.close();
    expect((await server.ask('/state')).status).toBe(200);
  });
});

test('many connections that say nothing do not hold up closing', async () => {
  const sockets = Array.from({ length: 50 }, () => connect(server.port, '127.0.0.1'));
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
  );
  for (const socket of sockets) socket.on('error', () => socket.destroy());
  const before = Date.now();
  await server.listener?.close();
  expect(Date.now() - before).toBeLessThan(3000);
  for (const socket of sockets) socket.destroy();
});
