import { describe, expect, test } from '@jest/globals';
import {
  encodeRecord,
  MasterCallCodec,
  OfferCodec,
  parseJsonText,
  printDouble,
  quote,
  RecordReader,
  ResourceCodec,
  SchedulerCallCodec,
  TaskInfoCodec,
  TaskStatusCodec,
} from '@stoa/proto';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (records: readonly Uint8Array[]): readonly string[] =>
  records.map((record) => new TextDecoder().decode(record));

describe('RecordIO', () => {
  test('frames a payload by its length in bytes', () => {
    expect(texts([encodeRecord(bytes('é'))])).toEqual(['2\né']);
    expect(texts([encodeRecord(bytes(''))])).toEqual(['0\n']);
  });

  test('skips empty records and knows whether a stream was cut', () => {
    const reader = new RecordReader();
    expect(reader.push(bytes('0\n3\nabc2\nd'))).toEqual({ ok: true, value: [bytes('abc')] });
    expect(reader.isAtBoundary).toBe(false);
    expect(reader.push(bytes('e'))).toEqual({ ok: true, value: [bytes('de')] });
    expect(reader.isAtBoundary).toBe(true);
  });

  test.each([
    ['x\n', "Failed to decode length 'x'"],
    ['\n', "Failed to decode length ''"],
    ['-1\n', "Failed to decode length '-'"],
    ['99999999999\n', "Failed to decode length '99999999999'"],
    ['101\n', "Failed to decode length '101'"],
  ])('refuses %p, and everything after it', (text, error) => {
    const reader = new RecordReader(100);
    expect(reader.push(bytes(text))).toEqual({ ok: false, error });
    expect(reader.push(bytes('1\na'))).toEqual({ ok: false, error });
  });
});

describe('JSON out', () => {
  test('escapes what is not ASCII, so that bytes and characters are as many', () => {
    expect(quote('plain / text')).toBe('"plain / text"');
    expect(quote('"\\\n\u0001é😀\u007f')).toBe('"\\"\\\\\\n\\u0001\\u00e9\\ud83d\\ude00\\u007f"');
  });

  test('gives every double a fraction', () => {
    expect([8, 0.1, -0, 1e21, 1e-7, 1795485671.339867].map(printDouble)).toEqual([
      '8.0',
      '0.1',
      '0.0',
      '1e21',
      '1e-7',
      '1795485671.339867',
    ]);
    expect([NaN, Infinity].map(printDouble)).toEqual(['"NaN"', '"Infinity"']);
  });

  test('keeps 64-bit numbers, enum names and bytes', () => {
    const text = TaskStatusCodec.toJson({
      task_id: { value: 't' },
      state: 'TASK_UNREACHABLE',
      uuid: new Uint8Array(16),
      unreachable_time: { nanoseconds: 1795486020595684096n },
    });
    expect(text).toBe(
      '{"task_id":{"value":"t"},"state":"TASK_UNREACHABLE","uuid":"AAAAAAAAAAAAAAAAAAAAAA==",' +
        '"unreachable_time":{"nanoseconds":1795486020595684096}}',
    );
  });
});

describe('JSON in', () => {
  const read = (text: string, codec = SchedulerCallCodec) => {
    const parsed = parseJsonText(text);
    return parsed.ok ? codec.fromJson(parsed.value) : parsed;
  };

  test('is lenient where clients need it', () => {
    const lenient = `{"type":"DECLINE","unknown":[{}],"framework_id":{"value":"F","x":null},
      "decline":{"offer_ids":{"value":"O"},"filters":{"refuse_seconds":"5"}},"subscribe":null}`;
    expect(read(lenient)).toEqual({
      ok: true,
      value: {
        type: 'DECLINE',
        framework_id: { value: 'F' },
        decline: { offer_ids: [{ value: 'O' }], filters: { refuse_seconds: 5 } },
      },
    });
  });

  test('keeps a number that no double holds', () => {
    const status = `{"task_id":{"value":"t"},"state":"TASK_LOST",
      "unreachable_time":{"nanoseconds":1795486020595684096}}`;
    const parsed = parseJsonText(status);
    const value = parsed.ok ? TaskStatusCodec.fromJson(parsed.value) : parsed;
    expect(value.ok && value.value.unreachable_time?.nanoseconds).toBe(1795486020595684096n);
  });

  test('names the field that is wrong or missing', () => {
    expect(read('{"type":5}')).toEqual({
      ok: false,
      error: "Not expecting a JSON number for field 'type'",
    });
    expect(TaskInfoCodec.fromJson({ name: 't', task_id: {} })).toEqual({
      ok: false,
      error: 'Missing required fields: task_id.value, agent_id',
    });
    expect(read('[]')).toEqual({ ok: false, error: 'Expecting a JSON object' });
  });

  test('refuses nesting without end at once', () => {
    const deep = '['.repeat(1_000_000);
    const from = performance.now();
    expect(parseJsonText(deep).ok).toBe(false);
    expect(parseJsonText(`{"a":${'{"a":'.repeat(1_000_000)}`).ok).toBe(false);
    expect(performance.now() - from).toBeLessThan(1000);
    // A bracket within a text is none.
    expect(parseJsonText(JSON.stringify('['.repeat(1000))).ok).toBe(true);
  });

  test('tells where the syntax breaks', () => {
    expect(parseJsonText('{"a":1,\n"b":}')).toEqual({
      ok: false,
      error: 'syntax error at line 2 near: }',
    });
  });

  test('makes keys of anything, also of __proto__', () => {
    const task = `{"name":"t","task_id":{"value":"t"},"agent_id":{"value":"S"},
      "limits":{"__proto__":{"value":1}}}`;
    const parsed = parseJsonText(task);
    const value = parsed.ok ? TaskInfoCodec.fromJson(parsed.value) : parsed;
    const limits = value.ok ? value.value.limits : undefined;
    expect(Object.keys(limits ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(limits)).toBe(Object.prototype);
  });
});

describe('protobuf in', () => {
  test('names what is missing, and refuses bytes that are no message', () => {
    expect(OfferCodec.fromBinary(new Uint8Array(0))).toEqual({
      ok: false,
      error: 'Missing required fields: id, framework_id, agent_id, hostname',
    });
    for (const junk of [[0xff], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x0b]]) {
      expect(MasterCallCodec.fromBinary(new Uint8Array(junk)).ok).toBe(false);
    }
  });

  test('skips fields and enum members of a newer peer', () => {
    const known = ResourceCodec.toBinary({ name: 'cpus', type: 'SCALAR', scalar: { value: 1 } });
    // Field 1000, a varint.
    const newer = new Uint8Array([...known, 0xc0, 0x3e, 0x01]);
    expect(ResourceCodec.fromBinary(newer)).toEqual({
      ok: true,
      value: { name: 'cpus', type: 'SCALAR', scalar: { value: 1 } },
    });
  });
});
