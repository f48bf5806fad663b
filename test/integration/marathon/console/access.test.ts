import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PlanSchema } from '@stoa/proto/stoa';
import { compileSchema } from '@stoa/runtime';
import { startCluster, type InProcessCluster } from '../../../support/in-process-cluster.ts';
import { callJson, scratchDirectory } from '../../../support/stoa-process.ts';

// Who may reach the console's part of the server, and what a stranger gets of it.

const PAGE =
  '<!doctype html><link rel="stylesheet" nonce="__NONCE__" href="./assets/a-1.css">' +
  '<script type="module" src="./assets/a-1.js"></script>';
const USER = 'ann:secret';
const scratch = scratchDirectory();
let open: InProcessCluster;
let guarded: InProcessCluster;

function buildConsole(): string {
  const directory = join(scratch.path, 'console');
  mkdirSync(join(directory, 'assets'), { recursive: true });
  writeFileSync(join(directory, 'index.html'), PAGE);
  writeFileSync(join(directory, 'assets/a-1.js'), 'export {};');
  writeFileSync(join(directory, 'assets/a-1.js.gz'), gzipSync('export {};'));
  writeFileSync(join(scratch.path, 'outside.js'), 'outside');
  symlinkSync(join(scratch.path, 'outside.js'), join(directory, 'assets/link.js'));
  return directory;
}

beforeAll(async () => {
  const console_dir = buildConsole();
  open = await startCluster({
    console_dir,
    allowed_hosts: ['console.test'],
    allowed_origins: ['https://proxy.example'],
  });
  guarded = await startCluster({ console_dir, http_credentials: USER });
});

afterAll(async () => {
  await open.close();
  await guarded.close();
  scratch.remove();
});

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with exactly this path and these headers, which fetch would tidy. */
function send(
  path: string,
  { method = 'GET', headers = {}, body = '' }: SendOptions = {},
  cluster = open,
): Promise<RawAnswer> {
  const [host, port] = cluster.marathon.split(':');
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe('the page over a socket', () => {
  test('is the same at every address, with a nonce of its own each time', async () => {
    const first = await send('/ui/apps/shop/web/~config?version=1');
    const second = await send('/ui/apps/shop/web/~config?version=1');
    const nonces = [first, second].map(({ body }) => /nonce="([^"]+)"/.exec(body)?.[1]);
    expect(first.status).toBe(200);
    expect(first.body).toContain('src="../../../assets/a-1.js"');
    expect(nonces[0]).toMatch(/^[\w-]{24}$/);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonces[0]}'`);
    expect(first.headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  test('a browser gets the same headers, not weaker ones', async () => {
    const headers = { 'Sec-Fetch-Site': 'none', 'User-Agent': 'Mozilla/5.0' };
    const page = await send('/ui/', { headers });
    expect(page.headers['x-frame-options']).toBe('DENY');
  });

  test('HEAD tells its length, other methods are refused', async () => {
    const head = await send('/ui/', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
    expect((await send('/ui/', { method: 'POST' })).status).toBe(405);
  });

  test('a compressed file is sent to those who take it', async () => {
    const plain = await send('/ui/assets/a-1.js');
    expect([plain.status, plain.body]).toEqual([200, 'export {};']);
    const zipped = await send('/ui/assets/a-1.js', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
  });

  test.each([
    '/ui/assets/../index.html',
    '/ui/assets/../../outside.js',
    '/ui/assets/..%2f..%2foutside.js',
    '/ui/assets/%2e%2e%2f%2e%2e%2foutside.js',
    '/ui/assets/....//outside.js',
    '/ui/assets/link.js',
    '/ui/assets/none.js',
  ])('%s gives nothing', async (path) => {
    const { status, body } = await send(path);
    expect(status).toBe(404);
    expect(body).toBe('The console has no such file.\n');
  });
});

describe('a page of another origin', () => {
  const APP = JSON.stringify({ id: '/foreign', cmd: 'sleep 1', instances: 0 });
  const json = { 'Content-Type': 'application/json' };

  test.each([
    ['POST', '/v2/apps'],
    ['PUT', '/v2/apps/foreign'],
    ['DELETE', '/v2/apps/foreign'],
    ['POST', '/v2/tasks/delete'],
    ['DELETE', '/v2/queue/foreign/delay'],
    ['POST', '/stoa/v1/plan'],
  ])('may not %s %s', async (method, path) => {
    const foreign = { ...json, Origin: 'http://evil.example' };
    const answer = await send(path, { method, headers: foreign, body: APP });
    expect(answer.status).toBe(403);
    const sandboxed = { ...json, Origin: 'null' };
    expect((await send(path, { method, headers: sandboxed, body: APP })).status).toBe(403);
  });

  test('may not read what it asks for', async () => {
    const headers = { Origin: 'http://evil.example' };
    for (const path of ['/stoa/v1/info', '/stoa/v1/cluster/summary', '/ui/']) {
      const answer = await send(path, { headers });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  test('under a name that is not ours gets nothing', async () => {
    expect((await send('/ui/', { headers: { Host: 'rebound.example' } })).status).toBe(403);
  });

  test('is told from the own one, under every name that is ours', async () => {
    const port = open.marathon.split(':')[1] ?? '';
    for (const host of [
      open.marathon,
      `localhost:${port}`,
      `console.test:${port}`,
      'console.test',
    ]) {
      const headers = { ...json, Host: host, Origin: `http://${host}` };
      const answer = await send('/v2/apps', { method: 'POST', headers, body: APP });
      expect(answer.status).toBe(201);
      const gone = await send('/v2/apps/foreign?force=true', { method: 'DELETE', headers });
      expect(gone.status).toBe(200);
      await open.when('it is gone', '/v2/apps', ({ apps }) =>
        apps.length === 0 ? true : undefined,
      );
    }
  });
});

describe('behind a proxy', () => {
  const body = JSON.stringify({ id: '/proxied', cmd: 'sleep 1', instances: 0 });
  const json = { 'Content-Type': 'application/json' };
  const plan = (headers: Readonly<Record<string, string>>) =>
    send('/stoa/v1/plan', { method: 'POST', headers: { ...json, ...headers }, body });

  test('that keeps the name, the page drives as always, over https too', async () => {
    const headers = { Host: 'console.test', Origin: 'https://console.test' };
    expect((await plan(headers)).status).toBe(200);
    expect((await plan({ ...headers, Origin: 'https://console.test:8443' })).status).toBe(403);
  });

  test('that puts another name in its place, the origin has to be listed', async () => {
    expect((await plan({ Origin: 'https://proxy.example' })).status).toBe(200);
    expect((await plan({ Origin: 'https://other.example' })).status).toBe(403);
  });

  test('that adds a prefix, the page finds everything from where it is', async () => {
    // The proxy takes its prefix away, so that the page cannot learn it from the request.
    const page = await send('/ui/apps/shop/');
    const at = /src="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const seen = new URL(at, 'https://proxy.example/cluster/one/ui/apps/shop/');
    expect(seen.pathname).toBe('/cluster/one/ui/assets/a-1.js');
    const start = await send('/ui');
    const location = start.headers['location'];
    const first = new URL(String(location), 'https://proxy.example/cluster/one/ui');
    expect(first.pathname).toBe('/cluster/one/ui/');
  });
});

describe('with a password', () => {
  test.each(['/ui/', '/ui/assets/a-1.js', '/stoa/v1/info', '/stoa/v1/events', '/v2/apps'])(
    '%s asks for it',
    async (path) => {
      const answer = await send(path, {}, guarded);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Basic realm="Mesosphere"');
    },
  );

  test('the page knows as whom it is asked', async () => {
    const url = `http://${guarded.marathon}`;
    const { status, json } = await callJson('GET', `${url}/stoa/v1/info`, undefined, USER);
    expect([status, json.user]).toEqual([200, 'ann']);
    const page = await fetch(`${url}/ui/`, { headers: { Authorization: `Basic ${btoa(USER)}` } });
    expect(page.status).toBe(200);
    await page.text();
  });
});

describe('a plan', () => {
  const WEB = { id: '/planned/web', cmd: 'exec sleep 1000', cpus: 0.1, mem: 16, instances: 2 };
  const plan = (body: unknown, query = '') => open.call('POST', `/stoa/v1/plan${query}`, body);

  async function standing(): Promise<string> {
    const [apps, deployments] = await Promise.all([
      open.call('GET', '/v2/groups?embed=group.groups&embed=group.apps'),
      open.call('GET', '/v2/deployments'),
    ]);
    return apps.text + deployments.text;
  }

  test('tells what a new app would do, and does nothing', async () => {
    const before = await standing();
    const { status, json } = await plan(WEB);
    expect(status).toBe(200);
    expect(compileSchema({ ...PlanSchema })(json)).toEqual({ ok: true, value: json });
    expect(json).toMatchObject({
      steps: [
        { actions: [{ action: 'StartApplication', app: '/planned/web' }] },
        { actions: [{ action: 'ScaleApplication', app: '/planned/web' }] },
      ],
      apps: [{ id: '/planned/web', kind: 'start', instances: { before: 0, after: 2, started: 2 } }],
      room: { needed: { cpus: 0.2, mem: 32 }, fits: true, agents: 1 },
      warnings: [],
    });
    expect(await standing()).toBe(before);
  });

  test('tells what a change of a running app would do', async () => {
    await open.call('POST', '/v2/apps', WEB);
    await open.when('it is deployed', '/v2/deployments', (list) =>
      list.length === 0 ? true : undefined,
    );
    const before = await standing();
    const scaled = await plan({ id: WEB.id, instances: 5 });
    expect(scaled.json.apps).toMatchObject([
      { kind: 'scale', instances: { started: 3, kept: 2 }, changes: ['/instances'] },
    ]);
    const changed = await plan({ id: WEB.id, env: { A: '1' } });
    expect(changed.json.apps).toMatchObject([
      {
        kind: 'replace',
        instances: { replaced: 2, kept: 0 },
        bounds: { healthyMin: 2, totalMax: 4 },
      },
    ]);
    expect(changed.json.warnings).toMatchObject([{ kind: 'noHealthCheck', app: WEB.id }]);
    const same = await plan(WEB);
    expect(same.json).toMatchObject({ steps: [], apps: [{ kind: 'none' }], warnings: [] });
    const gone = await plan({ id: '/planned', apps: [] });
    expect(gone.json.apps).toMatchObject([{ kind: 'stop', instances: { stopped: 2 } }]);
    const list = await plan([
      { id: WEB.id, instances: 1 },
      { ...WEB, id: '/planned/more' },
    ]);
    expect(list.json.apps.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'scale',
      'start',
    ]);
    const huge = await plan({ id: WEB.id, cpus: 1000 });
    expect(huge.json.room).toMatchObject({ fits: false, agents: 0 });
    expect(huge.json.warnings[0]).toMatchObject({ kind: 'noAgentFits' });
    expect(await standing()).toBe(before);
    await open.call('DELETE', `/v2/apps${WEB.id}?force=true`);
  });

  test.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['a number', '7', 422],
    ['an app without an id', '{"cmd":"ls"}', 422],
    ['an app that breaks a rule', '{"id":"/a","cmd":"ls","instances":-1}', 422],
    ['an app of which nobody knows what it runs', '{"id":"/a"}', 422],
    ['a group that breaks a rule', '{"id":"/g","apps":[{"id":"/other/a","cmd":"ls"}]}', 422],
    ['a body that nests too deep', `${'['.repeat(5000)}`, 400],
  ])('of %s is refused with what is wrong', async (_what, body, status) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await send('/stoa/v1/plan', { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).message).not.toBe('');
  });

  test('names the field that is wrong, as the change itself would', async () => {
    const wrong = { ...WEB, healthChecks: [{ protocol: 'HTTP', path: 'no-slash', portIndex: 9 }] };
    const [planned, done] = [await plan(wrong), await open.call('PUT', `/v2/apps${WEB.id}`, wrong)];
    expect(planned.status).toBe(422);
    expect(planned.json).toEqual(done.json);
  });
});
