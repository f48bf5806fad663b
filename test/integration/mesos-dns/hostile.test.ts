import { expect, test } from '@jest/globals';
import { Random } from '@stoa/common';
import { decode, encode, type Packet } from 'dns-packet';
import { Responder } from '../../../packages/mesos-dns/src/shell/wire/responder.ts';
import { aSnapshot, aTask, KernelHarness } from '../../unit/mesos-dns/dns-builders.ts';

function fail(error: unknown): never {
  throw new Error('a question failed', { cause: error });
}

function seeds(): readonly Buffer[] {
  const names = [
    'web-prod.marathon.mesos',
    '_web-prod._tcp.marathon.mesos',
    'many.marathon.mesos',
    'leader.mesos',
    'none.mesos',
    'example.org',
    'a.'.repeat(120),
  ];
  const types = ['A', 'AAAA', 'SRV', 'SOA', 'NS', 'TXT', 'ANY', 'AXFR'];
  return names.flatMap((name) =>
    types.map((type) => {
      const packet = { type: 'query', id: 1, flags: 256, questions: [{ name, type }] } as Packet;
      return encode(packet);
    }),
  );
}

/** One of the many ways to spoil a message. */
function mutate(message: Buffer, random: Random): Buffer {
  const copy = Buffer.from(message);
  const at = random.below(copy.length);
  switch (random.below(7)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      copy[at] = random.below(256);
      return copy;
    case 2:
      // A pointer, most often to where it must not point.
      copy[at] = 0xc0 | random.below(64);
      return copy;
    case 3:
      if (copy.length >= 12) copy.writeUInt16BE(random.below(0x10000), 4 + 2 * random.below(4));
      return copy;
    case 4:
      return Buffer.concat([copy, Buffer.from(random.bytes(random.below(80)))]);
    case 5:
      return Buffer.concat([copy.subarray(0, 12), Buffer.from(random.bytes(random.below(80)))]);
    default: {
      const other = random.below(copy.length);
      const spoiled = Buffer.concat([copy.subarray(0, at), copy.subarray(other)]);
      if (spoiled.length > 2) spoiled[2] = (spoiled[2] ?? 0) & 0x7f;
      return spoiled;
    }
  }
}

test('300,000 spoiled messages: no throw, no hang, no answer larger than UDP takes', () => {
  const harness = new KernelHarness();
  harness.start();
  const many = Array.from({ length: 100 }, (_, at) =>
    aTask({
      id: `m${at}`,
      name: 'many',
      addresses: { netinfo: [`10.1.0.${at}`], docker: [], mesos: [] },
    }),
  );
  harness.follow(aSnapshot({ tasks: [aTask({ ports: [80] }), ...many] }));
  const responder = new Responder(harness.kernel.view, new Random(7), fail);
  const random = new Random(20_261_126);
  const messages = seeds();
  const outcomes = new Map<string, number>();
  let slowestMs = 0;
  for (let round = 0; round < 300_000; round++) {
    let message = random.pick(messages);
    for (let times = random.below(3); times >= 0 && message.length > 0; times--) {
      message = mutate(message, random);
    }
    const transport = random.chance(0.9) ? 'udp' : 'tcp';
    const address = random.pick(['127.0.0.1', '192.0.2.1', 'fd00::1']);
    const began = performance.now();
    const response = responder.respond(message, transport, address);
    slowestMs = Math.max(slowestMs, performance.now() - began);
    const outcome = judge(message, response, transport);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  // A pause of the collector or of the machine is in it; a loop would not be.
  expect(slowestMs).toBeLessThan(1_000);
  // Each way of dealing with a message was taken often, or the messages were not spoiled well.
  expect([...outcomes.keys()].sort()).toEqual(['answered', 'dropped', 'forwarded', 'refused']);
  for (const count of outcomes.values()) expect(count).toBeGreaterThan(1_000);
}, 240_000);

function judge(
  message: Buffer,
  response: ReturnType<Responder['respond']>,
  transport: 'udp' | 'tcp',
): string {
  if (response === undefined) return 'dropped';
  if (!(response instanceof Uint8Array)) return 'forwarded';
  if (transport === 'udp' && response.length > 512) throw new Error(`${response.length} bytes`);
  if (response[0] !== message[0] || response[1] !== message[1]) throw new Error('another id');
  const rcode = (response[3] ?? 0) & 15;
  if (rcode === 0 || rcode === 3) {
    decode(response);
    return 'answered';
  }
  if (response.length > message.length) throw new Error('a refusal larger than its question');
  return 'refused';
}
