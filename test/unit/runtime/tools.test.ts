import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8 } from '@stoa/common';
import {
  appendDurably,
  ClosingStack,
  compileSchema,
  createLog,
  createMetrics,
  createPlainLog,
  openInside,
  parseLogLevel,
  readFileIfPresent,
  readRange,
  removeDurably,
  resolveInside,
  writeFileAtomically,
} from '@stoa/runtime';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stoa-tools-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('files', () => {
  test('are replaced as a whole and leave nothing beside them', async () => {
    const path = join(directory, 'a');
    await writeFileAtomically(path, 'one');
    await writeFileAtomically(path, 'two');
    await appendDurably(path, '!');
    expect(decodeUtf8((await readFileIfPresent(path)) ?? new Uint8Array())).toBe('two!');
    expect(await readdir(directory)).toEqual(['a']);
    await removeDurably(path);
    await removeDurably(path);
    expect(await readFileIfPresent(path)).toBeUndefined();
  });

  test('a replacement that fails leaves the old file and no rest', async () => {
    await mkdir(join(directory, 'taken'));
    await expect(writeFileAtomically(join(directory, 'taken'), 'x')).rejects.toThrow('EISDIR');
    expect(await readdir(directory)).toEqual(['taken']);
  });

  test('too large a file is refused rather than read', async () => {
    await writeFile(join(directory, 'a'), 'abc');
    await expect(readFileIfPresent(join(directory, 'a'), 2)).rejects.toThrow('3 bytes');
  });

  test('nothing outside the root is reached, be it by dots, absolute path or link', async () => {
    const root = join(directory, 'sandbox');
    await mkdir(join(root, 'inner'), { recursive: true });
    await writeFile(join(directory, 'secret'), 'x');
    await writeFile(join(root, 'stdout'), 'hello');
    await mkdir(join(directory, 'sandbox-other'));
    await symlink('../secret', join(root, 'link'));
    await symlink('/etc', join(root, 'etc'));
    await symlink('stdout', join(root, 'fine'));
    for (const bad of [
      '../secret',
      'link',
      'etc/passwd',
      '../sandbox-other',
      'a\0b',
      'nope',
      'stdout/x',
    ]) {
      expect(await resolveInside(root, bad)).toBeUndefined();
      expect(await openInside(root, bad)).toBeUndefined();
    }
    expect(await resolveInside(root, '/inner/../stdout')).toBe(join(root, 'stdout'));
    const file = await openInside(root, 'fine');
    if (file === undefined) throw new Error('not opened');
    expect(decodeUtf8(await readRange(file, 1, 3))).toBe('ell');
    expect(decodeUtf8(await readRange(file, 3, 100))).toBe('lo');
    await file.close();
  });

  test('a directory or a pipe is not opened as a file', async () => {
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    expect(await openInside(directory, 'pipe')).toBeUndefined();
    expect(await openInside(directory, '.')).toBeUndefined();
  });
});

describe('schemas', () => {
  const decode = compileSchema<{ id: string }>({
    type: 'object',
    required: ['id', 'cpus'],
    additionalProperties: false,
    properties: {
      id: { type: 'string', minLength: 1 },
      cpus: { type: 'number', minimum: 0 },
      kind: { enum: ['a', 'b'] },
      container: {
        oneOf: [
          {
            type: 'object',
            required: ['type', 'image'],
            properties: { type: { const: 'docker' }, image: { type: 'string' } },
          },
          {
            type: 'object',
            required: ['type'],
            properties: { type: { const: 'process' }, command: { type: 'string' } },
          },
        ],
      },
    },
  });

  test('give the value, or every fault with its path', () => {
    expect(decode({ id: 'a', cpus: 1 })).toEqual({ ok: true, value: { id: 'a', cpus: 1 } });
    const result = decode({ id: '', 'x/y': 1, kind: 'c' });
    expect(result.ok).toBe(false);
    const faults = result.ok ? [] : result.error.map(({ path, message }) => `${path} ${message}`);
    expect(faults.sort()).toEqual([
      '/cpus is required',
      '/id must NOT have fewer than 1 characters',
      '/kind must be one of "a", "b"',
      '/x~1y is not known',
    ]);
  });

  test('of an alternative only the branch that was meant is shown', () => {
    const result = decode({ id: 'a', cpus: 1, container: { type: 'docker' } });
    expect(result.ok ? [] : result.error.map(({ path }) => path)).toEqual(['/container/image']);
    const neither = decode({ id: 'a', cpus: 1, container: { type: 'vm' } });
    expect(neither.ok ? [] : neither.error.map(({ keyword }) => keyword)).toEqual(['oneOf']);
  });

  test('a hundred faults are enough', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, 1]));
    const result = decode(many);
    expect(result.ok ? 0 : result.error.length).toBe(100);
  });
});

describe.each([
  ['the log', createLog],
  ['the log without a library', createPlainLog],
])('%s', (_what, open) => {
  test('writes JSON lines of its level and graver, in order, once flushed', () => {
    const written: string[] = [];
    const log = open({ daemon: 'sample', level: 'info', sink: (text) => written.push(text) });
    log.debug('unheard');
    log.info('agent.added', { agentId: 'a1', count: 2 });
    log.trace({ kind: 'trace', level: 'warn', event: 'offer.rescinded', fields: {} });
    log.setLevel('error');
    log.warn('unheard');
    log.flush();
    const lines = written
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      {
        time: expect.any(String),
        level: 'info',
        daemon: 'sample',
        event: 'agent.added',
        agentId: 'a1',
        count: 2,
      },
      { time: expect.any(String), level: 'warn', daemon: 'sample', event: 'offer.rescinded' },
    ]);
    expect(log.isOn('warn')).toBe(false);
  });

  test('writes a fatal error at once, with its causes', () => {
    const written: string[] = [];
    const log = open({ daemon: 'sample', sink: (text) => written.push(text) });
    log.info('before');
    log.fatal('daemon.crashed', new Error('outer', { cause: new Error('inner') }));
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/before.*\n.*"message":"outer","stack":.*"cause":"inner"/);
  });

  test('loses nothing in a burst', async () => {
    const written: string[] = [];
    const log = open({ daemon: 'sample', sink: (text) => written.push(text) });
    for (let at = 0; at < 20_000; at++) log.info('n', { at });
    await new Promise((resolve) => setImmediate(resolve));
    expect(written.join('').split('\n')).toHaveLength(20_001);
    expect(written.length).toBeGreaterThan(10);
  });
});

describe('levels', () => {
  test('are known by the words of the flags', () => {
    expect(['INFO', 'warning', 'ERROR', 'debug', 'loud'].map(parseLogLevel)).toEqual([
      'info',
      'warn',
      'error',
      'debug',
      undefined,
    ]);
  });
});

describe('metrics', () => {
  test('count, are read at the time of asking, and have both forms', async () => {
    const metrics = createMetrics('master');
    const messages = metrics.counter('messages_register', 'Registrations');
    messages.inc();
    messages.inc(undefined, 2);
    let agents = 1;
    metrics.gauge('slaves_active', 'Active agents', () => agents);
    agents = 5;
    metrics.trace({ kind: 'trace', level: 'info', event: 'offer.sent', fields: {} });
    expect(await metrics.snapshot()).toEqual({
      'master/messages_register': 3,
      'master/slaves_active': 5,
    });
    const text = await metrics.render();
    expect(text).toContain('stoa_master_messages_register 3');
    expect(text).toContain('stoa_master_trace_events{event="offer.sent",level="info"} 1');
  });

  test('a label from outside cannot fill the memory', async () => {
    const metrics = createMetrics('master');
    const calls = metrics.counter('calls', 'Calls by principal', ['principal']);
    for (let at = 0; at < 3000; at++) calls.inc({ principal: `p${at}` });
    const series = (await metrics.render()).match(/^stoa_master_calls\{/gm) ?? [];
    expect(series).toHaveLength(1001);
    expect(await metrics.render()).toContain('stoa_master_calls{principal="other"} 2000');
  });
});

describe('a closing stack', () => {
  test('closes the last opened first, whatever fails, and once', async () => {
    const closed: string[] = [];
    const stack = new ClosingStack();
    stack.defer('a', () => void closed.push('a'));
    stack.defer('b', () => Promise.reject(new Error('stuck')));
    stack.add('c', { close: () => void closed.push('c') });
    await expect(stack.close()).rejects.toThrow('closing b failed');
    expect(closed).toEqual(['c', 'a']);
    await stack.close();
    expect(closed).toEqual(['c', 'a']);
  });

  test('a file written here is whole', async () => {
    await writeFileAtomically(join(directory, 'x'), new Uint8Array([1, 2]), 0o600);
    expect([...(await readFile(join(directory, 'x')))]).toEqual([1, 2]);
  });
});
