import { describe, expect, test } from '@jest/globals';
import {
  isTerminal,
  parseAttributes,
  parseResources,
  renderResource,
  reservationRole,
  Resources,
  toPostReservation,
  toPreReservation,
  validateId,
  validateResource,
} from '@stoa/proto';
import type { Resource, TaskState } from '@stoa/proto';
import {
  containsRanges,
  countRanges,
  fromThousandths,
  mergeRanges,
  subtractRanges,
  toThousandths,
} from '../../../packages/proto/src/values.ts';
import { parseValue } from '../../../packages/proto/src/value-text.ts';

const scalar = (name: string, value: number, more: Partial<Resource> = {}): Resource => ({
  name,
  type: 'SCALAR',
  scalar: { value },
  ...more,
});
const ranges = (name: string, ...spans: readonly (readonly [number, number])[]): Resource => ({
  name,
  type: 'RANGES',
  ranges: { range: spans.map(([begin, end]) => ({ begin, end })) },
});
const set = (name: string, ...item: readonly string[]): Resource => ({
  name,
  type: 'SET',
  set: { item },
});
const dynamic = (role: string, principal?: string): Partial<Resource> => ({
  reservations: [{ type: 'DYNAMIC', role, ...(principal === undefined ? {} : { principal }) }],
});

describe('values', () => {
  test('round scalars to thousandths', () => {
    expect(toThousandths(0.1) + toThousandths(0.2)).toBe(300);
    expect(fromThousandths(300)).toBe(0.3);
    expect(toThousandths(0.0004)).toBe(0);
  });

  test('merge ranges that touch or overlap, and drop those that end before they begin', () => {
    const merged = mergeRanges([
      { begin: 8, end: 9 },
      { begin: 1, end: 3 },
      { begin: 4, end: 5 },
      { begin: 2, end: 2 },
      { begin: 7, end: 6 },
    ]);
    expect(merged).toEqual([
      { begin: 1, end: 5 },
      { begin: 8, end: 9 },
    ]);
    expect(countRanges(merged)).toBe(7);
  });

  test('take ranges out of the middle', () => {
    const from = [{ begin: 1, end: 10 }];
    const taken = [
      { begin: 1, end: 2 },
      { begin: 5, end: 6 },
      { begin: 10, end: 12 },
    ];
    expect(subtractRanges(from, taken)).toEqual([
      { begin: 3, end: 4 },
      { begin: 7, end: 9 },
    ]);
    expect(containsRanges(from, [{ begin: 2, end: 10 }])).toBe(true);
    expect(containsRanges(from, [{ begin: 2, end: 11 }])).toBe(false);
  });

  test.each([
    ['2', { type: 'SCALAR', scalar: { value: 2 } }],
    ['.5', { type: 'SCALAR', scalar: { value: 0.5 } }],
    ['[5-6, 1-4]', { type: 'RANGES', ranges: { range: [{ begin: 1, end: 6 }] } }],
    ['{a, b}', { type: 'SET', set: { item: ['a', 'b'] } }],
    ['r1', { type: 'TEXT', text: { value: 'r1' } }],
    ['2x', { type: 'TEXT', text: { value: '2x' } }],
  ])('are read from %s', (text, value) => {
    expect(parseValue(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['', 'expecting a value'],
    ['[1-2', "'[1-2' lacks its closing ]"],
    ['[2-1]', 'range 2-1 ends before it begins'],
    ['[1]', "'1' is no range: expecting begin-end"],
    ['{a', "'{a' lacks its closing }"],
    ['{a,a}', "'{a,a}' names an item twice"],
  ])('are refused when they are %p', (text, error) => {
    expect(parseValue(text)).toEqual({ ok: false, error });
  });
});

describe('resources', () => {
  test('stay exact: 8 without 0.1 twice is 7.8', () => {
    const tenth = Resources.of([scalar('cpus', 0.1)]);
    const left = Resources.of([scalar('cpus', 8)])
      .subtract(tenth)
      .subtract(tenth);
    expect(left.toList()).toEqual([scalar('cpus', 7.8)]);
    expect(left.add(tenth).add(tenth).scalar('cpus')).toBe(8);
  });

  test('are one entry when they differ in nothing but the value, and vanish at zero', () => {
    const all = Resources.of([scalar('mem', 1), scalar('mem', 2), scalar('gpus', 0), set('s')]);
    expect(all.toList()).toEqual([scalar('mem', 3)]);
    expect(all.subtract(Resources.of([scalar('mem', 5)])).isEmpty).toBe(true);
  });

  test('of other roles, reservations or disks are other entries', () => {
    const all = Resources.of([
      scalar('mem', 1),
      scalar('mem', 1, dynamic('a')),
      scalar('mem', 1, { allocation_info: { role: 'a' } }),
      scalar('mem', 1, { revocable: {} }),
    ]);
    expect(all.toList()).toHaveLength(4);
    expect(all.scalar('mem')).toBe(4);
    expect(all.unreserved().scalar('mem')).toBe(3);
    expect(all.reservedFor('a').scalar('mem')).toBe(1);
    expect(all.contains(Resources.of([scalar('mem', 2)]))).toBe(false);
  });

  test('of ranges and sets are added, taken and contained by what they hold', () => {
    const all = Resources.of([ranges('ports', [1, 4]), ranges('ports', [5, 9]), set('s', 'a')]);
    expect(all.ranges('ports')).toEqual([{ begin: 1, end: 9 }]);
    expect(all.contains(Resources.of([ranges('ports', [3, 4], [8, 9]), set('s', 'a')]))).toBe(true);
    expect(all.contains(Resources.of([set('s', 'b')]))).toBe(false);
    const left = all.subtract(Resources.of([ranges('ports', [2, 8]), set('s', 'a', 'b')]));
    expect(left.toList()).toEqual([ranges('ports', [1, 1], [9, 9])]);
    expect([...all.quantities()]).toEqual([
      ['ports', 9000],
      ['s', 1000],
    ]);
  });

  test('that are a volume are taken whole or not at all', () => {
    const volume = (id: string, value: number): Resource =>
      scalar('disk', value, {
        ...dynamic('a'),
        disk: { persistence: { id }, volume: { container_path: 'data', mode: 'RW' } },
      });
    const all = Resources.of([volume('v', 64), volume('v', 64)]);
    expect(all.toList()).toHaveLength(2);
    expect(all.contains(Resources.of([volume('v', 32)]))).toBe(false);
    expect(all.subtract(Resources.of([volume('v', 64)])).toList()).toEqual([volume('v', 64)]);
    expect(all.subtract(Resources.of([volume('w', 64)])).toList()).toHaveLength(2);
    expect(renderResource(volume('v', 64))).toBe('disk(reservations: [(DYNAMIC,a)])[v:data]:64');
  });

  test('are given to a role and taken back', () => {
    const given = Resources.of([scalar('cpus', 1)]).allocateTo('web');
    expect(given.toString()).toBe('cpus(allocated: web):1');
    expect(given.unallocated().toList()).toEqual([scalar('cpus', 1)]);
    expect(Resources.empty.toString()).toBe('{}');
  });

  test('are printed as messages print them', () => {
    const given = [scalar('cpus', 0.1), scalar('mem', 32), ranges('ports', [1, 2], [5, 6])];
    expect(Resources.of(given).allocateTo('*').toString()).toBe(
      'cpus(allocated: *):0.1; mem(allocated: *):32; ports(allocated: *):[1-2, 5-6]',
    );
    expect(
      renderResource(scalar('mem', 80, { allocation_info: { role: 'r' }, ...dynamic('r', 'p') })),
    ).toBe('mem(allocated: r)(reservations: [(DYNAMIC,r,p)]):80');
  });

  test('are read from the flag, roles too, and from JSON', () => {
    const parsed = parseResources('cpus:2; mem(prod):1024\nports:[1-5]; gpus:1');
    expect(parsed.ok && parsed.value.toString()).toBe(
      'cpus:2; mem(reservations: [(STATIC,prod)]):1024; ports:[1-5]; gpus:1',
    );
    const json = parseResources('[{"name":"cpus","type":"SCALAR","scalar":{"value":4}}]');
    expect(json.ok && json.value.scalar('cpus')).toBe(4);
  });

  test.each([
    ['cpus', "'cpus' is no resource: expecting name:value or name(role):value"],
    ['cpus:many', "resource 'cpus': 'many' is neither a number, a list of ranges nor a set"],
    ['cpus:-1', "Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0"],
    ['gpus:0.5', "Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer"],
    ['{"name":"cpus"}', 'expecting a JSON list of resources'],
    ['[{"name":"cpus"}]', 'resource 0: Missing required fields: type'],
  ])('are refused as %p', (text, error) => {
    expect(parseResources(text)).toEqual({ ok: false, error });
  });

  test.each([1e308, -1, NaN, Infinity])('are refused with a value of %p', (value) => {
    expect(validateResource(scalar('cpus', value))).toMatch(
      /^Resource 'cpus:.*' is invalid: Invalid scalar resource: value/,
    );
  });

  test('are refused when value and type do not fit, or an item comes twice', () => {
    expect(validateResource({ name: 'cpus', type: 'SCALAR' })).toContain('Invalid scalar');
    expect(validateResource({ ...ranges('p', [1, 2]), scalar: { value: 1 } })).toContain('ranges');
    expect(validateResource(ranges('p', [2, 1]))).toContain('begin > end');
    expect(validateResource(set('s', 'a', 'a'))).toContain('duplicated elements');
    expect(validateResource(scalar('', 1))).toContain('Empty resource name');
    expect(validateResource(scalar('mem', 1, dynamic('*')))).toContain('cannot be reserved');
    expect(validateResource(scalar('mem', 1))).toBeUndefined();
  });
});

describe('reservations', () => {
  test('travel in two forms and come back the same', () => {
    for (const refined of [
      scalar('mem', 1),
      scalar('mem', 1, dynamic('a', 'p')),
      scalar('mem', 1, { reservations: [{ type: 'STATIC', role: 'a' }] }),
    ]) {
      const before = toPreReservation(refined);
      expect(before?.role).toBe(reservationRole(refined) ?? '*');
      expect(before === undefined ? undefined : toPostReservation(before)).toEqual(refined);
    }
  });

  test('that are refined cannot be told in the old form', () => {
    const stack = [
      { type: 'STATIC' as const, role: 'a' },
      { type: 'DYNAMIC' as const, role: 'a/b' },
    ];
    const refined = scalar('mem', 1, { reservations: stack });
    expect(toPreReservation(refined)).toBeUndefined();
    expect(reservationRole(refined)).toBe('a/b');
  });
});

describe('words of the wire', () => {
  test('attributes are numbers, ranges, sets or text', () => {
    const parsed = parseAttributes('rack:r1;level:10;keys:[1-5];tags:{a,b}\nurl:http://x:1/');
    expect(parsed.ok && parsed.value.map(({ name, type }) => [name, type])).toEqual([
      ['rack', 'TEXT'],
      ['level', 'SCALAR'],
      ['keys', 'RANGES'],
      ['tags', 'SET'],
      ['url', 'TEXT'],
    ]);
    expect(parseAttributes('rack')).toEqual({
      ok: false,
      error: "'rack' is no attribute: expecting name:value",
    });
    expect(parseAttributes('rack:')).toEqual({
      ok: false,
      error: "attribute 'rack': expecting a value",
    });
  });

  test('ids that clients choose cannot change a path', () => {
    expect(validateId('web.1-a_b:c')).toBeUndefined();
    expect(validateId('')).toBe('ID must not be empty');
    for (const id of ['.', '..']) expect(validateId(id)).toBe(`'${id}' is disallowed`);
    for (const id of ['a/b', 'a\\b', 'a\nb', 'a\u007f', '\0']) {
      expect(validateId(id)).toBe(`'${id}' contains invalid characters`);
    }
    expect(validateId('é'.repeat(127))).toBeUndefined();
    expect(validateId('é'.repeat(128))).toBe('ID must not be greater than 255 characters');
  });

  test('a task that may come back is not at its end', () => {
    const open: readonly TaskState[] = [
      'TASK_STAGING',
      'TASK_STARTING',
      'TASK_RUNNING',
      'TASK_KILLING',
      'TASK_UNREACHABLE',
      'TASK_UNKNOWN',
    ];
    const final: readonly TaskState[] = [
      'TASK_FINISHED',
      'TASK_FAILED',
      'TASK_KILLED',
      'TASK_ERROR',
      'TASK_LOST',
      'TASK_DROPPED',
      'TASK_GONE',
      'TASK_GONE_BY_OPERATOR',
    ];
    expect(open.filter(isTerminal)).toEqual([]);
    expect(final.filter((state) => !isTerminal(state))).toEqual([]);
    expect(isTerminal(undefined)).toBe(false);
  });
});
