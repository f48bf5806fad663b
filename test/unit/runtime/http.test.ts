import { describe, expect, test } from '@jest/globals';
import { decodeUtf8, emptyReply } from '@stoa/common';
import {
  acceptsGzip,
  basicAuthenticator,
  createSameOriginPolicy,
  encodeServerSentEvent,
  judgeOrigin,
  loadCredentials,
  mayUseJsonp,
  originHeaders,
  parseAllowedOrigins,
  parseCredentials,
  parseQuery,
  parseUserPassword,
  redirectToLeader,
  redirectToLeaderRoot,
  renderBasicAuthorization,
  validateBinding,
} from '@stoa/runtime';
import { compileRoutes } from '../../../packages/runtime/src/http/route-table.ts';

const policy = { hostNames: ['master.example'], allowedOrigins: ['http://console.example:8443'] };

function verdict(method: string, headers: Record<string, string>): string {
  const judged = judgeOrigin(policy, method, headers);
  if (judged.kind === 'refused') return 'refused';
  if (judged.allowedOrigin !== undefined) return 'allowed';
  return judged.isForeign ? 'foreign' : 'ours';
}

describe('the wall against the browser', () => {
  test.each([
    ['127.0.0.1:5050'],
    ['[::1]:5050'],
    ['10.1.2.3'],
    ['localhost:5050'],
    ['LOCALHOST'],
    ['master.example:5050'],
    ['Master.Example.'],
  ])('knows itself as %s', (host) => {
    expect(verdict('POST', { host })).toBe('ours');
  });

  test.each([
    ['evil.example'],
    ['evil.example:5050'],
    ['127.0.0.1.evil.example:5050'],
    ['localhost.evil.example'],
    ['master.example.evil'],
    ['user@127.0.0.1'],
    ['127.0.0.1:5050/x'],
    ['::1'],
    ['1'],
  ])('does not answer to %s, even for reading', (host) => {
    expect(verdict('GET', { host })).toBe('refused');
  });

  const host = '127.0.0.1:5050';
  test.each([
    ['a client without a browser', 'POST', {}, 'ours'],
    [
      'our own page',
      'POST',
      { origin: 'http://127.0.0.1:5050', 'sec-fetch-site': 'same-origin' },
      'ours',
    ],
    ['our own page behind TLS', 'POST', { origin: 'https://127.0.0.1:5050' }, 'ours'],
    ['a person typing', 'GET', { 'sec-fetch-site': 'none' }, 'ours'],
    ['another site', 'POST', { origin: 'http://evil.example' }, 'refused'],
    [
      'another port',
      'POST',
      { origin: 'http://127.0.0.1:8000', 'sec-fetch-site': 'same-site' },
      'refused',
    ],
    ['another name of the same machine', 'POST', { origin: 'http://localhost:5050' }, 'refused'],
    ['a sandboxed frame', 'POST', { origin: 'null' }, 'refused'],
    ['a file', 'POST', { origin: 'file://' }, 'refused'],
    ['a form without origin', 'POST', { 'sec-fetch-site': 'cross-site' }, 'refused'],
    ['a delete', 'DELETE', { origin: 'http://evil.example' }, 'refused'],
    ['an unknown method', 'PROPFIND', { origin: 'http://evil.example' }, 'refused'],
    ['an image', 'GET', { 'sec-fetch-site': 'cross-site' }, 'foreign'],
    ['a fetch', 'GET', { origin: 'http://evil.example' }, 'foreign'],
    [
      'an old browser',
      'POST',
      { 'user-agent': 'Mozilla/5.0', referer: 'http://evil.example/x' },
      'refused',
    ],
    ['a listed origin', 'POST', { origin: 'http://console.example:8443' }, 'allowed'],
    ['a listed origin of another port', 'POST', { origin: 'http://console.example' }, 'refused'],
    [
      'a script of a listed origin',
      'GET',
      { 'sec-fetch-site': 'cross-site', referer: 'http://console.example:8443/' },
      'allowed',
    ],
  ])('judges %s', (_who, method, headers, expected) => {
    expect(verdict(method, { host, ...headers })).toBe(expected);
  });

  test('refuses a reading method that changes something', () => {
    const headers = { host, 'sec-fetch-site': 'cross-site' };
    expect(judgeOrigin(policy, 'GET', headers, true).kind).toBe('refused');
  });

  test('a browser gets headers against embedding, a listed origin gets leave to read, others nothing', () => {
    const headersFor = (headers: Record<string, string>) =>
      originHeaders(judgeOrigin(policy, 'GET', { host, ...headers }));
    expect(headersFor({})).toEqual({});
    expect(headersFor({ origin: 'http://evil.example' })).toEqual({
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'SAMEORIGIN',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
    expect(headersFor({ origin: 'http://console.example:8443' })).toMatchObject({
      'Access-Control-Allow-Origin': 'http://console.example:8443',
      Vary: 'Origin',
    });
  });

  test.each([
    [{}, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'user-agent': 'Mozilla/5.0' }, false],
    [{ 'user-agent': 'Mozilla/5.0', referer: 'http://127.0.0.1:5050/' }, true],
    [{ 'sec-fetch-site': 'cross-site', referer: 'http://console.example:8443/x' }, true],
  ])('jsonp with %j: %s', (headers: Record<string, string>, expected) => {
    const all = { host, ...headers };
    expect(mayUseJsonp(judgeOrigin(policy, 'GET', all), all)).toBe(expected);
  });

  test('allowed origins are origins', () => {
    expect(parseAllowedOrigins(['http://a.example', 'https://b.example:443/'])).toEqual({
      ok: true,
      value: ['http://a.example', 'https://b.example'],
    });
    for (const bad of ['*', 'a.example', 'http://a.example/x', 'ftp://a.example', 'null']) {
      expect(parseAllowedOrigins([bad]).ok).toBe(false);
    }
  });

  test('the policy of a daemon holds its name, its listed names and origins', () => {
    const flags = { allowed_hosts: ['m'], allowed_origins: ['http://a.example/'] };
    expect(createSameOriginPolicy('node-1', flags)).toEqual({
      hostNames: ['node-1', 'm'],
      allowedOrigins: ['http://a.example'],
    });
    expect(() => createSameOriginPolicy(undefined, { ...flags, allowed_origins: ['*'] })).toThrow(
      "--allowed_origins: '*' is not an origin",
    );
  });

  test('beyond loopback wants authentication, or to be told', () => {
    for (const ip of ['127.0.0.1', '127.9.9.9', '::1', 'localhost', '::ffff:127.0.0.1']) {
      expect(validateBinding(ip, false, false)).toBeUndefined();
    }
    for (const ip of ['0.0.0.0', '10.0.0.1', '::', '127.0.0.1.evil.example']) {
      expect(validateBinding(ip, false, false)).toContain('--insecure');
      expect(validateBinding(ip, true, false)).toBeUndefined();
      expect(validateBinding(ip, false, true)).toBeUndefined();
    }
  });
});

describe('authentication', () => {
  const credentials = [
    { principal: 'ops', secret: 'pä:ss' },
    { principal: 'dev', secret: '' },
  ];

  test('reads both forms of the file', () => {
    const json = JSON.stringify({ credentials: [{ principal: 'a', secret: 'b', more: 1 }] });
    expect(parseCredentials(json)).toEqual({ ok: true, value: [{ principal: 'a', secret: 'b' }] });
    expect(parseCredentials('a b\n\n  c\td \r\n')).toEqual({
      ok: true,
      value: [
        { principal: 'a', secret: 'b' },
        { principal: 'c', secret: 'd' },
      ],
    });
  });

  test.each([
    ['{', 'begins like JSON'],
    ['{}', "no list 'credentials'"],
    ['{"credentials":[{"principal":"a"}]}', 'entry 1 lacks'],
    ['a b\nc', 'line 2 is not'],
    ['a b c', 'line 1 is not'],
  ])('refuses the file %j', (content, message) => {
    expect(parseCredentials(content)).toEqual({
      ok: false,
      error: expect.stringContaining(message),
    });
  });

  test('a file that is not there is the operator’s to mend', async () => {
    await expect(loadCredentials('file:///nowhere/x')).rejects.toMatchObject({
      operatorFault: true,
      message: 'cannot read the credentials file /nowhere/x',
    });
  });

  test('reads user:password', () => {
    expect(parseUserPassword('u:p:q')).toEqual({
      ok: true,
      value: { principal: 'u', secret: 'p:q' },
    });
    expect(parseUserPassword('nobody').ok).toBe(false);
  });

  const authenticate = basicAuthenticator({
    credentials,
    realmOf: (_method, path) => (path === '/open' ? undefined : 'mesos-master-readonly'),
  });
  const ask = (authorization: string | undefined, path = '/state') =>
    authenticate({
      method: 'GET',
      path,
      headers: authorization === undefined ? {} : { authorization },
    });

  test('takes the right secret, colons and umlauts included', () => {
    expect(ask(renderBasicAuthorization({ principal: 'ops', secret: 'pä:ss' }))).toEqual({
      ok: true,
      principal: 'ops',
    });
    expect(ask(renderBasicAuthorization({ principal: 'dev', secret: '' }))).toEqual({
      ok: true,
      principal: 'dev',
    });
  });

  test.each([
    [undefined],
    ['Bearer abc'],
    ['Basic'],
    ['Basic !!!'],
    ['Basic b3Bz'],
    [renderBasicAuthorization({ principal: 'ops', secret: 'wrong' })],
    [renderBasicAuthorization({ principal: 'nobody', secret: '' })],
  ])('challenges %s', (authorization) => {
    expect(ask(authorization)).toEqual({
      ok: false,
      challenge: 'Basic realm="mesos-master-readonly"',
    });
  });

  test('asks nothing where no realm guards', () => {
    expect(ask(undefined, '/open')).toEqual({ ok: true, principal: undefined });
  });
});

describe('routes', () => {
  const handle = () => emptyReply(200);
  const get = ['GET'];
  const find = compileRoutes([
    { methods: ['*'], path: '/state', prefix: true, handle },
    { methods: ['*'], path: '/slave(1)/state', prefix: true, handle },
    { methods: get, path: '/v2/apps', handle },
    { methods: ['GET', 'PUT', 'DELETE'], path: '/v2/apps/*id', handle },
    { methods: get, path: '/v2/apps/*id/tasks', handle },
    { methods: get, path: '/v2/apps/*id/versions/:version', handle },
    { methods: get, path: '/v2/groups/versions', handle },
    { methods: get, path: '/v2/groups/*id/versions', handle },
    { methods: get, path: '/v2/groups/*id', handle },
  ]);
  const found = (method: string, path: string) => {
    const match = find(method, path);
    return match?.kind === 'route' ? [match.route.path, match.params] : match?.allowed;
  };

  test.each([
    ['/state', ['/state', {}]],
    ['/state/', ['/state', {}]],
    ['/state/any/thing', ['/state', {}]],
    ['/statement', undefined],
    ['/slave(1)/state', ['/slave(1)/state', {}]],
    ['/v2/apps', ['/v2/apps', {}]],
    ['/v2/apps/', ['/v2/apps', {}]],
    ['/v2/apps/a/b', ['/v2/apps/*id', { id: 'a/b' }]],
    ['/v2/apps//a', ['/v2/apps/*id', { id: '/a' }]],
    ['/v2/apps/a/b/', ['/v2/apps/*id', { id: 'a/b' }]],
    ['/v2/apps/a/b/tasks', ['/v2/apps/*id/tasks', { id: 'a/b' }]],
    ['/v2/apps/a/versions/1', ['/v2/apps/*id/versions/:version', { id: 'a', version: '1' }]],
    ['/v2/groups/versions', ['/v2/groups/versions', {}]],
    ['/v2/groups/a/versions', ['/v2/groups/*id/versions', { id: 'a' }]],
    ['/nothing', undefined],
  ])('finds %s', (path, expected) => {
    expect(found('GET', path)).toEqual(expected);
  });

  test('GET serves HEAD, and an unknown method is told the known ones', () => {
    expect(found('HEAD', '/v2/apps')).toEqual(['/v2/apps', {}]);
    expect(found('POST', '/v2/apps')).toEqual(['GET']);
    expect(found('DELETE', '/state')).toEqual(['/state', {}]);
  });
});

describe('small forms', () => {
  test('a leader is named without a scheme, with path and query as asked', () => {
    const request = { path: '/slave(1)/a b', query: { x: ['1', '2'], 'y&': [''] } };
    expect(redirectToLeader({ hostname: 'm2', port: 5050 }, request)).toEqual({
      status: 307,
      headers: { Location: '//m2:5050/slave(1)/a%20b?x=1&x=2&y%26=' },
      body: undefined,
    });
    expect(redirectToLeaderRoot({ hostname: '::1', port: 1 }).headers).toEqual({
      Location: '//[::1]:1',
    });
    expect(redirectToLeader(undefined, request)).toMatchObject({
      status: 503,
      body: 'No leader elected',
    });
  });

  test('a query may repeat a name and hold anything', () => {
    expect(parseQuery('a=1&a=2&b&__proto__=x&c=%2F+%zz')).toEqual(
      Object.fromEntries([
        ['a', ['1', '2']],
        ['b', ['']],
        ['__proto__', ['x']],
        ['c', ['/ %zz']],
      ]),
    );
  });

  test.each([
    [undefined, false],
    ['gzip', true],
    ['deflate, gzip;q=0.5', true],
    ['gzip;q=0', false],
    ['br', false],
    ['*', true],
  ])('Accept-Encoding %s takes gzip: %s', (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });

  test('a server-sent event has a data line for each line', () => {
    const event = encodeServerSentEvent({ event: 'app', id: '1', data: 'a\nb' });
    expect(decodeUtf8(event)).toBe('id: 1\nevent: app\ndata: a\ndata: b\n\n');
  });
});
