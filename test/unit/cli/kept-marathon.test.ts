import { expect, test } from '@jest/globals';
import { KeptMarathon } from '../../../packages/cli/src/up/kept-marathon.ts';
import { EXIT_CODE } from '../../../packages/marathon/src/shell/exit-codes.ts';
import { StartupError } from '../../../packages/runtime/src/index.ts';

const ABDICATED = new StartupError('given up as asked', { exitCode: EXIT_CODE.abdicated });

/** A keeper of Marathons that start at once; `duringStart` is called before the nth start is over. */
function keeper(duringStart: (nth: number, end: (error: Error) => void) => void = () => {}) {
  const ports: number[] = [];
  const ends: ((error: Error) => void)[] = [];
  const failures: string[] = [];
  let closed = 0;
  const kept = new KeptMarathon(
    async (port, onEnded) => {
      ports.push(port);
      ends.push(onEnded);
      await Promise.resolve();
      duringStart(ports.length, onEnded);
      return {
        address: `127.0.0.1:${port === 0 ? 8080 : port}`,
        close: () => Promise.resolve(void closed++),
      };
    },
    ({ message }) => failures.push(message),
  );
  return { kept, ports, ends, failures, closed: () => closed };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a Marathon that is asked to go is started again on its port, however young it is', async () => {
  const { kept, ports, ends, failures, closed } = keeper();
  await kept.start(0);
  for (let round = 0; round < 3; round++) {
    ends.at(-1)?.(ABDICATED);
    await settled();
  }
  expect(ports).toEqual([0, 8080, 8080, 8080]);
  expect({ failures, closed: closed() }).toEqual({ failures: [], closed: 3 });
  // What an earlier one says is said of nobody who runs.
  ends[0]?.(new Error('late'));
  await kept.close();
  expect({ failures, closed: closed(), starts: ports.length }).toEqual({
    failures: [],
    closed: 4,
    starts: 4,
  });
});

test('also when it is asked before its start is over', async () => {
  const { kept, ports, failures } = keeper((nth, end) => {
    if (nth <= 2) end(ABDICATED);
  });
  expect(await kept.start(0)).toBe('127.0.0.1:8080');
  await settled();
  expect({ ports, failures }).toEqual({ ports: [0, 8080, 8080], failures: [] });
  await kept.close();
});

test('a Marathon that ends for a reason of its own right after its start ends the cluster with it', async () => {
  const { kept, ends, failures, ports } = keeper();
  await kept.start(0);
  ends[0]?.(new Error('the master refused the framework'));
  await settled();
  expect(failures).toEqual(['Marathon ended: the master refused the framework']);
  expect(ports).toHaveLength(1);
  await kept.close();
});

test('one that cannot be started again ends the cluster with the reason', async () => {
  const { kept, ends, failures } = keeper((nth) => {
    if (nth === 2) throw new StartupError('port 8080 is taken');
  });
  await kept.start(0);
  ends[0]?.(ABDICATED);
  await settled();
  expect(failures).toEqual(['Marathon does not come back: port 8080 is taken']);
  await kept.close();
});
