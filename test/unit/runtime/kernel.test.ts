import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  milliseconds,
  timestamp,
  type Kernel,
  type PersistedEvent,
  type PersistFailedEvent,
  type StoreWrite,
  type TraceEffect,
} from '@stoa/common';
import {
  KernelDriver,
  type KernelFatalError,
  persistPerformer,
  SystemClock,
  timerPerformers,
} from '@stoa/runtime';

type Event =
  { readonly kind: 'say'; readonly words: readonly string[] } | { readonly kind: 'fall' };
type Effect = { readonly kind: 'speak'; readonly word: string } | TraceEffect<'said'>;

const kernel: Kernel<Event, Effect, undefined> = {
  view: undefined,
  step: (event, at) => {
    if (event.kind === 'fall') throw new Error('resources went negative');
    return event.words.flatMap((word): Effect[] => [
      { kind: 'trace', level: 'info', event: 'said', fields: { word, at } },
      { kind: 'speak', word },
    ]);
  },
};

function aDriver(speak: (word: string) => void) {
  const fatal: KernelFatalError[] = [];
  const driver = new KernelDriver<Event, Effect>({
    kernel,
    clock: { now: () => timestamp(7) },
    onFatal: (error) => fatal.push(error),
    performers: { speak: ({ word }) => speak(word), trace: () => undefined },
  });
  return { driver, fatal };
}

describe('a kernel driver', () => {
  test('performs every effect of an event, in order, before deliver returns', () => {
    const spoken: string[] = [];
    const { driver } = aDriver((word) => spoken.push(word));
    driver.deliver({ kind: 'say', words: ['a', 'b'] });
    expect(spoken).toEqual(['a', 'b']);
  });

  test('takes an event that a performer delivers only when the one before is performed', () => {
    const spoken: string[] = [];
    const { driver } = aDriver((word) => {
      spoken.push(word);
      if (word === 'a') driver.deliver({ kind: 'say', words: ['later'] });
    });
    driver.deliver({ kind: 'say', words: ['a', 'b'] });
    expect(spoken).toEqual(['a', 'b', 'later']);
  });

  test('goes through a long chain of events without growing the stack', () => {
    let count = 0;
    const { driver } = aDriver(() => {
      if (count++ < 50_000) driver.deliver({ kind: 'say', words: ['again'] });
    });
    driver.deliver({ kind: 'say', words: ['again'] });
    expect(count).toBe(50_001);
  });

  test('stops for good when the kernel throws, and hands over the last traces', () => {
    const spoken: string[] = [];
    const { driver, fatal } = aDriver((word) => spoken.push(word));
    driver.deliver({ kind: 'say', words: ['a'] });
    driver.deliver({ kind: 'fall' });
    driver.deliver({ kind: 'say', words: ['b'] });
    expect(spoken).toEqual(['a']);
    expect(driver.isRunning).toBe(false);
    expect(fatal.map(({ message }) => message)).toEqual([
      'the kernel stopped: resources went negative',
    ]);
    expect(fatal[0]?.lastTraces).toEqual([
      { kind: 'trace', level: 'info', event: 'said', fields: { word: 'a', at: 7 } },
    ]);
  });

  test('stops when a performer throws', () => {
    const { driver, fatal } = aDriver(() => {
      throw new Error('no mouth');
    });
    driver.deliver({ kind: 'say', words: ['a', 'b'] });
    expect(fatal.map(({ message }) => message)).toEqual(['the kernel stopped: no mouth']);
  });

  test('takes nothing after stop', () => {
    const spoken: string[] = [];
    const { driver } = aDriver((word) => spoken.push(word));
    driver.stop();
    driver.deliver({ kind: 'say', words: ['a'] });
    expect(spoken).toEqual([]);
  });
});

describe('the performer of persist', () => {
  test('answers with persisted, or with the reason why not', async () => {
    const told: (PersistedEvent | PersistFailedEvent)[] = [];
    const written: (readonly StoreWrite[])[] = [];
    const perform = persistPerformer(
      {
        transact: async (writes) => {
          written.push(writes);
          if (writes.length === 0) throw new Error('disk full');
        },
      },
      (event) => told.push(event),
    );
    const write = { key: 'a', value: undefined };
    perform({ kind: 'persist', token: 1, writes: [write] });
    perform({ kind: 'persist', token: 2, writes: [] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toEqual([[write], []]);
    expect(told).toEqual([
      { kind: 'persisted', token: 1 },
      { kind: 'persistFailed', token: 2, reason: 'disk full' },
    ]);
  });
});

describe('the system clock', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('never goes back', () => {
    const clock = new SystemClock();
    let last = clock.now();
    for (let at = 0; at < 1000; at++) {
      const now = clock.now();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    expect(Math.abs(last - Date.now())).toBeLessThan(1000);
  });

  test('fires a timer once, replaces one of the same name, withdraws one', () => {
    jest.useFakeTimers();
    const clock = new SystemClock();
    const fired: string[] = [];
    const { startTimer, cancelTimer } = timerPerformers(clock, ({ timer }) => fired.push(timer));
    startTimer({ kind: 'startTimer', timer: 'a', delay: milliseconds(10) });
    startTimer({ kind: 'startTimer', timer: 'a', delay: milliseconds(30) });
    startTimer({ kind: 'startTimer', timer: 'b', delay: milliseconds(20) });
    startTimer({ kind: 'startTimer', timer: 'c', delay: milliseconds(5) });
    cancelTimer({ kind: 'cancelTimer', timer: 'c' });
    cancelTimer({ kind: 'cancelTimer', timer: 'never' });
    jest.advanceTimersByTime(100);
    expect(fired).toEqual(['b', 'a']);
    startTimer({ kind: 'startTimer', timer: 'd', delay: milliseconds(5) });
    clock.close();
    jest.advanceTimersByTime(100);
    expect(fired).toEqual(['b', 'a']);
  });

  test('keeps a timer longer than Node can', () => {
    jest.useFakeTimers();
    const clock = new SystemClock();
    const fired: string[] = [];
    const day = 86_400_000;
    clock.start('gc', milliseconds(60 * day), () => fired.push('gc'));
    jest.advanceTimersByTime(59 * day);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(2 * day);
    expect(fired).toEqual(['gc']);
  });
});
