import { printDouble, quote } from '@stoa/proto';

/** A number that is printed with a fraction whatever its value (mesos-endpoints.md §0.1). */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Text that is JSON already. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What the classic endpoints are made of. Members that are undefined are left out. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | Double
  | RawJson
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/** A number that keeps its fraction. */
export function double(value: number): Double {
  return new Double(value);
}

/** Compact JSON. The depth is that of our own answers, not of anything from outside. */
export function renderJson(value: JsonValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Double) return printDouble(value.value);
  if (value instanceof RawJson) return value.text;
  if (isList(value)) return `[${value.map(renderJson).join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${quote(name)}:${renderJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
