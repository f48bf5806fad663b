import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryStore, singleCoordination, type Coordination } from '@stoa/coordination';
import { createLog } from '@stoa/runtime';
import { createServer, request, type Server } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { startMarathon, type RunningMarathon } from '../../../packages/marathon/src/index.ts';
import { startMaster, type RunningMaster } from '../../../packages/master/src/index.ts';
import { callJson, scratchDirectory } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';

// Two instances of Marathon, of which one leads (marathon-api.md §1.2, marathon-behaviour.md §13).

const log = createLog({ daemon: 'test', sink: () => undefined });
const scratch = scratchDirectory();
let master: RunningMaster;
let first: RunningMarathon;
let second: RunningMarathon;
let shared: Coordination;

/** Of both instances, so that neither closes it. */
function borrowed(coordination: Coordination): Coordination {
  return {
    store: coordination.store,
    campaign: (info, listener) => coordination.campaign(info, listener),
    watchLeader: (listener) => coordination.watchLeader(listener),
    watchCandidates: (listener) => coordination.watchCandidates(listener),
    close: async () => undefined,
  };
}

function start(): Promise<RunningMarathon> {
  return startMarathon(
    { master: master.address, http_port: 0, leader_proxy_read_timeout: 1000 },
    { log, coordination: borrowed(shared), onEnded: () => undefined },
  );
}

beforeAll(async () => {
  master = await startMaster({ port: 0, work_dir: scratch.path }, { log });
  shared = singleCoordination(new MemoryStore());
  first = await start();
  second = await start();
});

afterAll(async () => {
  await second.close();
  await first.close();
  await shared.close();
  await master.close();
  scratch.remove();
});

const app = (id: string) => ({ id, cmd: 'sleep 1000', instances: 0 });

describe('a standby', () => {
  test('case 104: answers /v2/apps with the data of the leader, and names it', async () => {
    const created = await callJson('POST', `http://${second.address}/v2/apps`, app('/through'));
    expect(created.status).toBe(201);
    const answer = await fetch(`http://${second.address}/v2/apps/through`);
    expect(answer.headers.get('x-marathon-leader')).toBe(`http://${first.address}`);
    expect(await answer.json()).toMatchObject({ app: { id: '/through' } });
    const { json } = await callJson('GET', `http://${second.address}/v2/leader`);
    expect(json).toEqual({ leader: first.address });
  });

  test('passes on a refusal with its status and its body', async () => {
    const refused = await callJson('POST', `http://${second.address}/v2/apps`, { id: '/bad' });
    const direct = await callJson('POST', `http://${first.address}/v2/apps`, { id: '/bad' });
    expect(refused.status).toBe(422);
    expect(refused.json).toEqual(direct.json);
  });

  test('passes on a write that a page from its own address asks for', async () => {
    const answer = await fetch(`http://${second.address}/v2/apps`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: `http://${second.address}` },
      body: JSON.stringify(app('/from-a-page')),
    });
    expect(answer.status).toBe(201);
    const foreign = await fetch(`http://${second.address}/v2/apps`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'http://elsewhere.example' },
      body: JSON.stringify(app('/from-elsewhere')),
    });
    expect(foreign.status).toBe(403);
  });

  test('case 105: redirects /v2/events with 302', async () => {
    const answer = await fetch(`http://${second.address}/v2/events?event_type=a`, {
      headers: { Accept: 'text/event-stream' },
      redirect: 'manual',
    });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`http://${first.address}/v2/events?event_type=a`);
  });

  test('case 106: answers 502 to a request that comes back to it', async () => {
    const answer = await fetch(`http://${second.address}/v2/apps`, {
      headers: { 'X-Marathon-Via': `1.1 other:8080, 1.1 ${second.address}` },
    });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({ message: 'Detected proxying loop.' });
  });

  test('answers /ping and /metrics itself', async () => {
    expect(await (await fetch(`http://${second.address}/ping`)).text()).toContain('pong');
    const metrics = await fetch(`http://${second.address}/metrics`);
    expect(metrics.status).toBe(200);
    expect(metrics.headers.get('x-marathon-leader')).toBeNull();
  });

  test('lets a large body through', async () => {
    const many = { ...app('/large'), labels: { text: 'x'.repeat(2 ** 20) } };
    const { status } = await callJson('POST', `http://${second.address}/v2/apps`, many);
    expect(status).toBe(201);
  });

  test('breaks off when the asker goes away', async () => {
    const [host = '', port] = second.address.split(':');
    const socket = createConnection(Number(port), host);
    socket.write('POST /v2/apps HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{"id":');
    socket.destroy();
    const { status } = await callJson('GET', `http://${second.address}/v2/apps`);
    expect(status).toBe(200);
  });
});

describe('a standby whose leader', () => {
  let server: Server;
  let silent: RunningMarathon;

  /** A standby of a leader that somebody else plays. */
  async function standbyOf(leader: string): Promise<RunningMarathon> {
    const coordination: Coordination = {
      ...borrowed(shared),
      campaign: () => ({ isLeading: false, withdraw: async () => undefined }),
      watchLeader: (listener) => {
        queueMicrotask(() => listener({ id: '1', label: '', info: Buffer.from(leader) }));
        return { close: () => undefined };
      },
    };
    return startMarathon(
      { master: master.address, http_port: 0, leader_proxy_read_timeout: 300 },
      { log, coordination, onEnded: () => undefined },
    );
  }

  async function listen(handle: Parameters<typeof createServer>[1]): Promise<string> {
    server = createServer(handle ?? (() => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function close(): Promise<void> {
    await silent.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  test('is not there answers 502', async () => {
    const address = await listen(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    silent = await standbyOf(address);
    const { status, json } = await callJson('GET', `http://${silent.address}/v2/apps`);
    expect({ status, json }).toEqual({
      status: 502,
      json: { message: 'Connection to leader refused.' },
    });
    await silent.close();
  });

  test('does not answer gives up in time, with 504', async () => {
    silent = await standbyOf(await listen(() => undefined));
    const { status } = await callJson('GET', `http://${silent.address}/v2/apps`);
    expect(status).toBe(504);
    await close();
  });

  test('breaks off inside an answer breaks off too', async () => {
    silent = await standbyOf(
      await listen((_, response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('half');
        setImmediate(() => response.destroy());
      }),
    );
    await expect(
      fetch(`http://${silent.address}/v2/apps`).then((answer) => answer.text()),
    ).rejects.toThrow();
    await close();
  });

  test('tells who it went through, and on whose behalf', async () => {
    const seen: Record<string, unknown>[] = [];
    silent = await standbyOf(
      await listen((message, response) => {
        seen.push({ ...message.headers });
        response.setHeader('Connection', 'x-hop').setHeader('X-Hop', 'here').end('ok');
      }),
    );
    const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const headers = { 'X-Marathon-Via': '1.1 first:1', 'X-Forwarded-For': '10.0.0.1' };
      const call = request(`http://${silent.address}/v2/apps`, { headers }, (reply) => {
        reply.resume();
        resolve(reply.headers);
      });
      call.on('error', reject);
      call.end();
    });
    expect(seen[0]).toMatchObject({
      'x-marathon-via': `1.1 first:1, 1.1 ${silent.address}`,
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
    });
    expect(answer['x-hop']).toBeUndefined();
    await close();
  });
});

test('a graceful stop hands over, and what was answered for is there', async () => {
  await first.close();
  const json = await until('the second leads', async () => {
    const answer = await callJson('GET', `http://${second.address}/v2/leader`);
    return answer.status === 200 ? answer.json : undefined;
  });
  expect(json).toEqual({ leader: second.address });
  const { status } = await callJson('GET', `http://${second.address}/v2/apps/through`);
  expect(status).toBe(200);
});
