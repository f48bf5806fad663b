import { describe, expect, test } from '@jest/globals';
import { encodeUtf8, type HttpReply, type HttpRequest } from '@stoa/common';
import { placePage } from '../../../../packages/marathon/src/api/stoa/console-page.ts';
import {
  consoleFileRoutes,
  type ConsoleFiles,
} from '../../../../packages/marathon/src/shell/console/console-routes.ts';
import { compileRoutes } from '../../../../packages/runtime/src/http/route-table.ts';

const PAGE =
  '<meta property="csp-nonce" nonce="__NONCE__">' +
  '<script type="module" nonce="__NONCE__" src="./assets/index-1a2b.js"></script>' +
  '<link rel="stylesheet" href="./assets/index-1a2b.css">';

const asked: string[] = [];
const FILES: ConsoleFiles = {
  page: () => Promise.resolve(PAGE),
  asset: (path, encodings) => {
    asked.push(`${path} ${encodings.join('+')}`);
    const encoding = encodings[0];
    return Promise.resolve(
      path === 'index-1a2b.js' ? { bytes: encodeUtf8('1'), encoding } : undefined,
    );
  },
  nonce: () => 'n-1',
};

async function get(
  rawPath: string,
  { context = FILES, headers = {} }: { context?: ConsoleFiles; headers?: object } = {},
): Promise<HttpReply> {
  const path = decodeURIComponent(rawPath);
  const match = compileRoutes(consoleFileRoutes(context))('GET', path);
  if (match?.kind !== 'route') throw new Error(`${path} is not served`);
  const request: HttpRequest = {
    method: 'GET',
    path,
    rawPath,
    query: {},
    headers: { ...headers },
    body: new Uint8Array(0),
    principal: undefined,
    host: '127.0.0.1:8080',
  };
  return match.route.handle(request, match.params);
}

describe('the page of the console', () => {
  test('the bare path leads to the one with a slash, under any prefix', async () => {
    const reply = await get('/ui');
    expect([reply.status, reply.headers['Location']]).toEqual([302, 'ui/']);
  });

  test.each([
    ['/ui/', './'],
    ['/ui/apps', './'],
    ['/ui/apps/', '../'],
    ['/ui/apps/shop/web', '../../'],
    ['/ui/apps/shop/web/~config', '../../../'],
    ['/ui/instances/a/~files/b%2Fc', '../../../'],
    ['/ui/assets', './'],
    ['/ui/apps/assets/web', '../../'],
  ])('%s answers the page, which finds its files at %s', async (path, up) => {
    const reply = await get(path);
    expect([reply.status, reply.headers['Content-Type']]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(reply.body).toBe(
      placePage(PAGE, { nonce: 'n-1', depth: up === './' ? 0 : up.length / 3 }),
    );
    expect(reply.body).toContain(`src="${up}assets/index-1a2b.js"`);
    expect(reply.body).toContain(`href="${up}assets/index-1a2b.css"`);
  });

  test('the nonce stands in the page and in the policy, and nothing may be cached', async () => {
    const { body, headers } = await get('/ui/');
    expect(body).toContain('nonce="n-1"');
    expect(body).not.toContain('__NONCE__');
    expect(headers).toEqual({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'nonce-n-1'; " +
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; " +
        "form-action 'self'; frame-ancestors 'none'",
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    });
  });

  test('a console that was not built says how to build it', async () => {
    const context = { ...FILES, page: () => Promise.resolve(undefined) };
    const reply = await get('/ui/apps', { context });
    expect([reply.status, reply.headers['Content-Type']]).toEqual([
      503,
      'text/plain; charset=utf-8',
    ]);
    expect(reply.body).toMatch(/npm run build.*--console_dir/s);
  });
});

describe('the files of the console', () => {
  test('never change under their name', async () => {
    const { status, headers } = await get('/ui/assets/index-1a2b.js');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
    });
    expect(headers['Content-Encoding']).toBeUndefined();
  });

  test.each([
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
  ])('with Accept-Encoding %s they come as %s', async (accept, encoding) => {
    const headers = { 'accept-encoding': accept };
    const reply = await get('/ui/assets/index-1a2b.js', { headers });
    expect(reply.headers['Content-Encoding']).toBe(encoding);
  });

  test.each([
    '/ui/assets/../index.html',
    '/ui/assets/..%2f..%2fpackage.json',
    '/ui/assets/%2e%2e/index.html',
    '/ui/assets//etc/passwd',
    '/ui/assets/.env.js',
    '/ui/assets/a/.git/config.js',
    '/ui/assets/a%00.js',
    '/ui/assets/a%5cb.js',
    '/ui/assets/index.html',
    '/ui/assets/none',
  ])('%s is no file, and the disk is not asked', async (path) => {
    asked.length = 0;
    const { status, headers } = await get(path);
    expect([status, headers['Content-Type'], asked]).toEqual([
      404,
      'text/plain; charset=utf-8',
      [],
    ]);
  });

  test('one that is not there is told apart from the page', async () => {
    expect((await get('/ui/assets/old-9f.js')).status).toBe(404);
  });
});
