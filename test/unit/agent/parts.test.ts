import { describe, expect, test } from '@jest/globals';
import { seconds, timestamp } from '@stoa/common';
import { double, renderJson } from '@stoa/proto/classic';
import {
  parseReadRange,
  parseSandboxPath,
  renderMode,
  wholeCharacters,
} from '../../../packages/agent/src/api/sandbox.ts';
import {
  FrameReader,
  compareStamps,
} from '../../../packages/agent/src/containerizers/docker/log-copier.ts';
import {
  parseStat,
  selectFamily,
} from '../../../packages/agent/src/containerizers/process/process-table.ts';
import { endOf } from '../../../packages/agent/src/containerizers/process/supervisor.ts';
import {
  applyHealthOutcome,
  planChecks,
} from '../../../packages/agent/src/core/checks/check-state.ts';
import { planFetch } from '../../../packages/agent/src/core/containers/fetch-plan.ts';
import { nextAllowedAge } from '../../../packages/agent/src/core/sandboxes/gc-plan.ts';
import { leaderOf } from '../../../packages/agent/src/shell/master-link.ts';

describe('how a process ended', () => {
  test.each([
    [0, false, { kind: 'exited', code: 0 }],
    [137, false, { kind: 'exited', code: 137 }],
    [137, true, { kind: 'signalled', signal: 9 }],
    [130, false, { kind: 'signalled', signal: 2 }],
    [255, true, { kind: 'exited', code: 255 }],
  ] as const)('status %d, reported %s', (code, isReported, end) => {
    expect(endOf(code, isReported)).toEqual(end);
  });
});

describe('the process table', () => {
  const line = (pid: number, parent: number, session: number): string =>
    `${pid} (a) b)) S ${parent} ${pid} ${session} 0 -1 0 0 0 0 0 5 6 0 0 20 0 2 0 99 1000 30`;

  test('is read whatever a process calls itself', () => {
    expect(parseStat(9, line(9, 1, 4))).toMatchObject({
      parent: 1,
      group: 9,
      session: 4,
      userTicks: 5,
      systemTicks: 6,
      threads: 2,
      startTicks: 99,
      rssPages: 30,
    });
  });

  test('knows who belongs to a task: its session, and descendants that left it', () => {
    const rows = [
      [4, 1, 4],
      [5, 4, 4],
      [6, 5, 6],
      [7, 1, 4],
      [8, 1, 8],
    ] as const;
    const table = rows.flatMap(([pid, parent, session]) => {
      const entry = parseStat(pid, line(pid, parent, session));
      return entry === undefined ? [] : [entry];
    });
    expect(
      selectFamily(table, 4)
        .map(({ pid }) => pid)
        .sort(),
    ).toEqual([5, 6, 7]);
  });
});

describe('paths of /files', () => {
  const at = { workDir: '/w', agentId: 'S1' };
  const run = '/w/slaves/S1/frameworks/F/executors/E/runs/C';

  test.each([
    [run, { root: run, isLatest: false, rest: '' }],
    [`${run}/a/b`, { root: run, isLatest: false, rest: 'a/b' }],
    [
      '/frameworks/F/executors/E/runs/latest/x',
      {
        root: '/w/slaves/S1/frameworks/F/executors/E/runs/latest',
        isLatest: true,
        rest: 'x',
      },
    ],
    ['/w/slaves/S1/frameworks/F/executors/E/runs', undefined],
    ['/w/slaves/S1/frameworks/../executors/E/runs/C', undefined],
    ['/w/meta/store', undefined],
    ['/etc/passwd', undefined],
    [`${run}\0`, undefined],
  ])('%s', (path, parsed) => {
    expect(parseSandboxPath(path, at)).toEqual(parsed);
  });

  test('ranges', () => {
    const range = (offset?: string, length?: string) =>
      parseReadRange({
        ...(offset === undefined ? {} : { offset: [offset] }),
        ...(length === undefined ? {} : { length: [length] }),
      });
    expect(range('5', '10')).toEqual({ ok: true, value: { offset: 5, length: 10 } });
    expect(range()).toEqual({ ok: true, value: { offset: undefined, length: 65_536 } });
    expect(range('0', '999999')).toEqual({ ok: true, value: { offset: 0, length: 65_536 } });
    expect(range('x')).toEqual({
      ok: false,
      error: "Failed to parse offset: Failed to convert 'x' to number.\n",
    });
    expect(range('-2')).toEqual({ ok: false, error: 'Negative offset provided: -2.\n' });
  });

  test('never cut a character in two', () => {
    const text = Buffer.from('aé€𝄞');
    const lengths = [...text.keys()].map((at) => wholeCharacters(text.subarray(0, at + 1)));
    expect(lengths).toEqual([1, 1, 3, 3, 3, 6, 6, 6, 6, 10]);
    expect(wholeCharacters(Uint8Array.from([0x80, 0x80, 0x80, 0x80]))).toBe(4);
    expect(wholeCharacters(Uint8Array.from([0xff]))).toBe(1);
  });

  test('modes', () => {
    expect(renderMode(0o100644)).toBe('-rw-r--r--');
    expect(renderMode(0o040750)).toBe('drwxr-x---');
    expect(renderMode(0o120777)).toBe('lrwxrwxrwx');
  });
});

describe('what is fetched', () => {
  const plan = (value: string, more: object = {}) => planFetch({ uris: [{ value, ...more }] }, '');

  test.each([
    ['http://h/a/x.tgz', {}, 'x.tgz', 'tar'],
    ['http://h/x.zip?a=b', {}, 'x.zip?a=b', 'none'],
    ['http://h/x.zip?a=b', { output_file: 'd/y.zip' }, 'd/y.zip', 'zip'],
    ['/abs/x.gz', {}, 'x.gz', 'gzip'],
    ['file:///abs/x.tar.gz', { executable: true }, 'x.tar.gz', 'none'],
    ['file:///abs/x.tar.gz', { extract: false }, 'x.tar.gz', 'none'],
  ] as const)('%s %j', (value, more, outputFile, extraction) => {
    expect(plan(value, more)).toMatchObject({ ok: true, value: [{ outputFile, extraction }] });
  });

  test.each([
    ['http://h', {}, /missing path/],
    ['http://h/', {}, /missing path/],
    ['hdfs://h/x', {}, /no client/],
    ['relative/x', {}, /frameworks_home/],
    ["/a'b", {}, /Illegal characters/],
    ['/a', { output_file: '/etc/x' }, /within the sandbox/],
    ['/a', { output_file: '../x' }, /within the sandbox/],
  ] as const)('refuses %s %j', (value, more, reason) => {
    const planned = plan(value, more);
    expect(planned.ok).toBe(false);
    expect(planned.ok ? '' : planned.error).toMatch(reason);
  });
});

describe('health', () => {
  const task = {
    name: 't',
    task_id: { value: 't' },
    agent_id: { value: 's' },
    health_check: { tcp: { port: 80 }, grace_period_seconds: 10, consecutive_failures: 2 },
  };

  test('failures before the first success do not count within the grace period', () => {
    const checks = planChecks(task, timestamp(0));
    if (checks === undefined) throw new Error('no checks');
    const failed = { kind: 'tcp', succeeded: false } as const;
    const early = applyHealthOutcome(checks, failed, timestamp(9000));
    expect(early).toMatchObject({ isNews: false, isFatal: false });
    const late = applyHealthOutcome(early.checks, failed, timestamp(10_000));
    expect(late).toMatchObject({ isNews: true, isFatal: false, checks: { healthy: false } });
    expect(applyHealthOutcome(late.checks, failed, timestamp(11_000)).isFatal).toBe(true);
    const well = applyHealthOutcome(
      late.checks,
      { kind: 'tcp', succeeded: true },
      timestamp(11_000),
    );
    expect(well).toMatchObject({ isNews: true, checks: { healthy: true, failures: 0 } });
    const same = applyHealthOutcome(
      well.checks,
      { kind: 'tcp', succeeded: true },
      timestamp(12_000),
    );
    expect(same.isNews).toBe(false);
  });
});

describe('small things', () => {
  test('Docker frames come whole, however they are cut', () => {
    const frame = (kind: number, text: string): Buffer => {
      const head = Buffer.alloc(8);
      head[0] = kind;
      head.writeUInt32BE(text.length, 4);
      return Buffer.concat([head, Buffer.from(text)]);
    };
    const bytes = Buffer.concat([frame(1, 'out'), frame(2, 'err')]);
    const reader = new FrameReader();
    const frames = [...bytes].flatMap((byte) => reader.push(Uint8Array.of(byte)));
    expect(frames.map(({ stream, content }) => [stream, Buffer.from(content).toString()])).toEqual([
      ['stdout', 'out'],
      ['stderr', 'err'],
    ]);
  });

  test('moments of Docker compare although zeros are dropped', () => {
    expect(compareStamps('2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.09Z')).toBe(1);
    expect(compareStamps('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.0Z')).toBe(0);
  });

  test('a leader is found in a Location of either form', () => {
    expect(leaderOf('//10.0.0.1:5050/stoa/v1/agent-link')).toBe('10.0.0.1:5050');
    expect(leaderOf('http://m:5050/x')).toBe('m:5050');
    expect(leaderOf('/x')).toBeUndefined();
  });

  test('sandboxes go sooner as the disk fills', () => {
    const disk = { delayMs: seconds(1000), headroom: 0.1 };
    expect(nextAllowedAge({ ...disk, used: 0 })).toBeCloseTo(900_000);
    expect(nextAllowedAge({ ...disk, used: 0.95 })).toBe(0);
  });

  test('whole numbers keep their fraction where they must', () => {
    expect(renderJson({ a: double(8), b: 8, c: undefined, d: [true, 'x/"y'] })).toBe(
      '{"a":8.0,"b":8,"d":[true,"x/\\"y"]}',
    );
  });
});
