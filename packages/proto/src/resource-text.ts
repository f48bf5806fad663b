// Resources as text: how messages print them (mesos-http.md §5.4) and how the agent's flag gives them.
import { err, ok, type Result } from '@stoa/common';
import type { Resource, Resource_ReservationInfo } from '../generated/mesos-v1.ts';
import { ResourceCodec } from '../generated/mesos-v1-codecs.ts';
import { parseJsonText } from './parse-json.ts';
import { parseValue } from './value-text.ts';

/** `cpus(allocated: *)(reservations: [(DYNAMIC,r,principal)]):0.1`. */
export function renderResource(resource: Resource): string {
  const allocated = resource.allocation_info?.role;
  const stack = resource.reservations ?? [];
  return [
    resource.name,
    allocated === undefined ? '' : `(allocated: ${allocated})`,
    stack.length === 0 ? '' : `(reservations: [${stack.map(renderReservation).join(',')}])`,
    renderDisk(resource),
    resource.revocable === undefined ? '' : '{REV}',
    resource.shared === undefined ? '' : '<SHARED>',
    ':',
    renderValue(resource),
  ].join('');
}

function renderReservation({ type, role, principal }: Resource_ReservationInfo): string {
  const parts = [type ?? 'UNKNOWN', role ?? '*', ...(principal === undefined ? [] : [principal])];
  return `(${parts.join(',')})`;
}

function renderDisk({ disk }: Resource): string {
  if (disk?.persistence === undefined) return '';
  return `[${disk.persistence.id}:${disk.volume?.container_path ?? ''}]`;
}

/** The value alone: `0.1`, `[31000-32000, 33000-33001]`, `{a, b}`. */
export function renderValue(resource: Resource): string {
  if (resource.scalar !== undefined) return String(resource.scalar.value);
  if (resource.ranges !== undefined) {
    const ranges = resource.ranges.range ?? [];
    return `[${ranges.map(({ begin, end }) => `${begin}-${end}`).join(', ')}]`;
  }
  return `{${(resource.set?.item ?? []).join(', ')}}`;
}

const PAIR = /^([^(:\s]+)\s*(?:\(([^)]*)\))?\s*:(.*)$/s;

/** Resources from the flag's text, `cpus:2;mem(prod):1024;ports:[1-5]`, or from a JSON list of them. */
export function parseResourceList(text: string): Result<readonly Resource[], string> {
  if (/^\s*[[{]/.test(text)) return parseJsonList(text);
  const resources: Resource[] = [];
  for (const pair of text.split(/[;\n]/)) {
    if (pair.trim() === '') continue;
    const resource = parsePair(pair.trim());
    if (!resource.ok) return resource;
    resources.push(resource.value);
  }
  return ok(resources);
}

function parsePair(pair: string): Result<Resource, string> {
  const match = PAIR.exec(pair);
  if (match === null)
    return err(`'${pair}' is no resource: expecting name:value or name(role):value`);
  const [, name = '', role = '*', text = ''] = match;
  const value = parseValue(text.trim());
  if (!value.ok) return err(`resource '${name}': ${value.error}`);
  if (value.value.type === 'TEXT') {
    return err(
      `resource '${name}': '${text.trim()}' is neither a number, a list of ranges nor a set`,
    );
  }
  return ok({ name, ...value.value, role });
}

function parseJsonList(text: string): Result<readonly Resource[], string> {
  const json = parseJsonText(text);
  if (!json.ok) return err(json.error);
  if (!Array.isArray(json.value)) return err('expecting a JSON list of resources');
  const resources: Resource[] = [];
  for (const [at, item] of json.value.entries()) {
    const resource = ResourceCodec.fromJson(item);
    if (!resource.ok) return err(`resource ${at}: ${resource.error}`);
    resources.push(resource.value);
  }
  return ok(resources);
}
