import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
} from 'node:net';
import { join } from 'node:path';
import { milliseconds } from '@stoa/common';
import type { ProbeOutcome, ProbeTarget } from '../../../packages/marathon/src/core/index.ts';
import { Prober } from '../../../packages/marathon/src/shell/prober.ts';
import { scratchDirectory } from '../../support/stoa-process.ts';

// Probes against real servers of every temper.

const scratch = scratchDirectory();
const servers: (Server | TcpServer)[] = [];
const HOST = '127.0.0.1';

afterAll(async () => {
  for (const server of servers) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.unref();
    await new Promise((resolve) => server.close(resolve));
  }
  scratch.remove();
});

async function listen(server: Server | TcpServer, host = HOST): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener, host?: string) => listen(createServer(listener), host);

/** Says these words to whoever writes, and nothing else; undefined: never says anything. */
function rawServer(words: string | undefined): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if (words !== undefined) socket.write(words);
    });
    socket.once('end', () => socket.destroy());
  });
  return listen(server);
}

interface Try {
  readonly timeoutMs?: number;
  readonly bodyMax?: number;
}

function probe(target: ProbeTarget, { timeoutMs = 5000, bodyMax = 0 }: Try = {}) {
  return new Promise<ProbeOutcome>((resolve) => {
    const prober = new Prober({
      concurrencyMax: 1,
      deliver: (event) => {
        if (event.kind === 'probeEnded') resolve(event.outcome);
      },
    });
    const subject = { purpose: 'health', taskId: 't', check: 0, attempt: 1 } as const;
    prober.perform({ ...subject, target, timeout: milliseconds(timeoutMs), bodyMax });
  });
}

const http = (port: number, path = '/', scheme: 'http' | 'https' = 'http', host = HOST) =>
  ({ kind: 'http', scheme, host, port, path }) as const;

describe('a probe over HTTP', () => {
  test.each([200, 204, 302, 404, 503])(
    'brings the status %i, redirects unfollowed',
    async (status) => {
      const port = await serve((_, response) => {
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
      });
      expect(await probe(http(port))).toMatchObject({ kind: 'http', status, body: '' });
    },
  );

  test('asks for the path with its query, by GET, on a connection of its own', async () => {
    const seen: unknown[] = [];
    const port = await serve(({ method, url, headers, socket }, response) => {
      seen.push([method, url, headers.host, headers.connection, socket.remotePort]);
      response.end();
    });
    await probe(http(port, '/ok and?deep=1'));
    await probe(http(port, '/ok and?deep=1'));
    const asked = ['GET', '/ok%20and?deep=1', `127.0.0.1:${port}`, 'close'];
    expect(seen).toEqual([
      [...asked, expect.anything()],
      [...asked, expect.anything()],
    ]);
    const [first, second] = seen as unknown[][];
    expect(first?.at(-1)).not.toBe(second?.at(-1));
  });

  test('keeps as much of the body as is wanted, even of one without an end', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.on('error', () => undefined);
      const timer = setInterval(() => response.write('x'.repeat(1000)), 5);
      response.on('close', () => clearInterval(timer));
    });
    const outcome = await probe(http(port), { bodyMax: 2500 });
    expect(outcome).toEqual({
      kind: 'http',
      status: 200,
      contentType: 'application/json',
      body: 'x'.repeat(2500),
    });
  });

  test('takes the head for the answer when no body is wanted, whether the body comes or not', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200);
      response.write('and then nothing');
    });
    expect(await probe(http(port))).toMatchObject({ kind: 'http', status: 200 });
  });

  test('reaches an address of IPv6', async () => {
    const port = await serve((_, response) => response.end(), '::1');
    expect(await probe(http(port, '/', 'http', '::1'))).toMatchObject({ status: 200 });
  });

  test.each([
    ['HTTP/1.1 100 Continue\r\n\r\n', 100],
    ['HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 101],
    ['HTTP/1.1 103 Early Hints\r\n\r\n', 103],
    ['HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 200],
  ])('of %j brings the status %i', async (words, status) => {
    const port = await rawServer(words);
    expect(await probe(http(port), { timeoutMs: 500 })).toMatchObject({ kind: 'http', status });
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

(hasOpenssl ? describe : describe.skip)('a probe over HTTPS', () => {
  let port: number;
  beforeAll(async () => {
    const [key, cert] = [join(scratch.path, 'key.pem'), join(scratch.path, 'cert.pem')];
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert];
    const made = spawnSync('openssl', [...words, '-days', '1', '-subj', '/CN=somebody.else']);
    expect(made.status).toBe(0);
    const pair = { key: readFileSync(key), cert: readFileSync(cert) };
    port = await listen(createSecureServer(pair, (_, response) => response.writeHead(204).end()));
  });

  test('minds neither who signed the certificate nor for whom', async () => {
    expect(await probe(http(port, '/', 'https'))).toMatchObject({ kind: 'http', status: 204 });
    const named = http(port, '/', 'https', 'localhost');
    expect(await probe(named)).toMatchObject({ kind: 'http', status: 204 });
  });

  test('of a server that speaks no TLS fails, heard', async () => {
    const plain = await serve((_, response) => response.end());
    const outcome = await probe(http(plain, '/', 'https'));
    expect(outcome).toMatchObject({ kind: 'failed', isHeard: true });
  });
});

describe('a probe that fails', () => {
  test('by refusal was heard', async () => {
    const port = await listen(createTcpServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const refused = {
      kind: 'failed',
      message: expect.stringContaining('ECONNREFUSED'),
      isHeard: true,
    };
    expect(await probe(http(port))).toEqual(refused);
    expect(await probe(http(port, '/', 'https'))).toEqual(refused);
    expect(await probe({ kind: 'tcp', host: HOST, port })).toEqual(refused);
    expect(await probe({ kind: 'tcp', host: 'localhost', port })).toEqual(refused);
  });

  test('by its deadline was heard when somebody accepted it', async () => {
    const port = await rawServer(undefined);
    expect(await probe(http(port), { timeoutMs: 300 })).toEqual({
      kind: 'failed',
      message: 'no answer within 0.3 s',
      isHeard: true,
    });
    const secure = await probe(http(port, '/', 'https'), { timeoutMs: 300 });
    expect(secure).toMatchObject({ isHeard: true });
  });

  test('by a name that nobody knows was not heard', async () => {
    const target = { kind: 'tcp', host: 'nobody.invalid', port: 80 } as const;
    expect(await probe(target)).toMatchObject({ kind: 'failed', isHeard: false });
  });

  test('by words that are no HTTP was heard', async () => {
    const port = await rawServer('hello\r\n\r\n');
    expect(await probe(http(port))).toMatchObject({ kind: 'failed', isHeard: true });
  });
});

describe('the prober', () => {
  const order = (port: number, attempt: number, timeoutMs = 5000) => ({
    purpose: 'health' as const,
    taskId: `t${attempt}`,
    check: 0,
    attempt,
    target: http(port),
    timeout: milliseconds(timeoutMs),
    bodyMax: 0,
  });

  test('has so many probes under way and no more, and a deadline does not run while one waits', async () => {
    let [open, most] = [0, 0];
    const port = await serve((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 100);
    });
    const ended: number[] = [];
    await new Promise<void>((resolve) => {
      const prober = new Prober({
        concurrencyMax: 3,
        deliver: (event) => {
          if (event.kind !== 'probeEnded') return;
          expect(event.outcome).toMatchObject({ kind: 'http', status: 200 });
          ended.push(event.subject.attempt);
          if (ended.length === 30) resolve();
        },
      });
      // The last of them waits for about a second.
      for (let attempt = 1; attempt <= 30; attempt++) prober.perform(order(port, attempt, 800));
    });
    expect(most).toBe(3);
    expect([...ended].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    expect(Math.max(...ended.slice(0, 3))).toBe(3);
  });

  test('connects by TCP and leaves at once', async () => {
    const server = createTcpServer((socket) => socket.resume());
    const port = await listen(server);
    const closed = new Promise((resolve) => {
      server.once('connection', (socket) => socket.once('close', resolve));
    });
    expect(await probe({ kind: 'tcp', host: HOST, port })).toEqual({ kind: 'connected' });
    await closed;
  });

  test('leaves nothing open when it is closed, and tells nobody any more', async () => {
    let connection = 0;
    const gone = new Promise<void>((resolve) => {
      const server = createTcpServer((socket) => {
        connection += 1;
        socket.on('error', () => undefined).once('close', () => resolve());
        prober.close();
      });
      void listen(server).then((port) => {
        prober.perform(order(port, 1));
        prober.perform(order(port, 2));
      });
    });
    const told: unknown[] = [];
    const prober = new Prober({ concurrencyMax: 1, deliver: (event) => told.push(event) });
    await gone;
    prober.perform(order(1, 3));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([connection, told]).toEqual([1, []]);
  });
});
