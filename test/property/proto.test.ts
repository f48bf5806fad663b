import { describe, expect, test } from '@jest/globals';
import {
  encodeRecord,
  LinkCallCodec,
  parseJsonText,
  parseResources,
  RecordReader,
  Resources,
  SchedulerCallCodec,
  TaskInfoCodec,
  TaskStatusCodec,
  toPostReservation,
  toPreReservation,
} from '@stoa/proto';
import type { Resource, TaskInfo, TaskStatus } from '@stoa/proto';
import fc from 'fast-check';
import {
  containsRanges,
  countRanges,
  mergeRanges,
  subtractRanges,
} from '../../packages/proto/src/values.ts';

const spans = fc.array(
  fc
    .record({ begin: fc.nat(60), length: fc.nat(12) })
    .map(({ begin, length }) => ({ begin, end: begin + length })),
  { maxLength: 6 },
);

const role = fc.constantFrom('a', 'a/b', 'c');
const traits: fc.Arbitrary<Partial<Resource>> = fc.oneof(
  fc.constant({}),
  fc.constant({ revocable: {} }),
  role.map((name) => ({ reservations: [{ type: 'STATIC' as const, role: name }] })),
  fc.record({ role, principal: fc.constantFrom('p', 'q') }).map((reserved) => ({
    reservations: [{ type: 'DYNAMIC' as const, ...reserved }],
  })),
  role.map((name) => ({ allocation_info: { role: name } })),
);
const value: fc.Arbitrary<Resource> = fc.oneof(
  fc
    .record({ name: fc.constantFrom('cpus', 'mem'), thousandths: fc.nat(20_000) })
    .map(({ name, thousandths }) => ({
      name,
      type: 'SCALAR' as const,
      scalar: { value: thousandths / 1000 },
    })),
  spans.map((range) => ({ name: 'ports', type: 'RANGES' as const, ranges: { range } })),
  fc
    .subarray(['x', 'y', 'z'])
    .map((item) => ({ name: 'zones', type: 'SET' as const, set: { item } })),
);
const resource = fc.tuple(value, traits).map(([own, more]): Resource => ({ ...own, ...more }));
const bag = fc.array(resource, { maxLength: 6 }).map((list) => Resources.of(list));

/** Ranges and sets are unions, so what both hold counts once: only scalars are sums. */
const scalars = bag.map((all) => all.filter(({ scalar }) => scalar !== undefined));

describe('ranges', () => {
  const numbers = (list: readonly { begin: number; end: number }[]): ReadonlySet<number> => {
    const all = new Set<number>();
    for (const { begin, end } of list) for (let at = begin; at <= end; at++) all.add(at);
    return all;
  };

  test('are sets of numbers', () => {
    fc.assert(
      fc.property(spans, spans, (left, right) => {
        const [a, b] = [mergeRanges(left), mergeRanges(right)];
        expect(numbers(a)).toEqual(numbers(left));
        expect(countRanges(a)).toBe(numbers(left).size);
        const expected = [...numbers(a)].filter((number) => !numbers(b).has(number));
        expect([...numbers(subtractRanges(a, b))]).toEqual(expected);
        const isInside = [...numbers(b)].every((number) => numbers(a).has(number));
        expect(containsRanges(a, b)).toBe(isInside);
      }),
    );
  });
});

describe('resources', () => {
  test('add in any order and grouping', () => {
    fc.assert(
      fc.property(bag, bag, bag, (a, b, c) => {
        expect(a.add(b).equals(b.add(a))).toBe(true);
        expect(
          a
            .add(b)
            .add(c)
            .equals(a.add(b.add(c))),
        ).toBe(true);
        expect(a.add(Resources.empty).equals(a)).toBe(true);
      }),
    );
  });

  test('contain what was added, and give it back exactly', () => {
    fc.assert(
      fc.property(bag, bag, (a, b) => {
        expect(a.add(b).contains(a)).toBe(true);
        expect(a.add(b).contains(b)).toBe(true);
        expect(a.subtract(a).isEmpty).toBe(true);
      }),
    );
    fc.assert(
      fc.property(scalars, scalars, (a, b) => {
        expect(a.add(b).subtract(b).toList()).toEqual(expect.arrayContaining([...a.toList()]));
        expect(a.add(b).subtract(b).equals(a)).toBe(true);
      }),
    );
  });

  test('taken from what contains them leave a rest that completes them', () => {
    fc.assert(
      fc.property(bag, bag, (a, b) => {
        const whole = a.add(b);
        expect(whole.subtract(a).add(a).equals(whole)).toBe(true);
      }),
    );
  });

  test('are the same in the other form of reservation', () => {
    fc.assert(
      fc.property(resource, (one) => {
        const before = toPreReservation(one);
        expect(before === undefined ? one : toPostReservation(before)).toEqual(one);
      }),
    );
  });

  test('that were printed as a flag are read back', () => {
    fc.assert(
      fc.property(bag, (all) => {
        const plain = all.unallocated().filter((each) => each.revocable === undefined);
        const free = plain.unreserved();
        const parsed = parseResources(free.isEmpty ? '' : free.toString());
        expect(parsed.ok && parsed.value.equals(free)).toBe(true);
      }),
    );
  });
});

describe('RecordIO', () => {
  test('gives whole records wherever the stream is cut', () => {
    const payload = fc.uint8Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(payload, { maxLength: 5 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (payloads, sizes) => {
          const stream = Buffer.concat(payloads.map(encodeRecord));
          const reader = new RecordReader();
          const records: Uint8Array[] = [];
          for (let at = 0; at < stream.length;) {
            const size = Number(sizes.next().value);
            const pushed = reader.push(stream.subarray(at, at + size));
            if (!pushed.ok) throw new Error(pushed.error);
            records.push(...pushed.value);
            at += size;
          }
          expect(records).toEqual(payloads);
          expect(reader.isAtBoundary).toBe(true);
        },
      ),
    );
  });

  test('never throws and never gives more than it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        const pushed = new RecordReader(1000).push(noise);
        const sum = pushed.ok ? pushed.value.reduce((all, { length }) => all + length, 0) : 0;
        expect(sum).toBeLessThanOrEqual(noise.length);
      }),
    );
  });
});

describe('codecs', () => {
  const text = fc.string({ maxLength: 8 });
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  // The wire knows no difference between an empty list and none.
  const filled = resource.filter(
    ({ ranges, set }) => ranges?.range?.length !== 0 && set?.item?.length !== 0,
  );
  const task: fc.Arbitrary<TaskInfo> = fc.record(
    {
      name: text,
      task_id: fc.record({ value: text }),
      agent_id: fc.record({ value: text }),
      resources: fc.array(filled, { minLength: 1, maxLength: 3 }),
      command: fc.record(
        { value: text, shell: fc.boolean(), arguments: fc.array(text, { minLength: 1 }) },
        { requiredKeys: [] },
      ),
      data: fc.uint8Array({ maxLength: 9 }),
      limits: fc.dictionary(text, fc.record({ value: double }), { minKeys: 1, maxKeys: 3 }),
    },
    { requiredKeys: ['name', 'task_id', 'agent_id'] },
  );
  const status: fc.Arbitrary<TaskStatus> = fc.record(
    {
      task_id: fc.record({ value: text }),
      state: fc.constantFrom('TASK_RUNNING', 'TASK_STARTING', 'TASK_LOST'),
      timestamp: double,
      uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }),
      healthy: fc.boolean(),
      unreachable_time: fc.record({
        nanoseconds: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      }),
    },
    { requiredKeys: ['task_id', 'state'] },
  );

  test('give back what they wrote, in both encodings', () => {
    const check = <T>(codec: typeof TaskInfoCodec | typeof TaskStatusCodec, given: T): void => {
      const message = given as never;
      const binary = codec.fromBinary(codec.toBinary(message));
      expect(binary).toEqual({ ok: true, value: given });
      const parsed = parseJsonText(codec.toJson(message));
      const json = parsed.ok ? codec.fromJson(parsed.value) : parsed;
      // What has a default is printed though it was not set: the second round is the fixed point.
      expect(json.ok).toBe(true);
      if (json.ok) expect(codec.toJson(json.value as never)).toBe(codec.toJson(message));
    };
    fc.assert(fc.property(task, (given) => check(TaskInfoCodec, given)));
    fc.assert(fc.property(status, (given) => check(TaskStatusCodec, given)));
  });

  test('print one line of ASCII', () => {
    fc.assert(
      fc.property(task, (given) => {
        expect(TaskInfoCodec.toJson(given)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  test('answer hostile JSON with a value or a fault, never with an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        for (const codec of [SchedulerCallCodec, TaskInfoCodec, TaskStatusCodec]) {
          expect(typeof codec.fromJson(json).ok).toBe('boolean');
          expect(typeof codec.fromJson({ type: json, task_id: json, accept: json }).ok).toBe(
            'boolean',
          );
        }
      }),
    );
    fc.assert(fc.property(fc.string(), (noise) => typeof parseJsonText(noise).ok === 'boolean'));
  });

  test('answer hostile bytes with a value or a fault, never with an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        for (const codec of [SchedulerCallCodec, TaskInfoCodec, LinkCallCodec]) {
          expect(typeof codec.fromBinary(noise).ok).toBe('boolean');
        }
      }),
    );
  });
});
