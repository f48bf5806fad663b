import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { AgentHarness, shell } from './agent-harness.ts';
import { FRAMEWORK_ID } from './fake-master.ts';

/** Mounts and other users are for root alone. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

let agent: AgentHarness;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  await agent.close();
}, 30_000);

describe('the fetcher', () => {
  let web: Server;
  let port: number;

  beforeAll(async () => {
    web = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { Location: '/file.txt' }).end();
      else if (request.url === '/file.txt') response.end('content');
      else response.writeHead(404).end('nothing');
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterAll(() => {
    web.close();
  });

  test('fetches over http and from files, unpacks archives, marks programs', async () => {
    const files = join(agent.directory, 'files');
    mkdirSync(files);
    writeFileSync(join(files, 'inside.txt'), 'packed');
    writeFileSync(join(files, 'run.sh'), '#!/bin/sh\ncat file.txt inside.txt\n');
    spawnSync('tar', ['-czf', join(files, 'a.tar.gz'), '-C', files, 'inside.txt']);
    await agent.start();
    agent.master.run({
      id: 'fetch',
      command: {
        value: './run.sh',
        uris: [
          { value: `http://127.0.0.1:${port}/moved`, output_file: 'file.txt' },
          { value: `file://${files}/a.tar.gz` },
          { value: `${files}/run.sh`, executable: true },
        ],
      },
    });
    await agent.master.untilState('fetch', 'TASK_FINISHED');
    expect(agent.read('fetch', 'stdout')).toBe('contentpacked');
    const stderr = agent.read('fetch', 'stderr');
    expect(stderr).toContain('Successfully fetched all URIs into');
  });

  asRoot(
    'fetches as the user of the task and through no link of an archive',
    async () => {
      const files = join(agent.directory, 'files');
      mkdirSync(files);
      const secret = join(files, 'secret');
      writeFileSync(secret, 'of root', { mode: 0o600 });
      symlinkSync(secret, join(files, 'file.txt'));
      spawnSync('tar', ['-cf', join(files, 'a.tar'), '-C', files, 'file.txt']);
      // The way to them is open to everybody.
      spawnSync('chmod', ['a+rx', agent.directory, files]);
      await agent.start();
      const asNobody = { user: 'nobody', value: 'cat file.txt; ls -l' };
      const archive = { value: `file://${files}/a.tar` };
      agent.master.run({
        id: 'archive',
        command: { ...asNobody, uris: [archive, { value: `http://127.0.0.1:${port}/file.txt` }] },
      });
      agent.master.run({ id: 'secret', command: { ...asNobody, uris: [{ value: secret }] } });
      await agent.master.untilState('archive', 'TASK_FINISHED');
      expect(agent.read('archive', 'stdout')).toMatch(/^content.*nobody/s);
      expect(readFileSync(secret, 'utf8')).toBe('of root');
      expect((await agent.master.untilState('secret', 'TASK_FAILED')).reason).toBe(
        'REASON_CONTAINER_LAUNCH_FAILED',
      );
      expect(existsSync(join(agent.sandbox('secret'), 'secret'))).toBe(true);
      expect(agent.read('secret', 'secret')).toBe('');
    },
    20_000,
  );

  test('fails the task whose URI is not there, and says so', async () => {
    await agent.start();
    const uris = [{ value: `http://127.0.0.1:${port}/nothing` }];
    agent.master.run({ id: 'lost', command: { value: 'true', uris } });
    const failed = await agent.master.untilState('lost', 'TASK_FAILED');
    expect(failed.message).toMatch(
      /^Failed to launch container: Failed to fetch all URIs for container '[\w-]+': exited with status 1$/,
    );
    const stderr = agent.read('lost', 'stderr');
    expect(stderr).toContain('received HTTP return code 404');
  });
});

describe('the endpoints', () => {
  test('show state, health, version, flags and numbers, with and without the prefix', async () => {
    await agent.start({ attributes: 'rack:r1' });
    agent.master.run({ id: 'web', ...shell('sleep 300') });
    await agent.master.untilState('web', 'TASK_RUNNING');
    const state = JSON.parse((await agent.get('/slave(1)/state')).text) as Record<string, never>;
    expect(state).toMatchObject({
      id: agent.master.agentId,
      attributes: { rack: 'r1' },
      frameworks: [
        { id: FRAMEWORK_ID, executors: [{ id: 'web', tasks: [{ state: 'TASK_RUNNING' }] }] },
      ],
    });
    expect((await agent.get('/health')).status).toBe(200);
    expect((await agent.get('/version?jsonp=f')).text).toMatch(/^f\(\{.*\}\)$/);
    expect((await agent.get('/flags')).text).toContain('"attributes":"rack:r1"');
    expect((await agent.get('/metrics/snapshot')).text).toContain('"slave/tasks_running":1.0');
    expect((await agent.get('/slave%281%29/state')).status).toBe(200);
    expect((await agent.get('/nothing')).status).toBe(404);
    const [container] = JSON.parse((await agent.get('/containers')).text) as {
      statistics: object;
    }[];
    expect(container?.statistics).toHaveProperty('mem_rss_bytes');
  });

  test('route by prefix, toggle the log, list what /files knows and count what happened', async () => {
    await agent.start();
    agent.master.run({ id: 'web', ...shell('sleep 300') });
    agent.master.run({
      id: 'lost',
      command: { value: 'true', uris: [{ value: '/no/such/file' }] },
    });
    await agent.master.untilState('web', 'TASK_RUNNING');
    await agent.master.untilState('lost', 'TASK_FAILED');
    expect((await agent.get('/slave(1)/state/anything')).status).toBe(200);
    expect((await agent.get('/health/', { method: 'POST' })).status).toBe(200);
    expect((await agent.get('/monitor/statistics/?a=b')).text).toContain('"executor_id":"web"');

    expect((await agent.get('/logging/toggle')).text).toBe('0\n');
    expect((await agent.get('/logging/toggle?level=1')).text).toBe(
      "Expecting 'duration=value' in query.\n",
    );
    expect((await agent.get('/logging/toggle?level=1&duration=1mins')).status).toBe(200);
    expect((await agent.get('/slave(1)/logging/toggle')).text).toBe('1\n');

    const short = `/frameworks/${FRAMEWORK_ID}/executors/web/runs/latest`;
    const paths = JSON.parse((await agent.get('/files/debug')).text) as Record<string, string>;
    expect(paths[short]).toBe(realpathSync(agent.sandbox('web')));

    expect((await agent.get('/metrics/snapshot?timeout=soon')).status).toBe(400);
    const numbers = JSON.parse((await agent.get('/metrics/snapshot')).text) as object;
    expect(Object.keys(numbers)).toEqual(Object.keys(numbers).sort());
    expect(numbers).toMatchObject({
      'containerizer/fetcher/task_fetches_failed': 1,
      'slave/container_launch_errors': 1,
      'slave/executors_running': 1,
      'slave/tasks_failed': 1,
      'slave/tasks_running': 1,
    });
  });

  test('keep the wall against the browser', async () => {
    await agent.start();
    const ask = (headers: Record<string, string>, path = '/state', method = 'GET') =>
      askRaw(agent.address, { path, method, headers });
    expect(await ask({ Host: 'rebound.example' })).toBe(403);
    expect(await ask({ Host: 'localhost:5051' })).toBe(200);
    const foreign = { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect(await ask({ ...foreign }, '/api/v1', 'POST')).toBe(403);
    expect(await ask({ ...foreign }, '/logging/toggle?level=1&duration=1mins')).toBe(403);
    expect(await ask({ ...foreign }, '/state?jsonp=steal')).toBe(403);
    expect((await agent.get('/state', { headers: foreign })).type).toBe('application/json');
    const cors = await fetch(`http://${agent.address}/state`, { headers: foreign });
    expect(cors.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('answer operator calls in JSON', async () => {
    await agent.start();
    const call = (body: string, type = 'application/json') =>
      fetch(`http://${agent.address}/api/v1`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
    expect(await (await call('{"type":"GET_HEALTH"}')).json()).toEqual({
      type: 'GET_HEALTH',
      get_health: { healthy: true },
    });
    expect((await call('{"type":"GET_TASKS"}')).status).toBe(200);
    expect((await call('{"type":"NOPE"}')).status).toBe(400);
    expect((await call('{')).status).toBe(400);
    expect((await call('x', 'text/plain')).status).toBe(415);
  });

  test('/files shows a sandbox and nothing beyond it, links or not', async () => {
    await agent.start();
    agent.master.run({ id: 'box', ...shell('printf 0123456789; mkdir d; sleep 300') });
    await agent.master.untilState('box', 'TASK_RUNNING');
    const box = agent.sandbox('box');
    await agent.master.until(
      'output',
      () => readFileSync(join(box, 'stdout'), 'utf8').length === 10,
    );
    symlinkSync('/etc/passwd', join(box, 'passwd'));
    symlinkSync('/etc', join(box, 'etc'));
    spawnSync('mkfifo', [join(box, 'pipe')]);
    const at = (path: string): string => encodeURIComponent(path);
    const short = `/frameworks/${FRAMEWORK_ID}/executors/box/runs/latest`;
    const names = (
      JSON.parse((await agent.get(`/files/browse?path=${at(box)}`)).text) as { path: string }[]
    ).map(({ path }) => path.slice(box.length + 1));
    expect(names).toEqual(['d', 'pipe', 'stderr', 'stdout']);
    const read = await agent.get(
      `/slave(1)/files/read?path=${at(`${short}/stdout`)}&offset=2&length=3`,
    );
    expect(JSON.parse(read.text)).toEqual({ data: '234', offset: 2 });
    const size = await agent.get(`/files/read?path=${at(`${box}/stdout`)}&offset=-1`);
    expect(JSON.parse(size.text)).toEqual({ data: '', offset: 10 });
    expect((await agent.get(`/files/download?path=${at(`${box}/stdout`)}`)).text).toBe(
      '0123456789',
    );
    for (const path of [
      `${box}/passwd`,
      `${box}/etc/passwd`,
      `${box}/../../../../../../../../../../etc/passwd`,
    ]) {
      for (const endpoint of ['read', 'browse', 'download']) {
        const answer = await agent.get(`/files/${endpoint}?path=${at(path)}&offset=0`);
        expect(answer.status).toBe(400);
        expect(answer.text).toContain('is inaccessible.');
      }
    }
    // A pipe that nobody writes would hold its reader for ever.
    expect((await agent.get(`/files/read?path=${at(`${box}/pipe`)}&offset=0`)).status).toBe(404);
    expect((await agent.get(`/files/download?path=${at(`${box}/pipe`)}`)).status).toBe(404);
    for (const path of ['/', '/etc/passwd', `${agent.workDir}/meta`, `${box}/absent`]) {
      expect((await agent.get(`/files/read?path=${at(path)}&offset=0`)).status).toBe(404);
    }
    expect((await agent.get('/files/read')).text).toBe("Expecting 'path=value' in query.\n");
    expect((await agent.get(`/files/read?path=${at(`${box}/stdout`)}&offset=x`)).status).toBe(400);
  });
});

/** A request with headers that `fetch` does not let through; its status. */
function askRaw(
  address: string,
  options: {
    readonly path: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<number> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, ...options }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}
