import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decode, encode, type Packet } from 'dns-packet';
import {
  addressesOf,
  aQuestion,
  askOverTcp,
  askOverUdp,
  framed,
  lookUp,
  TcpClient,
} from './dns-client.ts';
import { aState, aStateTask, StandInMaster } from './stand-in-master.ts';
import { startDns } from './test-dns.ts';

const WEB = 'web-prod.marathon.mesos';

let master: StandInMaster;
let dns: Awaited<ReturnType<typeof startDns>>;

beforeAll(async () => {
  master = await StandInMaster.start();
  const many = Array.from({ length: 100 }, (_, at) =>
    aStateTask('many', {
      id: `many.${at}`,
      statuses: [
        {
          state: 'TASK_RUNNING',
          timestamp: 1,
          container_status: { network_infos: [{ ip_addresses: [{ ip_address: `10.1.0.${at}` }] }] },
        },
      ],
    }),
  );
  master.state = aState(master.address, [aStateTask('web.prod', { id: 'test' }), ...many]);
  dns = await startDns([master.address], { refresh_seconds: 3_600 });
});

afterAll(async () => {
  await dns.close();
  await master.close();
});

test('asks for the state as the original does', () => {
  const request = master.requests.find(({ url }) => url === '/master/state');
  expect(request?.headers).toMatchObject({
    'user-agent': 'Mesos-DNS',
    'content-type': 'application/json',
  });
});

test('answers over UDP and TCP on the same port', async () => {
  expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
  const answer = await askOverTcp(dns.port, aQuestion(WEB));
  expect(decode(answer ?? Buffer.alloc(0))).toMatchObject({ answers: [{ data: '10.0.0.9' }] });
});

test('a hundred addresses are cut to 501 bytes over UDP and whole over TCP', async () => {
  const question = aQuestion('many.marathon.mesos');
  const udp = await askOverUdp(dns.port, question);
  expect(udp).toHaveLength(501);
  expect(decode(udp ?? question)).toMatchObject({ flag_tc: true });
  expect(await askOverTcp(dns.port, question)).toHaveLength(1637);
});

describe('over TCP', () => {
  test('many questions of one connection are answered, however they are cut into pieces', async () => {
    const client = await TcpClient.open(dns.port);
    const stream = Buffer.concat([1, 2, 3, 4].map((id) => framed(aQuestion(WEB, 'A', id))));
    for (const piece of [stream.subarray(0, 1), stream.subarray(1, 3), stream.subarray(3, 50)]) {
      client.socket.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    client.socket.write(stream.subarray(50));
    const ids: unknown[] = [];
    for (let at = 0; at < 4; at++) ids.push((await client.next())?.readUInt16BE(0));
    expect(ids).toEqual([1, 2, 3, 4]);
    client.close();
  });

  test('a client that ends its side at once still gets its answer', async () => {
    const client = await TcpClient.open(dns.port);
    client.socket.end(framed(aQuestion(WEB)));
    expect(await client.next()).toBeDefined();
    expect(await client.next()).toBeUndefined();
  });

  test('a message that is no question ends the connection', async () => {
    const client = await TcpClient.open(dns.port);
    client.send(encode({ type: 'response', id: 1, questions: [] }));
    expect(await client.next()).toBeUndefined();
  });

  test('64 kB of labels are a fault like any other', async () => {
    const labels = Buffer.alloc(65_000, Buffer.concat([Buffer.from([63]), Buffer.alloc(63, 97)]));
    const message = Buffer.concat([aQuestion('x').subarray(0, 12), labels]);
    const answer = await askOverTcp(dns.port, message);
    expect(decode(answer ?? message)).toMatchObject({ rcode: 'FORMERR' });
    expect(answer).toHaveLength(12);
  });

  test('a client that drips its question is cut, and nobody else waits for it', async () => {
    const slow = await TcpClient.open(dns.port);
    const message = framed(aQuestion(WEB));
    let at = 0;
    const began = performance.now();
    const drip = setInterval(() => slow.socket.write(message.subarray(at, ++at)), 200);
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
    expect(await slow.next()).toBeUndefined();
    clearInterval(drip);
    expect(performance.now() - began).toBeLessThan(11_000);
    expect(at).toBeLessThan(message.length);
  }, 20_000);

  test('a client that reads nothing is cut before its answers fill the memory', async () => {
    const deaf = await TcpClient.open(dns.port);
    deaf.socket.pause();
    const batch = Buffer.concat(
      Array.from({ length: 500 }, () => framed(aQuestion('many.marathon.mesos'))),
    );
    let sent = 0;
    const closed = new Promise((resolve) => deaf.socket.once('close', resolve));
    const flood = async (): Promise<void> => {
      while (!deaf.isClosed && sent < 20_000) {
        deaf.socket.write(batch);
        sent += 500;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await Promise.race([closed, flood()]);
    // All the answers would be 33 MB.
    deaf.socket.resume();
    await closed;
    expect(deaf.socket.bytesRead).toBeLessThan(20_000_000);
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
  }, 20_000);

  test('a thousand idle connections leave room for others, and are closed in the end', async () => {
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => TcpClient.open(dns.port)));
    expect(await askOverTcp(dns.port, aQuestion(WEB))).toBeDefined();
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
    const ends = await Promise.all(idle.map((client) => client.next()));
    expect(ends.every((end) => end === undefined)).toBe(true);
  }, 30_000);
});

describe('over UDP', () => {
  test('is silent to answers, and gives no more than it got to what is broken', async () => {
    const response = encode({ type: 'response', id: 1, questions: [{ name: WEB, type: 'A' }] });
    expect(await askOverUdp(dns.port, response, 300)).toBeUndefined();
    expect(await askOverUdp(dns.port, Buffer.from([1, 2, 3]), 300)).toBeUndefined();
    const cut = aQuestion(WEB).subarray(0, 20);
    const answer = await askOverUdp(dns.port, cut);
    expect(decode(answer ?? cut)).toMatchObject({ rcode: 'FORMERR' });
    expect(answer).toHaveLength(12);
  });
});

/** Somebody who answers for other zones, as a test tells him to. */
class Upstream {
  readonly asked: string[] = [];
  /** What to answer; undefined is silence. */
  answer: (question: Packet) => Buffer | undefined = () => undefined;
  port = 0;
  readonly #udp = createSocket('udp4');
  readonly #tcp: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const answer = this.#take('tcp', bytes.subarray(2));
      if (answer !== undefined) socket.write(framed(answer));
    });
  });

  async start(): Promise<void> {
    this.#udp.on('message', (message, from) => {
      const answer = this.#take('udp', message);
      if (answer !== undefined) this.#udp.send(answer, from.port, from.address);
    });
    this.#tcp.listen(0, '127.0.0.1');
    await once(this.#tcp, 'listening');
    this.port = (this.#tcp.address() as AddressInfo).port;
    this.#udp.bind(this.port, '127.0.0.1');
    await once(this.#udp, 'listening');
  }

  #take(transport: string, message: Buffer): Buffer | undefined {
    const question = decode(message);
    this.asked.push(`${transport} ${question.questions?.[0]?.name}`);
    return this.answer(question);
  }

  close(): void {
    this.#udp.close();
    this.#tcp.close();
  }
}

function reply(question: Packet, addresses: readonly string[], more: Partial<Packet> = {}): Buffer {
  const name = question.questions?.[0]?.name ?? '';
  return encode({
    type: 'response',
    id: question.id,
    flags: 128,
    questions: question.questions,
    answers: addresses.map((data) => ({ type: 'A', name, ttl: 5, data })),
    ...more,
  });
}

describe('other zones', () => {
  const upstream = new Upstream();
  const second = new Upstream();
  let server: typeof dns;

  beforeAll(async () => {
    await upstream.start();
    await second.start();
    server = await startDns([master.address], {
      resolvers: [`127.0.0.1:${upstream.port}`, `127.0.0.1:${second.port}`],
      timeout: 1,
      refresh_seconds: 3_600,
    });
  });

  afterAll(async () => {
    await server.close();
    upstream.close();
    second.close();
  });

  test('are asked over the transport of the asker, and answered under his id', async () => {
    upstream.answer = (question) => reply(question, ['192.0.2.1']);
    const udp = await lookUp(server.port, 'Example.org');
    expect(udp).toMatchObject({ id: 7, flag_ra: true, flag_aa: false });
    expect(udp.answers).toMatchObject([{ name: 'Example.org', data: '192.0.2.1' }]);
    const tcp = await askOverTcp(server.port, aQuestion('example.org'));
    expect(decode(tcp ?? Buffer.alloc(0))).toMatchObject({ id: 7 });
    expect(upstream.asked).toEqual(['udp Example.org', 'tcp example.org']);
  });

  test('are asked of the next resolver when one is silent, and fail when all are', async () => {
    upstream.answer = () => undefined;
    second.answer = (question) => reply(question, ['192.0.2.2']);
    expect(await addressesOf(server.port, 'a.org')).toEqual(['192.0.2.2']);
    second.answer = () => undefined;
    expect(await lookUp(server.port, 'b.org')).toMatchObject({ rcode: 'SERVFAIL', id: 7 });
  }, 15_000);

  test('an answer with another id or to another question is not taken', async () => {
    upstream.answer = (question) =>
      reply({ ...question, id: ((question.id ?? 0) + 1) % 0x10000 }, ['192.0.2.66']);
    second.answer = (question) =>
      reply({ ...question, questions: [{ name: 'evil.org', type: 'A' }] }, ['192.0.2.66']);
    expect(await lookUp(server.port, 'c.org')).toMatchObject({ rcode: 'SERVFAIL', answers: [] });
  }, 15_000);

  test('answers over 512 bytes pass when they say so themselves, and are cut otherwise', async () => {
    const addresses = Array.from({ length: 40 }, (_, at) => `192.0.2.${at}`);
    upstream.answer = (question) => reply(question, addresses);
    const cut = await lookUp(server.port, 'large.org');
    expect(cut).toMatchObject({ flag_tc: true, answers: [], id: 7 });
    const opt = { type: 'OPT', name: '.', udpPayloadSize: 4096, extendedRcode: 0 } as const;
    const options = { ednsVersion: 0, flags: 0, flag_do: false, options: [] };
    upstream.answer = (question) =>
      reply(question, addresses, { additionals: [{ ...opt, ...options }] });
    expect((await lookUp(server.port, 'large.org')).answers).toHaveLength(40);
  });

  test('are refused when that is off', async () => {
    const closed = await startDns([master.address], { external: false });
    expect(await lookUp(closed.port, 'example.org')).toMatchObject({ rcode: 'REFUSED' });
    await closed.close();
  });

  test('waiting questions are given up when the server ends', async () => {
    upstream.answer = () => undefined;
    const ending = await startDns([master.address], {
      resolvers: [`127.0.0.1:${upstream.port}`],
      timeout: 60,
    });
    const asked = askOverUdp(ending.port, aQuestion('late.org'), 2_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    await ending.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await asked).toBeUndefined();
  });
});

describe('over HTTP', () => {
  async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${dns.http}${path}`, { headers });
  }

  test.each([
    [`/v1/hosts/${WEB}`, [{ host: `${WEB}.`, ip: '10.0.0.9' }]],
    [`/v1/hosts/${WEB}.`, [{ host: `${WEB}.`, ip: '10.0.0.9' }]],
    ['/v1/hosts/none.mesos', [{ host: '', ip: '' }]],
    [
      '/v1/services/_Web-prod._tcp.marathon.mesos.',
      [
        {
          service: '_Web-prod._tcp.marathon.mesos.',
          host: 'web-prod-iffe9-s1.marathon.slave.mesos.',
          ip: '10.0.0.7',
          port: '31000',
        },
      ],
    ],
    ['/v1/services/none', [{ service: '', host: '', ip: '', port: '' }]],
  ])('%s is answered as the original does', async (path, expected) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual(expected);
  });

  test('is pretty-printed as the original does it', async () => {
    expect(await (await get('/v1/hosts/none')).text()).toBe(
      '[\n  {\n   "host": "",\n   "ip": ""\n  }\n ]',
    );
  });

  test('tells version, configuration, health and numbers', async () => {
    expect(await (await get('/v1/version')).json()).toMatchObject({ Service: 'Mesos-DNS' });
    const config = (await (await get('/v1/config')).json()) as object;
    expect(Object.keys(config).sort()).toEqual([...CONFIG_KEYS].sort());
    expect(config).toMatchObject({
      Masters: [master.address],
      Domain: 'mesos',
      TTL: 60,
      SOAMname: 'ns1.mesos.',
      IPSources: ['netinfo', 'mesos', 'host'],
      MesosCredentials: { Principal: '', Secret: '' },
    });
    expect(await (await get('/health')).json()).toMatchObject({
      source: 'poll',
      leader: master.address,
    });
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/^stoa_dns_questions\{type="A",rcode="NOERROR"\} [1-9]/m);
    expect(metrics).toMatch(/^stoa_dns_age_seconds \d/m);
  });

  test('lists everything, each shared record once', async () => {
    const transfer = (await (await get('/v1/axfr')).json()) as {
      Records: { As: Record<string, string[]>; SRVs: Record<string, string[]> };
    };
    expect(transfer).toMatchObject({ Domain: 'mesos', Mname: 'ns1.mesos.', TTL: 60 });
    expect(transfer.Records.As[`${WEB}.`]).toEqual(['10.0.0.9']);
    expect(transfer.Records.SRVs['_leader._tcp.mesos.']).toEqual([`leader.mesos.:${master.port}`]);
    const listed = (await (await get('/v1/enumerate')).json()) as {
      frameworks: { name: string; tasks: { name: string; records: { rtype: string }[] }[] }[];
    };
    const [marathon] = listed.frameworks;
    expect(marathon?.name).toBe('marathon');
    expect(marathon?.tasks).toHaveLength(101);
    expect(marathon?.tasks[0]?.records.map(({ rtype }) => rtype)).toEqual([
      ...['A', 'A', 'A', 'A'],
      ...['SRV', 'SRV', 'SRV', 'SRV'],
    ]);
    // The second of many tasks of one name on one agent adds no record for the agent's address.
    expect(marathon?.tasks[2]?.records.filter(({ rtype }) => rtype === 'A')).toHaveLength(3);
  });

  test('knows one method, one type and its own paths', async () => {
    const posted = await fetch(`${dns.http}/v1/version`, { method: 'POST' });
    expect(posted.status).toBe(405);
    expect((await get('/v1/version', { Accept: 'text/html' })).status).toBe(406);
    expect((await get('/v1/version', { Accept: 'text/html, */*;q=0.1' })).status).toBe(200);
    expect((await get('/v2/version')).status).toBe(404);
    expect((await get(`/v1/hosts/${WEB}/ports`)).status).toBe(501);
  });

  test('does not list anything when told so', async () => {
    const quiet = await startDns([master.address], { enumeration: false });
    expect((await fetch(`${quiet.http}/v1/axfr`)).status).toBe(404);
    expect((await fetch(`${quiet.http}/v1/enumerate`)).status).toBe(404);
    await quiet.close();
  });
});

/** What `/v1/config` shows (mesos-dns.md §9). */
const CONFIG_KEYS = [
  ...['RefreshSeconds', 'Port', 'Timeout', 'StateTimeoutSeconds', 'ZkDetectionTimeout', 'HttpPort'],
  ...['TTL', 'SRVRecordDefaultWeight', 'SOASerial', 'SOARefresh', 'SOARetry', 'SOAExpire'],
  ...['SOAMinttl', 'SOAMname', 'SOARname', 'Masters', 'ZoneResolvers', 'Resolvers', 'IPSources'],
  ...['Zk', 'Domain', 'File', 'Listener', 'HTTPListener', 'RecurseOn', 'DnsOn', 'HttpOn'],
  ...['ExternalOn', 'EnforceRFC952', 'SetTruncateBit', 'EnumerationOn', 'MesosHTTPSOn'],
  ...['CACertFile', 'CertFile', 'KeyFile', 'MesosCredentials', 'IAMConfigFile'],
  'MesosAuthentication',
];
