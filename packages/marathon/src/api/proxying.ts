// What a standby does with a request that only the leader can answer (marathon-api.md §1.2).
import type { HttpReply } from '@stoa/common';
import { errorReply } from './replies.ts';

/** Names the instances that a request went through; told by each of them. */
const VIA = 'x-marathon-via';

/** Each instance answers these itself. */
const LOCAL_PREFIXES: readonly string[] = [
  '/ping',
  '/metrics',
  '/logging',
  '/config',
  '/ui',
  '/help',
  '/public',
  '/api-console',
];

/** Of one connection, not of the message; RFC 9110 §7.6.1. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** The wall has judged them here; the leader would compare them with an address that is not its own. */
const JUDGED_HERE: readonly string[] = ['host', 'origin', 'referer'];

/** Whether an instance answers this path whoever leads. */
export function isAnsweredLocally(path: string): boolean {
  if (path === '/') return true;
  return LOCAL_PREFIXES.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/** Whether a request to this path is sent to the leader's own address instead of through here. */
export function isRedirected(path: string): boolean {
  return path === '/v2/events';
}

/** Whether a request was here before. `own` is `host:port` of this instance. */
export function isLooping(headers: Readonly<Record<string, string>>, own: string): boolean {
  const passed = (headers[VIA] ?? '').split(',').map((word) => word.trim());
  return passed.includes(viaOf(own));
}

/** The headers with which a request goes on. */
export function forwardedHeaders(
  headers: Readonly<Record<string, string>>,
  options: { readonly own: string; readonly peerIp: string },
): Record<string, string> {
  const kept = endToEnd(headers);
  for (const name of JUDGED_HERE) delete kept[name];
  for (const name of Object.keys(kept)) if (name.startsWith('sec-fetch-')) delete kept[name];
  kept[VIA] = appended(headers[VIA], viaOf(options.own));
  if (options.peerIp !== '') {
    kept['x-forwarded-for'] = appended(headers['x-forwarded-for'], options.peerIp);
  }
  return kept;
}

/** Headers without those that belong to one connection alone. Names in lower case. */
export function endToEnd<Value extends string | readonly string[]>(
  headers: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const connection: Value | undefined = headers['connection'];
  const named = new Set(String(connection ?? '').split(/\s*,\s*/));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)),
  );
}

/** Why a request did not come through to the leader. */
export type ProxyFault = 'loop' | 'noLeader' | 'refused' | 'tooLate' | 'broken';

const FAULTS: Readonly<Record<ProxyFault, readonly [number, string]>> = {
  loop: [502, 'Detected proxying loop.'],
  noLeader: [502, 'Could not determine the current leader'],
  refused: [502, 'Connection to leader refused.'],
  tooLate: [504, 'The leader did not answer in time.'],
  broken: [502, 'The connection to the leader broke.'],
};

/** A fault of the way to the leader, as an answer. */
export function proxyFaultReply(fault: ProxyFault): HttpReply {
  const [status, message] = FAULTS[fault];
  return errorReply(status, message);
}

function viaOf(own: string): string {
  return `1.1 ${own}`;
}

function appended(list: string | undefined, value: string): string {
  return list === undefined || list === '' ? value : `${list}, ${value}`;
}
