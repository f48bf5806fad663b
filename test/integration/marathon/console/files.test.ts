import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DirectorySchema,
  FilePieceSchema,
  InstanceSandboxSchema,
  StoaFaultSchema,
  type InstanceSandboxJson,
} from '@stoa/proto/stoa';
import { compileSchema } from '@stoa/runtime';
import { startCluster, type InProcessCluster } from '../../../support/in-process-cluster.ts';
import { until } from '../../../support/until.ts';

// Sandboxes through Marathon, with a real agent behind it whose tasks write files.

const HTML = '<!doctype html><script>document.title = "taken"</script>';
let cluster: InProcessCluster;
let sandbox: InstanceSandboxJson;
let instanceId: string;

function hasShape(schema: object, json: unknown): void {
  expect(compileSchema({ ...schema })(json)).toEqual({ ok: true, value: json });
}

const files = (what: string, query: Record<string, string>, agent = sandbox.agentId): string =>
  `/stoa/v1/agents/${agent}/files/${what}?${new URLSearchParams(query).toString()}`;

const at = (name: string): string => join(sandbox.path, name);

async function read(name: string, query: Record<string, string> = {}) {
  const { status, json } = await cluster.call('GET', files('read', { path: at(name), ...query }));
  expect({ status, kind: json.kind }).toEqual({ status: 200, kind: undefined });
  hasShape(FilePieceSchema, json);
  return json;
}

async function refused(target: string): Promise<{ kind: string; status: number }> {
  const { status, json } = await cluster.call('GET', target);
  hasShape(StoaFaultSchema, json);
  return { kind: json.kind, status };
}

beforeAll(async () => {
  cluster = await startCluster();
  const cmd = 'echo first; echo hello > plain.txt; mkdir -p below; touch ready; exec sleep 1000';
  await cluster.call('POST', '/v2/apps', { id: '/files', cpus: 0.1, mem: 16, cmd });
  instanceId = await cluster.when('it runs', '/v2/apps/files/tasks', ({ tasks }) =>
    tasks[0]?.state === 'TASK_RUNNING'
      ? (String(tasks[0].id).split('._app')[0] ?? undefined)
      : undefined,
  );
  sandbox = await cluster.when(
    'its sandbox is found',
    `/stoa/v1/instances/${instanceId}/sandbox`,
    (json) => (json.path === undefined ? undefined : json),
  );
  await cluster.when('its files are there', files('browse', { path: sandbox.path }), (json) =>
    json.entries?.some(({ name }: { name: string }) => name === 'ready') ? true : undefined,
  );
});

afterAll(async () => {
  await cluster.close();
});

describe('the sandbox of an instance', () => {
  test('is found by the id of the instance and by the id of its task', async () => {
    hasShape(InstanceSandboxSchema, sandbox);
    expect(sandbox).toMatchObject({ instanceId, state: 'TASK_RUNNING', isEnded: false });
    expect(sandbox.taskId.startsWith(`${instanceId}._app.`)).toBe(true);
    const { json } = await cluster.call('GET', `/stoa/v1/instances/${sandbox.taskId}/sandbox`);
    expect(json.path).toBe(sandbox.path);
  });

  test('is listed, directories first', async () => {
    const { status, json } = await cluster.call('GET', files('browse', { path: sandbox.path }));
    expect(status).toBe(200);
    hasShape(DirectorySchema, json);
    const names = json.entries.map(({ name }: { name: string }) => name);
    expect(names[0]).toBe('below');
    expect(names).toEqual(expect.arrayContaining(['plain.txt', 'stderr', 'stdout']));
    const plain = json.entries.find(({ name }: { name: string }) => name === 'plain.txt');
    expect(plain).toMatchObject({ kind: 'file', size: 6, path: at('plain.txt') });
    expect(plain.mode).toMatch(/^-rw/);
  });

  test('of an instance that nobody knows is refused', async () => {
    const unknown = '/stoa/v1/instances/none.instance-1/sandbox';
    expect(await refused(unknown)).toEqual({ kind: 'unknownInstance', status: 404 });
  });
});

describe('a file', () => {
  test('is read in pieces, by bytes', async () => {
    const text = 'aé€😀z';
    writeFileSync(at('pieces'), text);
    const bytes = Buffer.from(text);
    let got = '';
    let offset = 0;
    while (offset < bytes.length) {
      const piece = await read('pieces', { offset: String(offset), length: '4' });
      expect(piece).toMatchObject({ offset, size: bytes.length, isText: true });
      expect(piece.next).toBeGreaterThan(offset);
      got += piece.data;
      offset = piece.next;
    }
    expect(got).toBe(text);
  });

  test('is read from its end, beginning with a whole character', async () => {
    writeFileSync(at('ending'), 'xx€yy');
    const piece = await read('ending', { offset: '-4' });
    expect(piece).toMatchObject({ data: 'yy', offset: 5, next: 7, size: 7 });
    expect(await read('ending', { offset: '-1000' })).toMatchObject({ data: 'xx€yy', offset: 0 });
  });

  test('that is no text comes as bytes on demand', async () => {
    const bytes = Buffer.from([0, 255, 254, 128, 10]);
    writeFileSync(at('binary'), bytes);
    expect(await read('binary')).toMatchObject({ isText: false, next: 5, size: 5 });
    const { data, encoding } = await read('binary', { as: 'base64' });
    expect({ data, encoding }).toEqual({ data: bytes.toString('base64'), encoding: 'base64' });
  });

  test('is told to a waiting reader when it grows', async () => {
    writeFileSync(at('growing'), 'one\n');
    const waiting = read('growing', { offset: '4', wait: '30000' });
    const early = await Promise.race([waiting, read('growing')]);
    expect(early.data).toBe('one\n');
    appendFileSync(at('growing'), 'two\n');
    expect(await waiting).toMatchObject({ data: 'two\n', offset: 4, next: 8, size: 8 });
  });

  test('is told to a waiting reader when it is cut', async () => {
    writeFileSync(at('rotated'), 'long before\n');
    const waiting = read('rotated', { offset: '12', wait: '30000' });
    await read('rotated');
    writeFileSync(at('rotated'), 'new\n');
    const piece = await waiting;
    expect(piece.size).toBe(4);
    expect(piece.next).toBe(0);
  });

  test('that does not grow is answered empty when the time is over', async () => {
    const piece = await read('plain.txt', { offset: '6', wait: '300' });
    expect(piece).toMatchObject({ data: '', offset: 6, next: 6, size: 6 });
  });

  test.each([
    ['no path', {}],
    ['a path with a zero', { path: 'a\0b' }],
    ['a path that is too long', { path: `/${'a'.repeat(5000)}` }],
    ['an offset that is no number', { path: '/a', offset: 'x' }],
    ['a length of nothing', { path: '/a', length: '0' }],
    ['a wait in the past', { path: '/a', wait: '-1' }],
  ])('is refused for %s', async (_what, query) => {
    expect(await refused(files('read', query))).toEqual({ kind: 'invalid', status: 400 });
  });
});

describe('what a path may not reach', () => {
  test.each(['/etc/passwd', '../../../../etc/passwd', '/var/../etc/passwd'])(
    '%s is no file of a sandbox',
    async (path) => {
      for (const what of ['browse', 'read', 'download']) {
        expect((await refused(files(what, { path }))).status).toBe(404);
      }
    },
  );

  test('a way out of the sandbox is refused', async () => {
    const path = `${sandbox.path}/../../../../../../../../../../../../etc/passwd`;
    for (const what of ['browse', 'read', 'download']) {
      const { status } = await refused(files(what, { path }));
      expect([400, 404]).toContain(status);
    }
  });

  test('a file that is not there is told apart from a sandbox that is gone', async () => {
    const absent = files('read', { path: at('none') });
    expect(await refused(absent)).toEqual({ kind: 'fileAbsent', status: 404 });
    const gone = `${sandbox.path.replace(/[^/]+$/, 'gone')}/stdout`;
    for (const what of ['browse', 'read', 'download']) {
      expect(await refused(files(what, { path: gone }))).toEqual({
        kind: 'sandboxGone',
        status: 404,
      });
    }
  });

  test('a directory is not read as a file', async () => {
    const directory = files('read', { path: at('below') });
    expect(await refused(directory)).toEqual({ kind: 'unreadable', status: 400 });
  });

  test('an agent that nobody knows, a call that there is not, and other methods', async () => {
    const unknown = files('browse', { path: '/a' }, 'none-S0');
    expect(await refused(unknown)).toEqual({ kind: 'unknownAgent', status: 404 });
    expect(await refused(files('delete', { path: '/a' }))).toEqual({
      kind: 'invalid',
      status: 400,
    });
    const { status } = await cluster.call('POST', files('browse', { path: sandbox.path }));
    expect(status).toBe(405);
  });
});

describe('a download', () => {
  test.each(['page.html', 'stdout.svg', 'x.js'])(
    '%s is kept by a browser and never shown as a page',
    async (name) => {
      writeFileSync(at(name), HTML);
      const answer = await fetch(
        `http://${cluster.marathon}${files('download', { path: at(name) })}`,
      );
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'content-length': String(HTML.length),
      });
      expect(await answer.text()).toBe(HTML);
    },
  );

  test('has a name that cannot break out of its header', async () => {
    const name = 'a"\r\nX-Evil: 1;é.txt';
    writeFileSync(at(name), 'x');
    const answer = await fetch(
      `http://${cluster.marathon}${files('download', { path: at(name) })}`,
    );
    expect(answer.headers.get('x-evil')).toBeNull();
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="a___X-Evil: 1__.txt"; filename*=UTF-8''a%22%0D%0AX-Evil%3A%201%3B%C3%A9.txt`,
    );
    await answer.arrayBuffer();
    rmSync(at(name));
  });

  test('of a large file is whole', async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'abcdefg\n');
    writeFileSync(at('large'), bytes);
    const answer = await fetch(
      `http://${cluster.marathon}${files('download', { path: at('large') })}`,
    );
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bytes)).toBe(0);
    rmSync(at('large'));
  });
});

describe('after the end', () => {
  test('files of an ended task are found and read', async () => {
    await cluster.call('POST', '/v2/apps', {
      id: '/short',
      cpus: 0.1,
      mem: 16,
      cmd: 'echo said; exit 3',
      backoffSeconds: 3600,
      maxLaunchDelaySeconds: 3600,
    });
    const failure = await cluster.when(
      'it failed',
      '/v2/apps/short?embed=app.lastTaskFailure',
      (json) => json.app?.lastTaskFailure,
    );
    const found = await until('its sandbox is found', async () => {
      const { json } = await cluster.call('GET', `/stoa/v1/instances/${failure.taskId}/sandbox`);
      return json.isEnded === true ? json : undefined;
    });
    expect(found).toMatchObject({ state: 'TASK_FAILED', taskId: failure.taskId });
    const log = files('read', { path: `${found.path}/stdout` }, found.agentId);
    const { json } = await cluster.call('GET', log);
    expect(json.data).toContain('said\n');
    await cluster.call('DELETE', '/v2/apps/short?force=true');
  });
});
