import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { LeadershipGate } from '@stoa/runtime';

function openGate() {
  const seen: number[] = [];
  const state = { isLeading: true, overflows: 0 };
  const gate = new LeadershipGate<number>({
    isOpen: () => state.isLeading,
    deliver: (event) => void seen.push(event),
    overflow: () => {
      state.overflows++;
    },
  });
  return { gate, seen, state };
}

describe('the gate before a kernel', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('lets events through at once while this process leads', () => {
    const { gate, seen } = openGate();
    gate.pass(1);
    gate.pass(2);
    expect(seen).toEqual([1, 2]);
  });

  test('holds them while that is in doubt, and lets them go in order, the newest last', () => {
    const { gate, seen, state } = openGate();
    state.isLeading = false;
    gate.pass(1);
    gate.pass(2);
    expect(seen).toEqual([]);
    state.isLeading = true;
    gate.pass(3);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('finds out by itself that there is no doubt any more', () => {
    jest.useFakeTimers();
    const { gate, seen, state } = openGate();
    state.isLeading = false;
    gate.pass(1);
    jest.advanceTimersByTime(1_000);
    expect(seen).toEqual([]);
    state.isLeading = true;
    jest.advanceTimersByTime(1_000);
    expect(seen).toEqual([1]);
  });

  test('says when more is held than can be made up for', () => {
    const { gate, state } = openGate();
    state.isLeading = false;
    for (let event = 0; event < 100_000; event++) gate.pass(event);
    expect(state.overflows).toBe(0);
    gate.pass(1);
    expect(state.overflows).toBe(1);
    gate.close();
  });

  test('forgets what it held when it is closed, and takes nothing more', () => {
    const { gate, seen, state } = openGate();
    state.isLeading = false;
    gate.pass(1);
    gate.close();
    state.isLeading = true;
    gate.pass(2);
    gate.release();
    expect(seen).toEqual([]);
  });
});
