import { describe, expect, test } from '@jest/globals';
import { encodeUtf8 } from '@stoa/common';
import {
  downloadHeaders,
  parseFilesPath,
  parseReadQuery,
  renderDirectory,
  renderPiece,
  sandboxOf,
} from '../../../../packages/marathon/src/api/stoa/files.ts';
import { findRun } from '../../../../packages/marathon/src/api/stoa/sandbox.ts';

const RUN = '/data/slaves/S0/frameworks/F/executors/E/runs/c-1';

describe('a path', () => {
  test.each([
    ['/stoa/v1/agents/a-S0/files/read', { agentId: 'a-S0', what: 'read' }],
    ['/stoa/v1/agents/a-S0/files/browse/', { agentId: 'a-S0', what: 'browse' }],
    ['/stoa/v1/agents/a-S0/files/delete', undefined],
    ['/stoa/v1/agents/a/b/files/read', undefined],
    ['/stoa/v1/agents/a-S0/files/read/more', undefined],
    ['/stoa/v1/agents', undefined],
  ])('%s names the call %j', (path, call) => {
    expect(parseFilesPath(path)).toEqual(call);
  });

  test.each([
    [`${RUN}/a/b`, { root: RUN, rest: 'a/b' }],
    [RUN, { root: RUN, rest: '' }],
    [`${RUN}/`, { root: RUN, rest: '' }],
    [
      '/frameworks/F/executors/E/runs/latest/x',
      { root: '/frameworks/F/executors/E/runs/latest', rest: 'x' },
    ],
    ['/etc/passwd', undefined],
  ])('%s lies in the sandbox %j', (path, sandbox) => {
    expect(sandboxOf(path)).toEqual(sandbox);
  });
});

describe('what a reader asks for', () => {
  const read = (query: Record<string, string>) =>
    parseReadQuery(
      Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    );

  test('has defaults and limits', () => {
    expect(read({ path: '/a' })).toEqual({
      ok: true,
      value: { path: '/a', offset: 0, length: 65_536, waitMs: 0, encoding: 'text' },
    });
    const large = read({ path: '/a', offset: '-5', length: '999999', wait: '99999', as: 'base64' });
    expect(large).toEqual({
      ok: true,
      value: { path: '/a', offset: -5, length: 65_536, waitMs: 30_000, encoding: 'base64' },
    });
  });

  test.each([
    {},
    { path: '' },
    { path: 'a\0' },
    { path: '/a', offset: '1.5' },
    { path: '/a', offset: '9'.repeat(30) },
    { path: '/a', length: '0' },
    { path: '/a', wait: '-1' },
  ])('%j is refused', (query) => {
    expect(read(query as Record<string, string>).ok).toBe(false);
  });
});

describe('a piece', () => {
  const piece = (bytes: Uint8Array, at: { offset?: number; isFromEnd?: boolean } = {}) => {
    const read = { offset: 0, isFromEnd: false, size: 100, bytes, ...at };
    const { offset, next, data, isText } = renderPiece({ path: '/a', encoding: 'text' }, read);
    return { offset, next, data, isText };
  };
  const euro = encodeUtf8('€');

  test('ends before a character that is cut', () => {
    const cut = Buffer.concat([encodeUtf8('ab'), euro.subarray(0, 2)]);
    expect(piece(cut)).toEqual({ offset: 0, next: 2, data: 'ab', isText: true });
  });

  test('that holds nothing but a part of a character gives it, or nobody would go on', () => {
    expect(piece(euro.subarray(0, 2))).toMatchObject({ next: 2, isText: false });
  });

  test('from the end begins with a whole character', () => {
    const cut = Buffer.concat([euro.subarray(1), encodeUtf8('ab')]);
    expect(piece(cut, { offset: 10, isFromEnd: true })).toEqual({
      offset: 12,
      next: 14,
      data: 'ab',
      isText: true,
    });
    expect(piece(cut, { offset: 10 })).toMatchObject({ offset: 10, next: 14, isText: false });
  });

  test('with bytes that no text has says so', () => {
    expect(piece(Uint8Array.of(0xff, 0x41))).toMatchObject({ next: 2, isText: false });
    expect(piece(Uint8Array.of(0x41, 0))).toMatchObject({ data: 'A\0', isText: false });
    expect(piece(new Uint8Array(0))).toEqual({ offset: 0, next: 0, data: '', isText: true });
  });
});

describe('a directory', () => {
  test('has directories first and says what each entry is', () => {
    const mtime = { nanoseconds: 1_700_000_000_000_000_000n };
    const { entries } = renderDirectory(RUN, [
      { path: `${RUN}/b`, nlink: 1, size: 3, mtime, mode: 0o100644, uid: 'root', gid: 'adm' },
      { path: `${RUN}/z`, nlink: 2, size: 40, mtime, mode: 0o040755, uid: 'root', gid: 'root' },
      { path: `${RUN}/a`, mode: 0o010600 },
    ]);
    expect(entries.map(({ name, kind, mode }) => [name, kind, mode])).toEqual([
      ['z', 'directory', 'drwxr-xr-x'],
      ['a', 'other', 'prw-------'],
      ['b', 'file', '-rw-r--r--'],
    ]);
    expect(entries[2]).toEqual({
      name: 'b',
      path: `${RUN}/b`,
      kind: 'file',
      mode: '-rw-r--r--',
      links: 1,
      user: 'root',
      group: 'adm',
      size: 3,
      modifiedAt: '2023-11-14T22:13:20.000Z',
    });
  });
});

test.each([
  ['/run/a.txt', `attachment; filename="a.txt"; filename*=UTF-8''a.txt`],
  ['/run/a"b;c', `attachment; filename="a_b_c"; filename*=UTF-8''a%22b%3Bc`],
  ['/run/', `attachment; filename="run"; filename*=UTF-8''run`],
  ['/', `attachment; filename="file"; filename*=UTF-8''file`],
  ["/it's(1)*", `attachment; filename="it's(1)*"; filename*=UTF-8''it%27s%281%29%2A`],
  ['/\ud800', `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
])('%j is downloaded under a name that stays inside its header', (path, disposition) => {
  expect(downloadHeaders(path, undefined)['Content-Disposition']).toBe(disposition);
});

describe('the run of an executor', () => {
  const executor = (directory: string) => ({ id: 'E', container: 'c', directory });
  const found = { directory: '/live', containerId: 'c' };

  test('is the one that lives, then one that ended', () => {
    const framework = {
      id: 'F',
      executors: [executor('/live')],
      completed_executors: [executor('/old')],
    };
    expect(findRun({ frameworks: [framework] }, 'F', 'E')).toEqual(found);
    const ended = { ...framework, executors: [] };
    expect(findRun({ completed_frameworks: [ended] }, 'F', 'E')?.directory).toBe('/old');
    expect(findRun({ frameworks: [framework] }, 'G', 'E')).toBeUndefined();
  });

  test.each([undefined, null, 7, [], { frameworks: 'no' }, { frameworks: [null, { id: 'F' }] }])(
    'is not found in %j',
    (state) => {
      expect(findRun(state, 'F', 'E')).toBeUndefined();
    },
  );
});
