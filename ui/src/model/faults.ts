import type { Request } from './request.ts';
import { isRecord, parseJson, textOf } from './json.ts';

/** One fault of a document, at the member that it is about. */
export interface FieldFault {
  /** JSON pointer: `/healthChecks/0/path`; empty for the whole. */
  readonly pointer: string;
  readonly message: string;
}

/** Why a call did not do what it should. */
export type Refusal =
  | { readonly kind: 'offline' }
  | { readonly kind: 'unauthenticated' }
  | {
      readonly kind: 'forbidden';
      readonly message: string;
      /** What was asked for, for whoever may do it. */
      readonly request?: Request;
    }
  | { readonly kind: 'missing'; readonly message: string; readonly fault: string | undefined }
  | { readonly kind: 'locked'; readonly message: string; readonly deployments: readonly string[] }
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'invalid'; readonly message: string; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'unavailable'; readonly message: string; readonly fault: string | undefined }
  | {
      readonly kind: 'failed';
      readonly status: number;
      readonly message: string;
      /** The kind of the console's own server; undefined where another answered. */
      readonly fault: string | undefined;
    };

/** The refusal that an answer of this status and body means (marathon-api.md §1.3). */
export function parseRefusal(status: number, body: string): Refusal {
  const json = parseJson(body);
  const record = isRecord(json) ? json : {};
  const message = textOf(record, 'message') ?? `the server answered ${status}`;
  const fault = textOf(record, 'kind');
  switch (status) {
    case 401:
      return { kind: 'unauthenticated' };
    case 403:
      return { kind: 'forbidden', message };
    case 404:
      return { kind: 'missing', message, fault };
    case 409: {
      const ids = listIds(record['deployments']);
      return ids.length > 0
        ? { kind: 'locked', message, deployments: ids }
        : { kind: 'conflict', message };
    }
    case 400:
    case 422:
      return { kind: 'invalid', message, faults: parseFaults(record['details'], message) };
    case 502:
    case 503:
    case 504:
      return { kind: 'unavailable', message, fault };
    default:
      return { kind: 'failed', status, message, fault };
  }
}

function listIds(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => (isRecord(one) ? (textOf(one, 'id') ?? []) : []));
}

function parseFaults(details: unknown, message: string): readonly FieldFault[] {
  if (typeof details === 'string') return [{ pointer: '', message: details }];
  if (!Array.isArray(details)) return [{ pointer: '', message }];
  return details.flatMap((detail: unknown) => {
    if (!isRecord(detail)) return [];
    const errors: unknown = detail['errors'];
    const texts = Array.isArray(errors) ? errors.filter((text) => typeof text === 'string') : [];
    const pointer = toPointer(textOf(detail, 'path') ?? '');
    return texts.map((text) => ({ pointer, message: wordOf(text) }));
  });
}

/** `/healthChecks(0)/path` and `/apps(0)/id` are paths as Marathon writes them. */
export function toPointer(path: string): string {
  const pointer = path.replace(/\((\d+)\)/g, '/$1').replace(/\[(\d+)\]/g, '/$1');
  return pointer === '/' || pointer === '' ? '' : pointer.startsWith('/') ? pointer : `/${pointer}`;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^error\.expected\.jsstring$/, 'This has to be text.'],
  [/^error\.expected\.jsnumber$/, 'This has to be a number.'],
  [/^error\.expected\.jsboolean$/, 'This has to be true or false.'],
  [/^error\.expected\.jsarray$/, 'This has to be a list.'],
  [/^error\.expected\.jsobject$/, 'This has to be an object.'],
  [/^error\.path\.missing$|^undefined$/, 'This is missing.'],
];

function wordOf(error: string): string {
  return WORDS.find(([pattern]) => pattern.test(error))?.[1] ?? error;
}

/** The refusal in words (console.md §7, 16 to 22). */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'offline':
      return 'No connection to Stoa. Nothing was changed; what you typed is kept.';
    case 'unauthenticated':
      return 'You are not signed in, or your session has ended. Nothing was changed.';
    case 'forbidden':
      return describeForbidden(refusal.message);
    case 'invalid':
      return refusal.faults.length > 1
        ? `${refusal.faults.length} fields need a change before this can be deployed.`
        : (refusal.faults[0]?.message ?? refusal.message);
    case 'unavailable':
      return `The cluster has no leader right now. Running tasks are not affected. (${refusal.message})`;
    case 'missing':
    case 'locked':
    case 'conflict':
    case 'failed':
      return refusal.message;
  }
}

/** What is missing, where the answer says who may not do what (console.md §7, 17). */
function describeForbidden(message: string): string {
  const told = /^(\S+) may not (\w+) (\/\S*)/.exec(message);
  if (told === null) return `You may not do this: ${message}. Nothing was changed.`;
  const [, who = '', act = '', id = ''] = told;
  const group = id.slice(0, id.lastIndexOf('/')) || '/';
  return `${who} may not ${act} ${id}. Ask for the right “app: ${act}” on ${group}.`;
}
