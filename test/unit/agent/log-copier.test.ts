import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FrameReader,
  LineReader,
  LogCopier,
} from '../../../packages/agent/src/containerizers/docker/log-copier.ts';
import type { LogFrame } from '../../../packages/agent/src/containerizers/docker/log-copier.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stoa-logs-'));
  for (const name of ['sandbox', 'control']) mkdirSync(join(directory, name));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const copier = (): LogCopier =>
  new LogCopier(join(directory, 'sandbox'), join(directory, 'control'));
const read = (name: string): string => readFileSync(join(directory, 'sandbox', name), 'utf8');

function frame(stream: 'stdout' | 'stderr', second: string, line: string): LogFrame {
  const content = Buffer.from(`2026-01-01T00:00:${second}Z ${line}\n`);
  return { stream, content };
}

describe('the copier of output', () => {
  test('copies lines of one stream though later ones of the other came before', async () => {
    const logs = copier();
    await logs.open();
    await logs.write([frame('stdout', '02', 'out')]);
    await logs.write([frame('stderr', '01', 'err')]);
    await logs.close();
    expect(read('stdout')).toBe('out\n');
    expect(read('stderr')).toBe('err\n');
  });

  test('continues after a crash: nothing twice, nothing left out', async () => {
    writeFileSync(join(directory, 'sandbox', 'stderr'), 'fetched\n');
    const first = copier();
    expect(await first.open()).toBe('0');
    await first.write([frame('stdout', '01.5', 'a'), frame('stderr', '03', 'x')]);
    await first.close();
    // Written, and the agent died before it noted so.
    writeFileSync(join(directory, 'sandbox', 'stdout'), 'a\nhalf a li');
    const second = copier();
    // From the earlier of the two moments on.
    expect(await second.open()).toBe('1767225601.500000000');
    await second.write([
      frame('stdout', '01.5', 'a'),
      frame('stdout', '02', 'b'),
      frame('stderr', '03', 'x'),
      frame('stderr', '03.000000001', 'y'),
    ]);
    await second.close();
    expect(read('stdout')).toBe('a\nb\n');
    expect(read('stderr')).toBe('fetched\nx\ny\n');
  });

  test('begins anew when its note is torn', async () => {
    writeFileSync(join(directory, 'control', 'log-position'), '{"stdout":{"at":"20');
    const logs = copier();
    expect(await logs.open()).toBe('0');
    await logs.close();
  });
});

describe("the readers of Docker's streams", () => {
  const framed = (kind: number, text: string): Buffer => {
    const head = Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  const texts = (frames: readonly LogFrame[]): readonly string[] =>
    frames.map(({ stream, content }) => `${stream}:${Buffer.from(content).toString()}`);

  test('cut frames wherever the chunks end', () => {
    const bytes = Buffer.concat([framed(1, 'one\n'), framed(2, 'two\n'), framed(1, '')]);
    for (let size = 1; size <= bytes.length; size++) {
      const reader = new FrameReader();
      const frames: LogFrame[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        frames.push(...reader.push(bytes.subarray(at, at + size)));
      }
      expect(texts(frames)).toEqual(['stdout:one\n', 'stderr:two\n', 'stdout:']);
    }
  });

  test('cut the lines of a terminal', () => {
    const reader = new LineReader();
    expect(texts(reader.push(Buffer.from('one\ntw')))).toEqual(['stdout:one\n']);
    expect(texts(reader.push(Buffer.from('o\n')))).toEqual(['stdout:two\n']);
  });
});
