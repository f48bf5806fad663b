import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describePointer,
  diffDocuments,
  effectOf,
  listMembers,
} from '../../../ui/src/model/diff.ts';
import { getAt, setAt, validateDraft } from '../../../ui/src/model/document.ts';
import { findSyntaxFault } from '../../../ui/src/model/syntax.ts';
import { locate } from '../../../ui/src/model/locate.ts';

const app = {
  id: '/shop/web',
  cmd: 'run',
  container: { docker: { image: 'web:1' } },
  env: { 'A/B': 'x', 'C~D': 'y' },
  healthChecks: [{ path: '/a' }, { path: '/b' }],
  'x-unknown': 1,
};

describe('the document that form and editor share', () => {
  test('a value is set where its pointer says, and everything else stays the same', () => {
    const next = setAt(app, '/healthChecks/1/path', '/c');
    expect(next).toEqual({ ...app, healthChecks: [{ path: '/a' }, { path: '/c' }] });
    expect(getAt(next, '/env/A~1B')).toBe('x');
    expect(getAt(setAt(app, '/env/C~0D', 'z'), '/env/C~0D')).toBe('z');
  });

  test('what is emptied goes with the objects that held nothing else; entries of lists stay', () => {
    expect(setAt(app, '/container/docker/image', undefined)).not.toHaveProperty('container');
    expect(setAt({ cmd: 'run' }, '/cmd', undefined)).toEqual({});
    expect(setAt(app, '/healthChecks/0/path', undefined)).toHaveProperty('healthChecks', [
      {},
      { path: '/b' },
    ]);
    expect(setAt(app, '/healthChecks/0', undefined)).toHaveProperty('healthChecks', [
      { path: '/b' },
    ]);
  });

  test('faults stand at the member that they are about', () => {
    const faults = validateDraft({
      id: '/Shop',
      cpus: '1',
      instances: 1.5,
      healthChecks: [{ path: 'health' }],
    });
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/id',
      '/cpus',
      '/instances',
      '/cmd',
      '/healthChecks/0/path',
    ]);
    expect(validateDraft(app)).toEqual([]);
    expect(validateDraft([])).toHaveLength(1);
  });

  test('the line is told in which a text stops being JSON', () => {
    const line = (text: string) => findSyntaxFault(text)?.line;
    expect(line('{\n  "id": ,\n}')).toBe(2);
    expect(line('{"a": [1, {"b": null}],\n"c" 1}')).toBe(2);
    expect(line('{"a": 1,\n}')).toBe(2);
    expect(line('{"a": "b\n"}')).toBe(1);
    expect(line('[1,\n2')).toBe(2);
    expect(line('{"a": 1}\n]')).toBe(2);
    expect(line('')).toBe(1);
    expect(line(' {"a": [{}, [], -1.5e3, "\\u00e9"]} ')).toBeUndefined();
  });

  test('a pointer is found in the text at its value, and a missing one at what holds it', () => {
    const text = JSON.stringify(app, null, 2);
    const at = (pointer: string) => {
      const { from, to } = locate(text, pointer);
      return text.slice(from, to);
    };
    expect(at('/cmd')).toBe('"cmd": "run"');
    expect(at('/healthChecks/1/path')).toBe('"path": "/b"');
    expect(at('/healthChecks/7')).toContain('"healthChecks"');
  });
});

describe('what differs between two documents', () => {
  test('members are compared one by one, entries of lists in their places', () => {
    const after = {
      ...app,
      cmd: undefined,
      env: { ...app.env, NEW: '1' },
      healthChecks: [{ path: '/a' }],
    };
    expect(diffDocuments(app, after).map(({ pointer, kind }) => [pointer, kind])).toEqual([
      ['/cmd', 'removed'],
      ['/env/NEW', 'added'],
      ['/healthChecks/1', 'removed'],
    ]);
    expect(diffDocuments({ ...app, version: 'a' }, { ...app, version: 'b' })).toEqual([]);
  });

  test('a change says whether it replaces, and is named as people call it', () => {
    const effects = ['/instances', '/labels/tier', '/cmd'].map((pointer) =>
      effectOf({ pointer, kind: 'changed', before: 1, after: 2 }),
    );
    expect(effects).toEqual(['scales', 'applies without restart', 'replaces']);
    expect(
      ['/container/docker/image', '/env/FEATURE_X', '/healthChecks/0/gracePeriodSeconds'].map(
        describePointer,
      ),
    ).toEqual(['Image', 'Environment › FEATURE_X', 'Health checks › 1 › Grace period seconds']);
  });

  test('setting each listed member of a document anew makes that document', () => {
    const value = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean());
    const name = fc.stringMatching(/^[a-z~/]{1,6}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(value, fc.dictionary(name, value))), (document) => {
        const filled = Object.fromEntries(
          Object.entries(document).filter(
            ([key, one]) =>
              !['version', 'tasks'].includes(key) &&
              (typeof one !== 'object' || Object.keys(one).length > 0),
          ),
        );
        const made = listMembers(filled).reduce<unknown>(
          (made, { pointer, after }) => setAt(made, pointer, after),
          {},
        );
        expect(made).toEqual({ ...filled });
      }),
    );
  });
});
