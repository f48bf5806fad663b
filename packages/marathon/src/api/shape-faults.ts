import type { FaultDetailJson } from '@stoa/proto/marathon';
import type { ShapeFault } from './decoders.ts';

/** Faults of shape in the words and paths of the API, gathered by path (marathon-app.md §1). */
export function renderShapeFaults(
  faults: readonly ShapeFault[],
  value: unknown,
): readonly FaultDetailJson[] {
  return gatherFaults(
    faults.map((fault) => {
      const { path, target } = locate(fault.path, value);
      return { path, message: shapeMessage(fault, target) };
    }),
  );
}

/** One entry for each path, in the order in which paths first appear. */
export function gatherFaults(
  faults: readonly { readonly path: string; readonly message: string }[],
): readonly FaultDetailJson[] {
  const byPath = new Map<string, Set<string>>();
  for (const { path, message } of faults) {
    const messages = byPath.get(path);
    if (messages === undefined) byPath.set(path, new Set([message]));
    else messages.add(message);
  }
  return Array.from(byPath, ([path, errors]) => ({ path, errors: [...errors] }));
}

/** A JSON pointer as the API writes it, `/container/volumes(0)/mode`, and what stands there. */
function locate(pointer: string, value: unknown): { path: string; target: unknown } {
  let path = '';
  let target = value;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(target)) {
      path += `(${name})`;
      target = target[Number(name)];
    } else {
      path += `/${/[/"()]/.test(name) ? JSON.stringify(name) : name}`;
      target = isRecord(target) && Object.hasOwn(target, name) ? target[name] : undefined;
    }
  }
  return { path: path === '' ? '/' : path, target };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const BY_KEYWORD: Readonly<Record<string, string>> = {
  required: 'error.path.missing',
  minimum: 'error.min',
  maximum: 'error.max',
  minLength: 'error.minLength',
  maxLength: 'error.maxLength',
  minItems: 'error.minLength',
  maxItems: 'error.maxLength',
  pattern: 'error.pattern',
  enum: 'error.unknown.enum.literal',
  const: 'error.unknown.enum.literal',
};

const BY_TYPE: Readonly<Record<string, string>> = {
  string: 'error.expected.jsstring',
  number: 'error.expected.jsnumber',
  integer: 'error.expected.jsnumber',
  boolean: 'error.expected.jsboolean',
  array: 'error.expected.jsarray',
  object: 'error.expected.jsobject',
};

function shapeMessage({ keyword, message, params }: ShapeFault, target: unknown): string {
  if (keyword !== 'type') return BY_KEYWORD[keyword] ?? message;
  const type = expectedType(params['type']);
  // 0.1 is a number; what is wrong with it is its fraction.
  if (type === 'integer' && typeof target === 'number') return 'error.expected.int';
  return beyondLimit(type, target) ?? BY_TYPE[type] ?? message;
}

// The reader keeps whole numbers of many digits as texts, which is no fault of their sender.
function beyondLimit(type: string, target: unknown): string | undefined {
  const isNumeric = type === 'integer' || type === 'number';
  if (!isNumeric || typeof target !== 'string' || !/^-?\d{16,}$/.test(target)) return undefined;
  return target.startsWith('-') ? 'error.min' : 'error.max';
}

// Where a text or an object may stand, the text is what most people mean.
function expectedType(type: unknown): string {
  const first: unknown = Array.isArray(type) ? type[0] : type;
  return typeof first === 'string' ? (first.split(',')[0] ?? '') : '';
}
