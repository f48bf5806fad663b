import type { HttpReply } from '@stoa/common';
import { printDouble, quote } from '../json-writer.ts';

/** A number that keeps its fraction on the wire: `8.0` (mesos-endpoints.md §0.1). */
export class JsonDouble {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Text that is JSON already, as the codecs print messages. */
export class JsonRaw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What the classic endpoints answer; members that are undefined are left out. */
export type Json =
  | string
  | number
  | boolean
  | JsonDouble
  | JsonRaw
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A number that is printed with a fraction whatever its value. */
export function double(value: number): JsonDouble {
  return new JsonDouble(value);
}

/** Text that is JSON already. */
export function raw(text: string): JsonRaw {
  return new JsonRaw(text);
}

/** Compact text. The depth is that of the answers built here, never of what a client sent. */
export function renderJson(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof JsonDouble) return printDouble(value.value);
  if (value instanceof JsonRaw) return value.text;
  if (isList(value)) return `[${value.map(renderJson).join(',')}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${quote(key)}:${renderJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** A 200 with JSON. */
export function jsonTextReply(value: Json): HttpReply {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: renderJson(value),
  };
}
