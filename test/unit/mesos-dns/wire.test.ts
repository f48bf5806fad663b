import { expect, test } from '@jest/globals';
import { Random } from '@stoa/common';
import {
  NO_ADDRESSES,
  type ClusterSnapshot,
  type DnsView,
  type TaskFacts,
} from '@stoa/mesos-dns/core';
import {
  decode,
  encode,
  RECURSION_DESIRED,
  type Answer,
  type DecodedPacket,
  type RecordType,
} from 'dns-packet';
import { Responder, type Transport } from '../../../packages/mesos-dns/src/shell/wire/responder.ts';
import { aFramework, anAgent, aSnapshot, aTask, KernelHarness } from './dns-builders.ts';

/** How a question came, and where from. */
type Asker = readonly [transport: Transport, address: string];

const UDP: Asker = ['udp', '127.0.0.1'];
const TCP: Asker = ['tcp', '127.0.0.1'];

interface Header {
  readonly rcode: string;
  readonly flag_aa: boolean;
  readonly flag_ra: boolean;
  readonly flag_rd: boolean;
  readonly flag_tc: boolean;
}

function fail(error: unknown): never {
  throw new Error('a question failed', { cause: error });
}

/** A server with these tasks. */
class Server {
  readonly harness: KernelHarness;
  readonly responder: Responder;

  constructor(snapshot: Partial<ClusterSnapshot>, fields: object = {}) {
    this.harness = new KernelHarness(fields);
    this.harness.start();
    this.harness.follow(aSnapshot(snapshot));
    this.responder = new Responder(this.harness.kernel.view, new Random(1), fail);
  }

  get view(): DnsView {
    return this.harness.kernel.view;
  }

  bytes(message: Buffer, asker = UDP): Buffer {
    const response = this.responder.respond(message, ...asker);
    if (!(response instanceof Uint8Array)) throw new Error('no answer');
    return response;
  }

  ask(name: string, type: RecordType | 'ANY', asker = UDP): DecodedPacket & Header {
    return decode(this.bytes(question(name, type), asker)) as DecodedPacket & Header;
  }
}

function question(name: string, type: RecordType | 'ANY', additionals: Answer[] = []): Buffer {
  return encode({
    type: 'query',
    id: 0x1234,
    flags: RECURSION_DESIRED,
    questions: [{ name, type: type as RecordType }],
    additionals,
  });
}

/** Records as lines, sorted. */
function lines(records: readonly Answer[] | undefined): readonly string[] {
  return (records ?? [])
    .map((record) => {
      const { name, type } = record;
      if (record.type === 'SRV') {
        const { priority, weight, port, target } = record.data;
        return `${name} SRV ${priority} ${weight} ${port} ${target}`;
      }
      if (record.type === 'SOA') return `${name} SOA ${record.data.mname} ${record.data.rname}`;
      return 'data' in record
        ? `${name} ${type} ${JSON.stringify(record.data).replaceAll('"', '')}`
        : `${name} ${type}`;
    })
    .sort();
}

const SERVER = new Server({ tasks: [aTask({ ports: [31_000] })] });
const WEB = 'web-prod.marathon.mesos';
const CANONICAL = 'web-prod-iffe9-s1.marathon.slave.mesos';

test('answers A with the header of the original', () => {
  const answer = SERVER.ask(WEB, 'A');
  expect(answer).toMatchObject({
    id: 0x1234,
    type: 'response',
    rcode: 'NOERROR',
    flag_aa: true,
    flag_ra: true,
    flag_rd: true,
    flag_tc: false,
    questions: [{ name: WEB, type: 'A' }],
    answers: [{ name: WEB, type: 'A', ttl: 60, data: '10.0.0.9', class: 'IN' }],
    authorities: [],
    additionals: [],
  });
});

test('answers SRV with one address for each target', () => {
  const answer = SERVER.ask('_web-prod._tcp.marathon.mesos', 'SRV');
  expect(lines(answer.answers)).toEqual([
    `_web-prod._tcp.marathon.mesos SRV 0 1 31000 ${CANONICAL}`,
  ]);
  expect(lines(answer.additionals)).toEqual([`${CANONICAL} A 10.0.0.7`]);
});

test.each<[string, string, RecordType, string, readonly string[]]>([
  ['A of a missing name', 'none.marathon.mesos', 'A', 'NXDOMAIN', ['SOA']],
  ['AAAA of a missing name', 'none.marathon.mesos', 'AAAA', 'NXDOMAIN', ['SOA']],
  ['TXT of a missing name', 'none.marathon.mesos', 'TXT', 'NXDOMAIN', ['SOA']],
  ['AAAA of a known name', WEB, 'AAAA', 'NOERROR', ['SOA']],
  ['TXT of a known name', WEB, 'TXT', 'NOERROR', ['SOA']],
  ['A of a service', '_web-prod._tcp.marathon.mesos', 'A', 'NOERROR', ['SOA']],
  ['SRV of a missing name', '_none._tcp.marathon.mesos', 'SRV', 'NOERROR', []],
  ['SRV of a known name', WEB, 'SRV', 'NOERROR', []],
  ['the apex', 'mesos', 'A', 'NXDOMAIN', ['SOA']],
  ['an empty non-terminal', 'marathon.slave.mesos', 'A', 'NXDOMAIN', ['SOA']],
  ['SOA of any name', 'any.thing.mesos', 'SOA', 'NOERROR', ['SOA']],
  ['NS of any name', 'any.thing.mesos', 'NS', 'NOERROR', ['NS']],
])('answers %s as the original does', (_what, name, type, rcode, authorities) => {
  for (const asker of [UDP, TCP]) {
    const answer = SERVER.ask(name, type, asker);
    expect(answer).toMatchObject({ rcode, answers: [], additionals: [], flag_aa: true });
    expect(answer.authorities?.map((record) => record.type)).toEqual(authorities);
    expect(answer.authorities?.every((record) => record.name === name)).toBe(true);
  }
});

test('the SOA record holds the serial and, as its minimum, the TTL', () => {
  const server = new Server({}, { ttl: 33, SOAMinttl: 5, SOARefresh: 6, SOARname: 'ops@mesos' });
  const [soa] = server.ask('mesos', 'SOA').authorities ?? [];
  expect(soa).toMatchObject({
    ttl: 33,
    data: {
      mname: 'ns1.mesos',
      rname: 'ops.mesos',
      serial: server.view.records.serial,
      refresh: 6,
      retry: 600,
      expire: 86_400,
      minimum: 33,
    },
  });
});

test('answers ANY with everything, and with three records when there is nothing', () => {
  const tasks = [aTask({ addresses: { ...NO_ADDRESSES, netinfo: ['10.0.0.9', 'fd00::9'] } })];
  const server = new Server({ tasks });
  const found = server.ask(WEB, 'ANY');
  expect(lines(found.answers)).toEqual([`${WEB} A 10.0.0.9`, `${WEB} AAAA fd00::9`]);
  expect(found.authorities?.map(({ type }) => type).sort()).toEqual(['NS', 'SOA']);
  const missing = server.ask('none.mesos', 'ANY');
  expect(missing.rcode).toBe('NXDOMAIN');
  expect(missing.authorities?.map(({ type }) => type).sort()).toEqual(['NS', 'SOA', 'SOA']);
});

test('ANY brings nothing to an address that may be forged, and all of it over TCP', () => {
  const asker = ['udp', '192.0.2.1'] as const;
  const message = question(WEB, 'ANY');
  const answer = SERVER.bytes(message, asker);
  expect(answer.length).toBeLessThanOrEqual(message.length);
  expect(decode(answer)).toMatchObject({ flag_tc: true, answers: [] });
  const overTcp = SERVER.ask(WEB, 'ANY', ['tcp', '192.0.2.1']);
  expect(overTcp.answers).toHaveLength(1);
});

test('lower-cases what is asked: A owners are lower case, SRV owners and the question as asked', () => {
  const address = SERVER.ask('Web-Prod.Marathon.MESOS', 'A');
  expect(address.questions?.[0]?.name).toBe('Web-Prod.Marathon.MESOS');
  expect(lines(address.answers)).toEqual([`${WEB} A 10.0.0.9`]);
  const service = SERVER.ask('_WEB-prod._TCP.marathon.mesos', 'SRV');
  expect(service.answers?.[0]?.name).toBe('_WEB-prod._TCP.marathon.mesos');
});

test('drops the old wildcards from a question', () => {
  expect(lines(SERVER.ask('web-prod.*.marathon.mesos', 'A').answers)).toEqual([
    `${WEB} A 10.0.0.9`,
  ]);
});

function manyTasks(count: number, given: Partial<TaskFacts> = {}): readonly TaskFacts[] {
  return Array.from({ length: count }, (_, at) =>
    aTask({
      id: `t${at}`,
      name: 'many',
      addresses: { ...NO_ADDRESSES, netinfo: [`10.1.${at >> 8}.${at & 255}`] },
      ...given,
    }),
  );
}

test('a hundred addresses: 29 over UDP with TC, all of them over TCP', () => {
  // The name is as long as the one that was measured: 21 bytes on the wire.
  const server = new Server({ tasks: manyTasks(100) });
  const name = 'many.marathon.mesos';
  const udp = server.bytes(question(name, 'A'));
  expect(decode(udp)).toMatchObject({ flag_tc: true });
  expect(decode(udp).answers).toHaveLength(29);
  expect(udp).toHaveLength(501);
  const tcp = server.bytes(question(name, 'A'), TCP);
  expect(decode(tcp)).toMatchObject({ flag_tc: false });
  expect(decode(tcp).answers).toHaveLength(100);
  expect(tcp).toHaveLength(1637);
});

test('a hundred services over TCP come with a hundred addresses', () => {
  const agents = Array.from({ length: 100 }, (_, at) =>
    anAgent({ id: `f0-S${at}`, addresses: [`10.2.0.${at}`] }),
  );
  const tasks = manyTasks(100).map((task, at) => ({ ...task, agentId: `f0-S${at}`, ports: [80] }));
  const server = new Server({ agents, tasks });
  const answer = server.ask('_many._tcp.marathon.mesos', 'SRV', TCP);
  expect(answer.answers).toHaveLength(100);
  expect(answer.additionals).toHaveLength(100);
  const targets = lines(answer.answers).map((text) => text.split(' ').at(-1));
  expect(new Set(lines(answer.additionals).map((text) => text.split(' ')[0]))).toEqual(
    new Set(targets),
  );
  const cut = server.ask('_many._tcp.marathon.mesos', 'SRV');
  expect(cut).toMatchObject({ flag_tc: true, additionals: [] });
  expect(cut.answers?.length).toBeGreaterThan(5);
});

test('EDNS changes nothing unless it is switched on', () => {
  const opt = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 4096,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  } satisfies Answer;
  const tasks = manyTasks(60);
  const message = question('many.marathon.mesos', 'A', [opt]);
  const plain = decode(new Server({ tasks }).bytes(message));
  expect(plain.answers).toHaveLength(29);
  expect(plain.additionals).toEqual([]);
  const extended = decode(new Server({ tasks }, { ednsOn: true }).bytes(message));
  expect(extended).toMatchObject({ flag_tc: false });
  expect(extended.answers).toHaveLength(60);
  expect(extended.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
});

test('a cut answer keeps quiet about it when told so', () => {
  const server = new Server({ tasks: manyTasks(100) }, { SetTruncateBit: false });
  expect(server.ask('many.marathon.mesos', 'A')).toMatchObject({ flag_tc: false });
});

test('answers come in every order, each equally often', () => {
  const server = new Server({ tasks: manyTasks(3) });
  const seen = new Map<string, number>();
  for (let round = 0; round < 6_000; round++) {
    const { answers } = server.ask('many.marathon.mesos', 'A');
    const order = (answers ?? [])
      .map((each) => ('data' in each ? JSON.stringify(each.data) : ''))
      .join();
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  // A thousand each; six standard deviations are 173.
  for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(173);
});

test('of a target with several addresses one of each family is told, not always the same', () => {
  const agent = anAgent({ addresses: ['10.2.0.1', '10.2.0.2', 'fd00::1', 'fd00::2'] });
  const server = new Server({ agents: [agent], tasks: [aTask({ ports: [80] })] });
  const seen = new Set<string>();
  for (let round = 0; round < 100; round++) {
    const told = lines(server.ask('_web-prod._tcp.marathon.mesos', 'SRV').additionals);
    expect(told).toHaveLength(2);
    seen.add(told.join());
  }
  expect(seen.size).toBe(4);
});

test('a service whose targets are too long for the wire is there, and empty', () => {
  const label = 'a'.repeat(60);
  const discovery = { name: label, ports: [{ number: 80, name: '', protocol: 'tcp' }] };
  const server = new Server({ tasks: [aTask({ discovery, ports: [31_000] })] });
  expect(server.ask(`${label}.marathon.mesos`, 'A').answers).toHaveLength(1);
  const service = server.ask(`_${label}._tcp.marathon.mesos`, 'SRV');
  expect(service).toMatchObject({ rcode: 'NOERROR', answers: [], additionals: [] });
  expect(server.view.records.values(`_${label}._tcp.marathon.mesos`, 'SRV')).toHaveLength(1);
});

test('what was answered before is not answered after it changed', () => {
  const server = new Server({ tasks: [aTask()] });
  expect(server.ask(WEB, 'A').answers).toHaveLength(1);
  const { serial } = server.view.records;
  server.harness.change({ kind: 'frameworkSet', framework: aFramework({ name: 'other' }) });
  const gone = server.ask(WEB, 'A');
  expect(gone).toMatchObject({ rcode: 'NXDOMAIN', authorities: [{ type: 'SOA' }] });
  const [soa] = gone.authorities ?? [];
  expect(soa?.type === 'SOA' ? soa.data.serial : 0).toBeGreaterThan(serial);
});

test('each asker gets his own id and recursion bit back', () => {
  const plain = encode({ type: 'query', id: 7, flags: 0, questions: [{ name: WEB, type: 'A' }] });
  for (let round = 0; round < 3; round++) {
    expect(decode(SERVER.bytes(plain))).toMatchObject({ id: 7, flag_rd: false });
    expect(SERVER.ask(WEB, 'A')).toMatchObject({ id: 0x1234, flag_rd: true });
  }
});

test.each<[string, (message: Buffer) => Buffer, string]>([
  ['no question', (message) => patched(message, 4, [0, 0]).subarray(0, 12), 'SERVFAIL'],
  ['a cut question', (message) => message.subarray(0, 20), 'FORMERR'],
  ['a header alone that promises a question', (message) => message.subarray(0, 12), 'FORMERR'],
  ['65,535 questions', (message) => patched(message, 4, [0xff, 0xff]), 'FORMERR'],
  ['65,535 answers', (message) => patched(message, 6, [0xff, 0xff]), 'FORMERR'],
  ['an additional that is not there', (message) => patched(message, 10, [0, 1]), 'FORMERR'],
  ['a name that points to itself', (message) => patched(message, 12, [0xc0, 12]), 'FORMERR'],
  ['a reserved kind of label', (message) => patched(message, 12, [0x80]), 'FORMERR'],
  ['an update', (message) => patched(message, 2, [0x28]), 'NOTIMP'],
])('answers %s with its code and nothing else', (_what, spoil, rcode) => {
  const message = spoil(question(WEB, 'A'));
  const answer = SERVER.bytes(message);
  expect(decode(answer)).toMatchObject({ id: 0x1234, rcode, answers: [], type: 'response' });
  expect(answer.length).toBeLessThanOrEqual(message.length);
});

function patched(message: Buffer, at: number, bytes: readonly number[]): Buffer {
  const copy = Buffer.from(message);
  for (const [offset, byte] of bytes.entries()) copy[at + offset] = byte;
  return copy;
}

test('is silent to answers and to what is too short for an id', () => {
  const answer = encode({ type: 'response', id: 1, questions: [{ name: WEB, type: 'A' }] });
  expect(SERVER.responder.respond(answer, ...UDP)).toBeUndefined();
  for (let length = 0; length < 12; length++) {
    expect(
      SERVER.responder.respond(question(WEB, 'A').subarray(0, length), ...UDP),
    ).toBeUndefined();
  }
});

test('hands other zones on, and refuses them when that is off', () => {
  const forwarded = SERVER.responder.respond(question('example.org', 'A'), ...UDP);
  expect(forwarded).toMatchObject({ resolvers: [{ host: '8.8.8.8', port: 53 }] });
  const closed = new Server({}, { externalon: false });
  expect(closed.ask('example.org', 'A')).toMatchObject({ rcode: 'REFUSED', answers: [] });
});

test('an address of any spelling is written, or is no record at all', () => {
  const netinfo = [
    '64:ff9b::10.0.0.1',
    '::1',
    '::',
    'FD00::A',
    '1:2:3:4:5:6:7:8',
    '1::8',
    ':::',
    '1:',
  ];
  const tasks = [aTask({ addresses: { ...NO_ADDRESSES, netinfo } })];
  const { answers } = new Server({ tasks }).ask(WEB, 'AAAA');
  expect(lines(answers)).toEqual(
    ['64:ff9b::a00:1', '::1', '::', 'fd00::a', '1:2:3:4:5:6:7:8', '1::8']
      .map((ip) => `${WEB} AAAA ${ip}`)
      .sort(),
  );
});

test('a question that we fail at is answered with SERVFAIL, and told of', () => {
  const faults: unknown[] = [];
  const view: DnsView = {
    ...SERVER.view,
    get records(): never {
      throw new Error('broken');
    },
  };
  const responder = new Responder(view, new Random(1), (error) => faults.push(error));
  const answer = responder.respond(question(WEB, 'A'), ...UDP);
  expect(answer instanceof Uint8Array ? decode(answer) : answer).toMatchObject({
    id: 0x1234,
    rcode: 'SERVFAIL',
  });
  expect(faults).toEqual([new Error('broken')]);
});

test('counts what it answered by type and code', () => {
  const server = new Server({ tasks: [aTask()] });
  server.ask(WEB, 'A');
  server.ask(WEB, 'A');
  server.ask('none.mesos', 'A');
  server.ask('none.mesos', 'UNKNOWN_65280' as RecordType);
  const counts = [...server.responder.counts].map(({ type, rcode, count }) => [type, rcode, count]);
  expect(counts).toEqual([
    ['A', 'NOERROR', 2],
    ['A', 'NXDOMAIN', 1],
    ['OTHER', 'NXDOMAIN', 1],
  ]);
});
