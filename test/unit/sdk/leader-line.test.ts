import { describe, expect, jest, test } from '@jest/globals';
import { Random } from '@stoa/common';
import { LeaderLine, type Ending } from '../../../packages/sdk/src/leader-line.ts';
import type { MasterLocator } from '../../../packages/sdk/src/masters.ts';

const [A, B] = ['10.0.0.1:5050', '10.0.0.2:5050'];

/** Follows by a script: each ending in turn, then the line is closed. */
async function follow(
  master: string | MasterLocator,
  script: readonly ((line: LeaderLine, at: URL) => Ending)[],
) {
  const line = new LeaderLine(master, new Random(1));
  const [asked, pauses]: [string[], number[]] = [[], []];
  await line.run({
    follow: (at) => {
      const turn = script[asked.length];
      asked.push(at.host);
      if (asked.length === script.length) line.close();
      return Promise.resolve(turn?.(line, at) ?? { reason: 'the script is over' });
    },
    onEnd: (_reason, retryInMs) => {
      pauses.push(retryInMs);
      return true;
    },
  });
  return { asked, pauses };
}

const refused = () => ({ reason: 'connection refused' });
const broken = (line: LeaderLine, at: URL): Ending => {
  line.subscribed(15);
  return { reason: 'the stream broke', led: at };
};
/** Answered, but did not take us. */
const overloaded = (_line: LeaderLine, at: URL): Ending => ({ reason: '503', led: at });

describe('the way to the leading master', () => {
  test('goes through the list, with growing pauses', async () => {
    const { asked, pauses } = await follow(`${A},${B}`, [refused, refused, refused]);
    expect(asked).toEqual([A, B, A]);
    expect(pauses).toHaveLength(2);
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? Infinity);
  });

  test('leads back once to the master whose stream broke, and no further', async () => {
    const { asked } = await follow(`${A},${B}`, [broken, overloaded, refused]);
    expect(asked).toEqual([A, A, B]);
  });

  test('is short again once a master has taken us', async () => {
    const { pauses } = await follow(A, [refused, refused, broken, refused]);
    expect(pauses).toHaveLength(3);
    expect(pauses[2]).toBeLessThan(pauses[1] ?? 0);
  });

  test('leads to another master as soon as that one leads, without the rest of a pause', async () => {
    let tell: (leader: string | undefined) => void = () => undefined;
    const locator: MasterLocator = {
      watch: (listener) => {
        tell = listener;
        listener(A);
        return () => undefined;
      },
    };
    // A pause would never end.
    jest.useFakeTimers();
    const moved = (line: LeaderLine, at: URL) => {
      tell(B);
      expect(line.leaving.aborted).toBe(true);
      return broken(line, at);
    };
    const { asked } = await follow(locator, [moved, refused]);
    jest.useRealTimers();
    expect(asked).toEqual([A, B]);
  });

  test('counts a stream as lost after the heartbeats that the master announced', () => {
    const line = new LeaderLine(A, new Random(1));
    const before = line.silenceMs;
    line.subscribed(undefined);
    expect(line.silenceMs).toBe(before);
    line.subscribed(2);
    expect(line.silenceMs).toBeGreaterThanOrEqual(4_000);
    line.close();
  });

  test('cannot lead where no master is named', () => {
    expect(() => new LeaderLine('', new Random(1))).toThrow(TypeError);
  });
});
