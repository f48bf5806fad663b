import { describe, expect, test } from '@jest/globals';
import { Outbox, type Batch } from '../../../ui/src/model/outbox.ts';

const AT = Date.parse('2026-03-01T10:00:00Z');

const messages = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ event: 'e', data: '', id: String(from + at) }));

const idsOf = (batch: Batch | undefined) => batch?.messages.map(({ id }) => Number(id)) ?? [];

/** All that waits, as a page takes it that is always ready. */
function drain(outbox: Outbox, now: number): readonly (Batch | undefined)[] {
  const batches = [];
  for (let batch = outbox.take(now); batch !== undefined; batch = outbox.take(now)) {
    batches.push(batch);
    outbox.taken();
  }
  return batches;
}

describe('what waits for a page', () => {
  test('comes in its order, in small batches, and the next only after the last is done', () => {
    const outbox = new Outbox();
    outbox.push(messages(0, 150), AT);
    const first = outbox.take(AT);
    expect(outbox.take(AT)).toBeUndefined();
    outbox.push(messages(150, 120), AT);
    outbox.taken();
    const told = [first, ...drain(outbox, AT)];
    expect(told.map((batch) => batch?.messages.length)).toEqual([100, 100, 70]);
    expect(told.flatMap(idsOf)).toEqual(Array.from({ length: 270 }, (_, at) => at));
    expect(told.some((batch) => batch?.isGap)).toBe(false);
  });

  test('becomes a gap when the page is 5,000 behind; what comes after the snapshot is told', () => {
    const outbox = new Outbox();
    outbox.push(messages(0, 100), AT);
    outbox.take(AT);
    outbox.push(messages(100, 5_000), AT);
    outbox.push(messages(5_100, 1), AT);
    outbox.push(messages(5_101, 1), AT);
    outbox.taken();
    expect(outbox.take(AT)).toEqual({ messages: [], isGap: true });
    outbox.push(messages(5_102, 2), AT);
    outbox.taken();
    expect(idsOf(outbox.take(AT))).toEqual([5_102, 5_103]);
  });

  test('becomes a gap when a busy page is two seconds behind, and not for a few that waited', () => {
    const few = new Outbox();
    few.push(messages(0, 20), AT);
    few.push(messages(20, 1), AT + 60_000);
    expect(drain(few, AT + 60_000).flatMap(idsOf)).toHaveLength(21);
    const many = new Outbox();
    many.push(messages(0, 1_001), AT);
    many.push(messages(1_001, 1), AT + 2_001);
    expect(many.take(AT + 2_001)).toEqual({ messages: [], isGap: true });
  });
});
