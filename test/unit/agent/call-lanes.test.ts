import { describe, expect, test } from '@jest/globals';
import type { LinkCall } from '@stoa/proto';
import { CallLanes } from '../../../packages/agent/src/shell/call-lanes.ts';

const update = (id: string, state: 'TASK_STARTING' | 'TASK_RUNNING'): LinkCall => ({
  type: 'UPDATE',
  update: { framework_id: { value: 'f' }, status: { task_id: { value: id }, state } },
});
const pong: LinkCall = { type: 'PONG', pong: {} };

function takeAll(lanes: CallLanes): readonly LinkCall[] {
  const taken: LinkCall[] = [];
  for (let call = lanes.take(); call !== undefined; call = lanes.take()) taken.push(call);
  return taken;
}

describe('calls on their way to the master', () => {
  test('follow each other when they are about one task', () => {
    const lanes = new CallLanes(8);
    const [first, second] = [update('a', 'TASK_STARTING'), update('a', 'TASK_RUNNING')];
    lanes.add(first);
    lanes.add(second);
    expect(takeAll(lanes)).toEqual([first]);
    lanes.done(first);
    expect(takeAll(lanes)).toEqual([second]);
    lanes.done(second);
    lanes.add(first);
    expect(takeAll(lanes)).toEqual([first]);
  });

  test('do not wait for calls about other tasks', () => {
    const lanes = new CallLanes(8);
    const calls = [update('a', 'TASK_STARTING'), update('b', 'TASK_STARTING'), pong];
    for (const call of [...calls, update('a', 'TASK_RUNNING')]) lanes.add(call);
    expect(takeAll(lanes)).toEqual(calls);
    expect(lanes.waiting).toBe(1);
  });

  test('are under way at most so many at a time, first come first', () => {
    const lanes = new CallLanes(2);
    const calls = ['a', 'b', 'c'].map((id) => update(id, 'TASK_STARTING'));
    for (const call of calls) lanes.add(call);
    const [first, second] = takeAll(lanes);
    expect([first, second]).toEqual(calls.slice(0, 2));
    lanes.done(update('b', 'TASK_STARTING'));
    expect(takeAll(lanes)).toEqual(calls.slice(2));
    expect(lanes.waiting).toBe(0);
  });
});
