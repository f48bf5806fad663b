import { isRecord } from './json.ts';
import type { FieldFault } from './faults.ts';

// The one document that form and editor show: plain JSON, whose unknown members are kept as they are.

const partsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a pointer; undefined when there is none. */
export function getAt(document: unknown, pointer: string): unknown {
  return partsOf(pointer).reduce<unknown>((value, part) => {
    if (Array.isArray(value)) {
      const list: readonly unknown[] = value;
      return list[Number(part)];
    }
    return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, document);
}

/** The document with another value there; undefined removes it, and objects that it empties with it. */
export function setAt(document: unknown, pointer: string, value: unknown): unknown {
  return setPart(document, partsOf(pointer), value) ?? {};
}

function setPart(holder: unknown, parts: readonly string[], value: unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (Array.isArray(holder)) {
    const list: readonly unknown[] = holder;
    const at = Number(part);
    const next = setPart(list[at], rest, value);
    // An entry whose last member was emptied is still an entry: only who removes it takes it away.
    return next === undefined && rest.length === 0
      ? list.toSpliced(at, 1)
      : Object.assign([...list], { [at]: next ?? {} });
  }
  const record = isRecord(holder) ? holder : {};
  const next = setPart(record[part], rest, value);
  if (next !== undefined) return { ...record, [part]: next };
  const { [part]: _gone, ...others } = record;
  return Object.keys(others).length === 0 ? undefined : others;
}

/** The list at a pointer; empty when there is none. */
export function listAt(document: unknown, pointer: string): readonly unknown[] {
  const value = getAt(document, pointer);
  return Array.isArray(value) ? value : [];
}

/** A value as a field shows it. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is told of a definition and not part of it: never sent back. */
const TOLD = new Set([
  'version',
  'versionInfo',
  'tasks',
  'tasksStaged',
  'tasksRunning',
  'tasksHealthy',
  'tasksUnhealthy',
  'deployments',
  'lastTaskFailure',
  'taskStats',
  'tasksStats',
  'readinessCheckResults',
]);

/** A definition as it is edited: without what the server tells of it. */
export function toDraft(definition: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(definition).filter(([name]) => !TOLD.has(name)));
}

const ID = /^\/?(?:[a-z0-9](?:[a-z0-9-.]*[a-z0-9])?)(?:\/[a-z0-9](?:[a-z0-9-.]*[a-z0-9])?)*$/;

/** Faults that can be seen without the server; the server has the last word. */
export function validateDraft(document: unknown): readonly FieldFault[] {
  if (!isRecord(document)) return [{ pointer: '', message: 'An app is an object: { … }.' }];
  return [
    ...checkId(document['id']),
    ...checkNumbers(document),
    ...checkProgram(document),
    ...checkPaths(document),
  ];
}

function checkId(id: unknown): readonly FieldFault[] {
  if (typeof id !== 'string' || id === '')
    return [{ pointer: '/id', message: 'An app needs a name.' }];
  return ID.test(id)
    ? []
    : [
        {
          pointer: '/id',
          message: 'Small letters, digits, - and . in parts that / divides: /shop/web.',
        },
      ];
}

const NUMBERS: readonly (readonly [name: string, least: number, isWhole: boolean])[] = [
  ['cpus', 0, false],
  ['mem', 0, false],
  ['disk', 0, false],
  ['gpus', 0, true],
  ['instances', 0, true],
];

function checkNumbers(document: Readonly<Record<string, unknown>>): readonly FieldFault[] {
  return NUMBERS.flatMap(([name, least, isWhole]) => {
    const value = document[name];
    if (value === undefined) return [];
    const isFine =
      typeof value === 'number' && value >= least && (!isWhole || Number.isInteger(value));
    const what = isWhole ? 'A whole number' : 'A number';
    return isFine ? [] : [{ pointer: `/${name}`, message: `${what}, ${least} or more.` }];
  });
}

function checkProgram(document: Readonly<Record<string, unknown>>): readonly FieldFault[] {
  const image = getAt(document, '/container/docker/image');
  const hasProgram = [document['cmd'], document['args'], image].some(
    (value) => value !== undefined && value !== '',
  );
  return hasProgram
    ? []
    : [{ pointer: '/cmd', message: 'An app needs a command or an image to run.' }];
}

function checkPaths(document: Readonly<Record<string, unknown>>): readonly FieldFault[] {
  return listAt(document, '/healthChecks').flatMap((check, at) => {
    const path = getAt(check, '/path');
    return typeof path === 'string' && path !== '' && !path.startsWith('/')
      ? [
          {
            pointer: `/healthChecks/${at}/path`,
            message: `A path begins with "/". Did you mean /${path}?`,
          },
        ]
      : [];
  });
}
